/* The settings of a policy's reader: each value of each, what it decides, and that the explanation names it. */
#include "test_policy.h"

#include "policy/setting.h"

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
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        const enum weir_policy_setting setting = (enum weir_policy_setting)i;
        const size_t count = weir_policy_setting_row(setting)->count;
        for (unsigned value = 0; value <= count; value++) {
            struct weir_arena *const arena = new_arena(0);
            const struct weir_policy *policy = NULL;
            struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
            weir_policy_setting_put(&options, setting, value);
            assert_int_equal(weir_policy_setting_get(&options, setting), value);
            assert_int_equal(weir_policy_options_are_default(&options), value == 0);
            assert_int_equal(weir_policy_parse(WEIR_STR(ALLOW_ALL), WEIR_STR("p"), WEIR_POLICY_IDENTITY, &options,
                                               arena, &policy, NULL),
                             value < count ? WEIR_OK : WEIR_ERR_USAGE);
            assert_int_equal(policy != NULL, value < count);
            weir_arena_free(arena);
        }
    }
}

/* Names are found whole and in their own case; the default is the first value. */
static void settings_have_names_of_their_own(void **state)
{
    (void)state;
    enum weir_policy_setting found;
    const struct weir_policy_options defaults = WEIR_POLICY_OPTIONS_INIT;
    assert_true(weir_policy_options_are_default(&defaults));
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        const struct weir_policy_setting_row *const row = weir_policy_setting_row((enum weir_policy_setting)i);
        assert_true(weir_policy_setting_find(row->name, &found));
        assert_int_equal(found, i);
        assert_true(row->count >= 2 && row->open.len > 0 && row->source.len > 0);
        for (size_t value = 0; value < row->count; value++)
            assert_true(row->values[value].len > 0);
    }
    assert_false(weir_policy_setting_find(WEIR_STR("empty_variabl"), &found));
    assert_false(weir_policy_setting_find(WEIR_STR("Empty_variable"), &found));
    assert_false(weir_policy_setting_find(WEIR_STR(""), &found));
}

/* The manual has an item for each setting, with each value and the source. */
static void the_manual_tells_every_setting(void **state)
{
    (void)state;
    static char page[65536];
    FILE *const file = fopen("cli/man/weir-rulebook.5", "rb");
    assert_non_null(file);
    const size_t bytes = fread(page, 1, sizeof(page) - 1, file);
    (void)fclose(file);
    assert_in_range(bytes, 1, sizeof(page) - 2);
    for (size_t i = 0; i < WEIR_POLICY_SETTINGS; i++) {
        const struct weir_policy_setting_row *const row = weir_policy_setting_row((enum weir_policy_setting)i);
        char text[128];
        (void)snprintf(text, sizeof(text), ".It Ic %.*s\n", WEIR_FMT(row->name));
        const char *at = strstr(page, text);
        for (size_t value = 0; value < row->count && at != NULL; value++) {
            (void)snprintf(text, sizeof(text), ".Ql %.*s ", WEIR_FMT(row->values[value]));
            at = strstr(at, text);
        }
        (void)snprintf(text, sizeof(text), "Ql %.*s", WEIR_FMT(row->source));
        if (at == NULL || strstr(at, text) == NULL)
            fail_msg("the manual lacks something of %.*s", WEIR_FMT(row->name));
    }
}

/* ------------------------------------------------------------------------------- what is left open */

enum { ALLOWS = 1, DENIES = 2 }; /* the effects in which a condition holds */

struct open_row {
    const char *name;
    enum weir_policy_setting setting;
    const char *condition;
    const char *context;
    unsigned holds[WEIR_POLICY_SETTING_VALUES]; /* under each value of the setting */
};

#define BOTH (ALLOWS | DENIES)
#define BOOL_OF_TAG "\"Bool\":{\"k\":\"${aws:PrincipalTag/t}\"}"
#define DEFAULTED "\"StringEquals\":{\"k\":\"a${t, 'x'}\"}"
#define UNTAGGED "\"StringNotEquals\":{\"aws:PrincipalTag/t\":\"a\"}"

