#include <string.h>

#include <apr_strings.h>

#include "core/digest.h"
#include "core/log.h"
#include "store/audit_chain.h"

#define VERIFY_BATCH 500

/* ---- What is digested ---- */

/* Every member with its length before it, so that no two records read alike;
 * "-" stands for what is not there. */
static void put_text(apr_array_header_t *parts, const char *text, apr_pool_t *pool)
{
    APR_ARRAY_PUSH(parts, const char *) =
        text ? apr_psprintf(pool, "%" APR_SIZE_T_FMT ":%s,", strlen(text), text) : "-,";
}

static void put_number(apr_array_header_t *parts, apr_int64_t number, apr_pool_t *pool)
{
    put_text(parts, apr_psprintf(pool, "%" APR_INT64_T_FMT, number), pool);
}

static const char *digest_of(const ds_audit_record *record, apr_pool_t *pool)
{
    const ds_digest_algorithm *algorithm = ds_digest_find(record->digest_algorithm);
    apr_array_header_t *parts = apr_array_make(pool, 16, sizeof(const char *));
    if (!algorithm)
        return NULL;
    put_number(parts, record->number, pool);
    put_text(parts, record->previous, pool);
    put_text(parts, record->digest_algorithm, pool);
    put_number(parts, record->at, pool);
    put_text(parts, record->account, pool);
    put_text(parts, record->address, pool);
    put_text(parts, record->action, pool);
    put_text(parts, record->organ, pool);
    put_number(parts, record->year, pool);
    put_number(parts, record->revision, pool);
    put_text(parts, record->detail, pool);
    const char *bytes = apr_array_pstrcat(pool, parts, '\0');
    return ds_digest_hex(pool, algorithm, bytes, strlen(bytes));
}

/* ---- Writing ---- */

static apr_status_t insert(ds_store *store, const ds_audit_record *r)
{
    apr_status_t status = ds_dbd_change(store->dbd, DS_SQL_AUDIT_ADD, NULL,
        DS_ARGS(DS_N(r->number), DS_S(r->previous), DS_S(r->digest), DS_S(r->digest_algorithm),
                DS_N(r->at), DS_S(r->account), DS_S(r->address), DS_S(r->action),
                DS_S(r->organ), DS_N(r->year), DS_N(r->revision), DS_S(r->detail)));
    return status != APR_SUCCESS ? status
        : ds_dbd_change(store->dbd, DS_SQL_AUDIT_ADVANCE, NULL, DS_ARGS(DS_S(r->digest)));
}

apr_status_t ds_audit__add(ds_store *store, const ds_audit_entry *entry, apr_pool_t *scratch_pool)
{
    ds_rows *rows;
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_AUDIT_HEAD, &rows, DS_NO_ARGS,
                                        scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    ds_audit_record record = {
        .number = ds_rows_number(rows, 0, DS_COL_AUDIT_HEAD_NUMBER),
        .previous = ds_rows_text(rows, 0, DS_COL_AUDIT_HEAD_DIGEST),
        .digest_algorithm = store->settings->digest->name,
        .at = entry->at,
        .account = entry->actor->account,
        .address = entry->actor->address,
        .action = entry->action,
        .organ = entry->organ,
        .year = entry->year,
        .revision = entry->revision,
        .detail = entry->detail,
    };
    record.digest = digest_of(&record, scratch_pool);
    return record.digest ? insert(store, &record) : DS_EUNAVAILABLE;
}

/* ---- Reading ---- */

static void load(ds_audit_record *out, const ds_rows *rows, int i)
{
    out->number = ds_rows_number(rows, i, DS_COL_AUDIT_AFTER_NUMBER);
    out->previous = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_PREVIOUS);
    out->digest = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_DIGEST);
    out->digest_algorithm = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_DIGEST_ALGORITHM);
    out->at = ds_rows_number(rows, i, DS_COL_AUDIT_AFTER_HAPPENED_AT);
    out->account = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_ACCOUNT);
    out->address = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_ADDRESS);
    out->action = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_ACTION);
    out->organ = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_ORGAN_KEY);
    out->year = (int)ds_rows_number(rows, i, DS_COL_AUDIT_AFTER_YEAR);
    out->revision = (int)ds_rows_number(rows, i, DS_COL_AUDIT_AFTER_REVISION);
    out->detail = ds_rows_text(rows, i, DS_COL_AUDIT_AFTER_DETAIL);
}

apr_status_t ds_store_audit(ds_store *store, apr_array_header_t **out, apr_int64_t after,
                            int limit, apr_pool_t *result_pool)
{
    ds_rows *rows;
    *out = apr_array_make(result_pool, 16, sizeof(ds_audit_record *));
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_AUDIT_AFTER, &rows,
                                        DS_ARGS(DS_N(after), DS_N(limit)), result_pool);
    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        ds_audit_record *record = apr_palloc(result_pool, sizeof(*record));
        load(record, rows, i);
        APR_ARRAY_PUSH(*out, ds_audit_record *) = record;
    }
    return status;
}

