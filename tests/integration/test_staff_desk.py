"""The desk and the year, in the staff portal."""
import contextlib
import csv
import datetime
import io
import sqlite3
import time

import lxml.html
import pytest

from harness import kept, samples
from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of


@pytest.fixture(scope='module')
def portal(server, organs):
    portals = {}

    def of(account):
        if account not in portals:
            portals[account] = Portal(server, account, PASSWORDS[account])
        return portals[account]
    return of


def words(element):
    return ' '.join(element.text_content().split())


def rows(page):
    """Cells of the desk's table from the organ's on, by its name."""
    return {words(head): [words(head)] + [words(cell) for cell in head.itersiblings()]
            for head in page.xpath('//table[contains(@class, "ds-desk")]/tbody/tr/th')}


def clerk(server, organ, account='clerk'):
    """An account that fills in for one organ only."""
    name = '%s-%s' % (account, organ)
    server.tool.run('account', 'add', name, '--grant', 'editor@' + organ,
                    input=PASSWORDS['editor'] + '\n')
    return Portal(server, name, PASSWORDS['editor'])


def submitted(people, organs, **options):
    """Key and name of an organ whose report of 2025 awaits review."""
    key, name = organs.new(**options)
    assert people.editor.put(samples.report('2021', key, 2025, name)).status_code == 201
    answer = people.editor.act('submit', key, 2025, reasons=reasons(people, key))
    assert answer.status_code == 200, answer.text
    return key, name


def reasons(people, key):
    state = people.editor.state(key, 2025)
    return {finding['id']: '经核对无误' for finding in state['findings']
            if finding['severity'] == 'warning'}


# ---- the desk ----

def test_one_organ_one_next_step(server, organs):
    key, name = organs.new()
    page = clerk(server, key).page('/')
    steps = page.find_class('ds-next')
    assert len(steps) == 1
    assert name + '2025年' in text_of(steps[0])
    assert '逾期' in text_of(steps[0])
    assert [a.get('href') for a in steps[0].iter('a')] \
        == ['/disclosure/staff/reports/%s/2025/edit' % key]


def test_only_what_the_grants_reach(portal, organs):
    key, name = organs.new()
    assert name in rows(portal('editor').page('/'))
    other = rows(portal('stranger').page('/?task=all'))
    assert other and name not in other
    assert '还没有任何机关的角色' in text_of(portal('nobody').page('/'))


def test_a_report_waits_for_whose_turn_it_is(portal, people, organs):
    key, name = submitted(people, organs)
    assert name not in rows(portal('editor').page('/'))
    assert '审核' in rows(portal('reviewer').page('/?q=' + key))[name][-1]
    assert name not in rows(portal('publisher').page('/'))
    assert people.reviewer.act('return', key, 2025, comment='请核对').status_code == 200
    returned = rows(portal('editor').page('/?task=mend'))[name]
    assert returned[2] == '已退回' or '退回' in returned[2]
    assert name not in rows(portal('reviewer').page('/'))


def test_filters(portal, people, organs):
    key, name = submitted(people, organs)
    desk = portal('editor')
    assert name in rows(desk.page('/?task=all&state=submitted'))
    assert name not in rows(desk.page('/?task=all&state=draft'))
    assert list(rows(desk.page('/?task=all&q=' + name))) == [name]
    assert name in rows(desk.page('/?task=all&year=2025'))
    assert rows(desk.page('/?task=all&year=1999')) == {}
    assert rows(desk.page('/?task=nonsense')) == {}
    assert '<script' not in desk.get('/?q=<script>alert(1)</script>').text.split('<body')[1]


def test_order(portal, organs):
    first, second = organs.new(), organs.new()
    names = list(rows(portal('editor').page('/?task=all&sort=organ')))
    assert names.index(first[1]) < names.index(second[1])


def heads(page):
    """Text, address and order of the columns that can be sorted by."""
    return {words(head): (head.find('a').get('href'), head.get('aria-sort'))
            for head in page.xpath('//table[contains(@class, "ds-desk")]/thead//th[a]')}


