#include "fuzz.h"

#include "io/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_reader(ds_xml_read, data, size);
    return 0;
}
