"""A report inside somebody else's page: included, fetched, pasted."""
import os
import re

import pytest
import requests
from lxml import html

from expect import ok
from harness import official, pages, samples

ORIGIN = 'https://www.example.gov.cn'

# What the editors in use leave as it is when something is pasted.
KEPT = {
    'h2': {'style'}, 'h3': {'style'}, 'p': {'style'}, 'strong': set(), 'br': set(),
    'a': {'href'}, 'img': {'src', 'alt', 'style'},
    'table': {'border', 'cellspacing', 'cellpadding', 'width', 'style'}, 'tbody': set(),
    'tr': set(), 'th': {'scope', 'colspan', 'rowspan', 'align', 'style'},
    'td': {'colspan', 'rowspan', 'align', 'style'},
}
STYLES = {'margin', 'padding', 'text-align', 'text-indent', 'line-height', 'font-size',
          'font-weight', 'border', 'border-collapse', 'background-color', 'width', 'max-width'}


@pytest.fixture(scope='module', params=['2019', '2021'])
def published(request, people, organs):
    report = organs.report(request.param, 2020 if request.param == '2019' else 2022)
    people.publish(report)
    return report


def path_of(report, suffix=''):
    return '/%s/%d%s' % (report['organ'], report['year'], suffix)


class Portal:
    """Pages of a portal on the same server that include what we have."""

    def __init__(self, server):
        self.server = server

    def page(self, path, **headers):
        """The portal's page that includes this path; asked for as given."""
        name = re.sub(r'\W', '-', path) + '.shtml'
        with open(os.path.join(self.server.root, 'www', name), 'w', encoding='utf-8') as file:
            file.write('<!DOCTYPE html><title>门户</title><p>before</p>'
                       '<!--#include virtual="/disclosure%s" --><p>after</p>\n' % path)
        named = {name.replace('_', '-'): value for name, value in headers.items()}
        return requests.get(self.server.address + '/' + name, headers=named, timeout=30)

    def inside(self, path, **headers):
        answer = self.page(path, **headers)
        assert answer.status_code == 200
        assert answer.content.startswith(b'<!DOCTYPE html>')
        return re.fullmatch('.*<p>before</p>(.*)<p>after</p>\n', answer.content.decode(),
                            re.S).group(1)


@pytest.fixture(scope='module')
def portal(server):
    return Portal(server)


# ---- included ----

def asked(people, report):
    """What a browser that has seen the fragment, or an older page, may ask with."""
    plain = people.anonymous.get(path_of(report, '/fragment'), Accept_Encoding='identity')
    packed = people.anonymous.get(path_of(report, '/fragment'), Accept_Encoding='gzip')
    return [{}, {'Accept_Encoding': 'gzip'}, {'Accept_Encoding': 'gzip, br;q=0.5, *;q=0.1'},
            {'If_None_Match': plain.headers['ETag']},
            {'If_None_Match': packed.headers['ETag'], 'Accept_Encoding': 'gzip'},
            {'If_None_Match': '*'}, {'If_Modified_Since': plain.headers['Last-Modified']},
            {'If_Match': '"another"'}, {'If_Range': plain.headers['ETag']},
            {'Accept': 'application/json'}, {'Range': 'bytes=0-'}]


def test_included_whole_and_plain_whatever_is_asked(people, portal, published):
    fragment = people.anonymous.get(path_of(published, '/fragment'), Accept_Encoding='identity')
    for headers in asked(people, published):
        answer = portal.page(path_of(published, '/fragment'), **headers)
        assert answer.status_code in (200, 206), headers
        assert fragment.content in answer.content, headers
        assert answer.content.endswith(b'<p>after</p>\n')
        assert answer.headers.get('ETag') != fragment.headers['ETag']
        assert 'Content-Security-Policy' not in answer.headers


def test_included_piece_is_no_page(portal, published):
    text = portal.inside(path_of(published, '/fragment'))
    for word in ('<html', '<head', '<body', '<link', '<script', '<title', '<h1', ' style='):
        assert word not in text
    tree = html.fragment_fromstring(text)
    assert tree.tag == 'article' and 'ds-page' in tree.get('class')
    classes = {name for node in tree.iter() for name in (node.get('class') or '').split()}
    assert classes and all(name.startswith('ds-') for name in classes)


def test_included_where_nothing_is(portal, organ):
    for path in ('/%s/2020/fragment' % organ[0], '/no-such-organ/2020/fragment',
                 '/%s/1990/fragment' % organ[0], '/%s/2020/v3/fragment' % organ[0],
                 '/%s/2020/paste.html' % organ[0], '/%s/20x0/fragment' % organ[0]):
        text = portal.inside(path)
        assert '这份年度报告尚未在此发布。' in text, path
        assert 'href="/disclosure/"' in text
        for word in ('error', '<html', '<h1', '404'):
            assert word not in text, path