def test_columns_sort_and_keep_the_filter(portal, people, organs):
    done, done_name = organs.new(name='排序甲&乙街道')
    open_, open_name = organs.new(name='排序丙街道')
    assert people.editor.put(samples.report('2021', done, 2025, done_name)).status_code == 201
    desk, query = portal('editor'), '/?task=all&year=2025&q=排序'
    page = desk.page(query)
    assert set(heads(page)) == {'机关', '年度', '状态', '期限'}
    assert {order for _, order in heads(page).values()} == {None}
    for head, expected in (('机关', [done_name, open_name]), ('状态', [open_name, done_name]),
                           ('年度', [done_name, open_name]), ('期限', [done_name, open_name])):
        for order in ('ascending', 'descending', 'ascending'):
            address = heads(page)[head][0].removeprefix('/disclosure/staff')
            page = desk.page(address)
            assert list(rows(page)) == (expected if order == 'ascending' else expected[::-1])
            assert heads(page)[head][1] == order
            assert [o for _, o in heads(page).values()].count(None) == 3
    form = page.forms[[f.get('role') for f in page.forms].index('search')]
    kept_fields = dict(form.form_values())
    assert kept_fields == {'task': 'all', 'year': '2025', 'state': '', 'q': '排序', 'sort': 'due'}
    hostile = desk.page('/?task=all&q="%26<b>&sort=-"><script>')
    assert {order for _, order in heads(hostile).values()} <= {None}


# ---- the year ----

def test_only_who_keeps_the_list_may_open_or_change_it(portal, organs):
    key, _ = organs.new()
    for account in ('editor', 'publisher', 'nobody'):
        token = portal(account).page('/').xpath('//input[@name="_token"]/@value')[0]
        opened = portal(account).post('/years/2023', {'_token': token, 'act': 'open'})
        assert opened.status_code == 403, account
        changed = portal(account).post('/years/2023', {
            '_token': token, 'act': 'line', 'organ': key, 'owes': '0', 'reason': '免报'})
        assert changed.status_code == 403, account
    assert portal('nobody').get('/years/2023').status_code == 403


def test_a_year_is_opened_once_and_frozen(portal, organs, server):
    key, name = organs.new()
    reviewer = portal('reviewer')
    opened = reviewer.fill('/years/2022', act='open', due='2023-01-20')
    assert opened.status_code == 303, opened.text
    listed = rows(reviewer.page('/years/2022'))[name]
    assert listed[1:5] == ['应报', '2021格式', '示范区人民政府', '2023年1月20日']
    assert rows(reviewer.page('/years/2022'))['示范区人民政府'][4] == '2023年3月31日'
    token = reviewer.page('/').xpath('//input[@name="_token"]/@value')[0]
    again = reviewer.post('/years/2022', {'_token': token, 'act': 'open'})
    assert again.status_code == 409 and '已经开启' in again.text
    renamed = portal('admin').fill('/organs/' + key, name='改了名的街道', on='2024-01-01')
    assert renamed.status_code == 303
    assert name in rows(reviewer.page('/years/2022'))
    late, late_name = organs.new()
    assert rows(reviewer.page('/years/2022'))[late_name][1] == '未列入'
    assert late_name not in rows(portal('editor').page('/?task=all&year=2022'))
    added = reviewer.fill('/years/2022?organ=' + late, form='/years/2022', owes='1', reason='新设')
    assert added.status_code == 303, added.text
    assert rows(reviewer.page('/years/2022'))[late_name][1:6:4] == ['应报', '新设']
    assert late_name in rows(portal('editor').page('/?task=fill&year=2022'))


