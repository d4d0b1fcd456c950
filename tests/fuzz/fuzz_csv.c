#include "fuzz.h"

#include <string.h>

#include "io/csv_read.h"
#include "io/csv_split.h"

/* Nothing is lost in taking a file apart: heads left out, the pieces are the file. */
static void split(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_csv_split split;
    const char *file;
    apr_size_t len, sum = 0;
    if (ds_csv_split_begin(&split, (const char *)data, size)) {
        const char *begin = split.at;
        while ((file = ds_csv_split_next(&split, &len, pool)) != NULL) {
            fuzz_require(len > split.head_len, "a piece has lines");
            sum += len - split.head_len;
        }
        fuzz_require(begin + sum == (const char *)data + size, "all lines are in a piece");
    }
    fuzz_end(pool);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    split(data, size);
    fuzz_reader(ds_csv_read, data, size);
    return 0;
}
