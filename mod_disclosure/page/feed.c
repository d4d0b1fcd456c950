#include "page/feed.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "page/piece.h"

/* The host that ids are made with. */
static const char *authority(const ds_site *site, apr_pool_t *pool)
{
    const char *host = site->base_url ? strstr(site->base_url, "://") : NULL;

    if (host == NULL) {
        return site->site_domain ? site->site_domain : "localhost";
    }
    return apr_pstrndup(pool, host + 3, strcspn(host + 3, ":/"));
}

/* The year in a tag only says that the host was its owner's then. */
static const char *id_of(const ds_site *site, const char *path, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "tag:", authority(site, pool), ",2019:", path, NULL);
}

static const char *absolute(const ds_site *site, const char *path, apr_pool_t *pool)
{
    return site->base_url ? apr_pstrcat(pool, site->base_url, path, NULL) : path;
}

static void link_to(ds_markup *m, const char *relation, const char *type, const char *href)
{
    ds_markup_start(m, "link");
    ds_markup_attr(m, "rel", relation);
    ds_markup_attr(m, "type", type);
    ds_markup_attr(m, "href", href);
    ds_markup_end(m, "link");
}

static void author(ds_markup *m, const char *name)
{
    ds_markup_start(m, "author");
    ds_markup_element(m, "name", name);
    ds_markup_end(m, "author");
}

static const char *summary_of(const ds_feed_entry *entry, apr_pool_t *pool)
{
    const char *notice = entry->notice ? entry->notice : "";

    return entry->n == 1
        ? apr_psprintf(pool, "%s公布了%d年度的政府信息公开工作年度报告。", entry->organ_name,
                       entry->year)
        : apr_psprintf(pool, "%s更正了%d年度的报告（第%d版）。%s", entry->organ_name, entry->year,
                       entry->n, notice);
}

static void write_links(ds_markup *m, const ds_site *site, const ds_feed_entry *entry,
                        apr_pool_t *pool)
{
    static const struct { const char *relation, *type, *suffix; } links[] = {
        { "alternate", "text/html", "" },
        { "alternate", "application/xml", ".xml" },
        { "alternate", "application/json", ".json" },
        { "alternate", "text/csv", ".csv" },
    };
    int version = entry->n == entry->current ? 0 : entry->n;

    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        link_to(m, links[i].relation, links[i].type,
                absolute(site, ds_piece_report_path(site, entry->organ, entry->year, version,
                                                    links[i].suffix, pool), pool));
    }
}

static void write_entry(ds_markup *m, const ds_site *site, const ds_feed_entry *entry,
                        apr_pool_t *pool)
{
    const char *path = ds_piece_report_path(site, entry->organ, entry->year, entry->n, "", pool);
    const char *at = ds_date_iso(pool, entry->published_at);

    ds_markup_start(m, "entry");
    ds_markup_element(m, "id", id_of(site, path, pool));
    ds_markup_element(m, "title", entry->n == 1 ? entry->title
                      : apr_pstrcat(pool, "更正：", entry->title, NULL));
    ds_markup_element(m, "published", at);
    ds_markup_element(m, "updated", at);
    write_links(m, site, entry, pool);
    author(m, entry->organ_name);
    ds_markup_element(m, "summary", summary_of(entry, pool));
    ds_markup_end(m, "entry");
}

void ds_public_feed(ds_markup *m, const ds_site *site, const apr_array_header_t *entries,
                    apr_pool_t *pool)
{
    const char *home = apr_pstrcat(pool, site->base, "/", NULL);
    const char *self = apr_pstrcat(pool, site->base, "/feed.atom", NULL);
    apr_int64_t newest = entries->nelts ? APR_ARRAY_IDX(entries, 0, ds_feed_entry).published_at
                                        : 0;

    ds_markup_declaration(m);
    ds_markup_start(m, "feed");
    ds_markup_attr(m, "xmlns", "http://www.w3.org/2005/Atom");
    ds_markup_attr(m, "xml:lang", "zh-CN");
    ds_markup_element(m, "id", id_of(site, self, pool));
    ds_markup_element(m, "title", apr_pstrcat(pool, site->site_name, " ", site->column_name,
                                              NULL));
    ds_markup_element(m, "updated", ds_date_iso(pool, newest));
    link_to(m, "self", "application/atom+xml", absolute(site, self, pool));
    link_to(m, "alternate", "text/html", absolute(site, home, pool));
    author(m, site->site_name);
    for (int i = 0; i < entries->nelts; i++) {
        write_entry(m, site, &APR_ARRAY_IDX(entries, i, ds_feed_entry), pool);
    }
    ds_markup_end(m, "feed");
}

/* ---- Site maps ---- */

static void write_map(ds_markup *m, const char *root, const char *item, const ds_site *site,
                      const apr_array_header_t *entries, apr_pool_t *pool)
{
    ds_markup_declaration(m);
    ds_markup_start(m, root);
    ds_markup_attr(m, "xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    for (int i = 0; i < entries->nelts; i++) {
        const ds_sitemap_entry *entry = &APR_ARRAY_IDX(entries, i, ds_sitemap_entry);

        ds_markup_start(m, item);
        ds_markup_element(m, "loc", absolute(site, entry->path, pool));
        if (entry->changed_at) {
            ds_markup_element(m, "lastmod", ds_date_iso(pool, entry->changed_at));
        }
        ds_markup_end(m, item);
    }
    ds_markup_end(m, root);
}

void ds_public_sitemap(ds_markup *m, const ds_site *site, const apr_array_header_t *entries,
                       apr_pool_t *pool)
{
    write_map(m, "urlset", "url", site, entries, pool);
}

void ds_public_sitemap_index(ds_markup *m, const ds_site *site,
                             const apr_array_header_t *entries, apr_pool_t *pool)
{
    write_map(m, "sitemapindex", "sitemap", site, entries, pool);
}
