#include "httpd/attachment.h"

#include <apr_strings.h>

#include "core/text.h"

/* The marks that RFC 8187 lets stand, but % and '. */
#define MARKS "!#$&+-.^_`|~"

const char *disclosure_attachment(const char *plain, const char *name, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "attachment; ", plain ? "filename=\"" : "", plain ? plain : "",
                       plain ? "\"; " : "", "filename*=UTF-8''",
                       ds_text_percent(pool, name, MARKS), NULL);
}
