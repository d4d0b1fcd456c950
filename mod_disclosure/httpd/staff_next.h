/* Which report a reviewer goes on to. */
#ifndef DISCLOSURE_STAFF_NEXT_H
#define DISCLOSURE_STAFF_NEXT_H

#include "httpd/staff.h"

/* The page (as for disclosure_staff_see()) of the next report after the
 * address's, in the order of the desk and then from its beginning, that waits
 * for the actor's approval; the desk when none does. */
apr_status_t disclosure_staff_next(disclosure_staff *staff, const char **path);

#endif
