/* What the tests of page/ share: the formats of the tree, a site, an organ, a
 * filled report, and looking for text in what was written. */
#ifndef DS_TESTS_PAGE_FIXTURE_H
#define DS_TESTS_PAGE_FIXTURE_H

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/public.h"
#include "unit.h"

#define SCHEMA "conf/schema/format.rng"

/* What an attacker would like to see unescaped, and what must come of it. */
#define HOSTILE "<script>\"'&</p>"
#define HOSTILE_TEXT "&lt;script&gt;\"'&amp;&lt;/p&gt;"
#define HOSTILE_ATTR "&lt;script>&quot;'&amp;&lt;/p>"

static __attribute__((unused)) const ds_format *load_format(const char *path)
{
    ds_format *format = NULL;
    const char *error = ds_format_load(&format, path, SCHEMA, pool, pool);

    ck_assert_msg(error == NULL, "%s", error);
    return format;
}

static __attribute__((unused)) ds_site *make_site(void)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, "conf/formats", SCHEMA, pool, pool);
    ds_site *site = apr_pcalloc(pool, sizeof(*site));

    ck_assert_msg(error == NULL, "%s", error);
    site->base = "/disclosure";
    site->base_url = "https://www.example.gov.cn";
    site->site_name = "某区人民政府";
    site->site_domain = "www.example.gov.cn";
    site->site_id_code = "3700000001";
    site->column_name = "政府信息公开年报";
    site->column_description = "各机关历年的年度报告。";
    site->column_keywords = "政府信息公开,年报";
    site->assets = "/disclosure/assets/1a2b3c4d";
    site->formats = formats;
    return site;
}

static __attribute__((unused)) ds_organ *make_organ(const char *key, const char *name)
{
    ds_organ *organ = apr_pcalloc(pool, sizeof(*organ));

    organ->key = key;
    organ->kind = DS_ORGAN_TOWN;
    organ->names = apr_array_make(pool, 1, sizeof(ds_dated_name));
    organ->predecessors = apr_array_make(pool, 1, sizeof(const char *));
    organ->successors = apr_array_make(pool, 1, sizeof(const char *));
    if (name != NULL) {
        *(ds_dated_name *)apr_array_push(organ->names) =
            (ds_dated_name){ .kind = "full", .text = name };
    }
    return organ;
}

/* A report of the format with a zero in every cell. */
static __attribute__((unused)) ds_report *make_report(const ds_format *format, int year)
{
    ds_report *report = ds_report_create(format, pool);

    report->organ = "north";
    report->year = year;
    for (int cell = 0; cell < format->n_cells; cell++) {
        ds_report_set_number(report, cell, 0);
    }
    return report;
}

static __attribute__((unused)) void set_count(ds_report *report, const char *address, int count)
{
    int cell = ds_format_cell(report->format, address);

    ck_assert_msg(cell >= 0, "no cell %s", address);
    ds_report_set_number(report, cell, count * DS_DECIMAL_ONE);
}

static __attribute__((unused)) ds_publication *make_publication(const ds_report *report, int n,
                                                                int current)
{
    ds_publication *p = apr_pcalloc(pool, sizeof(*p));

    p->report = report;
    p->organ = make_organ("north", "某区北街街道办事处");
    p->n = n;
    p->current = current;
    p->published_on = "2021-01-29";
    p->published_at = ds_date_start("2021-01-29") + 9 * 3600 + 41 * 60;
    p->digest_algorithm = "sm3";
    p->digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0";
    return p;
}

static __attribute__((unused)) const char *bytes_of(ds_markup *m)
{
    apr_size_t len;

    return ds_markup_bytes(m, &len);
}

static __attribute__((unused)) int count_of(const char *text, const char *part)
{
    int n = 0;

    while ((text = strstr(text, part)) != NULL) {
        text += strlen(part);
        n++;
    }
    return n;
}

#define assert_has(text, part) \
    ck_assert_msg(strstr((text), (part)) != NULL, "missing: %s", (part))
#define assert_lacks(text, part) \
    ck_assert_msg(strstr((text), (part)) == NULL, "should not be there: %s", (part))

#endif
