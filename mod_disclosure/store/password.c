/* The rules for passwords, and how one is kept. */
#include <string.h>

#include <apr_general.h>
#include <apr_lib.h>
#include <apr_md5.h>

#include "core/log.h"
#include "core/text.h"
#include "store/store_private.h"

/* Some 60 ms on a machine of today. */
#define BCRYPT_COST 10
#define BCRYPT_SALT 16
#define BCRYPT_TEXT 64

#define DEFAULTED(number, fallback) ((number) > 0 ? (number) : (fallback))

/* What people take when a rule asks for ten characters of three kinds. Case
 * does not matter. */
static const char *const common[] = {
    "1234567890", "0123456789", "9876543210", "0987654321", "1111111111", "123456789a",
    "1q2w3e4r5t", "1qaz2wsx3edc", "1qaz@wsx3edc", "1qaz!qaz1qaz", "qwertyuiop", "qwerty12345",
    "qwerty123456", "qwer1234!@#$", "asdf1234!@#$", "abc123456789", "abcd123456", "abcd1234!@#$",
    "aa123456789", "aa123456789.", "a123456789", "a123456789.", "password123", "password123!",
    "password@123", "passw0rd123", "p@ssw0rd123", "p@ssw0rd123!", "admin12345", "admin123456",
    "admin@12345", "admin@123456", "admin123!@#", "root@123456", "test@123456", "test123456",
    "user@123456", "welcome123", "welcome@123", "woaini1314", "woaini5201314", "5201314520",
    "zhengwu@123", "huawei@123", "changeme123", "changeme@123",
};

static int is_common(const char *password)
{
    for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++)
        if (!strcasecmp(password, common[i]))
            return 1;
    return 0;
}

static int classes_of(const char *password)
{
    int capitals = 0, small = 0, digits = 0, others = 0;
    for (const char *p = password; *p; p++) {
        if (*p >= 'A' && *p <= 'Z')
            capitals = 1;
        else if (*p >= 'a' && *p <= 'z')
            small = 1;
        else if (*p >= '0' && *p <= '9')
            digits = 1;
        else
            others = 1;
    }
    return capitals + small + digits + others;
}

#define REFUSE(...) \
    ds_store__refuse(findings, DS_EINVALID, "R.password", "password", __VA_ARGS__)

apr_status_t ds_password__check(const ds_store *store, const char *account, const char *password,
                                ds_findings *findings)
{
    int least = DEFAULTED(store->settings->password_length, DS_PASSWORD_LENGTH);
    int classes = DEFAULTED(store->settings->password_classes, DS_PASSWORD_CLASSES);
    apr_size_t length = password ? strlen(password) : 0;
    if (length > DS_PASSWORD_MAX_BYTES)
        return REFUSE("密码不能超过%d个字节（一个汉字占3个字节），请缩短。", DS_PASSWORD_MAX_BYTES);
    if (length && ds_text_first_bad(password, length) != length)
        return REFUSE("密码中有不能使用的字符，请更换。");
    if (length == 0 || ds_text_length(password) < (apr_size_t)least)
        return REFUSE("密码至少要有%d个字符，请加长。", least);
    if (classes_of(password) < classes)
        return REFUSE("密码应包含大写字母、小写字母、数字、其他符号这四类中的至少%d类，请补充。", classes);
    if (!strcasecmp(account, password))
        return REFUSE("密码不能与账号名相同，请更换。");
    if (is_common(password))
        return REFUSE("这个密码太常见，容易被猜到，请更换。");
    return APR_SUCCESS;
}

const char *ds_password__hash(const char *password, apr_pool_t *pool)
{
    unsigned char salt[BCRYPT_SALT];
    char *hash = apr_palloc(pool, BCRYPT_TEXT);
    apr_status_t status = apr_generate_random_bytes(salt, sizeof(salt));
    if (status == APR_SUCCESS)
        status = apr_bcrypt_encode(password, BCRYPT_COST, salt, sizeof(salt), hash, BCRYPT_TEXT);
    if (status == APR_SUCCESS)
        return hash;
    ds_log(DS_LOG_ERROR, status, "DS0440: a password cannot be hashed");
    return NULL;
}

apr_status_t ds_password__write(ds_store *store, const char *account, const char *hash,
                                const char *kept)
{
    apr_status_t status = ds_dbd_change(store->dbd, DS_SQL_ACCOUNT_PASSWORD, NULL,
                                        DS_ARGS(DS_S(hash), DS_S(account)));
    if (status == APR_SUCCESS)
        status = ds_dbd_change(store->dbd, DS_SQL_RESET_DROP, NULL, DS_ARGS(DS_S(account)));
    return status == APR_SUCCESS ? ds_session__drop_all(store, account, kept) : status;
}
