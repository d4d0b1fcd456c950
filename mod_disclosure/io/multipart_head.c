#include "io/multipart_head.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/text.h"

#define MAX_BOUNDARY 70
#define MAX_MEDIA_TYPE 127

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
/* RFC 7230, token */
#define TOKEN LETTERS DIGITS "!#$%&'*+-.^_`|~"
/* RFC 2046, bchars */
#define BOUNDARY LETTERS DIGITS "'()+_,-./:=? "

static const ds_head_fault good = { NULL, NULL };
static const ds_head_fault broken = {
    "F.form", "的标头无法读取，请用浏览器或标准的程序重新提交。"
};
static const ds_head_fault not_text = {
    "F.encoding", "的名称不是 UTF-8 编码的文字，请改名后重新提交。"
};
static const ds_head_fault long_name = { "F.size", "的名称太长，请改短后重新提交。" };
static const ds_head_fault nested = {
    "F.form", "里又套有多个部分，或者用了传输编码，不能接受，请直接提交文件本身。"
};

/* ---- Parameters: "; name=value", "; name=\"value\"" ---- */

typedef struct parameter {
    const char *name;   /* in lower case */
    const char *value;
} parameter;

static void skip_space(const char **p)
{
    *p += strspn(*p, " \t");
}

static char *lower(apr_pool_t *pool, const char *text, apr_size_t len)
{
    char *copy = apr_pstrmemdup(pool, text, len);
    for (char *c = copy; *c != '\0'; c++) {
        *c = (char)apr_tolower(*c);
    }
    return copy;
}

/* A backslash stands for itself but before a quote: browsers of old send
 * whole paths of Windows unescaped. NULL when the quote is not closed. */
static const char *take_quoted(const char **p, apr_pool_t *pool)
{
    char *value = apr_palloc(pool, strlen(*p));
    char *to = value;
    for (++*p; **p != '"'; ++*p) {
        if (**p == '\0') {
            return NULL;
        }
        if (**p == '\\' && (*p)[1] == '"') {
            ++*p;
        }
        *to++ = **p;
    }
    ++*p;
    *to = '\0';
    return value;
}

static const char *take_token(const char **p, apr_pool_t *pool)
{
    apr_size_t len = strspn(*p, TOKEN);
    const char *value = len > 0 ? apr_pstrmemdup(pool, *p, len) : NULL;
    *p += len;
    return value;
}

/* The boundary parameter is often sent unquoted with characters no token may
 * have. */
static const char *take_loose(const char **p, apr_pool_t *pool)
{
    apr_size_t len = strcspn(*p, "; \t\"");
    const char *value = len > 0 ? apr_pstrmemdup(pool, *p, len) : NULL;
    *p += len;
    return value;
}

/* 1: a parameter was taken; 0: the end; -1: neither. */
static int take_parameter(parameter *out, const char **p, apr_pool_t *pool)
{
    skip_space(p);
    if (**p == '\0') {
        return 0;
    }
    if (**p != ';') {
        return -1;
    }
    ++*p;
    skip_space(p);
    apr_size_t len = strspn(*p, TOKEN);
    if (len == 0) {
        return -1;
    }
    out->name = lower(pool, *p, len);
    *p += len;
    if (*(*p)++ != '=') {
        return -1;
    }
    out->value = **p == '"' ? take_quoted(p, pool) : take_loose(p, pool);
    return out->value != NULL ? 1 : -1;
}

const char *ds_head_boundary(const char *content_type, int *is_form, apr_pool_t *pool)
{
    static const char type[] = "multipart/form-data";
    const char *p = content_type, *boundary = NULL;
    parameter found;
    int got, times = 0;
    *is_form = 0;
    if (p == NULL) {
        return NULL;
    }
    skip_space(&p);
    if (strncasecmp(p, type, strlen(type)) != 0 || strchr("; \t", p[strlen(type)]) == NULL) {
        return NULL;
    }
    *is_form = 1;
    p += strlen(type);
    while ((got = take_parameter(&found, &p, pool)) > 0) {
        if (strcmp(found.name, "boundary") == 0) {
            boundary = found.value;
            times++;
        }
    }
    apr_size_t len = boundary != NULL ? strlen(boundary) : 0;
    int is_right = got == 0 && times == 1 && len > 0 && len <= MAX_BOUNDARY
                   && strspn(boundary, BOUNDARY) == len && boundary[len - 1] != ' ';
    return is_right ? boundary : NULL;
}

/* ---- Names ---- */

static int is_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7F) {
            return 0;
        }
    }
    return 1;
}

/* Characters that change the direction of the text around them: "gpj.exe"
 * would look like "exe.jpg". */
static int is_direction(apr_uint32_t c)
{
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E)
           || (c >= 0x2066 && c <= 0x2069);
}

/* The name behind the last slash of either kind, without white space around it
 * and signs nobody sees; "" where nothing is left that is a name. */
static const char *plain_filename(const char *text, apr_pool_t *pool)
{
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '/' || *p == '\\') {
            text = p + 1;
        }
    }
    char *name = apr_palloc(pool, strlen(text) + 1), *to = name;
    while (*text != '\0') {
        const char *next = text;
        if (!is_direction(ds_text_next(&next))) {
            memcpy(to, text, (apr_size_t)(next - text));
            to += next - text;
        }
        text = next;
    }
    *to = '\0';
    const char *tidy = ds_text_tidy(pool, name, strlen(name));
    return strcmp(tidy, ".") == 0 || strcmp(tidy, "..") == 0 ? "" : tidy;
}

