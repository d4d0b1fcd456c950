/* Inside the store: the index of store/search.h, as it is written. */
#ifndef DS_STORE_SEARCH_INDEX_H
#define DS_STORE_SEARCH_INDEX_H

#include "store/query.h"

/* What a gram stands in: title and name of the organ, or all of the report. */
enum { DS_SEARCH_IN_TITLE, DS_SEARCH_IN_ALL };

/* Characters of one doc in a posting row: its place in the segment. */
#define DS_SEARCH_CODE 2

/* The place a code stands for, -1 when it is none. */
int ds_search__place(const char *code);

/* What is indexed of a publication. */
typedef struct ds_search_text {
    const char *title, *organ_name;
    const char *xml;              /* canonical bytes */
    apr_size_t xml_length;
} ds_search_text;

/* Inside the change that publishes: gives version n of a report its doc. */
apr_status_t ds_search__add(ds_dbd *dbd, const char *organ, int year, int n,
                            const ds_search_text *text, apr_pool_t *scratch_pool);

/* Inside a transaction: empties the index. */
apr_status_t ds_search__clear(ds_dbd *dbd);

/* Inside a transaction: makes the index of an empty one, for every report that
 * is public, by date of publication. Says how far it is in the log. */
apr_status_t ds_search__fill(ds_dbd *dbd, apr_pool_t *scratch_pool);

#endif
