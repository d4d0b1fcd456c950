/* The body after a line that gives the sizes of the pieces it is read in. What
 * is read must not depend on them.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/status.h"
#include "core/text.h"
#include "io/multipart.h"

#define TYPE "multipart/form-data; boundary=B"

/* What was handed on: a running sum, as bodies may be large. */
typedef struct record {
    apr_uint64_t sum;
    int open;
} record;

static void add(record *r, const char *bytes, apr_size_t len)
{
    for (apr_size_t i = 0; i < len; i++) {
        r->sum = (r->sum ^ (unsigned char)bytes[i]) * APR_UINT64_C(1099511628211);
    }
}

static void add_text(record *r, const char *text)
{
    fuzz_require(ds_text_first_bad(text, strlen(text)) == strlen(text), "texts are text");
    add(r, text, strlen(text) + 1);
}

static apr_status_t begin(void *baton, const ds_part *part)
{
    record *r = baton;
    fuzz_require(!r->open++, "one file at a time");
    fuzz_require(*part->name != '\0' && strpbrk(part->filename, "/\\\r\n") == NULL,
                 "names are plain");
    add_text(r, part->name);
    add_text(r, part->filename);
    add_text(r, part->media_type != NULL ? part->media_type : "-");
    return APR_SUCCESS;
}

static apr_status_t data(void *baton, const char *bytes, apr_size_t len)
{
    record *r = baton;
    fuzz_require(r->open && len > 0, "bytes of a file that is open");
    add(r, bytes, len);
    return APR_SUCCESS;
}

static apr_status_t end(void *baton)
{
    record *r = baton;
    fuzz_require(r->open--, "a file that was open");
    add(r, "|", 1);
    return APR_SUCCESS;
}

static int add_field(void *baton, const char *name, const char *value)
{
    add_text(baton, name);
    add_text(baton, value);
    return 1;
}

/* Sizes of pieces, one after the other and over again; none: the whole. */
static apr_status_t read_in(record *r, const uint8_t *sizes, size_t n_sizes, const char *body,
                            size_t size, apr_pool_t *pool)
{
    static const ds_multipart_bounds bounds = { 60000, 30, 5000 };
    ds_file_sink sink = { r, begin, data, end };
    ds_findings *findings = ds_findings_create(pool);
    ds_multipart *reader;
    *r = (record) { APR_UINT64_C(14695981039346656037), 0 };
    apr_status_t status = ds_multipart_create(&reader, TYPE, &bounds, &sink, findings, pool);
    for (size_t at = 0, i = 0; status == APR_SUCCESS && at < size; i++) {
        size_t n = n_sizes > 0 ? sizes[i % n_sizes] + (size_t)1 : size;
        n = n < size - at ? n : size - at;
        status = ds_multipart_feed(reader, body + at, n);
        at += n;
    }
    if (status == APR_SUCCESS) {
        status = ds_multipart_finish(reader);
    }
    fuzz_require(status == APR_SUCCESS || ds_findings_of(findings, DS_ERROR) > 0,
                 "a refusal says why");
    fuzz_require(status != APR_SUCCESS || r->open == 0, "every file comes to its end");
    apr_table_do(add_field, r, ds_multipart_fields(reader), NULL);
    fuzz_keep_findings(findings, pool);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t size)
{
    const uint8_t *line = memchr(input, '\n', size);
    size_t n_sizes = line != NULL ? (size_t)(line - input) : 0;
    const char *body = (const char *)(line != NULL ? line + 1 : input);
    size_t body_size = size - (line != NULL ? n_sizes + 1 : 0);
    apr_pool_t *pool = fuzz_begin();
    record whole, pieces;
    apr_status_t status = read_in(&whole, NULL, 0, body, body_size, pool);
    fuzz_require(read_in(&pieces, input, n_sizes, body, body_size, pool) == status,
                 "the outcome is the same in pieces");
    fuzz_require(whole.sum == pieces.sum, "what is read is the same in pieces");
    fuzz_end(pool);
    return 0;
}
