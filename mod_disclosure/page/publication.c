/* What a publication is called, wherever it is shown. */
#include "page/public.h"

#include <ctype.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"

const char *ds_publication_organ_name(const ds_publication *p)
{
    const char *name = p->report->organ_name;

    if (name == NULL) {
        name = ds_organ_name_on(p->organ, "full", p->published_on);
    }
    return name != NULL ? name : p->organ->key;
}

const char *ds_publication_title(const ds_publication *p, apr_pool_t *pool)
{
    if (p->title != NULL) {
        return p->title;
    }
    return ds_format_title(p->report->format, ds_publication_organ_name(p), p->report->year,
                           pool);
}

int ds_publication_is_earlier(const ds_publication *p)
{
    return p->n < p->current;
}

const char *ds_publication_minute(const ds_publication *p, apr_pool_t *pool)
{
    const char *minute = ds_date_minute(pool, p->published_at);

    if (p->published_on == NULL || strncmp(minute, p->published_on, 10) == 0) {
        return minute;
    }
    return apr_pstrcat(pool, p->published_on, " 00:00", NULL);
}

const char *ds_publication_digest_name(const ds_publication *p, apr_pool_t *pool)
{
    char *name = apr_pstrdup(pool, p->digest_algorithm);

    for (char *c = name; *c != '\0'; c++) {
        *c = (char)toupper((unsigned char)*c);
    }
    return name;
}
