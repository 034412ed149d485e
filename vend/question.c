/* The policy questions of an operation: every policy that can speak to the caller and the resource, put to policy/ ([iam-eval]). */
#include "vend/engine.h"

#include "base/base_impl.h"

struct asking {
    struct weir_policy_set set;
    struct weir_policy_request request;
};

static enum weir_status add_resource_side(struct weir_deciding *deciding, const struct weir_question *question,
                                          struct asking *asking)
{
    struct weir_governed governed = {NULL, NULL, false};
    if (question->is_of_caller) {
        asking->request.resource_kind = WEIR_RESOURCE_OTHER;
        asking->request.resource_account = asking->request.principal.account;
        return WEIR_OK;
    }
    if (question->trust != NULL) {
        governed = (struct weir_governed){question->trust->trust, question->trust->identity.account, false};
        asking->request.resource_kind = WEIR_RESOURCE_TRUST;
    } else {
        WEIR_TRY(weir_world_resource_policy(deciding->world, question->resource, &governed, deciding->error));
    }
    const struct weir_account *const account = governed.account;
    asking->set.resource = governed.policy;
    asking->request.restricts_public_buckets = governed.restricts_public_buckets;
    struct weir_arn_parts parts;
    if (account != NULL) {
        asking->set.rcp = account->rcp;
        asking->set.rcp_levels = account->rcp_levels;
        asking->request.resource_is_management = account->is_management;
        asking->request.resource_account = account->id;
    } else if (weir_arn_read(question->resource, &parts)) {
        asking->request.resource_account = parts.account;
    } else {
        asking->request.resource_account =
            asking->request.principal.account; /* "*": the caller's own account is meant */
    }
    return WEIR_OK;
}

static void add_caller_side(const struct weir_deciding *deciding, struct asking *asking)
{
    const struct weir_caller *const caller = &deciding->caller;
    asking->request.principal = caller->principal;
    asking->set.identity = caller->identity;
    asking->set.boundary = caller->boundary;
    asking->set.session = caller->session_policies;
    if (caller->account == NULL)
        return;
    asking->set.scp = caller->account->scp;
    asking->set.scp_levels = caller->account->scp_levels;
    asking->request.principal_is_management = caller->account->is_management;
}

/* [iam-endpoint] A request that came through a VPC endpoint says so by aws:SourceVpce. */
static enum weir_status add_endpoint(struct weir_deciding *deciding, struct asking *asking)
{
    const struct weir_str *values = NULL;
    size_t count = 0;
    if (!weir_context_find(asking->request.context, WEIR_STR("aws:SourceVpce"), &values, &count, NULL) || count != 1)
        return WEIR_OK;
    const struct weir_policy **const item = weir_arena_alloc(deciding->arena, 1, sizeof *item);
    if (item == NULL)
        return weir_fail_memory(deciding->error);
    WEIR_TRY(weir_world_endpoint_policy(deciding->world, values[0], item, deciding->error));
    if (*item != NULL)
        asking->set.endpoint = (struct weir_policy_list){item, 1};
    return WEIR_OK;
}

static enum weir_status finding_line(struct weir_deciding *deciding, const struct weir_finding *finding,
                                     struct weir_str *line)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_raw(writer, finding->denies ? WEIR_STR("Deny in ") : WEIR_STR("Allow in "));
    weir_write_raw(writer, weir_policy_label(finding->policy));
    weir_write_format(writer, ", statement %zu (%.*s:%u:%u): ", finding->statement + 1, WEIR_FMT(finding->place.source),
                      finding->place.line, finding->place.column);
    if (finding->match == WEIR_MATCH_APPLIES)
        weir_write_raw(writer, finding->because.len > 0 ? WEIR_STR("applies; ") : WEIR_STR("applies"));
    weir_write_raw(writer, finding->because);
    return weir_writer_finish(writer, line);
}

static enum weir_status keep_details(struct weir_deciding *deciding, const struct weir_explanation *explanation)
{
    const size_t count = weir_explanation_finding_count(explanation);
    struct weir_str *const lines = weir_arena_alloc(deciding->arena, count, sizeof *lines);
    if (lines == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < count; i++) {
        if (finding_line(deciding, weir_explanation_finding(explanation, i), &lines[i]) != WEIR_OK)
            return weir_fail_memory(deciding->error);
    }
    deciding->details = lines;
    deciding->detail_count = count;
    return WEIR_OK;
}

static enum weir_status keep_denial(struct weir_deciding *deciding, const struct weir_question *question,
                                    const struct asking *asking, struct weir_str because)
{
    const struct weir_str who = asking->request.principal.kind == WEIR_PRINCIPAL_ANONYMOUS
                                    ? WEIR_STR("anonymous")
                                    : asking->request.principal.arn;
    const struct weir_str shown = question->shown_as.len > 0 ? question->shown_as : question->resource;
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_raw(writer, WEIR_STR("User: "));
    weir_write_raw(writer, who);
    weir_write_raw(writer, WEIR_STR(" is not authorized to perform: "));
    weir_write_raw(writer, question->action);
    weir_write_raw(writer, WEIR_STR(" on resource: "));
    weir_write_raw(writer, shown);
    WEIR_TRY(weir_writer_finish(writer, &deciding->denial));
    weir_write_raw(writer, WEIR_STR(" "));
    weir_write_raw(writer, because);
    WEIR_TRY(weir_writer_finish(writer, &deciding->denial_full));
    /* [iam-access-denied] Not every service says its reason; a setting makes all of them (Q34). */
    const struct weir_value *const reasons = weir_setting_value(deciding, WEIR_STR("denial_reasons"));
    if (reasons != NULL && reasons->type == WEIR_TYPE_BOOLEAN && reasons->as.boolean)
        deciding->denial = deciding->denial_full;
    return WEIR_OK;
}

