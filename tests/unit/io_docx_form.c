/* The forms of a document, cell by cell against the labels of the format: what
 * spans where, and what stands in it. */
#include "docx_sample.h"

#define MAX_ROWS 64
#define MAX_COLUMNS 32
#define TEXT_WIDTH 8844

/* What covers each place of a printed grid: the cell that begins at `origin`,
 * row * MAX_COLUMNS + column. */
typedef struct sheet {
    int n_rows, n_columns;
    struct {
        int origin; /* -1: nothing */
        const char *text;
    } at[MAX_ROWS][MAX_COLUMNS];
} sheet;

static sheet *empty_sheet(int n_columns)
{
    sheet *s = apr_pcalloc(pool, sizeof(*s));
    s->n_columns = n_columns;
    ck_assert_int_le(n_columns, MAX_COLUMNS);
    for (int i = 0; i < MAX_ROWS * MAX_COLUMNS; i++) {
        s->at[i / MAX_COLUMNS][i % MAX_COLUMNS].origin = -1;
    }
    return s;
}

/* ---- What the format says ---- */

static void cover(sheet *s, int row, int colspan, int rowspan, const char *text)
{
    int column = 0;
    while (column < s->n_columns && s->at[row][column].origin >= 0) {
        column++;
    }
    for (int i = row; i < row + rowspan; i++) {
        for (int k = column; k < column + colspan; k++) {
            ck_assert_int_lt(k, s->n_columns);
            ck_assert_int_eq(s->at[i][k].origin, -1);
            s->at[i][k].origin = row * MAX_COLUMNS + column;
            s->at[i][k].text = text != NULL ? text : "";
        }
    }
}

static const char *figure_of(const ds_report *report, int cell)
{
    const ds_cell *c = &report->cells[cell];
    return apr_pstrcat(pool, ds_report_cell_text(report, cell, pool),
                       c->state == DS_CELL_NUMBER && c->unit != NULL ? c->unit : "",
                       c->note != NULL ? "（" : "", c->note != NULL ? c->note : "",
                       c->note != NULL ? "）" : "", NULL);
}

static void expect_head(sheet *s, const ds_table *table)
{
    if (table->title != NULL) {
        cover(s, s->n_rows++, s->n_columns, 1, table->title);
    }
    if (table->stub_width > 0) {
        cover(s, s->n_rows, table->stub_width, table->head_height, table->corner);
    }
    for (int level = 0; level < table->head_height; level++, s->n_rows++) {
        for (int i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];
            cover(s, s->n_rows, label->colspan, label->rowspan, label->text);
        }
    }
}

static void expect_rows(sheet *s, const ds_report *report, const ds_table *table)
{
    for (int i = 0; i < table->n_rows; i++, s->n_rows++) {
        const ds_row *row = &table->rows[i];
        for (int k = 0; k < row->n_labels; k++) {
            cover(s, s->n_rows, row->labels[k].colspan, row->labels[k].rowspan,
                  row->labels[k].text);
        }
        for (int k = 0; k < table->n_columns; k++) {
            cover(s, s->n_rows, table->columns[k].colspan, 1,
                  figure_of(report, ds_table_cell(table, i, k)));
        }
    }
}

static sheet *expected(const ds_report *report, const ds_section *section)
{
    sheet *s = empty_sheet(section->grid_width);
    for (int t = 0; t < section->n_tables; t++) {
        const ds_table *table = &report->format->tables[section->first_table + t];
        expect_head(s, table);
        expect_rows(s, report, table);
    }
    return s;
}

/* ---- What the document says ---- */

static int number_of(xmlNode *node, const char *name, int missing)
{
    const char *value = attribute_of(node, name);
    return *value != '\0' ? atoi(value) : missing;
}

