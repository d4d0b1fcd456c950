/* What every staff page is made of: head with navigation, notices, forms.
 *
 * Staff pages complete without scripts; they live below B/staff/ and use the
 * style sheet staff.css beside disclosure.css. Sentences are plain Chinese in
 * the terms of the regulation; buttons say what they do.
 */
#ifndef DS_PAGE_STAFF_H
#define DS_PAGE_STAFF_H

#include <apr_tables.h>

#include "core/finding.h"
#include "core/review.h"
#include "page/piece.h"
#include "page/site.h"
#include "page/template.h"

/* Who looks at the page. */
typedef struct ds_staff_view {
    const ds_site *site;
    const ds_actor *actor;      /* NULL before sign-in */
    const char *token;          /* for forms; NULL before sign-in */
    int signed_in_here;         /* by our own form: can sign out */
    apr_int64_t last_sign_in;   /* the one before this, 0: unknown */
    const char *here;           /* path of the page below B/staff: "/organs/jixia"; or NULL */
    const char *done;           /* what has just been done, a sentence; or NULL */
    apr_int64_t now;
} ds_staff_view;

/* Begins a staff page: title, meta (not to be indexed), staff head with the
 * navigation the actor's roles open, the way here (crumbs below 工作台; may be
 * none), the notice of what was done, <h1>. Returns the body to write into. */
ds_markup *ds_staff_begin(ds_page *page, const ds_staff_view *view, const char *title,
                          const ds_crumb *crumbs, int n_crumbs, apr_pool_t *pool);

/* Ends what ds_staff_begin() opened. */
void ds_staff_end(ds_page *page);

/* B/staff with `path` ("/reports/jixia/2023") behind it. */
const char *ds_staff_path(const ds_site *site, const char *path, apr_pool_t *pool);

/* B/staff/reports/{organ}/{year}{suffix}; suffix "" or "/edit" ... */
const char *ds_staff_report_path(const ds_site *site, const char *organ, int year,
                                 const char *suffix, apr_pool_t *pool);

/* B/staff/accounts/{account}{suffix}: the name encoded as the route's place
 * {account} takes it. */
const char *ds_staff_account_path(const ds_site *site, const char *account, const char *suffix,
                                  apr_pool_t *pool);

/* An instant as people read it: "2021年1月29日 09:41". */
const char *ds_staff_time(apr_int64_t instant, apr_pool_t *pool);

/* The field that carries the token. Names that begin with "_" are the
 * portal's, never a report's. */
#define DS_STAFF_TOKEN "_token"

/* <form method="post"> with the token; close it with ds_staff_form_end().
 * `enctype` NULL: url-encoded. The browser's own checks are off: what is wrong
 * is said by the server, in the summary and at the field. */
void ds_staff_form(ds_markup *m, const ds_staff_view *view, const char *action,
                   const char *enctype);
void ds_staff_form_end(ds_markup *m);

/* A hidden field. */
void ds_staff_hidden(ds_markup *m, const char *name, const char *value);

/* One labelled field, with help (or NULL) and error (or NULL) tied to it. Its
 * name is its id, too, so that the summary's links reach it. A password is
 * never written back. */
typedef struct ds_staff_input {
    const char *name, *label, *value;
    const char *type;           /* "text", "password", "date", "email", "tel", "textarea", "file" */
    const char *help, *error;
    const char *autocomplete;   /* or NULL */
    int is_required, max_length; /* max_length 0: none */
    int rows;                   /* of a textarea */
} ds_staff_input;
void ds_staff_field(ds_markup *m, const ds_staff_input *input);

/* The message of the first error whose cell or place is the field of that name;
 * NULL when there is none. findings may be NULL. */
const char *ds_staff_error(const ds_findings *findings, const char *name);

/* A choice out of few (radio buttons) or many (select); values and labels in
 * pairs, ended by a NULL value. The first button, or the list, has the name as
 * its id. `chosen` NULL: none is. */
void ds_staff_choice(ds_markup *m, const char *name, const char *label, const char *chosen,
                     const char *const *values_and_labels, int as_select);

/* Submit buttons; kind NULL: the main one, "second", "danger". `name` may be
 * NULL. */
void ds_staff_button(ds_markup *m, const char *name, const char *value, const char *label,
                     const char *kind);

/* The summary of errors at the top of a page, with focus, counted, each a link
 * to "#" + the finding's first cell or place; nothing without errors. */
void ds_staff_summary(ds_markup *m, const ds_findings *findings, apr_pool_t *pool);

/* The line that tells where in the chain a report is: steps done, the one at
 * hand, those to come. */
void ds_staff_chain(ds_markup *m, const ds_chain *chain, ds_state state, int step);

#endif
