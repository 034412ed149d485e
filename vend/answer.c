/* What a decision says: its accessors, and decision/1, the same facts as JSON in a fixed order (DESIGN §4.3). */
#include <weir/vend.h>

#include "base/answer.h"
#include "scope/scope_impl.h"
#include "vend/request/session.h"

static const struct weir_str empty = {NULL, 0};

bool weir_decision_is_allowed(const struct weir_decision *decision)
{
    return decision != NULL && decision->allowed;
}

bool weir_decision_is_skipped(const struct weir_decision *decision)
{
    return decision != NULL && decision->skipped;
}

struct weir_str weir_decision_step(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->step;
}

struct weir_str weir_decision_operation(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->operation;
}

struct weir_str weir_decision_rule(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->rule;
}

struct weir_str weir_decision_rulebook(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->rulebook;
}

struct weir_str weir_decision_error_code(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->error_code;
}

int weir_decision_error_status(const struct weir_decision *decision)
{
    return decision == NULL ? 0 : decision->error_status;
}

struct weir_str weir_decision_error_message(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->error_message;
}

bool weir_decision_error_is_synthetic(const struct weir_decision *decision)
{
    return decision != NULL && decision->error_is_synthetic;
}

struct weir_str weir_decision_verdict(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->verdict;
}

size_t weir_decision_advice_count(const struct weir_decision *decision)
{
    return decision == NULL ? 0 : decision->advice_count;
}

struct weir_str weir_decision_advice(const struct weir_decision *decision, size_t index)
{
    return index < weir_decision_advice_count(decision) ? decision->advice[index] : empty;
}

const struct weir_session *weir_decision_session(const struct weir_decision *decision)
{
    return decision == NULL ? NULL : decision->session;
}

size_t weir_decision_policy_count(const struct weir_decision *decision)
{
    return decision == NULL ? 0 : decision->policy_count;
}

bool weir_decision_policy(const struct weir_decision *decision, size_t index, struct weir_scope_policy *policy)
{
    const bool is_there = index < weir_decision_policy_count(decision);
    if (policy != NULL)
        *policy = is_there ? decision->policies[index] : (struct weir_scope_policy){.document = {NULL, 0}};
    return is_there;
}

struct weir_str weir_decision_response(const struct weir_decision *decision)
{
    return decision == NULL || decision->response.len == 0 ? WEIR_STR("{}") : decision->response;
}

struct weir_str weir_decision_database(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->database;
}

struct weir_str weir_decision_access(const struct weir_decision *decision)
{
    return decision == NULL ? empty : decision->access;
}

size_t weir_decision_trace_count(const struct weir_decision *decision)
{
    return decision == NULL ? 0 : decision->trace_count;
}

bool weir_decision_trace(const struct weir_decision *decision, size_t index, struct weir_trace_entry *entry)
{
    const bool is_there = index < weir_decision_trace_count(decision);
    if (entry != NULL)
        *entry = is_there ? decision->trace[index] : (struct weir_trace_entry){.rule = {NULL, 0}};
    return is_there;
}

const char *weir_outcome_name(enum weir_outcome outcome)
{
    switch (outcome) {
    case WEIR_OUTCOME_PASS:
        return "pass";
    case WEIR_OUTCOME_SKIP:
        return "skip";
    case WEIR_OUTCOME_WARN:
        return "warn";
    case WEIR_OUTCOME_FAIL:
        break;
    }
    return "fail"; /* also for a number that is no outcome */
}

/* ----------------------------------------------------------------------------------------- decision/1 */

static const char *outcome_word(const struct weir_decision *decision)
{
    if (decision->skipped)
        return "skipped";
    return decision->allowed ? "allow" : "deny";
}

static void write_error(struct weir_writer *writer, const struct weir_decision *decision)
{
    weir_write_key(writer, "error");
    if (decision->error_code.len == 0) {
        weir_write_null(writer);
        return;
    }
    weir_write_map_begin(writer);
    weir_write_member(writer, "code", decision->error_code);
    weir_write_number(writer, "status", decision->error_status);
    weir_write_member(writer, "message", decision->error_message);
    weir_write_flag(writer, "synthetic", decision->error_is_synthetic);
    weir_write_map_end(writer);
}

static enum weir_status write_session(struct weir_writer *writer, const struct weir_session *session,
                                      struct weir_arena *arena)
{
    weir_write_key(writer, "session");
    if (session != NULL)
        return weir_session_write(writer, session, arena);
    weir_write_null(writer);
    return WEIR_OK;
}

