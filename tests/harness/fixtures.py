"""Fixtures that all tests against a real server share."""
import itertools
import os
import secrets
import shutil

import pytest

from harness import places, samples
from harness.client import People
from harness.server import Server
from harness.stage import Stage

# account, its roles; district is the root of one tree, elsewhere of another
ACCOUNTS = {
    'editor': ['editor@district'],
    'reviewer': ['reviewer@district'],
    'publisher': ['publisher@district'],
    'admin': ['admin@district'],
    'everything': ['editor@district', 'reviewer@district', 'publisher@district',
                   'admin@district'],
    'stranger': ['editor@elsewhere', 'reviewer@elsewhere', 'publisher@elsewhere',
                 'admin@elsewhere'],
    'nobody': [],
}
# Of every kind of signs that the rules count.
PASSWORDS = {account: 'Aa1-' + secrets.token_urlsafe(12) for account in ACCOUNTS}


def populate(server):
    """The organs and accounts that every test server has."""
    tool = server.tool
    tool.run('organ', 'add', 'district', '--kind', 'region', '--name', '示范区人民政府')
    tool.run('organ', 'add', 'elsewhere', '--kind', 'region', '--name', '邻区人民政府')
    for account, roles in ACCOUNTS.items():
        grants = [word for role in roles for word in ('--grant', role)]
        tool.run('account', 'add', account, *grants, input=PASSWORDS[account] + '\n')


class Organs:
    """New organs under a district, so that tests do not meet."""

    def __init__(self, server):
        self.server = server
        self.numbers = itertools.count(1)

    def new(self, *options, name=None, kind='town', parent='district'):
        number = next(self.numbers)
        key = 'town-%d' % number
        name = name or '示范第%d街道办事处' % number
        self.server.tool.run('organ', 'add', key, '--kind', kind, '--name', name, '--parent',
                             parent, *options)
        return key, name

    def report(self, format_id='2019', year=2020, **options):
        """A clean report of a new organ."""
        key, name = self.new()
        return samples.report(format_id, key, year, name, **options)


@pytest.fixture(scope='session')
def session_folder():
    path = places.private_folder()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope='session')
def stage(session_folder):
    return Stage(os.path.join(session_folder, 'stage'))


@pytest.fixture(scope='session')
def running():
    """All servers that run now; stopped at the end, whatever happened."""
    servers = []
    yield servers
    for server in list(servers):
        server.stop()


@pytest.fixture(scope='session')
def make_server(session_folder, stage, running):
    """Makes and starts servers; close() of the result stops one earlier."""
    numbers = itertools.count(1)

    def make(populated=True, start=True, **options):
        folder = os.path.join(session_folder, 'server-%d' % next(numbers))
        server = Server(stage, folder, **options)
        if populated:
            populate(server)
        running.append(server)
        return server.start() if start else server

    return make


@pytest.fixture(scope='session')
def server(make_server):
    """The server that most tests share."""
    return make_server()


@pytest.fixture(autouse=True)
def watched(running):
    """Fails a test that left a line in an error log which it did not announce
    with log.expect(), or made a sanitizer speak."""
    yield
    found = [(server.root, server.errors.faults() + server.sanitizer_reports())
             for server in running]
    assert [entry for entry in found if entry[1]] == []


@pytest.fixture
def log(server):
    return server.errors


@pytest.fixture(scope='session')
def people(server):
    return People(server, PASSWORDS)


@pytest.fixture(scope='session')
def organs(server):
    return Organs(server)


@pytest.fixture
def organ(organs):
    """Key and name of a new organ."""
    return organs.new()


@pytest.fixture
def seed():
    """The bytes of the real seed report."""
    if not os.path.exists(places.SEED):
        pytest.skip('the seed report is absent')
    with open(places.SEED, 'rb') as file:
        return file.read()
