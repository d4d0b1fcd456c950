"""Open data: whole years out and in again, and one table of a year."""
import csv
import io
import json
import os
import socket
from decimal import Decimal

import pytest
from lxml import etree

from expect import ok
from harness import canonical, pages, samples
from harness.client import People
from harness.fixtures import PASSWORDS, Organs

YEAR = 2022
COLUMNS = 'organ,organ_name,year,format,version,table,row,column,label,value,note'.split(',')
SPACE = '{urn:mod-disclosure:year:1}'
REPORT = '{urn:mod-disclosure:report:1}'


class Year:
    """A server of its own with reports of one year."""

    def __init__(self, server):
        self.server = server
        self.people, self.organs = People(server, PASSWORDS), Organs(server)
        self.published = []

    def publish(self, kind='town', year=YEAR, **cells):
        key, name = self.organs.new(kind=kind)
        report = samples.report('2021', key, year, name)
        for address, value in cells.items():
            report = samples.with_cell(report, address, value)
        self.people.publish(report)
        self.published.append(key)
        return key

    def get(self, path, **headers):
        return self.people.anonymous.get(path, **headers)

    def digests(self, keys=None, server=None):
        people = self.people if server is None else People(server, PASSWORDS)
        return {key: canonical.digest(people.anonymous.get('/%s/%d.xml' % (key, YEAR)).content)
                for key in keys or self.published}


@pytest.fixture(scope='module')
def year(make_server):
    server = make_server()
    made = Year(server)
    for kind in ('department', 'town', 'department', 'region', 'town'):
        made.publish(kind)
    yield made
    server.stop()


# ---- whole years ----

def test_csv_has_every_figure(year):
    answer = year.get('/data/%d.csv' % YEAR)
    assert answer.status_code == 200
    assert answer.headers['Content-Type'] == 'text/csv; charset=utf-8'
    assert answer.content.startswith(b'\xef\xbb\xbf')
    lines = list(csv.reader(io.StringIO(answer.content.decode('utf-8-sig'), newline='')))
    assert lines[0] == COLUMNS
    assert all(len(line) == len(COLUMNS) for line in lines)
    expected = []
    for key in sorted(year.published):
        rows = year.get('/%s/%d.csv' % (key, YEAR)).content.decode('utf-8-sig')
        expected += list(csv.reader(io.StringIO(rows, newline='')))[1:]
    assert sorted(lines[1:]) == sorted(expected)
    assert len({line[0] for line in lines[1:]}) == len(year.published)


def test_json_has_every_report(year):
    document = ok(year.get('/data/%d.json' % YEAR))
    assert document['year'] == YEAR
    assert {item['report']['organ'] for item in document['reports']} == set(year.published)
    for item in document['reports']:
        organ = item['report']['organ']
        alone = ok(year.get('/%s/%d.json' % (organ, YEAR)))
        alone.pop('digest', None)
        assert {name: item['report'][name] for name in alone} == alone
        assert item['version'] == 1
        assert item['digest'] == {'algorithm': 'sm3', 'value': year.digests([organ])[organ]}


def test_xml_can_be_cut_and_verified(year):
    content = year.get('/data/%d.xml' % YEAR).content
    root = etree.fromstring(content)
    assert root.tag == SPACE + 'year' and root.get('year') == str(YEAR)
    digests = year.digests()
    at = 0
    for publication in root:
        assert publication.tag == SPACE + 'publication'
        report = publication[0]
        organ = report.get('organ')
        assert publication.get('digest') == digests[organ]
        # as a tree, and as the bytes that stand there
        alone = etree.fromstring(etree.tostring(report, with_tail=False, encoding='utf-8'))
        assert canonical.digest(etree.tostring(alone, method='c14n')) == digests[organ]
        begin = content.index(b'<report', at)
        at = content.index(b'</report>', begin) + len(b'</report>')
        assert canonical.digest(content[begin:at]) == digests[organ]
    assert len(root) == len(year.published)


