/* How directives are read. A wrong value is answered with the right ones. */
#include "httpd/directives.h"

#include <stddef.h>

#include <apr_lib.h>

#include "core/text.h"
#include "httpd/config.h"
#include "httpd/site.h"

/* Where a directive stores what it says: in the container being read, or
 * among the defaults of the server. */
static disclosure_site_config *target(const cmd_parms *cmd)
{
    disclosure_server_config *server = disclosure_server_config_get(cmd->server);

    return server->open ? &server->open->config : &server->defaults;
}

static void *member(const cmd_parms *cmd)
{
    return (char *)target(cmd) + (apr_size_t)cmd->info;
}

static const char *refuse(const cmd_parms *cmd, const char *value, const char *accepted)
{
    return apr_psprintf(cmd->pool, "%s: '%s' is not accepted here; accepted: %s",
                        cmd->directive->directive, value, accepted);
}

static const char *set_text(cmd_parms *cmd, void *dummy, const char *value)
{
    apr_size_t len = strlen(value);

    if (ds_text_first_bad(value, len) != len || strpbrk(value, "\r\n\v"))
        return refuse(cmd, value, "one line of UTF-8 text");
    *(const char **)member(cmd) = value;
    return NULL;
}

static const char *set_path(cmd_parms *cmd, void *dummy, const char *value)
{
    char *path = ap_server_root_relative(cmd->pool, value);

    if (!path)
        return refuse(cmd, value, "a path, absolute or from ServerRoot");
    for (apr_size_t len = strlen(path); len > 1 && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
    *(const char **)member(cmd) = path;
    return NULL;
}

static const char *set_digest(cmd_parms *cmd, void *dummy, const char *value)
{
    const ds_digest_algorithm *digest = ds_digest_find(value);

    if (!digest)
        return refuse(cmd, value, ds_digest_names());
    target(cmd)->digest = digest;
    return NULL;
}

/* Scheme and host of an address that has no more than them; NULL when it has. */
static const char *origin_of(const char *value, apr_pool_t *pool)
{
    const char *host = !strncmp(value, "https://", 8) ? value + 8
                       : !strncmp(value, "http://", 7) ? value + 7 : "";
    apr_size_t len = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  ".-:[]");

    if (!len || (host[len] && strcmp(host + len, "/")))
        return NULL;
    return apr_pstrndup(pool, value, (apr_size_t)(host - value) + len);
}

static const char *set_base_url(cmd_parms *cmd, void *dummy, const char *value)
{
    target(cmd)->base_url = origin_of(value, cmd->pool);
    return target(cmd)->base_url ? NULL
        : refuse(cmd, value, "scheme and host, such as https://www.example.gov.cn");
}

static const char *add_origin(cmd_parms *cmd, void *dummy, const char *value)
{
    disclosure_site_config *config = target(cmd);
    const char *origin = origin_of(value, cmd->pool);

    if (!origin)
        return refuse(cmd, value, "scheme and host, such as https://www.example.gov.cn");
    if (!config->allowed_origins)
        config->allowed_origins = apr_array_make(cmd->pool, 2, sizeof(const char *));
    APR_ARRAY_PUSH(config->allowed_origins, const char *) = origin;
    return NULL;
}

/* Bytes; what is put in for its places has room beside it. */
#define MAX_INDEX_PATTERN 100

/* The pattern of index numbers: text with {code} {organ} {year} {serial}. */
static const char *set_index_number(cmd_parms *cmd, void *dummy, const char *value)
{
    static const char *const places[] = { "{code}", "{organ}", "{year}", "{serial}", NULL };

    if (!*value || strlen(value) > MAX_INDEX_PATTERN)
        return refuse(cmd, value, "text of at most 100 bytes");
    for (const char *p = strpbrk(value, "{}"); p; p = strpbrk(p, "{}")) {
        const char *const *place = places;
        while (*place && strncmp(p, *place, strlen(*place)))
            place++;
        if (!*place)
            return refuse(cmd, value, "text with {code} {organ} {year} {serial} in it");
        p += strlen(*place);
    }
    return set_text(cmd, dummy, value);
}

static const char *set_switch(cmd_parms *cmd, void *dummy, const char *value)
{
    int is_on = !strcasecmp(value, "On");

    if (!is_on && strcasecmp(value, "Off"))
        return refuse(cmd, value, "On, Off");
    *(int *)member(cmd) = is_on;
    return NULL;
}

static const char *set_quick(cmd_parms *cmd, void *dummy, const char *value)
{
    static const struct {
        const char *name;
        disclosure_quick quick;
    } names[] = { { "Auto", DISCLOSURE_QUICK_AUTO }, { "On", DISCLOSURE_QUICK_ON },
                  { "Off", DISCLOSURE_QUICK_OFF } };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcasecmp(value, names[i].name)) {
            target(cmd)->quick = names[i].quick;
            return NULL;
        }
    return refuse(cmd, value, "Auto, On, Off");
}

