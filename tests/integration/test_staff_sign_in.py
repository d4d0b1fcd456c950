"""Coming into the staff portal and going out: by our own form and by whatever
httpd is configured for; and what a form from elsewhere, or from long ago, can do."""
import datetime
import hashlib
import hmac
import re
import sqlite3
import time
import urllib.parse

import lxml.html
import pytest
import requests

from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of

HOSTILE = '<script>alert("1")</script>\'&</textarea>'
COOKIE = 'ds-session'

FORM = '''
<Location "/disclosure/staff">
    AuthType disclosure
    Require valid-user
</Location>
'''
BASIC = '''
<Location "/disclosure/staff">
    AuthType Basic
    AuthName "disclosure"
    AuthBasicProvider disclosure
    Require valid-user
</Location>
'''
SHORT = '''
DisclosureSessionIdle 3
DisclosureSessionMax 7
DisclosureSignInFailures 3
DisclosureSignInLock 3
'''


@pytest.fixture(scope='module')
def guarded(make_server):
    """AuthType disclosure, and little patience."""
    return make_server(extra=FORM, site=SHORT)


@pytest.fixture(scope='module')
def basic(make_server):
    return make_server(extra=BASIC)


@pytest.fixture(params=['nothing configured', 'AuthType disclosure'])
def house(request, server, guarded):
    """Where our own form is in use."""
    return server if request.param == 'nothing configured' else guarded


def portal(server, account='editor'):
    return Portal(server, account, PASSWORDS[account])


def key_of(browser):
    return browser.session.cookies.get(COOKIE)


def token_of(browser, path='/password'):
    return browser.page(path).xpath('//input[@name="_token"]/@value')[0]


def made_token(server, account, key, days=0):
    """What a page of that day would have carried."""
    with sqlite3.connect('file:%s?mode=ro' % server.database, uri=True) as database:
        secret, = database.execute("SELECT value FROM ds_meta WHERE name = 'secret'").fetchone()
    session = hashlib.sha256(key.encode()).hexdigest() if key else '-'
    day = datetime.datetime.fromtimestamp(
        time.time() - days * 86400, datetime.timezone(datetime.timedelta(hours=8)))
    text = 'staff-form %d:%s %s %s' % (len(account.encode()), account, session,
                                       day.strftime('%Y-%m-%d'))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def actions_of(server, account):
    with sqlite3.connect('file:%s?mode=ro' % server.database, uri=True) as database:
        return [action for action, in database.execute(
            'SELECT action FROM ds_audit WHERE account = ? ORDER BY number', (account,))]


def new_account(server, name, *grants):
    password = PASSWORDS['editor']
    words = [word for grant in grants for word in ('--grant', grant)]
    server.tool.run('account', 'add', name, *words, input=password + '\n')
    return password


# ---- Signing in ----

def test_form_in_place_of_the_page(house):
    answer = Portal(house).get('/password')
    assert answer.status_code == 401
    assert answer.headers['Cache-Control'] == 'no-store'
    assert "script-src 'self'" in answer.headers['Content-Security-Policy']
    assert "unsafe" not in answer.headers['Content-Security-Policy']
    assert 'Set-Cookie' not in answer.headers
    assert 'name="_password"' in answer.text
    assert 'value="/disclosure/staff/password"' in answer.text


def test_signs_in_and_goes_on(house):
    browser = Portal(house)
    answer = browser.post('/sign-in', {'_account': 'editor', '_password': PASSWORDS['editor'],
                                       '_next': '/disclosure/staff/password?x=1'})
    assert answer.status_code == 303
    assert answer.headers['Location'] == '/disclosure/staff/password?x=1'
    cookie = answer.headers['Set-Cookie']
    assert re.fullmatch(r'ds-session=[0-9a-f]{64}; Path=/disclosure/staff; HttpOnly; SameSite=Lax',
                        cookie)
    page = browser.page('/password')
    assert text_of(page.find_class('ds-staff-name')[0]) == 'editor'
    assert browser.get('/sign-in').status_code == 303


def test_says_when_the_last_sign_in_was(server):
    password = new_account(server, 'twice')
    first = Portal(server, 'twice', password)
    assert not first.page('/password').find_class('ds-staff-last')
    second = Portal(server, 'twice', password)
    shown = text_of(second.page('/password').find_class('ds-staff-last')[0])
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8)))
    assert '%d年%d月%d日' % (today.year, today.month, today.day) in shown


