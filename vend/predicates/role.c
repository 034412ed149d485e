/* Decides whether the registration's role may do itself what is vended in its name: no session is more than its role ([lf-registration], [iam-session-policies]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* What an action is done to. */
enum target { ON_OBJECTS = 0, ON_BUCKET = 1, ON_KEY = 2, TARGETS = 3 };

/* [lf-registration] What the role is asked to be given, and from which access on it is needed. */
/* clang-format off */
static const struct {
    const char *action;
    enum target target;
    enum weir_access from;
} needs[] = {
    { "s3:GetObject",        ON_OBJECTS, WEIR_ACCESS_READ      },
    { "s3:PutObject",        ON_OBJECTS, WEIR_ACCESS_APPEND    },
    { "s3:DeleteObject",     ON_OBJECTS, WEIR_ACCESS_READWRITE },
    { "s3:ListBucket",       ON_BUCKET,  WEIR_ACCESS_READ      },
    { "kms:Decrypt",         ON_KEY,     WEIR_ACCESS_READ      },
    { "kms:GenerateDataKey", ON_KEY,     WEIR_ACCESS_APPEND    },
};
/* clang-format on */

struct covering {
    struct weir_deciding *deciding;
    struct weir_writer *missing; /* statements, one after the other */
    size_t missing_count, statement_count;
    struct weir_str because; /* of the first refusal */
};

