/* Organs in the store. */
#include "store_fixture.h"

static apr_status_t put(const fixture *f, const ds_actor *actor, const ds_organ *organ,
                        const char **rule)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_status_t status = ds_store_put_organ(f->store, actor, organ, NOW, findings);
    *rule = fixture_rule(findings);
    return status;
}

static const char *keys_in_order(const fixture *f)
{
    apr_array_header_t *organs;
    const char *text = "";
    ck_assert_int_eq(ds_store_organs(f->store, &organs, pool), APR_SUCCESS);
    for (int i = 0; i < organs->nelts; i++)
        text = apr_pstrcat(pool, text, *text ? " " : "",
                           APR_ARRAY_IDX(organs, i, ds_organ *)->key, NULL);
    return text;
}

START_TEST(keeps_all_that_is_known_of_an_organ)
{
    fixture *f = fixture_open();
    ds_organ *organ = fixture_organ("qidu", "linzi", "齐都镇人民政府"), *found;
    organ->position = 7;
    organ->from = "1999-01-01";
    organ->telephone = "0533-7830000";
    organ->guide_url = "https://portal.example/guide";
    APR_ARRAY_PUSH(organ->names, ds_dated_name) =
        (ds_dated_name) { "uscc", "11370303004217709K", "2016-01-01", NULL };
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    APR_ARRAY_PUSH(organ->predecessors, const char *) = "wenshi";
    fixture_put(f, organ);

    ck_assert_int_eq(ds_store_organ(f->store, &found, "qidu", pool), APR_SUCCESS);
    ck_assert_int_eq(found->kind, DS_ORGAN_TOWN);
    ck_assert_str_eq(found->parent, "linzi");
    ck_assert_int_eq(found->position, 7);
    ck_assert_str_eq(found->from, "1999-01-01");
    ck_assert_ptr_null(found->until);
    ck_assert_str_eq(found->telephone, "0533-7830000");
    ck_assert_ptr_null(found->email);
    ck_assert_int_eq(found->names->nelts, 2);
    ck_assert_str_eq(ds_organ_name_on(found, "full", "2026-01-01"), "齐都镇人民政府");
    ck_assert_ptr_null(ds_organ_name_on(found, "uscc", "2015-12-31"));
    ck_assert_str_eq(APR_ARRAY_IDX(found->predecessors, 0, const char *), "wenshi");
    ck_assert_int_eq(ds_store_organ(f->store, &found, "wenshi", pool), APR_SUCCESS);
    ck_assert_str_eq(APR_ARRAY_IDX(found->successors, 0, const char *), "qidu");
    ck_assert_int_eq(ds_store_organ(f->store, &found, "nowhere", pool), DS_ENOTFOUND);
}
END_TEST

START_TEST(links_that_are_not_stated_stay)
{
    fixture *f = fixture_open();
    ds_organ *organ = fixture_organ("qidu", "linzi", "齐都镇人民政府"), *found;
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    APR_ARRAY_PUSH(organ->predecessors, const char *) = "wenshi";
    fixture_put(f, organ);
    organ->predecessors = NULL;
    organ->telephone = "1";
    fixture_put(f, organ);
    ck_assert_int_eq(ds_store_organ(f->store, &found, "qidu", pool), APR_SUCCESS);
    ck_assert_int_eq(found->predecessors->nelts, 1);
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    fixture_put(f, organ);
    ck_assert_int_eq(ds_store_organ(f->store, &found, "qidu", pool), APR_SUCCESS);
    ck_assert_int_eq(found->predecessors->nelts, 0);
}
END_TEST

