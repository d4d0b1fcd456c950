/* A whole package, or (what does not begin as one) the text of a document that is
 * packed as this project does: the fuzzer cannot see into what is packed. */
#include "fuzz.h"

#include <string.h>

#include "io/docx_package.h"
#include "io/docx_read.h"

/* A document is taken for ours when its properties say so. */
static const char properties[] =
    "<Properties xmlns=\"p\"><property name=\"organ\"><v>jixia</v></property>"
    "<property name=\"year\"><v>2021</v></property>"
    "<property name=\"format\"><v>2021</v></property>"
    "<property name=\"notes art20_6\"><v>1</v></property>"
    "<property name=\"picture 1\"><v>"
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff</v></property>"
    "<property name=\"SM3\"><v>"
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff</v></property></Properties>";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size >= 2 && memcmp(data, "PK", 2) == 0) {
        fuzz_reader(ds_docx_read, data, size);
        return 0;
    }
    apr_pool_t *pool = fuzz_begin();
    const ds_docx_part parts[] = {
        { .name = "word/document.xml", .bytes = (const char *)data, .len = size },
        { .name = "docProps/custom.xml", .bytes = properties, .len = sizeof(properties) - 1 },
    };
    /* Without properties it is a document of somebody else. */
    for (int n = 1; n <= 2; n++) {
        apr_size_t len;
        const char *bytes = ds_docx_package(parts, n, &len, pool);
        fuzz_reader(ds_docx_read, (const uint8_t *)bytes, len);
    }
    fuzz_end(pool);
    return 0;
}