/* clang-format off */
static const struct open_row open_rows[] = {
    {"f12_a_variable_in_bool",        WEIR_SETTING_BOOL_VARIABLES, BOOL_OF_TAG, "k=true|aws:PrincipalTag/t=TRUE", {DENIES, BOTH, 0}},
    {"f15_the_default",               WEIR_SETTING_EMPTY_VARIABLE, DEFAULTED, "k=ax|t=", {DENIES, 0, BOTH}},
    {"f15_the_empty_text",            WEIR_SETTING_EMPTY_VARIABLE, DEFAULTED, "k=a|t=", {DENIES, BOTH, 0}},
    {"f15_without_a_default",         WEIR_SETTING_EMPTY_VARIABLE, "\"StringLike\":{\"k\":\"a*${t}\"}", "k=ab|t=", {DENIES, BOTH, 0}},
    {"f15_in_an_arn",                 WEIR_SETTING_EMPTY_VARIABLE, "\"ArnLike\":{\"k\":\"arn:aws:s3:::${t, 'lake'}\"}", "k=arn:aws:s3:::lake|t=", {DENIES, 0, BOTH}},
    {"f15_for_a_whole_arn",           WEIR_SETTING_EMPTY_VARIABLE, "\"ArnLike\":{\"k\":\"${t, 'arn:aws:s3:::lake'}\"}", "k=arn:aws:s3:::lake|t=", {DENIES, 0, BOTH}},
    {"f15_negated",                   WEIR_SETTING_EMPTY_VARIABLE, "\"StringNotEquals\":{\"k\":\"a${t, 'x'}\"}", "k=ax|t=", {DENIES, BOTH, 0}},
    {"f21_a_resource_tag",            WEIR_SETTING_TAG_VALUE_CASE, "\"StringEquals\":{\"aws:ResourceTag/t\":\"a\"}", "aws:ResourceTag/t=A", {0, BOTH, 0}},
    {"f21_a_request_tag_like",        WEIR_SETTING_TAG_VALUE_CASE, "\"StringLike\":{\"AWS:requesttag/T\":\"a*\"}", "aws:RequestTag/t=AB", {0, BOTH, 0}},
    {"f21_a_request_tag_not_like",    WEIR_SETTING_TAG_VALUE_CASE, "\"StringNotLike\":{\"aws:RequestTag/t\":\"a*\"}", "aws:RequestTag/t=AB", {BOTH, 0, 0}},
    {"f21_a_request_tag_differs",     WEIR_SETTING_TAG_VALUE_CASE, "\"StringNotEquals\":{\"aws:RequestTag/t\":\"a\"}", "aws:RequestTag/t=A", {BOTH, 0, 0}},
    {"f26_an_address",                WEIR_SETTING_UNREADABLE_OPERAND_NEGATED, "\"NotIpAddress\":{\"k\":\"10.0.0.0/8\"}", "k=here", {DENIES, BOTH, 0}},
    {"f26_a_policy_value",            WEIR_SETTING_UNREADABLE_OPERAND_NEGATED, "\"NumericNotEquals\":{\"k\":[\"ten\",\"9\"]}", "k=10", {DENIES, BOTH, 0}},
    {"f26_in_a_set",                  WEIR_SETTING_UNREADABLE_OPERAND_NEGATED, "\"ForAllValues:DateNotEquals\":{\"k\":\"2026\"}", "k=[2027,soon]", {DENIES, BOTH, 0}},
    {"f30_any_without_the_key",       WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT, "\"ForAnyValue:StringEqualsIfExists\":{\"k\":\"v\"}", "", {DENIES, BOTH, 0}},
    {"f31_null",                      WEIR_SETTING_NULL_OF_EMPTY_TEXT, "\"Null\":{\"k\":true}", "k=", {DENIES, BOTH, 0}},
    {"f31_not_null",                  WEIR_SETTING_NULL_OF_EMPTY_TEXT, "\"Null\":{\"k\":false}", "k=", {DENIES, 0, BOTH}},
};

