#include "ctl/site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "ctl/published.h"
#include "io/html.h"
#include "io/json.h"
#include "io/sitemap_read.h"

/* An answer larger than this is not read: whole years are the largest. */
#define MAX_ANSWER ((apr_size_t)128 * 1024 * 1024)

#define MAX_PLACES 100000
#define MAX_SECONDS 3600
#define MAX_PROBLEMS 10000

/* ---- The queue ---- */

void ctl_walk_problem(ctl_walk *walk, const char *url, const char *from, const char *message)
{
    if (walk->problems->nelts >= MAX_PROBLEMS) {
        return;
    }
    ctl_problem *problem = apr_array_push(walk->problems);
    problem->url = apr_pstrdup(walk->pool, url);
    problem->from = from != NULL ? apr_pstrdup(walk->pool, from) : NULL;
    problem->message = apr_pstrdup(walk->pool, message);
}

void ctl_walk_add(ctl_walk *walk, const char *url, const char *from)
{
    if (apr_hash_get(walk->seen, url, APR_HASH_KEY_STRING) != NULL) {
        return;
    }
    if (walk->queue->nelts >= walk->max_places) {
        walk->is_cut = 1;
        return;
    }
    ctl_place *place = apr_array_push(walk->queue);
    place->url = apr_pstrdup(walk->pool, url);
    place->from = from != NULL ? apr_pstrdup(walk->pool, from) : NULL;
    apr_hash_set(walk->seen, place->url, APR_HASH_KEY_STRING, "");
}

/* Notes that an address is not to be gone to any more; 0 when it was so before. */
static int mark(ctl_walk *walk, const char *url)
{
    if (apr_hash_get(walk->seen, url, APR_HASH_KEY_STRING) == walk) {
        return 0;
    }
    apr_hash_set(walk->seen, apr_pstrdup(walk->pool, url), APR_HASH_KEY_STRING, walk);
    return 1;
}

/* ---- Addresses ---- */

/* The path below the base, "" for the base itself; NULL when the address is not
 * below it. */
static const char *below(const ctl_walk *walk, const char *url)
{
    apr_size_t len = strlen(walk->base);
    return strncmp(url, walk->base, len) == 0 && (url[len] == '/' || url[len] == '\0')
        ? url + len : NULL;
}

static int begins(const char *path, const char *with)
{
    return strncmp(path, with, strlen(with)) == 0;
}

/* What is not for the public. */
static int is_closed(const char *rest)
{
    return begins(rest, "/staff/") || begins(rest, "/api/");
}

static int slashes(const char *path)
{
    int n = 0;
    for (; *path != '\0'; path++) {
        n += *path == '/';
    }
    return n;
}

/* What only shows a page otherwise, sorted or chosen by a query, or a single cell of
 * a sum, each of which has a page: there is no end of these. */
static int is_view(const char *rest)
{
    return strchr(rest, '?') != NULL || (begins(rest, "/region/") && slashes(rest) > 3);
}

/* ---- Links ---- */

typedef struct finding_links {
    ctl_walk *walk;
    const char *url;
    int foreign;        /* addresses of other hosts */
    apr_pool_t *pool;
} finding_links;

static void add_link(void *baton, const char *address)
{
    finding_links *links = baton;
    const char *url = ctl_fetcher_join(links->walk->fetcher, links->url, address, links->pool);
    if (url != NULL) {
        ctl_walk_add(links->walk, url, links->url);
    } else {
        links->foreign++;
    }
}

void ctl_walk_links(ctl_walk *walk, const char *url, const char *bytes, apr_size_t len,
                    apr_pool_t *scratch_pool)
{
    finding_links links = { walk, url, 0, scratch_pool };
    ds_findings *findings = ds_findings_create(scratch_pool);
    if (ds_html_links(bytes, len, add_link, &links, findings, scratch_pool) != APR_SUCCESS) {
        ctl_walk_problem(walk, url, NULL, ds_findings_at(findings, 0)->message);
    }
}

static void walk_sitemap(ctl_walk *walk, const ctl_answer *answer, apr_pool_t *scratch_pool)
{
    finding_links links = { walk, answer->url, 0, scratch_pool };
    ds_findings *findings = ds_findings_create(scratch_pool);
    if (ds_sitemap_read(answer->bytes, answer->len, add_link, &links, findings, scratch_pool)
        != APR_SUCCESS) {
        ctl_walk_problem(walk, answer->url, NULL, ds_findings_at(findings, 0)->message);
    }
    if (links.foreign > 0) {
        ctl_walk_problem(walk, answer->url, NULL,
                         apr_psprintf(scratch_pool, "站点地图里有 %d 个网址不属于所巡查的网站，"
                                      "请核对 DisclosureBaseURL", links.foreign));
    }
}

