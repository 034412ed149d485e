/* Walks the rules of an operation in order. A decision is born a refusal; one line here makes it an allow. */
#include "vend/walk.h"

#include "base/base_impl.h"
#include "vend/predicates/predicates.h"

/* Rules of the engine itself, beside those of the operation: the session's end, an injected fault, the parameters. */
#define FIXED_RULES 3

static void forget_saying(struct weir_deciding *deciding)
{
    deciding->because = deciding->part = (struct weir_str){NULL, 0};
    deciding->at = (struct weir_place){.line = 0};
    deciding->details = NULL;
    deciding->detail_count = 0;
    deciding->refused.check = deciding->refused.code = deciding->refused.message = (struct weir_str){NULL, 0};
    deciding->refused.synthetic = false;
}

static void write_trace(struct weir_walk *walk, struct weir_str id, enum weir_outcome outcome, struct weir_str evidence,
                        struct weir_str_list sources)
{
    const struct weir_deciding *const deciding = walk->deciding;
    if (walk->trace == NULL || id.len == 0)
        return;
    walk->trace[walk->trace_count++] = (struct weir_trace_entry){
        .rule = id,
        .part = outcome == WEIR_OUTCOME_PASS ? deciding->part : (struct weir_str){NULL, 0},
        .outcome = outcome,
        .because = deciding->because,
        .at = deciding->at,
        .evidence = evidence,
        .sources = sources.items,
        .source_count = sources.count,
        .details = deciding->details,
        .detail_count = deciding->detail_count,
    };
}

/* A code that the service does not have, which the world or the engine brings, has the status given. */
static void refuse(struct weir_walk *walk, struct weir_str rule, struct weir_str code, int status,
                   struct weir_str message, bool synthetic)
{
    struct weir_decision *const decision = walk->deciding->decision;
    const int known = weir_error_status(walk->deciding, code);
    decision->rule = rule;
    decision->error_code = code;
    decision->error_status = known == 0 ? status : known;
    decision->error_message = message;
    decision->error_is_synthetic = synthetic;
}

/* --------------------------------------------------------------------------------- rules of the engine */

static const struct weir_str_list no_sources = {NULL, 0};

static void refuse_by_engine(struct weir_walk *walk, struct weir_str rule, struct weir_str code,
                             struct weir_str message, bool synthetic)
{
    write_trace(walk, rule, WEIR_OUTCOME_FAIL, WEIR_STR("local"), no_sources);
    refuse(walk, rule, code, 500, message, synthetic);
}

static enum weir_status advise_of_session(struct weir_deciding *deciding, bool is_early)
{
    const struct weir_session *const session = deciding->caller.session;
    char instant[21];
    struct weir_str text;
    if (!weir_time_format(is_early ? session->issued_at_s : session->expiration_s, instant))
        return WEIR_OK;
    if (weir_format(deciding->arena, &text, "%s %s.",
                    is_early ? "Ask later: the session does not exist before"
                             : "Make the session anew: its credentials were good until",
                    instant) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return weir_advise(deciding, text);
}

/* Credentials are good until they expire, and not before they were issued. */
static enum weir_status session_holds(struct weir_walk *walk, bool *holds)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_service *const service = deciding->operation->service;
    const struct weir_session *const session = deciding->caller.session;
    *holds = session == NULL;
    if (session == NULL)
        return WEIR_OK;
    const bool early = deciding->now_unix_s < session->issued_at_s;
    if (!early && deciding->now_unix_s < session->expiration_s) {
        weir_say(deciding, "the caller's session has not expired");
        write_trace(walk, WEIR_STR("caller.session-expired"), WEIR_OUTCOME_PASS, WEIR_STR("local"), no_sources);
        *holds = true;
        return WEIR_OK;
    }
    weir_say(deciding, early ? "the caller's session is issued after the instant of the request"
                             : "the caller's session has expired");
    weir_say_at(deciding, deciding->request->caller_origin);
    refuse_by_engine(walk, WEIR_STR("caller.session-expired"), service->expired_code, service->expired_message,
                     service->expired_is_synthetic);
    return advise_of_session(deciding, early);
}

