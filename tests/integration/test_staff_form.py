"""The entry form, filled in by a browser without scripts, and by one that
saves by itself."""
import os
import re
import shutil

import pytest

from entry_form import HEAD, YEAR, fields_of, parsed, path_of, send, value
from harness import official, places, samples
from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of


@pytest.fixture(scope='module')
def clerk(server):
    return Portal(server, 'editor', PASSWORDS['editor'])


def figures(report):
    """The cells of a report in JSON as fields."""
    fields = {}
    for table, rows in report['tables'].items():
        for row, columns in rows.items():
            for column, cell in columns.items():
                name = '%s/%s/%s' % (table, row, column)
                fields[name] = samples.figure(report, name)
                if isinstance(cell, dict) and cell.get('note'):
                    fields[name + ':note'] = cell['note']
    return fields


# ---- an empty form ----

def test_form_has_every_cell_of_the_format(clerk, organ):
    page = clerk.page(path_of(organ[0]))
    report = samples.report('2021', organ[0], YEAR)
    wanted = set(figures(report)) - {name for name in figures(report) if name.endswith(':note')}
    names = {field.get('name') for field in page.xpath('//td//input')}
    assert names == wanted
    assert {field.get('value') for field in page.xpath('//td//input')} == {''}
    for field in page.xpath('//td//input'):
        assert field.get('aria-label') and field.get('id') == field.get('name')
    headings = [text_of(head) for head in page.xpath('//main//h2')]
    order = [head for head in headings if head[:2] in ('一、', '二、', '三、', '四、', '五、', '六、')]
    assert [head[0] for head in order] == list('一二三四五六')


def test_untouched_form_is_a_blank_draft(clerk, people, organ):
    key, name = organ
    path = path_of(key)
    assert send(clerk, path, fields_of(clerk.page(path))).status_code == 303
    stored = people.editor.state(key, YEAR)
    assert stored['state'] == 'draft'
    cells = [cell for rows in stored['report']['tables'].values() for columns in rows.values()
             for cell in columns.values()]
    assert cells and set(cells) == {None}
    assert name in stored['report']['title']
    assert stored['report']['signature'] == {'name': name, 'date': None}
    preface = ''.join(stored['report']['sections']['preface'])
    assert '%d年1月1日至%d年12月31日' % (YEAR, YEAR) in preface
    assert stored['report']['sections']['overview'] == []
    assert not [f for f in stored['findings'] if f['rule'] in ('S.period', 'S.year')]


def test_a_format_nobody_issued(make_server, stage):
    """Any format file gives its own form: prose, tables, notes, sums."""
    data = os.path.join(os.path.dirname(stage.data), 'data-invented')
    shutil.copytree(stage.data, data)
    shutil.copy(os.path.join(places.DATA, 'formats', 'invented.xml'),
                os.path.join(data, 'formats', 'invented.xml'))
    server = make_server(data=data)
    clerk = Portal(server, 'editor', PASSWORDS['editor'])
    path = path_of('district')
    fields = fields_of(clerk.page(path + '?format=2031'))
    assert fields['format'] == '2031'
    fields.update({'section/summary': '做了一些事。', 'ratings/people/good': '3',
                   'ratings/people/total': '4', 'ratings/people/fair': '0',
                   'ratings/people/poor': '0', 'spending/printing/spent': '2.5',
                   'spending/printing/spent:unit': '元'})
    answer = send(clerk, path, fields, 'check')
    assert answer.status_code == 303, text_of(parsed(answer))
    page = clerk.page(path)
    assert value(page, 'section/summary').strip() == '做了一些事。'
    assert '应为 3' in text_of(page)
    assert page.xpath('//select[@name="spending/printing/spent:unit"]/option[@selected]/@value') \
        == ['元']
    server.stop()


# ---- saving ----

def test_what_is_saved_is_shown_and_stored(clerk, people, organs):
    report = organs.report('2021', YEAR)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    fields.update(figures(report))
    fields.update({'section/overview': '　　第一段。\r\n\r\n\u00a0第二\u00a0段。\v第三段。',
                   'section/problems': '（一）问题。\r\n1.具体问题。', 'section/other': '没有收取信息处理费。',
                   'notes/disputes': '注：一。', 'signature.date': '2023-01-20'})
    answer = send(clerk, path, fields, 'check')
    assert answer.status_code == 303
    assert 'checked=1' in answer.headers['Location']
    stored = people.editor.state(report['organ'], YEAR)['report']
    assert stored['tables'] == report['tables']
    assert stored['sections']['overview'] == ['第一段。', '第二 段。', '第三段。']
    assert stored['sections']['problems'] == ['（一）问题。', '1.具体问题。']
    assert stored['notes'] == {'disputes': ['注：一。']}
    page = clerk.page(path)
    assert re.search(r'已保存 \d\d:\d\d', text_of(page))
    assert value(page, HEAD) == str(report['tables']['requests']['new']['natural'])
    again = send(clerk, path, fields_of(page))
    assert again.status_code == 303
    assert people.editor.state(report['organ'], YEAR)['report'] == stored


