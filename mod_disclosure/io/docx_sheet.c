/* The sheet to be signed: what is signed, a line for each step, the seal. */
#include <string.h>

#include <apr_strings.h>

#include "io/docx_document.h"
#include "io/docx_grid.h"
#include "io/docx_styles.h"
#include "io/docx_text.h"

/* Heights in twentieths of a point: of rows that are printed full, of those to
 * be written in (all steps together no higher than STEPS_HEIGHT), of the place
 * for the seal. */
#define FILLED_HEIGHT 500
#define STEP_HEIGHT 1500
#define STEPS_HEIGHT 4700
#define SEAL_HEIGHT 2000

#define NOTE "本单与送审稿一并打印。各环节签字、盖章后，请扫描本单，作为线下签批的凭证上传并留存。" \
             "送审稿每页页眉上的数据摘要应与本单一致；签字后正文有改动的，请重新打印送签。"

/* Step, name, post, opinion, date. */
static const int widths[] = { 2160, 1440, 1540, 2344, 1360 };
#define N_COLUMNS (int)(sizeof(widths) / sizeof(*widths))

/* What the signer of a step declares, by what the step attests. */
static const struct {
    const char *attests, *declaration;
} declarations[] = {
    { "secrecy", "□ 已作保密审查" },
};

static void write_cell(ds_docx_grid *grid, const char *text, int colspan)
{
    const ds_docx_cell cell = { .text = text, .colspan = colspan, .rowspan = 1 };
    ds_docx_grid_cell(grid, &cell);
}

static void write_written(ds_docx_grid *grid, const char *text, int colspan)
{
    const ds_docx_cell cell = { .text = text, .colspan = colspan, .rowspan = 1, .is_left = 1 };
    ds_docx_grid_cell(grid, &cell);
}

static void write_fact(ds_docx_grid *grid, const char *name, const char *value)
{
    ds_docx_grid_row(grid, DS_DOCX_ROW_KEPT, FILLED_HEIGHT);
    write_cell(grid, name, 1);
    write_written(grid, value, N_COLUMNS - 1);
    ds_docx_grid_row_end(grid);
}

/* A digest of usual length on two lines of equal length. */
static const char *in_halves(const char *digest, apr_pool_t *pool)
{
    apr_size_t half = strlen(digest) / 2;
    return apr_pstrcat(pool, apr_pstrmemdup(pool, digest, half), "\n", digest + half, NULL);
}

static void write_facts(ds_docx_grid *grid, const ds_docx *d)
{
    const ds_report *report = d->report;
    write_fact(grid, "报告名称", d->title);
    write_fact(grid, "报送机关", report->organ_name);
    ds_docx_grid_row(grid, DS_DOCX_ROW_KEPT, FILLED_HEIGHT);
    write_cell(grid, "报告年度", 1);
    write_written(grid, report->year > 0 ? apr_psprintf(d->pool, "%d年", report->year) : NULL, 2);
    write_cell(grid, "稿次", 1);
    write_written(grid, d->review->revision > 0
                  ? apr_psprintf(d->pool, "第%d稿", d->review->revision) : NULL, 1);
    ds_docx_grid_row_end(grid);
    if (d->digest != NULL) {
        write_fact(grid, apr_pstrcat(d->pool, "数据摘要\n（", d->algorithm, "）", NULL),
                   in_halves(d->digest, d->pool));
    }
}

static const char *declaration_of(const ds_step *step)
{
    for (size_t i = 0; i < sizeof(declarations) / sizeof(*declarations); i++) {
        if (step->attests != NULL && strcmp(step->attests, declarations[i].attests) == 0) {
            return declarations[i].declaration;
        }
    }
    return NULL;
}

static void write_steps(ds_docx_grid *grid, const ds_chain *chain)
{
    static const char *const heads[] = { "环节", "姓名", "职务", "意见", "日期" };
    int height = chain->n_steps * STEP_HEIGHT <= STEPS_HEIGHT ? STEP_HEIGHT
                                                              : STEPS_HEIGHT / chain->n_steps;
    ds_docx_grid_row(grid, DS_DOCX_ROW_KEPT, FILLED_HEIGHT);
    for (int i = 0; i < N_COLUMNS; i++) {
        write_cell(grid, heads[i], 1);
    }
    ds_docx_grid_row_end(grid);
    for (int i = 0; i < chain->n_steps; i++) {
        const ds_docx_cell opinion = { .text = declaration_of(&chain->steps[i]), .colspan = 1,
                                       .rowspan = 1, .is_left = 1, .is_top = 1 };
        ds_docx_grid_row(grid, 0, height);
        write_cell(grid, chain->steps[i].name, 1);
        write_cell(grid, NULL, 1);
        write_cell(grid, NULL, 1);
        ds_docx_grid_cell(grid, &opinion);
        write_cell(grid, NULL, 1);
        ds_docx_grid_row_end(grid);
    }
}

static void write_seal(ds_docx_grid *grid)
{
    ds_docx_grid_row(grid, 0, SEAL_HEIGHT);
    write_cell(grid, "单位盖章", 1);
    write_cell(grid, "（盖章处）\n\n　　　　　　年　　　月　　　日", N_COLUMNS - 1);
    ds_docx_grid_row_end(grid);
}

static void write_section_break(ds_markup *m)
{
    ds_markup_start(m, "w:p");
    ds_markup_start(m, "w:pPr");
    ds_docx_value(m, "w:pStyle", DS_DOCX_GAP);
    ds_markup_start(m, "w:sectPr");
    ds_docx_write_paper(m);
    ds_markup_end(m, "w:sectPr");
    ds_markup_end(m, "w:pPr");
    ds_markup_end(m, "w:p");
}

void ds_docx_write_sheet(ds_markup *m, const ds_docx *d)
{
    static const ds_docx_grid_look look = {
        .n_columns = N_COLUMNS, .widths = widths, .style = DS_DOCX_SHEET, .margin = 80,
        .title = "审签单"
    };
    ds_docx_grid *grid;
    ds_docx_paragraph(m, DS_DOCX_TITLE, "政府信息公开工作年度报告审签单", d->pool);
    grid = ds_docx_grid_start(m, &look, d->pool);
    write_facts(grid, d);
    write_steps(grid, d->review->chain);
    write_seal(grid);
    ds_docx_grid_end(grid);
    ds_docx_paragraph(m, DS_DOCX_GAP, NULL, d->pool);
    ds_docx_paragraph(m, DS_DOCX_NOTE, NOTE, d->pool);
    write_section_break(m);
}
