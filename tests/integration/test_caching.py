"""Validators, compression, HEAD, ranges, and inclusion in another page."""
import gzip

import pytest

from expect import ok
from harness import pages
from harness.server import wait_until


@pytest.fixture(scope='module')
def published(people, organs):
    report = organs.report('2021', 2022)
    people.publish(report)
    return report


@pytest.fixture(scope='module')
def path(published):
    return '/%s/%d' % (published['organ'], published['year'])


def plain(people, path, **headers):
    headers.setdefault('Accept_Encoding', 'identity')
    return people.anonymous.get(path, **headers)


SUFFIXES = ['', '.xml', '.json', '.csv', '/fragment', '/v1']


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_not_modified(people, path, suffix):
    first = plain(people, path + suffix)
    assert first.status_code == 200
    etag, date = first.headers['ETag'], first.headers['Last-Modified']
    assert etag.startswith('"')
    for headers in ({'If_None_Match': etag}, {'If_None_Match': '"x", ' + etag},
                    {'If_None_Match': '*'}, {'If_Modified_Since': date}):
        answer = plain(people, path + suffix, **headers)
        assert (answer.status_code, answer.content) == (304, b''), headers
        assert answer.headers['ETag'] == etag
    assert plain(people, path + suffix, If_None_Match='"x"').status_code == 200


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_gzip_is_the_same_page_under_another_tag(people, path, suffix):
    identity = plain(people, path + suffix)
    zipped = plain(people, path + suffix, Accept_Encoding='gzip')
    assert zipped.headers['Content-Encoding'] == 'gzip'
    assert zipped.content == identity.content  # requests has unpacked it
    assert zipped.headers['ETag'] != identity.headers['ETag']
    assert 'Accept-Encoding' in zipped.headers['Vary']
    assert 'Accept-Encoding' in identity.headers['Vary']
    refused = plain(people, path + suffix, Accept_Encoding='gzip;q=0')
    assert 'Content-Encoding' not in refused.headers
    again = plain(people, path + suffix, Accept_Encoding='gzip',
                  If_None_Match=zipped.headers['ETag'])
    assert again.status_code == 304


@pytest.mark.parametrize('suffix', SUFFIXES)
def test_head_says_what_get_says(people, path, suffix):
    get = plain(people, path + suffix)
    head = people.anonymous.request('HEAD', path + suffix, Accept_Encoding='identity')
    assert head.content == b''
    for name in ('ETag', 'Last-Modified', 'Content-Type', 'Content-Length', 'Cache-Control'):
        assert head.headers.get(name) == get.headers.get(name), name


def test_pages_are_asked_for_again(people, path):
    assert 'no-cache' in plain(people, path).headers['Cache-Control']


def test_api_answers_are_not_compressed(people, published):
    answer = people.editor.get('/api/reports/%s/%d' % (published['organ'], published['year']),
                               Accept_Encoding='gzip')
    assert 'Content-Encoding' not in answer.headers
    assert 'no-store' in answer.headers['Cache-Control']


def test_correction_shows_at_once_everywhere(people, organs):
    """Every page that was cached says the new figure after publication, from
    whichever process it comes."""
    report = organs.report('2021', 2021)
    organ, year = report['organ'], report['year']
    people.publish(report)
    path = '/%s/%d' % (organ, year)
    for _ in range(20):
        assert plain(people, path, Connection='close').status_code == 200
    tag = people.publisher.act('correct', organ, year).headers['ETag']
    report['sections']['problems'] = ['更正后的一段说明文字。']
    ok(people.editor.put(report, tag))
    ok(people.editor.act('submit', organ, year))
    ok(people.reviewer.act('approve', organ, year))
    ok(people.publisher.act('publish', organ, year, comment='补充说明。'))
    for _ in range(20):
        for suffix in ('', '.xml', '.json', '/fragment'):
            text = plain(people, path + suffix, Connection='close').text
            assert '更正后的一段说明文字。' in text


@pytest.fixture(scope='module')
def including_page(server, path):
    with open(server.root + '/www/page.shtml', 'w', encoding='utf-8') as file:
        file.write('<!doctype html><html lang="zh-CN"><body>'
                   '<p>前</p><!--#include virtual="/disclosure%s/fragment" --><p>后</p>'
                   '</body></html>' % path)
    return server.address + '/page.shtml'


def test_fragment_in_an_including_page(people, published, path, including_page):
    """A sub-request gets plain bytes and 200, whatever the client sent."""
    fragment = plain(people, path + '/fragment')
    zipped = plain(people, path + '/fragment', Accept_Encoding='gzip')
    session = people.anonymous.session
    for headers in ({}, {'Accept-Encoding': 'gzip'},
                    {'If-None-Match': fragment.headers['ETag']},
                    {'If-None-Match': zipped.headers['ETag'], 'Accept-Encoding': 'gzip'},
                    {'If-Modified-Since': fragment.headers['Last-Modified']}):
        answer = session.get(including_page, headers=headers, timeout=30)
        answer.encoding = 'utf-8'
        assert answer.status_code == 200
        assert answer.text.startswith('<!doctype html>')
        assert '<p>前</p>' + fragment.text + '<p>后</p>' in answer.text
    part = session.get(including_page, headers={'Range': 'bytes=0-9'}, timeout=30)
    assert part.status_code in (200, 206)


def test_fragment_is_a_body_alone(people, published, path):
    answer = plain(people, path + '/fragment')
    text = answer.text
    assert published['title'] in pages.parse(answer).text_content()
    assert not [tag for tag in ('<html', '<head', '<body', '<!doctype') if tag in text.lower()]


def test_ranges_do_not_cut_pages_wrongly(people, path):
    whole = plain(people, path + '.xml').content
    part = plain(people, path + '.xml', Range='bytes=10-19')
    assert part.status_code in (200, 206)
    assert part.content == (whole if part.status_code == 200 else whole[10:20])


def test_gzip_body_is_real_gzip(people, server, path):
    import http.client
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=30)
    connection.request('GET', '/disclosure' + path, headers={'Accept-Encoding': 'gzip'})
    body = connection.getresponse().read()
    connection.close()
    assert gzip.decompress(body) == plain(people, path).content


def test_index_changes_with_a_publication(people, organs):
    report = organs.report('2021', 2024)
    before = plain(people, '/year/2024/')
    people.publish(report)
    wait_until(lambda: report['title'] in plain(people, '/year/2024/').text or
               report['organ_name'] in plain(people, '/year/2024/').text, 2, 'the index')
    if before.status_code == 200:
        assert plain(people, '/year/2024/').headers['ETag'] != before.headers['ETag']
