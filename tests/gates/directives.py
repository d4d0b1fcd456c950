"""Every directive is described in both READMEs."""
import re

import sources

DIRECTIVE = re.compile(r'\bAP_INIT_\w+\s*\(\s*(?:"<?(\w+)"|(\w+))')
NAME = re.compile(r'#\s*define\s+(\w+)\s+"<?(\w+)"')
REFERENCES = ('README.md', 'README.zh-CN.md')


def directives(root):
    """Names of all directives; one that is written as a symbol is looked up."""
    texts = [sources.without_comments(sources.read(root, path)) for path in sources.c_files(root)
             if path.startswith('mod_disclosure/httpd/')]
    symbols = dict(pair for text in texts for pair in NAME.findall(text))
    return {literal or symbols.get(symbol, symbol)
            for text in texts for literal, symbol in DIRECTIVE.findall(text)}


def problems(root, build=None):
    names = directives(root)
    found = []
    for reference in REFERENCES:
        text = sources.read(root, reference)
        found += ['%s does not describe %s' % (reference, name) for name in sorted(names)
                  if not re.search(r'`<?%s\b' % name, text)]
    return found if names else ['no directive found in httpd/']
