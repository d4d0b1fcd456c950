#include "fuzz.h"

#include <apr_strings.h>

#include "core/status.h"
#include "io/year_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    const char *bytes = apr_pstrmemdup(pool, (const char *)data, size);
    ds_findings *findings = ds_findings_create(pool);
    apr_array_header_t *items;
    apr_status_t status = ds_year_split(&items, findings, bytes, size, pool);
    fuzz_require(status != DS_EINVALID || ds_findings_of(findings, DS_ERROR) > 0,
                 "a refusal says why");
    fuzz_require(status != APR_SUCCESS || items->nelts > 0, "a year has a report");
    for (int i = 0; status == APR_SUCCESS && i < items->nelts; i++) {
        const ds_year_item *item = &APR_ARRAY_IDX(items, i, ds_year_item);
        fuzz_require(item->codec != NULL && item->codec->read != NULL, "a reader");
        fuzz_require(item->bytes[item->len - 1] == '>' || item->bytes[item->len - 1] == '}',
                     "a whole report");
    }
    fuzz_end(pool);
    return 0;
}
