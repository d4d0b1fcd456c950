/* What the tool tells its user, and what time it is. */
#include <stdarg.h>
#include <stdio.h>

#include <apr_time.h>

#include "core/log.h"
#include "ctl/ctl.h"

apr_int64_t ctl_now(void)
{
    return apr_time_sec(apr_time_now());
}

int ctl_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("disclosurectl: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return CTL_FAILED;
}

void ctl_log(void *baton, const char *file, int line, ds_log_level level,
                     apr_status_t status, const char *message)
{
    char buffer[200];
    if (level <= DS_LOG_WARNING) {
        fprintf(stderr, "disclosurectl: %s%s%s\n", message, status ? ": " : "",
                status ? apr_strerror(status, buffer, sizeof(buffer)) : "");
    }
}
