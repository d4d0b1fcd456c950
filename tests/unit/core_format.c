/* Formats: the official ones to the label, and an invented one. */
#include <string.h>

#include <apr_strings.h>

#include "core/format.h"
#include "unit.h"

#define SCHEMA "conf/schema/format.rng"

static const ds_formats *official(void)
{
    ds_formats *formats = NULL;
    const char *error = ds_formats_load(&formats, "conf/formats", SCHEMA, pool, pool);

    ck_assert_msg(!error, "%s", error);
    return formats;
}

static const ds_format *invented(void)
{
    ds_format *format = NULL;
    const char *error =
        ds_format_load(&format, "tests/data/formats/invented.xml", SCHEMA, pool, pool);

    ck_assert_msg(!error, "%s", error);
    return format;
}

START_TEST(official_formats_have_the_size_of_the_form)
{
    static const struct {
        const char *id;
        int year, first, last, sections, prose, tables, cells, required;
    } cases[] = {
        {"2019", 2019, 2019, 2020, 7, 4, 7, 22 + 161 + 15, 40},
        {"2019", 2020, 2019, 2020, 7, 4, 7, 198, 40},
        {"2021", 2021, 2021, DS_FORMAT_IN_FORCE, 7, 4, 6, 10 + 175 + 15, 42},
        {"2021", 2034, 2021, DS_FORMAT_IN_FORCE, 7, 4, 6, 200, 42},
    };
    const ds_formats *formats = official();
    size_t i;

    ck_assert_int_eq(ds_formats_count(formats), 2);
    ck_assert_ptr_null(ds_formats_of_year(formats, 2018));
    ck_assert_ptr_null(ds_formats_find(formats, "2020"));
    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_format *format = ds_formats_of_year(formats, cases[i].year);
        ck_assert_ptr_nonnull(format);
        ck_assert_str_eq(format->id, cases[i].id);
        ck_assert_ptr_eq(ds_formats_find(formats, cases[i].id), format);
        ck_assert_int_eq(format->first_year, cases[i].first);
        ck_assert_int_eq(format->last_year, cases[i].last);
        ck_assert_int_eq(format->n_sections, cases[i].sections);
        ck_assert_int_eq(format->n_prose, cases[i].prose);
        ck_assert_int_eq(format->n_tables, cases[i].tables);
        ck_assert_int_eq(format->n_cells, cases[i].cells);
        ck_assert_int_eq(format->n_required, cases[i].required);
    }
}
END_TEST

START_TEST(sections_stand_in_official_order)
{
    static const struct {
        const char *id, *ordinal, *title;
        int prose, n_tables_2019, required;
    } cases[] = {
        {"preface", NULL, "", 0, 0, 0},
        {"overview", "一", "总体情况", 1, 0, 1},
        {"proactive", "二", "主动公开政府信息情况", -1, 5, 1},
        {"requests", "三", "收到和处理政府信息公开申请情况", -1, 1, 1},
        {"disputes", "四", "政府信息公开行政复议、行政诉讼情况", -1, 1, 1},
        {"problems", "五", "存在的主要问题及改进情况", 2, 0, 1},
        {"other", "六", "其他需要报告的事项", 3, 0, 1},
    };
    const ds_formats *formats = official();
    int f, i;

    for (f = 0; f < 2; f++) {
        const ds_format *format = ds_formats_at(formats, f);
        for (i = 0; i < format->n_sections; i++) {
            const ds_section *section = &format->sections[i];
            ck_assert_ptr_eq(ds_format_section(format, cases[i].id), section);
            ck_assert_int_eq(section->index, i);
            ck_assert_pstr_eq(section->ordinal, cases[i].ordinal);
            ck_assert_str_eq(section->title, cases[i].title);
            ck_assert_int_eq(section->prose, cases[i].prose);
            ck_assert_int_eq(section->is_required, cases[i].required);
            ck_assert_int_eq(section->n_tables, f == 1 && i == 2 ? 4 : cases[i].n_tables_2019);
            if (section->prose >= 0) {
                ck_assert_ptr_eq(format->prose[section->prose], section);
            }
        }
    }
}
END_TEST

