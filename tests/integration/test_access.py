"""Who may ask what: the table access.txt, line by line, of a real server."""
import datetime
import os
import re

import lxml.html
import pytest

from expect import ok
from harness import media, places, samples
from harness.client import Api
from harness.staff import Portal, TIMEOUT

ROLES = ['editor', 'reviewer', 'publisher', 'admin']
WHERE = {'sibling': 'other', 'own': 'mine', 'above': 'root'}
# column of the table -> those who stand in it
COLUMNS = {'nobody': [None], 'none': ['none'],
           **{column: ['%s-%s' % (column, role) for role in ROLES] for column in WHERE}}
SUBJECT = 'subject'  # an account of the organ, to be administered
PASSWORD = 'Aa1-correct-horse'
PICTURE = media.png()
STALE = 'stale.0'
SUBMITTED, APPROVED = 2016, 2018  # years of reports that wait in the chain
DUE = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).year - 1
WARNED = {'F.format@format': '沿用原来的格式。'}
BOUNDARY = 'x-boundary'
SCAN = ('--%s\r\nContent-Disposition: form-data; name="%%s"%%s\r\n\r\n' % BOUNDARY)

TABLE = os.path.join(os.path.dirname(__file__), 'access.txt')
ROUTES = os.path.join(places.ROOT, 'mod_disclosure', 'httpd', 'route.c')


# ---- The table ----

class Line:
    def __init__(self, text):
        words = text.split()
        self.address = words.pop(1) if len(words) == 7 else ''
        self.method, statuses = words[0], words[1:]
        self.pattern = re.sub(r'=[^}]*', '', self.address.split('?')[0])
        self.expected = {}
        for (column, people), word in zip(COLUMNS.items(), statuses, strict=True):
            given = word.split('/')
            assert len(given) in (1, len(people)), text
            for i, person in enumerate(people):
                self.expected[person] = int(given[i if len(given) > 1 else 0])

    def __str__(self):
        return '%s %s' % (self.method, self.address)


def read_table():
    with open(TABLE, encoding='utf-8') as file:
        return [Line(text) for text in file if text.strip() and not text.startswith('#')]


def read_routes():
    """(method, pattern) of every route that route.c has."""
    with open(ROUTES, encoding='utf-8') as file:
        text = file.read().split('routes[] = {', 1)[1].split('\n};', 1)[0]
    rows = re.findall(r'(PAGE\(|(?:ANSWER|STAFF)\(([^"]*),|\{ ([^"]*),)\s*"([^"]*)"', text)
    assert len(rows) == text.count('"') // 2, 'a row of another shape in route.c'
    for kind, methods, bare, pattern in rows:
        words = (methods or bare or 'GET').split('|')
        for method in (word.strip().replace('DISCLOSURE_', '') for word in words):
            if method in ('GET', 'PUT', 'POST'):
                yield method, pattern


LINES = read_table()


def test_every_route_has_its_line():
    known = {(line.method, line.pattern) for line in LINES}
    routes = set(read_routes())
    missing = ['%s %s' % route for route in sorted(routes - known)]
    assert not missing, 'routes of httpd/route.c without a line in tests/integration/access.txt ' \
        '(add who may ask them, and to FIELDS what a POST carries): ' + ', '.join(missing)
    gone = ['%s %s' % route for route in sorted(known - routes)]
    assert not gone, 'lines of access.txt whose route is gone: ' + ', '.join(gone)


def test_every_action_has_its_line():
    with open(os.path.join(places.ROOT, 'mod_disclosure', 'core', 'review.c'),
              encoding='utf-8') as file:
        actions = set(re.findall(r'\[DS_ACTION_\w+\] = \{"(\w+)"', file.read()))
    for pattern in {line.pattern for line in LINES if '{action}' in line.pattern}:
        asked = {re.search(r'\{action=(\w+)\}', line.address)[1] for line in LINES
                 if line.pattern == pattern}
        assert asked == actions - {'read', 'edit', 'manage'}, pattern


# ---- The server and those who ask ----

