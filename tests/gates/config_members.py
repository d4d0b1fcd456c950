"""Every member of a configuration record is merged.

A record is a struct of httpd/ whose name ends in _conf or _config; it is merged
when a function whose name holds "merge" names every member of it."""
import re

import sources

STRUCT = re.compile(r'(?:typedef\s+)?struct\s+(\w+_conf(?:ig)?)\s*\{')
MEMBER = re.compile(r'(\w+)\s*(?:\[[^\]]*\])?\s*(?=[,;])')
MERGE = re.compile(r'^[\w \t*]*\b(\w*merge\w*)\s*\([^;{]*\)\s*\{', re.M)


def members(body):
    """Names declared in the braces of a struct, bit-fields and arrays too."""
    body = re.sub(r':\s*\d+', '', body.strip('{} \n'))
    return [name for declaration in body.split(';') if declaration.strip()
            for name in MEMBER.findall(declaration + ';')]


def problems(root, build=None):
    texts = {path: sources.without_comments(sources.read(root, path))
             for path in sources.c_files(root) if path.startswith('mod_disclosure/httpd/')}
    merged = ' '.join(sources.braces(text, merge.end() - 1)
                      for text in texts.values() for merge in MERGE.finditer(text))
    found = []
    records = 0
    for path, text in texts.items():
        for struct in STRUCT.finditer(text):
            records += 1
            for name in members(sources.braces(text, struct.end() - 1)):
                if not re.search(r'\b%s\b' % re.escape(name), merged):
                    found.append('%s: %s.%s is not merged' % (path, struct.group(1), name))
    return found if records else ['no configuration record found in httpd/']
