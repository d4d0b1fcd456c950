"""The on-line manual: its pictures are taken from the portal as it is, and its
pages stand before the outside judges."""
import datetime
import glob
import json
import os
import re

import pytest
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
TALLEST = 900

PASSWORD = 'Aa1-handbook-of-the-district'
ACCOUNTS = {'zhangmin': ('张敏', 'editor@wenshao'), 'lijing': ('李静', 'editor@linzi'),
            'wangqiang': ('王强', 'reviewer@linzi'), 'zhaoming': ('赵明', 'publisher@linzi'),
            'chenchen': ('陈晨', 'admin@linzi')}
TODAY = datetime.date.today()
# The year whose reports are due next: its last day is never past.
YEAR = TODAY.year if (TODAY.month, TODAY.day) > (1, 31) else TODAY.year - 1
# Reports of the demonstration, of 2022, that become those of the year before.
LAST = ['wenshao', 'qidu', 'zhutai', 'housing', 'education', 'civil-affairs']


def report_of(organ, year):
    """The demonstration's report of 2022 as one of another year."""
    path = os.path.join(places.ROOT, 'conf', 'demo', 'reports', organ + '-2022.json')
    with open(path, encoding='utf-8') as file:
        text = file.read()
    for there in (2023, 2022, 2021):
        text = text.replace(str(there), '%d+' % (there - 2022 + year))
    return dict(json.loads(text.replace('+', '')), format='2021')


class Office:
    """A district in January: every office at another step of the way."""

    def __init__(self, server):
        self.server = server
        for account, (name, grant) in ACCOUNTS.items():
            server.tool.run('account', 'add', account, '--name', name, '--grant', grant,
                            input=PASSWORD + '\n')
        self.people = People(server, dict.fromkeys(ACCOUNTS, PASSWORD))
        self.carried = {}
        for organ in LAST:
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
        for organ in ('qidu', 'zhutai', 'education', 'civil-affairs'):
            leap = {'art20_5__licensing__decisions': 486} if organ == 'qidu' else {}
            self.draft(organ, **leap)
            self.step('lijing', organ, 'submit')
        self.comment('wangqiang', 'zhutai', 'section/overview/2',
                     '请写明本年新收申请的数量，与第三部分的表保持一致。')
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

    def go(self, account, path, width=1280):
        """The page at that path, in which YEAR stands for the year at hand."""
        self.resize(width)
        self.sign_in(account)
        self.driver.get(self.office.server.url(path.replace('YEAR', str(YEAR))))

    def take(self, name, *selectors, tallest=TALLEST):
        self.driver.execute_script('if (document.activeElement) document.activeElement.blur()')
        pictures.cut(self.driver, selectors or ['main > *'],
                     os.path.join(self.folder, name + '.png'), tallest)


REPORT = '/staff/reports/%s/YEAR'
FRAME = '.ds-staff > *'

# name, account, address, what is cut out, tallest
STILL = [
    ('sign-in', None, '/staff/sign-in', ['.ds-staff > *'], TALLEST),
    ('clerk-desk', 'zhangmin', '/staff/', [FRAME], TALLEST),
    ('clerk-form', 'zhangmin', REPORT % 'wenshao' + '/edit', [FRAME], TALLEST),
    ('clerk-findings', 'lijing', REPORT % 'housing' + '/edit?checked=1', ['.ds-summary'], 620),
    ('clerk-submit', 'lijing', REPORT % 'zhutai' + '/submit', [FRAME], TALLEST),
    ('clerk-returned', 'lijing', REPORT % 'zhutai', [FRAME], 1000),
    ('review-desk', 'wangqiang', '/staff/?task=all', [FRAME], TALLEST),
    ('review-report', 'wangqiang', REPORT % 'qidu', [FRAME], TALLEST),
    ('review-text', 'wangqiang', REPORT % 'qidu', ['#section\\/proactive ~ .ds-frame'], 620),
    ('review-pick', 'wangqiang', REPORT % 'qidu' + '?at=section/overview/2',
     ['#ds-comments', '#ds-comments ~ form'], 520),
    ('review-approve', 'wangqiang', REPORT % 'qidu' + '/approve', [FRAME], 1000),
    ('review-publish', 'zhaoming', REPORT % 'education' + '/publish', [FRAME], 1000),
    ('review-history', 'zhaoming', REPORT % 'education' + '/history', [FRAME], TALLEST),
    ('review-takedown', 'zhaoming', REPORT % 'civil-affairs' + '/takedown', [FRAME], TALLEST),
    ('year-duties', 'wangqiang', '/staff/years/YEAR', [FRAME], TALLEST),
    ('year-reminders', 'wangqiang', '/staff/years/YEAR/reminders', [FRAME], TALLEST),
    ('year-table', 'wangqiang', '/staff/years/YEAR/table', [FRAME], TALLEST),
    ('admin-organ', 'chenchen', '/staff/organs/jixia', [FRAME], TALLEST),
    ('admin-account', 'chenchen', '/staff/accounts/zhangmin', [FRAME], TALLEST),
    ('admin-audit', 'chenchen', '/staff/audit', [FRAME], 620),
    ('index', None, '/', ['.ds-site > *'], TALLEST),
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
    for name, account, path, selectors, tallest in STILL:
        camera.go(account, path)
        camera.take(name, *selectors, tallest=tallest)
    camera.go('zhangmin', REPORT % 'wenshao' + '/edit?last=1')
    type_figures(driver)
    camera.take('clerk-grid', '#part-requests', tallest=TALLEST)
    camera.go('zhangmin', REPORT % 'wenshao' + '/edit', 360)
    camera.take('clerk-phone', '.ds-site > *', tallest=740)
    camera.go(None, '/jixia/2020', 360)
    camera.take('report-phone', '.ds-site > *', tallest=740)
    driver.execute_cdp_cmd('Emulation.clearDeviceMetricsOverride', {})
    return sorted(os.path.basename(path)
                  for path in glob.glob(os.path.join(camera.folder, '*.png')))


def test_pictures_are_taken(taken):
    folder = os.path.join(places.BUILD, 'screenshots', 'manual')
    sizes = {name: pictures.size(os.path.join(folder, name)) for name in taken}
    assert all(width >= 300 and height >= 100 for width, height in sizes.values()), sizes
    assert sum(os.path.getsize(os.path.join(folder, name)) for name in taken) < MOST_BYTES
