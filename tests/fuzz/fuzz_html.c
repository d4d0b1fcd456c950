#include "fuzz.h"

#include "io/html.h"

static void count(void *baton, const char *address)
{
    ++*(int *)baton;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    int links = 0;
    ds_html_links((const char *)data, size, count, &links, ds_findings_create(pool), pool);
    fuzz_end(pool);
    fuzz_reader(ds_html_read, data, size);
    return 0;
}
