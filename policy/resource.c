/* Which resources a Resource or NotResource element covers ([iam-resource]). */
#include "policy/policy_impl.h"

static bool has_wildcard(struct weir_str text)
{
    return weir_str_index(text, '*', 0) < text.len || weir_str_index(text, '?', 0) < text.len;
}

/* What becomes of an ARN with fewer than six parts: the missing ones are `*`, it never matches, or it is no document. */
enum short_arn { SHORT_FILLED, SHORT_NEVER, SHORT_REFUSED };

/* A service would not have stored what SHORT_REFUSED names, so a document that holds it is not what it claims to be. */
static enum short_arn short_arn(enum weir_policy_kind kind, struct weir_str text)
{
    switch (kind) {
    case WEIR_POLICY_IDENTITY:
    case WEIR_POLICY_BOUNDARY:
    case WEIR_POLICY_SESSION:
        return SHORT_FILLED;
    case WEIR_POLICY_RESOURCE:
    case WEIR_POLICY_ENDPOINT:
        return has_wildcard(text) ? SHORT_FILLED : SHORT_NEVER;
    case WEIR_POLICY_SCP:
        return text.len > 0 && text.ptr[text.len - 1] == '*' ? SHORT_FILLED : SHORT_REFUSED;
    case WEIR_POLICY_TRUST:
    case WEIR_POLICY_RCP:
        return SHORT_REFUSED;
    }
    return SHORT_REFUSED;
}

static size_t cut_short(struct weir_str text, struct weir_str parts[WEIR_ARN_PARTS])
{
    size_t count = 0;
    size_t start = 0;
    for (size_t colon = weir_str_index(text, ':', 0); colon < text.len; colon = weir_str_index(text, ':', start)) {
        parts[count++] = weir_str_slice(text, start, colon);
        start = colon + 1;
    }
    parts[count++] = weir_str_slice(text, start, text.len);
    return count;
}

/* Variables have a meaning in the sixth part alone. */
static enum weir_status read_resource(const struct weir_reading *reading, const struct weir_node *node,
                                      struct weir_arn_pattern *item)
{
    WEIR_TRY(weir_reading_pattern(reading, node, "a resource", &item->text));
    const unsigned variables = weir_reading_variables(reading);
    const unsigned variable_parts = variables != 0 ? 1u << WEIR_ARN_RESOURCE : 0u;
    struct weir_str parts[WEIR_ARN_PARTS];
    if (weir_str_equal(item->text, WEIR_STR("*"))) {
        item->form = WEIR_ARN_ANY;
        item->only_wildcards = true;
        return WEIR_OK;
    }
    if (weir_arn_split(item->text, parts)) {
        WEIR_TRY(weir_arn_compile(parts, WEIR_ARN_PARTS, variable_parts, reading->arena, item, reading->error));
        weir_arn_set_empty(item, weir_pattern_empty(variables));
        return WEIR_OK;
    }
    const enum short_arn meaning = short_arn(reading->kind, item->text);
    if (item->text.len == 0 || meaning == SHORT_REFUSED)
        return WEIR_MALFORMED(reading, node, "the resource `%s` must be `*` or an ARN of six parts",
                              weir_quote(item->text).text);
    item->form = WEIR_ARN_NEVER;
    if (meaning == SHORT_NEVER)
        return WEIR_OK;
    return weir_arn_compile(parts, cut_short(item->text, parts), 0u, reading->arena, item, reading->error);
}

enum weir_status weir_resources_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                     struct weir_statement *statement)
{
    const size_t count = weir_one_or_list_count(value);
    if (count == 0)
        return WEIR_MALFORMED(reading, value, "a statement must name resources");
    struct weir_arn_pattern *const items = weir_arena_alloc(reading->arena, count, sizeof(*items));
    if (items == NULL)
        return weir_fail_memory(reading->error);
    size_t i = 0;
    for (const struct weir_node *node = weir_one_or_list_first(value); node != NULL;
         node = weir_one_or_list_next(value, node))
        WEIR_TRY(read_resource(reading, node, &items[i++]));
    statement->resources = (struct weir_resources){items, count, negated, value};
    return WEIR_OK;
}

/* An action without resources is covered by `*`, or by a pattern of nothing but wildcards, and by no ARN. */
static bool covers(const struct weir_arn_pattern *item, const struct weir_question *question,
                   const struct weir_sight *sight)
{
    if (question->no_resource)
        return item->only_wildcards && item->form != WEIR_ARN_NEVER;
    if (!question->has_arn)
        return item->form == WEIR_ARN_ANY;
    return weir_arn_matches(item, question->resource_parts, sight);
}

bool weir_resources_match(const struct weir_resources *resources, const struct weir_question *question, bool denies)
{
    if (resources->node == NULL)
        return true;
    const struct weir_sight sight = {question->request->context, denies != resources->negated};
    bool covered = false;
    for (size_t i = 0; i < resources->count && !covered; i++)
        covered = covers(&resources->items[i], question, &sight);
    return covered != resources->negated;
}
