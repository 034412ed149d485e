/*
 * Property: two policy documents, and whether one is inside the other. A witness evaluates as claimed; what is allowed
 * by the narrow one of requests drawn from both documents' own words is allowed by the wide one where the answer is
 * yes; a document is inside itself, and a Deny more leaves it inside; the search and the evaluator never differ.
 *
 * The input is the wide document, a NUL, the narrow one, and after another NUL bytes that choose the requests.
 */
#include <stdlib.h>
#include <string.h>
#include <weir/scope.h>

#include "fuzz/fuzz.h"
#include "policy/policy_impl.h"

#define DEMAND(fact) \
    do {             \
        if (!(fact)) \
            abort(); \
    } while (0)

enum { LONGEST_INPUT = 2048, MOST_STATEMENTS = 8, REQUESTS = 200, LONGEST_TEXT = 256 };

static struct weir_str take_part(struct weir_str *rest)
{
    const size_t at = weir_str_index(*rest, '\0', 0);
    const struct weir_str part = weir_str_slice(*rest, 0, at);
    *rest = weir_str_slice(*rest, at < rest->len ? at + 1 : at, rest->len);
    return part;
}

static struct weir_policy_set set_of(const struct weir_policy *const *policies, size_t count)
{
    struct weir_policy_set set = WEIR_POLICY_SET_INIT;
    set.identity = (struct weir_policy_list){policies, count};
    return set;
}

static const struct weir_inclusion *compare(const struct weir_policy_set *wide, const struct weir_policy_set *narrow,
                                            struct weir_arena *arena)
{
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_inclusion *inclusion = NULL;
    DEMAND(weir_scope_includes(wide, narrow, arena, &inclusion, &error) == WEIR_OK);
    DEMAND(!weir_str_equal(weir_inclusion_limit(inclusion), WEIR_STR("witness")));
    return inclusion;
}

static bool is_allowed(const struct weir_policy_set *set, struct weir_str action, struct weir_str resource,
                       const struct weir_context *context, struct weir_arena *arena)
{
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    const struct weir_verdict *verdict = NULL;
    request.action = action;
    request.resource = resource;
    request.context = context;
    request.principal.kind = WEIR_PRINCIPAL_ROLE_SESSION;
    request.principal.arn = WEIR_STR("arn:aws:sts::111122223333:assumed-role/r/s");
    request.resource_account = WEIR_STR("111122223333");
    request.resource_kind = WEIR_RESOURCE_OTHER;
    DEMAND(weir_authorize(set, &request, arena, &verdict, NULL) == WEIR_OK);
    return weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
}

/* ----------------------------------------------------------------------------------------- requests */

/* A source of choices: the input's last part, over and over, mixed so that short ones give many. */
struct chooser {
    struct weir_str bytes;
    uint64_t state;
};

static size_t choose(struct chooser *chooser, size_t below)
{
    const size_t at = chooser->bytes.len == 0 ? 0 : (size_t)(chooser->state >> 40) % chooser->bytes.len;
    const unsigned char byte = chooser->bytes.len == 0 ? 0 : (unsigned char)chooser->bytes.ptr[at];
    chooser->state = (chooser->state + byte + 1) * 6364136223846793005u + 1442695040888963407u;
    return below == 0 ? 0 : (size_t)(chooser->state >> 33) % below;
}

/* The text of a pattern with something in the place of each wildcard. */
static struct weir_str fill(struct chooser *chooser, struct weir_str pattern, char out[LONGEST_TEXT])
{
    static const char *const fillings[] = {"", "a", "/", "x/y", "A", ":", "\xC3\xA9"};
    size_t length = 0;
    for (size_t i = 0; i < pattern.len && length + 8 < LONGEST_TEXT; i++) {
        if (pattern.ptr[i] == '*' || pattern.ptr[i] == '?') {
            const char *const filling = fillings[choose(chooser, WEIR_COUNT(fillings))];
            const size_t bytes = strlen(filling);
            memcpy(out + length, filling, bytes);
            length += bytes;
        } else {
            out[length++] = pattern.ptr[i];
        }
    }
    return (struct weir_str){out, length};
}

static const struct weir_statement *any_statement(struct chooser *chooser, const struct weir_policy *const both[2])
{
    const struct weir_policy *const policy = both[choose(chooser, 2)];
    return &policy->statements[choose(chooser, policy->count)];
}

static bool is_action(struct weir_str text)
{
    const size_t colon = weir_str_index(text, ':', 0);
    return colon > 0 && colon + 1 < text.len && weir_str_index(text, ':', colon + 1) == text.len;
}

static bool is_resource(struct weir_str text)
{
    struct weir_str parts[WEIR_ARN_PARTS];
    return weir_str_equal(text, WEIR_STR("*")) ||
           (weir_arn_split(text, parts) && weir_str_equal(parts[0], WEIR_STR("arn")));
}

/* A key that a set operator asks for has many values, of which there may be one. */
static bool has_many(const struct weir_policy *const both[2], struct weir_str key)
{
    bool many = false;
    for (size_t i = 0; i < both[0]->count + both[1]->count; i++) {
        const struct weir_statement *const statement = i < both[0]->count ? &both[0]->statements[i]
                                                                          : &both[1]->statements[i - both[0]->count];
        for (size_t j = 0; j < statement->condition_count; j++)
            many = many || (statement->conditions[j].quantifier != WEIR_FOR_ONE &&
                            weir_str_equal_fold(statement->conditions[j].key, key));
    }
    return many;
}

