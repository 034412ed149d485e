/* Predicates on who asks: the kind of caller, what policies allow it, and the tags of its session. */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

/* What a rulebook calls the kinds of caller, and what people do. */
static const struct {
    const char *word, *said;
} callers[] = {
    [WEIR_CALLER_ANONYMOUS] = {"anonymous", "anonymous"},
    [WEIR_CALLER_USER] = {"user", "a user"},
    [WEIR_CALLER_ROOT] = {"root", "the root user of its account"},
    [WEIR_CALLER_FEDERATED_USER] = {"federated-user", "a federated user"},
    [WEIR_CALLER_SERVICE] = {"service", "an AWS service"},
    [WEIR_CALLER_SESSION] = {"role-session", "a session of a role"},
};

enum weir_status weir_ask_caller_is(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const enum weir_caller_kind kind = deciding->request->caller_kind;
    const struct weir_str_list *const kinds = &use->arguments[0].words;
    for (size_t i = 0; i < kinds->count && !*holds; i++)
        *holds = weir_str_equal(kinds->items[i], weir_str_from(callers[kind].word));
    weir_say(deciding, "the caller is %s", callers[kind].said);
    weir_say_at(deciding, deciding->request->caller_origin);
    return WEIR_OK;
}

enum weir_status weir_ask_iam(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_question question = {.trust = NULL};
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[0], &question.action));
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &question.resource));
    if (use->arguments[2].given)
        WEIR_TRY(weir_argument_text(deciding, &use->arguments[2], &question.shown_as));
    return weir_question_ask(deciding, &question, holds);
}

/* [redshift-iam-actions] Every group that is to be joined is a resource of its own, and each must be allowed. */
enum weir_status weir_ask_iam_each(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_str_list items = weir_argument_list(deciding, &use->arguments[2]);
    struct weir_question question = {.trust = NULL};
    struct weir_str before;
    bool all_hold = items.count > 0;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[0], &question.action));
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &before));
    for (size_t i = 0; i < items.count && all_hold; i++) {
        const struct weir_str parts[] = {before, items.items[i]};
        if (weir_join(deciding->arena, &question.resource, parts, WEIR_COUNT(parts)) != WEIR_OK)
            return weir_fail_memory(deciding->error);
        WEIR_TRY(weir_question_ask(deciding, &question, &all_hold));
    }
    *holds = all_hold;
    return WEIR_OK;
}

enum weir_status weir_ask_trust(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_question question = {.trust = weir_argument_object(deciding, &use->arguments[0])};
    if (question.trust == NULL)
        return WEIR_OK;
    question.resource = question.trust->identity.arn;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &question.action));
    return weir_question_ask(deciding, &question, holds);
}

/* [sts-session-tags] What a trust policy of the same account gives by name needs nothing of the caller's own policies; this asks
 * those alone. */
enum weir_status weir_ask_own(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_question question = {.trust = weir_argument_object(deciding, &use->arguments[0]), .is_of_caller = true};
    if (question.trust == NULL)
        return WEIR_OK;
    question.resource = question.trust->identity.arn;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &question.action));
    return weir_question_ask(deciding, &question, holds);
}

/* [lf-registration] Lake Formation assumes the role as a service: the trust policy alone decides. */
enum weir_status weir_ask_service(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_question question = {.trust = weir_argument_object(deciding, &use->arguments[0])};
    struct weir_principal service = {.kind = WEIR_PRINCIPAL_SERVICE};
    if (question.trust == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &service.arn));
    question.resource = question.trust->identity.arn;
    question.action = WEIR_STR("sts:AssumeRole");
    if (use->arguments[2].given)
        WEIR_TRY(weir_argument_text(deciding, &use->arguments[2], &question.action));
    question.instead = &service;
    return weir_question_ask(deciding, &question, holds);
}

/* [iam-principal] Who comes with an assertion has no identity policies: the trust policy alone decides. */
enum weir_status weir_ask_federated_trust(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_question question = {.trust = weir_argument_object(deciding, &use->arguments[0])};
    const struct weir_identity_provider *const provider = weir_argument_object(deciding, &use->arguments[1]);
    if (question.trust == NULL || provider == NULL)
        return WEIR_OK;
    const struct weir_principal federated = {
        .kind = WEIR_PRINCIPAL_FEDERATED, .arn = provider->arn, .account = provider->account->id};
    question.resource = question.trust->identity.arn;
    question.instead = &federated;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[2], &question.action));
    return weir_question_ask(deciding, &question, holds);
}

typedef bool compare(struct weir_str a, struct weir_str b);

/* Two texts are the same: as they are written, or whatever the case of their letters where a switch says so. */
static compare *comparison(const struct weir_deciding *deciding, const struct weir_argument *any_case, bool otherwise)
{
    struct weir_value value;
    weir_argument_value(deciding, any_case, &value);
    const bool folds = value.type == WEIR_TYPE_BOOLEAN ? value.as.boolean : otherwise;
    return folds ? weir_str_equal_fold : weir_str_equal;
}

static const struct weir_tag *find_tag(struct weir_tag_list tags, struct weir_str key, compare *are_equal)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (are_equal(tags.items[i].key, key))
            return &tags.items[i];
    }
    return NULL;
}

static enum weir_status ask_tag(struct weir_deciding *deciding, const struct weir_use *use, const char *whose,
                                struct weir_tag_list tags, bool *holds)
{
    struct weir_value values;
    struct weir_str key;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[0], &key));
    weir_argument_value(deciding, &use->arguments[1], &values);
    weir_say_at(deciding, values.origin);
    /* [sts-session-tags] keys differ by more than case; what an engine's value is compared by is not said (Q19). */
    const struct weir_tag *const tag = find_tag(tags, key, comparison(deciding, &use->arguments[2], true));
    if (tag == NULL) {
        weir_say(deciding, "the caller's %s carries no tag `%s`", whose, weir_quote(key).text);
        return WEIR_OK;
    }
    const struct weir_str_list list = weir_argument_list(deciding, &use->arguments[1]);
    compare *const are_equal = comparison(deciding, &use->arguments[3], false);
    for (size_t i = 0; i < list.count && !*holds; i++)
        *holds = are_equal(list.items[i], tag->value);
    weir_say(deciding, "the %s tag `%s` is `%s`, which is %s %.*s", whose, weir_quote(tag->key).text,
             weir_quote(tag->value).text, *holds ? "in" : "not in", WEIR_FMT(use->arguments[1].term.written));
    return WEIR_OK;
}

/* [lf-permitting-third-party-call] The tag counts where it was passed as a session tag; a role's own tag does not (Q44). */
enum weir_status weir_ask_session_tag(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_session *const session = deciding->caller.session;
    const struct weir_tag_list none = {NULL, 0};
    return ask_tag(deciding, use, "session", session == NULL ? none : session->tags, holds);
}

enum weir_status weir_ask_principal_tag(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return ask_tag(deciding, use, "principal", deciding->caller.tags, holds);
}

/* Nobody has to allow the action; a statement that denies it counts. */
enum weir_status weir_ask_iam_not_denied(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    bool allowed = false;
    WEIR_TRY(weir_ask_iam(deciding, use, &allowed));
    *holds = !weir_str_equal(deciding->verdict, weir_str_from(weir_effect_name(WEIR_EFFECT_EXPLICIT_DENY)));
    return WEIR_OK;
}