/* One cell: laid down where it stands, or belonging to the one above. */
static void lay(sheet *s, int column, xmlNode *cell, const int *widths)
{
    xmlNode *properties = child_of(cell, "tcPr");
    xmlNode *merge = child_of(properties, "vMerge");
    int span = number_of(child_of(properties, "gridSpan"), "val", 1), width = 0;
    int is_below = merge != NULL && strcmp(attribute_of(merge, "val"), "restart") != 0;
    int origin = is_below ? s->at[s->n_rows - 1][column].origin
                          : s->n_rows * MAX_COLUMNS + column;
    const char *text = text_of(cell);
    ck_assert_ptr_nonnull(child_of(cell, "p"));
    if (is_below) {
        ck_assert_str_eq(text, "");
        ck_assert_msg(column == 0 || s->at[s->n_rows - 1][column - 1].origin != origin,
                      "row %d: a merged cell begins inside another", s->n_rows);
        text = s->at[s->n_rows - 1][column].text;
    }
    for (int k = column; k < column + span; k++) {
        ck_assert_int_lt(k, s->n_columns);
        if (is_below) {
            ck_assert_int_eq(s->at[s->n_rows - 1][k].origin, origin);
        }
        s->at[s->n_rows][k].origin = origin;
        s->at[s->n_rows][k].text = text;
        width += widths[k];
    }
    ck_assert_int_eq(number_of(child_of(properties, "tcW"), "w", 0), width);
}

static sheet *found(xmlNode *table)
{
    apr_array_header_t *columns = all_of(child_of(table, "tblGrid"), "gridCol");
    int widths[MAX_COLUMNS], total = 0;
    sheet *s = empty_sheet(columns->nelts);
    for (int i = 0; i < columns->nelts; i++) {
        widths[i] = number_of(APR_ARRAY_IDX(columns, i, xmlNode *), "w", 0);
        ck_assert_int_gt(widths[i], 0);
        total += widths[i];
    }
    ck_assert_int_eq(total, TEXT_WIDTH);
    for (xmlNode *row = child_of(table, "tr"); row != NULL; row = row->next, s->n_rows++) {
        int column = 0;
        for (xmlNode *cell = child_of(row, "tc"); cell != NULL; cell = cell->next) {
            lay(s, column, cell, widths);
            column += number_of(child_of(child_of(cell, "tcPr"), "gridSpan"), "val", 1);
        }
        ck_assert_int_eq(column, s->n_columns);
    }
    return s;
}

static void compare(const sheet *want, const sheet *have, const char *name)
{
    ck_assert_int_eq(want->n_rows, have->n_rows);
    ck_assert_int_eq(want->n_columns, have->n_columns);
    for (int i = 0; i < want->n_rows; i++) {
        for (int k = 0; k < want->n_columns; k++) {
            ck_assert_msg(want->at[i][k].origin == have->at[i][k].origin,
                          "%s: row %d, column %d belongs to another cell", name, i, k);
            ck_assert_msg(strcmp(want->at[i][k].text, have->at[i][k].text) == 0,
                          "%s: row %d, column %d: '%s', not '%s'", name, i, k,
                          have->at[i][k].text, want->at[i][k].text);
        }
    }
}

/* Reports of chance have every state of a cell, units and hostile notes. */
START_TEST(spans_and_texts_are_those_of_the_format)
{
    const ds_format *format = load_format(format_files[_i]);
    for (apr_uint64_t seed = 0; seed < 8; seed++) {
        ds_report *report = sample_report(format, seed);
        apr_array_header_t *tables = all_of(body_of(pack(report)), "tbl");
        int n = 0;
        for (int i = 0; i < format->n_sections; i++) {
            const ds_section *section = &format->sections[i];
            if (section->prose < 0) {
                ck_assert_int_lt(n, tables->nelts);
                compare(expected(report, section),
                        found(APR_ARRAY_IDX(tables, n++, xmlNode *)), section->id);
            }
        }
        ck_assert_int_eq(n, tables->nelts);
    }
}
END_TEST

/* The shapes of the official forms, written down once more. */
static const struct {
    int format, table, rows, columns;
} shapes[] = {
    { 0, 0, 18, 4 }, { 0, 1, 26, 10 }, { 0, 2, 4, 15 },
    { 1, 0, 14, 4 }, { 1, 1, 28, 10 }, { 1, 2, 4, 15 },
    { 2, 0, 15, 7 }, { 2, 1, 2, 4 },
};

static xmlNode *table_of(const ds_report *report, int table)
{
    apr_array_header_t *tables = all_of(body_of(pack(report)), "tbl");
    ck_assert_int_lt(table, tables->nelts);
    return APR_ARRAY_IDX(tables, table, xmlNode *);
}

START_TEST(forms_have_their_shape)
{
    const ds_format *format = load_format(format_files[shapes[_i].format]);
    const sheet *s = found(table_of(ds_report_create(format, pool), shapes[_i].table));
    ck_assert_int_eq(s->n_rows, shapes[_i].rows);
    ck_assert_int_eq(s->n_columns, shapes[_i].columns);
}
END_TEST

