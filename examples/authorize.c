/* A proxy's hot path: one policy, compiled once, asked many times. Usage: authorize POLICY.json ACTION RESOURCE PREFIX */
#include <stdio.h>

#include <weir/policy.h>

enum { ROOM = 1 << 16 };

static const char account[] = "111122223333";
static const char user[] = "arn:aws:iam::111122223333:user/ada";

/* What does not depend on the question: kept as long as the policy is in force, and shared by threads. */
static enum weir_status read_policy(const char *path, struct weir_arena *arena, const struct weir_policy **policy,
                                    struct weir_error *error)
{
    static char room[ROOM];
    FILE *const file = fopen(path, "rb");
    const struct weir_str text = {room, file == NULL ? 0 : fread(room, 1, ROOM, file)};
    if (file != NULL)
        (void)fclose(file);
    return weir_policy_parse(text, weir_str_from(path), WEIR_POLICY_IDENTITY, NULL, arena, policy, error);
}

/* One question: the arena is reset between questions, so that none of them allocates. */
static enum weir_status ask(const struct weir_policy *policy, char **words, struct weir_arena *arena,
                            const struct weir_verdict **verdict, struct weir_error *error)
{
    struct weir_context *context = NULL;
    struct weir_policy_set policies = WEIR_POLICY_SET_INIT;
    struct weir_policy_request request = WEIR_POLICY_REQUEST_INIT;
    enum weir_status status = weir_context_new(arena, &context);
    if (status == WEIR_OK)
        status = weir_context_set_text(context, WEIR_STR("s3:prefix"), weir_str_from(words[2]));
    if (status != WEIR_OK)
        return status;
    policies.identity = (struct weir_policy_list){&policy, 1};
    request.action = weir_str_from(words[0]);
    request.resource = weir_str_from(words[1]);
    request.principal.kind = WEIR_PRINCIPAL_USER;
    request.principal.arn = weir_str_from(user);
    request.principal.account = weir_str_from(account);
    request.resource_account = weir_str_from(account);
    request.context = context;
    return weir_authorize(&policies, &request, arena, verdict, error);
}

int main(int argc, char **argv)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_arena *kept = NULL;
    struct weir_arena *asked = NULL;
    const struct weir_policy *policy = NULL;
    const struct weir_verdict *verdict = NULL;
    if (argc != 5) {
        (void)fputs("usage: authorize POLICY.json ACTION RESOURCE PREFIX\n", stderr);
        return 2;
    }
    enum weir_status status = weir_arena_new(1 << 20, &kept);
    if (status == WEIR_OK)
        status = weir_arena_new(1 << 16, &asked);
    if (status == WEIR_OK)
        status = read_policy(argv[1], kept, &policy, &error);
    if (status == WEIR_OK)
        status = ask(policy, argv + 2, asked, &verdict, &error);
    if (status == WEIR_OK)
        puts(weir_effect_name(weir_verdict_effect(verdict)));
    else
        (void)fprintf(stderr, "%s:%u:%u: %s\n", error.source, error.line, error.column, error.message);
    const bool allowed = status == WEIR_OK && weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
    weir_arena_free(asked);
    weir_arena_free(kept);
    if (status != WEIR_OK)
        return 3;
    return allowed ? 0 : 1;
}
