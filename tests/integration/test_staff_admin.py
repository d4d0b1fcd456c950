"""Organs, accounts and the record, in the staff portal."""
import contextlib
import csv
import io
import re
import sqlite3

import pytest

from harness.client import Api
from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of


@pytest.fixture(scope='module')
def admin(server, organs):
    return Portal(server, 'admin', PASSWORDS['admin'])


@pytest.fixture(scope='module')
def stranger(server, organs):
    return Portal(server, 'stranger', PASSWORDS['stranger'])


@pytest.fixture(scope='module')
def editor(server, organs):
    return Portal(server, 'editor', PASSWORDS['editor'])


PAGES = ['/organs', '/organ-new', '/organ-import', '/accounts', '/account-new', '/account-import']


@pytest.mark.parametrize('path', PAGES + ['/organs/district', '/accounts/editor', '/audit',
                                          '/audit.csv'])
def test_only_administrators(editor, path):
    answer = editor.get(path)
    assert answer.status_code == 403, path


@pytest.mark.parametrize('path', PAGES)
def test_each_administrator_sees_the_pages(admin, stranger, path):
    assert admin.get(path).status_code == stranger.get(path).status_code == 200


def test_a_tree_has_its_own_administrators(stranger, admin, organs):
    key, name = organs.new()
    assert key in text_of(admin.page('/organs'))
    assert key not in text_of(stranger.page('/organs'))
    assert stranger.get('/organs/' + key).status_code == 403
    assert stranger.get('/accounts/editor').status_code == 403
    assert stranger.get('/audit').status_code == 403
    assert stranger.post('/organs/' + key, {'name': 'x'}).status_code in (403, 422)


def test_an_organ_is_registered_and_renamed(admin, server):
    made = admin.fill('/organ-new', key='newborn', name='某某区新设局', kind='department',
                      parent='district')
    assert made.status_code == 303, made.text
    page = admin.page('/organs/newborn')
    assert page.get_element_by_id('name').value == '某某区新设局'
    renamed = admin.fill('/organs/newborn', name='某某区改名局', on='2024-03-01',
                         telephone='0533-7000000')
    assert renamed.status_code == 303, renamed.text
    listed = server.tool.run('organ', 'list')
    assert '某某区改名局' in getattr(listed, 'stdout', listed)
    page = admin.page('/organs/newborn')
    assert page.get_element_by_id('telephone').value == '0533-7000000'


def test_wrong_input_stays_and_is_explained(admin):
    answer = admin.fill('/organ-new', key='Not A Key', name='<script>alert(1)</script>',
                        kind='department', parent='district')
    assert answer.status_code == 422
    assert '<script>alert' not in answer.text
    assert '&lt;script>alert' in answer.text or '&lt;script&gt;alert' in answer.text
    taken = admin.fill('/organ-new', key='district', name='重名')
    assert taken.status_code == 422 and '已经有机关在用' in taken.text
    code = admin.fill('/organs/district', code='11370305MB2881569B')
    assert code.status_code == 422 and '校验码' in code.text


def test_importing_organs_tries_first(admin):
    table = 'key,name,kind,parent\nim-a,导入甲局,department,district\n' \
            'im-b,导入乙所,other,im-a\nim-c,导入丙所,other,nowhere\n'
    tried = admin.fill('/organ-import', ('act', 'try'), csv=table)
    assert tried.status_code == 200
    assert '可以导入 2 行' in tried.text and '还没有写入' in tried.text
    assert admin.get('/organs/im-a').status_code in (403, 404)
    kept = admin.fill('/organ-import', ('act', 'keep'), csv=table)
    assert kept.status_code == 200 and '已导入 2 行' in kept.text
    assert admin.get('/organs/im-b').status_code == 200
    assert admin.get('/organs/im-c').status_code in (403, 404)


@pytest.mark.parametrize('table', ['', 'key,key\n', 'key,name\n"a,b\n', 'key\n1,2,3\n'])
def test_a_table_that_is_none(admin, table):
    answer = admin.fill('/organ-import', ('act', 'try'), csv=table)
    assert answer.status_code == 422


def test_accounts_are_made_changed_and_stopped(admin):
    made = admin.fill('/account-new', account='clerk1', grants='editor@district',
                      **{'display-name': '张三'})
    assert made.status_code == 303, made.text
    page = admin.page('/accounts/clerk1')
    assert page.get_element_by_id('grants').value.strip() == 'editor@district'
    assert admin.fill('/accounts/clerk1', ('act', 'save'), grants='reviewer@district',
                      active='no').status_code == 303
    assert '已停用' in text_of(admin.page('/accounts'))
    wrong = admin.fill('/accounts/clerk1', ('act', 'save'), grants='king@district')
    assert wrong.status_code == 422 and 'king' in wrong.text
    beyond = admin.fill('/accounts/clerk1', ('act', 'save'), grants='admin@elsewhere')
    assert beyond.status_code == 403


