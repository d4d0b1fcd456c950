"""The on-line manual: its pictures are taken from the portal as it is, and its
pages stand before the outside judges."""
import datetime
import glob
import json
import os
import re

import pytest
import requests
from lxml import html
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import judges
import pictures
from conftest import SITE, demonstration
from harness import places, samples
from harness.client import People
from harness.server import wait_until
from harness.staff import Portal
from navigation import leave

MANUAL = os.path.join(places.ROOT, 'htdocs', 'manual')
PAGES = sorted(os.path.basename(path) for path in glob.glob(os.path.join(MANUAL, '*.html')))
MOST_BYTES = 1536 * 1024
# A4 and its margins, in dots of 1/96 inch.
SHEET = (794, 1123)
MARGINS = '83px 76px'

PASSWORD = 'Aa1-handbook-of-the-district'
ACCOUNTS = {'zhangmin': ('张敏', 'editor@wenshao'), 'lijing': ('李静', 'editor@linzi'),
            'wangqiang': ('王强', 'reviewer@linzi'), 'zhaoming': ('赵明', 'publisher@linzi'),
            'chenchen': ('陈晨', 'admin@linzi')}
TODAY = datetime.date.today()
# The year whose reports are due next: its last day is never past.
YEAR = TODAY.year if (TODAY.month, TODAY.day) > (1, 31) else TODAY.year - 1
# Reports of the demonstration, and of which year, that become those of others.
SOURCES = {'linzi': 2022, 'linzi-office': 2022, 'education': 2022, 'civil-affairs': 2022,
           'housing': 2022, 'market': 2022, 'jixia': 2021, 'wenshao': 2022, 'qidu': 2022,
           'zhutai': 2022}


def report_of(organ, year):
    """The demonstration's report as one of another year."""
    source = SOURCES[organ]
    path = os.path.join(places.ROOT, 'conf', 'demo', 'reports', '%s-%d.json' % (organ, source))
    with open(path, encoding='utf-8') as file:
        text = file.read()
    moved = re.sub('|'.join(str(source + step) for step in (-1, 0, 1)),
                   lambda found: str(int(found.group()) - source + year), text)
    return dict(json.loads(moved), format='2021')