static const char *set_region(cmd_parms *cmd, void *dummy, const char *value)
{
    static const struct {
        const char *name;
        disclosure_region_share share;
    } names[] = { { "Off", DISCLOSURE_REGION_OFF }, { "Figures", DISCLOSURE_REGION_FIGURES },
                  { "Full", DISCLOSURE_REGION_FULL } };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strcasecmp(value, names[i].name)) {
            target(cmd)->region = names[i].share;
            return NULL;
        }
    return refuse(cmd, value, "Off, Figures, Full");
}

/* A whole number between two bounds; -1 for what is none. */
static apr_int64_t whole_number(const char *value, apr_int64_t min, apr_int64_t max)
{
    apr_int64_t number;

    if (!*value || strspn(value, "0123456789") != strlen(value) || strlen(value) > 15)
        return -1;
    number = apr_atoi64(value);
    return number < min || number > max ? -1 : number;
}

static const char *set_number(cmd_parms *cmd, const char *value, apr_int64_t min, apr_int64_t max,
                              const char *unit)
{
    apr_int64_t number = whole_number(value, min, max);

    if (number < 0)
        return refuse(cmd, value, apr_psprintf(cmd->pool, "%s from %" APR_INT64_T_FMT " to %"
                                               APR_INT64_T_FMT, unit, min, max));
    *(int *)member(cmd) = (int)number;
    return NULL;
}

static const char *set_timeout(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 1, 60, "seconds");
}

static const char *set_failures(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 1, 100, "a number");
}

static const char *set_lock(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 1, 86400, "seconds");
}

static const char *set_password_length(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 8, 64, "a number");
}

static const char *set_password_classes(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 1, 4, "a number");
}

static const char *set_audit_keep(cmd_parms *cmd, void *dummy, const char *value)
{
    apr_int64_t months = whole_number(value, 0, 1200);

    if (months < 0 || (months > 0 && months < DS_AUDIT_KEEP_MIN))
        return refuse(cmd, value, apr_psprintf(cmd->pool, "months from %d to 1200; 0: always",
                                               DS_AUDIT_KEEP_MIN));
    target(cmd)->audit_keep = (int)months;
    return NULL;
}

static const char *set_session(cmd_parms *cmd, void *dummy, const char *value)
{
    return set_number(cmd, value, 1, 604800, "seconds");
}

/* Bytes, or with K or M behind; -1 for what is none. */
static apr_int64_t byte_size(apr_pool_t *pool, const char *value, apr_int64_t max)
{
    apr_size_t len = strlen(value);
    int unit = len ? apr_toupper(value[len - 1]) : 0;
    apr_int64_t factor = unit == 'K' ? 1024 : unit == 'M' ? 1024 * 1024 : 1;
    apr_int64_t number = whole_number(factor > 1 ? apr_pstrndup(pool, value, len - 1) : value,
                                      0, max / factor);

    return number < 0 ? -1 : number * factor;
}

static const char *set_cache_size(cmd_parms *cmd, void *dummy, const char *value)
{
    apr_int64_t size = byte_size(cmd->pool, value, APR_INT64_C(4096) * 1024 * 1024);

    if (size < 0)
        return refuse(cmd, value, "bytes, or a number with K or M behind, up to 4096M; 0: none");
    target(cmd)->cache_size = size;
    return NULL;
}

static const char *set_max_file(cmd_parms *cmd, void *dummy, const char *value)
{
    apr_int64_t size = byte_size(cmd->pool, value, APR_INT64_C(1024) * 1024 * 1024);

    if (size < 1)
        return refuse(cmd, value, "bytes, or a number with K or M behind, up to 1024M");
    target(cmd)->max_file = size;
    return NULL;
}

static const char *set_max_body(cmd_parms *cmd, void *config, const char *value)
{
    apr_int64_t size = byte_size(cmd->pool, value, APR_INT64_C(8) * 1024 * 1024);

    if (size < 1)
        return refuse(cmd, value, "bytes, or a number with K or M behind, up to 8M");
    ((disclosure_dir_config *)config)->max_body = size;
    return NULL;
}

/* Whether the text can be (the beginning of) a path as it stands in an
 * address, without anything that would have to be normalised. */
static int is_plain_path(const char *path)
{
    return *path == '/' && !strstr(path, "//") && !strstr(path, "/./") && !strstr(path, "/../")
           && strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                           "/._~-") == strlen(path);
}