def test_a_line_is_changed_with_a_reason_only(portal, organs):
    key, name = organs.new()
    admin = portal('admin')
    assert admin.fill('/years/2021', act='open').status_code == 303
    path = '/years/2021?organ=' + key
    refused = admin.fill(path, form='/years/2021', owes='0', reason='')
    assert refused.status_code == 422 and '写明理由' in refused.text
    refused = admin.fill(path, form='/years/2021', due='2021-13-45', reason='<b>免报')
    assert refused.status_code == 422 and '报送期限' in refused.text
    assert '<b>免报' not in refused.text
    assert admin.fill(path, form='/years/2021', owes='0', reason='并入他局').status_code == 303
    line = rows(admin.page('/years/2021'))[name]
    assert line[1] == '不报' and line[4] == '' and line[5] == '并入他局'
    assert name not in rows(portal('editor').page('/?year=2021'))


def test_a_year_is_not_opened_too_early(portal):
    token = portal('reviewer').page('/').xpath('//input[@name="_token"]/@value')[0]
    early = portal('reviewer').post('/years/2030', {'_token': token, 'act': 'open'})
    assert early.status_code == 409


def test_another_tree_is_out_of_reach(portal, organs):
    key, name = organs.new()
    token = portal('stranger').page('/').xpath('//input[@name="_token"]/@value')[0]
    changed = portal('stranger').post('/years/2021', {
        '_token': token, 'act': 'line', 'organ': key, 'owes': '0', 'reason': '免报'})
    assert changed.status_code == 403
    assert name not in text_of(portal('stranger').page('/years/2021'))


# ---- the tables of a year ----

def lines(answer):
    assert answer.headers['Content-Type'].startswith('text/csv')
    return {line['机关']: line for line in
            csv.DictReader(io.StringIO(answer.content.decode('utf-8-sig')))}


def test_the_tables_tell_the_states(portal, people, organs):
    key, name = submitted(people, organs)
    absent, absent_name = organs.new()
    assert people.reviewer.act('return', key, 2025, comment='请核对').status_code == 200
    state = lines(portal('reviewer').get('/years/2025/table.csv'))
    assert state[name]['代号'] == key and '退回' in state[name]['状态']
    assert state[absent_name]['状态'] == '未填报' and '逾期' in state[absent_name]['剩余']
    bulletin = lines(portal('reviewer').get('/years/2025/bulletin.csv'))
    assert bulletin[name]['退回次数'] == '1' and '未公开' in bulletin[name]['按时情况']
    page = text_of(portal('reviewer').page('/years/2025/table'))
    assert name in page and absent_name in page and '应报' in page
    assert name not in lines(portal('stranger').get('/years/2025/table.csv'))
    assert portal('nobody').get('/years/2025/table').status_code == 403


def test_the_bulletin_counts_publication(portal, people, organs):
    key, name = submitted(people, organs)
    assert people.reviewer.act('approve', key, 2025).status_code == 200
    assert people.publisher.act('publish', key, 2025).status_code == 200
    line = lines(portal('publisher').get('/years/2025/bulletin.csv'))[name]
    assert line['首次公开'] and line['按时情况'].startswith('逾期')
    assert line['退回次数'] == line['更正次数'] == '0'


# ---- in bulk ----

def bulk(browser, act, picked, **more):
    token = browser.page('/').xpath('//input[@name="_token"]/@value')[0]
    return browser.post('/bulk', dict({'_token': token, 'act': act}, **picked, **more))


def results(answer):
    assert answer.status_code == 200, answer.text
    return {name: cells[2] for name, cells in rows(lxml.html.fromstring(answer.text)).items()}


def told(browser, answer):
    """What the page says that follows an act in bulk."""
    assert answer.status_code == 303, answer.text
    return results(shown(browser, answer))


def shown(browser, answer):
    return browser.session.get(browser.server.address + answer.headers['Location'], timeout=30)


def picks(browser, *names):
    """The fields of these organs' lines on the desk."""
    page = browser.page('/?year=2025')
    found = {}
    for row in page.xpath('//table/tbody/tr'):
        for box in row.xpath('.//input[@type="checkbox"]'):
            if words(row.find('th')) in names:
                found[box.get('name')] = box.get('value')
    return found


