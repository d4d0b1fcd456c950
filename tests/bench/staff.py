"""What the staff portal costs: processor time of the server for each request, one
browser after the other, on SQLite.

The entry form is opened with last year's figures beside the cells and saved with
all checks; the desk and the lists of a year are those of BENCH_ORGANS (3000)
organs below one, two of three with a report."""
import json
import os
import time

from harness import samples
from harness.client import People
from harness.fixtures import PASSWORDS
from harness.staff import Portal

ORGANS = int(os.environ.get('BENCH_ORGANS', '3000'))
TICKS = os.sysconf('SC_CLK_TCK')


def children(pid):
    """The process and those it has started, by id."""
    found, parents = [pid], {}
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            with open('/proc/%s/stat' % name, encoding='utf-8', errors='replace') as file:
                parents[int(name)] = int(file.read().rpartition(')')[2].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def used(server):
    """Seconds of processor time of the server until now."""
    total = 0
    for pid in children(server.process.pid):
        with open('/proc/%d/stat' % pid, encoding='utf-8', errors='replace') as file:
            fields = file.read().rpartition(')')[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def measure(server, act, seconds=3):
    """Milliseconds of processor time of one act; it is repeated for a while."""
    act()
    times, before, end = 0, used(server), time.monotonic() + seconds
    while time.monotonic() < end or not times:
        act()
        times += 1
    return 1000 * (used(server) - before) / times


def show(name, milliseconds):
    print('%-58s %8.2f ms of processor time' % (name, milliseconds))


# ---- The form ----

def form(server, people, editor):
    organ, name = 'form', '示范填报街道办事处'
    server.tool.run('organ', 'add', organ, '--kind', 'town', '--name', name, '--parent',
                    'district')
    people.publish(samples.report('2021', organ, 2022, name))
    path = '/reports/%s/2023/edit' % organ
    report = samples.report('2021', organ, 2023, name)
    for row in report['tables']['requests'].values():
        row.clear()
    assert people.editor.put(report).status_code == 201

    def opened():
        answer = editor.get(path + '?last=1')
        assert answer.status_code == 200
        return answer

    def saved():
        assert editor.fill(path).status_code == 303

    opening = measure(server, opened)
    show('entry form with last year\'s figures, %d bytes' % len(opened().content), opening)
    plain = measure(server, lambda: editor.get(path))
    show('the form saved with all checks', measure(server, saved) - plain)


# ---- Many organs ----

def add_organs(server, folder):
    path = os.path.join(folder, 'organs.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('key,name,kind,parent,telephone\n')
        for number in range(ORGANS):
            file.write('many-%d,第%d街道办事处,town,district,0533-7000000\n' % (number, number))
    os.chmod(path, 0o644)
    server.tool.run('organ', 'import', path)


def add_reports(server, folder, year):
    """Every third organ has one that is public, every third one a draft."""
    for kind, first, options in (('public', 0, ['--published', '%d-01-20' % (year + 1)]),
                                 ('draft', 1, [])):
        reports = os.path.join(folder, kind)
        os.mkdir(reports)
        os.chmod(reports, 0o755)
        for number in range(first, ORGANS, 3):
            report = samples.report('2021', 'many-%d' % number, year, '第%d街道办事处' % number)
            path = os.path.join(reports, '%d.json' % number)
            with open(path, 'w', encoding='utf-8') as file:
                json.dump(report, file)
            os.chmod(path, 0o644)
        server.tool.run('import', *options, reports)


def many(server, folder, reviewer):
    year = time.gmtime().tm_year - 1
    add_organs(server, folder)
    add_reports(server, folder, year)
    assert reviewer.fill('/years/%d' % year, act='open').status_code == 303
    token = reviewer.page('/').xpath('//input[@name="_token"]/@value')[0]
    for first in range(2, ORGANS, 3 * 400):
        picked = {'pick/many-%d/%d' % (number, year): '1'
                  for number in range(first, min(first + 3 * 400, ORGANS), 3)}
        assert reviewer.post('/bulk', {'_token': token, 'act': 'remind', **picked}).status_code \
            == 303
    for name, path in (('desk, what waits', '/'), ('desk, all', '/?task=all'),
                       ('desk, all, sorted by state', '/?task=all&sort=state'),
                       ('list of the year', '/years/%d' % year),
                       ('table of the year', '/years/%d/table' % year),
                       ('table of the year as CSV', '/years/%d/table.csv' % year),
                       ('reminders', '/years/%d/reminders' % year)):
        def asked(path=path):
            assert reviewer.get(path).status_code == 200
        show('%d organs: %s, %d bytes' % (ORGANS, name, len(reviewer.get(path).content)),
             measure(server, asked))


def portal(server, folder):
    """On a server that harness.fixtures.populate() has filled."""
    people = People(server, PASSWORDS)
    print('\nthe staff portal')
    form(server, people, Portal(server, 'editor', PASSWORDS['editor']))
    many(server, folder, Portal(server, 'reviewer', PASSWORDS['reviewer']))
