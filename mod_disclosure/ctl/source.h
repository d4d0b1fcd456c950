/* A report out of a file, whatever readable form it has. */
#ifndef DS_CTL_SOURCE_H
#define DS_CTL_SOURCE_H

#include "core/report.h"
#include "ctl/ctl.h"
#include "io/io.h"

/* The bytes of a file ("-": standard input), at most `max` of them, in pool.
 * NULL after saying what is wrong. */
const char *ctl_read_bytes(const char *path, apr_size_t max, apr_size_t *len, apr_pool_t *pool);

/* Reads one report; the reader's findings are added. Returns the reader's
 * status; DS_EUNREADABLE also when the file cannot be read, which is then said.
 * `organ` and `year` are what is known beforehand (NULL, 0). */
apr_status_t ctl_read_report(ctl *c, ds_report **out, ds_findings *findings, const char *path,
                             const char *organ, int year, apr_pool_t *pool);

/* The same of bytes that have been read; `path` names them and says by its
 * ending what they are. */
apr_status_t ctl_parse_report(ctl *c, ds_report **out, ds_findings *findings, const char *path,
                              const char *bytes, apr_size_t len, const char *organ, int year,
                              apr_pool_t *pool);

/* The findings as lines on standard output, one each, the worst first. */
void ctl_print_findings(const char *path, const ds_findings *findings);

#endif
