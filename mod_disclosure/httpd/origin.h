/* Requests that a browser was made to send by another site. */
#ifndef DISCLOSURE_ORIGIN_H
#define DISCLOSURE_ORIGIN_H

#include "httpd/request.h"

/* Whether the request may come from where it comes from: any request that
 * changes nothing, any that no browser sent, and those that a page of this
 * very host sent. */
int disclosure_origin_is_own(const disclosure_request *request);

#endif
