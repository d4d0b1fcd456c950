"""Bad input gets its exact status, a problem document, and leaves no trace."""
import json

import pytest

from expect import errors, ok, problem
from harness import canonical, kept, samples

JSON, XML, TEXT = 'application/json', 'application/xml', 'text/plain'
GOOD = samples.report('2019', 'town-x', 2020)


def xml():
    return canonical.write(GOOD)


def changed(change):
    """GOOD as JSON text after a change to it."""
    copy = json.loads(json.dumps(GOOD))
    change(copy)
    return json.dumps(copy, ensure_ascii=False).encode()


def cell(value):
    """GOOD with a cell of the form, put as raw JSON text."""
    text = changed(lambda r: r['tables']['requests']['new'].update(natural='@'))
    return text.replace(b'"@"', value.encode())


def xml_cell(text):
    return xml().replace(b'<row id="new"><cell id="natural">', b'<row id="new"><cell id="natural">'
                         + text.encode(), 1)


BOMB = (b'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">' +
        b''.join(b'<!ENTITY a%d "%s">' % (n, b'&a%s;' % (str(n - 1).encode() if n else b'') * 10)
                 for n in range(9)) + b']>')

# what is wrong, Content-Type, bytes, status
CASES = [
    ('nothing', JSON, b'', 400),
    ('nothing', XML, b'', 400),
    ('truncated', JSON, changed(lambda r: None)[:-20], 400),
    ('truncated', XML, xml()[:-20], 400),
    ('something behind the end', JSON, changed(lambda r: None) + b'{}', 400),
    ('not an object', JSON, b'[1]', 422),
    ('not a report', XML, b'<a/>', 422),
    ('another namespace', XML, xml().replace(b'report:1', b'report:9'), 422),
    ('another encoding', JSON, changed(lambda r: None).decode().encode('gb18030'), 400),
    ('another encoding', XML, xml().decode().encode('gb18030'), 400),
    ('no encoding there is', TEXT, b'\xe4\xb8 \xff\xff\xff', 400),
    ('a NUL byte', JSON, changed(lambda r: None).replace(b'2020', b'20\x0020', 1), 400),
    ('a NUL byte', XML, xml().replace(b'<p>', b'<p>\x00', 1), 400),
    ('a NUL byte', TEXT, b'\xe4\xb8\x80\x00', 400),
    ('a forbidden character', JSON, changed(lambda r: r.update(title='a\u0001b')), 422),
    ('an entity bomb', XML, BOMB + xml().replace(b'<p>', b'<p>&a8;', 1), 400),
    ('an outside entity', XML, b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' +
     xml().replace(b'<p>', b'<p>&x;', 1), 400),
    ('a document type', XML, b'<!DOCTYPE report SYSTEM "http://127.0.0.1:9/x.dtd">' + xml(), 400),
    ('deep nesting', JSON, b'{"a":' * 5000 + b'1' + b'}' * 5000, 422),
    ('deep nesting', XML, b'<a>' * 5000 + b'</a>' * 5000, 400),
    ('a duplicate key', JSON, changed(lambda r: None).replace(
        b'"natural": ', b'"natural": 0, "natural": ', 1), 422),
    ('a duplicate cell', XML, xml().replace(
        b'<cell id="business">', b'<cell id="natural">0</cell><cell id="business">', 1), 422),
    ('an unknown key', JSON, changed(lambda r: r.update(extra=1)), 422),
    ('an unknown table', JSON, changed(lambda r: r['tables'].update(art20_7={})), 422),
    ('an unknown row', JSON, changed(lambda r: r['tables']['requests'].update(x={})), 422),
    ('an unknown cell', XML, xml().replace(b'id="natural"', b'id="unnatural"', 1), 422),
    ('a row of another format', JSON,
     changed(lambda r: r['tables']['requests'].update({'other.misc': {'natural': 0}})), 422),
    ('an unknown format', JSON, changed(lambda r: r.update(format='1999')), 422),
    ('an unknown format', XML, xml().replace(b'format="2019"', b'format="1999"'), 422),
    ('a huge number', JSON, cell('99999999999999999999999999'), 422),
    ('a number past all bounds', JSON, cell('1e400'), 422),
    ('a large number', JSON, cell('100000000001'), 422),
    ('a huge number', XML, xml_cell('9' * 400), 422),
    ('a string for a count', JSON, cell('"1"'), 422),
    ('a fraction for a count', JSON, cell('1.5'), 422),
    ('a fraction for a count', XML, xml_cell('1.'), 422),
    ('true for a count', JSON, cell('true'), 422),
    ('a list for a count', JSON, cell('[1]'), 422),
    ('another organ than in the address', JSON, changed(lambda r: r.update(organ='other')), 422),
    ('another year than in the address', JSON, changed(lambda r: r.update(year=2019)), 422),
    ('another year than in the address', XML, xml().replace(b'year="2020"', b'year="2019"'), 422),
    ('a date that does not exist', JSON,
     changed(lambda r: r['signature'].update(date='2021-02-30')), 422),
    ('too large', JSON, changed(lambda r: r['sections']['overview'].append('一' * 3000000)), 413),
    ('too large', XML, xml().replace(b'<p>', b'<p>' + b'x' * 9000000, 1), 413),
    ('too large', TEXT, b'x' * 9000000, 413),
    ('wrong type', 'application/pdf', b'%PDF-1.4', 415),
    ('wrong type', 'image/png', b'\x89PNG', 415),
    ('no type', '', b'{}', 415),
]
IDS = ['%s as %s' % (case[0], case[1] or 'no type') for case in CASES]


