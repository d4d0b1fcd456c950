"""Only core/markup.c emits `<`: no other string literal holds a tag."""
import re

import sources

WRITER = 'mod_disclosure/core/markup.c'
# Names of httpd's sections (<Location) begin with a capital; our tags never do.
TAG = re.compile(r'<[a-z/!?]')

# What readers look for in their input and never write.
LOOKED_FOR = {
    'mod_disclosure/io/media.c': {'<svg', '<html', '<script', '<!doctype', '<?xml', '<?php'},
    'mod_disclosure/core/xml_scan.c': {'<!--', '<![CDATA[', '<!', '<?', '</'},
    'mod_disclosure/io/year_split.c': {'<?xml', '<year xmlns=\\"', '<publication', '<report',
                                       '</report>', '</publication>', '</year>'},
    'mod_disclosure/page/manual_page.c': {'<h1>', '<h1 lang=\\"en\\">', '</h1>'},
    'mod_disclosure/page/template.c': {'<!--disclosure:', '<body', '<body>', '<head>'},
}


def problems(root, build=None):
    found = []
    for path in sources.c_files(root):
        if path == WRITER:
            continue
        for line, literal in sources.strings(sources.read(root, path)):
            if literal in LOOKED_FOR.get(path, ()):
                continue
            if TAG.search(literal):
                found.append('%s:%d: markup outside core/markup.c: "%s"' % (path, line, literal))
    return found
