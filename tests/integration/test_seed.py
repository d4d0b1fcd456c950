"""The real report of 2020, all the way. Absent in a clone alone: then said."""
import json
import re

import pytest

from expect import errors, ok
from harness import canonical, official, pages, samples


def cells_of(text):
    """The cells of the three tables, as the word processor printed them: one a
    line, a cell begins with a tab, a broken label goes on without one."""
    parts = re.split(r'^二、|^三、收|^四．|^五、', text, flags=re.M)
    tables = []
    for part in parts[1:4]:
        cells = []
        for line in part.split('\n')[1:]:
            if line.startswith('\t'):
                cells.append(line.strip())
            elif line.strip() and cells:
                cells[-1] += line.strip()
        tables.append([pages.squeeze(cell) for cell in cells if cell.strip()])
    return tables


def paragraphs_of(text):
    """Every line of prose before the first and behind the last table."""
    before = text.split('二、主动公开')[0]
    behind = text.split('五、存在的')[1]
    lines = before.split('\n')[3:] + behind.split('\n')[1:-2]
    return [pages.squeeze(line) for line in lines if line.strip()]


@pytest.fixture
def official_seed(seed):
    """What the page must say: 00 is printed 0."""
    tables = cells_of(seed.decode())
    assert [len(table) for table in tables] == [53, 198, 34]
    return [['0' if cell == '00' else cell for cell in table] for table in tables]


def test_seed_is_the_official_form(official_seed):
    """The second transcription of the form agrees with the real document."""
    figures = {'requests/new/natural': '1', 'requests/new/total': '1',
               'requests/unavailable.not_held/natural': '1',
               'requests/unavailable.not_held/total': '1',
               'requests/result_total/natural': '1', 'requests/result_total/total': '1'}
    assert official.printed('2019', lambda cell: figures.get(cell, '0')) == official_seed


def test_seed_by_tool_and_by_interface(server, people, organs, seed, official_seed, tmp_path):
    """Imported for a fresh organ, PUT for another, published by three accounts:
    every figure and label in order, and one digest in all forms."""
    name = '临淄区人民政府稷下街道办事处'
    for way in ('tool', 'interface'):
        key, _ = organs.new('--short', '稷下街道', name=name)
        if way == 'tool':
            server.tool.run('import', '--organ', key, '--year', '2020', '-', input=seed)
        else:
            ok(people.editor.put(None, None, key, 2020, seed, 'text/plain; charset=utf-8'), 201)
        now = people.editor.state(key, 2020)
        assert errors(now) == []
        reasons = {finding['id']: '已核对原件。' for finding in now['findings']
                   if finding['severity'] == 'warning'}
        ok(people.editor.act('submit', key, 2020, reasons=reasons))
        ok(people.reviewer.act('approve', key, 2020))
        ok(people.publisher.act('publish', key, 2020))
        page = pages.parse(people.anonymous.get('/%s/2020' % key))
        assert pages.tables(page) == official_seed
        text = pages.squeeze(page.text_content())
        position = 0
        for paragraph in paragraphs_of(seed.decode()):
            position = text.index(paragraph, position)
        xml = people.anonymous.get('/%s/2020.xml' % key).content
        assert canonical.digest_by_xmllint(xml) == canonical.digest(xml)
        again = ok(people.editor.check(xml, 'application/xml'))
        assert again['digest']['value'] == canonical.digest(xml)


def test_check_of_the_seed(server, seed, tmp_path):
    done = server.tool.call('check', '--json', '-', input=seed)
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result['format'] == '2019' and result['year'] == 2020
    assert result['summary']['error'] == 0
    numbers = [finding for finding in result['findings'] if finding['rule'] == 'C.number']
    assert [(finding['severity'], finding['cells'], finding['passage']) for finding in numbers] \
        == [('info', ['requests/rejected.reissue/other'], '00')]


def changed_figures(report, table):
    """For each figure of a table, the report with just that one changed."""
    for address in official.addresses('2019'):
        if address.startswith(table + '/'):
            value = int(samples.figure(report, address))
            yield address, samples.with_cell(report, address, value + 7)


@pytest.mark.parametrize('table, figures', [('requests', 161), ('disputes', 15)])
def test_any_one_wrong_figure_is_found(server, seed, tmp_path, table, figures):
    """In table 3 the suspects are that cell alone, in table 4 its block."""
    report = json.loads(server.tool.run('convert', '--to', 'json', '-', input=seed))
    tmp_path.chmod(0o755)
    for folder in list(tmp_path.parents)[:2]:
        folder.chmod(0o755)
    wrong = dict(changed_figures(report, table))
    assert len(wrong) == figures
    paths = []
    for number, text in enumerate(wrong.values()):
        path = tmp_path / ('%03d.json' % number)
        path.write_text(json.dumps(text), encoding='utf-8')
        paths.append(str(path))
    done = server.tool.call('check', '--json', *paths)
    assert done.returncode == 1
    results = json.loads(done.stdout)
    assert len(results) == figures
    for address, result in zip(wrong, results):
        failed = errors(result)
        assert failed, address
        for finding in failed:
            suspects = finding['suspects']
            if table == 'requests':
                assert suspects == [address]
            else:
                block = address.rsplit('.', 1)[0]
                assert address in suspects
                assert all(cell.startswith(block + '.') for cell in suspects)
