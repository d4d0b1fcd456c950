"""What pages tell programs of themselves, as schema.org in JSON."""
import json

import pytest
import requests

from harness import pages
from harness.client import People
from harness.fixtures import PASSWORDS, Organs

BASE_URL = 'https://www.example.gov.cn'


@pytest.fixture(scope='module')
def named(make_server):
    return make_server(site='DisclosureBaseURL %s' % BASE_URL)


@pytest.fixture(scope='module')
def published(named):
    people, organs = People(named, PASSWORDS), Organs(named)
    report = organs.report('2021', 2022)
    people.publish(report)
    return report


def blocks(server, path):
    tree = pages.parse(requests.get(server.url(path), timeout=30))
    return [json.loads(node.text) for node in
            tree.xpath('//head/script[@type="application/ld+json"]')]


def addresses(value):
    """All addresses in it."""
    if isinstance(value, dict):
        return [found for name, inner in value.items() if name != '@context'
                for found in addresses(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in addresses(inner)]
    return [value] if isinstance(value, str) and '://' in value else []


def test_report_tells_of_its_data(named, published):
    block, = blocks(named, '/%s/2022' % published['organ'])
    report, data = block['@graph']
    assert (report['@type'], data['@type']) == ('Report', 'Dataset')
    assert report['name'] == published['title']
    assert report['publisher'] == {
        '@type': 'GovernmentOrganization', 'name': published['organ_name'],
        'url': '%s/disclosure/%s/' % (BASE_URL, published['organ'])}
    assert report['version'] == '1' and len(report['datePublished']) == 10
    types = {'xml', 'json', 'csv', 'docx'}
    for download in data['distribution']:
        address = download['contentUrl']
        types.remove(address.rsplit('.', 1)[1])
        answer = requests.get(named.address + address[len(BASE_URL):], timeout=30)
        assert answer.status_code == 200
        assert answer.headers['Content-Type'].split(';')[0] == download['encodingFormat']
    assert types == set()


@pytest.mark.parametrize('path, kind', [
    ('/', 'CollectionPage'), ('/year/2022/', 'CollectionPage'), ('/data/', 'CollectionPage'),
    ('/data/2022/', 'CollectionPage'),
    ('/{organ}/{year}/changes', 'CollectionPage'),
    ('/{organ}/compare/2021-2022', 'Dataset'), ('/region/district/2022', 'Dataset'),
    ('/{organ}/', 'GovernmentOrganization')])
def test_lists_and_organs(named, published, path, kind):
    path = path.format(**published)
    block, = blocks(named, path)
    assert block['@context'] == 'https://schema.org' and block['@type'] == kind
    assert block['url'] == BASE_URL + '/disclosure' + path
    for download in block.get('distribution', []):
        answer = requests.get(named.address + download['contentUrl'][len(BASE_URL):], timeout=30)
        assert answer.status_code == 200
        assert answer.headers['Content-Type'].split(';')[0] == download['encodingFormat']


def test_addresses_begin_with_the_base_only(named, server, people, organs, published):
    report = organs.report()
    people.publish(report)
    for path in ('/', '/%s/', '/%s/%d'):
        count = path.count('%')
        for there, what in ((named, published), (server, report)):
            found = addresses(blocks(there, path % (what['organ'], what['year'])[:count]))
            assert all(address.startswith(BASE_URL + '/disclosure/') for address in found)
            assert bool(found) == (there is named)


def test_hostile_names_stay_text(named):
    evil = '</script><script>alert(1)</script>"\\<!--'
    named.tool.run('organ', 'add', 'evil', '--kind', 'town', '--parent', 'district', '--name', evil)
    block, = blocks(named, '/evil/')
    assert block['name'] == evil


def test_no_block_where_nothing_is(named):
    assert blocks(named, '/no-such-organ/2020') == []
