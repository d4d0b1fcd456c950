/* How readers name a place of the input: short whatever the input holds, and
 * free of characters that a finding could not keep.
 */
#ifndef DS_IO_PLACE_H
#define DS_IO_PLACE_H

#include <apr.h>

/* Most characters of a place; what is longer ends in an ellipsis. */
#define DS_PLACE_MAX 120

/* A place as a value, so that naming one needs no pool. */
typedef struct ds_place {
    char text[DS_PLACE_MAX * 4 + 1];
} ds_place;

/* Input quoted: cut, each control or broken character as U+FFFD. */
ds_place ds_place_of(const char *text, apr_size_t len);

/* "path/key"; just the key where path is "". */
ds_place ds_place_join(const char *path, const char *key);

/* "path/3": an item of a list, counted from one. */
ds_place ds_place_item(const char *path, apr_size_t index);

#endif
