"""Pictures on the pages of organs and reports say what the reports say."""
import contextlib
import re
import sqlite3

import pytest

from expect import ok
from harness import official, pages, samples

YEARS = {2019: '2019', 2020: '2019', 2022: '2021', 2023: '2021'}  # 2021 is missing
IDS = ['ds-years', 'ds-outcomes', 'ds-applicants', 'ds-disputes']


def publish_years(people, organs, years):
    """Reports of one new organ; the newest first, as they do not follow from
    each other."""
    key, name = organs.new()
    reports = {year: samples.report(format_id, key, year, name)
               for year, format_id in sorted(years.items(), reverse=True)}
    for report in reports.values():
        people.publish(report)
    return key, reports


@pytest.fixture(scope='module')
def column(people, organs):
    return publish_years(people, organs, YEARS)


def page(people, path):
    answer = people.anonymous.get(path)
    assert answer.status_code == 200, path
    return pages.parse(answer)


def pictures(tree):
    return {figure.get('id'): figure for figure in tree.xpath('//figure[.//svg]')}


def described(figure):
    return figure.xpath('string(.//svg/desc)')


def total(report, row):
    return report['tables']['requests'][row]['total']


def year_rows(reports, years):
    return [[str(year), *([str(total(reports[year], 'new')),
                           str(total(reports[year], 'result_total'))]
                          if year in reports else ['—', '—'])] for year in years]


def test_years_of_an_organ(people, column):
    key, reports = column
    figure = pictures(page(people, '/%s/' % key))['ds-years']
    rows = [[cell.text_content() for cell in row.xpath('./th|./td')]
            for row in figure.xpath('.//tbody/tr')]
    assert rows == year_rows(reports, range(2019, 2024))
    for year, received, answered in rows:
        words = '新收%s件，办结%s件' % (received, answered) if received != '—' \
            else '新收无数据，办结无数据'
        assert '%s：%s' % (year, words) in described(figure)


def table_of(figure):
    return [[cell.text_content() for cell in row.xpath('./th|./td')]
            for row in figure.xpath('.//tbody/tr')]


def test_the_newest_report_of_an_organ(people, column):
    key, reports = column
    found = pictures(page(people, '/%s/' % key))
    assert list(found) == IDS
    tables = reports[2023]['tables']
    groups = {}
    for row in samples.RESULTS['2021']:
        group = row.split('.')[0]
        groups[group] = groups.get(group, 0) + tables['requests'][row]['total']
    assert [int(row[1]) for row in table_of(found['ds-outcomes'])] == list(groups.values())
    assert sum(groups.values()) == total(reports[2023], 'result_total')
    assert [int(row[1]) for row in table_of(found['ds-applicants'])] \
        == [tables['requests']['new'][applicant] for applicant in official.APPLICANTS]
    assert [int(row[1]) for row in table_of(found['ds-disputes'])] \
        == [value for name, value in tables['disputes']['cases'].items()
            if not name.endswith('.total')]
    for figure in found.values():
        assert '2023年' in figure.xpath('string(figcaption)') or figure.get('id') == 'ds-years'


def test_every_picture_can_be_read_without_seeing_it(people, column):
    key, _ = column
    for path in ('/%s/' % key, '/%s/2023' % key):
        tree = page(people, path)
        ids = tree.xpath('//@id')
        assert len(ids) == len(set(ids))
        for figure in pictures(tree).values():
            svg = figure.xpath('.//svg')[0]
            assert svg.get('role') == 'img'
            assert svg.get('aria-labelledby') == svg.xpath('string(title/@id)')
            assert svg.get('aria-describedby') == svg.xpath('string(desc/@id)')
            assert svg.xpath('string(title)') == figure.xpath('string(figcaption)')
            assert re.search(r'\d件', described(figure))
            assert not figure.xpath('.//@style|.//script|.//*[@onclick]|.//svg//style')


def test_pictures_of_a_report_lead_to_its_tables(people, column):
    key, _ = column
    tree = page(people, '/%s/2023' % key)
    assert not tree.xpath('//article//svg'), 'the document has no pictures of ours'
    found = pictures(tree)
    assert list(found) == IDS
    for figure in found.values():
        assert not figure.xpath('.//table')
        href = figure.xpath('string(.//a/@href)')
        if href.startswith('#'):
            assert tree.xpath('//section[@id="%s"]//table' % href[1:])
        else:
            where, anchor = href.split('#')
            assert where == '/disclosure/%s/' % key
            assert anchor in pictures(page(people, '/%s/' % key))


