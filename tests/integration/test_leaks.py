"""No public route ever emits an unapproved revision.

Every text and figure of the unapproved revision is a marker that stands
nowhere else; every public route is walked in every state."""
import pytest

from expect import ok
from harness import samples

MARK = '标记甲乙丙丁'
FIGURE = 987654

# For a part of the marker, so that what was asked is not taken for what was found.
SEARCHES = ['/search?%sq=%s' % (scope, MARK[:4]) for scope in ('', 'in=title&', 'in=text&')]

STATES = ['draft', 'submitted', 'returned', 'approved', 'draft beside a public one',
          'submitted beside a public one', 'approved beside a public one', 'withdrawn',
          'draft beside a withdrawn one', 'taken down']


def marked(report):
    """The report with markers in every place that holds text or figures."""
    report = samples.with_cell(report, 'art20_1/normative_documents/made',
                               {'value': FIGURE, 'note': MARK + '注'})
    report['title'] += MARK
    report['organ_name'] += MARK
    for section in report['sections'].values():
        section.append(MARK)
    report['notes']['disputes'].append(MARK)
    report['signature']['name'] += MARK
    return report


def routes(organ, year):
    here = '/%s/%d' % (organ, year)
    pages = ['', '.xml', '.json', '.csv', '.docx', '/', '/fragment', '/changes']
    pages += ['/v%d%s' % (n, suffix) for n in range(1, 5)
              for suffix in ('', '.xml', '.json', '.csv', '/fragment')]
    around = ['/', '/year/%d/' % year, '/%s/' % organ, '/%s' % organ, '/feed.atom',
              '/sitemap.xml', *SEARCHES, '/data/%d.csv' % year, '/data/%d.json' % year,
              '/%s/compare/%d-%d' % (organ, year - 1, year), '/data/', '/data/%d.xml' % year,
              '/data/%d/' % year, '/data/%d/table.csv' % year,
              '/data/%d/?cell=art20_1/normative_documents/made' % year,
              '/rules', '/schema/report.rng', '/health', '/manual/']
    for suffix in ('', '.xml', '.json', '.csv', '.docx', '/art20_1/normative_documents/made'):
        around.append('/region/district/%d%s' % (year, suffix))
    return [here + page for page in pages] + around


def bring_to(people, report, secret, state):
    """Makes `report` public where the state says so, and `secret` the working
    revision in that state."""
    organ, year = report['organ'], report['year']
    reviewer, publisher, editor = people.reviewer, people.publisher, people.editor
    tag = None
    if 'public' in state:
        people.publish(report)
        tag = publisher.act('correct', organ, year).headers['ETag']
    if 'withdrawn' in state or state == 'taken down':
        people.publish(secret)
        action = 'takedown' if state == 'taken down' else 'withdraw'
        answer = publisher.act(action, organ, year, comment='内容有误。')
        ok(answer)
        if 'draft' in state:
            tag = publisher.act('correct', organ, year).headers['ETag']
            ok(editor.put(secret, tag))
        return
    secret = samples.with_cell(secret, 'art20_1/normative_documents/public_total', FIGURE)
    ok(editor.put(secret, tag), 200, 201)
    steps = {'draft': [], 'submitted': [(editor, 'submit')],
             'returned': [(editor, 'submit'), (reviewer, 'return')],
             'approved': [(editor, 'submit'), (reviewer, 'approve')]}
    for account, action in steps[state.split()[0]]:
        ok(account.act(action, organ, year, comment='请核对。'))


def texts_of(answer):
    text = answer.text.replace('<mark>', '').replace('</mark>', '')
    return text + ' '.join(answer.headers.values())


@pytest.mark.parametrize('state', STATES)
def test_walk(people, organs, state):
    report = organs.report('2019', 2020)
    secret = marked(report)
    for path in routes(report['organ'], report['year']):
        people.anonymous.get(path)  # fills every cache with what there is before
    bring_to(people, report, secret, state)
    for path in routes(report['organ'], report['year']):
        for method in ('GET', 'HEAD'):
            answer = people.anonymous.request(method, path)
            assert answer.status_code < 500, (path, answer.status_code)
            assert MARK not in texts_of(answer), path
            assert str(FIGURE) not in answer.text, path
    public = people.anonymous.get('/%s/%d' % (report['organ'], report['year']))
    expected = 200 if 'public' in state else 410 if 'withdrawn' in state or 'taken' in state \
        else 404
    assert public.status_code == expected
    assert (report['title'] in public.text) == (expected == 200)


def test_marker_would_be_seen(people, organs):
    """The walk above can fail: a published marker is found by it."""
    secret = marked(organs.report('2019', 2020))
    secret = samples.with_cell(secret, 'art20_1/normative_documents/public_total', FIGURE)
    organ, year = secret['organ'], secret['year']
    now = ok(people.editor.put(secret), 201)
    reasons = {finding['id']: '已核实。' for finding in now['findings']
               if finding['severity'] == 'warning'}
    ok(people.editor.act('submit', organ, year, reasons=reasons))
    ok(people.reviewer.act('approve', organ, year))
    ok(people.publisher.act('publish', organ, year))
    seen = [path for path in routes(organ, year)
            if MARK in texts_of(people.anonymous.get(path))]
    assert len(seen) >= 8, seen
    assert set(SEARCHES) <= set(seen)