static const char *add_old_address(cmd_parms *cmd, void *dummy, const char *value)
{
    disclosure_site_config *config = target(cmd);

    if (!is_plain_path(value) || !value[1])
        return refuse(cmd, value, "the beginning of a path, such as /art/ or /zwgk/nb");
    if (!config->old_addresses)
        config->old_addresses = apr_array_make(cmd->pool, 2, sizeof(const char *));
    APR_ARRAY_PUSH(config->old_addresses, const char *) = value;
    return NULL;
}

/* ---- <DisclosureSite /base> ---- */

static int is_ours(const char *directive)
{
    for (const command_rec *command = disclosure_directives; command->name; command++)
        if (!strcasecmp(command->name, directive))
            return command->req_override == RSRC_CONF && *command->name != '<';
    return 0;
}

static const char *base_of(const cmd_parms *cmd, const char *args, const char **base)
{
    const char *end = strrchr(args, '>');
    char *path;

    if (!end || end[1])
        return apr_pstrcat(cmd->pool, DIRECTIVE_SITE, "> has no closing bracket", NULL);
    args = apr_pstrndup(cmd->pool, args, (apr_size_t)(end - args));
    path = ap_getword_conf(cmd->pool, &args);
    if (!is_plain_path(path) || *args)
        return refuse(cmd, path, "one path, such as /disclosure");
    for (apr_size_t len = strlen(path); len && path[len - 1] == '/'; len--)
        path[len - 1] = '\0';
    *base = path;
    return NULL;
}

static const char *check_contents(const cmd_parms *cmd)
{
    for (const ap_directive_t *node = cmd->directive->first_child; node; node = node->next)
        if (!is_ours(node->directive))
            return apr_psprintf(cmd->pool, "%s on line %d cannot stand in " DIRECTIVE_SITE ">",
                                node->directive, node->line_num);
    return NULL;
}

static const char *open_site(cmd_parms *cmd, void *dummy, const char *args)
{
    disclosure_server_config *server = disclosure_server_config_get(cmd->server);
    const char *error = ap_check_cmd_context(cmd, NOT_IN_DIR_CONTEXT);
    disclosure_site *site;

    site = apr_pcalloc(cmd->pool, sizeof *site);
    disclosure_site_config_clear(&site->config);
    if (!error)
        error = base_of(cmd, args, &site->base);
    if (!error)
        error = check_contents(cmd);
    for (int i = 0; !error && i < server->sites->nelts; i++)
        if (!strcmp(APR_ARRAY_IDX(server->sites, i, disclosure_site *)->base, site->base))
            error = apr_psprintf(cmd->pool, DIRECTIVE_SITE " %s> stands here twice", site->base);
    if (error)
        return error;
    site->server = cmd->server;
    site->place = apr_psprintf(cmd->pool, "%s:%d", cmd->directive->filename,
                               cmd->directive->line_num);
    APR_ARRAY_PUSH(server->sites, disclosure_site *) = site;
    server->open = site;
    error = ap_walk_config(cmd->directive->first_child, cmd, cmd->context);
    server->open = NULL;
    return error;
}

#define AT(member) (void *)offsetof(disclosure_site_config, member)

