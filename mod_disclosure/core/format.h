/* A report format: the official form as data.
 *
 * A format is one XML file in conf/formats, checked by
 * conf/schema/format.rng, compiled once at start and immutable afterwards, so
 * that all threads share it without a lock. Readers, checks, pages and exports
 * know only what is here: a new official format is a new file and not one
 * line of C.
 *
 * A format is a list of sections in official order. A section is either prose
 * or a form: one printed grid in which one or more tables stand below each
 * other. A table is a tree of columns (its head) over a tree of rows (its
 * stub). Spans are not written in the file, they follow from the trees: a
 * leaf at depth d of a head that is n deep spans n - d rows, and likewise for
 * the stub; the last leaf of a table narrower than its section's grid spans
 * what is left.
 *
 * All cells of all tables form one sequence in official order; a cell is
 * known by its index in it, or by its address "table/row/column".
 */
#ifndef DS_CORE_FORMAT_H
#define DS_CORE_FORMAT_H

#include <apr_hash.h>
#include <apr_pools.h>

#include "core/decimal.h"

typedef struct ds_format ds_format;
typedef struct ds_formats ds_formats;
typedef struct ds_section ds_section;
typedef struct ds_table ds_table;
typedef struct ds_column ds_column;
typedef struct ds_row ds_row;
typedef struct ds_label ds_label;
typedef struct ds_cell_type ds_cell_type;
struct ds_relation;
struct ds_earlier;

/* The last year of a format that is in force. */
#define DS_FORMAT_IN_FORCE 9999

/* What may stand in a cell. */
typedef enum {
    DS_VALUE_COUNT,  /* integer, not negative */
    DS_VALUE_CHANGE, /* integer of either sign */
    DS_VALUE_AMOUNT  /* decimal of at most six places, not negative */
} ds_value_kind;

struct ds_cell_type {
    ds_value_kind kind;
    const char *unit;       /* the unit the form prints, or NULL */
    const char *const *units; /* where the reporter states the unit of an amount:
                                 the accepted ones, NULL-terminated; else NULL */
};

/* One printed cell of a head or a stub. */
struct ds_label {
    const char *text;  /* the official label, "" for none */
    int colspan;
    int rowspan;
    int is_group;      /* spans several leaves; else `leaf` is the one it heads */
    int leaf;          /* index of the (first) column or row it stands over */
};

struct ds_column {
    const char *id;        /* "natural", "reconsideration.upheld" */
    const char *label;     /* of the leaf: 自然人, 结果维持 */
    const char *path;      /* with its groups: 行政复议 结果维持 */
    const char *const *groups; /* their labels, outermost first, NULL-terminated */
    const char *name;      /* as a person calls it: the label and as many of its groups as
                              tell it apart */
    const char *const *synonyms; /* other spellings seen, NULL-terminated, maybe empty */
    const char *help;      /* what is counted here, or NULL */
    int index;             /* in table->columns */
    int colspan;           /* grid columns it takes, 1 or more */
    int is_total;
};

struct ds_row {
    const char *id;        /* "new", "refused.case_file" */
    const char *label;     /* of the leaf: 7.属于行政执法案卷; "" for a table without stub */
    const char *path;      /* with its groups, separated by blanks */
    const char *const *groups; /* their labels, outermost first, NULL-terminated */
    const char *name;      /* （四）无法提供 1.本机关不掌握相关政府信息 */
    const char *const *synonyms;
    const char *help;
    int index;             /* in table->rows */
    int is_total;
    int n_labels;          /* stub cells that begin in this row, left to right: */
    const ds_label *labels; /* groups first, the leaf's own label last */
};

struct ds_table {
    const char *id;        /* "requests" */
    const ds_section *section;
    int index;             /* in format->tables */
    const char *title;     /* band over the whole grid: 第二十条第（一）项; or NULL */
    const char *caption;   /* what it is, for people who cannot see it; never NULL */
    const char *corner;    /* head over the stub: 信息内容, the 勾稽 sentence; or NULL */
    const char *rows_rule; /* rule id for a row of another format: "T3.rows"; else "F.format" */
    int stub_width;        /* grid columns the stub takes, 0 without stub */
    int head_height;       /* rows of the head without the band */
    int *head_sizes;       /* labels per head row */
    ds_label **head;       /* head[level][i], left to right, without the corner */
    int n_columns;
    ds_column *columns;
    int n_rows;
    ds_row *rows;
    int first_cell;        /* index of the first of n_rows * n_columns cells */
    const ds_cell_type *types; /* one per cell of the table, row by row */
    apr_hash_t *rows_by_id;    /* for ds_table_row() and ds_table_column() */
    apr_hash_t *columns_by_id;
};

