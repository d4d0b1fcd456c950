"""What the gates read: the project's files, and C text without its comments."""
import os
import re

SKIPPED_FOLDERS = {'.git', 'build', 'node_modules', '__pycache__', '.pytest_cache'}

TOKEN = re.compile(r'''
    (?P<comment> /\*.*?\*/ | //[^\n]* )
  | (?P<string> "(?:\\.|[^"\\\n])*" )
  | (?P<char> '(?:\\.|[^'\\\n])+' )
''', re.S | re.X)


def files(root):
    """Paths, relative to root, of all files that belong to the project."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_FOLDERS)
        found += [os.path.relpath(os.path.join(folder, name), root) for name in sorted(names)]
    return found


def c_files(root, *endings):
    endings = endings or ('.c', '.h')
    return [path for path in files(root)
            if path.startswith('mod_disclosure/') and path.endswith(endings)]


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as file:
        return file.read()


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


def strings(text):
    """(line, contents as written) of every string literal."""
    for token in TOKEN.finditer(text):
        if token.lastgroup == 'string':
            yield line_of(text, token.start()), token.group()[1:-1]


def without_comments(text):
    """The text with comments blanked; lines keep their numbers."""
    def blank(token):
        if token.lastgroup != 'comment':
            return token.group()
        return re.sub(r'[^\n]', ' ', token.group())
    return TOKEN.sub(blank, text)


def braces(text, start):
    """The text from the first { behind start to its closing brace."""
    begin = text.index('{', start)
    depth = 0
    for offset in range(begin, len(text)):
        depth += {'{': 1, '}': -1}.get(text[offset], 0)
        if depth == 0:
            return text[begin:offset + 1]
    raise ValueError('unbalanced braces')
