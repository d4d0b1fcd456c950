/* What the files of the entry form's handler share. */
#ifndef DISCLOSURE_STAFF_FORM_H
#define DISCLOSURE_STAFF_FORM_H

#include "core/report_files.h"
#include "httpd/staff.h"
#include "page/form_page.h"

/* One request for the entry form: what is known of the report. */
typedef struct disclosure_form {
    disclosure_staff *staff;
    disclosure_staff_report found;
    const ds_format *format;     /* the form's */
    ds_report *stored;           /* the working revision's, or NULL */
    ds_findings *findings;       /* of that revision; or NULL */
    ds_report *previous;         /* last year's, or NULL */
    const apr_array_header_t *arrived; /* of disclosure_form_file *: files sent with it, or NULL */
    const ds_cell *carried;      /* what it carries over */
    int is_unlocked;
    const ds_form_merged *merged; /* to be told of, or NULL */
    int meetings;                /* times another was faster */
    const char *merged_query;    /* the same for the way back: "&since=3&with=5", or NULL */
} disclosure_form;

/* Reads what is stored. APR_SUCCESS, or an outcome of core/status.h with *why
 * set or NULL. */
apr_status_t disclosure_form_load(disclosure_form *form, const char **why);

/* The page with what is stored, or with what has been typed. */
typedef struct disclosure_form_view {
    const apr_table_t *typed;          /* or NULL: what is stored, or */
    const ds_report *report;           /* this; or NULL */
    const ds_findings *findings;       /* or NULL */
    const ds_form_conflict *conflict;  /* or NULL */
    const char *trouble;               /* or NULL */
    int is_checked;
} disclosure_form_view;
int disclosure_form_show(disclosure_form *form, int status, const disclosure_form_view *view);

/* POST. */
int disclosure_form_save(disclosure_form *form);

/* ---- Two at one report: staff_form_conflict.c ---- */

/* What the form began with: the revision it names, the draft of a new report;
 * *base is NULL where that is not known. */
apr_status_t disclosure_form_base(disclosure_form *form, const ds_report **base);

/* Puts what was chosen in an earlier conflict into the report. OK, or (the answer
 * has been sent: something is still to be chosen) what the handler is to return. */
int disclosure_form_pick(disclosure_form *form, ds_report *report);

/* What is stored is not what the form began with: puts both together and saves
 * that, or shows what is to be chosen. */
int disclosure_form_meet(disclosure_form *form, ds_report *typed, const ds_findings *findings,
                         const char *button, const char *section);

/* What the address says was put together, into form->merged. */
apr_status_t disclosure_form_recall(disclosure_form *form);

/* ---- What the two share ---- */

/* The page again with all that was typed; to a script, the problem. `trouble` NULL:
 * the findings say what is wrong. */
int disclosure_form_give_back(disclosure_form *form, apr_status_t outcome, const char *trouble,
                              const ds_findings *findings);

/* To the page with what is stored, at the section ("": at its head). */
int disclosure_form_see(disclosure_form *form, const char *button, const char *section);

/* Saves; `findings` are of reading it. */
int disclosure_form_store(disclosure_form *form, ds_report *report, const ds_findings *findings,
                          const char *button, const char *section);

/* The draft that a new report begins with. */
ds_report *disclosure_form_draft(const disclosure_form *form);

/* ---- Files: staff_form_files.c ---- */

/* Reads a multipart form: fields, and files into form->arrived. OK, or (the answer
 * has been sent) what the handler is to return. */
int disclosure_form_receive(disclosure_form *form);

/* Keeps the files that arrived and puts each into its section's fields. Findings,
 * at the fields, say what is wrong; with an error nothing is to be saved yet. */
apr_status_t disclosure_form_take_files(disclosure_form *form, ds_findings *findings);

/* To a script that sent nothing but files: what they are. */
int disclosure_form_tell_files(disclosure_form *form);

/* Takes the figure ("overview/2") out of the fields. The section's id (in the
 * request's pool), NULL when there is no such section. */
const char *disclosure_form_remove_figure(disclosure_form *form, const char *figure);

/* What is known of all files that the form names, for the page. */
apr_status_t disclosure_form_files(const disclosure_form *form, const apr_table_t *typed,
                                   ds_report_files **files);

#endif
