/* Decides how a rulebook is told: an operation rule by rule, a rule, a setting or a source member by member. */
#include "complain.h"
#include "report_impl.h"
#include "rules.h"

enum { NAME_COLUMN = 2, COUNT_COLUMN = 54, STEP_COLUMN = 6, DEEPER = 2, CODE_COLUMN = 48 };

static struct weir_str member(const struct weir_node *map, const char *name)
{
    return weir_node_text(weir_node_find(map, weir_str_from(name)));
}

/* The node as JSON, or a scalar's own text. */
static struct weir_str shown(const struct rules_book *book, const struct weir_node *node)
{
    struct weir_str text = weir_node_text(node);
    struct weir_writer *writer = NULL;
    const enum weir_node_kind kind = weir_node_kind(node);
    if (kind != WEIR_NODE_LIST && kind != WEIR_NODE_MAP)
        return text;
    if (weir_writer_new(book->arena, &writer) != WEIR_OK)
        return text;
    weir_write_node(writer, node);
    if (weir_writer_finish(writer, &text) != WEIR_OK)
        text = WEIR_STR("(cannot be shown)");
    return text;
}

/* A label with the JSON or the words behind it; nothing of what is not there. */
static void tell_member(const struct rules_book *book, const struct weir_node *map, const char *name,
                        struct paint *paint)
{
    const struct weir_node *const value = weir_node_find(map, weir_str_from(name));
    const enum weir_node_kind kind = weir_node_kind(value);
    if (value == NULL)
        return;
    if (kind != WEIR_NODE_LIST && kind != WEIR_NODE_MAP) {
        report_line(paint, name, weir_node_text(value));
        return;
    }
    report_label(paint, name);
    paint_json(paint, TEXT_COLUMN, shown(book, value));
    paint_line(paint);
}

/* A word of a list: with its comma, so that the two are not parted at the end of a line. */
static void tell_word(const struct rules_book *book, struct weir_str text, bool more, struct paint *paint)
{
    struct weir_writer *writer = NULL;
    struct weir_str word = text;
    if (more && weir_writer_new(book->arena, &writer) == WEIR_OK) {
        weir_write_raw(writer, text);
        weir_write_raw(writer, WEIR_STR(","));
        if (weir_writer_finish(writer, &word) != WEIR_OK)
            word = text;
    }
    paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, word);
}

static void tell_words(const struct rules_book *book, const struct weir_node *list, struct paint *paint)
{
    for (const struct weir_node *item = weir_node_first(list); item != NULL; item = weir_node_next(item))
        tell_word(book, weir_node_text(item), weir_node_next(item) != NULL, paint);
}

static void tell_evidence(const struct rules_book *book, const struct weir_node *map, struct paint *paint)
{
    if (weir_node_find(map, WEIR_STR("evidence")) == NULL)
        return;
    report_label(paint, "evidence");
    paint_text(paint, TINT_PLAIN, member(map, "evidence"));
    paint_text(paint, TINT_PLAIN, WEIR_STR(":"));
    tell_words(book, weir_node_find(map, WEIR_STR("sources")), paint);
    paint_line(paint);
}

static void tell_place(const struct weir_tree *tree, const struct weir_node *node, struct paint *paint)
{
    const struct weir_place place = weir_tree_place(tree, node);
    report_label(paint, "at");
    paint_text(paint, TINT_FAINT, place.source);
    paint_format(paint, TINT_FAINT, ":%u", (unsigned)place.line);
    paint_line(paint);
}

static void tell_head(const char *word, const char *name, struct paint *paint)
{
    paint_text(paint, TINT_FAINT, weir_str_from(word));
    paint_to_column(paint, HEADER_COLUMN);
    paint_text(paint, TINT_BOLD, weir_str_from(name));
    paint_line(paint);
}

/* ------------------------------------------------------------------------------------------------ all */

static size_t count_kind(const struct rules_book *book, enum rules_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < book->count; i++)
        count += book->entries[i].kind == kind ? 1U : 0U;
    return count;
}

