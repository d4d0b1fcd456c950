#include "httpd/effect.h"

#include <string.h>

#include "httpd/freshness.h"

typedef enum { ON_NOTHING, ON_NAMES, ON_REPORTS } effect;

/* An action that is not here (publication, withdrawal, a restored backup)
 * changes the organ's reports, or with no organ, anything. */
static const struct {
    const char *action;
    effect effect;
} effects[] = {
    { "save", ON_NOTHING },        { "submit", ON_NOTHING },  { "return", ON_NOTHING },
    { "approve", ON_NOTHING },     { "correct", ON_NOTHING }, { "put-account", ON_NOTHING },
    { "sign-in", ON_NOTHING },     { "sign-out", ON_NOTHING },
    { "sign-out-everywhere", ON_NOTHING }, { "change-password", ON_NOTHING },
    { "issue-reset", ON_NOTHING }, { "redeem-reset", ON_NOTHING },
    { "set-password", ON_NOTHING }, { "put-organ", ON_NAMES },
    { "put-file", ON_NOTHING },
    { "comment", ON_NOTHING },     { "resolve", ON_NOTHING }, { "scan", ON_NOTHING },
    { "open-year", ON_NAMES },    { "put-duty", ON_NAMES },
    { "remind", ON_NOTHING },     { "call", ON_NOTHING },
    { "schedule", ON_NOTHING },   { "unschedule", ON_NOTHING },
    { "prune-audit", ON_NOTHING },
};

static effect effect_of(const char *action)
{
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++)
        if (!strcmp(effects[i].action, action))
            return effects[i].effect;
    return ON_REPORTS;
}

void disclosure_effect_apply(const struct disclosure_database *database, const char *action,
                             const char *organ)
{
    switch (effect_of(action)) {
    case ON_NOTHING:
        break;
    case ON_NAMES:
        disclosure_bump_names(database);
        break;
    case ON_REPORTS:
        if (organ)
            disclosure_bump_reports(database, organ);
        else
            disclosure_bump_all(database);
        break;
    }
}
