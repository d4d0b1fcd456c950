/* PNG and JPEG: walked from the first byte to the last. */
#include <string.h>

#include <zlib.h>

#include "io/media_kinds.h"

static const char cut[] = "内容不完整或已损坏，请重新导出后再上传。";
static const char trailing[] = "在图片之后还有别的内容，不能接受。请用看图软件另存一份后重新上传。";
static const char too_many_pixels[] =
    "的尺寸太大（每边最多20000像素，共6400万像素），请缩小后重新上传。";
static const char no_pixels[] = "没有宽度或高度，不是可以显示的图片，请重新导出后再上传。";

static const char *set_size(ds_media_facts *facts, apr_uint32_t width, apr_uint32_t height)
{
    if (width == 0 || height == 0) {
        return no_pixels;
    }
    if (width > DS_PICTURE_MAX_SIDE || height > DS_PICTURE_MAX_SIDE
        || (apr_uint64_t)width * height > DS_PICTURE_MAX_PIXELS) {
        return too_many_pixels;
    }
    facts->width = (int)width;
    facts->height = (int)height;
    return NULL;
}

/* ---- PNG: a signature, then chunks of length, type, data, CRC ---- */

#define PNG_HEAD 8
#define PNG_CHUNK 12

int ds_png_begins(const char *bytes, apr_size_t len)
{
    return len >= PNG_HEAD && memcmp(bytes, "\x89PNG\r\n\x1A\n", PNG_HEAD) == 0;
}

static int has_right_crc(const char *chunk, apr_uint32_t data_len)
{
    return crc32(0, (const Bytef *)chunk + 4, data_len + 4) == ds_big_4(chunk + 8 + data_len);
}

static const char *read_header(const char *chunk, apr_uint32_t data_len, ds_media_facts *facts)
{
    return data_len == 13 ? set_size(facts, ds_big_4(chunk + 8), ds_big_4(chunk + 12)) : cut;
}

const char *ds_png_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    apr_size_t at = PNG_HEAD;
    int has_data = 0;
    while (len - at >= PNG_CHUNK) {
        const char *chunk = bytes + at;
        apr_uint32_t data_len = ds_big_4(chunk);
        int is_first = at == PNG_HEAD, is_head = memcmp(chunk + 4, "IHDR", 4) == 0;
        if (data_len > len - at - PNG_CHUNK || !has_right_crc(chunk, data_len)
            || is_first != is_head) {
            return cut;
        }
        const char *fault = is_head ? read_header(chunk, data_len, facts) : NULL;
        if (fault != NULL) {
            return fault;
        }
        has_data = has_data || memcmp(chunk + 4, "IDAT", 4) == 0;
        at += PNG_CHUNK + data_len;
        if (memcmp(chunk + 4, "IEND", 4) == 0) {
            return !has_data || data_len > 0 ? cut : at < len ? trailing : NULL;
        }
    }
    return cut;
}

/* ---- JPEG: markers, most with a length; image data up to the next ---- */

enum { SOI = 0xD8, EOI = 0xD9, SOS = 0xDA, APP2 = 0xE2, DHT = 0xC4, JPG = 0xC8, DAC = 0xCC };

int ds_jpeg_begins(const char *bytes, apr_size_t len)
{
    return len >= 3 && memcmp(bytes, "\xFF\xD8\xFF", 3) == 0;
}

/* Start of a frame: what tells width and height. */
static int is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
}

/* The marker at *at, whatever fill bytes are before it; 0 when there is none. */
static int next_marker(const unsigned char *bytes, apr_size_t len, apr_size_t *at)
{
    if (*at >= len || bytes[*at] != 0xFF) {
        return 0;
    }
    while (*at < len && bytes[*at] == 0xFF) {
        ++*at;
    }
    return *at < len ? bytes[(*at)++] : 0;
}

/* Behind the image data that begins at `at`: the next marker that is neither a
 * stuffed byte nor a restart. */
static apr_size_t behind_data(const unsigned char *bytes, apr_size_t len, apr_size_t at)
{
    while (at < len) {
        const unsigned char *found = memchr(bytes + at, 0xFF, len - at);
        if (found == NULL) {
            return len;
        }
        at = (apr_size_t)(found - bytes);
        if (at + 1 < len && bytes[at + 1] != 0 && bytes[at + 1] != 0xFF
            && !(bytes[at + 1] >= 0xD0 && bytes[at + 1] <= 0xD7)) {
            return at;
        }
        at++;
    }
    return len;
}

/* What was met of one picture. */
typedef struct jpeg {
    ds_media_facts facts;
    int frames, scans;
    int has_more;      /* it says that other pictures follow it (multi-picture format) */
} jpeg;

/* One segment with its length at `at`. */
static const char *read_segment(jpeg *j, int marker, const char *segment, apr_uint32_t size)
{
    if (marker == APP2 && size >= 6 && memcmp(segment + 2, "MPF", 4) == 0) {
        j->has_more = 1;
    }
    if (marker == SOS) {
        j->scans++;
    }
    if (!is_frame(marker)) {
        return NULL;
    }
    if (size < 8 || j->frames++ > 0) {
        return cut;
    }
    return set_size(&j->facts, ds_big_2(segment + 5), ds_big_2(segment + 3));
}

/* One picture from its SOI; *end is behind its EOI. */
static const char *read_picture(jpeg *j, const char *bytes, apr_size_t len, apr_size_t *end)
{
    const unsigned char *b = (const unsigned char *)bytes;
    apr_size_t at = 2;
    for (;;) {
        int marker = next_marker(b, len, &at);
        if (marker == EOI) {
            *end = at;
            return j->frames == 1 && j->scans > 0 ? NULL : cut;
        }
        if (marker < 0xC0 || (marker >= 0xD0 && marker <= SOI) || len - at < 2) {
            return cut;
        }
        apr_uint32_t size = ds_big_2(bytes + at);
        if (size < 2 || size > len - at) {
            return cut;
        }
        const char *fault = read_segment(j, marker, bytes + at, size);
        if (fault != NULL) {
            return fault;
        }
        at = marker == SOS ? behind_data(b, len, at + size) : at + size;
    }
}

/* Cameras put a preview or a depth map behind the picture, and say so in it;
 * anything else behind it is none of the picture's. */
const char *ds_jpeg_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    jpeg first = { .frames = 0 };
    apr_size_t end = 0, at;
    const char *fault = read_picture(&first, bytes, len, &end);
    for (at = end; fault == NULL && at < len; at += end) {
        jpeg next = { .frames = 0 };
        while (at < len && bytes[at] == '\0') {
            at++;
        }
        end = 0;
        if (at < len && (!first.has_more || !ds_jpeg_begins(bytes + at, len - at)
                         || read_picture(&next, bytes + at, len - at, &end) != NULL)) {
            fault = trailing;
        }
    }
    if (fault == NULL) {
        *facts = first.facts;
    }
    return fault;
}
