"""The entry form in a real browser: with scripts, without, by keyboard alone."""
import time

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges
from harness import official, samples
from harness.client import People
from harness.fixtures import PASSWORDS, Organs
from harness.server import wait_until
from navigation import leave, sign_in

YEAR = 2022
HEAD = 'requests/new/natural'
WIDTHS = [360, 768, 1280]


@pytest.fixture(scope='module')
def portal(make_server):
    return make_server(site='DisclosureBaseURL "http://127.0.0.1"')


@pytest.fixture(scope='module')
def editors(portal):
    return People(portal, PASSWORDS)


@pytest.fixture(scope='module')
def offices(portal):
    return Organs(portal)


@pytest.fixture(scope='module')
def signed_in(portal, driver):
    """The browser with the editor's session."""
    sign_in(driver, portal, 'editor', PASSWORDS['editor'])
    yield driver
    driver.delete_all_cookies()


@pytest.fixture
def quiet(driver):
    """Nothing refused by the content security policy, no script error."""
    driver.get_log('browser')
    yield
    noise = [entry['message'] for entry in driver.get_log('browser')
             if '422' not in entry['message'] and '412' not in entry['message']]
    assert noise == []


@pytest.fixture
def office(offices, editors):
    """An organ with a published report of last year."""
    last = offices.report('2021', YEAR - 1)
    editors.publish(last)
    return last


def address(portal, organ, more=''):
    return portal.url('/staff/reports/%s/%d/edit%s' % (organ, YEAR, more))


def cell(driver, name):
    return driver.find_element(By.ID, name)


def type_into(driver, name, text):
    field = cell(driver, name)
    driver.execute_script('arguments[0].scrollIntoView({block: "center"})', field)
    field.click()
    field.clear()
    field.send_keys(text)


def is_live(driver):
    """The script has the relations and has shown its first sums."""
    return driver.execute_script('return performance.getEntriesByType("resource")'
                                 '.some(entry => entry.name.includes("/rules/"))')


def open_form(driver, portal, organ, more=''):
    driver.get(address(portal, organ, more))
    driver.execute_script('localStorage.clear()')
    wait_until(lambda: is_live(driver), 10, 'the relations')
    time.sleep(0.2)


def press(driver, value):
    button = driver.find_element(By.CSS_SELECTOR, 'button[name=_do][value="%s"]:not(.ds-sr)' % value)
    driver.execute_script('arguments[0].scrollIntoView({block: "center"})', button)
    button.click()


def says(driver, name):
    return driver.execute_script('const node = document.getElementById("says:" + arguments[0]);'
                                 'return node ? node.textContent : ""', name)


def network(driver, offline):
    driver.execute_cdp_cmd('Network.enable', {})
    driver.execute_cdp_cmd('Network.emulateNetworkConditions', {
        'offline': offline, 'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': -1})


def save_state(driver):
    return driver.find_element(By.ID, 'ds-saved').text


# ---- looks ----

def faulty(offices, editors):
    """A draft with faults of several kinds."""
    report = offices.report('2021', YEAR)
    report['tables']['requests']['granted']['natural'] += 1
    report['tables']['disputes']['cases']['reconsideration.total'] += 2
    report['tables']['art20_1']['regulations'] = {'issued': None, 'repealed': None, 'in_force': '/'}
    report['sections']['problems'] = []
    assert editors.editor.put(report).status_code == 201
    return report['organ']


@pytest.fixture(scope='module')
def looks(portal, offices, editors):
    """Name and address of every look the form has."""
    last = offices.report('2021', YEAR - 1)
    editors.publish(last)
    wrong = faulty(offices, editors)
    return [('form-empty', address(portal, offices.new()[0])),
            ('form-last-year', address(portal, last['organ'], '?last=1')),
            ('form-faulty', address(portal, wrong, '?checked=1'))]


def test_nothing_scrolls_sideways(signed_in, looks, resize, screenshot):
    for name, url in looks:
        for width in WIDTHS:
            resize(width)
            signed_in.get(url)
            wide = signed_in.execute_script('const root = document.scrollingElement;'
                                            'return root.scrollWidth - root.clientWidth')
            screenshot('%s-%d' % (name, width))
            assert wide == 0, (name, width)


@pytest.mark.parametrize('width', [360, 1280])
def test_accessible(signed_in, looks, resize, width):
    resize(width)
    for name, url in looks:
        signed_in.get(url)
        assert judges.violations(signed_in) == [], name


