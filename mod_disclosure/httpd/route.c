/* The route table, and how a path is matched against it. */
#include "httpd/route.h"

#include <apr_lib.h>

#include "core/organ.h"
#include "core/report.h"
#include "core/series.h"
#include "core/text.h"
#include "httpd/api.h"
#include "httpd/freshness.h"
#include "httpd/public.h"
#include "httpd/staff.h"

#define ON_ORGAN (DISCLOSURE_ON_ORGAN | DISCLOSURE_ON_NAMES)
#define ON_ALL (DISCLOSURE_ON_REPORTS | DISCLOSURE_ON_NAMES)

/* Rows by kind: a page that may be kept, one that depends on its query, whatever
 * else answers, a staff page. */
#define PAGE(pattern, build, depends) \
    { DISCLOSURE_GET, pattern, DISCLOSURE_FOR_PUBLIC, NULL, build, depends, NULL, 0 }
#define QUERY_PAGE(pattern, build, depends) \
    { DISCLOSURE_GET, pattern, DISCLOSURE_FOR_PUBLIC, NULL, build, depends, NULL, 1 }
#define ANSWER(methods, pattern, needs, handle) \
    { methods, pattern, needs, handle, NULL, 0, NULL, 0 }
#define STAFF(methods, pattern, staff) \
    { methods, pattern, DISCLOSURE_FOR_STAFF, disclosure_staff_handle, NULL, 0, staff, 0 }

#define GET DISCLOSURE_GET
#define PUT DISCLOSURE_PUT
#define POST DISCLOSURE_POST

