/* How a figure as typed or printed becomes a cell. */
#include <string.h>

#include <apr_strings.h>

#include "core/cell_text.h"
#include "core/text.h"

#define PASSAGE_LENGTH 60

/* Longer runs of digits are no figure of a report. */
#define MAX_FIGURE 40
#define MAX_DASHES 8

typedef struct {
    ds_report *report;
    int cell;
    const ds_cell_type *type;
    const char *text;       /* as found, tidied */
    const char *p;          /* how far it has been read */
    char figure[MAX_FIGURE + 4];
    apr_size_t len;
    int is_normalised;      /* it will not be shown as it was found */
} reading;

/* One character at *p, as ASCII where it is a full-width form; behind it
 * *p is advanced. */
static apr_uint32_t next_narrow(const char **p)
{
    apr_uint32_t c = ds_text_next(p);

    if (c >= 0xFF01 && c <= 0xFF5E) {
        return c - 0xFF01 + '!';
    }
    return c;
}

static apr_uint32_t peek(const char *p)
{
    return *p ? next_narrow(&p) : 0;
}

static int is_space(apr_uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
}

static int is_digit(apr_uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Hyphens and dashes of every length, the minus sign, the line that some
 * input methods draw with a frame character. */
static int is_dash(apr_uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x2500;
}

static const char *skip_space(const char *p)
{
    while (*p && is_space(peek(p))) {
        next_narrow(&p);
    }
    return p;
}

static int starts_with(const char *p, const char *word)
{
    return strncmp(p, word, strlen(word)) == 0;
}

/* The longest of the words that stands at p; NULL. */
static const char *longest_at(const char *p, const char *const *words)
{
    const char *best = NULL;

    for (; *words; words++) {
        if (starts_with(p, *words) && (!best || strlen(*words) > strlen(best))) {
            best = *words;
        }
    }
    return best;
}

/* "/", dashes or 无, alone. */
static int is_not_applicable(const char *text)
{
    const char *p = text;
    int n = 0;

    if (strcmp(text, "无") == 0) {
        return 1;
    }
    if (peek(p) == '/') {
        next_narrow(&p);
        return *p == '\0';
    }
    for (; *p && is_dash(peek(p)); n++) {
        next_narrow(&p);
    }
    return n > 0 && n <= MAX_DASHES && *p == '\0';
}

static int is_blank(const char *text)
{
    return *text == '\0' || strcmp(text, "&nbsp;") == 0;
}

/* Each read_ function returns NULL, or why the text is not a figure. */

static const char *read_sign(reading *r)
{
    static const char *const more[] = { "增加", "增", NULL };
    static const char *const less[] = { "减少", "减", NULL };
    const char *word = longest_at(r->p, more), *minus = longest_at(r->p, less);
    apr_uint32_t c = peek(r->p);

    if (word || minus) {
        if (r->type->kind != DS_VALUE_CHANGE) {
            return "‘增’‘减’只能用在增减数量中";
        }
        r->p += strlen(word ? word : minus);
        r->is_normalised = 1;
    }
    else if (c == '+' || is_dash(c)) {
        r->is_normalised |= *r->p != '-';
        next_narrow(&r->p);
    }
    if (minus || is_dash(c)) {
        r->figure[r->len++] = '-';
    }
    r->p = skip_space(r->p);
    return NULL;
}

/* Appends a run of digits to the figure. */
static const char *read_digits(reading *r)
{
    while (is_digit(peek(r->p))) {
        if (r->len >= MAX_FIGURE) {
            return "数字过长";
        }
        r->is_normalised |= !is_digit((unsigned char)*r->p);
        r->figure[r->len++] = (char)next_narrow(&r->p);
    }
    return NULL;
}

/* Whether a thousands separator with its three digits stands here. */
static int is_thousand(const char *p)
{
    return p[0] == ',' && is_digit((unsigned char)p[1]) && is_digit((unsigned char)p[2])
           && is_digit((unsigned char)p[3]) && !is_digit(peek(p + 4));
}

static const char *read_figure(reading *r)
{
    apr_size_t begin = r->len;
    const char *why = read_digits(r);

    if (r->len == begin) {
        return "不是数字";
    }
    if (r->len - begin <= 3) {
        while (!why && is_thousand(r->p)) {
            r->is_normalised = 1;
            r->p++;
            why = read_digits(r);
        }
    }
    if (!why && peek(r->p) == '.') {
        r->is_normalised |= *r->p != '.';
        next_narrow(&r->p);
        r->figure[r->len++] = '.';
        why = read_digits(r);
    }
    return why;
}

static const char *read_value(reading *r)
{
    ds_decimal value;
    apr_status_t status = ds_decimal_parse(&value, r->figure, r->len);

    if (status == APR_ERANGE) {
        return "数值过大";
    }
    if (status != APR_SUCCESS) {
        return "不是数字，或者小数超过六位";
    }
    if (r->type->kind != DS_VALUE_AMOUNT && !ds_decimal_is_integer(value)) {
        return "应为整数";
    }
    r->is_normalised |= !ds_decimal_is_plain(r->figure, r->len);
    ds_report_set_number(r->report, r->cell, value);
    return NULL;
}

/* The unit behind an amount, the classifier behind a count. */
static const char *read_unit(reading *r)
{
    static const char *const money[] = { "元", "千元", "万元", "亿元", "万", "亿", "千", NULL };
    static const char *const classifiers[] = { "件", "项", "个", "条", "份", "宗", "次", NULL };
    const char *unit;

    r->p = skip_space(r->p);
    if (r->type->units && (unit = longest_at(r->p, r->type->units))) {
        ds_report_set_unit(r->report, r->cell, unit);
        r->p += strlen(unit);
        return NULL;
    }
    unit = longest_at(r->p, r->type->kind == DS_VALUE_AMOUNT ? money : classifiers);
    if (!unit) {
        return NULL;
    }
    if (r->type->kind == DS_VALUE_AMOUNT
        && (!r->type->unit || strcmp(unit, r->type->unit) != 0)) {
        return "单位与这一格的单位不同";
    }
    r->is_normalised = 1;
    r->p += strlen(unit);
    return NULL;
}

/* Where the bracket that opens at p is closed, when it is at the very end;
 * NULL. */
static const char *closing_bracket(const char *p)
{
    static const struct {
        apr_uint32_t open, close;
    } pairs[] = {
        { '(', ')' }, { '[', ']' }, { 0x3010, 0x3011 }, { 0x3014, 0x3015 },
    };
    apr_uint32_t open = next_narrow(&p);
    apr_size_t i;
    int depth = 1;

    for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]) && pairs[i].open != open; i++) {
    }
    if (i == sizeof(pairs) / sizeof(pairs[0])) {
        return NULL;
    }
    while (*p) {
        const char *at = p;
        apr_uint32_t c = next_narrow(&p);

        depth += (c == pairs[i].open) - (c == pairs[i].close);
        if (depth == 0) {
            return *p ? NULL : at;
        }
    }
    return NULL;
}

