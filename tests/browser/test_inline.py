"""A report in the pages of a portal that was there before, in a real browser."""
import os
import shutil

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges
from harness import places
from harness.server import wait_until

DEMO = os.path.join(places.ROOT, 'conf', 'demo')
REPORT = '/disclosure/jixia/2020'

# name, address, selector of what the way puts into the page
WAYS = [
    ('template', '/nianbao/jixia/2020', 'article.ds-report'),
    ('include', '/portal/include.shtml', 'article.ds-report'),
    ('fetch', '/portal/fetch.html', 'article.ds-report'),
    ('pasted', '/portal/pasted.shtml', '.article'),
]
PAGES = WAYS + [
    ('home', '/portal/', '.cards'),
    ('column', '/nianbao/', '.ds-list'),
    ('editor', '/portal/editor.html', '.editor'),
    ('paste', REPORT + '/paste', '.ds-source'),
]
IDS = [page[0] for page in PAGES]

# What a portal may say of bare elements.
HOSTILE = '''
* { margin: 7px; padding: 5px; line-height: 3; letter-spacing: 2px; text-shadow: 1px 1px red;
    font-family: "Courier New", serif; box-shadow: 0 0 1px blue; transition: all 2s; }
*::before, *::after { content: none; }
div, section, span, p { background: #fdd; border: 3px dotted green; color: #999; float: left;
    text-align: right; width: 90%; text-transform: uppercase; }
table, tbody, thead, tr { display: block; width: 120px; border: 4px double red; height: 9px; }
td, th { background: yellow; color: yellow; font-size: 6px; white-space: nowrap;
    vertical-align: bottom; border-radius: 9px; border: 0; width: 1px; position: relative; }
p { text-indent: -4em; font-size: 9px; opacity: .3; }
h1, h2, h3 { display: none; }
a { display: block; color: yellow; font-size: 40px; text-decoration: none; position: absolute; }
ul, ol, li, dl, dt, dd { list-style: square inside; display: inline; float: right; }
img, fieldset, legend, label, input, button, b, strong, time, code { display: block; width: 100%;
    height: 90px; color: yellow; font-size: 2px; visibility: hidden; }
'''
# Where the report stands is the portal's to say.
PLACE = 'html, body { margin: 0; padding: 0; border: 0; }'
# What is looked at: of each element that has a box.
SEEN = '''
    const props = ['display', 'color', 'background-color', 'font-size', 'font-family',
        'font-weight', 'line-height', 'letter-spacing', 'text-align', 'text-indent', 'float',
        'position', 'opacity', 'visibility', 'white-space', 'vertical-align', 'margin-left',
        'margin-top', 'padding-left', 'padding-top', 'border-top-width', 'border-top-style',
        'border-radius', 'list-style-type', 'text-transform', 'box-shadow', 'text-shadow'];
    return [...document.querySelectorAll(arguments[0])].map(node => {
        const style = getComputedStyle(node), box = node.getBoundingClientRect();
        return [node.tagName + '.' + node.className, Math.round(box.width),
                Math.round(box.height), ...props.map(name => style.getPropertyValue(name))];
    });
'''


@pytest.fixture(scope='module')
def portal(make_server):
    """The demonstration, with its portal, as `make run` serves it."""
    server = make_server(populated=False, start=False,
                         site='DisclosureBaseURL "http://127.0.0.1"')
    folder = os.path.join(server.root, 'www', 'demo')
    shutil.copytree(DEMO, folder)
    with open(os.path.join(DEMO, 'portal.conf'), encoding='utf-8') as file:
        server.extra = (file.read().replace('@APP@/demo', folder)
                        .replace('@APP@/data', server.data))
    server.tool.run('organ', 'import', os.path.join(folder, 'organs.csv'))
    server.tool.run('import', '--list', os.path.join(folder, 'reports.csv'))
    yield server.start()
    server.stop()


@pytest.fixture
def visit(portal, driver):
    def to(address, selector):
        driver.get(portal.address + address)
        wait_until(lambda: driver.find_elements(By.CSS_SELECTOR, selector), 10, selector)
    return to


@pytest.mark.parametrize('name, address, selector', PAGES, ids=IDS)
def test_pages_fit_and_are_accessible(visit, driver, resize, screenshot, name, address, selector):
    driver.get_log('browser')
    for width in (360, 1280):
        resize(width)
        visit(address, selector)
        assert not driver.execute_script(
            'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')
        screenshot('portal-%s-%d' % (name, width))
        assert judges.violations(driver) == []
    assert [entry['message'] for entry in driver.get_log('browser')
            if 'favicon' not in entry['message']] == []


def test_valid_markup(portal, tmp_path):
    """Not of the pasted article: the editors want attributes of yesterday."""
    paths = []
    for name, address, _ in PAGES:
        answer = requests.get(portal.address + address, timeout=30)
        assert answer.status_code == 200, address
        file = tmp_path / (name + '.html')
        file.write_bytes(answer.content)
        if name != 'pasted':
            paths.append(str(file))
    assert judges.markup_errors(paths) == []


