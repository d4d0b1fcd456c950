"""Waiting for the next page."""
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

SECONDS = 20


def is_gone(element):
    """Whether the element's document is no longer shown. While a document is
    being exchanged Chromium answers in several ways that all mean yes."""
    try:
        element.is_enabled()
    except WebDriverException:
        return True
    return False


def is_complete(driver):
    try:
        return bool(driver.find_elements(By.CSS_SELECTOR, '.ds-site-foot'))
    except WebDriverException:
        return False


def leave(driver, act):
    """Does what leads to another page, and waits until that one is there."""
    old = driver.find_element(By.TAG_NAME, 'html')
    act()
    WebDriverWait(driver, SECONDS).until(lambda _: is_gone(old))
    WebDriverWait(driver, SECONDS).until(is_complete)


def sign_in(driver, server, account, password):
    """By our own form."""
    driver.get(server.url('/staff/sign-in'))
    driver.find_element(By.NAME, '_account').send_keys(account)
    field = driver.find_element(By.NAME, '_password')
    leave(driver, lambda: field.send_keys(password + Keys.ENTER))
