#include "io/place.h"

#include <string.h>

#include <apr_strings.h>

#include "core/text.h"

#define REPLACEMENT "\xEF\xBF\xBD"
#define ELLIPSIS "\xE2\x80\xA6"

/* A place under construction. */
typedef struct quoter {
    ds_place place;
    apr_size_t bytes;
    int characters;
    int is_cut;
} quoter;

static apr_size_t character_length(const char *text, apr_size_t len)
{
    unsigned char lead = (unsigned char)*text;
    apr_size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return size < len ? size : len;
}

static void put(quoter *q, const char *bytes, apr_size_t len)
{
    memcpy(q->place.text + q->bytes, bytes, len);
    q->bytes += len;
    q->characters++;
}

static void quote(quoter *q, const char *text, apr_size_t len)
{
    while (len > 0 && !q->is_cut) {
        apr_size_t size = character_length(text, len);
        int is_good = ds_text_first_bad(text, size) == size
                      && (size > 1 || ((unsigned char)*text >= 0x20 && *text != 0x7F));
        if (!is_good) {
            size = 1;
        }
        if (q->characters == DS_PLACE_MAX - 1 && size < len) {
            put(q, ELLIPSIS, strlen(ELLIPSIS));
            q->is_cut = 1;
        } else {
            put(q, is_good ? text : REPLACEMENT, is_good ? size : strlen(REPLACEMENT));
        }
        q->is_cut = q->is_cut || q->characters == DS_PLACE_MAX;
        text += size;
        len -= size;
    }
}

ds_place ds_place_of(const char *text, apr_size_t len)
{
    quoter q = { .bytes = 0 };
    quote(&q, text, len);
    return q.place;
}

ds_place ds_place_join(const char *path, const char *key)
{
    quoter q = { .bytes = 0 };
    if (*path != '\0') {
        quote(&q, path, strlen(path));
        quote(&q, "/", 1);
    }
    quote(&q, key, strlen(key));
    return q.place;
}

ds_place ds_place_item(const char *path, apr_size_t index)
{
    char number[24];
    apr_snprintf(number, sizeof(number), "%" APR_SIZE_T_FMT, index + 1);
    return ds_place_join(path, number);
}
