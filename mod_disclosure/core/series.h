/* Years of one organ beside each other, across formats.
 *
 * Only public figures take part. Lines are those of the crosswalk
 * (core/crosswalk.h): a figure of one year is compared with that of the year
 * before where both formats have it; nothing is filled in and no blank counts
 * as zero. Amounts are compared in one unit (core/amount.h), exactly; one whose
 * unit nobody stated is shown and not compared. Differences are exact,
 * percentages have one place, rounded half up.
 *
 * An organ that came out of others is compared with the sum of its
 * predecessors' figures, where all of them reported in one format.
 */
#ifndef DS_CORE_SERIES_H
#define DS_CORE_SERIES_H

#include <apr_tables.h>

#include "core/crosswalk.h"
#include "core/organ.h"
#include "core/report.h"

/* So many years at most stand beside each other. */
#define DS_SERIES_MAX_YEARS 12

/* A public report, as far as it takes part. */
typedef struct ds_year_report {
    const char *organ;           /* key */
    const char *organ_name;      /* as in the report, or NULL */
    int year;
    int version;                 /* above 1: corrected */
    const ds_report *report;     /* its year and figures */
} ds_year_report;

/* A predecessor and what it published. */
typedef struct ds_predecessor {
    const ds_organ *organ;
    const apr_array_header_t *reports; /* of ds_year_report */
} ds_predecessor;

/* What is to be compared. */
typedef struct ds_series_source {
    const ds_organ *organ;
    int first, last;             /* years; at most DS_SERIES_MAX_YEARS */
    const apr_array_header_t *reports;      /* of ds_year_report: the organ's own */
    const apr_array_header_t *predecessors; /* of ds_predecessor */
    const apr_array_header_t *withdrawn;    /* of int: years whose report is public no longer */
} ds_series_source;

typedef enum {
    DS_YEAR_OWN,         /* the organ's own report */
    DS_YEAR_SUM,         /* the sum of its predecessors' */
    DS_YEAR_NONE,        /* nothing is public */
    DS_YEAR_WITHDRAWN,   /* was public and is no longer */
    DS_YEAR_PARTIAL,     /* not all predecessors reported */
    DS_YEAR_MIXED        /* the predecessors reported in different formats */
} ds_year_state;

const char *ds_year_state_name(ds_year_state state); /* "own", "sum", "none", ... */

/* One column. */
typedef struct ds_series_year {
    int year;
    ds_year_state state;
    const ds_report *report;           /* the figures; NULL unless OWN or SUM */
    int version;                       /* of an OWN report, else 0 */
    const apr_array_header_t *parts;   /* of const ds_year_report *: the predecessors' */
    const apr_array_header_t *lacking; /* of const ds_organ *: predecessors without a report */
} ds_series_year;

typedef enum {
    DS_FIGURE_NUMBER,
    DS_FIGURE_BLANK,     /* nothing stands there, or one of several is missing */
    DS_FIGURE_NA,        /* not applicable */
    DS_FIGURE_NO_LINE,   /* the year's format has no such figure */
    DS_FIGURE_NO_REPORT  /* nothing is public of the year */
} ds_figure_state;

const char *ds_figure_state_name(ds_figure_state state); /* "number", "blank", ... */

/* One figure beside that of the year before. */
typedef struct ds_figure {
    ds_figure_state state;
    ds_decimal value;      /* of a number; an amount in `unit` */
    const char *unit;      /* of an amount: DS_AMOUNT_UNIT, another where it is none of money,
                              NULL where it is not known; of a count NULL */
    int has_change;        /* there is a figure of the year before in the same unit */
    ds_decimal change;     /* ... by so much it differs */
    int has_percent;       /* ... and that figure is above zero */
    ds_decimal percent;
    int is_incomparable;   /* there is one, but the units are not known to be the same */
    int has_share;         /* it is a part of a sum above zero, as a relation of the format says */
    ds_decimal share;      /* ... in percent */
} ds_figure;

typedef struct ds_series_line {
    const ds_crosswalk_line *line;
    int format_of_year[DS_SERIES_MAX_YEARS]; /* index into line->cells, -1 without report */
    ds_figure figures[DS_SERIES_MAX_YEARS];
} ds_series_line;

typedef struct ds_series {
    const ds_organ *organ;
    int n_years;
    const ds_series_year *years;   /* ascending, without gaps */
    int n_formats;
    const ds_format *const *formats; /* of the reports shown, in order of years */
    const apr_array_header_t *lines; /* of ds_series_line; none without a report */
} ds_series;

/* What can be compared; in result_pool. The reports of `source` are of these
 * formats and must live as long. */
const ds_series *ds_series_make(const ds_formats *formats,
                                        const ds_series_source *source,
                                        apr_pool_t *result_pool, apr_pool_t *scratch_pool);

#endif
