#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "store/query.h"
#include "store/search_index.h"

/* The version that brought the index for searching, which is made of what is
 * public already. */
#define WITH_SEARCH 3

typedef struct migration {
    int version;        /* the schema version this statement belongs to */
    const char *engine;
    int inside;         /* within the transaction of the step */
    const char *sql;
} migration;

static const migration migrations[] = {
#define MIGRATION(version, engine, inside, sql) { version, engine, inside, sql },
#include "sql/schema.inc"
#undef MIGRATION
};

#define N_MIGRATIONS (sizeof(migrations) / sizeof(migrations[0]))

int ds_dbd_schema_wanted(void)
{
    return migrations[N_MIGRATIONS - 1].version;
}

apr_status_t ds_dbd_schema_version(ds_dbd *dbd, int *version, apr_pool_t *scratch_pool)
{
    ds_rows *rows;
    *version = 0;
    apr_status_t status = ds_dbd_select(dbd, DS_SQL_HAS_SCHEMA, &rows, DS_NO_ARGS, scratch_pool);
    if (status != APR_SUCCESS || ds_rows_number(rows, 0, 0) == 0)
        return status;
    status = ds_dbd_select(dbd, DS_SQL_META, &rows, DS_ARGS(DS_S("schema_version")), scratch_pool);
    if (status == APR_SUCCESS && rows->count)
        *version = (int)ds_rows_number(rows, 0, DS_COL_META_VALUE);
    return status;
}

apr_status_t ds_dbd_schema_check(ds_dbd *dbd, apr_pool_t *scratch_pool)
{
    int version, wanted = ds_dbd_schema_wanted();
    if (*ds_dbd_has_schema(dbd))
        return APR_SUCCESS;
    apr_status_t status = ds_dbd_schema_version(dbd, &version, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    if (version == 0)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0409: %s: the database has no schema; "
               "make it with \"disclosurectl init\"", ds_dbd_engine(dbd));
    else if (version != wanted)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0410: %s: the schema has version %d, this program "
               "needs %d; %s", ds_dbd_engine(dbd), version, wanted, version < wanted
               ? "run \"disclosurectl migrate\", then a graceful restart" : "it is too old");
    *ds_dbd_has_schema(dbd) = version == wanted;
    return version == wanted ? APR_SUCCESS : DS_EUNAVAILABLE;
}

/* One step: from version - 1 to version. */
typedef struct step {
    ds_dbd *dbd;
    int version;
    int is_done;        /* somebody else was faster */
} step;

static apr_status_t run(const step *s, int inside)
{
    apr_status_t status = APR_SUCCESS;
    for (size_t i = 0; status == APR_SUCCESS && i < N_MIGRATIONS; i++) {
        const migration *m = &migrations[i];
        if (m->version == s->version && m->inside == inside
            && !strcmp(m->engine, ds_dbd_engine(s->dbd)))
            status = ds_dbd_run(s->dbd, m->sql);
    }
    return status;
}

static apr_status_t step_body(void *baton, apr_pool_t *scratch_pool)
{
    step *s = baton;
    int found;
    apr_status_t status = ds_dbd_schema_version(s->dbd, &found, scratch_pool);
    s->is_done = status == APR_SUCCESS && found >= s->version;
    if (status != APR_SUCCESS || s->is_done)
        return status;
    status = run(s, 1);
    if (status == APR_SUCCESS && s->version == WITH_SEARCH && found > 0)
        status = ds_search__fill(s->dbd, scratch_pool);
    if (status != APR_SUCCESS)
        return status;
    const char *version = apr_itoa(scratch_pool, s->version);
    return found == 0
        ? ds_dbd_change(s->dbd, DS_SQL_META_ADD, NULL,
                        DS_ARGS(DS_S("schema_version"), DS_S(version)))
        : ds_dbd_change(s->dbd, DS_SQL_META_SET, NULL,
                        DS_ARGS(DS_S(version), DS_S("schema_version")));
}

static apr_status_t migrate_to(ds_dbd *dbd, int version)
{
    step s = { dbd, version, 0 };
    apr_status_t status = run(&s, 0);
    if (status == APR_SUCCESS)
        status = ds_dbd_transaction(dbd, step_body, &s);
    ds_dbd_forget(dbd);
    if (status == APR_SUCCESS && !s.is_done)
        ds_log(DS_LOG_INFO, APR_SUCCESS, "DS0420: %s: the schema has version %d now",
               ds_dbd_engine(dbd), version);
    return status;
}

apr_status_t ds_dbd_migrate(ds_dbd *dbd, const char **error, apr_pool_t *scratch_pool)
{
    int found, wanted = ds_dbd_schema_wanted();
    *error = NULL;
    apr_status_t status = ds_dbd_schema_version(dbd, &found, scratch_pool);
    if (status == APR_SUCCESS && found > wanted) {
        *error = apr_psprintf(scratch_pool, "数据库的版本是 %d，本程序只认得到 %d 的版本；"
                              "请改用较新的程序。", found, wanted);
        return DS_EUNAVAILABLE;
    }
    for (int version = found + 1; status == APR_SUCCESS && version <= wanted; version++)
        status = migrate_to(dbd, version);
    if (status != APR_SUCCESS)
        *error = apr_psprintf(scratch_pool, "数据库没有从版本 %d 升级到版本 %d，原因见日志。",
                              found, wanted);
    return status;
}
