/* A report as a document: the package, what it says in which order, and what
 * the draft for review carries besides. */
#include "docx_sample.h"

#include "core/canonical.h"
#include "core/date.h"

/* ---- Package ---- */

START_TEST(parts_are_in_order)
{
    static const char *const names[] = {
        "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml",
        "docProps/core.xml", "docProps/custom.xml", "word/styles.xml", "word/settings.xml",
        "word/fontTable.xml", "word/footer1.xml"
    };
    apr_array_header_t *found = part_names(pack(sample_report(load_format(format_files[0]), 1)));
    ck_assert_int_eq(found->nelts, (int)(sizeof(names) / sizeof(*names)));
    for (int i = 0; i < found->nelts; i++) {
        ck_assert_str_eq(APR_ARRAY_IDX(found, i, const char *), names[i]);
    }
}
END_TEST

/* Every part but the lists themselves has a type, and every one that a
 * relationship points at is there. */
static void check_lists(package p, int n_parts)
{
    static const char *const lists[][2] = {
        { "_rels/.rels", "" }, { "word/_rels/document.xml.rels", "word/" }
    };
    apr_array_header_t *types = all_of(tree_of(p, "[Content_Types].xml"), "Override");
    int n_targets = 0;
    ck_assert_int_eq(types->nelts, n_parts);
    for (int i = 0; i < types->nelts; i++) {
        const char *name = attribute_of(APR_ARRAY_IDX(types, i, xmlNode *), "PartName");
        ck_assert_int_eq(*name, '/');
        tree_of(p, name + 1);
    }
    for (size_t k = 0; k < 2; k++) {
        apr_array_header_t *relations = all_of(tree_of(p, lists[k][0]), "Relationship");
        for (int i = 0; i < relations->nelts; i++, n_targets++) {
            tree_of(p, apr_pstrcat(pool, lists[k][1],
                                   attribute_of(APR_ARRAY_IDX(relations, i, xmlNode *), "Target"),
                                   NULL));
        }
    }
    ck_assert_int_eq(n_targets, n_parts);
}

static ds_chain *load_chain(const char *file)
{
    ds_chain *chain = NULL;
    const char *error = ds_chain_load(&chain, file, "conf/schema/chain.rng", pool, pool);
    ck_assert_msg(error == NULL, "%s", error);
    return chain;
}

static package pack_review(const ds_report *report, const ds_docx_review *review)
{
    package p = { NULL, 0 };
    p.bytes = ds_docx_write_review(report, review, &p.len, pool);
    ck_assert_ptr_nonnull(p.bytes);
    return p;
}

static ds_docx_review three_steps(void)
{
    const ds_docx_review review = { .chain = load_chain("conf/chains/three-steps.xml"),
                                    .revision = 3 };
    return review;
}

START_TEST(lists_name_what_is_there)
{
    ds_report *report = sample_report(load_format(format_files[0]), 2);
    const ds_docx_review review = three_steps();
    check_lists(pack(report), 7);
    check_lists(pack_review(report, &review), 8);
}
END_TEST

/* Every style that is used is defined, and based on one that is. */
START_TEST(styles_are_defined)
{
    static const char *const uses[] = { "pStyle", "rStyle", "basedOn" };
    ds_report *report = sample_report(load_format(format_files[0]), 3);
    const ds_docx_review review = three_steps();
    package p = pack_review(report, &review);
    apr_array_header_t *styles = all_of(tree_of(p, "word/styles.xml"), "style");
    const char *parts[] = { "word/document.xml", "word/styles.xml", "word/header1.xml",
                            "word/footer1.xml" };
    int n = 0;
    for (size_t k = 0; k < 4 * 3; k++) {
        apr_array_header_t *used = all_of(tree_of(p, parts[k / 3]), uses[k % 3]);
        for (int i = 0; i < used->nelts; i++, n++) {
            const char *id = attribute_of(APR_ARRAY_IDX(used, i, xmlNode *), "val");
            int is_there = 0;
            for (int s = 0; s < styles->nelts; s++) {
                is_there |= strcmp(attribute_of(APR_ARRAY_IDX(styles, s, xmlNode *), "styleId"),
                                   id) == 0;
            }
            ck_assert_msg(is_there, "%s: no style %s", parts[k / 3], id);
        }
    }
    ck_assert_int_gt(n, 250);
}
END_TEST

START_TEST(same_report_same_bytes)
{
    static const char *const zones[] = { "UTC", "Asia/Shanghai", "America/New_York" };
    for (int i = 0; i < N_FORMATS; i++) {
        ds_report *report = sample_report(load_format(format_files[i]), 4);
        package first = pack(report);
        for (size_t k = 0; k < 3; k++) {
            setenv("TZ", zones[k], 1);
            tzset();
            package again = pack(ds_report_copy(report, pool));
            ck_assert_uint_eq(again.len, first.len);
            ck_assert_mem_eq(again.bytes, first.bytes, first.len);
        }
    }
}
END_TEST

