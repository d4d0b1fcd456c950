"""A report from nothing to the public, and the same report out again."""
import json

import pytest

from expect import ok, problem
from harness import canonical, official, samples


@pytest.fixture(scope='module', params=['2019', '2021'])
def published(request, people, organs):
    """A published report of each format, in JSON."""
    report = organs.report(request.param, 2020 if request.param == '2019' else 2023)
    people.publish(report)
    return report


def address(report, suffix=''):
    return '/%s/%d%s' % (report['organ'], report['year'], suffix)


def test_three_accounts_publish(people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    created = people.editor.put(report)
    assert ok(created, 201)['state'] == 'draft'
    assert created.headers['ETag']
    steps = [(people.editor, 'submit', 'submitted'), (people.reviewer, 'approve', 'approved'),
             (people.publisher, 'publish', 'published')]
    for account, action, state in steps:
        assert people.anonymous.get(address(report)).status_code == 404
        assert ok(account.act(action, organ, year))['state'] == state
    assert people.anonymous.get(address(report)).status_code == 200
    now = people.editor.state(organ, year)
    assert (now['state'], now['published'], now['findings']) == ('published', 1, [])


def test_state_says_what_is_stored(people, published):
    now = people.editor.state(published['organ'], published['year'])
    assert {'state', 'step', 'revision', 'published', 'digest', 'findings', 'report'} <= set(now)
    assert now['report'] == published


def test_digest_is_that_of_the_canonical_form(people, published):
    """Made a second time from the JSON, by other means."""
    now = people.editor.state(published['organ'], published['year'])
    expected = canonical.digest(canonical.write(published))
    assert now['digest'] in (expected, {'algorithm': 'sm3', 'value': expected})


def test_xml_is_canonical_and_anyone_can_check_it(people, published):
    answer = people.anonymous.get(address(published, '.xml'))
    assert answer.headers['Content-Type'].split(';')[0] == 'application/xml'
    assert answer.content == canonical.write(published)
    assert canonical.digest_by_xmllint(answer.content) == canonical.digest(answer.content)


def test_xml_reimports_to_the_same_digest(server, people, published, tmp_path):
    xml = people.anonymous.get(address(published, '.xml')).content
    result = ok(people.editor.check(xml, 'application/xml'))
    assert result['digest'] == {'algorithm': 'sm3', 'value': canonical.digest(xml)}
    assert server.tool.run('convert', '--to', 'xml', '-', input=xml).encode() == xml


def stripped(answer, report):
    """The report in an answer, whose digest must be that of `report`."""
    content = answer.json()
    assert content.pop('digest') == {'algorithm': 'sm3',
                                     'value': canonical.digest(canonical.write(report))}
    return content


def test_json_is_the_report(people, published):
    answer = people.anonymous.get(address(published, '.json'))
    assert answer.headers['Content-Type'].split(';')[0] == 'application/json'
    assert stripped(answer, published) == published


def test_json_reimports_to_the_same_digest(people, published):
    text = people.anonymous.get(address(published, '.json')).content
    result = ok(people.editor.check(text, 'application/json'))
    assert result['digest']['value'] == canonical.digest(canonical.write(published))


def test_csv_has_every_cell_in_order(people, published):
    answer = people.anonymous.get(address(published, '.csv'))
    assert answer.headers['Content-Type'].split(';')[0] == 'text/csv'
    assert answer.content.startswith(b'\xef\xbb\xbf')
    lines = answer.content.decode('utf-8-sig').split('\r\n')
    assert lines[0] == 'organ,organ_name,year,format,version,table,row,column,label,value,note'
    digest = canonical.digest(canonical.write(published))
    assert lines[-2].split(',')[5:] == ['', 'digest', 'sm3', '数据摘要', digest, '']
    rows = [line.split(',') for line in lines[1:] if line.startswith(published['organ'])]
    rows = [row for row in rows if row[5]]
    assert ['/'.join(row[5:8]) for row in rows] == official.addresses(published['format'])
    for row in rows:
        assert row[0] == published['organ'] and row[2] == str(published['year'])
        assert row[9].startswith(samples.figure(published, '/'.join(row[5:8])))


def test_converted_forms_are_those_of_the_server(server, people, published):
    source = json.dumps(published)
    for form in ('xml', 'json', 'csv'):
        mine = server.tool.run('convert', '--to', form, '-', input=source).encode()
        public = people.anonymous.get(address(published, '.' + form)).content
        if form == 'csv':  # the version is known to the server only
            mine, public = (text.split(b'\n', 1)[0] for text in (mine, public))
        assert mine.rstrip(b'\n') == public.rstrip(b'\n')


def test_cell_states_survive(people, organs):
    """Blank, not applicable and zero are three things, in every form."""
    report = organs.report()
    rows = report['tables']['art20_1']
    rows['regulations'].update(made=None, disclosed='/', public_total=0)
    assert people.editor.put(report).status_code == 201
    now = people.editor.state(report['organ'], report['year'])
    cells = now['report']['tables']['art20_1']['regulations']
    assert (cells.get('made'), cells['disclosed'], cells['public_total']) == (None, '/', 0)
    blank = [finding for finding in now['findings'] if finding['rule'] == 'C.blank']
    assert any('art20_1/regulations/made' in finding['cells'] for finding in blank)


def test_correction_keeps_the_earlier_version(people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    people.publish(report)
    etag = people.publisher.act('correct', organ, year).headers['ETag']
    first_page = people.anonymous.get(address(report))
    changed = samples.with_cell(report, 'art20_1/normative_documents/public_total', 62)
    ok(people.editor.put(changed, etag))
    assert people.anonymous.get(address(report)).content == first_page.content
    ok(people.editor.act('submit', organ, year))
    ok(people.reviewer.act('approve', organ, year))
    problem(people.publisher.act('publish', organ, year), 422)
    ok(people.publisher.act('publish', organ, year, comment='更正公开总数。'))
    for suffix, content in (('.json', changed), ('/v1.json', report), ('/v2.json', changed)):
        assert stripped(people.anonymous.get(address(report, suffix)), content) == content
    assert people.anonymous.get(address(report, '/v3')).status_code == 404
    page = people.anonymous.get(address(report)).text
    assert '更正' in page
    changes = people.anonymous.get(address(report, '/changes'))
    assert changes.status_code == 200 and '更正公开总数。' in changes.text
    assert '61' in changes.text and '62' in changes.text


@pytest.mark.parametrize('action', ['withdraw', 'takedown'])
def test_what_is_taken_away_is_gone_everywhere(people, organs, action):
    report = organs.report()
    organ, year = report['organ'], report['year']
    people.publish(report)
    ok(people.publisher.act(action, organ, year, comment='内容有误，重新核实。'))
    for suffix in ('', '.xml', '.json', '.csv', '/v1', '/v1.xml', '/fragment'):
        answer = people.anonymous.get(address(report, suffix))
        assert answer.status_code == 410, suffix
        assert report['sections']['overview'][0] not in answer.text
    assert report['title'] not in people.anonymous.get('/year/%d/' % year).text


def test_returned_report_can_be_mended(people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    ok(people.editor.put(report), 201)
    ok(people.editor.act('submit', organ, year))
    for said in ({}, {'comment': None}, {'comment': ' \u3000\n'}):
        document = problem(people.reviewer.act('return', organ, year, **said), 422, 'W.comment')
        assert '写明' in document['detail']
    assert people.editor.state(organ, year)['state'] == 'submitted'
    answer = people.reviewer.act('return', organ, year, comment='请补充第五部分。')
    assert ok(answer)['state'] == 'returned'
    report['sections']['problems'].append('下一年度安排专人核对。')
    ok(people.editor.put(report, answer.headers['ETag']))
    assert ok(people.editor.act('submit', organ, year))['state'] == 'submitted'


def test_warnings_need_a_reason(people, organs):
    report = organs.report('2019')
    report['tables']['art20_1']['normative_documents'].update(disclosed=70, public_total=61)
    organ, year = report['organ'], report['year']
    findings = ok(people.editor.put(report), 201)['findings']
    warnings = [finding for finding in findings if finding['severity'] == 'warning']
    assert [finding['rule'] for finding in warnings] == ['T2.disclosed']
    problem(people.editor.act('submit', organ, year), 422, 'T2.disclosed')
    reasons = {warnings[0]['id']: '统计口径不同，已向主管部门说明。'}
    ok(people.editor.act('submit', organ, year, reasons=reasons))
    now = people.reviewer.state(organ, year)
    assert [finding['reason'] for finding in now['findings']] == list(reasons.values())


def test_index_and_organ_page_list_what_is_public(people, published):
    link = '/disclosure/%s/%d' % (published['organ'], published['year'])
    for path in ('/', '/year/%d/' % published['year'], '/%s/' % published['organ']):
        answer = people.anonymous.get(path)
        assert answer.status_code == 200
        if path != '/':
            assert 'href="%s"' % link in answer.text, path


def test_addresses_have_one_form(people, published):
    organ, year = published['organ'], published['year']
    for path, target in (('/%s' % organ, '/%s/' % organ),
                         ('/%s/%d/' % (organ, year), '/%s/%d' % (organ, year)),
                         ('/year/%d' % year, '/year/%d/' % year)):
        answer = people.anonymous.get(path)
        assert answer.status_code == 301, path
        assert answer.headers['Location'].endswith('/disclosure' + target)
