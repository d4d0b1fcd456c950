/* What the pages of an administrator share. */
#ifndef DISCLOSURE_STAFF_ADMIN_H
#define DISCLOSURE_STAFF_ADMIN_H

#include "httpd/staff.h"
#include "io/csv_table.h"
#include "page/admin_page.h"

/* The organs the actor administers (array of ds_organ *, superiors first).
 * DS_EFORBIDDEN when there are none and he is no administrator at all. */
apr_status_t disclosure_staff_administered(disclosure_staff *staff, apr_array_header_t **organs);

/* Whether the organ is among them. */
int disclosure_staff_administers(const apr_array_header_t *organs, const char *key);

/* Whether the actor who administers these organs may see and change the account:
 * all its grants are on them. One without grants is anybody's who administers
 * something. */
int disclosure_staff_manages(const apr_array_header_t *organs, const ds_account *account);

/* How one kind of thing is imported. */
typedef struct disclosure_import {
    const char *title, *path, *back, *columns;
    const char *key_column;          /* names the line: "key", "account" */
    const char *done;                /* key of the notice when all lines were put */

    /* One line as the thing it describes; NULL with a finding added. */
    void *(*make)(disclosure_staff *staff, const ds_csv_table *table, const ds_csv_line *line,
                  ds_findings *findings);
    /* What putting all would come to, as ds_store_try_organs(). */
    apr_status_t (*try)(ds_store *store, const ds_actor *actor, const apr_array_header_t *things,
                        apr_int64_t now, apr_array_header_t **results, apr_pool_t *pool);
    apr_status_t (*put)(disclosure_staff *staff, void *thing, ds_findings *findings);
} disclosure_import;

/* Answers GET and POST of an import page. */
int disclosure_staff_import(disclosure_staff *staff, const disclosure_import *import);

#endif
