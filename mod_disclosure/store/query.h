/* Inside the store: running the labelled statements of sql/queries.sql.
 *
 * Every failed call is logged with driver, label, code and text, never with
 * values, and comes back as DS_EUNAVAILABLE.
 */
#ifndef DS_STORE_QUERY_H
#define DS_STORE_QUERY_H

#include "core/status.h"
#include "sql/statements.h"
#include "store/dbd.h"

/* One argument of a statement: text (NULL is the SQL NULL) or an integer. */
typedef struct ds_arg {
    char kind; /* 's' or 'n', as the statement's placeholder */
    const char *text;
    apr_int64_t number;
} ds_arg;

#define DS_S(value) ((ds_arg){ 's', (value), 0 })
#define DS_N(value) ((ds_arg){ 'n', NULL, (value) })

/* The arguments of a call, with their number. */
#define DS_ARGS(...)                                                            \
    ((const ds_arg[]){ __VA_ARGS__ }),                                          \
        (int)(sizeof((const ds_arg[]){ __VA_ARGS__ }) / sizeof(ds_arg))
#define DS_NO_ARGS NULL, 0

/* No statement takes more. */
#define DS_MAX_ARGS 72

/* One letter, 's' or 'n', for each argument of the statement. */
const char *ds_sql_kinds(ds_sql sql);

/* How many columns its rows have; 0 when it returns none. */
int ds_sql_columns(ds_sql sql);

/* Whether every text among the arguments is such as an engine takes: addresses
 * and user names may hold bytes that are no UTF-8. */
int ds_sql_is_storable(const ds_arg *args, int n_args);

/* A driver's message as far as it may be logged: its first line, and of what it
 * quotes only our own names, never values. In pool. */
const char *ds_sql_safe_text(apr_pool_t *pool, const char *text);

/* A result, copied out of the driver. */
typedef struct ds_rows {
    int count;
    int columns;
    const char **values; /* count * columns; NULL is the SQL NULL */
} ds_rows;

/* Column indexes are those of sql/statements.h. Text may be NULL; an integer
 * is 0 where the column is NULL. */
const char *ds_rows_text(const ds_rows *rows, int row, int column);
apr_int64_t ds_rows_number(const ds_rows *rows, int row, int column);

/* Runs a statement that returns rows; *rows lives in pool. Outside a
 * transaction a failure is healed and tried once more. Text that cannot be
 * stored (no UTF-8, control characters) is found nowhere: no rows. */
apr_status_t ds_dbd_select(ds_dbd *dbd, ds_sql sql, ds_rows **rows, const ds_arg *args,
                           int n_args, apr_pool_t *pool);

/* Runs a statement that changes something, inside a transaction only;
 * *changed (or NULL) is the number of rows. DS_EINVALID when its arguments are
 * not as declared or hold text that cannot be stored. */
apr_status_t ds_dbd_change(ds_dbd *dbd, ds_sql sql, int *changed, const ds_arg *args,
                           int n_args);

/* Runs SQL as it stands, for schema scripts. Rows it returns are dropped. */
apr_status_t ds_dbd_run(ds_dbd *dbd, const char *sql);

/* What is done in a transaction. Anything but APR_SUCCESS rolls it back. May be
 * called again from the start, with a cleared scratch pool. */
typedef apr_status_t ds_dbd_body(void *baton, apr_pool_t *scratch_pool);

/* Runs `body` in one transaction that rolls back unless body succeeds. The
 * whole of it is tried again, a bounded number of times, when the database was
 * busy or the connection had to be healed. Transactions do not nest. */
apr_status_t ds_dbd_transaction(ds_dbd *dbd, ds_dbd_body *body, void *baton);

/* Runs `body` so that all it reads is as of one moment; it changes nothing and
 * holds up no writer. Not tried again. */
apr_status_t ds_dbd_snapshot(ds_dbd *dbd, ds_dbd_body *body, void *baton);

/* "sqlite3", "pgsql" or "mysql". */
const char *ds_dbd_engine(const ds_dbd *dbd);

/* Forgets all prepared statements: after a change of the schema SQLite's are
 * of no use any more. */
void ds_dbd_forget(ds_dbd *dbd);

/* Where it is kept whether the connection was seen to have the schema. */
int *ds_dbd_has_schema(ds_dbd *dbd);

/* The version of the schema this program was built with. */
int ds_dbd_schema_wanted(void);

/* Whether the schema was found to be the wanted one on this connection; asked
 * of the database once per connection. */
apr_status_t ds_dbd_schema_check(ds_dbd *dbd, apr_pool_t *scratch_pool);

#endif
