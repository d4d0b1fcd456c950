"""Several people at one report: two windows, two first saves, and what reviewers
say at the fields of the entry form."""
import lxml.html
import pytest

from entry_form import HEAD, YEAR, fields_of, parsed, path_of, send, value
from harness.fixtures import PASSWORDS
from harness.staff import Portal, text_of


@pytest.fixture(scope='module')
def clerk(server):
    return Portal(server, 'editor', PASSWORDS['editor'])


def two_windows(clerk, people, organs, theirs, mine):
    """One form opened twice; the other window has saved. What this one gets."""
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    assert send(clerk, path, {**fields, **theirs}).status_code == 303
    return report, path, send(clerk, path, {**fields, **mine})


def test_what_both_windows_changed_is_chosen(clerk, people, organs):
    report, path, answer = two_windows(
        clerk, people, organs,
        {'section/problems': '别的窗口写的。', 'requests/new/legal': '55', 'title': '别处的题目'},
        {'section/problems': '这个窗口写的。', HEAD: '77', 'title': '这里的题目'})
    assert answer.status_code == 412
    page = parsed(answer)
    conflict = page.get_element_by_id('ds-conflict')
    differences = text_of(conflict)
    assert '两边都改了的 2 处' in differences
    assert '别的窗口写的。' in differences and '这个窗口写的。' in differences
    assert '已并入，共 1 处' in differences and '55' in differences and '77' not in differences
    # the form has both, and of what is to be chosen what was typed here
    assert value(page, 'section/problems').strip() == '这个窗口写的。'
    assert value(page, HEAD) == '77' and value(page, 'requests/new/legal') == '55'
    stored = people.editor.state(report['organ'], YEAR)
    assert stored['report']['sections']['problems'] == ['别的窗口写的。']

    # nothing is saved before all is chosen, nor by a script that saves by itself
    fields = {**fields_of(page), '_pick/title': 'stored'}
    again = send(clerk, path, fields)
    assert again.status_code == 422
    open_ones = parsed(again)
    names = set(open_ones.xpath('//div[@class="ds-option"]//input/@name'))
    assert names == {'_pick/section/problems'}
    assert value(open_ones, 'title') == '别处的题目'
    assert '别的窗口写的。' in text_of(open_ones.get_element_by_id('ds-conflict'))
    by_script = send(clerk, path, fields, Accept='application/json')
    assert by_script.status_code == 412
    assert people.editor.state(report['organ'], YEAR)['revision'] == stored['revision']

    # a figure that cannot be read in between changes nothing of that
    refused = send(clerk, path, {**fields_of(open_ones), HEAD: 'x',
                                 '_pick/section/problems': 'stored'})
    assert refused.status_code == 422
    asked = send(clerk, path, {**fields_of(parsed(refused)), HEAD: '77'})
    assert asked.status_code == 422
    open_ones = parsed(asked)
    assert '别的窗口写的。' in text_of(open_ones.get_element_by_id('ds-conflict'))

    fields = {**fields_of(open_ones), '_pick/section/problems': 'typed'}
    fields['section/problems'] = '这个窗口写的，又改了。'
    assert send(clerk, path, fields).status_code == 303
    saved = people.editor.state(report['organ'], YEAR)['report']
    assert saved['sections']['problems'] == ['这个窗口写的，又改了。']
    assert saved['title'] == '别处的题目'
    assert saved['tables']['requests']['new']['natural'] == 77
    assert saved['tables']['requests']['new']['legal'] == 55


def test_what_only_one_window_changed_is_put_together(clerk, people, organs):
    report, path, answer = two_windows(
        clerk, people, organs,
        {'section/problems': '别的窗口写的。', 'requests/new/legal': '55'}, {HEAD: '77'})
    assert answer.status_code == 303
    saved = people.editor.state(report['organ'], YEAR)
    assert saved['report']['sections']['problems'] == ['别的窗口写的。']
    assert saved['report']['tables']['requests']['new']['natural'] == 77
    assert saved['report']['tables']['requests']['new']['legal'] == 55
    assert saved['revision'] == 3
    # and it says what came from elsewhere
    page = lxml.html.fromstring(clerk.session.get(
        clerk.server.url(answer.headers['Location'].split('/disclosure', 1)[1])).content.decode())
    merged = text_of(page.get_element_by_id('ds-merged'))
    assert '共 2 处' in merged and '别的窗口写的。' in merged and '55' in merged
    assert '77' not in merged


def test_pictures_of_the_other_window_are_chosen_whole(clerk, people, organs):
    """A section and its pictures are one thing."""
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    mine = fields_of(clerk.page(path))
    other = dict(report, sections=dict(report['sections'], overview=[
        '别处。', {'figure': {'digest': '1' * 64, 'alt': '别处的图', 'caption': None}}]))
    assert people.editor.put(other, etag=people.editor.get(
        '/api/reports/%s/%d' % (report['organ'], YEAR)).headers['ETag']).status_code == 200
    mine['section/overview'] = '这里。'
    page = parsed(send(clerk, path, mine))
    assert '别处的图' in text_of(page.get_element_by_id('ds-conflict'))
    answer = send(clerk, path, {**fields_of(page), '_pick/section/overview': 'stored'})
    assert answer.status_code == 303
    assert people.editor.state(report['organ'], YEAR)['report']['sections']['overview'] \
        == other['sections']['overview']


