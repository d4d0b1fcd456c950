#include "fuzz.h"

#include <string.h>

#include "io/sitemap_read.h"

static void look(void *baton, const char *address)
{
    fuzz_require(strlen(address) <= *(const size_t *)baton, "an address out of the input");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_sitemap_read((const char *)data, size, look, &size, findings, pool);
    fuzz_require(status == APR_SUCCESS || ds_findings_of(findings, DS_ERROR) > 0,
                 "a refusal says why");
    fuzz_end(pool);
    return 0;
}
