"""Years beside each other: recomputed from the exports, across formats."""
import csv
import io
import os
from decimal import ROUND_HALF_UP, Decimal

import lxml.html
import pytest

from expect import ok
from harness import official, places, samples
from harness.client import People
from harness.fixtures import PASSWORDS
from harness.server import wait_until

COLUMNS = ['organ', 'organ_name', 'year', 'basis', 'format', 'version', 'table', 'row', 'column',
           'label', 'cells', 'state', 'value', 'unit', 'change', 'change_percent',
           'share_percent']
DIVIDED = ['other.not_corrected', 'other.fee_unpaid', 'other.misc']
TABLES = '//table[contains(@class, "ds-compare")]'
BEFORE_RESULTS = ('new', 'carried_in', 'result_total', 'carried_out')


def publish(people, report):
    """To the public, whatever warnings there are."""
    organ, year = report['organ'], report['year']
    ok(people.editor.put(report), 200, 201)
    findings = people.editor.state(organ, year)['findings']
    reasons = {finding['id']: '已核实。' for finding in findings
               if finding['severity'] == 'warning'}
    ok(people.editor.act('submit', organ, year, reasons=reasons))
    ok(people.reviewer.act('approve', organ, year, comment='已审核，内容不涉密。'))
    ok(people.publisher.act('publish', organ, year))


def series(people, organ, formats, name, carried_in=None):
    """Reports of several years ({year: format}) that carry over; published."""
    reports = {}
    for year, format_id in formats.items():
        report = samples.report(format_id, organ, year, name, carried_in=carried_in)
        carried_in = samples.carried_out(report)
        publish(people, report)
        reports[year] = report
    return reports


def table_of(people, organ, years):
    answer = people.anonymous.get('/%s/compare/%s.csv' % (organ, years))
    assert answer.status_code == 200
    assert answer.headers['Content-Type'].startswith('text/csv')
    assert answer.content.startswith(b'\xef\xbb\xbf')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode('utf-8-sig'), newline='')))
    assert list(rows[0]) == COLUMNS
    return rows


def page_of(people, organ, years):
    answer = people.anonymous.get('/%s/compare/%s' % (organ, years))
    assert answer.status_code == 200, answer.status_code
    return lxml.html.fromstring(answer.content.decode())


def words(node):
    return ' '.join(node.text_content().split())


# ---- The comparison a second time, from the exports ----

def cell_of(report, address):
    """Figure (in 万元 where it is an amount) and unit of a cell of the export."""
    table, row, column = address.split('/')
    value = report['tables'][table][row][column]
    if isinstance(value, dict) and 'unit' in value:
        factor = {'万元': 1, '元': Decimal('0.0001')}[value['unit']]
        return Decimal(value['value']) * factor, '万元'
    if isinstance(value, dict):
        value = value['value']
    return Decimal(value), '万元' if address == 'art20_8/fees/amount' else ''


def cells_in(format_id, line):
    """The cells of a format that a line stands for; [] for none."""
    known = official.addresses(format_id)
    if line in known:
        return [line]
    table, row, column = line.split('/')
    parts = ['%s/%s/%s' % (table, part, column) for part in DIVIDED]
    return parts if row == 'other' and parts[0] in known else []


def whole_of(line):
    """What the line is a part of, by the wording of the forms."""
    table, row, column = line.split('/')
    if table == 'requests' and row not in BEFORE_RESULTS:
        return '%s/result_total/%s' % (table, column)
    if table == 'disputes' and not column.endswith('.total'):
        return '%s/%s/%s.total' % (table, row, column.rsplit('.', 1)[0])
    return None


def percent(part, whole):
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(Decimal('0.1'), ROUND_HALF_UP)


def recomputed(exports, line, year):
    """The members of one CSV line that are figures, as they should be."""
    def figure(of_year):
        report = exports.get(of_year)
        cells = cells_in(report['format'], line) if report else []
        found = [cell_of(report, cell) for cell in cells]
        return (sum(value for value, _ in found), found[0][1]) if found else None

    now, before = figure(year), figure(year - 1)
    wanted = dict.fromkeys(['value', 'unit', 'change', 'change_percent', 'share_percent'])
    if now is None:
        return wanted
    wanted['value'], wanted['unit'] = now[0], now[1] or None
    if before is not None:
        wanted['change'] = now[0] - before[0]
        if before[0] > 0:
            wanted['change_percent'] = percent(wanted['change'], before[0])
    if whole_of(line):
        whole = cell_of(exports[year], whole_of(line))[0]
        wanted['share_percent'] = percent(now[0], whole) if whole > 0 else None
    return wanted


