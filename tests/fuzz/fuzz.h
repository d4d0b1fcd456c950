/* What the fuzz targets share. Each target is one file fuzz_NAME.c with the
 * one function; libFuzzer calls it with what it makes up, replay.c with each
 * file of corpus/NAME. Both run from the root of the source tree.
 */
#ifndef DS_TESTS_FUZZ_H
#define DS_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include <apr_pools.h>

#include "io/io.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A pool for one input; fuzz_end() destroys it. */
apr_pool_t *fuzz_begin(void);
void fuzz_end(apr_pool_t *pool);

/* Formats and schema of the source tree, loaded once; organ and year unset. */
const ds_read_context *fuzz_context(void);

/* Stops the program, saying what does not hold. */
void fuzz_require(int holds, const char *what);

/* Reads the bytes and stops the program unless what every reader promises
 * holds: success with a report or a refusal with an error, findings that can
 * be kept, and a report that comes back from XML and JSON as it is. */
void fuzz_reader(ds_read_fn *read, const uint8_t *data, size_t size);

/* Findings can be written and read again. */
void fuzz_keep_findings(const ds_findings *findings, apr_pool_t *pool);

/* A file in memory with these bytes, for readers that take a path; it lives
 * until fuzz_end(). */
const char *fuzz_file(apr_pool_t *pool, const uint8_t *data, size_t size);

#endif
