/* The formats of a site: which there are, and which serves a report year. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/crosswalk_parts.h"
#include "core/formats.h"
#include "core/relation.h"

struct ds_formats {
    const apr_array_header_t *all; /* of const ds_format *, by first year */
    apr_hash_t *by_id;
};

static int by_first_year(const void *a, const void *b)
{
    const ds_format *left = *(const ds_format *const *)a, *right = *(const ds_format *const *)b;

    return left->first_year - right->first_year;
}

/* A format that is in force ends where the next begins; any other two must
 * not meet. The later one is named, as it is the newcomer. */
static const char *check_years(const ds_format *earlier, const ds_format *later, apr_pool_t *pool)
{
    int is_open = earlier->last_year == DS_FORMAT_IN_FORCE;

    if (later->first_year == earlier->first_year
        || (!is_open && later->first_year <= earlier->last_year)) {
        return apr_psprintf(pool, "%s:%d: the report year %d is also that of format \"%s\" (%s)",
                            later->source, later->line, later->first_year, earlier->id,
                            earlier->source);
    }
    return NULL;
}

static const char *index_formats(ds_formats *formats, apr_pool_t *pool)
{
    int i, j;

    for (i = 0; i < formats->all->nelts; i++) {
        const ds_format *format = ds_formats_at(formats, i);
        const ds_format *same = ds_formats_find(formats, format->id);
        if (same) {
            return apr_psprintf(pool, "%s:%d: the format \"%s\" is also in %s", format->source,
                                format->line, format->id, same->source);
        }
        apr_hash_set(formats->by_id, format->id, APR_HASH_KEY_STRING, format);
        for (j = 0; j < i; j++) {
            const char *error = check_years(ds_formats_at(formats, j), format, pool);
            if (error) {
                return error;
            }
        }
    }
    return NULL;
}

static int is_known(const ds_formats *formats, const char *address)
{
    int i;

    for (i = 0; i < formats->all->nelts; i++) {
        if (ds_format_cell(ds_formats_at(formats, i), address) >= 0) {
            return 1;
        }
    }
    return 0;
}

/* The first address of last year that no format has; NULL when there is none. */
static const char *unknown_in_side(const ds_formats *formats, const ds_side *side)
{
    int i;

    for (i = 0; i < side->n_terms; i++) {
        if (side->terms[i].previous && !is_known(formats, side->terms[i].previous)) {
            return side->terms[i].previous;
        }
    }
    return NULL;
}

static const char *unknown_in(const ds_formats *formats, const ds_condition *condition)
{
    const char *address = unknown_in_side(formats, &condition->left);

    return address ? address : unknown_in_side(formats, &condition->right);
}

static const char *check_previous(const ds_formats *formats, const ds_format *format,
                                  apr_pool_t *pool)
{
    int i, j;

    for (i = 0; i < format->n_relations; i++) {
        const ds_relation *relation = &format->relations[i];
        const char *address = unknown_in(formats, &relation->test);
        for (j = 0; j < relation->n_guards && !address; j++) {
            address = unknown_in(formats, &relation->guards[j]);
        }
        if (address) {
            return apr_psprintf(pool, "%s:%d: relation %s: no format has a cell \"%s\"",
                                format->source, relation->line, relation->rule, address);
        }
    }
    return NULL;
}

const char *ds_formats_assemble(ds_formats **out, apr_array_header_t *formats, apr_pool_t *pool)
{
    ds_formats *together = apr_palloc(pool, sizeof(*together));
    const char *error;
    int i;

    qsort(formats->elts, formats->nelts, sizeof(const ds_format *), by_first_year);
    together->all = formats;
    together->by_id = apr_hash_make(pool);
    error = index_formats(together, pool);
    for (i = 0; i < formats->nelts && !error; i++) {
        error = check_previous(together, ds_formats_at(together, i), pool);
    }
    if (!error) {
        error = ds_crosswalk_lay(formats, pool);
    }
    if (!error) {
        *out = together;
    }
    return error;
}

int ds_formats_count(const ds_formats *formats)
{
    return formats->all->nelts;
}

const ds_format *ds_formats_at(const ds_formats *formats, int index)
{
    return APR_ARRAY_IDX(formats->all, index, const ds_format *);
}

const ds_format *ds_formats_find(const ds_formats *formats, const char *id)
{
    return apr_hash_get(formats->by_id, id, APR_HASH_KEY_STRING);
}

const ds_format *ds_formats_of_year(const ds_formats *formats, int year)
{
    int i;

    for (i = formats->all->nelts - 1; i >= 0; i--) {
        const ds_format *format = ds_formats_at(formats, i);
        if (format->first_year <= year && year <= format->last_year) {
            return format;
        }
    }
    return NULL;
}
