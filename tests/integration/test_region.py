"""汇总: the sum over an organ's direct subordinates, recomputed from the exports
of their reports."""
import csv
import io
import json
from decimal import Decimal

import lxml.html
import pytest
from lxml import etree

from expect import ok
from harness import canonical, pages, samples
from harness.client import People
from harness.fixtures import PASSWORDS, Organs

YUAN = {'元': Decimal(1), '万元': Decimal(10000)}


@pytest.fixture
def region(server, organs):
    """Key of a new government below the district, and a way to put organs
    below it."""
    key, name = organs.new(kind='region', name='示范新区人民政府')

    def below(*options, **more):
        return organs.new(*options, parent=key, **more)
    return key, name, below


def figures(report):
    """Address -> figure in 万元 where it is an amount, of every cell that has
    one."""
    found = {}
    for table, rows in report['tables'].items():
        for row, cells in rows.items():
            for column, value in cells.items():
                if isinstance(value, dict):
                    unit = YUAN.get(value.get('unit') or '万元')
                    value = value['value']
                    value = None if value is None else Decimal(str(value)) * unit / YUAN['万元']
                if value not in (None, '/'):
                    found['%s/%s/%s' % (table, row, column)] = Decimal(str(value))
    return found


def recomputed(people, organs, year):
    """The sum of what these organs' exports say."""
    total = {}
    for organ in organs:
        report = ok(people.anonymous.get('/%s/%d.json' % (organ, year)))
        for address, value in figures(report).items():
            total[address] = total.get(address, 0) + value
    return total


def publish(people, below, year, seed=0, format_id='2021', change=None):
    key, name = below()
    report = samples.report(format_id, key, year, name, seed=seed)
    people.publish(change(report) if change else report)
    return key


def grid(people, key, year):
    """Address -> what the page prints in the cell."""
    answer = people.anonymous.get('/region/%s/%d' % (key, year))
    assert answer.status_code == 200, answer.text
    tree = pages.parse(answer)
    prefix = '/disclosure/region/%s/%d/' % (key, year)
    return {a.get('href')[len(prefix):]: pages.squeeze(a.text_content())
            for a in tree.xpath('//td/a') if a.get('href').startswith(prefix)}


@pytest.mark.parametrize('format_id, year', [('2019', 2020), ('2021', 2022)])
def test_every_cell_adds_up(people, region, format_id, year):
    key, _, below = region
    organs = [publish(people, below, year, seed, format_id) for seed in range(4)]
    expected = recomputed(people, organs, year)
    shown = grid(people, key, year)
    assert len(shown) > 190 and set(shown) == set(expected)
    for address, value in expected.items():
        assert shown[address].removesuffix('万元') == format(value.normalize(), 'f'), address
    exported = ok(people.anonymous.get('/region/%s/%d.json' % (key, year)))
    assert figures(exported) == expected
    assert [one['organ'] for one in exported['contributors']] == sorted(organs)
    for one in exported['contributors']:
        xml = people.anonymous.get('/%s/%d.xml' % (one['organ'], year)).content
        assert one['digest']['value'] == digest(xml)
    # each other form says the same
    rows = list(csv.DictReader(io.StringIO(
        people.anonymous.get('/region/%s/%d.csv' % (key, year)).content.decode('utf-8-sig'))))
    assert {'%(table)s/%(row)s/%(column)s' % row: Decimal(row['value']) for row in rows} \
        == expected
    tree = etree.fromstring(people.anonymous.get('/region/%s/%d.xml' % (key, year)).content)
    space = '{urn:mod-disclosure:report:1}'
    assert {'%s/%s/%s' % (table.get('id'), row.get('id'), cell.get('id')): Decimal(cell.text)
            for table in tree.iter(space + 'table') for row in table.iter(space + 'row')
            for cell in row.iter(space + 'cell')} == expected
    assert people.anonymous.get('/region/%s/%d.docx' % (key, year)).content[:2] == b'PK'
    page = people.anonymous.get('/region/%s/%d' % (key, year)).text
    assert '项成立' in page and '不成立' not in page
    assert '%d年申请的办理结果' % year in page


def digest(content):
    return canonical.digest(content)


