/* The desk: what waits for whoever has signed in. */
#ifndef DS_PAGE_DESK_PAGE_H
#define DS_PAGE_DESK_PAGE_H

#include "page/staff.h"

/* What a report wants of the actor, the most urgent kind first. */
typedef enum {
    DS_TASK_MEND,     /* returned: to be corrected */
    DS_TASK_FILL,     /* not begun, or a draft */
    DS_TASK_REVIEW,
    DS_TASK_PUBLISH,
    DS_TASK_NONE      /* it is with somebody else, or done */
} ds_task;

#define DS_TASKS DS_TASK_NONE

const char *ds_task_name(ds_task task);  /* "mend"; NULL for NONE */
const char *ds_task_label(ds_task task); /* 待修改 */

/* A report that is owed or there. */
typedef struct ds_desk_item {
    const char *organ;
    const char *organ_name;     /* as on the list, else of the report, else of today */
    int position;               /* of the organ in the tree */
    int year;
    ds_task task;
    int state;                  /* ds_state of the working revision, -1: not begun */
    int step;
    const char *tag;            /* of the working revision, or NULL */
    int errors, warnings;
    int is_listed;              /* on the 应报名单 */
    int is_owed;                /* 0: struck off the list, or never on it */
    int is_kept;                /* the actor keeps the organ's line of the list */
    int is_open;                /* the year has been opened for the organ */
    const char *reason;         /* of the list's last change, or NULL */
    const char *format;         /* id, or NULL */
    const char *superior;       /* name of the organ reported to, or NULL */
    const char *due;            /* civil date */
    int days_left;              /* to the due date, negative: past */
    int is_public;              /* some version is public now */
    const char *published_on;   /* civil date of it, or NULL */
    const char *first_on;       /* civil date of the first publication, or NULL; this and the
                                   next two in lists of a year only */
    int versions, returns;      /* publications; how often it was returned */
    apr_int64_t publish_at;     /* instant set for its publication, 0: none; on the desk only */
    const char *failure;        /* why that came to nothing, or NULL */
    const char *reminder;       /* the newest notice of a report that waits for the actor, or NULL */
    const ds_organ *profile;    /* the organ as it is now */
} ds_desk_item;

/* What of it is shown. */
typedef struct ds_desk_filter {
    const char *task;           /* "" what waits for me, name of a task, or "all" */
    int year;                   /* 0: any */
    const char *state;          /* "" any, "none" not begun, or name of a state */
    const char *text;           /* in the organ's name or key; "" any */
    const char *sort;           /* "" what is most urgent first, or the column: "organ",
                                   "year", "state", "due" */
    int is_reversed;            /* ... from its other end */
} ds_desk_filter;

typedef struct ds_desk {
    const ds_chain *chain;
    const apr_array_header_t *items;  /* of ds_desk_item *, filtered and sorted */
    const apr_array_header_t *failed; /* of ds_desk_item *, whatever the filter: those with a
                                         failure */
    const apr_array_header_t *years;  /* of int, those there are */
    int waiting[DS_TASKS];            /* how many of each task, whatever the filter */
    int n_reached;                    /* organs the actor's grants reach */
    int is_single;                    /* the actor fills in for one organ and nothing else */
    const ds_desk_item *only;         /* the first task of such an actor, or NULL */
    ds_desk_filter filter;
} ds_desk;

/* B/staff/ */
void ds_desk_page(ds_page *page, const ds_staff_view *view, const ds_desk *desk,
                  apr_pool_t *pool);

/* ---- Shared by the lists of a year ---- */

/* 未填报, 草稿 ...; of one under review the step it is at, too. */
const char *ds_desk_state(const ds_desk_item *item, const ds_chain *chain, apr_pool_t *pool);

/* Whether the report is owed and not yet out of its clerk's hands. */
int ds_desk_is_outstanding(const ds_desk_item *item);

/* 还有 3 天, 逾期 2 天; NULL for what is public, or not owed. */
const char *ds_desk_left(const ds_desk_item *item, apr_pool_t *pool);

/* The due date with days left, overdue ones marked. */
void ds_desk_due(ds_markup *m, const ds_desk_item *item, apr_pool_t *pool);

/* The organ's name, a link to the report where there is one. */
void ds_desk_name(ds_markup *m, const ds_staff_view *view, const ds_desk_item *item,
                  apr_pool_t *pool);

#endif
