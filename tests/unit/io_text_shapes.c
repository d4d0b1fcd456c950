/* Any report of any format, printed in every shape that text takes when it is
 * copied out of a document, is read back as it was: cell by cell, or the row is
 * reported; never a figure in the wrong place. */
#include "unit.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "io/text.h"

#define MAX_CELLS 64

/* A printed row: its cells from left to right, "" for empty ones. */
typedef struct printed_row {
    const char *cells[MAX_CELLS];
    int n;
    int n_stub; /* of a data row: cells before the figures; else -1 */
} printed_row;

typedef struct printer {
    apr_array_header_t *parts; /* of const char * */
    int n_rows;                /* printed of the table so far */
} printer;

/* How a row becomes lines. */
typedef void shape_fn(printer *out, const printed_row *row);

static void print(printer *out, const char *text)
{
    APR_ARRAY_PUSH(out->parts, const char *) = text;
}

static const char *text_of(const printer *out)
{
    return apr_array_pstrcat(pool, out->parts, '\0');
}

/* --- shapes ------------------------------------------------------------- */

/* Each cell on a line behind a TAB, an empty line after the row. */
static void print_tabbed_lines(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, "\t", row->cells[i], "\n", NULL));
    }
    print(out, "\n");
}

/* The same after an editor that strips blanks at line ends. */
static void print_trimmed_lines(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, *row->cells[i] ? "\t" : "", row->cells[i], "\n", NULL));
    }
    print(out, "\n");
}

static void print_bare_lines(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, row->cells[i], "\n", NULL));
    }
    print(out, "\n");
}

/* One cell per paragraph. */
static void print_paragraphs(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, row->cells[i], "\n\n", NULL));
    }
}

static void print_joined(printer *out, const printed_row *row, const char *begin,
                         const char *between, const char *end)
{
    int i;

    print(out, begin);
    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, i ? between : "", row->cells[i], NULL));
    }
    print(out, end);
}

static void print_tabs(printer *out, const printed_row *row)
{
    print_joined(out, row, "", "\t", "\n");
}

static void print_bars(printer *out, const printed_row *row)
{
    print_joined(out, row, "", " | ", " |\n");
}

static void print_markdown(printer *out, const printed_row *row)
{
    print_joined(out, row, "| ", " | ", " |\n");
    if (out->n_rows == 0) {
        print(out, "|---|---|\n");
    }
}

static void print_bar_lines(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, row->cells[i], " |\n", NULL));
    }
    print(out, "||\n");
}

static void print_bar_before(printer *out, const printed_row *row)
{
    print(out, "|\n");
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, row->cells[i], " |\n", NULL));
    }
}

/* Columns of blanks, as pdftotext -layout makes them. */
static void print_columns(printer *out, const printed_row *row)
{
    int i;

    for (i = 0; i < row->n; i++) {
        print(out, apr_pstrcat(pool, "    ", row->cells[i], NULL));
    }
    print(out, "\n");
}

/* The same with labels broken over lines, the figures between the pieces. */
static void print_wrapped(printer *out, const printed_row *row)
{
    const char *label, *middle;
    apr_size_t skip;
    int i;

    if (row->n_stub < 1 || ds_text_length(row->cells[row->n_stub - 1]) < 8) {
        print_columns(out, row);
        return;
    }
    for (i = 0; i < row->n_stub - 1; i++) {
        print(out, apr_pstrcat(pool, row->cells[i], "\n", NULL));
    }
    middle = label = row->cells[row->n_stub - 1];
    for (skip = ds_text_length(label) / 2; skip > 0; skip--) {
        ds_text_next(&middle);
    }
    print(out, apr_psprintf(pool, "      %.*s\n    ", (int)(middle - label), label));
    for (i = row->n_stub; i < row->n; i++) {
        print(out, apr_pstrcat(pool, "    ", row->cells[i], NULL));
    }
    print(out, apr_pstrcat(pool, "\n      ", middle, "\n", NULL));
}

static const struct shape {
    const char *name;
    shape_fn *print;
    int is_certain; /* empty cells can be told for certain, in every row */
} shapes[] = {
    { "tabbed lines", print_tabbed_lines, 1 },
    { "trimmed lines", print_trimmed_lines, 0 },
    { "bare lines", print_bare_lines, 0 },
    { "paragraphs", print_paragraphs, 0 },
    { "tabs", print_tabs, 1 },
    { "bars", print_bars, 1 },
    { "markdown", print_markdown, 1 },
    { "bar lines", print_bar_lines, 0 },
    { "bar before row", print_bar_before, 0 },
    { "columns", print_columns, 0 },
    { "wrapped columns", print_wrapped, 0 },
};
#define N_SHAPES ((int)(sizeof(shapes) / sizeof(shapes[0])))

/* --- printing a report -------------------------------------------------- */

