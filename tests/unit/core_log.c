/* Messages reach the callback, with the place they come from. */
#include <string.h>

#include <apr_strings.h>

#include "core/log.h"
#include "unit.h"

static struct {
    const char *file, *message;
    int line, n;
    ds_log_level level;
    apr_status_t status;
} seen;

static void note(void *baton, const char *file, int line, ds_log_level level,
                 apr_status_t status, const char *message)
{
    ck_assert_ptr_eq(baton, &seen);
    seen.file = file;
    seen.line = line;
    seen.level = level;
    seen.status = status;
    seen.message = apr_pstrdup(pool, message);
    seen.n++;
}

START_TEST(reaches_the_callback)
{
    int line;

    ds_log_set(note, &seen);
    line = __LINE__ + 1;
    ds_log(DS_LOG_INFO, APR_ENOENT, "DS0000: no %s in %d places", "file", 3);
    ds_log_set(NULL, NULL);
    ck_assert_int_eq(seen.n, 1);
    ck_assert_str_eq(seen.message, "DS0000: no file in 3 places");
    ck_assert_int_eq(seen.line, line);
    ck_assert_int_eq(seen.level, DS_LOG_INFO);
    ck_assert_int_eq(seen.status, APR_ENOENT);
    ck_assert_ptr_nonnull(strstr(seen.file, "core_log.c"));
}
END_TEST

START_TEST(cuts_what_is_too_long)
{
    char *text = apr_palloc(pool, 5000);

    memset(text, 'x', 4999);
    text[4999] = '\0';
    ds_log_set(note, &seen);
    ds_log(DS_LOG_ERROR, APR_SUCCESS, "DS0000: %s", text);
    ds_log_set(NULL, NULL);
    ck_assert_uint_eq(strlen(seen.message), 2047);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, reaches_the_callback);
    tcase_add_test(cases, cuts_what_is_too_long);
}

UNIT_MAIN("core/log", add_all)
