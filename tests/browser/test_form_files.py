"""Pictures, attachments and comments in the entry form, in a real browser: with
scripts and without."""
import base64
import os
import time

import pytest
import requests
from selenium.webdriver.common.by import By

import judges
from harness import media, places
from harness.client import People
from harness.fixtures import PASSWORDS, Organs
from harness.server import wait_until
from harness.staff import Portal
from navigation import leave, sign_in

YEAR = 2022
HEAD = 'requests/new/natural'
OVERVIEW = 'section/overview'
FIGURE = 'figure/overview/1'


@pytest.fixture(scope='module')
def portal(make_server):
    server = make_server(start=False)
    folder = places.folder(os.path.join(server.root, 'files'))
    server.site = ('DisclosureBaseURL "http://127.0.0.1"\nDisclosureFiles "%s"\n'
                   'DisclosureMaxFile 1M' % folder)
    return server.start()


@pytest.fixture(scope='module')
def people(portal):
    return People(portal, PASSWORDS)


@pytest.fixture(scope='module')
def offices(portal):
    return Organs(portal)


@pytest.fixture(scope='module')
def browser(portal, driver):
    sign_in(driver, portal, 'editor', PASSWORDS['editor'])
    yield driver
    driver.delete_all_cookies()


@pytest.fixture
def report(people, offices):
    report = offices.report('2021', YEAR)
    report['sections']['overview'] = ['第一段。', '第二段。']
    assert people.editor.put(report).status_code == 201
    return report


@pytest.fixture(scope='module')
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp('files')
    for name, data in (('图.png', media.png(320, 200)), ('表.pdf', media.pdf()),
                       ('假.png', b'MZ' * 400), ('大.png', b'x' * (1024 * 1024 + 1))):
        (folder / name).write_bytes(data)
    os.chmod(folder, 0o755)
    return folder


def address(portal, report, more='/edit'):
    return portal.url('/staff/reports/%s/%d%s' % (report['organ'], YEAR, more))


def open_form(browser, portal, report):
    browser.get(address(portal, report))
    browser.execute_script('localStorage.clear()')
    wait_until(lambda: browser.execute_script(
        'return performance.getEntriesByType("resource")'
        '.some(entry => entry.name.includes("/rules/"))'), 10, 'the relations')
    time.sleep(0.2)


def field(browser, name):
    return browser.find_element(By.ID, name)


def value(browser, name):
    return field(browser, name).get_property('value')


def unfold(browser):
    summary = browser.find_element(By.CSS_SELECTOR, '.ds-upload[data-section=overview] summary')
    browser.execute_script('arguments[0].scrollIntoView({block: "center"})', summary)
    summary.click()


def told(browser):
    return browser.find_element(By.CSS_SELECTOR, '#part-overview .ds-upload-now p').text


def caret(browser, at):
    browser.execute_script('const t = document.getElementById(arguments[0]); t.focus();'
                           't.setSelectionRange(arguments[1], arguments[1])', OVERVIEW, at)


def press(browser, button):
    found = browser.find_element(By.CSS_SELECTOR, 'button[value="%s"]:not(.ds-sr)' % button)
    browser.execute_script('arguments[0].scrollIntoView({block: "center"})', found)
    found.click()


def active(browser):
    return browser.execute_script('return document.activeElement.id')


# ---- with scripts ----

def test_a_picture_at_the_caret(browser, portal, people, report, files, screenshot):
    open_form(browser, portal, report)
    unfold(browser)
    caret(browser, len('第一段。'))
    field(browser, '_file/overview').send_keys(str(files / '图.png'))
    wait_until(lambda: active(browser) == FIGURE + ':alt', 10, 'the text alternative')
    assert value(browser, OVERVIEW).split('\n') == ['第一段。', '〔图片1〕', '第二段。']
    assert browser.find_element(By.CSS_SELECTOR, 'fieldset[data-figure="overview/1"] img') \
        .get_property('naturalWidth') == 320
    assert '替代文字' in told(browser)
    screenshot('form-picture-1280')
    # it is required
    press(browser, 'check')
    wait_until(lambda: browser.find_elements(By.CSS_SELECTOR, '[aria-invalid="true"]'), 10,
               'what is missing')
    assert field(browser, FIGURE + ':alt').get_attribute('aria-invalid') == 'true'
    assert judges.violations(browser) == []
    alt = field(browser, FIGURE + ':alt')
    browser.execute_script('arguments[0].scrollIntoView({block: "center"})', alt)
    alt.send_keys('柱形图')
    press(browser, 'check')
    wait_until(lambda: 'checked=1' in browser.current_url, 10, 'saved')
    sections = people.editor.state(report['organ'], YEAR)['report']['sections']
    assert sections['overview'][1]['figure']['alt'] == '柱形图'
    assert [sections['overview'][i] for i in (0, 2)] == ['第一段。', '第二段。']


