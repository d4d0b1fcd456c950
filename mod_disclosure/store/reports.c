#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/derived.h"
#include "core/log.h"
#include "store/history.h"
#include "store/store_private.h"

/* A state this program does not know is treated as withdrawn: never public,
 * open to no step. */
static ds_state state_of(const char *name)
{
    int state = ds_state_find(name);
    return state < 0 ? DS_STATE_WITHDRAWN : (ds_state)state;
}

void ds_report__listing(ds_report_row *out, const ds_rows *rows, int row, int base)
{
    ds_listing *l = &out->listing;
#define TEXT(column) ds_rows_text(rows, row, base + DS_COL_LISTING_##column)
#define NUMBER(column) ds_rows_number(rows, row, base + DS_COL_LISTING_##column)
    l->organ = TEXT(ORGAN_KEY);
    l->year = (int)NUMBER(YEAR);
    l->organ_name = TEXT(ORGAN_NAME);
    l->format = TEXT(FORMAT);
    l->title = TEXT(TITLE);
    l->state = state_of(TEXT(STATE));
    l->step = (int)NUMBER(STEP);
    l->revision = (int)NUMBER(WORKING);
    l->tag = TEXT(TAG);
    l->author = TEXT(AUTHOR);
    l->published = (int)NUMBER(PUBLISHED);
    l->published_on = TEXT(PUBLISHED_ON);
    l->published_at = NUMBER(PUBLISHED_AT);
    l->changed_at = NUMBER(CHANGED_AT);
    l->digest_algorithm = TEXT(DIGEST_ALGORITHM);
    l->digest = TEXT(DIGEST);
    l->errors = (int)NUMBER(ERRORS);
    l->warnings = (int)NUMBER(WARNINGS);
    l->is_withdrawn = NUMBER(IS_WITHDRAWN) != 0;
    l->withdrawn_reason = TEXT(WITHDRAWN_REASON);
    out->latest = (int)NUMBER(LATEST);
    out->version = NUMBER(VERSION);
#undef TEXT
#undef NUMBER
}

/* Columns of "revision" and "text" that begin at these indexes. The text's
 * length shows whether the driver cut it: DS_EUNAVAILABLE then. */
static apr_status_t load_revision(ds_revision_row *out, const ds_rows *rows, int revision_base,
                                  int text_base)
{
    ds_revision *r = &out->revision;
#define TEXT(column) ds_rows_text(rows, 0, revision_base + DS_COL_REVISION_##column)
#define NUMBER(column) ds_rows_number(rows, 0, revision_base + DS_COL_REVISION_##column)
    r->number = (int)NUMBER(NUMBER);
    r->state = state_of(TEXT(STATE));
    r->step = (int)NUMBER(STEP);
    r->author = TEXT(AUTHOR);
    r->created_at = NUMBER(CREATED_AT);
    r->digest_algorithm = TEXT(DIGEST_ALGORITHM);
    r->digest = TEXT(DIGEST);
    out->organ_name = TEXT(ORGAN_NAME);
    out->format = TEXT(FORMAT);
    out->title = TEXT(TITLE);
    out->errors = (int)NUMBER(ERRORS);
    out->warnings = (int)NUMBER(WARNINGS);
#undef TEXT
#undef NUMBER
    r->xml = ds_rows_text(rows, 0, text_base + DS_COL_TEXT_XML);
    r->findings = ds_rows_text(rows, 0, text_base + DS_COL_TEXT_FINDINGS);
    out->reader_findings = ds_rows_text(rows, 0, text_base + DS_COL_TEXT_READER_FINDINGS);
    if (!r->xml)
        return APR_SUCCESS;
    r->xml_length = strlen(r->xml);
    if ((apr_int64_t)r->xml_length == ds_rows_number(rows, 0, text_base + DS_COL_TEXT_XML_LENGTH))
        return APR_SUCCESS;
    ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0450: a stored text came back with another length; with "
           "MySQL or MariaDB raise fldsz in the database parameters");
    return DS_EUNAVAILABLE;
}

