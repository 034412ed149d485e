/* One statement: which elements it may and must have in each kind of document, and how it meets a question ([iam-grammar]). */
#include "policy/policy_impl.h"

enum element {
    ELEMENT_SID,
    ELEMENT_EFFECT,
    ELEMENT_PRINCIPAL,
    ELEMENT_NOT_PRINCIPAL,
    ELEMENT_ACTION,
    ELEMENT_NOT_ACTION,
    ELEMENT_RESOURCE,
    ELEMENT_NOT_RESOURCE,
    ELEMENT_CONDITION,
    ELEMENT_COUNT
};

/* clang-format off */
static const struct weir_str element_names[ELEMENT_COUNT] = {
    [ELEMENT_SID]           = {"Sid", 3},
    [ELEMENT_EFFECT]        = {"Effect", 6},
    [ELEMENT_PRINCIPAL]     = {"Principal", 9},
    [ELEMENT_NOT_PRINCIPAL] = {"NotPrincipal", 12},
    [ELEMENT_ACTION]        = {"Action", 6},
    [ELEMENT_NOT_ACTION]    = {"NotAction", 9},
    [ELEMENT_RESOURCE]      = {"Resource", 8},
    [ELEMENT_NOT_RESOURCE]  = {"NotResource", 11},
    [ELEMENT_CONDITION]     = {"Condition", 9},
};

enum need { ILLEGAL, MAY, MUST };

/*
 * A resource policy's statement without a principal loads and never matches ([iam-principal]). Statements of an
 * endpoint policy, which would then never deny, must have one; so must those of trust policies and RCPs.
 */
static const struct {
    enum need principal;
    enum need not_principal;
    enum need resource; /* Resource or NotResource */
} rules[WEIR_POLICY_KINDS] = {
    [WEIR_POLICY_IDENTITY] = {ILLEGAL, ILLEGAL, MUST},
    [WEIR_POLICY_RESOURCE] = {MAY,     MAY,     MAY},
    [WEIR_POLICY_TRUST]    = {MUST,    ILLEGAL, ILLEGAL},
    [WEIR_POLICY_BOUNDARY] = {ILLEGAL, ILLEGAL, MUST},
    [WEIR_POLICY_SESSION]  = {ILLEGAL, ILLEGAL, MUST},
    [WEIR_POLICY_SCP]      = {ILLEGAL, ILLEGAL, MUST},
    [WEIR_POLICY_RCP]      = {MUST,    ILLEGAL, MUST},
    [WEIR_POLICY_ENDPOINT] = {MUST,    MAY,     MUST},
};
/* clang-format on */

/* ------------------------------------------------------------------------------------------- reading */

const struct weir_node *weir_one_or_list_first(const struct weir_node *value)
{
    return weir_node_kind(value) == WEIR_NODE_LIST ? weir_node_first(value) : value;
}

const struct weir_node *weir_one_or_list_next(const struct weir_node *value, const struct weir_node *item)
{
    return weir_node_kind(value) == WEIR_NODE_LIST ? weir_node_next(item) : NULL;
}

size_t weir_one_or_list_count(const struct weir_node *value)
{
    return weir_node_kind(value) == WEIR_NODE_LIST ? weir_node_count(value) : 1;
}

enum weir_status weir_reading_text(const struct weir_reading *reading, const struct weir_node *node, const char *what,
                                   struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    if (weir_node_kind(node) != WEIR_NODE_TEXT || weir_node_is_null(node))
        return WEIR_MALFORMED(reading, node, "%s must be text", what);
    *text = weir_node_text(node);
    return WEIR_OK;
}

enum weir_status weir_reading_pattern(const struct weir_reading *reading, const struct weir_node *node,
                                      const char *what, struct weir_str *text)
{
    WEIR_TRY(weir_reading_text(reading, node, what, text));
    if (text->len > WEIR_POLICY_MAX_PATTERN_BYTES)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, node, "%s of more than %d bytes", what,
                            WEIR_POLICY_MAX_PATTERN_BYTES);
    return WEIR_OK;
}

