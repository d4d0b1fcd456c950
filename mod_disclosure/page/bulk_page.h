/* One act on many reports: confirmed on a page of its own, then told item by
 * item. */
#ifndef DS_PAGE_BULK_PAGE_H
#define DS_PAGE_BULK_PAGE_H

#include "page/staff.h"

typedef enum {
    DS_BULK_APPROVE, DS_BULK_PUBLISH, DS_BULK_SCHEDULE, DS_BULK_CANCEL, DS_BULK_REMIND
} ds_bulk_act;

const char *ds_bulk_name(ds_bulk_act act); /* "approve" */
int ds_bulk_find(const char *name);        /* -1 when there is none */

/* Fields of the items picked: this, the organ's key, a slash, the year; the
 * value is the tag seen. */
#define DS_BULK_PICK "pick/"

/* Why one is not done. The numbers stand in addresses, so new ones are added at
 * the end. */
typedef enum {
    DS_BULK_FINE,           /* it is done, or will be */
    DS_BULK_ABSENT,         /* no such report, or none of the actor's */
    DS_BULK_NOT_OWED,       /* nothing to remind of */
    DS_BULK_REMINDED,       /* a notice went out today */
    DS_BULK_CHANGED,        /* since it was picked */
    DS_BULK_NOT_YOURS,      /* not the actor's turn */
    DS_BULK_CORRECTION,     /* needs a notice of its own */
    DS_BULK_UNOPENED,       /* not looked at */
    DS_BULK_STATE,
    DS_BULK_FAULTY,         /* something is wrong with it */
    DS_BULK_FAILED          /* the store could not */
} ds_bulk_trouble;

/* One report that was picked. */
typedef struct ds_bulk_line {
    const char *organ;
    const char *name;           /* of the organ; NULL, as is organ: none that may be named */
    int year;
    const char *tag;
    ds_bulk_trouble trouble;
} ds_bulk_line;

/* What will be done, to be confirmed; `lines` is an array of ds_bulk_line. `day`
 * and `error` are what the field of publication at a time holds. */
void ds_bulk_confirm(ds_page *page, const ds_staff_view *view, ds_bulk_act act,
                     const apr_array_header_t *lines, const char *day, const char *error,
                     apr_pool_t *pool);

/* What has been done, item by item; tags are not used. */
void ds_bulk_result(ds_page *page, const ds_staff_view *view, ds_bulk_act act,
                    const apr_array_header_t *lines, apr_pool_t *pool);

/* The field of a report in a list that is picked from. */
void ds_bulk_pick(ds_markup *m, const char *organ, const char *name, int year, const char *tag,
                  apr_pool_t *pool);

#endif
