/**
 * @file
 * The operations: would AWS hand credentials to this caller, why, and how far do they reach? A request, a world and an
 * instant go in; a decision with its session, session policies and trace comes out.
 *
 * The rules are declarative: a rulebook (rulebook/1, see weir-rulebook(5)) lists for every operation its parameters and
 * its checks in order. Everything here is pure and thread-safe for shared worlds, rulebooks and requests.
 */
#ifndef WEIR_VEND_H
#define WEIR_VEND_H

#include <weir/base.h>
#include <weir/scope.h>
#include <weir/world.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------------ rulebook */

/** Parameters, settings, rules and sources of every operation. Immutable, counted, shared by threads. */
struct weir_rulebook;

/** One file of a rulebook. Borrowed for the call. */
struct weir_rulebook_text {
    struct weir_str name;
    struct weir_str text;
};

/** The rulebook that the library was built with. Prepare it once and pass it in weir_decide_options. */
WEIR_API WEIR_MUST_USE enum weir_status weir_rulebook_builtin(struct weir_rulebook **rulebook,
                                                              struct weir_error *error);
/**
 * A rulebook of one's own, from one or more files. It replaces the builtin one.
 * @return WEIR_OK; WEIR_ERR_SYNTAX, WEIR_ERR_SCHEMA with the place: an unknown predicate, resolver, source or setting,
 *         a wrong type, a duplicate id, an operation without an authorizing check before its `allow`, …; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_rulebook_new(const struct weir_rulebook_text *texts, size_t count,
                                                          struct weir_rulebook **rulebook, struct weir_error *error);
WEIR_API struct weir_rulebook *weir_rulebook_retain(struct weir_rulebook *rulebook);
WEIR_API void weir_rulebook_release(struct weir_rulebook *rulebook);
/** The builtin rulebook's files, as text: a start for one's own. False past the end. */
WEIR_API bool weir_rulebook_builtin_text(size_t index, struct weir_rulebook_text *text);
/** "builtin", or a digest of the texts ("fnv1a64:…"). */
WEIR_API struct weir_str weir_rulebook_name(const struct weir_rulebook *rulebook);

/** One rule that can decide, for coverage reports. */
struct weir_rule_info {
    struct weir_str operation; /**< empty: a rule of a group */
    struct weir_str id;
    bool allows; /**< the `allow` of an operation */
    struct weir_str evidence;
};
/** The rules of a rulebook in order; false past the end. */
WEIR_API bool weir_rulebook_rule(const struct weir_rulebook *rulebook, size_t index, struct weir_rule_info *rule);
/** Does the rulebook cite this source id? */
WEIR_API bool weir_rulebook_has_source(const struct weir_rulebook *rulebook, struct weir_str id);

/* ---------------------------------------------------------------------------------- requests, sessions */

/** request/1: one or more steps. Lives in the arena it was read into. */
struct weir_scenario;
/** One step: caller, operation, parameters, context, and perhaps its own time and Region. */
struct weir_request;
/** session/1: a complete value. */
struct weir_session;

/** @return WEIR_OK; WEIR_ERR_SYNTAX, WEIR_ERR_SCHEMA, WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY. */
WEIR_API WEIR_MUST_USE enum weir_status weir_scenario_parse(struct weir_str text, struct weir_str name,
                                                            struct weir_arena *arena,
                                                            const struct weir_scenario **scenario,
                                                            struct weir_error *error);
/** The same from a node of a tree, which must outlive the scenario. */
WEIR_API WEIR_MUST_USE enum weir_status weir_scenario_read(const struct weir_tree *tree, const struct weir_node *node,
                                                           struct weir_arena *arena,
                                                           const struct weir_scenario **scenario,
                                                           struct weir_error *error);
/** The request's `id` as JSON text, empty if it has none. */
WEIR_API struct weir_str weir_scenario_id(const struct weir_scenario *scenario);
WEIR_API size_t weir_scenario_step_count(const struct weir_scenario *scenario);
/** NULL past the end. */
WEIR_API const struct weir_request *weir_scenario_step(const struct weir_scenario *scenario, size_t index);