/* Sorts the members of a statement into their places, by element. */
static enum weir_status collect(const struct weir_reading *reading, const struct weir_node *node,
                                const struct weir_node *found[ELEMENT_COUNT])
{
    if (weir_node_kind(node) != WEIR_NODE_MAP)
        return WEIR_MALFORMED(reading, node, "a statement must be a map");
    for (const struct weir_node *key = weir_node_first(node); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < ELEMENT_COUNT && !weir_str_equal(element_names[i], weir_node_text(key)))
            i++;
        if (i == ELEMENT_COUNT)
            return WEIR_MALFORMED(reading, key, "unknown element `%s` in a statement",
                                  weir_quote(weir_node_text(key)).text);
        found[i] = weir_node_value(key);
    }
    return WEIR_OK;
}

static enum weir_status check_legal(const struct weir_reading *reading, const struct weir_node *node, enum need need,
                                    enum element element)
{
    if (node == NULL || need != ILLEGAL)
        return WEIR_OK;
    return WEIR_MALFORMED(reading, node, "`%.*s` is not legal in %s %s", WEIR_FMT(element_names[element]),
                          weir_policy_kind_article(reading->kind), weir_policy_kind_name(reading->kind));
}

/* Of an element and its Not form at most one stands, and exactly one where there must be one. */
static enum weir_status check_pair(const struct weir_reading *reading, const struct weir_node *statement,
                                   const struct weir_node *const found[ELEMENT_COUNT], enum element element,
                                   enum need need)
{
    const struct weir_node *const plain = found[element];
    const struct weir_node *const negated = found[element + 1];
    const struct weir_str name = element_names[element];
    if (plain != NULL && negated != NULL)
        return WEIR_MALFORMED(reading, negated, "a statement has both `%.*s` and `Not%.*s`", WEIR_FMT(name),
                              WEIR_FMT(name));
    if (plain == NULL && negated == NULL && need == MUST)
        return WEIR_MALFORMED(reading, statement, "a statement of %s %s must have `%.*s`",
                              weir_policy_kind_article(reading->kind), weir_policy_kind_name(reading->kind),
                              WEIR_FMT(name));
    return WEIR_OK;
}

static enum weir_status check_elements(const struct weir_reading *reading, const struct weir_node *statement,
                                       const struct weir_node *const found[ELEMENT_COUNT])
{
    const enum need principal = rules[reading->kind].principal;
    const enum need not_principal = rules[reading->kind].not_principal;
    const enum need resource = rules[reading->kind].resource;
    WEIR_TRY(check_legal(reading, found[ELEMENT_PRINCIPAL], principal, ELEMENT_PRINCIPAL));
    WEIR_TRY(check_legal(reading, found[ELEMENT_NOT_PRINCIPAL], not_principal, ELEMENT_NOT_PRINCIPAL));
    WEIR_TRY(check_legal(reading, found[ELEMENT_RESOURCE], resource, ELEMENT_RESOURCE));
    WEIR_TRY(check_legal(reading, found[ELEMENT_NOT_RESOURCE], resource, ELEMENT_NOT_RESOURCE));
    WEIR_TRY(check_pair(reading, statement, found, ELEMENT_PRINCIPAL, principal));
    WEIR_TRY(check_pair(reading, statement, found, ELEMENT_ACTION, MUST));
    return check_pair(reading, statement, found, ELEMENT_RESOURCE, resource);
}

