"""disclosurectl: the same library without a server."""
import hashlib
import json
import os
import sqlite3
import subprocess

import pytest

from expect import errors
from harness import canonical, pages, places, samples
from harness.client import Api, People
from harness.fixtures import PASSWORDS, Organs
from harness.staff import Portal, text_of


@pytest.fixture
def files(server):
    """Writes files that the tool's user may read; their paths."""
    folder = os.path.join(server.root, 'www', 'files')
    os.makedirs(folder, exist_ok=True)

    def write(name, content):
        path = os.path.join(folder, name)
        with open(path, 'wb') as file:
            file.write(content if isinstance(content, bytes) else
                       json.dumps(content, ensure_ascii=False).encode())
        return path

    return write


def test_settings_out_of_the_servers_configuration(server):
    """The file may be the server's own; words stand there with or without quotes."""
    environment = {name: value for name, value in server.tool.environment.items()
                   if not name.startswith('DISCLOSURE_')}
    configuration = os.path.join(server.root, 'httpd.conf')
    for arguments, more in ((['--config', configuration], {}),
                            ([], {'DISCLOSURE_CONFIG': configuration})):
        done = subprocess.run([server.tool.path, 'account', 'list', *arguments],
                              env={**environment, **more}, capture_output=True, text=True,
                              timeout=60, **places.identity())
        assert done.returncode == 0, done.stderr
        assert 'reviewer@district' in done.stdout


VERBS = ['check', 'convert', 'import', 'verify', 'init', 'migrate', 'account', 'organ', 'export',
         'backup', 'restore', 'audit']


@pytest.mark.parametrize('verb', VERBS)
def test_help_of_each_verb(server, verb):
    done = server.tool.call(verb, '--help')
    assert done.returncode == 0
    assert 'disclosurectl ' + verb in done.stdout
    assert verb in server.tool.run('--help')


def test_unknown_verb_and_option(server):
    for arguments in (['fly'], [], ['check', '--fly'], ['convert', '--to', 'pdf', '-']):
        done = server.tool.call(*arguments)
        assert done.returncode == 2, arguments
        assert done.stderr


@pytest.mark.parametrize('format_id', ['2019', '2021'])
def test_exit_codes_of_check(server, files, format_id):
    good = samples.report(format_id, 'town-1', 2020 if format_id == '2019' else 2022)
    wrong = samples.with_cell(good, 'requests/granted/natural', 9999)
    assert server.tool.call('check', files('good.json', good)).returncode == 0
    done = server.tool.call('check', files('wrong.json', wrong))
    assert done.returncode == 1 and 'T3.result_sum' in done.stdout
    assert server.tool.call('check', files('bad.json', b'{')).returncode == 2
    assert server.tool.call('check', '/nonexistent').returncode == 2


def test_json_of_one_and_of_several(server, files):
    good = files('one.json', samples.report('2019', 'town-1', 2020))
    one = json.loads(server.tool.run('check', '--json', good))
    several = json.loads(server.tool.run('check', '--json', good, good))
    assert several == [one, one]
    assert set(one) >= {'organ', 'year', 'format', 'digest', 'summary', 'findings', 'report'}


def test_previous_year_is_compared(server, files):
    last = samples.report('2021', 'town-1', 2022)
    right = samples.report('2021', 'town-1', 2023, carried_in=samples.carried_out(last))
    wrong = samples.with_cell(right, 'requests/carried_in/natural', 4711)
    previous = files('last.json', last)
    done = server.tool.call('check', '--json', '--previous', previous, files('right.json', right))
    assert not [f for f in json.loads(done.stdout)['findings'] if f['rule'] == 'X.carry']
    done = server.tool.call('check', '--json', '--previous', previous, files('wrong.json', wrong))
    carry = [f for f in json.loads(done.stdout)['findings'] if f['rule'] == 'X.carry']
    assert carry and 'requests/carried_in/natural' in carry[0]['cells']