def test_one_sentence_for_all_that_is_wrong(server):
    new_account(server, 'inactive')
    server.tool.run('account', 'set', 'inactive', '--deactivate')
    said = set()
    for account in ('editor', 'no-such-account', 'inactive', '-', 'a' * 500, '\u200b'):
        answer = Portal(server).post('/sign-in', {'_account': account, '_password': 'Wrong-1'})
        assert answer.status_code == 401
        assert 'Set-Cookie' not in answer.headers
        said.add(re.search(r'id="_password-error">([^<]+)<', answer.text).group(1))
    assert len(said) == 1
    assert portal(server).get('/password').status_code == 200


def test_what_is_missing_is_said_at_the_field(server):
    for fields, place in (({'_account': ''}, '_account'), ({'_account': 'editor'}, '_password'),
                          ({'_account': '   ', '_password': 'x'}, '_account')):
        answer = Portal(server).post('/sign-in', fields)
        assert answer.status_code == 401
        assert 'id="%s-error"' % place in answer.text
        assert 'href="#%s"' % place in answer.text


def test_lock_out(guarded, log):
    guarded.errors.expect('DS0441')
    password = new_account(guarded, 'locked')
    for _ in range(3):
        assert Portal(guarded).sign_in('locked', 'Wrong-password-1').status_code == 401
    answer = Portal(guarded).sign_in('locked', password)
    assert answer.status_code == 401
    assert '锁定' in answer.text
    time.sleep(3.1)
    assert Portal(guarded).sign_in('locked', password).status_code == 303


@pytest.mark.parametrize('key', ['', 'x', '0' * 64, '0' * 65, 'A' * 64, '%00', '../..', '"', '\'--'])
def test_made_up_cookies(server, key):
    answer = requests.get(server.url('/staff/password'), timeout=30,
                          headers={'Cookie': COOKIE + '=' + key})
    assert answer.status_code == 401


def test_no_fixation(server):
    """Signing in makes a new key, whatever the browser came with, and voids the
    one it had."""
    browser = portal(server)
    old = key_of(browser)
    assert Portal.post(browser, '/sign-in', {'_account': 'editor', '_password':
                                             PASSWORDS['editor']}).status_code == 303
    assert key_of(browser) != old
    answer = requests.get(server.url('/staff/password'), timeout=30,
                          headers={'Cookie': COOKIE + '=' + old})
    assert answer.status_code == 401
    planted = 'f' * 64
    answer = requests.post(server.url('/staff/sign-in'), timeout=30, allow_redirects=False,
                           headers={'Cookie': COOKIE + '=' + planted},
                           data={'_account': 'editor', '_password': PASSWORDS['editor']})
    assert planted not in answer.headers['Set-Cookie']


def test_cookie_is_secure_behind_https(make_server):
    server = make_server(site='DisclosureBaseURL https://www.example.gov.cn')
    answer = Portal(server).post('/sign-in', {'_account': 'editor',
                                              '_password': PASSWORDS['editor']})
    assert answer.headers['Set-Cookie'].startswith('__Secure-ds-session=')
    assert answer.headers['Set-Cookie'].endswith('; Secure')
    assert answer.headers['Location'] == '/disclosure/staff/'


@pytest.mark.parametrize('target', [
    '//evil.example', 'https://evil.example', '/disclosure/staff//evil.example', '/evil',
    '/disclosure/staffevil', '/disclosure/staff/../..//evil.example', '\\\\evil.example',
    '/disclosure/staff/\\evil', '/disclosure/staff/\r\nSet-Cookie: a=b', 'javascript:alert(1)',
    '/disclosure/staff/sign-in', '/disclosure/staff/sign-out', '', '/disclosure/staff/年报'])
def test_goes_on_to_our_own_pages_only(server, target):
    fields = {'_account': 'editor', '_password': PASSWORDS['editor'], '_next': target}
    answer = Portal(server).post('/sign-in', fields)
    assert answer.status_code == 303
    assert answer.headers['Location'] == '/disclosure/staff/'
    assert 'evil' not in str(answer.headers)
    page = Portal(server).get('/sign-in?next=' + urllib.parse.quote(target))
    assert page.status_code == 200
    assert 'name="_next"' not in page.text


