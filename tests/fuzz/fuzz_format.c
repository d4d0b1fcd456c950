#include "fuzz.h"

#include "core/canonical.h"
#include "core/check.h"

/* A format file, its relations included; one that loads must also serve. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, fuzz_file(pool, data, size),
                                       "conf/schema/format.rng", pool, pool);
    fuzz_require((error == NULL) == (format != NULL), "a format or a sentence");
    if (format != NULL) {
        ds_report *report = ds_report_create(format, pool);
        ds_findings *findings = ds_findings_create(pool);
        apr_size_t len;
        for (int cell = 0; cell < format->n_cells; cell++) {
            ds_report_set_number(report, cell, cell * DS_DECIMAL_ONE);
        }
        ds_check(findings, report, &(ds_check_context) { .previous = NULL }, pool);
        fuzz_keep_findings(findings, pool);
        fuzz_require(ds_canonical(report, &len, pool) != NULL, "a canonical form");
    }
    fuzz_end(pool);
    return 0;
}