@pytest.fixture(scope='module')
def target(organs):
    """An organ whose key stands in none of the bodies."""
    return organs.new()[0]


def addressed(body, organ):
    return body.replace(b'town-x', organ.encode())


@pytest.mark.parametrize('what, type, body, status', CASES, ids=IDS)
def test_put_stores_nothing(server, people, target, what, type, body, status):
    before = kept.snapshot(server.database)
    answer = people.editor.request('PUT', '/api/reports/%s/2020' % target,
                                   addressed(body, target), type)
    problem(answer, status)
    assert kept.snapshot(server.database) == before
    assert people.editor.get('/api/reports/%s/2020' % target).status_code == 404


@pytest.mark.parametrize('what, type, body, status', [
    case for case in CASES if 'address' not in case[0]],
    ids=[name for name in IDS if 'address' not in name])
def test_check_says_the_same(server, people, what, type, body, status):
    before = kept.snapshot(server.database)
    problem(people.editor.request('POST', '/api/check', body, type), status)
    assert kept.snapshot(server.database) == before


def test_findings_name_the_place(people, target):
    body = addressed(cell('"1"'), target)
    answer = people.editor.request('PUT', '/api/reports/%s/2020' % target, body, JSON)
    assert 'tables/requests/new/natural' in answer.text


def test_all_faults_are_told_at_once(people, target):
    def spoil(report):
        report['extra'] = 1
        report['tables']['requests']['new'].update(natural='1', business=0.5)
    body = addressed(changed(spoil), target)
    document = problem(people.editor.request('PUT', '/api/reports/%s/2020' % target, body, JSON),
                       422)
    assert len(document['findings']) >= 3


@pytest.mark.parametrize('path, status', [
    ('/api/reports/no-such-organ/2020', 404), ('/api/reports/year/2020', 404),
    ('/api/reports/town-1/1999', 404), ('/api/reports/town-1/20200', 404),
    ('/api/reports/town-1/-1', 404), ('/api/reports/town-1/2020/unknown', 404)])
def test_unknown_addresses(server, people, path, status):
    before = kept.snapshot(server.database)
    method = 'POST' if path.endswith('unknown') else 'PUT'
    problem(people.editor.request(method, path, {}), status)
    assert kept.snapshot(server.database) == before


