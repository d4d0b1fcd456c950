"""What `make bench` measures, each figure beside a static file of the same run.

Rates over HTTP come from wrk on this machine, which shares its processors with
the server: compare the ratios, not the rates. Times of the library come from
bench/micro, those of the staff portal from bench/staff.py, of searching from
bench/search, which makes a database for it. BENCH_SECONDS (5) is the length of each measurement."""
import base64
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.join(TESTS, 'browser')]

import browser  # noqa: E402
import paint  # noqa: E402
from harness import places, samples  # noqa: E402
from harness.client import People  # noqa: E402
from harness.fixtures import PASSWORDS, Organs, populate  # noqa: E402
from harness.server import BASE, Server  # noqa: E402
from harness.stage import Stage  # noqa: E402
import staff  # noqa: E402

SECONDS = int(os.environ.get('BENCH_SECONDS', '5'))
TITLES, TEXTS = 100000, 10000
EXTRA = '''
EnableSendfile On
MaxKeepAliveRequests 0
<Location "{base}/api/check">
    AuthBasicProvider file
    AuthUserFile "{folder}/users"
</Location>
'''


def wrk(server, path, headers=(), body=None, folder=None):
    """Requests per second; the answers must be what they should be."""
    command = ['wrk', '-t1', '-c8', '-d%ds' % SECONDS]
    for header in headers:
        command += ['-H', header]
    if body is not None:
        script = os.path.join(folder, 'post.lua')
        with open(script, 'w', encoding='utf-8') as file:
            file.write('wrk.method = "POST"\nlocal f = io.open("%s.body", "rb")\n'
                       'wrk.body = f:read("*a")\n' % script)
        with open(script + '.body', 'wb') as file:
            file.write(body)
        command += ['-s', script]
    output = subprocess.run(command + [server.address + path], check=True, capture_output=True,
                            text=True).stdout
    if 'Non-2xx' in output:
        raise RuntimeError(output)
    return float(re.search(r'Requests/sec:\s*([\d.]+)', output).group(1))


def over_http(server, folder):
    populate(server)
    people, organs = People(server, PASSWORDS), Organs(server)
    report = organs.report('2021', 2022)
    people.publish(report)
    page = '%s/%s/%d' % (BASE, report['organ'], report['year'])
    answer = people.anonymous.get(page[len(BASE):], Accept_Encoding='identity')
    with open(os.path.join(server.root, 'www', 'page.html'), 'wb') as file:
        file.write(answer.content)
    rows = [('static file of the same size', wrk(server, '/page.html')),
            ('page', wrk(server, page)),
            ('page, gzip', wrk(server, page, ['Accept-Encoding: gzip'])),
            ('page cached by the client (304)',
             wrk(server, page, ['If-None-Match: ' + answer.headers['ETag']])),
            ('index', wrk(server, BASE + '/')),
            ('report as XML', wrk(server, page + '.xml'))]
    auth = people.editor.session.auth
    token = base64.b64encode(b':'.join(auth)).decode()
    rows.append(('sign-in with an account of ours (bcrypt)',
                 wrk(server, BASE + '/api/reports', ['Authorization: Basic ' + token])))
    rows.append(('check of a report through the interface',
                 wrk(server, BASE + '/api/check', ['Authorization: Basic ' + token,
                                                   'Content-Type: application/json'],
                     json.dumps(report).encode(), folder)))
    print('%d bytes a page; 8 connections kept alive, %d s each' % (len(answer.content), SECONDS))
    for name, rate in rows:
        print('%-42s %9.0f requests/s  %5.2f of the static file' % (name, rate, rate / rows[0][1]))


