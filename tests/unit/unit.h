/* What every unit test shares: one Check suite per file, a fresh pool per
 * case, paths from the source tree. A file ends with
 *   UNIT_MAIN("core/decimal", add_all)
 * where add_all(TCase *) adds its tests.
 */
#ifndef DS_TESTS_UNIT_H
#define DS_TESTS_UNIT_H

#include <stdlib.h>

#include <apr_general.h>
#include <apr_pools.h>
#include <check.h>

static apr_pool_t *pool;

static void unit_setup(void)
{
    apr_initialize();
    apr_pool_create(&pool, NULL);
}

static void unit_teardown(void)
{
    apr_pool_destroy(pool);
    apr_terminate();
}

#define UNIT_MAIN(name, add_all)                                                    \
    int main(void)                                                                  \
    {                                                                               \
        Suite *suite = suite_create(name);                                          \
        TCase *cases = tcase_create(name);                                          \
        tcase_add_checked_fixture(cases, unit_setup, unit_teardown);                \
        tcase_set_timeout(cases, 60);                                               \
        add_all(cases);                                                             \
        suite_add_tcase(suite, cases);                                              \
        SRunner *runner = srunner_create(suite);                                    \
        srunner_run_all(runner, CK_ENV);                                            \
        int failed = srunner_ntests_failed(runner);                                 \
        srunner_free(runner);                                                       \
        return failed ? EXIT_FAILURE : EXIT_SUCCESS;                                \
    }

#endif
