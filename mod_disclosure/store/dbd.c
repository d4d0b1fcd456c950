#include "store/dbd.h"

#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "store/sqlite_file.h"
#include "store/query.h"

/* Whole transactions tried, and the pause before the second, doubled later. */
#define ATTEMPTS 4
#define FIRST_PAUSE 20000

typedef enum { SQLITE3, PGSQL, MYSQL, ENGINES } engine_index;

/* What the engines do not agree on. */
typedef struct engine {
    const char *name;
    const char *begin[2];          /* one or two statements */
    const char *begin_snapshot[2];
} engine;

static const engine engines[ENGINES] = {
    { "sqlite3", { "BEGIN IMMEDIATE" }, { "BEGIN" } },
    { "pgsql", { "BEGIN" }, { "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY" } },
    /* A snapshot is none at the isolation level of the session. */
    { "mysql", { "START TRANSACTION" },
      { "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY" } },
};

/* Set-up of a connection, made and read back on its first lease: mod_dbd's own
 * init statements fail silently and differ between virtual hosts that share a
 * pool. */
typedef struct setting {
    engine_index engine;
    const char *set;
    const char *get;      /* or NULL: nothing to read back */
    const char *expected;
} setting;

static const setting settings[] = {
    /* A busy timeout would sleep inside the driver's process-wide mutex. */
    { SQLITE3, "PRAGMA busy_timeout = 0", "PRAGMA busy_timeout", "0" },
    { SQLITE3, "PRAGMA synchronous = FULL", "PRAGMA synchronous", "2" },
    { SQLITE3, "PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1" },
    { PGSQL, "SET client_encoding TO 'UTF8'", "SHOW client_encoding", "UTF8" },
    { PGSQL, "SET lock_timeout TO '10s'", NULL, NULL },
    { MYSQL, "SET NAMES utf8mb4", "SELECT @@character_set_client", "utf8mb4" },
    { MYSQL, "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')", NULL, NULL },
    { MYSQL, "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", NULL, NULL },
    { MYSQL, "SET SESSION innodb_lock_wait_timeout = 10", NULL, NULL },
};

typedef struct statement {
    const char *label;
    const char *kinds;   /* 's' or 'n' per argument */
    int columns;
    const char *sql[ENGINES];
} statement;

static const statement statements[DS_SQL_COUNT] = {
#define STATEMENT(id, label, kinds, columns, sqlite3, pgsql, mysql) \
    { label, kinds, columns, { sqlite3, pgsql, mysql } },
#include "sql/statements.inc"
#undef STATEMENT
};

const char *ds_sql_kinds(ds_sql sql)
{
    return statements[sql].kinds;
}

int ds_sql_columns(ds_sql sql)
{
    return statements[sql].columns;
}

/* What is kept with a connection from lease to lease. */
typedef struct connection {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
    apr_pool_t *pool;
    engine_index engine;
    int generation;       /* of its statements, raised when they are prepared anew */
    int is_set_up;
    int has_schema;       /* the schema was seen to be the wanted one */
    apr_dbd_prepared_t *prepared[DS_SQL_COUNT];
} connection;

struct ds_dbd {
    connection *conn;
    ds_lock *lock;        /* SQLite only, else NULL */
    apr_pool_t *pool;
    int in_transaction;
    int failed;           /* a call failed since the transaction began */
    int rc;               /* ... with this code of the driver's */
};

static const char connection_key[] = "ds_dbd_connection";

static int engine_find(const char *driver_name)
{
    for (int i = 0; i < ENGINES; i++)
        if (!strcmp(engines[i].name, driver_name))
            return i;
    return -1;
}

const char *ds_dbd_engine(const ds_dbd *dbd)
{
    return engines[dbd->conn->engine].name;
}

int *ds_dbd_has_schema(ds_dbd *dbd)
{
    return &dbd->conn->has_schema;
}

/* ---- Errors ---- */

