"""One report in the staff portal beside the form: every step of both chains,
comments, history, and whatever goes wrong on the way."""
import io
import re
import zipfile

import pytest

from expect import ok
from harness import media, places, samples
from harness.client import Api
from harness.fixtures import PASSWORDS, Organs
from harness.staff import Portal, text_of

ACTIONS = ['submit', 'return', 'approve', 'publish', 'correct', 'withdraw', 'takedown']
LEAPING = 'art20_5/licensing/decisions'


def path_of(report, suffix=''):
    return '/reports/%s/%d%s' % (report['organ'], report['year'], suffix)


def portal_of(server, account):
    return Portal(server, account, PASSWORDS[account])


@pytest.fixture(scope='module')
def staff(server, organs):
    """A browser for each account: staff['editor']."""
    return {name: portal_of(server, name)
            for name in ('editor', 'reviewer', 'publisher', 'admin', 'everything', 'stranger')}


@pytest.fixture
def draft(people, organs):
    report = organs.report()
    ok(people.editor.put(report), 201)
    return report


def done(answer, report, suffix=''):
    """303 to the report's page, with a notice."""
    assert answer.status_code == 303, answer.text
    assert path_of(report, suffix) + '?done=' in answer.headers['Location']
    return answer


def step(portal, report, action, **fields):
    return portal.fill(path_of(report, '/' + action), **fields)


def bring_to(staff, report, *actions):
    """Takes the report along, clicking."""
    way = {'submit': ('editor', {}), 'approve': ('reviewer', {'_attest': '1'}),
           'publish': ('publisher', {'_comment': '按审核意见签发。'}),
           'return': ('reviewer', {'_comment': '请核对。'}), 'correct': ('publisher', {})}
    for action in actions:
        account, fields = way[action]
        done(step(staff[account], report, action, **fields), report)


def buttons(portal, report):
    """The actions a report's page offers."""
    page = portal.page(path_of(report))
    links = [a.get('href') for a in page.xpath('//div[@class="ds-buttons"]/a')]
    return {link.rsplit('/', 1)[1] for link in links if path_of(report) + '/' in link}


def state(people, report):
    return people.editor.state(report['organ'], report['year'])['state']


def public(server, report):
    return Api(server).get('/%s/%d' % (report['organ'], report['year']))


# ---- The way through ----

def test_three_steps_from_draft_to_correction(server, people, staff, draft):
    assert '还没有' not in text_of(staff['editor'].page(path_of(draft)))
    bring_to(staff, draft, 'submit', 'approve')
    assert public(server, draft).status_code == 404
    answer = step(staff['publisher'], draft, 'publish', _index_number='370305/2021-1',
                  _document_number='示范发〔2021〕3号')
    done(answer, draft)
    page = public(server, draft)
    assert page.status_code == 200
    assert '370305/2021-1' in page.text and '示范发〔2021〕3号' in page.text

    done(step(staff['publisher'], draft, 'correct', _comment='许可数量统计有误。'), draft)
    assert public(server, draft).status_code == 200
    changed = samples.with_cell(draft, LEAPING, 77)
    etag = people.editor.get('/api' + path_of(draft)).headers['ETag']
    ok(people.editor.put(changed, etag))
    bring_to(staff, draft, 'submit', 'approve')
    refused = step(staff['publisher'], draft, 'publish', _comment='')
    assert refused.status_code == 422 and '更正说明' in refused.text
    form = staff['publisher'].page(path_of(draft, '/publish'))
    assert form.xpath('//input[@name="_index_number"]/@value') == ['370305/2021-1']
    done(step(staff['publisher'], draft, 'publish', _comment='许可数量更正为77件。'), draft)
    assert '许可数量更正为77件' in public(server, draft).text
    notice = Api(server).get('/%s/%d/changes' % (draft['organ'], draft['year'])).text
    assert '77' in notice


