"""The interface for systems, as another program would call it."""
import json

import requests

TIMEOUT = 30


class Api:
    """One account of one server."""

    def __init__(self, server, account=None, password=None):
        self.server = server
        self.session = requests.Session()
        self.session.trust_env = False
        if account:
            self.session.auth = (account.encode(), password.encode())

    def request(self, method, path, body=None, type=None, **headers):
        """Any call; a dict is sent as JSON. Header names take _ for -."""
        if isinstance(body, (dict, list)):
            body, type = json.dumps(body).encode(), type or 'application/json'
        if isinstance(body, str):
            body = body.encode()
        named = {name.replace('_', '-'): value for name, value in headers.items()}
        if type:
            named['Content-Type'] = type
        return self.session.request(method, self.server.url(path), data=body, headers=named,
                                    timeout=TIMEOUT, allow_redirects=False)

    def get(self, path, **headers):
        return self.request('GET', path, **headers)

    def check(self, body, type=None):
        return self.request('POST', '/api/check', body, type)

    def put(self, report, etag=None, organ=None, year=None, body=None, type=None):
        """PUT of a report in JSON, or of other bytes to its address."""
        headers = {'If_Match': etag} if etag else {}
        return self.request('PUT', '/api/reports/%s/%s' % (organ or report['organ'],
                                                           year or report['year']),
                            report if body is None else body, type, **headers)

    def state(self, organ, year):
        answer = self.get('/api/reports/%s/%d' % (organ, year))
        return answer.json() if answer.status_code == 200 else None

    def act(self, action, organ, year, etag=None, **said):
        headers = {'If_Match': etag} if etag else {}
        return self.request('POST', '/api/reports/%s/%d/%s' % (organ, year, action), said,
                            **headers)


class People:
    """Accounts of a server, by name: people.editor.put(...)."""

    def __init__(self, server, passwords):
        self.anonymous = Api(server)
        for name, password in passwords.items():
            setattr(self, name, Api(server, name, password))

    def publish(self, report):
        """A report from nothing to public, by three accounts."""
        organ, year = report['organ'], report['year']
        done = [self.editor.put(report), self.editor.act('submit', organ, year),
                self.reviewer.act('approve', organ, year, comment='已审核，内容不涉密。'),
                self.publisher.act('publish', organ, year)]
        for answer in done:
            assert answer.status_code in (200, 201), answer.text
        return done[-1]
