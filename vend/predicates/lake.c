/* Predicates on what Lake Formation knows of the caller and a table ([lf-permissions], [lf-data-filtering]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

/* "CREATE_DATABASE" as AWS's messages write it, "Create Database". */
static enum weir_status permission_words(struct weir_arena *arena, struct weir_str name, struct weir_str *words)
{
    char *const out = weir_arena_alloc(arena, name.len, 1);
    if (out == NULL)
        return WEIR_ERR_MEMORY;
    bool begins = true;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool is_capital = c >= 'A' && c <= 'Z';
        out[i] = c == '_' ? ' ' : is_capital && !begins ? (char)(c - 'A' + 'a') : c;
        begins = c == '_';
    }
    *words = (struct weir_str){out, name.len};
    return WEIR_OK;
}

/* What is missing in AWS's words, for the message; what would mend it, for the advice; in the trace, why it is missing. */
static enum weir_status say_missing(struct weir_deciding *deciding, const struct weir_lake_access *access,
                                    struct weir_str name)
{
    const uint32_t bit = weir_lake_permission_bit(name);
    struct weir_str advice;
    struct weir_origin at;
    if (permission_words(deciding->arena, name, &deciding->missing) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "no Lake Formation grant gives the caller %.*s", WEIR_FMT(name));
    if (access == NULL)
        return WEIR_OK;
    if (weir_lake_access_remedy(access, bit, deciding->arena, &deciding->missing_remedy) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    if (deciding->trace == WEIR_TRACE_NONE)
        return WEIR_OK;
    if (weir_lake_access_advise(access, bit, deciding->arena, &advice, &at) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "no Lake Formation grant gives the caller %.*s: %.*s", WEIR_FMT(name), WEIR_FMT(advice));
    weir_say_at(deciding, at);
    return WEIR_OK;
}

/* Held, and left out of the permissions that the request names: nothing has to be granted. */
static enum weir_status say_unrequested(struct weir_deciding *deciding, struct weir_str name)
{
    if (permission_words(deciding->arena, name, &deciding->missing) != WEIR_OK ||
        weir_format(deciding->arena, &deciding->missing_remedy,
                    "Name %.*s in Permissions too, or leave Permissions out: the caller holds it.",
                    WEIR_FMT(name)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "the caller holds %.*s, and none of the permissions that the request names opens data",
             WEIR_FMT(name));
    return WEIR_OK;
}

/* Held by ALL, which is not to stand in for others. */
static enum weir_status say_by_all_alone(struct weir_deciding *deciding, struct weir_str name)
{
    if (permission_words(deciding->arena, name, &deciding->missing) != WEIR_OK ||
        weir_format(deciding->arena, &deciding->missing_remedy,
                    "Grant %.*s by itself, or name ALL in Permissions: the caller holds it through ALL.",
                    WEIR_FMT(name)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    weir_say(deciding, "the caller holds %.*s through ALL alone, which does not count here", WEIR_FMT(name));
    return WEIR_OK;
}

static void say_held(struct weir_deciding *deciding, const struct weir_lake_access *access, struct weir_str names)
{
    if (access->grant_count == 0) {
        weir_say(deciding, "the caller holds %.*s%s", WEIR_FMT(names),
                 access->is_admin ? " as a data lake administrator" : "");
        return;
    }
    const struct weir_lake_grant *const grant = access->grants[0];
    weir_say(deciding, "the caller holds %.*s through %zu grant%s, the first to `%s`", WEIR_FMT(names),
             access->grant_count, access->grant_count == 1 ? "" : "s", weir_quote(grant->principal).text);
    weir_say_at(deciding, grant->origin);
}

static enum weir_status holds_all(struct weir_deciding *deciding, const struct weir_lake_access *access,
                                  struct weir_str_list names, bool all_includes, bool *holds)
{
    for (size_t i = 0; i < names.count; i++) {
        const uint32_t bit = weir_lake_permission_bit(names.items[i]);
        if (access == NULL || bit == 0 || !weir_lake_access_has(access, bit))
            return say_missing(deciding, access, names.items[i]);
        if (!all_includes && (access->permissions & bit) == 0)
            return say_by_all_alone(deciding, names.items[i]);
    }
    *holds = true;
    if (access != NULL && names.count > 0)
        say_held(deciding, access, names.items[0]);
    return WEIR_OK;
}

enum weir_status weir_ask_permission(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake_access *const access = weir_argument_object(deciding, &use->arguments[0]);
    return holds_all(deciding, access, use->arguments[1].words, true, holds);
}

enum weir_status weir_ask_requested(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake_access *const access = weir_argument_object(deciding, &use->arguments[0]);
    struct weir_value includes;
    weir_argument_value(deciding, &use->arguments[2], &includes);
    const bool all_includes = includes.type != WEIR_TYPE_BOOLEAN || includes.as.boolean;
    weir_say(deciding, "the request names no permissions");
    return holds_all(deciding, access, weir_argument_list(deciding, &use->arguments[1]), all_includes, holds);
}

/* A request that names permissions asks for no others (Q47). */
static bool is_requested(struct weir_str_list requested, struct weir_str name)
{
    for (size_t i = 0; i < requested.count; i++) {
        if (weir_str_equal(requested.items[i], name))
            return true;
    }
    return requested.count == 0;
}

enum weir_status weir_ask_any_permission(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake_access *const access = weir_argument_object(deciding, &use->arguments[0]);
    const struct weir_str_list *const names = &use->arguments[1].words;
    const struct weir_str_list requested = weir_argument_list(deciding, &use->arguments[2]);
    const struct weir_str *unrequested = NULL;
    for (size_t i = 0; access != NULL && i < names->count; i++) {
        const uint32_t bit = weir_lake_permission_bit(names->items[i]);
        if (bit == 0 || !weir_lake_access_has(access, bit))
            continue;
        if (is_requested(requested, names->items[i])) {
            *holds = true;
            say_held(deciding, access, names->items[i]);
            return WEIR_OK;
        }
        unrequested = unrequested == NULL ? &names->items[i] : unrequested;
    }
    if (unrequested != NULL)
        return say_unrequested(deciding, *unrequested);
    return say_missing(deciding, access, names->count == 0 ? WEIR_STR("") : names->items[0]);
}

enum weir_status weir_ask_full_table(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake_access *const access = weir_argument_object(deciding, &use->arguments[0]);
    *holds = access != NULL && weir_lake_access_is_full_table(access);
    /* Of who reads a part of the table a rule may say something else than of who reads nothing (Q45). */
    if (!*holds && access != NULL && weir_lake_access_has(access, weir_lake_permission_bit(WEIR_STR("SELECT"))))
        deciding->refused.code = WEIR_STR("PartOfTable");
    weir_say(deciding, "the caller %s SELECT on every column and row", *holds ? "holds" : "does not hold");
    return WEIR_OK;
}

/* [glue-api-unfiltered-table] The types are a ladder: an engine that supports one supports those below it. */
enum weir_status weir_ask_permission_type(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake_access *const access = weir_argument_object(deciding, &use->arguments[0]);
    const struct weir_str_list names = weir_argument_list(deciding, &use->arguments[1]);
    enum weir_restriction highest = WEIR_RESTRICTION_NONE;
    for (size_t i = 0; i < names.count; i++) {
        enum weir_restriction one = WEIR_RESTRICTION_NONE;
        if (weir_restriction_find(names.items[i], &one) && one > highest)
            highest = one;
    }
    const enum weir_restriction needed = access == NULL ? WEIR_RESTRICTION_NESTED_CELL : access->restriction;
    *holds = access != NULL && needed <= highest;
    weir_say(deciding, "the access needs %s, the engine supports %s", weir_restriction_name(needed),
             weir_restriction_name(highest));
    deciding->missing = weir_str_from(weir_restriction_name(needed));
    return WEIR_OK;
}

enum weir_status weir_ask_within(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value path, outer;
    struct weir_location inner_location, outer_location;
    weir_argument_value(deciding, &use->arguments[0], &path);
    weir_argument_value(deciding, &use->arguments[1], &outer);
    *holds = path.type == WEIR_TYPE_TEXT && outer.type == WEIR_TYPE_TEXT &&
             weir_location_parse(path.as.text, &inner_location) &&
             weir_location_parse(outer.as.text, &outer_location) &&
             weir_location_contains(outer_location, inner_location);
    weir_say(deciding, "%.*s is %s %.*s", WEIR_FMT(use->arguments[0].term.written), *holds ? "within" : "not within",
             WEIR_FMT(use->arguments[1].term.written));
    weir_say_at(deciding, path.origin);
    return WEIR_OK;
}
