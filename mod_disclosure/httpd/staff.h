/* The staff portal: what its handlers share.
 *
 * A staff route names a disclosure_staff_fn. Before it runs, the request has an
 * identity (whoever httpd says, or our own session; without one the sign-in
 * page is shown and nothing typed is lost), its fields have been read within
 * the bounds, and a POST has shown a valid token and its own origin. The
 * function gathers, calls, answers; what it may do the store asks
 * ds_permit(), what it shows asks the same function.
 */
#ifndef DISCLOSURE_STAFF_H
#define DISCLOSURE_STAFF_H

#include "httpd/route.h"
#include "page/staff.h"
#include "store/sessions.h"

typedef struct disclosure_staff {
    disclosure_request *request;
    disclosure_lease *lease;    /* NULL once given back */
    ds_store *store;            /* the lease's: until the answer is begun */
    const ds_actor *actor;
    const char *session;        /* id of our session, or NULL */
    apr_table_t *fields;        /* of the body of a POST, else of the query; never NULL */
    const char *body;           /* of a url-encoded POST, as it came; "" of a multipart one whose
                                   fields have been read; or NULL */
    apr_size_t body_length;     /* of what was typed */
    const char *secret;         /* the installation's, for tokens */
    ds_staff_view view;
    apr_int64_t now;            /* seconds */
} disclosure_staff;

/* Each of the following gives the lease back, answers, and returns what the
 * handler is to return. */

/* Sends a staff page with Cache-Control: no-store. */
int disclosure_staff_page(disclosure_staff *staff, int status, ds_page *page);

/* Other bytes (CSV, DOCX): as an attachment when `file_name` (any text) is
 * given. */
int disclosure_staff_bytes(disclosure_staff *staff, const char *media_type, const char *file_name,
                           const char *bytes, apr_size_t len);

/* 303 to B/staff{path} (encoded as addresses are) after something was done;
 * `done` (or NULL) is a key of the table of notices in staff_notices.c, shown
 * on the next page. */
int disclosure_staff_see(disclosure_staff *staff, const char *path, const char *done);

/* The problem page of an outcome, in the staff layout; problem+json for a script
 * that asks for it. `detail` NULL: the usual sentence. */
int disclosure_staff_problem(disclosure_staff *staff, apr_status_t outcome, const char *detail,
                             const ds_findings *findings);

/* Makes known what an action changed, so that kept pages are made anew: after
 * every change to a report or an organ. */
void disclosure_staff_changed(disclosure_staff *staff, const char *action, const char *organ);

/* A field of the request, tidied; NULL when absent or empty. */
const char *disclosure_staff_text(const disclosure_staff *staff, const char *name);

/* The organ of the address, its path upwards, the report of the address's year
 * and what permission depends on. DS_ENOTFOUND for an organ that is not there,
 * DS_EFORBIDDEN where the actor may do nothing at all on the organ; what else
 * may be done is asked of ds_permit() with `subject`. */
typedef struct disclosure_staff_report {
    ds_organ *organ;
    apr_array_header_t *path;
    ds_revision *working;       /* NULL: none yet */
    ds_case subject;
} disclosure_staff_report;
apr_status_t disclosure_staff_find(disclosure_staff *staff, disclosure_staff_report *report);

/* For a route with DISCLOSURE_FILES, which reads a multipart body itself and has
 * put its fields into staff->fields: whether the token among them is good. OK,
 * or (the answer has been sent) what the handler is to return. */
int disclosure_staff_admit(disclosure_staff *staff);

/* Reads the multipart body of such a route: fields into staff->fields, *files as
 * disclosure_upload_receive_form() (httpd/upload.h). No lease may be held. OK, or
 * (the answer has been sent) what the handler is to return. */
int disclosure_staff_read_form(disclosure_staff *staff, apr_array_header_t **files);

/* Whether the request has a multipart body that has not been read. */
int disclosure_staff_has_files(const disclosure_staff *staff);

/* Gives the lease back before something long that needs no store; taken again
 * by disclosure_staff_lease(). */
void disclosure_staff_give(disclosure_staff *staff);
apr_status_t disclosure_staff_lease(disclosure_staff *staff);

/* The sentence of a notice (staff_notices.c), NULL for a key it does not have. */
const char *disclosure_staff_notice(const char *key);

/* ---- The routes ---- */

/* A disclosure_staff_fn (route.h) answers one, and returns what a handler
 * returns. */

/* The handler of every staff route: identity, fields, token, then
 * route->staff. */
disclosure_handle_fn disclosure_staff_handle;

disclosure_handle_fn
    disclosure_staff_door,        /* /staff: to the desk */
    disclosure_staff_sign_in,     /* /staff/sign-in: before there is an identity */
    disclosure_staff_redeem;      /* /staff/reset: a new password by a code, likewise */

disclosure_staff_fn
    /* staff_account.c */
    disclosure_staff_sign_out,    /* POST /staff/sign-out; with everywhere=1: of all sessions */
    disclosure_staff_password,    /* /staff/password: change it, end other sessions */
    disclosure_staff_reset,       /* /staff/accounts/{account}/reset: a code, on a slip */
    /* staff_desk.c */
    disclosure_staff_desk,        /* /staff/: what waits for me */
    disclosure_staff_year,        /* /staff/years/{year}: 应报名单, opening it */
    disclosure_staff_bulk,        /* /staff/bulk: asks, does (POST), tells (GET) */
    disclosure_staff_overview,    /* /staff/years/{year}/table: all organs and states */
    disclosure_staff_overview_csv, /* /staff/years/{year}/table.csv */
    disclosure_staff_bulletin_csv, /* /staff/years/{year}/bulletin.csv: 通报 */
    disclosure_staff_reminders,   /* /staff/years/{year}/reminders: 催报 */
    /* staff_region.c */
    disclosure_staff_region,      /* /staff/region/{organ}/{year}: 汇总, and starting from it */
    disclosure_staff_region_cell, /* .../{table}/{row}/{column}: who contributes what */
    /* staff_form.c */
    disclosure_staff_edit,        /* /staff/reports/{organ}/{year}/edit */
    /* staff_report.c ... */
    disclosure_staff_report_page, /* /staff/reports/{organ}/{year}: where it is, findings, what next */
    disclosure_staff_preview,     /* .../preview: the public page to be */
    disclosure_staff_step,        /* .../{action}: confirm (GET) and do (POST) */
    disclosure_staff_history,     /* .../history, difference of two revisions */
    disclosure_staff_comments,    /* POST .../comments */
    disclosure_staff_print,       /* .../print: the same on A4, with the sheet to be signed */
    disclosure_staff_document,    /* .../document.docx: 送审稿 with 审签单 */
    disclosure_staff_file,        /* /staff/files/{digest}: a picture before it is public */
    disclosure_staff_scan,        /* POST .../scan: the signed sheet comes back */
    /* staff_organs.c, staff_accounts.c: the lists, one of them, a new one, many at once */
    disclosure_staff_organs,      /* /staff/organs */
    disclosure_staff_organ,       /* /staff/organs/{organ} */
    disclosure_staff_organ_new,   /* /staff/organ-new */
    disclosure_staff_organ_import, /* /staff/organ-import */
    disclosure_staff_accounts,    /* /staff/accounts */
    disclosure_staff_account,     /* /staff/accounts/{account} */
    disclosure_staff_account_new, /* /staff/account-new */
    disclosure_staff_account_import, /* /staff/account-import */
    /* staff_audit.c */
    disclosure_staff_audit,       /* /staff/audit */
    disclosure_staff_audit_csv;   /* /staff/audit.csv */

#endif
