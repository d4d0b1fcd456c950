"""Pictures and attachments that are added in the entry form, as a browser without
scripts and one with them send them; and what becomes of them."""
import io
import os
import shutil
import subprocess
import zipfile

import lxml.html
import pytest
from lxml import etree

from expect import ok
from harness import media, places
from harness.client import People
from harness.fixtures import PASSWORDS, Organs
from harness.staff import TIMEOUT, Portal, text_of

YEAR = 2022
MAX_FILE = 256 * 1024
FIGURE = 'figure/overview/1'


@pytest.fixture(scope='module')
def filing(make_server):
    server = make_server(start=False)
    server.folder = places.folder(os.path.join(server.root, 'files'))
    server.site = 'DisclosureFiles "%s"\nDisclosureMaxFile 256K' % server.folder
    return server.start()


@pytest.fixture(scope='module')
def everyone(filing):
    return People(filing, PASSWORDS)


@pytest.fixture(scope='module')
def offices(filing):
    return Organs(filing)


@pytest.fixture(scope='module')
def clerk(filing):
    return Portal(filing, 'editor', PASSWORDS['editor'])


@pytest.fixture
def report(everyone, offices):
    report = offices.report('2021', YEAR)
    ok(everyone.editor.put(report), 201)
    return report


@pytest.fixture(autouse=True)
def nothing_left_behind(filing):
    yield
    assert [name for name in os.listdir(filing.folder) if len(name) != 2] == []


def path_of(report):
    return '/reports/%s/%d/edit' % (report['organ'], report['year'])


def parsed(answer):
    return lxml.html.fromstring(answer.content.decode())


def form_of(page):
    return next(form for form in page.forms if (form.action or '').endswith('/edit'))


def fields_of(page):
    return {name: value for name, value in form_of(page).form_values()
            if not name.startswith('_file/')}


def add(portal, report, fields, *files, do='upload:overview', **headers):
    """What a browser sends when the button is pressed."""
    parts = [('_file/' + section, (name, data, 'application/octet-stream'))
             for section, name, data in files]
    if not parts:
        parts = [('_file/overview', ('', b'', 'application/octet-stream'))]
    return portal.session.post(portal.server.url('/staff' + path_of(report)),
                               data={**fields, '_do': do}, files=parts, headers=headers,
                               timeout=TIMEOUT, allow_redirects=False)


def stored(everyone, report):
    return everyone.editor.state(report['organ'], YEAR)['report']


def test_form_offers_it_where_one_writes(clerk, report, server):
    page = clerk.page(path_of(report))
    buttons = page.xpath('//button[starts-with(@value,"upload:")]')
    assert [b.get('value') for b in buttons] == ['upload:preface', 'upload:overview',
                                                 'upload:problems', 'upload:other']
    for button in buttons:
        assert button.get('formenctype') == 'multipart/form-data'
        section = button.get('value').split(':')[1]
        assert button.get('formaction').endswith('/edit#figures-' + section)
        assert page.get_element_by_id('figures-' + section) is not None
        choice = page.get_element_by_id('_file/' + section)
        assert '.png' in choice.get('accept') and choice.get('data-max') == str(MAX_FILE)
    assert '256 KB' in text_of(page) and 'OFD' in text_of(page)
    # a site without a directory does not offer what it cannot do
    other = Portal(server, 'editor', PASSWORDS['editor'])
    assert not other.page('/reports/district/%d/edit' % YEAR).xpath('//input[@type="file"]')


def test_picture_with_its_text_is_saved_with_what_was_typed(clerk, everyone, report):
    fields = fields_of(clerk.page(path_of(report)))
    fields['section/problems'] = '还没保存的一段。'
    fields.update({'_alt/overview': '全年受理数量的柱形图', '_caption/overview': '图1'})
    answer = add(clerk, report, fields, ('overview', '图.png', media.png(40, 30)))
    assert answer.status_code == 303, text_of(parsed(answer))
    assert answer.headers['Location'].endswith('#part-overview')
    sections = stored(everyone, report)['sections']
    figure = sections['overview'][-1]['figure']
    assert figure['alt'] == '全年受理数量的柱形图' and figure['caption'] == '图1'
    assert sections['problems'] == ['还没保存的一段。']
    page = clerk.page(path_of(report))
    assert page.xpath('//fieldset[@data-figure="overview/1"]//img/@src') \
        == ['/disclosure/staff/files/' + figure['digest']]
    assert clerk.session.get(clerk.server.url('/staff/files/' + figure['digest']),
                             timeout=TIMEOUT).content == media.png(40, 30)