static const disclosure_route routes[] = {
    /* the interface for systems */
    ANSWER(POST, "/api/check", DISCLOSURE_FOR_API, disclosure_api_check),
    ANSWER(GET, "/api/reports", DISCLOSURE_FOR_API, disclosure_api_list),
    ANSWER(GET | PUT, "/api/reports/{organ}/{year}", DISCLOSURE_FOR_API, disclosure_api_report),
    ANSWER(POST, "/api/reports/{organ}/{year}/{action}", DISCLOSURE_FOR_API, disclosure_api_act),
    ANSWER(POST, "/api/files", DISCLOSURE_FOR_API, disclosure_api_files),
    ANSWER(GET, "/api/files/{fingerprint}", DISCLOSURE_FOR_API, disclosure_api_file),

    /* whatever is switched on */
    ANSWER(GET, "/health", DISCLOSURE_FOR_ALL, disclosure_public_health),
    ANSWER(GET, "/assets/{file}", DISCLOSURE_FOR_ALL, disclosure_public_asset),
    ANSWER(GET, "/assets/{fingerprint}/{file}", DISCLOSURE_FOR_ALL, disclosure_public_asset),
    ANSWER(GET, "/schema/report.rng", DISCLOSURE_FOR_ALL, disclosure_public_schema),

    ANSWER(GET, "/manual", DISCLOSURE_FOR_ALL, disclosure_public_add_slash),
    ANSWER(GET, "/manual/", DISCLOSURE_FOR_ALL, disclosure_public_manual),
    ANSWER(GET, "/manual/{file}", DISCLOSURE_FOR_ALL, disclosure_public_manual),

    /* staff pages: coming in and going out */
    ANSWER(GET, "/staff", DISCLOSURE_FOR_STAFF, disclosure_staff_door),
    ANSWER(GET | POST, "/staff/sign-in", DISCLOSURE_FOR_STAFF, disclosure_staff_sign_in),
    ANSWER(GET | POST, "/staff/reset", DISCLOSURE_FOR_STAFF, disclosure_staff_redeem),
    STAFF(POST, "/staff/sign-out", disclosure_staff_sign_out),
    STAFF(GET | POST | DISCLOSURE_FILES | DISCLOSURE_BESIDE, "/staff/reports/{organ}/{year}/edit",
          disclosure_staff_edit),
    STAFF(GET, "/staff/files/{fingerprint}", disclosure_staff_file),
    STAFF(GET, "/staff/reports/{organ}/{year}", disclosure_staff_report_page),
    STAFF(GET, "/staff/reports/{organ}/{year}/preview", disclosure_staff_preview),
    STAFF(GET, "/staff/reports/{organ}/{year}/print", disclosure_staff_print),
    STAFF(GET, "/staff/reports/{organ}/{year}/document.docx", disclosure_staff_document),
    STAFF(GET, "/staff/reports/{organ}/{year}/history", disclosure_staff_history),
    STAFF(POST, "/staff/reports/{organ}/{year}/comments", disclosure_staff_comments),
    STAFF(POST | DISCLOSURE_FILES, "/staff/reports/{organ}/{year}/scan", disclosure_staff_scan),
    STAFF(GET | POST, "/staff/reports/{organ}/{year}/{action}", disclosure_staff_step),
    STAFF(GET | POST, "/staff/password", disclosure_staff_password),
    STAFF(GET | POST, "/staff/accounts/{account}/reset", disclosure_staff_reset),

    /* staff pages: the desk and the year */
    STAFF(GET, "/staff/", disclosure_staff_desk),
    STAFF(GET | POST, "/staff/bulk", disclosure_staff_bulk),
    STAFF(GET | POST, "/staff/years/{year}", disclosure_staff_year),
    STAFF(GET, "/staff/years/{year}/table", disclosure_staff_overview),
    STAFF(GET | POST, "/staff/years/{year}/reminders", disclosure_staff_reminders),
    STAFF(GET, "/staff/years/{year}/table.csv", disclosure_staff_overview_csv),
    STAFF(GET, "/staff/years/{year}/bulletin.csv", disclosure_staff_bulletin_csv),

    STAFF(GET | POST, "/staff/region/{organ}/{year}", disclosure_staff_region),
    STAFF(GET, "/staff/region/{organ}/{year}/{cell}", disclosure_staff_region_cell),

    /* staff pages: administration */
    STAFF(GET, "/staff/organs", disclosure_staff_organs),
    STAFF(GET | POST, "/staff/organs/{organ}", disclosure_staff_organ),
    STAFF(GET | POST, "/staff/organ-new", disclosure_staff_organ_new),
    STAFF(GET | POST, "/staff/organ-import", disclosure_staff_organ_import),
    STAFF(GET, "/staff/accounts", disclosure_staff_accounts),
    STAFF(GET | POST, "/staff/accounts/{account}", disclosure_staff_account),
    STAFF(GET | POST, "/staff/account-new", disclosure_staff_account_new),
    STAFF(GET | POST, "/staff/account-import", disclosure_staff_account_import),
    STAFF(GET, "/staff/audit", disclosure_staff_audit),
    STAFF(GET, "/staff/audit.csv", disclosure_staff_audit_csv),

    /* public pages */
    ANSWER(GET, "", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash),
    PAGE("/", disclosure_public_index, ON_ALL),
    ANSWER(GET, "/year/{year}", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash),
    PAGE("/year/{year}/", disclosure_public_index, ON_ALL),
    PAGE("/feed.atom", disclosure_public_feed, ON_ALL),
    PAGE("/sitemap.xml", disclosure_public_sitemap, ON_ALL),
    PAGE("/sitemap/{year}.xml", disclosure_public_sitemap, ON_ALL),
    PAGE("/rules", disclosure_public_rules, 0),
    { GET, "/rules/{file}", DISCLOSURE_FOR_ALL, NULL, disclosure_public_rules_json, 0, NULL, 0 },
    ANSWER(GET, "/files/{fingerprint}", DISCLOSURE_FOR_PUBLIC, disclosure_public_file),
    PAGE("/region/{organ}/{year}{codec}", disclosure_public_region, ON_ALL),
    ANSWER(GET, "/region/{organ}/{year}/", DISCLOSURE_FOR_PUBLIC, disclosure_public_drop_slash),
    PAGE("/region/{organ}/{year}/{cell}", disclosure_public_region_cell, ON_ALL),
    ANSWER(GET, "/data", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash),
    PAGE("/data/", disclosure_public_data, ON_ALL),
    ANSWER(GET, "/data/{year}{codec}", DISCLOSURE_FOR_PUBLIC, disclosure_public_year_data),
    QUERY_PAGE("/data/{year}/", disclosure_public_table, ON_ALL),
    QUERY_PAGE("/data/{year}/table.csv", disclosure_public_table_csv, ON_ALL),
    ANSWER(GET, "/search", DISCLOSURE_FOR_PUBLIC, disclosure_public_search),
    ANSWER(GET, "/{organ}", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash),
    PAGE("/{organ}/", disclosure_public_organ, ON_ALL),
    ANSWER(GET, "/{organ}/compare", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash),
    ANSWER(GET, "/{organ}/compare/", DISCLOSURE_FOR_PUBLIC, disclosure_public_compare_door),
    PAGE("/{organ}/compare/{years}{codec}", disclosure_public_compare, ON_ALL),
    PAGE("/{organ}/compare/{years}/{file}", disclosure_public_compare_column, ON_ALL),
    ANSWER(GET, "/{organ}/compare/{span}{codec}", DISCLOSURE_FOR_PUBLIC,
           disclosure_public_compare_span),
    PAGE("/{organ}/{year}{codec}", disclosure_public_report, ON_ORGAN),
    ANSWER(GET, "/{organ}/{year}/", DISCLOSURE_FOR_PUBLIC, disclosure_public_drop_slash),
    PAGE("/{organ}/{year}/fragment", disclosure_public_fragment, ON_ORGAN),
    PAGE("/{organ}/{year}/paste", disclosure_public_paste_page, ON_ORGAN),
    PAGE("/{organ}/{year}/paste.html", disclosure_public_paste, ON_ORGAN),
    PAGE("/{organ}/{year}/changes", disclosure_public_changes, ON_ORGAN),
    PAGE("/{organ}/{year}/v{version}{codec}", disclosure_public_report, ON_ORGAN),
    PAGE("/{organ}/{year}/v{version}/fragment", disclosure_public_fragment, ON_ORGAN),
};