/* A session of the role, as the vended one will be but for its policy. */
static enum weir_status begin(struct weir_deciding *deciding, const struct weir_role *role, struct weir_str arn)
{
    struct weir_session *const session = weir_arena_alloc(deciding->arena, 1, sizeof *session);
    struct weir_context *context = NULL;
    if (session == NULL || weir_context_new(deciding->arena, &context) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    *session = (struct weir_session){.kind = WEIR_STR("assumed-role"),
                                     .account = role->identity.account->id,
                                     .arn = arn,
                                     .role_arn = role->identity.arn,
                                     .role_id = role->identity.unique_id,
                                     .session_name = WEIR_STR("AWSLF"),
                                     .issued_at_s = deciding->now_unix_s,
                                     .expiration_s = deciding->now_unix_s,
                                     .context = context};
    deciding->caller.session = session;
    return WEIR_OK;
}

/* The role itself as a caller; its account's service control policies count as they will later. */
static enum weir_status become_role(struct weir_deciding *deciding, const struct weir_role *role)
{
    struct weir_caller *const caller = &deciding->caller;
    struct weir_arn_parts parts;
    *caller = (struct weir_caller){.role = role, .account = role->identity.account};
    caller->principal.kind = WEIR_PRINCIPAL_ROLE_SESSION;
    caller->principal.role_arn = role->identity.arn;
    caller->principal.account = role->identity.account->id;
    caller->principal.unique_id = role->identity.unique_id;
    caller->principal.is_service_linked_role = role->is_service_linked;
    caller->identity = role->identity.identity;
    caller->boundary = role->identity.boundary;
    caller->tags = role->identity.tags;
    (void)weir_arn_read(role->identity.arn, &parts);
    const struct weir_str arn[] = {
        WEIR_STR("arn:"),           parts.partition,     WEIR_STR(":sts::"), caller->principal.account,
        WEIR_STR(":assumed-role/"), role->identity.name, WEIR_STR("/AWSLF")};
    if (weir_join(deciding->arena, &caller->principal.arn, arn, WEIR_COUNT(arn)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return begin(deciding, role, caller->principal.arn);
}

/* The action is the next of a statement that begins with the first. */
static void add_missing(struct covering *covering, const char *action, size_t refused)
{
    struct weir_writer *const missing = covering->missing;
    if (covering->missing_count == 0 && refused == 0)
        covering->because = covering->deciding->denial_full;
    if (refused == 0) {
        weir_write_raw(missing, covering->missing_count == 0 ? WEIR_STR("") : WEIR_STR(", "));
        weir_write_raw(missing, WEIR_STR("{\"Effect\":\"Allow\",\"Action\":["));
    }
    weir_write_format(missing, "%s\"%s\"", refused == 0 ? "" : ",", action);
}

/* All the actions on one resource that are refused make one statement. */
static enum weir_status cover(struct covering *covering, enum target target, enum weir_access access,
                              struct weir_str resource)
{
    size_t refused = 0;
    for (size_t i = 0; i < WEIR_COUNT(needs); i++) {
        const struct weir_question question = {.action = weir_str_from(needs[i].action), .resource = resource};
        bool allowed = false;
        if (needs[i].target != target || needs[i].from > access)
            continue;
        WEIR_TRY(weir_question_ask(covering->deciding, &question, &allowed));
        if (!allowed)
            add_missing(covering, needs[i].action, refused++);
    }
    covering->statement_count += refused > 0;
    if (refused > 0)
        weir_write_format(covering->missing, "],\"Resource\":\"%.*s\"}", WEIR_FMT(resource));
    covering->missing_count += refused;
    return WEIR_OK;
}

static enum weir_status cover_grant(struct covering *covering, const struct weir_grant *grant,
                                    struct weir_str partition)
{
    struct weir_arena *const arena = covering->deciding->arena;
    struct weir_location location;
    struct weir_str objects, bucket;
    if (!weir_location_parse(grant->location, &location) || weir_location_is_access_point(location))
        return WEIR_OK;
    const size_t length = location.key.len;
    const bool needs_slash = length > 0 && location.key.ptr[length - 1] != '/';
    const struct weir_str parts[] = {WEIR_STR("arn:"),
                                     partition,
                                     WEIR_STR(":s3:::"),
                                     location.bucket,
                                     WEIR_STR("/"),
                                     location.key,
                                     needs_slash ? WEIR_STR("/*") : WEIR_STR("*")};
    enum { OF_BUCKET = 4 };
    if (weir_join(arena, &objects, parts, WEIR_COUNT(parts)) != WEIR_OK ||
        weir_join(arena, &bucket, parts, OF_BUCKET) != WEIR_OK)
        return weir_fail_memory(covering->deciding->error);
    WEIR_TRY(cover(covering, ON_OBJECTS, grant->access, objects));
    return grant->list ? cover(covering, ON_BUCKET, grant->access, bucket) : WEIR_OK;
}

static enum weir_status cover_all(struct covering *covering, const struct weir_role *role,
                                  const struct weir_grant_set *grants)
{
    struct weir_arn_parts parts;
    enum weir_access most = WEIR_ACCESS_NONE;
    WEIR_TRY(become_role(covering->deciding, role));
    (void)weir_arn_read(role->identity.arn, &parts);
    for (size_t i = 0; i < grants->count; i++) {
        WEIR_TRY(cover_grant(covering, &grants->grants[i], parts.partition));
        most = grants->grants[i].access > most ? grants->grants[i].access : most;
    }
    for (size_t i = 0; i < grants->kms_key_count; i++)
        WEIR_TRY(cover(covering, ON_KEY, most, grants->kms_keys[i]));
    return WEIR_OK;
}

enum weir_status weir_ask_role_covers(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_role *const role = weir_argument_object(deciding, &use->arguments[0]);
    const struct weir_vended_scope *const scope = weir_argument_object(deciding, &use->arguments[1]);
    struct covering covering = {.deciding = deciding};
    if (role == NULL || scope == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_writer_new(deciding->arena, &covering.missing));
    const struct weir_caller caller = deciding->caller;
    const enum weir_status status = cover_all(&covering, role, &scope->grants);
    deciding->caller = caller;
    deciding->details = NULL;
    deciding->detail_count = 0;
    WEIR_TRY(status);
    WEIR_TRY(weir_writer_finish(covering.missing, &deciding->missing_statement));
    if (weir_format(deciding->arena, &deciding->missing_statement, "the statement%s %.*s",
                    covering.statement_count == 1 ? "" : "s", WEIR_FMT(deciding->missing_statement)) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    *holds = covering.missing_count == 0;
    if (*holds)
        weir_say(deciding, "the role `%s` may itself do what is vended", weir_quote(role->identity.arn).text);
    else
        weir_say(deciding, "%.*s", WEIR_FMT(covering.because));
    weir_say_at(deciding, role->identity.origin);
    return WEIR_OK;
}

/* One action, by the role's own policies and what governs the resource. */
enum weir_status weir_ask_role_allows(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_role *const role = weir_argument_object(deciding, &use->arguments[0]);
    struct weir_question question = {.trust = NULL};
    if (role == NULL) {
        weir_say(deciding, "the world has no such role");
        return WEIR_OK;
    }
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &question.action));
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[2], &question.resource));
    const struct weir_caller caller = deciding->caller;
    enum weir_status status = become_role(deciding, role);
    if (status == WEIR_OK)
        status = weir_question_ask(deciding, &question, holds);
    deciding->caller = caller;
    return status;
}