/* A fault that the world injects; its code's status is the service's, or 500 where the service has no such code. */
static enum weir_status fault_is_absent(struct weir_walk *walk, bool *is_absent)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_str code = weir_world_fault(deciding->world, deciding->caller.account, deciding->request->region,
                                                  deciding->operation->name);
    forget_saying(deciding);
    *is_absent = code.len == 0;
    if (*is_absent)
        return WEIR_OK;
    weir_say(deciding, "the world injects the fault %.*s", WEIR_FMT(code));
    refuse_by_engine(walk, WEIR_STR("world.fault"), code, WEIR_STR("The fault that the world injects."), true);
    return weir_advise(deciding, WEIR_STR("Take the operation out of the world's Faults to have the call decided."));
}

static enum weir_status parameters_hold(struct weir_walk *walk, bool *hold)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_service *const service = deciding->operation->service;
    struct weir_str violations;
    WEIR_TRY(weir_parameters_check(deciding, &violations));
    *hold = violations.len == 0;
    weir_say_at(deciding, deciding->request->parameters);
    if (*hold) {
        weir_say(deciding, "every parameter keeps its constraints");
        write_trace(walk, service->parameter_rule, WEIR_OUTCOME_PASS, WEIR_STR("modelled"), no_sources);
        return WEIR_OK;
    }
    deciding->because = violations;
    refuse_by_engine(walk, service->parameter_rule, weir_parameter_code(deciding), violations, false);
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------- rules of the book */

static const struct weir_refusal_code *row_of(const struct weir_else *refusal, struct weir_str refused)
{
    for (size_t i = 0; refused.len > 0 && i < refusal->code_count; i++) {
        if (weir_str_equal(refusal->codes[i].refused, refused))
            return &refusal->codes[i].code;
    }
    return NULL;
}

/* The row for the very check that failed, or for the refusal's own code, or else the rule's; a setting may say each. */
static struct weir_refusal_code code_of(const struct weir_deciding *deciding, const struct weir_else *refusal)
{
    const struct weir_refusal_code *const by_check = row_of(refusal, deciding->refused.check);
    const struct weir_refusal_code *const by_code = row_of(refusal, deciding->refused.code);
    struct weir_refusal_code code = by_check != NULL ? *by_check : by_code != NULL ? *by_code : refusal->code;
    const struct weir_value *const set = code.from.len == 0 ? NULL : weir_setting_value(deciding, code.from);
    code.code = set == NULL ? code.code : set->as.text;
    return code;
}

static const struct weir_template *message_of(const struct weir_deciding *deciding, const struct weir_else *refusal)
{
    const struct weir_str from = refusal->message_from;
    const struct weir_value *const set = from.len == 0 ? NULL : weir_setting_value(deciding, from);
    for (size_t i = 0; set != NULL && i < refusal->message_count; i++) {
        if (weir_str_equal(refusal->messages[i].value, set->as.text))
            return &refusal->messages[i].message;
    }
    return &refusal->message;
}

static enum weir_status refuse_by_rule(struct weir_walk *walk, const struct weir_rule *rule)
{
    const struct weir_else *const refusal = &rule->refusal;
    struct weir_str message;
    write_trace(walk, rule->id, WEIR_OUTCOME_FAIL, rule->evidence, rule->sources);
    if (weir_template_text(walk->deciding, message_of(walk->deciding, refusal), &message) != WEIR_OK)
        return weir_fail_memory(walk->deciding->error);
    const struct weir_refusal_code code = code_of(walk->deciding, refusal);
    refuse(walk, rule->id, code.code, code.status, message, refusal->synthetic || walk->deciding->refused.synthetic);
    /* Trace or no trace, it is for whoever has to mend what failed; last, since the parts are asked again for it. */
    const struct weir_str verdict = walk->deciding->verdict;
    const enum weir_status status = weir_advise_by_rule(walk->deciding, rule);
    walk->deciding->verdict = verdict;
    return status;
}