def test_importing_accounts(admin):
    table = 'account,name,grants\nim1,李四,editor@district\nim2,王五,editor@elsewhere\n'
    tried = admin.fill('/account-import', ('act', 'try'), csv=table)
    assert tried.status_code == 200 and '可以导入 1 行' in tried.text
    assert admin.get('/accounts/im1').status_code == 404
    assert '已导入 1 行' in admin.fill('/account-import', ('act', 'keep'), csv=table).text
    assert admin.get('/accounts/im1').status_code == 200


def test_drafts_are_handed_over_in_one_act(admin, server, people, organs):
    for account, grants in (('mover', 'editor@district'), ('heir', 'editor@district'),
                            ('outsider', '')):
        server.tool.run('account', 'add', account, *(['--grant', grants] if grants else []),
                        input='Handover-2026!\n')
    mover = Api(server, 'mover', 'Handover-2026!')
    reports = [organs.report(), organs.report()]
    for report in reports:
        assert mover.put(report).status_code == 201
    path = '/accounts/mover'
    assert '2 份' in text_of(admin.page(path))
    assert admin.fill(path, ('act', 'handover'), successor='outsider').status_code == 422
    assert admin.fill(path, ('act', 'handover'), successor='mover').status_code == 422
    old = people.editor.get('/api/reports/%s/2020' % reports[0]['organ']).headers['ETag']
    assert admin.fill(path, ('act', 'handover'), successor='heir').status_code == 303
    assert '0 份' not in text_of(admin.page(path))
    assert mover.put(reports[0], etag=old).status_code == 412


def administrator_of_all(server):
    """An administrator of every tree."""
    password = 'Root-of-all-2026'
    server.tool.run('account', 'add', 'both', '--grant', 'admin@district', '--grant',
                    'admin@elsewhere', input=password + '\n')
    return password


def test_the_record_is_shown_and_downloaded(admin, server):
    root = Portal(server, 'both', administrator_of_all(server))
    done = [''.join(cell.itertext()) for cell in root.page('/audit').xpath('//tbody/tr/td[5]')]
    assert '修改机关' in done
    assert not [text for text in done if re.search('[A-Za-z]', text)], 'an action without words'
    answer = root.get('/audit.csv')
    assert answer.headers['Content-Type'].startswith('text/csv')
    rows = list(csv.DictReader(io.StringIO(answer.content.decode('utf-8-sig'))))
    assert [int(row['number']) for row in rows] == list(range(1, len(rows) + 1))
    assert all(len(row['digest']) == 64 for row in rows)
    page = root.page('/audit?verify=1')
    assert '前后相接，没有改动' in text_of(page)
    links = [a.get('href') for a in page.iter('a') if 'audit.csv' in (a.get('href') or '')]
    assert links == ['/disclosure/staff/audit.csv?after=0']


def test_the_record_is_downloaded_in_parts(make_server):
    server = make_server()
    with contextlib.closing(sqlite3.connect(server.database)) as database, database:
        last, = database.execute('SELECT number FROM ds_audit_head').fetchone()
        database.executemany(
            "INSERT INTO ds_audit (number, previous, digest, digest_algorithm, happened_at,"
            " account, action, year, revision) VALUES (?, '', '', 'sm3', 1, 'x', 'x', 0, 0)",
            [(number,) for number in range(last + 1, 45001)])
        database.execute('UPDATE ds_audit_head SET number = 45000')
    password = administrator_of_all(server)
    root = Portal(server, 'both', password)
    server.errors.expect('DS0431')
    page = root.page('/audit?verify=1')
    assert '第 %d 条被改动或缺失' % (last + 1) in text_of(page)
    links = [a.get('href') for a in page.iter('a') if 'audit.csv' in (a.get('href') or '')]
    assert len(links) == 3
    numbers, address = [], '/disclosure/staff/audit.csv'
    for link in links:
        answer = root.session.get(server.address + address)
        numbers += [int(row.split(',')[0])
                    for row in answer.content.decode('utf-8-sig').splitlines()[1:]]
        assert answer.content == root.session.get(server.address + link).content
        address = answer.links.get('next', {}).get('url')
    assert address is None
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 45000
    assert root.get('/audit.csv?after=99999999').status_code == 200
    assert root.get('/audit.csv?after=-5').status_code == 200
