/* Relations: from the format file to sums over cells. */
#include <string.h>

#include <apr_strings.h>

#include "core/relation.h"
#include "core/relation_message.h"
#include "core/relation_parse.h"

typedef enum { EACH_NONE, EACH_ROW, EACH_COLUMN } each_kind;

/* What the compilation of one relation needs at every turn. */
typedef struct compilation {
    const ds_format *format;
    const ds_relation_source *source;
    const ds_table *table;  /* or NULL */
    each_kind each;
    int index;              /* the row or column it is asked of now */
    ds_severity severity;
    apr_pool_t *pool;
    apr_pool_t *scratch;
} compilation;

/* Ids or patterns of the cells an operand means, in the instance at hand. */
typedef struct selection {
    const char *table, *row, *column;
} selection;

/* What stands at the place of an operand's ids depends on how it is asked. */
static const char *select_cells(selection *selected, const compilation *c,
                                const ds_operand *operand)
{
    const ds_table *t = c->table;

    if (operand->n_ids == 3) {
        *selected = (selection){operand->ids[0], operand->ids[1], operand->ids[2]};
        return NULL;
    }
    if (t && operand->n_ids == 1 && c->each == EACH_COLUMN) {
        *selected = (selection){t->id, operand->ids[0], t->columns[c->index].id};
        return NULL;
    }
    if (t && operand->n_ids == 1 && c->each == EACH_ROW) {
        *selected = (selection){t->id, t->rows[c->index].id, operand->ids[0]};
        return NULL;
    }
    if (t && operand->n_ids == 2 && c->each == EACH_NONE) {
        *selected = (selection){t->id, operand->ids[0], operand->ids[1]};
        return NULL;
    }
    return apr_psprintf(c->pool, "\"%s\" is not %s", operand->text,
                        c->each == EACH_COLUMN ? "a row of the table or a full address"
                        : c->each == EACH_ROW  ? "a column of the table or a full address"
                        : t                    ? "row/column of the table or a full address"
                                               : "a full address table/row/column");
}

static void push_term(apr_array_header_t *terms, const compilation *c, const ds_operand *operand,
                      int cell)
{
    ds_term *term = apr_array_push(terms);

    term->factor = operand->factor;
    term->cell = operand->is_previous ? -1 : cell;
    term->previous = operand->is_previous ? ds_format_address(c->format, cell) : NULL;
}

static void add_of_table(apr_array_header_t *terms, const compilation *c,
                         const ds_operand *operand, const selection *selected,
                         const ds_table *table)
{
    int row, column;

    for (row = 0; row < table->n_rows; row++) {
        if (!ds_pattern_matches(selected->row, table->rows[row].id)) {
            continue;
        }
        for (column = 0; column < table->n_columns; column++) {
            if (ds_pattern_matches(selected->column, table->columns[column].id)) {
                push_term(terms, c, operand, ds_table_cell(table, row, column));
            }
        }
    }
}

/* A literal full address of last year may be one of another format. */
static int is_foreign(const ds_operand *operand)
{
    return operand->is_previous && operand->n_ids == 3 && !strchr(operand->text, '*');
}

/* Appends the terms of one operand. */
static const char *add_terms(apr_array_header_t *terms, const compilation *c,
                             const ds_operand *operand)
{
    int before = terms->nelts, i;
    selection selected = {NULL, NULL, NULL};
    const char *error = select_cells(&selected, c, operand);

    if (error) {
        return error;
    }
    for (i = 0; i < c->format->n_tables; i++) {
        if (ds_pattern_matches(selected.table, c->format->tables[i].id)) {
            add_of_table(terms, c, operand, &selected, &c->format->tables[i]);
        }
    }
    if (terms->nelts > before) {
        return NULL;
    }
    if (is_foreign(operand)) {
        const char *address = apr_pstrcat(c->pool, selected.table, "/", selected.row, "/",
                                          selected.column, NULL);
        APR_ARRAY_PUSH(terms, ds_term) = (ds_term){operand->factor, -1, address};
        return NULL;
    }
    return apr_psprintf(c->pool, "\"%s\" names no cell", operand->text);
}

