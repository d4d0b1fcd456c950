/* Inside the store: what its files share. Names with two underscores stay in
 * this room.
 */
#ifndef DS_STORE_STORE_PRIVATE_H
#define DS_STORE_STORE_PRIVATE_H

#include "core/status.h"
#include "store/query.h"
#include "store/store.h"

struct ds_store {
    ds_dbd *dbd;
    const ds_store_settings *settings;
    apr_pool_t *pool;
};

/* Bounds of texts that people type, in characters; those of the columns. */
#define DS_STORE_MAX_LINE 500
#define DS_STORE_MAX_COMMENT 1500

/* Adds an error "rule@place" with a Chinese sentence and returns status. */
apr_status_t ds_store__refuse(ds_findings *findings, apr_status_t status, const char *rule,
                              const char *place, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Text from outside as it is kept: tidied, in pool; *out is NULL when there is
 * none. Anything that is not clean text or is over `max` characters: 0. */
int ds_store__text(const char **out, const char *text, apr_size_t max, apr_pool_t *pool);

/* ---- Transactions with a record ---- */

/* One change of the store: `body` is run in a transaction that holds the lock
 * on the record's head, so changes come one after the other. It records itself
 * by ds_audit__add(), just once. May be called again from the start. */
apr_status_t ds_store__change(ds_store *store, ds_dbd_body *body, void *baton);

typedef struct ds_audit_entry {
    const ds_actor *actor;
    const char *action;
    const char *organ;      /* or NULL */
    int year;               /* or 0 */
    int revision;           /* or 0 */
    const char *detail;     /* or NULL */
    apr_int64_t at;
} ds_audit_entry;

/* Chains the record of the change under way. */
apr_status_t ds_audit__add(ds_store *store, const ds_audit_entry *entry,
                           apr_pool_t *scratch_pool);

/* ---- Organs ---- */

/* As ds_store_organ(), ds_store_organ_path(); *out is NULL, with APR_SUCCESS,
 * when there is no such organ. */
apr_status_t ds_organ__find(ds_store *store, ds_organ **out, const char *key,
                            apr_pool_t *result_pool);
apr_status_t ds_organ__path(ds_store *store, apr_array_header_t **out, const char *key,
                            apr_pool_t *result_pool);

/* Everything ds_store_put_organ() asks of an organ by itself: one finding for
 * each fault. */
void ds_organ__check(const ds_organ *organ, ds_findings *findings, apr_pool_t *scratch_pool);

/* The organ of a report of that year: APR_SUCCESS, or DS_ENOTFOUND or
 * DS_EINVALID with a W finding (W.organ, W.year). */
apr_status_t ds_organ__of_report(ds_store *store, ds_organ **out, const char *key, int year,
                                 apr_int64_t now, ds_findings *findings, apr_pool_t *pool);

/* The name a report of that year bears when it is written on a civil date. */
const char *ds_organ__name(const ds_organ *organ, int year, const char *date, apr_pool_t *pool);

/* ---- Accounts ---- */

/* As ds_store_account(); *out is NULL, with APR_SUCCESS, when there is no such
 * account. */
apr_status_t ds_account__find(ds_store *store, ds_account **out, const char *name,
                              apr_pool_t *result_pool);

/* Whether the actor may put the account: DS_EFORBIDDEN with W.role if not. */
apr_status_t ds_account__manage(ds_store *store, const ds_actor *actor, const ds_account *account,
                                ds_findings *findings, apr_pool_t *scratch_pool);

/* Inside a change: ends all sessions of an account but `kept` (or NULL). */
apr_status_t ds_session__drop_all(ds_store *store, const char *account, const char *kept);

/* ---- Passwords ---- */

/* What bcrypt reads. */
#define DS_PASSWORD_MAX_BYTES 72

/* The rules for a new password: APR_SUCCESS, or DS_EINVALID with
 * R.password@password. */
apr_status_t ds_password__check(const ds_store *store, const char *account, const char *password,
                                ds_findings *findings);

/* The bcrypt text of a password, in pool; NULL on failure, logged. */
const char *ds_password__hash(const char *password, apr_pool_t *pool);

/* Inside a change: the new password, which unlocks the account, voids its reset
 * code and ends its sessions but `kept` (or NULL). */
apr_status_t ds_password__write(ds_store *store, const char *account, const char *hash,
                                const char *kept);

/* As ds_store_sign_in(), but a success is not noted as sign-in. */
apr_status_t ds_password__verify(ds_store *store, const char *account, const char *password,
                                 const char *address, apr_int64_t now, apr_pool_t *scratch_pool);

/* Counts a failed sign-in of an account, there or not. */
apr_status_t ds_password__failed(ds_store *store, const char *account, const char *address,
                                 apr_int64_t now, apr_pool_t *scratch_pool);

/* ---- Reports ---- */

/* The report's row: what lists know, and what only the store does. */
typedef struct ds_report_row {
    ds_listing listing;
    int latest;             /* number of the newest publication, 0: none */
    apr_int64_t version;    /* lock version */
} ds_report_row;

/* A revision as its row says; the text where it was read with it. */
typedef struct ds_revision_row {
    ds_revision revision;
    const char *organ_name;
    const char *format;
    const char *title;
    int errors, warnings;
    const char *reader_findings; /* what the reader found, as ds_findings_write() */
} ds_revision_row;

/* Copies the columns of "listing" that begin at `base`; values belong to
 * rows. */
void ds_report__listing(ds_report_row *out, const ds_rows *rows, int row, int base);

/* The report's row, NULL when there is none; in pool. */
apr_status_t ds_report__find(ds_store *store, ds_report_row **out, const char *organ, int year,
                             apr_pool_t *pool);

/* Row, working revision and its text; both NULL when there is none. */
apr_status_t ds_report__working(ds_store *store, ds_report_row **row, ds_revision_row **revision,
                                const char *organ, int year, apr_pool_t *pool);

/* The stored text as a report. DS_EUNAVAILABLE, logged, when it cannot be read
 * any more (a format file is gone). */
apr_status_t ds_report__parse(ds_store *store, ds_report **out, const char *xml,
                              apr_size_t length, apr_pool_t *result_pool);

/* ---- Changing reports ---- */

/* What the actor wants to do with a report, and what is known of it; filled in
 * by ds_change__begin() inside the transaction. */
typedef struct ds_change {
    ds_store *store;
    ds_outcome *outcome;
    const ds_actor *actor;
    ds_action action;
    const char *organ;
    int year;
    const char *tag;            /* the tag seen, or NULL */
    int needs_tag;              /* a revision may be replaced by who states its tag only */
    apr_int64_t now;
    apr_pool_t *result_pool;
    const char *place;          /* "jixia/2020", for findings */
    ds_report_row *row;         /* NULL: none yet */
    ds_revision_row *working;   /* NULL: none yet */
    ds_state state;             /* of the working revision, as it becomes */
    int step;
} ds_change;

/* Reads row and working revision and asks whether the action may be: role
 * first, then the tag, then the state. On refusal the outcome has the W
 * finding and, where the actor may know it, the listing. */
apr_status_t ds_change__begin(ds_change *change, apr_pool_t *scratch_pool);

/* What the listing row shows of a revision. */
typedef struct ds_shown {
    const char *organ_name, *format, *title;
    const char *digest_algorithm, *digest;
    int errors, warnings;
} ds_shown;

/* A revision to be written. */
typedef struct ds_draft {
    ds_report *report;
    const char *author;
    const char *xml;
    apr_size_t xml_length;
    ds_shown shown;
    const char *reader_findings; /* as ds_findings_write() */
    ds_findings *findings;
} ds_draft;

/* Sets report (a copy), canonical bytes and shown but its counts; name and
 * title are filled in where the report has none, as on that civil date.
 * DS_ETOOLARGE with a finding when the text could not be read back. */
apr_status_t ds_draft__make(ds_draft *draft, ds_store *store, const ds_report *report,
                            const ds_organ *organ, const char *date, ds_findings *findings,
                            apr_pool_t *pool);

/* Sets findings: the reader's (as ds_findings_write()), then those of a check
 * against last year's report and the organ's names. */
apr_status_t ds_draft__check(ds_draft *draft, ds_store *store, const ds_organ *organ,
                             apr_pool_t *pool);

/* Counts the findings into shown. */
void ds_draft__count(ds_draft *draft);

/* Writes revision `number` with its text, state and step of change. */
apr_status_t ds_draft__write(const ds_draft *draft, const ds_change *change, int number,
                             apr_pool_t *scratch_pool);

/* The report's row as it becomes. */
typedef struct ds_row_change {
    int working;
    const char *author;
    const char *working_digest;
    ds_shown shown;
    int latest, published;
    const char *published_on;
    apr_int64_t published_at;
    int is_withdrawn;
    const char *withdrawn_reason;
} ds_row_change;

/* The row as it is now, to be changed in parts; change->row is not NULL. */
ds_row_change ds_change__row(const ds_change *change);

/* Writes the row, with state and step of change. Comes before the revision and
 * publication it points to, which refer to it. */
apr_status_t ds_change__write_row(ds_change *change, const ds_row_change *row,
                                  apr_pool_t *scratch_pool);

/* Chains the record and sets outcome->listing: the end of every change. */
apr_status_t ds_change__record(ds_change *change, const char *action, int revision,
                               const char *detail, apr_pool_t *scratch_pool);

/* Publication n of a revision. */
typedef struct ds_publication {
    int n, revision;
    const ds_report *report;
    const char *title, *index_number, *document_number, *published_on, *old_address, *notice;
    apr_int64_t published_at;
    const char *digest_algorithm, *digest;
    const char *organ_name;     /* as lists show it */
    const char *xml;            /* of the revision */
    apr_size_t xml_length;
} ds_publication;

/* With what it makes public: its files, and its place in the index for
 * searching. */
apr_status_t ds_publication__write(const ds_change *change, const ds_publication *publication,
                                   apr_pool_t *scratch_pool);

/* A new 索引号 from the pattern of the settings; *number is NULL without one,
 * and where the pattern asks for a code that the organ has not. Two
 * publications at a time are told different serials. */
apr_status_t ds_index_number__make(const ds_change *change, const char *date, const char **number,
                                   apr_pool_t *pool);

/* Notes that a step of the change was signed on paper. */
apr_status_t ds_signature__add(const ds_change *change, const struct ds_signature *signature,
                               const char *step_name, int revision, apr_pool_t *scratch_pool);

/* ---- Files of a report ---- */

/* A finding (F.file) for each figure whose picture the organ has not. */
apr_status_t ds_files__check(ds_store *store, const ds_report *report, const char *organ,
                             ds_findings *findings, apr_pool_t *pool);

/* Notes the files that the publication uses, which makes them public. */
apr_status_t ds_files__publish(const ds_change *change, const ds_publication *publication,
                               apr_pool_t *scratch_pool);

#endif