/* The head of a table that has its grid to itself is repeated; in a grid of
 * several a repeated head would stand over the wrong rows. */
START_TEST(heads_are_repeated)
{
    static const struct {
        int format, table, rows;
    } heads[] = { { 0, 0, 0 }, { 0, 1, 3 }, { 0, 2, 3 }, { 1, 1, 3 }, { 2, 0, 0 }, { 2, 1, 1 } };
    for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
        const ds_format *format = load_format(format_files[heads[i].format]);
        xmlNode *table = table_of(ds_report_create(format, pool), heads[i].table);
        int n = 0;
        for (xmlNode *row = child_of(table, "tr"); row != NULL; row = row->next, n++) {
            int is_head = child_of(child_of(row, "trPr"), "tblHeader") != NULL;
            ck_assert_msg(is_head == (n < heads[i].rows), "format %d, table %d, row %d",
                          heads[i].format, heads[i].table, n);
        }
    }
}
END_TEST

/* The width a figure has to itself in its cell, and needs: digits are half as
 * wide as the type is high. */
static void assert_fits(xmlNode *table, const char *figure)
{
    static const struct {
        const char *style;
        int digit;
    } sizes[] = { { "Form", 105 }, { "FormSmall", 90 }, { "FormTiny", 75 } };
    int margin = number_of(child_of(child_of(child_of(table, "tblPr"), "tblCellMar"), "left"), "w",
                           0);
    apr_array_header_t *cells = all_of(table, "tc");
    for (int i = 0; i < cells->nelts; i++) {
        xmlNode *cell = APR_ARRAY_IDX(cells, i, xmlNode *);
        if (strcmp(text_of(cell), figure) == 0) {
            int width = number_of(child_of(child_of(cell, "tcPr"), "tcW"), "w", 0);
            for (size_t k = 0; k < sizeof(sizes) / sizeof(*sizes); k++) {
                if (strcmp(style_of(child_of(cell, "p")), sizes[k].style) == 0) {
                    ck_assert_int_le((int)strlen(figure) * sizes[k].digit + 2 * margin, width);
                    return;
                }
            }
        }
    }
    ck_abort_msg("no cell says %s in a style of tables", figure);
}

START_TEST(figures_are_not_broken)
{
    static const struct {
        const char *address;
        int table;
        apr_int64_t figure;
    } figures[] = {
        { "requests/new/natural", 1, 1 }, { "requests/new/natural", 1, 11398889 },
        { "disputes/cases/direct_suit.total", 2, 99999 },
        { "disputes/cases/direct_suit.total", 2, 123456 },
        { "art20_5/licensing/decisions", 0, 99999999999 },
    };
    for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
        ds_report *report = ds_report_create(load_format(format_files[1]), pool);
        ds_report_set_number(report, ds_format_cell(report->format, figures[i].address),
                             figures[i].figure * DS_DECIMAL_ONE);
        assert_fits(table_of(report, figures[i].table),
                    apr_psprintf(pool, "%" APR_INT64_T_FMT, figures[i].figure));
    }
}
END_TEST

/* The one group that stands left of other groups, all along its rows. */
START_TEST(outermost_group_is_vertical)
{
    const ds_format *format = load_format(format_files[1]);
    apr_array_header_t *cells = all_of(table_of(ds_report_create(format, pool), 1), "tc");
    int n = 0;
    for (int i = 0; i < cells->nelts; i++) {
        xmlNode *cell = APR_ARRAY_IDX(cells, i, xmlNode *);
        if (child_of(child_of(cell, "tcPr"), "textDirection") != NULL) {
            ck_assert_str_eq(text_of(cell), n == 0 ? "三、本年度办理结果" : "");
            n++;
        }
    }
    ck_assert_int_eq(n, 22);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_loop_test(cases, spans_and_texts_are_those_of_the_format, 0, N_FORMATS);
    tcase_add_loop_test(cases, forms_have_their_shape, 0, sizeof(shapes) / sizeof(*shapes));
    tcase_add_test(cases, heads_are_repeated);
    tcase_add_test(cases, figures_are_not_broken);
    tcase_add_test(cases, outermost_group_is_vertical);
}

UNIT_MAIN("io/docx_form", add_all)
