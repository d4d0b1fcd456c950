#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"
#include "store/store_private.h"

#define MAX_NAME 200
#define MAX_POSITION 999999

static int is_clean(const char *text, apr_size_t max, apr_pool_t *pool)
{
    const char *tidy;
    return ds_store__text(&tidy, text, max, pool);
}

static int dates_are_right(const char *from, const char *until)
{
    return (!from || ds_date_is_valid(from)) && (!until || ds_date_is_valid(until))
        && !(from && until && strcmp(from, until) >= 0);
}

static void check_dates(const char *what, const char *from, const char *until,
                        const char *key, ds_findings *findings)
{
    if (!dates_are_right(from, until))
        ds_store__refuse(findings, DS_EINVALID, "R.date", key,
                         "%s的起止日期应写成 2021-01-29 的样子，而且起始日期要早于终止日期。", what);
}

static int is_name_kind(const char *kind)
{
    static const char *const kinds[] = { "full", "short", "former", "uscc" };
    for (size_t i = 0; kind && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (!strcmp(kind, kinds[i]))
            return 1;
    return 0;
}

/* Whether two of the same kind hold on the same day; former names may. */
static int overlap(const ds_dated_name *a, const ds_dated_name *b)
{
    return !strcmp(a->kind, b->kind) && strcmp(a->kind, "former")
        && !(a->until && b->from && strcmp(a->until, b->from) <= 0)
        && !(b->until && a->from && strcmp(b->until, a->from) <= 0);
}

static void check_name(const ds_organ *organ, int index, ds_findings *findings, apr_pool_t *pool)
{
    const ds_dated_name *name = &APR_ARRAY_IDX(organ->names, index, const ds_dated_name);
    const char *text;
    if (!is_name_kind(name->kind) || !ds_store__text(&text, name->text, MAX_NAME, pool) || !text) {
        ds_store__refuse(findings, DS_EINVALID, "R.name", organ->key,
                         "第 %d 个名称的种类或文字不对：种类只有 full、short、former、uscc，文字不能空，"
                         "也不能超过 %d 个字。", index + 1, MAX_NAME);
        return;
    }
    if (!strcmp(name->kind, "uscc") && !ds_organ_code_is_valid(name->text))
        ds_store__refuse(findings, DS_EINVALID, "R.code", organ->key,
                         "统一社会信用代码“%s”不对：应为 18 位，最后一位是校验码，请对照证书核对。",
                         text);
    check_dates("名称或代码", name->from, name->until, organ->key, findings);
    for (int i = 0; i < index; i++) {
        const ds_dated_name *other = &APR_ARRAY_IDX(organ->names, i, const ds_dated_name);
        if (is_name_kind(other->kind) && overlap(name, other))
            ds_store__refuse(findings, DS_EINVALID, "R.name", organ->key,
                             "“%s”与“%s”在同一时间都是该机关的同一种名称或代码，请写明起止日期。",
                             other->text, text);
    }
}

static int has_full_name(const ds_organ *organ)
{
    for (int i = 0; organ->names && i < organ->names->nelts; i++) {
        const ds_dated_name *name = &APR_ARRAY_IDX(organ->names, i, const ds_dated_name);
        if (name->kind && !strcmp(name->kind, "full"))
            return 1;
    }
    return 0;
}

/* An address that may stand in a link: of the web, or on this site. */
static int is_link(const char *url)
{
    return !url || !strncmp(url, "https://", 8) || !strncmp(url, "http://", 7)
        || (url[0] == '/' && url[1] != '/');
}

static void check_contact(const ds_organ *organ, ds_findings *findings, apr_pool_t *pool)
{
    const char *const texts[] = { organ->address, organ->postcode, organ->telephone, organ->fax,
                                  organ->email, organ->hours, organ->guide_url, organ->rules_url,
                                  organ->request_url };
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!is_clean(texts[i], DS_STORE_MAX_LINE, pool)) {
            ds_store__refuse(findings, DS_EINVALID, "R.contact", organ->key,
                             "联系信息中有不能保存的字符，或者超过了 %d 个字。", DS_STORE_MAX_LINE);
            break;
        }
    if (!is_link(organ->guide_url) || !is_link(organ->rules_url) || !is_link(organ->request_url))
        ds_store__refuse(findings, DS_EINVALID, "R.contact", organ->key,
                         "公开指南、公开制度、依申请公开的网址应以 https://、http:// 或 / 开头。");
}

