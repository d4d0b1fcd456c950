/* An organ: who owes a report. */
#ifndef DS_CORE_ORGAN_H
#define DS_CORE_ORGAN_H

#include <apr_pools.h>
#include <apr_tables.h>

/* A whole government reports as a region; its office, like every department,
 * town or street, is an organ of its own. */
typedef enum {
    DS_ORGAN_REGION,     /* region: a whole government */
    DS_ORGAN_OFFICE,     /* office: the office of a government */
    DS_ORGAN_DEPARTMENT, /* department: 部门 */
    DS_ORGAN_TOWN,       /* town: 乡镇, 街道 */
    DS_ORGAN_OTHER       /* other: 法律、法规授权的组织, 派出机构 */
} ds_organ_kind;

const char *ds_organ_kind_name(ds_organ_kind kind);  /* "region" */
const char *ds_organ_kind_label(ds_organ_kind kind); /* 政府, 部门, 镇街 ... as lists group them */
int ds_organ_kind_find(const char *name);            /* -1 when there is none */

/* A name or code with the time it holds: from <= day < until. */
typedef struct ds_dated_name {
    const char *kind;  /* "full", "short", "former", "uscc" */
    const char *text;
    const char *from;  /* civil date, or NULL: since ever */
    const char *until; /* civil date, or NULL: still */
} ds_dated_name;

typedef struct ds_organ {
    const char *key;
    ds_organ_kind kind;
    const char *parent;        /* key, NULL for a root */
    int position;              /* among its siblings */
    const char *from, *until;  /* when it existed; NULL: open */
    apr_array_header_t *names; /* of ds_dated_name, codes included */
    apr_array_header_t *predecessors; /* keys (const char *) */
    apr_array_header_t *successors;
    /* contact profile; each may be NULL */
    const char *address, *postcode, *telephone, *fax, *email, *hours;
    const char *guide_url, *rules_url, *request_url; /* 公开指南, 公开制度, 依申请公开 */
} ds_organ;

/* Whether the text is an organ key: a letter, then letters, digits, hyphens,
 * 2-40 in all, lower case, none of the reserved path words. */
int ds_organ_key_is_valid(const char *key);

/* Whether the text is a 统一社会信用代码 with the right check digit (GB 32100:
 * 18 characters, mod 31, weights 3^i). */
int ds_organ_code_is_valid(const char *code);

/* The name of a kind ("full", "short") or the code ("uscc") on a civil date,
 * the one that began last where several hold; NULL when there is none. */
const char *ds_organ_name_on(const ds_organ *organ, const char *kind, const char *date);

/* Every name it ever had, once each and without codes, for matching;
 * NULL-terminated, the list in pool. */
const char *const *ds_organ_all_names(const ds_organ *organ, apr_pool_t *pool);

#endif
