/* Where messages of the library go. */
#include <stdarg.h>
#include <stdio.h>

#include "core/log.h"

/* Longer messages are cut. */
#define MESSAGE_SIZE 2048

static void to_stderr(void *baton, const char *file, int line, ds_log_level level,
                      apr_status_t status, const char *message)
{
    char reason[256];

    if (level > DS_LOG_WARNING) {
        return;
    }
    if (status == APR_SUCCESS) {
        fprintf(stderr, "%s\n", message);
    }
    else {
        fprintf(stderr, "%s: %s\n", message, apr_strerror(status, reason, sizeof(reason)));
    }
}

static ds_log_fn *log_fn = to_stderr;
static void *log_baton;

void ds_log_set(ds_log_fn *fn, void *baton)
{
    log_fn = fn ? fn : to_stderr;
    log_baton = baton;
}

void ds_log_at(const char *file, int line, ds_log_level level, apr_status_t status,
               const char *format, ...)
{
    char message[MESSAGE_SIZE];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    log_fn(log_baton, file, line, level, status, message);
}
