#include "io/media.h"

#include <string.h>

#include <apr_lib.h>
#include <apr_strings.h>

#include "core/status.h"
#include "io/media_kinds.h"
#include "io/place.h"

#define MB (APR_INT64_C(1024) * 1024)

static const char *const png[] = { "png", NULL };
static const char *const jpeg[] = { "jpg", "jpeg", "jpe", NULL };
static const char *const pdf[] = { "pdf", NULL };
static const char *const ofd[] = { "ofd", NULL };
static const char *const docx[] = { "docx", NULL };
static const char *const mp4[] = { "mp4", "m4v", NULL };

const ds_media ds_media_types[] = {
    { "image/png", "PNG图片", png, 1, 1, 20 * MB, ds_png_begins, ds_png_fault },
    { "image/jpeg", "JPEG图片", jpeg, 1, 1, 20 * MB, ds_jpeg_begins, ds_jpeg_fault },
    { "application/pdf", "PDF文件", pdf, 0, 1, 100 * MB, ds_pdf_begins, ds_pdf_fault },
    { "application/ofd", "OFD文件", ofd, 0, 0, 100 * MB, ds_ofd_begins, ds_ofd_fault },
    { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "DOCX文档", docx,
      0, 0, 50 * MB, ds_docx_begins, ds_docx_fault },
    { "video/mp4", "MP4视频", mp4, 0, 0, 1024 * MB, ds_mp4_begins, ds_mp4_fault },
    { NULL, NULL, NULL, 0, 0, 0, NULL, NULL }
};

const ds_media *ds_media_find(const char *type)
{
    apr_size_t len = type != NULL ? strcspn(type, "; \t") : 0;
    for (const ds_media *m = ds_media_types; m->type != NULL; m++) {
        if (strlen(m->type) == len && strncasecmp(m->type, type, len) == 0) {
            return m;
        }
    }
    return NULL;
}

const char *ds_media_names(int pictures_only, apr_pool_t *pool)
{
    const char *names = "";
    for (const ds_media *m = ds_media_types; m->type != NULL; m++) {
        if (m->is_picture || !pictures_only) {
            names = apr_pstrcat(pool, names, *names ? "、" : "", m->label, "（.", m->endings[0],
                                "）", NULL);
        }
    }
    return names;
}

const char *ds_media_endings(apr_pool_t *pool)
{
    const char *endings = "";
    for (const ds_media *m = ds_media_types; m->type != NULL; m++) {
        for (const char *const *ending = m->endings; *ending != NULL; ending++) {
            endings = apr_pstrcat(pool, endings, *endings ? ",." : ".", *ending, NULL);
        }
    }
    return endings;
}

const char *ds_size_text(apr_int64_t bytes, apr_pool_t *pool)
{
    if (bytes < MB) {
        return apr_psprintf(pool, "%" APR_INT64_T_FMT " KB", (bytes + 1023) / 1024);
    }
    apr_int64_t tenths = bytes * 10 / MB;
    return tenths % 10 == 0 ? apr_psprintf(pool, "%" APR_INT64_T_FMT " MB", tenths / 10)
        : apr_psprintf(pool, "%" APR_INT64_T_FMT ".%d MB", tenths / 10, (int)(tenths % 10));
}

/* ---- What people try to pass off as something else ---- */

static const struct {
    const char *bytes;
    const char *what;
} strangers[] = {
    { "MZ", "程序文件" },
    { "\x7F" "ELF", "程序文件" },
    { "\xCA\xFE\xBA\xBE", "程序文件" },
    { "\xCF\xFA\xED\xFE", "程序文件" },
    { "#!", "脚本" },
    { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "旧格式的Office文档（.doc、.xls、.ppt）" },
    { "GIF8", "GIF图片" },
    { "BM", "BMP图片" },
    { "RIFF", "WebP图片、AVI视频或声音文件" },
    { "Rar!", "压缩包" },
    { "7z\xBC\xAF", "压缩包" },
    { "\x1F\x8B", "压缩包" },
    { "PK", "压缩包" },
};

/* Text that browsers run or draw; looked for among the first bytes of what is
 * no picture or document. */
static const char *const scripted[] = { "<svg", "<html", "<script", "<!doctype", "<?xml", "<?php" };

