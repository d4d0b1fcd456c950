"""Pictures and attachments: coming in, going out, and gone again."""
import hashlib
import os
import socket

import pytest
import requests

from expect import ok, problem
from harness import kept, media, places
from harness.client import People
from harness.fixtures import PASSWORDS, Organs
from harness.server import wait_until

MAX_FILE = 1024 * 1024
BOUNDARY = 'x-boundary'


@pytest.fixture(scope='module')
def filing(make_server):
    """A server with a directory for files."""
    server = make_server(start=False)
    server.folder = places.folder(os.path.join(server.root, 'files'))
    server.site = 'DisclosureFiles "%s"\nDisclosureMaxFile 1M' % server.folder
    return server.start()


@pytest.fixture(scope='module')
def staff(filing):
    return People(filing, PASSWORDS)


@pytest.fixture(scope='module')
def own_organs(filing):
    return Organs(filing)


@pytest.fixture
def key(own_organs):
    return own_organs.new()[0]


@pytest.fixture(autouse=True)
def nothing_left_behind(filing):
    """What was refused leaves no file."""
    yield
    assert [name for name in os.listdir(filing.folder) if len(name) != 2] == []


def files(server):
    return sorted(os.path.join(folder, name)
                  for folder, _, names in os.walk(server.folder) for name in names)


def upload(api, organ, data, type='application/octet-stream', **headers):
    return api.request('POST', '/api/files?organ=' + organ, data, type, **headers)


def part(name, data, filename=None, type=None):
    head = '--%s\r\nContent-Disposition: form-data; name="%s"' % (BOUNDARY, name)
    if filename is not None:
        head += '; filename="%s"' % filename
    if type:
        head += '\r\nContent-Type: ' + type
    return head.encode() + b'\r\n\r\n' + data + b'\r\n'


def form(*parts):
    return b''.join(parts) + ('--%s--\r\n' % BOUNDARY).encode()


def upload_form(api, organ, body):
    return upload(api, organ, body, 'multipart/form-data; boundary=' + BOUNDARY)


def with_figure(report, digest):
    report['sections']['overview'].append(
        {'figure': {'digest': digest, 'alt': '全年受理数量的柱形图', 'caption': '图1'}})
    return report


# ---- Coming in ----

@pytest.mark.parametrize('ending, type, data, size', media.GOOD, ids=[row[0] for row in media.GOOD])
def test_every_type_comes_in(filing, staff, key, ending, type, data, size):
    answer = upload(staff.editor, key, data, type)
    found = ok(answer, 201)
    assert (found['media_type'], found['size']) == (type, len(data))
    assert (found['width'], found['height']) == size
    path = os.path.join(filing.folder, found['digest'][:2], found['digest'][2:])
    with open(path, 'rb') as file:
        assert file.read() == data
    status = os.stat(path)
    assert status.st_mode & 0o7777 == 0o640
    # again, as a form and under a wrong name: the same file, by its content
    again = upload_form(staff.editor, key, form(
        part('_token', b'abc'), part('file', data, 'renamed.exe', 'text/plain')))
    assert ok(again, 200) == found


def test_digest_is_that_of_the_bytes(staff, key):
    data = media.png(text=key.encode())
    found = ok(upload(staff.editor, key, data), 201)
    assert found['digest_algorithm'] == 'sm3'
    assert found['digest'] == hashlib.new('sm3', data).hexdigest()


def test_two_organs_share_the_bytes(filing, staff, own_organs):
    data = media.png(text=b'shared')
    keys = [own_organs.new()[0] for _ in range(2)]
    found = [ok(upload(staff.editor, key, data), 201) for key in keys]
    assert found[0] == found[1]
    assert sum(found[0]['digest'][2:] in path for path in files(filing)) == 1


