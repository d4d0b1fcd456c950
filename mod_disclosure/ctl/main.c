#include "ctl/ctl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <libxml/parser.h>

#include "core/log.h"

static const ctl_verb verbs[] = {
    { "check", "[--json] [--previous FILE] FILE…", "核对报告，列出全部问题", ctl_check_options, ctl_check },
    { "convert", "--to xml|json|csv FILE", "转换格式，写到标准输出", ctl_convert_options, ctl_convert },
    { "import", "[--dry-run] [--published DATE] FILE|DIR…", "导入报告：草稿，或接管已公开的报告",
      ctl_import_options, ctl_import },
    { "verify", "[--digest HEX] FILE", "重算已公开文件的摘要和勾稽关系", ctl_verify_options, ctl_verify },
    { "init", "", "新建数据库", NULL, ctl_init },
    { "migrate", "", "把数据库升级到本程序的版本", NULL, ctl_migrate },
    { "account", "add|set|password|list [NAME]", "管理账号（口令从标准输入读）", ctl_account_options,
      ctl_account },
    { "organ", "add|set|import|list [KEY|FILE]", "管理机关", ctl_organ_options, ctl_organ },
    { "export", "[--to xml|json|csv] [--year Y] DIR", "导出全部已公开的报告", ctl_export_options, ctl_export },
    { "backup", "FILE", "备份（服务器可以照常运行）", NULL, ctl_backup },
    { "restore", "FILE", "用备份替换全部数据", NULL, ctl_restore },
    { "audit", "[--list] [--after N]", "校验操作记录的链条；或列出记录", ctl_audit_options, ctl_audit },
};

static const apr_getopt_option_t common_options[] = {
    { "config", 'c', 1, "FILE  读取 DBDriver、DBDParams、DisclosureData 等指令的文件" },
    { "help", 'h', 0, "显示说明" },
    { NULL, 0, 0, NULL }
};

const char *ctl_option(const ctl_arguments *arguments, const char *name)
{
    return apr_table_get(arguments->options, name);
}

typedef struct collected {
    const char *name;
    apr_array_header_t *values;
} collected;

static int collect(void *baton, const char *name, const char *value)
{
    collected *into = baton;
    if (strcmp(name, into->name) == 0) {
        APR_ARRAY_PUSH(into->values, const char *) = value;
    }
    return 1;
}

apr_array_header_t *ctl_options(const ctl_arguments *arguments, const char *name, apr_pool_t *pool)
{
    collected into = { name, apr_array_make(pool, 4, sizeof(const char *)) };
    apr_table_do(collect, &into, arguments->options, NULL);
    return into.values;
}

apr_int64_t ctl_now(void)
{
    return apr_time_sec(apr_time_now());
}

int ctl_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("disclosurectl: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return CTL_FAILED;
}

static void print_options(const apr_getopt_option_t *options)
{
    for (; options && options->name; options++) {
        printf("  --%-18s %s\n", options->name, options->description);
    }
}

static int usage_of(const ctl_verb *verb)
{
    printf("disclosurectl %s %s\n  %s。\n\n", verb->name, verb->takes, verb->summary);
    print_options(verb->options);
    print_options(common_options);
    return CTL_OK;
}

static int usage(FILE *to)
{
    fputs("disclosurectl：政府信息公开工作年度报告的命令行工具\n\n", to);
    for (apr_size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        fprintf(to, "  %-8s %-46s %s\n", verbs[i].name, verbs[i].takes, verbs[i].summary);
    }
    fputs("\n文件名写 - 表示标准输入。“disclosurectl 命令 --help”显示该命令的选项。\n"
          "数据库取自环境变量 DISCLOSURE_DB_DRIVER、DISCLOSURE_DB_PARAMS，或 --config 所指的文件。\n"
          "退出码：0 没有问题，1 报告有差错，2 无法完成。\n", to);
    return to == stdout ? CTL_OK : CTL_FAILED;
}

