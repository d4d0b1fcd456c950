/* The canonical form of a report: what is stored, exported and digested.
 *
 * W3C Canonical XML 1.0 without comments, no white-space-only text, official
 * order, every section and every cell of the format present, integers without
 * sign or leading zeros, amounts without trailing zeros, no declaration, no
 * final newline.
 *
 *   <report xmlns="urn:mod-disclosure:report:1" format="2019" organ="jixia" year="2020">
 *   <organ-name/> <title/>                             (left out when NULL)
 *   <section id="preface"><p/> <figure alt="" digest="">caption</figure></section>
 *   <table id="requests"><row id="new"><cell id="natural">1</cell>
 *      <cell id="business" state="blank"/> <cell id="legal" state="na"/>
 *      <cell id="other" note="...">22</cell> <cell id="amount" unit="万元">25.1</cell>
 *      </row><note/></table>
 *   <signature date="2021-01-29">name</signature>      (left out when both are NULL)
 *
 * Sections and tables stand in the order of the format. An organ or year that
 * is not known is left out; a note stands with a cell of any state.
 */
#ifndef DS_CORE_CANONICAL_H
#define DS_CORE_CANONICAL_H

#include "core/digest.h"
#include "core/finding.h"
#include "core/report.h"

#define DS_REPORT_NAMESPACE "urn:mod-disclosure:report:1"

/* The canonical bytes, NUL-terminated; *len without the NUL; in pool. */
const char *ds_canonical(const ds_report *report, apr_size_t *len, apr_pool_t *pool);

/* The digest of those bytes; in pool; NULL as ds_digest_hex(). */
const char *ds_canonical_digest(const ds_report *report, const ds_digest_algorithm *algorithm,
                                apr_pool_t *pool);

/* Reads a report in XML, canonical or not, with SAX2 and no tree. Any order of
 * sections, tables, rows and cells is accepted, cells left out are blank.
 * Refused with a finding each that says where (line): a DTD or entity, an
 * unknown format, table, row, column or element, a duplicate, a figure that is
 * not one (here figures are strict: no tolerance as in documents), bad dates,
 * text over the bounds, nesting over 16. Collects all it can.
 * APR_SUCCESS, or DS_EUNREADABLE (not well-formed), DS_EINVALID, DS_ETOOLARGE;
 * *out is set on success only and lives in result_pool. */
apr_status_t ds_canonical_read(ds_report **out, ds_findings *findings, const char *bytes,
                               apr_size_t len, const ds_formats *formats,
                               apr_pool_t *result_pool, apr_pool_t *scratch_pool);

#endif
