/* How organs, accounts, reports and the record of what was done are kept.
 *
 * A store is one leased connection and what the site knows (formats, chain,
 * digest). It is used by one thread, for one request or command, and given
 * back before anything is rendered or sent. Everything it returns is a copy in
 * the caller's result pool.
 *
 * Every function that changes something is one transaction: the change, the
 * listing row and one chained audit record are committed together or not at
 * all. A busy database is tried again, the whole transaction, a bounded number
 * of times; then, and when the connection cannot be healed or the schema is
 * missing or of another version, the answer is DS_EUNAVAILABLE and a log line
 * says what to do.
 *
 * Optimistic locking: a working revision has a tag, new at every save and
 * every step. Who changes it states the tag seen; when it is not the current
 * one the answer is DS_ESTALE and nothing happens.
 *
 * Common results: APR_SUCCESS, DS_ENOTFOUND, DS_EFORBIDDEN and DS_ESTATE (with
 * a W finding that says why), DS_ESTALE, DS_EPRECONDITION, DS_EINVALID (with
 * the findings that block), DS_EUNAVAILABLE.
 */
#ifndef DS_STORE_STORE_H
#define DS_STORE_STORE_H

#include <apr_pools.h>
#include <apr_tables.h>

#include "core/digest.h"
#include "core/finding.h"
#include "core/format.h"
#include "core/organ.h"
#include "core/report.h"
#include "core/review.h"

typedef struct ds_store ds_store;
struct ds_dbd;
struct ds_signature;

/* What the site has decided; shared by all stores, immutable. */
typedef struct ds_store_settings {
    const ds_formats *formats;
    const ds_chain *chain;
    const ds_digest_algorithm *digest;
    int max_failures;      /* sign-in: failures in a row before an account is locked */
    int lock_seconds;      /* ... and for how long */
    int password_length;   /* a new password: characters at least, 0: the default */
    int password_classes;  /* ... of capitals, small letters, digits, others, so many; likewise */
    int session_idle;      /* seconds after which a session that is not used ends; likewise */
    int session_max;       /* ... and after which any ends; likewise */
    const char *index_number; /* pattern of 索引号 where none is given, of text and {code} {organ}
                                 {year} {serial}; or NULL */
} ds_store_settings;

/* The defaults. */
#define DS_PASSWORD_LENGTH 10
#define DS_PASSWORD_CLASSES 3
#define DS_SESSION_IDLE 1800
#define DS_SESSION_MAX 43200

/* A store over a connection (store/dbd.h). Checks that the schema is there
 * and of this program's version. Lives in pool. */
apr_status_t ds_store_open(ds_store **out, struct ds_dbd *dbd, const ds_store_settings *settings,
                           apr_pool_t *pool);

/* ---- Organs ---- */

apr_status_t ds_store_organ(ds_store *store, ds_organ **out, const char *key,
                            apr_pool_t *result_pool);

/* All organs (array of ds_organ *), superiors before subordinates, siblings by
 * position, then key. */
apr_status_t ds_store_organs(ds_store *store, apr_array_header_t **out, apr_pool_t *result_pool);

/* The organ and its superiors up to the root (array of const char *). */
apr_status_t ds_store_organ_path(ds_store *store, apr_array_header_t **out, const char *key,
                                 apr_pool_t *result_pool);

/* Creates the organ or replaces what is known of it; predecessors and
 * successors that are NULL stay as they are. DS_EINVALID with findings (R.key,
 * R.code, R.parent, R.name, R.date, R.contact) when the key, a code, a date or a
 * superior is not right, or the tree would have a circle. DS_EFORBIDDEN unless
 * the actor administers the organ both where it is and where it is to be. An
 * organ that is just as it was leaves no record. */
apr_status_t ds_store_put_organ(ds_store *store, const ds_actor *actor, const ds_organ *organ,
                                apr_int64_t now, ds_findings *findings);

/* What putting the organs (array of ds_organ *) one after the other would come
 * to, with nothing kept: *results is an array of ds_findings *, one per organ,
 * empty where it would be put. */
apr_status_t ds_store_try_organs(ds_store *store, const ds_actor *actor,
                                 const apr_array_header_t *organs, apr_int64_t now,
                                 apr_array_header_t **results, apr_pool_t *result_pool);

