/* Bounds on XML before a parser sees it.
 *
 * A parser's own work can be made to grow out of proportion to the input
 * (attributes of one element are compared with each other, nesting takes
 * stack, entities expand). This looks over the tokens once, in linear time,
 * and lets only those documents through whose tags are well formed and within
 * bounds; names, references and nesting of the right tags are the parser's.
 */
#ifndef DS_CORE_XML_SCAN_H
#define DS_CORE_XML_SCAN_H

#include <apr_pools.h>

/* Most levels of elements, and most attributes of one. */
#define DS_XML_MAX_DEPTH 16
#define DS_XML_MAX_ATTRIBUTES 32

typedef enum {
    DS_XML_FINE,
    DS_XML_BAD_TAG,       /* a tag, comment or instruction that is not one, or has no end */
    DS_XML_DTD,           /* a document type declaration */
    DS_XML_TOO_DEEP,
    DS_XML_TOO_MANY       /* attributes */
} ds_xml_verdict;

/* Looks over text that has passed ds_text_first_bad(); *offset is set to
 * where the verdict was reached. */
ds_xml_verdict ds_xml_scan(const char *bytes, apr_size_t len, apr_size_t *offset);

#endif