void rules_tell_all(const struct rules_book *book, struct paint *paint)
{
    paint_text(paint, TINT_FAINT, WEIR_STR("rulebook "));
    paint_text(paint, TINT_PLAIN, book->name);
    paint_line(paint);
    for (size_t i = 0; i < book->count; i++) {
        const struct rules_entry *const entry = &book->entries[i];
        size_t steps = 0;
        if (entry->kind != RULES_OPERATION)
            continue;
        (void)rules_steps(book, entry, &steps);
        paint_to_column(paint, NAME_COLUMN);
        paint_text(paint, TINT_BOLD, weir_str_from(entry->name));
        paint_to_column(paint, COUNT_COLUMN);
        paint_format(paint, TINT_PLAIN, "%3zu step%s", steps, steps == 1 ? "" : "s");
        paint_line(paint);
    }
    paint_format(paint, TINT_PLAIN, "%zu operations, %zu rules, %zu settings, %zu sources\n",
                 count_kind(book, RULES_OPERATION), count_kind(book, RULES_RULE), count_kind(book, RULES_SETTING),
                 count_kind(book, RULES_SOURCE));
}

/* ----------------------------------------------------------------------------------------------- rule */

/* The text itself, or the default of the setting that says it. */
static struct weir_str by_setting(const struct rules_book *book, struct weir_str text)
{
    static const char prefix[] = "settings.";
    const size_t skip = sizeof(prefix) - 1;
    if (text.len <= skip || !weir_str_equal((struct weir_str){text.ptr, skip}, weir_str_from(prefix)))
        return text;
    const struct rules_entry *const setting = rules_find(book, (struct weir_str){text.ptr + skip, text.len - skip});
    return setting == NULL ? text : member(setting->node, "value");
}

/* "AccessDenied 403". */
static void tell_code(const struct rules_book *book, const struct rules_entry *entry, struct weir_str said,
                      struct paint *paint)
{
    const struct weir_str code = by_setting(book, said);
    const struct weir_node *const errors = weir_node_find(entry->service, WEIR_STR("errors"));
    paint_text(paint, TINT_PLAIN, code);
    paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, by_setting(book, weir_node_text(weir_node_find(errors, code))));
}

static void tell_refusal(const struct rules_book *book, const struct rules_entry *entry,
                         const struct weir_node *refusal, struct paint *paint)
{
    const struct weir_str code = member(refusal, "code");
    if (refusal == NULL)
        return;
    report_label(paint, "else");
    tell_code(book, entry, code, paint);
    if (!weir_str_equal(by_setting(book, code), code)) {
        paint_more_words(paint, TINT_FAINT, TEXT_COLUMN, WEIR_STR("by"));
        paint_more_words(paint, TINT_FAINT, TEXT_COLUMN, code);
    }
    paint_line(paint);
    tell_member(book, refusal, "codes", paint);
    tell_member(book, refusal, "message", paint);
    if (weir_str_equal(member(refusal, "synthetic"), WEIR_STR("true")))
        report_line(paint, "", WEIR_STR("(words of weir's own: AWS's are not known)"));
}

void rules_tell_rule(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint)
{
    static const char *const asked[] = {"each", "in", "bind", "from", "when", "require", "advise", "allow"};
    tell_head("RULE", entry->name, paint);
    for (size_t i = 0; i < COUNT(asked); i++)
        tell_member(book, entry->node, asked[i], paint);
    tell_refusal(book, entry, weir_node_find(entry->node, WEIR_STR("else")), paint);
    tell_member(book, entry->node, "remedy", paint);
    tell_evidence(book, entry->node, paint);
    tell_member(book, entry->node, "note", paint);
    tell_place(entry->tree, entry->node, paint);
}

/* ------------------------------------------------------------------------------------------ operation */

/* "min-length 2", "string", "required". */
static void tell_constraint(const struct rules_book *book, const struct weir_node *name, bool more, struct paint *paint)
{
    const struct weir_node *const value = weir_node_value(name);
    const bool is_alone = weir_str_equal(weir_node_text(value), WEIR_STR("true"));
    if (!weir_str_equal(weir_node_text(name), WEIR_STR("type")))
        tell_word(book, weir_node_text(name), is_alone && more, paint);
    if (!is_alone)
        tell_word(book, shown(book, value), more, paint);
}