def test_public_pages_have_no_session(server):
    browser = portal(server)
    for path in ('/', '/rules'):
        answer = browser.session.get(server.url(path), timeout=30)
        assert 'Set-Cookie' not in answer.headers
        assert 'Cookie' not in answer.request.headers


# ---- Other identities ----

def test_any_identity_of_httpd(basic):
    session = requests.Session()
    session.trust_env = False
    answer = session.get(basic.url('/staff/password'), timeout=30)
    assert answer.status_code == 401
    assert answer.headers['WWW-Authenticate'].startswith('Basic')
    session.auth = ('editor', PASSWORDS['editor'])
    answer = session.get(basic.url('/staff/password'), timeout=30)
    assert answer.status_code == 200
    assert 'sign-out' not in answer.text
    assert 'Set-Cookie' not in answer.headers
    answer = session.get(basic.url('/staff/sign-in'), timeout=30, allow_redirects=False)
    assert answer.status_code == 303
    token = made_token(basic, 'editor', None)
    fields = {'_token': token, 'old': PASSWORDS['editor'], 'password': 'New-password-1',
              'password_again': 'New-password-1'}
    other = made_token(basic, 'reviewer', None)
    answer = session.post(basic.url('/staff/password'), timeout=30, allow_redirects=False,
                          data={**fields, '_token': other})
    assert answer.status_code == 403
    answer = session.post(basic.url('/staff/password'), timeout=30, allow_redirects=False,
                          data=fields)
    assert answer.status_code == 303
    session.auth = ('editor', 'New-password-1')
    assert session.get(basic.url('/staff/password'), timeout=30).status_code == 200


def test_sign_in_type_guards_nothing_else(make_server):
    """Our cookie is sent to the staff pages only; elsewhere the type is a mistake
    that is said, not a hole."""
    server = make_server(extra='<Location "/disclosure/rules">\nAuthType disclosure\n'
                               'Require valid-user\n</Location>')
    server.errors.expect('DS0642')
    assert requests.get(server.url('/rules'), timeout=30).status_code == 403
    assert Portal(server).get('/password').status_code == 401


def test_addresses_that_are_refused_stay_refused(make_server):
    server = make_server(extra='<Location "/disclosure/staff">\nAuthType disclosure\n<RequireAll>\n'
                               'Require ip 192.0.2.0/24\nRequire valid-user\n</RequireAll>\n'
                               '</Location>')
    server.errors.expect('AH01630')
    answer = Portal(server).get('/sign-in')
    assert answer.status_code in (401, 403)
    assert '_password' not in answer.text


# ---- Going out ----

def test_signs_out(house):
    browser = portal(house)
    other = portal(house)
    key = key_of(browser)
    answer = browser.post('/sign-out', {'_token': token_of(browser)})
    assert answer.status_code == 303
    assert 'Max-Age=0' in answer.headers['Set-Cookie']
    assert '您已退出登录' in browser.get('/sign-in?done=signed-out').text
    answer = requests.get(house.url('/staff/password'), timeout=30,
                          headers={'Cookie': COOKIE + '=' + key})
    assert answer.status_code == 401
    assert other.get('/password').status_code == 200


def test_signs_out_everywhere(server):
    password = new_account(server, 'everywhere')
    first, second = (Portal(server, 'everywhere', password) for _ in range(2))
    bystander = portal(server)
    answer = first.post('/sign-out', {'_token': token_of(first), 'everywhere': '1'})
    assert answer.status_code == 303
    assert first.get('/password').status_code == second.get('/password').status_code == 401
    assert bystander.get('/password').status_code == 200
    assert actions_of(server, 'everywhere') == ['sign-in', 'sign-in', 'sign-out-everywhere']


def test_is_signed_out_by_get_never(server):
    browser = portal(server)
    assert browser.get('/sign-out').status_code == 405
    assert browser.get('/password').status_code == 200


def test_ends_when_nothing_is_done(guarded):
    browser = portal(guarded)
    for _ in range(2):
        time.sleep(2)
        assert browser.get('/password').status_code == 200
    time.sleep(4)
    assert browser.get('/password').status_code == 401


def test_ends_at_last(guarded):
    browser = portal(guarded)
    end = time.monotonic() + 9
    while time.monotonic() < end and browser.get('/password').status_code == 200:
        time.sleep(1)
    assert time.monotonic() < end


