#include "store/search_index.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "core/bigram.h"
#include "core/log.h"
#include "core/prose_scan.h"
#include "store/search.h"

/* Grams that one statement takes, and docs read at once. */
#define BATCH 32
#define READ 16

/* How many reports are indexed is said about every so many. */
#define STRIDE 1000

/* Postings kept in memory before they are written: 32 MB. */
#define MOST_POSTINGS (4 * 1024 * 1024)

/* ---- Codes ---- */

static const char digits[] = "0123456789abcdefghijklmnopqrstuv";

static void write_code(char *code, int place)
{
    code[0] = digits[place / 32];
    code[1] = digits[place % 32];
}

static int digit(char c)
{
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

int ds_search__place(const char *code)
{
    int high = digit(code[0]), low = high < 0 ? -1 : digit(code[1]);
    return low < 0 || high * 32 + low >= DS_SEARCH_SEGMENT ? -1 : high * 32 + low;
}

/* ---- Postings of one segment ---- */

/* Field, gram and place in the segment as one number, so that sorting brings
 * together what goes into one row. */
#define PLACE_BITS 9
#define FIELD_BIT 51

typedef struct postings {
    ds_dbd *dbd;
    apr_int64_t segment;
    apr_array_header_t *all;     /* of apr_uint64_t */
    apr_pool_t *pool;            /* cleared when they are written */
} postings;

static void start(postings *p, ds_dbd *dbd, apr_pool_t *parent)
{
    p->dbd = dbd;
    apr_pool_create(&p->pool, parent);
    p->all = apr_array_make(parent, 4096, sizeof(apr_uint64_t));
}

static void post(postings *p, apr_uint64_t field, const ds_grams *grams, apr_int64_t doc)
{
    int n;
    const apr_int64_t *all = ds_grams_all(grams, &n);
    for (int i = 0; i < n; i++)
        APR_ARRAY_PUSH(p->all, apr_uint64_t) = field << FIELD_BIT
            | (apr_uint64_t)all[i] << PLACE_BITS | (apr_uint64_t)(doc % DS_SEARCH_SEGMENT);
}

static int ascending(const void *a, const void *b)
{
    apr_uint64_t x = *(const apr_uint64_t *)a, y = *(const apr_uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* The row that begins at `from`: its gram and docs; the index behind it. */
static int take_row(const postings *p, int from, ds_arg *gram, ds_arg *docs)
{
    const apr_uint64_t *all = (const apr_uint64_t *)p->all->elts;
    apr_uint64_t key = all[from] >> PLACE_BITS;
    int end = from;
    while (end < p->all->nelts && all[end] >> PLACE_BITS == key)
        end++;
    char *codes = apr_palloc(p->pool, (apr_size_t)(end - from) * DS_SEARCH_CODE + 1);
    for (int i = from; i < end; i++)
        write_code(codes + (i - from) * DS_SEARCH_CODE,
                   (int)(all[i] & (DS_SEARCH_SEGMENT - 1)));
    codes[(end - from) * DS_SEARCH_CODE] = '\0';
    *gram = DS_N((apr_int64_t)(key & (((apr_uint64_t)1 << (FIELD_BIT - PLACE_BITS)) - 1)));
    *docs = DS_S(codes);
    return end;
}

static int field_of(const postings *p, int i)
{
    return (int)(APR_ARRAY_IDX(p->all, i, apr_uint64_t) >> FIELD_BIT);
}

static apr_status_t write_all(postings *p)
{
    apr_status_t status = APR_SUCCESS;
    qsort(p->all->elts, (size_t)p->all->nelts, sizeof(apr_uint64_t), ascending);
    for (int i = 0; status == APR_SUCCESS && i < p->all->nelts;) {
        ds_arg args[2 + 2 * BATCH];
        int field = field_of(p, i);
        apr_pool_clear(p->pool);
        args[0] = DS_N(field);
        args[1] = DS_N(p->segment);
        for (int k = 0; k < BATCH; k++) {
            ds_arg *pair = args + 2 + 2 * k;
            if (i < p->all->nelts && field_of(p, i) == field) {
                i = take_row(p, i, &pair[0], &pair[1]);
            } else {
                pair[0] = DS_N(0);
                pair[1] = DS_S("");
            }
        }
        status = ds_dbd_change(p->dbd, DS_SQL_SEARCH_GRAMS_ADD, NULL, args, 2 + 2 * BATCH);
    }
    apr_array_clear(p->all);
    return status;
}

/* The text's grams, written when they are of another segment than those
 * before, or many. */
static apr_status_t index_text(postings *p, apr_int64_t doc, const ds_search_text *text,
                               apr_pool_t *pool)
{
    apr_array_header_t *blocks;
    ds_grams *grams = ds_grams_create(pool);
    apr_status_t status = APR_SUCCESS;
    if (p->all->nelts && (p->segment != doc / DS_SEARCH_SEGMENT || p->all->nelts > MOST_POSTINGS))
        status = write_all(p);
    p->segment = doc / DS_SEARCH_SEGMENT;
    ds_grams_add(grams, text->title);
    ds_grams_add(grams, text->organ_name);
    post(p, DS_SEARCH_IN_TITLE, grams, doc);
    if (status == APR_SUCCESS)
        status = ds_prose_scan(&blocks, text->xml, text->xml_length, pool);
    for (int i = 0; status == APR_SUCCESS && i < blocks->nelts; i++)
        ds_grams_add(grams, APR_ARRAY_IDX(blocks, i, ds_prose_block).text);
    post(p, DS_SEARCH_IN_ALL, grams, doc);
    return status;
}

/* ---- One publication ---- */

apr_status_t ds_search__add(ds_dbd *dbd, const char *organ, int year, int n,
                            const ds_search_text *text, apr_pool_t *scratch_pool)
{
    postings p;
    ds_rows *rows;
    start(&p, dbd, scratch_pool);
    apr_status_t status = ds_dbd_select(dbd, DS_SQL_SEARCH_LAST, &rows, DS_NO_ARGS, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    apr_int64_t doc = ds_rows_number(rows, 0, DS_COL_SEARCH_LAST_DOC) + 1;
    status = ds_dbd_change(dbd, DS_SQL_SEARCH_DOC_ADD, NULL,
                           DS_ARGS(DS_N(doc), DS_S(organ), DS_N(year), DS_N(n)));
    if (status == APR_SUCCESS)
        status = index_text(&p, doc, text, scratch_pool);
    return status == APR_SUCCESS ? write_all(&p) : status;
}

/* ---- All of them ---- */

apr_status_t ds_search__clear(ds_dbd *dbd)
{
    apr_status_t status = ds_dbd_change(dbd, DS_SQL_SEARCH_GRAMS_CLEAR, NULL, DS_NO_ARGS);
    return status == APR_SUCCESS
        ? ds_dbd_change(dbd, DS_SQL_SEARCH_DOCS_CLEAR, NULL, DS_NO_ARGS) : status;
}

static apr_status_t index_row(postings *p, const ds_rows *rows, int i, apr_pool_t *pool)
{
    ds_search_text text = {
        .title = ds_rows_text(rows, i, DS_COL_SEARCH_INDEXED_TITLE),
        .organ_name = ds_rows_text(rows, i, DS_COL_SEARCH_INDEXED_ORGAN_NAME),
        .xml = ds_rows_text(rows, i, DS_COL_SEARCH_INDEXED_XML),
    };
    text.xml_length = strlen(text.xml);
    apr_status_t status =
        (apr_int64_t)text.xml_length == ds_rows_number(rows, i, DS_COL_SEARCH_INDEXED_XML_LENGTH)
        ? index_text(p, ds_rows_number(rows, i, DS_COL_SEARCH_INDEXED_DOC), &text, pool)
        : DS_EUNREADABLE;
    if (status == DS_EUNREADABLE || status == DS_ETOOLARGE)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0465: a stored text cannot be read, so that the index "
               "for searching is not made; with MySQL or MariaDB raise fldsz in the database "
               "parameters");
    return status;
}

static apr_status_t index_docs(postings *p, apr_int64_t first, apr_pool_t *pool)
{
    ds_arg args[READ];
    ds_rows *rows;
    for (int i = 0; i < READ; i++)
        args[i] = DS_N(first + i);
    apr_status_t status = ds_dbd_select(p->dbd, DS_SQL_SEARCH_INDEXED, &rows, args, READ, pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        status = index_row(p, rows, i, pool);
    return status;
}

/* PostgreSQL knows nothing yet of tables that were filled a moment ago, and goes
 * through all of them where a few rows are wanted. */
static apr_status_t look_at(ds_dbd *dbd, const char *tables, apr_pool_t *pool)
{
    return strcmp(ds_dbd_engine(dbd), "pgsql") ? APR_SUCCESS
        : ds_dbd_run(dbd, apr_pstrcat(pool, "ANALYZE ", tables, NULL));
}

apr_status_t ds_search__fill(ds_dbd *dbd, apr_pool_t *scratch_pool)
{
    postings p;
    ds_rows *rows;
    apr_pool_t *iterpool;
    apr_int64_t last = 0;
    start(&p, dbd, scratch_pool);
    apr_pool_create(&iterpool, scratch_pool);
    apr_status_t status = ds_dbd_change(dbd, DS_SQL_SEARCH_DOCS_FILL, NULL, DS_NO_ARGS);
    if (status == APR_SUCCESS)
        status = look_at(dbd, "ds_organ, ds_report, ds_publication, ds_text, ds_search_doc",
                         scratch_pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(dbd, DS_SQL_SEARCH_LAST, &rows, DS_NO_ARGS, scratch_pool);
    if (status == APR_SUCCESS)
        last = ds_rows_number(rows, 0, DS_COL_SEARCH_LAST_DOC);
    for (apr_int64_t doc = 1; status == APR_SUCCESS && doc <= last; doc += READ) {
        apr_pool_clear(iterpool);
        status = index_docs(&p, doc, iterpool);
        if (doc / STRIDE != (doc + READ) / STRIDE)
            ds_log(DS_LOG_INFO, APR_SUCCESS, "DS0466: %s: %" APR_INT64_T_FMT " of %"
                   APR_INT64_T_FMT " reports are indexed for searching", ds_dbd_engine(dbd),
                   doc + READ - 1 < last ? doc + READ - 1 : last, last);
    }
    if (status == APR_SUCCESS)
        status = write_all(&p);
    return status == APR_SUCCESS ? look_at(dbd, "ds_search_gram", scratch_pool) : status;
}
