/* Relations: what figures of a report have to do with each other.
 *
 * They come from the format file, written in a small language, and are
 * compiled into sums over cells when the format is loaded:
 *
 *   <relation rule="T3.balance" table="requests" each="column" severity="error"
 *             name="本年新收加上年结转等于总计加结转下年度"
 *             test="new + carried_in = result_total + carried_out">
 *     ‘{column}’一列：本年新收 {new} 加上年结转 {carried_in} 应等于…
 *   </relation>
 *
 *   relation  = side comparison side
 *   comparison = "=" | "<=" | ">=" | "<" | ">"
 *   side      = ["-"] term { ("+" | "-") term }
 *   term      = number | [number "*"] operand
 *   operand   = ["previous:"] id { "/" id }
 *   id        = an id of the format, where "*" stands for any characters but
 *               "/": "refused.*" is the sum of the rows that match
 *
 * With each="column" an operand names rows of `table` and the relation is
 * asked once per column; with each="row" it names columns and is asked once
 * per row; without `each` it is asked once and an operand is "row/column" of
 * `table`. A full address "table/row/column" may stand anywhere. `only` lists
 * the rows or columns (patterns, separated by blanks) it is asked of. A guard
 * `when` is a relation, or several joined by "and"; the relation is asked
 * only where it holds. "previous:" means the same organ's report of the year
 * before; a full address behind it may be one of another format.
 *
 * A number is a constant, a factor is a whole number. No cell may stand twice
 * in one relation. `place` tells relations of one rule on one table apart
 * where there is no `each`.
 *
 * By convention the left side is what should be and the right side what is
 * stated: they become `expected` and `actual` of a finding.
 *
 * The message may contain {row} {column} {table} (labels of the instance),
 * {left} {right} {difference} (figures of the sides) and {operand} (the
 * figure of one operand, as it is written in the test).
 */
#ifndef DS_CORE_RELATION_H
#define DS_CORE_RELATION_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "core/decimal.h"
#include "core/finding.h"
#include "core/format.h"

typedef enum { DS_EQ, DS_LE, DS_GE, DS_LT, DS_GT } ds_comparison;

/* factor * the cell, of this report or of last year's. A cell of last year's
 * report is known by address, as that report may have another format. */
typedef struct ds_term {
    apr_int64_t factor;
    int cell;              /* index; -1 in a term of last year */
    const char *previous;  /* address in last year's report, NULL for this year's */
} ds_term;

/* constant + the sum of the terms */
typedef struct ds_side {
    ds_decimal constant;
    int n_terms;
    ds_term *terms;
} ds_side;

typedef struct ds_condition {
    ds_side left;
    ds_comparison comparison;
    ds_side right;
} ds_condition;

/* One part of a message: literal text, or (text NULL) a figure or label. */
typedef enum {
    DS_PART_TEXT, DS_PART_LEFT, DS_PART_RIGHT, DS_PART_DIFFERENCE, DS_PART_SUM
} ds_part_kind;

typedef struct ds_message_part {
    ds_part_kind kind;
    const char *text;  /* DS_PART_TEXT */
    ds_side sum;       /* DS_PART_SUM: the figure of one operand */
} ds_message_part;

typedef struct ds_relation {
    const char *rule;      /* "T3.balance" */
    const char *name;      /* what it demands, in words */
    const char *place;     /* the instance, one of a kind with the rule: "requests/natural",
                              "requests/granted", "disputes/direct_suit", "report" */
    int line;              /* in the format's file */
    ds_severity severity;
    int needs_previous;    /* some operand is last year's */
    int n_guards;
    ds_condition *guards;  /* all must hold for it to be asked */
    ds_condition test;
    int n_parts;
    ds_message_part *parts;
} ds_relation;

/* What the format file says of a relation, attribute by attribute. NULL
 * where absent. */
typedef struct ds_relation_source {
    const char *rule, *name, *table, *each, *only, *place, *severity, *test, *when, *message;
    int line;
} ds_relation_source;

/* Compiles one relation of the file into its instances, appended to
 * `relations` (array of ds_relation). The format's tables are complete.
 * Everything lives in result_pool. Returns NULL, or what is wrong with it. */
const char *ds_relation_compile(apr_array_header_t *relations, const ds_format *format,
                                const ds_relation_source *source, apr_pool_t *result_pool,
                                apr_pool_t *scratch_pool);

/* The relation in its own language with full addresses ("requests/new/natural
 * + requests/carried_in/natural = ..."), its guards behind " when "; for
 * B/rules and for scripts; in pool. */
const char *ds_relation_text(const ds_format *format, const ds_relation *relation,
                             apr_pool_t *pool);

#endif