static const char *property(package p, const char *name)
{
    apr_array_header_t *found = all_of(tree_of(p, "docProps/custom.xml"), "property");
    for (int i = 0; i < found->nelts; i++) {
        xmlNode *node = APR_ARRAY_IDX(found, i, xmlNode *);
        if (strcmp(attribute_of(node, "name"), name) == 0) {
            return text_of(node);
        }
    }
    return NULL;
}

START_TEST(properties_carry_the_digest)
{
    ds_report *report = sample_report(load_format(format_files[1]), 5);
    ds_report_set_title(report, "<标题> & \"引号\"");
    package p = pack(report);
    ck_assert_pstr_eq(property(p, "organ"), report->organ);
    ck_assert_str_eq(property(p, "year"), "2021");
    ck_assert_str_eq(property(p, "format"), "2021");
    ck_assert_str_eq(property(p, "SM3"), ds_canonical_digest(report, ds_digest_find("sm3"), pool));
    ck_assert_str_eq(text_of(child_of(tree_of(p, "docProps/core.xml"), "title")), report->title);
    p = pack(ds_report_create(report->format, pool));
    ck_assert_ptr_null(property(p, "organ"));
    ck_assert_ptr_null(property(p, "year"));
}
END_TEST

/* ---- Text ---- */

static void push(apr_array_header_t *lines, const char *text)
{
    APR_ARRAY_PUSH(lines, const char *) = text;
}

/* What stands in the document one below the other; "#" for a table. */
static apr_array_header_t *expected_lines(const ds_report *report, const char *title)
{
    apr_array_header_t *lines = apr_array_make(pool, 32, sizeof(char *));
    const ds_format *format = report->format;
    if (title != NULL) {
        push(lines, title);
    }
    for (int i = 0; i < format->n_sections; i++) {
        const ds_section *section = &format->sections[i];
        if (section->ordinal != NULL) {
            push(lines, apr_pstrcat(pool, section->ordinal, "、", section->title, NULL));
        }
        for (int b = 0; section->prose >= 0 && b < report->prose[section->prose]->nelts; b++) {
            const ds_block *block = &APR_ARRAY_IDX(report->prose[section->prose], b, ds_block);
            push(lines, block->text != NULL ? block->text
                        : apr_pstrcat(pool, "（图片：", block->alt, "）", NULL));
            if (block->text == NULL && block->caption != NULL) {
                push(lines, block->caption);
            }
        }
        if (section->prose < 0) {
            push(lines, "#");
        }
        for (int t = 0; t < section->n_tables; t++) {
            const apr_array_header_t *notes = report->notes[section->first_table + t];
            for (int n = 0; n < notes->nelts; n++) {
                push(lines, APR_ARRAY_IDX(notes, n, const char *));
            }
        }
    }
    if (report->signature_name != NULL) {
        push(lines, report->signature_name);
    }
    if (report->signature_date != NULL) {
        push(lines, ds_date_chinese(pool, report->signature_date));
    }
    return lines;
}

static apr_array_header_t *found_lines(xmlNode *body)
{
    apr_array_header_t *lines = apr_array_make(pool, 32, sizeof(char *));
    for (xmlNode *node = body->children; node != NULL; node = node->next) {
        if (is_named(node, "tbl")) {
            push(lines, "#");
        } else if (is_named(node, "p") && strcmp(style_of(node), "Gap") != 0) {
            push(lines, text_of(node));
        }
    }
    return lines;
}

static void compare_lines(const apr_array_header_t *want, const apr_array_header_t *have)
{
    for (int i = 0; i < want->nelts && i < have->nelts; i++) {
        ck_assert_str_eq(APR_ARRAY_IDX(have, i, const char *), APR_ARRAY_IDX(want, i, const char *));
    }
    ck_assert_int_eq(have->nelts, want->nelts);
}

/* Reports of chance hold markup, quotes, breaks and tabs everywhere. */
START_TEST(says_what_the_report_says)
{
    const ds_format *format = load_format(format_files[_i]);
    for (apr_uint64_t seed = 0; seed < 25; seed++) {
        ds_report *report = sample_report(format, seed);
        ds_report_set_title(report, "<标题> & \"引号\"");
        compare_lines(expected_lines(report, report->title), found_lines(body_of(pack(report))));
    }
}
END_TEST

