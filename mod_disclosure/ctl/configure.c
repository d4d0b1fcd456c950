/* Where the tool gets its data files and its database from. */
#include "ctl/ctl.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <apr_env.h>
#include <apr_file_io.h>
#include <apr_strings.h>

#include "core/status.h"
#include "io/xml.h"
#include "store/dbd.h"

/* The account name under which the tool's own acts are recorded. */
#define TOOL_ACCOUNT "disclosurectl"

typedef struct setting {
    const char *directive;
    const char *variable;   /* of the environment, or NULL */
    apr_size_t offset;      /* of a const char * in ctl */
} setting;

static const setting settings[] = {
    { "DBDriver", "DISCLOSURE_DB_DRIVER", offsetof(ctl, driver) },
    { "DBDParams", "DISCLOSURE_DB_PARAMS", offsetof(ctl, params) },
    { "DisclosureData", "DISCLOSURE_DATA", offsetof(ctl, data) },
    { "DisclosureChain", NULL, offsetof(ctl, chain_name) },
    { "DisclosureDigest", NULL, offsetof(ctl, digest_name) },
    { "DisclosurePasswordLength", NULL, offsetof(ctl, password_length) },
    { "DisclosurePasswordClasses", "DISCLOSURE_PASSWORD_CLASSES", offsetof(ctl, password_classes) },
    { "DisclosureAuditKeep", "DISCLOSURE_AUDIT_KEEP", offsetof(ctl, audit_keep) },
};

#define N_SETTINGS (sizeof(settings) / sizeof(*settings))

static const char **member(ctl *c, const setting *s)
{
    return (const char **) (void *) ((char *) c + s->offset);
}

/* One line of a server's configuration; all but our settings are passed over. */
static void take_line(ctl *c, const char *line)
{
    char **words;
    if (apr_tokenize_to_argv(line, &words, c->pool) != APR_SUCCESS || !words[0] || !words[1]) {
        return;
    }
    for (apr_size_t i = 0; i < N_SETTINGS; i++) {
        if (strcasecmp(words[0], settings[i].directive) == 0) {
            *member(c, &settings[i]) = words[1];
        }
    }
}

static int take_file(ctl *c, const char *path)
{
    apr_file_t *file;
    char line[4096], buffer[200];
    apr_status_t status = apr_file_open(&file, path, APR_READ | APR_BUFFERED, APR_OS_DEFAULT,
                                        c->pool);
    if (status != APR_SUCCESS) {
        return ctl_fail("打不开配置文件 %s：%s", path,
                        apr_strerror(status, buffer, sizeof(buffer)));
    }
    while ((status = apr_file_gets(line, sizeof(line), file)) == APR_SUCCESS) {
        line[strcspn(line, "\r\n")] = '\0';
        take_line(c, line);
    }
    apr_file_close(file);
    return APR_STATUS_IS_EOF(status) ? CTL_OK
        : ctl_fail("读配置文件 %s 失败：%s", path, apr_strerror(status, buffer, sizeof(buffer)));
}

int ctl_configure(ctl *c, const char *config_file)
{
    char *value;
    c->data = DS_DATADIR;
    c->chain_name = "three-steps";
    c->digest_name = "sm3";
    if (!config_file && apr_env_get(&value, "DISCLOSURE_CONFIG", c->pool) == APR_SUCCESS) {
        config_file = value;
    }
    if (config_file && take_file(c, config_file) != CTL_OK) {
        return CTL_FAILED;
    }
    for (apr_size_t i = 0; i < N_SETTINGS; i++) {
        if (settings[i].variable
            && apr_env_get(&value, settings[i].variable, c->pool) == APR_SUCCESS) {
            *member(c, &settings[i]) = value;
        }
    }
    return CTL_OK;
}

static const char *data_path(const ctl *c, const char *name)
{
    return apr_pstrcat(c->pool, c->data, "/", name, NULL);
}

int ctl_load(ctl *c)
{
    ds_formats *formats;
    ds_report_schema *schema;
    const char *error;
    if (c->formats) {
        return CTL_OK;
    }
    c->digest = ds_digest_find(c->digest_name);
    if (!c->digest) {
        return ctl_fail("没有摘要算法“%s”，可用的有：%s。", c->digest_name, ds_digest_names());
    }
    error = ds_formats_load(&formats, data_path(c, "formats"), data_path(c, "schema/format.rng"),
                            c->pool, c->pool);
    if (error) {
        return ctl_fail("%s", error);
    }
    error = ds_report_schema_load(&schema, data_path(c, "schema/report.rng"), c->pool);
    if (error) {
        return ctl_fail("%s", error);
    }
    c->formats = formats;
    c->report_schema = schema;
    return CTL_OK;
}