static const ctl_verb *verb_named(const char *name)
{
    for (apr_size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
        if (strcmp(verbs[i].name, name) == 0) {
            return &verbs[i];
        }
    }
    return NULL;
}

/* The verb's options with those common to all behind them. */
static const apr_getopt_option_t *all_options(const ctl_verb *verb, apr_pool_t *pool)
{
    apr_array_header_t *all = apr_array_make(pool, 16, sizeof(apr_getopt_option_t));
    for (const apr_getopt_option_t *o = verb->options; o && o->name; o++) {
        APR_ARRAY_PUSH(all, apr_getopt_option_t) = *o;
    }
    for (const apr_getopt_option_t *o = common_options; ; o++) {
        APR_ARRAY_PUSH(all, apr_getopt_option_t) = *o;
        if (!o->name) {
            return (const apr_getopt_option_t *) all->elts;
        }
    }
}

static const char *option_name(const apr_getopt_option_t *options, int letter)
{
    while (options->name && options->optch != letter) {
        options++;
    }
    return options->name;
}

static int parse(ctl_arguments *arguments, const ctl_verb *verb, int argc, const char *const *argv,
                 apr_pool_t *pool)
{
    const apr_getopt_option_t *options = all_options(verb, pool);
    apr_getopt_t *state;
    apr_status_t status;
    int letter;
    const char *value;
    arguments->options = apr_table_make(pool, 8);
    arguments->rest = apr_array_make(pool, 8, sizeof(const char *));
    apr_getopt_init(&state, pool, argc, argv);
    state->interleave = 1;
    while ((status = apr_getopt_long(state, options, &letter, &value)) == APR_SUCCESS) {
        apr_table_addn(arguments->options, option_name(options, letter), value ? value : "");
    }
    for (int i = state->ind; i < argc; i++) {
        APR_ARRAY_PUSH(arguments->rest, const char *) = state->argv[i]; /* permuted */
    }
    return APR_STATUS_IS_EOF(status) ? CTL_OK
        : ctl_fail("选项有误，“disclosurectl %s --help”显示可用的选项。", verb->name);
}

static void log_line(void *baton, const char *file, int line, ds_log_level level,
                     apr_status_t status, const char *message)
{
    char buffer[200];
    if (level <= DS_LOG_WARNING) {
        fprintf(stderr, "disclosurectl: %s%s%s\n", message, status ? ": " : "",
                status ? apr_strerror(status, buffer, sizeof(buffer)) : "");
    }
}

static int run(apr_pool_t *pool, int argc, const char *const *argv)
{
    ctl c = { .pool = pool };
    ctl_arguments arguments;
    if (argc < 2) {
        return usage(stderr);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        return usage(stdout);
    }
    const ctl_verb *verb = verb_named(argv[1]);
    if (!verb) {
        return ctl_fail("没有“%s”这个命令，“disclosurectl --help”列出全部命令。", argv[1]);
    }
    if (parse(&arguments, verb, argc - 1, argv + 1, pool) != CTL_OK) {
        return CTL_FAILED;
    }
    if (ctl_option(&arguments, "help")) {
        return usage_of(verb);
    }
    if (ctl_configure(&c, ctl_option(&arguments, "config")) != CTL_OK) {
        return CTL_FAILED;
    }
    return verb->run(&c, &arguments);
}

int main(int argc, const char *const *argv)
{
    const char *const *env = NULL;
    apr_pool_t *pool;
    int result;
    if (apr_app_initialize(&argc, &argv, &env) != APR_SUCCESS
        || apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        fputs("disclosurectl: 无法启动。\n", stderr);
        return CTL_FAILED;
    }
    xmlInitParser();
    ds_log_set(log_line, NULL);
    result = run(pool, argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        result = ctl_fail("写标准输出失败。");
    }
    apr_pool_destroy(pool);
    apr_terminate();
    return result;
}
