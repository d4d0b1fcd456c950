/* Pictures in a document, and what stands there instead of one. */
#include "docx_sample.h"

#define DIGIT(c) c c c c c c c c c c c c c c c c
#define DIGITS(c) DIGIT(c) DIGIT(c) DIGIT(c) DIGIT(c)

#define PNG DIGITS("a")
#define JPEG DIGITS("b")
#define PDF DIGITS("c")
#define LOST DIGITS("d")

static const ds_report_file png = { 1, "PNG图片", "9 B", 9, 200, 100 };
static const ds_report_file jpeg = { 1, "JPEG图片", "9 B", 9, 4000, 9000 };
static const ds_report_file pdf = { 0, "PDF文件", "1.2 MB", 9, 0, 0 };

static int n_asked;

static const char *bytes_of(void *baton, const char *digest, const ds_report_file *known,
                            apr_pool_t *for_pool)
{
    n_asked++;
    ck_assert_ptr_eq(baton, &n_asked);
    return strcmp(digest, PNG) == 0 ? "\x89PNG\r\n\x1a\n." : strcmp(digest, JPEG) == 0
        ? "\xff\xd8\xff......" : NULL;
}

static ds_docx_files files_of(void)
{
    ds_report_files *known = ds_report_files_create(pool);
    ds_report_files_add(known, PNG, &png);
    ds_report_files_add(known, JPEG, &jpeg);
    ds_report_files_add(known, PDF, &pdf);
    ds_report_files_add(known, LOST, &png);
    return (ds_docx_files) { known, bytes_of, &n_asked };
}

static void add(ds_report *report, const char *digest, const char *alt, const char *caption)
{
    ck_assert_int_eq(ds_report_add_figure(report, 1, digest, alt, caption), APR_SUCCESS);
}

static ds_report *report_with_files(void)
{
    ds_report *report = ds_report_create(load_format(format_files[1]), pool);
    ds_report_set_title(report, "题");
    add(report, PNG, "柱形图", "图1");
    add(report, JPEG, "办事大厅", NULL);
    add(report, PNG, "同一张", NULL);
    add(report, PDF, "一览表", "附后");
    add(report, LOST, "找不到", NULL);
    return report;
}

static package pack_with(const ds_report *report, const ds_docx_files *files)
{
    package p = { NULL, 0 };
    p.bytes = ds_docx_write_with(report, files, &p.len, pool);
    ck_assert_ptr_nonnull(p.bytes);
    return p;
}

static int has_part(package p, const char *name)
{
    apr_array_header_t *names = part_names(p);
    for (int i = 0; i < names->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(names, i, const char *), name) == 0) {
            return 1;
        }
    }
    return 0;
}

START_TEST(pictures_are_in_it_once)
{
    const ds_docx_files files = files_of();
    package p = pack_with(report_with_files(), &files);
    const char *document = part_of(p, "word/document.xml");
    const char *relations = part_of(p, "word/_rels/document.xml.rels");
    const char *types = part_of(p, "[Content_Types].xml");
    ck_assert_int_eq(n_asked, 3);
    ck_assert(has_part(p, "word/media/picture1.png") && has_part(p, "word/media/picture2.jpeg"));
    ck_assert(!has_part(p, "word/media/picture3.png"));
    ck_assert_int_eq(memcmp(part_of(p, "word/media/picture1.png"), "\x89PNG\r\n\x1a\n.", 9), 0);
    ck_assert_ptr_nonnull(strstr(relations, "Target=\"media/picture1.png\""));
    ck_assert_ptr_nonnull(strstr(relations, "Target=\"media/picture2.jpeg\""));
    ck_assert_ptr_nonnull(strstr(types, "Extension=\"png\" ContentType=\"image/png\""));
    ck_assert_ptr_nonnull(strstr(types, "Extension=\"jpeg\" ContentType=\"image/jpeg\""));
    ck_assert_int_eq(all_of(body_of(p), "drawing")->nelts, 3);
    ck_assert_ptr_nonnull(strstr(document, "descr=\"柱形图\""));
    ck_assert_ptr_nonnull(strstr(document, "descr=\"同一张\""));
    ck_assert_ptr_nonnull(strstr(document, ">图1<"));
    ck_assert_ptr_nonnull(strstr(document, ">附件：一览表（PDF文件，1.2 MB）<"));
    ck_assert_ptr_nonnull(strstr(document, ">附后<"));
    ck_assert_ptr_nonnull(strstr(document, ">（图片：找不到）<"));
}
END_TEST

/* 96 pixels to an inch; no wider than the text, no higher than a page. */
START_TEST(pictures_fit_the_page)
{
    const ds_docx_files files = files_of();
    apr_array_header_t *extents = all_of(body_of(pack_with(report_with_files(), &files)),
                                         "extent");
    xmlNode *small = APR_ARRAY_IDX(extents, 0, xmlNode *);
    xmlNode *high = APR_ARRAY_IDX(extents, 1, xmlNode *);
    int width = atoi(attribute_of(high, "cx")), height = atoi(attribute_of(high, "cy"));
    ck_assert_str_eq(attribute_of(small, "cx"), "1905000");
    ck_assert_str_eq(attribute_of(small, "cy"), "952500");
    ck_assert_int_eq(height, 10800 * 635);
    ck_assert_int_le(abs(width - height * 4 / 9), 1);
    ck_assert_int_le(width, 8844 * 635);
}
END_TEST

START_TEST(nothing_is_known)
{
    const ds_docx_files nothing = { NULL, NULL, NULL };
    ds_report *report = report_with_files();
    package plain = pack(report), p = pack_with(report, &nothing);
    ck_assert_uint_eq(plain.len, p.len);
    ck_assert_int_eq(memcmp(plain.bytes, p.bytes, p.len), 0);
    ck_assert_ptr_nonnull(strstr(part_of(p, "word/document.xml"), ">（图片：柱形图）<"));
    ck_assert_ptr_null(strstr(part_of(p, "[Content_Types].xml"), "image/"));
}
END_TEST

START_TEST(same_files_same_bytes)
{
    const ds_docx_files files = files_of();
    package first = pack_with(report_with_files(), &files);
    package again = pack_with(report_with_files(), &files);
    ck_assert_uint_eq(first.len, again.len);
    ck_assert_int_eq(memcmp(first.bytes, again.bytes, first.len), 0);
}
END_TEST

/* Bytes that are another thing than they were taken for are not put in. */
static const char *wrong_bytes(void *baton, const char *digest, const ds_report_file *known,
                               apr_pool_t *for_pool)
{
    return "GIF89a...";
}

START_TEST(what_is_no_picture_is_named)
{
    ds_docx_files files = files_of();
    files.bytes = wrong_bytes;
    package p = pack_with(report_with_files(), &files);
    ck_assert_int_eq(all_of(body_of(p), "drawing")->nelts, 0);
    ck_assert_ptr_nonnull(strstr(part_of(p, "word/document.xml"), ">（图片：办事大厅）<"));
}
END_TEST

/* Over the bound pictures are named; a later one that has room is in it. */
START_TEST(too_much_is_named)
{
    static const ds_report_file large = { 1, "PNG图片", "32 MB", DS_DOCX_MAX_PICTURES, 10, 10 };
    ds_docx_files files = files_of();
    ds_report_files *known = ds_report_files_create(pool);
    ds_report_files_add(known, PNG, &png);
    ds_report_files_add(known, JPEG, &large);
    files.known = known;
    package p = pack_with(report_with_files(), &files);
    ck_assert_int_eq(all_of(body_of(p), "drawing")->nelts, 2);
    ck_assert_ptr_nonnull(strstr(part_of(p, "word/document.xml"), ">（图片：办事大厅）<"));
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, pictures_are_in_it_once);
    tcase_add_test(cases, pictures_fit_the_page);
    tcase_add_test(cases, nothing_is_known);
    tcase_add_test(cases, same_files_same_bytes);
    tcase_add_test(cases, what_is_no_picture_is_named);
    tcase_add_test(cases, too_much_is_named);
}

UNIT_MAIN("io/docx_picture", add_all)
