/* What an action, as the record calls it, changes of what the public sees. */
#ifndef DISCLOSURE_EFFECT_H
#define DISCLOSURE_EFFECT_H

struct disclosure_database;

/* Bumps the counters of whatever the action makes old. organ NULL: none. */
void disclosure_effect_apply(const struct disclosure_database *database, const char *action,
                             const char *organ);

#endif
