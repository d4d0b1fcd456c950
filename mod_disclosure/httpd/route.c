/* The route table, and how a path is matched against it. */
#include "httpd/route.h"

#include <apr_lib.h>

#include "core/organ.h"
#include "core/report.h"
#include "httpd/api.h"
#include "httpd/freshness.h"
#include "httpd/public.h"

#define ON_ORGAN (DISCLOSURE_ON_ORGAN | DISCLOSURE_ON_NAMES)
#define ON_ALL (DISCLOSURE_ON_REPORTS | DISCLOSURE_ON_NAMES)

static const disclosure_route routes[] = {
    /* the interface for systems */
    { DISCLOSURE_POST, "/api/check", DISCLOSURE_FOR_API, disclosure_api_check, NULL, 0 },
    { DISCLOSURE_GET, "/api/reports", DISCLOSURE_FOR_API, disclosure_api_list, NULL, 0 },
    { DISCLOSURE_GET | DISCLOSURE_PUT, "/api/reports/{organ}/{year}", DISCLOSURE_FOR_API,
      disclosure_api_report, NULL, 0 },
    { DISCLOSURE_POST, "/api/reports/{organ}/{year}/{action}", DISCLOSURE_FOR_API,
      disclosure_api_act, NULL, 0 },

    /* whatever is switched on */
    { DISCLOSURE_GET, "/health", DISCLOSURE_FOR_ALL, disclosure_public_health, NULL, 0 },
    { DISCLOSURE_GET, "/assets/{fingerprint}/{file}", DISCLOSURE_FOR_ALL,
      disclosure_public_asset, NULL, 0 },
    { DISCLOSURE_GET, "/schema/report.rng", DISCLOSURE_FOR_ALL, disclosure_public_schema,
      NULL, 0 },

    /* public pages */
    { DISCLOSURE_GET, "", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash, NULL, 0 },
    { DISCLOSURE_GET, "/", DISCLOSURE_FOR_PUBLIC, NULL, disclosure_public_index, ON_ALL },
    { DISCLOSURE_GET, "/year/{year}", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash,
      NULL, 0 },
    { DISCLOSURE_GET, "/year/{year}/", DISCLOSURE_FOR_PUBLIC, NULL, disclosure_public_index,
      ON_ALL },
    { DISCLOSURE_GET, "/rules", DISCLOSURE_FOR_PUBLIC, NULL, disclosure_public_rules, 0 },
    { DISCLOSURE_GET, "/{organ}", DISCLOSURE_FOR_PUBLIC, disclosure_public_add_slash, NULL, 0 },
    { DISCLOSURE_GET, "/{organ}/", DISCLOSURE_FOR_PUBLIC, NULL, disclosure_public_organ,
      ON_ORGAN },
    { DISCLOSURE_GET, "/{organ}/{year}{codec}", DISCLOSURE_FOR_PUBLIC, NULL,
      disclosure_public_report, ON_ORGAN },
    { DISCLOSURE_GET, "/{organ}/{year}/", DISCLOSURE_FOR_PUBLIC, disclosure_public_drop_slash,
      NULL, 0 },
    { DISCLOSURE_GET, "/{organ}/{year}/fragment", DISCLOSURE_FOR_PUBLIC, NULL,
      disclosure_public_fragment, ON_ORGAN },
    { DISCLOSURE_GET, "/{organ}/{year}/changes", DISCLOSURE_FOR_PUBLIC, NULL,
      disclosure_public_changes, ON_ORGAN },
    { DISCLOSURE_GET, "/{organ}/{year}/v{version}{codec}", DISCLOSURE_FOR_PUBLIC, NULL,
      disclosure_public_report, ON_ORGAN },
    { DISCLOSURE_GET, "/{organ}/{year}/v{version}/fragment", DISCLOSURE_FOR_PUBLIC, NULL,
      disclosure_public_fragment, ON_ORGAN },
};

/* ---- Places in a pattern: each takes its part of the path, or refuses it ---- */

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

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

static const struct {
    const char *name;
    int (*take)(disclosure_request *request, const char **path);
} places[] = {
    { "{organ}", take_organ },   { "{year}", take_year },
    { "{version}", take_version }, { "{codec}", take_codec },
    { "{action}", take_action }, { "{file}", take_file },
    { "{fingerprint}", take_fingerprint },
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
    request->organ = request->name = request->fingerprint = NULL;
    request->year = request->version = 0;
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
            request->allowed = routes[i].methods;
            request->route = routes[i].methods & method ? &routes[i] : NULL;
            return;
        }
    forget_path(request);
}