@pytest.mark.parametrize('suffix', ['csv', 'json', 'xml'])
def test_validators(year, suffix):
    path = '/data/%d.%s' % (YEAR, suffix)
    first = year.get(path)
    assert first.headers['ETag'].startswith('"') and first.headers['Last-Modified']
    assert first.headers['Cache-Control'] == 'no-cache'
    assert 'attachment' in first.headers['Content-Disposition']
    again = year.get(path, If_None_Match=first.headers['ETag'])
    assert again.status_code == 304 and not again.content
    assert again.headers['ETag'] == first.headers['ETag']
    head = year.people.anonymous.request('HEAD', path)
    assert head.status_code == 200 and not head.content
    assert head.headers['ETag'] == first.headers['ETag']
    others = {year.get('/data/%d.%s' % (YEAR, other)).headers['ETag']
              for other in ('csv', 'json', 'xml')}
    assert len(others) == 3


@pytest.mark.parametrize('action', ['withdraw', 'takedown'])
def test_changes_show_at_once(year, action):
    paths = ['/data/%d.%s' % (YEAR, suffix) for suffix in ('csv', 'json', 'xml')]
    paths += ['/data/%d/' % YEAR, '/data/%d/table.csv' % YEAR]
    before = {path: year.get(path) for path in paths}
    key = year.publish()
    year.published.remove(key)
    for path in paths:
        answer = year.get(path, If_None_Match=before[path].headers['ETag'])
        assert answer.status_code == 200 and key in answer.text, path
    ok(year.people.publisher.act(action, key, YEAR, comment='内容有误。'))
    for path in paths:
        assert year.get(path).content == before[path].content, path


@pytest.mark.parametrize('suffix', ['json', 'xml'])
def test_taken_in_again_it_is_the_same(year, make_server, suffix):
    content = year.get('/data/%d.%s' % (YEAR, suffix)).content
    other = make_server()
    for key in year.published:
        other.tool.run('organ', 'add', key, '--kind', 'town', '--name', '示范街道', '--parent',
                       'district')
    said = other.tool.run('import', '--published', 'stated', '-', input=content)
    assert said.count('已接管') == len(year.published)
    assert year.digests(server=other) == year.digests()
    again = People(other, PASSWORDS).anonymous
    for name in ('json', 'xml'):
        assert again.get('/data/%d.%s' % (YEAR, name)).content.count(b'sm3') \
            == len(year.published)
    assert csv_rows(again.get('/data/%d.csv' % YEAR)) == csv_rows(year.get('/data/%d.csv' % YEAR))
    other.stop()


def csv_rows(answer):
    return sorted(answer.content.decode('utf-8-sig').splitlines())


def test_drafts_out_of_a_year(year, make_server):
    """Without a date they become drafts, and nothing is public."""
    other = make_server()
    for key in year.published:
        other.tool.run('organ', 'add', key, '--kind', 'town', '--name', '示范街道', '--parent',
                       'district')
    content = year.get('/data/%d.xml' % YEAR).content
    assert other.tool.run('import', '-', input=content).count('已存为草稿') == len(year.published)
    assert People(other, PASSWORDS).anonymous.get('/data/%d.xml' % YEAR).status_code == 404
    other.stop()


