/* What a page is about, for programs: schema.org as JSON-LD in a data block of
 * the head, which no browser runs. Absolute addresses are told only where the
 * site has a base address. */
#ifndef DS_PAGE_LINKED_DATA_H
#define DS_PAGE_LINKED_DATA_H

#include "page/public.h"

/* The current version of a report: a Report by a GovernmentOrganization and,
 * with addresses, the Dataset of its downloads. Nothing of an earlier one. */
void ds_linked_report(ds_markup *m, const ds_site *site, const ds_publication *publication,
                      apr_pool_t *pool);

/* An organ with its contact. */
void ds_linked_organ(ds_markup *m, const ds_site *site, const ds_organ *organ, apr_pool_t *pool);

/* A list of reports; `path` as in ds_meta. */
void ds_linked_collection(ds_markup *m, const ds_site *site, const char *name,
                          const char *description, const char *path, apr_pool_t *pool);

/* Figures that can be had as files: `path` as in ds_meta, `forms` the endings of
 * its downloads (".csv", NULL-terminated). Nothing without a base address. */
void ds_linked_dataset(ds_markup *m, const ds_site *site, const char *name,
                       const char *description, const char *path, const char *const *forms,
                       apr_pool_t *pool);

#endif
