/* How the plain-text reader compares words: labels and headings as documents
 * print them, whatever ordinal, bracket, space or punctuation surrounds them.
 */
#ifndef DS_IO_TEXT_WORDS_H
#define DS_IO_TEXT_WORDS_H

#include <apr_pools.h>

/* How an ordinal was printed: the outline levels of an official document. */
typedef enum {
    DS_ORDINAL_NONE,
    DS_ORDINAL_CHINESE,   /* 一、 */
    DS_ORDINAL_BRACKETED, /* （一） */
    DS_ORDINAL_DIGITS,    /* 1. */
    DS_ORDINAL_SMALL      /* (1), ① */
} ds_ordinal_style;

/* A text made comparable. */
typedef struct ds_words {
    const char *full;   /* letters, digits and ideographs alone, without the ordinal, full-width
                           letters and digits narrowed, lower case; maybe "" */
    const char *bare;   /* likewise, and without what stands in brackets (from an unclosed bracket
                           on); NULL where that is the same or nothing */
    const char *unnumbered; /* full without numerals at its beginning: an ordinal that nothing
                               separates from the words; NULL where that is the same or nothing */
    int ordinal;        /* its value, 0 when there is none */
    ds_ordinal_style style;
} ds_words;

/* Makes the text (valid UTF-8) comparable; everything in pool. */
void ds_words_of(ds_words *words, const char *text, apr_pool_t *pool);

/* The value of an ordinal alone (一, 十二, 3); 0 when it is none. */
int ds_words_numeral(const char *text);

/* Number of single characters to insert, remove or change to make one text of
 * the other, `limit` + 1 when more than `limit`. Texts of more than
 * DS_WORDS_MAX characters are never near. */
#define DS_WORDS_MAX 64
int ds_words_distance(const char *a, const char *b, int limit);

/* Whether the text looks like what stands in a data cell: a number, maybe
 * with sign, unit or note, or one of the signs for "not applicable". */
int ds_words_is_figure(const char *text);

/* Whether the line is a page number: - 4 -, — 4 —, 第4页. */
int ds_words_is_page_number(const char *text);

/* A civil date, if the text is just that: 2021年1月29日, 二〇二一年一月二十九日,
 * 2021-01-29, 2021.1.29. Returns it as YYYY-MM-DD in pool, or NULL when it is
 * none. */
const char *ds_words_date(const char *text, apr_pool_t *pool);

/* Finds the first year (2020年, ２０２０年度, 二〇二〇年) in the text: returns it and
 * where it begins and ends, 年 and 度 included; 0 when there is none. */
int ds_words_year(const char *text, apr_size_t *begin, apr_size_t *end);

#endif
