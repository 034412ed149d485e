/* The settings of a policy's reader: unknown operators, and whom NotPrincipal spares. */
#include "test_policy.h"

struct reading {
    enum weir_unknown_operator unknown_operator;
    enum weir_not_principal_chain chain;
};

static const struct weir_policy *read_with(const char *json, enum weir_policy_kind kind, struct reading how,
                                           struct weir_arena *arena)
{
    const struct weir_policy *policy = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    options.unknown_operator = how.unknown_operator;
    options.not_principal_chain = how.chain;
    if (weir_policy_parse(weir_str_from(json), WEIR_STR("p.json"), kind, &options, arena, &policy, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    return policy;
}

/* --------------------------------------------------------------------------------- unknown operators */

#define LAX ((struct reading){WEIR_UNKNOWN_OPERATOR_NEVER_MATCHES, WEIR_NOT_PRINCIPAL_LENIENT})
#define IF(condition) ANY ",\"Condition\":{" condition "}"
#define UNKNOWN "\"StringMatch\":{\"k\":\"v\",\"l\":{\"x\":[]}}"

struct operator_row {
    const char *name;
    const char *document;
    enum weir_effect effect;
    const char *because; /* of the statement in question; NULL if it applies or another element decides */
    const char *nearest; /* a part of the sentence for people */
};

/* clang-format off */
static const struct operator_row operator_rows[] = {
    {"an_allow_never_holds", DOCUMENT(STATEMENT("Allow", IF(UNKNOWN))), SILENT,
     "there is no operator `StringMatch`; the setting unknown_operator: never_matches lets this condition never hold", "never_matches"},
    {"a_deny_is_switched_off", DOCUMENT(STATEMENT("Deny", IF(UNKNOWN)) "," STATEMENT("Allow", ANY)), ALLOWED,
     "there is no operator `StringMatch`; the setting unknown_operator: never_matches switches this Deny off",
     "allows it; statement 1 of the identity-based policy: there is no operator `StringMatch`; the setting unknown_operator: never_matches switches this Deny off"},
    {"without_keys_too", DOCUMENT(STATEMENT("Deny", IF("\"Matches\":{}")) "," STATEMENT("Allow", ANY)), ALLOWED,
     "there is no operator `Matches`; the setting unknown_operator: never_matches switches this Deny off", "switches this Deny off"},
    {"beside_known_ones", DOCUMENT(STATEMENT("Deny", IF("\"StringEquals\":{\"k\":\"v\"}," UNKNOWN)) "," STATEMENT("Allow", ANY)), ALLOWED,
     "there is no operator `StringMatch`; the setting unknown_operator: never_matches switches this Deny off", "switches"},
    {"what_does_not_hold_is_not_switched_off", DOCUMENT(STATEMENT("Deny", IF("\"StringEquals\":{\"k\":\"w\"}," UNKNOWN)) "," STATEMENT("Allow", ANY)), ALLOWED,
     "StringEquals k: the request has `v`, the policy asks for `w`", "allows it"},
    {"known_operators_are_as_ever", DOCUMENT(STATEMENT("Deny", IF("\"StringEquals\":{\"k\":\"v\"}")) "," STATEMENT("Allow", ANY)), DENIED,
     NULL, "denies it"},
};
/* clang-format on */

static void operator_row_holds(void **state)
{
    const struct operator_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.context = "k=v"};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    open_scene(&scene, arena, &set, &request);
    const struct weir_policy *const policy = read_with(row->document, WEIR_POLICY_IDENTITY, LAX, arena);
    set.identity = (struct weir_policy_list){&policy, 1};
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    assert_int_equal(weir_verdict_effect(weir_explanation_verdict(explanation)), row->effect);
    const struct weir_finding *const finding = weir_explanation_finding(explanation, 0);
    assert_str(finding->because, weir_str_from(row->because == NULL ? "" : row->because));
    char nearest[512];
    snprintf(nearest, sizeof(nearest), "%.*s", WEIR_FMT(weir_explanation_nearest(explanation)));
    if (strstr(nearest, row->nearest) == NULL)
        fail_msg("%s", nearest);
    if (strstr(row->nearest, "never_matches") == NULL && row->effect == DENIED)
        assert_null(strstr(nearest, "never_matches"));
    weir_arena_free(arena);
}

/* The default refuses, and what is wrong beside the operator's name is refused by both. */
static void unknown_operators_are_refused_by_default(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool lax_reads;
    } rows[] = {
        {DOCUMENT(STATEMENT("Deny", IF(UNKNOWN))), true},
        {DOCUMENT(STATEMENT("Deny", IF("\"StringMatch\":\"x\""))), false},
        {DOCUMENT(STATEMENT("Deny", IF("\"Matches\":{},\"MATCHES\":{}"))), false},
        {DOCUMENT(STATEMENT("Deny", IF("\"Bool\":{\"a:b\":null}"))), false},
    };
    for (size_t i = 0; i < 2 * WEIR_COUNT(rows); i++) {
        struct weir_arena *const arena = new_arena(0);
        struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
        const struct weir_policy *policy = NULL;
        options.unknown_operator = (enum weir_unknown_operator)(i % 2);
        const bool reads = i % 2 == 1 && rows[i / 2].lax_reads;
        assert_int_equal(weir_policy_parse(weir_str_from(rows[i / 2].text), WEIR_STR("p"), WEIR_POLICY_IDENTITY,
                                           &options, arena, &policy, NULL),
                         reads ? WEIR_OK : WEIR_ERR_SCHEMA);
        weir_arena_free(arena);
    }
}

