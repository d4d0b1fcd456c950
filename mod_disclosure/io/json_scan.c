#include "io/json_scan.h"

#include <string.h>

#include "core/status.h"

/* An object or array that is open. */
typedef struct level {
    int is_array;
    int awaits_key;      /* the next string of an object is a key */
    apr_size_t index;    /* of the current item of an array */
    const char *key;     /* of the current member, as written; NULL before the first */
    apr_size_t key_len;
} level;

typedef struct scan {
    level levels[DS_JSON_MAX_DEPTH];
    int depth;
    int values;
} scan;

static void name_place(const scan *s, ds_place *where)
{
    *where = ds_place_of("", 0);
    for (int i = 0; i < s->depth; i++) {
        const level *l = &s->levels[i];
        if (l->is_array) {
            *where = ds_place_item(where->text, l->index);
        } else if (l->key != NULL) {
            ds_place key = ds_place_of(l->key, l->key_len);
            *where = ds_place_join(where->text, key.text);
        }
    }
}

/* Behind the string whose opening quote is at p. */
static const char *behind_string(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++) {
        if (*p == '\\' && p + 1 < end) {
            p++;
        }
    }
    return p < end ? p + 1 : end;
}

static const char *take_string(scan *s, const char *p, const char *end)
{
    const char *next = behind_string(p, end);
    level *top = s->depth > 0 ? &s->levels[s->depth - 1] : NULL;
    if (top != NULL && top->awaits_key) {
        top->awaits_key = 0;
        top->key = p + 1;
        top->key_len = (apr_size_t)(next - p) - 1;
        if (top->key_len > 0 && next[-1] == '"') {
            top->key_len--;
        }
    }
    return next;
}

static apr_status_t open_level(scan *s, int is_array)
{
    if (s->depth == DS_JSON_MAX_DEPTH) {
        return DS_EINVALID;
    }
    s->levels[s->depth++] = (level) { .is_array = is_array, .awaits_key = !is_array };
    return APR_SUCCESS;
}

/* Values are counted by what stands between them. */
static apr_status_t next_value(scan *s)
{
    if (++s->values > DS_JSON_MAX_VALUES) {
        return DS_ETOOLARGE;
    }
    if (s->depth > 0) {
        level *top = &s->levels[s->depth - 1];
        top->index++;
        top->awaits_key = !top->is_array;
    }
    return APR_SUCCESS;
}

static apr_status_t take_character(scan *s, char c)
{
    switch (c) {
    case '{':
    case '[':
        return open_level(s, c == '[');
    case '}':
    case ']':
        s->depth -= s->depth > 0;
        return APR_SUCCESS;
    case ',':
        return next_value(s);
    default:
        return APR_SUCCESS;
    }
}

apr_status_t ds_json_scan(const char *bytes, apr_size_t len, ds_place *where)
{
    scan s = { .depth = 0 };
    apr_status_t status = APR_SUCCESS;
    const char *end = bytes + len;
    while (bytes < end && status == APR_SUCCESS) {
        if (*bytes == '"') {
            bytes = take_string(&s, bytes, end);
        } else {
            status = take_character(&s, *bytes++);
        }
    }
    name_place(&s, where);
    return status;
}
