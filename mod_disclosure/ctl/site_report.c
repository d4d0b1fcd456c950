/* One published report in all its forms: each answers, each is what it states, and
 * all say the same. */
#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>

#include "core/canonical.h"
#include "core/organ.h"
#include "ctl/published.h"
#include "ctl/site.h"
#include "page/changes.h"

/* How many differences are told of one form. */
#define MAX_TOLD 3

/* How long a correction may take to be everywhere. */
#define SECOND_LOOK (2 * APR_USEC_PER_SEC)

/* The forms of a report; the first is what the others are compared with. */
static const struct form {
    const char *suffix;     /* behind its path */
    const char *codec;
    int may_be_missing;
    int has_links;
} forms[] = {
    { ".xml", "xml", 0, 0 },
    { "", "html", 0, 1 },
    { "/fragment", "html", 0, 1 },
    { ".json", "json", 0, 0 },
    { ".csv", "csv", 0, 0 },
    { ".docx", "docx", 0, 0 },
    { "/paste.html", "html", 1, 0 },
};
#define N_FORMS (sizeof(forms) / sizeof(*forms))

/* ---- Addresses ---- */

static int digits_of(const char *text)
{
    apr_size_t len = strspn(text, "0123456789");
    return len > 0 && len <= 4 ? (int)len : 0;
}

/* Whether a form's suffix, or one behind which nothing is compared, stands here. */
static int is_suffix(const char *rest)
{
    for (apr_size_t i = 0; i < N_FORMS; i++) {
        if (strcmp(rest, forms[i].suffix) == 0) {
            return 1;
        }
    }
    return 0;
}

int ctl_report_of(ctl_report_place *place, const char *rest, apr_pool_t *pool)
{
    const char *slash = *rest == '/' ? strchr(rest + 1, '/') : NULL;
    if (slash == NULL || digits_of(slash + 1) != 4) {
        return 0;
    }
    place->organ = apr_pstrmemdup(pool, rest + 1, (apr_size_t)(slash - rest) - 1);
    place->year = atoi(slash + 1);
    const char *end = slash + 5;
    if (strncmp(end, "/v", 2) == 0 && digits_of(end + 2) > 0) {
        end += 2 + digits_of(end + 2);
    }
    place->path = apr_pstrmemdup(pool, rest, (apr_size_t)(end - rest));
    return ds_organ_key_is_valid(place->organ) && is_suffix(end);
}

/* ---- One form ---- */

/* A report being looked at. */
typedef struct look {
    ctl_walk *walk;
    const ctl_report_place *place;
    const char *from;
    apr_array_header_t *faults;   /* of ctl_problem */
    const ds_report *reference;   /* out of the first form; NULL when it cannot be had */
    const char *digest;           /* of it, by the tool's algorithm */
    const char *url;              /* of the form being looked at; */
    const ctl_answer *answer;     /* what came of it */
    apr_pool_t *pool;
} look;

static void fault(look *l, const char *message)
{
    ctl_problem *problem = apr_array_push(l->faults);
    problem->url = l->url;
    problem->from = NULL;
    problem->message = message;
}

/* The first differences, as a person names their places. */
static const char *differences(const look *l, const ds_report *report)
{
    apr_array_header_t *all = apr_array_append(
        l->pool, ds_changes_figures(l->reference, report, l->pool),
        ds_changes_texts(l->reference, report, l->pool));
    const char *told = "";
    for (int i = 0; i < all->nelts && i < MAX_TOLD; i++) {
        const ds_change *change = &APR_ARRAY_IDX(all, i, ds_change);
        told = apr_pstrcat(l->pool, told, i > 0 ? "；" : "：", change->what, NULL);
    }
    return all->nelts > MAX_TOLD ? apr_psprintf(l->pool, "%s 等 %d 处", told, all->nelts) : told;
}