apr_status_t ds_report__find(ds_store *store, ds_report_row **out, const char *organ, int year,
                             apr_pool_t *pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_REPORT, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    *out = apr_pcalloc(pool, sizeof(**out));
    ds_report__listing(*out, rows, 0, DS_COL_REPORT__LISTING);
    return APR_SUCCESS;
}

apr_status_t ds_report__working(ds_store *store, ds_report_row **row, ds_revision_row **revision,
                                const char *organ, int year, apr_pool_t *pool)
{
    ds_rows *rows;
    *row = NULL;
    *revision = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_WORKING, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    *row = apr_pcalloc(pool, sizeof(**row));
    *revision = apr_pcalloc(pool, sizeof(**revision));
    ds_report__listing(*row, rows, 0, DS_COL_WORKING__LISTING);
    (*revision)->revision.listing = &(*row)->listing;
    return load_revision(*revision, rows, DS_COL_WORKING__REVISION, DS_COL_WORKING__TEXT);
}

apr_status_t ds_store_working(ds_store *store, ds_revision **out, const char *organ, int year,
                              apr_pool_t *result_pool)
{
    ds_report_row *row;
    ds_revision_row *revision;
    *out = NULL;
    apr_status_t status = ds_report__working(store, &row, &revision, organ, year, result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (!revision)
        return DS_ENOTFOUND;
    *out = &revision->revision;
    return APR_SUCCESS;
}

apr_status_t ds_store_revision(ds_store *store, ds_revision **out, const char *organ, int year,
                               int number, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_REVISION_TEXT, &rows,
        DS_ARGS(DS_S(organ), DS_N(year), DS_N(number)), result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (rows->count == 0)
        return DS_ENOTFOUND;
    ds_revision_row *row = apr_pcalloc(result_pool, sizeof(*row));
    status = load_revision(row, rows, DS_COL_REVISION_TEXT__REVISION, DS_COL_REVISION_TEXT__TEXT);
    if (status == APR_SUCCESS)
        *out = &row->revision;
    return status;
}

static ds_version *load_version(const ds_rows *rows, int i, int base, apr_pool_t *pool)
{
    ds_version *v = apr_pcalloc(pool, sizeof(*v));
#define TEXT(column) ds_rows_text(rows, i, base + DS_COL_PUBLIC_##column)
#define NUMBER(column) ds_rows_number(rows, i, base + DS_COL_PUBLIC_##column)
    v->n = (int)NUMBER(N);
    v->revision = (int)NUMBER(REVISION);
    v->title = TEXT(TITLE);
    v->index_number = TEXT(INDEX_NUMBER);
    v->document_number = TEXT(DOCUMENT_NUMBER);
    v->published_on = TEXT(PUBLISHED_ON);
    v->published_at = NUMBER(PUBLISHED_AT);
    v->old_address = TEXT(OLD_ADDRESS);
    v->notice = TEXT(NOTICE);
    v->digest_algorithm = TEXT(DIGEST_ALGORITHM);
    v->digest = TEXT(DIGEST);
    v->is_gone = NUMBER(IS_GONE) != 0;
#undef TEXT
#undef NUMBER
    return v;
}

apr_status_t ds_store_public(ds_store *store, ds_revision **out, ds_version **version,
                             const char *organ, int year, int n, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    if (version)
        *version = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_PUBLIC, &rows,
        DS_ARGS(DS_S(organ), DS_N(year), DS_N(n), DS_N(n)), result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (rows->count == 0)
        return DS_ENOTFOUND;
    ds_version *found = load_version(rows, 0, DS_COL_PUBLIC__PUBLIC, result_pool);
    if (version)
        *version = found;
    ds_report_row *row = apr_pcalloc(result_pool, sizeof(*row));
    ds_revision_row *revision = apr_pcalloc(result_pool, sizeof(*revision));
    ds_report__listing(row, rows, 0, DS_COL_PUBLIC__LISTING);
    revision->revision.listing = &row->listing;
    status = load_revision(revision, rows, DS_COL_PUBLIC__REVISION, DS_COL_PUBLIC__TEXT);
    if (status != APR_SUCCESS)
        return status;
    if (found->is_gone || !revision->revision.xml)
        return DS_EGONE;
    *out = &revision->revision;
    return APR_SUCCESS;
}

apr_status_t ds_store_versions(ds_store *store, apr_array_header_t **out, const char *organ,
                               int year, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = apr_array_make(result_pool, 2, sizeof(ds_version *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_VERSIONS, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++)
        APR_ARRAY_PUSH(*out, ds_version *) = load_version(rows, i, DS_COL_VERSIONS__PUBLIC,
                                                          result_pool);
    return status;
}

apr_status_t ds_store_redirect(ds_store *store, const char **organ, int *year,
                               const char *old_address, apr_pool_t *result_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_REDIRECT, &rows,
                                        DS_ARGS(DS_S(old_address)), result_pool);
    if (status != APR_SUCCESS)
        return status;
    if (rows->count == 0)
        return DS_ENOTFOUND;
    *organ = ds_rows_text(rows, 0, DS_COL_REDIRECT_ORGAN_KEY);
    *year = (int)ds_rows_number(rows, 0, DS_COL_REDIRECT_YEAR);
    return APR_SUCCESS;
}

apr_status_t ds_report__parse(ds_store *store, ds_report **out, const char *xml,
                              apr_size_t length, apr_pool_t *result_pool)
{
    apr_pool_t *scratch;
    apr_pool_create(&scratch, result_pool);
    apr_status_t status = ds_canonical_read(out, ds_findings_create(scratch), xml, length,
                                            store->settings->formats, result_pool, scratch);
    apr_pool_destroy(scratch);
    if (status == APR_SUCCESS)
        return APR_SUCCESS;
    ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0451: a stored report cannot be read: its format file is "
           "missing or was changed");
    return DS_EUNAVAILABLE;
}

