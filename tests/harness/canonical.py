"""The canonical form and its digest, made by other means than the module's."""
import subprocess

from lxml import etree

from harness import official

NAMESPACE = 'urn:mod-disclosure:report:1'


def element(parent, name, text=None, **attributes):
    child = etree.SubElement(parent, '{%s}%s' % (NAMESPACE, name), **attributes)
    child.text = text
    return child


def cell(row, column, value):
    note = unit = None
    if isinstance(value, dict):
        value, note, unit = value['value'], value.get('note'), value.get('unit')
    attributes = {'id': column}
    if note:
        attributes['note'] = note
    if unit:
        attributes['unit'] = unit
    if value in (None, '/'):
        attributes['state'] = 'blank' if value is None else 'na'
        value = None
    element(row, 'cell', None if value is None else str(value), **attributes)


def write(report):
    """The canonical bytes of a report given in JSON."""
    root = etree.Element('{%s}report' % NAMESPACE, nsmap={None: NAMESPACE},
                         format=report['format'], organ=report['organ'],
                         year=str(report['year']))
    element(root, 'organ-name', report['organ_name'])
    element(root, 'title', report['title'])
    order = ['preface', 'overview', None, 'problems', 'other']
    for section in order:
        if section is None:
            tables(root, report)
            continue
        node = element(root, 'section', id=section)
        for paragraph in report['sections'].get(section, []):
            element(node, 'p', paragraph)
    signature = report['signature']
    element(root, 'signature', signature['name'], date=signature['date'])
    return etree.tostring(root, method='c14n')


def tables(root, report):
    for table, rows, columns in official.tables(report['format']):
        node = element(root, 'table', id=table)
        for row in rows:
            row_node = element(node, 'row', id=row)
            for column in columns:
                cell(row_node, column,
                     report['tables'].get(table, {}).get(row, {}).get(column))
        for note in report['notes'].get(table, []):
            element(node, 'note', note)


def digest(canonical_bytes, algorithm='sm3'):
    output = subprocess.run(['openssl', 'dgst', '-' + algorithm], input=canonical_bytes,
                            capture_output=True, check=True).stdout.decode()
    return output.split()[-1]


def digest_by_xmllint(xml_bytes, algorithm='sm3'):
    """xmllint --c14n FILE | openssl dgst -ALGORITHM, as anyone can do it."""
    form = subprocess.run(['xmllint', '--nonet', '--c14n', '-'], input=xml_bytes,
                          capture_output=True, check=True).stdout
    return digest(form, algorithm)
