/* A relation in words, for people who do not read formulas. */
#ifndef DS_PAGE_RELATION_WORDS_H
#define DS_PAGE_RELATION_WORDS_H

#include "core/relation.h"

/* "‘自然人’一列：一、…数量 加 二、…数量，应等于 （七）总计 加 四、…": what all operands
 * share is said once, in front. In pool. */
const char *ds_relation_words(const ds_format *format, const ds_relation *relation,
                              apr_pool_t *pool);

#endif
