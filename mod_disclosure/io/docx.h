/* A report as a word-processor document (Office Open XML, WordprocessingML):
 * the official document on A4, with title, parts, prose, the printed forms with
 * their spans, notes and signature.
 *
 * What the report says is in it once, in the order of the page; nothing else is
 * but page numbers, and for the review what ds_docx_write_review() adds. The
 * same report gives the same bytes, so that their digest may be an ETag. The
 * document's properties name organ, year, format and the report's digest.
 * Pictures are in it where their bytes are given, else they stand as their text
 * alternative in brackets; attachments stand as what they are, with type and size.
 */
#ifndef DS_IO_DOCX_H
#define DS_IO_DOCX_H

#include "core/digest.h"
#include "core/report_files.h"
#include "core/review.h"
#include "io/io.h"

/* Without any file: pictures are named. */
ds_write_fn ds_docx_write;
ds_publish_fn ds_docx_publish;

/* Most bytes of the pictures in one document; those that come after are named. */
#define DS_DOCX_MAX_PICTURES (32 * 1024 * 1024)

/* The files that a report names. `bytes` gives those of a picture, known->bytes of
 * them, to be read as long as pool lives; NULL, which it has logged: it is named. */
typedef struct ds_docx_files {
    const ds_report_files *known;   /* or NULL: nothing is known, pictures are named */
    const char *(*bytes)(void *baton, const char *digest, const ds_report_file *known,
                         apr_pool_t *pool); /* or NULL */
    void *baton;
} ds_docx_files;

/* As ds_docx_write(), with the files. The same report and files give the same
 * bytes. */
const char *ds_docx_write_with(const ds_report *report, const ds_docx_files *files,
                               apr_size_t *len, apr_pool_t *pool);

/* As ds_docx_publish(), with the files. */
const char *ds_docx_publish_with(const ds_report *report, const ds_imprint *imprint,
                                 const ds_docx_files *files, apr_size_t *len, apr_pool_t *pool);

/* What a draft printed for review carries beside the report. */
typedef struct ds_docx_review {
    const ds_chain *chain;  /* never NULL: one line to sign for each step, in its order */
    int revision;           /* number of the revision; 0: none is printed */
    const ds_digest_algorithm *algorithm; /* of the digest printed; NULL: SM3 */
    const ds_docx_files *files; /* or NULL */
} ds_docx_review;

/* The report for review (送审稿): first a sheet of its own to be signed
 * (审签单) with title, organ, year, revision and digest, for each step of the
 * chain its name and blank cells for name, post, opinion and date, where the
 * step attests secrecy a box to tick, and a place for the seal; then the report
 * as ds_docx_write() gives it, pages numbered from 1, with a running head that
 * names it a draft, its revision and the first digits of the digest, so that
 * loose pages can be told to belong to the signed sheet.
 * Bytes in pool, *len of them; NULL (logged) when there is no memory. */
const char *ds_docx_write_review(const ds_report *report, const ds_docx_review *review,
                                 apr_size_t *len, apr_pool_t *pool);

#endif
