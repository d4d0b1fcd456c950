#include "io/docx_styles.h"

#include <stddef.h>

#include "io/docx_text.h"

#define LATIN "Times New Roman"

/* Each font with the name it goes by where the system's language is another,
 * or (for the title) with the one to be taken where it is not installed. */
static const struct {
    const char *name, *other, *family;
} fonts[] = {
    { LATIN, NULL, "roman" },
    { "仿宋", "FangSong", "modern" },
    { "黑体", "SimHei", "modern" },
    { "楷体", "KaiTi", "modern" },
    { "宋体", "SimSun", "auto" },
    { "方正小标宋简体", "宋体", "auto" },
};

/* Measures are twentieths of a point, sizes half points; 0: as in the style it
 * is based on. */
typedef struct style {
    const char *id, *name, *based_on;
    const char *font;
    int size;
    int is_bold;
    const char *align;
    int line;               /* height of a line, exactly; negative: as high as the type */
    int before, after;
    int indent;             /* of the first line */
    int right;
    int is_kept;            /* on one page with what follows */
    int outline;            /* level in the table of contents, from 1 */
} style;

static const style styles[] = {
    { .id = "Normal", .name = "Normal", .align = "both", .line = 560 },
    { .id = DS_DOCX_BODY, .name = "Body Text", .based_on = "Normal", .indent = 640 },
    { .id = DS_DOCX_BODY_LAST, .name = "Body Text Last", .based_on = DS_DOCX_BODY, .is_kept = 1 },
    { .id = DS_DOCX_TITLE, .name = "Title", .based_on = "Normal", .font = "方正小标宋简体",
      .size = 44, .align = "center", .line = 700, .after = 560, .is_kept = 1 },
    { .id = DS_DOCX_HEADING, .name = "heading 1", .based_on = "Normal", .font = "黑体",
      .before = 120, .after = 60, .indent = 640, .is_kept = 1, .outline = 1 },
    { .id = DS_DOCX_PICTURE, .name = "Picture", .based_on = "Normal", .font = "楷体", .size = 28,
      .align = "center" },
    { .id = DS_DOCX_CAPTION, .name = "caption", .based_on = DS_DOCX_PICTURE },
    { .id = DS_DOCX_PICTURE_FRAME, .name = "Picture Frame", .based_on = "Normal",
      .align = "center", .line = -1, .is_kept = 1 },
    { .id = DS_DOCX_NOTE, .name = "Note", .based_on = "Normal", .font = "楷体", .size = 24,
      .line = 400, .indent = 480 },
    { .id = DS_DOCX_GAP, .name = "Gap", .based_on = "Normal", .size = 10, .line = 120 },
    { .id = DS_DOCX_SIGNATURE, .name = "Signature", .based_on = "Normal", .align = "right",
      .before = 1120, .right = 1280, .is_kept = 1 },
    { .id = DS_DOCX_SIGNATURE_DATE, .name = "Signature Date", .based_on = "Normal",
      .align = "right", .right = 1280 },
    { .id = DS_DOCX_HEADER, .name = "header", .based_on = "Normal", .font = "宋体", .size = 18,
      .align = "right", .line = -1 },
    { .id = DS_DOCX_FOOTER, .name = "footer", .based_on = "Normal", .font = "宋体", .size = 28,
      .align = "center", .line = -1 },
    { .id = DS_DOCX_FORM, .name = "Form", .based_on = "Normal", .font = "宋体", .size = 21,
      .align = "center", .line = 300 },
    { .id = DS_DOCX_FORM_SMALL, .name = "Form Small", .based_on = DS_DOCX_FORM, .size = 18,
      .line = 240 },
    { .id = DS_DOCX_FORM_TINY, .name = "Form Tiny", .based_on = DS_DOCX_FORM, .size = 15,
      .line = 200 },
    { .id = DS_DOCX_SHEET, .name = "Sheet", .based_on = DS_DOCX_FORM, .size = 24, .line = 360 },
};

static void write_flag(ds_markup *m, const char *name, int is_set)
{
    if (is_set) {
        ds_markup_start(m, name);
        ds_markup_end(m, name);
    }
}

static void write_font(ds_markup *m, const char *east_asian, const char *latin)
{
    ds_markup_start(m, "w:rFonts");
    ds_markup_attr(m, "w:ascii", latin);
    ds_markup_attr(m, "w:eastAsia", east_asian);
    ds_markup_attr(m, "w:hAnsi", latin);
    ds_markup_attr(m, "w:cs", latin);
    ds_markup_end(m, "w:rFonts");
}

static void write_size(ds_markup *m, int size)
{
    if (size > 0) {
        ds_docx_number(m, "w:sz", size);
        ds_docx_number(m, "w:szCs", size);
    }
}

