/* Reads what a rulebook writes: names, templates, arguments and predicates, each checked and resolved to a slot once. */
#include "vend/parameters/regex.h"

#include "base/base_impl.h"

/* Predicates nest in `any`, `all` and `not`; the reader's own depth limit bounds this too. */
#define MAX_NESTING 8

enum weir_status weir_refuse_unknown(const struct weir_tree *tree, const struct weir_node *map,
                                     const char *const *names, struct weir_error *error)
{
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        bool known = false;
        for (size_t i = 0; names[i] != NULL && !known; i++)
            known = weir_str_equal(weir_node_text(key), weir_str_from(names[i]));
        if (!known)
            return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, key, "unknown member `%s`",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

enum weir_status weir_demand(const struct weir_tree *tree, const struct weir_node *node, enum weir_node_kind kind,
                             const char *what, struct weir_error *error)
{
    if (weir_node_kind(node) == kind)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "%s must be a %s", what,
                        kind == WEIR_NODE_MAP    ? "map"
                        : kind == WEIR_NODE_LIST ? "list"
                                                 : "text");
}

enum weir_status weir_read_words(const struct weir_tree *tree, const struct weir_node *node, const char *what,
                                 struct weir_arena *arena, struct weir_str_list *words, struct weir_error *error)
{
    const bool is_list = weir_node_kind(node) == WEIR_NODE_LIST;
    const size_t count = is_list ? weir_node_count(node) : 1;
    struct weir_str *const items = weir_arena_alloc(arena, count, sizeof *items);
    *words = (struct weir_str_list){NULL, 0};
    if (items == NULL)
        return weir_fail_memory(error);
    const struct weir_node *item = is_list ? weir_node_first(node) : node;
    for (size_t i = 0; i < count; i++, item = weir_node_next(item))
        WEIR_TRY(weir_read_text(tree, item, what, &items[i], error));
    *words = (struct weir_str_list){items, count};
    return WEIR_OK;
}

/* Cuts `role.RoleArn` at its first dot. */
static void split_name(struct weir_str name, struct weir_str *head, struct weir_str *tail)
{
    const char *const dot = name.len == 0 ? NULL : memchr(name.ptr, '.', name.len);
    *head = dot == NULL ? name : (struct weir_str){name.ptr, (size_t)(dot - name.ptr)};
    *tail = dot == NULL ? (struct weir_str){NULL, 0} : (struct weir_str){dot + 1, name.len - head->len - 1};
}

static bool find_parameter(const struct weir_reading *reading, struct weir_str name, struct weir_term *term)
{
    for (size_t i = 0; i < reading->parameter_count; i++) {
        if (weir_str_equal(reading->parameters[i].name, name)) {
            term->from = WEIR_FROM_PARAMETER;
            term->slot = i;
            term->type = reading->parameters[i].type;
            return true;
        }
    }
    return false;
}

const struct weir_setting_row *weir_read_setting_name(const struct weir_reading *reading, const struct weir_node *node)
{
    const struct weir_str text = weir_node_text(node);
    const struct weir_str prefix = WEIR_STR("settings.");
    for (size_t i = 0; weir_str_has_prefix(text, prefix) && i < reading->setting_count; i++) {
        if (weir_str_equal(reading->settings[i].name, (struct weir_str){text.ptr + prefix.len, text.len - prefix.len}))
            return &reading->settings[i];
    }
    return NULL;
}

static bool find_setting(const struct weir_reading *reading, struct weir_str name, struct weir_term *term)
{
    for (size_t i = 0; i < reading->setting_count; i++) {
        if (weir_str_equal(reading->settings[i].name, name)) {
            term->from = WEIR_FROM_SETTING;
            term->slot = i;
            term->type = reading->settings[i].type;
            return true;
        }
    }
    return false;
}

static bool find_bound(const struct weir_reading *reading, struct weir_str head, struct weir_str tail,
                       struct weir_term *term)
{
    for (size_t i = 0; i < reading->bound_count; i++) {
        if (!weir_str_equal(reading->bound[i].name, head))
            continue;
        term->from = WEIR_FROM_BOUND;
        term->slot = i;
        term->type = reading->bound[i].type;
        if (tail.len == 0)
            return true;
        term->field = weir_field_find(term->type, tail);
        term->type = term->field == NULL ? WEIR_TYPE_ABSENT : term->field->type;
        return term->field != NULL;
    }
    return false;
}

