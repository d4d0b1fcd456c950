"""What the public finds: titles, names, prose, and nothing else."""
import http.client
import itertools
import os
import re
from urllib.parse import quote

import pytest

from expect import ok, problem
from harness import pages, samples
from harness.server import BASE

NUMBERS = itertools.count(1)


def word():
    """A word that stands nowhere else."""
    return '独有词' + ''.join('甲乙丙丁戊己庚辛壬癸'[int(digit)] for digit in str(next(NUMBERS) + 10))


def with_text(report, section, text):
    report['sections'][section].append(text)
    return report


def search(people, q, status=200, **fields):
    query = '&'.join('%s=%s' % (name, quote(str(value))) for name, value in
                     dict({'q': q}, **{name.rstrip('_'): value
                                       for name, value in fields.items()}).items())
    return get(people, query, status)


def get(people, query, status=200):
    answer = people.anonymous.get('/search?' + query)
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers['Content-Type'].lower() == 'text/html; charset=utf-8'
    assert answer.headers['X-Robots-Tag'] == 'noindex'
    assert answer.headers['Cache-Control'] == 'no-store'
    assert 'Set-Cookie' not in answer.headers
    assert pages.metas(pages.parse(answer)).get('robots') == 'noindex'
    return answer


def found(answer):
    """Addresses of what was found, in order."""
    return pages.parse(answer).xpath('//ol/li//h2/a/@href')


def marks(answer):
    return [''.join(node.itertext()) for node in pages.parse(answer).xpath('//mark')]


@pytest.fixture
def published(people, organs):
    """A published report with a word of its own in its prose; both."""
    report, own = organs.report('2019', 2020), word()
    with_text(report, 'problems', '前文很长。' * 60 + '公开<b>“%s”</b>＆其他。' % own)
    people.publish(report)
    return report, own


def address(report):
    return '%s/%s/%d' % (BASE, report['organ'], report['year'])


def test_prose(people, published):
    report, own = published
    answer = search(people, own)
    assert found(answer) == [address(report)]
    assert marks(answer) == [own]
    passage = pages.parse(answer).xpath('//p[contains(@class, "ds-passage")]')[0]
    text = ''.join(passage.itertext())
    assert '五、存在的主要问题及改进情况' in text
    assert '<b>“%s”</b>＆其他。' % own in text  # as text, not as markup
    assert passage.xpath('.//b') == []
    assert len(text) < 200
    assert report['organ_name'] in answer.text and '2020年度' in answer.text


def test_title_and_organ(people, organs):
    own = word()
    key, name = organs.new(name=own + '街道办事处')
    report = samples.report('2021', key, 2022, name)
    people.publish(report)
    for query in (own, own + ' 2022', own + '\u3000街道', own + '街道办事处２０２２年'):
        answer = search(people, query)
        assert found(answer) == [address(report)], query
        assert own in ''.join(marks(answer))
    assert found(search(people, own, in_='title')) == [address(report)]
    assert found(search(people, own + ' 从未写过')) == []


def test_filters(people, organs):
    own = word()
    parent, parent_name = organs.new()
    child, child_name = organs.new(parent=parent)
    both = [samples.report('2019', parent, 2019, parent_name),
            samples.report('2021', child, 2022, child_name)]
    for report in both:
        with_text(report, 'overview', own)
        people.publish(report)
    first, second = [address(report) for report in both]
    assert found(search(people, own)) == [second, first]
    assert found(search(people, own, year='')) == [second, first]
    assert found(search(people, own, year=2019)) == [first]
    assert found(search(people, own, year=2020)) == []
    assert found(search(people, own, organ=parent)) == [second, first]
    assert found(search(people, own, organ=child)) == [second]
    assert found(search(people, own, organ=parent, year=2022)) == [second]
    assert found(search(people, own, organ='elsewhere')) == []
    page = search(people, own, organ=parent)
    assert '只查找%s及其下级机关的报告' % parent_name in page.text
    assert found(search(people, own, in_='title')) == []
    assert found(search(people, own, in_='text')) == [second, first]


def test_pages(people, organs):
    own = word()
    key, name = organs.new(name=own)
    others = []
    for _ in range(3):
        other = organs.report('2021', 2023)
        with_text(other, 'overview', own)
        people.publish(other)
        others.append(address(other))
    years = [2019, 2021, 2023]
    for year in years:
        people.publish(samples.report('2019' if year < 2021 else '2021', key, year, name))
    titles = ['%s/%s/%d' % (BASE, key, year) for year in years[::-1]]
    assert found(search(people, own)) == titles + others[::-1]
    seen, path = [], '/search?q=' + quote('政府信息公开')
    for _ in range(200):
        answer = people.anonymous.get(path)
        here = found(answer)
        assert 0 < len(here) <= 20
        seen += here
        following = pages.parse(answer).xpath('//a[text()="下一页"]/@href')
        if not following:
            break
        path = following[0][len(BASE):]
    assert len(seen) == len(set(seen))
    assert set(titles + others) <= set(seen)


