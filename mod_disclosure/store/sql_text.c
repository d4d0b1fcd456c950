#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "store/query.h"

const char *ds_sql_safe_text(apr_pool_t *pool, const char *text)
{
    char *out = apr_pstrndup(pool, text ? text : "", strcspn(text ? text : "", "\r\n"));
    char *write = out;
    for (const char *read = out; *read;) {
        const char *end = *read == '\'' || *read == '"' ? strchr(read + 1, *read) : NULL;
        const char *ours = end ? strstr(read, "ds_") : NULL;
        apr_size_t length = end ? (apr_size_t)(end - read) + 1 : 1;
        int hide = end && !(ours && ours < end);
        memmove(write, hide ? "?" : read, hide ? 1 : length);
        write += hide ? 1 : length;
        read += length;
    }
    *write = '\0';
    return out;
}

int ds_sql_is_storable(const ds_arg *args, int n_args)
{
    for (int i = 0; i < n_args; i++) {
        apr_size_t length = args[i].text ? strlen(args[i].text) : 0;
        if (length && ds_text_first_bad(args[i].text, length) != length)
            return 0;
    }
    return 1;
}