def test_a_report_shows_the_years_up_to_its_own(people, column):
    key, reports = column
    shown = pictures(page(people, '/%s/2022' % key))['ds-years']
    assert '2022：新收%d件' % total(reports[2022], 'new') in described(shown)
    assert '2023' not in described(shown)
    assert 'ds-years' not in pictures(page(people, '/%s/2019' % key))


@pytest.mark.parametrize('suffix', ['/fragment', '/v1/fragment', '/changes'])
def test_elsewhere_are_none(people, column, suffix):
    answer = people.anonymous.get('/%s/2023%s' % (column[0], suffix))
    assert answer.status_code == 200
    assert '<svg' not in answer.text


def test_an_address_of_a_version_has_its_own_pictures_only(people, column):
    assert list(pictures(page(people, '/%s/2023/v1' % column[0]))) == IDS[1:]


def small(report):
    """The same with one request, granted, and no dispute."""
    for row in report['tables']['requests'].values():
        for applicant in row:
            row[applicant] = 0
    for row in ('new', 'granted', 'result_total'):
        for applicant in ('natural', 'total'):
            report['tables']['requests'][row][applicant] = 1
    for outcome in report['tables']['disputes']['cases']:
        report['tables']['disputes']['cases'][outcome] = 0
    return report


def test_nothing_to_see_is_no_picture(people, organs):
    """Two years of one request are none; a third makes them a picture."""
    key, name = organs.new()
    for year in (2023, 2022):
        people.publish(small(samples.report('2021', key, year, name)))
    for path in ('/%s/' % key, '/%s/2023' % key):
        tree = page(people, path)
        assert not tree.xpath('//svg|//aside') and '图解' not in pages.headings(tree)
    people.publish(small(samples.report('2021', key, 2021, name)))
    assert list(pictures(page(people, '/%s/' % key))) == ['ds-years']
    assert list(pictures(page(people, '/%s/2023' % key))) == ['ds-years']
    assert not pictures(page(people, '/%s/2022' % key))


def test_corrections_and_withdrawals_show_at_once(people, organs):
    key, reports = publish_years(people, organs, {2021: '2021', 2022: '2021', 2023: '2021'})
    report = reports[2021]
    before = total(report, 'new')
    for path in ('/%s/' % key, '/%s/2022' % key):
        assert '2021：新收%d件' % before in described(pictures(page(people, path))['ds-years'])
    tag = people.publisher.act('correct', key, 2021).headers['ETag']
    for row in ('new', 'granted', 'result_total'):
        for applicant in ('natural', 'total'):
            report['tables']['requests'][row][applicant] += 100
    ok(people.editor.put(report, tag))
    ok(people.editor.act('submit', key, 2021))
    ok(people.reviewer.act('approve', key, 2021))
    ok(people.publisher.act('publish', key, 2021, comment='补计漏报的申请。'))
    for path in ('/%s/' % key, '/%s/2022' % key):
        assert '2021：新收%d件' % (before + 100) in described(pictures(page(people, path))['ds-years'])
    ok(people.publisher.act('withdraw', key, 2021, comment='数据有误，重新核对。'))
    shown = described(pictures(page(people, '/%s/' % key))['ds-years'])
    assert '2021' not in shown and '2022：' in shown


def test_figures_that_cannot_be_read_are_told_and_left_out(server, log, people, organs):
    key, _ = publish_years(people, organs, {2021: '2021', 2022: '2021', 2023: '2021'})
    with contextlib.closing(sqlite3.connect(server.database, timeout=20)) as database:
        changed = database.execute("UPDATE ds_publication SET figures = '1 2 x' "
                                   'WHERE organ_key = ? AND year = 2022', [key])
        assert changed.rowcount == 1
        database.commit()
    log.expect(r'DS0631: the figures of %s 2022 cannot be read' % key)
    tree = page(people, '/%s/' % key)
    assert '2022：新收无数据' in described(pictures(tree)['ds-years'])
    assert list(pictures(page(people, '/%s/2022' % key))) == IDS[1:]


def test_the_page_of_a_report_stays_small(people, column):
    answer = people.anonymous.get('/%s/2023' % column[0], Accept_Encoding='identity')
    assert len(answer.content) < 40 * 1024