class World:
    """A tree of three organs, an account in every place of the table, a draft of
    2020 and a public report of 2023 of the organ that is asked about."""

    def __init__(self, server):
        self.server = server
        self.organ = 'mine'
        self.add_organs()
        self.apis = {None: Api(server)}
        self.portals = {None: Portal(server)}
        self.tokens = {None: ''}
        for column, organ in WHERE.items():
            for role in ROLES:
                self.add_account('%s-%s' % (column, role), '%s@%s' % (role, organ))
        self.add_account('none')
        server.tool.run('account', 'add', SUBJECT, '--grant', 'editor@mine',
                        input=PASSWORD + '\n')
        self.add_reports()
        self.places = {'organ': 'mine', 'year': '2020', 'account': SUBJECT,
                       'fingerprint': self.digest, 'asset': self.asset()}

    def add_organs(self):
        run = self.server.tool.run
        run('organ', 'add', 'root', '--kind', 'region', '--name', '示范区人民政府')
        for key, name in (('mine', '示范街道办事处'), ('other', '邻近街道办事处')):
            run('organ', 'add', key, '--kind', 'town', '--name', name, '--parent', 'root')

    def add_account(self, name, grant=None):
        grants = ['--grant', grant] if grant else []
        self.server.tool.run('account', 'add', name, *grants, input=PASSWORD + '\n')
        self.apis[name] = Api(self.server, name, PASSWORD)
        self.sign_in(name)

    def sign_in(self, name):
        portal = Portal(self.server, name, PASSWORD)
        self.portals[name] = portal
        self.tokens[name] = portal.page('/').xpath('//input[@name="_token"]/@value')[0]

    def report(self, year):
        return samples.report('2019' if year < 2021 else '2021', self.organ, year, '示范街道办事处')

    def add_reports(self):
        above = {role: self.apis['above-' + role] for role in ROLES}
        way = (('editor', 'submit'), ('reviewer', 'approve'), ('publisher', 'publish'))
        for year, steps in ((2020, 0), (2023, 3), (SUBMITTED, 1), (APPROVED, 2)):
            ok(above['editor'].put(self.report(year)), 201)
            for role, action in way[:steps]:
                ok(above[role].act(action, 'mine', year, reasons=WARNED))
        self.digest = ok(above['editor'].request('POST', '/api/files?organ=mine', PICTURE,
                                                 'image/png'), 201)['digest']

    def asset(self):
        page = self.apis[None].get('/rules').text
        return re.search(r'/assets/([0-9a-f]+)/disclosure\.css', page)[1]

    def path(self, address):
        def value(place):
            name, given, text = place[1].partition('=')
            if given and not text.startswith('@'):
                return text
            assert (text[1:] or name) in self.places, \
                'access.txt: no value is known for %s; write {%s=...}' % (place[0], name)
            return self.places[text[1:] or name]
        return re.sub(r'\{([^}]*)\}', value, address)


@pytest.fixture(scope='module')
def world(make_server):
    server = make_server(populated=False, start=False)
    folder = places.folder(os.path.join(server.root, 'files'))
    server.site = 'DisclosureFiles "%s"\nDisclosureBaseURL "http://127.0.0.1"' % folder
    return World(server.start())


# ---- What is sent along ----

def scan(token):
    """A form with a file, of a signature that is not there."""
    fields = {'_token': token, '_number': '99'}
    body = b''.join((SCAN % (name, '')).encode() + value.encode() + b'\r\n'
                    for name, value in fields.items())
    return (body + (SCAN % ('file', '; filename="scan.png"\r\nContent-Type: image/png')).encode()
            + PICTURE + b'\r\n--%s--\r\n' % BOUNDARY.encode())


# Fields of a POST beside its token, by the route's pattern; those of none are left out.
FIELDS = {
    '/staff/sign-in': {'_account': 'none', '_password': ''},
    '/staff/reports/{organ}/{year}/{action}': {'_tag': STALE, '_comment': '请核对。'},
    '/staff/reports/{organ}/{year}/comments': {'_do': 'add', '_comment': '请核对。'},
    '/staff/region/{organ}/{year}': {'act': 'start', 'tag': STALE},
    '/staff/bulk': {'act': 'approve', 'pick/mine/2020': STALE},
    '/staff/years/{year}': {'act': 'line', 'organ': 'mine', 'owes': '0', 'reason': '免报'},
    '/staff/years/{year}/reminders': {'organ': 'mine', 'note': '已经通话。'},
    '/staff/organ-new': {'key': '不是代号', 'kind': 'town', 'name': '某街道'},
    '/staff/accounts/{account}': {'grants': 'editor@mine', 'display-name': '某某'},
    '/staff/account-new': {'account': '', 'grants': 'editor@mine'},
}


def call_api(world, person, line, path):
    api = world.apis[person]
    if line.method == 'GET':
        return api.get(path)
    if line.method == 'PUT':
        return api.put(world.report(2020), STALE and '"%s"' % STALE)
    if line.pattern == '/api/files':
        return api.request('POST', path + '?organ=mine', PICTURE, 'image/png')
    if line.pattern == '/api/check':
        return api.check(world.report(2020))
    return api.request('POST', path, {'comment': '请核对。'}, If_Match='"%s"' % STALE)


