/* `weir verify`: is this SAML response genuine, for whom and how far; one for a person or as JSON, or many, one a line. */
#include "verify.h"

#include <string.h>

#include "complain.h"

enum verify_option {
    VERIFY_JSON,
    VERIFY_NDJSON,
    VERIFY_NOW,
    VERIFY_VERBOSE,
    VERIFY_QUIET,
    /* What follows stands in the place of a question. */
    VERIFY_METADATA,
    VERIFY_CERTIFICATE,
    VERIFY_ISSUER,
    VERIFY_PROVIDER,
    VERIFY_PROVIDER_UUID,
    VERIFY_DECRYPTION_KEY,
    VERIFY_PROFILE,
    VERIFY_OPERATION,
    VERIFY_PARTITION,
    VERIFY_RECIPIENT,
    VERIFY_AUDIENCE,
    VERIFY_ROLE,
    VERIFY_DURATION,
    VERIFY_MAX_SESSION_DURATION,
    VERIFY_SET
};

enum { MOST_GIVEN = 256 };

static const struct option verify_options[] = {
    [VERIFY_JSON] = {"json", '\0', OPTION_FLAG, NULL, "Print the answer as one JSON object on a line."},
    [VERIFY_NDJSON] = {"ndjson", '\0', OPTION_FLAG, NULL,
                       "FILE holds one JSON question a line; print one answer a line, in order."},
    [VERIFY_NOW] = {"now", '\0', OPTION_VALUE, "TIME", "The instant, RFC 3339; it overrides the question's."},
    [VERIFY_VERBOSE] = {"verbose", 'v', OPTION_FLAG, NULL,
                        "Say what each check asks; with --json and --ndjson, list the checks."},
    [VERIFY_QUIET] = {"quiet", 'q', OPTION_FLAG, NULL, "Print no answer: the exit status is the answer."},
    [VERIFY_METADATA] = {"metadata", 'm', OPTION_VALUE, "XML", "The provider's metadata; FILE is then the response."},
    [VERIFY_CERTIFICATE] = {"certificate", '\0', OPTION_VALUE, "PEM",
                            "A certificate or public key in its place; may be repeated."},
    [VERIFY_ISSUER] = {"issuer", '\0', OPTION_VALUE, "TEXT", "The provider's entity ID, beside --certificate."},
    [VERIFY_PROVIDER] = {"provider", '\0', OPTION_VALUE, "ARN", "The provider in IAM."},
    [VERIFY_PROVIDER_UUID] = {"provider-uuid", '\0', OPTION_VALUE, "ID", "Its SAMLProviderUUID."},
    [VERIFY_DECRYPTION_KEY] = {"decryption-key", '\0', OPTION_VALUE, "PEM",
                               "A private key of the provider; may be repeated."},
    [VERIFY_PROFILE] = {"profile", '\0', OPTION_VALUE, "WORD", "aws (the default), or saml: SAML's own rules alone."},
    [VERIFY_OPERATION] = {"operation", '\0', OPTION_VALUE, "NAME",
                          "AssumeRoleWithSAML (the default) or AssumeDecoratedRoleWithSAML."},
    [VERIFY_PARTITION] = {"partition", '\0', OPTION_VALUE, "NAME", "aws, aws-cn or aws-us-gov."},
    [VERIFY_RECIPIENT] = {"recipient", '\0', OPTION_VALUE, "URL",
                          "A sign-in endpoint instead of the partition's; may be repeated."},
    [VERIFY_AUDIENCE] = {"audience", '\0', OPTION_VALUE, "URI",
                         "An audience instead of the partition's; may be repeated."},
    [VERIFY_ROLE] = {"role", '\0', OPTION_VALUE, "ARN", "The role that is asked for."},
    [VERIFY_DURATION] = {"duration", '\0', OPTION_VALUE, "SECONDS", "DurationSeconds of the call."},
    [VERIFY_MAX_SESSION_DURATION] = {"max-session-duration", '\0', OPTION_VALUE, "SECONDS",
                                     "MaxSessionDuration of the role."},
    [VERIFY_SET] = {"setting", '\0', OPTION_VALUE, "NAME=VALUE",
                    "A setting, such as allow_sha1=true; may be repeated."},
};