static void write_run_properties(ds_markup *m, const style *s)
{
    ds_markup_start(m, "w:rPr");
    if (s->font != NULL) {
        write_font(m, s->font, NULL);
    }
    write_flag(m, "w:b", s->is_bold);
    write_size(m, s->size);
    ds_markup_end(m, "w:rPr");
}

static void attr_measure(ds_markup *m, const char *name, int value)
{
    if (value > 0) {
        ds_markup_attr_int(m, name, value);
    }
}

static void write_spacing(ds_markup *m, const style *s)
{
    if (s->line == 0 && s->before == 0 && s->after == 0) {
        return;
    }
    ds_markup_start(m, "w:spacing");
    attr_measure(m, "w:before", s->before);
    attr_measure(m, "w:after", s->after);
    if (s->line != 0) {
        ds_markup_attr_int(m, "w:line", s->line > 0 ? s->line : 240);
        ds_markup_attr(m, "w:lineRule", s->line > 0 ? "exact" : "auto");
    }
    ds_markup_end(m, "w:spacing");
}

static void write_indents(ds_markup *m, const style *s)
{
    if (s->indent > 0 || s->right > 0) {
        ds_markup_start(m, "w:ind");
        attr_measure(m, "w:right", s->right);
        if (s->indent > 0) {
            ds_markup_attr_int(m, "w:firstLineChars", 200);
            ds_markup_attr_int(m, "w:firstLine", s->indent);
        }
        ds_markup_end(m, "w:ind");
    }
}

static void write_paragraph_properties(ds_markup *m, const style *s)
{
    ds_markup_start(m, "w:pPr");
    write_flag(m, "w:keepNext", s->is_kept);
    write_spacing(m, s);
    write_indents(m, s);
    if (s->align != NULL) {
        ds_docx_value(m, "w:jc", s->align);
    }
    if (s->outline > 0) {
        ds_docx_number(m, "w:outlineLvl", s->outline - 1);
    }
    ds_markup_end(m, "w:pPr");
}

static void start_style(ds_markup *m, const char *type, const style *s)
{
    ds_markup_start(m, "w:style");
    ds_markup_attr(m, "w:type", type);
    ds_markup_attr(m, "w:default", s == styles ? "1" : NULL);
    ds_markup_attr(m, "w:styleId", s->id);
    ds_docx_value(m, "w:name", s->name);
    if (s->based_on != NULL) {
        ds_docx_value(m, "w:basedOn", s->based_on);
    }
}

static void write_style(ds_markup *m, const style *s)
{
    start_style(m, "paragraph", s);
    write_flag(m, "w:qFormat", 1);
    write_paragraph_properties(m, s);
    write_run_properties(m, s);
    ds_markup_end(m, "w:style");
}

/* The heading with which a paragraph begins. */
static void write_subheading(ds_markup *m)
{
    const style subheading = { .id = DS_DOCX_SUBHEADING, .name = DS_DOCX_SUBHEADING,
                               .font = "楷体", .is_bold = 1 };
    start_style(m, "character", &subheading);
    write_flag(m, "w:qFormat", 1);
    write_run_properties(m, &subheading);
    ds_markup_end(m, "w:style");
}

static void write_defaults(ds_markup *m)
{
    ds_markup_start(m, "w:docDefaults");
    ds_markup_start(m, "w:rPrDefault");
    ds_markup_start(m, "w:rPr");
    write_font(m, "仿宋", LATIN);
    ds_docx_number(m, "w:kern", 2);
    write_size(m, 32);
    ds_markup_start(m, "w:lang");
    ds_markup_attr(m, "w:val", "en-US");
    ds_markup_attr(m, "w:eastAsia", "zh-CN");
    ds_markup_end(m, "w:lang");
    ds_markup_end(m, "w:rPr");
    ds_markup_end(m, "w:rPrDefault");
    ds_markup_end(m, "w:docDefaults");
}

void ds_docx_write_styles(ds_markup *m)
{
    ds_markup_start(m, "w:styles");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    write_defaults(m);
    for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++) {
        write_style(m, &styles[i]);
    }
    write_subheading(m);
    ds_markup_end(m, "w:styles");
}

void ds_docx_write_fonts(ds_markup *m)
{
    ds_markup_start(m, "w:fonts");
    ds_markup_attr(m, "xmlns:w", DS_DOCX_W);
    for (size_t i = 0; i < sizeof(fonts) / sizeof(*fonts); i++) {
        ds_markup_start(m, "w:font");
        ds_markup_attr(m, "w:name", fonts[i].name);
        if (fonts[i].other != NULL) {
            ds_docx_value(m, "w:altName", fonts[i].other);
            ds_docx_value(m, "w:charset", "86");
        }
        ds_docx_value(m, "w:family", fonts[i].family);
        ds_markup_end(m, "w:font");
    }
    ds_markup_end(m, "w:fonts");
}
