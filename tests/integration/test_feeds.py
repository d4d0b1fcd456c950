"""The feed of publications and corrections, and the site map."""
import sqlite3

import feedparser
import pytest
from lxml import etree

from expect import ok
from harness import samples
from harness.client import People
from harness.fixtures import PASSWORDS, Organs

HOST = 'https://www.example.gov.cn'
ATOM = '{http://www.w3.org/2005/Atom}'
MAP = {'m': 'http://www.sitemaps.org/schemas/sitemap/0.9'}


class Site:
    def __init__(self, server):
        self.people, self.organs = People(server, PASSWORDS), Organs(server)

    def get(self, path):
        return self.people.anonymous.get(path)

    def feed(self):
        answer = self.get('/feed.atom')
        assert answer.status_code == 200
        assert answer.headers['Content-Type'] == 'application/atom+xml; charset=utf-8'
        found = feedparser.parse(answer.content)
        assert not found.bozo, found.get('bozo_exception')
        return found

    def map(self, path='/sitemap.xml'):
        answer = self.get(path)
        assert answer.status_code == 200
        assert answer.headers['Content-Type'] == 'application/xml; charset=utf-8'
        return {url.findtext('m:loc', namespaces=MAP): url.findtext('m:lastmod', namespaces=MAP)
                for url in etree.fromstring(answer.content).iterfind('m:url', MAP)}

    def correct(self, report, address, value):
        organ, year = report['organ'], report['year']
        begun = self.people.publisher.act('correct', organ, year)
        ok(begun)
        ok(self.people.editor.put(samples.with_cell(report, address, value),
                                  begun.headers['ETag']))
        ok(self.people.editor.act('submit', organ, year))
        ok(self.people.reviewer.act('approve', organ, year))
        ok(self.people.publisher.act('publish', organ, year, comment='更正<规范性文件>数量。'))


@pytest.fixture(scope='module')
def site(make_server):
    return Site(make_server(site='DisclosureBaseURL "%s"' % HOST))


def address(report, suffix=''):
    return '%s/disclosure/%s/%d%s' % (HOST, report['organ'], report['year'], suffix)


def entries_of(site, report):
    return [entry for entry in site.feed().entries
            if '/%s/%d' % (report['organ'], report['year']) in entry.id]


def test_publication_and_correction_are_entries(site):
    report = site.organs.report('2021', 2022)
    site.people.publish(report)
    first = entries_of(site, report)
    assert [(entry.title, entry.link) for entry in first] == [(report['title'], address(report))]
    assert first[0].id == 'tag:www.example.gov.cn,2019:/disclosure/%s/2022/v1' % report['organ']
    assert first[0].author == report['organ_name']
    site.correct(report, 'art20_1/normative_documents/issued', 7)
    second, again = entries_of(site, report)
    assert second.title == '更正：' + report['title'] and second.link == address(report)
    assert '更正<规范性文件>数量。' in second.summary
    assert (again.id, again.link) == (first[0].id, address(report, '/v1'))
    assert second.updated_parsed >= again.updated_parsed
    types = {link.type for link in second.links}
    assert types == {'text/html', 'application/xml', 'application/json', 'text/csv'}


def test_every_address_of_the_feed_answers(site):
    site.people.publish(site.organs.report('2019', 2020))
    feed = site.feed()
    assert feed.feed.links[0].href == HOST + '/disclosure/feed.atom'
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    for entry in feed.entries:
        for link in entry.links:
            path = link.href[len(HOST + '/disclosure'):]
            assert site.get(path).status_code == 200, path


@pytest.mark.parametrize('action', ['withdraw', 'takedown'])
def test_what_is_public_no_longer_is_gone(site, action):
    report = site.organs.report('2021', 2021)
    site.people.publish(report)
    assert entries_of(site, report) and address(report) in site.map()
    ok(site.people.publisher.act(action, report['organ'], 2021, comment='内容有误。'))
    assert not entries_of(site, report)
    assert address(report) not in site.map()
    assert '%s/disclosure/%s/' % (HOST, report['organ']) not in site.map()


def test_the_map_has_what_is_public_and_it_answers(site):
    report = site.organs.report('2019', 2019)
    site.people.publish(report)
    found = site.map()
    for path in ('/', '/data/', '/year/2019/', '/data/2019/', '/%s/' % report['organ'], '/%s/2019' % report['organ']):
        assert HOST + '/disclosure' + path in found
    for url, changed in found.items():
        assert site.get(url[len(HOST + '/disclosure'):]).status_code == 200, url
        assert changed.endswith('+08:00'), (url, changed)
    of_year = site.map('/sitemap/2019.xml')
    assert of_year and set(of_year) < set(found)
    assert all('/2019' in url for url in of_year)


@pytest.mark.parametrize('path', ['/sitemap/2018.xml', '/sitemap/1066.xml', '/sitemap/.xml',
                                  '/sitemap/2019', '/sitemap/', '/feed', '/feed.atom/'])
def test_no_such_feed(site, path):
    assert site.get(path).status_code == 404


def test_without_a_base_url(server, people, organs):
    """Links of the feed are relative; a map cannot be made, and says why."""
    report = organs.report('2021', 2022)
    people.publish(report)
    feed = etree.fromstring(people.anonymous.get('/feed.atom').content)
    links = [link.get('href') for link in feed.iter(ATOM + 'link')]
    assert '/disclosure/%s/2022' % report['organ'] in links
    answer = people.anonymous.get('/sitemap.xml')
    assert answer.status_code == 404 and 'DisclosureBaseURL' in answer.text


def test_an_empty_site_has_a_feed(make_server):
    site = Site(make_server(site='DisclosureBaseURL "%s"' % HOST))
    assert site.feed().entries == []
    assert list(site.map()) == [HOST + '/disclosure/', HOST + '/disclosure/data/']


def fill(database, organs, years):
    """So many organs with a public report in each of the years, as rows: only
    lists are asked for."""
    keys = ['organ%d' % i for i in range(organs)]
    with sqlite3.connect(database) as rows:
        rows.executemany("INSERT INTO ds_organ (organ_key, kind, sibling_position, sort_path) "
                         "VALUES (?, 'office', 0, ?)", [(key, '/' + key) for key in keys])
        rows.executemany(
            "INSERT INTO ds_report (organ_key, year, version, working, tag, state, step, author, "
            "changed_at, latest, published, published_on, published_at, organ_name, format, "
            "title, digest_algorithm, digest, errors, warnings, is_withdrawn) VALUES (?, ?, 1, "
            "1, 't', 'published', 3, 'a', 0, 1, 1, '2021-01-29', 1611849600, '某机关', '2019', "
            "'报告', 'sm3', '00', 0, 0, 0)", [(key, year) for key in keys for year in years])


def test_a_large_site_has_a_map_per_year(make_server):
    server = make_server(populated=False, start=False, site='DisclosureBaseURL "%s"' % HOST)
    fill(server.database, 320, range(2010, 2090))
    site = Site(server.start())
    index = etree.fromstring(site.get('/sitemap.xml').content)
    maps = [node.text for node in index.iterfind('m:sitemap/m:loc', MAP)]
    assert maps == ['%s/disclosure/sitemap/%d.xml' % (HOST, year)
                    for year in range(2089, 2009, -1)]
    assert len(site.map('/sitemap/2010.xml')) == 322
