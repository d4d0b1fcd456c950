/* Administration: organs, accounts, and the record of what was done. */
#ifndef DS_PAGE_ADMIN_PAGE_H
#define DS_PAGE_ADMIN_PAGE_H

#include "core/organ_edit.h"
#include "core/review.h"
#include "page/staff.h"

/* A line of a list that is being imported, and what came of it. */
typedef struct ds_admin_line {
    int number;
    const char *what;             /* key or account */
    const ds_findings *findings;  /* empty: put, or would be */
} ds_admin_line;

/* What is imported: where to, under which names. */
typedef struct ds_admin_import {
    const char *title;            /* 导入机关 */
    const char *path;             /* behind B/staff: "/organ-import" */
    const char *back;             /* "/organs" */
    const char *columns;          /* what the first line may name, in words */
    const char *csv;              /* as pasted, or NULL */
    const char *error;            /* of the table as a whole, or NULL */
    const apr_array_header_t *lines; /* of ds_admin_line, or NULL: not tried yet */
    int is_kept;                  /* the lines without findings have been put */
} ds_admin_import;

/* B/staff/organs: the organs the actor administers (array of ds_organ *,
 * superiors first). */
void ds_admin_organs(ds_page *page, const ds_staff_view *view, const apr_array_header_t *organs,
                     apr_pool_t *pool);

/* One organ: `key` NULL for a new one, whose key is typed. `organs` are those it
 * may stand below; `given` and its baton tell what each field holds. */
void ds_admin_organ(ds_page *page, const ds_staff_view *view, const char *key,
                    const apr_array_header_t *organs, ds_organ_given_fn *given, void *baton,
                    const ds_findings *findings, apr_pool_t *pool);

void ds_admin_import_page(ds_page *page, const ds_staff_view *view, const ds_admin_import *import,
                          apr_pool_t *pool);

/* One account as a line of the list. */
typedef struct ds_admin_account_line {
    const char *name, *display_name;
    int is_active;
    apr_int64_t last_sign_in, locked_until;
    const apr_array_header_t *grants; /* of ds_grant */
} ds_admin_account_line;

/* B/staff/accounts: array of ds_admin_account_line. */
void ds_admin_accounts(ds_page *page, const ds_staff_view *view,
                       const apr_array_header_t *accounts, apr_pool_t *pool);

/* One account being edited; name NULL: a new one. */
typedef struct ds_admin_account {
    const char *name;
    const char *typed_name;       /* of a new one */
    const char *display_name;
    int is_active;
    const char *grants;           /* "editor@jixia reviewer@linzi": as typed */
    int n_drafts;                 /* working revisions whose author it is */
} ds_admin_account;
void ds_admin_account_page(ds_page *page, const ds_staff_view *view,
                           const ds_admin_account *account, const ds_findings *findings,
                           apr_pool_t *pool);

/* One record as a line. */
typedef struct ds_admin_record {
    apr_int64_t number, at;
    const char *account, *address, *action, *organ, *detail;
    int year, revision;
} ds_admin_record;

/* Most records of one download. */
#define DS_ADMIN_AUDIT_PART 20000

typedef struct ds_admin_audit_view {
    const ds_chain *chain;
    const apr_array_header_t *records; /* of ds_admin_record, newest first */
    apr_int64_t older;          /* where the next page goes on, 0: there is none */
    apr_int64_t removed;        /* number of the last record that is no longer kept, 0: all are */
    apr_int64_t removed_at;     /* its instant */
    apr_int64_t newest;         /* number of the newest */
    int keep;                   /* months that records are kept, 0: always */
    int is_verified;            /* the chain was verified for this page: */
    apr_int64_t broken;         /* the record at which it is broken, 0: it is whole */
} ds_admin_audit_view;

/* B/staff/audit */
void ds_admin_audit(ds_page *page, const ds_staff_view *view, const ds_admin_audit_view *audit,
                    apr_pool_t *pool);

/* "editor@jixia reviewer@linzi" */
const char *ds_admin_grants_text(const apr_array_header_t *grants, apr_pool_t *pool);

#endif