def test_refusals_are_said_at_the_field(browser, portal, report, files):
    open_form(browser, portal, report)
    unfold(browser)
    for name, says in (('假.png', '程序'), ('大.png', '最大1 MB')):
        field(browser, '_file/overview').send_keys(str(files / name))
        wait_until(lambda: says in told(browser), 10, says)
        assert name in told(browser)
    assert value(browser, OVERVIEW) == '第一段。\n第二段。'
    assert not browser.find_elements(By.CSS_SELECTOR, '#figures-overview fieldset')
    browser.get_log('browser')


def bring(browser, kind, data, name):
    """A file dropped on the text, or pasted into it."""
    browser.execute_script('''
        const [kind, data, name, id] = arguments;
        const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], name));
        const text = document.getElementById(id);
        const event = kind === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true });
        text.dispatchEvent(event);''', kind, base64.b64encode(data).decode(), name, OVERVIEW)


def test_dropped_pasted_and_taken_out(browser, portal, people, report):
    open_form(browser, portal, report)
    caret(browser, 0)
    bring(browser, 'drop', media.png(40, 30), 'a.png')
    wait_until(lambda: active(browser) == FIGURE + ':alt', 10, 'the picture')
    browser.switch_to.active_element.send_keys('一')
    caret(browser, len(value(browser, OVERVIEW)))
    bring(browser, 'paste', media.pdf(), 'b.pdf')
    wait_until(lambda: active(browser) == 'figure/overview/2:alt', 10, 'the attachment')
    browser.switch_to.active_element.send_keys('二')
    assert value(browser, OVERVIEW).split('\n') == ['〔图片1〕', '第一段。', '第二段。', '〔图片2〕']
    second = browser.find_element(By.CSS_SELECTOR, 'fieldset[data-figure="overview/2"]')
    assert 'PDF文件' in second.text and not second.find_elements(By.TAG_NAME, 'img')
    press(browser, 'remove:overview/1')
    assert value(browser, OVERVIEW).split('\n') == ['第一段。', '第二段。', '〔图片2〕']
    # it saves itself; what is typed later finds the free number
    browser.find_element(By.ID, 'section/problems').click()
    wait_until(lambda: '已保存' in field(browser, 'ds-saved').text, 10, 'saved')
    overview = people.editor.state(report['organ'], YEAR)['report']['sections']['overview']
    assert overview[:2] == ['第一段。', '第二段。'] and overview[2]['figure']['alt'] == '二'


def test_a_picture_not_saved_comes_back(browser, portal, report, files):
    """Rescued with the text: its place, its file, what is on it."""
    open_form(browser, portal, report)
    unfold(browser)
    caret(browser, 0)
    field(browser, '_file/overview').send_keys(str(files / '图.png'))
    wait_until(lambda: active(browser) == FIGURE + ':alt', 10, 'the picture')
    browser.switch_to.active_element.send_keys('没保存的图')
    time.sleep(1)
    digest = browser.find_element(By.NAME, FIGURE + ':digest').get_property('value')
    browser.execute_script('window.onbeforeunload = null')
    browser.get(address(portal, report, '/edit?again=1'))
    wait_until(lambda: browser.find_elements(By.CLASS_NAME, 'ds-rescue'), 10, 'the copy')
    browser.find_element(By.CSS_SELECTOR, '.ds-rescue button').click()
    assert browser.find_element(By.NAME, FIGURE + ':digest').get_property('value') == digest
    assert value(browser, FIGURE + ':alt') == '没保存的图'
    assert '〔图片1〕' in value(browser, OVERVIEW)


# ---- comments ----

@pytest.fixture
def commented(portal, people, report):
    reviewer = Portal(portal, 'reviewer', PASSWORDS['reviewer'])
    people.editor.act('submit', report['organ'], YEAR)
    where = '/reports/%s/%d' % (report['organ'], YEAR)
    for place, text in ((HEAD, '与台账不符。'), (OVERVIEW + '/1', '第一段太短。')):
        token = reviewer.page(where).xpath('//input[@name="_token"]')[0].value
        assert reviewer.post(where + '/comments', {'_do': 'add', '_comment': text, '_place': place,
                                                   '_token': token}).status_code == 303
    people.reviewer.act('return', report['organ'], YEAR, comment='见批注')
    return report