START_TEST(lists_superiors_first_and_siblings_by_position_then_key)
{
    fixture *f = fixture_open();
    ds_organ *organ = fixture_organ("aa", "linzi", "甲局");
    ck_assert_str_eq(keys_in_order(f), "linzi jixia wenshi");
    fixture_put(f, fixture_organ("jixia-a", "jixia", "稷下一站"));
    fixture_put(f, fixture_organ("jixia-b", "linzi", "稷下二局"));
    organ->position = 2;
    fixture_put(f, organ);
    ck_assert_str_eq(keys_in_order(f), "linzi jixia jixia-a jixia-b wenshi aa");

    /* A moved organ takes all below it along. */
    organ = fixture_organ("jixia", "wenshi", "稷下街道办事处");
    fixture_put(f, organ);
    ck_assert_str_eq(keys_in_order(f), "linzi jixia-b wenshi jixia jixia-a aa");
    apr_array_header_t *path;
    ck_assert_int_eq(ds_store_organ_path(f->store, &path, "jixia-a", pool), APR_SUCCESS);
    ck_assert_int_eq(path->nelts, 4);
    ck_assert_str_eq(APR_ARRAY_IDX(path, 1, const char *), "jixia");
    ck_assert_str_eq(APR_ARRAY_IDX(path, 3, const char *), "linzi");
    ck_assert_int_eq(ds_store_organ_path(f->store, &path, "nowhere", pool), DS_ENOTFOUND);
}
END_TEST

/* Each fault by itself; the rest of the organ is right. */
START_TEST(refuses_what_is_not_right)
{
    static const struct {
        const char *rule, *key, *parent, *name_kind, *name, *from, *until, *url, *telephone;
    } cases[] = {
        { "R.key", "9lives", "linzi", "full", "名", NULL, NULL, NULL, NULL },
        { "R.key", "api", "linzi", "full", "名", NULL, NULL, NULL, NULL },
        { "R.parent", "new", "nowhere", "full", "名", NULL, NULL, NULL, NULL },
        { "R.name", "new", "linzi", "short", "名", NULL, NULL, NULL, NULL },
        { "R.name", "new", "linzi", "full", "", NULL, NULL, NULL, NULL },
        { "R.name", "new", "linzi", "full", "坏\xff", NULL, NULL, NULL, NULL },
        { "R.name", "new", "linzi", "nick", "名", NULL, NULL, NULL, NULL },
        { "R.date", "new", "linzi", "full", "名", "2021-02-30", NULL, NULL, NULL },
        { "R.date", "new", "linzi", "full", "名", "2021-02-03", "2021-02-03", NULL, NULL },
        { "R.contact", "new", "linzi", "full", "名", NULL, NULL, "javascript:alert(1)", NULL },
        { "R.contact", "new", "linzi", "full", "名", NULL, NULL, "//evil.example/", NULL },
        { "R.contact", "new", "linzi", "full", "名", NULL, NULL, NULL, "a\x01" "b" },
    };
    fixture *f = fixture_open();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *rule;
        ds_organ *organ = fixture_organ(cases[i].key, cases[i].parent, cases[i].name);
        APR_ARRAY_IDX(organ->names, 0, ds_dated_name).kind = cases[i].name_kind;
        organ->from = cases[i].from;
        organ->until = cases[i].until;
        organ->guide_url = cases[i].url;
        organ->telephone = cases[i].telephone;
        ck_assert_msg(put(f, f->admin, organ, &rule) == DS_EINVALID, "case %d", (int)i);
        ck_assert_msg(!strcmp(rule, cases[i].rule), "case %d: %s", (int)i, rule);
    }
    ck_assert_str_eq(keys_in_order(f), "linzi jixia wenshi");
}
END_TEST

START_TEST(refuses_a_wrong_code_and_names_at_the_same_time)
{
    fixture *f = fixture_open();
    const char *rule;
    ds_organ *organ = fixture_organ("qidu", "linzi", "齐都镇人民政府");
    ds_dated_name *name = apr_array_push(organ->names);
    *name = (ds_dated_name) { "uscc", "113703030042177090", NULL, NULL };
    ck_assert_int_eq(put(f, f->admin, organ, &rule), DS_EINVALID);
    ck_assert_str_eq(rule, "R.code");
    *name = (ds_dated_name) { "full", "齐都镇", "2020-01-01", NULL };
    ck_assert_int_eq(put(f, f->admin, organ, &rule), DS_EINVALID);
    ck_assert_str_eq(rule, "R.name");
    APR_ARRAY_IDX(organ->names, 0, ds_dated_name).until = "2020-01-01";
    ck_assert_int_eq(put(f, f->admin, organ, &rule), APR_SUCCESS);
}
END_TEST

