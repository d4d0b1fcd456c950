/* What an act in bulk came to, between the POST that did it and the page that
 * shows it.
 *
 * It travels in the address: signed for the account, so that it shows nothing
 * that was not so, and of a bounded length, since an organ stands there by a
 * short hash of its key and what was in its way by a number. Nothing is kept on
 * the server, whoever named the account (Basic has no session to keep it in),
 * and the page may be loaded again as often as one likes. The record could not
 * tell it: what was not done stands in no record.
 */
#ifndef DISCLOSURE_STAFF_BULK_H
#define DISCLOSURE_STAFF_BULK_H

#include "httpd/staff_parts.h"
#include "page/bulk_page.h"

/* Most reports of one act: eight bytes each, the address stays below 6 KB. */
#define DISCLOSURE_MAX_PICKS 500

/* The field of the address. */
#define DISCLOSURE_BULK_RESULT "result"

/* The results (array of ds_bulk_line) as that field holds them; NULL when they
 * cannot be signed, which is logged. */
const char *disclosure_bulk_pack(const disclosure_staff *staff, ds_bulk_act act,
                                 const apr_array_header_t *lines);

/* And back, with the organs' names. DS_ENOTFOUND for a text that is not whole or
 * was signed for somebody else. */
apr_status_t disclosure_bulk_unpack(disclosure_staff *staff, ds_bulk_act *act,
                                    apr_array_header_t **lines, const char *text);

#endif
