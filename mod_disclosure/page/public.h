/* What the public sees. Each function fills one page (template.h); none of
 * them knows about HTTP or the store. */
#ifndef DS_PAGE_PUBLIC_H
#define DS_PAGE_PUBLIC_H

#include <apr_tables.h>

#include "core/finding.h"
#include "core/organ.h"
#include "core/report_files.h"
#include "page/site.h"
#include "page/template.h"

/* One public version of a report, and what stands around it. */
typedef struct ds_publication {
    const ds_report *report;
    const ds_organ *organ;
    int n;                        /* this version, vn */
    int current;                  /* the version that is current */
    const char *title;            /* as published */
    const char *index_number;     /* 索引号, or NULL: left out */
    const char *document_number;  /* 文号, or NULL: 无文号 */
    apr_int64_t published_at;     /* instant; the day is what counts for a report taken over: */
    const char *published_on;     /* civil date */
    const char *notice;           /* of a correction: what changed and why; or NULL */
    const char *digest_algorithm, *digest;
    const apr_array_header_t *years; /* the organ's reports up to this one's year (const ds_report *,
                                        figures only), to be drawn under the document; or NULL */
    const ds_report_files *files; /* of the report, or NULL: its figures are pictures */
    int is_preview;               /* it is not public: nothing is said to machines */
} ds_publication;

/* The organ's name as the report has it, else as on the day of publication. */
const char *ds_publication_organ_name(const ds_publication *publication);

/* The title as published, else the official one. */
const char *ds_publication_title(const ds_publication *publication, apr_pool_t *pool);

/* Whether a later version is the current one. */
int ds_publication_is_earlier(const ds_publication *publication);

/* YYYY-MM-DD HH:MM; of a report taken over, which has a day only, its first. */
const char *ds_publication_minute(const ds_publication *publication, apr_pool_t *pool);

/* "SM3" */
const char *ds_publication_digest_name(const ds_publication *publication, apr_pool_t *pool);

/* One line of the index: what a list needs to know of a published report. */
typedef struct ds_index_entry {
    const char *organ;
    const char *organ_name;
    ds_organ_kind kind;
    int year;
    const char *title;
    const char *published_on;
    int version;                  /* above 1: corrected */
} ds_index_entry;

/* B/{organ}/{year} and B/{organ}/{year}/vN. */
void ds_public_report(ds_page *page, const ds_site *site, const ds_publication *publication,
                      apr_pool_t *pool);

/* B/{organ}/{year}/fragment: the document alone, for inclusion; no page around it and no
 * pictures under it. */
void ds_public_fragment(ds_markup *m, const ds_site *site, const ds_publication *publication,
                        apr_pool_t *pool);

/* B/{organ}/{year}/paste.html: the body for somebody else's editor, with inline
 * styles and absolute addresses; no document around. */
void ds_public_paste(ds_markup *m, const ds_site *site, const ds_publication *publication,
                     apr_pool_t *pool);

/* B/{organ}/{year}/paste: that body to be copied. */
void ds_public_paste_page(ds_page *page, const ds_site *site, const ds_publication *publication,
                          apr_pool_t *pool);

/* B/{organ}/{year}/changes: all versions (array of ds_publication *, report
 * may be NULL in all but the last two), and which figures and paragraphs
 * changed from the one before. */
void ds_public_changes(ds_page *page, const ds_site *site, const apr_array_header_t *versions,
                       apr_pool_t *pool);

/* B/ (year 0: the newest first, all years to choose from) and B/year/Y/:
 * `entries` (array of ds_index_entry) grouped by kind; `years` (array of int)
 * are all that have a report. */
void ds_public_index(ds_page *page, const ds_site *site, int year,
                     const apr_array_header_t *years, const apr_array_header_t *entries,
                     apr_pool_t *pool);

/* B/{organ}/: one organ's reports (array of ds_index_entry), their figures in
 * pictures (`figures`: const ds_report *, newest first), contact, its
 * predecessors and successors (`related`, array of ds_organ *), and the reports
 * of those among them that are in `entries` under another key than the organ's;
 * `sums` (array of int, newest first, or NULL) are the years whose sum over its
 * subordinates is to be had. */
void ds_public_organ(ds_page *page, const ds_site *site, const ds_organ *organ,
                     const apr_array_header_t *entries, const apr_array_header_t *figures,
                     const apr_array_header_t *related, const apr_array_header_t *sums,
                     apr_pool_t *pool);

/* B/rules: every relation of every format, in words and in the relation
 * language. */
void ds_public_rules(ds_page *page, const ds_site *site, apr_pool_t *pool);

/* What is known of the place where nothing was found. */
typedef struct ds_nearby {
    const ds_organ *organ;             /* whose report was asked for; or NULL */
    int year;                          /* of which year; or 0 */
    const apr_array_header_t *entries; /* what that organ has published (ds_index_entry) */
    const apr_array_header_t *years;   /* without an organ: years with reports (int), newest
                                          first; or NULL */
} ds_nearby;

/* A page for what is not there: 404, 410 (with `reason` or NULL), 405, 503...
 * `status` chooses title and sentence; says where to go on, and with `nearby`
 * (or NULL) what there is instead. */
void ds_public_problem(ds_page *page, const ds_site *site, int status, const char *reason,
                       const ds_nearby *nearby, apr_pool_t *pool);

/* The same in place of a fragment: a sentence inside somebody else's page. */
void ds_public_problem_fragment(ds_markup *m, const ds_site *site, int status, const char *reason,
                                apr_pool_t *pool);

#endif