/* Codes differ between drivers and are no apr_status_t: logged as they are. */
static apr_status_t failure(ds_dbd *dbd, const char *what, int rc)
{
    const connection *conn = dbd->conn;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, dbd->pool);
    ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0401: %s: %s failed: code %d: %s",
           engines[conn->engine].name, what, rc,
           ds_sql_safe_text(scratch, apr_dbd_error(conn->driver, conn->handle, rc)));
    apr_pool_destroy(scratch);
    dbd->failed = 1;
    dbd->rc = rc;
    return DS_EUNAVAILABLE;
}

static int is_busy(const connection *conn, int rc)
{
    return conn->engine == SQLITE3 && (rc == 5 || rc == 6);
}

static int was_busy(const ds_dbd *dbd)
{
    return is_busy(dbd->conn, dbd->rc);
}

/* ---- Plain SQL ---- */

/* Row-returning SQL goes through select only: as a query it counts as an error
 * on SQLite and wedges MariaDB. *value is the first column of the first row. */
static int plain_select(connection *conn, const char *sql, const char **value, apr_pool_t *pool)
{
    apr_dbd_results_t *results = NULL;
    apr_dbd_row_t *row = NULL;
    *value = NULL;
    int rc = apr_dbd_select(conn->driver, pool, conn->handle, &results, sql, 1);
    if (rc == 0 && apr_dbd_num_tuples(conn->driver, results) > 0
        && apr_dbd_get_row(conn->driver, pool, results, &row, 1) == 0)
        *value = apr_pstrdup(pool, apr_dbd_get_entry(conn->driver, row, 0));
    return rc;
}

static int plain_run(connection *conn, const char *sql)
{
    int changed = 0;
    if (conn->engine != SQLITE3 || strncmp(sql, "PRAGMA", 6))
        return apr_dbd_query(conn->driver, conn->handle, &changed, sql);
    const char *ignored;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, conn->pool);
    int rc = plain_select(conn, sql, &ignored, scratch);
    apr_pool_destroy(scratch);
    return rc;
}

apr_status_t ds_dbd_run(ds_dbd *dbd, const char *sql)
{
    int rc = plain_run(dbd->conn, sql);
    return rc ? failure(dbd, apr_pstrndup(dbd->pool, sql, 40), rc) : APR_SUCCESS;
}

/* ---- Setting up and healing ---- */

static int try_apply(ds_dbd *dbd, const setting *s, const char **value, apr_pool_t *scratch)
{
    int rc = plain_run(dbd->conn, s->set);
    return rc == 0 && s->get ? plain_select(dbd->conn, s->get, value, scratch) : rc;
}

static apr_status_t apply(ds_dbd *dbd, const setting *s, apr_pool_t *scratch)
{
    const char *value = NULL;
    int rc = try_apply(dbd, s, &value, scratch);
    /* The first process to open an SQLite database and the last to close it hold
     * it for a moment, to put its log in order. */
    for (int i = 0; i < ATTEMPTS && is_busy(dbd->conn, rc); i++) {
        ds_lock_pause((apr_interval_time_t)FIRST_PAUSE << i);
        rc = try_apply(dbd, s, &value, scratch);
    }
    if (rc != 0)
        return failure(dbd, s->set, rc);
    if (s->get && (!value || strcmp(value, s->expected))) {
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0402: %s: after \"%s\" the setting is %s",
               engines[s->engine].name, s->set, value ? value : "not there");
        return DS_EUNAVAILABLE;
    }
    return APR_SUCCESS;
}

static apr_status_t set_up(ds_dbd *dbd)
{
    apr_pool_t *scratch;
    apr_status_t status = APR_SUCCESS;
    apr_pool_create(&scratch, dbd->pool);
    for (size_t i = 0; status == APR_SUCCESS && i < sizeof(settings) / sizeof(settings[0]); i++)
        if (settings[i].engine == dbd->conn->engine)
            status = apply(dbd, &settings[i], scratch);
    dbd->conn->is_set_up = status == APR_SUCCESS;
    apr_pool_destroy(scratch);
    return status;
}

