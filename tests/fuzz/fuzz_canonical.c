#include "fuzz.h"

#include <string.h>

#include "core/canonical.h"

/* The reader alone, without the schema behind it: what it accepts has one
 * canonical form, and that form reads as itself. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_findings *findings = ds_findings_create(pool);
    ds_report *report = NULL, *again = NULL;
    const ds_formats *formats = fuzz_context()->formats;
    apr_status_t status = ds_canonical_read(&report, findings, (const char *)data, size, formats,
                                            pool, pool);
    fuzz_require(status == APR_SUCCESS || ds_findings_of(findings, DS_ERROR) > 0,
                 "a refusal says why");
    fuzz_keep_findings(findings, pool);
    if (status == APR_SUCCESS) {
        apr_size_t len, again_len;
        const char *bytes = ds_canonical(report, &len, pool);
        status = ds_canonical_read(&again, findings, bytes, len, formats, pool, pool);
        fuzz_require(status == APR_SUCCESS, "the canonical form can be read");
        const char *again_bytes = ds_canonical(again, &again_len, pool);
        fuzz_require(len == again_len && memcmp(bytes, again_bytes, len) == 0,
                     "the canonical form is canonical");
    }
    fuzz_end(pool);
    return 0;
}
