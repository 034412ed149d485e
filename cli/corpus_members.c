/* Decides which members suites and cases have, and of which shape: one row a member, what has no row is an error. */
#include "corpus_members.h"

#include <string.h>

enum shape { SHAPE_TEXT, SHAPE_TEXTS, SHAPE_LIST, SHAPE_MAP };

struct member {
    const char *name;
    enum shape shape;
    bool required;
};

static const struct member suite_members[] = {
    {"suite", SHAPE_TEXT, true},
    {"about", SHAPE_TEXT, true},
    {"cases", SHAPE_LIST, true},
};

static const struct member case_members[] = {
    {"id", SHAPE_TEXT, true},     {"title", SHAPE_TEXT, true},         {"evidence", SHAPE_TEXT, true},
    {"cites", SHAPE_TEXTS, true}, {"note", SHAPE_TEXT, false},         {"expect", SHAPE_MAP, true},
    {"twin", SHAPE_TEXT, false},  {"invariant-off", SHAPE_MAP, false}, {"tags", SHAPE_TEXTS, false},
    {"decide", SHAPE_MAP, false}, {"authorize", SHAPE_MAP, false},     {"verify", SHAPE_MAP, false},
    {"scope", SHAPE_MAP, false},  {"compare", SHAPE_MAP, false},       {"lint", SHAPE_MAP, false},
};

static const struct member decide_members[] = {
    {"world", SHAPE_MAP, true},
    {"request", SHAPE_MAP, true},
    {"settings", SHAPE_MAP, false},
};

/*
 * What a case asks. The members of what the library reads whole are the library's to check: a question may be wrong on
 * purpose.
 */
static const struct kind {
    const char *name;
    enum case_kind kind;
    const struct member *members; /* NULL: not checked here */
    size_t member_count;
} case_kinds[] = {
    {"decide", CASE_DECIDE, decide_members, COUNT(decide_members)},
    {"authorize", CASE_AUTHORIZE, NULL, 0},
    {"verify", CASE_VERIFY, NULL, 0},
    {"scope", CASE_SCOPE, NULL, 0},
    {"compare", CASE_COMPARE, NULL, 0},
    {"lint", CASE_LINT, NULL, 0},
};

static const char *const evidence_words[] = {"documented", "modelled", "observed", "inferred", "local"};

/* The properties of weir-corpus(5), INVARIANTS. `weir test` itself checks the first three. */
static const char *const invariants[] = {
    "repeat",          "reread",          "trace",       "order",         "added-deny",
    "added-allow",     "irrelevant",      "action-case", "dropped-grant", "shorter-duration",
    "shifted-time",    "later-clock",     "renamed",     "inside-grant",  "emit-twice",
    "signature-bytes", "name-id-comment",
};

static bool is_word(struct weir_str text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(text, weir_str_from(words[i])))
            return true;
    }
    return false;
}

bool corpus_knows_invariant(struct weir_str name)
{
    return is_word(name, invariants, COUNT(invariants));
}

static enum weir_status check_texts(const struct weir_tree *tree, const struct weir_node *list, const char *what,
                                    struct weir_error *error)
{
    if (weir_node_kind(list) != WEIR_NODE_LIST)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, list, "%s is a list of texts", what);
    for (const struct weir_node *item = weir_node_first(list); item != NULL; item = weir_node_next(item)) {
        struct weir_str text;
        TRY(weir_read_text(tree, item, what, &text, error));
    }
    return WEIR_OK;
}

static enum weir_status check_shape(const struct weir_tree *tree, const struct weir_node *value,
                                    const struct member *member, struct weir_error *error)
{
    struct weir_str text;
    switch (member->shape) {
    case SHAPE_TEXT:
        return weir_read_text(tree, value, member->name, &text, error);
    case SHAPE_TEXTS:
        return check_texts(tree, value, member->name, error);
    case SHAPE_LIST:
        if (weir_node_kind(value) == WEIR_NODE_LIST)
            return WEIR_OK;
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "%s is a list", member->name);
    case SHAPE_MAP:
        if (weir_node_kind(value) == WEIR_NODE_MAP)
            return WEIR_OK;
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "%s is a map", member->name);
    }
    return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "%s has no shape", member->name);
}

static const struct member *find_member(const struct member *members, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(name, weir_str_from(members[i].name)))
            return &members[i];
    }
    return NULL;
}

static enum weir_status check_members(const struct weir_tree *tree, const struct weir_node *map, const char *what,
                                      const struct member *members, size_t count, struct weir_error *error)
{
    if (weir_node_kind(map) != WEIR_NODE_MAP)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "%s is a map", what);
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        const struct member *const member = find_member(members, count, weir_node_text(key));
        if (member == NULL)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "%s has no member `%.*s`", what,
                                WEIR_FMT(weir_node_text(key)));
        TRY(check_shape(tree, weir_node_value(key), member, error));
    }
    for (size_t i = 0; i < count; i++) {
        if (members[i].required && weir_node_find(map, weir_str_from(members[i].name)) == NULL)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, map, "%s lacks the member `%s`", what, members[i].name);
    }
    return WEIR_OK;
}