/* Not told here: how PCRE2 is told the pattern, and members, which have lines of their own. */
static const struct weir_node *next_constraint(const struct weir_node *name)
{
    while (name != NULL && (weir_str_equal(weir_node_text(name), WEIR_STR("pcre")) ||
                            weir_str_equal(weir_node_text(name), WEIR_STR("members"))))
        name = weir_node_next(name);
    return name;
}

static void tell_item(const struct rules_book *book, const struct weir_node *name, bool more, struct paint *paint)
{
    const struct weir_node *at = next_constraint(weir_node_first(weir_node_value(name)));
    tell_word(book, weir_node_text(name), false, paint);
    for (; at != NULL; at = next_constraint(weir_node_next(at)))
        tell_constraint(book, at, more || next_constraint(weir_node_next(at)) != NULL, paint);
}

/* "string, required, min-length 2": what the rulebook says of a parameter, and of the items of a list or map. */
static void tell_constraints(const struct rules_book *book, const struct weir_node *map, struct paint *paint)
{
    const struct weir_node *name = next_constraint(weir_node_first(map));
    for (const struct weir_node *next; name != NULL; name = next) {
        next = next_constraint(weir_node_next(name));
        if (weir_node_kind(weir_node_value(name)) == WEIR_NODE_MAP)
            tell_item(book, name, next != NULL, paint);
        else
            tell_constraint(book, name, next != NULL, paint);
    }
    paint_line(paint);
}

/* Each parameter on a line, the members of a structure on lines of their own. */
static void tell_parameters(const struct rules_book *book, const struct weir_node *parameters, struct paint *paint)
{
    const char *label = "takes";
    for (const struct weir_node *key = weir_node_first(parameters); key != NULL; key = weir_node_next(key)) {
        const struct weir_node *const members = weir_node_find(weir_node_value(key), WEIR_STR("members"));
        report_label(paint, label);
        label = "";
        paint_text(paint, TINT_BOLD, weir_node_text(key));
        tell_constraints(book, weir_node_value(key), paint);
        for (const struct weir_node *inner = weir_node_first(members); inner != NULL; inner = weir_node_next(inner)) {
            report_label(paint, label);
            paint_text(paint, TINT_PLAIN, weir_node_text(key));
            paint_text(paint, TINT_PLAIN, WEIR_STR("."));
            paint_text(paint, TINT_BOLD, weir_node_text(inner));
            tell_constraints(book, weir_node_value(inner), paint);
        }
    }
}

static void tell_number(size_t number, size_t depth, struct paint *paint)
{
    paint_format(paint, TINT_FAINT, "%4zu", number);
    paint_to_column(paint, STEP_COLUMN + (unsigned)depth * DEEPER);
}

/* "place, each of parameters.DataLocations"; "role is iam-role": what has no name of its own. */
static void tell_unnamed(const struct rules_book *book, const struct weir_node *step, struct paint *paint)
{
    const struct weir_node *const loop = weir_node_find(step, WEIR_STR("each"));
    paint_text(paint, TINT_PLAIN, loop != NULL ? weir_node_text(loop) : member(step, "bind"));
    paint_text(paint, TINT_FAINT, loop != NULL ? WEIR_STR(", each of ") : WEIR_STR(" is "));
    paint_cut(paint, TINT_FAINT, shown(book, weir_node_find(step, loop != NULL ? WEIR_STR("in") : WEIR_STR("from"))));
}

/* What a step may end the walk with, in a column of its own. */
static void tell_end(const struct rules_book *book, const struct rules_entry *entry, const struct weir_node *step,
                     struct paint *paint)
{
    const struct weir_node *const refusal = weir_node_find(step, WEIR_STR("else"));
    paint_to_column(paint, CODE_COLUMN);
    if (refusal != NULL)
        tell_code(book, entry, member(refusal, "code"), paint);
    else if (weir_node_find(step, WEIR_STR("allow")) != NULL)
        paint_text(paint, TINT_GOOD, WEIR_STR("allowed"));
    else
        paint_text(paint, TINT_DOUBT, WEIR_STR("advice"));
}