def test_ends_with_the_account(server):
    password = new_account(server, 'leaving')
    browser = Portal(server, 'leaving', password)
    server.tool.run('account', 'set', 'leaving', '--deactivate')
    assert browser.get('/password').status_code == 401
    assert browser.sign_in('leaving', password).status_code == 401


# ---- Passwords ----

def test_changes_a_password(server):
    password = new_account(server, 'changing')
    browser, other = (Portal(server, 'changing', password) for _ in range(2))
    wrong = [({'old': 'Wrong-1'}, 'old'), ({'old': ''}, 'old'),
             ({'password': 'short', 'password_again': 'short'}, 'password'),
             ({'password': password, 'password_again': password}, 'password'),
             ({'password_again': 'Another-1-one'}, 'password_again')]
    good = {'old': password, 'password': 'New-password-1', 'password_again': 'New-password-1'}
    for fields, place in wrong:
        answer = browser.fill('/password', **{**good, **fields})
        assert answer.status_code == 422, fields
        assert 'id="%s-error"' % place in answer.text
        assert 'New-password-1' not in answer.text
    answer = browser.fill('/password', **good)
    assert answer.status_code == 303
    assert '密码已修改' in browser.session.get(urllib.parse.urljoin(
        server.address, answer.headers['Location']), timeout=30).text
    assert other.get('/password').status_code == 401
    assert Portal(server).sign_in('changing', password).status_code == 401
    assert Portal(server).sign_in('changing', 'New-password-1').status_code == 303
    assert actions_of(server, 'changing').count('change-password') == 1


def test_code_on_a_slip(server):
    password = new_account(server, 'forgetful', 'editor@district')
    admin = portal(server, 'admin')
    browser = Portal(server, 'forgetful', password)
    answer = admin.fill('/accounts/forgetful/reset')
    assert answer.status_code == 200
    assert answer.headers['Cache-Control'] == 'no-store'
    code = re.search(r'class="ds-code">([0-9A-Z-]+)<', answer.text).group(1)
    fields = {'_account': 'forgetful', 'code': code.lower().replace('-', ''),
              'password': 'Remembered-1', 'password_again': 'Remembered-1'}
    for change in ({'code': 'AAAA-BBBB-CCCC'}, {'_account': 'editor'}, {'_account': 'no-one'},
                   {'code': ''}, {'password_again': ''}):
        answer = Portal(server).fill('/reset', **{**fields, **change})
        assert answer.status_code == 422, change
        assert 'Remembered-1' not in answer.text
    assert Portal(server).fill('/reset', **fields).status_code == 303
    assert browser.get('/password').status_code == 401
    assert Portal(server).sign_in('forgetful', 'Remembered-1').status_code == 303
    assert Portal(server).fill('/reset', **fields).status_code == 422
    assert 'issue-reset' in actions_of(server, 'admin')
    assert 'redeem-reset' in actions_of(server, 'forgetful')


@pytest.mark.parametrize('account', ['editor', 'reviewer', 'stranger', 'nobody'])
def test_only_who_administers_an_account_resets_it(server, account):
    browser = portal(server, account)
    answer = browser.post('/accounts/reviewer/reset', {'_token': token_of(browser)})
    assert answer.status_code == 403
    assert 'ds-code' not in answer.text


# ---- Forms from elsewhere and from long ago ----

def change_password(browser, **fields):
    """An attempt to change a password; whether it was changed."""
    token = fields.pop('token', None)
    sent = {'old': PASSWORDS['publisher'], 'password': 'Stolen-password-1',
            'password_again': 'Stolen-password-1'}
    if token is not None:
        sent['_token'] = token
    return browser.post('/password', sent, **fields)


@pytest.mark.parametrize('forge', [
    lambda server, key: None,
    lambda server, key: '',
    lambda server, key: '0' * 64,
    lambda server, key: made_token(server, 'reviewer', key),
    lambda server, key: made_token(server, 'publisher', None),
    lambda server, key: made_token(server, 'publisher', '0' * 64),
    lambda server, key: made_token(server, 'publisher', key, days=2),
    lambda server, key: made_token(server, 'publisher', key, days=-1),
    lambda server, key: made_token(server, 'publisher', key)[:-1],
    lambda server, key: made_token(server, 'publisher', key).upper(),
], ids=['missing', 'empty', 'forged', 'of another account', 'without session',
        'of another session', 'too old', 'of tomorrow', 'cut', 'capitals'])
