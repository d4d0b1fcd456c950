/* Lists of findings: ids, bounds, order, reasons, and as text. */
#include <string.h>

#include <apr_strings.h>
#include <libxml/parser.h>

#include "core/finding.h"
#include "core/log.h"
#include "unit.h"

static int n_logged;

static void count_log(void *baton, const char *file, int line, ds_log_level level,
                      apr_status_t status, const char *message)
{
    n_logged++;
}

START_TEST(names_severities)
{
    static const char *const names[] = { "error", "warning", "info", "not_assessable" };
    int i;

    for (i = DS_ERROR; i <= DS_NOT_ASSESSABLE; i++) {
        ck_assert_str_eq(ds_severity_name(i), names[i]);
        ck_assert_int_eq(ds_severity_find(names[i]), i);
    }
    ck_assert_int_eq(ds_severity_find("fatal"), -1);
}
END_TEST

START_TEST(gives_ids)
{
    ds_findings *findings = ds_findings_create(pool);
    char address[] = "requests/new/natural";
    ds_finding *first = ds_findings_add(findings, DS_ERROR, "T3.balance", "requests/natural",
                                        "相差 %d", 1);
    ds_finding *second = ds_findings_add(findings, DS_ERROR, "T3.balance", "requests/natural",
                                         "再次");

    ck_assert_str_eq(first->id, "T3.balance@requests/natural");
    ck_assert_str_eq(first->message, "相差 1");
    ck_assert_str_eq(second->id, "T3.balance@requests/natural#2");
    ck_assert_str_eq(ds_findings_add(findings, DS_INFO, "T3.balance", "requests/natural", "x")->id,
                     "T3.balance@requests/natural#3");
    ck_assert_int_eq(first->cells->nelts, 0);
    ds_finding_add_cell(findings, first, address);
    ds_finding_add_suspect(findings, first, address);
    address[0] = 'X';
    ck_assert_str_eq(APR_ARRAY_IDX(first->cells, 0, const char *), "requests/new/natural");
    ck_assert_str_eq(APR_ARRAY_IDX(first->suspects, 0, const char *), "requests/new/natural");
    ck_assert_ptr_eq(ds_findings_find(findings, second->id), second);
    ck_assert_ptr_null(ds_findings_find(findings, "T3.balance@x"));
    ck_assert_str_eq(ds_findings_add(findings, DS_INFO, "F.xml", "a\x01", "\xFF")->message,
                     "\uFFFD");
}
END_TEST

START_TEST(sorts_by_severity)
{
    static const ds_severity severities[] = { DS_INFO, DS_ERROR, DS_NOT_ASSESSABLE, DS_WARNING,
                                              DS_ERROR, DS_INFO };
    static const char *const sorted[] = { "r@1", "r@4", "r@3", "r@0", "r@5", "r@2" };
    ds_findings *findings = ds_findings_create(pool);
    int i;

    for (i = 0; i < 6; i++) {
        ds_findings_add(findings, severities[i], "r", apr_itoa(pool, i), "m");
    }
    ds_findings_sort(findings);
    for (i = 0; i < 6; i++) {
        ck_assert_str_eq(ds_findings_at(findings, i)->id, sorted[i]);
    }
    ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), 2);
    ck_assert_int_eq(ds_findings_of(findings, DS_WARNING), 1);
}
END_TEST

static ds_findings *overfull(void)
{
    ds_findings *findings = ds_findings_create(pool);
    int i;

    for (i = 0; i < DS_FINDINGS_MAX + 7; i++) {
        ds_finding *finding = ds_findings_add(findings, i % 2 ? DS_WARNING : DS_ERROR, "C.blank",
                                              apr_itoa(pool, i), "第 %d 格", i);

        ds_finding_add_cell(findings, finding, "a/b/c");
        finding->expected = "1";
    }
    return findings;
}

START_TEST(keeps_to_the_bound)
{
    ds_findings *findings = overfull(), *more = ds_findings_create(pool);

    ck_assert_int_eq(ds_findings_count(findings), DS_FINDINGS_MAX);
    ck_assert_int_eq(ds_findings_of(findings, DS_ERROR), 504);
    ck_assert_int_eq(ds_findings_of(findings, DS_WARNING), 503);
    ds_findings_add(more, DS_INFO, "r", "p", "m");
    ds_findings_append(more, findings);
    ck_assert_int_eq(ds_findings_count(more), DS_FINDINGS_MAX);
    ck_assert_int_eq(ds_findings_of(more, DS_ERROR) + ds_findings_of(more, DS_WARNING), 1007);
    ck_assert_int_eq(ds_findings_of(more, DS_INFO), 1);
}
END_TEST