static void write_policies(struct weir_writer *writer, const struct weir_decision *decision)
{
    weir_write_key(writer, "policies");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < decision->policy_count; i++)
        weir_scope_policy_write(writer, &decision->policies[i]);
    weir_write_list_end(writer);
}

/* "world.yaml:41:15", as compilers and editors write a place; null where the rule looked at no text. */
static enum weir_status write_place(struct weir_writer *writer, struct weir_place place, struct weir_arena *arena)
{
    struct weir_writer *text_writer;
    struct weir_str text;
    weir_write_key(writer, "at");
    if (place.line == 0) {
        weir_write_null(writer);
        return WEIR_OK;
    }
    WEIR_TRY(weir_writer_new(arena, &text_writer));
    if (place.source.len > 0)
        weir_write_format(text_writer, "%.*s:", WEIR_FMT(place.source));
    weir_write_format(text_writer, "%u:%u", place.line, place.column);
    WEIR_TRY(weir_writer_finish(text_writer, &text));
    weir_write_text(writer, text);
    return WEIR_OK;
}

static enum weir_status write_entry(struct weir_writer *writer, const struct weir_trace_entry *entry,
                                    struct weir_arena *arena)
{
    weir_write_map_begin(writer);
    weir_write_member(writer, "rule", entry->rule);
    if (entry->part.len > 0)
        weir_write_member(writer, "part", entry->part);
    weir_write_member(writer, "outcome", weir_str_from(weir_outcome_name(entry->outcome)));
    weir_write_member(writer, "because", entry->because);
    WEIR_TRY(write_place(writer, entry->at, arena));
    weir_write_member(writer, "evidence", entry->evidence);
    weir_write_texts(writer, "sources", entry->sources, entry->source_count);
    if (entry->detail_count > 0)
        weir_write_texts(writer, "details", entry->details, entry->detail_count);
    weir_write_map_end(writer);
    return WEIR_OK;
}

static enum weir_status write_trace(struct weir_writer *writer, const struct weir_decision *decision,
                                    struct weir_arena *arena)
{
    weir_write_key(writer, "trace");
    weir_write_list_begin(writer);
    for (size_t i = 0; i < decision->trace_count; i++)
        WEIR_TRY(write_entry(writer, &decision->trace[i], arena));
    weir_write_list_end(writer);
    return WEIR_OK;
}

static enum weir_status write_decision(struct weir_writer *writer, const struct weir_decision *decision,
                                       struct weir_arena *arena)
{
    weir_write_map_begin(writer);
    weir_write_member(writer, "weir", WEIR_STR("decision/1"));
    weir_write_member(writer, "step", decision->step);
    weir_write_member(writer, "operation", decision->operation);
    weir_write_member(writer, "decision", weir_str_from(outcome_word(decision)));
    weir_write_member(writer, "rule", decision->rule);
    weir_write_member(writer, "rulebook", decision->rulebook);
    if (decision->verdict.len > 0)
        weir_write_member(writer, "verdict", decision->verdict);
    write_error(writer, decision);
    if (decision->advice_count > 0)
        weir_write_texts(writer, "advice", decision->advice, decision->advice_count);
    WEIR_TRY(write_session(writer, decision->session, arena));
    write_policies(writer, decision);
    weir_write_key(writer, "response");
    weir_write_json(writer, weir_decision_response(decision));
    if (decision->database.len > 0) {
        weir_write_key(writer, "database");
        weir_write_json(writer, decision->database);
    }
    WEIR_TRY(write_trace(writer, decision, arena));
    if (decision->access.len > 0) {
        weir_write_key(writer, "access");
        weir_write_json(writer, decision->access);
    }
    weir_write_map_end(writer);
    return WEIR_OK;
}

enum weir_status weir_decision_emit(const struct weir_decision *decision, struct weir_arena *arena,
                                    struct weir_str *json)
{
    struct weir_writer *writer;
    if (json == NULL)
        return WEIR_ERR_USAGE;
    *json = empty;
    if (decision == NULL || arena == NULL)
        return WEIR_ERR_USAGE;
    WEIR_TRY(weir_writer_new(arena, &writer));
    WEIR_TRY(write_decision(writer, decision, arena));
    return weir_writer_finish(writer, json);
}
