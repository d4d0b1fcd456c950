"""Large type and high contrast without scripts; other people's colours."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges

PATHS = ['/', '/jixia/', '/jixia/2020', '/jixia/2022', '/rules', '/data/', '/data/2022/',
         '/region/linzi/2022', '/search', '/linzi/compare/2019-2022']
WIDTHS = [360, 768, 1280, 1920]
SIZE = 'return parseFloat(getComputedStyle(document.querySelector(".ds-page")).fontSize)'
WIDER = 'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;'


@pytest.fixture
def no_scripts(driver):
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    yield
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


@pytest.fixture(autouse=True)
def forgotten(demo, driver):
    """What was chosen is remembered by the browser, which other tests use too."""
    yield
    driver.get(demo.url('/'))
    driver.execute_script('localStorage.clear()')


def choose(driver, value):
    """The box of that value, reached and ticked by keyboard."""
    box = driver.find_element(By.CSS_SELECTOR, '.ds-sizes [value="%s"]' % value)
    box.send_keys(Keys.SPACE)


@pytest.mark.parametrize('path', PATHS)
def test_large_type_by_keyboard(demo, driver, resize, screenshot, no_scripts, path):
    for width in WIDTHS:
        resize(width)
        driver.get(demo.url(path))
        normal = driver.execute_script(SIZE)
        choose(driver, 'xl')
        assert driver.execute_script(SIZE) >= normal * 1.5
        assert not driver.execute_script(WIDER), width
        if width in (360, 1280):
            screenshot('large%s-%d' % (path.replace('/', '-').rstrip('-'), width))


@pytest.mark.parametrize('path', PATHS)
def test_high_contrast_by_keyboard(demo, driver, resize, screenshot, no_scripts, path):
    resize(1280)
    driver.get(demo.url(path))
    choose(driver, 'on')
    colours = driver.execute_script('''
        const style = getComputedStyle(document.querySelector('.ds-page'));
        return [style.backgroundColor, style.color];''')
    assert colours == ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']
    screenshot('contrast%s' % path.replace('/', '-').rstrip('-'))


@pytest.mark.parametrize('path', PATHS)
def test_high_contrast_can_be_read(demo, driver, resize, path):
    """Every text on its ground, as the judge measures it."""
    resize(1280)
    driver.get(demo.url(path))
    choose(driver, 'on')
    assert judges.violations(driver) == []


def test_choice_is_remembered_for_the_next_page(demo, driver, resize):
    resize(1280)
    driver.get(demo.url('/jixia/2020'))
    normal = driver.execute_script(SIZE)
    choose(driver, 'l')
    choose(driver, 'on')
    driver.get(demo.url('/jixia/'))
    assert driver.execute_script(SIZE) > normal
    assert driver.find_element(By.CSS_SELECTOR, '[name=ds-contrast]').is_selected()
    assert driver.get_cookies() == []


def test_colours_of_the_system(demo, driver, resize, screenshot):
    """Where the system chooses all colours, what is chosen can still be told."""
    resize(1280)
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {
        'features': [{'name': 'forced-colors', 'value': 'active'}]})
    try:
        for path in ('/year/2021/', '/jixia/2020'):
            driver.get(demo.url(path))
            marked = driver.find_elements(By.CSS_SELECTOR,
                                          '.ds-years [aria-current], .ds-sizes :checked + span')
            assert marked
            assert all(node.value_of_css_property('outline-style') == 'solid' for node in marked)
            screenshot('forced-colors%s' % path.replace('/', '-').rstrip('-'))
    finally:
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': []})


CONTROLS = '''
    return [...document.querySelectorAll('a[href], button, summary, input, select, [tabindex="0"]')]
        .filter(node => node.checkVisibility({visibilityProperty: true}) && !node.disabled
            && !(node.type === 'radio' && !node.checked) && !node.dataset.seen)
        .map(node => node.outerHTML.slice(0, 80));'''
# The one that has the focus is marked; whether it shows, null at the end of the page.
FOCUSED = '''
    const node = document.activeElement;
    if (node === document.body) return null;
    node.dataset.seen = 'yes';
    const style = getComputedStyle(node.matches('.ds-sizes input') ? node.nextElementSibling : node);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        ? '' : node.outerHTML.slice(0, 80);'''


@pytest.mark.parametrize('path', PATHS)
def test_every_control_is_reached_by_keyboard_and_seen(demo, driver, resize, path):
    """Tab comes to each link and box, and shows where it is."""
    resize(1280)
    driver.get(demo.url(path))
    unseen = []
    for _ in range(len(driver.execute_script(CONTROLS)) + 5):
        driver.switch_to.active_element.send_keys(Keys.TAB)
        unseen.append(driver.execute_script(FOCUSED))
        if unseen[-1] is None:
            break
    assert [entry for entry in unseen if entry] == []
    assert driver.execute_script(CONTROLS) == []