def test_approval_in_bulk_is_for_what_was_opened(portal, people, organs):
    (seen, seen_name), (unseen, unseen_name) = (submitted(people, organs) for _ in range(2))
    reviewer = portal('reviewer')
    assert reviewer.get('/reports/%s/2025' % seen).status_code == 200
    picked = picks(reviewer, seen_name, unseen_name)
    assert len(picked) == 2
    asked = results(bulk(reviewer, 'approve', picked))
    assert asked[seen_name] == '可以办理' and '没有打开看过' in asked[unseen_name]
    assert people.editor.state(seen, 2025)['state'] == 'submitted'
    done = told(reviewer, bulk(reviewer, 'approve', picked, confirmed='1'))
    assert done[seen_name] == '已审核通过' and '没有打开看过' in done[unseen_name]
    assert people.editor.state(seen, 2025)['state'] == 'approved'
    assert people.editor.state(unseen, 2025)['state'] == 'submitted'
    again = told(reviewer, bulk(reviewer, 'approve', picked, confirmed='1'))
    assert '不办理' in list(again.values())[0]


def test_publication_in_bulk_with_mixed_results(portal, people, organs):
    (ready, ready_name), (early, early_name) = (submitted(people, organs) for _ in range(2))
    assert people.reviewer.act('approve', ready, 2025).status_code == 200
    publisher = portal('publisher')
    picked = picks(publisher, ready_name)
    picked['pick/%s/2025' % early] = 'faded.0'
    picked['pick/no-such-organ/2025'] = 'faded.0'
    done = told(publisher, bulk(publisher, 'publish', picked, confirmed='1'))
    assert done[ready_name] == '已签发公开'
    assert '有了变动' in done[early_name] and '没有这份报告' in done['没有找到的机关']
    assert people.anonymous.get('/%s/2025' % ready).status_code == 200
    assert people.anonymous.get('/%s/2025' % early).status_code == 404


def test_nobody_does_in_bulk_what_he_may_not_do_singly(portal, people, organs):
    key, name = submitted(people, organs)
    assert people.reviewer.act('approve', key, 2025).status_code == 200
    picked = picks(portal('publisher'), name)
    for account in ('editor', 'reviewer', 'stranger'):
        answer = bulk(portal(account), 'publish', picked, confirmed='1')
        said = told(portal(account), answer)
        assert all(text.startswith('不办理') for text in said.values()), account
        assert name not in shown(portal('stranger'), answer).text
    assert people.editor.state(key, 2025)['state'] == 'approved'
    assert portal('publisher').post('/bulk', dict(picked, act='publish')).status_code == 403


def test_the_result_may_be_looked_at_again(portal, people, organs, server):
    (one, one_name), (other, other_name) = approved(people, organs), approved(people, organs)
    publisher = portal('publisher')
    picked = picks(publisher, one_name, other_name)
    first = bulk(publisher, 'publish', picked, confirmed='1')
    expected = {one_name: '已签发公开', other_name: '已签发公开'}
    before = kept.snapshot(server.database)
    assert told(publisher, first) == told(publisher, first) == expected
    assert kept.snapshot(server.database) == before
    sent_again = told(publisher, bulk(publisher, 'publish', picked, confirmed='1'))
    assert all(text.startswith('不办理') for text in sent_again.values())
    assert people.editor.state(one, 2025)['published'] == 1
    assert kept.snapshot(server.database) == before
    for location in (first.headers['Location'][:-3], first.headers['Location'] + 'AAAA',
                     '/disclosure/staff/bulk', '/disclosure/staff/bulk?result=x'):
        answer = publisher.session.get(server.address + location, timeout=30)
        assert answer.status_code == 404 and one_name not in answer.text, location
    assert shown(portal('reviewer'), first).status_code == 404


def test_as_many_as_may_be_picked_have_their_results(portal):
    reviewer = portal('reviewer')
    picked = {'pick/%s/2025' % ('x%039d' % number): '1' for number in range(500)}
    answer = bulk(reviewer, 'remind', picked)
    assert answer.status_code == 303 and len(answer.headers['Location']) < 6000
    page = lxml.html.fromstring(shown(reviewer, answer).text)
    assert len(page.xpath('//table[contains(@class, "ds-desk")]/tbody/tr')) == 500
    picked['pick/one-more/2025'] = '1'
    assert bulk(reviewer, 'remind', picked).status_code == 413


