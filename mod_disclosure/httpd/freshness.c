#include "httpd/freshness.h"

#include <apr_shm.h>

#include "httpd/database.h"
#include "httpd/disclosure.h"

#define N_SLOTS 8192
#define RETAINED "mod_disclosure-freshness"

typedef struct {
    apr_uint64_t generation;
    apr_int64_t changed;   /* apr_time_t of the last bump */
} freshness_slot;

static freshness_slot *slots;

/* The kinds of slot. */
static const char OF_ALL[] = "all", OF_ORGAN[] = "organ", OF_REPORTS[] = "reports",
                  OF_NAMES[] = "names";

apr_status_t disclosure_freshness_start(apr_pool_t *process_pool)
{
    freshness_slot **retained = ap_retained_data_get(RETAINED);
    apr_status_t status;
    apr_shm_t *segment;

    if (retained) {
        slots = *retained;
        return APR_SUCCESS;
    }
    status = apr_shm_create(&segment, N_SLOTS * sizeof(freshness_slot), NULL, process_pool);
    if (status != APR_SUCCESS)
        return status;
    slots = apr_shm_baseaddr_get(segment);
    memset(slots, 0, N_SLOTS * sizeof(freshness_slot));
    retained = ap_retained_data_create(RETAINED, sizeof *retained);
    *retained = slots;
    return APR_SUCCESS;
}

/* FNV-1a, carried on over several texts. */
static apr_uint64_t hash_on(apr_uint64_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * APR_UINT64_C(1099511628211);
    return (hash ^ '/') * APR_UINT64_C(1099511628211);
}

static unsigned slot_of(const disclosure_database *database, const char *kind, const char *name)
{
    apr_uint64_t hash = hash_on(APR_UINT64_C(14695981039346656037), database->key);

    return (unsigned)(hash_on(hash_on(hash, kind), name) % N_SLOTS);
}

static void take(disclosure_stamp *stamp, unsigned slot)
{
    apr_time_t changed;

    stamp->seen[stamp->n].slot = slot;
    stamp->seen[stamp->n].generation = __atomic_load_n(&slots[slot].generation, __ATOMIC_SEQ_CST);
    stamp->n++;
    changed = __atomic_load_n(&slots[slot].changed, __ATOMIC_SEQ_CST);
    if (changed > stamp->changed)
        stamp->changed = changed;
}

void disclosure_stamp_take(disclosure_stamp *stamp, const disclosure_database *database,
                           int depends, const char *organ)
{
    memset(stamp, 0, sizeof *stamp);
    if (!depends)
        return;
    take(stamp, slot_of(database, OF_ALL, ""));
    if (depends & DISCLOSURE_ON_ORGAN)
        take(stamp, slot_of(database, OF_ORGAN, organ));
    if (depends & DISCLOSURE_ON_REPORTS)
        take(stamp, slot_of(database, OF_REPORTS, ""));
    if (depends & DISCLOSURE_ON_NAMES)
        take(stamp, slot_of(database, OF_NAMES, ""));
}

int disclosure_stamp_is_current(const disclosure_stamp *stamp)
{
    for (int i = 0; i < stamp->n; i++)
        if (__atomic_load_n(&slots[stamp->seen[i].slot].generation, __ATOMIC_SEQ_CST)
            != stamp->seen[i].generation)
            return 0;
    return 1;
}

static void bump(unsigned slot)
{
    __atomic_store_n(&slots[slot].changed, (apr_int64_t)apr_time_now(), __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&slots[slot].generation, 1, __ATOMIC_SEQ_CST);
}

void disclosure_bump_reports(const disclosure_database *database, const char *organ)
{
    bump(slot_of(database, OF_ORGAN, organ));
    bump(slot_of(database, OF_REPORTS, ""));
}

void disclosure_bump_names(const disclosure_database *database)
{
    bump(slot_of(database, OF_NAMES, ""));
}

void disclosure_bump_all(const disclosure_database *database)
{
    bump(slot_of(database, OF_ALL, ""));
}
