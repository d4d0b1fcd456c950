/* The frame of the staff pages: head, navigation, the way here, notices. */
#include "page/staff.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"
#include "core/text.h"
#include "page/meta.h"

/* ---- Paths ---- */

const char *ds_staff_path(const ds_site *site, const char *path, apr_pool_t *pool)
{
    return apr_pstrcat(pool, site->base, "/staff", path, NULL);
}

const char *ds_staff_report_path(const ds_site *site, const char *organ, int year,
                                 const char *suffix, apr_pool_t *pool)
{
    return apr_psprintf(pool, "%s/staff/reports/%s/%d%s", site->base, organ, year, suffix);
}

/* A slash, and dots that would be taken for steps of a path, are encoded once
 * more: httpd lets no encoded slash pass, and removes such dots. */
const char *ds_staff_account_path(const ds_site *site, const char *account, const char *suffix,
                                  apr_pool_t *pool)
{
    char *inner = apr_palloc(pool, strlen(account) * 3 + 1), *write = inner;
    int is_dots = strcmp(account, ".") == 0 || strcmp(account, "..") == 0;

    for (const char *p = account; *p; p++) {
        const char *code = *p == '%' ? "%25" : *p == '/' ? "%2F" : *p == '.' && is_dots ? "%2E"
                           : NULL;
        if (code != NULL) {
            memcpy(write, code, 3);
            write += 3;
        }
        else {
            *write++ = *p;
        }
    }
    *write = '\0';
    return apr_pstrcat(pool, site->base, "/staff/accounts/", ds_text_percent(pool, inner, "-_.~@"), suffix, NULL);
}

const char *ds_staff_time(apr_int64_t instant, apr_pool_t *pool)
{
    const char *minute = strchr(ds_date_minute(pool, instant), ' ');

    return apr_pstrcat(pool, ds_date_chinese(pool, ds_date_of(pool, instant)), minute, NULL);
}

/* ---- The head ---- */

#define EVERYBODY (~0u)
#define BIT(role) (1u << (role))
#define SUPERVISORS (BIT(DS_ROLE_REVIEWER) | BIT(DS_ROLE_PUBLISHER) | BIT(DS_ROLE_ADMIN))

/* Where the navigation leads; %d is the year whose reports are due. */
static const struct {
    const char *path;
    const char *text;
    unsigned roles;
} places[] = {
    { "/", "工作台", EVERYBODY },
    { "/years/%d", "应报名单", SUPERVISORS },
    { "/years/%d/table", "进度总表", SUPERVISORS },
    { "/organs", "机关", BIT(DS_ROLE_ADMIN) },
    { "/accounts", "账号", BIT(DS_ROLE_ADMIN) },
    { "/audit", "操作记录", BIT(DS_ROLE_ADMIN) },
};

static unsigned roles_of(const ds_actor *actor)
{
    unsigned roles = 0;

    for (int i = 0; actor->grants != NULL && i < actor->grants->nelts; i++) {
        roles |= BIT(APR_ARRAY_IDX(actor->grants, i, const ds_grant).role);
    }
    return roles;
}

/* The year before the one we are in: its reports are the ones being made. */
static int year_due(apr_int64_t now, apr_pool_t *pool)
{
    return (int)apr_atoi64(ds_date_of(pool, now)) - 1;
}

/* The path of a place below B/staff. */
static const char *place_below(const ds_staff_view *view, const char *path, apr_pool_t *pool)
{
    const char *year = strstr(path, "%d");

    return year == NULL ? path
        : apr_psprintf(pool, "%.*s%d%s", (int)(year - path), path, year_due(view->now, pool),
                       year + 2);
}

/* How much of the way here the place is: all of the path, its beginning up to a
 * slash, or (0) nothing. */