def test_take_over_what_is_public_already(server, people, organs, files):
    """Title, date, numbers and old address are kept; findings block nothing."""
    key, name = organs.new('--code', '11370303004217709K')
    report = samples.with_cell(samples.report('2019', key, 2019, name),
                               'requests/new/total', 4711)
    report['title'] = '关于%s2019年信息公开工作的报告' % name
    server.tool.run('import', '--published', '2020-01-17', '--index-number',
                    '11370303004217709K/2020-0001', '--document-number', '示办发〔2020〕1号',
                    '--old-address', '/art/2020/1/17/art_1_2.html', files('old.json', report))
    now = people.editor.state(key, 2019)
    assert now['state'] == 'published' and errors(now)
    page = people.anonymous.get('/%s/2019' % key)
    text = page.text
    for wanted in (report['title'], '11370303004217709K/2020-0001', '示办发〔2020〕1号'):
        assert wanted in text, wanted
    found = pages.metas(pages.parse(page))
    assert found['PubDate'].startswith('2020-01-17')
    old = people.anonymous.session.get(server.address + '/art/2020/1/17/art_1_2.html',
                                       allow_redirects=False, timeout=30)
    assert old.status_code == 301
    assert old.headers['Location'].endswith('/disclosure/%s/2019' % key)
    again = server.tool.call('import', '--published', '2020-01-18', files('old.json', report))
    assert again.returncode != 0


def test_dry_run_writes_nothing(server, people, organs, files):
    report = organs.report()
    out = server.tool.run('import', '--dry-run', files('dry.json', report))
    assert report['organ'] in out
    assert people.editor.state(report['organ'], report['year']) is None


def test_import_of_a_folder_tells_of_each_file(server, people, organs, files):
    folder = os.path.dirname(files('folder-note.json', {}))
    folder = os.path.join(folder, 'many')
    os.makedirs(folder, exist_ok=True)
    reports = [organs.report() for _ in range(3)]
    for number, report in enumerate(reports):
        files('many/%d.json' % number, report)
    files('many/9.json', b'{')
    done = server.tool.call('import', folder)
    assert done.returncode != 0
    assert len([line for line in done.stdout.splitlines() if 'many/' in line]) >= 4
    for report in reports:
        assert people.editor.state(report['organ'], report['year'])['state'] == 'draft'


def test_verify_recomputes(server, people, organs, files):
    report = organs.report()
    people.publish(report)
    path = '/%s/%d' % (report['organ'], report['year'])
    for suffix in ('.xml', '.json'):
        content = people.anonymous.get(path + suffix).content
        done = server.tool.call('verify', files('published' + suffix, content))
        assert done.returncode == 0, done.stdout + done.stderr
        assert canonical.digest(canonical.write(report)) in done.stdout
    spoiled = content.replace(b'"natural": ', b'"natural": 1', 1) if b'"natural": ' in content \
        else content.replace(b'"natural":', b'"natural":1', 1)
    digest = canonical.digest(canonical.write(report))
    done = server.tool.call('verify', '--digest', digest, files('spoiled.json', spoiled))
    assert done.returncode == 1


def test_init_twice_and_migrate(server):
    done = server.tool.call('init')
    assert done.returncode == 2 and done.stderr
    server.tool.run('migrate')


def test_short_password_is_refused(server, log):
    from harness.client import Api
    done = server.tool.call('account', 'add', 'brief', '--grant', 'editor@district',
                            input='too-short\n')
    assert done.returncode == 2 and '10' in done.stderr
    log.expect(r'AH01617|DS0\d\d\d')
    for password in ('too-short', ''):
        assert Api(server, 'brief', password).get('/api/reports').status_code == 401


