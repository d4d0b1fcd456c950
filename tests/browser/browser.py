"""Chromium without a window, with a profile of its own."""
import contextlib
import shutil
import socket
import tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from harness import places


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


@contextlib.contextmanager
def running():
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
    try:
        yield driver
    finally:
        driver.quit()
        shutil.rmtree(profile, ignore_errors=True)
