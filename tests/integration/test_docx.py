"""The report as a word-processor document."""
import io
import json
import subprocess
import zipfile
from urllib.parse import quote

import pytest
from lxml import etree

from harness import canonical, official, pages, places, samples

TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
W = '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}'
TEXT_WIDTH = 8844  # twentieths of a point: 156 mm

# What may stand in an element, in this order (ISO/IEC 29500-1, as far as it is
# used); a * marks what may stand there more than once, a | separates what may
# be mixed.
GRAMMAR = {
    'document': 'body',
    'body': 'p*|tbl* sectPr',
    'p': 'pPr r*|fldSimple*',
    'pPr': 'pStyle keepNext spacing ind jc outlineLvl sectPr',
    'r': 'rPr t*|br*|tab*',
    'rPr': 'rStyle rFonts b kern sz szCs lang',
    'fldSimple': 'r',
    'tbl': 'tblPr tblGrid tr*',
    'tblPr': 'tblW jc tblBorders tblLayout tblCellMar tblCaption',
    'tblBorders': 'top left bottom right insideH insideV',
    'tblCellMar': 'left right',
    'tblGrid': 'gridCol*',
    'tr': 'trPr tc*',
    'trPr': 'cantSplit trHeight tblHeader',
    'tc': 'tcPr p*',
    'tcPr': 'tcW gridSpan vMerge textDirection vAlign',
    'sectPr': 'headerReference footerReference pgSz pgMar pgNumType',
    'styles': 'docDefaults style*',
    'docDefaults': 'rPrDefault',
    'rPrDefault': 'rPr',
    'style': 'name basedOn qFormat pPr rPr',
    'settings': 'defaultTabStop characterSpacingControl compat themeFontLang',
    'compat': 'doNotExpandShiftReturn compatSetting',
    'fonts': 'font*',
    'font': 'altName charset family',
    'ftr': 'p*',
    'hdr': 'p*',
}


def grammar_faults(node):
    """Where an element or its order is not of the grammar."""
    name = node.tag[len(W):]
    groups = [[part.rstrip('*') for part in group.split('|')]
              for group in GRAMMAR.get(name, '').split()]
    once = {part for group in GRAMMAR.get(name, '').split() for part in group.split('|')
            if not part.endswith('*')}
    faults, at, seen = [], 0, set()
    for child in node:
        kind = child.tag[len(W):]
        while at < len(groups) and kind not in groups[at]:
            at += 1
        if at == len(groups) or not child.tag.startswith(W) or (kind in once and kind in seen):
            faults.append('%s in %s' % (child.tag, name))
            at = 0
        seen.add(kind)
        faults += grammar_faults(child)
    if name != 't' and (node.text or '').strip():
        faults.append('text in ' + name)
    return faults


class Document:
    def __init__(self, content):
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        assert self.archive.testzip() is None
        self.body = self.part('word/document.xml').find(W + 'body')

    def part(self, name):
        return etree.fromstring(self.archive.read(name))

    def word_parts(self):
        return [self.part(name) for name in self.archive.namelist()
                if name.startswith('word/') and name.endswith('.xml')]


def text_of(node):
    marks = {W + 'br': '\n', W + 'tab': '\t'}
    return ''.join(marks.get(each.tag, each.text or '') for each in node.iter()
                   if each.tag in (W + 't', W + 'br', W + 'tab'))


def value(node, path):
    found = node.find('/'.join(W + part for part in path.split('/')))
    return None if found is None else found.get(W + 'val', '')


def cells_of(table):
    """Texts of the cells as a reader reads them; the cells below one that spans
    rows are checked and left out. Every row must fill the grid."""
    widths = [int(column.get(W + 'w')) for column in table.find(W + 'tblGrid')]
    assert sum(widths) <= TEXT_WIDTH
    texts, above = [], {}
    for row in table.findall(W + 'tr'):
        column, here = 0, {}
        for cell in row.findall(W + 'tc'):
            span = int(value(cell, 'tcPr/gridSpan') or 1)
            merge = value(cell, 'tcPr/vMerge')
            assert cell[-1].tag == W + 'p'
            assert int(cell.find(W + 'tcPr').find(W + 'tcW').get(W + 'w')) \
                == sum(widths[column:column + span])
            if merge == 'continue':
                assert above.get(column) == span and not text_of(cell)
            else:
                texts.append(text_of(cell))
            if merge is not None:
                here[column] = span
            column += span
        assert column == len(widths)
        above = here
    return texts