static enum weir_status bind(struct weir_deciding *deciding, const struct weir_rule *rule, bool *goes_on)
{
    struct weir_value *const value = &deciding->bound[rule->slot];
    if (rule->resolver->gives != WEIR_TYPE_PLACES)
        *value = (struct weir_value){.type = WEIR_TYPE_ABSENT};
    WEIR_TRY(rule->resolver->resolve(deciding, rule->arguments, value));
    *goes_on = value->type != WEIR_TYPE_ABSENT || !rule->refusal.given;
    return WEIR_OK;
}

static enum weir_status allow(struct weir_walk *walk, const struct weir_rule *rule)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_operation *const operation = deciding->operation;
    if (operation->answer != NULL) {
        const enum weir_status status = operation->answer->make(deciding, operation->answer_arguments);
        if (status != WEIR_OK)
            return status == WEIR_ERR_MEMORY ? weir_fail_memory(deciding->error) : status;
    }
    deciding->decision->rule = rule->id;
    deciding->decision->allowed = true; /* the only place */
    return WEIR_OK;
}

enum weir_status weir_walk_rule(struct weir_walk *walk, const struct weir_rule *rule, bool *goes_on)
{
    struct weir_deciding *const deciding = walk->deciding;
    forget_saying(deciding);
    *goes_on = true;
    if (rule->when != NULL) {
        WEIR_TRY(weir_ask(deciding, rule->when, goes_on));
        if (!*goes_on) {
            write_trace(walk, rule->id, WEIR_OUTCOME_SKIP, rule->evidence, rule->sources);
            *goes_on = true;
            return WEIR_OK;
        }
        forget_saying(deciding);
    }
    if (rule->kind == WEIR_STEP_BIND)
        WEIR_TRY(bind(deciding, rule, goes_on));
    else
        WEIR_TRY(weir_ask(deciding, rule->require, goes_on));
    const bool passes = *goes_on;
    *goes_on = passes || rule->kind == WEIR_STEP_ADVISE;
    if (!*goes_on)
        return refuse_by_rule(walk, rule);
    write_trace(walk, rule->id, passes ? WEIR_OUTCOME_PASS : WEIR_OUTCOME_WARN, rule->evidence, rule->sources);
    return passes ? WEIR_OK : weir_advise_by_rule(deciding, rule);
}

static enum weir_status walk_rules(struct weir_walk *walk)
{
    const struct weir_operation *const operation = walk->deciding->operation;
    for (size_t i = 0; i < operation->rule_count; i++) {
        const struct weir_rule *const rule = &operation->rules[i];
        bool goes_on = false;
        if (rule->kind == WEIR_STEP_ALLOW)
            return allow(walk, rule);
        WEIR_TRY((rule->kind == WEIR_STEP_EACH ? weir_walk_each : weir_walk_rule)(walk, rule, &goes_on));
        if (!goes_on)
            return WEIR_OK;
        i += rule->span;
    }
    /* The reader refuses an operation without its `allow`; should one come this far, it is refused. */
    refuse(walk, WEIR_STR("weir.rulebook.no-allow"), WEIR_STR("AccessDenied"), 403, WEIR_STR("No rule allows this."),
           true);
    return WEIR_OK;
}

