/* How long searching takes, and what the index costs.
 *
 *   search DRIVER PARAMS TITLES TEXTS
 *
 * makes a database twice (PARAMS must lead to an empty one; everything in it is
 * dropped in between), with so many short reports for titles and so many of
 * usual length for prose, and prints a line for each thing measured: what, of
 * what, how much, unit. The texts are random words, so that pairs of characters
 * are as unlike as in real ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <libxml/parser.h>

#include "core/terms.h"
#include "store/search.h"
#include "store/search_index.h"

#define TURNS 30
#define PER_ORGAN 8
#define WORDS_OF_TEXT 1300
#define CHANGES 40

static const char *const places[] = {
    "青", "云", "石", "桥", "东", "西", "南", "北", "河", "湖", "山", "林", "平", "安", "永", "和",
    "长", "丰", "新", "城", "金", "银", "龙", "凤", "白", "黄", "红", "大", "小", "上", "下", "中"
};
static const char *const kinds[] = {
    "街道办事处", "镇人民政府", "财政局", "教育局", "水利局", "民政局", "审计局", "统计局"
};
static const char *const words[] = {
    "政府", "信息", "公开", "工作", "年度", "报告", "行政", "机关", "申请", "办理", "答复", "受理",
    "复议", "诉讼", "依法", "主动", "群众", "服务", "政策", "解读", "平台", "网站", "建设", "监督",
    "保障", "培训", "制度", "完善", "落实", "问题", "改进", "措施", "内容", "及时", "规范", "准确",
    "重点", "领域", "财政", "预算", "决算", "教育", "医疗", "卫生", "就业", "养老", "社会", "救助",
    "环境", "保护", "安全", "生产", "食品", "药品", "质量", "市场", "监管", "执法", "许可", "处罚",
    "收费", "采购", "项目", "工程", "招标", "投资", "企业", "人才", "科技", "创新", "农业", "农村",
    "乡村", "振兴", "土地", "征收", "补偿", "住房", "城市", "管理", "交通", "道路", "水务", "电力",
    "公众", "参与", "意见", "建议", "征集", "回应", "关切", "新闻", "发布", "媒体", "渠道", "微信",
    "热线", "电话", "窗口", "咨询", "投诉", "举报", "信访", "调解", "法治", "审查", "保密", "目录",
    "指南", "栏目", "更新", "维护", "检查", "考核", "评议", "责任", "追究", "组织", "领导", "小组",
    "会议", "学习", "宣传", "活动", "资料", "档案", "图书", "场所", "查阅", "数据", "统计", "分析",
    "全年", "累计", "同比", "增长", "下降", "其中", "分别", "以及", "按照", "根据", "要求", "进一步",
    "认真", "积极", "深入", "推进", "加强", "提高", "确保", "开展", "实施", "坚持", "结合", "实际",
    "不断", "有效", "全面", "统筹", "协调", "推动", "发展", "促进", "提升", "水平", "能力", "质效"
};
#define N(array) (sizeof(array) / sizeof((array)[0]))

static unsigned long seed = 20200101;
static int turn(size_t n)
{
    seed = seed * 6364136223846793005ul + 1442695040888963407ul;
    return (int)((seed >> 33) % n);
}

static void die(const char *what)
{
    fprintf(stderr, "search: %s\n", what);
    exit(EXIT_FAILURE);
}

static void check(apr_status_t status, const char *what)
{
    if (status != APR_SUCCESS)
        die(what);
}

static double milliseconds(apr_time_t since)
{
    return (double)(apr_time_now() - since) / 1000;
}

/* ---- Reports ---- */

typedef struct sample {
    const char *organ, *sort_path, *title, *name, *xml;
    int year;
} sample;

static const char *make_text(int n, apr_pool_t *pool)
{
    char *text = apr_palloc(pool, (apr_size_t)n * 32 + 1), *at = text;
    *at = '\0';
    for (int i = 0; i < n; i++) {
        at = stpcpy(at, words[turn(N(words))]);
        if (i % 9 == 8)
            at = stpcpy(at, i % 27 == 26 ? "。" : "，");
        if (i % 27 == 26)
            at += sprintf(at, "%d件", turn(4000));
        if (i % 81 == 80)
            at = stpcpy(at, "</p><p>");
    }
    return text;
}

/* The number of the report is in its text; one has words of its own. */
static sample make_sample(int i, int n, int n_words, apr_pool_t *pool)
{
    sample s = { .organ = apr_psprintf(pool, "organ-%d", i / PER_ORGAN),
                 .year = 2016 + i % PER_ORGAN };
    int k = i / PER_ORGAN;
    s.sort_path = k ? apr_pstrcat(pool, "000000organ-0!000000", s.organ, "!", NULL)
                    : "000000organ-0!";
    s.name = apr_pstrcat(pool, places[k % 32], places[k / 32 % 32], places[k / 1024 % 32],
                         kinds[k / 7 % 8], NULL);
    s.title = apr_psprintf(pool, "%s%d年政府信息公开工作年度报告", s.name, s.year);
    s.xml = apr_psprintf(pool, "<report><title>%s</title><section id=\"overview\"><p>第%d号%s%s</p>"
                         "</section></report>", s.title, i, i == n / 3 ? "独一无二" : "",
                         make_text(n_words, pool));
    return s;
}

