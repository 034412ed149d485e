/* Which actions an Action or NotAction element covers ([iam-grammar]). */
#include "policy/policy_impl.h"

static bool is_prefix_byte(char c)
{
    const char low = weir_fold(c);
    return (low >= 'a' && low <= 'z') || weir_is_digit(c) || c == '-' || c == '_' || c == '.';
}

/* A service prefix takes no wildcard; only `*:` stands for every service, as `*` alone does. */
static bool is_prefix(struct weir_str prefix)
{
    for (size_t i = 0; i < prefix.len; i++) {
        if (!is_prefix_byte(prefix.ptr[i]))
            return weir_str_equal(prefix, WEIR_STR("*"));
    }
    return prefix.len > 0;
}

static bool has_blank(struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (weir_is_blank(text.ptr[i]))
            return true;
    }
    return false;
}

/* Text with blanks or with nothing behind its colon loads and never matches: under NotAction it always applies. */
static enum weir_status read_action(const struct weir_reading *reading, const struct weir_node *node,
                                    struct weir_action *action)
{
    WEIR_TRY(weir_reading_pattern(reading, node, "an action", &action->text));
    const struct weir_str text = action->text;
    const size_t colon = weir_str_index(text, ':', 0);
    action->any = weir_str_equal(text, WEIR_STR("*"));
    action->never = has_blank(text) || (colon > 0 && colon + 1 == text.len);
    if (action->any || action->never)
        return WEIR_OK;
    if (colon == text.len || !is_prefix(weir_str_slice(text, 0, colon)))
        return WEIR_MALFORMED(reading, node, "the action `%s` must begin with a service, such as `s3:`",
                              weir_quote(text).text);
    if (weir_str_index(text, ':', colon + 1) < text.len)
        return WEIR_MALFORMED(reading, node, "the action `%s` has more than one colon", weir_quote(text).text);
    return weir_pattern_compile(text, WEIR_PATTERN_WILDCARDS | WEIR_PATTERN_FOLD, reading->arena, &action->pattern,
                                reading->error);
}

enum weir_status weir_actions_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                   struct weir_statement *statement)
{
    const size_t count = weir_one_or_list_count(value);
    if (count == 0)
        return WEIR_MALFORMED(reading, value, "a statement must name actions");
    struct weir_action *const items = weir_arena_alloc(reading->arena, count, sizeof(*items));
    if (items == NULL)
        return weir_fail_memory(reading->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL;
         node = weir_one_or_list_next(value, node))
        WEIR_TRY(read_action(reading, node, &items[i++]));
    statement->actions = (struct weir_actions){items, count, negated, value};
    return WEIR_OK;
}

/* Letters compare without regard to case, the service prefix included; there are no variables here. */
bool weir_actions_match(const struct weir_actions *actions, struct weir_str action)
{
    static const struct weir_sight plain = {NULL, false};
    bool covered = false;
    for (size_t i = 0; i < actions->count && !covered; i++) {
        const struct weir_action *const item = &actions->items[i];
        covered = item->any || (!item->never && weir_pattern_matches(&item->pattern, action, &plain));
    }
    return covered != actions->negated;
}
