/* Decides where policies stand in documents that hold them, and what kind each is: one row a member. */
#include "lint.h"

#include <string.h>

#include <weir/limits.h>

/* A member whose value is a policy, or a list of policies, or of lists of them. */
struct spot {
    const char *key;
    const char *within; /* the member that its map stands under; NULL: any */
    bool guessed;       /* the kind is to be seen from the document */
    enum weir_policy_kind kind;
};

/* The first row that fits. */
/* clang-format off */
static const struct spot spots[] = {
    {"AssumeRolePolicyDocument", NULL,           false, WEIR_POLICY_TRUST},
    {"PolicyInJson",             NULL,           false, WEIR_POLICY_RESOURCE},
    {"Policy",                   "Buckets",      false, WEIR_POLICY_RESOURCE},
    {"Policy",                   "KmsKeys",      false, WEIR_POLICY_RESOURCE},
    {"Policy",                   "parameters",   false, WEIR_POLICY_SESSION},
    {"policy",                   "federated",    false, WEIR_POLICY_SESSION},
    {"session_policies",         NULL,           false, WEIR_POLICY_SESSION},
    {"PolicyDocument",           "VpcEndpoints", false, WEIR_POLICY_ENDPOINT},
    {"PolicyDocument",           NULL,           false, WEIR_POLICY_IDENTITY},
    {"Document",                 NULL,           false, WEIR_POLICY_IDENTITY},
    {"SCPs",                     NULL,           false, WEIR_POLICY_SCP},
    {"RCPs",                     NULL,           false, WEIR_POLICY_RCP},
    {"identity",                 "policies",     false, WEIR_POLICY_IDENTITY},
    {"resource",                 "policies",     true,  WEIR_POLICY_RESOURCE},
    {"boundary",                 "policies",     false, WEIR_POLICY_BOUNDARY},
    {"session",                  "policies",     false, WEIR_POLICY_SESSION},
    {"scp",                      "policies",     false, WEIR_POLICY_SCP},
    {"rcp",                      "policies",     false, WEIR_POLICY_RCP},
    {"endpoint",                 "policies",     false, WEIR_POLICY_ENDPOINT},
};
/* clang-format on */

/* A list or map under way. */
struct frame {
    const struct weir_node *at; /* the next item or key */
    struct weir_str name;       /* of the member that it stands under */
    const struct spot *spot;    /* of a list whose items are policies */
    bool is_map;
};

struct walk {
    struct lint_run *run;
    const struct weir_tree *tree;
    struct frame frames[WEIR_MAX_DEPTH];
    size_t depth;
    size_t found;
};

static const struct spot *spot_of(struct weir_str key, struct weir_str within)
{
    for (size_t i = 0; i < COUNT(spots); i++) {
        const bool fits = spots[i].within == NULL || weir_str_equal(within, weir_str_from(spots[i].within));
        if (fits && weir_str_equal(key, weir_str_from(spots[i].key)))
            return &spots[i];
    }
    return NULL;
}

static void visit(struct walk *walk, const struct weir_node *node, struct weir_str name, const struct spot *spot)
{
    const enum weir_node_kind kind = weir_node_kind(node);
    const bool is_document = kind == WEIR_NODE_MAP || (kind == WEIR_NODE_TEXT && !weir_node_is_null(node));
    if (spot != NULL && is_document) {
        walk->found++;
        lint_policy(walk->run, walk->tree, node, spot->guessed ? lint_guess(node) : spot->kind);
        return;
    }
    if ((kind != WEIR_NODE_LIST && kind != WEIR_NODE_MAP) || walk->depth == WEIR_MAX_DEPTH)
        return;
    walk->frames[walk->depth++] = (struct frame){weir_node_first(node), name, spot, kind == WEIR_NODE_MAP};
}

size_t lint_walk(struct lint_run *run, const struct weir_tree *tree)
{
    struct walk walk = {.run = run, .tree = tree};
    visit(&walk, weir_tree_root(tree), (struct weir_str){NULL, 0}, NULL);
    while (walk.depth > 0) {
        struct frame *const frame = &walk.frames[walk.depth - 1];
        const struct weir_node *const at = frame->at;
        if (at == NULL) {
            walk.depth--;
            continue;
        }
        frame->at = weir_node_next(at);
        if (frame->is_map)
            visit(&walk, weir_node_value(at), weir_node_text(at), spot_of(weir_node_text(at), frame->name));
        else
            visit(&walk, at, frame->name, frame->spot);
    }
    return walk.found;
}

/* ---------------------------------------------------------------------------------------------- guess */

static bool has(const struct weir_node *statement, const char *element)
{
    return weir_node_find(statement, weir_str_from(element)) != NULL;
}

static bool speaks_of_sts(const struct weir_node *action)
{
    const struct weir_str text = weir_node_text(action);
    return text.len > 4 && weir_str_equal_fold((struct weir_str){text.ptr, 4}, WEIR_STR("sts:"));
}

/* [iam-trust] The statements of a trust policy speak of STS, and have no resource. */
static bool may_be_trust(const struct weir_node *statement)
{
    const struct weir_node *const actions = weir_node_find(statement, WEIR_STR("Action"));
    if (has(statement, "Resource") || has(statement, "NotResource") || actions == NULL)
        return false;
    if (weir_node_kind(actions) != WEIR_NODE_LIST)
        return speaks_of_sts(actions);
    for (const struct weir_node *action = weir_node_first(actions); action != NULL; action = weir_node_next(action)) {
        if (!speaks_of_sts(action))
            return false;
    }
    return weir_node_count(actions) > 0;
}

enum weir_policy_kind lint_guess(const struct weir_node *document)
{
    const struct weir_node *const value = weir_node_find(document, WEIR_STR("Statement"));
    const bool is_list = weir_node_kind(value) == WEIR_NODE_LIST;
    bool has_principal = false;
    bool is_trust = true;
    const struct weir_node *statement = is_list ? weir_node_first(value) : value;
    while (statement != NULL) {
        has_principal = has_principal || has(statement, "Principal") || has(statement, "NotPrincipal");
        is_trust = is_trust && may_be_trust(statement);
        statement = is_list ? weir_node_next(statement) : NULL;
    }
    if (!has_principal)
        return WEIR_POLICY_IDENTITY;
    return is_trust ? WEIR_POLICY_TRUST : WEIR_POLICY_RESOURCE;
}
