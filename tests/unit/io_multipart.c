/* Forms with files: what is read, what is refused, and that the cuts between
 * pieces change nothing. */
#include "unit.h"

#include <string.h>

#include <apr_strings.h>

#include "core/finding.h"
#include "core/status.h"
#include "io/multipart.h"

#define TYPE "multipart/form-data; boundary=B"
#define FIELD(name, value)                                                               \
    "--B\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_HEAD(about) "--B\r\nContent-Disposition: form-data; " about "\r\n\r\n"
#define END "--B--\r\n"

/* Everything that was handed on, as one text. */
typedef struct record {
    const char *text;
    apr_status_t answer;   /* what begin() returns */
} record;

static apr_status_t begin(void *baton, const ds_part *part)
{
    record *r = baton;
    r->text = apr_pstrcat(pool, r->text, "[", part->name, "|", part->filename, "|",
                          part->media_type ? part->media_type : "-", "]", NULL);
    return r->answer;
}

static apr_status_t data(void *baton, const char *bytes, apr_size_t len)
{
    record *r = baton;
    char *copy = apr_pstrmemdup(pool, bytes, len);
    for (char *c = copy; c < copy + len; c++)
        if (*c == '\0')
            *c = '0';
    r->text = apr_pstrcat(pool, r->text, copy, NULL);
    return APR_SUCCESS;
}

static apr_status_t end(void *baton)
{
    record *r = baton;
    r->text = apr_pstrcat(pool, r->text, "|", NULL);
    return APR_SUCCESS;
}

static int add_field(void *baton, const char *name, const char *value)
{
    record *r = baton;
    r->text = apr_pstrcat(pool, r->text, "{", name, "=", value, "}", NULL);
    return 1;
}

typedef struct outcome {
    apr_status_t status;
    const char *text;       /* files, then fields */
    const char *finding;    /* id of the first, or "" */
} outcome;

static const ds_multipart_bounds usual = { 100000, 20, 1000 };

/* Reads the body in pieces of `step` bytes. */
static outcome read_in(const char *type, const ds_multipart_bounds *bounds, const char *body,
                       apr_size_t len, apr_size_t step, apr_status_t answer)
{
    record r = { "", answer };
    ds_file_sink sink = { &r, begin, data, end };
    ds_findings *findings = ds_findings_create(pool);
    ds_multipart *reader;
    outcome o = { ds_multipart_create(&reader, type, bounds, &sink, findings, pool), "", "" };
    for (apr_size_t at = 0; o.status == APR_SUCCESS && at < len; at += step) {
        /* Of just this size, so that reading beyond is seen by the sanitizers. */
        apr_size_t n = len - at < step ? len - at : step;
        char *piece = malloc(n);
        memcpy(piece, body + at, n);
        o.status = ds_multipart_feed(reader, piece, n);
        free(piece);
    }
    if (o.status == APR_SUCCESS)
        o.status = ds_multipart_finish(reader);
    if (reader)
        apr_table_do(add_field, &r, ds_multipart_fields(reader), NULL);
    o.text = r.text;
    if (ds_findings_count(findings))
        o.finding = ds_findings_at(findings, 0)->id;
    return o;
}

static outcome read_all(const char *body)
{
    return read_in(TYPE, &usual, body, strlen(body), strlen(body) + 1, APR_SUCCESS);
}