/* ---- Accounts ---- */

typedef struct ds_account {
    const char *name;
    const char *display_name;   /* or NULL */
    int is_active;
    apr_array_header_t *grants; /* of ds_grant */
    apr_int64_t last_sign_in;   /* instant, 0: never */
    apr_int64_t locked_until;   /* instant, 0: not locked */
} ds_account;

apr_status_t ds_store_account(ds_store *store, ds_account **out, const char *name,
                              apr_pool_t *result_pool);

/* All accounts (array of ds_account *), by name. */
apr_status_t ds_store_accounts(ds_store *store, apr_array_header_t **out, apr_pool_t *result_pool);

/* Creates the account or replaces its display name, activity and grants; its
 * password is kept. DS_EINVALID with findings (R.account). DS_EFORBIDDEN unless
 * the actor administers every organ of the account's grants, old and new. */
apr_status_t ds_store_put_account(ds_store *store, const ds_actor *actor,
                                  const ds_account *account, apr_int64_t now,
                                  ds_findings *findings);

/* Creates an account with its password (kept as bcrypt), both or neither.
 * DS_ESTATE (R.account) when there is one of that name, else as
 * ds_store_put_account() and ds_store_set_password(). */
apr_status_t ds_store_add_account(ds_store *store, const ds_actor *actor,
                                  const ds_account *account, const char *password,
                                  apr_int64_t now, ds_findings *findings);

/* As ds_store_try_organs(), for accounts (array of ds_account *). */
apr_status_t ds_store_try_accounts(ds_store *store, const ds_actor *actor,
                                   const apr_array_header_t *accounts, apr_int64_t now,
                                   apr_array_header_t **results, apr_pool_t *result_pool);

/* Sets the password (kept as bcrypt), unlocks the account and ends its
 * sessions; one's own, or that of an account the actor may put. DS_EINVALID with
 * a finding (R.password) when it is not one the rules (store/password.c) let
 * pass. */
apr_status_t ds_store_set_password(ds_store *store, const ds_actor *actor, const char *account,
                                   const char *password, apr_int64_t now, ds_findings *findings);

/* Verifies a password, counts failures, locks after settings->max_failures,
 * notes the sign-in (at most once a minute, so that Basic sign-in on every
 * request costs no write). DS_EFORBIDDEN for a wrong password, an unknown, inactive or locked account,
 * all taking the same time. */
apr_status_t ds_store_sign_in(ds_store *store, const char *account, const char *password,
                              const char *address, apr_int64_t now, apr_pool_t *scratch_pool);

/* ---- Reports ---- */

/* What lists and pages need to know of a report without its text. */
typedef struct ds_listing {
    const char *organ;
    const char *organ_name;     /* of the day; this, format and title are those of the */
    int year;                   /* public version where there is one, else of the working */
    const char *format;         /* revision; long ones are cut */
    const char *title;
    ds_state state;             /* of the working revision */
    int step;
    int revision;               /* number of the working revision, from 1 */
    const char *tag;            /* of the working revision: opaque, [0-9a-z.]+ */
    const char *author;         /* of the working revision */
    int published;              /* number n of the public version (vn), 0: none */
    const char *published_on;   /* civil date of that publication, or NULL */
    apr_int64_t published_at;   /* its instant, 0: none */
    apr_int64_t changed_at;
    const char *digest_algorithm; /* of the public version where there is one, */
    const char *digest;           /* else of the working revision */
    int errors, warnings;       /* findings of the same */
    int is_withdrawn;           /* was public and is no longer */
    const char *withdrawn_reason; /* shown to the public; or NULL */
} ds_listing;

/* One revision with its text. */
typedef struct ds_revision {
    const ds_listing *listing;
    int number;
    ds_state state;
    int step;
    const char *author;
    apr_int64_t created_at;
    const char *digest_algorithm;
    const char *digest;
    const char *xml;            /* canonical bytes */
    apr_size_t xml_length;
    const char *findings;       /* as ds_findings_write() */
} ds_revision;