def number(text):
    return Decimal(text) if text else None


@pytest.fixture(scope='module')
def spanning(people, organs):
    """An organ whose reports span both formats, with a year left out."""
    organ, name = organs.new()
    formats = {2019: '2019', 2020: '2019', 2021: '2021', 2022: '2021', 2024: '2021'}
    series(people, organ, formats, name)
    exports = {year: ok(people.anonymous.get('/%s/%d.json' % (organ, year)))
               for year in formats}
    return organ, name, exports


def test_every_figure_recomputed_from_the_exports(people, spanning):
    organ, name, exports = spanning
    rows = table_of(people, organ, '2018-2024')
    lines = {}
    for row in rows:
        line = '/'.join((row['table'], row['row'], row['column']))
        lines.setdefault(line, []).append(int(row['year']))
        year = int(row['year'])
        wanted = recomputed(exports, line, year)
        found = {key: row[key] or None if key == 'unit' else number(row[key]) for key in wanted}
        assert found == wanted, (line, year)
        assert row['organ'] == organ and row['organ_name'] == name
        report = exports.get(year)
        assert row['basis'] == ('own' if report else 'none')
        assert row['format'] == (report['format'] if report else '')
        cells = cells_in(report['format'], line) if report else []
        assert row['cells'] == '+'.join(cells)
        assert row['state'] == ('no_report' if not report else 'number' if cells else 'no_line')
    # Every figure of both forms stands in one line, and each line in every year.
    assert set(lines) == set(official.addresses('2019')) | set(official.addresses('2021'))
    assert all(years == list(range(2018, 2025)) for years in lines.values())
    # The newest form's own lines come in its order.
    assert [line for line in lines if line in official.addresses('2021')] == \
        official.addresses('2021')


def test_the_json_says_what_the_file_says(people, spanning):
    organ, name, exports = spanning
    document = ok(people.anonymous.get('/%s/compare/2019-2024.json' % organ))
    assert (document['organ'], document['organ_name']) == (organ, name)
    assert (document['first'], document['last']) == (2019, 2024)
    assert [(year['year'], year['basis'], year['format']) for year in document['years']] == [
        (year, 'own' if year in exports else 'none',
         exports[year]['format'] if year in exports else None) for year in range(2019, 2025)]
    figures = [(line, figure) for line in document['lines'] for figure in line['figures']]
    rows = table_of(people, organ, '2019-2024')
    assert len(figures) == len(rows)
    for row, (line, figure) in zip(rows, figures):
        assert [row[key] for key in ('table', 'row', 'column', 'label')] == \
            [line[key] for key in ('table', 'row', 'column', 'label')]
        assert row['cells'] == '+'.join(figure['cells'])
        for key in ('value', 'unit', 'change', 'change_percent', 'share_percent', 'state',
                    'year'):
            assert row[key] == ('' if figure[key] is None else str(figure[key])), (row, figure)
        assert isinstance(figure['value'], (int, type(None))) or row['column'] == 'amount'


def shown(cell):
    """A cell of the page: its figure, or the words in place of one."""
    return (cell.text or '').strip()


def test_the_page_says_what_the_file_says(people, spanning):
    organ, _, exports = spanning
    rows = [row for row in table_of(people, organ, '2019-2024')
            if row['table'] != 'requests' or row['column'] == 'total']
    page = page_of(people, organ, '2019-2024')
    cells = page.xpath(TABLES + '//tbody//td')
    assert len(cells) == len(rows)
    for row, cell in zip(rows, cells):
        state = {'no_report': '无报告', 'no_line': '无此项'}.get(row['state'], row['value'])
        assert shown(cell) == state, row
        beside = words(cell)
        if row['change'] and Decimal(row['change']) != 0:
            assert '%+g' % float(row['change']) in beside, row
        if row['share_percent'] and Decimal(row['value']) != 0:
            assert '占%.1f%%' % float(row['share_percent']) in beside, row
        if not row['change']:
            assert '+' not in beside and '持平' not in beside, row
    assert [a.text for a in page.xpath('(%s)[1]//thead//a' % TABLES)] == \
        ['%d年' % year for year in sorted(exports)]