static bool find_name(const struct weir_reading *reading, struct weir_str name, struct weir_term *term)
{
    struct weir_str head, tail;
    split_name(name, &head, &tail);
    if (weir_str_equal(head, WEIR_STR("parameters")))
        return find_parameter(reading, tail, term);
    if (weir_str_equal(head, WEIR_STR("settings")))
        return find_setting(reading, tail, term);
    const struct weir_field *const field = weir_plain_field_find(name);
    if (field == NULL)
        return find_bound(reading, head, tail, term);
    term->from = WEIR_FROM_CALLER;
    term->field = field;
    term->type = field->type;
    return true;
}

enum weir_status weir_read_term(struct weir_reading *reading, const struct weir_node *node, uint32_t types,
                                struct weir_term *term)
{
    *term = (struct weir_term){.from = WEIR_FROM_LITERAL};
    WEIR_TRY(weir_read_text(reading->tree, node, "a name", &term->written, reading->error));
    if (!find_name(reading, term->written, term))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "`%s` is no parameter, setting, field or name bound before",
                            weir_quote(term->written).text);
    if ((types & WEIR_TYPE_BIT(term->type)) == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "`%s` is of type %s, which does not fit here", weir_quote(term->written).text,
                            weir_type_name(term->type));
    return WEIR_OK;
}

static size_t count_pieces(struct weir_str text)
{
    size_t count = 1;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '{';
    return count;
}

/* What may stand in a text: everything that has a printed form. */
#define PRINTABLE                                                                                          \
    (WEIR_TYPE_BIT(WEIR_TYPE_TEXT) | WEIR_TYPE_BIT(WEIR_TYPE_INTEGER) | WEIR_TYPE_BIT(WEIR_TYPE_BOOLEAN) | \
     WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST))

static enum weir_status read_piece(struct weir_reading *reading, const struct weir_node *node, struct weir_str *rest,
                                   struct weir_template_piece *piece)
{
    const char *const open = rest->len == 0 ? NULL : memchr(rest->ptr, '{', rest->len);
    piece->literal = open == NULL ? *rest : (struct weir_str){rest->ptr, (size_t)(open - rest->ptr)};
    rest->ptr += piece->literal.len;
    rest->len -= piece->literal.len;
    if (open == NULL)
        return WEIR_OK;
    const char *const close = memchr(rest->ptr, '}', rest->len);
    if (close == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "`{` without its `}`");
    const struct weir_str name = {open + 1, (size_t)(close - open - 1)};
    rest->len -= name.len + 2;
    rest->ptr += name.len + 2;
    piece->has_term = true;
    piece->term = (struct weir_term){.written = name};
    if (!find_name(reading, name, &piece->term) || (PRINTABLE & WEIR_TYPE_BIT(piece->term.type)) == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "`{%s}` is nothing that can be printed here", weir_quote(name).text);
    return WEIR_OK;
}

enum weir_status weir_read_template(struct weir_reading *reading, const struct weir_node *node,
                                    struct weir_template *out)
{
    struct weir_str rest;
    *out = (struct weir_template){NULL, 0};
    WEIR_TRY(weir_read_text(reading->tree, node, "a text", &rest, reading->error));
    const size_t room = count_pieces(rest);
    struct weir_template_piece *const pieces = weir_arena_alloc(reading->rulebook->arena, room, sizeof *pieces);
    if (pieces == NULL)
        return weir_fail_memory(reading->error);
    size_t count = 0;
    do {
        WEIR_TRY(read_piece(reading, node, &rest, &pieces[count++]));
    } while (rest.len > 0);
    *out = (struct weir_template){pieces, count};
    return WEIR_OK;
}

static enum weir_status read_pattern(struct weir_reading *reading, const struct weir_node *node,
                                     struct weir_argument *argument)
{
    struct weir_str text;
    WEIR_TRY(weir_read_text(reading->tree, node, "a pattern", &text, reading->error));
    return weir_regex_compile(reading, node, text, &argument->pattern);
}

static enum weir_status read_number(struct weir_reading *reading, const struct weir_node *node, struct weir_term *term)
{
    struct weir_error ignored = WEIR_ERROR_INIT;
    *term = (struct weir_term){.from = WEIR_FROM_LITERAL, .type = WEIR_TYPE_INTEGER};
    int64_t number = 0;
    if (weir_read_int64(reading->tree, node, "a number", &number, &ignored) == WEIR_OK) {
        term->literal = (struct weir_value){.type = WEIR_TYPE_INTEGER, .as = {.integer = number}};
        term->written = weir_node_text(node);
        return WEIR_OK;
    }
    return weir_read_term(reading, node, WEIR_TYPE_BIT(WEIR_TYPE_INTEGER), term);
}

