#include "page/deed_text.h"

#include <string.h>

#include <apr_strings.h>

/* What is not a step of the chain. */
static const struct {
    const char *action;
    const char *text;
    int is_for_machines;        /* its detail: numbers, digests */
} deeds[] = {
    { "save", "保存草稿", 0 }, { "take-over", "登记已公开的报告", 0 }, { "correct", "开始更正", 0 },
    { "withdraw", "撤下报告", 0 }, { "takedown", "紧急下线", 0 }, { "explain", "说明撤下的原因", 0 },
    { "hand-over", "移交草稿", 0 }, { "comment", "写下批注", 1 }, { "resolve", "处理了批注", 1 },
    { "scan", "上传了审签单扫描件", 1 }, { "put-file", "上传图片或附件", 1 },
    { "open-year", "开启年度填报", 0 }, { "put-duty", "修改应报名单", 0 },
    { "remind", "在工作台催报", 0 }, { "call", "电话催报", 0 },
    { "schedule", "安排定时公布", 0 }, { "unschedule", "取消定时公布", 0 },
    { "put-organ", "修改机关", 0 }, { "put-account", "修改账号", 0 },
    { "set-password", "设置密码", 0 }, { "change-password", "修改自己的密码", 0 },
    { "issue-reset", "开具重置码", 0 }, { "redeem-reset", "用重置码设置密码", 0 },
    { "sign-in", "登录", 0 }, { "sign-out", "退出登录", 0 },
    { "sign-out-everywhere", "退出所有登录", 0 }, { "prune-audit", "清理过期记录", 0 },
};

/* The step a detail begins with, "review (secrecy): words"; *rest points behind
 * its id. NULL when it begins with none. */
static const ds_step *step_in(const ds_chain *chain, const char *detail, const char **rest)
{
    for (int i = 0; detail != NULL && i < chain->n_steps; i++) {
        apr_size_t len = strlen(chain->steps[i].id);

        if (strncmp(detail, chain->steps[i].id, len) == 0
            && (detail[len] == '\0' || detail[len] == ':' || detail[len] == ' ')) {
            *rest = detail + len;
            return &chain->steps[i];
        }
    }
    return NULL;
}

static const char *step_text(const char *action, const ds_step *step, int attests,
                             apr_pool_t *pool)
{
    if (strcmp(action, "submit") == 0) {
        return "送审";
    }
    if (strcmp(action, "return") == 0) {
        return apr_psprintf(pool, "在‘%s’环节退回修改", step->name);
    }
    if (strcmp(action, "publish") == 0) {
        return apr_pstrcat(pool, "签发并公开", attests ? "，已作保密审查" : "", NULL);
    }
    return apr_pstrcat(pool, "通过‘", step->name, "’环节", attests ? "，已作保密审查" : "", NULL);
}

const char *ds_deed_text(const ds_chain *chain, const char *action, const char *detail,
                         const char **words, apr_pool_t *pool)
{
    const char *rest = NULL, *colon;
    const ds_step *step = step_in(chain, detail, &rest);
    int known = ds_action_find(action);

    *words = detail;
    for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
        if (strcmp(deeds[i].action, action) == 0) {
            *words = deeds[i].is_for_machines ? NULL : detail;
            return deeds[i].text;
        }
    }
    if (step != NULL && known >= 0) {
        colon = strstr(rest, ": ");
        *words = colon != NULL ? colon + 2 : NULL;
        return step_text(action, step, strncmp(rest, " (", 2) == 0, pool);
    }
    return known >= 0 ? ds_action_label((ds_action)known) : action;
}