def test_another_column_has_its_own_page(people, spanning):
    organ, _, exports = spanning
    whole = page_of(people, organ, '2019-2022')
    links = whole.xpath('//nav[contains(@class, "ds-columns")]//a')
    assert [link.get('href').rsplit('/', 1)[1] for link in links] == \
        official.APPLICANTS + ['2019-2022']
    for column in official.APPLICANTS:
        page = page_of(people, organ, '2019-2022/' + column)
        assert len(page.xpath(TABLES)) == 1
        first = [shown(cell) for cell in page.xpath('(//tbody/tr[td])[1]/td')]
        assert first == [str(exports[year]['tables']['requests']['new'][column])
                         for year in range(2019, 2023)]
        assert page.xpath('//nav[contains(@class, "ds-columns")]//a[@aria-current="page"]')
    for column in ('total', 'decisions', 'nobody', 'natural.csv'):
        answer = people.anonymous.get('/%s/compare/2019-2022/%s' % (organ, column))
        assert answer.status_code == 404, column


def test_the_organ_page_leads_to_it(people, spanning, organs):
    organ, _, exports = spanning
    page = lxml.html.fromstring(people.anonymous.get('/%s/' % organ).content.decode())
    links = page.xpath('//a[text()="历年数据比较"]/@href')
    assert links == ['/disclosure/%s/compare/2019-2024' % organ]
    assert people.anonymous.get('/%s/compare/2019-2024' % organ).status_code == 200
    alone = organs.report('2021', 2021)
    people.publish(alone)
    page = people.anonymous.get('/%s/' % alone['organ']).content.decode()
    assert '历年数据比较' not in page


# ---- Addresses ----

@pytest.mark.parametrize('asked, status, to', [
    ('2022-2019', 301, '2019-2022'), ('2022-2019.csv', 301, '2019-2022.csv'),
    ('2020', 301, '2019-2020'), ('2020-2020', 301, '2019-2020'), ('2008', 301, '2008-2009'),
    ('', 301, '2019-2024'), ('2019-2030', 200, None), ('2019-2022.csv', 200, None),
    ('2019-2031', 404, None), ('2008-2099', 404, None), ('0000-9999', 404, None),
    ('1999-2005', 404, None), ('2098-2100', 404, None), ('2030-2035', 404, None),
    ('2030-2035.csv', 404, None), ('2019-2022.xml', 404, None), ('2019-2022.docx', 404, None),
    ('2019-2022.exe', 404, None), ('19-22', 404, None), ('2019-', 404, None),
    ('-2019-2022', 404, None), ('2019-2022-2023', 404, None), ('2019-2022/', 404, None),
    ('2019%2d2022', 200, None), ('２０１９-２０２２', 404, None), ('2019-202222222222', 404, None),
    ('2019-2022/<script>', 404, None),
])
def test_absurd_and_crooked_spans(people, spanning, asked, status, to):
    organ = spanning[0]
    answer = people.anonymous.get('/%s/compare/%s' % (organ, asked))
    assert answer.status_code == status
    assert '<script>' not in answer.text.replace('<script src', '')
    if to:
        assert answer.headers['Location'].endswith('/disclosure/%s/compare/%s' % (organ, to))
    if status == 404 and asked in ('2019-2031', '1999-2005', '2030-2035'):
        said = {'2019-2031': '一次最多比较12年', '1999-2005': '可以比较的年份是2008年至2099年',
                '2030-2035': '没有公开的报告'}[asked]
        assert said in answer.text


def test_unknown_organs_and_organs_without_reports(people, organs):
    organ, _ = organs.new()
    for path in ('/no-such-organ/compare/', '/no-such-organ/compare/2019-2021',
                 '/%s/compare/' % organ, '/%s/compare/2019-2021' % organ,
                 '/%s/compare/2019-2021.csv' % organ):
        assert people.anonymous.get(path).status_code == 404, path
    assert people.anonymous.get('/%s/compare' % organ).status_code == 301
    answer = people.anonymous.request('POST', '/%s/compare/2019-2021' % organ)
    assert answer.status_code == 405


