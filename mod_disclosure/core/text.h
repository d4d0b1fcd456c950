/* What may be text: UTF-8, the characters XML 1.0 allows, tidy line breaks. */
#ifndef DS_CORE_TEXT_H
#define DS_CORE_TEXT_H

#include <apr_pools.h>

/* The offset of the first byte that is not valid UTF-8 (no overlong forms, no
 * surrogates, nothing above U+10FFFF) or not a character XML 1.0 allows
 * (C0 controls but TAB, LF, CR; U+FFFE, U+FFFF); `len` when there is none.
 * VT (0x0B) is let pass, as ds_text_tidy() turns it into a line break. */
apr_size_t ds_text_first_bad(const char *text, apr_size_t len);

/* The text with every byte or character that is not allowed replaced by
 * U+FFFD, VT included; the text itself when there is none. For passages of
 * unreadable input that are quoted in messages. */
const char *ds_text_clean(apr_pool_t *pool, const char *text);

/* The text as a report keeps it: CR LF, CR and VT become LF; white space
 * (ASCII, U+00A0, U+3000, U+FEFF) at both ends is gone. Returns a
 * NUL-terminated copy in pool, "" when nothing is left. The text must have
 * passed ds_text_first_bad(). */
const char *ds_text_tidy(apr_pool_t *pool, const char *text, apr_size_t len);

/* The text without any white space at all (ASCII, U+00A0, U+2000-200B,
 * U+3000, U+FEFF): how labels are compared. */
const char *ds_text_squeeze(apr_pool_t *pool, const char *text);

/* Full-width ASCII forms (U+FF01-FF5E) and U+3000 as their ASCII
 * counterparts, all else unchanged. Used for figures only, never labels that
 * are shown. */
const char *ds_text_narrow(apr_pool_t *pool, const char *text);

/* Reads one character of valid UTF-8 at *p, advances *p past it. */
apr_uint32_t ds_text_next(const char **p);

/* The first so many characters of valid UTF-8, "…" behind them when that is
 * not all; a copy in pool. */
const char *ds_text_quote(apr_pool_t *pool, const char *text, apr_size_t characters);

/* The text as it stands in an address or header: ASCII letters, digits and the
 * marks `more` as they are, every other byte as %XX. A copy in pool. */
const char *ds_text_percent(apr_pool_t *pool, const char *text, const char *more);

/* Number of characters (not bytes) of valid UTF-8. */
apr_size_t ds_text_length(const char *text);

#endif