static enum weir_status walk_all(struct weir_walk *walk)
{
    bool parameters_are_good = false;
    bool goes_on = false;
    WEIR_TRY(session_holds(walk, &goes_on));
    if (goes_on)
        WEIR_TRY(fault_is_absent(walk, &goes_on));
    if (!goes_on)
        return WEIR_OK;
    forget_saying(walk->deciding);
    WEIR_TRY(parameters_hold(walk, &parameters_are_good));
    return parameters_are_good ? walk_rules(walk) : WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- the call */

static struct weir_str operation_at(const void *names, size_t index)
{
    const struct weir_rulebook *const rulebook = names;
    return rulebook->operations[index].name;
}

static enum weir_status prepare(struct weir_walk *walk, const struct weir_decide_options *options)
{
    struct weir_deciding *const deciding = walk->deciding;
    const struct weir_request *const request = deciding->request;
    deciding->operation = weir_rulebook_operation(deciding->rulebook, request->operation);
    if (deciding->operation == NULL)
        return weir_fail_at(
            deciding->error, WEIR_ERR_UNSUPPORTED, request->operation_origin.tree, request->operation_origin.node,
            "the rulebook has no operation `%s`%s", weir_quote(request->operation).text,
            weir_near_name(request->operation, operation_at, deciding->rulebook, deciding->rulebook->operation_count)
                .text);
    walk->trace_room = deciding->operation->rule_count + FIXED_RULES;
    deciding->decision = weir_arena_alloc(deciding->arena, 1, sizeof *deciding->decision);
    deciding->bound = weir_arena_alloc(deciding->arena, deciding->operation->bound_count, sizeof *deciding->bound);
    if (deciding->trace != WEIR_TRACE_NONE)
        walk->trace = weir_arena_alloc(deciding->arena, walk->trace_room, sizeof *walk->trace);
    if (deciding->decision == NULL || deciding->bound == NULL ||
        (deciding->trace != WEIR_TRACE_NONE && walk->trace == NULL))
        return weir_fail_memory(deciding->error);
    WEIR_TRY(weir_settings_resolve(deciding, options));
    return weir_caller_resolve(deciding);
}

static void finish(const struct weir_walk *walk)
{
    const struct weir_deciding *const deciding = walk->deciding;
    struct weir_decision *const decision = deciding->decision;
    decision->step = deciding->request->name;
    decision->operation = deciding->operation->name;
    decision->rulebook = weir_rulebook_name(deciding->rulebook);
    decision->trace = walk->trace;
    decision->trace_count = walk->trace_count;
    if (deciding->operation->shows_verdict)
        decision->verdict = deciding->verdict;
}

static enum weir_status decide_with(const struct weir_world *world, const struct weir_request *request,
                                    int64_t now_unix_s, const struct weir_decide_options *options,
                                    const struct weir_rulebook *rulebook, struct weir_arena *arena,
                                    const struct weir_decision **decision, struct weir_error *error)
{
    struct weir_deciding deciding = {.world = world,
                                     .request = request,
                                     .rulebook = rulebook,
                                     .now_unix_s = now_unix_s,
                                     .trace = options == NULL ? WEIR_TRACE_NONE : options->trace,
                                     .arena = arena,
                                     .error = error};
    struct weir_walk walk = {.deciding = &deciding};
    WEIR_TRY(prepare(&walk, options));
    WEIR_TRY(walk_all(&walk));
    if (deciding.is_speechless)
        return weir_fail_memory(error);
    finish(&walk);
    *decision = deciding.decision;
    return WEIR_OK;
}

/* Read into the caller's arena, so that the decision may keep its words. */
static enum weir_status decide_with_builtin(const struct weir_world *world, const struct weir_request *request,
                                            int64_t now_unix_s, const struct weir_decide_options *options,
                                            struct weir_arena *arena, const struct weir_decision **decision,
                                            struct weir_error *error)
{
    struct weir_rulebook builtin;
    enum weir_status status = weir_rulebook_read_builtin(&builtin, arena, error);
    if (status == WEIR_OK)
        status = decide_with(world, request, now_unix_s, options, &builtin, arena, decision, error);
    weir_regexes_free(builtin.patterns);
    return status;
}

enum weir_status weir_decide(const struct weir_world *world, const struct weir_request *request, int64_t now_unix_s,
                             const struct weir_decide_options *options, struct weir_arena *arena,
                             const struct weir_decision **decision, struct weir_error *error)
{
    if (decision != NULL)
        *decision = NULL;
    if (world == NULL || request == NULL || arena == NULL || decision == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a decision needs a world, a request, an arena and a place to go");
    if (weir_request_needs_session(request).len > 0)
        return weir_fail_at(error, WEIR_ERR_USAGE, request->caller_origin.tree, request->caller_origin.node,
                            "the caller's session is not bound");
    const bool is_prepared = options != NULL && options->rulebook != NULL;
    const enum weir_status status =
        is_prepared ? decide_with(world, request, now_unix_s, options, options->rulebook, arena, decision, error)
                    : decide_with_builtin(world, request, now_unix_s, options, arena, decision, error);
    /* Who runs out of memory deep inside has no error at hand. */
    return status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : status;
}