/* NOLINTBEGIN(misc-no-recursion): a predicate within an argument of another; bounded by MAX_NESTING in read_use */
static enum weir_status read_uses(struct weir_reading *reading, const struct weir_node *node, size_t depth,
                                  struct weir_argument *argument);

static enum weir_status read_argument(struct weir_reading *reading, const struct weir_node *node,
                                      const struct weir_argument_spec *spec, size_t depth,
                                      struct weir_argument *argument)
{
    argument->given = true;
    switch (spec->kind) {
    case WEIR_ARG_NAME:
        return weir_read_term(reading, node, spec->types, &argument->term);
    case WEIR_ARG_TEMPLATE:
        return weir_read_template(reading, node, &argument->text);
    case WEIR_ARG_WORDS:
        return weir_read_words(reading->tree, node, spec->name, reading->rulebook->arena, &argument->words,
                               reading->error);
    case WEIR_ARG_PREDICATES:
        return read_uses(reading, node, depth, argument);
    case WEIR_ARG_NUMBER:
        return read_number(reading, node, &argument->term);
    case WEIR_ARG_PATTERN:
        return read_pattern(reading, node, argument);
    }
    return weir_fail_at(reading->error, WEIR_ERR_USAGE, reading->tree, node, "a table row is wrong");
}

static size_t spec_count(const struct weir_argument_spec *specs)
{
    size_t count = 0;
    while (count < WEIR_MAX_ARGUMENTS && specs[count].name != NULL)
        count++;
    return count;
}

static enum weir_status check_given(struct weir_reading *reading, const struct weir_node *node,
                                    const struct weir_argument_spec *specs, const struct weir_argument *arguments)
{
    for (size_t i = 0; i < spec_count(specs); i++) {
        if (!arguments[i].given && !specs[i].optional)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "the argument `%s` is missing",
                                specs[i].name);
    }
    return WEIR_OK;
}

static enum weir_status read_named(struct weir_reading *reading, const struct weir_node *map,
                                   const struct weir_argument_spec *specs, size_t depth,
                                   struct weir_argument *arguments)
{
    for (const struct weir_node *key = weir_node_first(map); key != NULL; key = weir_node_next(key)) {
        size_t i = 0;
        while (i < spec_count(specs) && !weir_str_equal(weir_str_from(specs[i].name), weir_node_text(key)))
            i++;
        if (i == spec_count(specs))
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "unknown argument `%s`",
                                weir_quote(weir_node_text(key)).text);
        WEIR_TRY(read_argument(reading, weir_node_value(key), &specs[i], depth, &arguments[i]));
    }
    return WEIR_OK;
}

/* Arguments by position: `[a, b]`, or one alone. A list is one argument where the first one takes a list. */
static enum weir_status read_positional(struct weir_reading *reading, const struct weir_node *node,
                                        const struct weir_argument_spec *specs, size_t depth,
                                        struct weir_argument *arguments)
{
    const size_t count = spec_count(specs);
    const bool takes_list = count > 0 && (specs[0].kind == WEIR_ARG_PREDICATES || specs[0].kind == WEIR_ARG_WORDS);
    if (count == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "no argument is taken");
    if (weir_node_kind(node) != WEIR_NODE_LIST || takes_list)
        return read_argument(reading, node, &specs[0], depth, &arguments[0]);
    if (weir_node_count(node) > count)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "too many arguments");
    size_t i = 0;
    for (const struct weir_node *item = weir_node_first(node); item != NULL; item = weir_node_next(item), i++)
        WEIR_TRY(read_argument(reading, item, &specs[i], depth, &arguments[i]));
    return WEIR_OK;
}

static enum weir_status read_arguments(struct weir_reading *reading, const struct weir_node *node,
                                       const struct weir_argument_spec *specs, size_t depth,
                                       struct weir_argument *arguments)
{
    const bool nested = spec_count(specs) > 0 && specs[0].kind == WEIR_ARG_PREDICATES;
    const bool is_named = weir_node_kind(node) == WEIR_NODE_MAP && !nested;
    WEIR_TRY((is_named ? read_named : read_positional)(reading, node, specs, depth, arguments));
    return check_given(reading, node, specs, arguments);
}

enum weir_status weir_read_arguments(struct weir_reading *reading, const struct weir_node *node,
                                     const struct weir_argument_spec *specs, struct weir_argument *arguments)
{
    return read_arguments(reading, node, specs, 0, arguments);
}

