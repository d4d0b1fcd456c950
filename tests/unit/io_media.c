/* What files are by their content, and what passes for nothing. */
#include "unit.h"

#include <string.h>

#include <apr_strings.h>
#include <zip.h>
#include <zlib.h>

#include "core/finding.h"
#include "core/status.h"
#include "io/media.h"

typedef struct bytes {
    char *data;
    apr_size_t len;
} bytes;

#define LITERAL(text) ((bytes) { (char *)(text), sizeof(text) - 1 })

static bytes join(bytes a, bytes b)
{
    bytes both = { apr_palloc(pool, a.len + b.len + 1), a.len + b.len };
    memcpy(both.data, a.data, a.len);
    memcpy(both.data + a.len, b.data, b.len);
    return both;
}

/* The bytes with one replaced. */
static bytes with(bytes a, apr_size_t at, int byte)
{
    bytes changed = { apr_pmemdup(pool, a.data, a.len), a.len };
    changed.data[at] = (char)byte;
    return changed;
}

static bytes big(apr_uint32_t number)
{
    char *data = apr_palloc(pool, 4);
    for (int i = 0; i < 4; i++)
        data[i] = (char)(number >> (24 - 8 * i));
    return (bytes) { data, 4 };
}

/* ---- Samples ---- */

static bytes chunk(const char *type, bytes data)
{
    bytes body = join((bytes) { (char *)type, 4 }, data);
    return join(big((apr_uint32_t)data.len),
                join(body, big((apr_uint32_t)crc32(0, (const Bytef *)body.data,
                                                   (uInt)body.len))));
}

#define PNG_HEAD LITERAL("\x89PNG\r\n\x1A\n")

static bytes header(apr_uint32_t width, apr_uint32_t height)
{
    return chunk("IHDR", join(join(big(width), big(height)), LITERAL("\10\0\0\0\0")));
}

static bytes png(apr_uint32_t width, apr_uint32_t height)
{
    return join(join(PNG_HEAD, header(width, height)),
                join(chunk("IDAT", LITERAL("x")), chunk("IEND", LITERAL(""))));
}

#define JPEG_FRAME "\xFF\xC0\0\x0B\10\0\5\0\7\1\1\x11\0"
#define JPEG_SCAN "\xFF\xDA\0\10\1\1\0\0\x3F\0" "da\xFF\0ta\xFF\xD0" "more"
#define JPEG_APP "\xFF\xE0\0\6JFIF"
#define JPEG "\xFF\xD8" JPEG_APP JPEG_FRAME JPEG_SCAN "\xFF\xD9"
#define MANY "\xFF\xD8\xFF\xE2\0\6MPF\0" JPEG_FRAME JPEG_SCAN "\xFF\xD9"
#define PDF "%PDF-1.7\nobjects\nstartxref\n9\n%%EOF"
#define FTYP "\0\0\0\x14" "ftypisom\0\0\2\0isom"
#define MP4 FTYP "\0\0\0\x0C" "moov....\0\0\0\x0D" "mdatmedia"
#define TYPES "<Types ContentType=\"wordprocessingml.document.main+xml\"/>"

/* An archive with these names and contents, ended by NULL; packed by `method`. */
static bytes archive(zip_int32_t method, const char *comment, const char *const *entries)
{
    zip_error_t error;
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &error);
    zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, &error);
    zip_source_keep(out);
    for (; *entries; entries += 2) {
        zip_source_t *in = zip_source_buffer(zip, entries[1], strlen(entries[1]), 0);
        zip_int64_t index = zip_file_add(zip, entries[0], in, 0);
        zip_set_file_compression(zip, (zip_uint64_t)index, method, 0);
    }
    if (comment)
        zip_set_archive_comment(zip, comment, (zip_uint16_t)strlen(comment));
    ck_assert_int_eq(zip_close(zip), 0);
    zip_stat_t stat;
    ck_assert_int_eq(zip_source_open(out), 0);
    ck_assert_int_eq(zip_source_stat(out, &stat), 0);
    bytes all = { apr_palloc(pool, stat.size), stat.size };
    ck_assert_int_eq(zip_source_read(out, all.data, all.len), (zip_int64_t)all.len);
    zip_source_close(out);
    zip_source_free(out);
    return all;
}

#define ARCHIVE(...) archive(ZIP_CM_DEFLATE, NULL, (const char *const[]) { __VA_ARGS__, NULL })
#define DOCX(...) ARCHIVE("[Content_Types].xml", TYPES, "word/document.xml", "<d/>", __VA_ARGS__)
#define OFD(...) ARCHIVE("OFD.xml", "<OFD/>", __VA_ARGS__)

/* ---- Checking ---- */

static void check(const char *what, bytes file, apr_status_t wanted, const char *type)
{
    ds_findings *findings = ds_findings_create(pool);
    const ds_media *media;
    ds_media_facts facts;
    /* Of just this size, so that reading beyond is seen by the sanitizers. */
    char *copy = malloc(file.len ? file.len : 1);
    memcpy(copy, file.data, file.len);
    apr_status_t status = ds_media_recognise(&media, &facts, findings, "a.png", copy, file.len);
    free(copy);
    ck_assert_msg(status == wanted, "%s: %d, not %d: %s", what, status, wanted,
                  ds_findings_count(findings) ? ds_findings_at(findings, 0)->message : "");
    ck_assert_int_eq(ds_findings_count(findings), status != APR_SUCCESS);
    if (status == APR_SUCCESS)
        ck_assert_str_eq(media->type, type);
    else
        ck_assert_msg(strstr(ds_findings_at(findings, 0)->message, "a.png") != NULL, "%s", what);
}

#define DOCX_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

START_TEST(knows_every_type)
{
    check("png", png(3, 2), APR_SUCCESS, "image/png");
    check("jpeg", LITERAL(JPEG), APR_SUCCESS, "image/jpeg");
    check("jpeg, filled", LITERAL("\xFF\xD8\xFF" JPEG_APP "\xFF\xFF" JPEG_FRAME JPEG_SCAN
                                  "\xFF\xD9"), APR_SUCCESS, "image/jpeg");
    check("jpeg, progressive", LITERAL("\xFF\xD8" "\xFF\xC2\0\x0B\10\0\5\0\7\1\1\x11\0" JPEG_SCAN
                                       "\xFF\xC4\0\3x" JPEG_SCAN "\xFF\xD9"), APR_SUCCESS,
          "image/jpeg");
    check("jpeg with a preview", join(LITERAL(MANY "\0\0"), LITERAL(JPEG)), APR_SUCCESS,
          "image/jpeg");
    check("pdf", LITERAL(PDF), APR_SUCCESS, "application/pdf");
    check("pdf, line end", LITERAL(PDF "\r\n"), APR_SUCCESS, "application/pdf");
    check("ofd", OFD("Doc_0/Document.xml", "<d/>"), APR_SUCCESS, "application/ofd");
    check("docx", DOCX("word/media/a.svg", "<svg/>"), APR_SUCCESS, DOCX_TYPE);
    check("docx, not packed", archive(ZIP_CM_STORE, NULL, (const char *const[]) {
        "[Content_Types].xml", TYPES, "word/document.xml", "OFD.xml", NULL }), APR_SUCCESS,
        DOCX_TYPE);
    check("mp4", LITERAL(MP4), APR_SUCCESS, "video/mp4");
    check("mp4, to the end", LITERAL(FTYP "\0\0\0\x0C" "moov....\0\0\0\0mdatmedia"), APR_SUCCESS,
          "video/mp4");
    check("mp4, long", LITERAL(FTYP "\0\0\0\1mdat\0\0\0\0\0\0\0\x12" "me\0\0\0\x0C" "moov...."),
          APR_SUCCESS, "video/mp4");
}
END_TEST

START_TEST(refuses_strangers)
{
    static const char *const names[] = { "MZ program", "\x7F" "ELF", "#!/bin/sh\n", "GIF89a",
        "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "<svg xmlns='x'>", "\xEF\xBB\xBF<?xml?>", "  <HTML>",
        "hello", "\x89PN", "\xFF\xD8", "%PDF-3.0 %%EOF", "PK", "PK\3\4" };
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        check(names[i], (bytes) { (char *)names[i], strlen(names[i]) }, DS_EUNSUPPORTED, NULL);
    check("empty", LITERAL(""), DS_EINVALID, NULL);
    check("archive", ARCHIVE("a.txt", "a"), DS_EUNSUPPORTED, NULL);
    check("heic", LITERAL("\0\0\0\x14" "ftypheic\0\0\2\0mif1"), DS_EUNSUPPORTED, NULL);
    check("program before a docx", join(LITERAL("MZ"), DOCX("a", "b")), DS_EUNSUPPORTED, NULL);
}
END_TEST

/* Every beginning of a file is refused, whatever it is taken for. */
START_TEST(refuses_what_was_cut)
{
    const struct {
        const char *name;
        bytes file;
    } files[] = {
        { "png", png(3, 2) }, { "jpeg", LITERAL(JPEG) }, { "pdf", LITERAL(PDF) },
        { "docx", DOCX("a", "b") }, { "ofd", OFD("a", "b") }, { "mp4", LITERAL(MP4) },
    };
    for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
        for (apr_size_t len = 0; len < files[i].file.len; len++) {
            ds_findings *findings = ds_findings_create(pool);
            const ds_media *media;
            ds_media_facts facts;
            char *copy = malloc(len + 1);
            memcpy(copy, files[i].file.data, len);
            ck_assert_msg(ds_media_recognise(&media, &facts, findings, NULL, copy, len)
                          != APR_SUCCESS, "%s of %zu bytes", files[i].name, len);
            free(copy);
        }
}
END_TEST

START_TEST(refuses_two_in_one)
{
    bytes tail = ARCHIVE("a.txt", "a");
    check("png + zip", join(png(3, 2), tail), DS_EINVALID, NULL);
    check("png + byte", join(png(3, 2), LITERAL("\n")), DS_EINVALID, NULL);
    check("jpeg + zip", join(LITERAL(JPEG), tail), DS_EINVALID, NULL);
    check("jpeg + jpeg", join(LITERAL(JPEG), LITERAL(JPEG)), DS_EINVALID, NULL);
    check("jpeg + preview + html", join(LITERAL(MANY), LITERAL(JPEG "<html>")), DS_EINVALID, NULL);
    check("jpeg + preview + zip", join(join(LITERAL(MANY), LITERAL(JPEG)), tail), DS_EINVALID,
          NULL);
    check("pdf + zip", join(LITERAL(PDF "\n"), tail), DS_EINVALID, NULL);
    check("mp4 + zip", join(LITERAL(MP4), tail), DS_EINVALID, NULL);
    check("mp4, zip in a box", join(LITERAL(FTYP "\0\0\0\x0C" "moov....\0\0\0\0mdat"), tail),
          DS_EINVALID, NULL);
    check("mp4, unknown box", LITERAL(MP4 "\0\0\0\x0A<html>"), DS_EINVALID, NULL);
    check("jpeg, html in a comment", LITERAL("\xFF\xD8\xFF\xFE\0\x0F<HTML>hello\0\0" JPEG_FRAME
                                             JPEG_SCAN "\xFF\xD9"), DS_EINVALID, NULL);
    bytes text = chunk("tEXt", LITERAL("a\0%PDF-1.4"));
    check("png, pdf in a text", join(join(PNG_HEAD, header(1, 1)),
                                     join(join(text, chunk("IDAT", LITERAL("x"))),
                                          chunk("IEND", LITERAL("")))), DS_EINVALID, NULL);
    check("docx, comment", archive(ZIP_CM_DEFLATE, "hello", (const char *const[]) {
        "[Content_Types].xml", TYPES, "word/document.xml", "d", NULL }), DS_EINVALID, NULL);
    check("docx + byte", join(DOCX("a", "b"), LITERAL("\n")), DS_EINVALID, NULL);
    check("docx and ofd", DOCX("OFD.xml", "b"), DS_EINVALID, NULL);
    check("docx and jar", DOCX("META-INF/MANIFEST.MF", "b"), DS_EINVALID, NULL);
}
END_TEST

START_TEST(refuses_broken_pictures)
{
    check("crc", with(png(3, 2), 20, 1), DS_EINVALID, NULL);
    check("no data", join(join(PNG_HEAD, header(1, 1)), chunk("IEND", LITERAL(""))), DS_EINVALID,
          NULL);
    check("two heads", join(join(PNG_HEAD, header(1, 1)), join(header(1, 1),
                            join(chunk("IDAT", LITERAL("x")), chunk("IEND", LITERAL(""))))),
          DS_EINVALID, NULL);
    check("head later", join(PNG_HEAD, join(chunk("IDAT", LITERAL("x")),
                             join(header(1, 1), chunk("IEND", LITERAL(""))))), DS_EINVALID, NULL);
    check("jpeg, no frame", LITERAL("\xFF\xD8" JPEG_APP JPEG_SCAN "\xFF\xD9"), DS_EINVALID, NULL);
    check("jpeg, two frames", LITERAL("\xFF\xD8" JPEG_FRAME JPEG_FRAME JPEG_SCAN "\xFF\xD9"),
          DS_EINVALID, NULL);
    check("jpeg, no scan", LITERAL("\xFF\xD8" JPEG_FRAME "\xFF\xD9"), DS_EINVALID, NULL);
    check("jpeg, bad size", LITERAL("\xFF\xD8\xFF\xE0\0\1" JPEG_FRAME JPEG_SCAN "\xFF\xD9"),
          DS_EINVALID, NULL);
    check("jpeg, bad marker", LITERAL("\xFF\xD8\xFF\1" JPEG_FRAME JPEG_SCAN "\xFF\xD9"),
          DS_EINVALID, NULL);
}
END_TEST

START_TEST(measures_pictures)
{
    static const struct {
        apr_uint32_t width, height;
        apr_status_t status;
    } sizes[] = {
        { 1, 1, APR_SUCCESS }, { DS_PICTURE_MAX_SIDE, 1, APR_SUCCESS },
        { DS_PICTURE_MAX_SIDE + 1, 1, DS_EINVALID }, { 1, DS_PICTURE_MAX_SIDE + 1, DS_EINVALID },
        { 8192, 8192, APR_SUCCESS }, { 8192, 8193, DS_EINVALID }, { 0, 1, DS_EINVALID },
        { 1, 0, DS_EINVALID }, { 0xFFFFFFFF, 0xFFFFFFFF, DS_EINVALID },
    };
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
        bytes file = png(sizes[i].width, sizes[i].height);
        const ds_media *media;
        ds_media_facts facts;
        apr_status_t status = ds_media_recognise(&media, &facts, ds_findings_create(pool), NULL,
                                                 file.data, file.len);
        ck_assert_msg(status == sizes[i].status, "%u x %u: %d", sizes[i].width, sizes[i].height,
                      status);
        ck_assert_int_eq(facts.width, status == APR_SUCCESS ? (int)sizes[i].width : 0);
        ck_assert_int_eq(facts.height, status == APR_SUCCESS ? (int)sizes[i].height : 0);
    }
    const ds_media *media;
    ds_media_facts facts;
    bytes file = LITERAL(JPEG);
    ck_assert_int_eq(ds_media_recognise(&media, &facts, ds_findings_create(pool), NULL, file.data,
                                        file.len), APR_SUCCESS);
    ck_assert_int_eq(facts.width, 7);
    ck_assert_int_eq(facts.height, 5);
}
END_TEST