static int is_bracket(apr_uint32_t c)
{
    return c == '(' || c == '[' || c == 0x3010 || c == 0x3014;
}

static int is_comma(apr_uint32_t c)
{
    return c == ',' || c == ';' || c == ':' || c == 0x3001 || c == 0x3002;
}

/* Whether words that say something about the figure begin here, rather than
 * more of the figure itself. */
static int is_wording(const char *p)
{
    static const char *const part_of_figure[] = {
        "增", "减", "余", "多", "左右", "以上", "以下", "以内", "至", "到", "点", "分之",
        "十", "百", "千", "万", "亿", "成", "倍", NULL,
    };
    apr_uint32_t c = peek(p);

    return ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0x3400 && c != 0xFFE5))
           && !longest_at(p, part_of_figure);
}

static const char *read_note(reading *r)
{
    const char *note = skip_space(r->p), *close;

    if (*note && is_bracket(peek(note))) {
        close = closing_bracket(note);
        if (close) {
            next_narrow(&note);
            note = apr_pstrmemdup(r->report->pool, note, (apr_size_t)(close - note));
        }
    }
    else if (*note) {
        if (is_comma(peek(note))) {
            next_narrow(&note);
            note = skip_space(note);
        }
        if (!is_wording(note)) {
            return "不是一个数字";
        }
    }
    ds_report_set_cell_note(r->report, r->cell, note);
    return NULL;
}