@pytest.mark.parametrize('action', ['withdraw', 'takedown'])
def test_included_where_it_is_gone(people, organs, portal, action):
    report = organs.report()
    people.publish(report)
    assert report['sections']['overview'][0] in portal.inside(path_of(report, '/fragment'))
    ok(people.publisher.act(action, report['organ'], report['year'], comment='<b>内容</b>有误。'))
    text = portal.inside(path_of(report, '/fragment'))
    assert '撤下了这份年度报告' in text and '&lt;b&gt;内容&lt;/b&gt;有误。' in text
    assert report['sections']['overview'][0] not in text


def test_included_after_a_correction(people, organs, portal):
    report = organs.report()
    people.publish(report)
    before = portal.inside(path_of(report, '/fragment'))
    tag = people.publisher.act('correct', report['organ'], report['year']).headers['ETag']
    changed = samples.with_cell(report, 'art20_1/normative_documents/public_total', 62)
    ok(people.editor.put(changed, tag))
    for account, action in ((people.editor, 'submit'), (people.reviewer, 'approve'),
                            (people.publisher, 'publish')):
        ok(account.act(action, report['organ'], report['year'], comment='更正公开总数。'))
    after = portal.inside(path_of(report, '/fragment'))
    assert after != before and '更正公开总数。' in after
    assert 'href="/disclosure%s"' % path_of(report, '/changes') in after
    assert 'href="/disclosure%s"' % path_of(report, '/v1') in after


def test_included_while_the_database_is_away(make_server):
    server = make_server(populated=False, database=False)
    server.errors.expect('DS0409: ')
    text = Portal(server).inside('/jixia/2020/fragment')
    assert '暂时不能显示' in text and 'error' not in text
    server.stop()


# ---- fetched ----

def test_fetched_without_a_report(people, organ):
    answer = people.anonymous.get('/%s/2020/fragment' % organ[0])
    assert answer.status_code == 404
    assert '尚未在此发布' in answer.text and '<html' not in answer.text
    answer = people.anonymous.get('/%s/2020/fragment' % organ[0], Accept='application/json')
    assert answer.headers['Content-Type'] == 'application/problem+json'


def test_fetched_again(people, published):
    first = people.anonymous.get(path_of(published, '/fragment'))
    again = people.anonymous.get(path_of(published, '/fragment'),
                                 If_None_Match=first.headers['ETag'])
    assert again.status_code == 304


@pytest.fixture(scope='module')
def open_site(make_server):
    return make_server(site='DisclosureAllowOrigin %s/ http://127.0.0.1:9' % ORIGIN)


def test_other_sites_may_read_when_allowed(open_site):
    def asked_from(origin, path='/no-such-organ/2020/fragment'):
        return requests.get(open_site.url(path), timeout=30,
                            headers={'Origin': origin} if origin else {})
    for path in ('/', '/no-such-organ/2020/fragment', '/assets/disclosure.css'):
        answer = asked_from(ORIGIN, path)
        assert answer.headers['Access-Control-Allow-Origin'] == ORIGIN, path
        assert 'Origin' in answer.headers['Vary']
        assert 'Access-Control-Allow-Credentials' not in answer.headers
        for other in (None, 'https://www.example.gov.cn.evil.example', 'null'):
            answer = asked_from(other, path)
            assert 'Access-Control-Allow-Origin' not in answer.headers
            assert 'Origin' in answer.headers['Vary'], 'a cache would mix them up'
    for path in ('/staff/sign-in', '/api/reports'):
        assert 'Access-Control-Allow-Origin' not in asked_from(ORIGIN, path).headers


def test_other_sites_may_not_read_unless_allowed(people, published):
    answer = people.anonymous.get(path_of(published, '/fragment'), Origin=ORIGIN)
    assert 'Access-Control-Allow-Origin' not in answer.headers
    assert 'Origin' not in answer.headers['Vary']


@pytest.mark.parametrize('value', ['*', 'www.example.gov.cn', 'https://a/b', 'https://'])
def test_origins_that_are_none(server, value):
    status, said = server.configtest(site='<DisclosureSite /d>\nDisclosureAllowOrigin %s\n'
                                          '</DisclosureSite>' % value)
    assert status != 0 and 'DisclosureAllowOrigin' in said


