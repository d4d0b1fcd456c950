/* A step to be confirmed: what becomes public or is undone by it, and what it
 * needs to be told. */
#include "page/staff_report_page.h"

#include <string.h>

#include <apr_strings.h>

#include "core/date.h"

#define COMMENT_LENGTH 1500
#define SIGNER_LENGTH 50
#define NUMBER_LENGTH 100

/* What each step says of itself. */
static const struct words {
    ds_action action;
    const char *title;
    const char *button;
    const char *kind;       /* of the button */
    const char *comment;    /* label of the field for it; NULL: none */
    const char *help;
    int needs_comment;
} all_words[] = {
    { DS_ACTION_SUBMIT, "送审", "送审", NULL, "给审核人员的说明", NULL, 0 },
    { DS_ACTION_RETURN, "退回修改", "退回修改", NULL, "退回的原因",
      "写明要改正什么。具体到某一格、某一段的，可以先在报告上写批注，批注会随报告一起退回。", 1 },
    { DS_ACTION_APPROVE, "审核", "审核通过", NULL, "审核意见", NULL, 0 },
    { DS_ACTION_PUBLISH, "签发并公开", "签发并公开", NULL, "签发意见", NULL, 0 },
    { DS_ACTION_CORRECT, "更正", "开始更正", NULL, "更正的原因", "记入历史，不对外公布；对外的更正说明在签发时填写。",
      0 },
    { DS_ACTION_WITHDRAW, "撤下", "撤下报告", "danger", "撤下的原因",
      "将显示在报告原来的地址上，向社会公布。不要写涉密内容和个人信息。", 1 },
    { DS_ACTION_TAKEDOWN, "紧急下线", "立即下线", "danger", "下线的原因",
      "可以下线之后再补写。将显示在报告原来的地址上，不要写涉密内容和个人信息。", 0 },
};

static const struct words *words_of(ds_action action)
{
    for (size_t i = 0; i < sizeof(all_words) / sizeof(all_words[0]); i++) {
        if (all_words[i].action == action) {
            return &all_words[i];
        }
    }
    return &all_words[0];
}

/* The step of the chain that is taken; NULL for what follows publication. */
static const ds_step *step_of(const ds_staff_step *s)
{
    int step = s->action == DS_ACTION_SUBMIT ? 0 : s->subject->step;
    int is_step = s->action == DS_ACTION_SUBMIT || s->action == DS_ACTION_APPROVE
        || s->action == DS_ACTION_PUBLISH;

    return is_step && step >= 0 && step < s->chain->n_steps ? &s->chain->steps[step] : NULL;
}

int ds_staff_step_attests(const ds_staff_step *s)
{
    const ds_step *step = s->action == DS_ACTION_APPROVE || s->action == DS_ACTION_PUBLISH
        ? step_of(s) : NULL;

    return step != NULL && step->attests != NULL;
}

static const char *path_of(const ds_staff_step *s, const char *suffix, apr_pool_t *pool)
{
    return ds_staff_report_path(s->view->site, s->organ, s->year, suffix, pool);
}

/* ---- What comes of it ---- */

static const char *next_name(const ds_staff_step *s)
{
    int next = (s->action == DS_ACTION_SUBMIT ? 0 : s->subject->step) + 1;

    return next > 0 && next < s->chain->n_steps ? s->chain->steps[next].name : "公开";
}

