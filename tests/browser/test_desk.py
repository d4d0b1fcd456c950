"""The desk and the lists of a year, in a real browser and before outside judges."""
import pytest
from selenium.webdriver.common.by import By

import judges
from harness import samples
from harness.client import Api
from harness.staff import Portal
from navigation import leave

PASSWORD = 'Aa1-desk-of-the-district'
ACCOUNTS = {'desk-clerk': 'editor@wenshao', 'desk-editor': 'editor@linzi',
            'desk-reviewer': 'reviewer@linzi', 'desk-publisher': 'publisher@linzi'}
# account, name, address below the staff pages
PAGES = [
    ('desk-clerk', 'desk-one', '/'),
    ('desk-editor', 'desk-many', '/'),
    ('desk-reviewer', 'desk-review', '/?task=all'),
    ('desk-reviewer', 'desk-sorted', '/?task=all&sort=-organ'),
    ('desk-reviewer', 'year-before', '/years/2024'),
    ('desk-reviewer', 'year-open', '/years/2025'),
    ('desk-reviewer', 'year-change', '/years/2025?organ=qidu'),
    ('desk-reviewer', 'year-table', '/years/2025/table'),
    ('desk-reviewer', 'year-reminders', '/years/2025/reminders'),
    ('desk-reviewer', 'year-call', '/years/2025/reminders?organ=qidu'),
    ('desk-editor', 'region-staff', '/region/linzi/2022'),
    ('desk-editor', 'region-staff-start', '/region/linzi/2025'),
    ('desk-reviewer', 'region-staff-cell', '/region/linzi/2022/requests/new/total'),
]
IDS = [page[1] for page in PAGES]


@pytest.fixture(scope='module')
def people(demo):
    for account, grant in ACCOUNTS.items():
        demo.tool.run('account', 'add', account, '--grant', grant, input=PASSWORD + '\n')
    opened = Portal(demo, 'desk-reviewer', PASSWORD).fill('/years/2025', act='open')
    assert opened.status_code == 303, opened.text
    return demo


@pytest.fixture
def visit(people, driver):
    def to(account, path):
        driver.delete_all_cookies()
        driver.get(people.url('/staff/sign-in'))
        driver.find_element(By.ID, '_account').send_keys(account)
        driver.find_element(By.ID, '_password').send_keys(PASSWORD)
        leave(driver, driver.find_element(By.ID, '_password').submit)
        driver.get(people.url('/staff' + path))
    return to


@pytest.mark.parametrize('account, name, path', PAGES, ids=IDS)
def test_pages_fit_and_are_accessible(visit, driver, resize, screenshot, account, name, path):
    resize(1280)
    visit(account, path)
    for width in (360, 1280):
        resize(width)
        assert not driver.execute_script(
            'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')
        screenshot('%s-%d' % (name, width))
        assert judges.violations(driver) == []


def test_valid_markup(people, tmp_path):
    paths = []
    for account, name, path in PAGES:
        answer = Portal(people, account, PASSWORD).get(path)
        assert answer.status_code == 200, path
        file = tmp_path / (name + '.html')
        file.write_bytes(answer.content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_the_clerk_comes_to_the_form(visit, driver):
    visit('desk-clerk', '/')
    button = driver.find_element(By.CSS_SELECTOR, '.ds-next .ds-button')
    assert button.text == '开始填报'
    assert button.get_attribute('href').endswith('/staff/reports/wenshao/2025/edit')


# ---- in bulk ----

@pytest.fixture(scope='module')
def waiting(people):
    """Organs whose reports of 2025 wait for review; the first has been looked at."""
    editor = Api(people, 'desk-editor', PASSWORD)
    for key, name in (('zhutai', '朱台镇人民政府'), ('jixia', '稷下街道办事处')):
        assert editor.put(samples.report('2021', key, 2025, name)).status_code == 201
        said = {finding['id']: '经核对无误。' for finding in editor.state(key, 2025)['findings']}
        assert editor.act('submit', key, 2025, reasons=said).status_code == 200
    reviewer = Portal(people, 'desk-reviewer', PASSWORD)
    assert reviewer.get('/reports/zhutai/2025').status_code == 200
    return ['zhutai', 'jixia']


def judged(driver, resize, screenshot, name):
    for width in (360, 1280):
        resize(width)
        assert not driver.execute_script(
            'const root = document.scrollingElement; return root.scrollWidth > root.clientWidth;')
        screenshot('%s-%d' % (name, width))
        assert judges.violations(driver) == []


def tick(driver, keys, year=2025):
    for key in keys:
        driver.find_element(By.NAME, 'pick/%s/%d' % (key, year)).click()


def test_in_bulk(visit, waiting, people, driver, resize, screenshot, tmp_path):
    """From the desk over the question to the results, which may be loaded again."""
    resize(1280)
    visit('desk-reviewer', '/')
    tick(driver, waiting)
    leave(driver, driver.find_element(By.CSS_SELECTOR, 'button[value=approve]').click)
    assert driver.find_element(By.TAG_NAME, 'h1').text == '批量审核通过'
    judged(driver, resize, screenshot, 'bulk-confirm')
    question = driver.current_url
    resize(1280)
    leave(driver, driver.find_element(By.CSS_SELECTOR, 'main form .ds-buttons button').click)
    assert driver.find_element(By.TAG_NAME, 'h1').text == '批量审核通过的结果'
    judged(driver, resize, screenshot, 'bulk-result')
    told = driver.find_element(By.CSS_SELECTOR, '.ds-desk').text
    assert '已审核通过' in told and driver.current_url != question
    driver.refresh()
    assert driver.find_element(By.CSS_SELECTOR, '.ds-desk').text == told
    result = driver.current_url.split('/staff')[1]
    reviewer = Portal(people, 'desk-reviewer', PASSWORD)
    token = reviewer.page('/').xpath('//input[@name="_token"]/@value')[0]
    asked = reviewer.post('/bulk', {'_token': token, 'act': 'schedule', 'pick/jixia/2025': '1'})
    paths = []
    for name, content in (('confirm', asked.content), ('result', reviewer.get(result).content)):
        file = tmp_path / (name + '.html')
        file.write_bytes(content)
        paths.append(str(file))
    assert judges.markup_errors(paths) == []


def test_filter_by_keyboard(visit, driver):
    visit('desk-editor', '/')
    field = driver.find_element(By.ID, 'q')
    field.send_keys('齐都')
    leave(driver, field.submit)
    names = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, '.ds-desk tbody th')]
    assert names and all('齐都' in name for name in names)
