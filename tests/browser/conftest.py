"""A browser of our own, and a server with reports to look at."""
import base64
import os
import shutil
import socket
import tempfile

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from harness import places

SITE = '''
DisclosureSiteName "临淄区人民政府（演示）"
DisclosureBaseURL "http://127.0.0.1"
'''
DEMO = os.path.join(places.ROOT, 'conf', 'demo')


def demonstration(server):
    """The server, with the demonstration's organs and reports."""
    folder = os.path.join(server.root, 'www', 'demo')
    shutil.copytree(DEMO, folder)
    server.tool.run('organ', 'import', os.path.join(folder, 'organs.csv'))
    server.tool.run('import', '--list', os.path.join(folder, 'reports.csv'))
    return server


@pytest.fixture(scope='session')
def demo(make_server):
    return demonstration(make_server(populated=False, site=SITE))


class ByNumber(Service):
    """chromedriver on 127.0.0.1: a bare machine may not know the name localhost."""

    @property
    def service_url(self):
        return 'http://127.0.0.1:%d' % self.port

    def is_connectable(self):
        try:
            socket.create_connection(('127.0.0.1', self.port), 1).close()
        except OSError:
            return False
        return True


@pytest.fixture(scope='session')
def driver():
    profile = tempfile.mkdtemp(prefix='disclosure-browser-')
    options = Options()
    options.binary_location = places.program('chromium', 'chromium-browser', 'google-chrome')
    for argument in ('--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu',
                     '--hide-scrollbars', '--no-first-run', '--disable-background-networking',
                     '--force-device-scale-factor=1', '--lang=zh-CN', '--remote-debugging-pipe',
                     '--user-data-dir=' + profile):
        options.add_argument(argument)
    driver = webdriver.Chrome(
        service=ByNumber(places.program('chromedriver', 'chromium.chromedriver')), options=options)
    driver.set_page_load_timeout(60)
    driver.set_script_timeout(60)
    yield driver
    driver.quit()
    shutil.rmtree(profile, ignore_errors=True)


@pytest.fixture
def screenshot(driver):
    """Saves the whole page as build/screenshots/NAME.png."""
    folder = os.path.join(places.BUILD, 'screenshots')
    os.makedirs(folder, exist_ok=True)

    def save(name):
        metrics = driver.execute_cdp_cmd('Page.getLayoutMetrics', {})['cssContentSize']
        shot = driver.execute_cdp_cmd('Page.captureScreenshot', {
            'format': 'png', 'captureBeyondViewport': True,
            'clip': {'x': 0, 'y': 0, 'width': metrics['width'], 'height': metrics['height'],
                     'scale': 1}})
        with open(os.path.join(folder, name + '.png'), 'wb') as file:
            file.write(base64.b64decode(shot['data']))

    return save


@pytest.fixture
def resize(driver):
    """Makes the page as wide as a screen of that size."""
    def to(width, height=900):
        driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
            'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 600})
    yield to
    driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
