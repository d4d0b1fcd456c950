"""What a page may cost: bytes, requests, and that nothing moves once it is seen."""
import urllib.parse

import pytest
import requests

import paint

REPORTS = ['/jixia/2020', '/linzi/2022']
PAGES = ['/', '/year/2021/', '/jixia/', '/rules', '/no-such-organ/2020', *REPORTS]
MOST_BYTES = 60 * 1000
# The page, its style sheet, and the script that nothing depends on.
MOST_REQUESTS = 3

LOADED = '''
    const kinds = performance.getEntriesByType('resource')
        .filter(entry => !entry.name.endsWith('/favicon.ico'))
        .map(entry => [entry.name, entry.initiatorType]);
    return kinds;
'''


@pytest.mark.parametrize('path', REPORTS)
def test_report_page_is_small_before_compression(demo, path):
    plain = requests.get(demo.url(path), timeout=30, headers={'Accept-Encoding': 'identity'})
    assert plain.status_code == 200 and 'Content-Encoding' not in plain.headers
    assert len(plain.content) < MOST_BYTES
    packed = requests.get(demo.url(path), timeout=30, headers={'Accept-Encoding': 'gzip'},
                          stream=True)
    assert packed.headers['Content-Encoding'] == 'gzip'
    assert int(packed.headers['Content-Length']) < len(plain.content) / 3


@pytest.mark.parametrize('path', PAGES)
def test_few_requests_and_none_elsewhere(demo, driver, resize, path):
    resize(1280)
    driver.get(demo.url(path))
    loaded = driver.execute_script(LOADED)
    assert len(loaded) + 1 <= MOST_REQUESTS, loaded
    assert all(name.startswith(demo.url('/assets/')) for name, _ in loaded), loaded
    assert [name.rsplit('.', 1)[1] for name, _ in loaded].count('css') == 1
    assert driver.execute_script('return performance.getEntriesByType("navigation")[0]'
                                 '.redirectCount') == 0


def test_style_sheet_is_small(demo):
    answer = requests.get(demo.url('/assets/disclosure.css'), timeout=30,
                          headers={'Accept-Encoding': 'gzip'}, stream=True)
    assert int(answer.headers['Content-Length']) < 10 * 1000


@pytest.mark.parametrize('path', ['/', '/jixia/', *REPORTS])
def test_nothing_moves_on_a_slow_phone(demo, driver, path):
    first, shift = paint.measure(driver, demo.url(path))
    assert first is not None and shift == 0


def test_what_moves_is_noticed(driver):
    page = ('<!DOCTYPE html><meta name="viewport" content="width=device-width">'
            '<p style="height:50px">a</p><p>' + 'many words ' * 40 + '</p><script>'
            'new PerformanceObserver(() => { document.querySelector("p").style.height = "400px"; })'
            '.observe({type: "paint", buffered: true})</script>')
    _, shift = paint.measure(driver, 'data:text/html,' + urllib.parse.quote(page))
    assert shift > 0


def test_complete_without_scripts(demo, driver, resize):
    """The same text, but for the button that only a script can answer."""
    resize(1280)

    def text():
        driver.get(demo.url('/jixia/2020'))
        return driver.find_element('css selector', 'main').text
    with_scripts = text()
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    try:
        without = text()
    finally:
        driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})
    assert without.split() == [word for word in with_scripts.split() if word != '打印']
