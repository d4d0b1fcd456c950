#include "core/crosswalk.h"

int ds_crosswalk_cell(const ds_format *from, int cell, const ds_format *to)
{
    return ds_format_cell(to, ds_format_address(from, cell));
}
