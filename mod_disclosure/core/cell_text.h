/* How a figure that a person typed, or a word processor printed, becomes a
 * cell: the one place that says what counts as a number, a blank and a "/".
 */
#ifndef DS_CORE_CELL_TEXT_H
#define DS_CORE_CELL_TEXT_H

#include "core/finding.h"
#include "core/report.h"

/* Sets the cell from text as found in documents and forms.
 *
 * Blank: nothing but white space, no-break spaces and a literal "&nbsp;"
 * included. Not applicable: / ／ 无 and dashes of any length (alone). Numbers:
 * full-width digits, leading zeros ("00"), thousands separators (1,234), a
 * plus sign, the sign words 增 and 减 ("减4" is -4 in a change cell), a unit
 * behind an amount (25.1万元; 251000元) where the cell's type takes one or
 * prints just that unit, a classifier behind a count (5件), and a note in
 * brackets or behind the number (22（其中修订16件）). Whatever was normalised
 * is reported as C.number, info, with the text as found in `passage`, and is
 * never kept as the cell's note.
 *
 * What is none of these, or not acceptable for the type (a fraction in a
 * count), leaves the cell blank and adds C.number, error; a negative count is
 * set and reported as C.negative, error, by the check, not here. Over
 * DS_DECIMAL_MAX: C.number, error. */
void ds_cell_read(ds_report *report, int cell, const char *text, ds_findings *findings);

#endif