def test_validators(people, spanning):
    for suffix in ('', '.csv', '.json', '/natural'):
        path = '/%s/compare/2019-2022%s' % (spanning[0], suffix)
        first = people.anonymous.get(path)
        again = people.anonymous.get(path, If_None_Match=first.headers['ETag'])
        assert (first.status_code, again.status_code, again.content) == (200, 304, b'')


# ---- What changes ----

def test_corrections_and_withdrawals_show_at_once(people, organs):
    organ, name = organs.new()
    reports = series(people, organ, {2021: '2021', 2022: '2021', 2023: '2021'}, name)
    value = reports[2022]['tables']['art20_5']['licensing']['decisions']
    assert '更正' not in words(page_of(people, organ, '2021-2023'))
    ok(people.publisher.act('correct', organ, 2022))
    etag = people.editor.get('/api/reports/%s/2022' % organ).headers['ETag']
    corrected = samples.with_cell(reports[2022], 'art20_5/licensing/decisions', value + 700)
    ok(people.editor.put(corrected, etag))
    ok(people.editor.act('submit', organ, 2022))
    ok(people.reviewer.act('approve', organ, 2022, comment='已审核，内容不涉密。'))
    before = [row for row in table_of(people, organ, '2021-2023') if row['table'] == 'art20_5']
    assert before[1]['value'] == str(value) and before[1]['version'] == '1'
    ok(people.publisher.act('publish', organ, 2022, comment='更正行政许可的数量。'))
    after = [row for row in table_of(people, organ, '2021-2023') if row['table'] == 'art20_5']
    assert after[1]['value'] == str(value + 700) and after[1]['version'] == '2'
    assert '2022年的报告发布后作过更正' in words(page_of(people, organ, '2021-2023'))
    ok(people.publisher.act('withdraw', organ, 2022, comment='内容有误。'))
    rows = table_of(people, organ, '2021-2023')
    assert {row['basis'] for row in rows if row['year'] == '2022'} == {'withdrawn'}
    assert not any(row['value'] for row in rows if row['year'] == '2022')
    assert not any(row['change'] for row in rows)
    page = page_of(people, organ, '2021-2023')
    assert '2022年的报告已经撤回，不能比较' in words(page)
    link = page.xpath('(%s)[1]//thead//a[text()="2022年"]/@href' % TABLES)[0]
    assert people.anonymous.get(link[len('/disclosure'):]).status_code == 410


def test_drafts_are_not_compared(people, organs):
    organ, name = organs.new()
    series(people, organ, {2021: '2021', 2022: '2021'}, name)
    ok(people.editor.put(samples.report('2021', organ, 2023, name)), 201)
    rows = table_of(people, organ, '2021-2023')
    assert {row['basis'] for row in rows if row['year'] == '2023'} == {'none'}


# ---- A merger ----

def test_after_a_merger(people, organs):
    """The successor is compared with the sum of both, in the years in which
    both reported; a change of either shows on the successor's page."""
    parts = [organs.new() for _ in range(2)]
    own = [series(people, key, {2019: '2019', 2020: '2019'}, name) for key, name in parts]
    third, third_name = organs.new()
    merged, name = organs.new('--predecessors', ','.join([*(key for key, _ in parts), third]))
    carried = {applicant: sum(samples.carried_out(reports[2020])[applicant] for reports in own)
               for applicant in official.APPLICANTS}
    answer = people.anonymous.get('/%s/compare/2019-2021' % merged)
    assert answer.status_code == 404
    publish(people, samples.report('2021', merged, 2021, name, carried_in=carried))
    rows = table_of(people, merged, '2018-2021')
    basis = {row['year']: row['basis'] for row in rows}
    assert basis == {'2018': 'none', '2019': 'partial', '2020': 'partial', '2021': 'own'}
    said = words(page_of(people, merged, '2018-2021'))
    assert '没有发布的有：%s。' % third_name in said
    # The third one publishes 2020: that year can now be compared.
    last = samples.report('2019', third, 2020, third_name)
    publish(people, last)
    wait_until(lambda: {row['basis'] for row in table_of(people, merged, '2018-2021')
                        if row['year'] == '2020'} == {'sum'}, 5, 'the sum of all three')
    exports = [own[0][2020], own[1][2020], last]
    for row in table_of(people, merged, '2020-2021'):
        line = '/'.join((row['table'], row['row'], row['column']))
        if row['year'] == '2020' and cells_in('2019', line):
            assert Decimal(row['value']) == sum(cell_of(report, line)[0] for report in exports)
            assert row['version'] == ''
    page = page_of(people, merged, '2020-2021')
    links = page.xpath('//ul[contains(@class, "ds-notes")]//a/@href')
    assert links == ['/disclosure/%s/2020' % key for key in (parts[0][0], parts[1][0], third)]
    door = people.anonymous.get('/%s/compare/' % merged)
    assert door.headers['Location'].endswith('/compare/2019-2021')
    # The predecessors' own comparisons stay their own.
    assert {row['basis'] for row in table_of(people, parts[0][0], '2019-2020')} == {'own'}


