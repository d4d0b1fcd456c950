/* Handlers and builders of the public routes. */
#ifndef DISCLOSURE_PUBLIC_H
#define DISCLOSURE_PUBLIC_H

#include "httpd/route.h"
#include "page/chart.h"
#include "page/public.h"
#include "store/figures.h"

disclosure_build_fn disclosure_public_index;     /* B/ and B/year/{year}/ */
disclosure_build_fn disclosure_public_organ;     /* B/{organ}/ */
disclosure_build_fn disclosure_public_report;    /* B/{organ}/{year}, vN, all suffixes */
disclosure_build_fn disclosure_public_fragment;  /* .../fragment */
disclosure_build_fn disclosure_public_paste;     /* .../paste.html */
disclosure_build_fn disclosure_public_paste_page; /* .../paste */
disclosure_build_fn disclosure_public_changes;   /* .../changes */
disclosure_build_fn disclosure_public_feed;      /* B/feed.atom */
disclosure_build_fn disclosure_public_sitemap;   /* B/sitemap.xml, B/sitemap/{year}.xml */
disclosure_build_fn disclosure_public_region;    /* B/region/{organ}/{year}, all suffixes */
disclosure_build_fn disclosure_public_region_cell; /* B/region/{organ}/{year}/{cell} */
disclosure_build_fn disclosure_public_data;      /* B/data/ */
disclosure_build_fn disclosure_public_table;     /* B/data/{year}/ */
disclosure_build_fn disclosure_public_table_csv; /* B/data/{year}/table.csv */
disclosure_handle_fn disclosure_public_year_data; /* B/data/{year}.csv .json .xml */
disclosure_build_fn disclosure_public_compare; /* B/{organ}/compare/2019-2023, .csv, .json */
disclosure_build_fn disclosure_public_compare_column; /* .../2019-2023/natural */
disclosure_handle_fn disclosure_public_compare_door; /* B/{organ}/compare/: to its years */
disclosure_handle_fn disclosure_public_compare_span; /* a span that is not in order */
disclosure_build_fn disclosure_public_rules;     /* B/rules */
disclosure_build_fn disclosure_public_rules_json; /* B/rules/{format}.json */
disclosure_handle_fn disclosure_public_schema;   /* B/schema/report.rng */
disclosure_handle_fn disclosure_public_asset;    /* B/assets/... */
disclosure_handle_fn disclosure_public_manual;   /* B/manual/, B/manual/{file} */
disclosure_handle_fn disclosure_public_health;   /* B/health */
disclosure_handle_fn disclosure_public_file;     /* B/files/{digest} */
disclosure_handle_fn disclosure_public_search;   /* B/search */

/* 301 to the form of the address with, and without, a slash at the end. */
disclosure_handle_fn disclosure_public_add_slash;
disclosure_handle_fn disclosure_public_drop_slash;

/* What there is near the request's address, for the page that says that there
 * is nothing at it; NULL when nothing is known, or cannot be asked for. */
const ds_nearby *disclosure_public_nearby(const disclosure_request *request);

/* Appends what the organ has published (ds_index_entry). */
apr_status_t disclosure_public_entries(ds_store *store, apr_array_header_t *entries,
                                       const ds_organ *organ, apr_pool_t *pool);

/* Rows of one organ, newest first (const ds_figures_row *), as reports with
 * figures and years only (const ds_report *), newest first: those up to the
 * year `until`, as many as are drawn. One that cannot be read is logged and
 * left out. In the request's pool. */
apr_array_header_t *disclosure_public_figures(const disclosure_request *request,
                                              const apr_array_header_t *rows, int until);

/* Appends the listings (const ds_listing *) of all public reports of the year,
 * or, with year 0, of the organ. */
apr_status_t disclosure_public_listings(ds_store *store, apr_array_header_t *found,
                                        const char *organ, int year, apr_pool_t *pool);

/* Fills a draft with a page. */
void disclosure_draft_page(disclosure_draft *draft, disclosure_request *request, ds_page *page);

#endif
