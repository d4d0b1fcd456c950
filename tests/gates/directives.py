"""Every directive is described in both READMEs, and in both references of the
manual with its syntax, context, default and an example; what they describe is
a directive."""
import html
import re

import sources

DIRECTIVE = re.compile(r'\bAP_INIT_\w+\s*\(\s*(?:"<?(\w+)"|(\w+))')
NAME = re.compile(r'#\s*define\s+(\w+)\s+"<?(\w+)"')
REFERENCES = ('README.md', 'README.zh-CN.md')
MANUALS = {'htdocs/manual/directives.html': ['语法', '位置', '默认值', '例子'],
           'htdocs/manual/directives.en.html': ['Syntax', 'Context', 'Default', 'Example']}
SECTION = re.compile(r'<section class="ds-directive" id="(\w+)">(.*?)</section>', re.S)
FACT = re.compile(r'<dt>(.*?)</dt>\s*<dd>(.*?)</dd>', re.S)
TAG = re.compile(r'<[^>]*>')


def directives(root):
    """Names of all directives; one that is written as a symbol is looked up."""
    texts = [sources.without_comments(sources.read(root, path)) for path in sources.c_files(root)
             if path.startswith('mod_disclosure/httpd/')]
    symbols = dict(pair for text in texts for pair in NAME.findall(text))
    return {literal or symbols.get(symbol, symbol)
            for text in texts for literal, symbol in DIRECTIVE.findall(text)}


def lacking(name, section, heads):
    """What a directive's section of the manual does not say."""
    facts = [(head, html.unescape(TAG.sub('', said)).strip()) for head, said in FACT.findall(section)]
    if [head for head, _ in facts] != heads or not all(said for _, said in facts):
        return 'does not say ' + ', '.join(heads)
    if not all(re.search(r'(^|\s)<?%s\b' % name, said) for said in (facts[0][1], facts[3][1])):
        return 'has a syntax or an example of something else'
    if not re.search(r'<p>.{10,}</p>', section, re.S):
        return 'does not say what it does'
    return None


def manual_problems(root, names):
    found = []
    for page, heads in MANUALS.items():
        text = sources.read(root, page)
        sections = dict(SECTION.findall(text))
        found += ['%s does not describe %s' % (page, name) for name in sorted(names - set(sections))]
        found += ['%s describes %s, which is no directive' % (page, name)
                  for name in sorted(set(sections) - names)]
        found += ['%s: %s %s' % (page, name, lacking(name, section, heads))
                  for name, section in sections.items() if lacking(name, section, heads)]
        found += ['%s: no link to %s among the contents' % (page, name) for name in sections
                  if '<a href="#%s">' % name not in text]
    return found


def problems(root, build=None):
    names = directives(root)
    found = []
    for reference in REFERENCES:
        text = sources.read(root, reference)
        found += ['%s does not describe %s' % (reference, name) for name in sorted(names)
                  if not re.search(r'`<?%s\b' % name, text)]
    found += manual_problems(root, names)
    return found if names else found + ['no directive found in httpd/']