static void add_cell(printed_row *row, const char *text)
{
    ck_assert_int_lt(row->n, MAX_CELLS);
    row->cells[row->n++] = text ? text : "";
}

static void end_row(printer *out, const struct shape *shape, printed_row *row)
{
    shape->print(out, row);
    out->n_rows++;
    *row = (printed_row){ .n_stub = -1 };
}

/* The label that covers a column in a row of the head, and in which row of the
 * head it begins. */
static const ds_label *covering(const ds_table *table, int level, int column, int *begins)
{
    for (int l = level; l >= 0; l--) {
        for (int i = 0; i < table->head_sizes[l]; i++) {
            const ds_label *label = &table->head[l][i];
            int width = 0, last = label->leaf;

            while (last < table->n_columns && width < label->colspan) {
                width += table->columns[last++].colspan;
            }
            if (column >= label->leaf && column < last && level < l + label->rowspan) {
                *begins = l;
                return label;
            }
        }
    }
    return NULL;
}

static void print_head(printer *out, const struct shape *shape, const ds_table *table)
{
    printed_row row = { .n_stub = -1 };

    if (table->title) {
        add_cell(&row, table->title);
        end_row(out, shape, &row);
    }
    for (int level = 0; level < table->head_height; level++) {
        const ds_label *before = NULL;

        if (table->stub_width > 0) {
            add_cell(&row, level == 0 ? table->corner : "");
        }
        for (int column = 0; column < table->n_columns; column++) {
            int begins = -1;
            const ds_label *label = covering(table, level, column, &begins);

            ck_assert_ptr_nonnull(label);
            if (label != before) {
                add_cell(&row, begins == level ? label->text : "");
            }
            before = label;
        }
        end_row(out, shape, &row);
    }
}

/* A cell as a clerk would have typed it. */
static const char *typed(const ds_report *report, int cell)
{
    const ds_cell *c = &report->cells[cell];
    const char *text = ds_report_cell_text(report, cell, pool);

    return apr_pstrcat(pool, text, c->unit ? c->unit : "",
                       c->note ? apr_pstrcat(pool, "（", c->note, "）", NULL) : "", NULL);
}

static void print_table(printer *out, const struct shape *shape, const ds_report *report,
                        const ds_table *table)
{
    printed_row row = { .n_stub = -1 };

    out->n_rows = 0;
    print_head(out, shape, table);
    for (int r = 0; r < table->n_rows; r++) {
        const ds_row *data = &table->rows[r];
        int blanks = table->stub_width;

        for (int i = 0; i < data->n_labels; i++) {
            blanks -= data->labels[i].colspan;
        }
        for (int i = 0; i < blanks; i++) {
            add_cell(&row, "");
        }
        for (int i = 0; i < data->n_labels && table->stub_width > 0; i++) {
            add_cell(&row, data->labels[i].text);
        }
        row.n_stub = row.n;
        for (int c = 0; c < table->n_columns; c++) {
            add_cell(&row, typed(report, ds_table_cell(table, r, c)));
        }
        end_row(out, shape, &row);
    }
}

static const char *print_report(const ds_report *report, const struct shape *shape)
{
    printer out = { apr_array_make(pool, 1000, sizeof(const char *)), 0 };
    const ds_format *format = report->format;

    print(&out, apr_pstrcat(pool, report->title, "\n\n", NULL));
    for (int i = 0; i < format->n_sections; i++) {
        const ds_section *section = &format->sections[i];

        if (section->ordinal) {
            print(&out, apr_pstrcat(pool, "\n", section->ordinal, "、", section->title, "\n", NULL));
        }
        for (int p = 0; section->prose >= 0 && p < report->prose[section->prose]->nelts; p++) {
            print(&out, apr_pstrcat(pool, APR_ARRAY_IDX(report->prose[section->prose], p,
                                                        ds_block).text, "\n", NULL));
        }
        for (int t = 0; t < section->n_tables; t++) {
            print_table(&out, shape, report, &format->tables[section->first_table + t]);
        }
    }
    print(&out, apr_pstrcat(pool, "\n", report->signature_name, "\n",
                            report->signature_date, "\n", NULL));
    return text_of(&out);
}

/* --- reports by chance --------------------------------------------------- */

static unsigned chance(apr_uint64_t *state, unsigned bound)
{
    *state = *state * APR_UINT64_C(6364136223846793005) + APR_UINT64_C(1442695040888963407);
    return (unsigned)(*state >> 33) % bound;
}

