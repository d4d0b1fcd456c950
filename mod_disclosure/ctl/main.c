#include "ctl/ctl.h"

#include <stdio.h>
#include <string.h>

#include <apr_general.h>
#include <libxml/parser.h>

static const ctl_verb verbs[] = {
    { "check", "[--json] [--previous FILE] FILE…", "核对报告，列出全部问题", ctl_check_options, ctl_check },
    { "convert", "--to xml|json|csv FILE", "转换格式，写到标准输出", ctl_convert_options, ctl_convert },
    { "import", "[--dry-run] [--published DATE] FILE|DIR…", "导入报告：草稿，或接管已公开的报告",
      ctl_import_options, ctl_import },
    { "verify", "[--digest HEX] FILE…|--site URL", "重算已公开文件的摘要和勾稽关系；或巡查网站",
      ctl_verify_options, ctl_verify },
    { "init", "", "新建数据库", NULL, ctl_init },
    { "migrate", "", "把数据库升级到本程序的版本", NULL, ctl_migrate },
    { "account", "add|set|password|list [NAME]", "管理账号（密码从标准输入读）", ctl_account_options,
      ctl_account },
    { "organ", "add|set|import|list [KEY|FILE]", "管理机关", ctl_organ_options, ctl_organ },
    { "export", "[--to xml|json|csv] [--year Y] DIR", "导出全部已公开的报告", ctl_export_options, ctl_export },
    { "backup", "FILE", "备份（服务器可以照常运行）", NULL, ctl_backup },
    { "restore", "FILE", "用备份替换全部数据", NULL, ctl_restore },
    { "audit", "[--list] [--after N] [--prune]", "校验操作记录的链条；或列出记录；或清理过期的记录", ctl_audit_options, ctl_audit },
};

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
    print_options(ctl_common_options);
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
    if (ctl_parse(&arguments, verb, argc - 1, argv + 1, pool) != CTL_OK) {
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
    ds_log_set(ctl_log, NULL);
    result = run(pool, argc, argv);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        result = ctl_fail("写标准输出失败。");
    }
    apr_pool_destroy(pool);
    apr_terminate();
    return result;
}
