#include "fuzz.h"

#include "io/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(ds_text_read, data, size);
    return 0;
}