static void compare(look *l, const ds_report *report)
{
    const char *digest = ds_canonical_digest(report, l->walk->c->digest, l->pool);
    if (l->reference == NULL) {
        l->reference = report;
        l->digest = digest;
    } else if (digest == NULL || l->digest == NULL || strcmp(digest, l->digest) != 0) {
        fault(l, apr_pstrcat(l->pool, "与同一报告的其他形式不同", differences(l, report), NULL));
    }
}

/* The header states the digest of all forms, of XML it is the only one. */
static void compare_header(look *l, const ctl_published *one)
{
    ds_imprint stated = { .is_exact = 1 };
    if (l->answer->digest == NULL) {
        return;
    }
    if (!ds_imprint_take_header(&stated, l->answer->digest, l->pool)
        || !ds_imprint_agrees(&stated, one->report, l->pool)) {
        fault(l, "内容与响应头 Disclosure-Digest 载明的摘要不符");
    }
}

static void look_at(void *baton, const ctl_published *one, apr_pool_t *pool)
{
    look *l = baton;
    if (one->report == NULL) {
        fault(l, apr_pstrcat(l->pool, "不是公开的形式：",
                             ds_findings_count(one->findings) > 0
                             ? ds_findings_at(one->findings, 0)->message : "不能读", NULL));
        return;
    }
    ds_report *report = ds_report_copy(one->report, l->pool);
    if (one->agreement == CTL_DIFFERS) {
        fault(l, "内容与载明的摘要不符");
    } else if (one->agreement == CTL_UNSTATED && strcmp(one->codec->name, "xml") != 0) {
        fault(l, "没有载明摘要");
    } else if (!one->is_plain) {
        fault(l, "写法与公开的形式不同");
    }
    if (report->organ == NULL || strcmp(report->organ, l->place->organ) != 0
        || report->year != l->place->year) {
        fault(l, "内容是另一份报告，与网址不符");
    }
    compare_header(l, one);
    compare(l, report);
}

static void look_at_form(look *l, const struct form *form)
{
    const char *url = apr_pstrcat(l->pool, l->walk->base, l->place->path, form->suffix, NULL);
    apr_pool_t *pool;
    apr_pool_create(&pool, l->pool);
    const ctl_answer answer = ctl_fetch(l->walk->fetcher, url, 0, pool);
    const char *why = ctl_answer_fault(&answer, l->pool);
    l->url = url;
    l->answer = &answer;
    if (why != NULL && !(form->may_be_missing && answer.status == 404)) {
        fault(l, why);
    } else if (why == NULL) {
        ctl_each_published(l->walk->c, url, ds_codec_find(form->codec), answer.bytes, answer.len,
                           NULL, look_at, l, pool);
        if (form->has_links) {
            ctl_walk_links(l->walk, url, answer.bytes, answer.len, pool);
        }
    }
    apr_pool_destroy(pool);
}

static void look_at_all(look *l)
{
    l->faults->nelts = 0;
    l->reference = NULL;
    l->digest = NULL;
    for (apr_size_t i = 0; i < N_FORMS && !ctl_fetcher_is_over(l->walk->fetcher); i++) {
        look_at_form(l, &forms[i]);
    }
}

void ctl_walk_report(ctl_walk *walk, const ctl_report_place *place, const char *from,
                     apr_pool_t *scratch_pool)
{
    look l = { .walk = walk, .place = place, .from = from, .pool = scratch_pool,
               .faults = apr_array_make(scratch_pool, 4, sizeof(ctl_problem)) };
    look_at_all(&l);
    if (l.faults->nelts > 0 && !ctl_fetcher_is_over(walk->fetcher)) {
        apr_sleep(SECOND_LOOK);
        look_at_all(&l);
    }
    for (int i = 0; i < l.faults->nelts; i++) {
        const ctl_problem *problem = &APR_ARRAY_IDX(l.faults, i, ctl_problem);
        ctl_walk_problem(walk, problem->url, from, problem->message);
    }
    walk->n_reports++;
}
