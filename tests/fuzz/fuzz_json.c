#include "fuzz.h"

#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(ds_json_read, data, size);
    return 0;
}