/* Statements of a lost session are gone although the connection answers again;
 * those of a live one keep their labels, so the new ones need others. */
void ds_dbd_forget(ds_dbd *dbd)
{
    connection *conn = dbd->conn;
    memset(conn->prepared, 0, sizeof(conn->prepared));
    conn->generation++;
    conn->has_schema = 0;
}

static apr_status_t heal(ds_dbd *dbd)
{
    connection *conn = dbd->conn;
    ds_dbd_forget(dbd);
    conn->is_set_up = 0;
    if (apr_dbd_check_conn(conn->driver, dbd->pool, conn->handle) != APR_SUCCESS) {
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0403: %s: the connection is lost",
               engines[conn->engine].name);
        return DS_EUNAVAILABLE;
    }
    ds_log(DS_LOG_INFO, APR_SUCCESS, "DS0404: %s: statements of the connection are prepared anew",
           engines[conn->engine].name);
    return set_up(dbd);
}

/* ---- Labelled statements ---- */

/* Prepared on first use, once per connection: per request would leak on
 * SQLite, and in mod_dbd one bad label would deny every connection. */
static int prepare(connection *conn, ds_sql sql)
{
    if (conn->prepared[sql])
        return 0;
    const statement *s = &statements[sql];
    const char *label = conn->generation
        ? apr_psprintf(conn->pool, "%s_g%d", s->label, conn->generation) : s->label;
    int rc = apr_dbd_prepare(conn->driver, conn->pool, conn->handle, s->sql[conn->engine], label,
                             &conn->prepared[sql]);
    if (rc != 0)
        conn->prepared[sql] = NULL;
    return rc;
}

/* Drivers neither count arguments nor know their types: both are checked here,
 * and only the binary calls are used. */
static int take_args(ds_sql sql, const void **values, const ds_arg *args, int n_args)
{
    const char *kinds = statements[sql].kinds;
    if (n_args > DS_MAX_ARGS || strlen(kinds) != (size_t)n_args)
        return 0;
    for (int i = 0; i < n_args; i++) {
        if (args[i].kind != kinds[i])
            return 0;
        values[i] = args[i].kind == 'n' ? (const void *)&args[i].number : args[i].text;
    }
    return 1;
}

static apr_status_t misused(ds_sql sql)
{
    ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0405: %s is not called as sql/queries.sql declares it",
           statements[sql].label);
    return DS_EINVALID;
}

/* Values are copied at once: the driver reuses or frees them with the next
 * row. Rows are asked for by number, with SQLite in sequence, where a number
 * means a walk from the first row. */
static int copy_rows(connection *conn, apr_dbd_results_t *results, ds_rows *rows,
                     apr_pool_t *scratch, apr_pool_t *pool)
{
    apr_dbd_row_t *row = NULL;
    rows->values = apr_pcalloc(pool, sizeof(*rows->values) * (apr_size_t)rows->count
                                     * (apr_size_t)rows->columns);
    for (int i = 0; i < rows->count; i++) {
        int number = conn->engine == SQLITE3 ? -1 : i + 1;
        if (apr_dbd_get_row(conn->driver, scratch, results, &row, number) != 0)
            return -1;
        for (int j = 0; j < rows->columns; j++) {
            const char *value = NULL;
            /* get_entry cannot tell NULL from "" on PostgreSQL. */
            apr_status_t status = apr_dbd_datum_get(conn->driver, row, j, APR_DBD_TYPE_STRING,
                                                    &value);
            if (status == APR_SUCCESS && value)
                rows->values[i * rows->columns + j] = apr_pstrdup(pool, value);
            else if (status != APR_SUCCESS && status != APR_ENOENT)
                return -1;
        }
    }
    return 0;
}

