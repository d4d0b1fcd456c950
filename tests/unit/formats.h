/* The official formats for unit tests, loaded once per case. */
#ifndef DS_TESTS_FORMATS_H
#define DS_TESTS_FORMATS_H

#include "core/format.h"
#include "core/report.h"
#include "unit.h"

static inline const ds_formats *unit_formats(void)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, "conf/formats", "conf/schema/format.rng", pool,
                                        pool);

    ck_assert_msg(error == NULL, "%s", error);
    return formats;
}

/* The official format of that id. */
static inline const ds_format *unit_format(const char *id)
{
    const ds_format *format = ds_formats_find(unit_formats(), id);

    ck_assert_msg(format != NULL, "no format %s", id);
    return format;
}

/* The index of the cell at an address. */
static inline int unit_cell(const ds_format *format, const char *address)
{
    int cell = ds_format_cell(format, address);

    ck_assert_msg(cell >= 0, "no cell %s", address);
    return cell;
}

#endif
