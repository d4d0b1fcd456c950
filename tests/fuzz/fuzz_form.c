#include "fuzz.h"

#include "io/form.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(ds_form_read, data, size);
    return 0;
}