/* What one organ reported in a year, *out NULL when nothing is known. */
static apr_status_t known_report(ds_store *store, ds_report **out, const char *organ, int year,
                                 apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = NULL;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_KNOWN, &rows,
                                        DS_ARGS(DS_S(organ), DS_N(year)), result_pool);
    if (status != APR_SUCCESS || rows->count == 0)
        return status;
    const char *xml = ds_rows_text(rows, 0, DS_COL_KNOWN_XML);
    return ds_report__parse(store, out, xml, strlen(xml), result_pool);
}

/* *out stays NULL unless every predecessor reported: a part of the sum would
 * be a wrong figure. */
static apr_status_t sum_of_predecessors(ds_store *store, ds_report **out, const char *key,
                                        int year, apr_pool_t *result_pool)
{
    ds_organ *organ;
    ds_report *sum = NULL;
    apr_status_t status = ds_store_organ(store, &organ, key, result_pool);
    if (status == DS_ENOTFOUND)
        return APR_SUCCESS;
    for (int i = 0; status == APR_SUCCESS && i < organ->predecessors->nelts; i++) {
        ds_report *one;
        status = known_report(store, &one, APR_ARRAY_IDX(organ->predecessors, i, const char *),
                              year, result_pool);
        if (status != APR_SUCCESS || !one)
            return status;
        if (sum)
            ds_add_figures(sum, one);
        else
            sum = one;
    }
    if (status == APR_SUCCESS)
        *out = sum;
    return status;
}

apr_status_t ds_store_previous(ds_store *store, ds_report **out, const char *organ, int year,
                               apr_pool_t *result_pool)
{
    apr_status_t status = known_report(store, out, organ, year - 1, result_pool);
    return status != APR_SUCCESS || *out
        ? status : sum_of_predecessors(store, out, organ, year - 1, result_pool);
}
