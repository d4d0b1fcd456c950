/* Prose as plain lines, the way a form carries it.
 *
 * One line is one paragraph. A paragraph that has line breaks of its own has
 * the mark DS_LINE_GOES_ON at the end of each of its lines but the last; the
 * n-th figure stands as a line of its own, 〔图片n〕. So a section that is
 * written and read again is the same section.
 */
#ifndef DS_CORE_PROSE_LINES_H
#define DS_CORE_PROSE_LINES_H

#include "core/report.h"

#define DS_LINE_GOES_ON "↵"

/* Blocks (array of ds_block), or notes (array of const char *), as lines that
 * LF separates; in pool, "" for none. */
const char *ds_prose_lines(const apr_array_header_t *blocks, apr_pool_t *pool);
const char *ds_note_lines(const apr_array_header_t *notes, apr_pool_t *pool);

/* The line of the n-th figure, in pool. */
const char *ds_figure_line(int number, apr_pool_t *pool);

/* The number in a line that is nothing but the mark of a figure, 0 for any
 * other line; white space around it does not count. */
int ds_line_figure(const char *line, apr_size_t len);

/* Takes the next paragraph out of lines that CR, LF, CR LF or VT end; NULL
 * when none is left, *lines then points to the end. What word processors leave
 * behind is taken out: no-break spaces and tabs become blanks, characters of
 * no width are dropped. The paragraph is in pool and not tidied yet; it may be
 * empty. */
const char *ds_prose_next(const char **lines, apr_pool_t *pool);

#endif