/* ---- Places in a pattern: each takes its part of the path, or refuses it ---- */

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

/* Bytes of an account's name as it stands in a path: 64, some of them as %XX. */
#define MAX_ACCOUNT 192

/* The longest beginning of the path made of `accept`, 1 to `max` of them; in
 * pool, or NULL. */
static const char *take_word(disclosure_request *request, const char **path, const char *accept,
                             apr_size_t max)
{
    apr_size_t len = strspn(*path, accept);
    const char *word;

    if (!len || len > max)
        return NULL;
    word = apr_pstrndup(request->r->pool, *path, len);
    *path += len;
    return word;
}

static int take_organ(disclosure_request *request, const char **path)
{
    request->organ = take_word(request, path, LOWER DIGITS "-", 40);
    return request->organ && ds_organ_key_is_valid(request->organ);
}

static int take_year(disclosure_request *request, const char **path)
{
    const char *digits = take_word(request, path, DIGITS, 4);

    if (!digits || strlen(digits) != 4)
        return 0;
    request->year = atoi(digits);
    return request->year >= DS_YEAR_MIN && request->year <= DS_YEAR_MAX;
}

static int take_number(disclosure_request *request, const char **path, int *number)
{
    const char *digits = take_word(request, path, DIGITS, 4);

    *number = digits ? atoi(digits) : 0;
    return digits && strlen(digits) == 4;
}

/* Any two numbers of four digits, or one that is both. */
static int take_span(disclosure_request *request, const char **path)
{
    if (!take_number(request, path, &request->year))
        return 0;
    request->last_year = request->year;
    if (**path != '-')
        return 1;
    (*path)++;
    return take_number(request, path, &request->last_year);
}

static int take_years(disclosure_request *request, const char **path)
{
    return take_span(request, path) && request->year >= DS_YEAR_MIN
        && request->last_year <= DS_YEAR_MAX && request->last_year > request->year
        && request->last_year - request->year < DS_SERIES_MAX_YEARS;
}

static int take_version(disclosure_request *request, const char **path)
{
    const char *digits = take_word(request, path, DIGITS, 4);

    if (!digits || *digits == '0')
        return 0;
    request->version = atoi(digits);
    return 1;
}