def test_deactivated_account_is_shut_out(server, log):
    from harness.client import Api
    server.tool.run('account', 'add', 'leaver', '--grant', 'editor@district',
                    input='Long-enough-1\n')
    api = Api(server, 'leaver', 'Long-enough-1')
    assert api.get('/api/reports').status_code == 200
    server.tool.run('account', 'set', 'leaver', '--deactivate')
    log.expect(r'AH01617|DS0\d\d\d')
    assert api.get('/api/reports').status_code == 401


def test_organ_with_a_wrong_code(server):
    done = server.tool.call('organ', 'add', 'wrong-code', '--kind', 'town', '--name', '某街道',
                            '--parent', 'district', '--code', '11370303004217709A')
    assert done.returncode == 2 and '11370303004217709A' in done.stderr


@pytest.mark.parametrize('key', ['year', 'api', 'Town', '1town', 'a', 'x' * 41, 'a/b', '..'])
def test_organ_keys(server, key):
    done = server.tool.call('organ', 'add', key, '--kind', 'town', '--name', '某街道')
    assert done.returncode == 2


def test_audit_lists_and_verifies(server, people, organs):
    report = organs.report()
    people.publish(report)
    assert server.tool.call('audit').returncode == 0
    listed = server.tool.run('audit', '--list')
    assert report['organ'] in listed and 'publish' in listed


def test_audit_notices_a_change_behind_its_back(make_server):
    server = make_server(start=False)
    assert server.tool.call('audit').returncode == 0
    connection = sqlite3.connect(server.database)
    connection.execute("UPDATE ds_audit SET account = 'somebody' WHERE number = 2")
    connection.commit()
    connection.close()
    done = server.tool.call('audit')
    assert done.returncode == 1 and '2' in done.stdout + done.stderr


def test_an_account_is_added_whole_or_not_at_all(server):
    tool = server.tool
    before = tool.run('account', 'list'), tool.run('audit', '--list')
    for typed, said in (('short\n', '至少'), ('', '至少'), ('whole-or-not\n', '四类'),
                        ('password@123\n', '太常见'), ('长' * 30 + '\n', '不能超过')):
        done = tool.call('account', 'add', 'whole-or-not', '--grant', 'editor@district',
                         input=typed)
        assert done.returncode == 2 and said in done.stderr, typed
    done = tool.call('account', 'add', 'whole-or-not', '--grant', 'editor@nowhere',
                     input='Whole-or-not-1\n')
    assert done.returncode == 2 and done.stderr
    assert (tool.run('account', 'list'), tool.run('audit', '--list')) == before
    tool.run('account', 'add', 'whole-or-not', '--grant', 'editor@district',
             input='Whole-or-not-1\n')
    assert len(tool.run('audit', '--list').splitlines()) == len(before[1].splitlines()) + 1
    assert Api(server, 'whole-or-not', 'Whole-or-not-1').get('/api/reports').status_code == 200
    again = tool.call('account', 'add', 'whole-or-not', input='Another-one-2\n')
    assert again.returncode == 2 and 'account set' in again.stderr


def backdate(server, months, until):
    """As if the records up to a number had been made so many months ago: the chain
    is made anew as the store makes it."""
    connection = sqlite3.connect(server.database)
    rows = connection.execute('SELECT number, digest_algorithm, happened_at, account, address,'
                              ' action, organ_key, year, revision, detail FROM ds_audit'
                              ' ORDER BY number').fetchall()
    previous = ''
    for number, algorithm, at, *rest in rows:
        at -= months * 31 * 86400 if number <= until else 0
        members = [number, previous, algorithm, at, *rest]
        text = ''.join('-,' if member is None else '%d:%s,' % (len(str(member).encode()), member)
                       for member in members)
        digest = hashlib.new(algorithm, text.encode()).hexdigest()
        connection.execute('UPDATE ds_audit SET happened_at = ?, previous = ?, digest = ?'
                           ' WHERE number = ?', (at, previous, digest, number))
        previous = digest
    connection.execute('UPDATE ds_audit_head SET digest = ?', (previous,))
    connection.execute('UPDATE ds_revision SET created_at = created_at - ?',
                       (months * 31 * 86400,))
    connection.commit()
    connection.close()


