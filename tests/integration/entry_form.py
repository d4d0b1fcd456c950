"""The entry form as tests fill it in: what a browser without scripts would send."""
import lxml.html

YEAR = 2022
HEAD = 'requests/new/natural'


def path_of(organ, year=YEAR):
    return '/reports/%s/%d/edit' % (organ, year)


def form_of(page):
    forms = [form for form in page.forms if (form.action or '').endswith('/edit')]
    assert len(forms) == 1
    return forms[0]


def fields_of(page):
    """What a browser would send: no button."""
    return dict(form_of(page).form_values())


def parsed(answer):
    return lxml.html.fromstring(answer.content.decode())


def send(clerk, path, fields, do='save', **headers):
    return clerk.post(path, {**fields, '_do': do}, **headers)


def value(page, name):
    found = page.xpath('//*[@name=$name]', name=name)
    assert len(found) == 1, name
    return found[0].value if found[0].tag == 'input' else found[0].text
