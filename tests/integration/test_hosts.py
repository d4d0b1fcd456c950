"""Virtual hosts, access control and output filters, with pages that are kept:
what is served before httpd walks its locations must not pass by a rule."""
import pytest

from expect import problem
from harness import samples
from harness.client import Api, People
from harness.fixtures import PASSWORDS, Organs
from harness.server import BASE

# Often enough that every process answers from its kept pages.
OFTEN = 12

HOSTS = '''
AddOutputFilterByType DEFLATE text/html text/css application/xml application/json
<VirtualHost 127.0.0.1:{port}>
    ServerName open.example
</VirtualHost>
<VirtualHost 127.0.0.1:{port}>
    ServerName inside.example
    <Location "/">
        Require ip 10.0.0.0/8
    </Location>
</VirtualHost>
<VirtualHost 127.0.0.1:{port}>
    ServerName staff.example
    <Location "{base}">
        AuthType Basic
        AuthName "disclosure"
        AuthBasicProvider disclosure
        Require disclosure-role publisher
    </Location>
</VirtualHost>
<VirtualHost 127.0.0.1:{port}>
    ServerName pattern.example
    <LocationMatch "^{base}/[a-z0-9-]+/[0-9]+$">
        Require all denied
    </LocationMatch>
</VirtualHost>
<VirtualHost 127.0.0.1:{port}>
    ServerName other.example
    <DisclosureSite />
        DisclosureData "{data}"
        DisclosureSiteName "另一网站"
        DisclosureBaseURL "https://other.example"
    </DisclosureSite>
</VirtualHost>
'''


class Hosts:
    """One server with several names; each path is asked for often."""

    def __init__(self, server):
        self.server = server
        self.people = People(server, PASSWORDS)

    def statuses(self, host, path, account=None):
        api = getattr(self.people, account) if account else Api(self.server)
        return {api.get(path, Host=host, Connection='close', Accept_Encoding=coding).status_code
                for coding in ['gzip', 'identity'] * (OFTEN // 2)}


@pytest.fixture(scope='module')
def report():
    return samples.report('2019', 'town-1', 2020, '示范第1街道办事处')


@pytest.fixture(scope='module')
def hosts(make_server, running, report):
    server = make_server(start=False)
    server.extra = HOSTS.format(port=server.port, base=BASE, data=server.data)
    server.start()
    assert Organs(server).new()[0] == report['organ']
    hosts = Hosts(server)
    hosts.people.publish(report)
    yield hosts
    server.stop()
    running.remove(server)


PATH = '/town-1/2020'


@pytest.mark.parametrize('host', ['open.example', 'unknown.example'])
def test_open_host(hosts, host):
    """Kept pages pass the filters of the server without harm."""
    for path in (PATH, PATH + '.xml', PATH + '.json', '/', '/rules'):
        assert hosts.statuses(host, path) == {200}, path


def test_kept_pages_of_one_host_do_not_open_another(hosts):
    hosts.server.errors.expect(r'AH01630: client denied')
    assert hosts.statuses('open.example', PATH) == {200}
    assert hosts.statuses('inside.example', PATH) == {403}
    assert hosts.statuses('staff.example', PATH) == {401}
    assert hosts.statuses('pattern.example', PATH) == {403}
    assert hosts.statuses('pattern.example', '/') == {200}


def test_roles_guard_pages_every_time(hosts):
    hosts.server.errors.expect(r'AH01617|DS0[4-8]|authz')
    assert hosts.statuses('staff.example', PATH, 'publisher') == {200}
    assert hosts.statuses('staff.example', PATH) == {401}
    assert hosts.statuses('staff.example', PATH, 'stranger') == {401}
    assert hosts.statuses('staff.example', PATH, 'editor') == {401}
    assert Api(hosts.server, 'publisher', 'not-the-password').get(
        PATH, Host='staff.example').status_code == 401


def test_a_host_may_have_a_site_of_its_own(hosts):
    api = Api(hosts.server)
    root = api.session.get(hosts.server.address + '/', headers={'Host': 'other.example'},
                           timeout=30)
    root.encoding = 'utf-8'
    assert root.status_code == 200 and '另一网站' in root.text
    moved = api.session.get(hosts.server.address + '/town-1', headers={'Host': 'other.example'},
                            timeout=30, allow_redirects=False)
    assert moved.headers['Location'] == 'https://other.example/town-1/'


def test_other_sites_cannot_make_a_browser_write(hosts, report):
    """Identity that a browser sends by itself is not enough."""
    api = hosts.people.editor
    path = '/api/reports/town-1/2021'
    for headers in ({'Origin': 'http://evil.example'}, {'Origin': 'null'},
                    {'Sec_Fetch_Site': 'cross-site'}, {'Sec_Fetch_Site': 'same-site'}):
        problem(api.request('PUT', path, dict(report, year=2021), **headers), 403)
        assert api.get(path).status_code == 404
    own = 'http://127.0.0.1:%d' % hosts.server.port
    later = samples.report('2021', 'town-1', 2021, report['organ_name'])
    assert api.request('PUT', path, later, Origin=own,
                       Sec_Fetch_Site='same-origin').status_code == 201


def test_unavailable_store_is_503_behind_a_sign_in(make_server, running):
    server = make_server(populated=False, database=False)
    server.errors.expect(r'DS0\d\d\d: ')
    answer = Api(server, 'editor', 'any password').get('/api/reports')
    problem(answer, 503)
    assert 'Retry-After' in answer.headers
    server.stop()
    running.remove(server)
