/* How reports come in and go out.
 *
 * A codec is a name, the media types and file endings it goes by, and up to
 * two functions. The tables in io.c are the only registry: look-up, the
 * "accepted are ..." message, Content-Type matching and --to all use it.
 */
#ifndef DS_IO_IO_H
#define DS_IO_IO_H

#include <apr_pools.h>

#include "core/finding.h"
#include "core/report.h"
#include "io/imprint.h"

/* report.rng, compiled: see ds_report_schema_load() in io/xml.h. */
typedef struct ds_report_schema ds_report_schema;

/* What a reader may know beforehand; every member may be NULL or 0. */
typedef struct ds_read_context {
    const ds_formats *formats;     /* never NULL */
    const ds_report_schema *report_schema; /* NULL: XML is not checked against it */
    const char *organ;             /* where the input need not say it itself: */
    int year;
    ds_imprint *imprint;           /* where the reader puts what the input says of itself;
                                      all zero beforehand */
} ds_read_context;

/* Reads `len` bytes (at most DS_REPORT_MAX_BYTES, which the reader checks) as
 * a report. Problems and normalised figures are added to findings. Returns
 * APR_SUCCESS, or DS_EUNREADABLE, DS_EINVALID or DS_ETOOLARGE with at least
 * one error among the findings; *out is set on success only and lives in
 * result_pool.
 * Where context gives an organ or year: the input may leave it out, and when it
 * has another one the result is DS_EINVALID (rules F.organ, F.year). */
typedef apr_status_t ds_read_fn(ds_report **out, ds_findings *findings, const char *bytes,
                                apr_size_t len, const ds_read_context *context,
                                apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* The report as bytes in pool, *len without the terminating NUL. NULL (logged)
 * when there is no memory to write it. */
typedef const char *ds_write_fn(const ds_report *report, apr_size_t *len, apr_pool_t *pool);

/* The same as it is published: with its version and digest in it. */
typedef const char *ds_publish_fn(const ds_report *report, const ds_imprint *imprint,
                                  apr_size_t *len, apr_pool_t *pool);

typedef struct ds_codec {
    const char *name;          /* "xml": also the file ending */
    const char *media_type;    /* sent with the output, with charset */
    const char *const *accepts; /* media types read, NULL-terminated */
    ds_read_fn *read;          /* or NULL */
    ds_write_fn *write;        /* or NULL */
    ds_publish_fn *publish;    /* or NULL: what is published is what is written */
    int is_attachment;         /* written to be saved, not to be shown by a browser */
} ds_codec;

/* The report as it is published in this form; as ds_publish_fn. The codec
 * writes. */
const char *ds_codec_publish(const ds_codec *codec, const ds_report *report,
                             const ds_imprint *imprint, apr_size_t *len, apr_pool_t *pool);

/* NULL-terminated table of all codecs. */
extern const ds_codec *const ds_codecs[];

/* By name or file ending ("xml", "json", "csv", "docx", "html", "txt"); NULL. */
const ds_codec *ds_codec_find(const char *name);

/* By the Content-Type of a request, parameters and case ignored; NULL. */
const ds_codec *ds_codec_for_type(const char *content_type);

/* The codec whose reader fits a file: by its ending, else by its first bytes;
 * NULL when none does. */
const ds_codec *ds_codec_for_file(const char *path, const char *bytes, apr_size_t len);

/* Names of the codecs that can read (writes = 0) or write (1): "xml, json". */
const char *ds_codec_names(int writes, apr_pool_t *pool);

#endif