def library(stage, folder):
    files = []
    for format_id, year in (('2019', 2020), ('2021', 2022)):
        path = os.path.join(folder, 'sample-%s.json' % format_id)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(samples.report(format_id, 'town-1', year), file, ensure_ascii=False)
        files.append(path)
        xml = subprocess.run([stage.tool, 'convert', '--to', 'xml', path], check=True,
                             capture_output=True,
                             env={**os.environ, 'DISCLOSURE_DATA': stage.data}).stdout
        with open(path[:-4] + 'xml', 'wb') as file:
            file.write(xml)
        files.append(path[:-4] + 'xml')
    if os.path.exists(places.SEED):
        files.append(places.SEED)
    else:
        print('the seed report is absent: no plain text is read')
    output = subprocess.run([os.path.join(places.BUILD, 'bench', 'micro'), stage.data, *files],
                            check=True, capture_output=True, text=True).stdout
    print('\nthe library alone')
    for line in output.splitlines():
        task, name, microseconds = line.split('\t')
        print('%-10s %-32s %9s microseconds' % (task, name, microseconds))


# What is to be kept: milliseconds by number of reports.
SUMS = {'200': 10, '3000': 100}


def sums(stage, folder):
    output = subprocess.run([os.path.join(places.BUILD, 'bench', 'sums'), stage.data,
                             os.path.join(folder, 'sums.db')],
                            check=True, capture_output=True, text=True).stdout
    print('\nfrom the database (SQLite) to the sums, figures of every cell')
    for line in output.splitlines():
        task, n, microseconds = line.split('\t')
        limit = SUMS.get(n) if task == 'consolidation' else None
        print('%-14s of %4s reports %8.2f milliseconds%s' % (
            task, n, float(microseconds) / 1000, ', at most %d' % limit if limit else ''))
        if limit and float(microseconds) > limit * 1000:
            raise RuntimeError('%s of %s reports takes too long' % (task, n))


def in_a_browser(server):
    """When a report is first seen on a slow phone, and whether it moves then."""
    demo = os.path.join(server.root, 'www', 'demo')
    shutil.copytree(os.path.join(places.ROOT, 'conf', 'demo'), demo)
    server.tool.run('organ', 'import', os.path.join(demo, 'organs.csv'))
    server.tool.run('import', '--list', os.path.join(demo, 'reports.csv'))
    print('\nin Chromium as a phone: %d ms a round trip, %.1f Mbit/s, %d times slower' %
          (paint.ROUND_TRIP, paint.DOWN * 8 / 1e6, paint.SLOWER))
    with browser.running() as driver:
        for name, path in (('report', '/jixia/2020'), ('index', '/'), ('organ', '/jixia/')):
            seen = [paint.measure(driver, server.url(path)) for _ in range(5)]
            print('%-12s first contentful paint %4.0f ms (median of 5)   layout shift %.4f' %
                  (name, statistics.median(first for first, _ in seen),
                   max(shift for _, shift in seen)))


def searching(folder):
    """Over titles and names of many reports, then over the prose of fewer. What
    it is to stay below stands behind it."""
    output = subprocess.run([os.path.join(places.BUILD, 'bench', 'search'), 'sqlite3',
                             os.path.join(folder, 'search.db'), str(TITLES), str(TEXTS)],
                            check=True, capture_output=True, text=True).stdout
    bounds = {'titles': 50, 'prose': 200}
    print('\nsearching titles of %d reports and prose of %d (SQLite)' % (TITLES, TEXTS))
    for line in output.splitlines():
        what, of, value, unit = line.split('\t')
        bound = bounds.get(what.split()[0])
        print('%-22s %9s %-2s %s  %s' % (what, value, unit,
                                         '(%d)' % bound if bound else '    ', of))


def main():
    folder = places.private_folder()
    try:
        stage = Stage(os.path.join(folder, 'stage'))
        # Identity of the check by a quick digest, so that the check is measured.
        password = hashlib.sha1(PASSWORDS['editor'].encode()).digest()
        with open(os.path.join(folder, 'users'), 'w', encoding='utf-8') as file:
            file.write('editor:{SHA}%s\n' % base64.b64encode(password).decode())
        server = Server(stage, os.path.join(folder, 'server'),
                        extra=EXTRA.format(base=BASE, folder=folder))
        server.start()
        try:
            over_http(server, folder)
            in_a_browser(server)
            staff.portal(server, folder)
        finally:
            server.stop()
        library(stage, folder)
        sums(stage, folder)
        searching(folder)
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    main()
