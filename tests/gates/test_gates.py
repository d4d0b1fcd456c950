"""The gates on this tree, and each on a small tree that is wrong on purpose."""
import os
import subprocess

import pytest

import config_members
import directives
import exports
import includes
import markup
import messages
import seed_prose
import sources
import styles
import words

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(ROOT, os.environ.get('DISCLOSURE_BUILD', 'build'))

GATES = [config_members, directives, exports, includes, markup, messages, styles, words]

HTTPD = 'mod_disclosure/httpd/'

# gate, what is wrong, path, text, what the gate must say about it
FAULTS = [
    (includes, 'core looks at the server', 'mod_disclosure/core/a.c',
     '#include <httpd.h>\n', 'a.c:1: httpd.h is not for room core'),
    (includes, 'page uses io', 'mod_disclosure/page/a.c',
     '\n#include "io/json.h"\n', 'a.c:2: room page may not use io'),
    (includes, 'the library looks at the tool', 'mod_disclosure/io/a.h',
     '#include "ctl/ctl.h"\n', 'room io may not use ctl'),
    (includes, 'a second file calls apr_dbd', 'mod_disclosure/store/a.c',
     'int f(void) { return apr_dbd_query(a, b); }\n', 'apr_dbd is called in store/dbd.c only'),
    (includes, 'a room nobody knows', 'mod_disclosure/util/a.c', '', 'no such room: util'),
    (markup, 'a tag in a literal', 'mod_disclosure/page/a.c',
     'f("<td>");\n', 'a.c:1: markup outside'),
    (markup, 'an end tag in a literal', 'mod_disclosure/httpd/a.c',
     '/* "<b>" */\nf("x</p>");\n', 'a.c:2: markup outside'),
    (config_members, 'a member that is not merged', HTTPD + 'a.h',
     'struct site_config { int a; const char *b, *c; unsigned d : 2; };\n'
     'static void *merge_site(void *x) { n->a = o->a; n->b = o->b; n->d = 1; return n; }\n',
     'site_config.c is not merged'),
    (config_members, 'no record at all', HTTPD + 'a.h', 'int a;\n', 'no configuration record'),
    (directives, 'a directive nobody describes', HTTPD + 'a.c',
     '#define B "DisclosureB"\nAP_INIT_TAKE1("DisclosureA", f), AP_INIT_FLAG(B, f)\n',
     'README.md does not describe DisclosureB'),
    (directives, 'a directive the manual does not know', HTTPD + 'a.c',
     'AP_INIT_TAKE1("DisclosureA", f)\n',
     'htdocs/manual/directives.en.html does not describe DisclosureA'),
    (directives, 'a directive without default', 'htdocs/manual/directives.html',
     '<section class="ds-directive" id="DisclosureA"><p>It does what it does.</p><dl>'
     '<dt>语法</dt><dd>DisclosureA</dd><dt>位置</dt><dd>x</dd><dt>例子</dt><dd>DisclosureA</dd>'
     '</dl></section>\n', 'DisclosureA does not say 语法, 位置, 默认值, 例子'),
    (directives, 'a directive that is none', 'htdocs/manual/directives.html',
     '<section class="ds-directive" id="DisclosureA"></section>\n',
     'describes DisclosureA, which is no directive'),
    (messages, 'a message without id', HTTPD + 'a.c',
     'ap_log_rerror(APLOG_MARK, APLOG_ERR, 0, r, "no id");\n', 'a.c:1: a log message without'),
    (messages, 'an id used twice', 'mod_disclosure/io/a.c',
     'ds_log(DS_LOG_ERROR, 0, "DS0201: a");\nds_log(DS_LOG_ERROR, 0, "DS0201: b (%s)", f());\n',
     'a.c:2: DS0201 is used at'),
    (messages, 'an id of another room', 'mod_disclosure/page/a.c',
     'ds_log(DS_LOG_ERROR, 0, "DS0201: a");\n', 'DS0201 is not of this room'),
    (styles, 'a bare element', 'htdocs/assets/a.css',
     '.ds-a { color: red }\n.ds-b :is(p, td), table { color: red }\n', 'a.css:2: a style that is '
     'not only ours: table'),
    (styles, 'an element in a condition', 'htdocs/assets/a.css',
     '@media print {\n  .ds-a { margin: 0; }\n  p.ds-a { margin: 0 }\n}\n', 'ours: p.ds-a'),
    (styles, 'a sheet of another', 'htdocs/assets/a.css', '@import "b.css";\n', '@import'),
    (styles, 'every sheet of paper', 'htdocs/assets/a.css', '@page { margin: 0 }\n', '@page'),
    (styles, 'properties of the portal', 'htdocs/assets/a.css', ':root { --x: 1 }\n', ':root'),
    (words, 'a path of the machine', 'conf/a.conf', 'x /%s/main\n' % 'work', 'a path of one'),
    (words, 'an unfinished place', 'mod_disclosure/core/a.c', '/* %s: later */\n' % ('TO' 'DO'),
     'unfinished'),
]


def plant(root, path, text):
    os.makedirs(os.path.join(root, os.path.dirname(path)), exist_ok=True)
    with open(os.path.join(root, path), 'w', encoding='utf-8') as file:
        file.write(text)


@pytest.mark.parametrize('gate', GATES, ids=lambda gate: gate.__name__)
def test_project_passes(gate):
    assert gate.problems(ROOT, BUILD) == []


@pytest.mark.parametrize('gate, what, path, text, expected', FAULTS,
                         ids=['%s: %s' % (fault[0].__name__, fault[1]) for fault in FAULTS])
def test_gate_can_fail(gate, what, path, text, expected, tmp_path):
    root = str(tmp_path)
    plant(root, 'README.md', '`DisclosureA`')
    plant(root, 'README.zh-CN.md', '`DisclosureA` `<DisclosureB>`')
    for page in directives.MANUALS:
        plant(root, page, '')
    plant(root, path, text)
    assert any(expected in problem for problem in gate.problems(root)), gate.problems(root)


def test_exports_can_fail(tmp_path):
    source = tmp_path / 'a.c'
    source.write_text('int disclosure_helper(void) { return 0; }\n')
    subprocess.run(['cc', '-shared', '-fPIC', '-o', str(tmp_path / 'mod_disclosure.so'),
                    str(source)], check=True)
    found = exports.problems(None, str(tmp_path))
    assert 'exported, and must not be: disclosure_helper' in found
    assert 'not exported: disclosure_module' in found


def test_comments_and_literals_are_told_apart():
    text = 'a /* "x" */ "<p>" // "y"\n\'"\' "z"'
    assert list(sources.strings(text)) == [(1, '<p>'), (2, 'z')]
    assert '"x"' not in sources.without_comments(text)


def test_no_prose_of_the_seed():
    if not seed_prose.seeds(ROOT):
        pytest.skip('the seed report is absent')
    assert seed_prose.problems(ROOT) == []


def test_seed_gate_can_fail(tmp_path):
    sentence = '本街道认真听取群众意见并逐件登记答复' * 2
    plant(str(tmp_path), 'shared/seeds/a.txt', sentence + '。\n二、表\n五、存在的问题\n')
    plant(str(tmp_path), 'project/htdocs/a.html', '<p>' + sentence + '</p>')
    assert any('a.html' in problem for problem in
               seed_prose.problems(str(tmp_path / 'project')))
