/* The markup writer. */
#include <string.h>

#include "core/log.h"
#include "core/markup.h"

#define FIRST_CAPACITY 8192

/* Names are cut here; no name of HTML, XML or ours is half as long. */
#define MAX_NAME 64

struct ds_markup {
    apr_pool_t *pool;
    char *bytes;
    apr_size_t len;
    apr_size_t capacity; /* one byte more is allocated, for the final NUL */
    int is_open;         /* a start tag waits for attributes or its end */
};

/* What the special characters become, in text and in attribute values. */
enum { IN_TEXT, IN_ATTRIBUTE };

static const struct {
    const char *bytes;
    apr_size_t len;
} escapes[2][128] = {
    [IN_TEXT] = {
        ['&'] = { "&amp;", 5 }, ['<'] = { "&lt;", 4 }, ['>'] = { "&gt;", 4 },
        ['\r'] = { "&#xD;", 5 },
    },
    [IN_ATTRIBUTE] = {
        ['&'] = { "&amp;", 5 }, ['<'] = { "&lt;", 4 }, ['"'] = { "&quot;", 6 },
        ['\t'] = { "&#x9;", 5 }, ['\n'] = { "&#xA;", 5 }, ['\r'] = { "&#xD;", 5 },
    },
};

/* Those, and the end of the text. */
static const unsigned char is_special[2][256] = {
    [IN_TEXT] = { [0] = 1, ['&'] = 1, ['<'] = 1, ['>'] = 1, ['\r'] = 1 },
    [IN_ATTRIBUTE] = { [0] = 1, ['&'] = 1, ['<'] = 1, ['"'] = 1, ['\t'] = 1, ['\n'] = 1,
                       ['\r'] = 1 },
};

ds_markup *ds_markup_create(apr_pool_t *pool)
{
    ds_markup *m = apr_palloc(pool, sizeof(*m));

    m->pool = pool;
    m->bytes = apr_palloc(pool, FIRST_CAPACITY + 1);
    m->len = 0;
    m->capacity = FIRST_CAPACITY;
    m->is_open = 0;
    return m;
}

apr_pool_t *ds_markup_pool(const ds_markup *m)
{
    return m->pool;
}

static void grow(ds_markup *m, apr_size_t more)
{
    apr_size_t capacity = m->capacity;
    char *bytes;

    do {
        capacity *= 2;
    } while (capacity - m->len < more);
    bytes = apr_palloc(m->pool, capacity + 1);
    memcpy(bytes, m->bytes, m->len);
    m->bytes = bytes;
    m->capacity = capacity;
}

/* Room for so many bytes more; they are written there and counted by the
 * caller. */
static inline char *reserve(ds_markup *m, apr_size_t more)
{
    if (m->capacity - m->len < more) {
        grow(m, more);
    }
    return m->bytes + m->len;
}

static inline void put(ds_markup *m, const char *bytes, apr_size_t len)
{
    memcpy(reserve(m, len), bytes, len);
    m->len += len;
}

static inline void close_start(ds_markup *m)
{
    if (m->is_open) {
        *reserve(m, 1) = '>';
        m->len++;
        m->is_open = 0;
    }
}

/* Sixteen bytes compared at once, on every machine that the compiler knows. */
typedef unsigned char wide __attribute__((vector_size(16)));

/* Whether one of sixteen bytes may need an escape, as nearly none does. < and
 * > differ in one bit, TAB to CR in their last three, so that a few innocent
 * bytes are looked at again as well. */
static inline int may_need_escape(const char *p, int where)
{
    apr_uint64_t halves[2];
    wide bytes, found;

    memcpy(&bytes, p, sizeof(bytes));
    found = (wide)(bytes == '&') | (wide)((bytes & 0xFD) == '<');
    if (where == IN_TEXT) {
        found |= (wide)(bytes == '\r');
    }
    else {
        found |= (wide)(bytes == '"') | (wide)((bytes & 0xF8) == '\b');
    }
    memcpy(halves, &found, sizeof(halves));
    return (halves[0] | halves[1]) != 0;
}

static void put_long(ds_markup *m, const char *text, apr_size_t len, int where)
{
    const char *p = text, *end = text + len, *run = text;

    while (p < end) {
        unsigned char c;

        if (end - p >= 16 && !may_need_escape(p, where)) {
            p += 16;
            continue;
        }
        c = (unsigned char)*p;
        if (is_special[where][c]) {
            put(m, run, (apr_size_t)(p - run));
            put(m, escapes[where][c].bytes, escapes[where][c].len);
            run = p + 1;
        }
        p++;
    }
    put(m, run, (apr_size_t)(end - run));
}

#define SHORT 32

/* Most values are figures, classes and labels: they are copied as their end
 * is looked for. Whatever is longer or needs escapes is left to put_long(). */
