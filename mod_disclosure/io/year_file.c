#include "io/year_file.h"

#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/markup.h"
#include "io/csv.h"
#include "io/json.h"

static ds_report *read_item(const ds_year_item *item, const ds_formats *formats, apr_pool_t *pool)
{
    ds_report *report = NULL;
    apr_status_t status = ds_canonical_read(&report, ds_findings_create(pool), item->bytes,
                                            item->len, formats, pool, pool);

    return status == APR_SUCCESS ? report : NULL;
}

static const char *nothing(apr_size_t *len, apr_pool_t *pool)
{
    *len = 0;
    return "";
}

/* ---- CSV ---- */

static const char *csv_head(int year, apr_size_t *len, apr_pool_t *pool)
{
    return ds_csv_bytes(ds_csv_create(pool), len);
}

static const char *csv_item(const ds_year_item *item, const ds_formats *formats, apr_size_t *len,
                            apr_pool_t *pool)
{
    ds_csv *csv = ds_csv_create(pool);
    ds_report *report = read_item(item, formats, pool);
    const ds_imprint imprint = { .version = item->version, .algorithm = item->digest_algorithm,
                                 .digest = item->digest };
    apr_size_t head;
    const char *bytes;

    if (report == NULL) {
        return NULL;
    }
    ds_csv_bytes(csv, &head);
    ds_csv_published(csv, report, &imprint);
    bytes = ds_csv_bytes(csv, len);
    *len -= head;
    return bytes + head;
}

/* ---- JSON ---- */

static const char *json_head(int year, apr_size_t *len, apr_pool_t *pool)
{
    const char *head = apr_psprintf(pool, "{\"year\":%d,\"reports\":[\n", year);

    *len = strlen(head);
    return head;
}

static const char *json_tail(apr_size_t *len, apr_pool_t *pool)
{
    *len = strlen("\n]}\n");
    return "\n]}\n";
}

static const char *json_item(const ds_year_item *item, const ds_formats *formats, apr_size_t *len,
                             apr_pool_t *pool)
{
    ds_report *report = read_item(item, formats, pool);
    const char *text;
    json_t *value;

    if (report == NULL) {
        return NULL;
    }
    value = json_pack("{s:i, s:s, s:{s:s, s:s}, s:o}", "version", item->version, "published_on",
                      item->published_on, "digest", "algorithm", item->digest_algorithm, "value",
                      item->digest, "report", ds_json_report(report));
    if (value == NULL) {
        return NULL;
    }
    text = ds_json_text(value, pool);
    *len = strlen(text);
    return text;
}

/* ---- XML ---- */

static const char *xml_head(int year, apr_size_t *len, apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);

    ds_markup_declaration(m);
    ds_markup_start(m, "year");
    ds_markup_attr(m, "xmlns", DS_YEAR_NAMESPACE);
    ds_markup_attr_int(m, "year", year);
    ds_markup_text(m, "\n");
    return ds_markup_bytes(m, len);
}

static const char *xml_tail(apr_size_t *len, apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);

    ds_markup_end(m, "year");
    ds_markup_text(m, "\n");
    return ds_markup_bytes(m, len);
}

static const char *xml_item(const ds_year_item *item, const ds_formats *formats, apr_size_t *len,
                            apr_pool_t *pool)
{
    ds_markup *m = ds_markup_create(pool);

    ds_markup_start(m, "publication");
    ds_markup_attr_int(m, "version", item->version);
    ds_markup_attr(m, "date", item->published_on);
    ds_markup_attr(m, "algorithm", item->digest_algorithm);
    ds_markup_attr(m, "digest", item->digest);
    ds_markup_raw(m, item->bytes, item->len);
    ds_markup_end(m, "publication");
    ds_markup_text(m, "\n");
    return ds_markup_bytes(m, len);
}

static const ds_year_form forms[] = {
    { "csv", "text/csv; charset=utf-8", csv_head, "", nothing, csv_item },
    { "json", "application/json; charset=utf-8", json_head, ",\n", json_tail, json_item },
    { "xml", "application/xml; charset=utf-8", xml_head, "", xml_tail, xml_item },
};

const ds_year_form *ds_year_form_find(const char *name)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (strcmp(forms[i].name, name) == 0) {
            return &forms[i];
        }
    }
    return NULL;
}
