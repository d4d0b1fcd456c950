#include "page/meta.h"

#include <apr_strings.h>

#include "page/piece.h"

/* The type that the national list of column types has for this column. */
#define COLUMN_TYPE "信息公开年报"

static void tag(ds_markup *m, const char *name, const char *content)
{
    if (content == NULL || content[0] == '\0') {
        return;
    }
    ds_markup_start(m, "meta");
    ds_markup_attr(m, "name", name);
    ds_markup_attr(m, "content", content);
    ds_markup_void(m);
}

static void link_to(ds_markup *m, const char *relation, const char *href)
{
    ds_markup_start(m, "link");
    ds_markup_attr(m, "rel", relation);
    ds_markup_attr(m, "href", href);
    ds_markup_void(m);
}

static void write_feed_link(ds_markup *m, const ds_site *site, apr_pool_t *pool)
{
    ds_markup_start(m, "link");
    ds_markup_attr(m, "rel", "alternate");
    ds_markup_attr(m, "type", "application/atom+xml");
    ds_markup_attr(m, "title", site->column_name);
    ds_markup_attr(m, "href", apr_pstrcat(pool, site->base, "/feed.atom", NULL));
    ds_markup_void(m);
}

static void write_article(ds_markup *m, const ds_meta *meta, const char *url)
{
    tag(m, "ArticleTitle", meta->article_title);
    tag(m, "PubDate", meta->published);
    tag(m, "ContentSource", meta->source);
    tag(m, "Url", url);
}

static void write_column(ds_markup *m, const ds_site *site)
{
    tag(m, "ColumnName", site->column_name);
    tag(m, "ColumnDescription", site->column_description);
    tag(m, "ColumnKeywords", site->column_keywords);
    tag(m, "ColumnType", COLUMN_TYPE);
}

void ds_meta_write(ds_page *page, const ds_site *site, const ds_meta *meta, apr_pool_t *pool)
{
    ds_markup *m = page->meta;
    const char *url = NULL;

    if (site->base_url != NULL && meta->path != NULL) {
        url = apr_pstrcat(pool, site->base_url, meta->path, NULL);
    }
    page->title = apr_pstrcat(pool, meta->title, " - ", site->site_name, NULL);
    page->site = site->site_name;
    tag(m, "SiteName", site->site_name);
    tag(m, "SiteDomain", site->site_domain);
    tag(m, "SiteIDCode", site->site_id_code);
    if (meta->in_column) {
        write_column(m, site);
    }
    if (meta->article_title != NULL) {
        write_article(m, meta, url);
    }
    tag(m, "description", meta->description);
    if (meta->path == NULL) {
        tag(m, "robots", "noindex");
    }
    if (url != NULL) {
        link_to(m, "canonical", url);
    }
    link_to(m, "stylesheet", apr_pstrcat(pool, site->assets, "/disclosure.css", NULL));
    write_feed_link(m, site, pool);
    ds_piece_script(m, site, "disclosure.js", pool);
    ds_piece_footer(page->footer, site, pool);
}