BOMB = media.docx(('word/media/a.bin', b'\0' * 300_000_000))
REFUSED = [
    ('an executable', b'MZ\x90\0' + b'\0' * 100, 415),
    ('an executable called a picture', b'\x7fELF' + b'\0' * 100, 415),
    ('SVG', b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 415),
    ('SVG behind a declaration', b'<?xml version="1.0"?>\n<svg/>', 415),
    ('HTML', b'<!doctype html><p>', 415),
    ('text', b'hello', 415),
    ('GIF', b'GIF89a' + b'\0' * 50, 415),
    ('an archive', media.archive([('a.txt', b'a')]), 415),
    ('a workbook', media.archive([('[Content_Types].xml', b'x'), ('xl/workbook.xml', b'x')]), 415),
    ('nothing', b'', 422),
    ('half a PNG', media.png()[:-5], 422),
    ('a changed PNG', media.png().replace(b'IHDR\0\0\0\3', b'IHDR\0\0\0\4'), 422),
    ('a PNG with an archive behind it', media.png() + media.archive([('a', b'a')]), 422),
    ('a PNG with a script in it', media.png(text=b'<script>alert(1)</script>'), 422),
    ('a huge PNG', media.png(30000, 30000), 422),
    ('half a JPEG', media.jpeg()[:-2], 422),
    ('a JPEG with a page behind it', media.jpeg() + b'<html>', 422),
    ('a JPEG without width', media.jpeg(0, 8), 422),
    ('half a PDF', media.pdf()[:-20], 422),
    ('a PDF with a program behind it', media.pdf() + b'MZ\0', 422),
    ('half a DOCX', media.docx()[:-30], 422),
    ('a DOCX with macros', media.docx(('word/vbaProject.bin', b'x')), 422),
    ('a DOCX with a program', media.docx(('word/embeddings/a.exe', b'MZ')), 422),
    ('a DOCX that climbs', media.docx(('../../a', b'x')), 422),
    ('a DOCX that is an OFD too', media.docx(('OFD.xml', b'x')), 422),
    ('a program with a DOCX behind it', b'MZ' + media.docx(), 415),
    ('a packed bomb', BOMB, 422),
    ('an OFD that runs', media.ofd(('META-INF/MANIFEST.MF', b'x')), 422),
    ('half an MP4', media.mp4()[:-10], 422),
    ('an MP4 with something behind it', media.mp4() + b'<html></html>', 422),
]