def test_negative_count_is_an_error_that_blocks(people, organs):
    report = organs.report()
    report['tables']['requests']['new'].update(natural=-1)
    findings = errors(ok(people.editor.put(report), 201))
    assert 'C.negative' in {finding['rule'] for finding in findings}
    problem(people.editor.act('submit', report['organ'], report['year']), 422, 'C.negative')
    assert people.editor.state(report['organ'], report['year'])['state'] == 'draft'


def test_error_blocks_submission(server, people, organs):
    report = organs.report()
    wrong = samples.with_cell(report, 'requests/new/total', 9999)
    ok(people.editor.put(wrong), 201)
    before = kept.snapshot(server.database)
    problem(people.editor.act('submit', report['organ'], report['year']), 422,
            'T3.row_sum', 'T3.balance')
    assert kept.snapshot(server.database) == before


def test_replacing_needs_the_tag_seen(server, people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    first = people.editor.put(report).headers['ETag']
    before = kept.snapshot(server.database)
    problem(people.editor.put(report), 428)
    problem(people.editor.put(report, '"something-else"'), 412)
    assert kept.snapshot(server.database) == before
    report['sections']['problems'] = ['换一段说明。']
    second = people.editor.put(report, first)
    ok(second)
    assert second.headers['ETag'] != first
    before = kept.snapshot(server.database)
    problem(people.editor.put(report, first), 412)
    problem(people.editor.act('submit', organ, year, etag=first), 412)
    assert kept.snapshot(server.database) == before
    ok(people.editor.act('submit', organ, year, etag=second.headers['ETag']))


def test_reviewer_acts_on_what_was_seen(server, people, organs):
    """The editor mends a returned report; approval of the old one is refused."""
    report = organs.report()
    organ, year = report['organ'], report['year']
    ok(people.editor.put(report), 201)
    seen = people.editor.act('submit', organ, year).headers['ETag']
    tag = people.reviewer.act('return', organ, year, comment='请核对。').headers['ETag']
    ok(people.editor.put(report, tag))
    ok(people.editor.act('submit', organ, year))
    before = kept.snapshot(server.database)
    problem(people.reviewer.act('approve', organ, year, etag=seen), 412)
    assert kept.snapshot(server.database) == before


def test_second_submission_and_wrong_states(server, people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    tag = people.editor.put(report).headers['ETag']
    for account, action in ((people.reviewer, 'approve'), (people.reviewer, 'return'),
                            (people.publisher, 'publish'), (people.publisher, 'correct'),
                            (people.publisher, 'withdraw')):
        problem(account.act(action, organ, year, comment='说明。'), 409)
    tag = people.editor.act('submit', organ, year).headers['ETag']
    before = kept.snapshot(server.database)
    problem(people.editor.act('submit', organ, year), 409)
    problem(people.editor.put(report, tag), 409)
    problem(people.publisher.act('publish', organ, year), 409)
    assert kept.snapshot(server.database) == before


@pytest.mark.parametrize('body, type, status', [
    (b'{', JSON, 400), (b'[]', JSON, 422), (b'{"comment": 1}', JSON, 422),
    (b'{"unknown": 1}', JSON, 422), (b'{"reasons": {"x": 1}}', JSON, 422),
    (b'{"comment": "\xff"}', JSON, 400), (b'<a/>', XML, 415),
    (b'{"comment": "' + b'x' * 2000000 + b'"}', JSON, 413)])
def test_bad_body_of_an_action(server, people, organs, body, type, status):
    report = organs.report()
    ok(people.editor.put(report), 201)
    before = kept.snapshot(server.database)
    problem(people.editor.request('POST', '/api/reports/%s/%d/submit' % (
        report['organ'], report['year']), body, type), status)
    assert kept.snapshot(server.database) == before


def test_methods(people):
    for method, path in (('DELETE', '/api/reports/town-1/2020'), ('GET', '/api/check'),
                         ('POST', '/'), ('PUT', '/town-1/2020'), ('DELETE', '/')):
        answer = people.editor.request(method, path, b'{}', JSON)
        assert answer.status_code == 405, (method, path)
        assert answer.headers['Allow']