def test_old_records_are_taken_off(make_server):
    server = make_server(site='DisclosureAuditKeep 12')
    people, organs = People(server, PASSWORDS), Organs(server)
    tool, keep = server.tool, {'DISCLOSURE_AUDIT_KEEP': '12'}
    report = organs.report()
    people.publish(report)
    server.tool.run('account', 'add', 'both', '--grant', 'admin@district', '--grant',
                    'admin@elsewhere', input=PASSWORDS['admin'] + '\n')
    records = len(tool.run('audit', '--list').splitlines())
    backdate(server, 14, records - 2)
    assert '共 %d 条' % records in tool.run('audit')
    for setting in ('5', 'x', '-1', ''):
        done = tool.call('audit', '--prune', environment={'DISCLOSURE_AUDIT_KEEP': setting})
        assert done.returncode == 2 and 'DisclosureAuditKeep' in done.stderr, setting
    assert '全部保存' in tool.run('audit', '--prune')
    assert '%d 条' % (records - 2) in tool.run('audit', '--prune', environment=keep)
    assert ' 0 条' in tool.run('audit', '--prune', environment=keep)
    assert '共 3 条' in tool.run('audit')
    listed = tool.run('audit', '--list').splitlines()
    assert len(listed) == 3 and 'prune-audit' in listed[-1]
    portal = Portal(server, 'both', PASSWORDS['admin'])
    page = text_of(portal.page('/audit?verify=1'))
    assert '保存 12 个月' in page and '没有改动' in page
    assert '第 %d 条' % (records - 2) in page and '不再保存' in page
    rows = portal.get('/audit.csv').content.decode('utf-8-sig').splitlines()
    assert [row.split(',')[0] for row in rows[1:4]] \
        == [str(number) for number in range(records - 1, records + 2)]
    history = portal.page('/reports/%s/%d/history' % (report['organ'], report['year']))
    assert '不再保存' in text_of(history)
    new = organs.report()
    assert people.editor.put(new).status_code == 201
    history = portal.page('/reports/%s/%d/history' % (new['organ'], new['year']))
    assert '不再保存' not in text_of(history)
    copy = os.path.join(server.root, 'data', 'copy')
    tool.run('backup', copy)
    other = make_server(populated=False, start=False)
    other.tool.run('restore', copy)
    assert other.tool.run('audit') == tool.run('audit')
    connection = sqlite3.connect(other.database)
    connection.execute("UPDATE ds_meta SET value = replace(value, ' ', ' 0') WHERE name ="
                       " 'audit_anchor'")
    connection.commit()
    connection.close()
    assert other.tool.call('audit').returncode == 1
    assert other.tool.call('audit', '--prune', environment=keep).returncode == 1


def test_export_writes_what_is_public(server, people, organs):
    report = organs.report('2019', 2019)
    draft = organs.report('2019', 2019)
    people.publish(report)
    assert people.editor.put(draft).status_code == 201
    folder = os.path.join(server.root, 'data', 'export')
    os.makedirs(folder, exist_ok=True)
    if os.geteuid() == 0:
        os.chown(folder, places.user().pw_uid, places.user().pw_gid)
    server.tool.run('export', '--to', 'xml', '--year', '2019', folder)
    names = [os.path.join(at, name) for at, _, here in os.walk(folder) for name in here]
    mine = [name for name in names if report['organ'] in os.path.relpath(name, folder)]
    assert len(mine) == 1
    with open(mine[0], 'rb') as file:
        assert file.read() == canonical.write(report)
    assert not [name for name in names if draft['organ'] + '/' in name + '/']


def test_tool_refuses_another_user(server):
    if os.geteuid() != 0:
        pytest.skip('needs root to become another user')
    done = server.tool.call('account', 'list', identity={})
    assert done.returncode == 2 and done.stderr
