/* What is signed for an account by the installation's secret: above all tokens
 * that show a form came from a page of ours, over account, session and day, so
 * nothing is kept and any number of tabs may be open. */
#include "core/date.h"
#include "core/digest.h"
#include "httpd/staff_parts.h"

#define DAY 86400
#define PURPOSE "staff-form"

/* Lengths before the texts, so that no two sets of them read alike. */
const char *disclosure_staff_sign(const disclosure_staff *staff, const char *purpose,
                                  const char *text)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *account = staff->actor->account;
    const char *whole = apr_psprintf(pool, "%s %" APR_SIZE_T_FMT ":%s %s", purpose,
                                     strlen(account), account, text);

    return ds_digest_hmac(pool, staff->secret, strlen(staff->secret), whole, strlen(whole));
}

static const char *token_of(const disclosure_staff *staff, apr_int64_t at)
{
    apr_pool_t *pool = staff->request->r->pool;

    return disclosure_staff_sign(staff, PURPOSE,
                                 apr_pstrcat(pool, staff->session ? staff->session : "-", " ",
                                             ds_date_of(pool, at), NULL));
}

const char *disclosure_staff_token(const disclosure_staff *staff)
{
    return token_of(staff, staff->now);
}

/* Takes as long wherever the first difference is. */
static int is_same(const char *a, const char *b, apr_size_t len)
{
    unsigned char difference = 0;

    for (apr_size_t i = 0; i < len; i++)
        difference |= (unsigned char)(a[i] ^ b[i]);
    return !difference;
}

static int is_right(const char *right, const char *given)
{
    return right && strlen(right) == strlen(given) && is_same(right, given, strlen(right));
}

int disclosure_staff_is_signed(const disclosure_staff *staff, const char *purpose,
                               const char *text, const char *signature)
{
    return is_right(disclosure_staff_sign(staff, purpose, text), signature);
}

int disclosure_staff_token_is_good(const disclosure_staff *staff, const char *token)
{
    int is_good = 0;

    for (int days = 0; token && days < 2; days++)
        is_good |= is_right(token_of(staff, staff->now - days * DAY), token);
    return is_good;
}
