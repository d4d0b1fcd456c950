/* What every page needs to know of the site it stands in. */
#ifndef DS_PAGE_SITE_H
#define DS_PAGE_SITE_H

#include <apr_pools.h>

#include "core/format.h"
#include "core/markup.h"

/* Set by directives, immutable. Members without "or NULL" are never NULL. */
typedef struct ds_site {
    const char *base;              /* "/disclosure", "" for the root: no slash at the end */
    const char *base_url;          /* "https://www.example.gov.cn", or NULL: then no absolute
                                      addresses */
    const char *site_name;         /* SiteName: 临淄区人民政府 */
    const char *site_domain;       /* SiteDomain, or NULL */
    const char *site_id_code;      /* SiteIDCode, or NULL */
    const char *column_name;       /* ColumnName: 政府信息公开年报 */
    const char *column_description;
    const char *column_keywords;
    const char *assets;            /* "/disclosure/assets/1a2b3c4d": fingerprinted prefix */
    const char *files;             /* where pictures come from on staff pages, also before they
                                      are public: "/disclosure/staff/files"; NULL: base + "/files" */
    const ds_formats *formats;
} ds_site;

#endif