/* A predicate is a map of its one name, beside which `part` and `remedy` may stand; of a map without a name it stays NULL. */
static enum weir_status find_predicate(struct weir_reading *reading, const struct weir_node *node, struct weir_use *use,
                                       const struct weir_node **arguments)
{
    WEIR_TRY(weir_demand(reading->tree, node, WEIR_NODE_MAP, "a predicate", reading->error));
    for (const struct weir_node *key = weir_node_first(node); key != NULL; key = weir_node_next(key)) {
        if (weir_str_equal(weir_node_text(key), WEIR_STR("part"))) {
            WEIR_TRY(weir_read_text(reading->tree, weir_node_value(key), "part", &use->part, reading->error));
            continue;
        }
        if (weir_str_equal(weir_node_text(key), WEIR_STR("remedy"))) {
            WEIR_TRY(weir_read_template(reading, weir_node_value(key), &use->remedy));
            continue;
        }
        if (use->predicate != NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "a second predicate in one map");
        use->predicate = weir_predicate_find(weir_node_text(key));
        *arguments = weir_node_value(key);
        if (use->predicate == NULL)
            return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, key, "unknown predicate `%s`",
                                weir_quote(weir_node_text(key)).text);
    }
    return WEIR_OK;
}

/* Of the predicates that can be written without a name, those that compare numbers answer from what is written alone;
 * the others take words or texts and ask about the caller. */
static bool is_constant(const struct weir_use *use)
{
    const size_t count = spec_count(use->predicate->arguments);
    for (size_t i = 0; i < count; i++) {
        if (use->predicate->arguments[i].kind != WEIR_ARG_NUMBER || use->arguments[i].term.from != WEIR_FROM_LITERAL)
            return false;
    }
    return count > 0;
}

static bool are_one_name(const struct weir_term *a, const struct weir_term *b)
{
    return a->from != WEIR_FROM_LITERAL && a->from == b->from && a->slot == b->slot && a->field == b->field;
}

static bool compares_with_itself(const struct weir_use *use)
{
    for (size_t i = 1; i < spec_count(use->predicate->arguments); i++) {
        for (size_t k = 0; k < i; k++) {
            if (are_one_name(&use->arguments[k].term, &use->arguments[i].term))
                return true;
        }
    }
    return false;
}

/* [weir-local] DESIGN §5: a rule that holds or fails whatever is asked is a slip of the pen, and may be a hole. */
static enum weir_status check_says_something(struct weir_reading *reading, const struct weir_node *node,
                                             const struct weir_use *use)
{
    const bool is_not = weir_str_equal(weir_str_from(use->predicate->name), WEIR_STR("not"));
    if (is_not && use->arguments[0].use_count != 1)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "`not` takes one predicate");
    if (is_constant(use))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "a predicate of literals alone is always or never true");
    if (compares_with_itself(use))
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "a name is compared with itself");
    return WEIR_OK;
}

static enum weir_status read_use(struct weir_reading *reading, const struct weir_node *node, size_t depth,
                                 struct weir_use *use)
{
    const struct weir_node *arguments = NULL;
    *use = (struct weir_use){.origin = {reading->tree, node}};
    if (depth > MAX_NESTING)
        return weir_fail_at(reading->error, WEIR_ERR_LIMIT, reading->tree, node, "predicates nest more than %d deep",
                            MAX_NESTING);
    WEIR_TRY(find_predicate(reading, node, use, &arguments));
    if (use->predicate == NULL)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node, "a predicate is missing");
    WEIR_TRY(read_arguments(reading, arguments, use->predicate->arguments, depth, use->arguments));
    return check_says_something(reading, node, use);
}

static enum weir_status read_uses(struct weir_reading *reading, const struct weir_node *node, size_t depth,
                                  struct weir_argument *argument)
{
    const bool is_list = weir_node_kind(node) == WEIR_NODE_LIST;
    const size_t count = is_list ? weir_node_count(node) : 1;
    if (count == 0)
        return weir_fail_at(reading->error, WEIR_ERR_SCHEMA, reading->tree, node,
                            "an empty list of predicates is always or never true");
    struct weir_use *const uses = weir_arena_alloc(reading->rulebook->arena, count, sizeof *uses);
    if (uses == NULL)
        return weir_fail_memory(reading->error);
    const struct weir_node *item = is_list ? weir_node_first(node) : node;
    for (size_t i = 0; i < count; i++, item = weir_node_next(item))
        WEIR_TRY(read_use(reading, item, depth + 1, &uses[i]));
    argument->uses = uses;
    argument->use_count = count;
    return WEIR_OK;
}
/* NOLINTEND(misc-no-recursion) */

enum weir_status weir_read_use(struct weir_reading *reading, const struct weir_node *node, struct weir_use *use)
{
    return read_use(reading, node, 0, use);
}
