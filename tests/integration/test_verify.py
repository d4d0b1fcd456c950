"""disclosurectl verify: every published output is what it states, and a change in
any of them is noticed; verify --site walks a site."""
import http.server
import io
import json
import os
import re
import threading
import zipfile

import pytest

from harness import canonical, places
from harness.client import Api

FORMS = ['', '/fragment', '/paste.html', '.xml', '.json', '.csv', '.docx']
ENDINGS = {'': '.html', '/fragment': '.html', '/paste.html': '.html'}
DEMO = os.path.join(places.ROOT, 'conf', 'demo')


def address(report, suffix=''):
    return '/%s/%d%s' % (report['organ'], report['year'], suffix)


@pytest.fixture(scope='module')
def demo(make_server):
    """A server with the reports of the demonstration, and their addresses."""
    server = make_server(populated=False, site='DisclosureDigest sm3')
    server.tool.run('organ', 'import', '-', input=open(
        os.path.join(DEMO, 'organs.csv'), 'rb').read())
    for name in sorted(os.listdir(os.path.join(DEMO, 'reports'))):
        with open(os.path.join(DEMO, 'reports', name), 'rb') as file:
            content = file.read()
        done = server.tool.call('import', '--published', '2023-01-20', '-', input=content)
        assert done.returncode == 0, done.stdout + done.stderr
    return server


def demo_reports():
    names = sorted(os.listdir(os.path.join(DEMO, 'reports')))
    return [re.fullmatch(r'(.+)-(\d{4})\.json', name).groups() for name in names]


@pytest.fixture(scope='module')
def files(session_folder):
    folder = places.folder(os.path.join(session_folder, 'verify'))

    def write(name, content):
        path = os.path.join(folder, name)
        with open(path, 'wb') as file:
            file.write(content)
        os.chmod(path, 0o644)
        return path
    return write


@pytest.mark.parametrize('form', FORMS)
def test_every_output_of_the_demonstration(demo, files, form):
    """As a file and on standard input."""
    ending = ENDINGS.get(form, form)
    for organ, year in demo_reports():
        answer = Api(demo).get('/%s/%s%s' % (organ, year, form))
        assert answer.status_code == 200
        stated = answer.headers['Disclosure-Digest']
        assert re.fullmatch('sm3=[0-9a-f]{64}', stated)
        path = files('%s-%s%s' % (organ, year, ending), answer.content)
        for source, given in ((path, None), ('-', answer.content)):
            done = demo.tool.call('verify', '--json', '--digest', stated, source, input=given)
            result = json.loads(done.stdout)
            assert (result['organ'], result['year']) == (organ, int(year))
            assert result['computed'] == stated[4:]
            assert result['message'].endswith('相符') and '不' not in result['message']
            if form != '.xml':
                assert result['stated'] == stated[4:]
            errors = [f for f in result['findings'] if f['severity'] == 'error']
            assert done.returncode == (1 if errors else 0)


@pytest.mark.parametrize('form', ['.csv', '.json', '.xml'])
def test_a_whole_year(demo, files, form):
    """Each report of the file has a line; a change in one is told of that one."""
    content = Api(demo).get('/data/2021' + form).content
    wanted = sorted(organ for organ, year in demo_reports() if year == '2021')
    done = demo.tool.call('verify', '--json', files('2021' + form, content))
    results = json.loads(done.stdout)
    assert sorted(result['organ'] for result in results) == wanted
    assert {result['message'] for result in results} == {'与载明的摘要相符'}
    spoiled = content.replace('公开'.encode(), '公示'.encode(), 1)
    done = demo.tool.call('verify', '--json', '-', input=spoiled)
    assert done.returncode == 1
    assert [result['right'] for result in json.loads(done.stdout)].count(False) >= 1
    wrong = [result for result in json.loads(done.stdout) if '不符' in result['message']
             or '不是公开的形式' in result['message']]
    assert len(wrong) == 1


# ---- What was changed ----

def replaced(content, before, after):
    assert content.count(before.encode()) >= 1, before
    return content.replace(before.encode(), after.encode(), 1)