static const char *make_side(ds_side *side, const compilation *c, const ds_written_side *written)
{
    apr_array_header_t *terms = apr_array_make(c->pool, 8, sizeof(ds_term));
    const char *error = NULL;
    int i;

    for (i = 0; i < written->operands->nelts && !error; i++) {
        error = add_terms(terms, c, &APR_ARRAY_IDX(written->operands, i, ds_operand));
    }
    side->constant = written->constant;
    side->n_terms = terms->nelts;
    side->terms = (ds_term *)terms->elts;
    return error;
}

/* The address of a term, with "previous:" where it is last year's. */
static const char *term_address(const ds_format *format, const ds_term *term, apr_pool_t *pool)
{
    return term->previous ? apr_pstrcat(pool, "previous:", term->previous, NULL)
                          : ds_format_address(format, term->cell);
}

/* A cell that stands twice is compared with itself or counted twice. */
static const char *remember_terms(apr_hash_t *seen, const compilation *c, const ds_side *side)
{
    int i;

    for (i = 0; i < side->n_terms; i++) {
        const char *address = term_address(c->format, &side->terms[i], c->scratch);
        if (apr_hash_get(seen, address, APR_HASH_KEY_STRING)) {
            return apr_psprintf(c->pool, "the cell %s stands in it twice", address);
        }
        apr_hash_set(seen, address, APR_HASH_KEY_STRING, side);
    }
    return NULL;
}

static const char *make_condition(ds_condition *condition, const compilation *c,
                                  const ds_written *written)
{
    apr_hash_t *seen = apr_hash_make(c->scratch);
    const char *error = make_side(&condition->left, c, &written->left);

    condition->comparison = written->comparison;
    if (!error) {
        error = make_side(&condition->right, c, &written->right);
    }
    if (!error) {
        error = remember_terms(seen, c, &condition->left);
    }
    if (!error) {
        error = remember_terms(seen, c, &condition->right);
    }
    if (!error && condition->left.n_terms + condition->right.n_terms == 0) {
        error = "it compares numbers only";
    }
    return error;
}

static int is_of_last_year(const ds_condition *condition)
{
    int i;

    for (i = 0; i < condition->left.n_terms; i++) {
        if (condition->left.terms[i].previous) {
            return 1;
        }
    }
    for (i = 0; i < condition->right.n_terms; i++) {
        if (condition->right.terms[i].previous) {
            return 1;
        }
    }
    return 0;
}

static const char *make_guards(ds_relation *relation, const compilation *c,
                               const apr_array_header_t *written)
{
    const char *error = NULL;
    int i;

    relation->n_guards = written->nelts;
    relation->guards = apr_pcalloc(c->pool, (written->nelts + 1) * sizeof(*relation->guards));
    for (i = 0; i < written->nelts && !error; i++) {
        error = make_condition(&relation->guards[i], c, &APR_ARRAY_IDX(written, i, ds_written));
        relation->needs_previous |= !error && is_of_last_year(&relation->guards[i]);
    }
    return error;
}

/* The operands of both sides, each alone and without its factor. */
static const char *make_scope(ds_message_scope *scope, const compilation *c,
                              const ds_written *test)
{
    const apr_array_header_t *operands =
        apr_array_append(c->scratch, test->left.operands, test->right.operands);
    ds_side *sums = apr_pcalloc(c->scratch, (operands->nelts + 1) * sizeof(*sums));
    const ds_table *table = c->table;
    int i;

    for (i = 0; i < operands->nelts; i++) {
        ds_operand alone = APR_ARRAY_IDX(operands, i, ds_operand);
        apr_array_header_t *terms = apr_array_make(c->pool, 4, sizeof(ds_term));
        const char *error;
        alone.factor = 1;
        error = add_terms(terms, c, &alone);
        if (error) {
            return error;
        }
        sums[i] = (ds_side){0, terms->nelts, (ds_term *)terms->elts};
    }
    scope->row = c->each == EACH_ROW ? table->rows[c->index].name : NULL;
    scope->column = c->each == EACH_COLUMN ? table->columns[c->index].name : NULL;
    scope->table = !table ? NULL : table->title ? table->title : table->section->title;
    scope->operands = operands;
    scope->sums = sums;
    return NULL;
}

