/* How long the sum over many reports takes, from the database to the sums, and
 * the other pages that read the figures of a whole year.
 *
 *   sums DATA DATABASE   DATA has formats/, schema/ and chains/; DATABASE is
 *                        the path of an SQLite file that is not there yet
 *
 * Prints one line per task: what, how many reports, microseconds.
 */
#include <stdio.h>
#include <stdlib.h>

#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>

#include "core/consolidation.h"
#include "core/figures.h"
#include "core/selection.h"
#include "store/dbd.h"
#include "store/figures.h"
#include "store/query.h"
#include "store/store.h"

#define YEAR 2022
#define FEW 200
#define MANY 3000
#define MEASURE_USEC (APR_USEC_PER_SEC / 2)

typedef struct bench {
    ds_store *store;
    const ds_formats *formats;
    const ds_format *format;
} bench;

static void die(const char *what, const char *why)
{
    fprintf(stderr, "sums: %s: %s\n", what, why ? why : "failed");
    exit(EXIT_FAILURE);
}

static void run(ds_dbd *dbd, const char *sql)
{
    if (ds_dbd_run(dbd, sql) != APR_SUCCESS)
        die("SQL", sql);
}

/* A report with a figure in every cell. */
static const char *line_of(const ds_format *format, int number, apr_pool_t *pool)
{
    ds_report *report = ds_report_create(format, pool);

    for (int i = 0; i < format->n_cells; i++)
        ds_report_set_number(report, i, (i * 7 + number) % 350 * DS_DECIMAL_ONE);
    return ds_figures_write(report, pool);
}

/* An organ and its public report. */
static void add_report(ds_dbd *dbd, const bench *b, const char *parent, int number,
                       apr_pool_t *pool)
{
    const char *key = apr_psprintf(pool, "%s-%04d", parent, number);

    run(dbd, apr_psprintf(pool, "INSERT INTO ds_organ (organ_key, kind, parent, sibling_position,"
        " sort_path) VALUES ('%s', 'town', '%s', %d, '%s/%04d')", key, parent, number, parent,
        number));
    run(dbd, apr_psprintf(pool, "INSERT INTO ds_report (organ_key, year, version, working, tag,"
        " state, step, author, changed_at, latest, published, published_on, published_at,"
        " organ_name, format, title, digest_algorithm, digest, errors, warnings, is_withdrawn)"
        " VALUES ('%s', %d, 1, 1, 'a', 'published', 3, 'a', 1, 1, 1, '2023-01-20', 1,"
        " '示范第%d街道办事处', '%s', 'title', 'sm3', '00', 0, 0, 0)", key, YEAR, number,
        b->format->id));
    run(dbd, apr_psprintf(pool, "INSERT INTO ds_revision (organ_key, year, number, state, step,"
        " author, created_at, organ_name, format, title, digest_algorithm, digest, errors,"
        " warnings) VALUES ('%s', %d, 1, 'published', 3, 'a', 1, '示范第%d街道办事处', '%s', 'title',"
        " 'sm3', '00', 0, 0)", key, YEAR, number, b->format->id));
    run(dbd, apr_psprintf(pool, "INSERT INTO ds_publication (organ_key, year, n, revision, title,"
        " published_on, published_at, digest_algorithm, digest, is_gone, figures)"
        " VALUES ('%s', %d, 1, 1, 'title', '2023-01-20', 1, 'sm3', '00', 0, '%s')", key, YEAR,
        line_of(b->format, number, pool)));
}

static void fill(ds_dbd *dbd, const bench *b, const char *parent, int n, apr_pool_t *pool)
{
    apr_pool_t *iterpool;

    apr_pool_create(&iterpool, pool);
    run(dbd, apr_psprintf(pool, "INSERT INTO ds_organ (organ_key, kind, parent, sibling_position,"
                          " sort_path) VALUES ('%s', 'region', NULL, 1, '%s')", parent, parent));
    for (int i = 0; i < n; i++) {
        apr_pool_clear(iterpool);
        add_report(dbd, b, parent, i, iterpool);
    }
    apr_pool_destroy(iterpool);
}

/* ---- What is measured ---- */

