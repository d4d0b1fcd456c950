#include "httpd/database.h"

#include <apr_dbd.h>
#include <apr_optional.h>
#include <apr_thread_cond.h>
#include <apr_thread_mutex.h>

#include <mod_dbd.h>

#include "store/dbd.h"

/* A dead connection costs one failed attempt each; this many are tried, for
 * this long. */
#define MOST_ATTEMPTS 8
#define ATTEMPTS_TIME apr_time_from_sec(2)

static APR_OPTIONAL_FN_TYPE(ap_dbd_open) *dbd_open;
static APR_OPTIONAL_FN_TYPE(ap_dbd_close) *dbd_close;

/* Connections of one child that are free. */
struct disclosure_gate {
    apr_thread_mutex_t *mutex;
    apr_thread_cond_t *is_free;
    int free;
    int free_long;      /* of these, for what may take long */
};

/* The connection behind a lease. */
typedef struct {
    disclosure_lease lease;
    struct disclosure_gate *gate;
    server_rec *server;
    ap_dbd_t *connection;
    int is_long;
} held_lease;

const char *disclosure_database_functions(void)
{
    dbd_open = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_open);
    dbd_close = APR_RETRIEVE_OPTIONAL_FN(ap_dbd_close);
    return dbd_open && dbd_close ? NULL : "mod_dbd is not loaded: add LoadModule dbd_module";
}

apr_status_t disclosure_database_child(disclosure_database *database, apr_pool_t *child_pool)
{
    struct disclosure_gate *gate = apr_pcalloc(child_pool, sizeof *gate);
    apr_status_t status = apr_thread_mutex_create(&gate->mutex, APR_THREAD_MUTEX_DEFAULT,
                                                  child_pool);

    if (status == APR_SUCCESS)
        status = apr_thread_cond_create(&gate->is_free, child_pool);
    gate->free = database->max;
    gate->free_long = (database->max + 1) / 2;
    if (status == APR_SUCCESS)
        database->gate = gate;
    return status;
}

static int is_open(const struct disclosure_gate *gate, int is_long)
{
    return gate->free && (gate->free_long || !is_long);
}

static apr_status_t enter(struct disclosure_gate *gate, int is_long, apr_interval_time_t timeout)
{
    apr_time_t end = apr_time_now() + timeout;
    apr_status_t status = APR_SUCCESS;

    apr_thread_mutex_lock(gate->mutex);
    while (!is_open(gate, is_long) && status == APR_SUCCESS) {
        apr_interval_time_t left = end - apr_time_now();
        status = left > 0 ? apr_thread_cond_timedwait(gate->is_free, gate->mutex, left)
                          : APR_TIMEUP;
    }
    if (is_open(gate, is_long)) {
        gate->free--;
        gate->free_long -= is_long;
        status = APR_SUCCESS;
    }
    apr_thread_mutex_unlock(gate->mutex);
    return status;
}

static void leave(struct disclosure_gate *gate, int is_long)
{
    apr_thread_mutex_lock(gate->mutex);
    gate->free++;
    gate->free_long += is_long;
    /* All that wait: one alone might be one that may still not enter. */
    apr_thread_cond_broadcast(gate->is_free);
    apr_thread_mutex_unlock(gate->mutex);
}

/* Runs after the store and all it made of the lease's pool are gone. */
static apr_status_t close_lease(void *baton)
{
    held_lease *held = baton;

    if (held->connection)
        dbd_close(held->server, held->connection);
    leave(held->gate, held->is_long);
    return APR_SUCCESS;
}

static ap_dbd_t *open_connection(apr_pool_t *pool, server_rec *server)
{
    apr_time_t end = apr_time_now() + ATTEMPTS_TIME;
    ap_dbd_t *connection = dbd_open(pool, server);

    for (int i = 1; !connection && i < MOST_ATTEMPTS && apr_time_now() < end; i++)
        connection = dbd_open(pool, server);
    return connection;
}

static apr_status_t open_store(held_lease *held, disclosure_database *database,
                               const disclosure_site *site)
{
    apr_pool_t *pool = held->lease.pool;
    ds_dbd *dbd;
    apr_status_t status;

    held->connection = open_connection(pool, held->server);
    if (!held->connection) {
        ap_log_error(APLOG_MARK, APLOG_ERR, 0, held->server,
                     "DS0600: no connection to the database (%s); see the lines of mod_dbd",
                     database->driver);
        return DS_EUNAVAILABLE;
    }
    status = ds_dbd_attach(&dbd, held->connection->driver, held->connection->handle,
                           held->connection->pool, database->driver, database->params, pool);
    if (status == APR_SUCCESS)
        status = ds_store_open(&held->lease.store, dbd, &site->store, pool);
    return status;
}

static apr_status_t take(disclosure_lease **lease, disclosure_database *database, int is_long,
                         server_rec *server, const disclosure_site *site, apr_pool_t *parent)
{
    apr_interval_time_t timeout = apr_time_from_sec(site->config.lease_timeout);
    apr_pool_t *pool;
    held_lease *held;
    apr_status_t status;

    if (!database->gate)
        return DS_EUNAVAILABLE;
    if (enter(database->gate, is_long, timeout) != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, 0, server,
                     "DS0601: all %d connections (DBDMax) were busy for %d s", database->max,
                     site->config.lease_timeout);
        return DS_EUNAVAILABLE;
    }
    apr_pool_create(&pool, parent);
    apr_pool_tag(pool, "disclosure_lease");
    held = apr_pcalloc(pool, sizeof *held);
    held->lease.pool = pool;
    held->gate = database->gate;
    held->is_long = is_long;
    held->server = server;
    apr_pool_cleanup_register(pool, held, close_lease, apr_pool_cleanup_null);
    status = open_store(held, database, site);
    if (status != APR_SUCCESS) {
        apr_pool_destroy(pool);
        return status;
    }
    *lease = &held->lease;
    return APR_SUCCESS;
}

apr_status_t disclosure_lease_take(disclosure_lease **lease, disclosure_database *database,
                                   server_rec *server, const disclosure_site *site,
                                   apr_pool_t *parent)
{
    return take(lease, database, 0, server, site, parent);
}

apr_status_t disclosure_lease_take_long(disclosure_lease **lease, disclosure_database *database,
                                        server_rec *server, const disclosure_site *site,
                                        apr_pool_t *parent)
{
    return take(lease, database, 1, server, site, parent);
}

void disclosure_lease_give(disclosure_lease *lease)
{
    apr_pool_destroy(lease->pool);
}