START_TEST(cells_go_to_and_fro_between_index_and_address)
{
    const ds_formats *formats = official();
    int f, cell;

    for (f = 0; f < ds_formats_count(formats); f++) {
        const ds_format *format = ds_formats_at(formats, f);
        for (cell = 0; cell < format->n_cells; cell++) {
            const char *address = ds_format_address(format, cell);
            const ds_table *table;
            const ds_row *row;
            const ds_column *column;
            ds_format_locate(format, cell, &table, &row, &column);
            ck_assert_int_eq(ds_format_cell(format, address), cell);
            ck_assert_int_eq(ds_table_cell(table, row->index, column->index), cell);
            ck_assert_ptr_eq(ds_format_table(format, table->id), table);
            ck_assert_ptr_eq(ds_table_row(table, row->id), row);
            ck_assert_ptr_eq(ds_table_column(table, column->id), column);
            ck_assert_str_eq(address, apr_pstrcat(pool, table->id, "/", row->id, "/", column->id,
                                                  NULL));
        }
        ck_assert_int_eq(ds_format_cell(format, "requests/new/none"), -1);
        ck_assert_int_eq(ds_format_cell(format, ""), -1);
        ck_assert_ptr_null(ds_format_table(format, "none"));
        ck_assert_ptr_null(ds_format_section(format, "none"));
        ck_assert_ptr_null(ds_table_row(&format->tables[0], "none"));
        ck_assert_ptr_null(ds_table_column(&format->tables[0], "none"));
    }
}
END_TEST

START_TEST(cells_have_their_type_and_name)
{
    static const struct {
        const char *format, *address;
        ds_value_kind kind;
        const char *unit, *units;
        const char *name;
    } cases[] = {
        {"2019", "art20_5/licensing/change", DS_VALUE_CHANGE, NULL, NULL,
         "‘行政许可’一行‘本年增/减’"},
        {"2019", "art20_9/procurement/amount", DS_VALUE_AMOUNT, NULL, "万元 元 ",
         "‘政府集中采购’一行‘采购总金额’"},
        {"2019", "requests/unavailable.not_held/natural", DS_VALUE_COUNT, NULL, NULL,
         "‘（四）无法提供 1．本机关不掌握相关政府信息’一行‘自然人’"},
        {"2021", "requests/unavailable.not_held/legal", DS_VALUE_COUNT, NULL, NULL,
         "‘（四）无法提供 1.本机关不掌握相关政府信息’一行‘法人或其他组织 法律服务机构’"},
        {"2021", "requests/granted/total", DS_VALUE_COUNT, NULL, NULL,
         "‘（一）予以公开’一行‘总计’"},
        {"2021", "art20_8/fees/amount", DS_VALUE_AMOUNT, "万元", NULL,
         "‘行政事业性收费’一行‘本年收费金额（单位：万元）’"},
        {"2021", "disputes/cases/reconsideration.upheld", DS_VALUE_COUNT, "件", NULL,
         "‘行政复议 结果维持’"},
        {"2021", "disputes/cases/direct_suit.total", DS_VALUE_COUNT, "件", NULL,
         "‘未经复议直接起诉 总计’"},
    };
    const ds_formats *formats = official();
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_format *format = ds_formats_find(formats, cases[i].format);
        int cell = ds_format_cell(format, cases[i].address), j;
        const ds_cell_type *type;
        const char *units = "";
        ck_assert_int_ge(cell, 0);
        type = ds_format_type(format, cell);
        for (j = 0; type->units && type->units[j]; j++) {
            units = apr_pstrcat(pool, units, type->units[j], " ", NULL);
        }
        ck_assert_int_eq(type->kind, cases[i].kind);
        ck_assert_pstr_eq(type->unit, cases[i].unit);
        ck_assert_str_eq(units, cases[i].units ? cases[i].units : "");
        ck_assert_str_eq(ds_format_cell_name(format, cell, pool), cases[i].name);
    }
}
END_TEST

