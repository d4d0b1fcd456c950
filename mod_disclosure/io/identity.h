/* Which organ, year and format an input is about: what it says itself against
 * what the reader was told.
 */
#ifndef DS_IO_IDENTITY_H
#define DS_IO_IDENTITY_H

#include "io/io.h"

/* The organ: *organ is `stated` (NULL where the input leaves it out), else the
 * context's, else NULL. Returns 0, with a finding F.organ, when `stated` is no
 * organ key or not the context's. Nothing is copied. */
int ds_identity_organ(const char **organ, const char *stated, const ds_read_context *context,
                      ds_findings *findings);

/* The year: likewise; 0 is "left out". Also refused (F.year) when there is
 * none at all or it is outside DS_YEAR_MIN to DS_YEAR_MAX. */
int ds_identity_year(int *year, apr_int64_t stated, const ds_read_context *context,
                     ds_findings *findings);

/* The format of that id, or (id NULL) the one of the year. NULL, with a
 * finding F.format, when there is none. One that is not meant for the year is
 * accepted with a warning, F.format. `year` may be 0: then nothing is said
 * about it, and without id NULL is returned without a finding. */
const ds_format *ds_identity_format(const char *id, int year, const ds_read_context *context,
                                    ds_findings *findings);

/* The warning alone: for readers that found the format themselves. */
void ds_identity_check_format(const ds_format *format, int year, const ds_read_context *context,
                              ds_findings *findings);

#endif