/* Which member of a question each option is. */
static const struct {
    const char *member;
    enum verify_form form;
} members[] = {
    [VERIFY_METADATA] = {"metadata", VERIFY_FILE},
    [VERIFY_CERTIFICATE] = {"certificates", VERIFY_FILES},
    [VERIFY_ISSUER] = {"issuer", VERIFY_TEXT},
    [VERIFY_PROVIDER] = {"provider", VERIFY_TEXT},
    [VERIFY_PROVIDER_UUID] = {"provider_uuid", VERIFY_TEXT},
    [VERIFY_DECRYPTION_KEY] = {"decryption_keys", VERIFY_FILES},
    [VERIFY_PROFILE] = {"profile", VERIFY_TEXT},
    [VERIFY_OPERATION] = {"operation", VERIFY_TEXT},
    [VERIFY_PARTITION] = {"partition", VERIFY_TEXT},
    [VERIFY_RECIPIENT] = {"recipients", VERIFY_TEXTS},
    [VERIFY_AUDIENCE] = {"audiences", VERIFY_TEXTS},
    [VERIFY_ROLE] = {"role", VERIFY_TEXT},
    [VERIFY_DURATION] = {"duration", VERIFY_PLAIN},
    [VERIFY_MAX_SESSION_DURATION] = {"max_session_duration", VERIFY_PLAIN},
    [VERIFY_SET] = {"settings", VERIFY_SETTING},
};

struct verify_plan {
    struct verify_given given[MOST_GIVEN];
    size_t given_count;
    const char *stray; /* the first option that needs a response beside it */
    bool has_response; /* FILE is one */
    struct verify_way way;
    int64_t now_unix_s;
    struct one one;
};

static enum cli_exit take_now(struct verify_plan *plan, const char *value)
{
    plan->way.now_unix_s = &plan->now_unix_s;
    if (!weir_time_parse(weir_str_from(value), &plan->now_unix_s))
        return options_refuse(plan->one.command, "--now wants an instant such as 2026-03-02T09:00:00Z, not %s", value);
    return CLI_YES;
}

static bool is_repeated(enum verify_form form)
{
    return form == VERIFY_TEXTS || form == VERIFY_FILES || form == VERIFY_SETTING;
}

/* Keeps repeated options together, behind the last of their kind. */
static enum cli_exit take_given(struct verify_plan *plan, size_t id, const char *value)
{
    const struct verify_given given = {members[id].member, members[id].form, value};
    size_t at = plan->given_count;
    if (plan->given_count == MOST_GIVEN)
        return options_refuse(plan->one.command, "more than %d options", (int)MOST_GIVEN);
    while (at > 0 && strcmp(plan->given[at - 1].member, given.member) != 0)
        at--;
    if (at > 0 && !is_repeated(given.form))
        return options_refuse(plan->one.command, "--%s is given twice", verify_options[id].name);
    if (at == 0)
        at = plan->given_count;
    memmove(&plan->given[at + 1], &plan->given[at], (plan->given_count - at) * sizeof(given));
    plan->given[at] = given;
    plan->given_count++;
    plan->has_response = plan->has_response || id == VERIFY_METADATA || id == VERIFY_CERTIFICATE;
    if (plan->stray == NULL)
        plan->stray = verify_options[id].name;
    return CLI_YES;
}

static enum cli_exit take(void *context, size_t id, const char *value)
{
    struct verify_plan *const plan = context;
    bool *const flags[] = {[VERIFY_JSON] = &plan->one.json,
                           [VERIFY_NDJSON] = &plan->one.ndjson,
                           [VERIFY_VERBOSE] = &plan->one.verbose,
                           [VERIFY_QUIET] = &plan->one.quiet};
    if (id == VERIFY_NOW)
        return take_now(plan, value);
    if (id >= VERIFY_METADATA)
        return take_given(plan, id, value);
    *flags[id] = true;
    return CLI_YES;
}

static enum cli_exit check(const struct verify_plan *plan, const struct operands *operands)
{
    const enum cli_exit code = one_check(&plan->one, operands);
    if (code != CLI_YES)
        return code;
    if (plan->stray != NULL && plan->one.ndjson)
        return options_refuse(plan->one.command, "--%s is said in each question of --ndjson", plan->stray);
    if (plan->stray != NULL && !plan->has_response)
        return options_refuse(plan->one.command, "--%s needs --metadata or --certificate; a question says it itself",
                              plan->stray);
    if (plan->has_response && plan->way.now_unix_s == NULL)
        return options_refuse(plan->one.command, "--now is needed: weir reads no clock");
    return CLI_YES;
}