static int try_select(connection *conn, ds_sql sql, ds_rows *rows, const void **values,
                      apr_pool_t *pool)
{
    apr_dbd_results_t *results = NULL;
    apr_pool_t *scratch;
    int rc = prepare(conn, sql);
    if (rc != 0)
        return rc;
    apr_pool_create(&scratch, pool);
    /* Random access: without it errors stay hidden, and PostgreSQL waits. */
    rc = apr_dbd_pbselect(conn->driver, scratch, conn->handle, &results, conn->prepared[sql], 1,
                          values);
    if (rc == 0) {
        rows->count = apr_dbd_num_tuples(conn->driver, results);
        rows->columns = statements[sql].columns;
        if (rows->count < 0 || apr_dbd_num_cols(conn->driver, results) != rows->columns)
            rc = -1;
        else
            rc = copy_rows(conn, results, rows, scratch, pool);
    }
    apr_pool_destroy(scratch);
    return rc;
}

apr_status_t ds_dbd_select(ds_dbd *dbd, ds_sql sql, ds_rows **rows, const ds_arg *args,
                           int n_args, apr_pool_t *pool)
{
    const void *values[DS_MAX_ARGS];
    *rows = apr_pcalloc(pool, sizeof(**rows));
    if (!take_args(sql, values, args, n_args))
        return misused(sql);
    if (!ds_sql_is_storable(args, n_args)) {
        (*rows)->columns = statements[sql].columns;
        return APR_SUCCESS; /* it is found nowhere */
    }
    int rc = try_select(dbd->conn, sql, *rows, values, pool);
    if (rc == 0)
        return APR_SUCCESS;
    failure(dbd, statements[sql].label, rc);
    if (dbd->in_transaction || heal(dbd) != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    rc = try_select(dbd->conn, sql, *rows, values, pool);
    return rc ? failure(dbd, statements[sql].label, rc) : APR_SUCCESS;
}

apr_status_t ds_dbd_change(ds_dbd *dbd, ds_sql sql, int *changed, const ds_arg *args, int n_args)
{
    connection *conn = dbd->conn;
    const void *values[DS_MAX_ARGS];
    apr_pool_t *scratch;
    int n = 0;
    if (!dbd->in_transaction || !take_args(sql, values, args, n_args)
        || !ds_sql_is_storable(args, n_args))
        return misused(sql);
    apr_pool_create(&scratch, dbd->pool);
    int rc = prepare(conn, sql);
    if (rc == 0)
        rc = apr_dbd_pbquery(conn->driver, scratch, conn->handle, &n, conn->prepared[sql], values);
    apr_pool_destroy(scratch);
    if (rc != 0)
        return failure(dbd, statements[sql].label, rc);
    if (changed)
        *changed = n; /* after a failure it would be stale */
    return APR_SUCCESS;
}

const char *ds_rows_text(const ds_rows *rows, int row, int column)
{
    return rows->values[row * rows->columns + column];
}

apr_int64_t ds_rows_number(const ds_rows *rows, int row, int column)
{
    const char *value = ds_rows_text(rows, row, column);
    return value ? apr_atoi64(value) : 0;
}

/* ---- Transactions ---- */

static apr_status_t ping(ds_dbd *dbd)
{
    ds_rows rows;
    apr_pool_t *scratch;
    apr_pool_create(&scratch, dbd->pool);
    int rc = try_select(dbd->conn, DS_SQL_PING, &rows, NULL, scratch);
    apr_status_t status = APR_SUCCESS;
    if (rc != 0) {
        failure(dbd, statements[DS_SQL_PING].label, rc);
        status = heal(dbd);
        if (status == APR_SUCCESS) {
            rc = try_select(dbd->conn, DS_SQL_PING, &rows, NULL, scratch);
            status = rc ? failure(dbd, statements[DS_SQL_PING].label, rc) : APR_SUCCESS;
        }
    }
    apr_pool_destroy(scratch);
    return status;
}

/* Plain SQL instead of the driver's transactions: those end in a commit by
 * default and from a pool cleanup, report success after a rollback, leave the
 * handle marked when BEGIN failed (SQLite) or dereference NULL (PostgreSQL).
 * Here nothing is committed that did not succeed to the last call. */
static apr_status_t run_between(ds_dbd *dbd, const char *const *begin, ds_dbd_body *body,
                                void *baton, apr_pool_t *scratch, int *is_uncertain)
{
    connection *conn = dbd->conn;
    dbd->failed = 0;
    int rc = plain_run(conn, begin[0]);
    if (rc == 0 && begin[1])
        rc = plain_run(conn, begin[1]);
    if (rc != 0)
        return failure(dbd, "BEGIN", rc);
    dbd->in_transaction = 1;
    apr_status_t status = body(baton, scratch);
    dbd->in_transaction = 0;
    if (status == APR_SUCCESS && !dbd->failed) {
        rc = plain_run(conn, "COMMIT");
        if (rc == 0)
            return APR_SUCCESS;
        status = failure(dbd, "COMMIT", rc);
        *is_uncertain = conn->engine != SQLITE3;
    }
    /* Also after a failed COMMIT, which can leave SQLite inside. */
    plain_run(conn, "ROLLBACK");
    return dbd->failed ? DS_EUNAVAILABLE : status;
}

static apr_status_t attempt(ds_dbd *dbd, ds_dbd_body *body, void *baton, apr_pool_t *scratch,
                            int *is_final)
{
    *is_final = 1;
    apr_status_t status = ds_lock_take(dbd->lock);
    if (status != APR_SUCCESS) {
        ds_log(DS_LOG_ERROR, status, "DS0406: sqlite3: the lock file beside the database "
               "cannot be had; it must belong to the owner of the database");
        return DS_EUNAVAILABLE;
    }
    int is_uncertain = 0;
    status = ping(dbd); /* BEGIN on a dead connection is no place to learn of it */
    if (status == APR_SUCCESS) {
        status = run_between(dbd, engines[dbd->conn->engine].begin, body, baton, scratch,
                             &is_uncertain);
        *is_final = !dbd->failed || is_uncertain;
    }
    ds_lock_give(dbd->lock);
    if (is_uncertain)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0407: %s: the connection was lost during COMMIT: "
               "whether the change was kept is not known", ds_dbd_engine(dbd));
    return status;
}