WEIR_API struct weir_str weir_request_name(const struct weir_request *request);
WEIR_API struct weir_str weir_request_operation(const struct weir_request *request);
/** The step's own instant, or that of the scenario; false if it states none. */
WEIR_API bool weir_request_time(const struct weir_request *request, int64_t *unix_s);
/** The name of the step whose session the caller is; empty when the request is complete by itself. */
WEIR_API struct weir_str weir_request_needs_session(const struct weir_request *request);
/** The same request, made by this session. The request and the session must outlive the result. */
WEIR_API WEIR_MUST_USE enum weir_status weir_request_with_session(const struct weir_request *request,
                                                                  const struct weir_session *session,
                                                                  struct weir_arena *arena,
                                                                  const struct weir_request **bound);

/** A session/1 value as JSON text or YAML. */
WEIR_API WEIR_MUST_USE enum weir_status weir_session_parse(struct weir_str text, struct weir_str name,
                                                           struct weir_arena *arena,
                                                           const struct weir_session **session,
                                                           struct weir_error *error);
WEIR_API WEIR_MUST_USE enum weir_status weir_session_emit(const struct weir_session *session, struct weir_arena *arena,
                                                          struct weir_str *json);
WEIR_API struct weir_str weir_session_arn(const struct weir_session *session);
/** Seconds since the epoch; 0 for NULL. */
WEIR_API int64_t weir_session_expiration(const struct weir_session *session);

/* ------------------------------------------------------------------------------------------- deciding */

enum weir_trace_level {
    WEIR_TRACE_NONE = 0,
    WEIR_TRACE_RULES = 1, /**< every rule that was walked, and why it passed or failed */
    WEIR_TRACE_FULL = 2   /**< also, for policy questions, statement by statement */
};

/** A setting of the rulebook with another value, as text ("43200", "true"). */
struct weir_setting {
    struct weir_str name;
    struct weir_str value;
};

struct weir_decide_options {
    size_t size;
    enum weir_trace_level trace;
    const struct weir_setting *settings; /**< they override the world's Settings, which override the rulebook */
    size_t setting_count;
    const struct weir_rulebook *rulebook; /**< NULL: the builtin one, prepared anew for the call */
};
#define WEIR_DECIDE_OPTIONS_INIT {.size = sizeof(struct weir_decide_options)}

struct weir_decision;

