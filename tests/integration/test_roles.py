"""Who may do what: roles hold for an organ and all below it."""
import pytest

from expect import ok, problem
from harness import kept
from harness.client import Api, People
from harness.fixtures import PASSWORDS

ACTIONS = {'submit': 'draft', 'approve': 'submitted', 'return': 'submitted',
           'publish': 'approved', 'correct': 'published', 'withdraw': 'published',
           'takedown': 'published'}
MAY = {'editor': {'submit'}, 'reviewer': {'approve', 'return', 'takedown'},
       'publisher': {'publish', 'correct', 'withdraw', 'takedown'}, 'admin': {'takedown'},
       'stranger': set(), 'nobody': set()}
WAY = [('editor', 'submit', 'submitted'), ('reviewer', 'approve', 'approved'),
       ('publisher', 'publish', 'published')]


def bring_to(people, report, state):
    """Writes the report and takes it along the chain to a state."""
    ok(people.editor.put(report), 201)
    for account, action, reached in WAY:
        if people.editor.state(report['organ'], report['year'])['state'] == state:
            return
        ok(getattr(people, account).act(action, report['organ'], report['year']))
    assert people.editor.state(report['organ'], report['year'])['state'] == state


@pytest.mark.parametrize('action', ACTIONS)
def test_only_the_roles_that_may(server, people, organs, action):
    report = organs.report()
    organ, year = report['organ'], report['year']
    bring_to(people, report, ACTIONS[action])
    before = kept.snapshot(server.database)
    for account in sorted(name for name in MAY if action not in MAY[name]):
        problem(getattr(people, account).act(action, organ, year, comment='说明。'), 403)
    assert kept.snapshot(server.database) == before
    account = sorted(name for name in MAY if action in MAY[name])[0]
    ok(getattr(people, account).act(action, organ, year, comment='说明。'))


@pytest.mark.parametrize('account', ['reviewer', 'publisher', 'admin', 'stranger', 'nobody'])
def test_only_editors_write(server, people, organs, account):
    report = organs.report()
    before = kept.snapshot(server.database)
    problem(getattr(people, account).put(report), 403)
    assert kept.snapshot(server.database) == before


def test_author_never_approves_or_publishes(people, organs):
    report = organs.report()
    organ, year = report['organ'], report['year']
    ok(people.everything.put(report), 201)
    ok(people.everything.act('submit', organ, year))
    problem(people.everything.act('approve', organ, year), 403)
    ok(people.reviewer.act('approve', organ, year))
    problem(people.everything.act('publish', organ, year), 403)
    ok(people.publisher.act('publish', organ, year))


def test_stranger_learns_nothing(people, organs):
    report = organs.report()
    ok(people.editor.put(report), 201)
    path = '/api/reports/%s/%d' % (report['organ'], report['year'])
    there = people.stranger.get(path)
    absent = people.stranger.get('/api/reports/%s/2019' % report['organ'])
    assert there.status_code == absent.status_code
    assert there.status_code in (403, 404)
    assert report['title'] not in there.text
    listed = ok(people.stranger.get('/api/reports?year=%d' % report['year']))
    assert listed['items'] == []


def test_identity_is_needed(people):
    for method, path in (('GET', '/api/reports'), ('GET', '/api/reports/town-1/2020'),
                         ('PUT', '/api/reports/town-1/2020'), ('POST', '/api/check')):
        answer = people.anonymous.request(method, path, b'{}', 'application/json')
        assert '登录' in problem(answer, 401)['detail'], (method, path)
        assert answer.headers['WWW-Authenticate'].startswith('Basic')


def test_wrong_password(server, people):
    server.errors.expect(r'AH01617|DS0[68]')
    answer = Api(server, 'editor', 'not-the-password').get('/api/reports')
    problem(answer, 401)
    assert answer.headers['WWW-Authenticate'] == 'Basic realm="disclosure"'


# What is asked of <Location> below B/api, and what httpd says of it.
GUARDED = '''
<Location "/disclosure/api/reports/closed">
    Require all denied
</Location>
<Location "/disclosure/api/check">
    AuthzSendForbiddenOnFailure On
    Require disclosure-role editor
</Location>
<Location "/disclosure/api/reports/small">
    LimitRequestBody 10
</Location>
ErrorDocument 401 /disclosure/rules
ErrorDocument 403 "closed"
'''


def test_what_httpd_refuses_is_told_as_a_problem(make_server):
    server = make_server(extra=GUARDED)
    people = People(server, PASSWORDS)
    server.errors.expect('AH01630|AH01631')
    for path, method, account, status in (
            ('/api/reports/closed/2020', 'GET', 'editor', 403),
            ('/api/reports/closed/2020', 'PUT', 'everything', 403),
            ('/api/check', 'POST', 'anonymous', 401),
            ('/api/check', 'POST', 'nobody', 403), ('/api/check', 'POST', 'reviewer', 403)):
        api = getattr(people, account)
        answer = api.request(method, path, b'{}', 'application/json', Accept_Encoding='gzip')
        document = problem(answer, status)
        assert document['type'].startswith('urn:mod-disclosure:problem:')
        assert answer.headers['Cache-Control'] == 'no-store'
        assert answer.headers['X-Content-Type-Options'] == 'nosniff'
        assert ('WWW-Authenticate' in answer.headers) == (status == 401)
        assert int(answer.headers['Content-Length']) == len(answer.content)
        head = api.request('HEAD', path)
        assert head.headers['Content-Type'] == 'application/problem+json' and not head.content
    problem(people.editor.request('PUT', '/api/reports/small/2020', b'x' * 50,
                                  'application/json'), 413)
    # the connection goes on
    assert people.editor.get('/api/reports').status_code == 200
    # people get a page
    assert people.anonymous.get('/staff/').headers['Content-Type'].startswith('text/html')


def test_lists_hold_what_one_may_see(people, organs):
    report = organs.report('2021', 2022)
    ok(people.editor.put(report), 201)
    items = ok(people.editor.get('/api/reports?year=2022&state=draft'))['items']
    mine = [item for item in items if item['organ'] == report['organ']]
    assert len(mine) == 1 and mine[0]['state'] == 'draft'
    assert 'report' not in mine[0]
    items = ok(people.editor.get('/api/reports?year=2022&state=published'))['items']
    assert report['organ'] not in [item['organ'] for item in items]