static int may_begin(const ds_dbd *dbd)
{
    if (dbd->in_transaction)
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0408: a transaction was begun inside another");
    return !dbd->in_transaction;
}

apr_status_t ds_dbd_transaction(ds_dbd *dbd, ds_dbd_body *body, void *baton)
{
    apr_status_t status = DS_EUNAVAILABLE;
    apr_pool_t *scratch;
    int is_final = 0;
    if (!may_begin(dbd))
        return DS_EUNAVAILABLE;
    apr_pool_create(&scratch, dbd->pool);
    for (int i = 0; i < ATTEMPTS && !is_final; i++) {
        if (i > 0)
            ds_lock_pause((apr_interval_time_t)FIRST_PAUSE << (i - 1));
        /* Once: statements may be of no use any more though a ping is answered. */
        if (i == 1 && !was_busy(dbd) && heal(dbd) != APR_SUCCESS)
            break;
        apr_pool_clear(scratch);
        status = attempt(dbd, body, baton, scratch, &is_final);
    }
    apr_pool_destroy(scratch);
    return status;
}

apr_status_t ds_dbd_snapshot(ds_dbd *dbd, ds_dbd_body *body, void *baton)
{
    apr_pool_t *scratch;
    int is_uncertain;
    if (!may_begin(dbd) || ping(dbd) != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    apr_pool_create(&scratch, dbd->pool);
    apr_status_t status = run_between(dbd, engines[dbd->conn->engine].begin_snapshot, body, baton,
                                      scratch, &is_uncertain);
    apr_pool_destroy(scratch);
    return status;
}

/* ---- Connections ---- */

static connection *connection_of(const apr_dbd_driver_t *driver, apr_dbd_t *handle,
                                 apr_pool_t *pool, engine_index engine_of, const char *params)
{
    void *known = NULL;
    apr_pool_userdata_get(&known, connection_key, pool);
    connection *conn = known;
    if (conn && conn->handle == handle)
        return conn;
    conn = apr_pcalloc(pool, sizeof(*conn));
    conn->driver = driver;
    conn->handle = handle;
    conn->pool = pool;
    conn->engine = engine_of;
    apr_pool_userdata_setn(conn, connection_key, NULL, pool);
    if (engine_of == MYSQL && !(params && strstr(params, "reconnect=0")))
        ds_log(DS_LOG_WARNING, APR_SUCCESS, "DS0411: mysql: without reconnect=0 among the "
               "parameters the driver loses transactions quietly");
    return conn;
}

apr_status_t ds_dbd_attach(ds_dbd **out, const apr_dbd_driver_t *driver, apr_dbd_t *handle,
                           apr_pool_t *connection_pool, const char *driver_name,
                           const char *params, apr_pool_t *pool)
{
    int engine_of = engine_find(driver_name);
    if (engine_of < 0) {
        ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0412: the driver is %s; known are sqlite3, pgsql "
               "and mysql", driver_name);
        return DS_EUNAVAILABLE;
    }
    ds_dbd *dbd = apr_pcalloc(pool, sizeof(*dbd));
    dbd->conn = connection_of(driver, handle, connection_pool, (engine_index)engine_of, params);
    dbd->pool = pool;
    if (engine_of == SQLITE3)
        dbd->lock = ds_lock_create(params, pool);
    if (!dbd->conn->is_set_up && set_up(dbd) != APR_SUCCESS && heal(dbd) != APR_SUCCESS)
        return DS_EUNAVAILABLE;
    apr_status_t status = ping(dbd);
    *out = dbd;
    return status;
}

