"""The administrator's pages before outside judges."""
import re

import pytest
from selenium.webdriver.common.by import By

import judges
from harness.staff import Portal
from navigation import leave

PASSWORD = 'Browser-admin-2026'

PAGES = ['/organs', '/organs/jixia', '/organ-new', '/organ-import', '/accounts', '/accounts/chief',
         '/account-new', '/account-import', '/audit', '/audit?verify=1']


@pytest.fixture(scope='module')
def signed_in(demo, driver):
    demo.tool.run('account', 'add', 'chief', '--name', '管理员', '--grant', 'admin@linzi',
                  input=PASSWORD + '\n')
    driver.get(demo.url('/staff/sign-in'))
    driver.find_element(By.NAME, '_account').send_keys('chief')
    driver.find_element(By.NAME, '_password').send_keys(PASSWORD)
    leave(driver, driver.find_element(By.CSS_SELECTOR, 'main button').click)
    yield driver
    driver.delete_all_cookies()


@pytest.mark.parametrize('path', PAGES)
@pytest.mark.parametrize('width', [360, 1280])
def test_pages_stand_before_the_judges(demo, signed_in, resize, screenshot, path, width):
    resize(width)
    signed_in.get(demo.url('/staff' + path))
    assert not signed_in.execute_script(
        'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')
    screenshot('staff%s-%d' % (re.sub(r'\W', '-', path), width))
    assert judges.violations(signed_in) == []
    assert signed_in.find_element(By.TAG_NAME, 'h1').text


def test_valid_markup(demo, tmp_path):
    portal = Portal(demo, 'chief', PASSWORD)
    paths = []
    for path in PAGES:
        file = tmp_path / (re.sub(r'\W', '-', path.strip('/')) + '.html')
        file.write_bytes(portal.get(path).content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_an_organ_is_renamed_by_hand(demo, signed_in, resize):
    resize(1280)
    signed_in.get(demo.url('/staff/organs'))
    leave(signed_in, signed_in.find_element(By.LINK_TEXT, '临淄区民政局').click)
    field = signed_in.find_element(By.ID, 'hours')
    field.clear()
    field.send_keys('8:30-12:00')
    leave(signed_in, signed_in.find_element(By.XPATH, '//button[text()="保存"]').click)
    assert '已保存' in signed_in.find_element(By.CSS_SELECTOR, '[role=status]').text
    assert signed_in.find_element(By.ID, 'hours').get_attribute('value') == '8:30-12:00'