static const char *read_number(reading *r)
{
    const char *why = read_sign(r);

    if (!why) {
        why = read_figure(r);
    }
    if (!why) {
        why = read_value(r);
    }
    if (!why) {
        why = read_unit(r);
    }
    return why ? why : read_note(r);
}

/* What is accepted in a cell, for the end of a message. */
static const char *wanted(const ds_cell_type *type)
{
    if (type->kind == DS_VALUE_CHANGE) {
        return "请填一个整数，减少的写成负数（如 -8）";
    }
    if (type->kind == DS_VALUE_AMOUNT) {
        return type->unit ? "请按印出的单位填一个数，最多六位小数"
                          : "请填一个数，最多六位小数，并写明单位";
    }
    return "请填一个不小于 0 的整数";
}

static void report_finding(const reading *r, ds_findings *findings, ds_severity severity,
                           const char *message)
{
    const char *address = ds_format_address(r->report->format, r->cell);
    ds_finding *finding = ds_findings_add(findings, severity, "C.number", address, "%s", message);

    finding->passage = ds_text_quote(ds_findings_pool(findings), r->text, PASSAGE_LENGTH);
    ds_finding_add_cell(findings, finding, address);
}

static void refuse(reading *r, ds_findings *findings, const char *why)
{
    apr_pool_t *pool = r->report->pool;

    ds_report_set_blank(r->report, r->cell);
    ds_report_set_unit(r->report, r->cell, NULL);
    ds_report_set_cell_note(r->report, r->cell, NULL);
    report_finding(r, findings, DS_ERROR,
                   apr_psprintf(pool, "%s原文为‘%s’，%s，没有读入。%s。",
                                ds_format_cell_name(r->report->format, r->cell, pool),
                                ds_text_quote(pool, r->text, PASSAGE_LENGTH), why,
                                wanted(r->type)));
}

/* The figure as it will be shown, with its unit. */
static void report_normalised(const reading *r, ds_findings *findings)
{
    apr_pool_t *pool = r->report->pool;

    report_finding(r, findings, DS_INFO,
                   apr_psprintf(pool, "%s原文为‘%s’，已读作 %s，请核对。",
                                ds_format_cell_name(r->report->format, r->cell, pool),
                                ds_text_quote(pool, r->text, PASSAGE_LENGTH),
                                ds_report_cell_text(r->report, r->cell, pool)));
}

void ds_cell_read(ds_report *report, int cell, const char *text, ds_findings *findings)
{
    reading r = { .report = report, .cell = cell,
                  .type = ds_format_type(report->format, cell) };
    const char *why;

    r.text = r.p = ds_text_tidy(report->pool, text, strlen(text));
    ds_report_set_blank(report, cell);
    ds_report_set_unit(report, cell, NULL);
    ds_report_set_cell_note(report, cell, NULL);
    if (is_blank(r.text)) {
        return;
    }
    if (is_not_applicable(r.text)) {
        ds_report_set_na(report, cell);
        r.is_normalised = strcmp(r.text, "/") != 0;
    }
    else if ((why = read_number(&r))) {
        refuse(&r, findings, why);
        return;
    }
    if (r.is_normalised) {
        report_normalised(&r, findings);
    }
}