static int take_codec(disclosure_request *request, const char **path)
{
    if (!**path)
        return 1;
    if (**path != '.')
        return 0;
    request->codec = ds_codec_find(*path + 1);
    if (!request->codec || strcmp(request->codec->name, *path + 1))
        return 0;
    *path += strlen(*path);
    return request->codec->write != NULL;
}

static int take_action(disclosure_request *request, const char **path)
{
    int action;

    request->name = take_word(request, path, LOWER, 20);
    action = request->name ? ds_action_find(request->name) : -1;
    return action >= DS_ACTION_SUBMIT && action <= DS_ACTION_TAKEDOWN;
}

/* Shorter than any path, longer than any address. */
#define MAX_ADDRESS 120

static int take_cell(disclosure_request *request, const char **path)
{
    request->cell = take_word(request, path, LOWER UPPER DIGITS "._-/", MAX_ADDRESS);
    return request->cell != NULL;
}

static int take_file(disclosure_request *request, const char **path)
{
    request->name = take_word(request, path, LOWER UPPER DIGITS "._-", 100);
    return request->name && *request->name != '.';
}

static int take_fingerprint(disclosure_request *request, const char **path)
{
    request->fingerprint = take_word(request, path, DIGITS "abcdef", 64);
    return request->fingerprint != NULL;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)(at - digits) : -1;
}

/* Up to the next slash; what ds_staff_account_path() encoded twice is decoded
 * the second time here. */
static int take_account(disclosure_request *request, const char **path)
{
    apr_size_t len = strcspn(*path, "/");
    char *name = apr_palloc(request->r->pool, len + 1), *write = name;
    const char *end = *path + len;

    if (!len || len > MAX_ACCOUNT)
        return 0;
    while (*path < end) {
        int high = **path == '%' ? hex_digit((*path)[1]) : 0;
        int low = **path == '%' && high >= 0 ? hex_digit((*path)[2]) : 0;

        if (high < 0 || low < 0 || (**path == '%' && !(high * 16 + low)))
            return 0;
        *write++ = **path == '%' ? (char)(high * 16 + low) : **path;
        *path += **path == '%' ? 3 : 1;
    }
    *write = '\0';
    request->account = name;
    return ds_text_first_bad(name, (apr_size_t)(write - name)) == (apr_size_t)(write - name);
}

static const struct {
    const char *name;
    int (*take)(disclosure_request *request, const char **path);
} places[] = {
    { "{organ}", take_organ },   { "{year}", take_year },
    { "{years}", take_years },   { "{span}", take_span },
    { "{version}", take_version }, { "{codec}", take_codec },
    { "{action}", take_action }, { "{file}", take_file },
    { "{fingerprint}", take_fingerprint }, { "{account}", take_account },
    { "{cell}", take_cell },
};

/* Takes the place a pattern has come to; 0 when the path has something else. */
static int take_place(disclosure_request *request, const char **pattern, const char **path)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        apr_size_t len = strlen(places[i].name);

        if (!strncmp(*pattern, places[i].name, len)) {
            *pattern += len;
            return places[i].take(request, path);
        }
    }
    return 0;
}

static void forget_path(disclosure_request *request)
{
    request->organ = request->name = request->fingerprint = request->account = NULL;
    request->year = request->last_year = request->version = 0;
    request->cell = NULL;
    request->codec = NULL;
}

static int matches(disclosure_request *request, const char *pattern)
{
    const char *path = request->rest;

    forget_path(request);
    while (*pattern) {
        if (*pattern == '{') {
            if (!take_place(request, &pattern, &path))
                return 0;
        }
        else if (*pattern++ != *path++) {
            return 0;
        }
    }
    return !*path;
}

void disclosure_route_match(disclosure_request *request, int method)
{
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        if (matches(request, routes[i].pattern)) {
            request->allowed = routes[i].methods & DISCLOSURE_METHODS;
            request->route = routes[i].methods & method ? &routes[i] : NULL;
            return;
        }
    forget_path(request);
}