def test_two_first_saves(clerk, people, organ):
    """Nothing was stored yet when either began: the draft is what both began with."""
    path = path_of(organ[0])
    fields = fields_of(clerk.page(path))
    assert send(clerk, path, {**fields, HEAD: '1'}).status_code == 303
    assert send(clerk, path, {**fields, 'requests/new/legal': '2'}).status_code == 303
    new = people.editor.state(organ[0], YEAR)['report']['tables']['requests']['new']
    assert (new['natural'], new['legal']) == (1, 2)


@pytest.mark.parametrize('revision', ['', '99', 'x', '-1', '2147483648'])
def test_an_unknown_beginning_asks_for_everything(clerk, people, organs, revision):
    report, path, answer = two_windows(clerk, people, organs, {'title': '别处'},
                                       {HEAD: '77', '_revision': revision})
    assert answer.status_code == 412
    names = set(parsed(answer).xpath('//div[@class="ds-option"]//input/@name'))
    assert names == {'_pick/title', '_pick/' + HEAD}


def test_forged_choices(clerk, people, organs):
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    fields.update({'_both': 'x section/ section/requests notes/no title ' + 'y ' * 6000,
                   '_pick/x': 'stored', '_pick/title': 'stored'})
    assert send(clerk, path, fields).status_code == 303
    stored = people.editor.state(report['organ'], YEAR)['report']
    assert stored['title'] == report['title']


def test_a_script_that_changes_nothing_saves_nothing(clerk, people, organs):
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    path = path_of(report['organ'])
    fields = fields_of(clerk.page(path))
    told = send(clerk, path, fields, Accept='application/json').json()
    told = send(clerk, path, {**fields, '_tag': told['tag']}, Accept='application/json').json()
    state = people.editor.state(report['organ'], YEAR)
    again = send(clerk, path, {**fields, '_tag': told['tag']}, Accept='application/json')
    assert again.status_code == 200 and again.json()['tag'] == told['tag']
    assert again.json()['findings'] == told['findings']
    assert people.editor.state(report['organ'], YEAR)['revision'] == state['revision']


# ---- comments ----

@pytest.fixture
def returned(server, people, organs):
    """A report that came back with comments, and who wrote them."""
    report = organs.report('2021', YEAR)
    people.editor.put(report)
    people.editor.act('submit', report['organ'], YEAR)
    reviewer = Portal(server, 'reviewer', PASSWORDS['reviewer'])
    where = '/reports/%s/%d' % (report['organ'], YEAR)
    for place, text in ((HEAD, '与台账不符。'), ('section/overview/1', '第一段<b>太长</b>。'),
                        ('section/overview', '缺少公开渠道。'), ('signature', '日期未写。'),
                        ('notes/disputes', '说明缺。'), (None, '总体不错。')):
        page = reviewer.page(where + ('?at=' + place if place else ''))
        fields = {'_do': 'add', '_comment': text, '_token': page.xpath('//input[@name="_token"]')[0].value}
        if place:
            fields['_place'] = place
        assert reviewer.post(where + '/comments', fields).status_code == 303
    people.reviewer.act('return', report['organ'], YEAR, comment='见批注')
    return report


def comments(people, report, clerk):
    page = clerk.page('/reports/%s/%d' % (report['organ'], YEAR))
    return page.xpath('//li[@class="ds-note-item"]/@id')


def test_comments_stand_at_their_fields(clerk, people, returned):
    page = clerk.page(path_of(returned['organ']))
    notes = page.xpath('//li[@class="ds-form-note"]')
    assert len(notes) == 6
    parts = {name.get('data-notes'): name.text for name in page.xpath('//span[@data-notes]')}
    assert parts == {'overview': '批注 2', 'requests': '批注 1', 'disputes': '批注 1'}
    at_cell = page.get_element_by_id('comment-1')
    assert at_cell.xpath('.//a/@href') == ['#' + HEAD]
    cell = page.get_element_by_id(HEAD)
    assert 'comment-1' in cell.get('aria-describedby').split()
    assert 'ds-noted' in cell.getparent().get('class')
    overview = page.get_element_by_id('part-overview')
    assert '第一段<b>太长</b>。' in text_of(overview) and '缺少公开渠道。' in text_of(overview)
    assert '日期未写。' in text_of(page.xpath('//section[contains(@class,"ds-entry-sign")]')[0])
    notes_below = page.xpath('//details[@open and contains(@class,"ds-form-notes")]')
    assert len(notes_below) == 1 and '说明缺。' in text_of(notes_below[0])


def test_dealing_with_a_comment_keeps_what_was_typed(clerk, people, returned):
    path = path_of(returned['organ'])
    fields = fields_of(clerk.page(path))
    fields['section/problems'] = '还没保存的话。'
    answer = send(clerk, path, fields, 'resolve:2')
    assert answer.status_code == 303 and answer.headers['Location'].endswith('#part-overview')
    assert 'done=resolved' in answer.headers['Location']
    state = people.editor.state(returned['organ'], YEAR)
    assert state['report']['sections']['problems'] == ['还没保存的话。']
    page = clerk.page(path)
    assert not page.xpath('//li[@id="comment-2"]') and page.xpath('//li[@id="comment-3"]')
    # where what was typed cannot be saved it is still there, and the comment is dealt with
    fields = fields_of(page)
    fields[HEAD] = '三件多'
    answer = send(clerk, path, fields, 'resolve:1')
    assert answer.status_code == 422
    assert value(parsed(answer), HEAD) == '三件多'
    assert len(comments(people, returned, clerk)) == 4
    assert send(clerk, path, fields_of(clerk.page(path)), 'resolve:99').status_code == 404
