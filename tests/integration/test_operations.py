"""Running it: a schema that is missing, restarts under load, backups, health,
both processing models, switches."""
import json
import os
import sqlite3
import threading

import pytest

from expect import ok, problem
from harness import places, samples
from harness.client import Api, People
from harness.fixtures import PASSWORDS, Organs
from harness.server import wait_until


def stopped(server):
    """Stops a server of this module; its log is still watched."""
    server.stop()


def test_health(people):
    answer = people.anonymous.get('/health')
    assert answer.status_code == 200
    assert len(answer.text.strip().splitlines()) == 1
    document = answer.json()
    assert isinstance(document, dict)
    assert 'disclosure.db' not in answer.text and places.user().pw_name not in answer.text


def test_missing_schema_is_503(make_server):
    server = make_server(populated=False, database=False)
    api = Api(server)
    server.errors.expect(r'DS0\d\d\d: ')
    for path in ('/', '/town-1/2020', '/year/2020/'):
        answer = api.get(path)
        assert answer.status_code == 503, path
        assert 'Retry-After' in answer.headers
        assert 'disclosure.db' not in answer.text
    assert api.get('/health').status_code == 503
    wait_until(lambda: 'DS0' in server.log_text(), 5, 'a line in the log')
    stopped(server)


def test_schema_that_comes_later_is_found(make_server):
    """No restart is needed after disclosurectl init."""
    server = make_server(populated=False, database=False)
    server.errors.expect(r'DS0\d\d\d: ')
    assert Api(server).get('/').status_code == 503
    server.tool.run('init')
    wait_until(lambda: Api(server).get('/').status_code == 200, 30, 'the index')
    assert Api(server).get('/health').status_code == 200
    stopped(server)


def test_schema_of_another_version_is_503(make_server):
    server = make_server(start=False)
    connection = sqlite3.connect(server.database)
    changed = connection.execute(
        "UPDATE ds_meta SET value = '9999' WHERE name LIKE '%schema%' OR name LIKE '%version%'")
    assert changed.rowcount == 1
    connection.commit()
    connection.close()
    server.start()
    server.errors.expect(r'DS0\d\d\d: ')
    assert Api(server).get('/').status_code == 503
    stopped(server)


def test_prefork(make_server):
    server = make_server(mpm='prefork')
    people, report = People(server, PASSWORDS), Organs(server).report()
    people.publish(report)
    path = '/%s/%d' % (report['organ'], report['year'])
    for _ in range(10):
        answer = people.anonymous.get(path, Connection='close')
        assert answer.status_code == 200 and report['title'] in answer.text
    stopped(server)


@pytest.mark.parametrize('switch, closed, open_', [
    ('DisclosurePublic off', ['/', '/year/2020/'], ['/api/reports']),
    ('DisclosureAPI off', ['/api/reports', '/api/check'], ['/']),
])
def test_switches(make_server, switch, closed, open_):
    server = make_server(site=switch)
    editor = People(server, PASSWORDS).editor
    for path in closed:
        assert editor.get(path).status_code == 404, path
    for path in open_:
        assert editor.get(path).status_code == 200, path
    stopped(server)


class Load(threading.Thread):
    """Saves drafts and reads pages until told to stop; knows what the server
    said it had kept."""

    def __init__(self, server, report):
        super().__init__()
        self.people = People(server, PASSWORDS)
        self.report = report
        self.kept, self.tag, self.broken = None, None, []
        self.done = threading.Event()

    def run(self):
        number = 0
        while not self.done.is_set():
            number += 1
            report = samples.with_cell(self.report, 'art20_5/licensing/decisions', number)
            try:
                answer = self.people.editor.put(report, self.tag)
            except OSError:
                self.look_again()
                continue
            if answer.status_code in (200, 201):
                self.kept, self.tag = number, answer.headers['ETag']
            elif answer.status_code == 412:
                self.look_again()
            elif answer.status_code != 503:
                self.broken.append((answer.status_code, answer.text))

    def look_again(self):
        """After a broken connection the answer may have been lost, not the draft."""
        try:
            answer = self.people.editor.get('/api/reports/%s/%d' % (
                self.report['organ'], self.report['year']))
            self.tag = answer.headers.get('ETag')
        except OSError:
            self.done.wait(0.05)


