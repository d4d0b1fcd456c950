/* The entry form of one report: the official form as one page with fields in
 * it, generated from the format.
 *
 * Fields are named as io/form.h reads them; "_do" is the button pressed, other
 * names that begin with "_" are the portal's. The page completes without
 * scripts; form.js adds sums and checks while one types.
 */
#ifndef DS_PAGE_FORM_PAGE_H
#define DS_PAGE_FORM_PAGE_H

#include <apr_hash.h>

#include "core/organ.h"
#include "core/report.h"
#include "page/staff.h"

/* What the buttons say in the field "_do"; those that end with ":" are
 * followed by the id of a table or section. */
#define DS_FORM_DO "_do"
#define DS_FORM_SAVE "save"
#define DS_FORM_CHECK "check"        /* save, then show what was found */
#define DS_FORM_CARRY "carry"        /* fill in what last year carries over */
#define DS_FORM_UNLOCK "unlock"      /* make that editable */
#define DS_FORM_ZERO "zero:"         /* the rest of the table is zero */
#define DS_FORM_HEADINGS "headings:" /* put in the headings the notes want */
#define DS_FORM_NOTHING "nothing:"   /* put in that there is nothing to report */

/* Other fields of the portal. */
#define DS_FORM_TAG "_tag"           /* of the revision that was shown, "" for none */
#define DS_FORM_UNLOCKED "_unlocked" /* "1" once what is carried over may be edited */
#define DS_FORM_LAST "_last"         /* last year's figures are shown */

/* Longest fields, in characters. */
#define DS_FORM_CELL_LENGTH 200
#define DS_FORM_LINE_LENGTH 300

/* What differs between what is stored now and what was typed. */
typedef struct ds_form_conflict {
    const char *who;                 /* saved the stored one, or NULL */
    apr_int64_t at;
    const apr_array_header_t *changes; /* of ds_change: stored -> typed */
} ds_form_conflict;

/* A form to be shown; members without "or" are never NULL. */
typedef struct ds_form {
    const ds_staff_view *view;
    const char *organ;               /* key */
    const char *organ_name;
    int year;
    const ds_chain *chain;
    int exists;                      /* a revision is stored: */
    ds_state state;
    int step;
    apr_int64_t saved_at;            /* when, 0: nothing is stored */
    const char *tag;                 /* to be sent with the form, or NULL */
    const ds_report *report;         /* what stands in the form, but for */
    apr_hash_t *typed;               /* fields as they were sent (name -> value), or NULL */
    const ds_findings *findings;     /* or NULL: not checked yet */
    const ds_report *previous;       /* last year's, or NULL */
    const ds_cell *carried;          /* ds_carry_figures() of it */
    int shows_last;                  /* last year's figures are in sight */
    int is_unlocked;                 /* what is carried over may be edited */
    int is_checked;                  /* the summary takes the focus */
    const char *trouble;             /* why it was not saved, a sentence; or NULL */
    const ds_form_conflict *conflict; /* or NULL */
} ds_form;

/* Writes the staff page. */
void ds_form_page(ds_page *page, const ds_form *form, apr_pool_t *pool);

/* A report as the form begins with it where nothing is stored: title, names
 * and what stands before the first section from the organ's profile, figures
 * that last year carries over; all else blank. */
ds_report *ds_form_draft(const ds_format *format, const ds_organ *organ, const char *organ_name,
                         int year, const ds_cell *carried, const ds_site *site, apr_pool_t *pool);

/* The headings the notes want in a section, as lines: "（一）主动公开\n..."; ""
 * for none. */
const char *ds_form_headings(const ds_section *section, apr_pool_t *pool);

#endif
