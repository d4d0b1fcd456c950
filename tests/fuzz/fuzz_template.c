#include "fuzz.h"

#include "page/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_template *template = NULL;
    const char *error = ds_template_load(&template, fuzz_file(pool, data, size), pool, pool);
    fuzz_require((error == NULL) == (template != NULL), "a template or a sentence");
    if (template != NULL) {
        ds_page *page = ds_page_create(pool);
        apr_size_t len;
        page->title = "T";
        ds_markup_element(page->body, "p", "B");
        fuzz_require(ds_template_render(template, page, &len, pool) != NULL && len > 0, "a page");
    }
    fuzz_end(pool);
    return 0;
}