def test_valid_markup(signed_in, looks, tmp_path):
    cookies = {cookie['name']: cookie['value'] for cookie in signed_in.get_cookies()}
    paths = []
    for name, url in looks:
        file = tmp_path / (name + '.html')
        file.write_bytes(requests.get(url, cookies=cookies, timeout=30).content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_what_was_not_saved_is_accessible(signed_in, portal, offices, editors, screenshot):
    """Two at one report, then a figure that is none: the pages and their way out."""
    report = offices.report('2021', YEAR)
    editors.editor.put(report)
    open_form(signed_in, portal, report['organ'])
    etag = editors.editor.get('/api/reports/%s/%d' % (report['organ'], YEAR)).headers['ETag']
    report['sections']['problems'] = ['别人写的一段。']
    editors.editor.put(report, etag=etag)
    type_into(signed_in, 'section/problems', '我写的一段。')
    press(signed_in, 'save')
    wait_until(lambda: signed_in.find_elements(By.ID, 'ds-conflict'), 10, 'the difference')
    screenshot('form-conflict-1280')
    assert judges.violations(signed_in) == []
    assert cell(signed_in, 'section/problems').get_attribute('value') == '我写的一段。'
    # it does not save itself past the choice
    type_into(signed_in, 'section/other', '又写一段。')
    signed_in.find_element(By.ID, 'section/problems').click()
    wait_until(lambda: '选好' in save_state(signed_in), 10, 'what has to be done first')
    assert editors.editor.state(report['organ'], YEAR)['revision'] == 2
    press(signed_in, 'check')
    wait_until(lambda: '没选的' in signed_in.find_element(By.ID, 'ds-conflict').text, 10,
               'asked again')
    type_into(signed_in, HEAD, 'abc')
    press(signed_in, 'check')
    wait_until(lambda: signed_in.find_elements(By.ID, 'ds-summary'), 10, 'the error')
    screenshot('form-refused-1280')
    assert judges.violations(signed_in) == []
    assert cell(signed_in, HEAD).get_attribute('value') == 'abc'
    type_into(signed_in, HEAD, str(report['tables']['requests']['new']['natural']))
    press(signed_in, 'check')
    wait_until(lambda: signed_in.find_elements(By.ID, 'ds-conflict'), 10, 'asked again')
    choice = signed_in.find_element(
        By.CSS_SELECTOR, 'input[name="_pick/section/problems"][value="typed"]')
    signed_in.execute_script('arguments[0].scrollIntoView({block: "center"})', choice)
    choice.click()
    press(signed_in, 'check')
    wait_until(lambda: 'checked=1' in signed_in.current_url, 10, 'saved')
    stored = editors.editor.state(report['organ'], YEAR)['report']
    assert stored['sections']['problems'] == ['我写的一段。']
    signed_in.get_log('browser')


# ---- with scripts ----

def test_sums_and_checks_while_typing(signed_in, portal, office, quiet):
    open_form(signed_in, portal, office['organ'])
    for column in official.APPLICANTS:
        type_into(signed_in, 'requests/granted/' + column, '1')
    total = cell(signed_in, 'requests/granted/total')
    assert '应为 6' in total.find_element(By.XPATH, '..').text
    type_into(signed_in, 'requests/granted/total', '7')
    total.send_keys(Keys.TAB)
    assert '合计 6，总计填的是 7，现相差 1' in says(signed_in, 'requests/granted/total') \
        or '合计 6，总计填的是 7，现相差 1' in says(signed_in, 'requests/granted/natural')
    assert signed_in.find_element(By.CSS_SELECTOR, '[data-part=requests]').text.endswith('有误')
    type_into(signed_in, 'requests/granted/total', '6')
    cell(signed_in, 'requests/granted/total').send_keys(Keys.TAB)
    assert not signed_in.find_elements(By.CSS_SELECTOR, '.ds-wrong')
    assert '应为' not in signed_in.find_element(By.ID, 'part-requests').text
    type_into(signed_in, 'requests/granted/natural', '1.5')
    cell(signed_in, 'requests/granted/natural').send_keys(Keys.TAB)
    assert '应为整数' in says(signed_in, 'requests/granted/natural')


def test_the_script_finds_what_the_server_finds(signed_in, portal, offices, editors, quiet):
    """The same sentences, from relations that are written once."""
    organ = faulty(offices, editors)
    found = editors.editor.state(organ, YEAR)['findings']
    wanted = {f['message'] for f in found if f['rule'][0] == 'T' and f['severity'] == 'error'}
    open_form(signed_in, portal, organ)
    signed_in.execute_script(
        'for (const node of document.querySelectorAll(".ds-says")) node.replaceChildren()')
    signed_in.execute_script(
        'arguments[0].dispatchEvent(new Event("change", {bubbles: true}))', cell(signed_in, HEAD))
    shown = set(signed_in.execute_script(
        'return [...document.querySelectorAll("td .ds-says-error")].map(node => node.textContent'
        '.replace(/^错误：/, ""))'))
    assert len(wanted) == 3
    assert wanted <= shown


def test_arrows_and_enter(signed_in, portal, office, quiet):
    open_form(signed_in, portal, office['organ'])

    def at():
        return signed_in.execute_script('return document.activeElement.id')

    type_into(signed_in, HEAD, '12')
    for key, place in ((Keys.ENTER, 'requests/carried_in/natural'),
                       (Keys.ARROW_DOWN, 'requests/granted/natural'),
                       (Keys.ARROW_RIGHT, 'requests/granted/business'),
                       (Keys.ARROW_UP, 'requests/carried_in/business'),
                       (Keys.ARROW_LEFT, 'requests/carried_in/natural'),
                       (Keys.ARROW_LEFT, 'requests/carried_in/natural'),
                       (Keys.SHIFT + Keys.ENTER, HEAD)):
        signed_in.switch_to.active_element.send_keys(key)
        assert at() == place
    # inside a figure the arrows move in it
    signed_in.switch_to.active_element.send_keys(Keys.END, Keys.ARROW_LEFT)
    assert at() == HEAD


PASTE = '''
const data = new DataTransfer();
if (arguments[1]) data.setData('text/plain', arguments[1]);
if (arguments[2]) data.setData('text/html', arguments[2]);
const cell = document.getElementById(arguments[0]);
cell.focus();
cell.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
return document.querySelector('.ds-now').textContent;'''


def test_pasting_a_block(signed_in, portal, office, quiet):
    open_form(signed_in, portal, office['organ'])
    told = signed_in.execute_script(PASTE, 'requests/granted/natural', '1\t2\t３\r\n4\t5\t/\r\n', '')
    assert '6 格' in told
    values = [cell(signed_in, 'requests/%s/%s' % (row, column)).get_attribute('value')
              for row in ('granted', 'partial') for column in ('natural', 'business', 'research')]
    assert values == ['1', '2', '３', '4', '5', '/']
    # a table of a word processor, its labels with it; locked cells stay
    html = ('<table><tr><td>项目</td><td>自然人</td><td>企业</td></tr>'
            '<tr><td colspan=3>一、新收</td><td>8</td><td>9</td></tr>'
            '<tr><td colspan=3>二、结转</td><td>7</td><td>7</td></tr></table>')
    locked = cell(signed_in, 'requests/carried_in/natural').get_attribute('value')
    told = signed_in.execute_script(PASTE, HEAD, '', html)
    assert '2 格' in told and '锁定' in told
    assert cell(signed_in, HEAD).get_attribute('value') == '8'
    assert cell(signed_in, 'requests/new/business').get_attribute('value') == '9'
    assert cell(signed_in, 'requests/carried_in/natural').get_attribute('value') == locked


def test_saves_itself_when_a_part_is_left(signed_in, portal, editors, office, quiet):
    organ = office['organ']
    open_form(signed_in, portal, organ)
    type_into(signed_in, HEAD, '4')
    assert '尚未保存' in save_state(signed_in)
    signed_in.execute_script('document.getElementById("section/problems").focus()')
    wait_until(lambda: save_state(signed_in).startswith('已保存'), 10, 'saved')
    stored = editors.editor.state(organ, YEAR)['report']
    assert stored['tables']['requests']['new']['natural'] == 4
    type_into(signed_in, 'section/problems', '接着写。')
    press(signed_in, 'save')
    wait_until(lambda: 'done=saved' in signed_in.current_url, 10, 'saved by the button')
    assert editors.editor.state(organ, YEAR)['report']['sections']['problems'] == ['接着写。']


def test_text_that_was_not_sent_is_offered_back(signed_in, portal, office):
    open_form(signed_in, portal, office['organ'])
    signed_in.execute_script('window.fetch = () => Promise.reject(new TypeError("no network"))')
    type_into(signed_in, 'section/overview', '断网时写的一段。')
    signed_in.execute_script('arguments[0].focus()', cell(signed_in, HEAD))
    wait_until(lambda: '没有保存：网络不通' in save_state(signed_in), 10, 'told')
    time.sleep(0.7)
    signed_in.get(address(portal, office['organ']))
    assert cell(signed_in, 'section/overview').get_attribute('value') == ''
    rescue = signed_in.find_element(By.CLASS_NAME, 'ds-rescue')
    rescue.find_element(By.TAG_NAME, 'button').click()
    assert cell(signed_in, 'section/overview').get_attribute('value') == '断网时写的一段。'
    press(signed_in, 'save')
    wait_until(lambda: 'done=saved' in signed_in.current_url, 10, 'saved')
    assert not signed_in.find_elements(By.CLASS_NAME, 'ds-rescue')


def test_saves_itself_when_the_network_is_back(signed_in, portal, editors, office):
    open_form(signed_in, portal, office['organ'])
    network(signed_in, offline=True)
    try:
        type_into(signed_in, 'section/overview', '网络恢复后保存。')
        signed_in.execute_script('arguments[0].focus()', cell(signed_in, HEAD))
        wait_until(lambda: '没有保存：网络不通' in save_state(signed_in), 10, 'told')
    finally:
        network(signed_in, offline=False)
    wait_until(lambda: save_state(signed_in).startswith('已保存'), 10, 'saved')
    stored = editors.editor.state(office['organ'], YEAR)['report']
    assert stored['sections']['overview'] == ['网络恢复后保存。']
    signed_in.get_log('browser')


def test_figure_into_the_text(signed_in, portal, office, quiet):
    open_form(signed_in, portal, office['organ'])
    type_into(signed_in, 'requests/new/total', '26')
    type_into(signed_in, 'section/overview', '全年收到申请件。')
    cell(signed_in, 'section/overview').send_keys(Keys.ARROW_LEFT * 2)
    signed_in.execute_script('''
        const box = document.getElementById('section/overview').parentElement.querySelector('.ds-quote');
        const list = box.querySelector('select');
        list.focus();
        list.value = 'requests/new/total';
        box.querySelector('button').click();''')
    assert cell(signed_in, 'section/overview').get_attribute('value') == '全年收到申请26件。'


def test_errors_lead_to_their_cells(signed_in, portal, offices, editors, quiet):
    open_form(signed_in, portal, faulty(offices, editors), '?checked=1')
    assert signed_in.execute_script('return document.activeElement.id') == 'ds-summary'
    link = signed_in.find_element(By.CSS_SELECTOR, '#ds-summary a[href="#requests/granted/natural"]')
    link.click()
    active = signed_in.execute_script(
        'return document.querySelector(":target").id + " " + document.activeElement.id')
    assert active.split()[0] == 'requests/granted/natural'


# ---- without scripts, by keyboard ----

def test_whole_form_without_scripts(signed_in, portal, editors, office, no_scripts):
    organ = office['organ']
    signed_in.get(address(portal, organ))
    for name in (HEAD, 'requests/new/total', 'requests/granted/natural', 'requests/granted/total'):
        signed_in.find_element(By.ID, name).send_keys('3')
    signed_in.find_element(By.ID, 'section/overview').send_keys('没有脚本也能写。')
    leave(signed_in, lambda: press(signed_in, 'zero:requests'))
    assert '已填为 0' in signed_in.find_element(By.CLASS_NAME, 'ds-done').text
    signed_in.find_element(By.ID, 'ds-last-year').click()
    assert signed_in.find_element(By.CLASS_NAME, 'ds-last').is_displayed()
    leave(signed_in, lambda: press(signed_in, 'check'))
    assert signed_in.find_element(By.ID, 'ds-summary').is_displayed()
    stored = editors.editor.state(organ, YEAR)['report']
    assert stored['tables']['requests']['new']['natural'] == 3
    assert stored['tables']['requests']['granted']['total'] == 3
    assert stored['sections']['overview'] == ['没有脚本也能写。']


def test_table_by_keyboard_alone(signed_in, portal, editors, office, quiet):
    """All of the table of requests, from its first cell to the button, with
    digits, Tab and Enter."""
    organ = office['organ']
    report = samples.report('2021', organ, YEAR, carried_in=samples.carried_out(office))
    rows = list(report['tables']['requests'].items())
    open_form(signed_in, portal, organ)
    signed_in.execute_script('document.getElementById(arguments[0]).focus()', HEAD)
    for _, figures in rows:
        for value in figures.values():
            signed_in.switch_to.active_element.send_keys(str(value), Keys.TAB)
    for _ in range(60):
        if signed_in.execute_script('return document.activeElement.value') == 'check':
            break
        signed_in.switch_to.active_element.send_keys(Keys.TAB)
    signed_in.switch_to.active_element.send_keys(Keys.ENTER)
    wait_until(lambda: 'checked=1' in signed_in.current_url, 10, 'saved')
    stored = editors.editor.state(organ, YEAR)
    assert stored['report']['tables']['requests'] == report['tables']['requests']
    assert not [f for f in stored['findings'] if f['rule'].startswith(('T3', 'X.carry'))]