/* A cell of its type; of a hundred, so many are empty and some are "/". */
static void set_cell(ds_report *report, int cell, unsigned percent_blank, apr_uint64_t *state)
{
    const ds_cell_type *type = ds_format_type(report->format, cell);
    ds_decimal value = (ds_decimal)chance(state, chance(state, 3) ? 10 : 100000) * DS_DECIMAL_ONE;

    if (chance(state, 100) < percent_blank) {
        return;
    }
    if (chance(state, 100) < 3) {
        ds_report_set_na(report, cell);
        return;
    }
    if (type->kind == DS_VALUE_AMOUNT && chance(state, 2)) {
        value += chance(state, 10000) * (DS_DECIMAL_ONE / 10000);
    }
    ds_report_set_number(report, cell,
                         type->kind == DS_VALUE_CHANGE && chance(state, 2) ? -value : value);
    if (type->units) {
        ds_report_set_unit(report, cell, type->units[0]);
    }
    if (chance(state, 100) < 2) {
        ds_report_set_cell_note(report, cell, "其中三件为上年结转");
    }
}

static ds_report *random_report(const ds_format *format, unsigned percent_blank,
                                apr_uint64_t *state)
{
    ds_report *report = ds_report_create(format, pool);
    int i, p;

    report->year = format->first_year;
    ds_report_set_organ_name(report, "河口区人民政府柳岸街道办事处");
    ds_report_set_title(report, ds_format_title(format, report->organ_name, report->year, pool));
    for (i = 0; i < format->n_prose; i++) {
        for (p = 1 + (int)chance(state, 3); p > 0; p--) {
            ds_report_add_paragraph(report, i,
                                    apr_psprintf(pool, "柳岸街道本年第%u次梳理目录，做了%u件事。",
                                                 chance(state, 9) + 1, chance(state, 99)));
        }
    }
    for (i = 0; i < format->n_cells; i++) {
        set_cell(report, i, percent_blank, state);
    }
    ds_report_set_signature(report, "柳岸街道办事处", "2022-01-20");
    return report;
}

/* --- reading back -------------------------------------------------------- */

/* All formats of the house and the one that no authority has issued. */
static const ds_formats *formats_of(const char *directory)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, directory, "conf/schema/format.rng", pool, pool);

    ck_assert_msg(!error, "%s", error);
    return formats;
}

static int same(const char *a, const char *b)
{
    return (!a && !b) || (a && b && strcmp(a, b) == 0);
}

static int same_cell(const ds_cell *a, const ds_cell *b)
{
    return a->state == b->state && (a->state != DS_CELL_NUMBER || a->value == b->value)
           && same(a->unit, b->unit) && same(a->note, b->note);
}

/* Whether the reader reported the row that the cell is in. */
static int is_reported(const ds_findings *findings, const ds_format *format, int cell)
{
    const ds_table *table;
    const ds_row *row;
    const ds_column *column;

    ds_format_locate(format, cell, &table, &row, &column);
    return ds_findings_find(findings, apr_psprintf(pool, "F.row@%s/%s", table->id, row->id))
           || ds_findings_find(findings, apr_psprintf(pool, "F.row@%s", table->id));
}

static void compare(const ds_report *read, const ds_report *printed, const ds_findings *findings,
                    const struct shape *shape, int may_refuse)
{
    const ds_format *format = printed->format;
    int i, p;

    ck_assert_str_eq(read->format->id, format->id);
    ck_assert_int_eq(read->year, printed->year);
    ck_assert_msg(same(read->title, printed->title), "%s: title %s", shape->name, read->title);
    ck_assert_msg(same(read->organ_name, printed->organ_name), "%s: organ %s", shape->name,
                  read->organ_name);
    ck_assert_msg(same(read->signature_name, printed->signature_name), "%s: signed %s",
                  shape->name, read->signature_name);
    ck_assert_msg(same(read->signature_date, printed->signature_date), "%s: date %s", shape->name,
                  read->signature_date);
    for (i = 0; i < format->n_cells; i++) {
        int is_left = may_refuse && read->cells[i].state == DS_CELL_BLANK
                      && is_reported(findings, format, i);

        ck_assert_msg(is_left || same_cell(&read->cells[i], &printed->cells[i]),
                      "%s, format %s: %s was printed '%s' and read '%s'", shape->name,
                      format->id, ds_format_address(format, i), typed(printed, i),
                      typed(read, i));
    }
    for (i = 0; i < format->n_prose; i++) {
        ck_assert_msg(read->prose[i]->nelts == printed->prose[i]->nelts, "%s: %d paragraphs of %s",
                      shape->name, read->prose[i]->nelts, format->prose[i]->id);
        for (p = 0; p < printed->prose[i]->nelts; p++) {
            ck_assert_str_eq(APR_ARRAY_IDX(read->prose[i], p, ds_block).text,
                             APR_ARRAY_IDX(printed->prose[i], p, ds_block).text);
        }
    }
    for (i = 0; i < format->n_tables; i++) {
        ck_assert_msg(read->notes[i]->nelts == 0, "%s: note %s", shape->name,
                      APR_ARRAY_IDX(read->notes[i], 0, const char *));
    }
}