def test_tokens_that_do_not_hold(server, forge):
    browser = portal(server, 'publisher')
    answer = change_password(browser, token=forge(server, key_of(browser)))
    assert answer.status_code == 403
    assert '没有办理' in answer.text
    assert 'Stolen' not in answer.text
    assert Portal(server).sign_in('publisher', PASSWORDS['publisher']).status_code == 303


def test_token_of_yesterday_holds(server):
    browser = portal(server, 'publisher')
    answer = browser.post('/sign-out', {'_token': made_token(server, 'publisher',
                                                             key_of(browser), days=1)})
    assert answer.status_code == 303


@pytest.mark.parametrize('headers', [
    {'Origin': 'https://evil.example'}, {'Origin': 'null'},
    {'Sec-Fetch-Site': 'cross-site'}, {'Sec-Fetch-Site': 'same-site'},
    {'Origin': 'https://evil.example', 'Sec-Fetch-Site': 'same-origin'}])
@pytest.mark.parametrize('path', ['/password', '/sign-in', '/reset', '/sign-out'])
def test_other_sites(server, path, headers):
    browser = portal(server, 'publisher')
    fields = {'_token': token_of(browser), '_account': 'editor', '_password': PASSWORDS['editor']}
    answer = browser.post(path, fields, **headers)
    assert answer.status_code == 403
    assert 'Set-Cookie' not in answer.headers
    assert browser.get('/password').status_code == 200


def test_stale_form_is_shown_again(server):
    """Nothing is done, nothing typed is lost, and one press sends it."""
    browser = portal(server)
    answer = browser.post('/sign-out', {'_token': '0' * 64, 'comment': HOSTILE,
                                        'section/overview': '一\r\n二', '_action': 'x'})
    assert answer.status_code == 403
    assert '请确认提交' in answer.text
    assert '<script>alert' not in answer.text
    fields = hidden(answer)
    assert fields['comment'] == HOSTILE
    assert fields['section/overview'].split() == ['一', '二']
    assert fields['_action'] == 'x'
    assert fields['_token'] == token_of(browser)
    assert browser.post('/sign-out', fields).status_code == 303


def hidden(answer, index=-1):
    """Names and values of the last form of a page."""
    form = lxml.html.fromstring(answer.content.decode()).forms[index]
    return {name: value for name, value in form.form_values()}


@pytest.mark.parametrize('house_name', ['server', 'guarded'])
def test_what_was_typed_goes_through_sign_in(request, house_name):
    house = request.getfixturevalue(house_name)
    browser = Portal(house)
    browser.session.cookies.set(COOKIE, '1' * 64, domain='127.0.0.1', path='/disclosure/staff')
    typed = {'name_%d' % i: HOSTILE + str(i) for i in range(300)}
    typed['section/overview'] = '一、总体情况\r\n' + '文' * 20000
    answer = browser.post('/reports/district/2020/edit', {**typed, 'password': 'Secret-1'})
    assert answer.status_code == 401
    assert '内容都在' in answer.text and '<script>alert' not in answer.text
    assert 'Secret-1' not in answer.text
    fields = hidden(answer)
    assert {name: fields[name].replace('\r\n', '\n') for name in typed} \
        == {name: value.replace('\r\n', '\n') for name, value in typed.items()}
    again = browser.post('/sign-in', {**fields, '_account': 'editor', '_password': 'Wrong-1'})
    assert again.status_code == 401
    assert hidden(again)['name_7'] == typed['name_7']
    answer = browser.post('/sign-in', {**hidden(again), '_account': 'editor',
                                       '_password': PASSWORDS['editor']})
    assert answer.status_code == 200
    assert '请确认提交' in answer.text
    assert 'action="/disclosure/staff/reports/district/2020/edit"' in answer.text
    assert PASSWORDS['editor'] not in answer.text and '<script>alert' not in answer.text
    fields = hidden(answer)
    assert fields['_token'] == made_token(house, 'editor', key_of(browser))
    assert fields['name_299'] == typed['name_299']
    assert not {'_account', '_password', '_next', '_post'} & set(fields)


