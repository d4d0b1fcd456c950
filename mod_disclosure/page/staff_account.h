/* Pages of coming in and going out: sign-in, confirming what was typed before
 * it, passwords, and what cannot be done. */
#ifndef DS_PAGE_STAFF_ACCOUNT_H
#define DS_PAGE_STAFF_ACCOUNT_H

#include "page/staff.h"

/* Fields of the sign-in form. */
#define DS_SIGN_IN_ACCOUNT "_account"
#define DS_SIGN_IN_PASSWORD "_password"
#define DS_SIGN_IN_NEXT "_next"   /* the path to go on to */
#define DS_SIGN_IN_POST "_post"   /* present: what is carried is to be posted there */

/* Fields of the forms about passwords. */
#define DS_PASSWORD_OLD "old"
#define DS_PASSWORD_NEW "password"
#define DS_PASSWORD_AGAIN "password_again"
#define DS_RESET_CODE "code"

/* What stands on the sign-in page. */
typedef struct ds_sign_in {
    const char *next;             /* path, or NULL: the desk */
    const char *account;          /* as typed, or NULL */
    const apr_table_t *carried;   /* fields of a form to be posted after it, or NULL */
    int is_too_much;              /* there were more than can be carried */
    const ds_findings *findings;  /* what is wrong with what was typed, or NULL */
    int is_ended;                 /* somebody was signed in a while ago */
} ds_sign_in;
void ds_staff_sign_in(ds_page *page, const ds_staff_view *view, const ds_sign_in *sign_in,
                      apr_pool_t *pool);

/* A form that came without a token that holds: everything typed, to be posted to
 * `action` once more, with a fresh token. Passwords are not carried. */
void ds_staff_confirm(ds_page *page, const ds_staff_view *view, const char *action,
                      const apr_table_t *fields, apr_pool_t *pool);

/* The same where the store could not answer: to be tried again, with the token
 * that was sent. */
void ds_staff_retry(ds_page *page, const ds_staff_view *view, const char *action,
                    const apr_table_t *fields, apr_pool_t *pool);

/* What the rules for passwords say, for whoever makes one up. */
typedef struct ds_password_rules {
    int length;    /* characters, at least */
    int classes;   /* of the four: capital, small, digit, other */
} ds_password_rules;

void ds_staff_password(ds_page *page, const ds_staff_view *view, const ds_password_rules *rules,
                       const ds_findings *findings, apr_pool_t *pool);

/* A new password by a code; the account as typed, or NULL. */
void ds_staff_redeem(ds_page *page, const ds_staff_view *view, const ds_password_rules *rules,
                     const char *account, const ds_findings *findings, apr_pool_t *pool);

/* An administrator is about to make a code for an account, and the slip with
 * it, to be printed. */
void ds_staff_reset_ask(ds_page *page, const ds_staff_view *view, const char *account,
                        const char *name, apr_pool_t *pool);
void ds_staff_reset_slip(ds_page *page, const ds_staff_view *view, const char *account,
                         const char *name, const char *code, apr_int64_t until,
                         apr_pool_t *pool);

/* What was not done, and why. */
void ds_staff_problem(ds_page *page, const ds_staff_view *view, const char *title,
                      const char *sentence, const ds_findings *findings, apr_pool_t *pool);

#endif