/**
 * Decides one request against one world.
 *
 * Pure: reads only its arguments, so equal arguments give equal decisions. Thread-safe for shared `world`, `request`
 * and rulebook, and a private `arena`.
 *
 * @param now_unix_s  the instant of the request; the request's own time is not looked at.
 * @param options     NULL for the default: no trace, builtin rulebook.
 * @param[out] decision  set on WEIR_OK, NULL otherwise. A deny is a decision, not an error. Lives in `arena`; world,
 *                    request and rulebook must outlive it.
 * @return WEIR_OK; WEIR_ERR_USAGE (NULL argument, a request that still needs a session); WEIR_ERR_UNSUPPORTED (an
 *         operation that the rulebook lacks); WEIR_ERR_SCHEMA (a setting that does not exist or has a wrong value);
 *         WEIR_ERR_INCOMPLETE (the world says that it lacks what the answer depends on); WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_decide(const struct weir_world *world, const struct weir_request *request,
                                                    int64_t now_unix_s, const struct weir_decide_options *options,
                                                    struct weir_arena *arena, const struct weir_decision **decision,
                                                    struct weir_error *error);

/**
 * The parameters of one request against the constraints of its operation, and nothing else: no caller, no policy, no world.
 * Whoever forwards a call can refuse it with the service's own words before anything is asked.
 *
 * @param request  its caller and its session are not looked at.
 * @param options  rulebook and settings; NULL for the default.
 * @param[out] refusal  set on WEIR_REFUSED alone: the rule ("sts.parameters"), the service's code and HTTP status, and one
 *                 message that names every violated constraint. Lives in `arena`.
 * @return WEIR_OK: every constraint is kept, which allows nothing yet; WEIR_REFUSED; WEIR_ERR_SCHEMA with the place (an
 *         unknown parameter, a value of another type); WEIR_ERR_UNSUPPORTED (an operation that the rulebook lacks);
 *         WEIR_ERR_USAGE (NULL argument); WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_validate(const struct weir_request *request,
                                                      const struct weir_decide_options *options,
                                                      struct weir_arena *arena, const struct weir_refusal **refusal,
                                                      struct weir_error *error);

/** The decisions of a scenario, one a step. */
struct weir_run {
    const struct weir_decision *const *decisions;
    size_t count;
    bool all_allowed;
};
/**
 * Decides the steps of a scenario in order; a step may be made by the session of an earlier one, and is skipped when that
 * step was refused.
 * @param now_unix_s  overrides every time of the scenario; NULL: each step's own, and a step without one is WEIR_ERR_SCHEMA.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_run(const struct weir_world *world, const struct weir_scenario *scenario,
                                                 const int64_t *now_unix_s, const struct weir_decide_options *options,
                                                 struct weir_arena *arena, struct weir_run *run,
                                                 struct weir_error *error);

/* All accessors are total: NULL is a refusal, and empty. */
WEIR_API bool weir_decision_is_allowed(const struct weir_decision *decision);
/** The step was not decided, because the one that its caller comes from was refused. */
WEIR_API bool weir_decision_is_skipped(const struct weir_decision *decision);
WEIR_API struct weir_str weir_decision_step(const struct weir_decision *decision);
WEIR_API struct weir_str weir_decision_operation(const struct weir_decision *decision);
/** The rule that decided. */
WEIR_API struct weir_str weir_decision_rule(const struct weir_decision *decision);
WEIR_API struct weir_str weir_decision_rulebook(const struct weir_decision *decision);
/** Empty, 0 and empty for an allow. */
WEIR_API struct weir_str weir_decision_error_code(const struct weir_decision *decision);
WEIR_API int weir_decision_error_status(const struct weir_decision *decision);
WEIR_API struct weir_str weir_decision_error_message(const struct weir_decision *decision);
/** The words are ours: no real message is known. */
WEIR_API bool weir_decision_error_is_synthetic(const struct weir_decision *decision);
/** "Allowed", "ExplicitlyDenied", "ImplicitlyDenied" for `authorize`; empty for other operations. */
WEIR_API struct weir_str weir_decision_verdict(const struct weir_decision *decision);
/**
 * What could be done about the refusal, in words for an administrator: the grant, tag, setting, registration or statement
 * that is missing. Of an allow: what will fail later all the same. There with and without a trace.
 */
WEIR_API size_t weir_decision_advice_count(const struct weir_decision *decision);
/** The index-th advice; empty past the end. */
WEIR_API struct weir_str weir_decision_advice(const struct weir_decision *decision, size_t index);
/** The session that was made, or NULL. */
WEIR_API const struct weir_session *weir_decision_session(const struct weir_decision *decision);
WEIR_API size_t weir_decision_policy_count(const struct weir_decision *decision);
WEIR_API bool weir_decision_policy(const struct weir_decision *decision, size_t index,
                                   struct weir_scope_policy *policy);
/** The operation's own response members without secrets, as JSON text; "{}" if there are none. */
WEIR_API struct weir_str weir_decision_response(const struct weir_decision *decision);
/**
 * Of an operation that vends a database user: what it is in the database, as JSON text with the members user, name (the
 * database, null for every one), create (whether the caller asked that the user be made, null where the operation does
 * not ask), roles and groups (of the session that logs in). Empty for other operations and refusals.
 */