static apr_status_t head(ds_store *store, apr_int64_t *number, const char **digest,
                         apr_pool_t *pool)
{
    ds_rows *rows;
    *number = 0;
    *digest = "";
    apr_status_t status = ds_dbd_select(store->dbd, DS_SQL_AUDIT_HEAD, &rows, DS_NO_ARGS, pool);
    if (status == APR_SUCCESS && rows->count) {
        *number = ds_rows_number(rows, 0, DS_COL_AUDIT_HEAD_NUMBER);
        *digest = ds_rows_text(rows, 0, DS_COL_AUDIT_HEAD_DIGEST);
    }
    return status;
}

apr_status_t ds_store_audit_head(ds_store *store, apr_int64_t *number)
{
    const char *digest;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, store->pool);
    apr_status_t status = head(store, number, &digest, scratch);
    apr_pool_destroy(scratch);
    return status;
}

/* ---- Verifying ---- */

/* Where the walk along the chain has got to. */
typedef struct walk {
    ds_store *store;
    apr_int64_t last;       /* number of the last good record */
    char digest[130];       /* ... and its digest */
    apr_int64_t head;       /* the newest record there was at the start */
    const char *head_digest;
    apr_int64_t broken;
    ds_audit_anchor anchor;
    const char *anchor_text;    /* as it is kept; NULL: none */
    char pruned[200];           /* what the last pruning that was met says of it */
} walk;

static int is_next(const walk *w, const ds_audit_record *r, apr_pool_t *pool)
{
    const char *digest = digest_of(r, pool);
    return r->number == w->last + 1 && r->previous && !strcmp(r->previous, w->digest) && digest
        && r->digest && !strcmp(r->digest, digest);
}

static apr_status_t walk_batch(walk *w, int *is_end, apr_pool_t *pool)
{
    apr_array_header_t *records;
    apr_status_t status = ds_store_audit(w->store, &records, w->last, VERIFY_BATCH, pool);
    if (status != APR_SUCCESS)
        return status;
    for (int i = 0; i < records->nelts && !w->broken && w->last < w->head; i++) {
        const ds_audit_record *r = APR_ARRAY_IDX(records, i, const ds_audit_record *);
        if (!is_next(w, r, pool)) {
            w->broken = w->last + 1;
        } else {
            w->last = r->number;
            apr_cpystrn(w->digest, r->digest, sizeof(w->digest));
            if (!strcmp(r->action, DS_AUDIT_PRUNED))
                apr_cpystrn(w->pruned, r->detail ? r->detail : "", sizeof(w->pruned));
        }
    }
    *is_end = w->broken || w->last >= w->head || records->nelts < VERIFY_BATCH;
    return APR_SUCCESS;
}

/* The chain begins where the anchor says. */
static apr_status_t begin(walk *w, apr_pool_t *pool)
{
    apr_status_t status = head(w->store, &w->head, &w->head_digest, pool);
    if (status == APR_SUCCESS)
        status = ds_audit__anchor_text(w->store, &w->anchor_text, pool);
    if (status == APR_SUCCESS)
        status = ds_store_audit_anchor(w->store, &w->anchor, pool);
    if (status == APR_SUCCESS && w->anchor.number < 0)
        w->broken = 1;
    w->last = w->anchor.number > 0 ? w->anchor.number : 0;
    apr_cpystrn(w->digest, w->anchor.digest, sizeof(w->digest));
    return status;
}

/* The head tells whether records were cut off at the end, the last pruning
 * whether more than it said at the beginning. */
static apr_status_t check_ends(walk *w, apr_pool_t *pool)
{
    apr_array_header_t *beyond;
    if (w->last < w->head)
        w->broken = w->last + 1;
    else if (strcmp(w->digest, w->head_digest))
        w->broken = w->last ? w->last : 1;
    else if (strcmp(w->pruned, w->anchor_text ? w->anchor_text : ""))
        w->broken = w->anchor.number ? w->anchor.number : 1;
    if (w->broken)
        return APR_SUCCESS;
    apr_status_t status = ds_store_audit(w->store, &beyond, w->head, 1, pool);
    if (status == APR_SUCCESS && beyond->nelts)
        w->broken = w->head + 1;
    return status;
}

static apr_status_t walk_all(void *baton, apr_pool_t *scratch_pool)
{
    walk *w = baton;
    apr_pool_t *iterpool;
    apr_status_t status = begin(w, scratch_pool);
    int is_end = w->broken != 0;
    apr_pool_create(&iterpool, scratch_pool);
    while (status == APR_SUCCESS && !is_end) {
        apr_pool_clear(iterpool);
        status = walk_batch(w, &is_end, iterpool);
    }
    return status == APR_SUCCESS && !w->broken ? check_ends(w, iterpool) : status;
}

apr_status_t ds_store_audit_verify(ds_store *store, apr_int64_t *broken, apr_int64_t *records,
                                   apr_pool_t *scratch_pool)
{
    walk w = { .store = store };
    apr_status_t status = ds_dbd_snapshot(store->dbd, walk_all, &w);
    *broken = w.broken;
    *records = w.last - (w.anchor.number > 0 ? w.anchor.number : 0);
    if (status == APR_SUCCESS && w.broken)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0431: record %" APR_INT64_T_FMT " is missing or not "
               "what was written", w.broken);
    return status;
}