struct ds_section {
    const char *id;        /* "preface", "overview", "proactive", ... */
    int index;             /* in format->sections */
    const char *ordinal;   /* 一, 二, ...; NULL for the preface */
    const char *title;     /* 总体情况; "" for the preface */
    const char *const *synonyms;
    const char *help;      /* what the official notes ask for here, or NULL */
    int prose;             /* index among the prose sections, or -1 for a form */
    int is_required;
    const char *must_mention; /* words a prose section must contain; or NULL */
    const char *const *headings; /* what prose is to be divided into, without ordinals;
                                    NULL-terminated, maybe empty */
    const char *nothing;   /* the sentence that there is nothing to report; or NULL */
    int grid_width;        /* columns of the printed grid of a form */
    int first_table;       /* its tables: format->tables[first_table ...] */
    int n_tables;
};

struct ds_format {
    const char *id;        /* "2019" */
    const char *name;      /* the notice's own name of it */
    const char *notice;    /* 国办公开办函〔2019〕60号 */
    const char *title_pattern; /* {organ}{year}年政府信息公开工作年度报告 */
    int first_year;        /* report years it is meant for; */
    int last_year;         /* DS_FORMAT_IN_FORCE while it has none */
    int n_sections;
    ds_section *sections;
    int n_prose;
    ds_section **prose;    /* the prose sections, by their prose index */
    int n_tables;
    ds_table *tables;
    int n_cells;
    int n_relations;       /* instances: one per row or column it is asked of */
    struct ds_relation *relations;
    int n_required;        /* of these, errors that need this year's figures alone: what a
                              report of the format is checked for in any case */
    int n_earlier;
    struct ds_earlier *earlier; /* what it divides of earlier formats: core/crosswalk.h */
    int index;             /* in its ds_formats, -1 while it is in none */
    const int *const *counterparts; /* per format of those, for ds_crosswalk_cell() */
    const char *source;    /* file name, for messages */
    int line;              /* where it begins there */
    apr_hash_t *tables_by_id;   /* for the functions below */
    apr_hash_t *sections_by_id;
    apr_hash_t *cells_by_address;
    const struct ds_place *places;
};

/* Reads, checks and compiles one file against the schema file. Everything
 * lives in result_pool. Returns NULL, or a sentence that names file and line
 * (in result_pool); *out is set on success only. Like all that configtest
 * says it is English. */
const char *ds_format_load(ds_format **out, const char *path, const char *schema_path,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool);

/* All *.xml files of a directory, in order of their first year; at least one.
 * A format without a last year is in force until one with a later first year
 * covers the report year. Two formats with the same id are an error, and two
 * that are meant for the same year otherwise, a "previous:" address that no
 * format has, and an <earlier> row that no earlier format has. Error as
 * ds_format_load(). */
const char *ds_formats_load(ds_formats **out, const char *directory, const char *schema_path,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool);

int ds_formats_count(const ds_formats *formats);
const ds_format *ds_formats_at(const ds_formats *formats, int index);

/* By id; NULL when there is none. */
const ds_format *ds_formats_find(const ds_formats *formats, const char *id);

/* The one meant for reports of that year (the latest that covers it), NULL
 * when there is none. */
const ds_format *ds_formats_of_year(const ds_formats *formats, int year);

/* By id; NULL when there is none. Constant time. */
const ds_table *ds_format_table(const ds_format *format, const char *id);
const ds_section *ds_format_section(const ds_format *format, const char *id);
const ds_row *ds_table_row(const ds_table *table, const char *id);
const ds_column *ds_table_column(const ds_table *table, const char *id);

/* The index of the cell at "table/row/column", -1 when there is none. */
int ds_format_cell(const ds_format *format, const char *address);

int ds_table_cell(const ds_table *table, int row, int column);

/* Where the cell stands: table, row and column are set. */
void ds_format_locate(const ds_format *format, int cell, const ds_table **table,
                      const ds_row **row, const ds_column **column);

/* "table/row/column"; precomputed, lives as long as the format. */
const char *ds_format_address(const ds_format *format, int cell);

const ds_cell_type *ds_format_type(const ds_format *format, int cell);

/* "‘（四）无法提供 1.本机关不掌握相关政府信息’一行‘自然人’": a cell as a person would
 * name it, "‘行政复议 结果维持’" in a table without stub; in pool. */
const char *ds_format_cell_name(const ds_format *format, int cell, apr_pool_t *pool);

/* The official title of a report: title_pattern filled in; in pool. */
const char *ds_format_title(const ds_format *format, const char *organ_name, int year,
                            apr_pool_t *pool);

#endif
