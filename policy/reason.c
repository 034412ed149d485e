/* Why a statement did not apply, in one clause a person can act on. */
#include "policy/explain.h"

enum { SHOWN_BYTES = 80, SHOWN_OPERANDS = 3 };

void weir_write_value(struct weir_writer *writer, struct weir_str value)
{
    size_t end = value.len;
    if (end > SHOWN_BYTES) {
        end = SHOWN_BYTES;
        while (end > 0 && ((unsigned char)value.ptr[end] & 0xC0) == 0x80)
            end--;
    }
    weir_write_raw(writer, WEIR_STR("`"));
    for (size_t i = 0; i < end; i++) {
        const bool control = (unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7F;
        weir_write_raw(writer, control ? WEIR_STR("?") : weir_str_slice(value, i, i + 1));
    }
    weir_write_raw(writer, end < value.len ? WEIR_STR("...`") : WEIR_STR("`"));
}

static void write_operands(struct weir_writer *writer, const struct weir_condition *condition)
{
    for (size_t i = 0; i < condition->count && i < SHOWN_OPERANDS; i++) {
        if (i > 0)
            weir_write_raw(writer, WEIR_STR(", "));
        weir_write_value(writer, condition->operands[i].text);
    }
    if (condition->count > SHOWN_OPERANDS)
        weir_write_format(writer, " and %zu more", condition->count - SHOWN_OPERANDS);
}

/* A variable is compared by what it stands for, which the document does not show. */
static void write_variables(struct weir_writer *writer, const struct weir_pattern *pattern,
                            const struct weir_context *context)
{
    const enum weir_empty_value empty = weir_pattern_empty_value(pattern, false);
    for (size_t i = 0; i < pattern->count; i++) {
        struct weir_str value;
        if (pattern->pieces[i].kind != WEIR_PIECE_VARIABLE)
            continue;
        weir_write_format(writer, "; ${%.*s} ", WEIR_FMT(pattern->pieces[i].text));
        if (!weir_variable_resolve(&pattern->pieces[i], context, empty, &value)) {
            weir_write_raw(writer, WEIR_STR("has no value in this request"));
            continue;
        }
        weir_write_raw(writer, WEIR_STR("is "));
        weir_write_value(writer, value);
    }
}

/* The operands as they are written, and what stands for their variables. */
static void write_asked(struct weir_writer *writer, const struct weir_condition *condition,
                        const struct weir_context *context)
{
    write_operands(writer, condition);
    for (size_t i = 0; i < condition->count && i < SHOWN_OPERANDS; i++) {
        const struct weir_pattern *const pattern = weir_operand_pattern(condition->op, &condition->operands[i]);
        if (pattern != NULL)
            write_variables(writer, pattern, context);
    }
}

static void write_differs(struct weir_writer *writer, const struct weir_condition *condition,
                          const struct weir_meeting *meeting, const struct weir_context *context)
{
    weir_write_raw(writer, WEIR_STR("the request has "));
    weir_write_value(writer, meeting->value);
    if (condition->count == 0) {
        weir_write_raw(writer, WEIR_STR(", and the policy lists no value"));
        return;
    }
    weir_write_raw(writer, WEIR_STR(", the policy asks for "));
    write_asked(writer, condition, context);
}

static void write_excluded(struct weir_writer *writer, const struct weir_condition *condition,
                           const struct weir_meeting *meeting, const struct weir_context *context)
{
    weir_write_raw(writer, WEIR_STR("the request has "));
    weir_write_value(writer, meeting->value);
    weir_write_raw(writer, WEIR_STR(", which the policy excludes by "));
    write_asked(writer, condition, context);
}

/* What Null asks for is said by what the request has not. */
static void write_absent(struct weir_writer *writer, const struct weir_condition *condition,
                         const struct weir_context *context)
{
    weir_write_format(writer, "the request has no %.*s", WEIR_FMT(condition->key));
    if (condition->count == 0 || condition->op->is_null)
        return;
    weir_write_raw(writer, WEIR_STR(", the policy asks for "));
    write_asked(writer, condition, context);
}

/* Whoever chose the lax setting must see what it did: a Deny that it switches off allows. */
static void write_unknown(struct weir_writer *writer, const struct weir_condition *condition, bool denies)
{
    weir_write_raw(writer, WEIR_STR("there is no operator "));
    weir_write_value(writer, condition->written);
    weir_write_raw(writer, WEIR_STR("; the setting unknown_operator: never_matches "));
    weir_write_raw(writer, denies ? WEIR_STR("switches this Deny off") : WEIR_STR("lets this condition never hold"));
}

static void write_condition(struct weir_writer *writer, const struct weir_meeting *meeting,
                            const struct weir_context *context)
{
    const struct weir_condition *const condition = meeting->condition;
    weir_write_format(writer, "%.*s %.*s: ", WEIR_FMT(condition->written), WEIR_FMT(condition->key));
    switch (meeting->reason) {
    case WEIR_REASON_HOLDS:
    case WEIR_REASON_UNKNOWN:
        break;
    case WEIR_REASON_ABSENT:
        write_absent(writer, condition, context);
        break;
    case WEIR_REASON_PRESENT:
        weir_write_format(writer, "the request has %.*s", WEIR_FMT(condition->key));
        break;
    case WEIR_REASON_MANY:
        weir_write_raw(writer, WEIR_STR("the request has several values, which need ForAllValues or ForAnyValue"));
        break;
    case WEIR_REASON_DIFFERS:
        write_differs(writer, condition, meeting, context);
        break;
    case WEIR_REASON_EXCLUDED:
        write_excluded(writer, condition, meeting, context);
        break;
    case WEIR_REASON_UNREADABLE:
        weir_write_value(writer, meeting->value);
        weir_write_raw(writer, WEIR_STR(" cannot be compared"));
        break;
    case WEIR_REASON_NONE_PASS:
        weir_write_raw(writer, WEIR_STR("none of the request's values passes; the policy gives "));
        write_asked(writer, condition, context);
        break;
    case WEIR_REASON_EMPTY:
        weir_write_format(writer, "the request has no value of %.*s", WEIR_FMT(condition->key));
        break;
    case WEIR_REASON_EMPTY_TEXT:
        weir_write_format(writer, "the request's %.*s is empty", WEIR_FMT(condition->key));
        break;
    }
}

static struct weir_str caller_name(const struct weir_question *question)
{
    const struct weir_str arn = question->request->principal.arn;
    return arn.len > 0 ? arn : WEIR_STR("an anonymous caller");
}

static void write_principal(struct weir_writer *writer, const struct weir_statement *statement,
                            const struct weir_question *question)
{
    if (statement->principals.node == NULL) {
        weir_write_raw(writer, WEIR_STR("it has no Principal, so it names nobody"));
        return;
    }
    weir_write_raw(writer, statement->principals.negated ? WEIR_STR("NotPrincipal spares ")
                                                         : WEIR_STR("Principal does not name "));
    weir_write_value(writer, caller_name(question));
}

static const struct weir_piece *unresolved_resource(const struct weir_resources *resources,
                                                    const struct weir_context *context)
{
    for (size_t i = 0; i < resources->count; i++) {
        const struct weir_arn_pattern *const item = &resources->items[i];
        if (item->form != WEIR_ARN_BY_PARTS)
            continue;
        const struct weir_piece *const piece = weir_pattern_unresolved(&item->parts[WEIR_ARN_RESOURCE], context);
        if (piece != NULL)
            return piece;
    }
    return NULL;
}

static void write_resource(struct weir_writer *writer, const struct weir_statement *statement,
                           const struct weir_question *question)
{
    const bool negated = statement->resources.negated;
    weir_write_raw(writer, negated ? WEIR_STR("NotResource lists ") : WEIR_STR("Resource does not cover "));
    weir_write_value(writer, question->request->resource);
    const struct weir_piece *const piece = negated
                                               ? NULL
                                               : unresolved_resource(&statement->resources, question->request->context);
    if (piece != NULL)
        weir_write_format(writer, "; ${%.*s} has no value in this request", WEIR_FMT(piece->text));
}

void weir_write_reason(struct weir_writer *writer, const struct weir_statement *statement,
                       const struct weir_question *question, const struct weir_meeting *meeting)
{
    switch (meeting->match) {
    case WEIR_MATCH_APPLIES:
        break;
    case WEIR_MATCH_NOT_PRINCIPAL:
        write_principal(writer, statement, question);
        break;
    case WEIR_MATCH_NOT_ACTION:
        weir_write_raw(writer,
                       statement->actions.negated ? WEIR_STR("NotAction lists ") : WEIR_STR("Action does not cover "));
        weir_write_value(writer, question->request->action);
        break;
    case WEIR_MATCH_NOT_RESOURCE:
        write_resource(writer, statement, question);
        break;
    case WEIR_MATCH_NOT_CONDITION:
        if (meeting->reason == WEIR_REASON_UNKNOWN)
            write_unknown(writer, meeting->condition, statement->denies);
        else
            write_condition(writer, meeting, question->request->context);
        break;
    }
}

/* ----------------------------------------------------------------------------------------- settings */

/* What an element of a statement that applied said. */
static void write_element(struct weir_writer *writer, const struct weir_statement *statement,
                          const struct weir_question *question, const struct weir_decided *decided)
{
    switch (decided->element) {
    case WEIR_MATCH_NOT_PRINCIPAL:
        weir_write_raw(writer, WEIR_STR("NotPrincipal does not spare "));
        weir_write_value(writer, caller_name(question));
        break;
    case WEIR_MATCH_NOT_RESOURCE:
        weir_write_raw(writer, statement->resources.negated ? WEIR_STR("NotResource does not list ")
                                                            : WEIR_STR("Resource covers "));
        weir_write_value(writer, question->request->resource);
        break;
    case WEIR_MATCH_NOT_CONDITION:
        weir_write_format(writer, "%.*s %.*s holds", WEIR_FMT(decided->condition->written),
                          WEIR_FMT(decided->condition->key));
        break;
    case WEIR_MATCH_NOT_ACTION:
    case WEIR_MATCH_APPLIES:
        break;
    }
}

void weir_write_settings(struct weir_writer *writer, const struct weir_statement *statement,
                         const struct weir_question *question, const struct weir_meeting *meeting,
                         const struct weir_decided_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct weir_decided *const decided = &list->items[i];
        const struct weir_policy_setting_row *const row = weir_policy_setting_row(decided->setting);
        const bool applies = meeting->match == WEIR_MATCH_APPLIES;
        if (!applies || i > 0)
            weir_write_raw(writer, WEIR_STR("; "));
        if (applies) {
            write_element(writer, statement, question, decided);
            weir_write_raw(writer, WEIR_STR(" by "));
        }
        weir_write_format(writer, "the setting %.*s: %.*s (%.*s)", WEIR_FMT(row->name),
                          WEIR_FMT(row->values[decided->value]), WEIR_FMT(row->open));
    }
}

const struct weir_node *weir_reason_node(const struct weir_statement *statement, const struct weir_meeting *meeting)
{
    const struct weir_node *node = NULL;
    switch (meeting->match) {
    case WEIR_MATCH_APPLIES:
        break;
    case WEIR_MATCH_NOT_PRINCIPAL:
        node = statement->principals.node;
        break;
    case WEIR_MATCH_NOT_ACTION:
        node = statement->actions.node;
        break;
    case WEIR_MATCH_NOT_RESOURCE:
        node = statement->resources.node;
        break;
    case WEIR_MATCH_NOT_CONDITION:
        node = meeting->condition->node;
        break;
    }
    return node != NULL ? node : statement->node;
}