def call_portal(world, person, line, path):
    portal, token = world.portals[person], world.tokens[person]
    if line.method == 'GET':
        return portal.session.get(world.server.url(path), timeout=TIMEOUT, allow_redirects=False)
    fields = {'_token': token, **FIELDS.get(line.pattern, {})}
    if line.pattern.endswith('/scan'):
        return portal.post(path.removeprefix('/staff'), scan(token),
                           **{'Content-Type': 'multipart/form-data; boundary=' + BOUNDARY})
    answer = portal.post(path.removeprefix('/staff'), fields)
    if line.pattern == '/staff/sign-out' and person:
        world.sign_in(person)
    return answer


def ask(world, person, line):
    path = world.path(line.address)
    call = call_api if line.pattern.startswith('/api') else call_portal
    return call(world, person, line, path)


@pytest.mark.parametrize('line', LINES, ids=str)
def test_the_table(world, line):
    answers = {person: ask(world, person, line) for person in line.expected}
    assert {person: answer.status_code for person, answer in answers.items()} == line.expected
    for answer in answers.values():
        if answer.status_code in (401, 403, 404):
            assert world.report(2020)['title'] not in answer.text


# act in bulk, year of the report, who may (of those whose grant reaches it); all
# others are told that there is no such report, or that it is not theirs.
BULK = [('approve', SUBMITTED, {'own-reviewer', 'above-reviewer'}),
        ('publish', APPROVED, {'own-publisher', 'above-publisher'}),
        ('schedule', APPROVED, {'own-publisher', 'above-publisher'}),
        ('cancel', APPROVED, {'own-publisher', 'above-publisher'})]


@pytest.mark.parametrize('act, year, may', BULK, ids=[act for act, _, _ in BULK])
def test_in_bulk_the_answer_is_the_same(world, act, year, may):
    tag = world.apis['above-reviewer'].get('/api/reports/mine/%d' % year).headers['ETag']
    for person in COLUMNS['sibling'] + COLUMNS['own'] + COLUMNS['above'] + ['none']:
        if person in may and act == 'approve':
            world.portals[person].page('/reports/mine/%d' % year)
        answer = world.portals[person].post('/bulk', {
            '_token': world.tokens[person], 'act': act, 'pick/mine/%d' % year: tag.strip('"')})
        text = lxml.html.fromstring(answer.text).xpath('string(//table/tbody/tr/td[2])')
        reaches = person.startswith(('own', 'above'))
        assert text.startswith('可以办理' if person in may else '不办理：这份报告现在不由您'
                               if reaches else '不办理：没有这份报告'), (person, text)


# A notice goes out to those who fill in for the organ: who keeps its line of the list.
def test_reminding_in_bulk(world):
    may = ['above-admin', 'above-reviewer', 'own-admin']
    people = COLUMNS['sibling'] + COLUMNS['own'] + COLUMNS['above'] + ['none']
    for person in sorted(set(people) - set(may)) + may:
        answer = world.portals[person].post('/bulk', {
            '_token': world.tokens[person], 'act': 'remind', 'pick/mine/%d' % DUE: '1'})
        page = world.server.address + answer.headers['Location']
        text = lxml.html.fromstring(world.portals[person].session.get(page).text).xpath(
            'string(//table/tbody/tr/td[2])')
        expected = '已发' if person == may[0] else '不办理：今天已经' if person in may \
            else '不办理：这份报告现在不由您' if person.startswith(('own', 'above')) \
            else '不办理：没有这份报告'
        assert text.startswith(expected), (person, text)


def test_head_is_asked_as_get_is(world):
    for line in (line for line in LINES if line.method == 'GET'):
        path = world.path(line.address)
        for person in (None, 'none', 'above-admin'):
            session = (world.apis if line.pattern.startswith('/api') else world.portals)[
                person].session
            answer = session.head(world.server.url(path), timeout=TIMEOUT, allow_redirects=False)
            assert answer.status_code == line.expected[person], (path, person)


def test_methods_that_no_route_takes(world):
    takes = {}
    for line in LINES:
        takes.setdefault(line.pattern, (world.path(line.address), set()))[1].add(line.method)
    for pattern, (path, methods) in takes.items():
        session = world.apis['above-admin'].session
        for method in {'GET', 'PUT', 'POST', 'DELETE', 'PATCH'} - methods:
            answer = session.request(method, world.server.url(path), timeout=TIMEOUT,
                                     allow_redirects=False)
            assert answer.status_code == 405, (method, path)
            assert set(answer.headers['Allow'].split(', ')) >= methods, (method, path)
