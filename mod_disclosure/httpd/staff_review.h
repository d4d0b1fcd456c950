/* What the pages of one report in the staff portal share. */
#ifndef DISCLOSURE_STAFF_REVIEW_H
#define DISCLOSURE_STAFF_REVIEW_H

#include "httpd/staff.h"
#include "page/staff_report_page.h"

/* One report, found and read. */
typedef struct disclosure_review {
    disclosure_staff_report found;
    const ds_listing *listing;      /* NULL: no revision yet */
    ds_report *report;              /* of the working revision, or NULL */
    ds_findings *findings;          /* kept with it, or NULL */
    const char *organ_name;         /* as it is called for this report */
} disclosure_review;

/* The report of the address; working revision and findings are read. Results as
 * disclosure_staff_find(); `must_exist`: DS_ENOTFOUND where there is no
 * revision. */
apr_status_t disclosure_review_open(disclosure_staff *staff, disclosure_review *review,
                                    int must_exist);

/* A stored revision as a report; a failure is logged. */
apr_status_t disclosure_review_parse(disclosure_staff *staff, const ds_revision *revision,
                                     ds_report **report);

/* ds_permit() for the report; *why may be NULL. */
apr_status_t disclosure_review_permit(const disclosure_staff *staff,
                                      const disclosure_review *review, ds_action action,
                                      const char **why);

/* Fills in the page's view of the report and shows it: `errors` and `typed` are
 * of a comment that was refused, NULL for a plain look. */
int disclosure_review_show(disclosure_staff *staff, disclosure_review *review, int status,
                           const ds_findings *errors, const char *typed);

/* Records as the pages show them (array of ds_staff_deed), newest first: at most
 * `limit` of those before number `before` (0: from the newest on). */
apr_status_t disclosure_review_deeds(disclosure_staff *staff, apr_array_header_t **deeds,
                                     apr_int64_t before, int limit);

/* How the report came back, while it has not been submitted again; else NULL. */
apr_status_t disclosure_review_returned(disclosure_staff *staff, ds_staff_deed **returned);

/* Comments as the pages show them (array of ds_staff_note), open or all. */
apr_status_t disclosure_review_notes(disclosure_staff *staff, apr_array_header_t **notes,
                                     int only_open);

/* "/reports/{organ}/{year}", for disclosure_staff_see(). */
const char *disclosure_review_path(const disclosure_staff *staff);

/* A number out of the fields, 0 where there is none. */
apr_int64_t disclosure_review_number(const disclosure_staff *staff, const char *name);

#endif