@pytest.fixture(scope='module')
def five(make_server):
    """A server with the chain of five steps, an organ and its people."""
    server = make_server(site='DisclosureChain five-steps')
    offices = Organs(server)
    key, name = offices.new()
    passwords = dict(PASSWORDS)
    for account, role in (('own-reviewer', 'reviewer'), ('own-publisher', 'publisher')):
        passwords[account] = PASSWORDS['editor']
        server.tool.run('account', 'add', account, '--grant', '%s@%s' % (role, key),
                        input=passwords[account] + '\n')
    report = samples.report('2019', key, 2020, name)
    ok(Api(server, 'editor', passwords['editor']).put(report), 201)
    browsers = {account: Portal(server, account, passwords[account])
                for account in ('editor', 'own-reviewer', 'own-publisher', 'reviewer', 'publisher')}
    return server, report, browsers


def test_five_steps(five):
    server, report, staff = five
    done(step(staff['editor'], report, 'submit'), report)
    assert buttons(staff['reviewer'], report) == set()
    assert staff['reviewer'].get(path_of(report, '/approve')).status_code == 403
    assert step(staff['own-reviewer'], report, 'approve').status_code == 422
    done(step(staff['own-reviewer'], report, 'approve', _attest='1'), report)
    signed = {'_signer': '王建国', '_post': '主任', '_signed_on': '2021-01-20'}
    done(step(staff['own-publisher'], report, 'approve', **signed), report)
    assert public(server, report).status_code == 404
    done(step(staff['reviewer'], report, 'approve', _comment='形式、数据已核。'), report)
    done(step(staff['publisher'], report, 'publish'), report)
    assert public(server, report).status_code == 200
    history = text_of(staff['editor'].page(path_of(report, '/history')))
    for said in ('通过‘本单位审核（含保密审查）’环节，已作保密审查', '通过‘本单位负责人签发’环节',
                 '王建国（主任），2021年1月20日签批', '没有扫描件', '形式、数据已核。', '签发并公开'):
        assert said in history, said

    done(step(staff['publisher'], report, 'correct'), report)
    done(step(staff['editor'], report, 'submit'), report)
    done(step(staff['own-reviewer'], report, 'approve', _attest='1'), report)
    done(step(staff['own-publisher'], report, 'approve'), report)
    done(step(staff['reviewer'], report, 'return', _comment='改回原稿。'), report)
    assert public(server, report).status_code == 200
    done(step(staff['editor'], report, 'submit'), report)
    done(step(staff['own-reviewer'], report, 'approve', _attest='1'), report)
    done(step(staff['own-publisher'], report, 'approve'), report)
    done(step(staff['reviewer'], report, 'approve'), report)
    done(step(staff['publisher'], report, 'publish', _comment='文字校正。'), report)
    assert '文字校正' in public(server, report).text


# ---- Who sees what ----

STATES = {
    # actions before, then account -> buttons
    (): {'editor': {'edit', 'submit'}, 'reviewer': set(), 'publisher': set(), 'admin': set()},
    ('submit',): {'editor': set(), 'reviewer': {'approve', 'return'}, 'publisher': set(),
                  'admin': set()},
    ('submit', 'approve'): {'editor': set(), 'reviewer': set(),
                            'publisher': {'publish', 'return'}, 'admin': set()},
    ('submit', 'return'): {'editor': {'edit', 'submit'}, 'reviewer': set()},
    ('submit', 'approve', 'publish'): {
        'editor': set(), 'reviewer': {'takedown'},
        'publisher': {'correct', 'withdraw', 'takedown'}, 'admin': {'takedown'}},
}


@pytest.mark.parametrize('before', STATES)
def test_buttons_are_what_is_permitted(staff, draft, before):
    bring_to(staff, draft, *before)
    for account, expected in STATES[before].items():
        assert buttons(staff[account], draft) == expected, account
        for action in ACTIONS:
            status = staff[account].get(path_of(draft, '/' + action)).status_code
            assert (status == 200) == (action in expected), (account, action, status)
            assert status in (200, 403, 409), (account, action, status)


