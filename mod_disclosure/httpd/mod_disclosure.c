/* The module record, and which hook is answered by whom. */
#include "httpd/config.h"
#include "httpd/directives.h"
#include "httpd/request.h"
#include "httpd/startup.h"

static void register_hooks(apr_pool_t *pool)
{
    /* An address that mod_rewrite made into one of ours is ours. */
    static const char *const after[] = { "mod_rewrite.c", "mod_proxy.c", NULL };

    ap_hook_pre_config(disclosure_pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_check_config(disclosure_check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_post_config(disclosure_post_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_child_init(disclosure_child_init, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_quick_handler(disclosure_quick_handle, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_translate_name(disclosure_translate_name, after, NULL, APR_HOOK_FIRST);
    ap_hook_map_to_storage(disclosure_map_to_storage, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_type_checker(disclosure_type_checker, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_handler(disclosure_handle, NULL, NULL, APR_HOOK_MIDDLE);
    disclosure_register_authn(pool);
    disclosure_register_authz(pool);
    disclosure_register_session(pool);
    disclosure_register_problem_filter(pool);
}

module AP_MODULE_DECLARE_DATA __attribute__((visibility("default"))) disclosure_module = {
    STANDARD20_MODULE_STUFF,
    disclosure_dir_config_create,
    disclosure_dir_config_merge,
    disclosure_server_config_create,
    disclosure_server_config_merge,
    disclosure_directives,
    register_hooks,
    AP_MODULE_FLAG_NONE
};
