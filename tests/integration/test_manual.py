"""The on-line manual: its pages stand in the site's template, its links lead
somewhere, and a page that is not right is told at start."""
import os
import shutil
import struct
import tempfile
from urllib.parse import urljoin, urlsplit

import pytest
import requests
from lxml import html

from harness import places
from harness.fixtures import PASSWORDS
from harness.staff import Portal

FOLDER = os.path.join(places.ROOT, 'htdocs', 'manual')
PAGES = sorted(name for name in os.listdir(FOLDER) if name.endswith('.html'))


@pytest.mark.parametrize('name', PAGES)
def test_page_stands_in_the_template(people, name):
    answer = people.anonymous.get('/manual/' + name)
    assert answer.status_code == 200
    assert answer.headers['Content-Type'] == 'text/html; charset=utf-8'
    tree = html.fromstring(answer.content)
    (title,) = tree.xpath('//h1')
    assert title.text in tree.findtext('.//title')
    assert tree.xpath('string((//nav)[1])').count(title.text) == 1
    assert (title.get('lang') == 'en') == ('.en.' in name)


def test_first_page(people):
    assert people.anonymous.get('/manual').headers['Location'].endswith('/disclosure/manual/')
    first = people.anonymous.get('/manual/')
    assert first.content == people.anonymous.get('/manual/index.html').content
    again = people.anonymous.get('/manual/', If_None_Match=first.headers['ETag'])
    assert again.status_code == 304


@pytest.mark.parametrize('name', PAGES)
def test_links_and_pictures_lead_somewhere(server, name):
    page = server.url('/manual/' + name)
    tree = html.fromstring(requests.get(page, timeout=30).content)
    for reference in set(tree.xpath('//main//@href | //main//@src')):
        parts = urlsplit(urljoin(page, reference))
        assert parts.netloc == urlsplit(page).netloc, reference
        answer = requests.get(parts._replace(fragment='').geturl(), timeout=30)
        assert answer.status_code == 200, reference
        if parts.fragment:
            found = html.fromstring(answer.content).xpath('//*[@id=$id]', id=parts.fragment)
            assert len(found) == 1, reference


@pytest.mark.parametrize('name', PAGES)
def test_pictures_have_a_text_and_a_size(name):
    with open(os.path.join(FOLDER, name), encoding='utf-8') as file:
        tree = html.fromstring('<div>%s</div>' % file.read())
    for image in tree.iter('img'):
        with open(os.path.join(FOLDER, image.get('src')), 'rb') as file:
            size = struct.unpack('>II', file.read(24)[16:])
        assert image.get('alt'), image.get('src')
        assert (int(image.get('width')), int(image.get('height'))) == size, image.get('src')


@pytest.mark.parametrize('account, name', [
    ('editor', 'clerk.html'), ('reviewer', 'reviewer.html'), ('everything', 'reviewer.html'),
    ('nobody', '')])
def test_staff_are_led_to_their_manual(server, account, name):
    page = Portal(server, account, PASSWORDS[account]).page('/')
    (link,) = page.xpath('//nav[@aria-label="工作导航"]//a[text()="手册"]/@href')
    assert link == '/disclosure/manual/' + name


@pytest.mark.parametrize('path', ['/manual/none.html', '/manual/../index.html', '/manual/.git',
                                  '/manual/clerk', '/manual/index.html/'])
def test_no_such_page(people, path):
    assert people.anonymous.get(path).status_code == 404


@pytest.mark.parametrize('text', ['<p>No heading</p>', '<h1></h1>', '<h1>a<b>c</b></h1>', ''])
def test_a_page_without_heading_is_told_at_start(make_server, stage, session_folder, text):
    data = tempfile.mkdtemp(dir=session_folder)
    shutil.copytree(stage.data, data, dirs_exist_ok=True)
    os.chmod(data, 0o755)
    with open(os.path.join(data, 'htdocs', 'manual', 'clerk.html'), 'w', encoding='utf-8') as file:
        file.write(text)
    server = make_server(populated=False, start=False, data=data)
    status, said = server.configtest()
    assert status != 0 and 'htdocs/manual/clerk.html: it does not begin with <h1>' in said


# Their examples name files that a test's machine does not have.
FILES = {'DisclosureData', 'DisclosureTemplate', 'DisclosureFiles'}


def examples(page):
    """Directive -> its example, as the reference has it."""
    with open(os.path.join(FOLDER, page), encoding='utf-8') as file:
        tree = html.fromstring('<div>%s</div>' % file.read())
    return {section.get('id'): section.xpath('string(.//pre)')
            for section in tree.xpath('//section[@class="ds-directive"]')}


def test_examples_are_accepted(server):
    """All of them at once: containers beside the site, the rest inside it."""
    known = examples('directives.html')
    assert known == examples('directives.en.html') and len(known) > 30
    lines = [example for name, example in known.items() if name not in FILES]
    inside = [line for line in lines if not line.startswith('<')]
    beside = [line for line in lines if line.startswith('<')]
    site = '<DisclosureSite /other>\nDisclosureData "%s"\n%s\n</DisclosureSite>\n%s\n' % (
        server.data, '\n'.join(inside), '\n'.join(beside))
    status, said = server.configtest(site='DisclosureData "%s"\n%s' % (server.data, site))
    assert status == 0, said