static const char *place_of(const compilation *c)
{
    const char *place = c->table ? c->table->id : "report";

    if (c->source->place) {
        place = apr_pstrcat(c->pool, place, "/", c->source->place, NULL);
    }
    if (c->each != EACH_NONE) {
        place = apr_pstrcat(c->pool, place, "/",
                            c->each == EACH_ROW ? c->table->rows[c->index].id
                                                : c->table->columns[c->index].id,
                            NULL);
    }
    return apr_pstrdup(c->pool, place);
}

static const char *check_place(const apr_array_header_t *relations, const ds_relation *relation,
                               apr_pool_t *pool)
{
    int i;

    for (i = 0; i < relations->nelts; i++) {
        const ds_relation *other = &APR_ARRAY_IDX(relations, i, ds_relation);
        if (!strcmp(other->rule, relation->rule) && !strcmp(other->place, relation->place)) {
            return apr_psprintf(pool, "it is asked of \"%s\" a second time; line %d has it as well",
                                relation->place, other->line);
        }
    }
    return NULL;
}

/* Adds the instance for c->index. */
static const char *add_instance(apr_array_header_t *relations, const compilation *c,
                                const apr_array_header_t *test, const apr_array_header_t *when)
{
    const ds_written *written = &APR_ARRAY_IDX(test, 0, ds_written);
    ds_relation relation = {.rule = c->source->rule, .name = c->source->name,
                            .place = place_of(c), .line = c->source->line,
                            .severity = c->severity};
    ds_message_scope scope;
    const char *error = check_place(relations, &relation, c->pool);

    if (!error) {
        error = make_condition(&relation.test, c, written);
    }
    if (!error) {
        relation.needs_previous = is_of_last_year(&relation.test);
        error = make_guards(&relation, c, when);
    }
    if (!error) {
        error = make_scope(&scope, c, written);
    }
    if (!error) {
        error = ds_relation_compile_message(&relation, c->source->message, &scope, c->pool,
                                            c->scratch);
    }
    if (!error) {
        APR_ARRAY_PUSH(relations, ds_relation) = relation;
    }
    return error;
}

static int n_asked(const compilation *c)
{
    return c->each == EACH_ROW      ? c->table->n_rows
           : c->each == EACH_COLUMN ? c->table->n_columns
                                    : 1;
}

static const char *asked_id(const compilation *c, int index)
{
    return c->each == EACH_ROW ? c->table->rows[index].id : c->table->columns[index].id;
}

/* Marks the rows or columns that one pattern of `only` stands for. */
static const char *mark_only(char *asked, const compilation *c, const char *pattern)
{
    int i, found = 0, n = n_asked(c);

    for (i = 0; i < n; i++) {
        if (ds_pattern_matches(pattern, asked_id(c, i))) {
            asked[i] = 1;
            found = 1;
        }
    }
    return found ? NULL
                 : apr_psprintf(c->pool, "only=\"%s\" names no %s of table \"%s\"", pattern,
                                c->source->each, c->table->id);
}

/* Sets asked[i] for each row or column it is asked of. */
static const char *choose(char **asked, const compilation *c)
{
    char *last = NULL, *pattern;
    const char *error = NULL;
    int n = n_asked(c);

    *asked = apr_pcalloc(c->scratch, n);
    if (!c->source->only) {
        memset(*asked, 1, n);
        return NULL;
    }
    if (c->each == EACH_NONE) {
        return "only is given without each";
    }
    for (pattern = apr_strtok(apr_pstrdup(c->scratch, c->source->only), " \t\r\n", &last);
         pattern && !error; pattern = apr_strtok(NULL, " \t\r\n", &last)) {
        error = mark_only(*asked, c, pattern);
    }
    return error;
}

