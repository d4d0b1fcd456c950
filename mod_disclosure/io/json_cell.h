/* One cell of a report in JSON. Shared by the files of the JSON reader. */
#ifndef DS_IO_JSON_CELL_H
#define DS_IO_JSON_CELL_H

#include "io/json.h"

/* A report being read. */
typedef struct ds_json_reader {
    const ds_read_context *context;
    ds_findings *findings;
    ds_report *report;      /* NULL until its format is known */
    apr_status_t status;    /* DS_EINVALID once something was refused, DS_ETOOLARGE */
    apr_pool_t *result_pool;
} ds_json_reader;

/* Adds an error that refuses the report; `path` is where it stands. */
#define DS_JSON_REFUSE(reader, rule, path, ...) \
    ds_json_refused((reader), (path), \
                    ds_findings_add((reader)->findings, DS_ERROR, (rule), (path), __VA_ARGS__))

/* Notes the refusal and where it was; returns the finding. */
ds_finding *ds_json_refused(ds_json_reader *reader, const char *path, ds_finding *finding);

/* The text of a string that may stand in a report; NULL, with a finding, for
 * anything else but null, which is NULL without one. */
const char *ds_json_text_of(ds_json_reader *reader, json_t *value, const char *path);

/* Sets the cell: a figure, "/", null, or an object of value, unit and note. */
void ds_json_read_cell(ds_json_reader *reader, int cell, json_t *value, const char *path);

#endif
