/* Inside the store: the file a backup is.
 *
 *   mod_disclosure-backup 1 schema 1 digest sm3
 *   table organ_name 6
 *   r 5:jixia 1:0 4:full 6:稷下 - -
 *   ...
 *   end 12
 *   digest 9c4f...
 *
 * Every table once, in the order below; a field is its length in bytes, a
 * colon and the bytes, or "-" for NULL. The digest is that of every byte before
 * its line, so a file that was cut or changed is found out. Sessions and reset
 * codes are left out, as they are of no lasting worth, and so is the index for
 * searching, which is made anew.
 */
#ifndef DS_STORE_DUMP_H
#define DS_STORE_DUMP_H

#include "store/query.h"

#define DS_DUMP_MAGIC "mod_disclosure-backup 1 schema "

/* No field is larger. */
#define DS_DUMP_MAX_FIELD (64 * 1024 * 1024)

/* The columns of no table are more. */
#define DS_DUMP_MAX_FIELDS 32

typedef struct ds_dump_table {
    const char *name;
    ds_sql dump, load, clear;
    const char *keys;   /* kinds of its key columns, which come first */
    int batch;          /* rows read at once */
} ds_dump_table;

/* What others refer to comes first. */
extern const ds_dump_table ds_dump_tables[];
extern const int ds_dump_table_count;

#endif
