/* Pages for what cannot be shown: what is the matter, and where to go on. */
#include "page/public.h"

#include <stdlib.h>

#include <apr_strings.h>

#include "page/meta.h"
#include "page/piece.h"

typedef struct problem {
    int status;
    const char *title;
    const char *sentence;
    const char *next;      /* what to do about it */
} problem;

/* The last one serves every status that has no line of its own. */
static const problem problems[] = {
    { 400, "请求无法识别", "服务器没有看懂这个请求，地址或者提交的内容可能不完整。",
      "请检查地址是否完整，或者从栏目首页重新进入。" },
    { 401, "请先登录", "这个页面只对登录的工作人员开放。",
      "请用本单位的账号登录；公众可以从栏目首页查看已经发布的报告。" },
    { 403, "不能查看这个页面", "这个页面没有对您开放。",
      "已经发布的报告都可以从栏目首页查看。如果您是工作人员，请联系管理员核对您的权限。" },
    { 404, "没有找到这个页面", "这个地址上没有内容，报告可能还没有发布，地址也可能写错了。",
      "请检查地址中的机关和年度，或者从栏目首页查找。" },
    { 405, "不支持这种操作", "这个页面只供查看，不接受提交。",
      "请从栏目首页重新进入。" },
    { 410, "这份报告已经撤下", "发布单位撤下了这份报告，它不再公开。",
      "请从栏目首页查看其他报告，或者向发布单位询问。" },
    { 413, "提交的内容过大", "提交的内容超过了允许的大小，没有被接收。",
      "请缩小文件，例如降低图片的分辨率，然后重新提交。" },
    { 415, "不支持这种文件", "提交的文件类型不能识别，没有被接收。",
      "请换成可以接收的类型，例如 XML 或者 JSON，然后重新提交。" },
    { 503, "暂时无法查看", "系统正在维护，或者暂时繁忙。",
      "请过几分钟再试。如果长时间不能恢复，请告知网站管理单位。" },
    { 500, "暂时无法查看", "系统出现了错误，这个页面没有生成。",
      "请过几分钟再试。如果仍然如此，请告知网站管理单位。" }
};

static const problem *find_problem(int status)
{
    const problem *p = problems;
    const problem *last = problems + sizeof(problems) / sizeof(problems[0]) - 1;

    while (p < last && p->status != status) {
        p++;
    }
    return p;
}

/* What is said in place of a report inside somebody else's page. */
static const char *fragment_sentence(int status)
{
    switch (status) {
    case 404:
        return "这份年度报告尚未在此发布。";
    case 410:
        return "发布单位撤下了这份年度报告，它不再公开。";
    default:
        return "年度报告暂时不能显示，请过几分钟再来查看。";
    }
}

static const char *column_path(const ds_site *site, apr_pool_t *pool)
{
    return apr_pstrcat(pool, site->base, "/", NULL);
}

static void write_reason(ds_markup *m, const char *reason, apr_pool_t *pool)
{
    if (reason == NULL) {
        return;
    }
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, "说明：");
    ds_piece_lines(m, reason, pool);
    ds_markup_end(m, "p");
}

/* Years that are farther from the one asked for than this are not listed. */
#define NEIGHBOURS 3

static void write_entry(ds_markup *m, const ds_site *site, const ds_index_entry *entry,
                        apr_pool_t *pool)
{
    ds_markup_start(m, "li");
    ds_piece_link(m, ds_piece_report_path(site, entry->organ, entry->year, 0, "", pool), NULL,
                  entry->title);
    ds_markup_end(m, "li");
}

static void write_neighbours(ds_markup *m, const ds_site *site, const ds_nearby *nearby,
                             apr_pool_t *pool)
{
    int any = 0;

    for (int i = 0; i < nearby->entries->nelts; i++) {
        const ds_index_entry *entry = &APR_ARRAY_IDX(nearby->entries, i, ds_index_entry);

        if (entry->year == nearby->year
            || (nearby->year > 0 && abs(entry->year - nearby->year) > NEIGHBOURS)) {
            continue;
        }
        if (!any++) {
            ds_markup_element(m, "p", "该机关在此发布的相近年度的报告：");
            ds_piece_open(m, "ul", "ds-list ds-one");
        }
        write_entry(m, site, entry, pool);
    }
    if (any) {
        ds_markup_end(m, "ul");
    }
}

static void write_organ(ds_markup *m, const ds_site *site, const ds_nearby *nearby,
                        apr_pool_t *pool)
{
    const char *name = ds_piece_organ_name(nearby->organ, pool);

    if (nearby->entries->nelts == 0) {
        ds_markup_element(m, "p", apr_pstrcat(pool, name, "的年度报告尚未在此发布。", NULL));
    }
    write_neighbours(m, site, nearby, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, ds_piece_organ_path(site, nearby->organ->key, pool), NULL,
                  apr_pstrcat(pool, name, "的全部年度报告和联系方式", NULL));
    ds_markup_end(m, "p");
}

static void write_nearby(ds_markup *m, const ds_site *site, const ds_nearby *nearby,
                         apr_pool_t *pool)
{
    if (nearby != NULL && nearby->organ != NULL) {
        write_organ(m, site, nearby, pool);
    }
    else if (nearby != NULL && nearby->years != NULL) {
        ds_piece_years(m, site, 0, nearby->years, pool);
    }
}

void ds_public_problem(ds_page *page, const ds_site *site, int status, const char *reason,
                       const ds_nearby *nearby, apr_pool_t *pool)
{
    const problem *p = find_problem(status);
    const ds_crumb crumb = { NULL, p->title };
    const ds_meta meta = { .title = p->title };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
    ds_piece_open(m, "div", "ds-page ds-problem");
    ds_piece_view_bar(m);
    ds_markup_element_class(m, "h1", "ds-head", p->title);
    ds_markup_element(m, "p", p->sentence);
    write_reason(m, reason, pool);
    ds_markup_element(m, "p", p->next);
    write_nearby(m, site, nearby, pool);
    ds_markup_start(m, "p");
    ds_piece_link(m, column_path(site, pool), "ds-go",
                  apr_pstrcat(pool, "返回", site->column_name, NULL));
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}

void ds_public_problem_fragment(ds_markup *m, const ds_site *site, int status, const char *reason,
                                apr_pool_t *pool)
{
    ds_piece_open(m, "div", "ds-page ds-problem");
    ds_piece_open(m, "p", "ds-empty");
    ds_markup_text(m, fragment_sentence(status));
    ds_markup_text(m, "已经发布的报告请到");
    ds_piece_link(m, column_path(site, pool), NULL, site->column_name);
    ds_markup_text(m, "栏目查看。");
    ds_markup_end(m, "p");
    write_reason(m, reason, pool);
    ds_markup_end(m, "div");
}