/* Every cell of the sum is looked at, so that nothing is left undone. */
static void sum_up(const bench *b, const char *parent, int n, apr_pool_t *pool)
{
    ds_consolidation *sum = ds_consolidation_create(b->format, pool);
    apr_array_header_t *rows;
    ds_report *report;

    if (ds_store_figures_below(b->store, &rows, parent, YEAR, pool) != APR_SUCCESS
        || rows->nelts != n)
        die(parent, "not all reports were found");
    for (int i = 0; i < n; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(rows, i, const ds_figures_row *);
        ds_sum_source *source = apr_palloc(pool, sizeof *source);

        *source = (ds_sum_source) { row->organ, row->organ_name,
                                    ds_formats_find(b->formats, row->format), row->figures };
        if (ds_consolidation_add(sum, source) != APR_SUCCESS)
            die(parent, "a line could not be read");
    }
    report = ds_consolidation_report(sum, pool);
    for (int i = 0; i < b->format->n_cells; i++)
        if (report->cells[i].state != DS_CELL_NUMBER)
            die(parent, "a cell has no sum");
}

/* The usual figures of every report of the year. */
static void choose(const bench *b, const char *parent, int n, apr_pool_t *pool)
{
    ds_consolidation *reader = ds_consolidation_create(b->format, pool);
    apr_array_header_t *rows, *selected = ds_select_usual(b->format, pool);

    if (ds_store_figures_of_year(b->store, &rows, YEAR, pool) != APR_SUCCESS || rows->nelts != n)
        die("year", "not all reports were found");
    for (int i = 0; i < n; i++) {
        const ds_figures_row *row = APR_ARRAY_IDX(rows, i, const ds_figures_row *);
        const ds_sum_source source = { row->organ, row->organ_name,
                                       ds_formats_find(b->formats, row->format), row->figures };
        const ds_share *shares = ds_consolidation_look(reader, &source);

        for (int k = 0; k < selected->nelts; k++)
            if (!shares || ds_selected_share(APR_ARRAY_IDX(selected, k, const ds_selected *),
                                             shares).kind != DS_SHARE_NUMBER)
                die("year", "a figure is missing");
    }
}

static const struct {
    const char *name, *parent;
    int n;
    void (*run)(const bench *b, const char *parent, int n, apr_pool_t *pool);
} tasks[] = {
    { "consolidation", "few", FEW, sum_up },
    { "consolidation", "many", MANY, sum_up },
    { "one table", "", FEW + MANY, choose },
};

static void measure(const bench *b, size_t task, apr_pool_t *pool)
{
    apr_time_t start, spent;
    apr_pool_t *iterpool;
    long turns = 0;

    apr_pool_create(&iterpool, pool);
    tasks[task].run(b, tasks[task].parent, tasks[task].n, iterpool);
    start = apr_time_now();
    do {
        apr_pool_clear(iterpool);
        tasks[task].run(b, tasks[task].parent, tasks[task].n, iterpool);
        turns++;
        spent = apr_time_now() - start;
    } while (spent < MEASURE_USEC);
    apr_pool_destroy(iterpool);
    printf("%s\t%d\t%.0f\n", tasks[task].name, tasks[task].n, (double) spent / (double) turns);
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool;
    bench b = { 0 };
    ds_formats *formats;
    ds_chain *chain;
    ds_dbd *dbd;
    const char *error = NULL;

    if (argc != 3)
        die("usage", "sums DATA DATABASE");
    apr_initialize();
    atexit(apr_terminate);
    apr_pool_create(&pool, NULL);
#define DATA(name) apr_pstrcat(pool, argv[1], name, NULL)
    error = ds_formats_load(&formats, DATA("/formats"), DATA("/schema/format.rng"), pool, pool);
    if (!error)
        error = ds_chain_load(&chain, DATA("/chains/three-steps.xml"), DATA("/schema/chain.rng"),
                              pool, pool);
    if (error)
        die(argv[1], error);
    b.formats = formats;
    b.format = ds_formats_of_year(formats, YEAR);
    if (ds_dbd_open(&dbd, "sqlite3", argv[2], &error, pool) != APR_SUCCESS
        || ds_dbd_migrate(dbd, &error, pool) != APR_SUCCESS)
        die(argv[2], error);
    run(dbd, "BEGIN");
    fill(dbd, &b, "few", FEW, pool);
    fill(dbd, &b, "many", MANY, pool);
    run(dbd, "COMMIT");
    const ds_store_settings settings = { .formats = formats, .chain = chain,
                                         .digest = ds_digest_find("sm3") };
    if (ds_store_open(&b.store, dbd, &settings, pool) != APR_SUCCESS)
        die(argv[2], "the store cannot be opened");
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        measure(&b, i, pool);
    return EXIT_SUCCESS;
}