def test_nothing_picked(portal):
    answer = bulk(portal('publisher'), 'publish', {})
    assert answer.status_code == 422 and '没有勾选' in answer.text
    assert bulk(portal('publisher'), 'destroy', {'pick/x/2025': '1'}).status_code == 422


# ---- reminding ----

def test_a_notice_reaches_the_clerk(portal, people, organs, server):
    key, name = organs.new('--telephone', '0533-7000001')
    own = clerk(server, key)
    gone, gone_name = submitted(people, organs)
    reviewer = portal('reviewer')
    line = rows(reviewer.page('/years/2025/reminders'))[name]
    assert line[3:6] == ['clerk-' + key, '0533-7000001', '还没有催过记录通话：' + name]
    assert gone_name not in rows(reviewer.page('/years/2025/reminders'))
    said = told(reviewer, bulk(reviewer, 'remind', {
        'pick/%s/2025' % key: '1', 'pick/%s/2025' % gone: '1'}, note='请尽快<报送>'))
    assert said[name] == '已发催报通知' and '已经送审' in said[gone_name]
    notice = own.page('/').find_class('ds-reminder')
    assert len(notice) == 1 and '请尽快<报送>' in text_of(notice[0])
    assert '请尽快' in rows(reviewer.page('/years/2025/reminders'))[name][5]
    assert not portal('stranger').page('/').find_class('ds-reminder')


def test_one_notice_a_day(portal, organs, server):
    key, name = organs.new()
    own, reviewer = clerk(server, key), portal('reviewer')
    pick = {'pick/%s/2025' % key: '1'}
    assert told(reviewer, bulk(reviewer, 'remind', pick, note='请报送'))[name] == '已发催报通知'
    page = reviewer.page('/years/2025/reminders')
    assert '今天已催' in rows(page)[name][5]
    assert not page.xpath('//input[@name="pick/%s/2025"]' % key)
    for account in ('reviewer', 'admin'):
        again = told(portal(account), bulk(portal(account), 'remind', pick, note='再请报送'))
        assert again[name].startswith('不办理：今天已经发过'), account
    assert rows(reviewer.page('/years/2025/reminders'))[name][5].count('发通知') == 1
    assert '再请' not in text_of(own.page('/'))
    path = '/years/2025/reminders'
    assert reviewer.fill(path + '?organ=' + key, form=path, note='打了电话').status_code == 303
    with contextlib.closing(sqlite3.connect(server.database, timeout=20)) as database:
        with database:
            database.execute('UPDATE ds_reminder SET made_at = made_at - 86400'
                             ' WHERE organ_key = ?', (key,))
    assert told(reviewer, bulk(reviewer, 'remind', pick, note='再请报送'))[name] == '已发催报通知'


def test_a_call_is_noted(portal, organs):
    key, name = organs.new()
    reviewer, path = portal('reviewer'), '/years/2025/reminders'
    empty = reviewer.fill(path + '?organ=' + key, form=path, note='')
    assert empty.status_code == 422 and '写明通话' in empty.text
    assert reviewer.fill(path + '?organ=' + key, form=path,
                         note='与办公室通话，答应周五前送审').status_code == 303
    assert '打电话：与办公室通话' in rows(reviewer.page(path))[name][5]


def test_only_who_keeps_the_list_reminds(portal, organs):
    key, name = organs.new()
    for account in ('editor', 'publisher', 'nobody'):
        assert portal(account).get('/years/2025/reminders').status_code == 403, account
    for account in ('editor', 'publisher', 'stranger'):
        said = told(portal(account), bulk(portal(account), 'remind', {'pick/%s/2025' % key: '1'}))
        assert all(text.startswith('不办理') for text in said.values()), account
        token = portal(account).page('/').xpath('//input[@name="_token"]/@value')[0]
        called = portal(account).post('/years/2025/reminders',
                                      {'_token': token, 'organ': key, 'note': '通话'})
        assert called.status_code == 403, account


