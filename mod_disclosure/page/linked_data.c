#include "page/linked_data.h"

#include <string.h>

#include <apr_strings.h>

#include "page/piece.h"

/* One JSON object after another; a comma goes before what is not the first. */
typedef struct block {
    ds_markup *m;
    const ds_site *site;
    apr_pool_t *pool;
    int is_first;
} block;

static void literal(block *b, const char *text)
{
    ds_markup_raw(b->m, text, strlen(text));
}

static void separate(block *b)
{
    if (!b->is_first) {
        literal(b, ",");
    }
    b->is_first = 0;
}

static void key(block *b, const char *name)
{
    separate(b);
    ds_markup_json(b->m, name);
    literal(b, ":");
}

/* Nothing where the value is NULL. */
static void member(block *b, const char *name, const char *value)
{
    if (value != NULL) {
        key(b, name);
        ds_markup_json(b->m, value);
    }
}

/* Name NULL: an object of a list. */
static void begin_object(block *b, const char *name, const char *type)
{
    if (name != NULL) {
        key(b, name);
    }
    else {
        separate(b);
    }
    literal(b, "{");
    b->is_first = 1;
    member(b, "@type", type);
}

static void end_object(block *b)
{
    literal(b, "}");
    b->is_first = 0;
}

static void open_list(block *b, const char *name)
{
    key(b, name);
    literal(b, "[");
    b->is_first = 1;
}

static void close_list(block *b)
{
    literal(b, "]");
    b->is_first = 0;
}

/* The address of a path; nothing where the site has no base address. */
static void address(block *b, const char *name, const char *path)
{
    if (b->site->base_url != NULL) {
        member(b, name, apr_pstrcat(b->pool, b->site->base_url, path, NULL));
    }
}

static block begin(ds_markup *m, const ds_site *site, apr_pool_t *pool)
{
    block b = { m, site, pool, 1 };

    ds_markup_start(m, "script");
    ds_markup_attr(m, "type", "application/ld+json");
    literal(&b, "{");
    member(&b, "@context", "https://schema.org");
    return b;
}

static void finish(block *b)
{
    literal(b, "}");
    ds_markup_end(b->m, "script");
}

/* ---- A report ---- */

static void write_publisher(block *b, const ds_publication *p)
{
    begin_object(b, "publisher", "GovernmentOrganization");
    member(b, "name", ds_publication_organ_name(p));
    address(b, "url", ds_piece_organ_path(b->site, p->organ->key, b->pool));
    end_object(b);
}

/* What is said of the report and of its data alike. */
static void write_work(block *b, const ds_publication *p, const char *name)
{
    int year = p->report->year;

    member(b, "name", name);
    member(b, "inLanguage", "zh-CN");
    member(b, p->n > 1 ? "dateModified" : "datePublished", p->published_on);
    member(b, "version", apr_itoa(b->pool, p->n));
    member(b, "temporalCoverage", apr_psprintf(b->pool, "%d-01-01/%d-12-31", year, year));
    address(b, "url", ds_piece_report_path(b->site, p->organ->key, year, 0, "", b->pool));
    write_publisher(b, p);
}

static const char *type_of(const char *ending)
{
    static const struct { const char *ending, *type; } forms[] = {
        { ".xml", "application/xml" }, { ".json", "application/json" }, { ".csv", "text/csv" },
        { ".docx",
          "application/vnd.openxmlformats-officedocument.wordprocessingml.document" }
    };

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (strcmp(forms[i].ending, ending) == 0) {
            return forms[i].type;
        }
    }
    return NULL;
}

/* The page's path with each ending behind it. */
static void write_distribution(block *b, const char *path, const char *const *endings)
{
    open_list(b, "distribution");
    for (; *endings; endings++) {
        begin_object(b, NULL, "DataDownload");
        member(b, "encodingFormat", type_of(*endings));
        address(b, "contentUrl", apr_pstrcat(b->pool, path, *endings, NULL));
        end_object(b);
    }
    close_list(b);
}

static void write_dataset(block *b, const ds_publication *p, const char *title)
{
    static const char *const forms[] = { ".xml", ".json", ".csv", ".docx", NULL };

    begin_object(b, NULL, "Dataset");
    write_work(b, p, apr_pstrcat(b->pool, title, "（数据）", NULL));
    member(b, "description", apr_pstrcat(b->pool, title,
                                         "中各表的全部数据和正文，每种格式的内容相同。", NULL));
    write_distribution(b, ds_piece_report_path(b->site, p->organ->key, p->report->year, 0, "",
                                               b->pool), forms);
    end_object(b);
}

void ds_linked_report(ds_markup *m, const ds_site *site, const ds_publication *publication,
                      apr_pool_t *pool)
{
    const ds_publication *p = publication;
    const char *title = ds_publication_title(p, pool);
    block b;

    if (ds_publication_is_earlier(p)) {
        return;
    }
    b = begin(m, site, pool);
    open_list(&b, "@graph");
    begin_object(&b, NULL, "Report");
    write_work(&b, p, title);
    member(&b, "reportNumber", p->document_number);
    member(&b, "identifier", p->index_number);
    end_object(&b);
    if (site->base_url != NULL) {
        write_dataset(&b, p, title);
    }
    close_list(&b);
    finish(&b);
}

/* ---- Figures, an organ, a list ---- */

static void write_site(block *b)
{
    begin_object(b, "publisher", "GovernmentOrganization");
    member(b, "name", b->site->site_name);
    end_object(b);
}

void ds_linked_dataset(ds_markup *m, const ds_site *site, const char *name,
                       const char *description, const char *path, const char *const *forms,
                       apr_pool_t *pool)
{
    block b;

    if (site->base_url == NULL) {
        return;
    }
    b = begin(m, site, pool);
    member(&b, "@type", "Dataset");
    member(&b, "name", name);
    member(&b, "description", description);
    member(&b, "inLanguage", "zh-CN");
    address(&b, "url", path);
    write_site(&b);
    write_distribution(&b, path, forms);
    finish(&b);
}

static void write_address(block *b, const ds_organ *organ)
{
    if (organ->address == NULL && organ->postcode == NULL) {
        return;
    }
    begin_object(b, "address", "PostalAddress");
    member(b, "streetAddress", organ->address);
    member(b, "postalCode", organ->postcode);
    member(b, "addressCountry", "CN");
    end_object(b);
}

void ds_linked_organ(ds_markup *m, const ds_site *site, const ds_organ *organ, apr_pool_t *pool)
{
    block b = begin(m, site, pool);

    member(&b, "@type", "GovernmentOrganization");
    member(&b, "name", ds_piece_organ_name(organ, pool));
    member(&b, "telephone", organ->telephone);
    member(&b, "faxNumber", organ->fax);
    member(&b, "email", organ->email);
    member(&b, "foundingDate", organ->from);
    member(&b, "dissolutionDate", organ->until);
    write_address(&b, organ);
    address(&b, "url", ds_piece_organ_path(site, organ->key, pool));
    finish(&b);
}

void ds_linked_collection(ds_markup *m, const ds_site *site, const char *name,
                          const char *description, const char *path, apr_pool_t *pool)
{
    block b = begin(m, site, pool);

    member(&b, "@type", "CollectionPage");
    member(&b, "name", name);
    member(&b, "description", description);
    member(&b, "inLanguage", "zh-CN");
    address(&b, "url", path);
    write_site(&b);
    finish(&b);
}