static void settings_have_their_values_alone(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_policy *policy = NULL;
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    options.unknown_operator = (enum weir_unknown_operator)2;
    assert_int_equal(
        weir_policy_parse(WEIR_STR(ALLOW_ALL), WEIR_STR("p"), WEIR_POLICY_IDENTITY, &options, arena, &policy, NULL),
        WEIR_ERR_USAGE);
    options = (struct weir_policy_options)WEIR_POLICY_OPTIONS_INIT;
    options.not_principal_chain = (enum weir_not_principal_chain)2;
    assert_int_equal(
        weir_policy_parse(WEIR_STR(ALLOW_ALL), WEIR_STR("p"), WEIR_POLICY_IDENTITY, &options, arena, &policy, NULL),
        WEIR_ERR_USAGE);
    assert_null(policy);
    weir_arena_free(arena);
}

/* -------------------------------------------------------------------------------------- NotPrincipal */

struct chain_row {
    const char *name;
    const struct weir_principal *caller;
    const char *listed; /* the value of NotPrincipal */
    bool lenient;       /* does the lenient setting spare the caller? */
    bool strict;
};

#define LIST2(a, b) "{\"AWS\":[\"" a "\",\"" b "\"]}"
#define LIST3(a, b, c) "{\"AWS\":[\"" a "\",\"" b "\",\"" c "\"]}"

/* clang-format off */
static const struct chain_row chain_rows[] = {
    {"f38_the_user_alone",        &alice,    AWS_NAME(USER_ARN), true, false},
    {"f38_the_user_and_account",  &alice,    LIST2(USER_ARN, ROOT_ARN), true, true},
    {"the_account_by_number",     &alice,    LIST2(ACCOUNT, USER_ARN), true, true},
    {"another_account",           &alice,    LIST2(USER_ARN, OTHER_ACCOUNT), true, false},
    {"the_user_by_id",            &alice,    LIST2("AIDAALICEALICEALICEAA", ROOT_ARN), true, true},
    {"f38_the_account_alone",     &alice,    AWS_NAME(ROOT_ARN), false, false},
    {"f38_the_session_alone",     &engine,   AWS_NAME(SESSION_ARN), true, false},
    {"f38_the_role_alone",        &engine,   AWS_NAME(ROLE_ARN), true, false},
    {"the_session_and_role",      &engine,   LIST2(SESSION_ARN, ROLE_ARN), true, false},
    {"the_role_and_account",      &engine,   LIST2(ROLE_ARN, ROOT_ARN), true, false},
    {"the_session_and_account",   &engine,   LIST2(SESSION_ARN, ROOT_ARN), true, false},
    {"f38_session_role_account",  &engine,   LIST3(SESSION_ARN, ROLE_ARN, ROOT_ARN), true, true},
    {"federated_in_full",         &bob,      LIST3(FEDERATED_ARN, USER_ARN, ROOT_ARN), true, true},
    {"federated_without_user",    &bob,      LIST2(FEDERATED_ARN, ROOT_ARN), true, false},
    {"federated_by_user",         &bob,      LIST2(USER_ARN, ROOT_ARN), false, false},
    {"the_root_user",             &root,     AWS_NAME(ROOT_ARN), true, true},
    {"a_service",                 &service,  "{\"Service\":\"glue.amazonaws.com\"}", true, true},
    {"a_provider",                &provider, "{\"Federated\":\"" PROVIDER_ARN "\"}", true, true},
    {"everybody",                 &alice,    AWS_NAME("*"), true, true},
    {"nobody_known",              &anonymous, AWS_NAME(USER_ARN), false, false},
    {"everybody_and_nobody",      &anonymous, "\"*\"", true, true},
};
/* clang-format on */

static bool is_spared(const struct chain_row *row, enum weir_not_principal_chain chain, bool with_boundary)
{
    char document[1024];
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.caller = row->caller, .boundary = with_boundary ? ALLOW_ALL : NULL};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_verdict *verdict = NULL;
    snprintf(document, sizeof(document), "{\"Statement\":{\"Effect\":\"Deny\",\"NotPrincipal\":%s,%s}}", row->listed,
             ANY);
    open_scene(&scene, arena, &set, &request);
    set.resource = read_with(document, WEIR_POLICY_RESOURCE, (struct reading){WEIR_UNKNOWN_OPERATOR_REFUSE, chain},
                             arena);
    assert_int_equal(weir_authorize(&set, &request, arena, &verdict, NULL), WEIR_OK);
    const bool spared = weir_verdict_effect(verdict) != WEIR_EFFECT_EXPLICIT_DENY;
    weir_arena_free(arena);
    return spared;
}

static void chain_row_holds(void **state)
{
    const struct chain_row *const row = *state;
    assert_int_equal(is_spared(row, WEIR_NOT_PRINCIPAL_LENIENT, false), row->lenient);
    assert_int_equal(is_spared(row, WEIR_NOT_PRINCIPAL_STRICT, false), row->strict);
    assert_false(is_spared(row, WEIR_NOT_PRINCIPAL_STRICT, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_operators_are_refused_by_default),
        cmocka_unit_test(settings_have_their_values_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("operators", operator_rows, operator_row_holds) +
           RUN_ROWS("chains", chain_rows, chain_row_holds);
}
