/* Where messages of core, io, page and store go.
 *
 * The library knows neither httpd nor a terminal: whoever uses it installs a
 * callback once, before the first thread starts. Without one, messages of
 * warning level and above go to standard error.
 */
#ifndef DS_CORE_LOG_H
#define DS_CORE_LOG_H

#include <apr_errno.h>

typedef enum { DS_LOG_ERROR, DS_LOG_WARNING, DS_LOG_INFO, DS_LOG_DEBUG } ds_log_level;

/* `file` and `line` are those of the caller; `status` is APR_SUCCESS where no
 * system error is behind the message; `message` starts with its DS#### id. */
typedef void ds_log_fn(void *baton, const char *file, int line, ds_log_level level,
                       apr_status_t status, const char *message);

void ds_log_set(ds_log_fn *fn, void *baton);

/* Messages carry no secret and no personal datum: no passwords, no cookies,
 * no text of reports. `format` starts with the message's own "DS####: " id,
 * unique in the project and never reused. */
void ds_log_at(const char *file, int line, ds_log_level level, apr_status_t status,
               const char *format, ...) __attribute__((format(printf, 5, 6)));

#define ds_log(level, status, ...) ds_log_at(__FILE__, __LINE__, (level), (status), __VA_ARGS__)

#endif