/* One publication: the n-th public version. */
typedef struct ds_version {
    int n;
    int revision;
    const char *title;
    const char *index_number;   /* 索引号 as given by the portal, or NULL */
    const char *document_number;/* 文号, or NULL */
    const char *published_on;   /* civil date */
    apr_int64_t published_at;
    const char *old_address;    /* path that redirects here, or NULL */
    const char *notice;         /* what a correction changed and why, or NULL */
    const char *digest_algorithm, *digest;
    int is_gone;                /* taken down or withdrawn */
} ds_version;

/* The working revision. */
apr_status_t ds_store_working(ds_store *store, ds_revision **out, const char *organ, int year,
                              apr_pool_t *result_pool);

/* The n-th public version, n = 0 for the current one; *version may be NULL.
 * Only ever a revision that has been published and is public still:
 * DS_ENOTFOUND when never published, DS_EGONE when withdrawn or taken down
 * (*out is then NULL, *version set where asked). */
apr_status_t ds_store_public(ds_store *store, ds_revision **out, ds_version **version,
                             const char *organ, int year, int n, apr_pool_t *result_pool);

/* All publications of a report (array of ds_version *), first to last. */
apr_status_t ds_store_versions(ds_store *store, apr_array_header_t **out, const char *organ,
                               int year, apr_pool_t *result_pool);

/* Which listings: zero and NULL members do not restrict. */
typedef struct ds_query {
    const char *organ;
    int year;
    int state;                  /* ds_state, or -1 for any */
    int public_only;            /* only reports with a public version now */
    const apr_array_header_t *below; /* organ keys: only these organs and all below */
    const char *after;          /* the `next` of the call before */
    int limit;                  /* 1 to 1000 */
} ds_query;

/* Listings (array of ds_listing *), newest year first, then by organ in tree
 * order; *next (may be NULL, may be query->after) is set to where to go on, NULL at
 * the end. */
apr_status_t ds_store_list(ds_store *store, apr_array_header_t **out, const char **next,
                           const ds_query *query, apr_pool_t *result_pool);

/* Organ and year of the report that was known under an old address. */
apr_status_t ds_store_redirect(ds_store *store, const char **organ, int *year,
                               const char *old_address, apr_pool_t *result_pool);

/* The report of the year before as far as it is known: the public one, else
 * the working one. An organ that had none takes over from its predecessors:
 * the sum of their figures, when all of them had a report. *out is NULL when
 * there is nothing. */
apr_status_t ds_store_previous(ds_store *store, ds_report **out, const char *organ, int year,
                               apr_pool_t *result_pool);

/* ---- Changes to reports ---- */

/* What came of a change. */
typedef struct ds_outcome {
    int created;               /* no revision was there before */
    const ds_listing *listing; /* as it stands now */
    ds_findings *findings;     /* of the check, or the W finding of a refusal */
} ds_outcome;

/* Writes a new draft revision, even with errors in it. organ_name and title
 * are filled in from the organ's name of the day where the report has none.
 * `tag` is the tag seen: NULL where nothing is there yet, else
 * DS_EPRECONDITION. `findings` (or NULL) are the reader's. *outcome is set on every return but
 * DS_EUNAVAILABLE. */
apr_status_t ds_store_save(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                           const ds_report *report, const ds_findings *findings,
                           const char *tag, apr_int64_t now, apr_pool_t *result_pool);

/* What is said with a step. */
typedef struct ds_step_request {
    const char *tag;           /* the tag seen, or NULL: whichever is current */
    const char *comment;       /* or NULL */
    apr_table_t *reasons;      /* finding id -> reason, or NULL */
    const char *index_number, *document_number; /* at publication; or NULL */
    const struct ds_signature *signature; /* APPROVE, PUBLISH: that the step was signed on paper
                                  (store/history.h: signer, post, signed_on); or NULL */
} ds_step_request;

/* SUBMIT, RETURN, APPROVE, PUBLISH, CORRECT, WITHDRAW or TAKEDOWN, as
 * ds_permit() and ds_review_advance() say. SUBMIT checks again: DS_EINVALID
 * with the errors, or with warnings that have no reason. PUBLISH of a
 * corrected report needs a comment, which becomes its notice; RETURN and
 * WITHDRAW need one, too (W.comment). An index number once given is kept by later versions. A
 * signature needs a name and a date that is not to come (W.signature). */
