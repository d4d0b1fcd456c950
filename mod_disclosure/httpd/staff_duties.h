/* The reports the actor has to do with, owed or there, as the desk and the lists
 * of a year show them. */
#ifndef DISCLOSURE_STAFF_DUTIES_H
#define DISCLOSURE_STAFF_DUTIES_H

#include "core/organ_tree.h"
#include "httpd/staff.h"
#include "page/desk_page.h"

typedef struct disclosure_duties {
    apr_array_header_t *organs;  /* all (ds_organ *), superiors first */
    ds_organ_tree *tree;
    apr_hash_t *reached;         /* key -> path, of organs the actor's grants reach */
    apr_array_header_t *items;   /* of ds_desk_item *, newest year first, by organ */
    apr_hash_t *known;           /* the same, as disclosure_staff_duty() finds them */
} disclosure_duties;

/* The year whose reports are made now: the one before. */
int disclosure_staff_due_year(const disclosure_staff *staff);

/* Items of one year, or (0) of all: every report there is, every line of the
 * list, and, of the one year or the year due now, an item for every organ that
 * was there: owed as the regulation says where its year has not been opened
 * yet. Of organs the actor's grants reach only. */
apr_status_t disclosure_staff_duties(disclosure_staff *staff, int year, disclosure_duties *duties);

/* The item of organ and year; NULL when there is none. */
ds_desk_item *disclosure_staff_duty(const disclosure_duties *duties, const char *organ, int year);

#endif