def test_cell_opens_to_its_contributors(people, region):
    key, _, below = region
    organs = [publish(people, below, 2022, seed) for seed in range(3)]
    for address in ('requests/new/total', 'art20_8/fees/amount',
                    'disputes/cases/reconsideration.total'):
        answer = people.anonymous.get('/region/%s/2022/%s' % (key, address))
        assert answer.status_code == 200
        rows = pages.parse(answer).xpath('//tbody/tr')
        said = {row.xpath('string(.//a/@href)'): Decimal(row.xpath('string(td)'))
                for row in rows[1:]}
        assert said == {'/disclosure/%s/2022' % organ:
                        figures(ok(people.anonymous.get('/%s/2022.json' % organ)))[address]
                        for organ in organs}
        assert Decimal(rows[0].xpath('string(td)')) == sum(said.values())


def test_blank_is_not_zero(people, region):
    """What is blank, of no unit or not applicable is not summed, and said."""
    key, _, below = region

    def without_unit(report):
        return samples.with_cell(report, 'art20_9/procurement/amount',
                                 {'value': '7', 'unit': None})

    def in_yuan(report):
        return samples.with_cell(report, 'art20_9/procurement/amount',
                                 {'value': '12345.67', 'unit': '元'})

    publish(people, below, 2020, 0, '2019')
    publish(people, below, 2020, 1, '2019', in_yuan)
    other, name = below()
    report = without_unit(samples.report('2019', other, 2020, name))
    take_over(people, report)
    exported = ok(people.anonymous.get('/region/%s/2020.json' % key))
    assert exported['tables']['art20_9']['procurement']['amount'] == {
        'value': '26.334567', 'unit': '万元', 'note': '计入2份，单位不明1份'}
    assert grid(people, key, 2020)['art20_9/procurement/amount'] == '26.334567万元'
    page = people.anonymous.get('/region/%s/2020/art20_9/procurement/amount' % key).text
    assert '没有写明' in page


def take_over(people, report):
    people.anonymous.server.tool.run('import', '--published', '2021-01-29', '-',
                                     input=json.dumps(report))


def test_another_format(people, region):
    """A report of the year in another format goes in as far as figures are the
    same."""
    key, _, below = region
    publish(people, below, 2021, 0)
    other, name = below()
    report = samples.report('2019', other, 2021, name)
    take_over(people, report)
    exported = ok(people.anonymous.get('/region/%s/2021.json' % key))
    assert exported['format'] == '2021'
    assert {one['format'] for one in exported['contributors']} == {'2019', '2021'}
    expected = [figures(ok(people.anonymous.get('/%s/2021.json' % one['organ'])))
                for one in exported['contributors']]
    total = figures(exported)
    for address in ('requests/new/total', 'requests/refused.case_file/legal',
                    'disputes/cases/direct_suit.total'):
        assert total[address] == sum(one[address] for one in expected)
    assert total['art20_1/normative_documents/in_force'] == 37
    assert '无此栏目1份' in exported['tables']['art20_1']['normative_documents']['in_force']['note']


def test_subordinate_government_counts_once(people, organs, region):
    """By its own report, never together with its departments."""
    key, _, below = region
    government, name = below(kind='region', name='示范县人民政府')
    people.publish(samples.report('2021', government, 2022, name))
    department, department_name = organs.new(parent=government, kind='department')
    people.publish(samples.report('2021', department, 2022, department_name, seed=7))
    exported = ok(people.anonymous.get('/region/%s/2022.json' % key))
    assert [one['organ'] for one in exported['contributors']] == [government]
    exported = ok(people.anonymous.get('/region/%s/2022.json' % government))
    assert [one['organ'] for one in exported['contributors']] == [department]


def test_withdrawn_leaves_the_sum(people, region):
    key, _, below = region
    organs = [publish(people, below, 2022, seed) for seed in range(3)]
    before = grid(people, key, 2022)
    ok(people.publisher.act('withdraw', organs[0], 2022, comment='内容有误。'))
    expected = recomputed(people, organs[1:], 2022)
    after = grid(people, key, 2022)
    assert after != before
    assert {address: Decimal(text.removesuffix('万元')) for address, text in after.items()} \
        == expected
    page = people.anonymous.get('/region/%s/2022' % key).text
    assert '另有1个直接下级机关' in page
    ok(people.publisher.act('takedown', organs[1], 2022))
    assert [one['organ'] for one in
            ok(people.anonymous.get('/region/%s/2022.json' % key))['contributors']] == organs[2:]
    ok(people.publisher.act('takedown', organs[2], 2022))
    assert people.anonymous.get('/region/%s/2022' % key).status_code == 404


