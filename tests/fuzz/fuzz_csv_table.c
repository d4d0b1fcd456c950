#include "fuzz.h"

#include "io/csv_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_begin();
    ds_csv_table *table = NULL;
    const char *error = ds_csv_table_read(&table, (const char *)data, size, pool);
    fuzz_require(error != NULL || table != NULL, "a table or a sentence");
    for (int i = 0; error == NULL && i < table->lines->nelts; i++) {
        for (int j = 0; j < table->columns->nelts; j++) {
            ds_csv_value(table, &APR_ARRAY_IDX(table->lines, i, ds_csv_line),
                         APR_ARRAY_IDX(table->columns, j, const char *), pool);
        }
    }
    fuzz_end(pool);
    return 0;
}
