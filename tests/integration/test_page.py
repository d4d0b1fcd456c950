"""The report page is the official form to the cell."""
import re

import pytest

from harness import official, pages, samples

SHAPES = {'2019': [(4, 18), (10, 26), (15, 4)], '2021': [(4, 14), (10, 28), (15, 4)]}


@pytest.fixture(scope='module', params=['2019', '2021'])
def published(request, people, organs):
    report = organs.report(request.param, 2020 if request.param == '2019' else 2022)
    people.publish(report)
    return report


@pytest.fixture(scope='module')
def page(people, published):
    answer = people.anonymous.get('/%s/%d' % (published['organ'], published['year']))
    assert answer.status_code == 200
    assert answer.headers['Content-Type'].lower() == 'text/html; charset=utf-8'
    return pages.parse(answer)


def printed_figure(report, address):
    """A figure with its unit or note, as one cell of the page says it."""
    table, row, column = address.split('/')
    value = report['tables'][table][row][column]
    beside = value.get('unit') or value.get('note') or '' if isinstance(value, dict) else ''
    return samples.figure(report, address), beside


def test_every_label_and_figure_in_order(page, published):
    expected = official.printed(published['format'],
                                lambda address: printed_figure(published, address))
    found = pages.tables(page)
    assert len(found) == 3
    for cells, want in zip(found, expected):
        assert len(cells) == len(want)
        for cell, text in zip(cells, want):
            if isinstance(text, tuple):
                figure, beside = text
                assert cell.startswith(figure) and beside in cell, (cell, text)
                assert beside or cell == figure
            else:
                assert cell == pages.squeeze(text)


def test_spans_cover_the_official_grid(page, published):
    assert pages.grids(page) == SHAPES[published['format']]


def test_tables_can_be_read_without_seeing_them(page):
    for table in page.xpath('//table[.//td]'):
        assert table.xpath('./caption'), 'a table without caption'
        for head in table.xpath('.//th'):
            assert head.get('scope') in ('col', 'row', 'colgroup', 'rowgroup')
        region = table.xpath('ancestor::*[@role="region" and @tabindex="0"]')
        is_wide = pages.grid(table)[0] > 4
        assert bool(region) == is_wide, 'what may scroll must be reachable by keyboard'
        assert not region or region[0].get('aria-label') or region[0].get('aria-labelledby')


def test_headings_in_official_order(page, published):
    found = pages.headings(page)
    assert found[0] == pages.squeeze(published['title'])
    wanted = [pages.squeeze(heading) for heading in official.HEADINGS]
    assert [heading for heading in found if heading in wanted] == wanted


def test_prose_notes_and_signature(page, published):
    text = pages.squeeze(page.text_content())
    position = 0
    for section in official.PROSE[:2]:
        for paragraph in published['sections'][section]:
            position = text.index(pages.squeeze(paragraph), position)
    for note in published['notes']['disputes']:
        position = text.index(pages.squeeze(note), position)
    for section in official.PROSE[2:]:
        for paragraph in published['sections'][section]:
            position = text.index(pages.squeeze(paragraph), position)
    position = text.index(published['signature']['name'], position)
    text.index('%d年1月20日' % (published['year'] + 1), position)


def test_meta_tags_of_the_three_groups(page, published):
    found = pages.metas(page)
    for name in ('SiteName', 'ColumnName', 'ColumnDescription', 'ColumnKeywords', 'ArticleTitle',
                 'PubDate', 'ContentSource'):
        assert found.get(name), name
    assert found['ColumnType'] == '信息公开年报'
    assert found['ArticleTitle'] == published['title']
    assert re.fullmatch(r'\d{4}-\d\d-\d\d \d\d:\d\d', found['PubDate'])
    assert '' not in found.values()


def test_index_has_site_and_column_tags_only(people):
    found = pages.metas(pages.parse(people.anonymous.get('/')))
    assert found['SiteName'] and found['ColumnType'] == '信息公开年报'
    assert 'ArticleTitle' not in found


def test_nothing_comes_from_elsewhere(people, page):
    for node in page.xpath('//script[@src]|//link[@rel="stylesheet"]|//img'):
        address = node.get('src') or node.get('href')
        assert address.startswith('/disclosure/assets/'), address
        answer = people.anonymous.session.get(people.anonymous.server.address + address,
                                              timeout=30)
        assert answer.status_code == 200
        assert 'immutable' in answer.headers['Cache-Control']


def test_content_security_policy_holds(people, page, published):
    answer = people.anonymous.get('/%s/%d' % (published['organ'], published['year']))
    policy = answer.headers['Content-Security-Policy']
    assert "default-src 'none'" in policy or "default-src 'self'" in policy
    assert 'unsafe' not in policy
    assert not page.xpath('//*[@style]|//style|//*[@onclick]'
                          '|//script[not(@src) and not(@type="application/ld+json")]')
    assert answer.headers['X-Content-Type-Options'] == 'nosniff'


def test_no_cookie_and_no_session(people, published):
    for path in ('/', '/%s/%d' % (published['organ'], published['year'])):
        assert 'Set-Cookie' not in people.anonymous.get(path).headers


def test_furniture_leaves_out_what_is_absent(page):
    assert '索引号' not in page.text_content()
    assert 'None' not in page.text_content()


def test_hostile_text_stays_text(people, organs):
    report = organs.report()
    evil = '<script>alert(1)</script>&amp;"\'<!--disclosure:body-->'
    report['sections']['overview'].append(evil)
    report['notes']['disputes'].append(evil)
    report['tables']['art20_1']['normative_documents']['made']['note'] = evil
    people.publish(report)
    for suffix in ('', '/fragment', '/changes'):
        tree = pages.parse(people.anonymous.get('/%s/%d%s' % (report['organ'], report['year'],
                                                              suffix)))
        assert not [node for node in tree.xpath('//script') if 'alert' in (node.text or '')]
    page = people.anonymous.get('/%s/%d' % (report['organ'], report['year']))
    assert pages.parse(page).text_content().count(evil) == 3


def test_formula_in_csv_is_defused(people, organs):
    report = organs.report()
    report['tables']['art20_1']['normative_documents']['made']['note'] = '=1+2'
    people.publish(report)
    text = people.anonymous.get('/%s/%d.csv' % (report['organ'], report['year'])).text
    assert ",'=1+2" in text


def test_missing_report_explains_itself(people, organ):
    answer = people.anonymous.get('/%s/2020' % organ[0])
    assert answer.status_code == 404
    assert answer.headers['Content-Type'].lower().startswith('text/html')
    assert '/disclosure/' in answer.text and '公开' in answer.text


def test_rules_are_listed(people):
    text = people.anonymous.get('/rules').text
    for rule in ('T3.balance', 'T3.result_sum', 'T3.row_sum', 'T4.sum', 'T2.disclosed'):
        assert rule in text


def test_schema_accepts_what_is_exported(people, published, tmp_path):
    from lxml import etree
    schema = etree.RelaxNG(etree.fromstring(people.anonymous.get('/schema/report.rng').content))
    report = people.anonymous.get('/%s/%d.xml' % (published['organ'], published['year']))
    schema.assertValid(etree.fromstring(report.content))
