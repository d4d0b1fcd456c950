#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#include <apr_escape.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <openssl/evp.h>

#include "core/digest.h"
#include "store/dump.h"
#include "store/search_index.h"
#include "store/store_private.h"

#define BUFFER 65536

/* A backup that is being read: first for its digest alone, then again into the
 * database. One row is in memory at a time. */
typedef struct reader {
    ds_store *store;
    const char *path;
    apr_file_t *file;
    EVP_MD_CTX *digest;
    char buffer[BUFFER];
    apr_size_t size, at;     /* bytes in the buffer, the next one */
    apr_size_t digested;     /* of the buffer */
    apr_int64_t line;
    int is_loading;          /* into the database */
    const char *error;       /* in error_pool */
    apr_pool_t *error_pool;
} reader;

static apr_status_t wrong(reader *r, const char *what)
{
    if (!r->error)
        r->error = apr_psprintf(r->error_pool, "备份文件第 %" APR_INT64_T_FMT " 行有误：%s。数据库没有改动。",
                                r->line, what);
    return DS_EINVALID;
}

/* ---- Bytes ---- */

static apr_status_t digest_so_far(reader *r)
{
    int is_right = !r->digest
        || EVP_DigestUpdate(r->digest, r->buffer + r->digested, r->at - r->digested) == 1;
    r->digested = r->at;
    return is_right ? APR_SUCCESS : APR_EGENERAL;
}

static apr_status_t fill(reader *r)
{
    apr_status_t status = digest_so_far(r);
    if (status != APR_SUCCESS)
        return status;
    r->at = r->digested = 0;
    r->size = sizeof(r->buffer);
    status = apr_file_read(r->file, r->buffer, &r->size);
    if (status != APR_SUCCESS)
        r->size = 0;
    return APR_STATUS_IS_EOF(status) ? APR_SUCCESS : status;
}

/* The next byte, or -1 at the end and when the file cannot be read. */
static int next(reader *r)
{
    if (r->at == r->size && (fill(r) != APR_SUCCESS || r->size == 0))
        return -1;
    return (unsigned char)r->buffer[r->at++];
}

static int peek(reader *r)
{
    int c = next(r);
    if (c >= 0)
        r->at--;
    return c;
}

/* A line of at most `max` bytes without its end. */
static apr_status_t read_line(reader *r, char *line, apr_size_t max)
{
    apr_size_t length = 0;
    int c;
    r->line++;
    while ((c = next(r)) >= 0 && c != '\n' && length < max)
        line[length++] = (char)c;
    line[length] = '\0';
    return c == '\n' ? APR_SUCCESS : wrong(r, "内容被截断，或者不是备份文件");
}

static apr_status_t read_bytes(reader *r, char *out, apr_size_t length)
{
    while (length > 0) {
        if (r->at == r->size && (fill(r) != APR_SUCCESS || r->size == 0))
            return wrong(r, "内容被截断");
        apr_size_t part = r->size - r->at < length ? r->size - r->at : length;
        memcpy(out, r->buffer + r->at, part);
        out += part;
        r->at += part;
        length -= part;
    }
    return APR_SUCCESS;
}

/* ---- Rows ---- */

/* " -" or " length:bytes". */
static apr_status_t read_field(reader *r, const char **out, apr_pool_t *pool)
{
    apr_size_t length = 0;
    int c, digits = 0;
    *out = NULL;
    if (next(r) != ' ')
        return wrong(r, "字段数不对");
    if (peek(r) == '-') {
        next(r);
        return APR_SUCCESS;
    }
    while ((c = next(r)) >= '0' && c <= '9' && ++digits <= 8)
        length = length * 10 + (apr_size_t)(c - '0');
    if (c != ':' || digits == 0 || length > DS_DUMP_MAX_FIELD)
        return wrong(r, "字段长度不对");
    char *bytes = apr_palloc(pool, length + 1);
    bytes[length] = '\0';
    *out = bytes;
    apr_status_t status = read_bytes(r, bytes, length);
    return status == APR_SUCCESS && strlen(bytes) != length ? wrong(r, "字段中有空字节") : status;
}

static int is_integer(const char *text)
{
    apr_size_t length = text ? strlen(text) : 0;
    apr_size_t sign = length && *text == '-';
    return length > sign && length <= 19 + sign && strspn(text + sign, "0123456789") == length - sign;
}

static apr_status_t read_row(reader *r, const ds_dump_table *table, apr_pool_t *pool)
{
    const char *kinds = ds_sql_kinds(table->load);
    int n = (int)strlen(kinds);
    ds_arg args[DS_DUMP_MAX_FIELDS];
    r->line++;
    next(r); /* the "r" that was seen */
    for (int i = 0; i < n; i++) {
        const char *text;
        apr_status_t status = read_field(r, &text, pool);
        if (status != APR_SUCCESS)
            return status;
        if (kinds[i] == 'n' && !is_integer(text))
            return wrong(r, "应为数字的字段不是数字");
        args[i] = kinds[i] == 'n' ? DS_N(apr_atoi64(text)) : DS_S(text);
    }
    if (next(r) != '\n')
        return wrong(r, "字段数不对");
    return r->is_loading ? ds_dbd_change(r->store->dbd, table->load, NULL, args, n) : APR_SUCCESS;
}

