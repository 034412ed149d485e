/* Says what a switch of the world means that is on or off, in the words of whoever can turn it ([weir-local]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

/* Those that are not AWS's names of settings, or that an administrator knows by other words. */
/* clang-format off */
static const struct {
    enum weir_type of;
    const char *name, *on, *off;
} switches[] = {
    { WEIR_TYPE_REGISTRATION, "UseServiceLinkedRole", "the location is registered with the service-linked role", "the location is registered with a role of its own" },
    { WEIR_TYPE_REGISTRATION, "HybridAccessEnabled",  "the location is registered with hybrid access",           "the location is registered without hybrid access" },
    { WEIR_TYPE_ACCESS,       "enforced",             "Lake Formation's permissions count",                      "the location is left to IAM" },
    { WEIR_TYPE_ACCESS,       "open",                 "IAM_ALLOWED_PRINCIPALS holds permissions on the table",   "IAM_ALLOWED_PRINCIPALS holds nothing on the table" },
    { WEIR_TYPE_ACCESS,       "by-everybody",         "the caller holds what IAM_ALLOWED_PRINCIPALS holds, and nothing else", "the caller holds permissions by name" },
    { WEIR_TYPE_ACCESS,       "catalog-opens",        "the catalog's own AllowFullTableExternalDataAccess is True", "the catalog's own AllowFullTableExternalDataAccess is not True" },
    { WEIR_TYPE_ACCESS,       "catalog-closes",       "the catalog's own AllowFullTableExternalDataAccess is False", "the catalog's own AllowFullTableExternalDataAccess is not False" },
    { WEIR_TYPE_ACCESS,       "opted-in",             "the caller has opted in",                                 "the caller has not opted in" },
};
/* clang-format on */

/* The data lake settings are AWS's own names; whose they are is what matters where a table is shared. */
static bool say_of_lake(struct weir_deciding *deciding, const struct weir_term *term, bool is_on)
{
    const struct weir_value *const base = &deciding->bound[term->slot];
    if (term->field->of != WEIR_TYPE_LAKE || base->type != WEIR_TYPE_LAKE)
        return false;
    weir_say(deciding, "%s of account %.*s is %s", term->field->name, WEIR_FMT(weir_lake_account(base->as.object)->id),
             is_on ? "on" : "off");
    return true;
}

void weir_say_switch(struct weir_deciding *deciding, const struct weir_term *term, bool is_on)
{
    const bool is_field = term->from == WEIR_FROM_BOUND && term->field != NULL;
    if (is_field && say_of_lake(deciding, term, is_on))
        return;
    for (size_t i = 0; is_field && i < WEIR_COUNT(switches); i++) {
        if (switches[i].of != term->field->of || strcmp(switches[i].name, term->field->name) != 0)
            continue;
        weir_say(deciding, "%s", is_on ? switches[i].on : switches[i].off);
        return;
    }
    weir_say(deciding, "%.*s is %s", WEIR_FMT(term->written), is_on ? "true" : "not true");
}
