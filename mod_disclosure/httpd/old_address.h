/* Addresses under which reports were published before they were taken over.
 *
 * Only paths that begin with one of DisclosureOldAddresses cost a look at the
 * database; what is not found there stays whoever's it is.
 */
#ifndef DISCLOSURE_OLD_ADDRESS_H
#define DISCLOSURE_OLD_ADDRESS_H

#include "httpd/site.h"

/* The path (from the root) that answers for the request's old address now, and
 * the mount it is on; NULL when the address is not an old one. */
const char *disclosure_old_address_find(request_rec *r, disclosure_mount **mount);

#endif
