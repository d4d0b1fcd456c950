"""Every log message starts with an id of its own, out of its room's range."""
import re

import sources

RANGES = {'core': (100, 199), 'io': (200, 299), 'page': (300, 399), 'store': (400, 599),
          'httpd': (600, 899), 'ctl': (900, 999)}

CALL = re.compile(r'\b(ds_log|ds_log_at|ap_log_(?:perror|error|rerror|cerror))\s*\(')
ID = re.compile(r'DS(\d{4}): ')
# The wrapper and the callback, which pass on what others wrote.
PASSED_ON = {'mod_disclosure/core/log.h', 'mod_disclosure/core/log.c'}


def arguments(text, start):
    """The text between the parentheses that open before start."""
    depth, offset = 1, start
    for token in re.finditer(r'"(?:\\.|[^"\\])*"|[()]', text[start:]):
        depth += {'(': 1, ')': -1}.get(token.group(), 0)
        offset = start + token.start()
        if depth == 0:
            break
    return text[start:offset]


def calls(root):
    """(path, line, arguments) of every call that logs a message of its own."""
    for path in sources.c_files(root):
        if path in PASSED_ON:
            continue
        text = sources.without_comments(sources.read(root, path))
        for call in CALL.finditer(text):
            yield path, sources.line_of(text, call.start()), arguments(text, call.end())


def problems(root, build=None):
    found, seen = [], {}
    for path, line, text in calls(root):
        place = '%s:%d' % (path, line)
        first = re.search(r'"((?:\\.|[^"\\])*)"', text)
        if 'APLOG_TRACE' in text or (first and first.group(1) == '%s'):
            continue
        tag = ID.match(first.group(1)) if first else None
        if not tag:
            found.append(place + ': a log message without its DS id')
            continue
        number = int(tag.group(1))
        low, high = RANGES[path.split('/')[1]]
        if not low <= number <= high:
            found.append('%s: DS%04d is not of this room (%d to %d)' % (place, number, low, high))
        if number in seen:
            found.append('%s: DS%04d is used at %s too' % (place, number, seen[number]))
        seen[number] = place
    return found