def test_style_sheet_has_a_lasting_address(people):
    answer = people.anonymous.get('/assets/disclosure.css')
    assert answer.status_code == 200
    assert answer.headers['Content-Type'].startswith('text/css')
    assert answer.headers['Cache-Control'] == 'no-cache'
    assert people.anonymous.get('/assets/disclosure.css',
                                If_None_Match=answer.headers['ETag']).status_code == 304
    assert people.anonymous.get('/assets/none.css').status_code == 404


# ---- pasted ----

@pytest.fixture(scope='module')
def pasted(people, published):
    answer = people.anonymous.get(path_of(published, '/paste.html'))
    assert answer.status_code == 200
    return answer


def test_pasted_body_outlives_the_editors(pasted):
    nodes = list(html.fragment_fromstring(pasted.text, create_parent='div'))
    assert nodes
    for node in (inner for top in nodes for inner in top.iter()):
        assert set(node.attrib) <= KEPT[node.tag], (node.tag, dict(node.attrib))
        used = {rule.split(':')[0] for rule in (node.get('style') or '').split(';') if rule}
        assert used <= STYLES, used


def test_pasted_body_is_the_official_form(pasted, published):
    def printed(address):
        table, row, column = address.split('/')
        value = published['tables'][table][row][column]
        beside = value.get('unit') or value.get('note') or '' if isinstance(value, dict) else ''
        return samples.figure(published, address), beside
    tree = html.document_fromstring(pasted.text)
    found = pages.tables(tree)
    for cells, want in zip(found, official.printed(published['format'], printed), strict=True):
        assert len(cells) == len(want)
        for cell, text in zip(cells, want):
            figure, beside = text if isinstance(text, tuple) else (pages.squeeze(text), '')
            assert cell.startswith(figure) and beside in cell
    assert pages.grids(tree) and len(pages.headings(tree)) == 7
    text = pages.squeeze(tree.text_content())
    for section in official.PROSE:
        for paragraph in published['sections'][section]:
            assert pages.squeeze(paragraph) in text
    assert published['signature']['name'] in text


def test_pasted_body_says_where_it_came_from(people, pasted, published):
    last = html.fragment_fromstring(pasted.text, create_parent='div')[-1]
    digest = people.editor.state(published['organ'], published['year'])['digest']
    assert (digest['value'] if isinstance(digest, dict) else digest) in last.text_content()
    assert '/disclosure' + path_of(published) in last.text_content()


def test_pasted_body_names_the_site_it_came_from(make_server):
    from harness.client import People
    from harness.fixtures import PASSWORDS, Organs
    server = make_server(site='DisclosureBaseURL %s' % ORIGIN)
    people, report = People(server, PASSWORDS), Organs(server).report()
    people.publish(report)
    answer = people.anonymous.get(path_of(report, '/paste.html'))
    address = ORIGIN + '/disclosure' + path_of(report)
    assert '<a href="%s">%s</a>' % (address, address) in answer.text
    assert ORIGIN in answer.headers['Content-Security-Policy']


def test_pasted_body_has_a_policy_of_its_own(people, pasted, published):
    again = people.anonymous.get(path_of(published, '/paste.html'))
    for answer in (pasted, again):
        policy = answer.headers['Content-Security-Policy']
        assert "default-src 'none'" in policy and "style-src 'unsafe-inline'" in policy
        assert 'script-src' not in policy


def test_page_to_copy_from(people, pasted, published):
    answer = people.anonymous.get(path_of(published, '/paste'))
    tree = pages.parse(answer)
    assert 'unsafe' not in answer.headers['Content-Security-Policy']
    assert tree.xpath('//textarea')[0].text == pasted.text
    assert tree.xpath('//meta[@name="robots" and @content="noindex"]')
    assert tree.xpath('//a[@href="/disclosure%s"]' % path_of(published, '/paste.html'))


def test_nothing_to_paste(people, organ):
    for suffix in ('/paste', '/paste.html'):
        assert people.anonymous.get('/%s/2020%s' % (organ[0], suffix)).status_code == 404


def test_hostile_text_is_pasted_as_text(people, organs):
    report = organs.report()
    evil = '<script>alert(1)</script></textarea><img src=x onerror=alert(2)>'
    report['sections']['overview'].append(evil)
    report['notes']['disputes'].append(evil)
    report['tables']['art20_1']['normative_documents']['made']['note'] = evil
    people.publish(report)
    for suffix in ('/paste', '/paste.html'):
        text = people.anonymous.get(path_of(report, suffix)).text
        tree = html.document_fromstring(text)
        assert not tree.xpath('//img') and '<script>' not in text
        assert not tree.xpath('//*[@onerror]')