@pytest.fixture(scope='module', params=['2019', '2021'])
def published(request, people, organs):
    report = organs.report(request.param, 2020 if request.param == '2019' else 2022)
    report['sections']['overview'].append('<b>&amp;</b> "引号"\n第二行')
    people.publish(report)
    return report


@pytest.fixture(scope='module')
def answer(people, published):
    return people.anonymous.get('/%s/%d.docx' % (published['organ'], published['year']))


@pytest.fixture(scope='module')
def document(answer):
    return Document(answer.content)


def test_answer_is_a_download(answer, published):
    assert answer.status_code == 200
    assert answer.headers['Content-Type'] == TYPE
    name = '%s%d年政府信息公开工作年度报告.docx' % (published['organ_name'], published['year'])
    assert answer.headers['Content-Disposition'] == \
        'attachment; filename="%s-%d.docx"; filename*=UTF-8\'\'%s' \
        % (published['organ'], published['year'], quote(name))


def test_same_bytes_each_time(people, server, answer, published):
    path = '/%s/%d' % (published['organ'], published['year'])
    again = people.anonymous.get(path + '.docx', If_None_Match=answer.headers['ETag'])
    assert again.status_code == 304
    xml = people.anonymous.get(path + '.xml').content
    made = subprocess.run([server.tool.path, 'convert', '--to', 'docx', '-'], input=xml,
                          capture_output=True, timeout=60, cwd='/',
                          env={**server.tool.environment, 'TZ': 'Asia/Shanghai'},
                          **places.identity())
    assert made.returncode == 0, made.stderr
    assert made.stdout == answer.content
    version = people.anonymous.get(path + '/v1.docx')
    assert version.content == answer.content
    assert '-v1.docx' in version.headers['Content-Disposition']


def test_parts_keep_to_the_grammar(document):
    faults = [fault for part in document.word_parts() for fault in grammar_faults(part)]
    assert faults == []


def test_every_label_and_figure_in_order(document, published):
    def figure(address):
        table, row, column = address.split('/')
        cell = published['tables'][table][row][column]
        cell = cell if isinstance(cell, dict) else {}
        note = '（%s）' % cell['note'] if cell.get('note') else ''
        return samples.figure(published, address) + (cell.get('unit') or '') + note

    found = [cells_of(table) for table in document.body.findall(W + 'tbl')]
    wanted = official.printed(published['format'], figure)
    assert [[pages.squeeze(text) for text in table] for table in found] \
        == [[pages.squeeze(text) for text in table] for table in wanted]


def test_text_equals_the_report(document, published):
    lines = [text_of(node) for node in document.body.findall(W + 'p')]
    lines = [line for line in lines if line]
    title = lines.pop(0)
    assert title.replace('\n', '') == published['title']
    sections = published['sections']
    date = '%d年1月20日' % (published['year'] + 1)
    assert lines == [
        *sections['preface'], official.HEADINGS[0], *sections['overview'],
        *official.HEADINGS[1:4], *published['notes']['disputes'],
        official.HEADINGS[4], *sections['problems'], official.HEADINGS[5], *sections['other'],
        published['signature']['name'], date]


def test_digest_is_the_reports(document, published):
    text = etree.tostring(document.part('docProps/custom.xml'), encoding='unicode')
    assert canonical.digest(canonical.write(published)) in text


def test_page_offers_it(people, published):
    path = '/%s/%d' % (published['organ'], published['year'])
    page = pages.parse(people.anonymous.get(path))
    assert page.xpath('//a[@href="/disclosure%s.docx"]' % path)


def test_absent_report_has_none(people, organ):
    answer = people.anonymous.get('/%s/2020.docx' % organ[0])
    assert answer.status_code == 404
    assert 'Content-Disposition' not in answer.headers


def test_it_is_read_again(server):
    report = samples.report('2021', 'town-1', 2022)
    made = subprocess.run([server.tool.path, 'convert', '--to', 'docx', '-'],
                          input=json.dumps(report).encode(),
                          capture_output=True, timeout=60, cwd='/',
                          env=server.tool.environment, **places.identity())
    read = json.loads(server.tool.run('convert', '--to', 'json', '-', input=made.stdout))
    assert read.pop('digest')['value'] == canonical.digest(canonical.write(report))
    assert read == report
