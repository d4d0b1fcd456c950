"""The desk and the lists of a year, in a real browser and before outside judges."""
import pytest
from selenium.webdriver.common.by import By

import judges
from harness.staff import Portal

PASSWORD = 'Aa1-desk-of-the-district'
ACCOUNTS = {'desk-clerk': 'editor@wenshao', 'desk-editor': 'editor@linzi',
            'desk-reviewer': 'reviewer@linzi', 'desk-publisher': 'publisher@linzi'}
# account, name, address below the staff pages
PAGES = [
    ('desk-clerk', 'desk-one', '/'),
    ('desk-editor', 'desk-many', '/'),
    ('desk-reviewer', 'desk-review', '/?task=all'),
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
        driver.find_element(By.ID, '_password').submit()
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


def test_filter_by_keyboard(visit, driver):
    visit('desk-editor', '/')
    field = driver.find_element(By.ID, 'q')
    field.send_keys('齐都')
    field.submit()
    names = [cell.text for cell in driver.find_elements(By.CSS_SELECTOR, '.ds-desk tbody th')]
    assert names and all('齐都' in name for name in names)
