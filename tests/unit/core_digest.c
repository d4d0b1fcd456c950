/* Digests against the published vectors. */
#include <string.h>

#include "core/digest.h"
#include "unit.h"

START_TEST(digests)
{
    static const struct {
        const char *name, *bytes, *hex;
    } cases[] = {
        /* GB/T 32905, A.1 */
        { "sm3", "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0" },
        { "sm3", "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
          "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732" },
        /* FIPS 180-4 */
        { "sha256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "sha256", "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
    };
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_digest_algorithm *algorithm = ds_digest_find(cases[i].name);

        ck_assert_ptr_nonnull(algorithm);
        ck_assert_int_eq(algorithm->hex_length, 64);
        ck_assert_str_eq(ds_digest_hex(pool, algorithm, cases[i].bytes, strlen(cases[i].bytes)),
                         cases[i].hex);
        ck_assert_ptr_nonnull(strstr(ds_digest_names(), cases[i].name));
    }
    ck_assert_ptr_null(ds_digest_find("md5"));
    ck_assert_ptr_null(ds_digest_find("SM3"));
    ck_assert_ptr_null(ds_digest_find(""));
}
END_TEST

START_TEST(authenticates)
{
    /* RFC 4231, case 2 */
    const char *data = "what do ya want for nothing?";

    ck_assert_str_eq(ds_digest_hmac(pool, "Jefe", 4, data, strlen(data)),
                     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}
END_TEST

START_TEST(draws_at_random)
{
    const char *a = ds_digest_random(pool, 32), *b = ds_digest_random(pool, 32);

    ck_assert_uint_eq(strlen(a), 64);
    ck_assert_uint_eq(strspn(a, "0123456789abcdef"), 64);
    ck_assert_str_ne(a, b);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, digests);
    tcase_add_test(cases, authenticates);
    tcase_add_test(cases, draws_at_random);
}

UNIT_MAIN("core/digest", add_all)