START_TEST(titles)
{
    static const struct {
        const char *organ_name, *title;
        int year;
        const char *printed;  /* NULL: none */
    } cases[] = {
        { NULL, "年度报告", 0, "年度报告" },
        { NULL, NULL, 2020, NULL },
        { "某街道", NULL, 0, NULL },
        { "某局", NULL, 2020, "某局2020年政府信息公开工作年度报告" },
        { "某区某街道办事处", NULL, 2020, "某区某街道办事处\n2020年政府信息公开工作年度报告" },
        { "某区某街道办事处", "2020年度某区某街道办事处政府信息公开工作报告", 2020,
          "2020年度某区某街道办事处政府信息公开工作报告" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        ds_report *report = ds_report_create(load_format(format_files[0]), pool);
        report->year = cases[i].year;
        ds_report_set_organ_name(report, cases[i].organ_name);
        ds_report_set_title(report, cases[i].title);
        compare_lines(expected_lines(report, cases[i].printed), found_lines(body_of(pack(report))));
    }
}
END_TEST

/* The runs of a paragraph, those of a heading in brackets. */
START_TEST(headings_inside_prose_are_bold)
{
    ds_report *report = ds_report_create(load_format(format_files[0]), pool);
    const char *text = "";
    ds_report_add_paragraph(report, 1, "（一）主动公开。全年143条。\n（二）其他\n末行");
    apr_array_header_t *runs = all_of(body_of(pack(report)), "r");
    for (int i = 0; i < runs->nelts; i++) {
        xmlNode *run = APR_ARRAY_IDX(runs, i, xmlNode *);
        xmlNode *style = child_of(child_of(run, "rPr"), "rStyle");
        if (style != NULL) {
            ck_assert_str_eq(attribute_of(style, "val"), "Subheading");
            text = apr_pstrcat(pool, text, "[", text_of(run), "]", NULL);
        }
    }
    ck_assert_str_eq(text, "[（一）主动公开。][（二）其他]");
}
END_TEST

/* The last paragraph stays with the signature, where there is one. */
START_TEST(signature_is_not_alone)
{
    static const struct {
        const char *name, *date, *styles;
    } cases[] = {
        { NULL, NULL, "BodyText BodyText" },
        { "某局", "2021-01-29", "BodyText BodyTextLast Signature SignatureDate" },
        { "某局", NULL, "BodyText BodyTextLast Signature" },
        { NULL, "2021-01-29", "BodyText BodyTextLast Signature" },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        ds_report *report = ds_report_create(load_format(format_files[0]), pool);
        const char *styles = "";
        ds_report_add_paragraph(report, report->format->n_prose - 1, "甲");
        ds_report_add_paragraph(report, report->format->n_prose - 1, "乙");
        ds_report_set_signature(report, cases[i].name, cases[i].date);
        for (xmlNode *node = body_of(pack(report))->children; node != NULL; node = node->next) {
            if (is_named(node, "p")) {
                styles = apr_pstrcat(pool, styles, " ", style_of(node), NULL);
            }
        }
        ck_assert_str_eq(strstr(styles, "BodyText"), cases[i].styles);
    }
}
END_TEST

START_TEST(pages_are_A4_and_numbered)
{
    package p = pack(ds_report_create(load_format(format_files[0]), pool));
    xmlNode *setup = child_of(body_of(p), "sectPr");
    ck_assert_str_eq(attribute_of(child_of(setup, "pgSz"), "w"), "11906");
    ck_assert_str_eq(attribute_of(child_of(setup, "pgSz"), "h"), "16838");
    ck_assert_str_eq(attribute_of(child_of(setup, "footerReference"), "id"), "footer");
    ck_assert_ptr_null(child_of(setup, "headerReference"));
    ck_assert_str_eq(text_of(tree_of(p, "word/footer1.xml")), "- 1 -");
    ck_assert_int_eq(all_of(tree_of(p, "word/footer1.xml"), "fldSimple")->nelts, 1);
}
END_TEST

/* ---- For review ---- */

static const char *const chains[] = {
    "conf/chains/three-steps.xml", "conf/chains/five-steps.xml"
};

/* The row of the sheet whose first cell says `name`, its cells separated by
 * bars; NULL. */
static const char *row_of(xmlNode *table, const char *name)
{
    for (xmlNode *row = child_of(table, "tr"); row != NULL; row = row->next) {
        const char *text = "";
        for (xmlNode *cell = child_of(row, "tc"); cell != NULL; cell = cell->next) {
            text = apr_pstrcat(pool, text, text_of(cell), "|", NULL);
        }
        if (strncmp(text, name, strlen(name)) == 0 && text[strlen(name)] == '|') {
            return text;
        }
    }
    return NULL;
}

START_TEST(sheet_has_a_line_for_each_step)
{
    ds_report *report = sample_report(load_format(format_files[0]), 6);
    const ds_docx_review review = { .chain = load_chain(chains[_i]), .revision = 12 };
    ds_report_set_organ_name(report, "<某街道>");
    ds_report_set_title(report, "某某报告");
    xmlNode *table = child_of(body_of(pack_review(report, &review)), "tbl");
    int n_declared = 0;
    ck_assert_pstr_eq(row_of(table, "报告名称"), "报告名称|某某报告|");
    ck_assert_pstr_eq(row_of(table, "报送机关"), "报送机关|<某街道>|");
    ck_assert_pstr_eq(row_of(table, "报告年度"), "报告年度|2019年|稿次|第12稿|");
    ck_assert_pstr_eq(row_of(table, "环节"), "环节|姓名|职务|意见|日期|");
    ck_assert_ptr_nonnull(row_of(table, "单位盖章"));
    for (int i = 0; i < review.chain->n_steps; i++) {
        const ds_step *step = &review.chain->steps[i];
        const char *declared = step->attests != NULL ? "□ 已作保密审查" : "";
        ck_assert_pstr_eq(row_of(table, step->name),
                          apr_pstrcat(pool, step->name, "|||", declared, "||", NULL));
        n_declared += *declared != '\0';
    }
    ck_assert_int_eq(n_declared, 1);
}
END_TEST

START_TEST(digest_joins_sheet_and_pages)
{
    static const char *const names[] = { NULL, "sm3", "sha256" };
    ds_report *report = sample_report(load_format(format_files[0]), 7);
    for (size_t i = 0; i < 3; i++) {
        const ds_digest_algorithm *algorithm = names[i] ? ds_digest_find(names[i]) : NULL;
        const ds_docx_review review = { .chain = load_chain(chains[0]), .algorithm = algorithm };
        const char *upper = i == 2 ? "SHA256" : "SM3";
        const char *digest = ds_canonical_digest(report, ds_digest_find(i == 2 ? "sha256" : "sm3"),
                                                 pool);
        package p = pack_review(report, &review);
        xmlNode *table = child_of(body_of(p), "tbl");
        const char *name = apr_pstrcat(pool, "数据摘要\n（", upper, "）", NULL);
        ck_assert_pstr_eq(row_of(table, name),
                          apr_psprintf(pool, "%s|%.32s\n%s|", name, digest, digest + 32));
        ck_assert_str_eq(text_of(tree_of(p, "word/header1.xml")),
                         apr_psprintf(pool, "送审稿　数据摘要 %.16s", digest));
        ck_assert_str_eq(property(p, upper), digest);
    }
}
END_TEST

/* Behind the sheet comes the document itself, byte for byte, on pages of its
 * own; the sheet has neither running head nor number. */
START_TEST(report_follows_the_sheet)
{
    ds_report *report = sample_report(load_format(format_files[1]), 8);
    const ds_docx_review review = three_steps();
    package p = pack_review(report, &review);
    const char *plain = part_of(pack(report), "word/document.xml");
    const char *begin = strstr(plain, "<w:body>") + strlen("<w:body>");
    const char *text = apr_pstrmemdup(pool, begin,
                                      (apr_size_t)(strstr(begin, "<w:sectPr>") - begin));
    const char *sheet_end = strstr(part_of(p, "word/document.xml"), "</w:sectPr></w:pPr></w:p>");
    ck_assert_ptr_nonnull(sheet_end);
    sheet_end += strlen("</w:sectPr></w:pPr></w:p>");
    ck_assert_int_eq(strncmp(sheet_end, text, strlen(text)), 0);
    apr_array_header_t *setups = all_of(body_of(p), "sectPr");
    ck_assert_int_eq(setups->nelts, 2);
    ck_assert_ptr_null(child_of(APR_ARRAY_IDX(setups, 0, xmlNode *), "headerReference"));
    ck_assert_ptr_null(child_of(APR_ARRAY_IDX(setups, 0, xmlNode *), "footerReference"));
    ck_assert_str_eq(attribute_of(child_of(APR_ARRAY_IDX(setups, 1, xmlNode *),
                                           "headerReference"), "id"), "header");
    ck_assert_str_eq(attribute_of(child_of(APR_ARRAY_IDX(setups, 1, xmlNode *), "pgNumType"),
                                  "start"), "1");
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, parts_are_in_order);
    tcase_add_test(cases, lists_name_what_is_there);
    tcase_add_test(cases, styles_are_defined);
    tcase_add_test(cases, same_report_same_bytes);
    tcase_add_test(cases, properties_carry_the_digest);
    tcase_add_loop_test(cases, says_what_the_report_says, 0, N_FORMATS);
    tcase_add_test(cases, titles);
    tcase_add_test(cases, headings_inside_prose_are_bold);
    tcase_add_test(cases, signature_is_not_alone);
    tcase_add_test(cases, pages_are_A4_and_numbered);
    tcase_add_loop_test(cases, sheet_has_a_line_for_each_step, 0, 2);
    tcase_add_test(cases, digest_joins_sheet_and_pages);
    tcase_add_test(cases, report_follows_the_sheet);
}

UNIT_MAIN("io/docx", add_all)
