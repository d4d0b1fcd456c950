/* What the files of the entry form's handler share. */
#ifndef DISCLOSURE_STAFF_FORM_H
#define DISCLOSURE_STAFF_FORM_H

#include "httpd/staff.h"
#include "page/form_page.h"

/* One request for the entry form: what is known of the report. */
typedef struct disclosure_form {
    disclosure_staff *staff;
    disclosure_staff_report found;
    const ds_format *format;     /* the form's */
    ds_report *stored;           /* the working revision's, or NULL */
    const ds_findings *findings; /* of that revision; or NULL */
    ds_report *previous;         /* last year's, or NULL */
    const ds_cell *carried;      /* what it carries over */
    int is_unlocked;
} disclosure_form;

/* Reads what is stored. APR_SUCCESS, or an outcome of core/status.h with *why
 * set or NULL. */
apr_status_t disclosure_form_load(disclosure_form *form, const char **why);

/* The page with what is stored, or with what has been typed. */
typedef struct disclosure_form_view {
    const apr_table_t *typed;          /* or NULL: what is stored */
    const ds_findings *findings;       /* or NULL */
    const ds_form_conflict *conflict;  /* or NULL */
    const char *trouble;               /* or NULL */
    int is_checked;
} disclosure_form_view;
int disclosure_form_show(disclosure_form *form, int status, const disclosure_form_view *view);

/* POST. */
int disclosure_form_save(disclosure_form *form);

#endif
