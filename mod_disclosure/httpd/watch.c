/* Seeing what others have changed: the tool, and other machines.
 *
 * Numbers of audit records are given out in commit order, so that everything
 * after the last number seen is new and nothing is missed.
 */
#include <apr_optional.h>

#include <mod_watchdog.h>

#include "httpd/database.h"
#include "httpd/effect.h"
#include "httpd/freshness.h"
#include "httpd/startup.h"
#include "store/schedule.h"

#define WATCH_NAME "mod_disclosure"
/* Most records read at a time; when more is new, everything is. */
#define MOST_RECORDS 200
/* Most reports published in one go when their time has come. */
#define MOST_DUE 20
/* While the database does not answer, it is asked less and less often. */
#define LONGEST_PAUSE apr_time_from_sec(30)

typedef struct {
    disclosure_database *database;
    apr_int64_t seen;            /* -1: nothing yet in this process */
    apr_time_t next;             /* not before */
    apr_interval_time_t pause;   /* after failures, else 0 */
} watch;

static apr_status_t read_news(watch *w, ds_store *store, apr_pool_t *pool)
{
    apr_array_header_t *records;
    apr_int64_t head;
    apr_status_t status = ds_store_audit_head(store, &head);

    if (status != APR_SUCCESS || head == w->seen)
        return status;
    if (w->seen < 0 || head < w->seen || head - w->seen > MOST_RECORDS) {
        w->seen = head;
        disclosure_bump_all(w->database);
        return APR_SUCCESS;
    }
    status = ds_store_audit(store, &records, w->seen, MOST_RECORDS, pool);
    for (int i = 0; status == APR_SUCCESS && i < records->nelts; i++) {
        const ds_audit_record *record = APR_ARRAY_IDX(records, i, ds_audit_record *);

        disclosure_effect_apply(w->database, record->action, record->organ);
        w->seen = record->number;
    }
    return status;
}

/* Reports that were to be published at a time that has come. The rest waits for
 * the next turn, so that news are not held up. */
static apr_status_t publish_due(const watch *w, ds_store *store, apr_pool_t *pool)
{
    apr_pool_t *iterpool;
    ds_timed *timed = NULL;
    apr_status_t status = APR_SUCCESS;
    int i = 0;

    apr_pool_create(&iterpool, pool);
    do {
        apr_pool_clear(iterpool);
        status = ds_store_publish_due(store, &timed, apr_time_sec(apr_time_now()), iterpool);
        if (status == APR_SUCCESS && timed && timed->failure)
            ap_log_error(APLOG_MARK, APLOG_WARNING, 0, w->database->server,
                         "DS0690: %s/%d was not published at its time: see the desk of %s",
                         timed->organ, timed->year, timed->account);
        else if (status == APR_SUCCESS && timed)
            disclosure_effect_apply(w->database, "publish", timed->organ);
    } while (status == APR_SUCCESS && timed && ++i < MOST_DUE);
    apr_pool_destroy(iterpool);
    return status;
}

static void look(watch *w, apr_pool_t *pool)
{
    disclosure_lease *lease;
    apr_status_t status = disclosure_lease_take(&lease, w->database, w->database->server,
                                                w->database->site, pool);

    if (status == APR_SUCCESS) {
        status = read_news(w, lease->store, pool);
        if (status == APR_SUCCESS)
            status = publish_due(w, lease->store, pool);
        disclosure_lease_give(lease);
    }
    if (status == APR_SUCCESS) {
        w->pause = 0;
        return;
    }
    /* Nobody knows what was missed meanwhile. */
    w->seen = -1;
    w->pause = w->pause ? w->pause * 2 : AP_WD_TM_INTERVAL;
    if (w->pause > LONGEST_PAUSE)
        w->pause = LONGEST_PAUSE;
    w->next = apr_time_now() + w->pause;
}

static apr_status_t step(int state, void *baton, apr_pool_t *pool)
{
    watch *w = baton;

    if (state == AP_WATCHDOG_STATE_RUNNING && w->database->gate && apr_time_now() >= w->next)
        look(w, pool);
    return APR_SUCCESS;
}

const char *disclosure_watch(const apr_array_header_t *databases, apr_pool_t *pconf)
{
    static const char missing[] = "mod_watchdog is not loaded: add LoadModule watchdog_module";
    APR_OPTIONAL_FN_TYPE(ap_watchdog_get_instance) *get_instance =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_get_instance);
    APR_OPTIONAL_FN_TYPE(ap_watchdog_register_callback) *register_callback =
        APR_RETRIEVE_OPTIONAL_FN(ap_watchdog_register_callback);
    ap_watchdog_t *watchdog;

    if (!get_instance || !register_callback)
        return missing;
    if (get_instance(&watchdog, WATCH_NAME, 0, 1, pconf) != APR_SUCCESS)
        return "mod_watchdog gives no watchdog";
    for (int i = 0; i < databases->nelts; i++) {
        watch *w = apr_pcalloc(pconf, sizeof *w);

        w->database = APR_ARRAY_IDX(databases, i, disclosure_database *);
        w->seen = -1;
        if (register_callback(watchdog, AP_WD_TM_INTERVAL, w, step) != APR_SUCCESS)
            return "mod_watchdog takes no callback";
    }
    return NULL;
}