static int holds(const char *bytes, apr_size_t len, const char *word)
{
    apr_size_t word_len = strlen(word);
    for (apr_size_t i = 0; i + word_len <= len; i++) {
        if (strncasecmp(bytes + i, word, word_len) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What the file seems to be, or NULL. */
static const char *stranger(const char *bytes, apr_size_t len)
{
    apr_size_t start = len < 1024 ? len : 1024;
    for (apr_size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
        apr_size_t n = strlen(strangers[i].bytes);
        if (len >= n && memcmp(bytes, strangers[i].bytes, n) == 0) {
            return strangers[i].what;
        }
    }
    for (apr_size_t i = 0; i < sizeof(scripted) / sizeof(*scripted); i++) {
        if (holds(bytes, start, scripted[i])) {
            return "网页、SVG图形或其他带标记的文字";
        }
    }
    return NULL;
}

/* Another format in the same bytes: readers of PDF look for its head among the
 * first 1024 bytes, readers of ZIP for its end, browsers of old for tags. XMP in
 * pictures is XML, so only tags that run are looked for. */
static int is_two_in_one(const ds_media *media, const char *bytes, apr_size_t len)
{
    static const char *const running[] = { "<svg", "<html", "<script", "<!doctype", "<?php" };
    apr_size_t start = len < 1024 ? len : 1024;
    int is_package = media->begins == ds_docx_begins || media->begins == ds_ofd_begins;
    if (!is_package && ds_is_zip_end(bytes, len)) {
        return 1;
    }
    if (media->begins != ds_pdf_begins && holds(bytes, start, "%PDF-")) {
        return 1;
    }
    for (apr_size_t i = 0; !is_package && i < sizeof(running) / sizeof(*running); i++) {
        if (holds(bytes, start, running[i])) {
            return 1;
        }
    }
    return 0;
}

/* ---- Recognising ---- */

/* "‘照片.png’", or "这个文件" where it has no name. */
static const char *name_of(const char *place, apr_pool_t *pool)
{
    return place != NULL && *place != '\0' ? apr_pstrcat(pool, "‘", place, "’", NULL) : "这个文件";
}

static apr_status_t refuse_unknown(ds_findings *findings, const char *place, const char *name,
                                   const char *bytes, apr_size_t len, apr_pool_t *pool)
{
    const char *what = len > 0 ? stranger(bytes, len) : NULL;
    ds_findings_add(findings, DS_ERROR, "F.media", place, "%s%s，不能接受。可以上传的有：%s。", name,
                    len == 0 ? "是空的"
                    : what != NULL ? apr_pstrcat(pool, "的内容是", what, NULL)
                                   : "的内容不是可以上传的类型",
                    ds_media_names(0, pool));
    return len == 0 ? DS_EINVALID : DS_EUNSUPPORTED;
}

apr_status_t ds_media_recognise(const ds_media **out, ds_media_facts *facts,
                                ds_findings *findings, const char *place, const char *bytes,
                                apr_size_t len)
{
    apr_pool_t *pool = ds_findings_pool(findings);
    ds_place shown = ds_place_of(place != NULL ? place : "", place != NULL ? strlen(place) : 0);
    const char *name = name_of(shown.text, pool);
    const char *at = *shown.text != '\0' ? shown.text : "file";
    const ds_media *media = ds_media_types;
    *out = NULL;
    *facts = (ds_media_facts) { 0 };
    while (media->type != NULL && !media->begins(bytes, len)) {
        media++;
    }
    if (media->type == NULL) {
        return refuse_unknown(findings, at, name, bytes, len, pool);
    }
    if ((apr_int64_t)len > media->max_bytes) {
        ds_findings_add(findings, DS_ERROR, "F.size", at, "%s有%s，超过%s最大%s的限制，请缩小后重新上传。",
                        name, ds_size_text((apr_int64_t)len, pool), media->label,
                        ds_size_text(media->max_bytes, pool));
        return DS_ETOOLARGE;
    }
    const char *fault = media->fault(bytes, len, facts);
    if (fault == NULL && is_two_in_one(media, bytes, len)) {
        fault = "里还藏有另一种格式的内容，不能接受。请用原来的软件另存一份后重新上传。";
    }
    if (fault != NULL) {
        ds_findings_add(findings, DS_ERROR, "F.media", at, "%s（%s）%s", name, media->label,
                        fault);
        return DS_EINVALID;
    }
    *out = media;
    return APR_SUCCESS;
}