def test_restart_under_load_keeps_what_was_acknowledged(make_server):
    server = make_server()
    organs = Organs(server)
    loads = [Load(server, organs.report()) for _ in range(3)]
    for load in loads:
        load.start()
    try:
        for _ in range(2):
            wait_until(lambda: all(load.kept for load in loads), 30, 'saved drafts')
            server.graceful()
        server.stop()
        server.start()
        before = [load.kept for load in loads]
        wait_until(lambda: all(load.kept > old for load, old in zip(loads, before)), 30,
                   'saved drafts after the restart')
    finally:
        for load in loads:
            load.done.set()
        for load in loads:
            load.join(30)
    assert [load.broken for load in loads] == [[], [], []]
    for load in loads:
        now = load.people.editor.state(load.report['organ'], load.report['year'])
        stored = now['report']['tables']['art20_5']['licensing']['decisions']
        assert stored >= load.kept
    assert server.tool.call('audit').returncode == 0
    stopped(server)


def test_ends_at_once_when_nobody_asks(make_server):
    """No thread of ours holds up the end: httpd never has to insist."""
    server = make_server()
    people, organs = People(server, PASSWORDS), Organs(server)
    report = organs.report('2021', 2022)
    people.publish(report)
    for path in ('/', '/%s/2022' % report['organ'], '/staff/sign-in', '/health'):
        assert people.anonymous.get(path).status_code == 200
    server.stop()
    assert 'still did not exit' not in server.log_text()


def test_backup_while_writing_is_of_one_moment(make_server):
    server = make_server()
    organs = Organs(server)
    loads = [Load(server, organs.report()) for _ in range(2)]
    backups = [os.path.join(server.root, 'data', 'backup-%d' % n) for n in range(3)]
    for load in loads:
        load.start()
    try:
        wait_until(lambda: all(load.kept for load in loads), 30, 'saved drafts')
        for path in backups:
            server.tool.run('backup', path)
    finally:
        for load in loads:
            load.done.set()
        for load in loads:
            load.join(30)
    assert [load.broken for load in loads] == [[], []]
    assert os.stat(backups[0]).st_mode & 0o077 == 0
    assert server.tool.call('backup', backups[0]).returncode != 0  # never overwrites
    copy = make_server(populated=False)
    for path in backups:
        copy.tool.run('restore', path)
        done = copy.tool.call('audit')
        assert done.returncode == 0, done.stdout + done.stderr
    people = People(copy, PASSWORDS)
    for load in loads:
        now = people.editor.state(load.report['organ'], load.report['year'])
        assert now['state'] == 'draft'
    copy.stop()
    stopped(server)


def test_restore_of_rubbish_changes_nothing(make_server):
    server = make_server()
    path = os.path.join(server.root, 'data', 'rubbish')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('no backup')
    done = server.tool.call('restore', path)
    assert done.returncode == 2 and '备份文件' in done.stderr
    assert 'editor' in server.tool.run('account', 'list')
    stopped(server)


def test_two_writers_of_one_report(server, people, organs):
    """Of two that saw the same draft, one wins and the other is told."""
    report = organs.report()
    tag = people.editor.put(report).headers['ETag']
    answers = []

    def write(number):
        changed = samples.with_cell(report, 'art20_5/licensing/decisions', number)
        answers.append(Api(server, 'editor', PASSWORDS['editor']).put(changed, tag))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(100, 106)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [200] + [412] * 5
    for answer in answers:
        if answer.status_code == 412:
            problem(answer, 412)


def test_tool_and_server_write_side_by_side(server, people, organs):
    """The tool imports while the server saves; nobody is refused."""
    reports = [organs.report() for _ in range(10)]
    answers = []
    load = threading.Thread(target=lambda: answers.extend(
        people.editor.put(report) for report in reports))
    load.start()
    for _ in range(10):
        mine = organs.report()
        server.tool.run('import', '-', input=json.dumps(mine))
    load.join(120)
    assert [answer.status_code for answer in answers] == [201] * 10
    assert server.tool.call('audit').returncode == 0


def test_page_survives_a_database_that_goes_away(make_server):
    """What is cached is served; what is not is 503, and 200 again afterwards."""
    server = make_server()
    people, report = People(server, PASSWORDS), Organs(server).report()
    people.publish(report)
    path = '/%s/%d' % (report['organ'], report['year'])
    assert people.anonymous.get(path).status_code == 200
    server.errors.expect(r'DS0\d\d\d: |AH\d+: ')
    folder, hidden = os.path.dirname(server.database), os.path.join(server.root, 'run')
    server.stop()
    names = os.listdir(folder)  # the database and what SQLite keeps beside it
    for name in names:
        os.rename(os.path.join(folder, name), os.path.join(hidden, name))
    server.start()
    assert people.anonymous.get(path).status_code == 503
    server.stop()
    for name in os.listdir(folder):
        os.unlink(os.path.join(folder, name))
    for name in names:
        os.rename(os.path.join(hidden, name), os.path.join(folder, name))
    server.start()
    assert people.anonymous.get(path).status_code == 200
    assert ok(people.editor.get('/api/reports'))['items']
    stopped(server)
