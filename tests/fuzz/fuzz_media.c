#include "fuzz.h"

#include "core/status.h"
#include "io/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_findings *findings = ds_findings_create(pool);
    const ds_media *media;
    ds_media_facts facts;
    apr_status_t status = ds_media_recognise(&media, &facts, findings, "file",
                                             (const char *)data, size);
    fuzz_require((status == APR_SUCCESS) == (media != NULL), "a type on success only");
    fuzz_require(status == APR_SUCCESS || ds_findings_of(findings, DS_ERROR) == 1,
                 "a refusal says why");
    fuzz_require(media == NULL || media->is_picture == (facts.width > 0 && facts.height > 0),
                 "pictures are measured");
    fuzz_require(facts.width <= DS_PICTURE_MAX_SIDE && facts.height <= DS_PICTURE_MAX_SIDE,
                 "pictures are bounded");
    fuzz_keep_findings(findings, pool);
    fuzz_end(pool);
    return 0;
}
