/* One report in the staff portal, beside the form: where it is, what was found,
 * what is said about it, its figures beside last year's, its steps, its history.
 * None of this knows about HTTP or the store.
 */
#ifndef DS_PAGE_STAFF_REPORT_PAGE_H
#define DS_PAGE_STAFF_REPORT_PAGE_H

#include "core/report.h"
#include "page/public.h"
#include "page/staff.h"

/* ---- What the pages share ---- */

/* One comment. */
typedef struct ds_staff_note {
    apr_int64_t number;
    int revision;
    const char *place;          /* as the entry form names its field, "section/overview/3" for
                                   a block; NULL: the whole report */
    const char *passage;        /* what stood there then, or NULL */
    const char *text;
    const char *who;
    apr_int64_t at;
    const char *resolver;       /* NULL: open */
    apr_int64_t resolved_at;
} ds_staff_note;

/* One report and what stands around it; members without "or" are never NULL. */
typedef struct ds_staff_report {
    const ds_staff_view *view;
    const char *organ;          /* key */
    const char *organ_name;
    int year;
    int is_region;              /* of a whole government, which has subordinates to sum up */
    const ds_chain *chain;
    const ds_case *subject;
    const char *author;         /* of the working revision, as shown; or NULL: none yet */
    const char *people;         /* who may take the next step: names, or NULL */
    const char *due;            /* civil date by which it is to be public */
    int revision;               /* number of the working revision, 0: none */
    const char *tag;            /* or NULL */
    apr_int64_t changed_at;
    int published;              /* number of the public version, 0: none */
    const char *published_on;   /* or NULL */
    int is_withdrawn;
    const char *withdrawn_reason; /* or NULL */
    const struct ds_staff_deed *returned; /* how it came back, while it has not been submitted
                                   again; or NULL */
    const ds_report *report;    /* working; or NULL: none yet */
    const ds_report_files *files; /* of the report, or NULL */
    const ds_report *previous;  /* last year's, or NULL */
    const ds_findings *findings; /* or NULL */
    const apr_array_header_t *notes; /* of ds_staff_note */
    unsigned may;               /* actions permitted now, bit 1 << ds_action */
    const char *own_work;       /* why an author may not go on, a sentence; or NULL */
    int may_comment;
    int may_explain;            /* give the reason of a report taken down */
    int compares;               /* shows last year's figures beside */
    int picks;                  /* places are links, to choose one for a comment */
    const char *at;             /* place chosen for a comment, or NULL */
    const char *typed;          /* a comment that was refused, or NULL */
    const ds_findings *errors;  /* why, or NULL */
} ds_staff_report;

#define DS_STAFF_MAY(may, action) (((may) >> (action) & 1u) != 0)

/* "三、收到和处理政府信息公开申请情况：‘…’一行‘自然人’", "一、总体情况，第3段": a place as people
 * call it; "全文" for NULL. In pool. */
const char *ds_staff_place_name(const ds_format *format, const char *place, apr_pool_t *pool);

/* 一、总体情况; the preface, which has no title, by what it is. */
const char *ds_staff_section_name(const ds_section *section, apr_pool_t *pool);

/* The style sheet of these pages, after ds_staff_begin(). */
void ds_staff_review_style(ds_page *page, const ds_site *site, apr_pool_t *pool);

/* A link that looks like a button; kind as of ds_staff_button(). */
void ds_staff_link_button(ds_markup *m, const char *href, const char *label, const char *kind);

/* ---- The page of one report ---- */

/* B/staff/reports/{organ}/{year} */
void ds_staff_report_page(ds_page *page, const ds_staff_report *report, apr_pool_t *pool);

/* Its parts, which other pages show, too. Findings: errors first, grouped, each
 * leading to `form` (the entry form's path) or, where that is NULL, to its place
 * on this page. */
void ds_staff_findings(ds_markup *m, const ds_findings *findings, const ds_format *format,
                       const char *form, apr_pool_t *pool);

/* The comments, and the field for a new one. */
void ds_staff_notes(ds_markup *m, const ds_staff_report *report, apr_pool_t *pool);

/* The text, its tables with last year's figures beside, comments and findings
 * marked at their places. */
void ds_staff_text(ds_markup *m, const ds_staff_report *report, apr_pool_t *pool);

/* ---- A step ---- */