typedef struct owned {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
} owned;

static apr_status_t close_owned(void *data)
{
    owned *mine = data;
    apr_dbd_close(mine->driver, mine->handle);
    return APR_SUCCESS;
}

apr_status_t ds_dbd_open(ds_dbd **out, const char *driver_name, const char *params,
                         const char **error, apr_pool_t *pool)
{
    owned *mine = apr_pcalloc(pool, sizeof(*mine));
    const char *reason = NULL;
    apr_status_t status = apr_dbd_init(pool);
    *error = NULL;
    if (!strcmp(driver_name, "sqlite3") && (reason = ds_sqlite_prepare_file(params, pool))) {
        *error = reason;
        return DS_EUNAVAILABLE;
    }
    if (status == APR_SUCCESS)
        status = apr_dbd_get_driver(pool, driver_name, &mine->driver);
    if (status != APR_SUCCESS) {
        *error = apr_psprintf(pool, "没有名为“%s”的数据库驱动；可用的是 sqlite3、pgsql、mysql，"
                              "并须安装相应的 apr-util 驱动包。", driver_name);
        return DS_EUNAVAILABLE;
    }
    if (apr_dbd_open_ex(mine->driver, pool, params, &mine->handle, &reason) != APR_SUCCESS) {
        *error = apr_psprintf(pool, "数据库打不开：%s",
                              reason ? ds_sql_safe_text(pool, reason) : "驱动没有说明原因");
        return DS_EUNAVAILABLE;
    }
    apr_pool_cleanup_register(pool, mine, close_owned, apr_pool_cleanup_null);
    status = ds_dbd_attach(out, mine->driver, mine->handle, pool, driver_name, params, pool);
    if (status != APR_SUCCESS)
        *error = "数据库没有正常应答，原因见日志。";
    return status;
}
