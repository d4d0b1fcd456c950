#include "io_sample.h"

#include "core/canonical.h"
#include "io/json.h"

#define ROUNDS 200

static ds_report *pass(const ds_report *report, ds_write_fn *write, ds_read_fn *read,
                       const ds_read_context *context)
{
    apr_size_t len;
    const char *bytes = write(report, &len, pool);
    ds_findings *findings = ds_findings_create(pool);
    ds_report *result = NULL;
    apr_status_t status = read(&result, findings, bytes, len, context, pool, pool);
    ck_assert_msg(status == APR_SUCCESS && ds_findings_count(findings) == 0, "%s\n%s",
                  sample_findings(findings), bytes);
    return result;
}

static void assert_same(const ds_report *a, const ds_report *b, ds_write_fn *write)
{
    apr_size_t a_len, b_len;
    const char *a_bytes = write(a, &a_len, pool);
    const char *b_bytes = write(b, &b_len, pool);
    ck_assert_uint_eq(a_len, b_len);
    ck_assert_str_eq(a_bytes, b_bytes);
}

/* Random reports of each format, through JSON, XML and JSON again. */
START_TEST(loses_nothing)
{
    ds_read_context context = sample_context();
    apr_pool_t *outer = pool;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, outer);
    for (int i = 0; i < ROUNDS; i++) {
        apr_pool_clear(iterpool);
        pool = iterpool;
        const ds_format *format = ds_formats_at(context.formats,
                                                i % ds_formats_count(context.formats));
        ds_report *first = sample_report(format, (apr_uint64_t)i);
        ds_report *second = pass(first, ds_json_write, ds_json_read, &context);
        ds_report *third = pass(second, ds_xml_write, ds_xml_read, &context);
        ds_report *fourth = pass(third, ds_json_write, ds_json_read, &context);
        assert_same(first, fourth, ds_json_write);
        assert_same(first, fourth, ds_xml_write);
        assert_same(first, third, ds_xml_write);
    }
    pool = outer;
}
END_TEST

/* The generator makes each thing a report may have, or the test above would
 * pass for nothing. */
START_TEST(covers_everything)
{
    ds_read_context context = sample_context();
    int seen[3] = { 0, 0, 0 }, notes = 0, units = 0, figures = 0, table_notes = 0, signatures = 0;
    for (int i = 0; i < ROUNDS; i++) {
        ds_report *report = sample_report(ds_formats_at(context.formats, i % 2), (apr_uint64_t)i);
        for (int cell = 0; cell < report->format->n_cells; cell++) {
            seen[report->cells[cell].state]++;
            notes += report->cells[cell].note != NULL;
            units += report->cells[cell].unit != NULL;
        }
        for (int prose = 0; prose < report->format->n_prose; prose++) {
            for (int j = 0; j < report->prose[prose]->nelts; j++) {
                figures += APR_ARRAY_IDX(report->prose[prose], j, ds_block).text == NULL;
            }
        }
        for (int table = 0; table < report->format->n_tables; table++) {
            table_notes += report->notes[table]->nelts;
        }
        signatures += report->signature_date != NULL && report->signature_name == NULL;
    }
    ck_assert_int_gt(seen[DS_CELL_BLANK], 100);
    ck_assert_int_gt(seen[DS_CELL_NA], 100);
    ck_assert_int_gt(seen[DS_CELL_NUMBER], 100);
    ck_assert_int_gt(notes, 100);
    ck_assert_int_gt(units, 20);
    ck_assert_int_gt(figures, 100);
    ck_assert_int_gt(table_notes, 100);
    ck_assert_int_gt(signatures, 10);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, loses_nothing);
    tcase_add_test(cases, covers_everything);
}

UNIT_MAIN("io/round trip", add_all)
