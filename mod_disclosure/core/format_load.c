/* Format files: one file becomes a format, a directory becomes the formats of
 * a site. */
#include <stdlib.h>
#include <string.h>

#include <apr_file_info.h>
#include <apr_strings.h>
#include <apr_tables.h>

#include "core/datafile.h"
#include "core/format_parts.h"
#include "core/formats.h"
#include "core/relation.h"

/* What the reading of one file needs at every turn. */
typedef struct loading {
    ds_format *format;
    const char *path;
    apr_pool_t *pool;
    apr_pool_t *scratch;
} loading;

static int is_section(const xmlNode *node)
{
    return ds_datafile_is(node, "prose") || ds_datafile_is(node, "form");
}

/* Sizes the arrays, so that pointers into them stay. */
static void allocate(ds_format *format, const xmlNode *root, apr_pool_t *pool)
{
    const xmlNode *node, *child;
    int n_sections = 0, n_prose = 0, n_tables = 0;

    for (node = ds_datafile_child(root); node; node = ds_datafile_next(node)) {
        n_sections += is_section(node);
        n_prose += ds_datafile_is(node, "prose");
        for (child = ds_datafile_child(node); child; child = ds_datafile_next(child)) {
            n_tables += ds_datafile_is(child, "table");
        }
    }
    format->sections = apr_pcalloc(pool, n_sections * sizeof(*format->sections));
    format->prose = apr_pcalloc(pool, (n_prose + 1) * sizeof(*format->prose));
    format->tables = apr_pcalloc(pool, (n_tables + 1) * sizeof(*format->tables));
    format->sections_by_id = apr_hash_make(pool);
    format->tables_by_id = apr_hash_make(pool);
    format->cells_by_address = apr_hash_make(pool);
}

static const char *read_table(const loading *l, ds_section *section, const xmlNode *node)
{
    ds_format *format = l->format;
    ds_table *table = &format->tables[format->n_tables];
    const char *error = ds_format_read_table(table, node, l->path, l->pool, l->scratch);

    if (error) {
        return error;
    }
    if (ds_format_table(format, table->id)) {
        return ds_datafile_error(l->pool, l->path, node, "there are two tables with the id \"%s\"",
                                 table->id);
    }
    table->section = section;
    table->index = format->n_tables++;
    table->first_cell = format->n_cells;
    format->n_cells += table->n_rows * table->n_columns;
    section->n_tables++;
    apr_hash_set(format->tables_by_id, table->id, APR_HASH_KEY_STRING, table);
    return format->n_cells > DS_FORMAT_MAX_CELLS
               ? ds_datafile_error(l->pool, l->path, node, "the tables have more than %d cells",
                                   DS_FORMAT_MAX_CELLS)
               : NULL;
}

/* Every table fills the width of the printed grid, and none is wider. */
static const char *fit_grid(const loading *l, ds_section *section, const xmlNode *node)
{
    const char *grid = ds_datafile_attr(l->scratch, node, "grid");
    ds_table *tables = &l->format->tables[section->first_table];
    int i, widest = 0;

    for (i = 0; i < section->n_tables; i++) {
        int width = tables[i].stub_width + tables[i].n_columns;
        widest = width > widest ? width : widest;
    }
    section->grid_width = grid ? (int)apr_atoi64(grid) : widest;
    if (section->grid_width < widest || section->grid_width > DS_FORMAT_MAX_CELLS) {
        return ds_datafile_error(l->pool, l->path, node,
                                 "the widest table of \"%s\" takes %d grid columns, "
                                 "but grid says %s", section->id, widest, grid);
    }
    for (i = 0; i < section->n_tables; i++) {
        ds_format_widen_table(&tables[i], section->grid_width);
    }
    return NULL;
}

static const char *read_form(const loading *l, ds_section *section, const xmlNode *node)
{
    const xmlNode *child;
    const char *error = NULL;

    section->prose = -1;
    section->first_table = l->format->n_tables;
    for (child = ds_datafile_child(node); child && !error; child = ds_datafile_next(child)) {
        if (ds_datafile_is(child, "table")) {
            error = read_table(l, section, child);
        }
    }
    return error ? error : fit_grid(l, section, node);
}

