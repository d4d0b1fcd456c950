"""Arrows point down: httpd, ctl -> page, io, store -> core; apr_dbd in one room."""
import re

import sources

MAY_USE = {
    'core': {'core'},
    'io': {'io', 'core'},
    'page': {'page', 'core'},
    'store': {'store', 'core'},
    'httpd': {'httpd', 'page', 'io', 'store', 'core'},
    'ctl': {'ctl', 'page', 'io', 'store', 'core'},
}

# Foreign headers, and the rooms that may include them.
FOREIGN = [
    (re.compile(r'(httpd|http_\w+|ap_\w+|util_\w+|mod_\w+|scoreboard|mpm_common)\.h$'), {'httpd'}),
    (re.compile(r'apr_dbd\.h$'), {'store', 'httpd'}),
    (re.compile(r'jansson\.h$'), {'io', 'httpd', 'ctl'}),
    (re.compile(r'(zip|zipint)\.h$'), {'io'}),
]

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)


def fault(room, name):
    own = name.split('/')[0]
    if own in MAY_USE and '/' in name:
        return None if own in MAY_USE[room] else 'room %s may not use %s' % (room, own)
    for pattern, rooms in FOREIGN:
        if pattern.match(name) and room not in rooms:
            return '%s is not for room %s' % (name, room)
    return None


def problems(root, build=None):
    found = []
    for path in sources.c_files(root):
        room = path.split('/')[1]
        if room not in MAY_USE:
            found.append('%s: no such room: %s' % (path, room))
            continue
        text = sources.without_comments(sources.read(root, path))
        for include in INCLUDE.finditer(text):
            why = fault(room, include.group(2))
            if why:
                found.append('%s:%d: %s' % (path, sources.line_of(text, include.start()), why))
        if re.search(r'\bapr_dbd_\w+\s*\(', text) and path != 'mod_disclosure/store/dbd.c':
            found.append('%s: apr_dbd is called in store/dbd.c only' % path)
    return found
