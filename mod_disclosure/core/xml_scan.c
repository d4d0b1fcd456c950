/* Bounds on XML before a parser sees it.
 *
 * Every '<' is the begin of a token here exactly where it is one for the
 * parser, also for one that reads on after a fault: values and end tags with a
 * '<' in them are refused, and so are instructions without a name.
 */
#include <string.h>

#include "core/xml_scan.h"

typedef struct {
    const char *p, *end;
    int depth;
} scan;

static int is_white(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_white(scan *s)
{
    while (s->p < s->end && is_white(*s->p)) {
        s->p++;
    }
}

/* 1 may begin a name, 2 may stand in it as well. */
static const unsigned char name_class[256] = {
    ['a' ... 'z'] = 1, ['A' ... 'Z'] = 1, ['_'] = 1, [':'] = 1, [0x80 ... 0xFF] = 1,
    ['0' ... '9'] = 2, ['-'] = 2, ['.'] = 2,
};

/* Whether a name stands here; it is skipped. */
static int skip_name(scan *s)
{
    if (s->p >= s->end || name_class[(unsigned char)*s->p] != 1) {
        return 0;
    }
    while (s->p < s->end && name_class[(unsigned char)*s->p]) {
        s->p++;
    }
    return 1;
}

static int starts_with(const scan *s, const char *what)
{
    apr_size_t len = strlen(what);

    return (apr_size_t)(s->end - s->p) >= len && memcmp(s->p, what, len) == 0;
}

/* Skips to behind the next `what`; 0 when there is none. */
static int skip_past(scan *s, const char *what)
{
    const char *at = memmem(s->p, (apr_size_t)(s->end - s->p), what, strlen(what));

    if (!at) {
        return 0;
    }
    s->p = at + strlen(what);
    return 1;
}

static int is_char(const scan *s, char c)
{
    return s->p < s->end && *s->p == c;
}

/* name = "value" */
static int skip_attribute(scan *s)
{
    const char *close;
    char quote;

    if (!skip_name(s)) {
        return 0;
    }
    skip_white(s);
    if (!is_char(s, '=')) {
        return 0;
    }
    s->p++;
    skip_white(s);
    if (!is_char(s, '"') && !is_char(s, '\'')) {
        return 0;
    }
    quote = *s->p++;
    close = memchr(s->p, quote, (apr_size_t)(s->end - s->p));
    if (!close || memchr(s->p, '<', (apr_size_t)(close - s->p))) {
        return 0;
    }
    s->p = close + 1;
    return 1;
}

/* Behind the '<' of a start tag. */
static ds_xml_verdict start_tag(scan *s)
{
    int n;

    if (!skip_name(s)) {
        return DS_XML_BAD_TAG;
    }
    for (n = 0;; n++) {
        const char *before = s->p;

        skip_white(s);
        if (is_char(s, '>')) {
            s->p++;
            return ++s->depth > DS_XML_MAX_DEPTH ? DS_XML_TOO_DEEP : DS_XML_FINE;
        }
        if (starts_with(s, "/>")) {
            s->p += 2;
            return s->depth + 1 > DS_XML_MAX_DEPTH ? DS_XML_TOO_DEEP : DS_XML_FINE;
        }
        if (s->p == before || !skip_attribute(s)) {
            return DS_XML_BAD_TAG;
        }
        if (n >= DS_XML_MAX_ATTRIBUTES) {
            return DS_XML_TOO_MANY;
        }
    }
}

/* Behind the "</" of an end tag. */
static ds_xml_verdict end_tag(scan *s)
{
    if (!skip_name(s)) {
        return DS_XML_BAD_TAG;
    }
    skip_white(s);
    if (!is_char(s, '>')) {
        return DS_XML_BAD_TAG;
    }
    s->p++;
    s->depth--;
    return DS_XML_FINE;
}

/* Behind the "<?" of an instruction or the declaration. After a fault in the
 * declaration parsers look for the next '>', so there is only the one. */
static ds_xml_verdict instruction(scan *s)
{
    const char *name = s->p, *content;
    int is_declaration;

    if (!skip_name(s)) {
        return DS_XML_BAD_TAG;
    }
    is_declaration = s->p - name == 3 && strncasecmp(name, "xml", 3) == 0;
    content = s->p;
    if (!skip_past(s, "?>")) {
        return DS_XML_BAD_TAG;
    }
    if (is_declaration && memchr(content, '>', (apr_size_t)(s->p - 1 - content))) {
        return DS_XML_BAD_TAG;
    }
    return DS_XML_FINE;
}

static ds_xml_verdict token(scan *s)
{
    if (starts_with(s, "<!--")) {
        s->p += 4;
        return skip_past(s, "-->") ? DS_XML_FINE : DS_XML_BAD_TAG;
    }
    if (starts_with(s, "<![CDATA[")) {
        s->p += 9;
        return s->depth > 0 && skip_past(s, "]]>") ? DS_XML_FINE : DS_XML_BAD_TAG;
    }
    if (starts_with(s, "<!")) {
        return DS_XML_DTD;
    }
    if (starts_with(s, "<?")) {
        s->p += 2;
        return instruction(s);
    }
    if (starts_with(s, "</")) {
        s->p += 2;
        return end_tag(s);
    }
    s->p++;
    return start_tag(s);
}

ds_xml_verdict ds_xml_scan(const char *bytes, apr_size_t len, apr_size_t *offset)
{
    scan s = { bytes, bytes + len, 0 };
    ds_xml_verdict verdict = DS_XML_FINE;

    while (verdict == DS_XML_FINE) {
        const char *begin = memchr(s.p, '<', (apr_size_t)(s.end - s.p));

        if (!begin) {
            *offset = len;
            return DS_XML_FINE;
        }
        s.p = begin;
        verdict = token(&s);
        *offset = (apr_size_t)(begin - bytes);
    }
    return verdict;
}