/* What is not open is as ever, whatever the settings. */
static const struct open_row closed_rows[] = {
    {"bool_of_text",                  WEIR_SETTING_BOOL_VARIABLES, "\"Bool\":{\"k\":\"true\"}", "k=true", {BOTH, BOTH, BOTH}},
    {"a_default_for_an_absent_key",   WEIR_SETTING_EMPTY_VARIABLE, DEFAULTED, "k=ax", {BOTH, BOTH, BOTH}},
    {"a_value",                       WEIR_SETTING_EMPTY_VARIABLE, DEFAULTED, "k=ab|t=b", {BOTH, BOTH, BOTH}},
    {"a_multivalued_key",             WEIR_SETTING_EMPTY_VARIABLE, DEFAULTED, "k=ax|t=[]", {0, 0, 0}},
    {"a_tag_of_the_principal",        WEIR_SETTING_TAG_VALUE_CASE, UNTAGGED, "aws:PrincipalTag/t=A", {BOTH, BOTH, 0}},
    {"an_arn_in_a_tag",               WEIR_SETTING_TAG_VALUE_CASE, "\"ArnEquals\":{\"aws:RequestTag/t\":\"arn:aws:s3:::a\"}", "aws:RequestTag/t=arn:aws:s3:::A", {0, 0, 0}},
    {"a_value_that_is_excluded",      WEIR_SETTING_UNREADABLE_OPERAND_NEGATED, "\"NumericNotEquals\":{\"k\":[\"ten\",\"9\"]}", "k=9", {0, 0, 0}},
    {"unreadable_and_not_negated",    WEIR_SETTING_UNREADABLE_OPERAND_NEGATED, "\"IpAddress\":{\"k\":\"10.0.0.0/8\"}", "k=here", {0, 0, 0}},
    {"any_without_if_exists",         WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT, "\"ForAnyValue:StringEquals\":{\"k\":\"v\"}", "", {0, 0, 0}},
    {"any_with_the_key",              WEIR_SETTING_FOR_ANY_IF_EXISTS_ABSENT, "\"ForAnyValue:StringEqualsIfExists\":{\"k\":\"v\"}", "k=[v]", {BOTH, BOTH, BOTH}},
    {"null_of_no_key",                WEIR_SETTING_NULL_OF_EMPTY_TEXT, "\"Null\":{\"k\":true}", "", {BOTH, BOTH, BOTH}},
    {"null_of_a_set",                 WEIR_SETTING_NULL_OF_EMPTY_TEXT, "\"Null\":{\"k\":true}", "k=[]", {BOTH, BOTH, BOTH}},
    {"null_of_either",                WEIR_SETTING_NULL_OF_EMPTY_TEXT, "\"Null\":{\"k\":[true,false]}", "k=", {BOTH, BOTH, BOTH}},
};
/* clang-format on */

/* The finding of a statement with that condition alone, and whether it applied. */
static bool holds_for(const struct open_row *row, const char *effect, unsigned value, struct weir_arena *arena,
                      const char **because)
{
    char document[1024];
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    const struct scene scene = {.context = row->context};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_policy *policy = NULL;
    const struct weir_explanation *explanation = NULL;
    (void)snprintf(document, sizeof(document),
                   "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"%s\"," ANY ",\"Condition\":{%s}}}", effect,
                   row->condition);
    weir_policy_setting_put(&options, row->setting, value);
    open_scene(&scene, arena, &set, &request);
    assert_int_equal(
        weir_policy_parse(weir_str_from(document), WEIR_STR("p"), WEIR_POLICY_IDENTITY, &options, arena, &policy, NULL),
        WEIR_OK);
    set.identity = (struct weir_policy_list){&policy, 1};
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    const struct weir_finding *const finding = weir_explanation_finding(explanation, 0);
    char *const text = weir_arena_alloc(arena, finding->because.len + 1, 1);
    assert_non_null(text);
    if (finding->because.len > 0)
        memcpy(text, finding->because.ptr, finding->because.len);
    *because = text;
    return finding->match == WEIR_MATCH_APPLIES;
}

