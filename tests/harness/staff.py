"""The staff portal, as a browser without scripts would use it."""
import lxml.html
import requests

TIMEOUT = 30


class Portal:
    """One browser: keeps its cookie, follows what a form says."""

    def __init__(self, server, account=None, password=None):
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False
        if account:
            answer = self.sign_in(account, password)
            assert answer.status_code == 303, answer.text

    def get(self, path, follow=False):
        return self.session.get(self.server.url('/staff' + path), timeout=TIMEOUT,
                                allow_redirects=follow)

    def page(self, path):
        """The parsed page; it must be there."""
        answer = self.get(path, follow=True)
        assert answer.status_code == 200, (path, answer.status_code)
        return lxml.html.fromstring(answer.content.decode())

    def post(self, path, fields, **headers):
        return self.session.post(self.server.url('/staff' + path), data=fields, headers=headers,
                                 timeout=TIMEOUT, allow_redirects=False)

    def fill(self, path, button=None, form=None, **fields):
        """Fills in the form of the page that posts to that page (or to `form`)
        and sends it; what is not given stays as the page has it."""
        page = self.page(path)
        target = self.server.url('/staff' + (form or path))
        forms = [f for f in page.forms if target.endswith(f.action or '-')]
        assert forms, 'no form to %s on %s' % (form or path, path)
        values = [(name, value) for name, value in forms[0].form_values()]
        values = [(name, value) for name, value in values if name not in fields]
        values += list(fields.items())
        if button:
            values.append(button)
        return self.post(form or path, values)

    def sign_in(self, account, password):
        return self.fill('/sign-in', _account=account, _password=password)


def text_of(page):
    return ' '.join(page.text_content().split())