def test_author_neither_approves_nor_publishes(server, people, staff, organs):
    report = organs.report()
    ok(people.everything.put(report), 201)
    done(step(staff['everything'], report, 'submit'), report)
    page = text_of(staff['everything'].page(path_of(report)))
    assert '您本人填报' in page and '请由其他人员办理' in page
    assert 'approve' not in buttons(staff['everything'], report)
    assert staff['everything'].get(path_of(report, '/approve')).status_code == 403
    token = staff['everything'].page('/password').xpath('//input[@name="_token"]/@value')[0]
    tag = people.everything.get('/api' + path_of(report)).headers['ETag'].strip('"')
    forged = staff['everything'].post(path_of(report, '/approve'),
                                      {'_token': token, '_tag': tag, '_attest': '1'})
    assert forged.status_code == 403
    assert state(people, report) == 'submitted'


@pytest.mark.parametrize('suffix', ['', '/preview', '/print', '/document.docx', '/history',
                                    '/submit', '/takedown'])
def test_other_organs_and_missing_reports(staff, draft, suffix):
    assert staff['stranger'].get(path_of(draft, suffix)).status_code == 403
    assert staff['editor'].get('/reports/no-such-organ/2020' + suffix).status_code == 404
    missing = staff['editor'].get('/reports/%s/2015%s' % (draft['organ'], suffix))
    assert missing.status_code == (200 if suffix == '' else 404)


def test_without_signing_in(server, draft):
    answer = Portal(server).get(path_of(draft))
    assert 'name="_password"' in answer.text
    assert draft['title'] not in answer.text


def test_a_report_not_begun_says_so(staff, organs):
    key, _ = organs.new()
    page = text_of(staff['editor'].page('/reports/%s/2023' % key))
    assert '还没有开始填报' in page and '2024年1月31日' in page and '逾期' in page


# ---- What was found, and reasons ----

def with_warning(report):
    """Without a date under it: a warning, not an error."""
    return dict(report, signature={'name': report['signature']['name']})


def test_errors_first_and_linked(staff, people, organs):
    report = samples.with_cell(organs.report(), 'requests/new/natural', 9999)
    ok(people.editor.put(report), 201)
    page = staff['editor'].page(path_of(report))
    links = page.xpath('//div[contains(@class, "ds-found-error")]//a/@href')
    assert any(link.endswith('/edit#requests/new/natural') for link in links)
    form = staff['editor'].page(path_of(report, '/submit'))
    assert '改正之后才能送审' in text_of(form)
    assert not form.xpath('//form//button[text()="送审"]')
    reviewer = staff['reviewer'].page(path_of(report))
    target = [link for link in reviewer.xpath('//div[contains(@class, "ds-found")]//a/@href')
              if link == '#requests/new/natural']
    assert target and reviewer.xpath('//*[@id="requests/new/natural"]')


def test_a_reason_is_signed_and_survives(people, staff, organs):
    report = with_warning(organs.report())
    ok(people.editor.put(report), 201)
    refused = step(staff['editor'], report, 'submit')
    assert refused.status_code == 422 and '请说明理由' in refused.text
    page = staff['editor'].page(path_of(report, '/submit'))
    reasons = page.xpath('//textarea[starts-with(@name, "_reason")]/@name')
    assert reasons
    fields = {name: '正文统计口径含咨询 <b>&' for name in reasons}
    done(step(staff['editor'], report, 'submit', **fields), report)
    seen = staff['reviewer'].page(path_of(report))
    assert 'editor说明：正文统计口径含咨询 <b>&' in text_of(seen)
    done(step(staff['reviewer'], report, 'return', _comment='请再核。'), report)
    assert '请再核。' in text_of(staff['editor'].page(path_of(report, '/history')))
    again = staff['editor'].page(path_of(report, '/submit'))
    assert '正文统计口径含咨询' in again.xpath('//textarea[@name="_reason1"]')[0].text
    done(step(staff['editor'], report, 'submit'), report)


