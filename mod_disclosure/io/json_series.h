/* A comparison of years (core/series.h) in JSON:
 *
 *   {"organ": "jixia", "organ_name": "…", "first": 2019, "last": 2021,
 *    "years": [{"year": 2019, "basis": "own", "format": "2019", "version": 1,
 *               "organs": []}, …],
 *    "lines": [{"table": "requests", "row": "other", "column": "total",
 *               "label": "…", "is_sum": true,
 *               "figures": [{"year": 2021, "state": "number", "cells": ["…"],
 *                            "value": 9, "unit": null, "change": 5,
 *                            "change_percent": "125", "share_percent": "30"}, …]}, …]}
 *
 * The words are those of the CSV (io/csv_series.h); `organs` are the
 * predecessors whose reports were summed. Counts are integers, amounts and
 * percentages decimal strings; what there is not is null. */
#ifndef DS_IO_JSON_SERIES_H
#define DS_IO_JSON_SERIES_H

#include <jansson.h>

#include "core/series.h"

/* The document, a new reference. */
json_t *ds_json_series(const ds_series *series, const char *organ_name, apr_pool_t *scratch_pool);

#endif