static void assert_same(const ds_findings *a, const ds_findings *b)
{
    int i, j;

    ck_assert_int_eq(ds_findings_count(a), ds_findings_count(b));
    for (i = DS_ERROR; i <= DS_NOT_ASSESSABLE; i++) {
        ck_assert_int_eq(ds_findings_of(a, i), ds_findings_of(b, i));
    }
    for (i = 0; i < ds_findings_count(a); i++) {
        const ds_finding *x = ds_findings_at(a, i), *y = ds_findings_at(b, i);

        ck_assert_str_eq(x->id, y->id);
        ck_assert_str_eq(x->rule, y->rule);
        ck_assert_int_eq(x->severity, y->severity);
        ck_assert_str_eq(x->message, y->message);
        ck_assert_pstr_eq(x->passage, y->passage);
        ck_assert_pstr_eq(x->expected, y->expected);
        ck_assert_pstr_eq(x->actual, y->actual);
        ck_assert_pstr_eq(x->reason, y->reason);
        ck_assert_int_eq(x->cells->nelts, y->cells->nelts);
        ck_assert_int_eq(x->suspects->nelts, y->suspects->nelts);
        for (j = 0; j < x->cells->nelts; j++) {
            ck_assert_str_eq(APR_ARRAY_IDX(x->cells, j, const char *),
                             APR_ARRAY_IDX(y->cells, j, const char *));
        }
        for (j = 0; j < x->suspects->nelts; j++) {
            ck_assert_str_eq(APR_ARRAY_IDX(x->suspects, j, const char *),
                             APR_ARRAY_IDX(y->suspects, j, const char *));
        }
    }
}

static ds_findings *varied(void)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_finding *finding = ds_findings_add(findings, DS_ERROR, "T3.balance", "requests/natural",
                                          "‘自然人’一列 <1> & \"2\"\n换行\t完");

    finding->passage = "  两端 空格 \r\n";
    finding->expected = "1";
    finding->actual = "";
    finding->reason = "说明<&>";
    ds_finding_add_cell(findings, finding, "requests/new/natural");
    ds_finding_add_cell(findings, finding, "requests/carried_in/natural");
    ds_finding_add_suspect(findings, finding, "requests/carried_in/natural");
    ds_findings_add(findings, DS_NOT_ASSESSABLE, "T3.balance", "requests/natural", "%s", "");
    ds_findings_add(findings, DS_INFO, "C.number", "a@b#2", "𠮷");
    return findings;
}

START_TEST(comes_back_from_text)
{
    ds_findings *lists[] = { ds_findings_create(pool), varied(), overfull() };
    size_t i;

    for (i = 0; i < 3; i++) {
        const char *text = ds_findings_write(lists[i], pool);
        ds_findings *read = ds_findings_read(text, pool);

        ck_assert_ptr_nonnull(read);
        assert_same(lists[i], read);
        ck_assert_str_eq(ds_findings_write(read, pool), text);
    }
}
END_TEST

START_TEST(refuses_other_text)
{
    static const char *const cases[] = {
        "", "x", "<findings>", "<findings><finding/></findings>", "<other></other>",
        "<findings><finding id=\"a@b\" rule=\"c\" severity=\"error\" message=\"m\"/></findings>",
        "<findings><finding id=\"c@b\" rule=\"c\" severity=\"bad\" message=\"m\"/></findings>",
        "<findings><cell at=\"x\"/></findings>", "<findings>text</findings>",
        "<findings><more severity=\"error\" count=\"-1\"/></findings>",
        "<!DOCTYPE findings><findings/>",
    };
    size_t i;

    ds_log_set(count_log, NULL);
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        n_logged = 0;
        ck_assert_msg(ds_findings_read(cases[i], pool) == NULL, "%s", cases[i]);
        ck_assert_int_eq(n_logged, 1);
    }
    ds_log_set(NULL, NULL);
}
END_TEST

/* A reason belongs to the fault: another figure is another fault. */
START_TEST(keeps_reasons_of_the_same_fault)
{
    ds_findings *before = ds_findings_create(pool), *now = ds_findings_create(pool);
    static const struct {
        const char *expected, *actual, *kept;
    } cases[] = {
        { "1", "2", "因机构合并" }, { "1", "3", NULL }, { NULL, "2", NULL },
    };
    ds_finding *finding = ds_findings_add(before, DS_WARNING, "X.carry", "requests/new", "m");
    size_t i;

    finding->expected = "1";
    finding->actual = "2";
    finding->reason = "因机构合并";
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        now = ds_findings_create(pool);
        finding = ds_findings_add(now, DS_WARNING, "X.carry", "requests/new", "m");
        finding->expected = cases[i].expected;
        finding->actual = cases[i].actual;
        ds_findings_keep_reasons(now, before);
        ck_assert_pstr_eq(finding->reason, cases[i].kept);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    xmlInitParser();
    tcase_add_test(cases, names_severities);
    tcase_add_test(cases, gives_ids);
    tcase_add_test(cases, sorts_by_severity);
    tcase_add_test(cases, keeps_to_the_bound);
    tcase_add_test(cases, comes_back_from_text);
    tcase_add_test(cases, refuses_other_text);
    tcase_add_test(cases, keeps_reasons_of_the_same_fault);
}

UNIT_MAIN("core/finding", add_all)