def test_comments_are_dealt_with_while_writing(browser, portal, people, commented, screenshot):
    open_form(browser, portal, commented)
    assert len(browser.find_elements(By.CLASS_NAME, 'ds-form-note')) == 2
    screenshot('form-comments-1280')
    field(browser, OVERVIEW).send_keys('改长了。')
    press(browser, 'resolve:2')
    wait_until(lambda: len(browser.find_elements(By.CLASS_NAME, 'ds-form-note')) == 1, 10,
               'dealt with')
    assert value(browser, OVERVIEW).endswith('改长了。')
    assert not browser.find_elements(By.CSS_SELECTOR, '[data-notes=overview]')
    assert browser.find_elements(By.CSS_SELECTOR, '[data-notes=requests]')
    page = Portal(portal, 'reviewer', PASSWORDS['reviewer']).page(
        '/reports/%s/%d' % (commented['organ'], YEAR))
    assert page.xpath('//li[@class="ds-note-item"]/@id') == ['comment-1']


# ---- without scripts ----

def test_without_scripts(browser, portal, people, commented, files, no_scripts, screenshot):
    browser.get(address(portal, commented))
    field(browser, OVERVIEW).send_keys('没有脚本。')
    unfold(browser)
    field(browser, '_file/overview').send_keys(str(files / '假.png'))
    leave(browser, lambda: press(browser, 'upload:overview'))
    assert '程序' in field(browser, 'says:_file/overview').text
    assert value(browser, OVERVIEW).endswith('没有脚本。')
    field(browser, '_file/overview').send_keys(str(files / '图.png'))
    field(browser, '_alt/overview').send_keys('柱形图')
    leave(browser, lambda: press(browser, 'upload:overview'))
    assert '已添加' in browser.find_element(By.CLASS_NAME, 'ds-done').text
    assert browser.current_url.endswith('#part-overview')
    assert value(browser, FIGURE + ':alt') == '柱形图'
    screenshot('form-picture-plain-1280')
    leave(browser, lambda: press(browser, 'resolve:1'))
    assert '批注已标为处理' in browser.find_element(By.CLASS_NAME, 'ds-done').text
    leave(browser, lambda: press(browser, 'remove:overview/1'))
    assert not browser.find_elements(By.ID, FIGURE + ':alt')
    overview = people.editor.state(commented['organ'], YEAR)['report']['sections']['overview']
    assert len(overview) == 2 and overview[1].endswith('没有脚本。')


# ---- judges ----

@pytest.fixture(scope='module')
def looks(portal, people, offices):
    """Name, address and account of each look."""
    report = offices.report('2021', YEAR)
    people.editor.put(report)
    clerk = Portal(portal, 'editor', PASSWORDS['editor'])
    where = '/reports/%s/%d' % (report['organ'], YEAR)
    for section, data, alt in (('overview', media.png(600, 300), '全年受理数量的柱形图'),
                               ('other', media.pdf(), '公开事项一览表')):
        form = next(form for form in clerk.page(where + '/edit').forms
                    if form.action.endswith('/edit'))
        fields = [(name, text) for name, text in form.form_values() if not name.startswith('_file')]
        fields = {**dict(fields), '_alt/' + section: alt, '_do': 'upload:' + section}
        answer = clerk.session.post(portal.url('/staff' + where + '/edit'), data=fields, timeout=30,
                                    files=[('_file/' + section, ('a', data))],
                                    allow_redirects=False)
        assert answer.status_code == 303
    people.editor.act('submit', report['organ'], YEAR)
    token = Portal(portal, 'reviewer', PASSWORDS['reviewer'])
    page = token.page(where)
    for place, text in ((HEAD, '与台账不符。'), (OVERVIEW, '缺少公开渠道的情况。'), (None, '总体不错。')):
        said = {'_do': 'add', '_comment': text,
                '_token': page.xpath('//input[@name="_token"]')[0].value}
        assert token.post(where + '/comments',
                          {**said, **({'_place': place} if place else {})}).status_code == 303
    people.reviewer.act('return', report['organ'], YEAR, comment='见批注')
    return [('form-files', portal.url('/staff' + where + '/edit')),
            ('submit-summary', portal.url('/staff' + where + '/submit')),
            ('review-files', portal.url('/staff' + where)),
            ('preview-files', portal.url('/staff' + where + '/preview'))]


@pytest.mark.parametrize('width', [360, 1280])
def test_looks(browser, looks, resize, screenshot, width):
    for name, url in looks:
        resize(width)
        browser.get(url)
        browser.execute_script('document.querySelectorAll("details.ds-upload")'
                               '.forEach((d, i) => { d.open = i === 1; })')
        wide = browser.execute_script('const root = document.scrollingElement;'
                                      'return root.scrollWidth - root.clientWidth')
        screenshot('%s-%d' % (name, width))
        assert wide == 0, name
        assert judges.violations(browser) == [], name


def test_valid_markup(browser, looks, tmp_path):
    cookies = {cookie['name']: cookie['value'] for cookie in browser.get_cookies()}
    paths = []
    for name, url in looks:
        file = tmp_path / (name + '.html')
        file.write_bytes(requests.get(url, cookies=cookies, timeout=30).content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []
