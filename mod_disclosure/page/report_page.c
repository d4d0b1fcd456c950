/* The report as an official document: title, furniture, the sections in
 * official order, signature, digest. */
#include "page/public.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/linked_data.h"
#include "page/meta.h"
#include "page/pictures.h"
#include "page/piece.h"
#include "page/prose.h"
#include "page/table.h"

/* What the pieces of one document share. */
typedef struct document {
    ds_markup *m;
    const ds_site *site;
    const ds_publication *p;
    int level;        /* of the title's heading: 1, or 2 inside somebody else's page */
    apr_pool_t *pool;
} document;

/* The address of this version, or with version 0 of the current one. */
static const char *path_of(const document *d, int version, const char *suffix)
{
    return ds_piece_report_path(d->site, d->p->organ->key, d->p->report->year, version, suffix,
                                d->pool);
}

static const char *own_path(const document *d, const char *suffix)
{
    return path_of(d, ds_publication_is_earlier(d->p) ? d->p->n : 0, suffix);
}

/* The heading element `depth` levels below the title's. */
static const char *heading(const document *d, int depth)
{
    static const char *const names[] = { "h1", "h2", "h3" };

    return names[d->level - 1 + depth];
}

/* A title is best broken beside the organ's name. Where the report was published
 * under another than its own, its own is kept for those who recompute the digest. */
static void write_title(const document *d)
{
    const char *title = ds_publication_title(d->p, d->pool);
    const char *name = ds_publication_organ_name(d->p);
    const char *at = strstr(title, name);
    const char *own = d->p->report->title;

    ds_piece_open(d->m, heading(d, 0), "ds-title");
    ds_markup_attr(d->m, "data-title", own != NULL && strcmp(own, title) != 0 ? own : NULL);
    if (at != NULL) {
        ds_markup_text(d->m, apr_pstrmemdup(d->pool, title, at - title));
        ds_markup_element(d->m, "span", name);
        title = at + strlen(name);
    }
    ds_markup_element(d->m, "span", title);
    ds_markup_end(d->m, heading(d, 0));
}

static void write_earlier_notice(const document *d)
{
    ds_markup *m = d->m;

    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, "这是本报告第");
    ds_markup_text_int(m, d->p->n);
    ds_markup_text(m, "次发布的版本，已被后来的版本替换。请查看");
    ds_piece_link(m, path_of(d, 0, ""), NULL, "现行版本");
    ds_markup_text(m, "和");
    ds_piece_link(m, path_of(d, 0, "/changes"), NULL, "更正说明");
    ds_markup_text(m, "。");
    ds_markup_end(m, "p");
}

static int ends_sentence(const char *text)
{
    static const char stop[] = "。";
    apr_size_t len = strlen(text);

    return len >= sizeof(stop) - 1 && strcmp(text + len - (sizeof(stop) - 1), stop) == 0;
}

static void write_correction_notice(const document *d)
{
    ds_markup *m = d->m;

    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, "本报告于");
    ds_piece_date(m, d->p->published_on, d->pool);
    ds_markup_text(m, "更正。");
    if (d->p->notice != NULL) {
        ds_piece_lines(m, d->p->notice, d->pool);
        ds_markup_text(m, ends_sentence(d->p->notice) ? NULL : "。");
    }
    ds_markup_text(m, "详见");
    ds_piece_link(m, path_of(d, 0, "/changes"), NULL, "更正说明");
    ds_markup_text(m, "和");
    ds_piece_link(m, path_of(d, d->p->n - 1, ""), NULL, "更正前的版本");
    ds_markup_text(m, "。");
    ds_markup_end(m, "p");
}

static void write_notice(const document *d)
{
    if (ds_publication_is_earlier(d->p)) {
        write_earlier_notice(d);
    }
    else if (d->p->n > 1) {
        write_correction_notice(d);
    }
}

static void write_fact(const document *d, const char *name, const char *value)
{
    if (value == NULL) {
        return;
    }
    ds_markup_start(d->m, "div");
    ds_markup_element(d->m, "dt", name);
    ds_markup_element(d->m, "dd", value);
    ds_markup_end(d->m, "div");
}

/* Who says so, with the way to all it has said. */
static void write_source(const document *d)
{
    ds_markup_start(d->m, "div");
    ds_markup_element(d->m, "dt", "来源");
    ds_markup_start(d->m, "dd");
    ds_piece_link(d->m, ds_piece_organ_path(d->site, d->p->organ->key, d->pool), NULL,
                  ds_publication_organ_name(d->p));
    ds_markup_end(d->m, "dd");
    ds_markup_end(d->m, "div");
}

static void write_facts(const document *d)
{
    ds_markup *m = d->m;

    ds_piece_open(m, "dl", "ds-facts");
    write_fact(d, "索引号", d->p->index_number);
    write_fact(d, "文号", d->p->document_number != NULL ? d->p->document_number : "无文号");
    write_fact(d, "发布机构", ds_publication_organ_name(d->p));
    ds_markup_start(m, "div");
    ds_markup_element(m, "dt", "发布日期");
    ds_markup_start(m, "dd");
    ds_piece_date(m, d->p->published_on, d->pool);
    ds_markup_end(m, "dd");
    ds_markup_end(m, "div");
    write_source(d);
    ds_markup_end(m, "dl");
}

static void write_downloads(const document *d)
{
    static const char *const endings[][2] = {
        { ".docx", "Word" }, { ".xml", "XML" }, { ".json", "JSON" }, { ".csv", "CSV" }
    };
    ds_markup *m = d->m;

    ds_piece_open(m, "p", "ds-downloads");
    ds_markup_element(m, "span", "下载");
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        ds_markup_start(m, "a");
        ds_markup_attr(m, "href", own_path(d, endings[i][0]));
        ds_markup_attr(m, "download", "");
        ds_markup_text(m, endings[i][1]);
        ds_markup_end(m, "a");
    }
    ds_markup_end(m, "p");
}

static void write_tools(const document *d)
{
    ds_markup *m = d->m;

    ds_piece_open(m, "div", "ds-tools");
    ds_piece_view(m);
    ds_piece_open(m, "button", "ds-print");
    ds_markup_attr(m, "type", "button");
    ds_markup_attr(m, "hidden", "");
    ds_markup_text(m, "打印");
    ds_markup_end(m, "button");
    write_downloads(d);
    ds_markup_end(m, "div");
}

static void write_section(const document *d, const ds_section *section)
{
    const ds_report *report = d->p->report;
    const char *element = section->ordinal != NULL ? "section" : "div";

    ds_markup_start(d->m, element);
    if (section->n_tables > 0 && d->level == 1) {
        ds_markup_attr(d->m, "id", apr_pstrcat(d->pool, DS_PICTURES_ANCHOR, section->id, NULL));
    }
    if (section->ordinal != NULL) {
        ds_markup_element_class(d->m, heading(d, 1), "ds-part",
                                apr_pstrcat(d->pool, section->ordinal, "、", section->title,
                                            NULL));
    }
    if (section->prose >= 0) {
        ds_prose_write(d->m, d->site, report->prose[section->prose], d->p->files, d->pool);
    }
    else {
        ds_table_report(d->m, report, section);
    }
    ds_markup_end(d->m, element);
}

static void write_signature(const document *d)
{
    const ds_report *report = d->p->report;
    ds_markup *m = d->m;

    if (report->signature_name == NULL && report->signature_date == NULL) {
        return;
    }
    ds_piece_open(m, "p", "ds-sign");
    ds_markup_text(m, report->signature_name);
    if (report->signature_name != NULL && report->signature_date != NULL) {
        ds_markup_start(m, "br");
        ds_markup_void(m);
    }
    ds_piece_date(m, report->signature_date, d->pool);
    ds_markup_end(m, "p");
}

static void write_digest(const document *d)
{
    if (d->p->digest == NULL) {
        return;
    }
    ds_piece_open(d->m, "p", "ds-digest");
    ds_markup_text(d->m, apr_pstrcat(d->pool, "数据摘要（",
                                     ds_publication_digest_name(d->p, d->pool), "）", NULL));
    ds_markup_element(d->m, "code", d->p->digest);
    ds_markup_end(d->m, "p");
}

static void write_document(const document *d)
{
    const ds_format *format = d->p->report->format;

    ds_piece_open(d->m, "article", "ds-page ds-report");
    write_notice(d);
    write_title(d);
    write_facts(d);
    write_tools(d);
    for (int i = 0; i < format->n_sections; i++) {
        write_section(d, &format->sections[i]);
    }
    write_signature(d);
    write_digest(d);
    ds_markup_end(d->m, "article");
}

/* Pictures are no part of the document: they stand under it, stay away from
 * paper, and lead back to its tables. */
static void write_pictures(const document *d)
{
    const ds_pictures pictures = {
        .years = d->p->years,
        .years_page = ds_piece_organ_path(d->site, d->p->organ->key, d->pool),
        .report = d->p->report,
        .tables_page = ""
    };
    ds_markup *aside = ds_markup_create(d->pool);
    const char *bytes;
    apr_size_t len;

    if (ds_pictures_write(aside, &pictures, d->pool) == 0) {
        return;
    }
    bytes = ds_markup_bytes(aside, &len);
    ds_piece_open(d->m, "aside", "ds-page ds-aside");
    ds_markup_attr(d->m, "aria-label", "图解");
    ds_markup_raw(d->m, bytes, len);
    ds_markup_end(d->m, "aside");
}

static void write_breadcrumb(const document *d, ds_markup *m)
{
    const ds_publication *p = d->p;
    const ds_crumb crumbs[] = {
        { ds_piece_year_path(d->site, p->report->year, d->pool),
          apr_psprintf(d->pool, "%d年", p->report->year) },
        { ds_piece_organ_path(d->site, p->organ->key, d->pool), ds_publication_organ_name(p) },
        { NULL, "年度报告" }
    };

    ds_piece_breadcrumb(m, d->site, crumbs, 3, d->pool);
}

void ds_public_report(ds_page *page, const ds_site *site, const ds_publication *publication,
                      apr_pool_t *pool)
{
    const document d = { page->body, site, publication, 1, pool };
    const char *title = ds_publication_title(publication, pool);
    const ds_meta meta = {
        .title = title,
        .description = apr_psprintf(pool, "%s于%s发布的%d年政府信息公开工作年度报告。",
                                    ds_publication_organ_name(publication),
                                    ds_date_chinese(pool, publication->published_on),
                                    publication->report->year),
        .path = ds_publication_is_earlier(publication) ? NULL : path_of(&d, 0, ""),
        .in_column = 1,
        .article_title = title,
        .published = ds_publication_minute(publication, pool),
        .source = ds_publication_organ_name(publication)
    };

    ds_meta_write(page, site, &meta, pool);
    if (!publication->is_preview) {
        ds_linked_report(page->meta, site, publication, pool);
    }
    write_breadcrumb(&d, page->breadcrumb);
    write_document(&d);
    write_pictures(&d);
}

void ds_public_fragment(ds_markup *m, const ds_site *site, const ds_publication *publication,
                        apr_pool_t *pool)
{
    const document d = { m, site, publication, 2, pool };

    write_document(&d);
}
