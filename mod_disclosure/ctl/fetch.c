#include "ctl/fetch.h"

#include <stdlib.h>
#include <string.h>

#include <apr_strings.h>
#include <curl/curl.h>

#include "ctl/ctl.h"

#define AGENT "disclosurectl verify --site"
#define MAX_REDIRECTIONS 5
#define CONNECT_SECONDS 15
#define ANSWER_SECONDS 300
/* An answer that brings nothing for so long has ended. */
#define SILENT_SECONDS 30
#define CHUNK 65536

struct ctl_fetcher {
    CURL *curl;
    ctl_fetch_limits limits;
    const char *origin;     /* scheme, host and port: "http://127.0.0.1:8080/" */
    int n;                  /* requests so far */
    apr_pool_t *pool;
};

/* One answer as it comes in. */
typedef struct incoming {
    const ctl_fetcher *fetcher;
    char *bytes;
    apr_size_t len, size;
    int is_too_large;
    const char *location, *digest;
    apr_pool_t *pool;
} incoming;

/* ---- Addresses ---- */

/* Parts of an address put together again, in pool; NULL when it is none. */
static const char *normalised(CURLU *url, apr_pool_t *pool)
{
    char *text = NULL;
    const char *copy = NULL;
    if (curl_url_set(url, CURLUPART_FRAGMENT, NULL, 0) == CURLUE_OK
        && curl_url_get(url, CURLUPART_URL, &text, 0) == CURLUE_OK) {
        copy = apr_pstrdup(pool, text);
    }
    curl_free(text);
    return copy;
}

/* `reference` as it is on the page at `url` (NULL: by itself). */
static const char *join(const char *url, const char *reference, apr_pool_t *pool)
{
    const char *joined = NULL;
    CURLU *parts = curl_url();
    if (parts != NULL && (url == NULL || curl_url_set(parts, CURLUPART_URL, url, 0) == CURLUE_OK)
        && curl_url_set(parts, CURLUPART_URL, reference, CURLU_URLENCODE) == CURLUE_OK) {
        joined = normalised(parts, pool);
    }
    curl_url_cleanup(parts);
    return joined;
}

static int is_http(const char *url)
{
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

/* Up to the slash behind the host. */
static const char *origin_of(const char *url, apr_pool_t *pool)
{
    const char *host = strstr(url, "://");
    const char *slash = host != NULL ? strchr(host + 3, '/') : NULL;
    return slash != NULL ? apr_pstrmemdup(pool, url, (apr_size_t)(slash - url) + 1) : NULL;
}

const char *ctl_fetcher_join(const ctl_fetcher *fetcher, const char *url, const char *reference,
                             apr_pool_t *pool)
{
    /* What is only a fragment is on the same page; libcurl takes it for another. */
    const char *bare = apr_pstrmemdup(pool, reference, strcspn(reference, "#"));
    const char *joined = *bare == '\0' ? url : join(url, bare, pool);
    return joined != NULL && strncmp(joined, fetcher->origin, strlen(fetcher->origin)) == 0
        ? joined : NULL;
}

/* ---- Answers ---- */

static size_t on_bytes(char *bytes, size_t one, size_t n, void *baton)
{
    incoming *in = baton;
    if (in->len + n > in->fetcher->limits.max_bytes) {
        in->is_too_large = 1;
        return 0;
    }
    if (in->len + n >= in->size) {
        while (in->len + n >= in->size) {
            in->size *= 2;
        }
        char *larger = apr_palloc(in->pool, in->size);
        memcpy(larger, in->bytes, in->len);
        in->bytes = larger;
    }
    memcpy(in->bytes + in->len, bytes, n);
    in->len += n;
    return n;
}

/* The value of the header line when it is of that name; NULL. */
static const char *header_value(const char *line, apr_size_t len, const char *name,
                                apr_pool_t *pool)
{
    apr_size_t name_len = strlen(name);
    if (len <= name_len || line[name_len] != ':' || strncasecmp(line, name, name_len) != 0) {
        return NULL;
    }
    char *value = apr_pstrmemdup(pool, line + name_len + 1, len - name_len - 1);
    value += strspn(value, " \t");
    value[strcspn(value, "\r\n")] = '\0';
    return value;
}

static size_t on_header(char *line, size_t one, size_t n, void *baton)
{
    incoming *in = baton;
    const char *location = header_value(line, n, "Location", in->pool);
    const char *digest = header_value(line, n, "Disclosure-Digest", in->pool);
    in->location = location != NULL ? location : in->location;
    in->digest = digest != NULL ? digest : in->digest;
    return n;
}

static apr_status_t end_curl(void *curl)
{
    curl_easy_cleanup(curl);
    return APR_SUCCESS;
}

static void set_up(CURL *curl)
{
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_MAXCONNECTS, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)SILENT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, AGENT);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
}

