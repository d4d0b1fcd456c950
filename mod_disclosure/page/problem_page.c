/* Pages for what cannot be shown: what is the matter, and where to go on. */
#include "page/public.h"

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

void ds_public_problem(ds_page *page, const ds_site *site, int status, const char *reason,
                       apr_pool_t *pool)
{
    const problem *p = find_problem(status);
    const ds_crumb crumb = { NULL, p->title };
    const ds_meta meta = { .title = p->title };
    ds_markup *m = page->body;

    ds_meta_write(page, site, &meta, pool);
    ds_piece_breadcrumb(page->breadcrumb, site, &crumb, 1, pool);
    ds_piece_open(m, "div", "ds-page ds-problem");
    ds_markup_element_class(m, "h1", "ds-head", p->title);
    ds_markup_element(m, "p", p->sentence);
    if (reason != NULL) {
        ds_piece_open(m, "p", "ds-notice");
        ds_markup_text(m, "说明：");
        ds_piece_lines(m, reason, pool);
        ds_markup_end(m, "p");
    }
    ds_markup_element(m, "p", p->next);
    ds_markup_start(m, "p");
    ds_piece_link(m, apr_pstrcat(pool, site->base, "/", NULL), "ds-go",
                  apr_pstrcat(pool, "返回", site->column_name, NULL));
    ds_markup_end(m, "p");
    ds_markup_end(m, "div");
}
