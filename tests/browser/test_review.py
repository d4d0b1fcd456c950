"""A report's way from a saved draft to a published and corrected one in a real
browser, along both chains: with scripts, without, by keyboard alone."""
import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges
from harness import samples
from harness.client import Api, People
from harness.fixtures import PASSWORDS, Organs
from harness.staff import Portal
from navigation import leave

CHAINS = ['three-steps', 'five-steps']
WIDTHS = [360, 1280]
OWN = {'own-reviewer': 'reviewer', 'own-publisher': 'publisher'}
LEAPING = 'art20_5/licensing/decisions'


class Desk:
    """A server with one chain, an organ with last year's report, its people."""

    def __init__(self, server, chain):
        self.server, self.chain = server, chain
        self.people = People(server, PASSWORDS)
        self.offices = Organs(server)
        self.key, self.name = self.offices.new()
        for account, role in OWN.items():
            server.tool.run('account', 'add', account, '--grant', '%s@%s' % (role, self.key),
                            input=self.password(account) + '\n')

    def password(self, account):
        return PASSWORDS.get(account, PASSWORDS['editor'])

    def draft(self, year, before=None, **cells):
        """Saves a draft with a warning, which carries in what the year before
        carried out."""
        report = samples.report('2019', self.key, year, self.name,
                                carried_in=before and samples.carried_out(before))
        for address, value in cells.items():
            report = samples.with_cell(report, address.replace('__', '/'), value)
        report['signature'].pop('date')
        answer = self.people.editor.put(report)
        assert answer.status_code == 201, answer.text
        return report

    def path(self, year, suffix=''):
        return '/staff/reports/%s/%d%s' % (self.key, year, suffix)

    def url(self, year, suffix=''):
        return self.server.url(self.path(year, suffix))

    def public(self, year, suffix=''):
        return Api(self.server).get('/%s/%d%s' % (self.key, year, suffix))


@pytest.fixture(scope='module', params=CHAINS)
def desk(request, make_server):
    site = 'DisclosureBaseURL "http://127.0.0.1"\nDisclosureChain ' + request.param
    desk = Desk(make_server(site=site), request.param)
    yield desk
    desk.server.stop()


class Clicking:
    """Somebody with a mouse."""

    def __init__(self, driver, desk):
        self.driver, self.desk = driver, desk

    def sign_in(self, account):
        self.driver.delete_all_cookies()
        self.driver.get(self.desk.server.url('/staff/sign-in'))
        self.fill('_account', account)
        self.fill('_password', self.desk.password(account))
        self.press('登录')

    def find(self, by, value):
        found = self.driver.find_elements(by, value)
        assert found, (self.driver.current_url, value, self.driver.page_source[-6000:])
        return found[0]

    def fill(self, name, text):
        field = self.find(By.NAME, name)
        field.clear()
        field.send_keys(text)

    def use(self, element):
        element.click()

    def tick(self, name):
        self.use(self.find(By.NAME, name))

    def go(self, element):
        """Uses what leads to another page, and waits until that is there."""
        leave(self.driver, lambda: self.use(element))

    def press(self, label):
        self.go(self.find(By.XPATH, '//main//button[normalize-space(text())="%s"]' % label))

    def follow(self, label):
        self.go(self.find(By.XPATH, '//main//a[normalize-space(text())="%s"]' % label))

    def said(self):
        return self.find(By.CSS_SELECTOR, 'main').text

    def done(self):
        found = self.driver.find_elements(By.CSS_SELECTOR, '[role=status]')
        assert found, (self.driver.current_url, self.said())
        return found[0].text


class Typing(Clicking):
    """Somebody without one: what is used is reached by tabbing, and used by
    Enter or the space bar."""

    def use(self, element):
        body = self.driver.switch_to.active_element
        for _ in range(400):
            if self.driver.switch_to.active_element == element:
                break
            self.driver.switch_to.active_element.send_keys(Keys.TAB)
        assert self.driver.switch_to.active_element == element, (body, element)
        is_box = element.get_attribute('type') == 'checkbox'
        element.send_keys(Keys.SPACE if is_box else Keys.ENTER)


MIDDLE = {'three-steps': [('reviewer', True)],
          'five-steps': [('own-reviewer', True), ('own-publisher', False), ('reviewer', False)]}


def submit(person, year):
    person.sign_in('editor')
    person.driver.get(person.desk.url(year))
    person.follow('送审')
    for field in person.driver.find_elements(By.CSS_SELECTOR, 'textarea[name^=_reason]'):
        if not field.text:
            field.send_keys('印发日期待定。')
    person.press('送审')
    assert '已送审' in person.done()


def approve_all(person, year):
    for account, attests in MIDDLE[person.desk.chain]:
        person.sign_in(account)
        person.driver.get(person.desk.url(year))
        person.follow('审核通过')
        if attests:
            person.tick('_attest')
        person.press('审核通过')
        assert '已审核通过' in person.done()


def publish(person, year, notice=None):
    person.sign_in('publisher')
    person.driver.get(person.desk.url(year))
    person.follow('签发并公开')
    if notice:
        person.fill('_comment', notice)
    person.press('签发并公开')
    assert '现在对外公开' in person.done()