/* "label*colspan*rowspan" of each label, levels separated by a bar. */
static const char *head_text(const ds_table *table)
{
    const char *text = "";
    int level, i;

    for (level = 0; level < table->head_height; level++) {
        for (i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];
            text = apr_psprintf(pool, "%s%s*%d*%d ", text, label->text, label->colspan,
                                label->rowspan);
        }
        text = apr_pstrcat(pool, text, "|", NULL);
    }
    return text;
}

static const char *stub_text(const ds_row *row)
{
    const char *text = "";
    int i;

    for (i = 0; i < row->n_labels; i++) {
        text = apr_psprintf(pool, "%s%s*%d*%d ", text, row->labels[i].text, row->labels[i].colspan,
                            row->labels[i].rowspan);
    }
    return text;
}

#define OUTCOMES "结果维持*1*1 结果纠正*1*1 其他结果*1*1 尚未审结*1*1 总计*1*1 "

START_TEST(heads_have_the_printed_spans)
{
    static const struct {
        const char *format, *table, *title, *corner, *head;
        int stub_width, grid;
    } cases[] = {
        {"2019", "art20_1", "第二十条第（一）项", "信息内容",
         "本年新制作数量*1*1 本年新公开数量*1*1 对外公开总数量*1*1 |", 1, 4},
        {"2019", "art20_8", "第二十条第（八）项", "信息内容", "上一年项目数量*1*1 本年增/减*2*1 |", 1, 4},
        {"2019", "art20_9", "第二十条第（九）项", "信息内容", "采购项目数量*1*1 采购总金额*2*1 |", 1, 4},
        {"2021", "art20_1", "第二十条第（一）项", "信息内容",
         "本年制发件数*1*1 本年废止件数*1*1 现行有效件数*1*1 |", 1, 4},
        {"2021", "art20_5", "第二十条第（五）项", "信息内容", "本年处理决定数量*3*1 |", 1, 4},
        {"2021", "art20_8", "第二十条第（八）项", "信息内容", "本年收费金额（单位：万元）*3*1 |", 1, 4},
        {"2021", "requests", NULL,
         "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
         "申请人情况*7*1 |自然人*1*2 法人或其他组织*5*1 总计*1*2 |"
         "商业企业*1*1 科研机构*1*1 社会公益组织*1*1 法律服务机构*1*1 其他*1*1 |", 3, 10},
        {"2021", "disputes", NULL, NULL,
         "行政复议*5*1 行政诉讼*10*1 |结果维持*1*2 结果纠正*1*2 其他结果*1*2 尚未审结*1*2 总计*1*2 "
         "未经复议直接起诉*5*1 复议后起诉*5*1 |" OUTCOMES OUTCOMES "|", 0, 15},
    };
    const ds_formats *formats = official();
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_table *table =
            ds_format_table(ds_formats_find(formats, cases[i].format), cases[i].table);
        ck_assert_pstr_eq(table->title, cases[i].title);
        ck_assert_pstr_eq(table->corner, cases[i].corner);
        ck_assert_str_eq(head_text(table), cases[i].head);
        ck_assert_int_eq(table->stub_width, cases[i].stub_width);
        ck_assert_int_eq(table->section->grid_width, cases[i].grid);
    }
}
END_TEST

