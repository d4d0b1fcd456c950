/* Data files of our own (formats, chains): XML, checked by a RELAX NG schema,
 * read once at start. Errors are English sentences that begin with file and
 * line, as a compiler's do. Internal to core.
 */
#ifndef DS_CORE_DATAFILE_H
#define DS_CORE_DATAFILE_H

#include <apr_pools.h>
#include <libxml/tree.h>

/* Reads the file (no network, no DTD, no entities) and validates it. *out is
 * set on success only and is freed with scratch_pool. Returns NULL, or the
 * error in result_pool. */
const char *ds_datafile_read(xmlDoc **out, const char *path, const char *schema_path,
                             apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* "path:line: ..." with the line of the node (of an element the line where its
 * start tag ends); in pool. */
const char *ds_datafile_error(apr_pool_t *pool, const char *path, const xmlNode *node,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The first child element, the next element after this one; NULL at the end. */
xmlNode *ds_datafile_child(const xmlNode *node);
xmlNode *ds_datafile_next(const xmlNode *node);

int ds_datafile_is(const xmlNode *node, const char *name);

/* The attribute's value in pool; NULL when the element has none. */
const char *ds_datafile_attr(apr_pool_t *pool, const xmlNode *node, const char *name);

/* Whether the attribute says "yes". */
int ds_datafile_yes(const xmlNode *node, const char *name);

/* The element's text in pool, without white space at its ends. White
 * space within is one blank, but nothing where a line breaks between two
 * Chinese characters. */
const char *ds_datafile_text(apr_pool_t *pool, const xmlNode *node);

#endif