# ---- What somebody might put into a name ----

@pytest.mark.parametrize('name', ['=1+1街道办事处', '@SUM(A1)街道办事处', '<script>街道"&办事处'])
def test_names_stay_text(people, organs, name):
    organ, _ = organs.new(name=name)
    people.publish(samples.report('2021', organ, 2021, name))
    rows = table_of(people, organ, '2020-2021')
    guarded = "'" + name if name[0] in '=@' else name
    assert {row['organ_name'] for row in rows} == {guarded}
    answer = people.anonymous.get('/%s/compare/2020-2021' % organ)
    assert '<script>' not in answer.text
    heading = lxml.html.fromstring(answer.content.decode()).xpath('//h1')[0]
    assert words(heading).startswith(name)


# ---- A format more ----

SUCCESSOR = os.path.join(places.DATA, 'formats', 'successor', '2033.xml')


def test_a_third_format_needs_no_code(make_server, stage, session_folder):
    """Rows that a later form joins, divides and renames are compared as its file
    says; what it left out is not."""
    data = stage.data_with(os.path.join(session_folder, 'data-successor'), SUCCESSOR)
    server = make_server(data=data)
    server.tool.run('organ', 'add', 'pilot', '--kind', 'town', '--name', '试点街道办事处',
                    '--parent', 'district')
    people = People(server, PASSWORDS)
    before = samples.report('2021', 'pilot', 2021, '试点街道办事处')
    publish(people, before)
    requests = {'carried_in': 1, 'received': 50, 'other.lapsed': 3, 'other.misc.given_up': 2,
                'other.misc.rest': 4}
    now = {'organ': 'pilot', 'year': 2022, 'format': '2033', 'organ_name': '试点街道办事处',
           'title': '试点街道办事处2022年政府信息公开工作年度报告',
           'sections': {'overview': ['全年工作按计划推进。']},
           'tables': {'art20_6': {row: {'decisions': 10} for row in
                                  ('fines', 'orders', 'measures')},
                      'requests': {row: {'natural': 0, 'total': value}
                                   for row, value in requests.items()}},
           'signature': {'name': '试点街道办事处', 'date': '2023-01-20'}}
    publish(people, now)
    rows = {(row['table'], row['row'], row['column']): row
            for row in table_of(people, 'pilot', '2021-2022') if row['year'] == '2022'}
    old = before['tables']['requests']
    for row, value, parts in [('received', 50, ['new']), ('carried_in', 1, ['carried_in']),
                              ('other.lapsed', 3, DIVIDED[:2]), ('other.misc', 6, DIVIDED[2:])]:
        found = rows['requests', row, 'total']
        assert found['value'] == str(value)
        assert found['change'] == str(value - sum(old[part]['total'] for part in parts)), row
    found = rows['art20_6', 'fines+orders+measures', 'decisions']
    penalties = before['tables']['art20_6']
    assert found['value'] == '30' and found['change'] == str(
        30 - penalties['penalties']['decisions'] - penalties['coercion']['decisions'])
    assert rows['requests', 'received', 'legal']['state'] == 'no_line'
    page = words(page_of(people, 'pilot', '2021-2022'))
    assert '2022年按示例〔2033〕1号' in page
