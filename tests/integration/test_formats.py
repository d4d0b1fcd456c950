"""Formats are data: what the files say is the official form, and a third,
invented one works without a change in C."""
import json
import os

import pytest
from lxml import etree

from expect import errors, ok
from harness import canonical, pages, places
from harness.client import People
from harness.fixtures import PASSWORDS

INVENTED = os.path.join(places.DATA, 'formats', 'invented.xml')
SPACE = '{urn:mod-disclosure:format:1}'


@pytest.fixture(scope='module')
def invented_server(make_server, stage, session_folder):
    """A server whose data directory holds one format more."""
    data = stage.data_with(os.path.join(session_folder, 'data-invented'), INVENTED)
    server = make_server(data=data)
    server.tool.run('organ', 'add', 'pilot', '--kind', 'town', '--name', '试点街道办事处',
                    '--parent', 'district')
    return server


@pytest.fixture(scope='module')
def invented_people(invented_server):
    return People(invented_server, PASSWORDS)


@pytest.fixture(scope='module')
def invented(invented_server):
    """An empty report of the invented format filled with figures that hold:
    all zero, which every sum agrees with."""
    tree = etree.parse(INVENTED)
    format_id, year = tree.getroot().get('id'), 2024
    empty = {'organ': 'pilot', 'year': year, 'format': format_id}
    done = invented_server.tool.call('convert', '--to', 'csv', '-', input=json.dumps(empty))
    rows = [line.split(',') for line in done.stdout.splitlines()[1:]]
    rows = [row for row in rows if row[5]]
    assert rows, done.stderr
    report = dict(empty, organ_name='试点街道办事处', title='试点街道办事处年度报告', tables={},
                  sections={node.get('id'): ['本部分如实填写。' + node.get('must-mention', '')]
                            for node in tree.iter(SPACE + 'prose')},
                  signature={'name': '试点街道办事处', 'date': '%d-01-15' % (year + 1)})
    for row in rows:
        table, line, column = row[5:8]
        report['tables'].setdefault(table, {}).setdefault(line, {})[column] = 0
    done = invented_server.tool.call('check', '--json', '-', input=json.dumps(report))
    for finding in json.loads(done.stdout)['findings']:
        if finding['rule'] == 'C.number':  # an amount is a decimal in quotes
            table, line, column = finding['cells'][0].split('/')
            report['tables'][table][line][column] = '0'
    return report


def test_invented_format_end_to_end(invented_server, invented_people, invented):
    people, organ, year = invented_people, invented['organ'], invented['year']
    result = ok(people.editor.check(invented))
    assert result['format'] == invented['format']
    assert [f for f in errors(result) if f['rule'].startswith(('T', 'C'))] == []
    now = ok(people.editor.put(invented), 201)
    now = people.editor.state(organ, year)
    reasons = {finding['id']: '试点。' for finding in now['findings']
               if finding['severity'] == 'warning'}
    ok(people.editor.act('submit', organ, year, reasons=reasons))
    ok(people.reviewer.act('approve', organ, year))
    ok(people.publisher.act('publish', organ, year))
    page = pages.parse(people.anonymous.get('/%s/%d' % (organ, year)))
    labels = {pages.squeeze(node.get('label')) for node in etree.parse(INVENTED).iter()
              if isinstance(node.tag, str) and node.get('label')}
    text = pages.squeeze(page.text_content())
    assert labels and all(label in text for label in labels)
    pages.grids(page)
    xml = people.anonymous.get('/%s/%d.xml' % (organ, year)).content
    assert ok(people.editor.check(xml, 'application/xml'))['digest']['value'] \
        == canonical.digest(xml)
    csv = people.anonymous.get('/%s/%d.csv' % (organ, year)).text
    cells = sum(len(row) for table in invented['tables'].values() for row in table.values())
    assert len([line for line in csv.strip().splitlines() if line.split(',')[5]]) == cells + 1


def test_invented_relations_are_asked(invented_people, invented):
    """Each figure in turn is made wrong; the check must find most of them
    (a figure that no relation names cannot be found)."""
    found = 0
    for table, rows in invented['tables'].items():
        for row, cells in rows.items():
            for column in cells:
                changed = json.loads(json.dumps(invented))
                changed['tables'][table][row][column] = type(cells[column])(3)
                result = ok(invented_people.editor.check(changed))
                found += bool([f for f in errors(result) if f['cells']])
    assert found > 0


def test_third_format_is_in_the_rules(invented_people, invented):
    text = invented_people.anonymous.get('/rules').text
    assert etree.parse(INVENTED).findtext(SPACE + 'name') in text
