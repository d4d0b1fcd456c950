"""`make run`, as a person at a terminal uses it."""
import glob
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import time

import pytest
import requests

from harness import places
from harness.server import free_port

pytestmark = pytest.mark.skipif(places.SANITIZER,
                                reason='the demonstration is run from the ordinary build')

DEMOS = '/var/tmp/mod_disclosure-demo-*'
# make itself ends by the signal it was sent.
ENDED = (0, -signal.SIGINT)
ACCOUNTS = ['editor', 'reviewer', 'publisher', 'admin']


class Terminal:
    """make run on a terminal of its own; what it says is in text."""

    def __init__(self, build, port, password=None):
        environment = {name: value for name, value in os.environ.items()
                       if name not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'DEMO_PASSWORD')}
        environment['PORT'] = str(port)
        if password:
            environment['DEMO_PASSWORD'] = password
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(places.ROOT)
            os.execvpe('make', ['make', '--no-print-directory', 'run', 'BUILD=' + build],
                       environment)
        self.text = ''

    def read(self, until, seconds):
        """Reads until a pattern is seen or the program ends."""
        os.set_blocking(self.terminal, False)
        end = time.monotonic() + seconds
        while time.monotonic() < end and not re.search(until, self.text):
            try:
                piece = os.read(self.terminal, 65536)
            except BlockingIOError:
                time.sleep(0.05)
                continue
            except OSError:
                break
            if not piece:
                break
            self.text += piece.decode('utf-8', 'replace')
        return re.search(until, self.text)

    def end(self, seconds=20):
        """Waits for the program's end; its exit status."""
        self.read(r'\Z.', seconds)
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                os.close(self.terminal)
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.05)
        os.killpg(self.pid, signal.SIGKILL)
        raise TimeoutError('make run did not end:\n' + self.text)

    def interrupt(self):
        os.write(self.terminal, b'\x03')

    def accounts(self):
        return dict(re.findall(r'^ +(%s) +(\S+)\s*$' % '|'.join(ACCOUNTS), self.text, re.M))

    def root(self):
        return re.search(r'database and log: (\S+)', self.text).group(1)


@pytest.fixture
def build(tmp_path):
    """The build under another name, so that a demonstration that somebody
    runs from it is left alone."""
    link = tmp_path / 'build'
    link.symlink_to(places.BUILD)
    before = set(glob.glob(DEMOS))
    yield str(link)
    for folder in set(glob.glob(DEMOS)) - before:
        shutil.rmtree(folder)


def run(build, port, password=None):
    terminal = Terminal(build, port, password)
    if not terminal.read(r'Ctrl-C', 120):
        terminal.end()
        pytest.fail(terminal.text)
    return terminal


def test_two_runs(build):
    port = free_port()
    site = 'http://127.0.0.1:%d/disclosure' % port
    first = run(build, port)
    try:
        for path in ('/', '/jixia/2019', '/jixia/2020', '/jixia/2021', '/linzi/'):
            assert requests.get(site + path, timeout=30).status_code == 200, path
        assert requests.get(site + '/jixia/2022', timeout=30).status_code == 404
        figure = '本机关不掌握相关政府信息'
        for address in ('/nianbao/jixia/2020', '/portal/include.shtml', '/portal/pasted.shtml',
                        '/disclosure/jixia/2020/paste'):
            answer = requests.get('http://127.0.0.1:%d%s' % (port, address), timeout=30)
            assert answer.status_code == 200 and figure in answer.text, address
            assert address in first.text, address
        for address in ('/portal/', '/portal/fetch.html'):
            answer = requests.get('http://127.0.0.1:%d%s' % (port, address), timeout=30)
            assert answer.status_code == 200 and address in first.text, address
        accounts = first.accounts()
        assert sorted(accounts) == sorted(ACCOUNTS)
        assert len(set(accounts.values())) == len(ACCOUNTS)
        for account, password in accounts.items():
            answer = requests.get(site + '/api/reports?year=2020', auth=(account, password),
                                  timeout=30)
            assert answer.status_code == 200 and answer.json()['items'], account
        draft = {'organ': 'jixia', 'year': 2023, 'format': '2021', 'tables': {}}
        answer = requests.put(site + '/api/reports/jixia/2023', json=draft, timeout=30,
                              auth=('editor', accounts['editor']))
        assert answer.status_code == 201, answer.text

        again = Terminal(build, free_port())
        assert again.end(60) != 0
        assert 'runs already' in again.text
    finally:
        first.interrupt()
        status = first.end()
    assert status in ENDED and 'Stopped.' in first.text, first.text
    root = first.root()
    assert os.stat(root).st_uid == places.user().pw_uid

    second = run(build, port, 'Another-password-2')
    try:
        assert second.root() == root
        assert set(second.accounts().values()) == {'Another-password-2'}
        answer = requests.get(site + '/api/reports/jixia/2023', timeout=30,
                              auth=('editor', 'Another-password-2'))
        assert answer.json()['state'] == 'draft'
    finally:
        second.interrupt()
        status = second.end()
    assert status in ENDED
    with pytest.raises(OSError):
        socket.create_connection(('127.0.0.1', port), 1)


def test_port_in_use_is_said(build):
    with socket.socket() as taken:
        taken.bind(('127.0.0.1', 0))
        taken.listen()
        terminal = Terminal(build, taken.getsockname()[1])
        assert terminal.end(60) != 0
    assert 'is in use' in terminal.text and 'PORT=' in terminal.text


@pytest.mark.parametrize('port', ['80', '99999', 'http'])
def test_ports_that_are_none(build, port):
    terminal = Terminal(build, port)
    assert terminal.end(60) != 0
    assert 'PORT' in terminal.text


def test_scripts_are_plain_sh():
    for script in ('conf/demo/run.sh', 'tests/deps.sh', '.ci/run'):
        path = os.path.join(places.ROOT, script)
        assert subprocess.run(['sh', '-n', path], check=False).returncode == 0
