#include "io/imprint.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/canonical.h"

#define HEX "0123456789abcdef"

/* Longest name of an algorithm that is looked at. */
#define MAX_NAME 16

ds_imprint ds_imprint_of(const ds_report *report, const ds_digest_algorithm *algorithm,
                         apr_pool_t *pool)
{
    const ds_imprint imprint = {
        .algorithm = algorithm->name,
        .digest = ds_canonical_digest(report, algorithm, pool)
    };
    return imprint;
}

static const ds_digest_algorithm *algorithm_called(const char *name)
{
    char lower[MAX_NAME + 1];
    apr_size_t len = strlen(name);
    if (len > MAX_NAME) {
        return NULL;
    }
    for (apr_size_t i = 0; i <= len; i++) {
        lower[i] = (char)apr_tolower(name[i]);
    }
    return ds_digest_find(lower);
}

int ds_imprint_take(ds_imprint *imprint, const char *algorithm, const char *digest,
                    apr_pool_t *pool)
{
    const ds_digest_algorithm *known = algorithm != NULL ? algorithm_called(algorithm) : NULL;
    if (known == NULL || digest == NULL || strlen(digest) != (apr_size_t)known->hex_length
        || strspn(digest, HEX) != (apr_size_t)known->hex_length) {
        return 0;
    }
    imprint->algorithm = known->name;
    imprint->digest = apr_pstrdup(pool, digest);
    return 1;
}

const char *ds_imprint_header(const ds_imprint *imprint, apr_pool_t *pool)
{
    return imprint->digest == NULL ? NULL
        : apr_pstrcat(pool, imprint->algorithm, "=", imprint->digest, NULL);
}

int ds_imprint_take_header(ds_imprint *imprint, const char *header, apr_pool_t *pool)
{
    const char *equals = strchr(header, '=');
    return equals != NULL
        && ds_imprint_take(imprint, apr_pstrmemdup(pool, header, (apr_size_t)(equals - header)),
                           equals + 1, pool);
}

static int is_digest_of(const ds_imprint *imprint, const ds_report *report, apr_pool_t *pool)
{
    const char *digest = ds_canonical_digest(report, ds_digest_find(imprint->algorithm), pool);
    return digest != NULL && strcmp(digest, imprint->digest) == 0;
}

/* Bits of what is left out: title, organ's name. */
enum { NO_TITLE = 1, NO_NAME = 2, ALL = NO_TITLE | NO_NAME };

static int agrees_without(const ds_imprint *imprint, ds_report *report, apr_pool_t *scratch_pool)
{
    const ds_report as_read = *report;
    for (int without = 0; without <= ALL; without++) {
        report->title = without & NO_TITLE ? NULL : as_read.title;
        report->organ_name = without & NO_NAME ? NULL : as_read.organ_name;
        if (is_digest_of(imprint, report, scratch_pool)) {
            return 1;
        }
    }
    report->title = as_read.title;
    report->organ_name = as_read.organ_name;
    return 0;
}

/* The form of several tables that has notes under its first one; NULL. */
static const ds_section *with_notes(const ds_report *report)
{
    for (int i = 0; i < report->format->n_sections; i++) {
        const ds_section *section = &report->format->sections[i];
        if (section->prose < 0 && section->n_tables > 1
            && report->notes[section->first_table]->nelts > 0) {
            return section;
        }
    }
    return NULL;
}

static void exchange(ds_report *report, int a, int b)
{
    apr_array_header_t *notes = report->notes[a];
    report->notes[a] = report->notes[b];
    report->notes[b] = notes;
}

static int agrees_elsewhere(const ds_imprint *imprint, ds_report *report, apr_pool_t *scratch_pool)
{
    const ds_section *section = with_notes(report);
    for (int i = 1; section != NULL && i < section->n_tables; i++) {
        exchange(report, section->first_table, section->first_table + i);
        if (agrees_without(imprint, report, scratch_pool)) {
            return 1;
        }
        exchange(report, section->first_table, section->first_table + i);
    }
    return 0;
}

int ds_imprint_agrees(const ds_imprint *imprint, ds_report *report, apr_pool_t *scratch_pool)
{
    if (imprint->digest == NULL) {
        return 0;
    }
    if (imprint->is_exact) {
        return is_digest_of(imprint, report, scratch_pool);
    }
    return agrees_without(imprint, report, scratch_pool)
        || agrees_elsewhere(imprint, report, scratch_pool);
}
