#include "io/form_prose.h"

#include <string.h>

#include <apr_strings.h>

#include "core/prose_lines.h"
#include "core/status.h"

static const char *figure_field(apr_hash_t *fields, const ds_section *section, int number,
                                const char *part, apr_pool_t *pool)
{
    return apr_hash_get(fields, apr_psprintf(pool, "figure/%s/%d:%s", section->id, number, part),
                        APR_HASH_KEY_STRING);
}

/* APR_ENOENT where the line is no figure's. */
static apr_status_t add_figure(ds_report *report, const ds_section *section, int number,
                               apr_hash_t *fields, apr_pool_t *pool)
{
    const char *digest = figure_field(fields, section, number, "digest", pool);
    const char *alt = figure_field(fields, section, number, "alt", pool);

    if (number == 0 || digest == NULL) {
        return APR_ENOENT;
    }
    return ds_report_add_figure(report, section->prose, digest, alt != NULL ? alt : "",
                                figure_field(fields, section, number, "caption", pool));
}

apr_status_t ds_form_add_section(ds_report *report, const ds_section *section, const char *lines,
                                 apr_hash_t *fields, int *wrong, apr_pool_t *scratch_pool)
{
    apr_pool_t *iterpool;
    apr_status_t status = APR_SUCCESS;

    apr_pool_create(&iterpool, scratch_pool);
    while (status == APR_SUCCESS) {
        const char *paragraph;

        apr_pool_clear(iterpool);
        paragraph = ds_prose_next(&lines, iterpool);
        if (paragraph == NULL) {
            break;
        }
        *wrong = ds_line_figure(paragraph, strlen(paragraph));
        status = add_figure(report, section, *wrong, fields, iterpool);
        if (status == APR_ENOENT) {
            status = ds_report_add_paragraph(report, section->prose, paragraph);
        }
    }
    apr_pool_destroy(iterpool);
    return status;
}

apr_status_t ds_form_add_notes(ds_report *report, int table, const char *lines,
                               apr_pool_t *scratch_pool)
{
    apr_status_t status = APR_SUCCESS;
    const char *paragraph;

    while (status == APR_SUCCESS && (paragraph = ds_prose_next(&lines, scratch_pool)) != NULL) {
        status = ds_report_add_note(report, table, paragraph);
    }
    return status;
}

int ds_form_is_figure(const ds_format *format, const char *name, apr_pool_t *scratch_pool)
{
    static const char *const parts[] = { "digest", "alt", "caption" };
    const char *id = name + strlen("figure/"), *number, *colon;
    const ds_section *section;

    if (strncmp(name, "figure/", strlen("figure/")) != 0 || (number = strchr(id, '/')) == NULL
        || (colon = strchr(number, ':')) == NULL) {
        return 0;
    }
    section = ds_format_section(format, apr_pstrmemdup(scratch_pool, id,
                                                       (apr_size_t)(number - id)));
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        if (strcmp(colon + 1, parts[i]) == 0) {
            return section != NULL && section->prose >= 0
                   && strspn(number + 1, "0123456789") == (apr_size_t)(colon - number - 1);
        }
    }
    return 0;
}
