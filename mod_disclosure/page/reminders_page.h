/* 催报: whose report is outstanding, whom to call, who was reminded. */
#ifndef DS_PAGE_REMINDERS_PAGE_H
#define DS_PAGE_REMINDERS_PAGE_H

#include "page/year_page.h"

/* One reminder of the report of an organ. */
typedef struct ds_reminder_note {
    const char *by;             /* who reminded, as shown */
    apr_int64_t at;
    int is_call;
    const char *text;           /* or NULL */
} ds_reminder_note;

typedef struct ds_reminder_line {
    const ds_desk_item *item;
    const char *clerks;         /* names of those who fill in for it, or NULL */
    const apr_array_header_t *notes; /* of ds_reminder_note, first to last */
    int is_reminded;            /* a notice went out today: no second one */
} ds_reminder_line;

/* B/staff/years/{year}/reminders: array of ds_reminder_line; `calling` (or NULL)
 * is the line a call is being noted for, `note` what was typed. */
void ds_reminders_page(ds_page *page, const ds_staff_view *view, int year,
                       const apr_array_header_t *lines, const ds_reminder_line *calling,
                       const char *note, const ds_chain *chain, const ds_findings *findings,
                       apr_pool_t *pool);

#endif
