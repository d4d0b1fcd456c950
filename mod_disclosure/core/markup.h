/* The markup writer: the only place that emits `<`.
 *
 * Writes HTML and XML into one growing buffer, every name given by us, every
 * value escaped here and only here. The escaping is that of Canonical XML 1.0
 * (text: & < > CR; attributes: & < " TAB LF CR), which is also right for
 * HTML with double-quoted attributes; so the canonical form of a report comes
 * from the same writer as its page.
 *
 * Names are literals of the caller. Attributes of canonical XML are written
 * by the caller in their canonical order.
 */
#ifndef DS_CORE_MARKUP_H
#define DS_CORE_MARKUP_H

#include <apr_pools.h>

typedef struct ds_markup ds_markup;

/* An empty writer; buffer and writer live in pool. */
ds_markup *ds_markup_create(apr_pool_t *pool);

/* Where it lives: for texts that a writer puts together from others. */
apr_pool_t *ds_markup_pool(const ds_markup *m);

/* <name - attributes may follow until the next call of another kind. */
void ds_markup_start(ds_markup *m, const char *name);

/* name="value" in the start tag just begun; nothing when value is NULL. */
void ds_markup_attr(ds_markup *m, const char *name, const char *value);
void ds_markup_attr_int(ds_markup *m, const char *name, apr_int64_t value);

/* </name>; a start tag still open is closed first, so an empty element
 * becomes a start-end pair as the canonical form wants it. */
void ds_markup_end(ds_markup *m, const char *name);

/* Closes the start tag of an HTML void element (br, meta, img, input). */
void ds_markup_void(ds_markup *m);

/* Escaped text. NULL writes nothing. */
void ds_markup_text(ds_markup *m, const char *text);
void ds_markup_text_int(ds_markup *m, apr_int64_t value);

/* The text as a JSON string with its quotes, for a data block inside <script>,
 * where nothing is unescaped: < > and & are written as \u003C and so on. NULL
 * writes null. */
void ds_markup_json(ds_markup *m, const char *text);

/* <name>text</name>, and with a class attribute (NULL: none). */
void ds_markup_element(ds_markup *m, const char *name, const char *text);
void ds_markup_element_class(ds_markup *m, const char *name, const char *class_name,
                             const char *text);

/* The HTML document type line / the XML declaration (UTF-8). */
void ds_markup_doctype(ds_markup *m);
void ds_markup_declaration(ds_markup *m);

/* Bytes of a trusted file (a portal's template) or of another ds_markup,
 * as they are. Never for anything that came in over the network. */
void ds_markup_raw(ds_markup *m, const char *bytes, apr_size_t len);

/* What has been written so far, NUL-terminated for convenience; *len without
 * the NUL. Valid until the next write; a start tag still open is closed. */
const char *ds_markup_bytes(ds_markup *m, apr_size_t *len);

#endif