static const char *effect_of(const ds_staff_step *s, apr_pool_t *pool)
{
    switch (s->action) {
    case DS_ACTION_SUBMIT:
        return apr_psprintf(pool, "送审之后报告交到‘%s’环节，退回之前不能再修改。", next_name(s));
    case DS_ACTION_RETURN:
        return "报告退回给填报人员修改。改好之后重新送审，各审核环节从头再来。";
    case DS_ACTION_APPROVE:
        return apr_psprintf(pool, "您以本人名义通过这份报告的‘%s’环节，报告交到‘%s’环节。",
                            step_of(s) != NULL ? step_of(s)->name : "审核", next_name(s));
    case DS_ACTION_PUBLISH:
        return s->is_correction
            ? "签发之后，更正后的报告立即向社会公开，替换现在的版本；更正前的版本仍可查阅。"
            : "签发之后，整份报告立即向社会公开，任何人都能查看、下载。";
    case DS_ACTION_CORRECT:
        return "另开一份草稿供填报人员改正。更正后的报告重新审核、签发之前，公众看到的不变。";
    case DS_ACTION_WITHDRAW:
        return "撤下之后，报告的现行版本、历史版本和下载文件公众都看不到，原来的地址上显示撤下的原因。"
               "要再公开，须经更正、审核、签发。";
    case DS_ACTION_TAKEDOWN:
        return "按下之后，报告的页面、历史版本、下载文件、图片立即对外消失。要再公开，须经更正、审核、签发。";
    default:
        return "";
    }
}

static void write_effect(ds_markup *m, const ds_staff_step *s, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, effect_of(s, pool));
    ds_markup_end(m, "p");
    if (s->action == DS_ACTION_PUBLISH) {
        ds_piece_open(m, "p", NULL);
        ds_markup_text(m, "公开的地址：");
        ds_markup_element(m, "b", ds_piece_report_path(s->view->site, s->organ, s->year, 0, "",
                                                       pool));
        ds_markup_text(m, "。");
        ds_markup_end(m, "p");
    }
    if (s->open_notes > 0 && (s->action == DS_ACTION_APPROVE || s->action == DS_ACTION_PUBLISH
                              || s->action == DS_ACTION_SUBMIT)) {
        ds_piece_open(m, "p", "ds-notice");
        ds_markup_text(m, apr_psprintf(pool, "还有 %d 条批注没有处理。", s->open_notes));
        ds_piece_link(m, path_of(s, "#ds-comments", pool), NULL, "查看批注");
        ds_markup_end(m, "p");
    }
}

/* ---- Fields ---- */

static const char *typed(const ds_staff_step *s, const char *name)
{
    return s->fields != NULL ? apr_table_get(s->fields, name) : NULL;
}

/* The message for a field among the errors: "rule@field". */
static const char *error_at(const ds_staff_step *s, const char *name)
{
    for (int i = 0; s->errors != NULL && i < ds_findings_count(s->errors); i++) {
        const ds_finding *finding = ds_findings_at(s->errors, i);
        const char *place = strchr(finding->id, '@');

        if (place != NULL && strcmp(place + 1, name) == 0) {
            return finding->message;
        }
    }
    return NULL;
}

static void write_field(ds_markup *m, const ds_staff_step *s, ds_staff_input input)
{
    if (typed(s, input.name) != NULL) {
        input.value = typed(s, input.name);
    }
    input.error = error_at(s, input.name);
    ds_staff_field(m, &input);
}

/* ---- Warnings and their reasons ---- */

static void write_reason(ds_markup *m, const ds_staff_step *s, const ds_finding *finding, int n,
                         apr_pool_t *pool)
{
    ds_staff_input input = {
        .name = apr_psprintf(pool, DS_STEP_REASON "%d", n), .type = "textarea", .rows = 2,
        .label = finding->message, .value = finding->reason, .is_required = 1,
        .max_length = COMMENT_LENGTH,
        .help = finding->signed_by != NULL
            ? apr_psprintf(pool, "%s此前的说明仍然有效，不改动就不用重写。", finding->signed_by) : NULL,
    };

    ds_staff_hidden(m, apr_psprintf(pool, DS_STEP_FINDING "%d", n), finding->id);
    write_field(m, s, input);
}