def test_last_year_beside_and_leaps_flagged(people, staff, organs):
    key, name = organs.new()
    before = samples.report('2019', key, 2019, name)
    people.publish(samples.with_cell(before, LEAPING, 5))
    now = samples.report('2019', key, 2020, name, carried_in=samples.carried_out(before))
    ok(people.editor.put(samples.with_cell(now, LEAPING, 500)), 201)
    page = staff['reviewer'].page('/reports/%s/2020' % key)
    cell = page.xpath('//*[@id="%s"]/..' % LEAPING)[0]
    assert text_of(cell) == '500，上年5大增'
    assert not staff['editor'].page('/reports/%s/2020' % key).xpath('//*[@class="ds-before"]')


# ---- Comments ----

def comment(portal, report, place, text):
    """Chooses the place and writes a comment there."""
    page = portal.page('%s?at=%s' % (path_of(report), place))
    form = [f for f in page.forms if '_comment' in f.fields][0]
    done(portal.post(path_of(report, '/comments'),
                     {**dict(form.form_values()), '_comment': text, '_do': 'add'}), report)


def test_comments_are_pinned_answered_and_kept(people, staff, draft):
    path = path_of(draft)
    bring_to(staff, draft, 'submit')
    pick = staff['reviewer'].page(path + '?pick=1')
    links = pick.xpath('//*[@id="section/overview/2"]//a[@class="ds-pick"]/@href')
    assert links == ['/disclosure/staff%s?at=section/overview/2#ds-comments' % path]
    comment(staff['reviewer'], draft, 'section/overview/2', '第二段请写明数量。')
    comment(staff['reviewer'], draft, 'requests/new/natural', '<script>alert(1)</script>')
    done(step(staff['reviewer'], draft, 'return', _comment='见批注。'), draft)
    page = staff['editor'].page(path)
    said = text_of(page.xpath('//li[@id="comment-1"]')[0])
    assert '一、总体情况，第2段' in said and '第二段请写明数量。' in said and 'reviewer' in said
    assert page.xpath('//*[@id="section/overview/2"]/a[@href="#comment-1"]')
    assert page.xpath('//td[*[@id="requests/new/natural"]]/a[@href="#comment-2"]')
    assert not page.xpath('//script[contains(text(), "alert")]')
    etag = people.editor.get('/api' + path).headers['ETag']
    ok(people.editor.put(samples.with_cell(draft, LEAPING, 8), etag))
    assert staff['editor'].page(path).xpath('//li[@id="comment-2"]')
    forms = [f for f in staff['editor'].page(path).forms
             if f.fields.get('_number') == '1']
    fields = dict(forms[0].form_values(), _do='resolve')
    for _ in range(2):
        done(staff['editor'].post(path + '/comments', fields), draft)
    page = staff['editor'].page(path)
    assert page.xpath('//details//li[@id="comment-1"]')
    assert not page.xpath('//a[@href="#comment-1"]')


@pytest.mark.parametrize('fields, status', [
    ({'_comment': ''}, 422), ({'_comment': '长' * 1001}, 422),
    ({'_comment': '好', '_place': 'requests/none/natural'}, 422),
    ({'_comment': '好', '_place': 'section/overview/99'}, 422),
    ({'_comment': '好', '_do': 'nothing'}, 422), ({'_do': 'resolve', '_number': '999'}, 404),
    ({'_do': 'resolve', '_number': '99999999999999999999'}, 404),
    ({'_do': 'explain', '_explanation': '没有撤下。'}, 409),
])
def test_comments_that_are_not_right(staff, draft, fields, status):
    bring_to(staff, draft, 'submit')
    path = path_of(draft)
    token = staff['reviewer'].page(path).xpath('//input[@name="_token"]/@value')[0]
    answer = staff['reviewer'].post(path + '/comments', {'_token': token, '_do': 'add', **fields})
    assert answer.status_code == status, answer.text
    if len(fields.get('_comment', '')) > 1:
        assert fields['_comment'] in answer.text


