#include "io/misplaced.h"

typedef int has_fn(const ds_format *format, const char *table, const char *id);

static int has_table(const ds_format *format, const char *table, const char *id)
{
    return ds_format_table(format, id) != NULL;
}

static int has_row(const ds_format *format, const char *table, const char *id)
{
    const ds_table *found = ds_format_table(format, table);
    return found != NULL && ds_table_row(found, id) != NULL;
}

static int has_column(const ds_format *format, const char *table, const char *id)
{
    const ds_table *found = ds_format_table(format, table);
    return found != NULL && ds_table_column(found, id) != NULL;
}

static int add_if_elsewhere(const ds_formats *formats, const ds_format *format, has_fn *has,
                            const char *table, const char *id, const char *rule,
                            const char *place, ds_findings *findings)
{
    for (int i = 0; i < ds_formats_count(formats); i++) {
        const ds_format *other = ds_formats_at(formats, i);
        if (other != format && has(other, table, id)) {
            ds_findings_add(findings, DS_ERROR, rule, place,
                            "‘%s’是‘%s’格式的项目，‘%s’格式中没有。请核对报告的格式，或删去这一项。",
                            place, other->id, format->id);
            return 1;
        }
    }
    return 0;
}

int ds_misplaced_table(const ds_formats *formats, const ds_format *format, const char *id,
                       const char *place, ds_findings *findings)
{
    return add_if_elsewhere(formats, format, has_table, NULL, id, "F.format", place, findings);
}

int ds_misplaced_row(const ds_formats *formats, const ds_format *format, const ds_table *table,
                     const char *id, const char *place, ds_findings *findings)
{
    return add_if_elsewhere(formats, format, has_row, table->id, id, table->rows_rule, place,
                            findings);
}

int ds_misplaced_column(const ds_formats *formats, const ds_format *format,
                        const ds_table *table, const char *id, const char *place,
                        ds_findings *findings)
{
    return add_if_elsewhere(formats, format, has_column, table->id, id, "F.format", place,
                            findings);
}