/* The program is the only one in its process that uses xmlsec1, whose messages say what the checks say better. */
void verify_open(void)
{
    const enum weir_status status = weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL);
    (void)status; /* a failure comes again, and is told, in the first call */
}

static enum weir_status verify_json(const void *context, const struct one_question *question, struct weir_str *json,
                                    enum cli_exit *code, struct weir_error *error)
{
    const struct verify_way *const way = context;
    struct weir_saml_ask_options options = WEIR_SAML_ASK_OPTIONS_INIT;
    bool valid = false;
    options.now_unix_s = way->now_unix_s;
    options.explained = way->explained;
    TRY(weir_saml_ask_json(question->tree, question->node, &options, question->arena, json, &valid, error));
    *code = valid ? CLI_YES : CLI_NO;
    return WEIR_OK;
}

static enum weir_status ask_tree(const struct verify_way *way, const struct one_question *question,
                                 const struct weir_saml_claims **claims, const struct weir_refusal **refusal,
                                 struct weir_error *error)
{
    const struct weir_saml_ask *ask = NULL;
    TRY(weir_saml_ask_read(question->tree, question->node, question->arena, &ask, error));
    if (way->now_unix_s == NULL && !ask->has_time)
        return weir_fail(error, WEIR_ERR_SCHEMA, "the question has no `time`, and --now is not given");
    return weir_saml_ask_verify(ask, way->now_unix_s != NULL ? *way->now_unix_s : ask->time, question->arena, claims,
                                refusal, error);
}

static enum cli_exit report(const void *context, const struct one_question *question, struct paint *paint)
{
    const struct verify_way *const way = context;
    const struct weir_saml_claims *claims = NULL;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (ask_tree(way, question, &claims, &refusal, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(question->tree));
    if (paint != NULL)
        verify_report(claims, refusal, way->explained, paint);
    return claims != NULL ? CLI_YES : CLI_NO;
}

const struct one_way verify_way = {.json = verify_json,
                                   .report = report,
                                   .nothing = "no response: name a file, or - for stdin",
                                   .several = "one response at a time, or --ndjson"};

/* The response is a file beside the options. */
static enum cli_exit answer_response(struct one *one, const void *context)
{
    const struct verify_plan *const plan = context;
    const struct weir_tree *tree = NULL;
    const enum cli_exit code = verify_question(one->file, plan->given, plan->given_count, one->arena, &tree);
    return code == CLI_YES ? one_tree(one, tree) : code;
}

static enum cli_exit verify(const struct command *command, int argc, char **argv)
{
    struct verify_plan plan = {
        .one = {.command = command, .way = &verify_way, .context = &plan.way, .is_secret = true}};
    struct operands operands;
    bool done = false;
    enum cli_exit code = options_read(command, argc, argv, take, &plan, &operands, &done);
    if (done)
        return code;
    code = check(&plan, &operands);
    if (code != CLI_YES)
        return code;
    plan.one.file = operands.items[0];
    plan.way.explained = plan.one.verbose;
    verify_open();
    return plan.has_response ? one_open(&plan.one, answer_response, &plan) : one_run(&plan.one);
}

const struct command command_verify = {
    .name = "verify",
    .usage = "[OPTIONS] FILE",
    .about = "Is this SAML response genuine, for whom, and with which roles?",
    .text =
        "Verifies a SAML response as AWS does that receives it. FILE (or - for stdin) is a question, a JSON or YAML "
        "document with the response, the provider's metadata and the time; or, with --metadata or --certificate, "
        "the base64 response itself, for which --now is needed.\n"
        "\n"
        "Exit status: 0 valid; 1 not; 2 wrong usage; 3 the question is unreadable (with --ndjson: some line was); 4 "
        "memory or output failed, or this weir was built without SAML.",
    .example = "weir verify --metadata idp.xml --now 2026-03-02T09:00:00Z response.b64",
    .options = verify_options,
    .option_count = COUNT(verify_options),
    .run = verify,
};
