"""Pictures in a real browser: legible on a phone, in every theme, on paper."""
import contextlib

import pytest

from navigation import leave

PAGES = ['/linzi/', '/linzi/2022', '/jixia/']
WIDTHS = [360, 768, 1280]

# Every text of every drawing as a box on the screen, with the box of its drawing.
TEXTS = '''
return [...document.querySelectorAll('svg.ds-chart')].map(svg => {
    const box = node => { const b = node.getBoundingClientRect();
                          return {left: b.left, top: b.top, right: b.right, bottom: b.bottom}; };
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return {box: box(svg), texts: [...svg.querySelectorAll('text')].map(text => ({
        words: text.textContent, size: parseFloat(getComputedStyle(text).fontSize) * scale,
        ...box(text)}))};
});'''
COLOURS = '''
const of = (selector, name) => {
    const node = document.querySelector(selector);
    return node && getComputedStyle(node)[name];
};
return {ground: of('body', 'backgroundColor'), full: of('.ds-chart .ds-c1', 'fill'),
        text: of('.ds-chart text', 'fill'), line: of('.ds-chart .ds-line', 'stroke'),
        edge: of('.ds-chart .ds-c5', 'stroke'), hollow: of('.ds-chart .ds-c5', 'fillOpacity')};'''


@contextlib.contextmanager
def emulated(driver, media='', **features):
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
        'media': media, 'features': [{'name': name.replace('_', '-'), 'value': value}
                                     for name, value in features.items()]})
    try:
        yield
    finally:
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': '', 'features': []})


def overlap(one, other):
    """Whether they share more than the room over and under the characters."""
    width = min(one['right'], other['right']) - max(one['left'], other['left'])
    height = min(one['bottom'], other['bottom']) - max(one['top'], other['top'])
    return width > 0 and height > (one['bottom'] - one['top']) / 4


@pytest.mark.parametrize('width', WIDTHS)
@pytest.mark.parametrize('path', PAGES)
def test_text_is_legible(demo, driver, resize, path, width):
    resize(width)
    driver.get(demo.url(path))
    drawings = driver.execute_script(TEXTS)
    assert drawings
    for drawing in drawings:
        assert drawing['texts']
        for i, text in enumerate(drawing['texts']):
            assert text['size'] >= 12, text
            assert text['left'] >= drawing['box']['left'] - 1, text
            assert text['right'] <= drawing['box']['right'] + 1, text
            for other in drawing['texts'][i + 1:]:
                assert not overlap(text, other), (text, other)


def test_what_is_too_close_is_found():
    one = {'left': 0, 'right': 20, 'top': 0, 'bottom': 16}
    assert overlap(one, dict(one, left=19, right=39))
    assert not overlap(one, dict(one, left=20, right=40))


def test_pictures_follow_the_theme(demo, driver, resize):
    resize(1280)
    driver.get(demo.url('/linzi/'))
    driver.execute_script(
        'const style = document.documentElement.style;'
        'style.setProperty("--ds-accent", "rgb(160, 0, 20)");'
        'style.setProperty("--ds-ink", "rgb(1, 2, 3)");')
    colours = driver.execute_script(COLOURS)
    assert colours['full'] == colours['edge'] == 'rgb(160, 0, 20)'
    assert colours['text'] == 'rgb(1, 2, 3)'
    assert float(colours['hollow']) < 0.2


def test_high_contrast_on_a_dark_ground(demo, driver, resize):
    """Where the system sets the colours, the drawings take its text's."""
    resize(1280)
    with emulated(driver, 'screen', forced_colors='active', prefers_color_scheme='dark'):
        driver.get(demo.url('/linzi/'))
        colours = driver.execute_script(COLOURS)
    assert colours['ground'] == 'rgb(0, 0, 0)'
    for name in ('full', 'text', 'line', 'edge'):
        assert colours[name] == 'rgb(255, 255, 255)', name


def test_large_type_reaches_the_pictures(demo, driver, resize):
    resize(1280)
    driver.get(demo.url('/linzi/2022'))

    def size():
        return driver.execute_script(TEXTS)[0]['texts'][0]['size']

    before = size()
    driver.find_element('css selector', '.ds-sizes [value="xl"]').click()
    try:
        assert size() > 1.3 * before
    finally:
        driver.find_element('css selector', '.ds-sizes [value=""]').click()


def test_on_paper(demo, driver, resize, screenshot):
    """A column's pictures are printed; the official document has none."""
    shown = ('return [...document.querySelectorAll("svg.ds-chart")]'
             '.filter(svg => svg.getBoundingClientRect().height > 0).length')
    with emulated(driver, 'print'):
        resize(700)
        driver.get(demo.url('/linzi/'))
        assert driver.execute_script(shown) == 4
        assert not driver.find_element('css selector', '.ds-picture details').is_displayed()
        screenshot('pictures-print')
        driver.get(demo.url('/linzi/2022'))
        assert driver.execute_script(shown) == 0


def test_tables_are_one_step_away(demo, driver, resize):
    resize(1280)
    driver.get(demo.url('/linzi/2022'))
    driver.find_element('css selector', '#ds-outcomes a').click()
    assert driver.execute_script(
        'return document.querySelector(":target table") !== null')
    leave(driver, driver.find_element('css selector', '#ds-years a').click)
    assert driver.current_url.endswith('/linzi/#ds-years')
    table = driver.find_element('css selector', '#ds-years table')
    assert not table.is_displayed()
    driver.find_element('css selector', '#ds-years summary').click()
    assert table.is_displayed()