START_TEST(refuses_circles)
{
    fixture *f = fixture_open();
    const char *rule;
    fixture_put(f, fixture_organ("qidu", "jixia", "齐都镇人民政府"));
    ck_assert_int_eq(put(f, f->admin, fixture_organ("jixia", "jixia", "稷"), &rule), DS_EINVALID);
    ck_assert_str_eq(rule, "R.parent");
    ck_assert_int_eq(put(f, f->admin, fixture_organ("jixia", "qidu", "稷"), &rule), DS_EINVALID);
    ck_assert_str_eq(rule, "R.parent");
    ck_assert_str_eq(keys_in_order(f), "linzi jixia qidu wenshi");
}
END_TEST

START_TEST(lets_nobody_take_what_he_does_not_administer)
{
    fixture *f = fixture_open();
    const char *rule;
    ds_actor *street = fixture_actor("street", "wenshi", DS_ROLE_ADMIN);
    ck_assert_int_eq(put(f, street, fixture_organ("jixia", "wenshi", "稷"), &rule),
                     DS_EFORBIDDEN);
    ck_assert_str_eq(rule, "W.role");
    ck_assert_int_eq(put(f, street, fixture_organ("jixia", "linzi", "稷"), &rule), DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, street, fixture_organ("new", "linzi", "新"), &rule), DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, street, fixture_organ("root", NULL, "新"), &rule), DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, f->editor, fixture_organ("new", "linzi", "新"), &rule),
                     DS_EFORBIDDEN);
    ck_assert_int_eq(put(f, street, fixture_organ("new", "wenshi", "新"), &rule), APR_SUCCESS);
}
END_TEST

START_TEST(records_each_change_once_and_none_where_nothing_changed)
{
    fixture *f = fixture_open();
    apr_int64_t before, after;
    apr_array_header_t *records;
    ds_organ *organ = fixture_organ("jixia", "linzi", "稷下街道办事处");
    ck_assert_int_eq(ds_store_audit_head(f->store, &before), APR_SUCCESS);
    fixture_put(f, organ);
    ck_assert_int_eq(ds_store_audit_head(f->store, &after), APR_SUCCESS);
    ck_assert_int_eq(after, before);
    organ->telephone = "0533-1";
    fixture_put(f, organ);
    ck_assert_int_eq(ds_store_audit(f->store, &records, before, 10, pool), APR_SUCCESS);
    ck_assert_int_eq(records->nelts, 1);
    const ds_audit_record *r = APR_ARRAY_IDX(records, 0, const ds_audit_record *);
    ck_assert_str_eq(r->action, "put-organ");
    ck_assert_str_eq(r->organ, "jixia");
    ck_assert_str_eq(r->detail, "changed telephone");
    ck_assert_str_eq(r->account, "admin");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, keeps_all_that_is_known_of_an_organ);
    tcase_add_test(cases, links_that_are_not_stated_stay);
    tcase_add_test(cases, lists_superiors_first_and_siblings_by_position_then_key);
    tcase_add_test(cases, refuses_what_is_not_right);
    tcase_add_test(cases, refuses_a_wrong_code_and_names_at_the_same_time);
    tcase_add_test(cases, refuses_circles);
    tcase_add_test(cases, lets_nobody_take_what_he_does_not_administer);
    tcase_add_test(cases, records_each_change_once_and_none_where_nothing_changed);
}

UNIT_MAIN("store/organs", add_all)
