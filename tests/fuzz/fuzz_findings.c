#include "fuzz.h"

#include <apr_strings.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_findings *findings = ds_findings_read(apr_pstrmemdup(pool, (const char *)data, size), pool);
    if (findings != NULL) {
        fuzz_keep_findings(findings, pool);
    }
    fuzz_end(pool);
    return 0;
}