class Office:
    """A district in January: every office at another step of the way."""

    def __init__(self, server):
        self.server = server
        for account, (name, grant) in ACCOUNTS.items():
            server.tool.run('account', 'add', account, '--name', name, '--grant', grant,
                            input=PASSWORD + '\n')
        self.people = People(server, dict.fromkeys(ACCOUNTS, PASSWORD))
        self.carried = {}
        for organ in SOURCES:
            self.publish_last(organ)
        reviewer = self.portal('wangqiang')
        assert reviewer.fill('/years/%d' % YEAR, act='open').status_code == 303
        self.fill_in()

    def portal(self, account):
        return Portal(self.server, account, PASSWORD)

    def publish_last(self, organ):
        """Last year's report, taken over as it was published then."""
        report = report_of(organ, YEAR - 1)
        self.carried[organ] = samples.carried_out(report)
        path = os.path.join(self.server.root, 'www', organ + '.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(report, file, ensure_ascii=False)
        self.server.tool.run('import', '--published', '%d-01-26' % YEAR, path)

    def draft(self, organ, **cells):
        """This year's report; figures that differ from last year's are given."""
        report = report_of(organ, YEAR)
        requests = report['tables']['requests']
        for column, carried in self.carried[organ].items():
            difference = carried - requests['carried_in'][column]
            requests['carried_in'][column] = carried
            requests['new'][column] -= difference
        documents = report['tables']['art20_1']['normative_documents']
        documents['in_force'] += documents['issued'] - documents['repealed']
        requests['carried_in']['total'] = sum(self.carried[organ].values())
        requests['new']['total'] = sum(requests['new'][c] for c in self.carried[organ])
        for address, value in cells.items():
            report = samples.with_cell(report, address.replace('__', '/'), value)
        answer = self.people.lijing.put(report)
        assert answer.status_code == 201, answer.text
        return report

    def step(self, account, organ, action, **said):
        """One step of the report's way, with reasons where they are asked for."""
        portal, path = self.portal(account), '/reports/%s/%d' % (organ, YEAR)
        page = portal.page('%s/%s' % (path, action))
        names = page.xpath('//textarea[starts-with(@name, "_reason")]/@name')
        reasons = dict.fromkeys(names, '已与业务科室核对，数据无误。')
        answer = portal.fill('%s/%s' % (path, action), **reasons, **said)
        assert answer.status_code == 303, answer.text

    def comment(self, account, organ, place, text):
        path = '/reports/%s/%d' % (organ, YEAR)
        portal = self.portal(account)
        form, = [form for form in portal.page(path + '?at=' + place).forms
                 if '_comment' in form.fields]
        answer = portal.post(path + '/comments', {**dict(form.form_values()), '_do': 'add',
                                                  '_comment': text})
        assert answer.status_code == 303, answer.text

    def fill_in(self):
        self.draft('housing', requests__granted__natural=12)
        self.draft('market', art20_1__normative_documents__in_force=19)
        for organ in ('qidu', 'zhutai', 'education', 'civil-affairs'):
            leap = {'art20_6__penalties__decisions': 64} if organ == 'qidu' else {}
            self.draft(organ, **leap)
            self.step('lijing', organ, 'submit')
        self.comment('wangqiang', 'zhutai', 'section/overview/2',
                     '请补充答复的期限，例如“均在20个工作日内答复”。')
        self.step('wangqiang', 'zhutai', 'return', _comment='有一处需要补充，见批注。')
        for organ in ('education', 'civil-affairs'):
            self.step('wangqiang', organ, 'approve', _attest='1')
        self.step('zhaoming', 'civil-affairs', 'publish')


@pytest.fixture(scope='module')
def office(make_server):
    server = demonstration(make_server(populated=False, site=SITE))
    yield Office(server)
    server.stop()


# ---- Taking the pictures ----

class Camera:
    """Goes to pages as somebody, and keeps what there is to see."""

    def __init__(self, driver, office, resize):
        self.driver, self.office, self.resize = driver, office, resize
        self.account = None
        self.folder = os.path.join(places.BUILD, 'screenshots', 'manual')
        os.makedirs(self.folder, exist_ok=True)
        for path in glob.glob(os.path.join(self.folder, '*.png')):
            os.unlink(path)

    def sign_in(self, account):
        if account == self.account:
            return
        self.driver.delete_all_cookies()
        self.account = account
        if account:
            self.driver.get(self.office.server.url('/staff/sign-in'))
            self.driver.find_element(By.NAME, '_account').send_keys(account)
            self.driver.find_element(By.NAME, '_password').send_keys(PASSWORD)
            leave(self.driver, self.driver.find_element(By.NAME, '_password').submit)

    def go(self, account, path, width=1280, height=3000):
        """The page at that path, in which YEAR stands for the year at hand, LAST
        for the one before. The screen is high, so that nothing that sticks to its end covers anything."""
        self.resize(width, height)
        self.sign_in(account)
        self.driver.get(self.office.server.url(
            path.replace('YEAR', str(YEAR)).replace('LAST', str(YEAR - 1))))

    def take(self, name, *selectors, tallest):
        self.driver.execute_script('if (document.activeElement) document.activeElement.blur()')
        pictures.cut(self.driver, selectors,
                     os.path.join(self.folder, name + '.png'), tallest)


REPORT = '/staff/reports/%s/YEAR'
FRAME = ['.ds-staff > *']
CONTENT = ['.ds-staff > h1', '.ds-staff > h1 ~ *']
ORGAN = ['[for="%s"]' % field for field in ('address', 'postcode', 'telephone', 'email')] + ['#hours']

# name, account, address, what is cut out, tallest
STILL = [
    ('admin-audit', 'chenchen', '/staff/audit', CONTENT, 760),
    ('clerk-desk', 'zhangmin', '/staff/', FRAME, 900),
    ('clerk-findings', 'lijing', REPORT % 'housing' + '/edit?checked=1', ['.ds-summary'], 620),
    ('clerk-submit', 'lijing', REPORT % 'market' + '/submit', ['.ds-step-summary ~ *'], 900),
    ('clerk-returned', 'lijing', REPORT % 'zhutai', CONTENT, 840),
    ('review-desk', 'wangqiang', '/staff/?task=all', FRAME, 1000),
    ('review-report', 'wangqiang', REPORT % 'qidu', CONTENT, 640),
    ('review-text', 'wangqiang', REPORT % 'qidu',
     ['#section\\/proactive', '#section\\/proactive ~ .ds-frame'], 640),
    ('review-pick', 'wangqiang', REPORT % 'qidu' + '?at=section/overview/2',
     ['#ds-comments', '#ds-comments ~ form'], 520),
    ('review-approve', 'wangqiang', REPORT % 'qidu' + '/approve', CONTENT, 1400),
    ('review-publish', 'zhaoming', REPORT % 'education' + '/publish', CONTENT, 1400),
    ('review-history', 'zhaoming', REPORT % 'education' + '/history', CONTENT, 900),
    ('review-takedown', 'zhaoming', REPORT % 'civil-affairs' + '/takedown', CONTENT, 900),
    ('year-duties', 'wangqiang', '/staff/years/YEAR', CONTENT, 700),
    ('year-reminders', 'wangqiang', '/staff/years/YEAR/reminders', CONTENT, 1100),
    ('year-table', 'wangqiang', '/staff/years/YEAR/table', CONTENT, 800),
    ('year-region', 'wangqiang', '/staff/region/linzi/LAST', CONTENT, 900),
    ('admin-organ', 'chenchen', '/staff/organs/jixia', ORGAN, 800),
    ('admin-account', 'chenchen', '/staff/accounts/zhangmin', FRAME, 1100),
    ('index', None, '/', ['.ds-site > *'], 900),
    ('report', None, '/jixia/2020', ['.ds-site > *'], 1100),
]


def type_figures(driver):
    """Some figures of the requests table, one total that does not fit yet."""
    for row, figures in (('new', '3,0,0,0,0,0,3'), ('granted', '2,0,0,0,0,0,3')):
        for column, figure in zip(['natural', 'business', 'research', 'charity', 'legal',
                                   'other', 'total'], figures.split(',')):
            field = driver.find_element(By.ID, 'requests/%s/%s' % (row, column))
            driver.execute_script('arguments[0].scrollIntoView({block: "center"})', field)
            field.click()
            field.send_keys(figure)
    field.send_keys(Keys.TAB)
    wait_until(lambda: driver.find_elements(By.CSS_SELECTOR, '#part-requests .ds-says'), 10,
               'the sentence at the total')


@pytest.fixture(scope='module')
def taken(driver, office):
    """The names of all pictures, taken."""
    def resize(width, height=900):
        driver.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {
            'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 600})
    camera = Camera(driver, office, resize)
    camera.go(None, '/staff/sign-in', 600)
    camera.take('sign-in', *CONTENT, tallest=600)
    for name, account, path, selectors, tallest in STILL:
        camera.go(account, path)
        camera.take(name, *selectors, tallest=tallest)
    camera.go('zhangmin', REPORT % 'wenshao' + '/edit', height=900)
    camera.take('clerk-form', '.ds-site > *', tallest=900)
    camera.go('zhangmin', REPORT % 'wenshao' + '/edit', 360, 740)
    camera.take('clerk-phone', '.ds-site > *', tallest=740)
    camera.go('zhangmin', REPORT % 'wenshao' + '/edit?last=1')
    type_figures(driver)
    camera.take('clerk-grid', '#part-requests', tallest=900)
    camera.go(None, '/jixia/2020', 360, 740)
    camera.take('report-phone', '.ds-site > *', tallest=740)
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    camera.go(None, '/jixia/2020', *SHEET)
    driver.execute_script('document.body.style.padding = arguments[0]', MARGINS)
    camera.take('report-print', 'body', tallest=SHEET[1])
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})
    driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
    return sorted(os.path.basename(path)
                  for path in glob.glob(os.path.join(camera.folder, '*.png')))