def whole_way(person, year):
    desk, driver = person.desk, person.driver
    report = desk.draft(year)
    submit(person, year)
    account = MIDDLE[desk.chain][0][0]
    person.sign_in(account)
    driver.get(desk.url(year))
    person.follow('针对某一格或某一段写批注')
    person.go(person.find(By.CSS_SELECTOR, '[id="%s"] a' % LEAPING))
    person.fill('_comment', '这一数字请再核对。')
    person.press('写下批注')
    person.follow('退回修改')
    person.fill('_comment', '许可数量有疑问，见批注。')
    person.press('退回修改')
    assert '已退回修改' in person.done()

    person.sign_in('editor')
    driver.get(desk.url(year))
    assert '这一数字请再核对。' in person.said()
    api = desk.people.editor
    etag = api.get('/api/reports/%s/%d' % (desk.key, year)).headers['ETag']
    api.put(samples.with_cell(report, LEAPING, 12), etag)
    driver.get(desk.url(year))
    person.go(person.find(By.CSS_SELECTOR, '#comment-1 button'))
    assert '没有待处理的批注' in person.said()
    submit(person, year)
    approve_all(person, year)
    assert desk.public(year).status_code == 404
    publish(person, year)
    assert desk.public(year).status_code == 200

    person.follow('更正')
    person.press('开始更正')
    etag = api.get('/api/reports/%s/%d' % (desk.key, year)).headers['ETag']
    api.put(samples.with_cell(report, LEAPING, 13), etag)
    submit(person, year)
    approve_all(person, year)
    publish(person, year, '许可数量更正为13件。')
    assert '许可数量更正为13件' in desk.public(year).text
    person.follow('历史和各稿比较')
    for said in ('这一数字', '许可数量有疑问', '签发并公开', '开始更正'):
        assert (said in person.said()) == (said != '这一数字'), said


def test_with_scripts(desk, driver, resize):
    resize(1280)
    whole_way(Clicking(driver, desk), 2010)


def test_without_scripts(desk, driver, resize, no_scripts):
    resize(360, 740)
    whole_way(Clicking(driver, desk), 2012)


def test_by_keyboard_alone(desk, driver, resize):
    resize(1280)
    whole_way(Typing(driver, desk), 2014)


# ---- Looks ----

@pytest.fixture(scope='module')
def looks(desk):
    """name -> (account, path) of every page, with something on each."""
    before = desk.draft(2016, art20_5__licensing__decisions=5)
    desk.draft(2017, before, art20_5__licensing__decisions=500)
    desk.draft(2018, requests__new__natural=9999)
    portal = {name: Portal(desk.server, name, desk.password(name))
              for name in ('editor', 'reviewer', *OWN)}

    def at(year, suffix=''):
        return '/reports/%s/%d%s' % (desk.key, year, suffix)

    first = MIDDLE[desk.chain][0][0]
    names = portal['editor'].page(at(2017, '/submit')).xpath(
        '//textarea[starts-with(@name, "_reason")]/@name')
    reasons = dict.fromkeys(names, '印发日期待定，已经核对。')
    assert portal['editor'].fill(at(2017, '/submit'), **reasons).status_code == 303
    page = portal[first].page(at(2017) + '?at=' + LEAPING)
    form = [f for f in page.forms if '_comment' in f.fields][0]
    answer = portal[first].post(at(2017, '/comments'), {
        **dict(form.form_values()), '_do': 'add', '_comment': '比上年大增，请附说明。'})
    assert answer.status_code == 303
    signed = {'_signer': '王建国', '_post': '主任', '_signed_on': '2018-01-15', '_attest': '1'}
    pages = {
        'report-begun-not': ('editor', at(2023)), 'report-wrong': ('editor', at(2018)),
        'submit-wrong': ('editor', at(2018, '/submit')), 'submit': ('editor', at(2016, '/submit')),
        'review': (first, at(2017)), 'review-pick': (first, at(2017) + '?pick=1'),
        'review-comment': (first, at(2017) + '?at=section/overview/2'),
        'approve': (first, at(2017, '/approve')), 'return': (first, at(2017, '/return')),
        'preview': ('editor', at(2017, '/preview')), 'print': ('editor', at(2017, '/print')),
        'history': ('editor', at(2017, '/history')),
    }
    if desk.chain == 'five-steps':
        assert portal[first].fill(at(2017, '/approve'), **signed).status_code == 303
        pages = {'five-review': ('own-publisher', at(2017)),
                 'five-history': ('editor', at(2017, '/history')),
                 'five-approve': ('own-publisher', at(2017, '/approve'))}
    else:
        desk.people.publish(samples.report('2019', desk.key, 2020, desk.name))
        pages.update({'published': ('publisher', at(2020)),
                      'withdraw': ('publisher', at(2020, '/withdraw')),
                      'takedown': ('publisher', at(2020, '/takedown')),
                      'correct': ('publisher', at(2020, '/correct'))})
    return pages


def test_pages_stand_before_the_judges(desk, driver, looks, resize, screenshot):
    found = []
    for account in sorted({account for account, _ in looks.values()}):
        Clicking(driver, desk).sign_in(account)
        for name, (whose, path) in looks.items():
            if whose != account:
                continue
            for width in WIDTHS:
                resize(width)
                driver.get(desk.server.url('/staff' + path))
                if driver.execute_script('const root = document.scrollingElement;'
                                         'return root.scrollWidth > root.clientWidth;'):
                    found.append('%s at %d: scrolls sideways' % (name, width))
                screenshot('review-%s-%d' % (name, width))
            found += ['%s: %s' % (name, entry) for entry in judges.violations(driver)]
    assert found == []


def test_valid_markup(desk, looks, tmp_path):
    paths = []
    for name, (account, path) in looks.items():
        file = tmp_path / (name + '.html')
        file.write_bytes(Portal(desk.server, account, desk.password(account)).get(path).content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []
