/* ARNs as six parts, each compared for itself, so that a wildcard never leaves its part ([iam-resource]). */
#include "policy/pattern.h"

bool weir_arn_split(struct weir_str text, struct weir_str parts[WEIR_ARN_PARTS])
{
    struct weir_str found[WEIR_ARN_PARTS];
    size_t start = 0;
    for (size_t i = 0; i + 1 < WEIR_ARN_PARTS; i++) {
        const size_t colon = weir_str_index(text, ':', start);
        if (colon == text.len)
            return false;
        found[i] = weir_str_slice(text, start, colon);
        start = colon + 1;
    }
    found[WEIR_ARN_RESOURCE] = weir_str_slice(text, start, text.len);
    memcpy(parts, found, sizeof(found));
    return true;
}

static bool is_only_wildcards(struct weir_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.ptr[i] != '*')
            return false;
    }
    return part.len > 0;
}

enum weir_status weir_arn_compile(const struct weir_str parts[WEIR_ARN_PARTS], size_t given, unsigned variable_parts,
                                  struct weir_arena *arena, struct weir_arn_pattern *pattern, struct weir_error *error)
{
    pattern->form = WEIR_ARN_BY_PARTS;
    pattern->only_wildcards = true;
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++) {
        const struct weir_str part = i < given ? parts[i] : WEIR_STR("*");
        const unsigned variables = (variable_parts >> i & 1u) != 0 ? WEIR_PATTERN_VARIABLES : 0u;
        WEIR_TRY(weir_pattern_compile(part, WEIR_PATTERN_WILDCARDS | variables, arena, &pattern->parts[i], error));
        const bool is_arn = i == 0 && weir_str_equal(part, WEIR_STR("arn"));
        pattern->only_wildcards = pattern->only_wildcards && (is_arn || is_only_wildcards(part));
    }
    return WEIR_OK;
}

/* The last part first: it differs most often. */
static bool parts_match(const struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS],
                        const struct weir_sight *sight)
{
    for (size_t i = WEIR_ARN_PARTS; i-- > 0;) {
        if (!weir_pattern_matches(&pattern->parts[i], parts[i], sight))
            return false;
    }
    return true;
}

/* The parts are slices of one text. */
static struct weir_str whole(const struct weir_str parts[WEIR_ARN_PARTS])
{
    const struct weir_str last = parts[WEIR_ARN_RESOURCE];
    return (struct weir_str){parts[0].ptr, (size_t)(last.ptr + last.len - parts[0].ptr)};
}

bool weir_arn_matches(const struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS],
                      const struct weir_sight *sight)
{
    switch (pattern->form) {
    case WEIR_ARN_NEVER:
        return false;
    case WEIR_ARN_ANY:
        return true;
    case WEIR_ARN_VARIABLE:
        return weir_pattern_matches(&pattern->parts[0], whole(parts), sight);
    case WEIR_ARN_BY_PARTS:
        break;
    }
    return parts_match(pattern, parts, sight);
}
