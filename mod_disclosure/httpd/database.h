/* Databases the sites use, as mod_dbd is configured for them, and the way to a
 * connection.
 *
 * mod_dbd keeps the pool and nothing else. It waits without limit for a free
 * connection, so each child counts what it has out and waits itself, for a
 * stated time. Connections are healed, statements prepared and the schema
 * checked by the store.
 */
#ifndef DISCLOSURE_DATABASE_H
#define DISCLOSURE_DATABASE_H

#include "httpd/site.h"

struct disclosure_gate;

/* One database: a driver and its parameters. Sites and hosts share it. */
typedef struct disclosure_database {
    const char *key;             /* names it among all: driver and parameters */
    const char *driver;          /* DBDriver */
    const char *params;          /* DBDParams */
    int max;                     /* DBDMax: connections of one child */
    server_rec *server;          /* one of those that have it, for work without a request */
    disclosure_site *site;       /* one of those that use it, likewise */
    struct disclosure_gate *gate; /* made in each child */
} disclosure_database;

/* Fetches mod_dbd's functions. NULL, or what is missing. */
const char *disclosure_database_functions(void);

/* The database a server is configured for, known already or new in `known`
 * (array of disclosure_database *). NULL with *error set when there is none. */
disclosure_database *disclosure_database_of(server_rec *server, disclosure_site *site,
                                            apr_array_header_t *known, const char **error,
                                            apr_pool_t *pool);

/* In each child, before its first request. */
apr_status_t disclosure_database_child(disclosure_database *database, apr_pool_t *child_pool);

/* A store over a connection, to be given back before anything is rendered or
 * sent. */
typedef struct disclosure_lease {
    ds_store *store;
    apr_pool_t *pool;            /* the lease's own; giving it back destroys it */
} disclosure_lease;

/* DS_EUNAVAILABLE (logged) when none is free in time, the database does not
 * answer or its schema is not ours. A lease that is not given back goes with
 * `parent`. */
apr_status_t disclosure_lease_take(disclosure_lease **lease, disclosure_database *database,
                                   server_rec *server, const disclosure_site *site,
                                   apr_pool_t *parent);

/* The same for what may take long: at most half of the connections of a child
 * are out for such, so that they never keep all others waiting. */
apr_status_t disclosure_lease_take_long(disclosure_lease **lease, disclosure_database *database,
                                        server_rec *server, const disclosure_site *site,
                                        apr_pool_t *parent);

void disclosure_lease_give(disclosure_lease *lease);

#endif