const command_rec disclosure_directives[] = {
    AP_INIT_RAW_ARGS(DIRECTIVE_SITE, open_site, NULL, RSRC_CONF,
                     "the path of a site; its directives stand inside"),
    AP_INIT_TAKE1(DIRECTIVE_DATA, set_path, AT(data), RSRC_CONF,
                  "directory with formats, schema, chains and htdocs"),
    AP_INIT_TAKE1(DIRECTIVE_TEMPLATE, set_path, AT(template_file), RSRC_CONF,
                  "HTML file with marked places, the page around our pages"),
    AP_INIT_TAKE1(DIRECTIVE_CHAIN, set_text, AT(chain), RSRC_CONF,
                  "review chain: a name in the data directory's chains, or a path"),
    AP_INIT_TAKE1(DIRECTIVE_DIGEST, set_digest, NULL, RSRC_CONF, "sm3 or sha256"),
    AP_INIT_TAKE1(DIRECTIVE_SITE_NAME, set_text, AT(site_name), RSRC_CONF,
                  "meta tag SiteName: the standard name of the web site"),
    AP_INIT_TAKE1(DIRECTIVE_SITE_DOMAIN, set_text, AT(site_domain), RSRC_CONF,
                  "meta tag SiteDomain"),
    AP_INIT_TAKE1(DIRECTIVE_SITE_ID_CODE, set_text, AT(site_id_code), RSRC_CONF,
                  "meta tag SiteIDCode: the site's identification code"),
    AP_INIT_TAKE1(DIRECTIVE_COLUMN_NAME, set_text, AT(column_name), RSRC_CONF,
                  "meta tag ColumnName"),
    AP_INIT_TAKE1(DIRECTIVE_COLUMN_DESCRIPTION, set_text, AT(column_description), RSRC_CONF,
                  "meta tag ColumnDescription"),
    AP_INIT_TAKE1(DIRECTIVE_COLUMN_KEYWORDS, set_text, AT(column_keywords), RSRC_CONF,
                  "meta tag ColumnKeywords"),
    AP_INIT_TAKE1(DIRECTIVE_BASE_URL, set_base_url, NULL, RSRC_CONF,
                  "scheme and host for absolute addresses"),
    AP_INIT_TAKE1(DIRECTIVE_INDEX_NUMBER, set_index_number, AT(index_number), RSRC_CONF,
                  "pattern of index numbers with {code} {organ} {year} {serial}"),
    AP_INIT_TAKE1(DIRECTIVE_PUBLIC, set_switch, AT(public_pages), RSRC_CONF,
                  "On or Off: public pages"),
    AP_INIT_TAKE1(DIRECTIVE_STAFF, set_switch, AT(staff_pages), RSRC_CONF,
                  "On or Off: staff pages"),
    AP_INIT_TAKE1(DIRECTIVE_API, set_switch, AT(api), RSRC_CONF,
                  "On or Off: the interface for systems"),
    AP_INIT_TAKE1(DIRECTIVE_REGION, set_region, NULL, RSRC_CONF,
                  "Off, Figures or Full: what the public sees of sums over subordinates"),
    AP_INIT_TAKE1(DIRECTIVE_CSP, set_text, AT(csp), RSRC_CONF,
                  "the Content-Security-Policy of all pages; \"\" for none"),
    AP_INIT_TAKE1(DIRECTIVE_CACHE_SIZE, set_cache_size, NULL, RSRC_CONF,
                  "bytes of pages kept per process, 0 for none"),
    AP_INIT_TAKE1(DIRECTIVE_QUICK_HANDLER, set_quick, NULL, RSRC_CONF,
                  "Auto, On or Off: kept pages are answered before locations are walked"),
    AP_INIT_TAKE1(DIRECTIVE_LEASE_TIMEOUT, set_timeout, AT(lease_timeout), RSRC_CONF,
                  "seconds to wait for a connection of the database"),
    AP_INIT_TAKE1(DIRECTIVE_FAILURES, set_failures, AT(sign_in_failures), RSRC_CONF,
                  "failed sign-ins in a row before an account is locked"),
    AP_INIT_TAKE1(DIRECTIVE_LOCK, set_lock, AT(sign_in_lock), RSRC_CONF,
                  "seconds an account stays locked"),
    AP_INIT_TAKE1(DIRECTIVE_PASSWORD_LENGTH, set_password_length, AT(password_length), RSRC_CONF,
                  "least characters of a new password"),
    AP_INIT_TAKE1(DIRECTIVE_PASSWORD_CLASSES, set_password_classes, AT(password_classes),
                  RSRC_CONF, "how many of capitals, small letters, digits and other signs a new "
                  "password has at least"),
    AP_INIT_TAKE1(DIRECTIVE_SESSION_IDLE, set_session, AT(session_idle), RSRC_CONF,
                  "seconds after which somebody signed in who does nothing is signed out"),
    AP_INIT_TAKE1(DIRECTIVE_SESSION_MAX, set_session, AT(session_max), RSRC_CONF,
                  "seconds after which anybody signed in is signed out"),
    AP_INIT_TAKE1(DIRECTIVE_AUDIT_KEEP, set_audit_keep, NULL, RSRC_CONF,
                  "months that records of what was done are kept, 0 for always"),
    AP_INIT_ITERATE(DIRECTIVE_OLD_ADDRESSES, add_old_address, NULL, RSRC_CONF,
                    "beginnings of paths under which reports were published before"),
    AP_INIT_ITERATE(DIRECTIVE_ALLOW_ORIGIN, add_origin, NULL, RSRC_CONF,
                    "origins whose pages may read public pages by script"),
    AP_INIT_TAKE1(DIRECTIVE_FILES, set_path, AT(files), RSRC_CONF,
                  "directory of pictures and attachments, outside the document tree"),
    AP_INIT_TAKE1(DIRECTIVE_MAX_FILE, set_max_file, NULL, RSRC_CONF,
                  "most bytes of a picture or attachment"),
    AP_INIT_TAKE1(DIRECTIVE_MAX_BODY, set_max_body, NULL, RSRC_CONF | ACCESS_CONF | OR_LIMIT,
                  "most bytes of a request body; can only tighten"),
    { .name = NULL }
};
