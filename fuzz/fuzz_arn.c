/*
 * Differential: which resources a Resource element covers, in each kind of document that has one, against a comparison
 * of six parts by hand: where the colons are, what an ARN cut short means, variables in the sixth part alone.
 *
 * The input is a byte for the kind of document and its form, and then, parted by NULs, the element's one pattern, the
 * request's resource, and the value of the key `k`.
 */
#include <string.h>

#include "fuzz/fuzz.h"
#include "fuzz/twin.h"
#include "policy/layers.h"

enum { LONGEST_INPUT = 1024, PARTS = 6 };
enum { DENIES = 16, NEGATED = 32, OLD_VERSION = 64 };

/* What an ARN with fewer than six parts is taken for. */
enum short_arn { FILLED, FILLED_WITH_WILDCARD, FILLED_AT_STAR, REFUSED };

/* clang-format off */
static const struct kind {
    enum weir_policy_kind kind;
    bool has_principal;
    enum short_arn short_arn;
} kinds[] = {
    {WEIR_POLICY_IDENTITY, false, FILLED},
    {WEIR_POLICY_BOUNDARY, false, FILLED},
    {WEIR_POLICY_SESSION,  false, FILLED},
    {WEIR_POLICY_RESOURCE, true,  FILLED_WITH_WILDCARD},
    {WEIR_POLICY_ENDPOINT, true,  FILLED_WITH_WILDCARD},
    {WEIR_POLICY_SCP,      false, FILLED_AT_STAR},
    {WEIR_POLICY_RCP,      true,  REFUSED},
};
/* clang-format on */

struct input {
    const struct kind *kind;
    bool denies;
    bool negated;
    bool variables;
    struct weir_str pattern;
    struct weir_str resource;
    struct twin_sight sight;
};

static struct weir_str document_of(const struct input *input, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    DEMAND(weir_writer_new(arena, &writer) == WEIR_OK);
    weir_write_map_begin(writer);
    weir_write_key(writer, "Version");
    weir_write_text(writer, input->variables ? WEIR_STR("2012-10-17") : WEIR_STR("2008-10-17"));
    weir_write_key(writer, "Statement");
    weir_write_map_begin(writer);
    weir_write_key(writer, "Effect");
    weir_write_text(writer, input->denies ? WEIR_STR("Deny") : WEIR_STR("Allow"));
    if (input->kind->has_principal) {
        weir_write_key(writer, "Principal");
        weir_write_text(writer, WEIR_STR("*"));
    }
    weir_write_key(writer, "Action");
    weir_write_text(writer, WEIR_STR("*"));
    weir_write_key(writer, input->negated ? "NotResource" : "Resource");
    weir_write_text(writer, input->pattern);
    weir_write_map_end(writer);
    weir_write_map_end(writer);
    DEMAND(weir_writer_finish(writer, &text) == WEIR_OK);
    return text;
}

/* Cuts at the first five colons; returns how many parts there are. */
static size_t cut(struct weir_str text, struct weir_str parts[PARTS])
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == ':' && count < PARTS;
    for (size_t i = 0; i + 1 < count; i++)
        parts[i] = twin_take(&text, ':');
    parts[count - 1] = text;
    return count;
}

static bool has(struct weir_str text, char byte)
{
    return text.len > 0 && memchr(text.ptr, byte, text.len) != NULL;
}

/* Fills up a pattern that is cut short; false where it then matches nothing, or is none. */
static bool fill(const struct input *input, struct weir_str parts[PARTS], size_t count)
{
    const struct weir_str text = input->pattern;
    const enum short_arn meaning = input->kind->short_arn;
    if (meaning == FILLED_WITH_WILDCARD && !has(text, '*') && !has(text, '?'))
        return false;
    if (meaning == REFUSED || text.len == 0 || (meaning == FILLED_AT_STAR && text.ptr[text.len - 1] != '*'))
        return false;
    for (size_t i = count; i < PARTS; i++)
        parts[i] = WEIR_STR("*");
    return true;
}

static bool only_stars(struct weir_str text)
{
    size_t stars = 0;
    while (stars < text.len && text.ptr[stars] == '*')
        stars++;
    return stars > 0 && stars == text.len;
}

static bool twin_covers(const struct input *input)
{
    struct weir_str parts[PARTS];
    struct weir_str resource[PARTS];
    if (twin_is(input->pattern, "*"))
        return true;
    const size_t given = cut(input->pattern, parts);
    if (given < PARTS && !fill(input, parts, given))
        return false;
    bool covers = true;
    if (twin_is(input->resource, "*")) { /* an action without resources */
        for (size_t i = 0; i < PARTS; i++)
            covers = covers && (only_stars(parts[i]) || (i == 0 && twin_is(parts[i], "arn")));
        return covers;
    }
    if (cut(input->resource, resource) < PARTS)
        return false;
    for (size_t i = 0; covers && i < PARTS; i++) {
        const bool variables = input->variables && given == PARTS && i + 1 == PARTS;
        covers = twin_glob(parts[i], TWIN_WILDCARDS | (variables ? TWIN_VARIABLES : 0u), resource[i], &input->sight);
    }
    return covers;
}

static bool twin_loads(const struct input *input)
{
    struct weir_str parts[PARTS];
    if (twin_is(input->pattern, "*") || cut(input->pattern, parts) == PARTS)
        return true;
    const enum short_arn meaning = input->kind->short_arn;
    const bool is_refused = meaning == REFUSED || meaning == FILLED_AT_STAR;
    return input->pattern.len > 0 && (!is_refused || fill(input, parts, 1));
}

static void check(const struct input *input, struct weir_arena *arena)
{
    const struct weir_policy_set none = WEIR_POLICY_SET_INIT;
    const struct weir_policy *policy = NULL;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    struct weir_question question;
    const enum weir_status status = weir_policy_parse(document_of(input, arena), WEIR_STR("input"), input->kind->kind,
                                                      NULL, arena, &policy, NULL);
    DEMAND(status == (twin_loads(input) ? WEIR_OK : WEIR_ERR_SCHEMA));
    if (status != WEIR_OK)
        return;
    request.action = WEIR_STR("s3:GetObject");
    request.resource = input->resource;
    request.context = twin_context(input->sight.k, arena);
    DEMAND(weir_question_open(&none, &request, arena, &question, NULL) == WEIR_OK);
    const struct weir_resources *const resources = &policy->statements[0].resources;
    DEMAND(weir_resources_match(resources, &question, input->denies) == (twin_covers(input) != input->negated));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_arena *arena = NULL;
    if (size == 0 || size > LONGEST_INPUT || weir_arena_new(0, &arena) != WEIR_OK)
        return 0;
    struct weir_str rest = {(const char *)data + 1, size - 1};
    struct input input = {.kind = &kinds[(data[0] & 15u) % (sizeof(kinds) / sizeof(kinds[0]))]};
    /* a resource control policy of a customer denies */
    input.denies = (data[0] & DENIES) != 0 || input.kind->kind == WEIR_POLICY_RCP;
    input.negated = (data[0] & NEGATED) != 0;
    input.variables = (data[0] & OLD_VERSION) == 0;
    if (weir_str_is_utf8(rest, NULL)) {
        input.pattern = twin_take(&rest, '\0');
        input.resource = twin_take(&rest, '\0');
        input.sight = (struct twin_sight){twin_take(&rest, '\0'), input.denies != input.negated};
        check(&input, arena);
    }
    weir_arena_free(arena);
    return 0;
}
