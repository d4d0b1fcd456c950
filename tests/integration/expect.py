"""What tests expect of answers."""
import re

CHINESE = re.compile(r'[\u4e00-\u9fff]')


def problem(answer, status, *rules):
    """A problem document of that status, with findings of these rules; the
    document."""
    assert answer.status_code == status, (answer.status_code, answer.text)
    assert answer.headers['Content-Type'].split(';')[0] == 'application/problem+json'
    document = answer.json()
    assert set(document) <= {'type', 'title', 'status', 'detail', 'findings', 'instance'}
    assert document['status'] == status
    assert document['type'] and document['title']
    assert CHINESE.search(document['detail']), document
    assert isinstance(document['findings'], list)
    found = {finding['rule'] for finding in document['findings']}
    assert found.issuperset(rules), (rules, document['findings'])
    for finding in document['findings']:
        assert CHINESE.search(finding['message']), finding
    return document


def ok(answer, *statuses):
    """An answer of one of these statuses (200 when none is given); its JSON."""
    assert answer.status_code in (statuses or (200,)), (answer.status_code, answer.text)
    return answer.json()


def errors(result):
    """The findings of severity error in a check result or a state."""
    return [finding for finding in result['findings'] if finding['severity'] == 'error']