@pytest.mark.parametrize('name, address, selector', WAYS, ids=[way[0] for way in WAYS])
def test_every_way_says_the_same(portal, visit, driver, resize, name, address, selector):
    resize(1280)
    visit(REPORT, 'article.ds-report')
    texts = 'return [...document.querySelectorAll(arguments[0] + " td")].map(n => n.innerText)'
    figures = driver.execute_script(texts, 'main')
    assert len(figures) > 190
    visit(address, selector)
    assert driver.execute_script(texts, selector) == figures
    assert driver.find_element(By.CSS_SELECTOR, '.top p').text.startswith('临淄区人民政府门户')


def differences(before, after):
    return ['%s: %s became %s' % (before[0], one, other)
            for one, other in zip(before[1:], after[1:]) if one != other]


def sheet(driver, css):
    driver.execute_script('const sheet = new CSSStyleSheet(); sheet.replaceSync(arguments[0]);'
                          'document.adoptedStyleSheets = [sheet];', css)


@pytest.mark.parametrize('width', [360, 1280])
def test_hostile_portal_does_not_reach_the_report(portal, visit, driver, resize, screenshot,
                                                  width):
    """Its sheet comes after ours; the report looks as if it were not there."""
    resize(width)
    visit('/portal/include.shtml', 'article.ds-report')
    driver.execute_script('document.body.replaceChildren(document.querySelector(".ds-report"));'
                          'document.querySelectorAll("link[href*=portal]").forEach('
                          'link => link.remove());')
    sheet(driver, PLACE)
    before = driver.execute_script(SEEN, '.ds-report, .ds-report *')
    sheet(driver, HOSTILE + PLACE)
    after = driver.execute_script(SEEN, '.ds-report, .ds-report *')
    screenshot('portal-hostile-%d' % width)
    assert len(before) > 400
    assert [difference for pair in zip(before, after) for difference in differences(*pair)] == []


def test_report_does_not_reach_the_portal(portal, visit, driver, resize):
    resize(1280)
    visit('/portal/index.html', '.cards')
    before = driver.execute_script(SEEN, 'html, body, body *')
    driver.execute_async_script('''
        const done = arguments[0], link = document.createElement('link');
        link.rel = 'stylesheet';
        link.href = '/disclosure/assets/disclosure.css';
        link.onload = done;
        document.head.append(link);''')
    assert driver.execute_script(SEEN, 'html, body, body *') == before


def test_portal_sets_the_colours(visit, driver, resize):
    resize(1280)
    visit('/portal/include.shtml', 'article.ds-report')
    colour = 'return getComputedStyle(document.querySelector(".ds-downloads a")).color'
    assert driver.execute_script(colour) == 'rgb(122, 27, 16)'


# ---- copied and pasted ----

def paste_into_editor(visit, driver):
    visit('/portal/editor.html', '.editor')
    driver.find_element(By.CSS_SELECTOR, '.editor').click()
    driver.switch_to.active_element.send_keys(Keys.CONTROL, 'v')


def pasted_figures(driver):
    return driver.execute_script(
        'return [...document.querySelectorAll(".editor td")].map(node => node.innerText)')


@pytest.fixture
def clipboard(driver, portal):
    driver.execute_cdp_cmd('Browser.grantPermissions', {
        'permissions': ['clipboardReadWrite', 'clipboardSanitizedWrite']})
    yield
    driver.execute_cdp_cmd('Browser.resetPermissions', {})


def check_pasted(driver, figures, screenshot, name):
    assert pasted_figures(driver) == figures
    editor = driver.find_element(By.CSS_SELECTOR, '.editor')
    assert '原文地址：http://127.0.0.1' + REPORT in editor.text and '数据摘要（SM3）' in editor.text
    assert not driver.execute_script(
        'return document.querySelector(".editor").querySelector("[class], [id], script")')
    borders = driver.execute_script(
        'return [...document.querySelectorAll(".editor td, .editor th")].every('
        'cell => getComputedStyle(cell).borderTopWidth === "1px")')
    assert borders
    screenshot('portal-editor-' + name)


def test_copied_by_button(visit, driver, resize, screenshot, clipboard):
    resize(1280)
    visit(REPORT, 'article.ds-report')
    figures = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, 'main td')]
    visit(REPORT + '/paste', '.ds-copies:not([hidden])')
    driver.find_element(By.CSS_SELECTOR, '[data-copy=text]').click()
    assert driver.find_element(By.ID, 'ds-paste-state').text.startswith('已复制')
    paste_into_editor(visit, driver)
    check_pasted(driver, figures, screenshot, 'button')


def test_copied_by_hand(visit, driver, resize, screenshot, clipboard):
    """Select all, copy, paste: no script of ours, keyboard alone."""
    resize(1280)
    visit(REPORT, 'article.ds-report')
    figures = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, 'main td')]
    visit(REPORT + '/paste.html', 'table')
    body = driver.find_element(By.TAG_NAME, 'body')
    body.send_keys(Keys.CONTROL, 'a')
    body.send_keys(Keys.CONTROL, 'c')
    paste_into_editor(visit, driver)
    check_pasted(driver, figures, screenshot, 'hand')


def test_page_to_copy_from_without_scripts(visit, driver, resize, screenshot):
    resize(1280)
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    try:
        visit(REPORT + '/paste', '.ds-source')
        assert not driver.find_element(By.CSS_SELECTOR, '.ds-copies').is_displayed()
        assert driver.find_element(By.PARTIAL_LINK_TEXT, '带格式的正文').is_displayed()
        screenshot('portal-paste-no-script')
    finally:
        driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})