def test_comments_are_for_those_who_work_on_it(staff, draft):
    path = path_of(draft)
    bring_to(staff, draft, 'submit')
    for account, status in (('admin', 403), ('stranger', 403)):
        token = staff[account].page('/password').xpath('//input[@name="_token"]/@value')[0]
        answer = staff[account].post(path + '/comments', {'_token': token, '_do': 'add',
                                                          '_comment': '好'})
        assert answer.status_code == status
    bring_to(staff, draft, 'approve', 'publish')
    token = staff['reviewer'].page('/password').xpath('//input[@name="_token"]/@value')[0]
    answer = staff['reviewer'].post(path + '/comments', {'_token': token, '_do': 'add',
                                                         '_comment': '好'})
    assert answer.status_code == 409


# ---- Stale, twice, back ----

def sent(portal, report, action, **fields):
    """What the form of a step sends now."""
    page = portal.page(path_of(report, '/' + action))
    form = [f for f in page.forms if f.action.endswith('/' + action)][0]
    return {**dict(form.form_values()), **fields}


def test_pressing_twice_does_it_once(people, staff, draft):
    bring_to(staff, draft, 'submit')
    fields = sent(staff['reviewer'], draft, 'approve', _attest='1', _comment='同意。')
    for _ in range(2):
        done(staff['reviewer'].post(path_of(draft, '/approve'), fields), draft)
    history = text_of(staff['reviewer'].page(path_of(draft, '/history')))
    assert history.count('通过‘审核') == 1
    bring_to(staff, draft, 'publish')
    late = staff['reviewer'].post(path_of(draft, '/approve'), fields)
    assert late.status_code == 412 and '同意。' in late.text


def test_stale_shows_what_changed(people, staff, draft):
    bring_to(staff, draft, 'submit')
    fields = sent(staff['reviewer'], draft, 'approve', _attest='1', _comment='看过了。')
    publisher = sent(staff['reviewer'], draft, 'return', _comment='退回。')
    done(staff['reviewer'].post(path_of(draft, '/return'), publisher), draft)
    etag = people.editor.get('/api' + path_of(draft)).headers['ETag']
    ok(people.editor.put(samples.with_cell(draft, LEAPING, 4321), etag))
    bring_to(staff, draft, 'submit')
    answer = staff['reviewer'].post(path_of(draft, '/approve'), fields)
    assert answer.status_code == 412
    for said in ('没有办理', '退回修改', '4321', '看过了。', '送审'):
        assert said in answer.text, said
    assert state(people, draft) == 'submitted'


@pytest.mark.parametrize('change', [{'_tag': ''}, {'_tag': '1.1.00000000'},
                                    {'_revision': '77', '_tag': 'x'},
                                    {'_revision': '-1', '_tag': 'x', '_record': 'y'}])
def test_tags_made_up(people, staff, draft, change):
    bring_to(staff, draft, 'submit')
    fields = sent(staff['reviewer'], draft, 'approve', _attest='1', **change)
    assert staff['reviewer'].post(path_of(draft, '/approve'), fields).status_code == 412
    assert state(people, draft) == 'submitted'


def test_a_forged_token_is_asked_about(people, staff, draft):
    fields = sent(staff['editor'], draft, 'submit', _token='0' * 64)
    assert staff['editor'].post(path_of(draft, '/submit'), fields).status_code == 403
    assert state(people, draft) == 'draft'


@pytest.mark.parametrize('account, action, fields, said', [
    ('reviewer', 'approve', {}, '保密审查'),
    ('reviewer', 'approve', {'_attest': '1', '_post': '主任'}, '签批人的姓名'),
    ('reviewer', 'approve', {'_attest': '1', '_signer': '王', '_signed_on': '2999-01-01'},
     '不晚于今天'),
    ('reviewer', 'approve', {'_attest': '1', '_signer': '王', '_signed_on': '昨天'}, '日期'),
    ('reviewer', 'return', {'_comment': '　 '}, '要写明'),
    ('reviewer', 'return', {'_comment': '长' * 1600}, '太长'),
])
def test_what_a_step_must_be_told(people, staff, draft, account, action, fields, said):
    bring_to(staff, draft, 'submit')
    answer = step(staff[account], draft, action, **fields)
    assert answer.status_code == 422 and said in answer.text
    for value in fields.values():
        assert value in answer.text or not value.strip()
    assert state(people, draft) == 'submitted'


# ---- On to the next ----

def test_approve_and_go_on(people, staff, organs):
    first, second = organs.report(), organs.report()
    for report in (first, second):
        ok(people.editor.put(report), 201)
        bring_to(staff, report, 'submit')
    answer = staff['reviewer'].fill(path_of(first, '/approve'), button=('_then', 'next'),
                                    _attest='1')
    assert answer.status_code == 303
    target = re.search(r'/staff(/reports/([\w-]+)/\d+)\?done=approve$', answer.headers['Location'])
    assert target and target.group(2) != first['organ']
    assert 'approve' in buttons(staff['reviewer'], {'organ': target.group(2),
                                                    'year': int(target.group(1)[-4:])})


# ---- After publication ----

def test_withdrawal_wants_a_reason(server, people, staff, draft):
    bring_to(staff, draft, 'submit', 'approve', 'publish')
    assert step(staff['publisher'], draft, 'withdraw').status_code == 422
    done(step(staff['publisher'], draft, 'withdraw', _comment='数据口径有误。'), draft)
    gone = public(server, draft)
    assert gone.status_code == 410 and '数据口径有误' in gone.text


def test_taking_down_at_once_reason_after(server, people, staff, draft):
    bring_to(staff, draft, 'submit', 'approve', 'publish')
    path = path_of(draft)
    fields = sent(staff['admin'], draft, 'takedown', _tag='whatever')
    done(staff['admin'].post(path + '/takedown', fields), draft)
    for suffix in ('', '.xml', '.json', '/v1', '/fragment'):
        answer = Api(server).get('/%s/%d%s' % (draft['organ'], draft['year'], suffix))
        assert answer.status_code == 410, suffix
    assert '请尽快补写' in text_of(staff['admin'].page(path))
    answer = staff['admin'].fill(path, form=path + '/comments', button=('_do', 'explain'),
                                 _explanation='含个人信息，更正后重新公开。')
    done(answer, draft)
    assert '含个人信息' in public(server, draft).text
    assert '说明撤下的原因' in text_of(staff['admin'].page(path + '/history'))
    done(step(staff['publisher'], draft, 'correct'), draft)
    bring_to(staff, draft, 'submit', 'approve')
    done(step(staff['publisher'], draft, 'publish', _comment='已删去个人信息。'), draft)
    assert public(server, draft).status_code == 200


# ---- Preview, paper, history ----

def test_preview_is_the_public_page(server, staff, draft):
    preview = staff['editor'].get(path_of(draft, '/preview'))
    assert preview.status_code == 200 and '尚未公开' in preview.text
    assert 'no-store' in preview.headers['Cache-Control']
    bring_to(staff, draft, 'submit', 'approve', 'publish')
    article = re.compile('<article.*</article>', re.S)
    assert article.search(preview.text).group(0) == article.search(public(server, draft).text).group(0)


def test_papers(staff, draft):
    printed = text_of(staff['editor'].page(path_of(draft, '/print')))
    for said in ('审签单', '审核（含保密审查）', '已作保密审查', '公章', draft['title']):
        assert said in printed, said
    answer = staff['editor'].get(path_of(draft, '/document.docx'))
    assert answer.status_code == 200 and 'attachment' in answer.headers['Content-Disposition']
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert '审签单' in package.read('word/document.xml').decode()


def test_history_compares_any_two(people, staff, draft):
    path = path_of(draft)
    etag = people.editor.get('/api' + path).headers['ETag']
    for number in (1111, 2222):
        etag = people.editor.put(samples.with_cell(draft, LEAPING, number), etag).headers['ETag']
    page = text_of(staff['editor'].page(path + '/history?from=2&to=3'))
    assert '第 2 稿到第 3 稿的改动' in page and '1111' in page and '2222' in page
    assert '保存草稿 3 次' in page
    assert '内容相同' in text_of(staff['editor'].page(path + '/history?from=3&to=3'))
    assert staff['editor'].get(path + '/history?from=2&to=9').status_code == 404
    assert staff['editor'].get(path + '/history?from=x&to=-1').status_code == 200


