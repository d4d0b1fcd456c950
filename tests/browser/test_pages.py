"""Every kind of page, in a real browser and before outside judges."""

import pytest
import requests

import judges

WIDTHS = [360, 768, 1280, 1920]

# name, address below the base, status
PAGES = [
    ('index', '/', 200),
    ('year', '/year/2021/', 200),
    ('organ', '/jixia/', 200),
    ('organ-pictures', '/linzi/', 200),
    ('report-2019', '/jixia/2020', 200),
    ('report-2021', '/linzi/2022', 200),
    ('changes', '/jixia/2020/changes', 200),
    ('version', '/jixia/2020/v1', 200),
    ('compare', '/linzi/compare/2019-2022', 200),
    ('compare-column', '/jixia/compare/2019-2022/natural', 200),
    ('compare-nothing', '/jixia/compare/2030-2034', 404),
    ('rules', '/rules', 200),
    ('paste', '/jixia/2020/paste', 200),
    ('region', '/region/linzi/2022', 200),
    ('region-cell', '/region/linzi/2022/requests/new/total', 200),
    ('region-missing', '/region/jixia/2020', 404),
    ('data', '/data/', 200),
    ('data-table', '/data/2022/', 200),
    ('data-table-chosen', '/data/2022/?cell=requests/new/total&cell=art20_8/fees/amount'
                          '&sort=requests/new/total&kind=town', 200),
    ('data-bad-query', '/data/2022/?cell=nothing', 400),
    ('search', '/search', 200),
    ('search-found', '/search?q=信息公开 申请', 200),
    ('search-below', '/search?q=街道&organ=linzi&year=2020&in=text', 200),
    ('search-nothing', '/search?q=从未写过的词语', 200),
    ('search-refused', '/search?q=字', 422),
    ('missing-report', '/jixia/2022', 404),
    ('missing-year', '/year/2099/', 404),
    ('missing-page', '/no-such-organ/2020', 404),
]
IDS = [page[0] for page in PAGES]


def is_wider_than_screen(driver):
    return driver.execute_script(
        'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')


@pytest.mark.parametrize('name, path, status', PAGES, ids=IDS)
def test_nothing_scrolls_sideways(demo, driver, resize, screenshot, name, path, status):
    for width in WIDTHS:
        resize(width)
        driver.get(demo.url(path))
        assert not is_wider_than_screen(driver), width
        screenshot('%s-%d' % (name, width))


@pytest.mark.parametrize('width', [360, 1280])
@pytest.mark.parametrize('name, path, status', PAGES, ids=IDS)
def test_accessible(demo, driver, resize, name, path, status, width):
    resize(width)
    driver.get(demo.url(path))
    assert judges.violations(driver) == []


def test_accessibility_judge_can_fail(driver):
    driver.get('data:text/html,<html><body><img src="x"><table><td></table></body></html>')
    assert any(found.startswith('image-alt') for found in judges.violations(driver))


def test_valid_markup(demo, tmp_path):
    paths = []
    for name, path, status in PAGES:
        answer = requests.get(demo.url(path), timeout=30)
        assert answer.status_code == status, path
        file = tmp_path / (name + '.html')
        file.write_bytes(answer.content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_markup_judge_can_fail(tmp_path):
    file = tmp_path / 'bad.html'
    file.write_text('<!DOCTYPE html><html lang="zh-CN"><title>x</title><p><td></b>')
    assert judges.markup_errors([str(file)])


def test_console_is_quiet(demo, driver, resize):
    """No script error, nothing refused by the content security policy."""
    resize(1280)
    driver.get_log('browser')
    for _, path, status in PAGES:
        driver.get(demo.url(path))
        noise = [entry['message'] for entry in driver.get_log('browser')
                 if not (status >= 400 and str(status) in entry['message'])]
        assert noise == [], path


@pytest.mark.parametrize('path', ['/jixia/2020', '/linzi/compare/2019-2022',
                                  '/linzi/compare/2011-2022'])
def test_table_scrolls_in_its_own_region(demo, driver, resize, path):
    """On a phone the wide table scrolls, by keyboard too, and the row labels
    stay in sight."""
    resize(360, 740)
    driver.get(demo.url(path))
    moved = driver.execute_script('''
        const region = [...document.querySelectorAll('[role=region][tabindex="0"]')]
            .find(node => node.scrollWidth > node.clientWidth + 50);
        if (!region) return null;
        region.focus();
        region.scrollLeft = 200;
        const labels = [...region.querySelectorAll('tbody th')];
        const box = region.getBoundingClientRect();
        const seen = labels.filter(label => label.getBoundingClientRect().right > box.left + 20);
        return [document.activeElement === region, region.scrollLeft > 100,
                seen.length >= labels.length / 2];''')
    assert moved == [True, True, True]


def test_page_without_scripts_says_the_same(demo, driver, resize):
    resize(1280)
    driver.get(demo.url('/jixia/2020'))
    with_scripts = driver.execute_script('return document.querySelector("main").innerText')
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    try:
        driver.get(demo.url('/jixia/2020'))
        without = driver.execute_cdp_cmd('DOM.getDocument', {'depth': -1})
        assert without
        headings = driver.find_elements('css selector', 'main h2')
        assert [heading.text for heading in headings if heading.text in with_scripts]
        assert len(driver.find_elements('css selector', 'main table')) == 3
    finally:
        driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


@pytest.mark.parametrize('path', ['/jixia/2020', '/linzi/compare/2019-2022',
                                  '/linzi/compare/2011-2022'])
def test_on_paper(demo, driver, resize, path):
    """Printed on A4: navigation is gone, the tables fit the sheet."""
    resize(1280)
    driver.get(demo.url(path))
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    resize(700)
    try:
        assert not is_wider_than_screen(driver)
        hidden = driver.execute_script(
            'return [...document.querySelectorAll("nav")].every('
            'node => getComputedStyle(node).display === "none" || !node.offsetParent)')
        assert hidden
        for table in driver.find_elements('css selector', 'main table'):
            assert table.rect['width'] <= 700
        pdf = driver.execute_cdp_cmd('Page.printToPDF', {'preferCSSPageSize': True})
        assert len(pdf['data']) > 10000
    finally:
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})


def test_twice_as_large(demo, driver, resize):
    """At 200 % zoom a screen of 1280 is 640 wide: nothing is lost."""
    resize(640)
    for _, path, _ in PAGES:
        driver.get(demo.url(path))
        assert not is_wider_than_screen(driver), path


def test_style_of_the_screenshots_is_the_real_one(demo, driver, resize):
    """The style sheet was applied: a page that lost it would still pass others."""
    resize(1280)
    driver.get(demo.url('/jixia/2020'))
    digits = driver.execute_script(
        'return getComputedStyle(document.querySelector("main td")).fontVariantNumeric')
    assert 'tabular-nums' in digits