static apr_size_t covers(const ds_staff_view *view, const char *place)
{
    apr_size_t len = strlen(place);
    const char *here = view->here != NULL ? view->here : "";

    if (strncmp(here, place, len) != 0 || (here[len] != '\0' && here[len] != '/')) {
        return 0;
    }
    return len;
}

/* The place that covers most; NULL when none does. */
static const char *find_here(const ds_staff_view *view, apr_pool_t *pool)
{
    const char *found = NULL;
    apr_size_t most = 0;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        apr_size_t len = covers(view, place_below(view, places[i].path, pool));

        if (len > most) {
            most = len;
            found = places[i].path;
        }
    }
    return found;
}

static void write_place(ds_markup *m, const ds_staff_view *view, const char *path,
                        const char *text, int is_here, apr_pool_t *pool)
{
    const char *below = place_below(view, path, pool);

    ds_markup_start(m, "li");
    ds_markup_start(m, "a");
    ds_markup_attr(m, "href", ds_staff_path(view->site, below, pool));
    if (is_here) {
        ds_markup_attr(m, "aria-current", strcmp(below, view->here) == 0 ? "page" : "true");
    }
    ds_markup_text(m, text);
    ds_markup_end(m, "a");
    ds_markup_end(m, "li");
}

/* The manual that is written for somebody with these roles. */
static const char *manual_path(const ds_site *site, unsigned roles, apr_pool_t *pool)
{
    const char *file = (roles & SUPERVISORS) != 0 ? "reviewer.html"
        : (roles & BIT(DS_ROLE_EDITOR)) != 0 ? "clerk.html" : "";

    return apr_pstrcat(pool, site->base, "/manual/", file, NULL);
}

static void write_places(ds_markup *m, const ds_staff_view *view, apr_pool_t *pool)
{
    unsigned roles = roles_of(view->actor);
    const char *here = find_here(view, pool);

    ds_piece_open(m, "nav", "ds-staff-nav");
    ds_markup_attr(m, "aria-label", "工作导航");
    ds_markup_start(m, "ul");
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (places[i].roles == EVERYBODY || (places[i].roles & roles) != 0) {
            write_place(m, view, places[i].path, places[i].text, places[i].path == here, pool);
        }
    }
    ds_markup_start(m, "li");
    ds_piece_link(m, manual_path(view->site, roles, pool), NULL, "手册");
    ds_markup_end(m, "li");
    ds_markup_end(m, "ul");
    ds_markup_end(m, "nav");
}

static void write_sign_out(ds_markup *m, const ds_staff_view *view, apr_pool_t *pool)
{
    ds_piece_link(m, ds_staff_path(view->site, "/password", pool), NULL, "修改密码");
    ds_staff_form(m, view, ds_staff_path(view->site, "/sign-out", pool), NULL);
    ds_staff_button(m, NULL, NULL, "退出登录", "plain");
    ds_staff_form_end(m);
}

static void write_person(ds_markup *m, const ds_staff_view *view, apr_pool_t *pool)
{
    const ds_actor *actor = view->actor;

    ds_piece_open(m, "div", "ds-staff-person");
    ds_markup_element_class(m, "span", "ds-staff-name",
                            actor->name != NULL ? actor->name : actor->account);
    if (view->last_sign_in != 0) {
        ds_markup_element_class(m, "span", "ds-staff-last",
                                apr_pstrcat(pool, "上次登录：",
                                            ds_staff_time(view->last_sign_in, pool), NULL));
    }
    if (view->signed_in_here) {
        write_sign_out(m, view, pool);
    }
    ds_markup_end(m, "div");
}