def test_a_form_of_a_signed_out_stranger_does_nothing(server):
    before = actions_of(server, 'publisher')
    answer = change_password(Portal(server), token='0' * 64)
    assert answer.status_code == 401
    assert 'Stolen' not in answer.text
    assert actions_of(server, 'publisher') == before


def test_a_script_is_told_in_json(server):
    browser = Portal(server)
    answer = browser.post('/password', {'a': 'b'}, Accept='application/json')
    assert answer.status_code == 401
    assert answer.headers['Content-Type'] == 'application/problem+json'
    answer = portal(server).post('/password', {'a': 'b'}, Accept='application/json')
    assert answer.status_code == 403
    assert '过期' in answer.json()['detail']


# ---- Hostile input ----

@pytest.mark.parametrize('body, status', [
    (b'_account=a%00b&_password=x', 400),
    (b'_account=a&_account=b', 400),
    (b'_account=%', 400),
    (b'_account=%ff%fe&_password=x', 400),
    (b'_account=' + b'a' * 65536 + b'&_password=' + b'b' * 65536, 401),
    (b'_password=' + b'%E4%B8%AD' * 22000 + b'&_account=editor', 401),
    (b'&'.join(b'f%d=1' % i for i in range(5000)), 413),
    (b'a' * 200 + b'=1', 413),
    (b'x=' + b'a' * (9 * 1024 * 1024), 413),
])
@pytest.mark.parametrize('path', ['/sign-in', '/reset', '/password'])
def test_bodies(server, path, body, status):
    answer = requests.post(server.url('/staff' + path), data=body, timeout=30,
                           headers={'Content-Type': 'application/x-www-form-urlencoded'})
    if path == '/reset' and status == 401:
        status = 422
    assert answer.status_code == status
    assert 'text/html' in answer.headers['Content-Type']
    assert '</html>' in answer.text


@pytest.mark.parametrize('type', ['multipart/form-data; boundary=x', 'application/json',
                                  'text/plain', 'application/x-www-form-urlencodedx', ''])
def test_types_of_bodies(server, type):
    answer = requests.post(server.url('/staff/sign-in'), data=b'_account=a&_password=b',
                           headers={'Content-Type': type}, timeout=30)
    assert answer.status_code == 415


@pytest.mark.parametrize('path', ['//staff/password', '/staff//password', '/staff/./password',
                                  '/staff/x/../password', '/staff/%70assword'])
def test_other_ways_to_write_an_address(server, guarded, path):
    """However it is written, nobody comes in without signing in."""
    for house in (server, guarded):
        answer = requests.get(house.url(path), timeout=30)
        assert answer.status_code in (401, 404), path


@pytest.mark.parametrize('name', ['account', 'comment', 'signature.name'])
def test_script_in_every_field(server, name):
    answer = Portal(server).post('/password', {name: HOSTILE, HOSTILE[:20]: HOSTILE})
    assert '<script>alert' not in answer.text
    answer = Portal(server).post('/sign-in', {'_account': HOSTILE, '_password': HOSTILE,
                                              '_next': HOSTILE})
    assert '<script>alert' not in answer.text


def test_staff_pages_can_be_switched_off(make_server):
    server = make_server(site='DisclosureStaff Off')
    for path in ('', '/', '/sign-in', '/password', '/reset'):
        assert Portal(server).get(path).status_code == 404, path


def test_door(server):
    answer = Portal(server).get('')
    assert answer.status_code == 303
    assert answer.headers['Location'] == '/disclosure/staff/'


def test_nothing_typed_is_lost_with_the_database(make_server):
    """A store that cannot take a form gives it back, to be sent again."""
    server = make_server()
    server.errors.expect('DS04')
    browser = portal(server)
    token = token_of(browser)
    blocker = sqlite3.connect(server.database, isolation_level=None, timeout=20)
    blocker.execute('BEGIN IMMEDIATE')
    try:
        answer = browser.post('/sign-out', {'_token': token, 'comment': HOSTILE})
    finally:
        blocker.execute('ROLLBACK')
        blocker.close()
    assert answer.status_code == 503
    assert answer.headers['Retry-After']
    assert '没有保存' in answer.text and '<script>alert' not in answer.text
    fields = hidden(answer)
    assert fields == {'_token': token, 'comment': HOSTILE}
    assert browser.get('/password').status_code == 200
    assert browser.post('/sign-out', fields).status_code == 303
