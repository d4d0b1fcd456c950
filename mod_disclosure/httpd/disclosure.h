/* What every file of the glue to httpd shares.
 *
 * Symbols of this room carry `disclosure_`. Only disclosure_module leaves the
 * shared object.
 */
#ifndef DISCLOSURE_H
#define DISCLOSURE_H

#include <httpd.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_protocol.h>
#include <http_request.h>

#include <apr_strings.h>
#include <apr_tables.h>

#include "core/status.h"

/* `LogLevel disclosure:debug` reaches every file that includes this. */
APLOG_USE_MODULE(disclosure);

#endif
