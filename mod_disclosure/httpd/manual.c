/* The on-line manual: read at start, its pages put into the site's template. */
#include "httpd/answer.h"
#include "httpd/entry.h"
#include "httpd/problem.h"
#include "httpd/public.h"
#include "page/manual_page.h"

#define PAGE_ENDING ".html"
#define FIRST_PAGE "index" PAGE_ENDING

static int is_page(const char *name)
{
    apr_size_t len = strlen(name), end = strlen(PAGE_ENDING);

    return len > end && !strcmp(name + len - end, PAGE_ENDING);
}

/* The file inside the template, in place of the file. */
static const char *put_into_template(apr_hash_t *manual, const disclosure_site *site,
                                     const char *name, const disclosure_entry *file,
                                     apr_pool_t *pool, apr_pool_t *scratch_pool)
{
    ds_page *page = ds_page_create(scratch_pool);
    const char *error = ds_manual_page(page, &site->page_site, file->body, file->length,
                                       scratch_pool);
    disclosure_entry *entry;
    apr_size_t len;
    const char *bytes;

    if (error)
        return apr_psprintf(pool, "%s/htdocs/manual/%s: %s", site->config.data, name, error);
    bytes = ds_template_render(site->page_template, page, &len, scratch_pool);
    entry = disclosure_entry_static("text/html; charset=utf-8",
                                    apr_pstrmemdup(pool, bytes, len), len, pool);
    if (!entry)
        return apr_psprintf(pool, "%s: no digest of it can be made", name);
    apr_hash_set(manual, name, APR_HASH_KEY_STRING, entry);
    return NULL;
}

const char *disclosure_manual_load(disclosure_site *site, apr_pool_t *pool,
                                   apr_pool_t *scratch_pool)
{
    const char *fingerprint;
    const char *error = disclosure_assets_load(&site->manual, &fingerprint,
                                               apr_pstrcat(pool, site->config.data,
                                                           "/htdocs/manual", NULL),
                                               pool, scratch_pool);

    if (error)
        return error;
    for (apr_hash_index_t *i = apr_hash_first(scratch_pool, site->manual); i && !error;
         i = apr_hash_next(i))
        if (is_page(apr_hash_this_key(i)))
            error = put_into_template(site->manual, site, apr_hash_this_key(i),
                                      apr_hash_this_val(i), pool, scratch_pool);
    if (!error && !apr_hash_get(site->manual, FIRST_PAGE, APR_HASH_KEY_STRING))
        error = apr_psprintf(pool, "%s/htdocs/manual: no " FIRST_PAGE, site->config.data);
    return error;
}

int disclosure_public_manual(disclosure_request *request)
{
    const char *name = request->name ? request->name : FIRST_PAGE;
    disclosure_entry *entry = apr_hash_get(request->site->manual, name, APR_HASH_KEY_STRING);

    if (!entry)
        return disclosure_problem(request, DS_ENOTFOUND, NULL, NULL);
    return disclosure_answer_entry(request->r, request->site, entry, DISCLOSURE_REVALIDATE);
}
