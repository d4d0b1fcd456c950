/* The pieces of the body that is pasted into somebody else's editor.
 *
 * What the editors in use throw away on paste decides what is written: only
 * h2 h3 p strong br a img table tbody tr th td, spans, alignment and border as
 * attributes as well as inline styles; no class, id, caption, column group. */
#ifndef DS_PAGE_PASTE_PARTS_H
#define DS_PAGE_PASTE_PARTS_H

#include "page/public.h"

/* A start tag with its inline style. */
void ds_paste_open(ds_markup *m, const char *name, const char *style);

/* A form section: its grid, and the notes below. */
void ds_paste_table(ds_markup *m, const ds_report *report, const ds_section *section);

/* Ordinary paragraphs. */
#define DS_PASTE_PARAGRAPH "margin:0 0 8px;line-height:1.8;text-indent:2em"

/* Small print. */
#define DS_PASTE_SMALL "margin:8px 0;line-height:1.6;font-size:14px"

#endif