static void write_reasons(ds_markup *m, const ds_staff_step *s, apr_pool_t *pool)
{
    int n = 0;

    for (int i = 0; s->findings != NULL && i < ds_findings_count(s->findings); i++) {
        const ds_finding *finding = ds_findings_at(s->findings, i);

        if (finding->severity != DS_WARNING) {
            continue;
        }
        if (n++ == 0) {
            ds_markup_element(m, "h2", "逐条说明理由");
            ds_markup_element_class(m, "p", "ds-help",
                "下面各条请再核对。有误的，先回填报页改正；确实无误的，写明理由。理由以您的名字留存，审核人员能看到。");
        }
        write_reason(m, s, finding, n, pool);
    }
}

/* ---- What steps need ---- */

static void write_attest(ds_markup *m, const ds_staff_step *s)
{
    const char *error = error_at(s, DS_STEP_ATTEST);

    if (!ds_staff_step_attests(s)) {
        return;
    }
    ds_piece_open(m, "div", error != NULL ? "ds-field ds-field-wrong ds-check" : "ds-field ds-check");
    if (error != NULL) {
        ds_piece_open(m, "p", "ds-error");
        ds_markup_attr(m, "id", DS_STEP_ATTEST "-error");
        ds_markup_text(m, error);
        ds_markup_end(m, "p");
    }
    ds_markup_start(m, "label");
    ds_markup_start(m, "input");
    ds_markup_attr(m, "type", "checkbox");
    ds_markup_attr(m, "id", DS_STEP_ATTEST);
    ds_markup_attr(m, "name", DS_STEP_ATTEST);
    ds_markup_attr(m, "value", "1");
    ds_markup_attr(m, "aria-describedby", error != NULL ? DS_STEP_ATTEST "-error" : NULL);
    ds_markup_attr(m, "aria-invalid", error != NULL ? "true" : NULL);
    ds_markup_attr(m, "checked", typed(s, DS_STEP_ATTEST) != NULL ? "" : NULL);
    ds_markup_void(m);
    ds_markup_element(m, "span", "已作保密审查：报告全文不涉及国家秘密、工作秘密，不含不应公开的个人隐私和商业秘密。");
    ds_markup_end(m, "label");
    ds_markup_end(m, "div");
}

static void write_numbers(ds_markup *m, const ds_staff_step *s)
{
    ds_staff_input index_number = {
        .name = DS_STEP_INDEX_NUMBER, .label = "索引号", .value = s->index_number,
        .max_length = NUMBER_LENGTH, .help = "由门户网站编号的，照录；没有的留空。",
    };
    ds_staff_input document_number = {
        .name = DS_STEP_DOCUMENT_NUMBER, .label = "文号", .value = s->document_number,
        .max_length = NUMBER_LENGTH, .help = "没有的留空，公开时注明‘无文号’。",
    };

    write_field(m, s, index_number);
    write_field(m, s, document_number);
}

static int is_paper_open(const ds_staff_step *s)
{
    return typed(s, DS_STEP_SIGNER) != NULL || typed(s, DS_STEP_POST) != NULL
        || typed(s, DS_STEP_SIGNED_ON) != NULL;
}

static void write_paper(ds_markup *m, const ds_staff_step *s)
{
    ds_staff_input fields[] = {
        { .name = DS_STEP_SIGNER, .label = "签批人姓名", .max_length = SIGNER_LENGTH },
        { .name = DS_STEP_POST, .label = "职务", .max_length = SIGNER_LENGTH },
        { .name = DS_STEP_SIGNED_ON, .label = "签批日期", .type = "date" },
    };

    ds_piece_open(m, "details", "ds-more");
    ds_markup_attr(m, "open", is_paper_open(s) ? "" : NULL);
    ds_markup_element(m, "summary", "线下签批：领导已在审签单上签字的，在这里登记");
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        write_field(m, s, fields[i]);
    }
    ds_markup_element_class(m, "p", "ds-help",
                            "签过字的审签单可以在办理之后到‘历史’页上传扫描件；没有扫描件的，历史中注明。");
    ds_markup_end(m, "details");
}

static void write_comment(ds_markup *m, const ds_staff_step *s, const struct words *words)
{
    int is_notice = s->action == DS_ACTION_PUBLISH && s->is_correction;
    ds_staff_input input = {
        .name = DS_STEP_COMMENT, .type = "textarea", .max_length = COMMENT_LENGTH, .rows = 4,
        .label = is_notice ? "更正说明" : words->comment,
        .help = is_notice ? "写明更正了什么、为什么更正。将随报告向社会公布。" : words->help,
        .is_required = is_notice || words->needs_comment,
    };

    write_field(m, s, input);
}

static void write_state(ds_markup *m, const ds_staff_step *s, apr_pool_t *pool)
{
    ds_staff_hidden(m, DS_STEP_TAG, s->tag);
    ds_staff_hidden(m, DS_STEP_REVISION, apr_itoa(pool, s->revision));
    ds_staff_hidden(m, DS_STEP_RECORD, apr_psprintf(pool, "%" APR_INT64_T_FMT, s->record));
}

static void write_form(ds_markup *m, const ds_staff_step *s, const struct words *words,
                       apr_pool_t *pool)
{
    ds_staff_form(m, s->view, path_of(s, apr_pstrcat(pool, "/", ds_action_name(s->action), NULL),
                                      pool), NULL);
    write_state(m, s, pool);
    if (s->action == DS_ACTION_SUBMIT) {
        write_reasons(m, s, pool);
    }
    if (s->action == DS_ACTION_PUBLISH) {
        write_numbers(m, s);
    }
    write_attest(m, s);
    write_comment(m, s, words);
    if (s->action == DS_ACTION_APPROVE || s->action == DS_ACTION_PUBLISH) {
        write_paper(m, s);
    }
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_button(m, NULL, NULL, words->button, words->kind);
    if (s->action == DS_ACTION_APPROVE) {
        ds_staff_button(m, DS_STEP_THEN, "next", "审核通过并看下一份", "second");
    }
    ds_piece_link(m, path_of(s, "", pool), NULL, "不办理，回到报告");
    ds_markup_end(m, "div");
    ds_staff_form_end(m);
}

/* ---- The page ---- */

/* A report with errors is mended first: no button is offered. */
static void write_errors_first(ds_markup *m, const ds_staff_step *s, apr_pool_t *pool)
{
    ds_piece_open(m, "p", "ds-notice");
    ds_markup_text(m, "报告还有错误，改正之后才能送审。点选每一条，到填报页的那一处改正。");
    ds_markup_end(m, "p");
    ds_markup_element(m, "h2", "核对结果");
    ds_staff_findings(m, s->findings, s->format, path_of(s, "/edit", pool), pool);
    ds_piece_open(m, "div", "ds-buttons");
    ds_staff_link_button(m, path_of(s, "/edit", pool), "回填报页改正", NULL);
    ds_markup_end(m, "div");
}

void ds_staff_step_page(ds_page *page, const ds_staff_step *s, apr_pool_t *pool)
{
    const struct words *words = words_of(s->action);
    const char *name = apr_psprintf(pool, "%s%d年年度报告", s->organ_name, s->year);
    const ds_crumb crumbs[] = { { path_of(s, "", pool), name }, { NULL, words->title } };
    const char *title = apr_pstrcat(pool, words->title, "：", name, NULL);
    ds_markup *m = ds_staff_begin(page, s->view, title, crumbs, 2, pool);

    ds_staff_review_style(page, s->view->site, pool);
    ds_staff_summary(m, s->errors, pool);
    ds_staff_chain(m, s->chain, s->subject->state, s->subject->step);
    if (s->action == DS_ACTION_SUBMIT && s->findings != NULL
        && ds_findings_of(s->findings, DS_ERROR) > 0) {
        write_errors_first(m, s, pool);
    }
    else {
        write_effect(m, s, pool);
        if (step_of(s) != NULL) {
            ds_staff_step_summary(m, s, pool);
        }
        write_form(m, s, words, pool);
    }
    ds_staff_end(page);
}