def test_text_alternative_is_asked_for_at_once(clerk, everyone, report):
    fields = fields_of(clerk.page(path_of(report)))
    fields['section/problems'] = '还没保存的一段。'
    before = stored(everyone, report)
    answer = add(clerk, report, fields, ('overview', 'a.jpg', media.jpeg()))
    assert answer.status_code == 422
    page = parsed(answer)
    alt = page.get_element_by_id(FIGURE + ':alt')
    assert alt.get('aria-invalid') == 'true'
    says = page.get_element_by_id(alt.get('aria-describedby'))
    assert '写明图上是什么' in text_of(says)
    assert page.xpath('//*[@id="ds-summary"]//a/@href') == ['#' + FIGURE + ':alt']
    kept = fields_of(page)
    assert kept['section/problems'].strip() == '还没保存的一段。'
    assert kept['section/overview'].strip().endswith('〔图片1〕')
    assert page.xpath('//fieldset[@data-figure="overview/1"]//img')
    assert stored(everyone, report) == before
    # saved like that it is refused, with the text it is saved
    refused = clerk.post(path_of(report), {**kept, '_do': 'save'})
    assert refused.status_code == 422
    assert fields_of(parsed(refused))[FIGURE + ':digest'] == kept[FIGURE + ':digest']
    kept[FIGURE + ':alt'] = '办事大厅'
    assert clerk.post(path_of(report), {**kept, '_do': 'save'}).status_code == 303
    assert stored(everyone, report)['sections']['overview'][-1]['figure']['alt'] == '办事大厅'


def test_several_sections_at_once(clerk, everyone, report):
    fields = fields_of(clerk.page(path_of(report)))
    fields.update({'_alt/overview': '图', '_alt/other': '表'})
    answer = add(clerk, report, fields, ('overview', 'a.png', media.png(9, 9)),
                 ('other', 'b.pdf', media.pdf()))
    assert answer.status_code == 303
    sections = stored(everyone, report)['sections']
    assert sections['overview'][-1]['figure']['alt'] == '图'
    assert sections['other'][-1]['figure']['alt'] == '表'


REFUSED = [
    ('a program', 'MZ' * 400, '程序'),
    ('a page', '<html><script>alert(1)</script>', None),
    ('nothing', '', None),
    ('too large', 'x' * (MAX_FILE + 1), '超过允许的大小'),
    ('much too large', 'x' * (3 * MAX_FILE), '超过允许的大小'),
]