static const struct {
    const char *body;
    const char *text;
} good[] = {
    { END, "" },
    { "--B--", "" },
    { "\r\n--B--", "" },
    { FIELD("a", "1") FIELD("b", "") FIELD("_token", "x\r\ny") END, "{a=1}{b=}{_token=x\r\ny}" },
    { FILE_HEAD("name=\"f\"; filename=\"a.png\"") "bytes\r\n" END, "[f|a.png|-]bytes|" },
    { FILE_HEAD("name=f; filename=a.png") "\r\n" END, "[f|a.png|-]|" },
    { FILE_HEAD("name=\"f\"; filename=\"\"") "\r\n" END, "[f||-]|" },
    { "--B\r\ncontent-disposition:form-data;name=\"f\";filename=\"a\"  \r\n"
      "CONTENT-TYPE: Image/PNG; charset=x\r\nX-Other: y\r\nContent-Transfer-Encoding: binary\r\n"
      "\r\nx\r\n" END, "[f|a|image/png]x|" },
    /* what looks like a delimiter and is none */
    { FILE_HEAD("name=f; filename=a") "\r\r\n\r\n--\r\n-\r\n--A\r\n--\r\n" END,
      "[f|a|-]\r\r\n\r\n--\r\n-\r\n--A\r\n--|" },
    { FILE_HEAD("name=f; filename=a") "--B\n--B\r--B--\r\n" END, "[f|a|-]--B\n--B\r--B--|" },
    { FILE_HEAD("name=f; filename=a") "\r\n\r\n" END, "[f|a|-]\r\n|" },
    /* names of files */
    { FILE_HEAD("name=f; filename=\"C:\\dir\\a b.png\"") "\r\n" END, "[f|a b.png|-]|" },
    { FILE_HEAD("name=f; filename=\"../../etc/passwd\"") "\r\n" END, "[f|passwd|-]|" },
    { FILE_HEAD("name=f; filename=\"..\"") "\r\n" END, "[f||-]|" },
    { FILE_HEAD("name=f; filename=\"dir/\"") "\r\n" END, "[f||-]|" },
    { FILE_HEAD("name=f; filename=\"a\\\"b;c.png\"") "\r\n" END, "[f|a\"b;c.png|-]|" },
    { FILE_HEAD("name=f; filename=\"报告 1.png\"") "\r\n" END, "[f|报告 1.png|-]|" },
    { FILE_HEAD("name=f; filename=\"x\"; filename*=UTF-8''%E6%8A%A5%2Fa.png") "\r\n" END,
      "[f|a.png|-]|" },
    { FILE_HEAD("name=f; filename*=utf-8'zh'%e6%8a%a5.png") "\r\n" END, "[f|报.png|-]|" },
    { FILE_HEAD("name=f; filename=\"a\xE2\x80\xAEgnp.exe\"") "\r\n" END, "[f|agnp.exe|-]|" },
};

START_TEST(reads)
{
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
        outcome o = read_all(good[i].body);
        ck_assert_msg(o.status == APR_SUCCESS, "%zu: %s: %s", i, good[i].body, o.finding);
        ck_assert_str_eq(o.text, good[i].text);
    }
}
END_TEST

static const struct {
    const char *body;
    apr_status_t status;
    const char *finding;
} bad[] = {
    { "", DS_EUNREADABLE, "F.form@form" },
    { "--B", DS_EUNREADABLE, "F.form@form" },
    { "--B-", DS_EUNREADABLE, "F.form@form" },
    { "--B--\r", DS_EUNREADABLE, "F.form@form" },
    { "--B--\r\nx", DS_EUNREADABLE, "F.form@form" },
    { "--B-- \r\n", DS_EUNREADABLE, "F.form@form" },
    { "--C--\r\n", DS_EUNREADABLE, "F.form@form" },
    { "\n--B--\r\n", DS_EUNREADABLE, "F.form@form" },
    { "preamble\r\n" FIELD("a", "1") END, DS_EUNREADABLE, "F.form@form" },
    { "--B\n", DS_EUNREADABLE, "F.form@form" },
    { "--Bx\r\n", DS_EUNREADABLE, "F.form@form" },
    { "--B \r\n", DS_EUNREADABLE, "F.form@form" },
    { FIELD("a", "1"), DS_EUNREADABLE, "F.form@form" },
    { FIELD("a", "1") "--B-", DS_EUNREADABLE, "F.form@form" },
    { FILE_HEAD("name=f; filename=a") "by", DS_EUNREADABLE, "F.form@form" },
    { FILE_HEAD("name=f; filename=a") "by\r\n--", DS_EUNREADABLE, "F.form@form" },
    { FILE_HEAD("name=f; filename=a") "by\r\n--B1\r\n" END, DS_EUNREADABLE, "F.form@form" },
    { "--B\r\n\r\nno head\r\n" END, DS_EUNREADABLE, "F.form@form" },
    { "--B\r\nContent-Type: text/plain\r\n\r\n\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { "--B\r\nContent-Disposition: attachment; name=a\r\n\r\n\r\n" END, DS_EUNREADABLE,
      "F.form@1" },
    { FILE_HEAD("filename=a") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FIELD("", "1") END, DS_EUNREADABLE, "F.form@1" },
    { FIELD("a\tb", "1") END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a; name=b") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a; filename=b; filename=c") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=\"a") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a b=c") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a;") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a\r\nContent-Disposition: form-data; name=b") "\r\n" END, DS_EUNREADABLE,
      "F.form@1" },
    { FILE_HEAD("name=a;\r\n filename=b") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a\nX: y") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a\r\nno colon") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a\r\nContent-Type: multipart/mixed; boundary=C") "\r\n" END, DS_EUNREADABLE,
      "F.form@1" },
    { FILE_HEAD("name=a\r\nContent-Type: png") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a\r\nContent-Type: a/b\r\nContent-Type: a/b") "\r\n" END, DS_EUNREADABLE,
      "F.form@1" },
    { FILE_HEAD("name=a\r\nContent-Transfer-Encoding: base64") "\r\n" END, DS_EUNREADABLE,
      "F.form@1" },
    { FILE_HEAD("name=a; filename=\"\xB1\xA8.png\"") "\r\n" END, DS_EUNREADABLE, "F.encoding@1" },
    { FILE_HEAD("name=a; filename*=UTF-8''%B1%A8.png") "\r\n" END, DS_EUNREADABLE,
      "F.encoding@1" },
    { FILE_HEAD("name=a; filename*=UTF-8''%0a.png") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a; filename*=UTF-8''%00") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a; filename*=UTF-8''%4") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FILE_HEAD("name=a; filename*=gbk''%B1") "\r\n" END, DS_EUNREADABLE, "F.form@1" },
    { FIELD("a", "1") FIELD("a", "2") END, DS_EUNREADABLE, "F.form@a" },
    { FIELD("a", "\xB1\xA8") END, DS_EUNREADABLE, "F.encoding@a" },
    { FIELD("a", "x\x01") END, DS_EUNREADABLE, "F.encoding@a" },
};

