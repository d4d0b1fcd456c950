#include "page/manual_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"
#include "page/meta.h"
#include "page/piece.h"

/* What the first page is called, and the way to all others. */
#define MANUAL "使用手册"

#define HEAD "<h1>"
#define HEAD_ENGLISH "<h1 lang=\"en\">"
#define HEAD_END "</h1>"

static const char *behind(const char *bytes, const char *head)
{
    return strncmp(bytes, head, strlen(head)) == 0 ? bytes + strlen(head) : NULL;
}

/* The text of the heading the file begins with, NULL when it has none. */
static const char *title_of(const char *bytes, apr_pool_t *pool)
{
    const char *begin = behind(bytes, HEAD) ? behind(bytes, HEAD) : behind(bytes, HEAD_ENGLISH);
    const char *end = begin ? strstr(begin, HEAD_END) : NULL;
    const char *title = end ? apr_pstrmemdup(pool, begin, (apr_size_t)(end - begin)) : NULL;

    return title && *title && strpbrk(title, "<>&") == NULL ? title : NULL;
}

const char *ds_manual_page(ds_page *page, const ds_site *site, const char *bytes, apr_size_t len,
                           apr_pool_t *pool)
{
    const char *text = apr_pstrmemdup(pool, bytes, len);
    const char *title = title_of(text, pool);
    const char *home = apr_pstrcat(pool, site->base, "/manual/", NULL);
    const ds_crumb crumbs[] = { { home, MANUAL }, { NULL, title } };
    const ds_meta meta = { .title = title };

    if (ds_text_first_bad(text, len) != len) {
        return "not UTF-8 text";
    }
    if (title == NULL) {
        return "it does not begin with " HEAD "TITLE" HEAD_END ", TITLE being plain text";
    }
    ds_meta_write(page, site, &meta, pool);
    if (strcmp(title, MANUAL) == 0) {
        ds_piece_breadcrumb(page->breadcrumb, site, crumbs + 1, 1, pool);
    }
    else {
        ds_piece_breadcrumb(page->breadcrumb, site, crumbs, 2, pool);
    }
    ds_piece_open(page->body, "div", "ds-page ds-manual");
    ds_markup_raw(page->body, text, len);
    ds_markup_end(page->body, "div");
    return NULL;
}