START_TEST(refuses_packages_that_are_none)
{
    char *zeros = apr_palloc(pool, 9000001);
    memset(zeros, '0', 9000000);
    zeros[9000000] = '\0';
    check("no types", ARCHIVE("word/document.xml", "d"), DS_EINVALID, NULL);
    check("another type", ARCHIVE("[Content_Types].xml", "<Types/>", "word/document.xml", "d"),
          DS_EINVALID, NULL);
    check("macro type", ARCHIVE("[Content_Types].xml", "ms-word.document.macroEnabled.main+xml",
                                "word/document.xml", "d"), DS_EINVALID, NULL);
    check("macros", DOCX("word/vbaProject.bin", "x"), DS_EINVALID, NULL);
    check("program", DOCX("word/embeddings/A.EXE", "x"), DS_EINVALID, NULL);
    check("page", OFD("index.html", "x"), DS_EINVALID, NULL);
    check("climbs", DOCX("../a", "x"), DS_EINVALID, NULL);
    check("climbs inside", DOCX("a/../../b", "x"), DS_EINVALID, NULL);
    check("from the root", OFD("/etc/passwd", "x"), DS_EINVALID, NULL);
    check("backslash", OFD("..\\a", "x"), DS_EINVALID, NULL);
    check("large, honest", DOCX("word/media/a", apr_pstrndup(pool, zeros, 3900000)), APR_SUCCESS,
          DOCX_TYPE);
    check("bomb", DOCX("word/media/a", zeros), DS_EINVALID, NULL);
}
END_TEST

/* A directory that tells less than there is. */
START_TEST(refuses_sizes_that_lie)
{
    char *text = apr_palloc(pool, 50001);
    memset(text, 'a', 50000);
    text[50000] = '\0';
    bytes file = DOCX("word/media/a", text);
    for (apr_size_t at = 0; at + 46 < file.len; at++) {
        if (memcmp(file.data + at, "PK\1\2", 4) == 0
            && memcmp(file.data + at + 24, "\x50\xC3\0\0", 4) == 0) {
            bytes liar = with(with(file, at + 24, 10), at + 25, 0);
            for (apr_size_t k = 0; k < at; k++)
                if (memcmp(liar.data + k, "PK\3\4", 4) == 0
                    && memcmp(liar.data + k + 22, "\x50\xC3\0\0", 4) == 0)
                    liar = with(with(liar, k + 22, 10), k + 23, 0);
            check("a size that lies", liar, DS_EINVALID, NULL);
            return;
        }
    }
    ck_abort_msg("no such entry");
}
END_TEST

START_TEST(keeps_the_bound_of_a_type)
{
    apr_size_t len = 21 * 1024 * 1024;
    bytes file = { apr_pcalloc(pool, len), len };
    memcpy(file.data, "\xFF\xD8\xFF", 3);
    check("large", file, DS_ETOOLARGE, NULL);
}
END_TEST

START_TEST(is_found_by_type)
{
    ck_assert_str_eq(ds_media_find("Image/PNG; x=y")->endings[0], "png");
    ck_assert_ptr_null(ds_media_find("image/pn"));
    ck_assert_ptr_null(ds_media_find("image/svg+xml"));
    ck_assert_ptr_null(ds_media_find(""));
    ck_assert_ptr_null(ds_media_find(NULL));
    ck_assert_str_eq(ds_media_names(1, pool), "PNG图片（.png）、JPEG图片（.jpg）");
}
END_TEST

START_TEST(writes_sizes)
{
    static const struct {
        apr_int64_t bytes;
        const char *text;
    } sizes[] = { { 0, "0 KB" }, { 1, "1 KB" }, { 2048, "2 KB" }, { 1048576, "1 MB" },
                  { 1572864, "1.5 MB" }, { 52428800, "50 MB" } };
    for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
        ck_assert_str_eq(ds_size_text(sizes[i].bytes, pool), sizes[i].text);
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, knows_every_type);
    tcase_add_test(cases, refuses_strangers);
    tcase_add_test(cases, refuses_what_was_cut);
    tcase_add_test(cases, refuses_two_in_one);
    tcase_add_test(cases, refuses_broken_pictures);
    tcase_add_test(cases, measures_pictures);
    tcase_add_test(cases, refuses_packages_that_are_none);
    tcase_add_test(cases, refuses_sizes_that_lie);
    tcase_add_test(cases, keeps_the_bound_of_a_type);
    tcase_add_test(cases, is_found_by_type);
    tcase_add_test(cases, writes_sizes);
}

UNIT_MAIN("io/media", add_all)
