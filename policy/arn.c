/* ARNs as six parts, each compared for itself, so that a wildcard never leaves its part ([iam-resource]). */
#include "policy/pattern.h"

/* A byte of the mask has its top bit set where the text, eight bytes of it, has a colon; exact for every byte. */
static uint64_t colons_of(uint64_t bytes)
{
    const uint64_t low_bits = 0x7F7F7F7F7F7F7F7Fu;
    const uint64_t differs = bytes ^ 0x3A3A3A3A3A3A3A3Au;
    return ~(((differs & low_bits) + low_bits) | differs | low_bits);
}

/* The last bytes of a text, fewer than eight, and zeros behind them. */
WEIR_RARE static uint64_t last_bytes(struct weir_str text, size_t at)
{
    uint64_t bytes = 0;
    for (size_t i = text.len; i-- > at;)
        bytes = bytes << 8 | (unsigned char)text.ptr[i];
    return bytes;
}

bool weir_arn_split(struct weir_str text, struct weir_str parts[WEIR_ARN_PARTS])
{
    const char *start = text.ptr;
    struct weir_str *part = parts;
    size_t at = 0;
    if (text.len >= 8 && memcmp(text.ptr, "arn:aws:", 8) == 0) { /* as most begin */
        *part++ = (struct weir_str){start, 3};
        *part++ = (struct weir_str){start + 4, 3};
        start += 8;
        at = 8;
    }
    for (; at < text.len; at += 8) {
        const uint64_t bytes = text.len - at >= 8 ? weir_load64(text.ptr + at) : last_bytes(text, at);
        for (uint64_t mask = colons_of(bytes); mask != 0; mask &= mask - 1) {
            const char *const colon = text.ptr + at + weir_first_byte(mask);
            *part++ = (struct weir_str){start, (size_t)(colon - start)};
            start = colon + 1;
            if (part == parts + WEIR_ARN_RESOURCE) {
                *part = (struct weir_str){start, (size_t)(text.ptr + text.len - start)};
                return true;
            }
        }
    }
    return false;
}

static bool is_only_wildcards(struct weir_str part)
{
    for (size_t i = 0; i < part.len; i++) {
        if (part.ptr[i] != '*')
            return false;
    }
    return part.len > 0;
}

/* The given parts are slices of one text, so their literal start is compared in one piece. */
static void set_lead(struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS])
{
    for (size_t i = 0; i < WEIR_ARN_RESOURCE; i++) {
        if (!pattern->parts[i].is_literal || pattern->parts[i].literal.len != parts[i].len)
            return;
    }
    const struct weir_pattern *const last = &pattern->parts[WEIR_ARN_RESOURCE];
    pattern->lead = (struct weir_str){parts[0].ptr, (size_t)(parts[WEIR_ARN_RESOURCE].ptr - parts[0].ptr)};
    pattern->is_literal = last->is_literal && last->literal.len == parts[WEIR_ARN_RESOURCE].len;
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
    if (given == WEIR_ARN_PARTS)
        set_lead(pattern, parts);
    return WEIR_OK;
}

enum weir_status weir_arn_of_text(struct weir_str text, bool open, struct weir_arena *arena,
                                  struct weir_arn_pattern *pattern, bool *is_arn)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    *pattern = (struct weir_arn_pattern){.form = WEIR_ARN_NEVER, .text = text};
    *is_arn = weir_arn_split(text, parts);
    if (!*is_arn)
        return WEIR_OK;
    pattern->form = WEIR_ARN_BY_PARTS;
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++)
        WEIR_TRY(weir_pattern_of_text(parts[i], open && i == WEIR_ARN_RESOURCE, arena, &pattern->parts[i]));
    set_lead(pattern, parts);
    return WEIR_OK;
}

void weir_arn_set_empty(struct weir_arn_pattern *pattern, enum weir_empty_variable empty)
{
    for (size_t i = 0; i < WEIR_ARN_PARTS; i++)
        pattern->parts[i].empty = empty;
}

/* The parts are slices of one text. */
static struct weir_str whole(const struct weir_str parts[WEIR_ARN_PARTS])
{
    const struct weir_str last = parts[WEIR_ARN_RESOURCE];
    return (struct weir_str){parts[0].ptr, (size_t)(last.ptr + last.len - parts[0].ptr)};
}

/* The last part first: it differs most often. */
static bool parts_match(const struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS],
                        const struct weir_sight *sight)
{
    if (pattern->is_literal)
        return weir_same_text(pattern->text, whole(parts));
    if (pattern->lead.len > 0)
        return weir_str_has_prefix(whole(parts), pattern->lead) &&
               weir_pattern_matches(&pattern->parts[WEIR_ARN_RESOURCE], parts[WEIR_ARN_RESOURCE], sight);
    for (size_t i = WEIR_ARN_PARTS; i-- > 0;) {
        if (!weir_pattern_matches(&pattern->parts[i], parts[i], sight))
            return false;
    }
    return true;
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
