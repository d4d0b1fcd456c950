#include "ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <apr_file_info.h>
#include <apr_strings.h>

#include "core/canonical.h"
#include "core/check.h"
#include "core/date.h"
#include "core/status.h"
#include "ctl/source.h"
#include "io/csv_table.h"
#include "io/year_file.h"

const apr_getopt_option_t ctl_import_options[] = {
    { "dry-run", 'n', 0, "只检查，不写入" },
    { "published", 'p', 1, "DATE  报告已于该日公开，照原样接管；stated：用全年数据文件中写明的日期" },
    { "organ", 'o', 1, "KEY  机关（文件中没有写明时）" },
    { "year", 'y', 1, "Y  年度（文件中没有写明时）" },
    { "title", 't', 1, "公开时的标题" },
    { "index-number", 'i', 1, "索引号" },
    { "document-number", 'd', 1, "文号" },
    { "old-address", 'a', 1, "PATH  原来的网址路径，访问时转到新页面" },
    { "list", 'l', 1, "FILE.csv  清单，列名：file,organ,year,published,title,index-number,"
                      "document-number,old-address" },
    { NULL, 0, 0, NULL }
};

/* Where the file of a whole year says itself when each report was published. */
#define STATED "stated"

/* One report to take in, with what is known of it; members may be NULL. */
typedef struct item {
    const char *path;
    const char *organ, *year, *published, *title, *index_number, *document_number, *old_address;
    const char *bytes;          /* of the file, or of one report of a whole year's: */
    apr_size_t len;
    const ds_year_item *of_year; /* NULL: the file is one report */
} item;

/* What all items of one run share. */
typedef struct batch {
    ctl *c;
    int dry_run;
    apr_array_header_t *organs; /* of ds_organ * */
    int refused;                /* items that were not taken in */
} batch;

static int ends_with(const char *text, const char *end)
{
    apr_size_t text_len = strlen(text), end_len = strlen(end);
    return end_len <= text_len && strcmp(text + text_len - end_len, end) == 0;
}

/* The organ a document names: the one with the longest name that the text ends
 * with ("某某区人民政府某某街道办事处" names the street); NULL when none or two do. */
static const char *organ_named(const batch *b, const char *name, apr_pool_t *pool)
{
    const char *found = NULL;
    apr_size_t longest = 0;
    for (int i = 0; name && i < b->organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(b->organs, i, const ds_organ *);
        for (const char *const *n = ds_organ_all_names(organ, pool); *n; n++) {
            apr_size_t len = strlen(*n);
            if (!ends_with(name, *n) || len < longest) {
                continue;
            }
            found = len == longest && found && strcmp(found, organ->key) != 0 ? NULL : organ->key;
            longest = len;
        }
    }
    return found;
}

static const ds_organ *organ_of_key(const batch *b, const char *key)
{
    for (int i = 0; key && i < b->organs->nelts; i++) {
        const ds_organ *organ = APR_ARRAY_IDX(b->organs, i, const ds_organ *);
        if (strcmp(organ->key, key) == 0) {
            return organ;
        }
    }
    return NULL;
}

static int say(batch *b, const item *it, const ds_findings *findings, const char *what)
{
    b->refused++;
    printf("%s: 没有导入：%s\n", it->path, what);
    if (findings) {
        ctl_print_findings(it->path, findings);
    }
    return CTL_FAILED;
}

static apr_status_t keep(batch *b, const item *it, ds_outcome *outcome, const ds_report *report,
                         const ds_findings *findings, apr_pool_t *pool)
{
    ds_takeover takeover = { it->published, it->title, it->index_number, it->document_number,
                             it->old_address };
    return it->published
        ? ds_store_take_over(b->c->store, outcome, b->c->actor, report, findings, &takeover,
                             ctl_now(), pool)
        : ds_store_save(b->c->store, outcome, b->c->actor, report, findings, NULL, ctl_now(), pool);
}

static void check_alone(batch *b, ds_findings *findings, const ds_report *report,
                        const ds_organ *organ, apr_pool_t *pool)
{
    ds_check_context context = { .organ_names = ds_organ_all_names(organ, pool) };
    ds_report *previous;
    if (ds_store_previous(b->c->store, &previous, organ->key, report->year, pool) == APR_SUCCESS) {
        context.previous = previous;
    }
    ds_check(findings, report, &context, pool);
}