START_TEST(refuses)
{
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
        outcome o = read_all(bad[i].body);
        ck_assert_msg(o.status == bad[i].status, "%zu: %s: %d", i, bad[i].body, o.status);
        ck_assert_msg(!strcmp(o.finding, bad[i].finding), "%zu: %s: %s", i, bad[i].body,
                      o.finding);
    }
}
END_TEST

static void check_pieces(const char *body, size_t i)
{
    apr_size_t len = strlen(body);
    outcome whole = read_all(body);
    for (apr_size_t step = 1; step <= len; step++) {
        outcome o = read_in(TYPE, &usual, body, len, step, APR_SUCCESS);
        ck_assert_msg(o.status == whole.status && !strcmp(o.text, whole.text)
                      && !strcmp(o.finding, whole.finding),
                      "%zu in pieces of %zu: '%s', not '%s'", i, step, o.text, whole.text);
    }
}

START_TEST(is_the_same_in_pieces_of_any_size)
{
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        check_pieces(good[i].body, i);
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        check_pieces(bad[i].body, i);
}
END_TEST

START_TEST(takes_any_bytes_of_a_file)
{
    char body[700];
    apr_size_t len = (apr_size_t)apr_snprintf(body, sizeof(body), "%s",
                                              FILE_HEAD("name=f; filename=a"));
    for (int i = 0; i < 256; i++)
        body[len++] = (char)i;
    memcpy(body + len, "\r\n" END, 9);
    len += 9;
    for (apr_size_t step = 1; step < 20; step++) {
        outcome o = read_in(TYPE, &usual, body, len, step, APR_SUCCESS);
        ck_assert_int_eq(o.status, APR_SUCCESS);
        ck_assert_uint_eq(strlen(o.text), strlen("[f|a|-]") + 256 + 1);
    }
}
END_TEST

static const struct {
    const char *type;
    apr_status_t status;
} types[] = {
    { "multipart/form-data; boundary=B", APR_SUCCESS },
    { "Multipart/Form-Data;boundary=\"B\"", APR_SUCCESS },
    { "multipart/form-data; charset=utf-8; BOUNDARY=B", APR_SUCCESS },
    { NULL, DS_EUNSUPPORTED },
    { "", DS_EUNSUPPORTED },
    { "multipart/form-database; boundary=B", DS_EUNSUPPORTED },
    { "multipart/mixed; boundary=B", DS_EUNSUPPORTED },
    { "application/x-www-form-urlencoded", DS_EUNSUPPORTED },
    { "multipart/form-data", DS_EUNREADABLE },
    { "multipart/form-data; boundary=", DS_EUNREADABLE },
    { "multipart/form-data; boundary=\"\"", DS_EUNREADABLE },
    { "multipart/form-data; boundary=\"B", DS_EUNREADABLE },
    { "multipart/form-data; boundary=\"B \"", DS_EUNREADABLE },
    { "multipart/form-data; boundary=B*", DS_EUNREADABLE },
    { "multipart/form-data; boundary=B; boundary=B", DS_EUNREADABLE },
    { "multipart/form-data; boundary=B x", DS_EUNREADABLE },
    { "multipart/form-data; boundary=\"\r\nB\"", DS_EUNREADABLE },
    { "multipart/form-data; boundary="
      "0123456789012345678901234567890123456789012345678901234567890123456789x", DS_EUNREADABLE },
};

