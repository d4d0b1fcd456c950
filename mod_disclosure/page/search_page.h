/* B/search: the form, and what was found. */
#ifndef DS_PAGE_SEARCH_PAGE_H
#define DS_PAGE_SEARCH_PAGE_H

#include <apr_tables.h>

#include "core/format.h"
#include "core/terms.h"
#include "page/site.h"
#include "page/template.h"

/* One report that was found. */
typedef struct ds_search_entry {
    const char *organ, *organ_name;
    int year;
    const char *title;
    const char *published_on;
    int version;                  /* above 1: corrected */
    const ds_section *section;    /* in which the passage stands, or NULL */
    int is_note;                  /* below the section's tables */
    const apr_array_header_t *passage; /* of ds_text_part, NULL: title or name was found */
} ds_search_entry;

/* What was asked, as far as it could be read, and what came of it. */
typedef struct ds_search_view {
    const char *query;            /* as it was typed, "" for none */
    const char *scope;            /* a value of `in`: "all", "title", "text" */
    int year;                     /* 0: all */
    int last_year;                /* the newest year to choose */
    const char *organ;            /* only its reports and those below it, or NULL */
    const char *organ_name;
    const char *refusal;          /* why nothing was looked for, or NULL */
    const ds_terms *terms;        /* NULL: nothing was looked for */
    const apr_array_header_t *entries; /* of ds_search_entry */
    int is_later_page;
    const char *next;             /* a value of `after`, or NULL */
    int is_unfinished;            /* the search goes on behind the page before it is full */
} ds_search_view;

void ds_public_search(ds_page *page, const ds_site *site, const ds_search_view *view,
                      apr_pool_t *pool);

/* The small form that leads there: all reports, those of a year (0: any), or
 * those of an organ (NULL: any) and of all below it. */
void ds_search_box(ds_markup *m, const ds_site *site, int year, const char *organ,
                   apr_pool_t *pool);

#endif
