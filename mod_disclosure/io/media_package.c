/* DOCX and OFD: ZIP archives with one document in them and nothing that runs. */
#include <string.h>

#include <zip.h>

#include "io/media_kinds.h"

#define MAX_ENTRIES 4000
#define MAX_NAME 512
#define MAX_UNPACKED (APR_INT64_C(256) * 1024 * 1024)
/* An honest document is packed to a twentieth; small ones are let be. */
#define MAX_RATIO 100
#define LET_BE (APR_INT64_C(4) * 1024 * 1024)
#define END_SIZE 22
#define MAX_COMMENT 65535

#define DOCX_MAIN "word/document.xml"
#define DOCX_TYPES "[Content_Types].xml"
#define DOCX_TYPE "wordprocessingml.document.main+xml"
#define OFD_MAIN "OFD.xml"

static const char cut[] = "内容不完整或已损坏，请用原来的软件另存一份后重新上传。";
static const char around[] = "的前后还有别的内容，不能接受。请用原来的软件另存一份后重新上传。";
static const char bomb[] = "解开后大得不合情理，不能接受。请用原来的软件另存一份后重新上传。";
static const char locked[] = "设有密码，无法核对内容。请去掉密码后重新上传。";
static const char unsafe_name[] = "里有名称不合规范的内容，不能接受。请用原来的软件另存一份后重新上传。";
static const char program[] = "里带有宏或程序，不能接受。请去掉宏，另存为不带宏的文档后重新上传。";
static const char no_document[] = "里没有正文，或者同时是另一种文件，不能接受。请用原来的软件另存一份后重新上传。";

/* Endings of what runs somewhere. */
static const char *const programs[] = { "exe", "dll", "com", "scr", "pif", "msi", "bat", "cmd",
                                        "ps1", "vbs", "vbe", "js", "jse", "wsf", "hta", "lnk",
                                        "jar", "class", "dex", "sh", "so", "htm", "html" };

/* ---- The end of an archive, found as readers of ZIP find it ---- */

static apr_size_t comment_length(const char *end)
{
    return (unsigned char)end[20] | (apr_size_t)(unsigned char)end[21] << 8;
}

int ds_is_zip_end(const char *bytes, apr_size_t len)
{
    for (apr_size_t comment = 0; comment <= MAX_COMMENT && comment + END_SIZE <= len; comment++) {
        const char *end = bytes + len - comment - END_SIZE;
        if (*end == 'P' && memcmp(end, "PK\5\6", 4) == 0 && comment_length(end) == comment) {
            return 1;
        }
    }
    return 0;
}

/* ---- Entries ---- */

/* An archive being looked through. */
typedef struct package {
    zip_t *zip;
    zip_int64_t entries;
    apr_size_t file_len;
    int wants_docx;                /* else an OFD */
    apr_int64_t packed, unpacked;  /* bytes of all entries so far */
    int has_docx, has_types, has_ofd, has_foreign;
} package;

static int is_program(const char *name)
{
    const char *ending = strrchr(name, '.');
    for (apr_size_t i = 0; ending != NULL && i < sizeof(programs) / sizeof(*programs); i++) {
        if (strcasecmp(ending + 1, programs[i]) == 0) {
            return 1;
        }
    }
    return strcasestr(name, "vbaProject") != NULL || strcasestr(name, "vbaData") != NULL;
}

static int is_safe_name(const char *name)
{
    return *name != '\0' && strlen(name) <= MAX_NAME && *name != '/' && strchr(name, '\\') == NULL
           && strchr(name, ':') == NULL && strncmp(name, "../", 3) != 0
           && strstr(name, "/../") == NULL;
}

static const char *look_at_name(package *p, const char *name)
{
    if (!is_safe_name(name)) {
        return unsafe_name;
    }
    if (is_program(name)) {
        return program;
    }
    p->has_docx = p->has_docx || strcmp(name, DOCX_MAIN) == 0;
    p->has_types = p->has_types || strcmp(name, DOCX_TYPES) == 0;
    p->has_ofd = p->has_ofd || strcmp(name, OFD_MAIN) == 0;
    p->has_foreign = p->has_foreign || strcasecmp(name, "META-INF/MANIFEST.MF") == 0
                     || strcasecmp(name, "AndroidManifest.xml") == 0
                     || strcmp(name, "xl/workbook.xml") == 0
                     || strcmp(name, "ppt/presentation.xml") == 0;
    return NULL;
}

/* Sizes as the directory gives them. Entries that share bytes are packed into
 * more than the file holds. */
static const char *look_at_size(package *p, const zip_stat_t *stat)
{
    const zip_uint64_t wanted = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE
                                | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    if ((stat->valid & wanted) != wanted) {
        return cut;
    }
    if (stat->encryption_method != ZIP_EM_NONE) {
        return locked;
    }
    if (stat->comp_method != ZIP_CM_STORE && stat->comp_method != ZIP_CM_DEFLATE) {
        return cut;
    }
    if (stat->size > (zip_uint64_t)MAX_UNPACKED || stat->comp_size > p->file_len) {
        return bomb;
    }
    p->packed += (apr_int64_t)stat->comp_size;
    p->unpacked += (apr_int64_t)stat->size;
    if (p->unpacked > MAX_UNPACKED || p->packed > (apr_int64_t)p->file_len) {
        return bomb;
    }
    return p->unpacked > LET_BE && p->unpacked / MAX_RATIO > (apr_int64_t)p->file_len ? bomb : NULL;
}

