#include "store/store.h"

#include <stdarg.h>
#include <string.h>

#include <apr_escape.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <openssl/evp.h>

#include "core/log.h"
#include "store/dump.h"
#include "store/store_private.h"

#define TABLE(name, NAME, keys, batch)                                              \
    { name, DS_SQL_DUMP_##NAME, DS_SQL_LOAD_##NAME, DS_SQL_CLEAR_##NAME, keys, batch }

const ds_dump_table ds_dump_tables[] = {
    TABLE("meta", META, "s", 100),
    TABLE("organ", ORGAN, "s", 100),
    TABLE("organ_name", ORGAN_NAME, "sn", 200),
    TABLE("organ_link", ORGAN_LINK, "ss", 200),
    TABLE("account", ACCOUNT, "s", 100),
    TABLE("grant", GRANT, "sss", 200),
    TABLE("report", REPORT, "sn", 200),
    TABLE("revision", REVISION, "snn", 200),
    TABLE("text", TEXT, "snn", 4),
    TABLE("publication", PUBLICATION, "snn", 50),
    TABLE("file", FILE, "s", 200),
    TABLE("file_upload", FILE_UPLOAD, "ss", 200),
    TABLE("publication_file", PUBLICATION_FILE, "snns", 200),
    TABLE("comment", COMMENT, "snn", 200),
    TABLE("signature", SIGNATURE, "snn", 200),
    TABLE("opened", OPENED, "ssn", 200),
    TABLE("year", YEAR, "sn", 200),
    TABLE("roster", ROSTER, "sn", 200),
    TABLE("reminder", REMINDER, "snn", 200),
    TABLE("schedule", SCHEDULE, "sn", 200),
    TABLE("audit", AUDIT, "n", 200),
    TABLE("audit_head", AUDIT_HEAD, "n", 1),
};
const int ds_dump_table_count = sizeof(ds_dump_tables) / sizeof(ds_dump_tables[0]);

/* A backup that is being written. */
typedef struct writer {
    ds_store *store;
    apr_file_t *file;
    EVP_MD_CTX *digest;
    apr_status_t status;   /* of the first write that failed */
} writer;

static void put(writer *w, const char *bytes, apr_size_t length)
{
    if (w->status == APR_SUCCESS)
        w->status = apr_file_write_full(w->file, bytes, length, NULL);
    if (w->status == APR_SUCCESS && EVP_DigestUpdate(w->digest, bytes, length) != 1)
        w->status = APR_EGENERAL;
}

static void put_format(writer *w, apr_pool_t *pool, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void put_format(writer *w, apr_pool_t *pool, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = apr_pvsprintf(pool, format, args);
    va_end(args);
    put(w, text, strlen(text));
}

static void put_row(writer *w, const ds_rows *rows, int i, apr_pool_t *pool)
{
    put(w, "r", 1);
    for (int j = 0; j < rows->columns; j++) {
        const char *value = ds_rows_text(rows, i, j);
        if (!value) {
            put(w, " -", 2);
            continue;
        }
        apr_size_t length = strlen(value);
        put_format(w, pool, " %" APR_SIZE_T_FMT ":", length);
        put(w, value, length);
    }
    put(w, "\n", 1);
}

/* "key > k, or key = k and second > l, ...", as the dump statements take it. */
static int key_args(ds_arg *args, const ds_dump_table *table, const ds_arg *last)
{
    int n = 0, n_keys = (int)strlen(table->keys);
    for (int depth = 0; depth < n_keys; depth++)
        for (int i = 0; i <= depth; i++)
            args[n++] = last[i];
    args[n++] = DS_N(table->batch);
    return n;
}

/* Where the next batch begins; texts live in pool. */
static void remember(ds_arg *last, const ds_dump_table *table, const ds_rows *rows,
                     apr_pool_t *pool)
{
    for (int i = 0; table->keys[i]; i++)
        last[i] = table->keys[i] == 'n' ? DS_N(ds_rows_number(rows, rows->count - 1, i))
            : DS_S(apr_pstrdup(pool, ds_rows_text(rows, rows->count - 1, i)));
}

/* Two pools in turn: the key of one batch is needed while the next is read. */
static apr_status_t dump_table(writer *w, const ds_dump_table *table, apr_pool_t *scratch)
{
    ds_arg args[11], last[4];
    ds_rows *rows;
    apr_int64_t count = 0;
    apr_pool_t *turn[2];
    apr_pool_create(&turn[0], scratch);
    apr_pool_create(&turn[1], scratch);
    for (int i = 0; table->keys[i]; i++)
        last[i] = table->keys[i] == 'n' ? DS_N(-1) : DS_S("");
    put_format(w, scratch, "table %s %d\n", table->name,
               (int)strlen(ds_sql_kinds(table->load)));
    for (int i = 0;; i = !i) {
        apr_pool_clear(turn[i]);
        apr_status_t status = ds_dbd_select(w->store->dbd, table->dump, &rows, args,
                                            key_args(args, table, last), turn[i]);
        if (status != APR_SUCCESS)
            return status;
        for (int row = 0; row < rows->count; row++)
            put_row(w, rows, row, turn[i]);
        count += rows->count;
        if (rows->count < table->batch || w->status != APR_SUCCESS)
            break;
        remember(last, table, rows, turn[i]);
    }
    put_format(w, scratch, "end %" APR_INT64_T_FMT "\n", count);
    return w->status;
}

static apr_status_t dump_all(void *baton, apr_pool_t *scratch_pool)
{
    writer *w = baton;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch_pool);
    put_format(w, scratch_pool, DS_DUMP_MAGIC "%d digest %s\n", ds_dbd_schema_wanted(),
               w->store->settings->digest->name);
    for (int i = 0; i < ds_dump_table_count; i++) {
        apr_pool_clear(iterpool);
        apr_status_t status = dump_table(w, &ds_dump_tables[i], iterpool);
        if (status != APR_SUCCESS)
            return status;
    }
    return w->status;
}

/* The digest's own line is not part of what it covers. */
static apr_status_t put_digest(writer *w, apr_pool_t *pool)
{
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_DigestFinal_ex(w->digest, bytes, &length) != 1)
        return APR_EGENERAL;
    const char *line = apr_psprintf(pool, "digest %s\n",
                                    apr_pescape_hex(pool, bytes, length, 0));
    return apr_file_write_full(w->file, line, strlen(line), NULL);
}