def test_only_what_is_public_now(people, published):
    report, own = published
    organ, year = report['organ'], report['year']
    tag = people.publisher.act('correct', organ, year).headers['ETag']
    later = word()
    report = samples.report('2019', organ, year, report['organ_name'])
    ok(people.editor.put(with_text(report, 'overview', later), tag))
    assert len(found(search(people, own))) == 1
    assert found(search(people, later)) == []
    for account, action in ((people.editor, 'submit'), (people.reviewer, 'approve'),
                            (people.publisher, 'publish')):
        now = ok(people.editor.get('/api/reports/%s/%d' % (organ, year)))
        reasons = {finding['id']: '已核实。' for finding in now['findings']
                   if finding['severity'] == 'warning'}
        ok(account.act(action, organ, year, comment='更正一段。', reasons=reasons))
    assert found(search(people, own)) == []
    answer = search(people, later)
    assert len(found(answer)) == 1
    assert '已更正' in answer.text
    ok(people.publisher.act('takedown', organ, year))
    assert found(search(people, later)) == []
    assert found(search(people, own)) == []


# query, status, what the page says
REFUSED = [
    ('q=' + quote('字'), 422, '请至少输入两个字'),
    ('q=' + quote('一 二 三'), 422, '请至少输入两个字'),
    ('q=' + quote('字' * 101), 422, '最多100个字'),
    ('q=' + 'x' * 3000, 422, '最多100个字'),
    ('q=' + '+'.join('w%d' % n for n in range(9)), 422, '最多8个'),
    ('q=%E4%B8', 400, None), ('q=%FF%FE', 400, None),
    ('q=a%00b', 400, None), ('q=ab%01c', 400, None), ('q=ab&q=cd', 400, None),
    ('q=ab&in=else', 400, '查找范围'), ('q=ab&year=20', 400, '年度'),
    ('q=ab&year=1999', 400, '年度'), ('q=ab&year=2020-2021', 400, '年度'),
    ('q=ab&page=2', 400, '不认识的查询条件'), ('q=ab&organ=no-such', 404, '没有登记'),
    ('q=ab&organ=..%2F..%2Fetc', 404, '没有登记'), ('organ=%27', 404, '没有登记'),
    ('q=ab&after=1', 404, '页码'), ('q=ab&after=t-1', 404, '页码'),
    ('q=ab&after=x99999999999999999999', 404, '页码'), ('q=ab&in=text&after=t5', 404, '页码'),
]


@pytest.mark.parametrize('query, status, said', REFUSED)
def test_refused(people, query, status, said):
    answer = get(people, query, status)
    tree = pages.parse(answer)
    alert = tree.xpath('//*[@role="alert"]')
    assert len(alert) == 1 and re.search('[\u4e00-\u9fff]', alert[0].text)
    assert not said or said in alert[0].text
    assert found(answer) == []
    assert len(tree.xpath('//form[@role="search"]//input[@type="search"]')) == 1


@pytest.mark.parametrize('query', ['q=%zz', 'q=ab%', 'q=%4'])
def test_broken_escapes(server, query):
    """As no client library would send it."""
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=10)
    connection.putrequest('GET', BASE + '/search?' + query)
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 400 and '查找报告' in answer.read().decode()
    connection.close()


def test_refused_for_programs(people):
    answer = people.anonymous.get('/search?q=x', Accept='application/problem+json')
    problem(answer, 422)


@pytest.mark.parametrize('query', ['', 'q=', 'q=+%E3%80%80', 'q=&in=title&year='])
def test_nothing_asked(people, query):
    answer = get(people, query)
    assert found(answer) == [] and '没有找到' not in answer.text


MARKUP = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "' OR '1'='1", '&lt;b&gt;',
          '</title><h1>x', '%s%n', '<!--disclosure:body-->', 'javascript:alert(1)']


@pytest.mark.parametrize('text', MARKUP)
def test_markup_is_text(people, text):
    answer = search(people, text)
    tree = pages.parse(answer)
    assert tree.xpath('//form[@role="search"]//input[@type="search"]/@value') == [text]
    assert not tree.xpath('//img') and not tree.xpath('//script[not(@src or @type)]')
    assert len(tree.xpath('//h1')) == 1
    if '<' in text or '"' in text:
        assert text not in answer.text
    # Other tests may have written it into a report: then it is marked there.
    assert all(result.xpath('.//mark') for result in tree.xpath('//ol[@class="ds-found"]/li'))


def test_boxes(people, published):
    report, own = published
    for path, fields in (('/', {}), ('/year/2020/', {'year': '2020'}),
                         ('/%s/' % report['organ'], {'organ': report['organ']})):
        form = pages.parse(people.anonymous.get(path)).xpath('//form[@role="search"]')[0]
        assert form.get('method') == 'get' and form.get('action').endswith('/search')
        assert {field.get('name'): field.get('value')
                for field in form.xpath('.//input[@type="hidden"]')} == fields
        assert form.xpath('.//label/@for') == form.xpath('.//input[@type="search"]/@id')
        assert len(found(search(people, own, **fields))) == 1


def test_methods(people):
    assert people.anonymous.request('HEAD', '/search?q=ab').status_code == 200
    for method in ('POST', 'PUT', 'DELETE'):
        assert people.anonymous.request(method, '/search?q=ab').status_code == 405


def test_made_anew(people, server, published):
    """A backup is without the index; what it brings back is found again."""
    report, own = published
    copy = os.path.join(server.root, 'data', 'copy-for-search')
    server.tool.run('backup', copy)
    server.tool.run('restore', copy)
    assert found(search(people, own)) == [address(report)]