/* Prints and reads so many reports of each format in each shape. Returns the
 * number of rows reported. */
static int round_trips(const char *directory, int n, unsigned percent_blank)
{
    const ds_formats *formats = formats_of(directory);
    ds_read_context context = { .formats = formats };
    apr_uint64_t state = 2020 + percent_blank;
    int refused = 0;

    for (int f = 0; f < ds_formats_count(formats); f++) {
        for (int s = 0; s < N_SHAPES; s++) {
            for (int i = 0; i < n; i++) {
                ds_report *printed = random_report(ds_formats_at(formats, f), percent_blank,
                                                   &state);
                const char *text = print_report(printed, &shapes[s]);
                ds_findings *findings = ds_findings_create(pool);
                ds_report *read = NULL;
                int may_refuse = percent_blank > 0 && !shapes[s].is_certain, errors;

                ck_assert_int_eq(ds_text_read(&read, findings, text, strlen(text), &context, pool,
                                              pool), APR_SUCCESS);
                compare(read, printed, findings, &shapes[s], may_refuse);
                errors = ds_findings_of(findings, DS_ERROR);
                ck_assert_msg(may_refuse || errors == 0, "%s, format %s: %s", shapes[s].name,
                              printed->format->id,
                              errors ? ds_findings_at(findings, 0)->message : "");
                refused += errors;
            }
        }
    }
    return refused;
}

START_TEST(complete_reports)
{
    ck_assert_int_eq(round_trips("conf/formats", 8, 0), 0);
    ck_assert_int_eq(round_trips("tests/data/formats", 8, 0), 0);
}
END_TEST

START_TEST(reports_with_empty_cells)
{
    round_trips("conf/formats", 8, 4);
    round_trips("tests/data/formats", 8, 4);
}
END_TEST

START_TEST(reports_that_are_mostly_empty)
{
    round_trips("conf/formats", 4, 90);
    round_trips("tests/data/formats", 4, 90);
}
END_TEST

/* The text without the line that holds the byte at `at`, or with it twice. */
static const char *damage(const char *text, apr_size_t at, int twice)
{
    apr_size_t begin = at, end = at + strcspn(text + at, "\n");

    while (begin > 0 && text[begin - 1] != '\n') {
        begin--;
    }
    end += text[end] == '\n';
    return twice ? apr_pstrcat(pool, apr_pstrmemdup(pool, text, end), text + begin, NULL)
                 : apr_pstrcat(pool, apr_pstrmemdup(pool, text, begin), text + end, NULL);
}

/* Where the second text differs from the first. */
static const char *first_difference(const char *a, const char *b)
{
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return b;
}

/* Where lines are lost or doubled, a figure is read as it was printed or not
 * at all. */
static void check_damaged(const ds_report *printed, const char *text, const char *damaged,
                          const ds_read_context *context, const char *shape)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_report *read = NULL;
    int i;

    if (ds_text_read(&read, findings, damaged, strlen(damaged), context, pool, pool) != APR_SUCCESS
        || read->format != printed->format) {
        return;
    }
    for (i = 0; i < read->format->n_cells; i++) {
        ck_assert_msg(read->cells[i].state == DS_CELL_BLANK
                          || same_cell(&read->cells[i], &printed->cells[i]),
                      "%s, format %s: %s was printed '%s' and read '%s'; damaged here: %.200s",
                      shape, read->format->id, ds_format_address(read->format, i),
                      typed(printed, i), typed(read, i), first_difference(text, damaged));
    }
}

START_TEST(lost_and_doubled_lines)
{
    static const char *const directories[] = { "conf/formats", "tests/data/formats" };
    apr_pool_t *outer = pool, *iterpool;
    apr_uint64_t state = 7;

    apr_pool_create(&iterpool, outer);
    for (int d = 0; d < 2; d++) {
        ds_read_context context = { .formats = formats_of(directories[d]) };

        for (int i = 0; i < 25 * N_SHAPES * ds_formats_count(context.formats); i++) {
            const struct shape *shape = &shapes[i % N_SHAPES];
            const ds_format *format = ds_formats_at(context.formats, i / N_SHAPES / 25);
            ds_report *printed;
            const char *text;

            apr_pool_clear(iterpool);
            pool = iterpool;
            printed = random_report(format, i % 3 == 0 ? 5 : 0, &state);
            text = print_report(printed, shape);
            check_damaged(printed, text,
                          damage(text, chance(&state, (unsigned)strlen(text)), i % 3 == 1),
                          &context, shape->name);
            pool = outer;
        }
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, complete_reports);
    tcase_add_test(cases, reports_with_empty_cells);
    tcase_add_test(cases, reports_that_are_mostly_empty);
    tcase_add_test(cases, lost_and_doubled_lines);
}

UNIT_MAIN("io/text shapes", add_all)