static apr_status_t write_all(writer *w, apr_pool_t *pool)
{
    const EVP_MD *algorithm = EVP_get_digestbyname(w->store->settings->digest->evp_name);
    w->digest = EVP_MD_CTX_new();
    if (!w->digest || !algorithm || EVP_DigestInit_ex(w->digest, algorithm, NULL) != 1)
        return APR_EGENERAL;
    apr_status_t status = ds_dbd_snapshot(w->store->dbd, dump_all, w);
    if (status == APR_SUCCESS)
        status = put_digest(w, pool);
    if (status == APR_SUCCESS)
        status = apr_file_flush(w->file);
    return status == APR_SUCCESS ? apr_file_sync(w->file) : status;
}

/* The file gets its name when it is whole; a link is refused where the name is
 * taken, as a renaming would not be. */
apr_status_t ds_store_backup(ds_store *store, const char *path, apr_pool_t *scratch_pool)
{
    writer w = { .store = store };
    const char *unfinished = apr_pstrcat(scratch_pool, path, ".unfinished", NULL);
    apr_status_t status = apr_file_open(&w.file, unfinished,
                                        APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_EXCL
                                            | APR_FOPEN_BUFFERED | APR_FOPEN_BINARY,
                                        APR_FPROT_UREAD | APR_FPROT_UWRITE, scratch_pool);
    if (status != APR_SUCCESS) {
        ds_log(DS_LOG_ERROR, status, "DS0460: %s cannot be made", unfinished);
        return status;
    }
    status = write_all(&w, scratch_pool);
    EVP_MD_CTX_free(w.digest);
    apr_status_t closed = apr_file_close(w.file);
    if (status == APR_SUCCESS)
        status = closed;
    if (status == APR_SUCCESS)
        status = apr_file_link(unfinished, path);
    apr_file_remove(unfinished, scratch_pool);
    if (status != APR_SUCCESS)
        ds_log(DS_LOG_ERROR, status, "DS0461: the backup %s was not written", path);
    return status;
}