def test_corrected_counts_as_corrected(people, region):
    key, _, below = region
    organ, name = below()
    report = samples.report('2021', organ, 2022, name)
    people.publish(report)
    assert people.anonymous.get('/region/%s/2022.json' % key).status_code == 200
    answer = people.publisher.act('correct', organ, 2022)
    changed = samples.with_cell(report, 'art20_6/coercion/decisions', 4321)
    ok(people.editor.put(changed, answer.headers['ETag']))
    before = ok(people.anonymous.get('/region/%s/2022.json' % key))
    assert figures(before)['art20_6/coercion/decisions'] != 4321
    for account, action in ((people.editor, 'submit'), (people.reviewer, 'approve'),
                            (people.publisher, 'publish')):
        ok(account.act(action, organ, 2022, comment='更正一处数字。'))
    after = ok(people.anonymous.get('/region/%s/2022.json' % key))
    assert figures(after)['art20_6/coercion/decisions'] == 4321
    assert after['contributors'][0]['version'] == 2


def test_merger_keeps_both_years(people, server, region):
    """Two organs become one: the year before has their reports, the year after
    that of their successor, and what was carried out is carried in."""
    key, _, below = region
    first, second = below('--until', '2022-06-30'), below('--until', '2022-06-30')
    for organ, name in (first, second):
        people.publish(samples.report('2021', organ, 2021, name))
    merged, name = below('--from', '2022-07-01', '--predecessors', first[0] + ' ' + second[0])
    of_2021 = ok(people.anonymous.get('/region/%s/2021.json' % key))
    carried = samples.carried_out(of_2021)
    people.publish(samples.with_cell(
        samples.report('2021', merged, 2022, name, carried_in=carried),
        'art20_1/normative_documents/in_force', 37 + 37 + 4 - 1))
    of_2022 = ok(people.anonymous.get('/region/%s/2022.json' % key))
    assert [one['organ'] for one in of_2021['contributors']] == sorted([first[0], second[0]])
    assert [one['organ'] for one in of_2022['contributors']] == [merged]
    assert {applicant: of_2022['tables']['requests']['carried_in'][applicant]
            for applicant in carried} == carried
    page = people.anonymous.get('/region/%s/2022' % key).text
    assert '另有' not in page  # who is no more does not owe the year's report


@pytest.mark.parametrize('path, says', [
    ('/region/no-such-organ/2022', '没有这个机关'),
    ('/region/{leaf}/2022', '没有下级机关'),
    ('/region/{key}/2022', '还没有在此发布2022年度的报告'),
    ('/region/{key}/2022.json', None),
    ('/region/{key}/2022.txt', None),
    ('/region/{key}/1999', None),
    ('/region/{key}/2022/requests/new', '没有这一格'),
    ('/region/{key}/2022/requests/new/<b>', None),
    ('/region/{key}/2022/' + 'a/' * 90, None),
    ('/region/{key}', None),
])
def test_what_is_not_there(people, region, path, says):
    key, _, below = region
    leaf, _ = below()
    answer = people.anonymous.get(path.format(key=key, leaf=leaf))
    assert answer.status_code == 404
    assert '<b>' not in answer.text
    assert says is None or says in answer.text


def test_what_is_public_is_a_directive(make_server):
    for value, status, named in (('Off', 404, False), ('Figures', 200, False),
                                 ('Full', 200, True)):
        server = make_server(site='DisclosureRegion ' + value)
        people, organs = People(server, PASSWORDS), Organs(server)
        report = organs.report('2021', 2022)
        people.publish(report)
        late, name = organs.new(name='示范迟报街道办事处')
        answer = people.anonymous.get('/region/district/2022')
        assert answer.status_code == status, value
        assert (name in answer.text) == named, value
        if status == 200:
            assert ('另有1个' in answer.text) == (not named)
        assert ('/region/district/2022' in people.anonymous.get('/district/').text) \
            == (status == 200)
        for path in ('.json', '/requests/new/total'):
            assert people.anonymous.get('/region/district/2022' + path).status_code == status
        server.stop()


def test_organ_leads_there(people, region):
    key, _, below = region
    leaf = publish(people, below, 2022)
    link = '/disclosure/region/%s/2022' % key
    assert link in pages.parse(people.anonymous.get('/%s/' % key)).xpath('//a/@href')
    assert '汇总' not in people.anonymous.get('/%s/' % leaf).text
    ok(people.publisher.act('takedown', leaf, 2022))
    assert link not in people.anonymous.get('/%s/' % key).text


def test_page_stays_small(people, region):
    key, _, below = region
    publish(people, below, 2020, 0, '2019')
    content = people.anonymous.get('/region/%s/2020' % key, Accept_Encoding='identity').content
    assert len(content) < 60 * 1024
    assert b'<script>' not in content
    assert lxml.html.fromstring(content.decode()).xpath('//table')