WEIR_API struct weir_str weir_decision_database(const struct weir_decision *decision);
/**
 * Of an operation on a table: the effective access of the caller to it, the union of every grant, as JSON text with the
 * members principal, catalog, database, table, permissions, grantable, restriction (what an engine must support: "none",
 * "COLUMN_PERMISSION", …), columns (name, and rows: "all", "none" or an expression), row_filter, administrator, creator,
 * cross_account, opted_in, enforced and grants (principal, permissions, line). Empty for others and without a trace.
 */
WEIR_API struct weir_str weir_decision_access(const struct weir_decision *decision);

enum weir_outcome {
    WEIR_OUTCOME_FAIL = 0,
    WEIR_OUTCOME_PASS = 1,
    WEIR_OUTCOME_SKIP = 2, /**< its condition did not hold, so it was not asked */
    WEIR_OUTCOME_WARN = 3  /**< it failed and refuses nothing: what was allowed will not do all that was asked for */
};
WEIR_API const char *weir_outcome_name(enum weir_outcome outcome);

/** One rule on the way. */
struct weir_trace_entry {
    struct weir_str rule;
    struct weir_str part; /**< the part of an `any` that passed; else empty */
    enum weir_outcome outcome;
    struct weir_str because; /**< one sentence */
    struct weir_place at;    /**< what it looked at: a statement, a grant, a setting, a parameter; line 0 if nowhere */
    struct weir_str evidence;
    const struct weir_str *sources;
    size_t source_count;
    const struct weir_str *details; /**< WEIR_TRACE_FULL: one line a policy statement */
    size_t detail_count;
};
WEIR_API size_t weir_decision_trace_count(const struct weir_decision *decision);
WEIR_API bool weir_decision_trace(const struct weir_decision *decision, size_t index, struct weir_trace_entry *entry);

/** decision/1 on one line. */
WEIR_API WEIR_MUST_USE enum weir_status weir_decision_emit(const struct weir_decision *decision,
                                                           struct weir_arena *arena, struct weir_str *json);

/* ------------------------------------------------------------------------------------------------ JSON */

/**
 * The same for other languages: JSON in, JSON out, always an answer.
 *
 * @param world  only "decide" looks at it; NULL will do for the other verbs.
 * @param verb  "decide": the input is a request/1, the answer {"weir":"answer/1","id":…,"decisions":[…]}.
 *              "validate": {"id","operation","parameters"}, the answer {"id":…,"valid":true} or
 *              {"id":…,"valid":false,"check","code","status","message"}, see weir_validate.
 *              "authorize": one bare policy question (see weir_ask_read), the answer
 *              {"id":…,"decision":…,"by":[…],"because":…}, with `explanation` at WEIR_TRACE_FULL.
 *              "verify": a SAML response (see weir_saml_ask_read), the answer {"id":…,"valid":true,"claims":{…}} or
 *              {"id":…,"valid":false,"check":…,"code":…,"status":…,"message":…}, with `checks` at WEIR_TRACE_FULL.
 *              "scope": a grant (see weir_scope_ask_read), the answer {"id":…,"policies":[…]} or {"id":…,"refused":{…}}.
 *              "compare": two sets of policies (see weir_compare_ask_read), the answer {"id":…,"answer":…} with more
 *              where it is not "yes".
 *              "lint": a policy document and its kind (see weir_lint_answer), the answer {"id":…,"findings":[…]}.
 * @param options  NULL for the default.
 * @param[out] answer  on WEIR_OK one line of JSON, not NUL-terminated. Errors stand inside it, in the place of what
 *              follows the id: "error":{"status","message","source","line","column","path"}.
 * @return WEIR_OK; WEIR_ERR_USAGE for a NULL argument or an unknown verb; WEIR_ERR_MEMORY when not even the error fits.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_call_json(const struct weir_world *world, const char *verb,
                                                       const char *input, size_t input_len,
                                                       const struct weir_decide_options *options,
                                                       struct weir_arena *arena, const char **answer,
                                                       size_t *answer_len);

#ifdef __cplusplus
}
#endif

#endif