apr_status_t ds_store_act(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                          ds_action action, const char *organ, int year,
                          const ds_step_request *request, apr_int64_t now,
                          apr_pool_t *result_pool);

/* A report that is public already, taken over as found: findings are recorded
 * and block nothing. Refused with DS_ESTATE when a revision is there. */
typedef struct ds_takeover {
    const char *published_on;  /* civil date, never NULL */
    const char *title;         /* as published, or NULL: the report's */
    const char *index_number, *document_number, *old_address; /* or NULL */
} ds_takeover;

apr_status_t ds_store_take_over(ds_store *store, ds_outcome *outcome, const ds_actor *actor,
                                const ds_report *report, const ds_findings *findings,
                                const ds_takeover *takeover, apr_int64_t now,
                                apr_pool_t *result_pool);

/* ---- The record ---- */

typedef struct ds_audit_record {
    apr_int64_t number;        /* from 1, without gaps; number order is commit order */
    const char *previous;      /* digest of the record before, "" for the first */
    const char *digest;        /* of all members but itself */
    const char *digest_algorithm;
    apr_int64_t at;
    const char *account;
    const char *address;       /* where from, or NULL */
    const char *action;        /* "save", "submit", "put-organ", ... */
    const char *organ;         /* or NULL */
    int year;                  /* or 0 */
    int revision;              /* or 0 */
    const char *detail;        /* comment or what changed; or NULL */
} ds_audit_record;

/* Records after `number` (array of ds_audit_record *), at most `limit`. */
apr_status_t ds_store_audit(ds_store *store, apr_array_header_t **out, apr_int64_t after,
                            int limit, apr_pool_t *result_pool);

/* Number of the newest record, 0 for none: one cheap read. */
apr_status_t ds_store_audit_head(ds_store *store, apr_int64_t *number);

/* Where the record begins: behind the last one that was removed. */
typedef struct ds_audit_anchor {
    apr_int64_t number;        /* of that one; 0: none was, -1: what is kept of it is no anchor */
    const char *digest;
    apr_int64_t at;            /* when it was made */
} ds_audit_anchor;
apr_status_t ds_store_audit_anchor(ds_store *store, ds_audit_anchor *anchor,
                                   apr_pool_t *result_pool);

/* Months that records are kept at least. */
#define DS_AUDIT_KEEP_MIN 6

/* Removes records from before so many months, up to the first that is younger
 * (recorded as "prune-audit"), for whoever runs the tool. *removed is how many;
 * where there are none nothing is recorded. DS_EINVALID for fewer months than
 * DS_AUDIT_KEEP_MIN. */
apr_status_t ds_store_audit_prune(ds_store *store, int *removed, const ds_actor *actor, int months,
                                  apr_int64_t now, apr_pool_t *scratch_pool);

/* Recomputes the whole chain from its anchor on. *broken is 0, or the number of
 * the first record that is missing or not what was written; of the anchor, when
 * that is not what the last pruning left. *records is how many are good. */
apr_status_t ds_store_audit_verify(ds_store *store, apr_int64_t *broken, apr_int64_t *records,
                                   apr_pool_t *scratch_pool);

/* ---- Secrets and copies ---- */

/* The installation's secret (hexadecimal), made on the first call. */
apr_status_t ds_store_secret(ds_store *store, const char **secret, apr_pool_t *result_pool);

/* Writes all there is into a file, as of one moment, while others work; the
 * file must not exist (APR_EEXIST) and is readable by its owner only. It is
 * text, the same for every engine, and ends with the digest of all before it.
 * Failures are logged. */
apr_status_t ds_store_backup(ds_store *store, const char *path, apr_pool_t *scratch_pool);

/* Replaces all there is by a backup, in one transaction, after the whole file
 * was found to be right; *error (in scratch_pool) says what is wrong when the
 * result is not APR_SUCCESS. The record is that of the backup again: servers
 * that keep pages are to be restarted. */
apr_status_t ds_store_restore(ds_store *store, const char *path, const char **error,
                              apr_pool_t *scratch_pool);

#endif