START_TEST(stubs_have_the_printed_spans)
{
    static const struct {
        const char *format, *row, *stub;
    } cases[] = {
        {"2019", "new", "一、本年新收政府信息公开申请数量*3*1 "},
        {"2019", "granted", "三、本年度办理结果*1*20 （一）予以公开*2*1 "},
        {"2021", "granted", "三、本年度办理结果*1*22 （一）予以公开*2*1 "},
        {"2019", "refused.state_secret", "（三）不予公开*1*8 1．属于国家秘密*1*1 "},
        {"2021", "refused.state_secret", "（三）不予公开*1*8 1.属于国家秘密*1*1 "},
        {"2021", "refused.law", "2.其他法律行政法规禁止公开*1*1 "},
        {"2021", "unavailable.not_held", "（四）无法提供*1*3 1.本机关不掌握相关政府信息*1*1 "},
        {"2021", "rejected.petition", "（五）不予处理*1*5 1.信访举报投诉类申请*1*1 "},
        {"2019", "other", "（六）其他处理*2*1 "},
        {"2021", "other.not_corrected",
         "（六）其他处理*1*3 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请*1*1 "},
        {"2021", "result_total", "（七）总计*2*1 "},
        {"2021", "carried_out", "四、结转下年度继续办理*3*1 "},
    };
    const ds_formats *formats = official();
    size_t i;

    for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const ds_table *table =
            ds_format_table(ds_formats_find(formats, cases[i].format), "requests");
        ck_assert_str_eq(stub_text(ds_table_row(table, cases[i].row)), cases[i].stub);
        ck_assert_str_eq(table->rows_rule, "T3.rows");
    }
}
END_TEST

/* Each printed grid is covered once: what every table walker relies on. */
static void check_cover(const ds_table *table)
{
    int width = table->section->grid_width, level, i, r, c;
    char *grid = apr_pcalloc(pool, (apr_size_t)(table->head_height + table->n_rows) * width);

    for (level = 0; level < table->head_height; level++) {
        for (i = 0; i < table->head_sizes[level]; i++) {
            const ds_label *label = &table->head[level][i];
            int left = table->stub_width;
            for (c = 0; c < label->leaf; c++) {
                left += table->columns[c].colspan;
            }
            for (r = 0; r < label->rowspan; r++) {
                for (c = 0; c < label->colspan; c++) {
                    ck_assert_int_lt(left + c, width);
                    grid[(level + r) * width + left + c]++;
                }
            }
        }
        for (c = 0; c < table->stub_width; c++) {
            grid[level * width + c]++;
        }
    }
    for (i = 0; i < table->n_rows; i++) {
        const ds_row *row = &table->rows[i];
        char *line = grid + (table->head_height + i) * width;
        for (level = 0; level < row->n_labels; level++) {
            int at = 0;
            while (at < table->stub_width && line[at]) {
                at++;
            }
            for (r = 0; r < row->labels[level].rowspan; r++) {
                for (c = 0; c < row->labels[level].colspan; c++) {
                    ck_assert_int_lt(at + c, table->stub_width);
                    line[r * width + at + c]++;
                }
            }
        }
        c = table->stub_width;
        for (level = 0; level < table->n_columns; level++) {
            for (r = 0; r < table->columns[level].colspan; r++) {
                line[c++]++;
            }
        }
        ck_assert_int_eq(c, width);
    }
    for (i = 0; i < (table->head_height + table->n_rows) * width; i++) {
        ck_assert_msg(grid[i] == 1, "%s: grid place %d,%d is covered %d times", table->id,
                      i / width, i % width, grid[i]);
    }
}

START_TEST(spans_cover_each_grid_once)
{
    const ds_formats *formats = official();
    const ds_format *all[] = {ds_formats_at(formats, 0), ds_formats_at(formats, 1), invented()};
    int f, t;

    for (f = 0; f < 3; f++) {
        for (t = 0; t < all[f]->n_tables; t++) {
            check_cover(&all[f]->tables[t]);
        }
    }
}
END_TEST

static int has_text(const char *const *list, const char *text)
{
    for (; *list; list++) {
        if (!strcmp(*list, text)) {
            return 1;
        }
    }
    return 0;
}

