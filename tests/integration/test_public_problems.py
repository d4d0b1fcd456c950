"""Addresses that lead nowhere: the right status, a page that helps, nothing
reflected."""
import socket

import pytest

from expect import ok
from harness import pages, samples

MARK = 'x7f3q'


def publish_two(people, organs):
    """Key and name of a new organ with reports of 2019 and 2021."""
    key, name = organs.new()
    for year, format_id in ((2019, '2019'), (2021, '2021')):
        people.publish(samples.report(format_id, key, year, name))
    return key, name


@pytest.fixture(scope='module')
def published(people, organs):
    return publish_two(people, organs)


def links(answer):
    return set(pages.parse(answer).xpath('//main//a/@href'))


def is_helpful(answer, status):
    assert answer.status_code == status
    assert answer.headers['Content-Type'].lower() == 'text/html; charset=utf-8'
    assert answer.headers['Cache-Control'] == 'no-store'
    assert '/disclosure/' in links(answer)
    assert pages.parse(answer).xpath('//meta[@name="robots" and @content="noindex"]')
    return answer


@pytest.mark.parametrize('path', [
    '/no-such-organ/', '/no-such-organ/2020', '/no-such-organ/2020.xml', '/a/', '/UPPER/2020',
    '/under_score/2020', '/-town/2020', '/' + 'a' * 41 + '/', '/' + 'a' * 5000,
    '/staff-only/2020', '/files/', '/files/zz', '/rules/none.json', '/assets/', '/schema/x.rng'])
def test_unknown_organs_and_places(people, path):
    is_helpful(people.anonymous.get(path), 404)


def test_missing_year_shows_its_neighbours(people, published):
    key, name = published
    answer = is_helpful(people.anonymous.get('/%s/2020' % key), 404)
    assert {'/disclosure/%s/2019' % key, '/disclosure/%s/2021' % key,
            '/disclosure/%s/' % key} <= links(answer)
    assert name in answer.text


@pytest.mark.parametrize('suffix', [
    '/1999', '/2007', '/2100', '/9999', '/02020', '/202', '/20200', '/0', '/-2020', '/2020.5',
    '/2020.exe', '/2020.XML', '/2020.xml/', '/2020/v0', '/2020/v-1', '/2020/v99999', '/2020/v01',
    '/2021/v7', '/2021/unknown', '/2021/changes/', '/2021/fragment/x', '/2021/paste/',
    '/20２1', '/2021;v=1', '/2021.xml.gz'])
def test_years_and_versions_that_are_none(people, published, suffix):
    answer = is_helpful(people.anonymous.get('/' + published[0] + suffix), 404)
    assert '/disclosure/%s/' % published[0] in links(answer)


@pytest.mark.parametrize('path, status', [
    ('/year/2099/', 404), ('/year/1949/', 404), ('/year/20210/', 404), ('/year/x/', 404),
    ('/year/2010/', 200)])
def test_years_of_the_column(people, published, path, status):
    answer = people.anonymous.get(path)
    assert answer.status_code == status
    assert '/disclosure/year/2021/' in links(answer)
    assert status == 404 or '2010年度的报告尚未在此发布' in answer.text


def test_organ_without_reports(people, organ):
    answer = people.anonymous.get('/%s/' % organ[0])
    assert answer.status_code == 200
    assert organ[1] in answer.text and '尚未在此发布' in answer.text
    answer = is_helpful(people.anonymous.get('/%s/2020' % organ[0]), 404)
    assert organ[1] + '的年度报告尚未在此发布' in answer.text


@pytest.mark.parametrize('query', [
    '?', '?' + MARK, '?q=<script>%s</script>' % MARK, '?' + '&'.join('a=%d' % n for n in range(900)),
    '?' + 'x' * 7000, '?%00', '?%ff%fe', '?../../etc/passwd', '?year=1&year=2', '?jsessionid=' + MARK])
def test_absurd_queries_change_nothing(people, published, query):
    for path in ('/', '/%s/2021' % published[0], '/%s/2020' % published[0]):
        plain = people.anonymous.get(path)
        asked = people.anonymous.get(path + query)
        assert asked.status_code == plain.status_code, query[:40]
        assert asked.content == plain.content
        assert asked.headers.get('ETag') == plain.headers.get('ETag')


def raw(server, line, *headers):
    """The first line of the answer, and all of it, to a request as it is written."""
    with socket.create_connection(('127.0.0.1', server.port), 10) as connection:
        connection.sendall(b'\r\n'.join([line, b'Host: a', b'Connection: close', *headers, b'', b'']))
        answer = b''
        while piece := connection.recv(65536):
            answer += piece
    return int(answer.split()[1]), answer