void ds_organ__check(const ds_organ *organ, ds_findings *findings, apr_pool_t *scratch_pool)
{
    if (!organ->key || !ds_organ_key_is_valid(organ->key)) {
        ds_store__refuse(findings, DS_EINVALID, "R.key", "organ",
                         "机关的键应为 2 至 40 个小写字母、数字或连字符，以字母开头，且不是网址中的保留字。");
        return;
    }
    if ((unsigned int)organ->kind > DS_ORGAN_OTHER)
        ds_store__refuse(findings, DS_EINVALID, "R.name", organ->key, "机关的类别不对。");
    if (!has_full_name(organ))
        ds_store__refuse(findings, DS_EINVALID, "R.name", organ->key, "请填写机关的全称。");
    if (organ->position < 0 || organ->position > MAX_POSITION)
        ds_store__refuse(findings, DS_EINVALID, "R.parent", organ->key,
                         "排列次序应在 0 至 %d 之间。", MAX_POSITION);
    check_dates("机关", organ->from, organ->until, organ->key, findings);
    for (int i = 0; organ->names && i < organ->names->nelts; i++)
        check_name(organ, i, findings, scratch_pool);
    check_contact(organ, findings, scratch_pool);
}

apr_status_t ds_organ__of_report(ds_store *store, ds_organ **out, const char *key, int year,
                                 apr_int64_t now, ds_findings *findings, apr_pool_t *pool)
{
    int this_year = atoi(ds_date_of(pool, now));
    apr_status_t status = APR_SUCCESS;
    *out = NULL;
    if (key)
        status = ds_organ__find(store, out, key, pool);
    if (status != APR_SUCCESS)
        return status;
    if (!*out)
        return ds_store__refuse(findings, DS_ENOTFOUND, "W.organ", "organ",
                                "没有登记这个机关，请先由管理员登记，或核对机关的键。");
    if (year < DS_YEAR_MIN || year > DS_YEAR_MAX || year > this_year)
        return ds_store__refuse(findings, DS_EINVALID, "W.year", key,
                                "报告年度应在 %d 年至 %d 年之间。", DS_YEAR_MIN,
                                this_year < DS_YEAR_MAX ? this_year : DS_YEAR_MAX);
    if ((*out)->until && atoi((*out)->until) < year)
        return ds_store__refuse(findings, DS_EINVALID, "W.organ", key,
                                "该机关已于 %s 撤销，不再编制 %d 年的报告；请由承接其职能的机关编制。",
                                (*out)->until, year);
    if ((*out)->from && atoi((*out)->from) > year)
        return ds_store__refuse(findings, DS_EINVALID, "W.organ", key,
                                "该机关 %s 才设立，没有 %d 年的报告。", (*out)->from, year);
    return APR_SUCCESS;
}

/* A report is written in the year after; one that is typed in much later bears
 * the name the organ had then. */
const char *ds_organ__name(const ds_organ *organ, int year, const char *date, apr_pool_t *pool)
{
    const char *last = apr_psprintf(pool, "%04d-12-31", year + 1);
    const char *name = ds_organ_name_on(organ, "full", strcmp(date, last) < 0 ? date : last);
    if (!name)
        name = ds_organ_name_on(organ, "full", date);
    for (int i = 0; !name && i < organ->names->nelts; i++) {
        const ds_dated_name *any = &APR_ARRAY_IDX(organ->names, i, const ds_dated_name);
        if (!strcmp(any->kind, "full"))
            name = any->text;
    }
    return name ? name : organ->key;
}