/* Parameters are looked at before all rules, by a rule that no operation writes down. */
static void tell_first(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint)
{
    const struct weir_str rule = member(entry->service, "parameter-rule");
    if (rule.len == 0)
        return;
    tell_number(0, 0, paint);
    paint_text(paint, TINT_BOLD, rule);
    paint_to_column(paint, CODE_COLUMN);
    tell_code(book, entry, member(entry->service, "parameter-code"), paint);
    paint_line(paint);
}

static void tell_step(const struct rules_book *book, const struct rules_entry *entry, const struct rules_step *step,
                      size_t number, struct paint *paint)
{
    const struct weir_str id = rules_id(step->node);
    tell_number(number, step->depth, paint);
    if (id.len == 0) {
        tell_unnamed(book, step->node, paint);
    } else {
        paint_text(paint, TINT_BOLD, id);
        tell_end(book, entry, step->node, paint);
    }
    paint_line(paint);
}

static void tell_whole(const struct rules_book *book, const struct rules_step *step, struct paint *paint)
{
    const struct weir_str id = rules_id(step->node);
    const struct rules_entry *const entry = id.len == 0 ? NULL : rules_find(book, id);
    if (entry != NULL)
        rules_tell_rule(book, entry, paint);
}

void rules_tell_operation(const struct rules_book *book, const struct rules_entry *entry, bool verbose,
                          struct paint *paint)
{
    const struct weir_node *const parameters = weir_node_find(entry->node, WEIR_STR("parameters"));
    size_t count = 0;
    const struct rules_step *const steps = rules_steps(book, entry, &count);
    tell_head("ASKED", entry->name, paint);
    tell_member(book, entry->node, "about", paint);
    tell_parameters(book, parameters, paint);
    tell_member(book, entry->node, "context", paint);
    report_line(paint, "steps", WEIR_STR("in this order; the first that fails refuses"));
    tell_first(book, entry, paint);
    for (size_t i = 0; steps != NULL && i < count; i++)
        tell_step(book, entry, &steps[i], i + 1, paint);
    for (size_t i = 0; steps != NULL && verbose && i < count; i++)
        tell_whole(book, &steps[i], paint);
}

/* ---------------------------------------------------------------------------------- setting, source */

static void tell_users(const struct rules_book *book, const char *setting, struct paint *paint)
{
    const char *label = "read by";
    for (size_t i = 0; i < book->count; i++) {
        if (!rules_uses(book, &book->entries[i], setting))
            continue;
        report_line(paint, label, weir_str_from(book->entries[i].name));
        label = "";
    }
}

void rules_tell_setting(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint)
{
    const struct weir_node *const value = weir_node_find(entry->node, WEIR_STR("value"));
    const struct weir_node *const values = weir_node_find(entry->node, WEIR_STR("values"));
    tell_head("SETTING", entry->name, paint);
    report_label(paint, "value");
    if (weir_node_kind(value) == WEIR_NODE_LIST)
        tell_words(book, value, paint);
    else
        paint_text(paint, TINT_BOLD, weir_node_text(value));
    paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, member(entry->node, "unit"));
    paint_line(paint);
    if (values != NULL) {
        report_label(paint, "or");
        tell_words(book, values, paint);
        paint_line(paint);
    }
    tell_member(book, entry->node, "note", paint);
    tell_users(book, entry->name, paint);
    tell_evidence(book, entry->node, paint);
    tell_place(entry->tree, entry->node, paint);
}

void rules_tell_source(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint)
{
    static const char *const members[] = {"title", "where", "read", "says"};
    tell_head("SOURCE", entry->name, paint);
    for (size_t i = 0; i < COUNT(members); i++)
        tell_member(book, entry->node, members[i], paint);
}
