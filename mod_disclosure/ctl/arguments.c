/* The command line behind the verb. */
#include <string.h>

#include "ctl/ctl.h"

const apr_getopt_option_t ctl_common_options[] = {
    { "config", 'c', 1, "FILE  读取 DBDriver、DBDParams、DisclosureData 等指令的文件" },
    { "help", 'h', 0, "显示说明" },
    { NULL, 0, 0, NULL }
};

const char *ctl_option(const ctl_arguments *arguments, const char *name)
{
    return apr_table_get(arguments->options, name);
}

typedef struct collected {
    const char *name;
    apr_array_header_t *values;
} collected;

static int collect(void *baton, const char *name, const char *value)
{
    collected *into = baton;
    if (strcmp(name, into->name) == 0) {
        APR_ARRAY_PUSH(into->values, const char *) = value;
    }
    return 1;
}

apr_array_header_t *ctl_options(const ctl_arguments *arguments, const char *name, apr_pool_t *pool)
{
    collected into = { name, apr_array_make(pool, 4, sizeof(const char *)) };
    apr_table_do(collect, &into, arguments->options, NULL);
    return into.values;
}

/* The verb's options with those common to all behind them. */
static const apr_getopt_option_t *all_options(const ctl_verb *verb, apr_pool_t *pool)
{
    apr_array_header_t *all = apr_array_make(pool, 16, sizeof(apr_getopt_option_t));
    for (const apr_getopt_option_t *o = verb->options; o && o->name; o++) {
        APR_ARRAY_PUSH(all, apr_getopt_option_t) = *o;
    }
    for (const apr_getopt_option_t *o = ctl_common_options; ; o++) {
        APR_ARRAY_PUSH(all, apr_getopt_option_t) = *o;
        if (!o->name) {
            return (const apr_getopt_option_t *) all->elts;
        }
    }
}

static const char *option_name(const apr_getopt_option_t *options, int letter)
{
    while (options->name && options->optch != letter) {
        options++;
    }
    return options->name;
}

/* apr_getopt_long() takes a lone "-" for an option without a name; an empty
 * word, which is no file either, stands for it meanwhile. */
static const char *const *hide_dashes(int argc, const char *const *argv, apr_pool_t *pool)
{
    const char **hidden = apr_palloc(pool, sizeof(*hidden) * (apr_size_t) argc);
    for (int i = 0; i < argc; i++) {
        hidden[i] = strcmp(argv[i], "-") == 0 ? "" : argv[i];
    }
    return hidden;
}

static const char *shown(const char *word)
{
    return *word ? word : "-";
}

int ctl_parse(ctl_arguments *arguments, const ctl_verb *verb, int argc, const char *const *argv,
              apr_pool_t *pool)
{
    const apr_getopt_option_t *options = all_options(verb, pool);
    apr_getopt_t *state;
    apr_status_t status;
    int letter;
    const char *value;
    arguments->options = apr_table_make(pool, 8);
    arguments->rest = apr_array_make(pool, 8, sizeof(const char *));
    apr_getopt_init(&state, pool, argc, hide_dashes(argc, argv, pool));
    state->interleave = 1;
    while ((status = apr_getopt_long(state, options, &letter, &value)) == APR_SUCCESS) {
        apr_table_addn(arguments->options, option_name(options, letter),
                       value ? shown(value) : "");
    }
    for (int i = state->ind; i < argc; i++) {
        APR_ARRAY_PUSH(arguments->rest, const char *) = shown(state->argv[i]); /* permuted */
    }
    return APR_STATUS_IS_EOF(status) ? CTL_OK
        : ctl_fail("选项有误，“disclosurectl %s --help”显示可用的选项。", verb->name);
}
