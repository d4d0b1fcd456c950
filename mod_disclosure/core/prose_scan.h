/* The prose of a stored report, without the report: paragraphs, captions,
 * notes under tables and beside figures, in the order of the document. Asks
 * for no format, so that every version ever published can be gone through. */
#ifndef DS_CORE_PROSE_SCAN_H
#define DS_CORE_PROSE_SCAN_H

#include <apr_tables.h>

typedef struct ds_prose_block {
    const char *place;   /* id of the section, or of the table with is_note */
    int is_note;
    const char *text;
} ds_prose_block;

/* Reads canonical bytes (core/canonical.h) into *blocks (array of
 * ds_prose_block, in pool). DS_EUNREADABLE or DS_ETOOLARGE when they are
 * none; *blocks is then what came before. */
apr_status_t ds_prose_scan(apr_array_header_t **blocks, const char *bytes, apr_size_t len,
                           apr_pool_t *pool);

#endif
