/* All public reports of a year in one file, written piece by piece so that
 * nobody holds the whole of it, and taken apart again.
 *
 *   csv   the lines of every report one after the other (io/csv.h), taken apart by
 *         io/csv_split.h
 *   json  {"year": 2022, "reports": [{"version": 1, "published_on": "…",
 *         "digest": {"algorithm": "sm3", "value": "…"}, "report": {…}}, …]}
 *   xml   <year xmlns="urn:mod-disclosure:year:1" year="2022"> and in it, one
 *         per report, <publication version="1" date="…" algorithm="sm3"
 *         digest="…"><report …>…</report></publication>. What stands between
 *         is the canonical text of the report as it was digested: cut out from
 *         "<report" to "</report>" it is that file, byte by byte.
 */
#ifndef DS_IO_YEAR_FILE_H
#define DS_IO_YEAR_FILE_H

#include "io/io.h"

#define DS_YEAR_NAMESPACE "urn:mod-disclosure:year:1"

/* Most bytes of such a file that is read. */
#define DS_YEAR_FILE_MAX ((apr_size_t)512 * 1024 * 1024)

/* One report with what is known of its publication. */
typedef struct ds_year_item {
    int version;                /* 0: not stated */
    const char *published_on;   /* civil date; this and the following may be NULL in an item read */
    const char *digest_algorithm, *digest;
    const char *bytes;          /* canonical XML when written; when read in the form that */
    apr_size_t len;
    const ds_codec *codec;      /* ... this codec reads */
} ds_year_item;

typedef struct ds_year_form {
    const char *name;           /* "xml": also the file ending */
    const char *media_type;
    /* What stands before the first report, before each further one, and behind
     * the last; in pool. */
    const char *(*head)(int year, apr_size_t *len, apr_pool_t *pool);
    const char *between;
    const char *(*tail)(apr_size_t *len, apr_pool_t *pool);
    /* One report; NULL when the canonical text cannot be read, which is the
     * caller's to log. */
    const char *(*item)(const ds_year_item *item, const ds_formats *formats, apr_size_t *len,
                        apr_pool_t *pool);
} ds_year_form;

/* By the name of a codec; NULL when years are not written in it. */
const ds_year_form *ds_year_form_find(const char *name);

/* Takes a file in JSON or XML apart: *items is an array of ds_year_item, in pool;
 * the reports themselves are not read yet. DS_ENOTFOUND when the bytes are no
 * such file, whatever else they are; DS_EINVALID with a finding (F.xml, F.json)
 * when they begin as one and do not go on so. */
apr_status_t ds_year_split(apr_array_header_t **items, ds_findings *findings, const char *bytes,
                           apr_size_t len, apr_pool_t *pool);

#endif