def in_document(content, before, after):
    """The same in the text of a word-processor document."""
    old, new = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(new, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            part = old.read(name)
            archive.writestr(name, replaced(part, before, after)
                             if name == 'word/document.xml' else part)
    return new.getvalue()


@pytest.fixture(scope='module')
def rich(people, organs):
    """A published report with a figure that is nowhere else, prose and a note."""
    report = organs.report()
    cell = report['tables']['art20_5']['licensing']
    cell.update(items_last_year=40717, change=3, decisions=1)
    people.publish(report)
    return report


CHANGES = {
    'figure': ('40717', '40718'), 'paragraph': ('栏目内容由专人维护', '栏目内容由他人维护'),
    'note': ('案件数量按结案时间统计', '案件数量按立案时间统计'), 'cell note': ('其中修订16件', '其中修订61件'),
}


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('change', CHANGES)
def test_a_change_is_noticed(server, people, rich, form, change):
    answer = people.anonymous.get(address(rich, form))
    digest = canonical.digest(canonical.write(rich))
    assert answer.headers['Disclosure-Digest'] == 'sm3=' + digest
    wanted = ['--digest', digest] if form == '.xml' else []
    done = server.tool.call('verify', *wanted, '-', input=answer.content)
    assert done.returncode == 0, done.stdout + done.stderr
    assert digest in done.stdout
    spoil = in_document if form == '.docx' else replaced
    done = server.tool.call('verify', *wanted, '-',
                            input=spoil(answer.content, *CHANGES[change]))
    assert done.returncode == 1, done.stdout + done.stderr
    assert '不符' in done.stdout


@pytest.mark.parametrize('form', FORMS)
def test_a_wrong_digest_is_noticed(server, people, rich, form):
    content = people.anonymous.get(address(rich, form)).content
    done = server.tool.call('verify', '--digest', '0' * 64, '-', input=content)
    assert done.returncode == 1 and '不符' in done.stdout


@pytest.mark.parametrize('form', ['.json', '.csv'])
def test_a_digest_that_was_taken_out_is_missed(server, people, rich, form):
    """Nothing to compare with is not the same as equal."""
    content = people.anonymous.get(address(rich, form)).content
    if form == '.json':
        body = json.loads(content)
        del body['digest']
        content = json.dumps(body).encode()
    else:
        content = b'\r\n'.join(line for line in content.split(b'\r\n') if b',digest,' not in line)
    done = server.tool.call('verify', '-', input=content)
    assert done.returncode == 1 and '无从核对' in done.stdout


def test_a_label_that_was_changed_is_noticed(server, people, rich):
    content = people.anonymous.get(address(rich)).content
    done = server.tool.call('verify', '-', input=replaced(content, '自然人', '法人'))
    assert done.returncode == 1 and '自然人' in done.stdout


def test_quiet_says_nothing_when_all_is_well(server, people, rich):
    content = people.anonymous.get(address(rich)).content
    done = server.tool.call('verify', '--quiet', '-', input=content)
    assert (done.returncode, done.stdout, done.stderr) == (0, '', '')


@pytest.mark.parametrize('content', [b'', b'PK\3\4 and no more', b'<html></html>', b'{"a":1}',
                                     b'\xff\xfe', b'<!DOCTYPE html><p>\xe6\x96\x87</p>'])
def test_what_is_no_output(server, content):
    done = server.tool.call('verify', '-', input=content)
    assert done.returncode in (1, 2) and done.stdout + done.stderr


# ---- Forms that others read as well ----

@pytest.mark.parametrize('form', ['', '/fragment', '/paste.html', '.docx', '.csv'])
def test_outputs_are_inputs(server, people, rich, form):
    """What is published can be checked and converted again."""
    content = people.anonymous.get(address(rich, form)).content
    xml = server.tool.run('convert', '--to', 'xml', '-', input=content)
    assert xml.encode() == canonical.write(rich)
    assert server.tool.call('check', '-', input=content).returncode == 0


@pytest.mark.parametrize('form,type', [
    ('', 'text/html; charset=utf-8'),
    ('.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')])
def test_check_takes_pages_and_documents(people, rich, form, type):
    content = people.anonymous.get(address(rich, form)).content
    answer = people.editor.check(content, type)
    assert answer.status_code == 200
    assert answer.json()['digest']['value'] == canonical.digest(canonical.write(rich))


# ---- A site ----

def walk(server, url, *options):
    done = server.tool.call('verify', '--json', '--site', url, *options)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def test_a_sound_site(demo):
    """Every report in every form, every link."""
    code, result = walk(demo, demo.url())
    assert result['problems'] == []
    assert code == 0 and result['complete']
    assert result['reports'] == len(demo_reports())
    done = demo.tool.call('verify', '--quiet', '--site', demo.url('/'))
    assert (done.returncode, done.stdout, done.stderr) == (0, '', '')


class Broken(http.server.ThreadingHTTPServer):
    """Passes on what a sound server says, but for what is to be broken."""

    def __init__(self, server):
        super().__init__(('127.0.0.1', 0), BrokenHandler)
        self.sound, self.changes, self.asked = Api(server), {}, []
        self.thread = threading.Thread(target=self.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self):
        return 'http://127.0.0.1:%d/disclosure' % self.server_address[1]

    def close(self):
        self.shutdown()
        self.server_close()
        self.thread.join()


class BrokenHandler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *about):
        pass

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        broken = self.server
        broken.asked.append(self.path)
        path = self.path[len('/disclosure'):] if self.path.startswith('/disclosure') else None
        change = broken.changes.get(self.path)
        status, headers, content = 404, {}, b'not here'
        if path is not None:
            answer = broken.sound.get(path)
            status, content = answer.status_code, answer.content
            headers = {name: answer.headers[name] for name in
                       ('Content-Type', 'Disclosure-Digest', 'Location') if name in answer.headers}
        if change:
            status, headers, content = change(status, headers, content)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header('Content-Length', str(len(content)))
        self.end_headers()
        if self.command == 'GET':
            self.wfile.write(content)


@pytest.fixture
def broken(demo):
    server = Broken(demo)
    yield server
    server.close()