# ---- at a time ----

def approved(people, organs):
    key, name = submitted(people, organs)
    assert people.reviewer.act('approve', key, 2025).status_code == 200
    return key, name


def tomorrow():
    return (datetime.datetime.now(datetime.timezone.utc)
            + datetime.timedelta(days=2)).strftime('%Y-%m-%d')


def let_time_come(server, *keys):
    """As if the time set for these organs' reports had come."""
    with contextlib.closing(sqlite3.connect(server.database, timeout=20)) as database:
        with database:
            for key in keys:
                changed = database.execute('UPDATE ds_schedule SET publish_at = 1'
                                           ' WHERE organ_key = ?', (key,))
                assert changed.rowcount == 1, key


def wait_for(condition):
    for _ in range(100):
        if condition():
            return True
        time.sleep(.1)
    return False


def test_timed_publication_fires(portal, people, organs, server, log):
    (ready, ready_name), (changed, changed_name) = approved(people, organs), approved(people, organs)
    publisher = portal('publisher')
    picked = picks(publisher, ready_name, changed_name)
    past = bulk(publisher, 'schedule', picked, confirmed='1', day='2020-01-01')
    assert past.status_code == 422 and '还没有过去' in past.text
    asked = bulk(publisher, 'schedule', picked)
    assert asked.status_code == 200 and 'type="date"' in asked.text
    done = told(publisher, bulk(publisher, 'schedule', picked, confirmed='1', day=tomorrow()))
    assert done[ready_name] == done[changed_name] == '已设定定时公开'
    assert '09:00公开' in rows(publisher.page('/'))[ready_name][2]
    assert people.anonymous.get('/%s/2025' % ready).status_code == 404
    assert people.publisher.act('return', changed, 2025, comment='再核').status_code == 200
    log.expect('DS0690')
    let_time_come(server, ready, changed)
    assert wait_for(lambda: people.anonymous.get('/%s/2025' % ready).status_code == 200)
    assert people.anonymous.get('/%s/2025' % changed).status_code == 404
    assert wait_for(lambda: publisher.page('/').find_class('ds-failure'))
    failures = [text_of(notice) for notice in publisher.page('/').find_class('ds-failure')]
    assert len(failures) == 1 and changed_name in failures[0] and '有了变动' in failures[0]


def test_rights_are_asked_again_when_the_time_comes(portal, people, organs, server, log):
    key, name = approved(people, organs)
    server.tool.run('account', 'add', 'parting', '--grant', 'publisher@district',
                    input=PASSWORDS['editor'] + '\n')
    parting = Portal(server, 'parting', PASSWORDS['editor'])
    done = told(parting, bulk(parting, 'schedule', picks(parting, name), confirmed='1',
                              day=tomorrow()))
    assert done[name] == '已设定定时公开'
    left = portal('admin').fill('/accounts/parting', grants='editor@district')
    assert left.status_code == 303, left.text
    log.expect('DS0690')
    let_time_come(server, key)
    publisher = portal('publisher')
    assert wait_for(lambda: any(name in text_of(notice)
                                for notice in publisher.page('/').find_class('ds-failure')))
    assert people.editor.state(key, 2025)['state'] == 'approved'


def test_a_time_is_taken_back(portal, people, organs):
    key, name = approved(people, organs)
    publisher = portal('publisher')
    picked = picks(publisher, name)
    bulk(publisher, 'schedule', picked, confirmed='1', day=tomorrow())
    reviewer = portal('reviewer')
    said = told(reviewer, bulk(reviewer, 'cancel', picked, confirmed='1'))
    assert said[name].startswith('不办理')
    said = told(publisher, bulk(publisher, 'cancel', picked, confirmed='1'))
    assert said[name] == '已取消定时'
    assert '09:00' not in rows(publisher.page('/'))[name][2]
