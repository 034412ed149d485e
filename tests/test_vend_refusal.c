/* What the explanation of a refused AssumeRole says: which kind of policy or which Region refused, the first condition that did not match, and its place. */
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
    const char *rule;  /* NULL: the trust policy's */
} rows[] = {
    {"trust: the principal", STEP("run", USER("ada"), "links/second", ""), "no role trust policy allows",
     "statement 1 of trust policy of role second: Principal does not name `arn:aws:iam::111122223333:user/people/ada`",
     "{AWS: \"arn:aws:iam::111122223333:role/first\"}", NULL},
    {"trust: the first of three conditions", FROM("strict", ", ExternalId: 41-41", "192.0.2.7"),
     "no role trust policy allows",
     "statement 1 `AdaFromTheOffice` of trust policy of role strict: StringEquals sts:ExternalId: the request has "
     "`41-41`, "
     "the policy asks for `42-42`",
     "\"sts:ExternalId\": \"42-42\"", NULL},
    {"trust: a key that is absent", STEP("run", USER("ada"), "strict", ", ExternalId: 42-42"),
     "no role trust policy allows", "IpAddress aws:SourceIp: the request has no aws:SourceIp",
     "\"aws:SourceIp\": 192.0.2.0/24}", NULL},
    {"trust: the last of three conditions", FROM("strict", ", ExternalId: 42-42", "198.51.100.7"),
     "no role trust policy allows", "IpAddress aws:SourceIp: the request has `198.51.100.7`",
     "\"aws:SourceIp\": 192.0.2.0/24}", NULL},
    {"trust: no second factor", STEP("run", USER("ada"), "guarded", ""), "no role trust policy allows",
     "Bool aws:MultiFactorAuthPresent: the request has no aws:MultiFactorAuthPresent",
     "\"aws:MultiFactorAuthPresent\": \"true\"}", NULL},
    {"identity: the caller has no policy", STEP("run", USER("bob"), "first", ""), "no identity-based policy allows",
     "there is no identity-based policy with a statement that allows", "Path: /people/\n          UserName: bob", NULL},
    {"boundary: it covers another action", STEP("run", USER("cem"), "first", ""), "no permissions boundary allows",
     "OnlyStorage: Action does not cover `sts:AssumeRole`", "\"s3:*\"", NULL},
    {"session: the policy of the calling session",
     STEP("one", USER("ada"), "first", STORAGE) STEP("run", "{session: one}", "reader", ""), "no session policy allows",
     "statement 1 of session policy 1 of ada: Action does not cover `sts:AssumeRole`", NULL, NULL},
    {"organization: a Deny", STEP("run", USER("ada"), "vault", ""), "an explicit deny in a service control policy",
     "statement 1 `NobodyAssumesTheVault` of service control policy 2 of level 2 denies it",
     "Sid: NobodyAssumesTheVault", NULL},
    {"Region: of the account of the role",
     "- {name: run, region: eu-west-3, caller: " USER(
         "ada") ", operation: 'sts:AssumeRole', parameters: {RoleArn: "
                "'arn:aws:iam::111122223333:role/first', RoleSessionName: ada}}\n",
     "account 111122223333 has STS switched off", "in eu-west-3", "AccountId: \"111122223333\"",
     "sts.region.role-account"},
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
    assert_str(weir_decision_rule(decision), row->rule == NULL ? "sts.trust.assume" : row->rule);
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

/* What is wrong with a request stands at its place in the request. */
static const struct asked_row {
    const char *name;
    const char *more; /* parameters, the refused one among them */
    const char *rule;
    const char *there;  /* what stands at the place */
    const char *before; /* a step whose session asks; NULL: ada asks */
} asked[] = {
    {"a tag key twice", ", Tags: [{Key: a, Value: b}, {Key: A, Value: c}]", "sts.tags.duplicate", "[{Key: a", NULL},
    {"a reserved tag", ", Tags: [{Key: 'aws:a', Value: b}]", "sts.tags.reserved", "[{Key: 'aws:a'", NULL},
    {"a transitive key of no tag", ", TransitiveTagKeys: [a]", "sts.tags.transitive-named", "[a]", NULL},
    {"a session policy that is none", ", Policy: '{}'", "sts.session-policy.form", "'{}'", NULL},
    {"a managed policy of another account", ", PolicyArns: [{arn: 'arn:aws:iam::444455556666:policy/P'}]",
     "sts.session-policy.account", "[{arn:", NULL},
    {"a managed policy that is not there", ", PolicyArns: [{arn: 'arn:aws:iam::111122223333:policy/P'}]",
     "sts.session-policy.exists", "[{arn:", NULL},
    {"a device of nobody", ", SerialNumber: 'arn:aws:iam::444455556666:mfa/phone', TokenCode: '123456'",
     "sts.mfa.device", "'arn:aws:iam::444455556666:mfa/phone'", NULL},
    {"an inherited tag key", ", Tags: [{Key: A, Value: c}]", "sts.tags.inherited-conflict", "[{Key: A",
     STEP("one", USER("ada"), "first", ", Tags: [{Key: a, Value: b}], TransitiveTagKeys: [a]")},
    {"another source identity", ", SourceIdentity: bob", "sts.source-identity.unchanged", "bob",
     STEP("one", USER("ada"), "first", ", SourceIdentity: ada")},
    {"a duration", ", DurationSeconds: 3601", "sts.duration.role-maximum", "3601", NULL},
};

static const char *line_of(const char *text, uint32_t line)
{
    while (line-- > 1)
        text = strchr(text, '\n') + 1;
    return text;
}

static void asked_row_holds(void **state)
{
    const struct asked_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    struct weir_trace_entry entry;
    char text[2048];
    options.trace = WEIR_TRACE_RULES;
    (void)snprintf(text, sizeof(text),
                   TOP "%s- {name: run, caller: %s, operation: 'sts:AssumeRole', parameters: {RoleArn: "
                       "'arn:aws:iam::111122223333:role/%s', RoleSessionName: ada%s}}\n",
                   row->before == NULL ? "" : row->before, row->before == NULL ? USER("ada") : "{session: one}",
                   row->before == NULL ? "first" : "links/second", row->more);
    const struct weir_run run = run_text(world, text, &options, arena);
    const struct weir_decision *const decision = run.decisions[run.count - 1];
    assert_str(weir_decision_rule(decision), row->rule);
    assert_true(weir_decision_trace(decision, weir_decision_trace_count(decision) - 1, &entry));
    assert_true(entry.at.line > 0);
    const char *const there = line_of(text, entry.at.line) + entry.at.column - 1;
    if (strncmp(there, row->there, strlen(row->there)) != 0)
        fail_msg("%u:%u: %.40s", entry.at.line, entry.at.column, there);
    weir_arena_free(arena);
}

int main(void)
{
    struct CMUnitTest tests[COUNT(rows) + COUNT(asked)];
    for (size_t i = 0; i < COUNT(rows); i++)
        tests[i] = (struct CMUnitTest){rows[i].name, refusal_row_holds, NULL, NULL, without_const(&rows[i])};
    for (size_t i = 0; i < COUNT(asked); i++)
        tests[COUNT(rows) + i] = (struct CMUnitTest){asked[i].name, asked_row_holds, NULL, NULL,
                                                     without_const(&asked[i])};
    return _cmocka_run_group_tests("vend.refusal", tests, COUNT(tests), set_up, tear_down);
}