ctl_fetcher *ctl_fetcher_create(const char *url, const ctl_fetch_limits *limits, apr_pool_t *pool)
{
    ctl_fetcher *fetcher = apr_pcalloc(pool, sizeof(*fetcher));
    const char *whole = is_http(url) ? join(NULL, url, pool) : NULL;
    fetcher->limits = *limits;
    fetcher->pool = pool;
    fetcher->origin = whole != NULL ? origin_of(whole, pool) : NULL;
    if (fetcher->origin == NULL) {
        ctl_fail("“%s”不是网址，应写成 https://www.example.gov.cn/disclosure 的样子。", url);
        return NULL;
    }
    fetcher->curl = curl_global_init(CURL_GLOBAL_DEFAULT) == 0 ? curl_easy_init() : NULL;
    if (fetcher->curl == NULL) {
        ctl_fail("不能访问网络：libcurl 无法启动。");
        return NULL;
    }
    apr_pool_cleanup_register(pool, fetcher->curl, end_curl, apr_pool_cleanup_null);
    set_up(fetcher->curl);
    return fetcher;
}

int ctl_fetcher_is_over(const ctl_fetcher *fetcher)
{
    return apr_time_now() >= fetcher->limits.until;
}

/* Not longer than what is left of all time. */
static long seconds_left(const ctl_fetcher *fetcher)
{
    apr_int64_t left = apr_time_sec(fetcher->limits.until - apr_time_now()) + 1;
    return left < 1 ? 1 : left > ANSWER_SECONDS ? ANSWER_SECONDS : (long)left;
}

static const char *explain(const incoming *in, CURLcode code)
{
    static const struct {
        CURLcode code;
        const char *words;
    } known[] = {
        { CURLE_COULDNT_RESOLVE_HOST, "找不到这个主机名" },
        { CURLE_COULDNT_CONNECT, "连接不上服务器" },
        { CURLE_OPERATION_TIMEDOUT, "等待太久，没有答复" },
        { CURLE_PARTIAL_FILE, "答复没有传完就中断了" },
        { CURLE_GOT_NOTHING, "服务器没有答复就断开了" },
        { CURLE_PEER_FAILED_VERIFICATION, "服务器的证书没有通过验证" },
        { CURLE_BAD_CONTENT_ENCODING, "压缩的答复解不开" },
    };
    if (in->is_too_large) {
        return apr_psprintf(in->pool, "答复超过 %" APR_SIZE_T_FMT " 字节，没有读完",
                            in->fetcher->limits.max_bytes);
    }
    for (apr_size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
        if (known[i].code == code) {
            return known[i].words;
        }
    }
    return apr_psprintf(in->pool, "访问失败（%s）", curl_easy_strerror(code));
}

/* One request, without following it anywhere. */
static ctl_answer ask(ctl_fetcher *fetcher, const char *url, int is_head, incoming *in)
{
    ctl_answer answer = { .url = url, .type = "" };
    const char *type = NULL;
    long status = 0;
    if (fetcher->n++ > 0 && fetcher->limits.delay > 0) {
        apr_sleep(fetcher->limits.delay);
    }
    in->len = 0;
    in->location = in->digest = NULL;
    curl_easy_setopt(fetcher->curl, CURLOPT_URL, url);
    curl_easy_setopt(fetcher->curl, CURLOPT_NOBODY, is_head ? 1L : 0L);
    curl_easy_setopt(fetcher->curl, CURLOPT_TIMEOUT, seconds_left(fetcher));
    curl_easy_setopt(fetcher->curl, CURLOPT_WRITEDATA, in);
    curl_easy_setopt(fetcher->curl, CURLOPT_HEADERDATA, in);
    CURLcode code = curl_easy_perform(fetcher->curl);
    if (code != CURLE_OK) {
        answer.error = explain(in, code);
        return answer;
    }
    curl_easy_getinfo(fetcher->curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(fetcher->curl, CURLINFO_CONTENT_TYPE, &type);
    in->bytes[in->len] = '\0';
    answer.status = (int)status;
    answer.type = type != NULL ? apr_pstrdup(in->pool, type) : "";
    answer.digest = in->digest;
    answer.bytes = in->bytes;
    answer.len = in->len;
    return answer;
}

static int is_redirection(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

ctl_answer ctl_fetch(ctl_fetcher *fetcher, const char *url, int is_head, apr_pool_t *pool)
{
    incoming in = { .fetcher = fetcher, .size = CHUNK, .bytes = apr_palloc(pool, CHUNK),
                    .pool = pool };
    ctl_answer answer = { .url = url, .type = "" };
    for (int i = 0; i <= MAX_REDIRECTIONS; i++) {
        answer = ask(fetcher, url, is_head, &in);
        if (answer.error != NULL || !is_redirection(answer.status) || in.location == NULL) {
            return answer;
        }
        url = ctl_fetcher_join(fetcher, url, in.location, pool);
        if (url == NULL) {
            answer.error = apr_psprintf(pool, "转到了别的网站（%s）", in.location);
            answer.status = 0;
            return answer;
        }
    }
    answer.error = apr_psprintf(pool, "转了 %d 次还没有到", MAX_REDIRECTIONS);
    answer.status = 0;
    return answer;
}