/* A value of each of some keys that the documents ask for. */
static void add_keys(struct chooser *chooser, const struct weir_policy *const both[2], struct weir_context *context,
                     char texts[4][LONGEST_TEXT])
{
    for (size_t i = 0; i < 4; i++) {
        const struct weir_statement *const statement = any_statement(chooser, both);
        if (statement->condition_count == 0)
            continue;
        const struct weir_condition *const condition =
            &statement->conditions[choose(chooser, statement->condition_count)];
        if (condition->count == 0)
            continue;
        const struct weir_operand *const operand = &condition->operands[choose(chooser, condition->count)];
        const struct weir_str value = fill(chooser, operand->text, texts[i]);
        const bool many = has_many(both, condition->key);
        DEMAND(weir_context_set(context, condition->key, &value, 1, many) == WEIR_OK);
    }
}

static void try_requests(const struct weir_policy_set sets[2], const struct weir_policy *const both[2],
                         struct chooser *chooser, struct weir_arena *arena)
{
    for (size_t i = 0; i < REQUESTS; i++) {
        char texts[6][LONGEST_TEXT];
        struct weir_context *context = NULL;
        const struct weir_statement *const one = any_statement(chooser, both);
        const struct weir_statement *const other = any_statement(chooser, both);
        const struct weir_str action = fill(chooser, one->actions.items[choose(chooser, one->actions.count)].text,
                                            texts[4]);
        const struct weir_str resource = fill(
            chooser, other->resources.items[choose(chooser, other->resources.count)].text, texts[5]);
        DEMAND(weir_context_new(arena, &context) == WEIR_OK);
        add_keys(chooser, both, context, texts);
        if (is_action(action) && is_resource(resource) && is_allowed(&sets[1], action, resource, context, arena))
            DEMAND(is_allowed(&sets[0], action, resource, context, arena));
    }
}

/* ------------------------------------------------------------------------------------------ checks */

static const struct weir_policy *read(struct weir_str text, struct weir_arena *arena)
{
    const struct weir_policy *policy = NULL;
    if (weir_policy_parse(text, WEIR_STR("input"), WEIR_POLICY_IDENTITY, NULL, arena, &policy, NULL) != WEIR_OK)
        return NULL;
    return policy->count <= MOST_STATEMENTS ? policy : NULL;
}

/* What is inside stays inside when the narrow side loses something, or the wide side gains. */
static void stays_inside(const struct weir_policy *const both[2], struct weir_arena *arena)
{
    const struct weir_policy *const deny = read(
        WEIR_STR("{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}"), arena);
    const struct weir_policy *const allow = read(
        WEIR_STR("{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"a:?\",\"Resource\":\"*\"}}"), arena);
    DEMAND(deny != NULL && allow != NULL);
    const struct weir_policy *const less[] = {both[1], deny};
    const struct weir_policy *const more[] = {both[0], allow};
    const struct weir_policy_set wide = set_of(&both[0], 1);
    const struct weir_policy_set wider = set_of(more, 2);
    const struct weir_policy_set narrow = set_of(&both[1], 1);
    const struct weir_policy_set narrower = set_of(less, 2);
    DEMAND(weir_inclusion_answer(compare(&wide, &narrower, arena)) != WEIR_INCLUSION_NO);
    DEMAND(weir_inclusion_answer(compare(&wider, &narrow, arena)) != WEIR_INCLUSION_NO);
}

static void check(const struct weir_policy *const both[2], struct chooser *chooser, struct weir_arena *arena)
{
    const struct weir_policy_set sets[2] = {set_of(&both[0], 1), set_of(&both[1], 1)};
    struct weir_inclusion_witness witness;
    const struct weir_inclusion *const inclusion = compare(&sets[0], &sets[1], arena);
    if (weir_inclusion_witness(inclusion, &witness)) {
        DEMAND(is_allowed(&sets[1], witness.action, witness.resource, witness.context, arena));
        DEMAND(!is_allowed(&sets[0], witness.action, witness.resource, witness.context, arena));
    }
    if (weir_inclusion_answer(inclusion) == WEIR_INCLUSION_YES) {
        try_requests(sets, both, chooser, arena);
        stays_inside(both, arena);
    }
    DEMAND(weir_inclusion_answer(compare(&sets[0], &sets[0], arena)) != WEIR_INCLUSION_NO);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct weir_str rest = {(const char *)data, size};
    struct weir_arena *arena = NULL;
    if (size > LONGEST_INPUT || weir_arena_new(0, &arena) != WEIR_OK)
        return 0;
    const struct weir_policy *const wide = read(take_part(&rest), arena);
    const struct weir_policy *const narrow = read(take_part(&rest), arena);
    struct chooser chooser = {rest, 1};
    if (wide != NULL && narrow != NULL)
        check((const struct weir_policy *const[]){wide, narrow}, &chooser, arena);
    weir_arena_free(arena);
    return 0;
}
