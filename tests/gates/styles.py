"""A portal takes our style sheets beside its own: every selector begins with a
class of ours, so that nothing of the portal's is touched."""
import re

import sources

FOLDER = 'htdocs/assets/'
# Blocks that hold rules; their condition is no selector.
GROUPS = ('@media', '@supports', '@container')
# Blocks that hold declarations under a name of ours.
NAMED = re.compile(r'@(page|keyframes)\s+ds-[\w-]+$')
BEGIN = re.compile(r'\.ds-[\w-]')
COMMENT = re.compile(r'/\*.*?\*/', re.S)
STRING = re.compile(r'"[^"\n]*"')


def blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def split(selectors):
    """The selectors of a list; commas in brackets part nothing."""
    depth, parts = 0, ['']
    for sign in selectors:
        depth += (sign in '([') - (sign in ')]')
        if sign == ',' and depth == 0:
            parts.append('')
        else:
            parts[-1] += sign
    return [part.strip() for part in parts]


def blocks(text):
    """(offset, head) of each block that is not inside one of declarations,
    and of each statement without a block."""
    inside, start = [], 0
    for offset, sign in enumerate(text):
        if sign not in '{};':
            continue
        head = text[start:offset].strip()
        is_group = head.startswith(GROUPS)
        if sign != '}' and head and 'rule' not in inside:
            yield start + len(text[start:offset]) - len(text[start:offset].lstrip()), head
        if sign == '{':
            inside.append('group' if is_group else 'rule')
        elif sign == '}' and inside:
            inside.pop()
        start = offset + 1


def wrong(head):
    if head.startswith('@'):
        return [] if head.startswith(GROUPS) or NAMED.match(head) else [head]
    return [selector for selector in split(head) if not BEGIN.match(selector)]


def problems(root, build=None):
    found = []
    for path in sources.files(root):
        if not path.startswith(FOLDER) or not path.endswith('.css'):
            continue
        text = STRING.sub(blank, COMMENT.sub(blank, sources.read(root, path)))
        found += ['%s:%d: a style that is not only ours: %s' % (path, sources.line_of(text, at),
                                                                 selector)
                  for at, head in blocks(text) for selector in wrong(head)]
    return found