static void write_way(ds_markup *m, const ds_staff_view *view, const ds_crumb *crumbs,
                      int n_crumbs, apr_pool_t *pool)
{
    ds_piece_open(m, "nav", "ds-crumb");
    ds_markup_attr(m, "aria-label", "当前位置");
    ds_markup_start(m, "ol");
    ds_markup_start(m, "li");
    ds_piece_link(m, ds_staff_path(view->site, "/", pool), NULL, "工作台");
    ds_markup_end(m, "li");
    for (int i = 0; i < n_crumbs; i++) {
        ds_markup_start(m, "li");
        if (crumbs[i].href != NULL) {
            ds_piece_link(m, crumbs[i].href, NULL, crumbs[i].text);
        }
        else {
            ds_markup_start(m, "span");
            ds_markup_attr(m, "aria-current", "page");
            ds_markup_text(m, crumbs[i].text);
            ds_markup_end(m, "span");
        }
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ol");
    ds_markup_end(m, "nav");
}

static void write_done(ds_markup *m, const char *done)
{
    ds_piece_open(m, "p", "ds-done");
    ds_markup_attr(m, "role", "status");
    ds_markup_text(m, done);
    ds_markup_end(m, "p");
}

ds_markup *ds_staff_begin(ds_page *page, const ds_staff_view *view, const char *title,
                          const ds_crumb *crumbs, int n_crumbs, apr_pool_t *pool)
{
    const ds_meta meta = { .title = title };
    ds_markup *m = page->body;

    ds_meta_write(page, view->site, &meta, pool);
    ds_markup_start(page->meta, "link");
    ds_markup_attr(page->meta, "rel", "stylesheet");
    ds_markup_attr(page->meta, "href", apr_pstrcat(pool, view->site->assets, "/staff.css", NULL));
    ds_markup_void(page->meta);
    ds_piece_open(m, "div", "ds-page ds-staff");
    if (view->actor != NULL) {
        ds_piece_open(m, "div", "ds-staff-head");
        write_places(m, view, pool);
        write_person(m, view, pool);
        ds_markup_end(m, "div");
        if (n_crumbs > 0) {
            write_way(m, view, crumbs, n_crumbs, pool);
        }
    }
    if (view->done != NULL) {
        write_done(m, view->done);
    }
    ds_markup_element(m, "h1", title);
    return m;
}

void ds_staff_end(ds_page *page)
{
    ds_markup_end(page->body, "div");
}

/* ---- The chain ---- */

typedef enum { STEP_DONE, STEP_NOW, STEP_NEXT } step_place;

static const struct {
    const char *class_name;
    const char *text;
} step_places[] = {
    [STEP_DONE] = { "ds-step-done", "已完成" },
    [STEP_NOW] = { "ds-step-now", "正在办理" },
    [STEP_NEXT] = { "ds-step-next", "待办" },
};

/* How a state colours the step at hand; others say nothing more. */
static const char *step_note(ds_state state)
{
    switch (state) {
    case DS_STATE_RETURNED:
    case DS_STATE_WITHDRAWN:
        return ds_state_label(state);
    default:
        return NULL;
    }
}

static step_place place_of_step(ds_state state, int at_hand, int step)
{
    if (state == DS_STATE_PUBLISHED || state == DS_STATE_WITHDRAWN || step < at_hand) {
        return STEP_DONE;
    }
    return step == at_hand ? STEP_NOW : STEP_NEXT;
}

void ds_staff_chain(ds_markup *m, const ds_chain *chain, ds_state state, int step)
{
    ds_piece_open(m, "ol", "ds-chain");
    ds_markup_attr(m, "aria-label", "办理环节");
    for (int i = 0; i < chain->n_steps; i++) {
        step_place place = place_of_step(state, step, i);
        int is_at_hand = i == step;

        ds_piece_open(m, "li", step_places[place].class_name);
        if (place == STEP_NOW) {
            ds_markup_attr(m, "aria-current", "step");
        }
        ds_markup_element_class(m, "span", "ds-step-name", chain->steps[i].name);
        ds_markup_element_class(m, "span", "ds-step-place",
                                is_at_hand && step_note(state) != NULL ? step_note(state)
                                                                       : step_places[place].text);
        ds_markup_end(m, "li");
    }
    ds_markup_end(m, "ol");
}
