"""The configuration: what is wrong is said at configtest, with its place."""
import os
import shutil

import pytest

from harness.server import BASE

SITE = '<DisclosureSite %s>\nDisclosureData "{data}"\n%%s\n</DisclosureSite>' % BASE


@pytest.fixture(scope='module')
def idle(make_server):
    """A server that is never started."""
    return make_server(populated=False, database=False, start=False)


@pytest.fixture
def data(idle, tmp_path_factory):
    """A copy of the data files, to be spoiled."""
    path = os.path.join(idle.root, 'www', 'data')
    shutil.copytree(idle.data, path)
    yield path
    shutil.rmtree(path)


def test_sample_is_good(idle):
    status, said = idle.configtest()
    assert status == 0, said
    assert 'Syntax OK' in said


def spoil(data, path, old, new):
    path = os.path.join(data, path)
    with open(path, encoding='utf-8') as file:
        text = file.read()
    assert old in text
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text.replace(old, new, 1))


SPOILED = [
    ('not well-formed', 'formats/2019.xml', '</format>', '', '2019.xml'),
    ('unknown element', 'formats/2021.xml', '<notice>', '<bogus/><notice>', '2021.xml'),
    ('unknown row in a relation', 'formats/2019.xml', 'new + carried_in', 'new + carried_on',
     '2019.xml'),
    ('broken relation', 'formats/2021.xml', 'new + carried_in =', 'new + + carried_in =',
     '2021.xml'),
    ('division of a row that is not there', 'formats/2021.xml', 'row="other"', 'row="others"',
     '2021.xml'),
    ('two formats of one name', 'formats/2021.xml', 'id="2021"', 'id="2019"', '2019'),
    ('chain without end', 'chains/three-steps.xml', '</chain>', '', 'three-steps.xml'),
    ('unknown role', 'chains/three-steps.xml', 'role="publisher"', 'role="king"',
     'three-steps.xml'),
]


@pytest.mark.parametrize('what, path, old, new, said', SPOILED, ids=[row[0] for row in SPOILED])
def test_broken_data_file_is_told_with_its_place(idle, data, what, path, old, new, said):
    spoil(data, path, old, new)
    status, output = idle.configtest(site=SITE.format(data=data) % '')
    assert status != 0
    assert said in output
    assert 'Syntax OK' not in output


def test_template_without_a_place_for_the_body(idle, data):
    spoil(data, 'htdocs/template.html', '<!--disclosure:body-->', '')
    status, output = idle.configtest(site=SITE.format(data=data) % '')
    assert status != 0 and 'template.html' in output


BAD = [
    ('unknown directive', 'DisclosureNonsense on', 'DisclosureNonsense'),
    ('unknown digest', 'DisclosureDigest md5', 'sm3'),
    ('unknown chain', 'DisclosureChain none-such', 'none-such'),
    ('missing data', 'DisclosureData "/nonexistent"', '/nonexistent'),
    ('switch that is none', 'DisclosureAPI maybe', 'DisclosureAPI'),
    ('records kept too shortly', 'DisclosureAuditKeep 5', 'from 6'),
    ('records kept for no number', 'DisclosureAuditKeep forever', 'from 6'),
]


@pytest.mark.parametrize('what, line, said', BAD, ids=[row[0] for row in BAD])
def test_bad_lines(idle, what, line, said):
    status, output = idle.configtest(site=SITE.format(data=idle.data) % line)
    assert status != 0
    assert said in output


@pytest.mark.parametrize('line', ['DisclosureAuditKeep 0', 'DisclosureAuditKeep 6'])
def test_good_lines(idle, line):
    status, output = idle.configtest(site=SITE.format(data=idle.data) % line)
    assert status == 0, output


BAD_SITES = [
    ('no path', '<DisclosureSite>\n</DisclosureSite>'),
    ('a path that is none', '<DisclosureSite disclosure>\n</DisclosureSite>'),
    ('two sites at one path', SITE.replace('%s\n', '') * 1 + '\n' + SITE.replace('%s\n', '')),
    ('never closed', '<DisclosureSite /disclosure>'),
]


@pytest.mark.parametrize('what, site', BAD_SITES, ids=[row[0] for row in BAD_SITES])
def test_bad_sites(idle, what, site):
    status, output = idle.configtest(site=site.replace('{data}', idle.data))
    assert status != 0, output


def test_five_steps_are_a_chain_too(idle):
    status, output = idle.configtest(site=SITE.format(data=idle.data) %
                                     'DisclosureChain five-steps')
    assert status == 0, output