def test_pictures_are_taken(taken):
    folder = os.path.join(places.BUILD, 'screenshots', 'manual')
    sizes = {name: pictures.size(os.path.join(folder, name)) for name in taken}
    assert all(width >= 300 and height >= 100 for width, height in sizes.values()), sizes
    assert sum(os.path.getsize(os.path.join(folder, name)) for name in taken) < MOST_BYTES


# ---- What the manual makes of them ----

def named():
    """The pictures that the manual and the READMEs show."""
    names = set()
    for path in [os.path.join(MANUAL, page) for page in PAGES]:
        with open(path, encoding='utf-8') as file:
            names |= set(html.fromstring('<div>%s</div>' % file.read()).xpath('//img/@src'))
    for readme in ('README.md', 'README.zh-CN.md'):
        with open(os.path.join(places.ROOT, readme), encoding='utf-8') as file:
            names |= set(re.findall(r'\(htdocs/manual/([\w-]+\.png)\)', file.read()))
    return names


def test_every_picture_is_one_that_is_taken(taken):
    assert named() == set(taken)


def test_the_pictures_that_are_kept():
    """They are those that are named, and light enough together."""
    kept = {os.path.basename(path): path for path in glob.glob(os.path.join(MANUAL, '*.png'))}
    assert set(kept) == named()
    assert sum(os.path.getsize(path) for path in kept.values()) < MOST_BYTES


@pytest.mark.parametrize('page', PAGES)
def test_pages_fit_and_are_accessible(demo, driver, resize, screenshot, page):
    for width in (360, 1280):
        resize(width)
        driver.get(demo.url('/manual/' + page))
        screenshot('manual-%s-%d' % (page.replace('.html', ''), width))
        assert not driver.execute_script(
            'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')
        assert judges.violations(driver) == []


def test_valid_markup(demo, tmp_path):
    paths = []
    for page in PAGES:
        file = tmp_path / page
        file.write_bytes(requests.get(demo.url('/manual/' + page), timeout=30).content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_on_paper(demo, driver, resize):
    """Printed, the contents list is gone and every picture fits the sheet."""
    driver.get(demo.url('/manual/clerk.html'))
    driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': 'print'})
    resize(700)
    try:
        assert not driver.find_element(By.CLASS_NAME, 'ds-manual-contents').is_displayed()
        shots = driver.find_elements(By.CSS_SELECTOR, '.ds-shot img')
        assert shots and all(shot.rect['width'] <= 700 for shot in shots)
    finally:
        driver.execute_cdp_cmd('Emulation.setEmulatedMedia', {'media': ''})
