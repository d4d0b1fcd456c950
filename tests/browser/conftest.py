"""A browser of our own, and a server with reports to look at."""
import base64
import os
import shutil

import pytest

import browser
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


@pytest.fixture(scope='session')
def driver():
    with browser.running() as driver:
        yield driver


@pytest.fixture(autouse=True, scope='module')
def nobody(driver):
    """Each file begins signed in nowhere."""
    driver.execute_cdp_cmd('Network.clearBrowserCookies', {})
    driver.get('about:blank')


@pytest.fixture
def no_scripts(driver):
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    yield
    driver.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})


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