@pytest.mark.parametrize('what, data, status', REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(filing, staff, key, what, data, status):
    before = kept.snapshot(filing.database), files(filing)
    document = problem(upload(staff.editor, key, data), status, 'F.media')
    answer = upload_form(staff.editor, key, form(part('file', data, '照片.png', 'image/png')))
    problem(answer, status, 'F.media')
    assert '照片.png' in answer.json()['detail']
    assert document['findings'][0]['severity'] == 'error'
    assert (kept.snapshot(filing.database), files(filing)) == before


BIG = media.mp4(b'\0' * MAX_FILE)


@pytest.mark.parametrize('type, body', [
    ('video/mp4', BIG), ('multipart/form-data; boundary=' + BOUNDARY,
                         form(part('file', BIG, 'a.mp4')))], ids=['bytes', 'form'])
@pytest.mark.parametrize('announced', [True, False])
def test_too_large(filing, staff, key, type, body, announced):
    before = kept.snapshot(filing.database), files(filing)
    sent = body if announced else iter([body[i:i + 50000] for i in range(0, len(body), 50000)])
    answer = staff.editor.session.post(filing.url('/api/files?organ=' + key), data=sent,
                                       headers={'Content-Type': type}, timeout=30)
    document = problem(answer, 413, 'F.size')
    assert '1 MB' in document['detail']
    assert (kept.snapshot(filing.database), files(filing)) == before


PNG = media.png()
BAD_FORMS = [
    ('truncated in the file', form(part('file', PNG, 'a.png'))[:-60], 400),
    ('without its last delimiter', part('file', PNG, 'a.png'), 400),
    ('another boundary', form(part('file', PNG, 'a.png')).replace(b'x-boundary', b'y-boundary'),
     400),
    ('no file', form(part('a', b'1')), 422),
    ('no file chosen', form(part('file', b'', '')), 422),
    ('two files', form(part('file', PNG, 'a.png'), part('file2', PNG, 'b.png')), 422),
    ('a name that is no text', form(part('file', PNG, '@').replace(b'@', b'\xb1\xa8')), 400),
    ('too many parts', form(*[part('f%d' % n, b'') for n in range(60)]), 413),
    ('too much beside the file', form(part('a', b'a' * 100000)), 413),
    ('nested', form(part('file', PNG, 'a.png', 'multipart/mixed; boundary=z')), 400),
    ('nothing', b'', 400),
]


@pytest.mark.parametrize('what, body, status', BAD_FORMS, ids=[row[0] for row in BAD_FORMS])
def test_bad_forms(filing, staff, key, what, body, status):
    before = kept.snapshot(filing.database), files(filing)
    problem(upload_form(staff.editor, key, body), status)
    assert (kept.snapshot(filing.database), files(filing)) == before


def test_cut_connection(filing, staff, key):
    """Who hangs up in the middle of a file leaves nothing."""
    before = files(filing)
    prepared = staff.editor.session.prepare_request(
        requests.Request('POST', filing.url('/api/files?organ=' + key)))
    with socket.create_connection(('127.0.0.1', filing.port), 10) as connection:
        connection.sendall(('POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\n'
                            'Content-Type: image/png\r\nContent-Length: 5000\r\n\r\n' % (
                                prepared.path_url, prepared.headers['Authorization'])).encode()
                           + PNG)
    wait_until(lambda: files(filing) == before, 10, 'the rest of the file is gone')
    assert staff.editor.get('/api/reports').status_code == 200


def test_who_may(staff, own_organs):
    key = own_organs.new()[0]
    for account in ('reviewer', 'publisher', 'admin', 'stranger', 'nobody'):
        problem(upload(getattr(staff, account), key, PNG), 403, 'W.role')
    assert upload(staff.anonymous, key, PNG).status_code == 401
    problem(upload(staff.editor, 'no-such-organ', PNG), 404)
    problem(staff.editor.request('POST', '/api/files', PNG), 400)
    problem(staff.editor.request('POST', '/api/files?organ=A/B', PNG), 400)
    problem(staff.editor.request('POST', '/api/files?organ=a&x=1', PNG), 400)
    problem(upload(staff.editor, key, PNG, 'text/html'), 415)
    problem(upload(staff.editor, key, PNG, 'image/png', Content_Encoding='gzip'), 415)
    assert staff.editor.get('/api/files').status_code == 405


def test_without_a_directory(server, people, organ):
    document = problem(upload(people.editor, organ[0], PNG), 503)
    assert 'DisclosureFiles' in document['detail']
    assert people.anonymous.get('/files/' + '0' * 64).status_code == 404


# ---- Going out ----

@pytest.fixture(scope='module')
def published(staff, own_organs):
    """Key of an organ with a public picture, and its digest."""
    report = own_organs.report('2021', 2022)
    found = ok(upload(staff.editor, report['organ'], media.png(7, 5)), 201)
    staff.publish(with_figure(report, found['digest']))
    return report['organ'], found['digest']


def test_headers(staff, published):
    organ, digest = published
    answer = staff.anonymous.get('/files/' + digest)
    assert (answer.status_code, answer.content) == (200, media.png(7, 5))
    headers = answer.headers
    assert headers['Content-Type'] == 'image/png'
    assert headers['X-Content-Type-Options'] == 'nosniff'
    assert headers['Content-Disposition'].startswith('inline; filename="')
    assert "default-src 'none'" in headers['Content-Security-Policy']
    assert 'sandbox' in headers['Content-Security-Policy']
    assert headers['ETag'] == '"%s"' % digest
    assert headers['Cache-Control'] == 'no-cache'
    assert 'Set-Cookie' not in headers and 'Content-Encoding' not in headers
    page = staff.anonymous.get('/%s/2022' % organ)
    assert 'src="/disclosure/files/%s"' % digest in page.text


def test_conditions_and_ranges(staff, published):
    path = '/files/' + published[1]
    whole = staff.anonymous.get(path)
    etag = whole.headers['ETag']
    assert staff.anonymous.get(path, If_None_Match=etag).status_code == 304
    some = staff.anonymous.get(path, Range='bytes=3-9')
    assert (some.status_code, some.content) == (206, whole.content[3:10])
    assert staff.anonymous.get(path, Range='bytes=3-9', If_Range='"x"').status_code == 200
    assert staff.anonymous.get(path, Range='bytes=100000-').status_code == 416
    head = staff.anonymous.request('HEAD', path)
    assert head.headers['Content-Length'] == str(len(whole.content)) and head.content == b''


@pytest.mark.parametrize('digest', ['0' * 64, '0' * 63, 'A' * 64, '../../../etc/passwd', 'x'])
def test_unknown(staff, digest):
    assert staff.anonymous.get('/files/' + digest).status_code == 404


def test_dispositions(filing, staff, own_organs):
    """What browsers do not show by themselves is a download."""
    report = own_organs.report('2021', 2022)
    found = {ending: ok(upload(staff.editor, report['organ'], data), 201)['digest']
             for ending, _, data, _ in media.GOOD if ending in ('pdf', 'mp4', 'docx', 'ofd')}
    for ending, digest in found.items():
        answer = staff.editor.get('/api/files/' + digest)
        assert answer.status_code == 200
        kind = 'inline' if ending == 'pdf' else 'attachment'
        assert answer.headers['Content-Disposition'] == '%s; filename="%s.%s"' % (
            kind, digest[:12], ending)


def test_not_public_before_publication(staff, own_organs):
    report = own_organs.report('2021', 2022)
    organ = report['organ']
    digest = ok(upload(staff.editor, organ, media.png(text=organ.encode())), 201)['digest']
    path = '/files/' + digest
    steps = [lambda: staff.editor.put(with_figure(report, digest)),
             lambda: staff.editor.act('submit', organ, 2022),
             lambda: staff.reviewer.act('approve', organ, 2022, comment='已核对。')]
    for step in steps:
        assert staff.anonymous.get(path).status_code == 404
        assert step().status_code in (200, 201)
    assert staff.anonymous.get(path).status_code == 404
    assert staff.reviewer.get('/api' + path).status_code == 200
    for account in ('stranger', 'nobody'):
        assert getattr(staff, account).get('/api' + path).status_code == 404
    assert staff.anonymous.get('/api' + path).status_code == 401
    ok(staff.publisher.act('publish', organ, 2022))
    assert staff.anonymous.get(path).status_code == 200


@pytest.mark.parametrize('action, account', [('takedown', 'reviewer'), ('withdraw', 'publisher')])
def test_gone_after(staff, own_organs, action, account):
    report = own_organs.report('2021', 2022)
    organ = report['organ']
    digest = ok(upload(staff.editor, organ, media.png(text=organ.encode())), 201)['digest']
    staff.publish(with_figure(report, digest))
    path = '/files/' + digest
    etag = staff.anonymous.get(path).headers['ETag']
    ok(getattr(staff, account).act(action, organ, 2022, comment='含有个人信息。'))
    assert staff.anonymous.get(path).status_code == 410
    assert staff.anonymous.get(path, If_None_Match=etag).status_code == 410
    assert staff.editor.get('/api' + path).status_code == 200


def test_another_version_keeps_it(staff, own_organs):
    """A picture that a correction drops stays with the version that has it; one
    that two organs use stays while one of them is public."""
    first, second = own_organs.report('2021', 2022), own_organs.report('2021', 2022)
    data = media.png(text=b'of two')
    digest = [ok(upload(staff.editor, r['organ'], data), 201)['digest'] for r in (first, second)][0]
    for report in (first, second):
        staff.publish(with_figure(report, digest))
    ok(staff.reviewer.act('takedown', first['organ'], 2022))
    assert staff.anonymous.get('/files/' + digest).status_code == 200
    ok(staff.reviewer.act('takedown', second['organ'], 2022))
    assert staff.anonymous.get('/files/' + digest).status_code == 410


def test_a_picture_of_another_organ_is_none(staff, own_organs):
    """Whoever names a digest does not make public what it stands for."""
    owner = own_organs.new()[0]
    secret = ok(upload(staff.editor, owner, media.png(text=b'secret')), 201)['digest']
    document = ok(upload(staff.editor, owner, media.pdf()), 201, 200)['digest']
    report = own_organs.report('2021', 2022)
    for digest in (secret, document, 'a' * 64):
        report['sections']['overview'] = ['全年工作按计划推进。']
        state = staff.editor.state(report['organ'], 2022)
        etag = staff.editor.get('/api/reports/%s/2022' % report['organ']).headers.get('ETag')
        saved = ok(staff.editor.put(with_figure(report, digest), etag if state else None), 200, 201)
        assert 'F.file' in {finding['rule'] for finding in saved['findings']}
        problem(staff.editor.act('submit', report['organ'], 2022), 422, 'F.file')


def test_bytes_that_are_missing(filing, staff, own_organs):
    report = own_organs.report('2021', 2022)
    digest = ok(upload(staff.editor, report['organ'], media.png(text=b'lost')), 201)['digest']
    staff.publish(with_figure(report, digest))
    os.unlink(os.path.join(filing.folder, digest[:2], digest[2:]))
    filing.errors.expect('DS0511')
    assert staff.anonymous.get('/files/' + digest).status_code == 503
    ok(upload(staff.editor, report['organ'], media.png(text=b'lost')), 200)
    assert staff.anonymous.get('/files/' + digest).status_code == 200


def test_recorded(filing, staff, key):
    """Once, however often it is uploaded."""
    data = media.png(text=key.encode())
    digest = [ok(upload(staff.editor, key, data), 201, 200)['digest'] for _ in range(2)][0]
    listed = [line for line in filing.tool.run('audit', '--list').splitlines()
              if 'put-file' in line and digest in line]
    assert len(listed) == 1 and 'editor' in listed[0] and key in listed[0]
    assert filing.tool.call('audit').returncode == 0


# ---- Configuration ----

def test_directory_is_checked(filing):
    tree = os.path.join(filing.root, 'www')
    for directory, said in ((os.path.join(filing.root, 'missing'), 'not a directory'),
                            (tree, 'within the document tree')):
        filing_site = filing.site
        filing.site = 'DisclosureFiles "%s"' % directory
        try:
            status, output = filing.configtest()
        finally:
            filing.site = filing_site
        assert status != 0
        assert said in output + filing.log_text()
        filing.errors.lines()
    for wrong in ('0', 'x', '2000M'):
        status, output = filing.configtest(extra='DisclosureMaxFile ' + wrong)
        assert status != 0 and 'DisclosureMaxFile' in output