def test_pictures_and_inner_line_breaks_survive(clerk, people, organs):
    report = organs.report('2021', YEAR)
    digest = '0' * 64
    report['sections']['overview'] = [
        '第一行\n第二行', {'figure': {'digest': digest, 'alt': '走势', 'caption': '图题'}}, '第三段']
    people.editor.put(report)
    path = path_of(report['organ'])
    before = people.editor.state(report['organ'], YEAR)
    fields = fields_of(clerk.page(path))
    assert '〔图片1〕' in fields['section/overview']
    assert send(clerk, path, fields).status_code == 303
    after = people.editor.state(report['organ'], YEAR)
    assert after['report'] == before['report']
    assert after['digest'] == before['digest']
    fields = fields_of(clerk.page(path))
    fields['figure/overview/1:alt'] = ''
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    assert '替代文字' in text_of(parsed(answer))


# ---- what is wrong ----

def test_unreadable_figure_stays_with_its_error(clerk, people, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields[HEAD] = '三件多'
    fields['section/overview'] = '打了很多字'
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    page = parsed(answer)
    assert value(page, HEAD) == '三件多'
    assert value(page, 'section/overview').strip() == '打了很多字'
    assert page.xpath('//*[@id="ds-summary"]//a[@href="#%s"]' % HEAD)
    field = page.get_element_by_id(HEAD)
    assert field.get('aria-invalid') == 'true'
    says = page.get_element_by_id(field.get('aria-describedby').split()[0])
    assert '‘一、本年新收' in text_of(says) or '数字' in text_of(says)
    assert people.editor.state(organ[0], YEAR) is None


def test_findings_are_counted_linked_and_at_their_cell(clerk, organs):
    report = organs.report('2021', YEAR)
    path = path_of(report['organ'])
    fields = {**fields_of(clerk.page(path)), **figures(report)}
    wrong = 'requests/granted/natural'
    fields[wrong] = str(int(fields[wrong]) + 1)
    send(clerk, path, fields)
    page = clerk.page(path + '?checked=1')
    summary = page.get_element_by_id('ds-summary')
    errors = [link for link in summary.xpath('.//a') if '相差' in text_of(link)]
    assert [link.get('href') for link in errors] == ['#' + wrong] * 2
    assert '有 ' in text_of(summary.xpath('.//h2')[0])
    assert 'autofocus' in summary.attrib
    cell = page.get_element_by_id(wrong).getparent()
    assert 'ds-wrong' in cell.get('class')
    assert all(text_of(link) in text_of(cell) for link in errors)
    sums = [text_of(node) for node in page.xpath('//span[@class="ds-sum"]')]
    assert len(sums) == 2, sums


def test_an_incomplete_form_empties_nothing(clerk, people, organs):
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    fields['section/problems'] = '新写的一段'
    del fields[HEAD]
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    page = parsed(answer)
    assert '不完整' in text_of(page)
    assert value(page, 'section/problems').strip() == '新写的一段'
    assert value(page, HEAD) == str(report['tables']['requests']['new']['natural'])


def test_fields_of_another_format_are_shown(clerk, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields['art20_9/procurement/amount'] = '25.1'
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    assert 'art20_9/procurement/amount' in text_of(parsed(answer))
    fields['format'] = '1999'
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    assert '25.1' in text_of(parsed(answer))


def test_forged_organ_and_year(clerk, organ):
    path = path_of(organ[0])
    for name, forged in (('organ', 'district'), ('year', '2021')):
        fields = {**fields_of(clerk.page(path)), name: forged}
        assert send(clerk, path, fields).status_code == 422


def test_script_in_every_field(clerk, organ):
    path = path_of(organ[0])
    script = '"><script>alert(1)</script>'
    page = clerk.page(path)
    keep = {'format', '_tag', '_token'}
    fields = {name: text if name in keep else script for name, text in fields_of(page).items()}
    answer = send(clerk, path, fields)
    assert answer.status_code == 422
    page = parsed(answer)
    assert not [node for node in page.xpath('//script') if 'alert' in (node.text or '')]
    assert value(page, HEAD) == script
    assert value(page, 'section/overview').strip() == script


def test_ten_megabytes(clerk, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields['section/overview'] = 'a' * (10 * 1024 * 1024)
    answer = send(clerk, path, fields)
    assert answer.status_code == 413
    assert '超过' in text_of(parsed(answer))


def test_who_may(server, people, organs):
    report = organs.report('2021', YEAR)
    path = path_of(report['organ'])
    for account, status in (('reviewer', 403), ('stranger', 403), ('nobody', 403), ('editor', 200)):
        portal = Portal(server, account, PASSWORDS[account])
        assert portal.get(path).status_code == status, account
    people.editor.put(report)
    people.editor.act('submit', report['organ'], YEAR)
    clerk = Portal(server, 'editor', PASSWORDS['editor'])
    assert clerk.get(path).status_code == 409


# ---- two at one report ----

def test_pressed_twice(clerk, people, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields[HEAD] = '3'
    assert send(clerk, path, fields).status_code == 303
    revision = people.editor.state(organ[0], YEAR)['revision']
    assert send(clerk, path, fields).status_code == 303
    assert people.editor.state(organ[0], YEAR)['revision'] == revision


def test_submitted_meanwhile(clerk, people, organs):
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    fields['section/problems'] = '还没有保存的一段'
    people.editor.act('submit', report['organ'], YEAR)
    answer = send(clerk, path, fields)
    assert answer.status_code == 409
    page = parsed(answer)
    assert value(page, 'section/problems').strip() == '还没有保存的一段'
    assert '没有保存' in text_of(page)


# ---- buttons ----

def test_rest_of_one_table_is_zero(clerk, people, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields.update({HEAD: '2', 'requests/granted/natural': '2'})
    answer = send(clerk, path, fields, 'zero:requests')
    assert answer.status_code == 303 and answer.headers['Location'].endswith('#part-requests')
    stored = people.editor.state(organ[0], YEAR)
    table = stored['report']['tables']['requests']
    assert table['new'] == {'natural': 2, 'business': 0, 'research': 0, 'charity': 0, 'legal': 0,
                            'other': 0, 'total': 2}
    assert table['result_total']['natural'] == 2 and table['carried_out']['total'] == 0
    assert set(stored['report']['tables']['disputes']['cases'].values()) == {None}
    record = [f for f in stored['findings'] if f['rule'] == 'C.zero']
    assert len(record) == 1 and record[0]['severity'] == 'info'
    assert '均为 0' in record[0]['message'] and 'editor' in record[0]['message']
    assert not [f for f in stored['findings'] if f['rule'].startswith('T3')]
    # it stays on record when more is saved
    assert send(clerk, path, fields_of(clerk.page(path))).status_code == 303
    again = [f for f in people.editor.state(organ[0], YEAR)['findings'] if f['rule'] == 'C.zero']
    assert again == record
    # and the history has it as an act, once, by name and time
    history = text_of(clerk.page('/reports/%s/%d/history' % (organ[0], YEAR)))
    assert history.count(record[0]['message']) == 1
    assert re.search(r'editor于 \d{4}-\d\d-\d\d \d\d:\d\d 确认', history)


def test_headings_and_nothing_to_report(clerk, people, organ):
    path = path_of(organ[0])
    send(clerk, path, fields_of(clerk.page(path)), 'headings:overview')
    send(clerk, path, fields_of(clerk.page(path)), 'nothing:other')
    sections = people.editor.state(organ[0], YEAR)['report']['sections']
    assert sections['overview'][0] == '（一）主动公开' and len(sections['overview']) == 5
    assert len(sections['other']) == 1


# ---- last year ----

@pytest.fixture
def second_year(organs, people):
    """A report of last year, and the key of its organ."""
    last = organs.report('2021', YEAR - 1)
    last['tables']['requests'] = samples.report('2021', last['organ'], YEAR - 1, seed=7)['tables'][
        'requests']
    people.publish(last)
    return last


def test_last_year_is_carried_over_and_locked(clerk, people, second_year):
    path = path_of(second_year['organ'])
    page = clerk.page(path + '?last=1')
    out = second_year['tables']['requests']['carried_out']
    for applicant in official.APPLICANTS + ['total']:
        field = page.get_element_by_id('requests/carried_in/' + applicant)
        assert field.value == str(out[applicant]) and 'readonly' in field.attrib
    assert page.get_element_by_id('ds-last-year').get('checked') is not None
    shown = page.get_element_by_id(HEAD)
    assert shown.get('data-last') == str(second_year['tables']['requests']['new']['natural'])
    # 更正: editable, nothing typed is lost, a note is asked for
    fields = {**fields_of(page), 'section/overview': '没有丢'}
    page = parsed(send(clerk, path, fields, 'unlock'))
    field = page.get_element_by_id('requests/carried_in/natural')
    assert 'readonly' not in field.attrib
    assert value(page, 'section/overview').strip() == '没有丢'
    fields = fields_of(page)
    fields['requests/carried_in/natural'] = str(out['natural'] + 1)
    assert send(clerk, path, fields).status_code == 303
    carry = lambda: [f['severity'] for f in people.editor.state(second_year['organ'], YEAR)
                     ['findings'] if f['id'] == 'X.carry@requests/natural']
    assert carry() == ['error']
    fields = fields_of(clerk.page(path))
    fields['requests/carried_in/natural:note'] = '上年漏登一件'
    assert send(clerk, path, fields).status_code == 303
    assert carry() == ['warning']


def test_carried_over_on_request(clerk, people, second_year, organs):
    """A draft begun elsewhere has blanks; the button fills them."""
    key = second_year['organ']
    people.editor.put({'organ': key, 'year': YEAR, 'format': '2021'})
    path = path_of(key)
    assert value(clerk.page(path), 'requests/carried_in/natural') in (None, '')
    send(clerk, path, fields_of(clerk.page(path)), 'carry')
    row = people.editor.state(key, YEAR)['report']['tables']['requests']['carried_in']
    assert row == second_year['tables']['requests']['carried_out']


def test_after_a_merger_the_sum_is_carried_over(clerk, people, organs):
    parts = [organs.report('2021', YEAR - 1, seed=seed) for seed in (1, 2)]
    for part in parts:
        people.publish(part)
    merged, _ = organs.new('--predecessors', ','.join(part['organ'] for part in parts))
    page = clerk.page(path_of(merged))
    for applicant in official.APPLICANTS + ['total']:
        wanted = sum(part['tables']['requests']['carried_out'][applicant] for part in parts)
        field = page.get_element_by_id('requests/carried_in/' + applicant)
        assert field.value == str(wanted) and 'readonly' in field.attrib
    half, _ = organs.new('--predecessors', ','.join([parts[0]['organ'], organs.new()[0]]))
    assert clerk.page(path_of(half)).get_element_by_id('requests/carried_in/total').value == ''


# ---- a script saves ----

def test_saving_by_script(clerk, people, organ):
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    fields[HEAD] = '5'
    answer = send(clerk, path, fields, Accept='application/json')
    assert answer.status_code == 200
    told = answer.json()
    assert re.fullmatch(r'\d\d:\d\d', told['saved_at'])
    assert told['summary']['error'] > 0 and told['findings']
    assert told['tag'] == people.editor.get('/api/reports/%s/%d' % (organ[0], YEAR)).headers[
        'ETag'].strip('"')
    fields['section/other'] = '另一处修改'
    stale = send(clerk, path, fields, Accept='application/json')
    assert stale.status_code == 412 and stale.json()['detail']
    fields['_tag'] = told['tag']
    assert send(clerk, path, fields, Accept='application/json').status_code == 200
    fields[HEAD] = 'x'
    wrong = send(clerk, path, fields, Accept='application/json')
    assert wrong.status_code == 422
    assert wrong.json()['findings'][0]['cells'] == [HEAD]


def test_rules_for_the_script(people):
    """The relations as they are exported: the same that B/rules shows."""
    rules = people.anonymous.get('/rules/2021.json')
    assert rules.status_code == 200
    relations = rules.json()['relations']
    balance = next(r for r in relations if (r['rule'], r['place'])
                   == ('T3.balance', 'requests/natural'))
    assert balance['test'] == {
        'left': {'constant': '0', 'terms': [[1, 'requests/new/natural'],
                                            [1, 'requests/carried_in/natural']]},
        'is': '=',
        'right': {'constant': '0', 'terms': [[1, 'requests/result_total/natural'],
                                             [1, 'requests/carried_out/natural']]}}
    carried = {r['carry'] for r in relations} - {None}
    assert carried == {'requests/carried_in/' + column for column in official.APPLICANTS + ['total']}
    assert people.anonymous.get('/rules/none.json').status_code == 404