/* Fields of a step's form. */
#define DS_STEP_TAG "_tag"
#define DS_STEP_REVISION "_revision"    /* number of the revision that was shown */
#define DS_STEP_RECORD "_record"        /* number of the report's newest record then */
#define DS_STEP_COMMENT "_comment"
#define DS_STEP_ATTEST "_attest"        /* "1": the secrecy review is attested */
#define DS_STEP_SIGNER "_signer"        /* signed on paper: name, post, date */
#define DS_STEP_POST "_post"
#define DS_STEP_SIGNED_ON "_signed_on"
#define DS_STEP_INDEX_NUMBER "_index_number"
#define DS_STEP_DOCUMENT_NUMBER "_document_number"
#define DS_STEP_THEN "_then"            /* "next": on to the next report that waits */
#define DS_STEP_FINDING "_finding"      /* + 1, 2 ...: id of a warning, */
#define DS_STEP_REASON "_reason"        /* + 1, 2 ...: and the reason signed for it */

/* A step to be confirmed. */
typedef struct ds_staff_step {
    const ds_staff_view *view;
    ds_action action;
    const char *organ;
    const char *organ_name;
    int year;
    const ds_chain *chain;
    const ds_case *subject;
    const char *tag;
    int revision;
    apr_int64_t record;
    const ds_report *report;        /* that is taken on */
    const ds_report_files *files;   /* of the report, or NULL */
    const ds_format *format;
    const ds_findings *findings;    /* of the report */
    const ds_findings *errors;      /* why the step was not taken: ids "rule@field"; or NULL */
    const apr_table_t *fields;      /* what was typed; or NULL */
    int is_correction;              /* a version was public before */
    const char *index_number;       /* of the version before, or NULL */
    const char *document_number;
    int open_notes;                 /* comments not dealt with */
} ds_staff_step;

/* B/staff/reports/{organ}/{year}/{action} */
void ds_staff_step_page(ds_page *page, const ds_staff_step *step, apr_pool_t *pool);

/* Title, signature, totals, what was found and answered for: part of that page where
 * the report is taken on. */
void ds_staff_step_summary(ds_markup *m, const ds_staff_step *step, apr_pool_t *pool);

/* Whether the step attests the secrecy review. */
int ds_staff_step_attests(const ds_staff_step *step);

/* ---- What became of it ---- */

/* One line of the history. */
typedef struct ds_staff_deed {
    apr_int64_t number;
    apr_int64_t at;
    const char *who;
    const char *action;
    int revision;
    const char *detail;         /* as the store records it, or NULL */
} ds_staff_deed;

/* A step signed on paper. */
typedef struct ds_staff_signed {
    apr_int64_t number;
    int revision;
    const char *step_name, *signer;
    const char *post;           /* or NULL */
    const char *signed_on;
    const char *scan;           /* digest, or NULL */
    const char *who;            /* recorded it */
    apr_int64_t at;
} ds_staff_signed;

typedef struct ds_staff_history {
    const ds_staff_view *view;
    const char *organ, *organ_name;
    int year;
    const ds_chain *chain;
    const apr_array_header_t *deeds;   /* of ds_staff_deed, newest first */
    apr_int64_t earlier;               /* older ones begin before this number, 0: none */
    int is_cut;                        /* still older ones are no longer kept */
    const apr_array_header_t *papers;  /* of ds_staff_signed */
    int takes_scans;                   /* the site takes files, and the actor may add one */
    int from, to;                      /* revisions to compare, 0: none chosen */
    const ds_report *before, *after;   /* or NULL */
} ds_staff_history;

/* B/staff/reports/{organ}/{year}/history */
void ds_staff_history_page(ds_page *page, const ds_staff_history *history, apr_pool_t *pool);

/* Who returned it, at which step, why. Nothing when returned is NULL. */
void ds_staff_returned(ds_markup *m, const ds_chain *chain, const ds_staff_deed *returned,
                       apr_pool_t *pool);

/* What differs between two revisions, as tables; says so where nothing does. */
void ds_staff_changes(ds_markup *m, const ds_report *before, const ds_report *after,
                      apr_pool_t *pool);

/* The answer to a step of somebody who has not seen the present state: what has
 * been done since (deeds), and what differs. */
typedef struct ds_staff_stale {
    const ds_staff_view *view;
    const char *organ, *organ_name;
    int year;
    ds_action action;
    const ds_chain *chain;
    const apr_array_header_t *deeds;   /* of ds_staff_deed, newest first */
    const ds_report *before, *after;   /* or NULL */
    const char *typed;                 /* the comment, so that it is not lost; or NULL */
} ds_staff_stale;

void ds_staff_stale_page(ds_page *page, const ds_staff_stale *stale, apr_pool_t *pool);

/* ---- 送审稿 ---- */

/* The public page to be: the page as the public will see it under a banner that
 * says it is not public; as_print: for A4, with the sheet to be signed before
 * it instead. */
void ds_staff_preview_page(ds_page *page, const ds_staff_view *view,
                           const ds_publication *publication, const ds_chain *chain, int revision,
                           int as_print, apr_pool_t *pool);

#endif