/* [lf-cloudtrail] Sessions that Lake Formation vends bear such a name. */
static bool is_vended(const struct weir_session *session)
{
    return weir_str_has_prefix(session->session_name, WEIR_STR("AWSLF-"));
}

/* Nobody passes a vended session another policy: what it reaches is what was granted and asked for. */
static enum weir_status remedy_of_vended(struct weir_deciding *deciding, const struct weir_question *question)
{
    return weir_format(deciding->arena, &deciding->denial_remedy,
                       "Have credentials vended that allow %.*s on %.*s: those of %.*s reach what was granted and "
                       "asked for, and no more.",
                       WEIR_FMT(question->action), WEIR_FMT(question->resource),
                       WEIR_FMT(deciding->caller.session->session_name));
}

/* A session of a role that is gone holds nothing, whatever is written anywhere. */
static enum weir_status remedy_of_gone(struct weir_deciding *deciding)
{
    return weir_format(deciding->arena, &deciding->denial_remedy,
                       "Make the role %.*s again: it is gone, and its sessions hold nothing.",
                       WEIR_FMT(deciding->caller.session->role_arn));
}

static enum weir_status keep_remedy(struct weir_deciding *deciding, const struct weir_question *question,
                                    const struct weir_explanation *explanation)
{
    const struct weir_caller *const caller = &deciding->caller;
    const enum weir_policy_kind silent = weir_verdict_kind(weir_explanation_verdict(explanation));
    deciding->denial_remedy = weir_explanation_remedy(explanation);
    if (question->instead != NULL || caller->session == NULL)
        return WEIR_OK;
    if (caller->role == NULL)
        return remedy_of_gone(deciding);
    return silent == WEIR_POLICY_SESSION && is_vended(caller->session) ? remedy_of_vended(deciding, question) : WEIR_OK;
}

/* Where no statement stands that could be shown, whose policies were silent is. */
static struct weir_origin silent_of(const struct weir_deciding *deciding, const struct weir_question *question,
                                    enum weir_policy_kind kind)
{
    const struct weir_caller *const caller = &deciding->caller;
    if (kind == WEIR_POLICY_TRUST && question->trust != NULL)
        return question->trust->identity.origin;
    if (kind == WEIR_POLICY_IDENTITY && question->instead == NULL && caller->role != NULL)
        return caller->role->identity.origin;
    if (kind == WEIR_POLICY_IDENTITY && question->instead == NULL && caller->user != NULL)
        return caller->user->identity.origin;
    return deciding->request->caller_origin;
}

/* A refusal is always explained, since its reason may be part of the message; an allow only where a trace is wanted. */
static enum weir_status explain(struct weir_deciding *deciding, const struct weir_question *question,
                                const struct asking *asking, const struct weir_verdict *verdict)
{
    const bool allowed = weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
    const struct weir_explanation *explanation = NULL;
    if (allowed && deciding->trace == WEIR_TRACE_NONE)
        return WEIR_OK;
    WEIR_TRY(weir_explain(&asking->set, &asking->request, deciding->arena, &explanation, deciding->error));
    const struct weir_str because = weir_explanation_because(explanation);
    const struct weir_str nearest = weir_explanation_nearest(explanation);
    if (!allowed) {
        WEIR_TRY(keep_denial(deciding, question, asking, because));
        WEIR_TRY(keep_remedy(deciding, question, explanation));
    }
    if (allowed)
        weir_say(deciding, "%.*s on %.*s is %.*s", WEIR_FMT(question->action), WEIR_FMT(question->resource),
                 WEIR_FMT(because));
    else
        weir_say(deciding, "%.*s on %.*s is refused %.*s%s%.*s", WEIR_FMT(question->action),
                 WEIR_FMT(question->resource), WEIR_FMT(because), nearest.len == 0 ? "" : "; ", WEIR_FMT(nearest));
    if (!allowed)
        weir_say_at(deciding, silent_of(deciding, question, weir_verdict_kind(verdict)));
    if (deciding->trace != WEIR_TRACE_NONE && (allowed || weir_explanation_place(explanation).line > 0))
        deciding->at = weir_explanation_place(explanation);
    return deciding->trace == WEIR_TRACE_FULL ? keep_details(deciding, explanation) : WEIR_OK;
}

enum weir_status weir_question_ask(struct weir_deciding *deciding, const struct weir_question *question, bool *allowed)
{
    struct asking asking = {.set = WEIR_POLICY_SET_INIT, .request = WEIR_POLICY_REQUEST_INIT};
    const struct weir_verdict *verdict = NULL;
    *allowed = false;
    asking.request.action = question->action;
    asking.request.resource = question->resource;
    if (question->instead != NULL)
        asking.request.principal = *question->instead;
    else
        add_caller_side(deciding, &asking);
    WEIR_TRY(add_resource_side(deciding, question, &asking));
    WEIR_TRY(weir_context_build(deciding, question, &asking.request.context));
    WEIR_TRY(add_endpoint(deciding, &asking));
    WEIR_TRY(weir_authorize(&asking.set, &asking.request, deciding->arena, &verdict, deciding->error));
    deciding->verdict = weir_str_from(weir_effect_name(weir_verdict_effect(verdict)));
    WEIR_TRY(explain(deciding, question, &asking, verdict));
    *allowed = weir_verdict_effect(verdict) == WEIR_EFFECT_ALLOW;
    return WEIR_OK;
}
