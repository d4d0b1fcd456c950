#include "core/figures.h"
#include "store/search_index.h"
#include "store/store_private.h"

apr_status_t ds_publication__write(const ds_change *change, const ds_publication *publication,
                                   apr_pool_t *scratch_pool)
{
    const ds_publication *p = publication;
    apr_status_t status = ds_dbd_change(change->store->dbd, DS_SQL_PUBLICATION_ADD, NULL,
        DS_ARGS(DS_S(change->organ), DS_N(change->year), DS_N(p->n), DS_N(p->revision),
                DS_S(p->title), DS_S(p->index_number), DS_S(p->document_number),
                DS_S(p->published_on), DS_N(p->published_at), DS_S(p->old_address),
                DS_S(p->notice), DS_S(p->digest_algorithm), DS_S(p->digest),
                DS_S(ds_figures_write(p->report, scratch_pool))));
    const ds_search_text text = { p->title, p->organ_name, p->xml, p->xml_length };
    if (status == APR_SUCCESS)
        status = ds_files__publish(change, p, scratch_pool);
    return status != APR_SUCCESS ? status
        : ds_search__add(change->store->dbd, change->organ, change->year, p->n, &text,
                         scratch_pool);
}
