/* The one place that talks to apr_dbd.
 *
 * A ds_dbd is one connection with its prepared statements (labelled SQL from
 * sql/, see query.h) and the rules that make the three drivers behave
 * alike: typed arguments, rows copied at once, row counts trusted after
 * success only, one transaction at a time that rolls back by default, a ping
 * and one healing re-preparation before it, a bounded retry of the whole
 * transaction, and with SQLite a lock file beside the database that server
 * and tool take around writes.
 */
#ifndef DS_STORE_DBD_H
#define DS_STORE_DBD_H

#include <apr_dbd.h>
#include <apr_pools.h>

typedef struct ds_dbd ds_dbd;

/* A connection out of somebody's pool. Statements are prepared once and kept
 * with the connection (its own pool, `connection_pool`); the ds_dbd lives in
 * pool and must be given up before the connection is. `driver_name` and
 * `params` are those of DBDriver and DBDParams: they say the dialect and, for
 * SQLite, where the lock file is. Logs and returns DS_EUNAVAILABLE when the
 * connection cannot be used or healed. */
apr_status_t ds_dbd_attach(ds_dbd **out, const apr_dbd_driver_t *driver, apr_dbd_t *handle,
                           apr_pool_t *connection_pool, const char *driver_name,
                           const char *params, apr_pool_t *pool);

/* A connection of one's own, closed with pool; *error (in pool) says what is
 * wrong when the result is not APR_SUCCESS. An SQLite database that is not
 * there yet is made, readable by its owner only; one that belongs to another
 * user is refused, since files made beside it would shut that user out. */
apr_status_t ds_dbd_open(ds_dbd **out, const char *driver_name, const char *params,
                         const char **error, apr_pool_t *pool);

/* Creates the schema of this version, or brings an older one up to it, step by
 * step, with the scripts that are compiled in. Each step is one transaction
 * where the engine can. *error as above, in scratch_pool. Safe to call again. */
apr_status_t ds_dbd_migrate(ds_dbd *dbd, const char **error, apr_pool_t *scratch_pool);

/* The schema version found, 0 for none. */
apr_status_t ds_dbd_schema_version(ds_dbd *dbd, int *version, apr_pool_t *scratch_pool);

#endif