static const char *read_section(const loading *l, const xmlNode *node)
{
    ds_format *format = l->format;
    ds_section *section = &format->sections[format->n_sections];
    const char *title = ds_datafile_attr(l->pool, node, "title");
    const char *required = ds_datafile_attr(l->scratch, node, "required");

    section->id = ds_datafile_attr(l->pool, node, "id");
    section->index = format->n_sections++;
    section->ordinal = ds_datafile_attr(l->pool, node, "ordinal");
    section->title = title ? title : "";
    section->synonyms = ds_format_read_texts(node, "synonym", l->pool);
    section->help = ds_format_read_text(node, "help", l->pool);
    section->must_mention = ds_datafile_attr(l->pool, node, "must-mention");
    section->headings = ds_format_read_texts(node, "heading", l->pool);
    section->nothing = ds_format_read_text(node, "nothing", l->pool);
    section->is_required = !required || strcmp(required, "no") != 0;
    if (ds_format_section(format, section->id)) {
        return ds_datafile_error(l->pool, l->path, node,
                                 "there are two sections with the id \"%s\"", section->id);
    }
    apr_hash_set(format->sections_by_id, section->id, APR_HASH_KEY_STRING, section);
    if (ds_datafile_is(node, "form")) {
        return read_form(l, section, node);
    }
    section->prose = format->n_prose;
    format->prose[format->n_prose++] = section;
    return NULL;
}

/* Addresses, and the way back from them. */
static void index_cells(const loading *l)
{
    ds_format *format = l->format;
    ds_place *places = apr_palloc(l->pool, (format->n_cells + 1) * sizeof(*places));
    int i, *numbers = apr_palloc(l->pool, (format->n_cells + 1) * sizeof(*numbers));

    for (i = 0; i < format->n_tables; i++) {
        const ds_table *table = &format->tables[i];
        int n = table->n_rows * table->n_columns, j;
        for (j = 0; j < n; j++) {
            int cell = table->first_cell + j;
            places[cell].table = table;
            places[cell].address = apr_pstrcat(l->pool, table->id, "/",
                                               table->rows[j / table->n_columns].id, "/",
                                               table->columns[j % table->n_columns].id, NULL);
            numbers[cell] = cell;
            apr_hash_set(format->cells_by_address, places[cell].address, APR_HASH_KEY_STRING,
                         &numbers[cell]);
        }
    }
    format->places = places;
}

static const char *read_relation(const loading *l, apr_array_header_t *relations,
                                 const xmlNode *node)
{
    ds_relation_source source = {
        .rule = ds_datafile_attr(l->pool, node, "rule"),
        .name = ds_datafile_attr(l->pool, node, "name"),
        .table = ds_datafile_attr(l->pool, node, "table"),
        .each = ds_datafile_attr(l->pool, node, "each"),
        .only = ds_datafile_attr(l->pool, node, "only"),
        .place = ds_datafile_attr(l->pool, node, "place"),
        .severity = ds_datafile_attr(l->pool, node, "severity"),
        .test = ds_datafile_attr(l->pool, node, "test"),
        .when = ds_datafile_attr(l->pool, node, "when"),
        .message = ds_datafile_text(l->pool, node),
        .line = (int)xmlGetLineNo(node),
    };
    const char *error = ds_relation_compile(relations, l->format, &source, l->pool, l->scratch);

    return error ? ds_datafile_error(l->pool, l->path, node, "relation %s: %s", source.rule, error)
                 : NULL;
}

static const char *read_relations(const loading *l, const xmlNode *root)
{
    apr_array_header_t *relations = apr_array_make(l->pool, 64, sizeof(ds_relation));
    const xmlNode *node;
    const char *error = NULL;
    int i;

    for (node = ds_datafile_child(root); node && !error; node = ds_datafile_next(node)) {
        if (ds_datafile_is(node, "relation")) {
            error = read_relation(l, relations, node);
        }
    }
    l->format->relations = (ds_relation *)relations->elts;
    l->format->n_relations = relations->nelts;
    for (i = 0; i < relations->nelts; i++) {
        const ds_relation *relation = &l->format->relations[i];
        l->format->n_required += relation->severity == DS_ERROR && !relation->needs_previous;
    }
    return error;
}

static const char *read_years(const loading *l, const xmlNode *root)
{
    const char *first = ds_datafile_attr(l->scratch, root, "first-year");
    const char *last = ds_datafile_attr(l->scratch, root, "last-year");

    l->format->first_year = (int)apr_atoi64(first);
    l->format->last_year = last ? (int)apr_atoi64(last) : DS_FORMAT_IN_FORCE;
    return l->format->last_year < l->format->first_year
               ? ds_datafile_error(l->pool, l->path, root, "the last year is before the first")
               : NULL;
}