static inline void put_escaped(ds_markup *m, const char *text, int where)
{
    char *to = reserve(m, SHORT);
    int i;

    for (i = 0; i < SHORT; i++) {
        if (is_special[where][(unsigned char)text[i]]) {
            break;
        }
        to[i] = text[i];
    }
    m->len += (apr_size_t)i;
    if (i == SHORT || text[i] != '\0') {
        put_long(m, text + i, strlen(text + i), where);
    }
}

/* Copies a name, which is one of ours and short; returns the end of it. */
static inline char *put_name(char *to, const char *name)
{
    apr_size_t i;

    for (i = 0; name[i] && i < MAX_NAME; i++) {
        to[i] = name[i];
    }
    return to + i;
}

void ds_markup_start(ds_markup *m, const char *name)
{
    char *to;

    close_start(m);
    to = reserve(m, MAX_NAME + 1);
    *to++ = '<';
    to = put_name(to, name);
    m->len = (apr_size_t)(to - m->bytes);
    m->is_open = 1;
}

/* Writes ` name="`, or says that there is no start tag to write it into. */
static int begin_attr(ds_markup *m, const char *name)
{
    char *to;

    if (!m->is_open) {
        ds_log(DS_LOG_ERROR, APR_EGENERAL, "DS0110: attribute %s outside a start tag left out",
               name);
        return 0;
    }
    to = reserve(m, MAX_NAME + 3);
    *to++ = ' ';
    to = put_name(to, name);
    *to++ = '=';
    *to++ = '"';
    m->len = (apr_size_t)(to - m->bytes);
    return 1;
}

void ds_markup_attr(ds_markup *m, const char *name, const char *value)
{
    if (value && begin_attr(m, name)) {
        put_escaped(m, value, IN_ATTRIBUTE);
        put(m, "\"", 1);
    }
}

/* The digits of a value; returns where they begin in the buffer's end. */
static const char *print_int(char *end, apr_int64_t value)
{
    apr_uint64_t magnitude = value < 0 ? -(apr_uint64_t)value : (apr_uint64_t)value;

    do {
        *--end = (char)('0' + magnitude % 10);
        magnitude /= 10;
    } while (magnitude);
    if (value < 0) {
        *--end = '-';
    }
    return end;
}

static void put_int(ds_markup *m, apr_int64_t value)
{
    char buffer[24], *end = buffer + sizeof(buffer);
    const char *begin = print_int(end, value);

    put(m, begin, (apr_size_t)(end - begin));
}

void ds_markup_attr_int(ds_markup *m, const char *name, apr_int64_t value)
{
    if (begin_attr(m, name)) {
        put_int(m, value);
        put(m, "\"", 1);
    }
}

void ds_markup_end(ds_markup *m, const char *name)
{
    char *to;

    close_start(m);
    to = reserve(m, MAX_NAME + 3);
    *to++ = '<';
    *to++ = '/';
    to = put_name(to, name);
    *to++ = '>';
    m->len = (apr_size_t)(to - m->bytes);
}

void ds_markup_void(ds_markup *m)
{
    close_start(m);
}

void ds_markup_text(ds_markup *m, const char *text)
{
    if (text) {
        close_start(m);
        put_escaped(m, text, IN_TEXT);
    }
}

void ds_markup_text_int(ds_markup *m, apr_int64_t value)
{
    close_start(m);
    put_int(m, value);
}

static int is_special_json(unsigned char c)
{
    return c < ' ' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&';
}

void ds_markup_json(ds_markup *m, const char *text)
{
    static const char digits[] = "0123456789ABCDEF";

    close_start(m);
    if (!text) {
        put(m, "null", 4);
        return;
    }
    put(m, "\"", 1);
    while (*text) {
        apr_size_t run = 0;

        while (text[run] && !is_special_json((unsigned char)text[run])) {
            run++;
        }
        put(m, text, run);
        text += run;
        if (*text) {
            const char escape[] = { '\\', 'u', '0', '0', digits[*text >> 4 & 15],
                                    digits[*text & 15] };

            put(m, escape, sizeof(escape));
            text++;
        }
    }
    put(m, "\"", 1);
}

void ds_markup_element(ds_markup *m, const char *name, const char *text)
{
    ds_markup_element_class(m, name, NULL, text);
}

void ds_markup_element_class(ds_markup *m, const char *name, const char *class_name,
                             const char *text)
{
    ds_markup_start(m, name);
    ds_markup_attr(m, "class", class_name);
    ds_markup_text(m, text);
    ds_markup_end(m, name);
}

void ds_markup_doctype(ds_markup *m)
{
    ds_markup_raw(m, "<!DOCTYPE html>\n", 16);
}

void ds_markup_declaration(ds_markup *m)
{
    static const char declaration[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    ds_markup_raw(m, declaration, sizeof(declaration) - 1);
}

void ds_markup_raw(ds_markup *m, const char *bytes, apr_size_t len)
{
    close_start(m);
    put(m, bytes, len);
}

const char *ds_markup_bytes(ds_markup *m, apr_size_t *len)
{
    close_start(m);
    m->bytes[m->len] = '\0';
    *len = m->len;
    return m->bytes;
}
