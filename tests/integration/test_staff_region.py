"""汇总 in the staff portal: who is missing, differences, a draft from the sum."""
import pytest

from expect import ok
from harness import samples
from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of

YEAR = 2024


@pytest.fixture(scope='module')
def portal(server):
    kept = {}

    def of(account):
        if account not in kept:
            kept[account] = Portal(server, account, PASSWORDS[account])
        return kept[account]
    return of


@pytest.fixture
def region(people, organs):
    """A government with two subordinates whose reports are public and one whose
    report is not."""
    key, name = organs.new(kind='region', name='示范新区人民政府')
    below = []
    for seed in range(2):
        organ, organ_name = organs.new(parent=key)
        people.publish(samples.report('2021', organ, YEAR, organ_name, seed=seed))
        below.append(organ)
    late, late_name = organs.new('--telephone', '0533-1234567', parent=key)
    people.editor.put(samples.report('2021', late, YEAR, late_name))
    return key, name, below, (late, late_name)


def row_of(page, name):
    rows = [row for row in page.xpath('//table//tr') if name in text_of(row)]
    return [text_of(cell) for cell in rows[0]]


def total_of(people, below, row='new', column='total'):
    return sum(ok(people.anonymous.get('/%s/%d.json' % (organ, YEAR)))['tables']['requests'][row]
               [column] for organ in below)


def test_missing_are_named_to_staff(portal, region):
    key, name, below, (late, late_name) = region
    page = portal('editor').page('/region/%s/%d' % (key, YEAR))
    row = row_of(page, late_name)
    assert row[1] == '草稿' and row[-1] == '0533-1234567'
    # those that are public are late too, as the year is long over
    assert '汇总表（2份报告）' in text_of(page)


def test_cells_open(portal, people, region):
    key, name, below, _ = region
    page = portal('reviewer').page('/region/%s/%d' % (key, YEAR))
    link = page.xpath('//td/a[contains(@href, "/requests/new/total")]')[0]
    assert int(link.text_content()) == total_of(people, below)
    assert link.get('href').startswith('/disclosure/staff/region/')
    cell = portal('reviewer').page(link.get('href')[len('/disclosure/staff'):])
    assert {a.get('href') for a in cell.xpath('//tbody//a')} \
        == {'/disclosure/%s/%d' % (organ, YEAR) for organ in below}


def test_draft_from_the_sum(portal, people, region):
    key, name, below, _ = region
    path = '/region/%s/%d' % (key, YEAR)
    answer = portal('editor').fill(path)
    assert answer.status_code == 303, answer.text
    assert '/reports/%s/%d/edit' % (key, YEAR) in answer.headers['Location']
    state = people.editor.state(key, YEAR)
    report = state['report']
    assert state['state'] == 'draft'
    assert report['tables']['requests']['new']['total'] == total_of(people, below)
    assert report['title'].startswith(name)
    note = [finding for finding in state['findings'] if finding['rule'] == 'H.rollup']
    assert len(note) == 1 and note[0]['severity'] == 'info'
    assert '2份' in note[0]['message'] and '另有1个' in note[0]['message']
    page = portal('editor').page('/reports/%s/%d' % (key, YEAR))
    assert '由2份已经公开的下级机关报告汇总填入' in text_of(page)
    # what it was begun from is now what it says
    assert '本级报告的每个数字都与汇总一致' in text_of(portal('editor').page(path))


def test_differences_are_shown(portal, people, region):
    key, name, below, _ = region
    own = samples.report('2021', key, YEAR, name)
    own = samples.with_cell(own, 'requests/new/total', 7)
    ok(people.editor.put(own), 201)
    page = portal('editor').page('/region/%s/%d' % (key, YEAR))
    total = total_of(people, below)
    row = row_of(page, '一、本年新收政府信息公开申请数量’一行‘总计')
    assert row[-3:] == ['7', str(total), str(7 - total)]


def test_draft_is_replaced_with_its_tag_only(portal, people, region):
    key, name, below, _ = region
    path = '/region/%s/%d' % (key, YEAR)
    own = samples.report('2021', key, YEAR, name)
    tag = people.editor.put(own).headers['ETag'].strip('"')
    token = portal('editor').page(path).xpath('//input[@name="_token"]/@value')[0]
    fields = {'_token': token, 'act': 'start'}
    for stale, status in (('', 428), ('nothing', 412)):
        answer = portal('editor').post(path, {**fields, 'tag': stale})
        assert answer.status_code == status, answer.text
    own['sections']['overview'].append('后来补写的一段。')
    ok(people.editor.put(own, '"%s"' % tag))
    assert portal('editor').post(path, {**fields, 'tag': tag}).status_code == 412
    assert portal('editor').fill(path).status_code == 303
    report = people.editor.state(key, YEAR)['report']
    assert report['sections']['overview'][-1] == '后来补写的一段。'
    assert report['tables']['requests']['new']['total'] == total_of(people, below)


@pytest.mark.parametrize('account, status, starts', [
    ('editor', 200, True), ('reviewer', 200, False), ('publisher', 200, False),
    ('admin', 200, False), ('stranger', 403, False), ('nobody', 403, False),
])
def test_who_may(portal, people, region, account, status, starts):
    key, name, below, _ = region
    path = '/region/%s/%d' % (key, YEAR)
    answer = portal(account).get(path)
    assert answer.status_code == status
    assert ('用汇总数字新建草稿' in answer.text) == starts
    assert portal(account).get(path + '/requests/new/total').status_code == status
    if status == 200 and not starts:
        token = portal(account).page('/password').xpath('//input[@name="_token"]/@value')[0]
        answer = portal(account).post(path, {'_token': token, 'act': 'start', 'tag': ''})
        assert answer.status_code == 403
    assert portal(account).post(path, {'act': 'start', 'tag': ''}).status_code == 403
    assert people.editor.state(key, YEAR) is None


def test_no_draft_while_under_review_or_public(portal, people, region):
    key, name, below, _ = region
    people.publish(samples.report('2021', key, YEAR, name))
    path = '/region/%s/%d' % (key, YEAR)
    page = portal('editor').page(path)
    assert '用汇总数字' not in text_of(page)
    token = page.xpath('//input[@name="_token"]/@value')[0]
    tag = people.editor.get('/api/reports/%s/%d' % (key, YEAR)).headers['ETag'].strip('"')
    answer = portal('editor').post(path, {'_token': token, 'act': 'start', 'tag': tag})
    assert answer.status_code == 409


@pytest.mark.parametrize('path, status', [
    ('/region/no-such/%d' % YEAR, 404), ('/region/{leaf}/%d' % YEAR, 404),
    ('/region/{key}/%d/requests/new/nobody' % YEAR, 404), ('/region/{key}/1999', 404),
    ('/region/{key}/2020', 200),
])
def test_what_is_not_there(portal, region, path, status):
    key, name, below, _ = region
    answer = portal('editor').get(path.format(key=key, leaf=below[0]))
    assert answer.status_code == status


def test_ways_there(portal, people, region):
    key, name, below, _ = region
    ok(people.editor.put(samples.report('2021', key, YEAR, name)), 201)
    link = '/disclosure/staff/region/%s/%d' % (key, YEAR)
    for path in ('/reports/%s/%d' % (key, YEAR), '/years/%d/table' % YEAR):
        assert link in portal('editor').page(path).xpath('//a/@href'), path