# ---- Both layouts ----

def test_pages_hold_no_script_and_are_not_kept(staff, draft):
    bring_to(staff, draft, 'submit')
    for suffix in ('', '/approve', '/return', '/history', '/print'):
        answer = staff['reviewer'].get(path_of(draft, suffix))
        assert 'no-store' in answer.headers['Cache-Control'], suffix
        assert "script-src 'self'" in answer.headers['Content-Security-Policy'] \
            or "default-src 'self'" in answer.headers['Content-Security-Policy']
        assert not re.search(r'<script(?![^>]*\b(src=|type="application/ld\+json"))|\son\w+=|style="', answer.text), suffix


def test_the_reason_of_a_return_is_where_one_mends(staff, draft):
    """On the report's page and in the form, until the report is submitted again."""
    bring_to(staff, draft, 'submit')
    reason = '表三<b>自然人</b>一列请核对。'
    done(step(staff['reviewer'], draft, 'return', _comment=reason + '\n再看落款。'), draft)
    for account, suffix in (('editor', ''), ('editor', '/edit'), ('reviewer', '')):
        notice = staff[account].page(path_of(draft, suffix)).xpath('//div[@class="ds-notice"]')
        told = ''.join(notice[0].itertext())
        assert '退回修改' in told and reason in told and '再看落款。' in told, suffix
    bring_to(staff, draft, 'submit')
    assert reason not in staff['reviewer'].get(path_of(draft)).text
    assert '再看落款。' not in staff['editor'].get(path_of(draft)).text


# ---- The signed sheet comes back ----

@pytest.fixture(scope='module')
def filing(make_server):
    """A server that takes files."""
    server = make_server(start=False)
    folder = places.folder(server.root + '/files')
    server.site = 'DisclosureFiles "%s"' % folder
    return server.start()


def test_the_signed_sheet_comes_back(filing):
    report = Organs(filing).report()
    staff = {name: portal_of(filing, name) for name in ('editor', 'reviewer', 'stranger', 'admin')}
    ok(Api(filing, 'editor', PASSWORDS['editor']).put(report), 201)
    done(step(staff['editor'], report, 'submit'), report)
    done(step(staff['reviewer'], report, 'approve', _attest='1', _signer='王建国',
              _signed_on='2021-01-20'), report)
    path = path_of(report)

    def send(account, data, name='审签单.pdf', **fields):
        token = staff[account].page('/password').xpath('//input[@name="_token"]/@value')[0]
        return staff[account].session.post(
            filing.url('/staff' + path + '/scan'), files={'file': (name, data)},
            data={'_token': token, '_number': '1', **fields}, allow_redirects=False, timeout=30)

    assert send('stranger', media.pdf()).status_code == 403
    assert send('admin', media.pdf()).status_code == 403
    assert send('reviewer', media.pdf(), _token='x').status_code == 403
    assert send('reviewer', b'MZ\x90\x00' + b'\0' * 100).status_code in (415, 422)
    assert send('reviewer', media.pdf(), _number='7').status_code == 404
    assert '没有扫描件' in text_of(staff['editor'].page(path + '/history'))
    done(send('reviewer', media.pdf()), report, '/history')
    page = staff['editor'].page(path + '/history')
    link = page.xpath('//a[text()="查看扫描件"]/@href')[0].split('/staff')[1]
    scan = staff['editor'].get(link)
    assert scan.status_code == 200 and scan.content == media.pdf()
    assert 'private' in scan.headers['Cache-Control']
    assert staff['stranger'].get(link).status_code == 404
    assert Api(filing).get(link).status_code == 404
    assert b'%PDF' not in Portal(filing).get(link).content