static apr_status_t read_table(reader *r, const ds_dump_table *table, apr_pool_t *pool)
{
    char line[128];
    apr_int64_t count = 0;
    apr_status_t status = read_line(r, line, sizeof(line) - 1);
    if (status != APR_SUCCESS)
        return status;
    const char *head = apr_psprintf(pool, "table %s %d", table->name,
                                    (int)strlen(ds_sql_kinds(table->load)));
    if (strcmp(line, head))
        return wrong(r, "数据表的次序或列数不对");
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, pool);
    for (; status == APR_SUCCESS && peek(r) == 'r'; count++) {
        apr_pool_clear(iterpool);
        status = read_row(r, table, iterpool);
    }
    if (status == APR_SUCCESS)
        status = read_line(r, line, sizeof(line) - 1);
    if (status == APR_SUCCESS && strcmp(line, apr_psprintf(pool, "end %" APR_INT64_T_FMT, count)))
        return wrong(r, "记录数不对");
    return status;
}

/* ---- The whole file ---- */

static apr_status_t read_head(reader *r, apr_pool_t *pool)
{
    char line[128];
    apr_status_t status = read_line(r, line, sizeof(line) - 1);
    if (status != APR_SUCCESS)
        return status;
    if (strncmp(line, DS_DUMP_MAGIC, strlen(DS_DUMP_MAGIC)))
        return wrong(r, "不是本程序的备份文件");
    char *rest;
    long schema = strtol(line + strlen(DS_DUMP_MAGIC), &rest, 10);
    if (schema != ds_dbd_schema_wanted())
        return wrong(r, apr_psprintf(pool, "备份的数据库版本是 %ld，本程序需要 %d", schema,
                                     ds_dbd_schema_wanted()));
    const ds_digest_algorithm *algorithm = strncmp(rest, " digest ", 8) ? NULL
        : ds_digest_find(rest + 8);
    const EVP_MD *md = algorithm ? EVP_get_digestbyname(algorithm->evp_name) : NULL;
    if (!md)
        return wrong(r, "没有注明摘要算法，或者本程序没有这种算法");
    r->digest = EVP_MD_CTX_new();
    return r->digest && EVP_DigestInit_ex(r->digest, md, NULL) == 1 ? APR_SUCCESS : APR_EGENERAL;
}

static apr_status_t check_digest(reader *r, apr_pool_t *pool)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    char line[256];
    peek(r); /* so that what was read is in this buffer, and digested up to here */
    apr_status_t status = digest_so_far(r);
    if (status != APR_SUCCESS || EVP_DigestFinal_ex(r->digest, bytes, &length) != 1)
        return APR_EGENERAL;
    EVP_MD_CTX_free(r->digest);
    r->digest = NULL;
    status = read_line(r, line, sizeof(line) - 1);
    if (status != APR_SUCCESS)
        return status;
    if (strcmp(line, apr_psprintf(pool, "digest %s", apr_pescape_hex(pool, bytes, length, 0))))
        return wrong(r, "摘要不符，文件不完整或被改动过");
    r->line++;
    return next(r) < 0 ? APR_SUCCESS : wrong(r, "摘要之后还有内容");
}

static apr_status_t read_all(reader *r, apr_pool_t *pool)
{
    apr_pool_t *iterpool;
    apr_status_t status = read_head(r, pool);
    apr_pool_create(&iterpool, pool);
    for (int i = 0; status == APR_SUCCESS && i < ds_dump_table_count; i++) {
        apr_pool_clear(iterpool);
        status = read_table(r, &ds_dump_tables[i], iterpool);
    }
    return status == APR_SUCCESS ? check_digest(r, pool) : status;
}

static apr_status_t read_file(reader *r, apr_pool_t *pool)
{
    r->size = r->at = r->digested = 0;
    r->line = 0;
    apr_status_t status = apr_file_open(&r->file, r->path, APR_FOPEN_READ | APR_FOPEN_BINARY,
                                        APR_FPROT_OS_DEFAULT, pool);
    if (status != APR_SUCCESS)
        return wrong(r, "文件打不开");
    status = read_all(r, pool);
    EVP_MD_CTX_free(r->digest);
    r->digest = NULL;
    apr_file_close(r->file);
    return status;
}

static apr_status_t load_body(void *baton, apr_pool_t *scratch_pool)
{
    reader *r = baton;
    /* The head of the record, taken first, keeps others out. */
    apr_status_t status = ds_dbd_change(r->store->dbd, DS_SQL_AUDIT_LOCK, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = ds_search__clear(r->store->dbd);
    for (int i = ds_dump_table_count - 1; status == APR_SUCCESS && i >= 0; i--)
        status = ds_dbd_change(r->store->dbd, ds_dump_tables[i].clear, NULL, DS_NO_ARGS);
    /* Who was signed in before is no longer; codes on slips are void. */
    if (status == APR_SUCCESS)
        status = ds_dbd_change(r->store->dbd, DS_SQL_SESSIONS_CLEAR, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = ds_dbd_change(r->store->dbd, DS_SQL_RESETS_CLEAR, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = read_file(r, scratch_pool);
    return status == APR_SUCCESS ? ds_search__fill(r->store->dbd, scratch_pool) : status;
}

apr_status_t ds_store_restore(ds_store *store, const char *path, const char **error,
                              apr_pool_t *scratch_pool)
{
    reader *r = apr_pcalloc(scratch_pool, sizeof(*r));
    r->store = store;
    r->path = path;
    r->error_pool = scratch_pool;
    *error = NULL;
    apr_status_t status = read_file(r, scratch_pool);
    if (status == APR_SUCCESS) {
        r->is_loading = 1;
        status = ds_dbd_transaction(store->dbd, load_body, r);
    }
    if (status != APR_SUCCESS)
        *error = r->error ? r->error : "备份没有恢复，数据库没有改动；原因见日志。";
    return status;
}