#define RUN(dbd, id, ...) \
    check(ds_dbd_change(dbd, DS_SQL_##id, NULL, DS_ARGS(__VA_ARGS__)), #id)

static void load_sample(ds_dbd *dbd, const sample *s, int i)
{
    const char *none = NULL, *digest = "0";
    if (i % PER_ORGAN == 0)
        RUN(dbd, LOAD_ORGAN, DS_S(s->organ), DS_S("town"), DS_S(i ? "organ-0" : none), DS_N(0),
            DS_S(s->sort_path), DS_S(none), DS_S(none), DS_S(none), DS_S(none), DS_S(none),
            DS_S(none), DS_S(none), DS_S(none), DS_S(none), DS_S(none), DS_S(none));
    RUN(dbd, LOAD_REPORT, DS_S(s->organ), DS_N(s->year), DS_N(1), DS_N(1), DS_S("1"),
        DS_S("published"), DS_N(0), DS_S("a"), DS_N(i), DS_N(1), DS_N(1), DS_S("2021-01-01"),
        DS_N(i), DS_S(s->name), DS_S("2019"), DS_S(s->title), DS_S("sm3"), DS_S(digest), DS_N(0),
        DS_N(0), DS_N(0), DS_S(none));
    RUN(dbd, LOAD_REVISION, DS_S(s->organ), DS_N(s->year), DS_N(1), DS_S("published"), DS_N(0),
        DS_S("a"), DS_N(i), DS_S(s->name), DS_S("2019"), DS_S(s->title), DS_S("sm3"), DS_S(digest),
        DS_N(0), DS_N(0));
    RUN(dbd, LOAD_TEXT, DS_S(s->organ), DS_N(s->year), DS_N(1),
        DS_N((apr_int64_t)strlen(s->xml)), DS_S(s->xml), DS_S(""), DS_S(""));
    RUN(dbd, LOAD_PUBLICATION, DS_S(s->organ), DS_N(s->year), DS_N(1), DS_N(1), DS_S(s->title),
        DS_S(none), DS_S(none), DS_S("2021-01-01"), DS_N(i), DS_S(none), DS_S(none), DS_S("sm3"),
        DS_S(digest), DS_N(0), DS_S(""));
}

typedef struct load {
    ds_dbd *dbd;
    int n, n_words;
    double indexing;     /* milliseconds */
} load;

static apr_status_t load_body(void *baton, apr_pool_t *scratch)
{
    load *l = baton;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, scratch);
    for (int i = 0; i < l->n; i++) {
        sample s;
        apr_pool_clear(iterpool);
        s = make_sample(i, l->n, l->n_words, iterpool);
        load_sample(l->dbd, &s, i);
    }
    apr_time_t start = apr_time_now();
    apr_status_t status = ds_search__fill(l->dbd, scratch);
    l->indexing = milliseconds(start);
    return status;
}

/* ---- What is measured ---- */

static void print(const char *what, const char *of, double value, const char *unit)
{
    printf("%s\t%s\t%.2f\t%s\n", what, of, value, unit);
    fflush(stdout);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The median of some turns. */
static void measure(ds_store *store, const char *what, ds_search search, const char *query,
                    apr_pool_t *pool)
{
    ds_terms terms;
    ds_search_result result;
    apr_pool_t *iterpool;
    double spent[TURNS];
    apr_pool_create(&iterpool, pool);
    if (ds_terms_read(&terms, query, pool) != DS_TERMS_FINE)
        die(query);
    search.terms = &terms;
    search.limit = 20;
    for (int i = 0; i < TURNS; i++) {
        apr_time_t one = apr_time_now();
        apr_pool_clear(iterpool);
        check(ds_store_search(store, &result, &search, iterpool), query);
        spent[i] = milliseconds(one);
    }
    qsort(spent, TURNS, sizeof(spent[0]), ascending);
    printf("%s\t%s: %d hits%s, most %.1f\t%.2f\tms\n", what, query, result.hits->nelts,
           result.is_unfinished ? " (to be continued)" : result.next ? " and more" : "",
           spent[TURNS - 1], spent[TURNS / 2]);
    fflush(stdout);
}

typedef struct change {
    ds_dbd *dbd;
    const sample *sample;
    int i, is_indexed;
} change;

static apr_status_t change_body(void *baton, apr_pool_t *scratch)
{
    const change *c = baton;
    const sample *s = c->sample;
    ds_search_text text = { s->title, s->name, s->xml, strlen(s->xml) };
    load_sample(c->dbd, s, c->i);
    return c->is_indexed ? ds_search__add(c->dbd, s->organ, s->year, 1, &text, scratch)
                         : APR_SUCCESS;
}

/* The same transactions without the index and with it. */
static void measure_changes(ds_dbd *dbd, int n, apr_pool_t *pool)
{
    double spent[2];
    for (int is_indexed = 0; is_indexed < 2; is_indexed++) {
        apr_time_t start;
        spent[is_indexed] = 0;
        for (int k = 0; k < CHANGES; k++, n++) {
            sample s = make_sample(n, n, WORDS_OF_TEXT, pool);
            change c = { dbd, &s, n, is_indexed };
            start = apr_time_now();
            check(ds_dbd_transaction(dbd, change_body, &c), "change");
            spent[is_indexed] += milliseconds(start) / CHANGES;
        }
    }
    print("publication", "rows alone", spent[0], "ms");
    print("publication", "with its place in the index", spent[1], "ms");
}

static ds_store *fill(ds_dbd **dbd, const char *driver, const char *params, int n, int n_words,
                      apr_pool_t *pool)
{
    static const ds_store_settings settings;
    ds_store *store;
    const char *error = NULL;
    load l = { .n = n, .n_words = n_words };
    apr_time_t start = apr_time_now();
    if (ds_dbd_open(dbd, driver, params, &error, pool) != APR_SUCCESS
        || ds_dbd_migrate(*dbd, &error, pool) != APR_SUCCESS)
        die(error);
    l.dbd = *dbd;
    check(ds_dbd_transaction(*dbd, load_body, &l), "load");
    check(ds_store_open(&store, *dbd, &settings, pool), "store");
    print("made", apr_psprintf(pool, "%d reports, with the index", n), milliseconds(start) / 1000,
          "s");
    print("indexed", apr_psprintf(pool, "%d reports", n), l.indexing / 1000, "s");
    return store;
}

static void drop_all(ds_dbd *dbd)
{
    static const char *const tables[] = {
        "search_gram", "search_doc", "publication", "text", "revision", "report", "organ"
    };
    for (size_t i = 0; i < N(tables); i++) {
        char sql[64];
        sprintf(sql, "DELETE FROM ds_%s", tables[i]);
        check(ds_dbd_run(dbd, sql), sql);
    }
}

static void measure_titles(const char *driver, const char *params, int n, apr_pool_t *pool)
{
    ds_dbd *dbd;
    ds_store *store = fill(&dbd, driver, params, n, 5, pool);
    const ds_search all = { .scope = DS_SEARCH_TITLE };
    const ds_search year = { .scope = DS_SEARCH_TITLE, .year_from = 2018, .year_to = 2018 };
    const ds_search years = { .scope = DS_SEARCH_TITLE, .year_from = 2018, .year_to = 2020 };
    const ds_search below = { .scope = DS_SEARCH_TITLE, .below = "organ-77" };
    const ds_search region = { .scope = DS_SEARCH_TITLE, .below = "organ-0" };
    measure(store, "titles", all, "政府信息公开", pool);
    measure(store, "titles", all, "青青青街道办事处2017年政府信息公开工作年度报告", pool);
    measure(store, "titles", all, "青青 审计局", pool);
    measure(store, "titles", all, "从未写过", pool);
    measure(store, "titles", all, "年度报告政府信息", pool);
    measure(store, "titles of a year", year, "青青青", pool);
    measure(store, "titles of some years", years, "青青青", pool);
    measure(store, "titles below an organ", below, "政府信息公开", pool);
    measure(store, "titles below a region", region, "青青青", pool);
    measure(store, "titles below a region", region, "政府信息公开", pool);
    drop_all(dbd);
}

static void measure_texts(const char *driver, const char *params, int n, apr_pool_t *pool)
{
    ds_dbd *dbd;
    ds_store *store = fill(&dbd, driver, params, n, WORDS_OF_TEXT, pool);
    const ds_search all = { .scope = DS_SEARCH_TEXT };
    const ds_search both = { .scope = DS_SEARCH_ALL };
    const ds_search region = { .scope = DS_SEARCH_TEXT, .below = "organ-0", .year_from = 2018,
                               .year_to = 2019 };
    measure(store, "prose", all, "信息", pool);
    measure(store, "prose", all, "信息 公开 复议 诉讼", pool);
    measure(store, "prose", all, "独一无二", pool);
    measure(store, "prose", both, "独一无二", pool);
    measure(store, "prose", both, "第123号", pool);
    measure(store, "prose", all, "从未写过", pool);
    measure(store, "prose", all, "公开信息公开信息公开", pool);
    measure(store, "prose", all, "政府信息公开工作年度报告", pool);
    measure(store, "prose", region, "独一无二", pool);
    measure_changes(dbd, n + PER_ORGAN - n % PER_ORGAN, pool);
    drop_all(dbd);
}

int main(int argc, const char *const *argv)
{
    apr_pool_t *pool;
    if (argc != 5)
        die("DRIVER PARAMS TITLES TEXTS");
    apr_initialize();
    atexit(apr_terminate);
    xmlInitParser();
    apr_pool_create(&pool, NULL);
    measure_titles(argv[1], argv[2], atoi(argv[3]), pool);
    measure_texts(argv[1], argv[2], atoi(argv[4]), pool);
    return EXIT_SUCCESS;
}