static enum weir_status read_effect(const struct weir_reading *reading, const struct weir_node *statement,
                                    const struct weir_node *node, bool *denies)
{
    *denies = true;
    if (node == NULL)
        return WEIR_MALFORMED(reading, statement, "a statement must have `Effect`");
    struct weir_str text;
    WEIR_TRY(weir_reading_text(reading, node, "`Effect`", &text));
    *denies = !weir_str_equal(text, WEIR_STR("Allow"));
    if (*denies && !weir_str_equal(text, WEIR_STR("Deny")))
        return WEIR_MALFORMED(reading, node, "`Effect` is `Allow` or `Deny`, not `%s`", weir_quote(text).text);
    return WEIR_OK;
}

typedef enum weir_status read_element(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                      struct weir_statement *statement);

static enum weir_status read_pair(const struct weir_reading *reading, const struct weir_node *plain,
                                  const struct weir_node *negated, read_element *read, struct weir_statement *statement)
{
    if (plain == NULL && negated == NULL)
        return WEIR_OK;
    return read(reading, plain != NULL ? plain : negated, plain == NULL, statement);
}

enum weir_status weir_statement_read(const struct weir_reading *reading, const struct weir_node *node,
                                     struct weir_statement *statement)
{
    const struct weir_node *found[ELEMENT_COUNT] = {NULL};
    *statement = (struct weir_statement){.denies = true, .node = node};
    WEIR_TRY(collect(reading, node, found));
    WEIR_TRY(check_elements(reading, node, found));
    WEIR_TRY(read_effect(reading, node, found[ELEMENT_EFFECT], &statement->denies));
    if (found[ELEMENT_SID] != NULL)
        WEIR_TRY(weir_reading_text(reading, found[ELEMENT_SID], "`Sid`", &statement->sid));
    if (found[ELEMENT_NOT_PRINCIPAL] != NULL && !statement->denies)
        return WEIR_MALFORMED(reading, found[ELEMENT_NOT_PRINCIPAL], "`NotPrincipal` is not supported with `Allow`");
    WEIR_TRY(
        read_pair(reading, found[ELEMENT_PRINCIPAL], found[ELEMENT_NOT_PRINCIPAL], weir_principals_read, statement));
    WEIR_TRY(read_pair(reading, found[ELEMENT_ACTION], found[ELEMENT_NOT_ACTION], weir_actions_read, statement));
    WEIR_TRY(read_pair(reading, found[ELEMENT_RESOURCE], found[ELEMENT_NOT_RESOURCE], weir_resources_read, statement));
    if (found[ELEMENT_CONDITION] != NULL)
        WEIR_TRY(weir_conditions_read(reading, found[ELEMENT_CONDITION], statement));
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- meeting */

static void meet_conditions(const struct weir_statement *statement, const struct weir_context *context,
                            struct weir_meeting *meeting)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        const struct weir_condition *const condition = &statement->conditions[i];
        meeting->reason = weir_condition_ask(condition, context, statement->denies, &meeting->value);
        if (meeting->reason != WEIR_REASON_HOLDS) {
            meeting->match = WEIR_MATCH_NOT_CONDITION;
            meeting->condition = condition;
            return;
        }
        meeting->conditions_held++;
    }
    meeting->match = WEIR_MATCH_APPLIES;
}

/* [iam-eval] A statement applies when principal, action, resource and every condition match. */
void weir_statement_meet(const struct weir_statement *statement, const struct weir_question *question,
                         bool by_principal, struct weir_meeting *meeting)
{
    *meeting = (struct weir_meeting){.match = WEIR_MATCH_NOT_PRINCIPAL};
    if (statement->principals.node != NULL || by_principal) {
        meeting->named = weir_principals_match(&statement->principals, question);
        if (meeting->named == WEIR_NAMED_NOT)
            return;
    }
    meeting->match = WEIR_MATCH_NOT_ACTION;
    if (!weir_actions_match(&statement->actions, question->request->action))
        return;
    meeting->match = WEIR_MATCH_NOT_RESOURCE;
    if (!weir_resources_match(&statement->resources, question, statement->denies))
        return;
    meet_conditions(statement, question->request->context, meeting);
}
