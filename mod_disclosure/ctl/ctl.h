/* disclosurectl: the same library without a server.
 *
 * A verb is a row of a table (main.c): name, what it takes, what it is for,
 * and its function. Exit codes: 0 done and nothing wrong, 1 something is wrong
 * with a report, 2 it could not be done (unreadable, refused, no database).
 */
#ifndef DS_CTL_CTL_H
#define DS_CTL_CTL_H

#include <apr_getopt.h>
#include <apr_pools.h>
#include <apr_tables.h>

#include "core/digest.h"
#include "core/finding.h"
#include "core/format.h"
#include "core/log.h"
#include "core/review.h"
#include "store/store.h"

enum { CTL_OK = 0, CTL_WRONG = 1, CTL_FAILED = 2 };

/* One run of the tool. */
typedef struct ctl {
    apr_pool_t *pool;
    const char *driver;       /* as DBDriver, or NULL */
    const char *params;       /* as DBDParams, or NULL */
    const char *data;         /* directory with formats/, schema/, chains/ */
    const char *chain_name;   /* file name in chains/ without .xml */
    const char *digest_name;
    const char *password_length;  /* as the directive, or NULL */
    const char *password_classes; /* likewise */
    const char *audit_keep;       /* likewise */
    const ds_formats *formats;              /* set by ctl_load() */
    const struct ds_report_schema *report_schema; /* likewise */
    const ds_digest_algorithm *digest;      /* likewise */
    ds_store *store;                        /* set by ctl_open_store() */
    const ds_actor *actor;                  /* likewise: the tool itself */
} ctl;

/* What was given on the command line behind the verb. */
typedef struct ctl_arguments {
    apr_table_t *options;     /* long name -> value ("" for a flag), may repeat */
    apr_array_header_t *rest; /* of const char * */
} ctl_arguments;

typedef int ctl_run_fn(ctl *c, const ctl_arguments *arguments);

typedef struct ctl_verb {
    const char *name;
    const char *takes;        /* for the usage line */
    const char *summary;
    const apr_getopt_option_t *options; /* ends with a NULL name; may be NULL */
    ctl_run_fn *run;
} ctl_verb;

/* The value of an option, NULL when it was not given. */
const char *ctl_option(const ctl_arguments *arguments, const char *name);

/* All values of an option that may repeat (array of const char *). */
apr_array_header_t *ctl_options(const ctl_arguments *arguments, const char *name,
                                apr_pool_t *pool);

/* Options every verb takes. */
extern const apr_getopt_option_t ctl_common_options[];

/* Reads what stands behind the verb (argv[0]). CTL_OK, or says what is wrong and
 * returns CTL_FAILED. */
int ctl_parse(ctl_arguments *arguments, const ctl_verb *verb, int argc, const char *const *argv,
              apr_pool_t *pool);

/* The library's messages of warning level and above, on standard error. */
ds_log_fn ctl_log;

/* Prints "disclosurectl: ..." on standard error; returns CTL_FAILED. */
int ctl_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The current instant. */
apr_int64_t ctl_now(void);

/* Takes database and data parameters from the environment (DISCLOSURE_CONFIG,
 * DISCLOSURE_DB_DRIVER, DISCLOSURE_DB_PARAMS, DISCLOSURE_DATA) and from the
 * file named by --config, in which only DBDriver, DBDParams, DisclosureData,
 * DisclosureChain and DisclosureDigest are read: it may be the server's own.
 * Returns CTL_OK or says what is wrong and returns CTL_FAILED. */
int ctl_configure(ctl *c, const char *config_file);

/* Loads formats and digest; as above. Safe to call again. */
int ctl_load(ctl *c);

/* Opens the store, with chain and actor; as above. With SQLite it refuses to
 * work as another user than the owner of the database, whose side files the
 * server could then no longer write. */
int ctl_open_store(ctl *c);

/* Opens the bare connection for init and migrate. */
int ctl_open_database(ctl *c, struct ds_dbd **dbd);

/* A store's refusal as a message; returns CTL_FAILED. `findings` may be NULL. */
int ctl_refused(apr_status_t status, const ds_findings *findings, const char *what);

/* The verbs, one file per subject. */
extern const apr_getopt_option_t ctl_check_options[], ctl_convert_options[], ctl_import_options[],
    ctl_verify_options[], ctl_account_options[], ctl_organ_options[], ctl_export_options[],
    ctl_audit_options[];
ctl_run_fn ctl_check, ctl_convert, ctl_import, ctl_verify, ctl_init, ctl_migrate, ctl_account,
    ctl_organ, ctl_export, ctl_backup, ctl_restore, ctl_audit;

#endif
