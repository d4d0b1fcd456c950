#include "httpd/tree.h"

#include <apr_fnmatch.h>
#include <util_cfgtree.h>

#include "httpd/directives.h"

/* The section that declares a virtual host, NULL when it is not found. */
static const ap_directive_t *host_section(const server_rec *server)
{
    for (const ap_directive_t *node = ap_conftree; node && server->defn_name; node = node->next)
        if (!strcasecmp(node->directive, "<VirtualHost")
            && node->line_num == (int)server->defn_line_number
            && !strcmp(node->filename, server->defn_name))
            return node;
    return NULL;
}

static const char *last_value(const ap_directive_t *node, const char *directive, apr_pool_t *pool)
{
    const char *value = NULL;

    for (; node; node = node->next)
        if (!strcasecmp(node->directive, directive)) {
            const char *args = node->args;
            value = ap_getword_conf(pool, &args);
        }
    return value;
}

const char *disclosure_tree_value(const server_rec *server, const char *directive,
                                  apr_pool_t *pool)
{
    const ap_directive_t *host = server->is_virtual ? host_section(server) : NULL;
    const char *value = host ? last_value(host->first_child, directive, pool) : NULL;

    return value ? value : last_value(ap_conftree, directive, pool);
}

/* Directives in a section that neither refuse nor change a public page. */
static int is_harmless(const ap_directive_t *node)
{
    static const char *const names[] = { DIRECTIVE_MAX_BODY, "AuthName", "AuthType",
                                         "AuthBasicProvider", NULL };

    if (!strcasecmp(node->directive, "Require"))
        return !strcasecmp(node->args, "all granted");
    for (const char *const *name = names; *name; name++)
        if (!strcasecmp(node->directive, *name))
            return 1;
    return 0;
}

static const ap_directive_t *first_harmful(const ap_directive_t *node)
{
    for (; node; node = node->next)
        if (!is_harmless(node))
            return node;
    return NULL;
}

static int is_path_prefix(const char *prefix, const char *path)
{
    apr_size_t len = strlen(prefix);

    while (len && prefix[len - 1] == '/')
        len--;
    return !strncmp(prefix, path, len) && (path[len] == '/' || !path[len]);
}

/* Whether a section's path meets the pages that may be kept. */
static int covers_public_pages(const char *path, const char *base, apr_pool_t *pool)
{
    if (apr_fnmatch_test(path) || *path != '/')
        return 1;
    if (is_path_prefix(path, base))
        return 1;
    return is_path_prefix(base, path)
           && !is_path_prefix(apr_pstrcat(pool, base, "/api", NULL), path)
           && !is_path_prefix(apr_pstrcat(pool, base, "/staff", NULL), path)
           && !is_path_prefix(apr_pstrcat(pool, base, "/health", NULL), path);
}

/* The path of a <Location> as written, without quotes and the closing bracket;
 * "~" for one that takes an expression. */
static const char *section_path(const ap_directive_t *section, apr_pool_t *pool)
{
    const char *end = strrchr(section->args, '>');
    const char *args = end ? apr_pstrndup(pool, section->args, (apr_size_t)(end - section->args))
                           : section->args;

    return ap_getword_conf(pool, &args);
}

static const ap_directive_t *guard_among(const ap_directive_t *node, const char *base,
                                         apr_pool_t *pool)
{
    const ap_directive_t *found = NULL;

    for (; node && !found; node = node->next) {
        if (!strcasecmp(node->directive, "<Location")) {
            if (covers_public_pages(section_path(node, pool), base, pool))
                found = first_harmful(node->first_child);
        }
        else if (!strcasecmp(node->directive, "<LocationMatch")
                 || !strncasecmp(node->directive, "<If", 3)
                 || !strncasecmp(node->directive, "<Else", 5)) {
            found = first_harmful(node->first_child);
        }
        else if (!strcasecmp(node->directive, "RewriteEngine")
                 && !strcasecmp(node->args, "on")) {
            found = node;
        }
    }
    return found;
}

const ap_directive_t *disclosure_tree_guard(const server_rec *server, const char *base,
                                            apr_pool_t *pool)
{
    const ap_directive_t *found = guard_among(ap_conftree, base, pool);
    const ap_directive_t *host = server->is_virtual ? host_section(server) : NULL;

    if (found || !server->is_virtual)
        return found;
    /* A host that cannot be looked into may guard anything. */
    return host ? guard_among(host->first_child, base, pool) : ap_conftree;
}