/* Whether the report is what its publication says; one that says nothing is. */
static int has_stated_digest(const ds_year_item *stated, const ds_report *report, apr_pool_t *pool)
{
    const ds_digest_algorithm *algorithm =
        stated->digest_algorithm ? ds_digest_find(stated->digest_algorithm) : NULL;
    const char *digest = algorithm ? ds_canonical_digest(report, algorithm, pool) : NULL;
    return !stated->digest || (digest && strcmp(digest, stated->digest) == 0);
}

static int take_in(batch *b, const item *it, apr_pool_t *pool)
{
    ds_findings *findings = ds_findings_create(pool);
    ds_outcome outcome = { .findings = NULL };
    ds_report *report;
    int year = it->year ? (int) apr_atoi64(it->year) : 0;
    apr_status_t status = ctl_parse_report(b->c, &report, findings, it->of_year ? "-" : it->path,
                                           it->bytes, it->len, it->organ, year, pool);
    if (status != APR_SUCCESS) {
        return say(b, it, findings, "内容不能读。");
    }
    if (it->of_year && !has_stated_digest(it->of_year, report, pool)) {
        return say(b, it, NULL, "内容与文件中写明的摘要不符，可能被改过。请重新下载。");
    }
    if (!report->organ) {
        report->organ = organ_named(b, report->organ_name, pool);
    }
    const ds_organ *organ = organ_of_key(b, report->organ);
    if (!organ) {
        return say(b, it, NULL, "认不出是哪个机关的报告，请用 --organ 写明。");
    }
    if (it->published && !ds_date_is_valid(it->published)) {
        return say(b, it, NULL, "公开日期应写成 2021-01-29 的样子。");
    }
    if (b->dry_run) {
        check_alone(b, findings, report, organ, pool);
    } else {
        status = keep(b, it, &outcome, report, findings, pool);
        findings = outcome.findings ? outcome.findings : findings;
    }
    if (status != APR_SUCCESS) {
        const char *why = ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "";
        return say(b, it, NULL, *why ? why : "数据库没有接受。");
    }
    printf("%s: %s %d %s，%d 处差错，%d 处提醒\n", it->path, report->organ, report->year,
           b->dry_run ? "可以导入" : it->published ? "已接管" : "已存为草稿",
           ds_findings_of(findings, DS_ERROR), ds_findings_of(findings, DS_WARNING));
    return CTL_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* The regular files of a directory by name, hidden ones left out. */
static apr_array_header_t *files_of(const char *directory, apr_pool_t *pool)
{
    apr_array_header_t *files = apr_array_make(pool, 16, sizeof(const char *));
    apr_dir_t *dir;
    apr_finfo_t entry;
    if (apr_dir_open(&dir, directory, pool) != APR_SUCCESS) {
        return files;
    }
    while (apr_dir_read(&entry, APR_FINFO_NAME | APR_FINFO_TYPE, dir) == APR_SUCCESS) {
        if (entry.filetype == APR_REG && entry.name[0] != '.') {
            APR_ARRAY_PUSH(files, const char *) = apr_pstrcat(pool, directory, "/", entry.name, NULL);
        }
    }
    apr_dir_close(dir);
    qsort(files->elts, files->nelts, sizeof(const char *), by_name);
    return files;
}

/* Each report of a whole year's file, as one of its own. */
static void take_year(batch *b, const item *file, const apr_array_header_t *items,
                      apr_pool_t *pool)
{
    apr_pool_t *iterpool;
    int dated = file->published && strcmp(file->published, STATED) == 0;
    apr_pool_create(&iterpool, pool);
    for (int i = 0; i < items->nelts; i++) {
        const ds_year_item *one = &APR_ARRAY_IDX(items, i, ds_year_item);
        apr_pool_clear(iterpool);
        item it = { .path = apr_psprintf(iterpool, "%s[%d]", file->path, i + 1),
                    .published = dated ? one->published_on : file->published,
                    .bytes = one->bytes, .len = one->len, .of_year = one };
        if (dated && !one->published_on) {
            say(b, &it, NULL, "文件中没有写明公开日期。");
        } else {
            take_in(b, &it, iterpool);
        }
    }
    apr_pool_destroy(iterpool);
}

static void take_file(batch *b, item it, apr_pool_t *pool)
{
    ds_findings *findings = ds_findings_create(pool);
    apr_array_header_t *items;
    it.bytes = ctl_read_bytes(it.path, DS_YEAR_FILE_MAX, &it.len, pool);
    apr_status_t status = it.bytes ? ds_year_split(&items, findings, it.bytes, it.len, pool)
                                   : DS_EUNREADABLE;
    if (status == DS_ENOTFOUND) {
        take_in(b, &it, pool);
    } else if (status != APR_SUCCESS) {
        say(b, &it, findings, "内容不能读。");
    } else {
        take_year(b, &it, items, pool);
    }
}

static void take_path(batch *b, item it, apr_pool_t *pool)
{
    apr_finfo_t about;
    apr_pool_t *iterpool;
    apr_pool_create(&iterpool, pool);
    if (strcmp(it.path, "-") == 0 || apr_stat(&about, it.path, APR_FINFO_TYPE, pool) != APR_SUCCESS
        || about.filetype != APR_DIR) {
        take_file(b, it, iterpool);
    } else {
        apr_array_header_t *files = files_of(it.path, pool);
        for (int i = 0; i < files->nelts; i++) {
            apr_pool_clear(iterpool);
            it.path = APR_ARRAY_IDX(files, i, const char *);
            take_file(b, it, iterpool);
        }
    }
    apr_pool_destroy(iterpool);
}

/* Files of the list stand beside it where their path is relative. */
static int take_list(batch *b, const char *list)
{
    ds_csv_table *table;
    apr_size_t len;
    apr_pool_t *pool = b->c->pool;
    const char *bytes = ctl_read_bytes(list, DS_REPORT_MAX_BYTES, &len, pool);
    const char *error = bytes ? ds_csv_table_read(&table, bytes, len, pool) : NULL;
    const char *slash = strrchr(list, '/');
    const char *directory = slash ? apr_pstrmemdup(pool, list, slash + 1 - list) : "";
    if (!bytes || error) {
        return bytes ? ctl_fail("%s：%s", list, error) : CTL_FAILED;
    }
    for (int i = 0; i < table->lines->nelts; i++) {
        const ds_csv_line *line = &APR_ARRAY_IDX(table->lines, i, ds_csv_line);
#define COLUMN(name) ds_csv_value(table, line, name, pool)
        const char *file = COLUMN("file");
        if (!file) {
            return ctl_fail("%s 第 %d 行没有 file。", list, line->number);
        }
        item it = { .path = file[0] == '/' ? file : apr_pstrcat(pool, directory, file, NULL),
                    .organ = COLUMN("organ"), .year = COLUMN("year"),
                    .published = COLUMN("published"), .title = COLUMN("title"),
                    .index_number = COLUMN("index-number"),
                    .document_number = COLUMN("document-number"),
                    .old_address = COLUMN("old-address") };
#undef COLUMN
        take_path(b, it, pool);
    }
    return CTL_OK;
}

int ctl_import(ctl *c, const ctl_arguments *arguments)
{
    const char *list = ctl_option(arguments, "list");
    batch b = { .c = c, .dry_run = ctl_option(arguments, "dry-run") != NULL };
    item it = { .organ = ctl_option(arguments, "organ"), .year = ctl_option(arguments, "year"),
                .published = ctl_option(arguments, "published"),
                .title = ctl_option(arguments, "title"),
                .index_number = ctl_option(arguments, "index-number"),
                .document_number = ctl_option(arguments, "document-number"),
                .old_address = ctl_option(arguments, "old-address") };
    if (!list && arguments->rest->nelts == 0) {
        return ctl_fail("请写明要导入的文件或目录。");
    }
    if (ctl_open_store(c) != CTL_OK) {
        return CTL_FAILED;
    }
    apr_status_t status = ds_store_organs(c->store, &b.organs, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "读取机关");
    }
    if (list && take_list(&b, list) != CTL_OK) {
        return CTL_FAILED;
    }
    for (int i = 0; i < arguments->rest->nelts; i++) {
        it.path = APR_ARRAY_IDX(arguments->rest, i, const char *);
        take_path(&b, it, c->pool);
    }
    return b.refused ? CTL_FAILED : CTL_OK;
}
