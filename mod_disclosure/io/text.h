/* Plain text in: a report as it comes out of a word processor, one cell per
 * line, tab-separated or with bars.
 *
 * Anchored on the words of the format: headings by their words whatever
 * ordinal stands before them, rows by their labels, white space, brackets and
 * ordinals ignored. The format is detected from the heads of the first form
 * section; when it does not fit the year that is a finding (F.format,
 * warning). What is ambiguous is never guessed: the cell stays blank and a
 * finding says where.
 */
#ifndef DS_IO_TEXT_H
#define DS_IO_TEXT_H

#include "io/io.h"

ds_read_fn ds_text_read;

#endif