static void assert_row(const struct open_row *row, unsigned value, bool decides)
{
    static const struct {
        const char *effect;
        unsigned bit;
    } effects[] = {{"Allow", ALLOWS}, {"Deny", DENIES}};
    const struct weir_policy_setting_row *const setting = weir_policy_setting_row(row->setting);
    char named[128];
    (void)snprintf(named, sizeof(named), "the setting %.*s: %.*s (%.*s)", WEIR_FMT(setting->name),
                   WEIR_FMT(setting->values[value]), WEIR_FMT(setting->open));
    for (size_t i = 0; i < WEIR_COUNT(effects); i++) {
        struct weir_arena *const arena = new_arena(0);
        const char *because = NULL;
        assert_int_equal(holds_for(row, effects[i].effect, value, arena, &because),
                         (row->holds[value] & effects[i].bit) != 0);
        if ((strstr(because, named) != NULL) != decides)
            fail_msg("%s under %.*s: %s", effects[i].effect, WEIR_FMT(setting->values[value]), because);
        weir_arena_free(arena);
    }
}

static void open_row_holds(void **state)
{
    const struct open_row *const row = *state;
    for (unsigned value = 0; value < weir_policy_setting_row(row->setting)->count; value++)
        assert_row(row, value, true);
}

static void closed_row_holds(void **state)
{
    const struct open_row *const row = *state;
    for (unsigned value = 0; value < weir_policy_setting_row(row->setting)->count; value++)
        assert_row(row, value, false);
}

/* Where each statement came, in the words of the explanation. */
struct wording_row {
    const char *name;
    enum weir_policy_setting setting;
    unsigned value;
    const char *statement; /* with its Effect */
    const char *because;   /* of its finding */
    const char *nearest;   /* of the whole */
};

#define EMPTY_SAYS " (AWS does not say what a variable of an empty value stands for)"
#define NULL_SAYS " (AWS does not say whether an empty text is null)"
#define LAKE_OF "arn:aws:s3:::lake/${t, 'sales'}/*"
#define OF_RESOURCE(element) "\"Action\":\"*\",\"" element "\":\"" LAKE_OF "\""

/* clang-format off */
static const struct wording_row wording_rows[] = {
    {"a_resource_that_is_covered", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_DEFAULT, STATEMENT("Deny", OF_RESOURCE("Resource")),
     "Resource covers `" OBJECT_ARN "` by the setting empty_variable: default" EMPTY_SAYS,
     "statement 1 of the identity-based policy denies it: Resource covers `" OBJECT_ARN "` by the setting empty_variable: default" EMPTY_SAYS},
    {"a_resource_that_is_not", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_EMPTY, STATEMENT("Allow", OF_RESOURCE("Resource")),
     "Resource does not cover `" OBJECT_ARN "`; the setting empty_variable: empty" EMPTY_SAYS,
     "statement 2 of the identity-based policy allows it"},
    {"a_resource_without_a_value", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_REFUSE, STATEMENT("Allow", OF_RESOURCE("Resource")),
     "Resource does not cover `" OBJECT_ARN "`; ${t} has no value in this request; the setting empty_variable: refuse" EMPTY_SAYS, NULL},
    {"a_resource_that_is_listed", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_DEFAULT, STATEMENT("Deny", OF_RESOURCE("NotResource")),
     "NotResource lists `" OBJECT_ARN "`; the setting empty_variable: default" EMPTY_SAYS,
     "statement 2 of the identity-based policy allows it; statement 1 of the identity-based policy: NotResource lists `" OBJECT_ARN "`; the setting empty_variable: default" EMPTY_SAYS},
    {"a_resource_not_listed", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_REFUSE, STATEMENT("Deny", OF_RESOURCE("NotResource")),
     "NotResource does not list `" OBJECT_ARN "` by the setting empty_variable: refuse" EMPTY_SAYS, NULL},
    {"an_allow_that_holds", WEIR_SETTING_NULL_OF_EMPTY_TEXT, WEIR_NULL_OF_EMPTY_TEXT_NULL, STATEMENT("Allow", IF("\"Null\":{\"t\":true}")),
     "Null t holds by the setting null_of_empty_text: null" NULL_SAYS,
     "statement 1 of the identity-based policy allows it: Null t holds by the setting null_of_empty_text: null" NULL_SAYS},
    {"a_deny_switched_off", WEIR_SETTING_NULL_OF_EMPTY_TEXT, WEIR_NULL_OF_EMPTY_TEXT_PRESENT, STATEMENT("Deny", IF("\"Null\":{\"t\":true}")),
     "Null t: the request's t is empty; the setting null_of_empty_text: present" NULL_SAYS,
     "statement 2 of the identity-based policy allows it; statement 1 of the identity-based policy: Null t: the request's t is empty; the setting null_of_empty_text: present" NULL_SAYS},
    {"an_action_that_differs", WEIR_SETTING_EMPTY_VARIABLE, WEIR_EMPTY_VARIABLE_EMPTY, STATEMENT("Allow", "\"Action\":\"s3:Put*\",\"Resource\":\"" LAKE_OF "\""),
     "Action does not cover `s3:GetObject`", NULL},
};
/* clang-format on */