@pytest.mark.parametrize('path', [
    b'/disclosure/../../../etc/passwd', b'/disclosure/%2e%2e/%2e%2e/etc/passwd',
    b'/disclosure/..%2f..%2fetc%2fpasswd', b'/disclosure/assets/..%2f..%2fhttpd.conf',
    b'/disclosure/assets/0/../../../httpd.conf', b'/disclosure/assets/0/.htaccess',
    b'/disclosure/jixia/2020%00.xml', b'/disclosure/%c0%ae%c0%ae/', b'/disclosure/jixia%0a/2020',
    b'/disclosure/jixia%0d%0aX-Evil:%201/2020', b'/disclosure/<script>x7f3q</script>/2020',
    b'/disclosure/%3Cscript%3Ex7f3q%3C%2Fscript%3E/2020', b'/disclosure//jixia//2020x',
    b'/disclosure/./jixia/./20', b'/disclosure/jixia/2020/%2e%2e/%2e%2e/staff/x7f3q',
    b'/disclosure\\..\\..\\x7f3q', b'/disclosureX/x7f3q', b'/disclosure/' + b'a/' * 2000])
def test_tricks_with_paths(server, log, path):
    if path.endswith(b'/etc/passwd') and b'%2f' not in path:
        log.expect('AH10244: invalid URI path')  # httpd's own
    status, answer = raw(server, b'GET ' + path + b' HTTP/1.1')
    assert status in (301, 400, 403, 404), answer[:200]
    body = answer.split(b'\r\n\r\n', 1)[1]
    assert b'root:' not in body and b'LoadModule' not in body
    assert b'<script>x7f3q' not in answer
    assert b'\r\nX-Evil' not in answer


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'X7F3Q'])
def test_methods_that_public_pages_do_not_know(people, published, method):
    for path in ('/', '/%s/' % published[0], '/%s/2021' % published[0], '/%s/2021/paste' %
                 published[0], '/%s/2021/fragment' % published[0]):
        answer = people.anonymous.request(method, path, b'x7f3q', 'text/plain')
        assert answer.status_code in (405, 501), (method, path)
        if answer.status_code == 405:
            assert answer.headers['Allow'] == 'GET, HEAD, OPTIONS'
        assert MARK not in answer.text


def test_methods_that_public_pages_know(people, published):
    path = '/%s/2021' % published[0]
    whole = people.anonymous.get(path, Accept_Encoding='identity')
    head = people.anonymous.request('HEAD', path, Accept_Encoding='identity')
    assert (head.status_code, head.content) == (200, b'')
    assert head.headers['Content-Length'] == str(len(whole.content))
    assert people.anonymous.request('OPTIONS', path).headers['Allow'] == 'GET, HEAD, OPTIONS'
    head = people.anonymous.request('HEAD', '/no-such-organ/2020')
    assert (head.status_code, head.content) == (404, b'')


@pytest.mark.parametrize('accept', ['application/pdf', 'image/*;q=1', 'nonsense', ';;;,,,', '',
                                    'text/html;q=0', '*/*;q=0.0', 'a' * 4000])
def test_accept_headers(people, published, accept):
    """A page is a page: what cannot be had otherwise is better than a refusal."""
    answer = people.anonymous.get('/%s/2021' % published[0], Accept=accept)
    assert answer.status_code == 200
    assert answer.headers['Content-Type'].startswith('text/html')
    is_helpful(people.anonymous.get('/no-such-organ/2021', Accept=accept), 404)


@pytest.mark.parametrize('accept', ['application/json', 'application/problem+json, */*;q=0.1'])
def test_programs_are_told_in_their_form(people, published, accept):
    answer = people.anonymous.get('/%s/2020' % published[0], Accept=accept)
    assert answer.status_code == 404
    assert answer.headers['Content-Type'] == 'application/problem+json'
    assert answer.json()['detail']


def test_withdrawn_report_gives_its_reason(people, organs):
    key = publish_two(people, organs)[0]
    ok(people.publisher.act('withdraw', key, 2021, comment='<i>表三</i>有误，核实后重新发布。'))
    for suffix in ('', '.json', '/v1', '/changes', '/paste'):
        answer = is_helpful(people.anonymous.get('/%s/2021%s' % (key, suffix)), 410)
        assert '&lt;i&gt;表三&lt;/i&gt;有误' in answer.text
        assert '/disclosure/%s/2019' % key in links(answer)
        assert '/disclosure/%s/2021' % key not in links(answer)


def test_predecessors_reports_stand_under_their_names(server, people, organs):
    old, old_name = organs.new()
    people.publish(samples.report('2019', old, 2020, old_name))
    key = old + '-next'
    server.tool.run('organ', 'add', key, '--kind', 'town', '--name', '新设街道办事处',
                    '--parent', 'district', '--predecessors', old)
    answer = people.anonymous.get('/%s/' % key)
    assert '/disclosure/%s/2020' % old in links(answer)
    assert old_name in answer.text
    ok(people.publisher.act('withdraw', old, 2020, comment='有误。'))
    assert '/disclosure/%s/2020' % old not in links(people.anonymous.get('/%s/' % key))
