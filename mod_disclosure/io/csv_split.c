#include "io/csv_split.h"

#include <string.h>

#include "io/csv_read.h"

#define BOM "\xEF\xBB\xBF"

/* The columns that say which report a line is of. */
#define N_KEYS 5

/* Behind the n-th comma of the line at `at`, or (n 0) behind its end; commas and
 * line feeds in quotes do not count. */
static const char *skip(const char *at, const char *end, int n)
{
    int is_quoted = 0, commas = 0;
    for (; at < end; at++) {
        if (*at == '"') {
            is_quoted = !is_quoted;
        } else if (!is_quoted && *at == '\n') {
            return at + 1;
        } else if (!is_quoted && *at == ',' && ++commas == n) {
            return at + 1;
        }
    }
    return end;
}

int ds_csv_split_begin(ds_csv_split *split, const char *bytes, apr_size_t len)
{
    const char *end = bytes + len;
    if (len >= strlen(BOM) && memcmp(bytes, BOM, strlen(BOM)) == 0) {
        bytes += strlen(BOM);
    }
    if (!ds_csv_begins(bytes, (apr_size_t)(end - bytes))) {
        return 0;
    }
    split->head = bytes;
    split->at = skip(bytes, end, 0);
    split->head_len = (apr_size_t)(split->at - bytes);
    split->end = end;
    return 1;
}

const char *ds_csv_split_next(ds_csv_split *split, apr_size_t *len, apr_pool_t *pool)
{
    const char *begin = split->at, *end = split->end;
    apr_size_t key_len = (apr_size_t)(skip(begin, end, N_KEYS) - begin), lines_len;
    if (begin == end) {
        return NULL;
    }
    do {
        split->at = skip(split->at, end, 0);
    } while ((apr_size_t)(end - split->at) >= key_len && split->at < end
             && memcmp(split->at, begin, key_len) == 0);
    lines_len = (apr_size_t)(split->at - begin);
    *len = split->head_len + lines_len;
    char *file = apr_palloc(pool, *len + 1);
    memcpy(file, split->head, split->head_len);
    memcpy(file + split->head_len, begin, lines_len);
    file[*len] = '\0';
    return file;
}
