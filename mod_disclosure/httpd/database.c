#include "httpd/database.h"

#include "httpd/tree.h"

/* mod_dbd's own default of DBDMax. */
#define DEFAULT_MAX 10
#define MOST_CONNECTIONS 1000

static disclosure_database *find(const apr_array_header_t *known, const char *key)
{
    for (int i = 0; i < known->nelts; i++) {
        disclosure_database *database = APR_ARRAY_IDX(known, i, disclosure_database *);

        if (!strcmp(database->key, key))
            return database;
    }
    return NULL;
}

static int connections(const server_rec *server, apr_pool_t *pool)
{
    const char *text = disclosure_tree_value(server, "DBDMax", pool);
    apr_int64_t max = text ? apr_atoi64(text) : DEFAULT_MAX;

    if (max < 1)
        return 1;
    return max < MOST_CONNECTIONS ? (int)max : MOST_CONNECTIONS;
}

disclosure_database *disclosure_database_of(server_rec *server, disclosure_site *site,
                                            apr_array_header_t *known, const char **error,
                                            apr_pool_t *pool)
{
    const char *driver = disclosure_tree_value(server, "DBDriver", pool);
    const char *params = disclosure_tree_value(server, "DBDParams", pool);
    int max = connections(server, pool);
    disclosure_database *database;

    if (!driver || !params) {
        *error = "no database: set DBDriver and DBDParams (mod_dbd) for this server";
        return NULL;
    }
    database = find(known, apr_pstrcat(pool, driver, "\n", params, NULL));
    if (!database) {
        database = apr_pcalloc(pool, sizeof *database);
        database->key = apr_pstrcat(pool, driver, "\n", params, NULL);
        database->driver = driver;
        database->params = params;
        database->max = max;
        database->server = server;
        database->site = site;
        APR_ARRAY_PUSH(known, disclosure_database *) = database;
    }
    else if (max < database->max) {
        database->max = max;
    }
    return database;
}