/* ---- Pages ---- */

const char *ctl_answer_fault(const ctl_answer *answer, apr_pool_t *pool)
{
    if (answer->error != NULL) {
        return answer->error;
    }
    return answer->status == 200 ? NULL
        : apr_psprintf(pool, "没有正常答复，状态码 %d", answer->status);
}

static void look_at_year(void *baton, const ctl_published *one, apr_pool_t *pool)
{
    ctl_walk *walk = baton;
    if (one->report == NULL) {
        ctl_walk_problem(walk, one->name, NULL, "不是公开的形式，不能读");
    } else if (one->agreement != CTL_AGREES || !one->is_plain) {
        ctl_walk_problem(walk, one->name, NULL, "内容与载明的摘要不符");
    }
}

/* "/data/2020.csv" and its kin: all reports of a year in one file. */
static int is_year_file(const char *rest)
{
    static const char *const endings[] = { ".csv", ".json", ".xml" };
    const char *end = rest + strlen("/data/0000");
    if (!begins(rest, "/data/") || strspn(rest + strlen("/data/"), "0123456789") != 4) {
        return 0;
    }
    for (apr_size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
        if (strcmp(end, endings[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

static void look_inside(ctl_walk *walk, const char *rest, const ctl_answer *answer,
                        apr_pool_t *scratch_pool)
{
    if (begins(rest, "/sitemap")) {
        walk_sitemap(walk, answer, scratch_pool);
    } else if (is_year_file(rest)) {
        ctl_each_published(walk->c, answer->url, NULL, answer->bytes, answer->len, NULL,
                           look_at_year, walk, scratch_pool);
    } else if (begins(answer->type, "text/html") && below(walk, answer->url) != NULL) {
        ctl_walk_links(walk, answer->url, answer->bytes, answer->len, scratch_pool);
    }
}

/* A page that is not a report's. Elsewhere on the host it only has to be there. */
static void look_at_page(ctl_walk *walk, const ctl_place *place, apr_pool_t *scratch_pool)
{
    const char *rest = below(walk, place->url);
    ctl_answer answer = ctl_fetch(walk->fetcher, place->url, rest == NULL, scratch_pool);
    if (rest == NULL && (answer.status == 405 || answer.status == 501)) {
        answer = ctl_fetch(walk->fetcher, place->url, 0, scratch_pool);
    }
    const char *why = ctl_answer_fault(&answer, scratch_pool);
    walk->n_pages++;
    if (why != NULL) {
        ctl_walk_problem(walk, place->url, place->from, why);
    } else if (rest != NULL) {
        look_inside(walk, rest, &answer, scratch_pool);
    }
}

static void look_at_place(ctl_walk *walk, const ctl_place *place, apr_pool_t *scratch_pool)
{
    const char *rest = below(walk, place->url);
    ctl_report_place report;
    if (rest != NULL && (is_closed(rest) || is_view(rest))) {
        return;
    }
    if (rest == NULL || !ctl_report_of(&report, rest, scratch_pool)) {
        look_at_page(walk, place, scratch_pool);
    } else if (mark(walk, apr_pstrcat(scratch_pool, "report ", report.path, NULL))) {
        ctl_walk_report(walk, &report, place->from, scratch_pool);
    }
}

/* A site without a site map is walked along its links. */
static void begin(ctl_walk *walk, apr_pool_t *scratch_pool)
{
    const char *map = apr_pstrcat(scratch_pool, walk->base, "/sitemap.xml", NULL);
    ctl_answer answer = ctl_fetch(walk->fetcher, map, 0, scratch_pool);
    ctl_walk_add(walk, apr_pstrcat(scratch_pool, walk->base, "/", NULL), NULL);
    if (answer.status == 200) {
        apr_hash_set(walk->seen, apr_pstrdup(walk->pool, map), APR_HASH_KEY_STRING, "");
        walk_sitemap(walk, &answer, scratch_pool);
    } else if (answer.status != 404) {
        ctl_walk_problem(walk, map, NULL, ctl_answer_fault(&answer, scratch_pool));
    }
}

static void walk_all(ctl_walk *walk)
{
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, walk->pool);
    begin(walk, iterpool);
    while (walk->next < walk->queue->nelts && !ctl_fetcher_is_over(walk->fetcher)) {
        const ctl_place place = APR_ARRAY_IDX(walk->queue, walk->next, ctl_place);
        apr_pool_clear(iterpool);
        walk->next++;
        look_at_place(walk, &place, iterpool);
    }
    walk->is_cut = walk->is_cut || walk->next < walk->queue->nelts;
    apr_pool_destroy(iterpool);
}

/* ---- What came of it ---- */

static void print_text(const ctl_walk *walk, int is_quiet)
{
    for (int i = 0; i < walk->problems->nelts; i++) {
        const ctl_problem *problem = &APR_ARRAY_IDX(walk->problems, i, ctl_problem);
        printf("%s: %s%s%s%s\n", problem->url, problem->message,
               problem->from != NULL ? "（见于 " : "", problem->from != NULL ? problem->from : "",
               problem->from != NULL ? "）" : "");
    }
    if (walk->is_cut) {
        printf("没有走完：到了时间或者网址数的上限，还有 %d 个网址没有看。\n",
               walk->queue->nelts - walk->next);
    }
    if (!is_quiet || walk->problems->nelts > 0 || walk->is_cut) {
        printf("%s：看了 %d 份报告、%d 个其他网址，%d 处问题。\n", walk->base, walk->n_reports,
               walk->n_pages, walk->problems->nelts);
    }
}

static void print_json(const ctl_walk *walk)
{
    json_t *result = json_object(), *problems = json_array();
    for (int i = 0; i < walk->problems->nelts; i++) {
        const ctl_problem *problem = &APR_ARRAY_IDX(walk->problems, i, ctl_problem);
        json_t *one = json_object();
        json_object_set_new(one, "url", json_string(problem->url));
        json_object_set_new(one, "from", problem->from != NULL ? json_string(problem->from)
                                                               : json_null());
        json_object_set_new(one, "message", json_string(problem->message));
        json_array_append_new(problems, one);
    }
    json_object_set_new(result, "site", json_string(walk->base));
    json_object_set_new(result, "complete", json_boolean(!walk->is_cut));
    json_object_set_new(result, "reports", json_integer(walk->n_reports));
    json_object_set_new(result, "pages", json_integer(walk->n_pages));
    json_object_set_new(result, "problems", problems);
    puts(ds_json_text(result, walk->pool));
}

/* ---- The command ---- */

/* A number from 0 on; `otherwise` where the option was not given; -1 after saying
 * what is wrong. */
static int number(const ctl_arguments *arguments, const char *name, int otherwise)
{
    const char *text = ctl_option(arguments, name);
    apr_size_t len = text != NULL ? strlen(text) : 0;
    if (text == NULL) {
        return otherwise;
    }
    if (len == 0 || len > 7 || strspn(text, "0123456789") != len) {
        ctl_fail("--%s 应是不超过七位的数字。", name);
        return -1;
    }
    return atoi(text);
}

int ctl_verify_site(ctl *c, const ctl_arguments *arguments, const char *url)
{
    int delay = number(arguments, "delay", 0);
    int places = number(arguments, "max-pages", MAX_PLACES);
    int seconds = number(arguments, "max-time", MAX_SECONDS);
    ctl_walk walk = { .c = c, .max_places = places, .pool = c->pool };
    if (delay < 0 || places < 0 || seconds < 0) {
        return CTL_FAILED;
    }
    const ctl_fetch_limits limits = { MAX_ANSWER, apr_time_from_msec(delay),
                                      apr_time_now() + apr_time_from_sec(seconds) };
    walk.fetcher = ctl_fetcher_create(url, &limits, c->pool);
    if (walk.fetcher == NULL) {
        return CTL_FAILED;
    }
    char *base = apr_pstrdup(c->pool, ctl_fetcher_join(walk.fetcher, NULL, url, c->pool));
    for (apr_size_t len = strlen(base); len > 0 && base[len - 1] == '/'; len--) {
        base[len - 1] = '\0';
    }
    walk.base = base;
    walk.queue = apr_array_make(c->pool, 256, sizeof(ctl_place));
    walk.problems = apr_array_make(c->pool, 16, sizeof(ctl_problem));
    walk.seen = apr_hash_make(c->pool);
    walk_all(&walk);
    if (ctl_option(arguments, "json") != NULL) {
        print_json(&walk);
    } else {
        print_text(&walk, ctl_option(arguments, "quiet") != NULL);
    }
    return walk.is_cut || (walk.n_reports == 0 && walk.n_pages == 0) ? CTL_FAILED
        : walk.problems->nelts > 0 ? CTL_WRONG : CTL_OK;
}
