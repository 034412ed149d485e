/* What the explanation of a refused AssumeRole says: which kind of policy refused, the first condition that did not match, and its place. */
#include "base/base_impl.h"
#include "tests/vend_decide.h"

#define STS_WORLD "corpus/worlds/sts@1.yaml"
#define USER(name) "{user: 'arn:aws:iam::111122223333:user/people/" name "'}"
#define STEP(name, caller, role, more)                                                           \
    "- {name: " name ", caller: " caller ", operation: 'sts:AssumeRole', parameters: {RoleArn: " \
    "'arn:aws:iam::111122223333:role/" role "', RoleSessionName: ada" more "}}\n"
#define FROM(role, more, address)                                                                               \
    "- {name: run, caller: " USER("ada") ", operation: 'sts:AssumeRole', parameters: {RoleArn: "                \
                                         "'arn:aws:iam::111122223333:role/" role "', RoleSessionName: ada" more \
                                         "}, context: {aws:SourceIp: " address "}}\n"
#define STORAGE  \
    ", Policy: " \
    "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}]}'"

static char *world_text;
static size_t world_length;
static struct weir_world *world;

static int set_up(void **state)
{
    (void)state;
    struct weir_world_builder *builder = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    world_text = read_file(STS_WORLD, &world_length);
    assert_int_equal(weir_world_builder_new(NULL, &builder, &error), WEIR_OK);
    assert_int_equal(
        weir_world_builder_add(builder, (struct weir_str){world_text, world_length}, WEIR_STR(STS_WORLD), &error),
        WEIR_OK);
    assert_int_equal(weir_world_builder_seal(builder, &world, &error), WEIR_OK);
    weir_world_builder_free(builder);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_world_release(world);
    free(world_text);
    return 0;
}

static const struct refusal_row {
    const char *name;
    const char *steps; /* the last one is refused */
    const char *layer; /* the kind of policy, in AWS's words */
    const char *first; /* what did not match, or what denied */
    const char *there; /* what stands at the place in the world's file; NULL: elsewhere */
} rows[] = {
    {"trust: the principal", STEP("run", USER("ada"), "links/second", ""), "no role trust policy allows",
     "statement 1 of trust policy of role second: Principal does not name `arn:aws:iam::111122223333:user/people/ada`",
     "{AWS: \"arn:aws:iam::111122223333:role/first\"}"},
    {"trust: the first of three conditions", FROM("strict", ", ExternalId: 41-41", "192.0.2.7"),
     "no role trust policy allows",
     "statement 1 `AdaFromTheOffice` of trust policy of role strict: StringEquals sts:ExternalId: the request has "
     "`41-41`, "
     "the policy asks for `42-42`",
     "\"sts:ExternalId\": \"42-42\""},
    {"trust: a key that is absent", STEP("run", USER("ada"), "strict", ", ExternalId: 42-42"),
     "no role trust policy allows", "IpAddress aws:SourceIp: the request has no aws:SourceIp",
     "\"aws:SourceIp\": 192.0.2.0/24}"},
    {"trust: the last of three conditions", FROM("strict", ", ExternalId: 42-42", "198.51.100.7"),
     "no role trust policy allows", "IpAddress aws:SourceIp: the request has `198.51.100.7`",
     "\"aws:SourceIp\": 192.0.2.0/24}"},
    {"trust: no second factor", STEP("run", USER("ada"), "guarded", ""), "no role trust policy allows",
     "Bool aws:MultiFactorAuthPresent: the request has no aws:MultiFactorAuthPresent",
     "\"aws:MultiFactorAuthPresent\": \"true\"}"},
    {"identity: the caller has no policy", STEP("run", USER("bob"), "first", ""), "no identity-based policy allows",
     "there is no identity-based policy with a statement that allows", "Path: /people/\n          UserName: bob"},
    {"boundary: it covers another action", STEP("run", USER("cem"), "first", ""), "no permissions boundary allows",
     "OnlyStorage: Action does not cover `sts:AssumeRole`", "\"s3:*\""},
    {"session: the policy of the calling session",
     STEP("one", USER("ada"), "first", STORAGE) STEP("run", "{session: one}", "reader", ""), "no session policy allows",
     "statement 1 of session policy 1 of ada: Action does not cover `sts:AssumeRole`", NULL},
    {"organization: a Deny", STEP("run", USER("ada"), "vault", ""), "an explicit deny in a service control policy",
     "statement 1 `NobodyAssumesTheVault` of service control policy 2 of level 2 denies it",
     "Sid: NobodyAssumesTheVault"},
};

/* The bytes of the world at a line and column, both from one. */
static const char *at_place(const struct weir_place *place)
{
    const char *text = world_text;
    for (uint32_t line = 1; line < place->line; line++)
        text = (const char *)memchr(text, '\n', world_length - (size_t)(text - world_text)) + 1;
    return text + place->column - 1;
}

static void refusal_row_holds(void **state)
{
    const struct refusal_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_trace_entry entry;
    char text[2048];
    options.trace = WEIR_TRACE_RULES;
    (void)snprintf(text, sizeof(text), TOP "%s", row->steps);
    const struct weir_run run = run_text(world, text, &options, arena);
    const struct weir_decision *const decision = run.decisions[run.count - 1];
    assert_false(weir_decision_is_allowed(decision));
    assert_str(weir_decision_rule(decision), "sts.trust.assume");
    assert_true(weir_decision_trace(decision, weir_decision_trace_count(decision) - 1, &entry));
    assert_int_equal(entry.outcome, WEIR_OUTCOME_FAIL);
    if (strstr(entry.because.ptr, row->layer) == NULL || strstr(entry.because.ptr, row->first) == NULL)
        fail_msg("%.*s", WEIR_FMT(entry.because));
    if (row->there != NULL) {
        assert_str(entry.at.source, STS_WORLD);
        if (strncmp(at_place(&entry.at), row->there, strlen(row->there)) != 0)
            fail_msg("%u:%u: %.40s", entry.at.line, entry.at.column, at_place(&entry.at));
    }
    weir_arena_free(arena);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++)
        tests[i] = (struct CMUnitTest){rows[i].name, refusal_row_holds, NULL, NULL, without_const(&rows[i])};
    return _cmocka_run_group_tests("vend.refusal", tests, COUNT(rows), set_up, tear_down);
}