/* Unpacks the entry, whose real size may be another than the one it gives, and
 * keeps the beginning. */
static const char *unpack(package *p, zip_uint64_t index, zip_uint64_t size, char *beginning,
                          apr_size_t keep)
{
    char buffer[16384];
    zip_uint64_t total = 0;
    zip_int64_t got;
    zip_file_t *file = zip_fopen_index(p->zip, index, 0);
    apr_size_t kept = 0;
    if (file == NULL) {
        return cut;
    }
    while ((got = zip_fread(file, buffer, sizeof(buffer))) > 0 && total <= size) {
        apr_size_t more = keep - kept < (apr_size_t)got ? keep - kept : (apr_size_t)got;
        if (more > 0) {
            memcpy(beginning + kept, buffer, more);
        }
        kept += more;
        total += (zip_uint64_t)got;
    }
    int failed = zip_fclose(file) != 0;
    if (keep > 0) {
        beginning[kept] = '\0';
    }
    return total > size ? bomb : got < 0 || failed || total < size ? cut : NULL;
}

static const char *look_at_sizes(package *p)
{
    const char *fault = NULL;
    for (zip_int64_t i = 0; i < p->entries && fault == NULL; i++) {
        zip_stat_t stat;
        fault = zip_stat_index(p->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW, &stat) == 0
            ? look_at_size(p, &stat) : cut;
        if (fault == NULL) {
            fault = look_at_name(p, stat.name);
        }
    }
    return fault;
}

/* What [Content_Types].xml must say is near its beginning in practice, but
 * nothing promises it; it is short. */
static const char *look_at_contents(package *p)
{
    static const apr_size_t keep = 65536;
    char beginning[65536 + 1];
    const char *fault = NULL;
    for (zip_int64_t i = 0; i < p->entries && fault == NULL; i++) {
        zip_stat_t stat;
        if (zip_stat_index(p->zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW, &stat) != 0) {
            return cut;
        }
        int is_types = strcmp(stat.name, DOCX_TYPES) == 0;
        fault = unpack(p, (zip_uint64_t)i, stat.size, beginning, is_types ? keep : 0);
        if (fault == NULL && is_types && strstr(beginning, DOCX_TYPE) == NULL) {
            fault = strstr(beginning, "macroEnabled") != NULL ? program : no_document;
        }
    }
    return fault;
}

static const char *look_through(package *p)
{
    p->entries = zip_get_num_entries(p->zip, 0);
    if (p->entries <= 0) {
        return cut;
    }
    if (p->entries > MAX_ENTRIES) {
        return bomb;
    }
    const char *fault = look_at_sizes(p);
    if (fault != NULL) {
        return fault;
    }
    int is_docx = p->has_docx && p->has_types;
    if (p->has_foreign || is_docx != p->wants_docx || p->has_ofd == p->wants_docx) {
        return no_document;
    }
    return look_at_contents(p);
}

/* NULL when it cannot be opened. */
static zip_t *open_bytes(const char *bytes, apr_size_t len, int flags)
{
    zip_error_t error;
    zip_t *zip = NULL;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes, len, 0, &error);
    if (source != NULL) {
        zip = zip_open_from_source(source, ZIP_RDONLY | flags, &error);
        if (zip == NULL) {
            zip_source_free(source);
        }
    }
    zip_error_fini(&error);
    return zip;
}

static const char *package_fault(package *p, const char *bytes, apr_size_t len)
{
    p->file_len = len;
    /* No comment behind the end, and nothing else. */
    if (len < END_SIZE || memcmp(bytes + len - END_SIZE, "PK\5\6", 4) != 0
        || comment_length(bytes + len - END_SIZE) != 0) {
        return ds_is_zip_end(bytes, len) ? around : cut;
    }
    p->zip = open_bytes(bytes, len, ZIP_CHECKCONS);
    if (p->zip == NULL) {
        return cut;
    }
    const char *fault = look_through(p);
    zip_discard(p->zip);
    return fault;
}

const char *ds_docx_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    package p = { .wants_docx = 1 };
    return package_fault(&p, bytes, len);
}

const char *ds_ofd_fault(const char *bytes, apr_size_t len, ds_media_facts *facts)
{
    package p = { .wants_docx = 0 };
    return package_fault(&p, bytes, len);
}

/* ---- Telling them apart ---- */

/* Whether the archive has an entry of that name; of one that cannot be opened,
 * whether the name stands in it at all, so that it is told what is broken. */
static int has_entry(const char *bytes, apr_size_t len, const char *name)
{
    if (len < 30 || memcmp(bytes, "PK\3\4", 4) != 0) {
        return 0;
    }
    zip_t *zip = open_bytes(bytes, len, 0);
    if (zip == NULL) {
        return memmem(bytes, len, name, strlen(name)) != NULL;
    }
    int has = zip_name_locate(zip, name, 0) >= 0;
    zip_discard(zip);
    return has;
}

int ds_docx_begins(const char *bytes, apr_size_t len)
{
    return has_entry(bytes, len, DOCX_MAIN);
}

int ds_ofd_begins(const char *bytes, apr_size_t len)
{
    return has_entry(bytes, len, OFD_MAIN);
}