START_TEST(wants_a_boundary)
{
    for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
        outcome o = read_in(types[i].type, &usual, END, strlen(END), 100, APR_SUCCESS);
        ck_assert_msg(o.status == types[i].status, "%s: %d", types[i].type, o.status);
        ck_assert_str_eq(o.finding, o.status == DS_EUNREADABLE ? "F.form@Content-Type" : "");
    }
}
END_TEST

START_TEST(keeps_bounds)
{
    static const char body[] = FIELD("a", "12345") FIELD("b", "12345") END;
    static const struct {
        ds_multipart_bounds bounds;
        apr_status_t status;
    } cases[] = {
        { { sizeof(body) - 1, 2, 10 }, APR_SUCCESS },
        { { sizeof(body) - 2, 2, 10 }, DS_ETOOLARGE },
        { { sizeof(body) - 1, 1, 10 }, DS_ETOOLARGE },
        { { sizeof(body) - 1, 2, 9 }, DS_ETOOLARGE },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        for (apr_size_t step = 1; step < sizeof(body); step += 7) {
            outcome o = read_in(TYPE, &cases[i].bounds, body, sizeof(body) - 1, step,
                                APR_SUCCESS);
            ck_assert_msg(o.status == cases[i].status, "%zu: %d", i, o.status);
            ck_assert_int_eq(strncmp(o.finding, "F.size", 6) == 0, o.status == DS_ETOOLARGE);
        }
}
END_TEST

/* A form with one header line of that many bytes, or that many lines. */
static apr_status_t with_head(apr_size_t bytes, int lines)
{
    char *filler = apr_palloc(pool, bytes + 1);
    const char *body = "--B\r\nContent-Disposition: form-data; name=a";
    memset(filler, 'x', bytes);
    filler[bytes] = '\0';
    for (int i = 1; i < lines; i++)
        body = apr_pstrcat(pool, body, "\r\nX: y", NULL);
    body = apr_pstrcat(pool, body, "\r\nX: ", filler, "\r\n\r\n1\r\n" END, NULL);
    return read_all(body).status;
}

static apr_status_t with_name(const char *parameter, apr_size_t length)
{
    char *name = apr_palloc(pool, length + 1);
    memset(name, 'n', length);
    name[length] = '\0';
    return read_all(apr_pstrcat(pool, "--B\r\nContent-Disposition: form-data; ", parameter, name,
                                "\r\n\r\n1\r\n" END, NULL)).status;
}

START_TEST(keeps_bounds_of_headers)
{
    ck_assert_int_eq(with_head(3000, 1), APR_SUCCESS);
    ck_assert_int_eq(with_head(5000, 1), DS_ETOOLARGE);
    ck_assert_int_eq(with_head(1, DS_PART_MAX_HEADERS - 1), APR_SUCCESS);
    ck_assert_int_eq(with_head(1, DS_PART_MAX_HEADERS), DS_EUNREADABLE);
    ck_assert_int_eq(with_name("name=", DS_PART_MAX_NAME), APR_SUCCESS);
    ck_assert_int_eq(with_name("name=", DS_PART_MAX_NAME + 1), DS_ETOOLARGE);
    ck_assert_int_eq(with_name("name=f; filename=", DS_PART_MAX_FILENAME), APR_SUCCESS);
    ck_assert_int_eq(with_name("name=f; filename=", DS_PART_MAX_FILENAME + 1), DS_ETOOLARGE);
}
END_TEST

START_TEST(stops_when_the_sink_says_so)
{
    static const char body[] = FIELD("a", "1") FILE_HEAD("name=f; filename=x") "data\r\n"
        FIELD("b", "2") END;
    outcome o = read_in(TYPE, &usual, body, sizeof(body) - 1, 3, DS_EINVALID);
    ck_assert_int_eq(o.status, DS_EINVALID);
    ck_assert_str_eq(o.text, "[f|x|-]{a=1}");
    ck_assert_str_eq(o.finding, "");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reads);
    tcase_add_test(cases, refuses);
    tcase_add_test(cases, is_the_same_in_pieces_of_any_size);
    tcase_add_test(cases, takes_any_bytes_of_a_file);
    tcase_add_test(cases, wants_a_boundary);
    tcase_add_test(cases, keeps_bounds);
    tcase_add_test(cases, keeps_bounds_of_headers);
    tcase_add_test(cases, stops_when_the_sink_says_so);
}

UNIT_MAIN("io/multipart", add_all)