static const char *read_head(const loading *l, const xmlNode *root)
{
    const xmlNode *name = ds_datafile_child(root), *notice = ds_datafile_next(name);
    const xmlNode *title = ds_datafile_next(notice);
    ds_format *format = l->format;

    format->index = -1;
    format->source = apr_pstrdup(l->pool, l->path);
    format->line = (int)xmlGetLineNo(root);
    format->id = ds_datafile_attr(l->pool, root, "id");
    format->name = ds_datafile_text(l->pool, name);
    format->notice = ds_datafile_text(l->pool, notice);
    format->title_pattern = ds_datafile_text(l->pool, title);
    if (!strstr(format->title_pattern, "{organ}") || !strstr(format->title_pattern, "{year}")) {
        return ds_datafile_error(l->pool, l->path, title,
                                 "the title needs a place for {organ} and one for {year}");
    }
    return read_years(l, root);
}

static const char *read_format(const loading *l, const xmlNode *root)
{
    const xmlNode *node;
    const char *error = read_head(l, root);

    allocate(l->format, root, l->pool);
    for (node = ds_datafile_child(root); node && !error; node = ds_datafile_next(node)) {
        if (is_section(node)) {
            error = read_section(l, node);
        }
    }
    if (error) {
        return error;
    }
    index_cells(l);
    error = ds_format_read_earlier(l->format, root, l->path, l->pool, l->scratch);
    return error ? error : read_relations(l, root);
}

const char *ds_format_load(ds_format **out, const char *path, const char *schema_path,
                           apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    loading l = {apr_pcalloc(result_pool, sizeof(ds_format)), path, result_pool, scratch_pool};
    xmlDoc *document;
    const char *error = ds_datafile_read(&document, path, schema_path, result_pool, scratch_pool);

    if (!error) {
        error = read_format(&l, xmlDocGetRootElement(document));
    }
    if (!error) {
        *out = l.format;
    }
    return error;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The *.xml files of the directory, by name, so that messages are the same on
 * every machine. */
static const char *list_files(apr_array_header_t **files, const char *directory,
                              apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    char reason[120];
    apr_dir_t *dir;
    apr_finfo_t info;
    apr_status_t status = apr_dir_open(&dir, directory, scratch_pool);

    if (status != APR_SUCCESS) {
        return apr_psprintf(result_pool, "%s: %s", directory,
                            apr_strerror(status, reason, sizeof(reason)));
    }
    *files = apr_array_make(scratch_pool, 8, sizeof(const char *));
    while (apr_dir_read(&info, APR_FINFO_NAME, dir) == APR_SUCCESS) {
        apr_size_t len = strlen(info.name);
        if (info.name[0] != '.' && len > 4 && strcmp(info.name + len - 4, ".xml") == 0) {
            APR_ARRAY_PUSH(*files, const char *) =
                apr_pstrcat(result_pool, directory, "/", info.name, NULL);
        }
    }
    apr_dir_close(dir);
    qsort((*files)->elts, (*files)->nelts, sizeof(const char *), by_name);
    return (*files)->nelts > 0 ? NULL
                               : apr_psprintf(result_pool, "%s: no format file (*.xml)", directory);
}

const char *ds_formats_load(ds_formats **out, const char *directory, const char *schema_path,
                            apr_pool_t *result_pool, apr_pool_t *scratch_pool)
{
    apr_array_header_t *files, *formats;
    apr_pool_t *iterpool;
    const char *error = list_files(&files, directory, result_pool, scratch_pool);
    int i;

    if (error) {
        return error;
    }
    formats = apr_array_make(result_pool, files->nelts, sizeof(ds_format *));
    apr_pool_create(&iterpool, scratch_pool);
    for (i = 0; i < files->nelts && !error; i++) {
        ds_format *format = NULL;
        apr_pool_clear(iterpool);
        error = ds_format_load(&format, APR_ARRAY_IDX(files, i, const char *), schema_path,
                               result_pool, iterpool);
        APR_ARRAY_PUSH(formats, ds_format *) = format;
    }
    apr_pool_destroy(iterpool);
    return error ? error : ds_formats_assemble(out, formats, result_pool);
}