@pytest.mark.parametrize('what,data,says', REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_with_the_form_kept(clerk, everyone, report, what, data, says):
    fields = fields_of(clerk.page(path_of(report)))
    fields['section/problems'] = '还没保存的一段。'
    fields['requests/new/natural'] = '三件多'
    fields['_alt/overview'] = '图上是'
    before = stored(everyone, report)
    answer = add(clerk, report, fields, ('overview', '照片.png', data.encode()))
    assert answer.status_code == 422
    page = parsed(answer)
    field = page.get_element_by_id('_file/overview')
    assert field.get('aria-invalid') == 'true'
    told = text_of(page.get_element_by_id('says:_file/overview'))
    assert '照片.png' in told and (says or '') in told
    assert page.xpath('//*[@id="ds-summary"]//a/@href') == ['#_file/overview']
    assert page.xpath('//details[@class="ds-upload" and @open]')
    kept = fields_of(page)
    assert kept['section/problems'].strip() == '还没保存的一段。'
    assert kept['requests/new/natural'] == '三件多' and kept['_alt/overview'] == '图上是'
    assert '〔图片1〕' not in kept['section/overview']
    assert stored(everyone, report) == before


def test_one_good_and_one_bad(clerk, report):
    fields = fields_of(clerk.page(path_of(report)))
    fields['_alt/overview'] = '好的'
    answer = add(clerk, report, fields, ('overview', 'a.png', media.png(5, 4)),
                 ('other', 'b.png', b'MZ\0\0'))
    assert answer.status_code == 422
    kept = fields_of(parsed(answer))
    assert kept[FIGURE + ':alt'] == '好的' and '〔图片1〕' in kept['section/overview']


def test_nothing_chosen(clerk, report):
    fields = fields_of(clerk.page(path_of(report)))
    answer = add(clerk, report, fields)
    assert answer.status_code == 422
    assert '没有选择文件' in text_of(parsed(answer).get_element_by_id('says:_file/overview'))


def test_another_button_does_not_forget_the_file(clerk, report):
    """Browsers send the name alone of a file that is chosen when another button is
    pressed: that is said."""
    fields = fields_of(clerk.page(path_of(report)))
    answer = clerk.post(path_of(report), {**fields, '_file/overview': 'a.png', '_do': 'save'})
    assert answer.status_code == 303 and 'done=no-file' in answer.headers['Location']


def test_taken_out_again(clerk, everyone, report):
    fields = fields_of(clerk.page(path_of(report)))
    for name in ('一', '二'):
        fields['_alt/overview'] = name
        assert add(clerk, report, fields, ('overview', 'a.png', media.png(text=name.encode()))) \
            .status_code == 303
        fields = fields_of(clerk.page(path_of(report)))
    fields['section/problems'] = '顺手改的。'
    answer = clerk.post(path_of(report), {**fields, '_do': 'remove:overview/1'})
    assert answer.status_code == 303 and 'done=removed' in answer.headers['Location']
    sections = stored(everyone, report)['sections']
    assert [b['figure']['alt'] for b in sections['overview'] if isinstance(b, dict)] == ['二']
    assert sections['problems'] == ['顺手改的。']
    for do in ('remove:', 'remove:overview', 'remove:overview/x', 'remove:requests/1',
               'remove:overview/99999'):
        fields = fields_of(clerk.page(path_of(report)))
        assert clerk.post(path_of(report), {**fields, '_do': do}).status_code == 303
    assert stored(everyone, report)['sections'] == sections


def test_by_script(clerk, everyone, report):
    token = {'_token': fields_of(clerk.page(path_of(report)))['_token']}
    answer = add(clerk, report, token, ('overview', 'a.png', media.png(6, 5)),
                 Accept='application/json')
    assert answer.status_code == 200
    told = answer.json()
    assert told['is_picture'] is True and told['kind'] == 'PNG图片'
    assert told['address'] == '/disclosure/staff/files/' + told['digest']
    bad = add(clerk, report, token, ('overview', 'a.png', b'MZ'), Accept='application/json')
    assert bad.status_code == 422 and 'a.png' in bad.json()['detail']
    none = add(clerk, report, token, Accept='application/json')
    assert none.status_code == 422
    forged = add(clerk, report, {'_token': 'x'}, ('overview', 'a.png', media.png()),
                 Accept='application/json')
    assert forged.status_code == 403
    assert stored(everyone, report)['sections'] == report['sections']


def test_who_may(filing, report):
    for account, status in (('reviewer', 403), ('stranger', 403)):
        portal = Portal(filing, account, PASSWORDS[account])
        token = portal.page('/').xpath('//input[@name="_token"]')
        fields = {'_token': token[0].value if token else 'x'}
        answer = add(portal, report, fields, ('overview', 'a.png', media.png()))
        assert answer.status_code == status


def test_an_ended_session_keeps_what_was_typed(filing, everyone, report):
    """The file has to be chosen again; what was typed goes through sign-in."""
    portal = Portal(filing, 'editor', PASSWORDS['editor'])
    fields = fields_of(portal.page(path_of(report)))
    fields['section/problems'] = '登录过期前写的。'
    fields['_alt/overview'] = '图'
    portal.session.cookies.clear()
    answer = add(portal, report, fields, ('overview', 'a.png', media.png(3, 3)))
    assert answer.status_code == 401
    page = parsed(answer)
    carried = page.forms[0].form_values()
    assert ('section/problems', '登录过期前写的。') in carried
    signed_in = portal.post('/sign-in', [*carried, ('_account', 'editor'),
                                         ('_password', PASSWORDS['editor'])])
    assert signed_in.status_code == 200
    confirm = form_of(parsed(signed_in))
    again = portal.session.post(filing.url(confirm.action.split('/disclosure', 1)[1]),
                                data=confirm.form_values(), timeout=TIMEOUT,
                                allow_redirects=False)
    assert again.status_code == 422
    page = parsed(again)
    assert '重新选择文件' in text_of(page)
    assert fields_of(page)['section/problems'].strip() == '登录过期前写的。'
    assert fields_of(page)['_alt/overview'] == '图'


def test_cut_off_form_empties_nothing(clerk, everyone, report):
    fields = fields_of(clerk.page(path_of(report)))
    del fields['section/problems']
    answer = add(clerk, report, fields, ('overview', 'a.png', media.png()))
    assert answer.status_code == 422
    assert stored(everyone, report)['sections'] == report['sections']


# ---- what becomes of them ----

@pytest.fixture(scope='module')
def public(everyone, offices, clerk):
    """A published report with a picture and an attachment."""
    report = offices.report('2021', YEAR)
    ok(everyone.editor.put(report), 201)
    for name, data, alt in (('a.png', media.png(400, 200), '全年受理数量的柱形图'),
                            ('b.pdf', media.pdf(), '公开事项一览表')):
        fields = fields_of(clerk.page(path_of(report)))
        fields.update({'_alt/overview': alt, '_caption/overview': '题' + name[0]})
        assert add(clerk, report, fields, ('overview', name, data)).status_code == 303
    state = everyone.editor.state(report['organ'], YEAR)
    for account, action in (('editor', 'submit'), ('reviewer', 'approve'),
                            ('publisher', 'publish')):
        page = '/reports/%s/%d/%s' % (report['organ'], YEAR, action)
        answer = Portal(clerk.server, account, PASSWORDS[account]).fill(page, _attest='1')
        assert answer.status_code == 303, text_of(parsed(answer))
    return state['report']


def test_page_shows_and_links(everyone, clerk, public):
    figures = [b['figure'] for b in public['sections']['overview'] if isinstance(b, dict)]
    for page in (parsed(everyone.anonymous.get('/%s/%d' % (public['organ'], YEAR))),
                 parsed(everyone.anonymous.get('/%s/%d/fragment' % (public['organ'], YEAR))),
                 clerk.page('/reports/%s/%d/preview' % (public['organ'], YEAR)),
                 clerk.page('/reports/%s/%d' % (public['organ'], YEAR))):
        assert page.xpath('//figure/img/@alt') == ['全年受理数量的柱形图']
        link = page.xpath('//p[@class="ds-attachment"]')
        assert len(link) == 1
        assert text_of(link[0]).startswith('附件：公开事项一览表（PDF文件，1 KB）')
        assert link[0].xpath('a/@href')[0].endswith(figures[1]['digest'])
    paper = everyone.anonymous.get('/files/' + figures[1]['digest'])
    assert paper.status_code == 200 and paper.content == media.pdf()


def test_document_has_the_picture(everyone, clerk, public):
    documents = [everyone.anonymous.get('/%s/%d.docx' % (public['organ'], YEAR)),
                 clerk.get('/reports/%s/%d/document.docx' % (public['organ'], YEAR))]
    for answer in documents:
        assert answer.status_code == 200
        archive = zipfile.ZipFile(io.BytesIO(answer.content))
        assert archive.testzip() is None
        assert archive.read('word/media/picture1.png') == media.png(400, 200)
        text = archive.read('word/document.xml').decode()
        assert 'descr="全年受理数量的柱形图"' in text
        assert '附件：公开事项一览表（PDF文件，1 KB）' in text
    again = everyone.anonymous.get('/%s/%d.docx' % (public['organ'], YEAR),
                                   If_None_Match=documents[0].headers['ETag'])
    assert again.status_code == 304


# What stands in what of a picture, in this order (ISO/IEC 29500-1, as far as it is used).
DRAWING = {
    'drawing': ['inline'], 'inline': ['extent', 'docPr', 'graphic'], 'graphic': ['graphicData'],
    'graphicData': ['pic'], 'pic': ['nvPicPr', 'blipFill', 'spPr'],
    'nvPicPr': ['cNvPr', 'cNvPicPr'], 'blipFill': ['blip', 'stretch'], 'stretch': ['fillRect'],
    'spPr': ['xfrm', 'prstGeom'], 'xfrm': ['off', 'ext'], 'prstGeom': ['avLst'],
}


def test_picture_keeps_to_the_grammar(everyone, public):
    answer = everyone.anonymous.get('/%s/%d.docx' % (public['organ'], YEAR))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    document = etree.fromstring(archive.read('word/document.xml'))
    drawing = document.findall('.//{*}drawing')
    assert len(drawing) == 1
    for node in drawing[0].iter():
        name = etree.QName(node).localname
        assert [etree.QName(child).localname for child in node] == DRAWING.get(name, []), name
    relations = etree.fromstring(archive.read('word/_rels/document.xml.rels'))
    embedded = drawing[0].find('.//{*}blip').values()
    assert [r.get('Target') for r in relations if [r.get('Id')] == embedded] \
        == ['media/picture1.png']


@pytest.mark.skipif(not shutil.which('soffice'), reason='no word processor is installed')
def test_a_word_processor_shows_the_picture(everyone, public, tmp_path):
    answer = everyone.anonymous.get('/%s/%d.docx' % (public['organ'], YEAR))
    file = tmp_path / 'report.docx'
    file.write_bytes(answer.content)
    subprocess.run(['soffice', '-env:UserInstallation=file://%s/profile' % tmp_path, '--headless',
                    '--convert-to', 'odt', '--outdir', str(tmp_path), str(file)],
                   capture_output=True, timeout=180, check=True)
    opened = zipfile.ZipFile(tmp_path / 'report.odt')
    pictures = [name for name in opened.namelist() if name.startswith('Pictures/')]
    assert len(pictures) == 1 and opened.read(pictures[0]) == media.png(400, 200)
    content = etree.fromstring(opened.read('content.xml'))
    frame = content.findall('.//{*}frame')
    assert len(frame) == 1
    svg = '{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}'
    # 400 pixels at 96 to an inch
    assert frame[0].get(svg + 'width') == '4.1665in' or frame[0].get(svg + 'width')[:4] in (
        '4.16', '10.5')
    assert '全年受理数量的柱形图' in ''.join(frame[0].itertext())


def test_confirmation_says_what_it_is_about(everyone, clerk, report):
    fields = fields_of(clerk.page(path_of(report)))
    fields['_alt/other'] = '一览表'
    assert add(clerk, report, fields, ('other', 'b.pdf', media.pdf()), do='upload:other') \
        .status_code == 303
    page = clerk.page('/reports/%s/%d/submit' % (report['organ'], YEAR))
    summary = page.xpath('//section[@class="ds-step-summary"]')[0]
    said = text_of(summary)
    assert report['title'] in said and report['signature']['name'] in said
    assert '附件 1 个' in said and '图片' not in said
    rows = {text_of(row[0]): row[1].text for row in summary.xpath('.//tr')}
    table = report['tables']['requests']
    wanted = {str(table[row]['total']) for row in ('new', 'carried_in', 'result_total',
                                                   'carried_out')}
    assert wanted <= set(rows.values()) and len(rows) == 7
    assert summary.xpath('.//a/@href')[-1].endswith('/preview')
