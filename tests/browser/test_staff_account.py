"""Coming in and going out, in a real browser and before outside judges."""
import re

import pytest
import requests
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges
from harness.fixtures import PASSWORDS
from navigation import leave

WIDTHS = [360, 768, 1280, 1920]


@pytest.fixture(scope='module')
def site(make_server):
    return make_server()


def submit(driver, action):
    """Presses the button of the form that posts there, and waits for the answer."""
    leave(driver, driver.find_element(By.CSS_SELECTOR, 'form[action$="%s"] button' % action).click)


def fill(driver, **fields):
    for name, value in fields.items():
        field = driver.find_element(By.NAME, name)
        field.clear()
        field.send_keys(value)


def sign_in(driver, site, account, path='/password'):
    driver.get(site.url('/staff/sign-in'))
    driver.delete_all_cookies()
    driver.get(site.url('/staff' + path))
    fill(driver, _account=account, _password=PASSWORDS[account])
    submit(driver, '/sign-in')


def out(driver, site, path):
    driver.get(site.url('/staff/sign-in'))
    driver.delete_all_cookies()
    driver.get(site.url('/staff' + path))


def wrong_sign_in(driver, site):
    out(driver, site, '/sign-in')
    fill(driver, _account='editor', _password='Wrong-password-1')
    submit(driver, '/sign-in')


def wrong_password(driver, site):
    sign_in(driver, site, 'reviewer')
    fill(driver, old='Wrong-password-1', password='short', password_again='other')
    submit(driver, '/password')


def late_form(driver, site):
    sign_in(driver, site, 'admin', '/accounts/editor/reset')
    driver.execute_script('document.querySelectorAll("[name=_token]").forEach('
                          'field => { field.value = "0"; })')
    submit(driver, '/accounts/editor/reset')


def slip(driver, site):
    sign_in(driver, site, 'admin', '/accounts/editor/reset')
    submit(driver, '/accounts/editor/reset')


def signed_out(driver, site):
    sign_in(driver, site, 'editor')
    submit(driver, '/sign-out')


PAGES = {
    'sign-in': lambda driver, site: out(driver, site, '/sign-in'),
    'sign-in-wrong': wrong_sign_in,
    'sign-in-needed': lambda driver, site: out(driver, site, '/password'),
    'signed-out': signed_out,
    'password': lambda driver, site: sign_in(driver, site, 'reviewer'),
    'password-wrong': wrong_password,
    'reset': lambda driver, site: out(driver, site, '/reset'),
    'reset-ask': lambda driver, site: sign_in(driver, site, 'admin', '/accounts/editor/reset'),
    'reset-slip': slip,
    'confirm': late_form,
    'forbidden': lambda driver, site: sign_in(driver, site, 'editor', '/accounts/editor/reset'),
}


def is_wider_than_screen(driver):
    return driver.execute_script(
        'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')


@pytest.mark.parametrize('name', PAGES)
def test_page(site, driver, resize, screenshot, tmp_path, name):
    """Fits every screen; the judges find nothing; what is pressed can be hit."""
    PAGES[name](driver, site)
    for width in WIDTHS:
        resize(width)
        assert not is_wider_than_screen(driver), width
        screenshot('staff-%s-%d' % (name, width))
        if width in (360, 1280):
            assert judges.violations(driver) == []
            assert too_small(driver) == []
    file = tmp_path / (name + '.html')
    file.write_text('<!DOCTYPE html>\n' + driver.execute_script(
        'return document.documentElement.outerHTML'), encoding='utf-8')
    assert judges.markup_errors([str(file)]) == []


def too_small(driver):
    """Fields and buttons less than 44 px high."""
    return driver.execute_script(
        'return [...document.querySelectorAll(".ds-staff input:not([type=hidden]):not(.ds-sr),'
        '.ds-staff button, .ds-staff select, .ds-staff textarea, .ds-staff-nav a")]'
        '.filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 44)'
        '.map(e => e.outerHTML)')


def test_focus_is_on_the_summary(site, driver):
    wrong_sign_in(driver, site)
    assert driver.switch_to.active_element.get_attribute('id') == 'ds-summary'
    driver.switch_to.active_element.send_keys(Keys.TAB, Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute('name') == '_password'


def test_by_keyboard_alone(site, driver):
    out(driver, site, '/password')
    name = driver.find_element(By.NAME, '_account')
    leave(driver, lambda: name.send_keys('editor', Keys.TAB, PASSWORDS['editor'], Keys.ENTER))
    assert driver.current_url == site.url('/staff/password')
    assert driver.find_element(By.CLASS_NAME, 'ds-staff-name').text == 'editor'


def test_pages_as_sent_are_valid(site, tmp_path):
    paths = []
    for path in ('/sign-in', '/reset', '/password'):
        answer = requests.get(site.url('/staff' + path), timeout=30)
        file = tmp_path / (re.sub(r'\W', '', path) + '.html')
        file.write_bytes(answer.content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []
