/* Tokens that show a form came from a page of ours: an HMAC over account,
 * session and day, so nothing is kept and any number of tabs may be open. */
#include "core/date.h"
#include "core/digest.h"
#include "httpd/staff_parts.h"

#define DAY 86400
#define PURPOSE "staff-form"

/* Lengths before the texts, so that no two sets of them read alike. */
static const char *token_of(const disclosure_staff *staff, apr_int64_t at)
{
    apr_pool_t *pool = staff->request->r->pool;
    const char *account = staff->actor->account;
    const char *session = staff->session ? staff->session : "-";
    const char *text = apr_psprintf(pool, PURPOSE " %" APR_SIZE_T_FMT ":%s %s %s",
                                    strlen(account), account, session, ds_date_of(pool, at));

    return ds_digest_hmac(pool, staff->secret, strlen(staff->secret), text, strlen(text));
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

int disclosure_staff_token_is_good(const disclosure_staff *staff, const char *token)
{
    int is_good = 0;

    for (int days = 0; token && days < 2; days++) {
        const char *right = token_of(staff, staff->now - days * DAY);

        is_good |= right && strlen(right) == strlen(token)
                   && is_same(right, token, strlen(right));
    }
    return is_good;
}