/* The file an SQLite connection works on belongs to the server's user, and so
 * must all that SQLite puts beside it. Before there is a file the directory
 * decides. */
static int refuse_other_owner(const ctl *c)
{
    struct stat about;
    const char *path = c->params;
    if (strcmp(c->driver, "sqlite3") != 0) {
        return CTL_OK;
    }
    if (stat(path, &about) != 0) {
        const char *slash = strrchr(path, '/');
        path = slash == path ? "/" : slash ? apr_pstrmemdup(c->pool, path, slash - path) : ".";
        if (stat(path, &about) != 0) {
            return ctl_fail("没有目录 %s。", path);
        }
    }
    if (about.st_uid != geteuid()) {
        return ctl_fail("%s 属于用户 %lu，请以该用户运行本命令（例如 sudo -u '#%lu' disclosurectl …），"
                        "否则服务器将无法写数据库。", path, (unsigned long) about.st_uid,
                        (unsigned long) about.st_uid);
    }
    return CTL_OK;
}

int ctl_open_database(ctl *c, struct ds_dbd **dbd)
{
    const char *error = NULL;
    if (!c->driver || !c->params) {
        return ctl_fail("没有指明数据库：请设环境变量 DISCLOSURE_DB_DRIVER、DISCLOSURE_DB_PARAMS，"
                        "或用 --config 指定文件。");
    }
    if (refuse_other_owner(c) != CTL_OK) {
        return CTL_FAILED;
    }
    if (ds_dbd_open(dbd, c->driver, c->params, &error, c->pool) != APR_SUCCESS) {
        return ctl_fail("%s", error ? error : "打不开数据库。");
    }
    return CTL_OK;
}

/* Who may run the tool as the owner of the database may do all an
 * administrator and an editor of every organ may. */
static const ds_actor *tool_actor(apr_pool_t *pool)
{
    static const ds_role roles[] = { DS_ROLE_ADMIN, DS_ROLE_EDITOR };
    ds_actor *actor = apr_pcalloc(pool, sizeof(*actor));
    apr_array_header_t *grants = apr_array_make(pool, 2, sizeof(ds_grant));
    for (int i = 0; i < 2; i++) {
        APR_ARRAY_PUSH(grants, ds_grant) = (ds_grant) { NULL, roles[i] };
    }
    actor->account = TOOL_ACCOUNT;
    actor->grants = grants;
    return actor;
}

int ctl_open_store(ctl *c)
{
    struct ds_dbd *dbd;
    ds_chain *chain;
    ds_store_settings *about = apr_pcalloc(c->pool, sizeof(*about));
    const char *error;
    apr_status_t status;
    if (ctl_load(c) != CTL_OK || ctl_open_database(c, &dbd) != CTL_OK) {
        return CTL_FAILED;
    }
    error = ds_chain_load(&chain,
                          data_path(c, apr_pstrcat(c->pool, "chains/", c->chain_name, ".xml", NULL)),
                          data_path(c, "schema/chain.rng"), c->pool, c->pool);
    if (error) {
        return ctl_fail("%s", error);
    }
    about->formats = c->formats;
    about->chain = chain;
    about->digest = c->digest;
    about->password_length = c->password_length ? atoi(c->password_length) : 0;
    about->password_classes = c->password_classes ? atoi(c->password_classes) : 0;
    status = ds_store_open(&c->store, dbd, about, c->pool);
    if (status != APR_SUCCESS) {
        return ctl_refused(status, NULL, "打开数据库");
    }
    c->actor = tool_actor(c->pool);
    return CTL_OK;
}

typedef struct refusal {
    apr_status_t status;
    const char *sentence;
} refusal;

static const refusal refusals[] = {
    { DS_ENOTFOUND, "没有这个机关或报告" },
    { DS_EGONE, "报告已撤下" },
    { DS_EUNAVAILABLE, "数据库暂时不能用，或还没有建好（先运行 disclosurectl init）" },
    { DS_ESTALE, "别人已改过，请重新读取" },
    { DS_EINVALID, "内容不合要求" },
};

int ctl_refused(apr_status_t status, const ds_findings *findings, const char *what)
{
    char buffer[200];
    const char *why = NULL;
    if (findings && ds_findings_count(findings) > 0) {
        why = ds_findings_at(findings, 0)->message;
    }
    for (apr_size_t i = 0; !why && i < sizeof(refusals) / sizeof(*refusals); i++) {
        if (refusals[i].status == status) {
            why = refusals[i].sentence;
        }
    }
    return ctl_fail("%s：%s", what, why ? why : apr_strerror(status, buffer, sizeof(buffer)));
}
