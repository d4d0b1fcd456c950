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
#include "core/report_files.h"
#include "page/staff_report_page.h"

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
#define DS_FORM_UPLOAD "upload:"     /* put in the files chosen */
#define DS_FORM_REMOVE "remove:"     /* take a figure out: "remove:overview/2" */
#define DS_FORM_RESOLVE "resolve:"   /* a comment is dealt with; its number follows */

/* Other fields of the portal. */
#define DS_FORM_TAG "_tag"           /* of the revision that was shown, "" for none */
#define DS_FORM_REVISION "_revision" /* its number, "" for none */
#define DS_FORM_BOTH "_both"         /* names of fields to be chosen, blanks between them */
#define DS_FORM_PICK "_pick/"        /* for the field whose name follows: */
#define DS_FORM_PICK_STORED "stored" /* what another has saved, or */
#define DS_FORM_PICK_TYPED "typed"   /* what stands in the form */
#define DS_FORM_UNLOCKED "_unlocked" /* "1" once what is carried over may be edited */
#define DS_FORM_LAST "_last"         /* last year's figures are shown */
#define DS_FORM_FILE "_file/"        /* a file for the section whose id follows, */
#define DS_FORM_FILE_ALT "_alt/"     /* its text alternative */
#define DS_FORM_FILE_CAPTION "_caption/" /* and caption */

/* Longest fields, in characters. */
#define DS_FORM_CELL_LENGTH 200
#define DS_FORM_LINE_LENGTH 300

/* Somebody else, or another window, has saved the report meanwhile. The form shows
 * both sides put together. */
typedef struct ds_form_conflict {
    const char *who;                 /* saved the stored one, or NULL */
    apr_int64_t at;
    const apr_array_header_t *taken; /* of ds_change: what was changed there alone, and is in the
                                        form now; or NULL */
    const apr_array_header_t *both;  /* names (const char *, core/merge.h) of fields to be chosen,
                                        or NULL */
    const ds_report *stored;         /* the one side of the choice, */
    const ds_report *typed;          /* the other */
    const apr_array_header_t *changes; /* of ds_change, stored -> typed, where the two have
                                        different formats and cannot be put together; or NULL */
    int is_asked_again;              /* the form came back with choices open */
} ds_form_conflict;

/* What was put together with what another had saved, when the form was saved. */
typedef struct ds_form_merged {
    const char *who;
    apr_int64_t at;
    const apr_array_header_t *changes; /* of ds_change: his */
} ds_form_merged;

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
    int revision;                    /* likewise, 0: none */
    const ds_report *report;         /* what stands in the form, but for */
    apr_hash_t *typed;               /* fields as they were sent (name -> value), or NULL */
    const ds_findings *findings;     /* or NULL: not checked yet */
    const ds_report_files *files;    /* what is known of those the form names, or NULL */
    const char *file_types;          /* what may be added, a sentence; NULL: the site takes none */
    const char *file_endings;        /* ".png,.jpg": for the browser's choice */
    apr_int64_t file_max;            /* bytes */
    const ds_report *previous;       /* last year's, or NULL */
    const ds_cell *carried;          /* ds_carry_figures() of it */
    int shows_last;                  /* last year's figures are in sight */
    int is_unlocked;                 /* what is carried over may be edited */
    int is_checked;                  /* the summary takes the focus */
    const char *trouble;             /* why it was not saved, a sentence; or NULL */
    const ds_form_conflict *conflict; /* or NULL */
    const ds_form_merged *merged;    /* or NULL */
    const apr_array_header_t *notes; /* of ds_staff_note: open comments; or NULL */
    const struct ds_staff_deed *returned; /* how it came back to be mended; or NULL */
} ds_form;

/* Writes the staff page. */
void ds_form_page(ds_page *page, const ds_form *form, apr_pool_t *pool);

/* A report as the form begins with it where nothing is stored: title, names
 * and what stands before the first section from the organ's profile, figures
 * that last year carries over; all else blank. */
ds_report *ds_form_draft(const ds_format *format, const ds_organ *organ, const char *organ_name,
                         int year, const ds_cell *carried, const ds_site *site, apr_pool_t *pool);

/* The section that a place of the form ("requests/new/natural", "notes/disputes",
 * "figure/overview/1:alt") belongs to; NULL for what stands outside. */
const ds_section *ds_form_section_of(const ds_format *format, const char *place,
                                     apr_pool_t *pool);

/* The headings the notes want in a section, as lines: "（一）主动公开\n..."; ""
 * for none. */
const char *ds_form_headings(const ds_section *section, apr_pool_t *pool);

#endif
