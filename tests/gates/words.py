"""Nothing of the machine it was made on, and nothing unfinished, is in a file.

The patterns are written so that they do not match themselves."""
import re

import sources

FORBIDDEN = [
    (re.compile(r'/(?:[w]ork|[f]arm|[r]oot|[h]ome/\w+)/'), 'a path of one machine'),
    (re.compile(r'/tmp/[b]ash|/tmp/[b]uild'), 'a path of one machine'),
    (re.compile(r'[r]egistry\.npmjs|"[r]esolved":'), 'a host of a package registry'),
    (re.compile(r'\b(?:[T]ODO|[F]IXME|[X]XX)\b'), 'unfinished by its own words'),
]
BINARY = ('.png', '.jpg', '.ico', '.docx', '.gz', '.db')
# Raw inputs of the fuzzers may be any bytes.
RAW = ('tests/fuzz/corpus/', 'tests/data/')


def problems(root, build=None):
    found = []
    for path in sources.files(root):
        if path.endswith(BINARY) or path.startswith(RAW):
            continue
        try:
            text = sources.read(root, path)
        except UnicodeDecodeError:
            found.append(path + ': not UTF-8')
            continue
        for pattern, why in FORBIDDEN:
            for hit in pattern.finditer(text):
                found.append('%s:%d: %s: %s' % (path, sources.line_of(text, hit.start()), why,
                                                hit.group()))
    return found
