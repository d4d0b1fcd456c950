#include <string.h>

#include <apr_md5.h>
#include <apr_strings.h>

#include "core/log.h"
#include "core/text.h"
#include "store/store_private.h"

/* A sign-in is noted anew after so many seconds. */
#define NOTE_EVERY 60

/* The row that bears failures of accounts that are not there. */
#define NOBODY "-"

typedef struct sign_in {
    ds_store *store;
    const char *row;        /* the account's row, or nobody's */
    const char *address;
    apr_int64_t now;
    int is_known;
    int has_failed;         /* what is to be noted */
} sign_in;

static apr_status_t note_failure(sign_in *s, const ds_rows *rows)
{
    apr_int64_t failures = ds_rows_number(rows, 0, DS_COL_ACCOUNT_FAILURES);
    apr_int64_t locked_until = ds_rows_number(rows, 0, DS_COL_ACCOUNT_LOCKED_UNTIL);
    /* While an account is locked failures neither count nor prolong it. */
    if (locked_until <= s->now && ++failures >= s->store->settings->max_failures) {
        failures = 0;
        locked_until = s->now + s->store->settings->lock_seconds;
        if (s->is_known)
            ds_log(DS_LOG_WARNING, APR_SUCCESS, "DS0441: an account is locked for %d seconds "
                   "after %d failed sign-ins: %s", s->store->settings->lock_seconds,
                   s->store->settings->max_failures, s->row);
    }
    return ds_dbd_change(s->store->dbd, DS_SQL_ACCOUNT_FAILED, NULL,
        DS_ARGS(DS_N(failures), DS_N(s->now), DS_S(s->address), DS_N(locked_until),
                DS_S(s->row)));
}

/* The row is locked by its version first, so that failures at the same time
 * all count. */
static apr_status_t note_body(void *baton, apr_pool_t *scratch_pool)
{
    sign_in *s = baton;
    ds_rows *rows;
    if (!s->has_failed)
        return ds_dbd_change(s->store->dbd, DS_SQL_ACCOUNT_SIGNED_IN, NULL,
                             DS_ARGS(DS_N(s->now), DS_S(s->row)));
    apr_status_t status = ds_dbd_change(s->store->dbd, DS_SQL_ACCOUNT_LOCK, NULL,
                                        DS_ARGS(DS_S(s->row)));
    if (status == APR_SUCCESS)
        status = ds_dbd_select(s->store->dbd, DS_SQL_ACCOUNT, &rows, DS_ARGS(DS_S(s->row)),
                               scratch_pool);
    return status == APR_SUCCESS && rows->count ? note_failure(s, rows) : status;
}

/* The row of the account where it can sign in at all, else nobody's; both are
 * read in any case. Either has a hash to verify against. */
static apr_status_t find_row(sign_in *s, const char *account, ds_rows **rows, apr_pool_t *pool)
{
    ds_rows *known, *nobody;
    apr_size_t length = strlen(account);
    int is_sane = length <= 64 && ds_text_first_bad(account, length) == length;
    apr_status_t status = ds_dbd_select(s->store->dbd, DS_SQL_ACCOUNT, &nobody,
                                        DS_ARGS(DS_S(NOBODY)), pool);
    if (status == APR_SUCCESS)
        status = ds_dbd_select(s->store->dbd, DS_SQL_ACCOUNT, &known,
                               DS_ARGS(DS_S(is_sane ? account : NOBODY)), pool);
    if (status != APR_SUCCESS)
        return status;
    if (nobody->count == 0) {
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0442: the row \"-\" is missing from ds_account");
        return DS_EUNAVAILABLE;
    }
    s->is_known = is_sane && strcmp(account, NOBODY) && known->count
        && ds_rows_text(known, 0, DS_COL_ACCOUNT_PASSWORD);
    s->row = s->is_known ? account : NOBODY;
    *rows = s->is_known ? known : nobody;
    return APR_SUCCESS;
}

/* Whether the password is that of an account that may sign in. It is verified
 * whatever else is known, so that every answer takes as long. */
static int is_granted(const sign_in *s, const ds_rows *rows, const char *password)
{
    int is_right = apr_password_validate(password, ds_rows_text(rows, 0, DS_COL_ACCOUNT_PASSWORD))
        == APR_SUCCESS;
    return is_right && s->is_known && strlen(password) <= DS_PASSWORD_MAX_BYTES
        && ds_rows_number(rows, 0, DS_COL_ACCOUNT_IS_ACTIVE)
        && ds_rows_number(rows, 0, DS_COL_ACCOUNT_LOCKED_UNTIL) <= s->now;
}

static apr_status_t verify(ds_store *store, const char *account, const char *password,
                           const char *address, apr_int64_t now, int is_sign_in,
                           apr_pool_t *scratch_pool)
{
    sign_in s = { .store = store, .address = address, .now = now };
    ds_rows *rows;
    apr_status_t status = find_row(&s, account, &rows, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    s.has_failed = !is_granted(&s, rows, password);
    int is_noted = ds_rows_number(rows, 0, DS_COL_ACCOUNT_FAILURES) == 0
        && ds_rows_number(rows, 0, DS_COL_ACCOUNT_LAST_SIGN_IN) > now - NOTE_EVERY;
    if (!s.has_failed && (!is_sign_in || is_noted))
        return APR_SUCCESS;
    status = ds_dbd_transaction(store->dbd, note_body, &s);
    return status == APR_SUCCESS && s.has_failed ? DS_EFORBIDDEN : status;
}

apr_status_t ds_store_sign_in(ds_store *store, const char *account, const char *password,
                              const char *address, apr_int64_t now, apr_pool_t *scratch_pool)
{
    return verify(store, account, password, address, now, 1, scratch_pool);
}

apr_status_t ds_password__verify(ds_store *store, const char *account, const char *password,
                                 const char *address, apr_int64_t now, apr_pool_t *scratch_pool)
{
    return verify(store, account, password, address, now, 0, scratch_pool);
}

apr_status_t ds_password__failed(ds_store *store, const char *account, const char *address,
                                 apr_int64_t now, apr_pool_t *scratch_pool)
{
    sign_in s = { .store = store, .address = address, .now = now, .has_failed = 1 };
    ds_rows *rows;
    apr_status_t status = find_row(&s, account, &rows, scratch_pool);
    return status == APR_SUCCESS ? ds_dbd_transaction(store->dbd, note_body, &s) : status;
}