static const struct weir_policy *read_wording(const struct wording_row *row, struct weir_arena *arena)
{
    char document[1024];
    const struct weir_policy *policy = NULL;
    struct weir_policy_options options = WEIR_POLICY_OPTIONS_INIT;
    weir_policy_setting_put(&options, row->setting, row->value);
    (void)snprintf(document, sizeof(document),
                   "{\"Version\":\"2012-10-17\",\"Statement\":[%s," STATEMENT("Allow", ANY) "]}", row->statement);
    assert_int_equal(
        weir_policy_parse(weir_str_from(document), WEIR_STR("p"), WEIR_POLICY_IDENTITY, &options, arena, &policy, NULL),
        WEIR_OK);
    return policy;
}

static void wording_row_holds(void **state)
{
    const struct wording_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct scene scene = {.context = "t="};
    struct weir_policy_set set;
    struct weir_policy_request request;
    const struct weir_explanation *explanation = NULL;
    open_scene(&scene, arena, &set, &request);
    const struct weir_policy *const policy = read_wording(row, arena);
    set.identity = (struct weir_policy_list){&policy, 1};
    assert_int_equal(weir_explain(&set, &request, arena, &explanation, NULL), WEIR_OK);
    assert_str(weir_explanation_finding(explanation, 0)->because, weir_str_from(row->because));
    if (row->nearest != NULL)
        assert_str(weir_explanation_nearest(explanation), weir_str_from(row->nearest));
    weir_arena_free(arena);
}

/* To look for the settings that decided costs memory, whose end is an error like any other. */
static void an_explanation_ends_with_its_memory(void **state)
{
    (void)state;
    struct weir_arena *const kept = new_arena(0);
    const struct weir_policy *const policy = read_wording(&wording_rows[0], kept);
    const struct scene scene = {.context = "t="};
    struct weir_policy_set set;
    struct weir_policy_request request;
    enum weir_status status = WEIR_ERR_MEMORY;
    size_t refused = 0;
    open_scene(&scene, kept, &set, &request);
    set.identity = (struct weir_policy_list){&policy, 1};
    for (size_t bytes = 256; status != WEIR_OK; bytes += 64) {
        struct weir_arena *const arena = new_arena(bytes);
        const struct weir_explanation *explanation = NULL;
        assert_true(bytes < 65536);
        status = weir_explain(&set, &request, arena, &explanation, NULL);
        assert_true(status == WEIR_OK || status == WEIR_ERR_MEMORY);
        assert_int_equal(explanation != NULL, status == WEIR_OK);
        refused += status == WEIR_ERR_MEMORY;
        weir_arena_free(arena);
    }
    assert_true(refused > 0);
    weir_arena_free(kept);
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
        cmocka_unit_test(unknown_operators_are_refused_by_default), cmocka_unit_test(settings_have_their_values_alone),
        cmocka_unit_test(settings_have_names_of_their_own),         cmocka_unit_test(the_manual_tells_every_setting),
        cmocka_unit_test(an_explanation_ends_with_its_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) + RUN_ROWS("operators", operator_rows, operator_row_holds) +
           RUN_ROWS("open", open_rows, open_row_holds) + RUN_ROWS("closed", closed_rows, closed_row_holds) +
           RUN_ROWS("wording", wording_rows, wording_row_holds) + RUN_ROWS("chains", chain_rows, chain_row_holds);
}