enum weir_status corpus_read_suite(struct corpus_suite *suite, const struct weir_node **cases, struct weir_error *error)
{
    const struct weir_node *const root = weir_tree_root(suite->tree);
    *cases = NULL;
    TRY(check_members(suite->tree, root, "a suite", suite_members, COUNT(suite_members), error));
    suite->name = weir_node_text(weir_node_find(root, WEIR_STR("suite")));
    *cases = weir_node_find(root, WEIR_STR("cases"));
    return WEIR_OK;
}

/* Exactly one kind. */
static enum weir_status read_kind(struct corpus_case *item, struct weir_error *error)
{
    const struct weir_tree *const tree = item->suite->tree;
    const struct kind *kind = NULL;
    for (size_t i = 0; i < COUNT(case_kinds); i++) {
        const struct weir_node *const value = weir_node_find(item->node, weir_str_from(case_kinds[i].name));
        if (value == NULL)
            continue;
        if (kind != NULL)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, value, "a case asks one thing: %s or %s", kind->name,
                                case_kinds[i].name);
        kind = &case_kinds[i];
        item->kind = kind->kind;
        item->question = value;
    }
    if (kind == NULL)
        return weir_fail_at(
            error, WEIR_ERR_SCHEMA, tree, item->node,
            "a case asks something: it lacks `decide`, `authorize`, `verify`, `scope`, `compare` or `lint`");
    if (kind->members == NULL)
        return WEIR_OK;
    return check_members(tree, item->question, kind->name, kind->members, kind->member_count, error);
}

static enum weir_status check_id(const struct corpus_case *item, struct weir_error *error)
{
    for (size_t i = 0; i < item->id.len; i++) {
        const char c = item->id.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, item->suite->tree, weir_node_find(item->node, WEIR_STR("id")),
                                "an id is made of lower-case letters, digits and hyphens");
    }
    if (item->id.len == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, item->suite->tree, item->node, "an id is not empty");
    return WEIR_OK;
}

static enum weir_status check_grounds(const struct weir_rulebook *rulebook, const struct corpus_case *item,
                                      struct weir_error *error)
{
    const struct weir_tree *const tree = item->suite->tree;
    const struct weir_node *const evidence = weir_node_find(item->node, WEIR_STR("evidence"));
    const struct weir_node *const cites = weir_node_find(item->node, WEIR_STR("cites"));
    if (!is_word(weir_node_text(evidence), evidence_words, COUNT(evidence_words)))
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, evidence, "`%.*s` is no level of evidence",
                            WEIR_FMT(weir_node_text(evidence)));
    if (weir_node_count(cites) == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, cites, "a case cites at least one source");
    for (const struct weir_node *cite = weir_node_first(cites); cite != NULL; cite = weir_node_next(cite)) {
        if (!weir_rulebook_has_source(rulebook, weir_node_text(cite)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, cite, "the rulebook has no source `%.*s`",
                                WEIR_FMT(weir_node_text(cite)));
    }
    return WEIR_OK;
}

static enum weir_status check_invariants(const struct corpus_case *item, struct weir_error *error)
{
    const struct weir_tree *const tree = item->suite->tree;
    for (const struct weir_node *key = weir_node_first(item->invariant_off); key != NULL; key = weir_node_next(key)) {
        struct weir_str reason;
        if (!corpus_knows_invariant(weir_node_text(key)))
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "`%.*s` is no invariant",
                                WEIR_FMT(weir_node_text(key)));
        TRY(weir_read_text(tree, weir_node_value(key), "the reason", &reason, error));
    }
    return WEIR_OK;
}

enum weir_status corpus_read_case(const struct weir_rulebook *rulebook, struct corpus_case *item,
                                  struct weir_error *error)
{
    TRY(check_members(item->suite->tree, item->node, "a case", case_members, COUNT(case_members), error));
    item->id = weir_node_text(weir_node_find(item->node, WEIR_STR("id")));
    item->title = weir_node_text(weir_node_find(item->node, WEIR_STR("title")));
    item->twin = weir_node_text(weir_node_find(item->node, WEIR_STR("twin")));
    item->expect = weir_node_find(item->node, WEIR_STR("expect"));
    item->invariant_off = weir_node_find(item->node, WEIR_STR("invariant-off"));
    TRY(read_kind(item, error));
    TRY(check_id(item, error));
    TRY(check_grounds(rulebook, item, error));
    TRY(check_invariants(item, error));
    if (weir_node_count(item->expect) == 0)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, item->suite->tree, item->expect, "a case expects something");
    return WEIR_OK;
}