def test_what_is_broken_is_told(demo, broken):
    path = '/disclosure/jixia/2021'
    broken.changes = {
        path + '.json': lambda status, headers, content: (500, {}, b''),
        path + '.csv': lambda status, headers, content: (
            status, headers, re.sub(rb'(requests,new,natural,[^,]*),\d+', rb'\1,987', content)),
        path + '/fragment': lambda status, headers, content: (
            status, dict(headers, **{'Disclosure-Digest': 'sm3=' + '0' * 64}), content),
        path + '.docx': lambda status, headers, content: (status, headers, content[:2000]),
        '/disclosure/rules': lambda status, headers, content: (
            status, headers, content.replace(b'</body>', b'<a href="/gone.html">x</a></body>')),
        '/disclosure/qidu/': lambda status, headers, content: (302, {
            'Location': 'http://localhost:1/elsewhere'}, b''),
    }
    code, result = walk(demo, broken.url)
    told = {(problem['url'][problem['url'].index('/', 8):], problem['message'])
            for problem in result['problems']}
    assert code == 1
    assert (path + '.json', '没有正常答复，状态码 500') in told
    assert any(url == path + '.csv' and '摘要不符' in message for url, message in told)
    assert any(url == path + '.csv' and '同一报告的其他形式不同' in message for url, message in told)
    assert any(url == path + '/fragment' and 'Disclosure-Digest' in message
               for url, message in told)
    assert any(url == path + '.docx' for url, message in told)
    assert ('/gone.html', '没有正常答复，状态码 404') in told
    assert any(url == '/disclosure/qidu/' and '别的网站' in message for url, message in told)
    assert {url for url, _ in told} == {path + '.json', path + '.csv', path + '/fragment',
                                        path + '.docx', '/gone.html', '/disclosure/qidu/'}
    assert [problem['from'] for problem in result['problems']
            if problem['url'].endswith('/gone.html')] == [broken.url + '/rules']


def test_a_correction_meanwhile_is_no_problem(demo, broken):
    """What agrees at the second look was being changed at the first."""
    seen = []

    def once(status, headers, content):
        seen.append(1)
        return (503, {}, b'') if len(seen) == 1 else (status, headers, content)

    broken.changes = {'/disclosure/jixia/2021.json': once}
    assert walk(demo, broken.url)[0] == 0
    assert len(seen) == 2


def test_the_walk_is_bounded(demo, broken):
    code, result = walk(demo, broken.url, '--max-pages', '5')
    assert code == 2 and not result['complete']
    assert len(broken.asked) < 60
    code, result = walk(demo, broken.url, '--max-time', '0')
    assert code == 2


@pytest.mark.parametrize('url', ['ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense', '',
                                 'http://127.0.0.1:1/disclosure'])
def test_what_is_no_site(demo, url):
    done = demo.tool.call('verify', '--site', url)
    assert done.returncode in (1, 2) and done.stdout + done.stderr


def test_an_endless_answer_is_cut(demo, broken):
    """An answer larger than is read is told and does no harm."""
    broken.changes = {'/disclosure/rules': lambda status, headers, content: (
        200, {'Content-Type': 'text/html'}, b'<p>x</p>' * (17 * 1024 * 1024))}
    code, result = walk(demo, broken.url)
    assert code == 1
    assert any('字节' in problem['message'] for problem in result['problems'])


def test_the_site_map_is_walked(demo, broken):
    """What only the site map names is looked at; addresses of other hosts are told
    and not visited."""
    def site_map(status, headers, content):
        pages = [broken.url + '/lonely', 'https://www.example.gov.cn/disclosure/jixia/2020']
        return 200, {'Content-Type': 'application/xml'}, (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">%s</urlset>'
            % ''.join('<url><loc>%s</loc></url>' % page for page in pages)).encode()

    broken.changes = {'/disclosure/sitemap.xml': site_map}
    code, result = walk(demo, broken.url)
    told = {problem['url']: problem['message'] for problem in result['problems']}
    assert code == 1 and set(told) == {broken.url + '/lonely', broken.url + '/sitemap.xml'}
    assert '1 个网址不属于' in told[broken.url + '/sitemap.xml']
    assert result['reports'] == len(demo_reports())
    broken.changes = {'/disclosure/sitemap.xml': lambda *answer: (200, {}, b'<urlset>')}
    code, result = walk(demo, broken.url, '--max-pages', '1')
    assert [problem['url'] for problem in result['problems']] == [broken.url + '/sitemap.xml']


def test_a_site_with_its_own_map(make_server):
    server = make_server(start=False)
    server.site = 'DisclosureBaseURL ' + server.address
    server.start()
    for name in ('jixia-2020.json', 'jixia-2021.json'):
        server.tool.run('organ', 'import', '-', input=open(
            os.path.join(DEMO, 'organs.csv'), 'rb').read())
        with open(os.path.join(DEMO, 'reports', name), 'rb') as file:
            server.tool.run('import', '--published', '2023-01-20', '-', input=file.read())
    assert Api(server).get('/sitemap.xml').status_code == 200
    code, result = walk(server, server.url())
    assert (code, result['problems'], result['reports']) == (0, [], 2)
    server.stop()