static ds_head_fault set_filename(ds_part *part, const char *text, apr_pool_t *pool)
{
    apr_size_t len = strlen(text);
    if (ds_text_first_bad(text, len) != len) {
        return not_text;
    }
    if (!is_plain(text)) {
        return broken;
    }
    part->filename = plain_filename(text, pool);
    return ds_text_length(part->filename) > DS_PART_MAX_FILENAME ? long_name : good;
}

static int hex_digit(char c)
{
    return apr_isdigit(c) ? c - '0' : apr_isxdigit(c) ? apr_tolower(c) - 'a' + 10 : -1;
}

/* UTF-8'language'percent-encoded (RFC 5987); NULL when it is not that. */
static const char *decode_extended(const char *value, apr_pool_t *pool)
{
    const char *text = strchr(value, '\'');
    if (text == NULL || text - value != 5 || strncasecmp(value, "utf-8", 5) != 0) {
        return NULL;
    }
    text = strchr(text + 1, '\'');
    if (text == NULL) {
        return NULL;
    }
    text++;
    char *result = apr_palloc(pool, strlen(text) + 1), *to = result;
    while (*text != '\0') {
        if (*text != '%') {
            *to++ = *text++;
            continue;
        }
        int high = hex_digit(text[1]);
        int low = high >= 0 ? hex_digit(text[2]) : -1;
        if (low < 0 || high * 16 + low == 0) {
            return NULL;
        }
        *to++ = (char)(high * 16 + low);
        text += 3;
    }
    *to = '\0';
    return result;
}

/* ---- The headers we know ---- */

/* What a part's headers have said so far. */
typedef struct head {
    ds_part *part;
    const char *name, *filename, *extended; /* parameters of Content-Disposition */
    int dispositions, types;
    apr_pool_t *pool;
} head;

static int take_once(const char **member, const char *value)
{
    if (*member != NULL) {
        return 0;
    }
    *member = value;
    return 1;
}

static ds_head_fault read_disposition(head *h, const char *value)
{
    const char *type = take_token(&value, h->pool);
    parameter found;
    int got;
    if (h->dispositions++ > 0 || type == NULL || strcasecmp(type, "form-data") != 0) {
        return broken;
    }
    while ((got = take_parameter(&found, &value, h->pool)) > 0) {
        const char **member = strcmp(found.name, "name") == 0 ? &h->name
            : strcmp(found.name, "filename") == 0 ? &h->filename
            : strcmp(found.name, "filename*") == 0 ? &h->extended : NULL;
        if (member != NULL && !take_once(member, found.value)) {
            return broken;
        }
    }
    return got == 0 ? good : broken;
}

static ds_head_fault read_type(head *h, const char *value)
{
    apr_size_t len = strcspn(value, "; \t");
    const char *slash = memchr(value, '/', len);
    if (h->types++ > 0 || slash == NULL || len > MAX_MEDIA_TYPE
        || strspn(value, TOKEN) != (apr_size_t)(slash - value) || slash == value
        || strspn(slash + 1, TOKEN) != len - (apr_size_t)(slash + 1 - value)
        || slash + 1 == value + len) {
        return broken;
    }
    h->part->media_type = lower(h->pool, value, len);
    return strncmp(h->part->media_type, "multipart/", 10) == 0 ? nested : good;
}

static ds_head_fault read_encoding(head *h, const char *value)
{
    return strcasecmp(value, "binary") == 0 || strcasecmp(value, "8bit") == 0
           || strcasecmp(value, "7bit") == 0 ? good : nested;
}

static const struct {
    const char *name;
    ds_head_fault (*read)(head *h, const char *value);
} headers[] = {
    { "content-disposition", read_disposition },
    { "content-type", read_type },
    { "content-transfer-encoding", read_encoding },
};

/* One line without its end. Headers that are not known are passed over, as
 * RFC 7578 has it. */
static ds_head_fault read_line(head *h, char *line)
{
    apr_size_t len = strspn(line, TOKEN);
    if (len == 0 || line[len] != ':') {
        return broken;
    }
    const char *name = lower(h->pool, line, len), *value = line + len + 1;
    skip_space(&value);
    for (char *end = line + strlen(line); end > value && (end[-1] == ' ' || end[-1] == '\t');) {
        *--end = '\0';
    }
    for (apr_size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
        if (strcmp(headers[i].name, name) == 0) {
            return headers[i].read(h, value);
        }
    }
    return good;
}

static ds_head_fault finish(head *h)
{
    if (h->name == NULL || *h->name == '\0' || !is_plain(h->name)) {
        return broken;
    }
    if (strlen(h->name) > DS_PART_MAX_NAME) {
        return long_name;
    }
    h->part->name = h->name;
    const char *filename = h->extended != NULL ? decode_extended(h->extended, h->pool)
                                               : h->filename;
    if (filename == NULL) {
        return h->extended != NULL ? broken : good;
    }
    return set_filename(h->part, filename, h->pool);
}

ds_head_fault ds_head_read(ds_part *part, const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    head h = { .part = part, .pool = pool };
    ds_head_fault fault = good;
    char *text = apr_pstrmemdup(pool, bytes, len);
    *part = (ds_part) { 0 };
    if (memchr(bytes, '\0', len) != NULL) {
        return broken;
    }
    if (ds_text_first_bad(text, len) != len) {
        return not_text;
    }
    for (int lines = 0; *text != '\0' && fault.rule == NULL; lines++) {
        char *end = strstr(text, "\r\n");
        if (end == NULL || lines == DS_PART_MAX_HEADERS) {
            return broken;
        }
        *end = '\0';
        fault = strpbrk(text, "\r\n\v\x7F") == NULL ? read_line(&h, text) : broken;
        text = end + 2;
    }
    return fault.rule == NULL ? finish(&h) : fault;
}
