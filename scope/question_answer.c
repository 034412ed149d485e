/* The answer to a question for session policies as JSON: the policies, or what refuses them (DESIGN §7). */
#include "base/answer.h"
#include "scope/scope_impl.h"

void weir_scope_policy_write(struct weir_writer *writer, const struct weir_scope_policy *policy)
{
    static const struct weir_str packed_warning = {
        "the packed size is estimated near its limit: AWS STS may answer PackedPolicyTooLarge", 84};
    weir_write_map_begin(writer);
    weir_write_key(writer, "document");
    weir_write_json(writer, policy->document);
    weir_write_number(writer, "characters", (int64_t)policy->characters);
    weir_write_number(writer, "packed_estimate_percent", policy->packed_estimate_percent);
    weir_write_texts(writer, "locations", policy->locations, policy->location_count);
    weir_write_member(writer, "proof", weir_str_from(weir_scope_proof_name(policy->proof)));
    if (policy->leak_count > 0)
        weir_write_texts(writer, "leaks", policy->leaks, policy->leak_count);
    if (policy->packed_estimate_percent >= WEIR_SCOPE_PACKED_WARNING_PERCENT)
        weir_write_texts(writer, "warnings", &packed_warning, 1);
    weir_write_map_end(writer);
}

static void write_policies(struct weir_writer *writer, const struct weir_scope *scope)
{
    struct weir_scope_policy policy;
    weir_write_key(writer, "policies");
    weir_write_list_begin(writer);
    for (size_t i = 0; weir_scope_policy(scope, i, &policy); i++)
        weir_scope_policy_write(writer, &policy);
    weir_write_list_end(writer);
}

/* A subject that is no location, such as a key, stands in the message alone. */
static bool is_about_location(const struct weir_refusal *refusal)
{
    return weir_str_has_prefix(refusal->check, WEIR_STR("scope.location.")) ||
           weir_str_has_prefix(refusal->check, WEIR_STR("scope.policy.")) ||
           weir_str_equal(refusal->check, WEIR_STR("scope.kms.bucket"));
}

static void write_refusal(struct weir_writer *writer, const struct weir_refusal *refusal)
{
    weir_write_key(writer, "refused");
    weir_write_map_begin(writer);
    weir_write_member(writer, "code", refusal->code);
    weir_write_key(writer, "location");
    if (is_about_location(refusal))
        weir_write_text(writer, refusal->subject);
    else
        weir_write_null(writer);
    weir_write_member(writer, "message", refusal->message);
    weir_write_member(writer, "check", refusal->check);
    weir_write_map_end(writer);
}

enum weir_status weir_scope_ask_write(const struct weir_scope_ask *ask, struct weir_arena *arena,
                                      struct weir_writer *writer, bool *refused, struct weir_error *error)
{
    const struct weir_scope *scope = NULL;
    const struct weir_refusal *refusal = NULL;
    if (refused != NULL)
        *refused = true;
    if (ask == NULL || writer == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a question and a writer are needed");
    const enum weir_status status = weir_scope_emit(&ask->grants, &ask->options, arena, &scope, &refusal, error);
    if (status == WEIR_REFUSED) {
        write_refusal(writer, refusal);
        return WEIR_OK;
    }
    if (status != WEIR_OK)
        return status;
    write_policies(writer, scope);
    if (refused != NULL)
        *refused = false;
    return WEIR_OK;
}

/* An answer that is written as one text. */
struct one_line {
    const struct weir_scope_ask *ask;
    struct weir_arena *arena;
    bool *refused;
};

static enum weir_status write_members(void *answering, struct weir_writer *writer, struct weir_error *error)
{
    const struct one_line *const line = answering;
    return weir_scope_ask_write(line->ask, line->arena, writer, line->refused, error);
}

enum weir_status weir_scope_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                     struct weir_arena *arena, struct weir_str *json, bool *refused,
                                     struct weir_error *error)
{
    const struct weir_scope_ask *ask = NULL;
    bool found = true;
    if (refused != NULL)
        *refused = found;
    if (json == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the answer");
    *json = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_scope_ask_read(tree, node, arena, &ask, error));
    struct one_line line = {ask, arena, &found};
    WEIR_TRY(weir_answer_json(ask->id, write_members, &line, arena, json, error));
    if (refused != NULL)
        *refused = found;
    return WEIR_OK;
}