/* Fills in what the attributes say by themselves. */
static const char *read_source(compilation *c)
{
    const ds_relation_source *source = c->source;
    int severity = ds_severity_find(source->severity);

    c->each = !source->each                  ? EACH_NONE
              : !strcmp(source->each, "row") ? EACH_ROW
                                             : EACH_COLUMN;
    c->table = source->table ? ds_format_table(c->format, source->table) : NULL;
    if (source->table && !c->table) {
        return apr_psprintf(c->pool, "there is no table \"%s\"", source->table);
    }
    if (c->each != EACH_NONE && !c->table) {
        return "each is given without table";
    }
    if (severity < 0 || severity == DS_NOT_ASSESSABLE) {
        return apr_psprintf(c->pool, "there is no severity \"%s\"", source->severity);
    }
    c->severity = (ds_severity)severity;
    return NULL;
}

static const char *parse_source(const compilation *c, apr_array_header_t *test,
                                apr_array_header_t *when)
{
    const char *error = ds_relation_parse(test, c->source->test, c->pool);

    if (error) {
        return apr_psprintf(c->pool, "in its test, %s", error);
    }
    if (test->nelts != 1) {
        return "its test is more than one relation";
    }
    error = c->source->when ? ds_relation_parse(when, c->source->when, c->pool) : NULL;
    return error ? apr_psprintf(c->pool, "in its guard, %s", error) : NULL;
}

const char *ds_relation_compile(apr_array_header_t *relations, const ds_format *format,
                                const ds_relation_source *source, apr_pool_t *result_pool,
                                apr_pool_t *scratch_pool)
{
    compilation c = {.format = format, .source = source, .pool = result_pool,
                     .scratch = scratch_pool};
    apr_array_header_t *test = apr_array_make(scratch_pool, 1, sizeof(ds_written));
    apr_array_header_t *when = apr_array_make(scratch_pool, 2, sizeof(ds_written));
    char *asked;
    const char *error = read_source(&c);

    if (!error) {
        error = parse_source(&c, test, when);
    }
    if (!error) {
        error = choose(&asked, &c);
    }
    for (c.index = 0; !error && c.index < n_asked(&c); c.index++) {
        if (asked[c.index]) {
            error = add_instance(relations, &c, test, when);
        }
    }
    return error;
}

static const char *side_text(const ds_format *format, const ds_side *side, apr_pool_t *pool)
{
    const char *text = "";
    int i;

    for (i = 0; i < side->n_terms; i++) {
        const ds_term *term = &side->terms[i];
        apr_int64_t factor = term->factor < 0 ? -term->factor : term->factor;
        const char *sign = term->factor < 0 ? (i ? " - " : "-") : (i ? " + " : "");
        const char *times =
            factor == 1 ? "" : apr_psprintf(pool, "%" APR_INT64_T_FMT " * ", factor);
        text = apr_pstrcat(pool, text, sign, times, term_address(format, term, pool), NULL);
    }
    if (side->n_terms == 0) {
        return ds_decimal_format(pool, side->constant);
    }
    if (side->constant != 0) {
        int negative = side->constant < 0;
        text = apr_pstrcat(pool, text, negative ? " - " : " + ",
                           ds_decimal_format(pool, negative ? -side->constant : side->constant),
                           NULL);
    }
    return text;
}

static const char *condition_text(const ds_format *format, const ds_condition *condition,
                                  apr_pool_t *pool)
{
    return apr_pstrcat(pool, side_text(format, &condition->left, pool), " ",
                       ds_comparison_text(condition->comparison), " ",
                       side_text(format, &condition->right, pool), NULL);
}

const char *ds_relation_text(const ds_format *format, const ds_relation *relation,
                             apr_pool_t *pool)
{
    const char *text = condition_text(format, &relation->test, pool);
    int i;

    for (i = 0; i < relation->n_guards; i++) {
        text = apr_pstrcat(pool, text, i ? " and " : " when ",
                           condition_text(format, &relation->guards[i], pool), NULL);
    }
    return text;
}