@pytest.mark.parametrize('suffix, change', [
    ('xml', lambda text: text.replace('按计划推进', '按计划完成', 1)),
    ('json', lambda text: text.replace('按计划推进', '按计划完成', 1)),
    ('xml', lambda text: text[:len(text) // 2]),
    ('json', lambda text: text[:len(text) // 2]),
    ('xml', lambda text: text.replace('</publication>', '', 1)),
    ('json', lambda text: text.replace('"report":', '"reprot":', 1)),
])
def test_changed_file_is_noticed(year, make_server, suffix, change):
    server = year.server
    content = year.get('/data/%d.%s' % (YEAR, suffix)).text
    done = server.tool.call('import', '--dry-run', '-', input=change(content))
    assert done.returncode != 0
    assert '没有导入' in done.stdout


@pytest.mark.parametrize('path, status', [
    ('/data', 301), ('/data/%d' % YEAR, 301), ('/data/2010.csv', 404), ('/data/2010/', 404),
    ('/data/1999.csv', 404), ('/data/99999.csv', 404), ('/data/%d.docx' % YEAR, 404),
    ('/data/%d.exe' % YEAR, 404), ('/data/../%d.csv' % YEAR, 404), ('/data/x.csv', 404),
])
def test_what_is_not_there(year, path, status):
    assert year.get(path).status_code == status


def test_data_page(year):
    page = pages.parse(year.get('/data/'))
    links = page.xpath('//table//a/@href')
    for suffix in ('/', '.csv', '.json', '.xml'):
        assert '/disclosure/data/%d%s' % (YEAR, suffix) in links
    text = pages.squeeze(page.text_content())
    for column in COLUMNS:
        assert column in text


# ---- one table ----

def read_table(answer):
    """Heads, and rows by organ's address."""
    assert answer.status_code == 200, answer.text
    page = pages.parse(answer)
    table = page.xpath('//table')[0]
    heads = [pages.squeeze(head.text_content()).rstrip('↓↑') for head in
             table.xpath('./thead//th')]
    rows = [(row.xpath('string(./th//a/@href)'),
             [pages.squeeze(cell.text_content()) for cell in row.xpath('./td')])
            for row in table.xpath('./tbody/tr')]
    return heads, rows


def test_usual_figures(year):
    heads, rows = read_table(year.get('/data/%d/' % YEAR))
    assert heads[0] == '机关'
    assert '不予公开' in heads and '行政复议总计' in heads
    assert len(heads) == 10 and len(rows) == len(year.published)
    at = heads.index('不予公开') - 1
    for href, cells in rows:
        requests = ok(year.get(href[len('/disclosure'):] + '.json'))['tables']['requests']
        assert int(cells[0]) == requests['new']['total']
        assert int(cells[at]) == sum(row['total'] for name, row in requests.items()
                                     if name.startswith('refused.'))


def test_chosen_figures_and_sorting(year):
    chosen = 'cell=requests/new/legal&cell=art20_8/fees/amount&cell=requests/rejected.*/total'
    for order, sign in (('desc', -1), ('asc', 1)):
        query = '?%s&sort=requests/new/legal&order=%s' % (chosen, order)
        heads, rows = read_table(year.get('/data/%d/%s' % (YEAR, query)))
        assert len(heads) == 4 and '万元' in heads[2] and heads[3] == '不予处理'
        figures = [int(cells[0]) for _, cells in rows]
        assert figures == sorted(figures, key=lambda value: sign * value)
        lines = list(csv.reader(io.StringIO(year.get('/data/%d/table.csv%s' % (YEAR, query))
                                            .content.decode('utf-8-sig'), newline='')))
        assert [line[0] for line in lines[1:]] == [href.split('/')[2] for href, _ in rows]
        assert [line[6:] for line in lines[1:]] == [cells for _, cells in rows]
        assert [pages.squeeze(head) for head in lines[0][6:]] == heads[1:]


def test_kinds(year):
    _, rows = read_table(year.get('/data/%d/?kind=department' % YEAR))
    assert len(rows) == 2
    _, rows = read_table(year.get('/data/%d/?kind=' % YEAR))
    assert len(rows) == len(year.published)
    assert '没有符合条件' in year.get('/data/%d/?kind=office' % YEAR).text


def test_query_is_no_key_of_the_cache(year):
    """A page with a query is never answered for one without, nor another."""
    plain = year.get('/data/%d/' % YEAR).text
    asked = year.get('/data/%d/?kind=department' % YEAR).text
    assert plain != asked
    assert year.get('/data/%d/' % YEAR).text == plain
    assert year.get('/data/%d/?kind=department' % YEAR).text == asked


@pytest.mark.parametrize('query, status', [
    ('?cell=requests/new/nobody', 400), ('?cell=', 400), ('?cell=<script>', 400),
    ('?cell=%00', 400), ('?cell=%ff', 400), ('?cell=%zz', 400), ('?cell=*/*/*', 400),
    ('?cell=requests/*/total', 400), ('?cell=requests/new/total&cell=requests/new/total', 400),
    ('?' + '&'.join('cell=requests/new/total' for _ in range(300)), 400),
    ('?' + '&'.join(['cell=requests/%s/total' % row for row in samples.RESULTS['2021'][:21]]), 400),
    ('?kind=emperor', 400), ('?sort=art20_8/fees/amount', 400), ('?order=up', 400),
    ('?page=0', 400), ('?page=-1', 400), ('?page=99999', 404), ('?page=999999999999', 400),
    ('?nonsense=1', 400), ('?kind=town&kind=town', 400), ('?', 200), ('?&&', 200),
])
def test_absurd_queries(year, query, status):
    for path in ('/data/%d/' % YEAR, '/data/%d/table.csv' % YEAR):
        answer = year.get(path + query)
        if status == 404 and path.endswith('.csv'):
            assert answer.status_code == 200  # all pages
            continue
        assert answer.status_code == status, path
        assert '<script>' not in answer.text
        assert status == 200 or '返回' in answer.text


def test_negative_figures_stay_figures(make_server):
    server = make_server()
    year = Year(server)
    key, name = year.organs.new()
    year.people.publish(samples.report('2019', key, 2020, name))
    answer = year.get('/data/2020/table.csv?cell=art20_6/penalties/change')
    lines = list(csv.reader(io.StringIO(answer.content.decode('utf-8-sig'), newline='')))
    assert Decimal(lines[1][-1]) == -8
    server.stop()


def test_many_reports_stay_usable(make_server):
    """More than a page of lines, and more than a batch of a year's file."""
    server = make_server()
    folder = os.path.join(server.root, 'www', 'many')
    os.makedirs(folder)
    organs = ['key,kind,parent,position,name']
    for number in range(230):
        key = 'many-%03d' % number
        name = '示范第%d办事处' % number
        organs.append('%s,town,district,%d,%s' % (key, number, name))
        with open(os.path.join(folder, key + '.json'), 'w', encoding='utf-8') as file:
            json.dump(samples.report('2021', key, YEAR, name), file, ensure_ascii=False)
    with open(os.path.join(folder, 'organs.csv'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(organs) + '\n')
    server.tool.run('organ', 'import', os.path.join(folder, 'organs.csv'))
    os.remove(os.path.join(folder, 'organs.csv'))
    server.tool.run('import', '--published', '2023-01-20', folder)
    year = Year(server)
    first = read_table(year.get('/data/%d/' % YEAR))[1]
    second = read_table(year.get('/data/%d/?page=2' % YEAR))[1]
    assert (len(first), len(second)) == (200, 30)
    assert len({href for href, _ in first + second}) == 230
    assert year.get('/data/%d/?page=3' % YEAR).status_code == 404
    assert len(csv_rows(year.get('/data/%d/table.csv' % YEAR))) == 231
    assert len(etree.fromstring(year.get('/data/%d.xml' % YEAR).content)) == 230
    document = ok(year.get('/data/%d.json' % YEAR))
    assert len({item['report']['organ'] for item in document['reports']}) == 230
    assert len(csv_rows(year.get('/data/%d.csv' % YEAR))) > 230 * 200
    assert len(pages.parse(year.get('/region/district/%d' % YEAR)).xpath('//li')) >= 230
    taken_down_meanwhile(year)
    server.stop()


def taken_down_meanwhile(year):
    """A report taken down while a slow reader has half of the file: neither it
    nor the end of the file comes."""
    year.server.errors.expect('DS0684')
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(30)
    reader.connect(('127.0.0.1', year.server.port))
    reader.sendall(b'GET /disclosure/data/%d.csv HTTP/1.1\r\nHost: localhost\r\n\r\n' % YEAR)
    content = reader.recv(1000)
    assert b'200 OK' in content and b'chunked' in content.lower()
    ok(year.people.publisher.act('takedown', 'many-229', YEAR))
    while piece := reader.recv(65536):
        content += piece
    reader.close()
    assert b'many-000' in content
    assert b'many-229' not in content
    assert not content.endswith(b'0\r\n\r\n')
    assert b'many-229' not in year.get('/data/%d.csv' % YEAR).content