START_TEST(synonyms_and_help_are_kept)
{
    const ds_formats *formats = official();
    const ds_format *format = ds_formats_find(formats, "2021");
    const ds_table *first = ds_format_table(format, "art20_1");

    ck_assert(has_text(ds_format_section(format, "problems")->synonyms, "存在的问题及改进打算"));
    ck_assert(has_text(ds_format_section(format, "disputes")->synonyms,
                       "因政府信息公开工作被申请行政复议、提起行政诉讼情况"));
    ck_assert(has_text(ds_table_row(first, "normative_documents")->synonyms, "规范性文件"));
    ck_assert(has_text(ds_table_column(first, "in_force")->synonyms, "现行有效件"));
    ck_assert_ptr_null(ds_table_column(first, "issued")->synonyms[0]);
    ck_assert_ptr_nonnull(strstr(ds_format_section(format, "other")->help, "信息处理费"));
    ck_assert_pstr_eq(ds_format_section(format, "other")->must_mention, "信息处理费");
    ck_assert_ptr_null(ds_format_section(ds_formats_find(formats, "2019"), "other")->must_mention);
    ck_assert_ptr_null(ds_table_row(first, "normative_documents")->help);
    ck_assert(ds_table_row(ds_format_table(format, "requests"), "result_total")->is_total);
    ck_assert(!ds_table_row(ds_format_table(format, "requests"), "granted")->is_total);
    ck_assert(ds_table_column(ds_format_table(format, "requests"), "total")->is_total);
}
END_TEST

START_TEST(title_is_filled_in)
{
    ck_assert_str_eq(ds_format_title(ds_formats_at(official(), 0), "某区{year}办", 2020, pool),
                     "某区{year}办2020年政府信息公开工作年度报告");
    ck_assert_str_eq(ds_format_title(invented(), "某街道", 2031, pool),
                     "2031年度某街道便民服务公开情况报告");
}
END_TEST

START_TEST(invented_format_has_its_own_shape)
{
    const ds_format *format = invented();
    const ds_table *services = ds_format_table(format, "services");
    const ds_table *spending = ds_format_table(format, "spending");
    static const struct {
        const char *address;
        ds_value_kind kind;
        const char *unit;
        int has_units;
    } types[] = {
        {"spending/staff/planned", DS_VALUE_AMOUNT, "万元", 0},
        {"spending/printing/spent", DS_VALUE_AMOUNT, NULL, 1},
        {"spending/meetings/spent", DS_VALUE_COUNT, "次", 0},
        {"spending/posts/spent", DS_VALUE_CHANGE, NULL, 0},
        {"ratings/people/total", DS_VALUE_COUNT, "人次", 0},
    };
    size_t i;

    ck_assert_int_eq(services->head_height, 4);
    ck_assert_int_eq(services->stub_width, 2);
    ck_assert_str_eq(head_text(services),
                     "办理渠道*4*1 合计*1*4 |线上渠道*3*1 服务窗口*1*3 |门户网站*2*1 移动端*1*2 |"
                     "受理数*1*1 办结数*1*1 |");
    ck_assert_int_eq(spending->columns[1].colspan, 5);
    ck_assert_str_eq(spending->rows_rule, "T8.rows");
    ck_assert_str_eq(services->rows_rule, "F.format");
    for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const ds_cell_type *type =
            ds_format_type(format, ds_format_cell(format, types[i].address));
        ck_assert_int_eq(type->kind, types[i].kind);
        ck_assert_pstr_eq(type->unit, types[i].unit);
        ck_assert_int_eq(type->units != NULL, types[i].has_units);
    }
}
END_TEST

static void add_all(TCase *cases)
{
    tcase_add_test(cases, official_formats_have_the_size_of_the_form);
    tcase_add_test(cases, sections_stand_in_official_order);
    tcase_add_test(cases, cells_go_to_and_fro_between_index_and_address);
    tcase_add_test(cases, cells_have_their_type_and_name);
    tcase_add_test(cases, heads_have_the_printed_spans);
    tcase_add_test(cases, stubs_have_the_printed_spans);
    tcase_add_test(cases, spans_cover_each_grid_once);
    tcase_add_test(cases, synonyms_and_help_are_kept);
    tcase_add_test(cases, title_is_filled_in);
    tcase_add_test(cases, invented_format_has_its_own_shape);
}

UNIT_MAIN("core/format", add_all)
