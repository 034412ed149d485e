/* Says what would mend a rule that failed: its own remedy, or those of exactly the parts of its predicate that failed ([weir-local]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

/* The orders of one rule, in the order of its parts; the same order is given once. */
struct ordering {
    struct weir_deciding *deciding;
    struct weir_writer *writer;
    const struct weir_str *said; /* those of the alternative under way */
    size_t said_count;
    bool is_open;     /* something stands in the writer */
    bool is_hopeless; /* a part failed that nothing is known to mend */
};

static bool is_said(const struct ordering *ordering, struct weir_str order)
{
    for (size_t i = 0; i < ordering->said_count; i++) {
        if (weir_str_equal(ordering->said[i], order))
            return true;
    }
    return false;
}

static enum weir_status order(struct ordering *ordering, const struct weir_template *remedy)
{
    struct weir_str text;
    WEIR_TRY(weir_template_text(ordering->deciding, remedy, &text));
    if (is_said(ordering, text))
        return WEIR_OK;
    struct weir_str *const said = weir_arena_alloc(ordering->deciding->arena, ordering->said_count + 1, sizeof *said);
    if (said == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < ordering->said_count; i++)
        said[i] = ordering->said[i];
    said[ordering->said_count++] = text;
    ordering->said = said;
    weir_write_raw(ordering->writer, ordering->is_open ? WEIR_STR(" ") : WEIR_STR(""));
    weir_write_raw(ordering->writer, text);
    ordering->is_open = true;
    return WEIR_OK;
}

/* What cannot be asked, since the world is incomplete there, orders nothing: advice never changes an answer. */
static enum weir_status fails(struct weir_deciding *deciding, const struct weir_use *use, bool *does)
{
    struct weir_error ignored = WEIR_ERROR_INIT;
    struct weir_error *const error = deciding->error;
    bool holds = false;
    deciding->error = &ignored;
    const enum weir_status status = weir_ask(deciding, use, &holds);
    deciding->error = error;
    *does = status == WEIR_OK && !holds;
    return status == WEIR_ERR_MEMORY ? status : WEIR_OK;
}

/* NOLINTBEGIN(misc-no-recursion): parts of parts; the reader bounds how deep they nest */
static enum weir_status order_failed(struct ordering *ordering, const struct weir_use *use);

/* Every part that failed has to be mended. Behind what is not even given nothing more can be said of it. */
static enum weir_status order_every(struct ordering *ordering, const struct weir_argument *parts)
{
    for (size_t i = 0; i < parts->use_count; i++) {
        bool failed = false;
        WEIR_TRY(fails(ordering->deciding, &parts->uses[i], &failed));
        if (!failed)
            continue;
        WEIR_TRY(order_failed(ordering, &parts->uses[i]));
        if (weir_asks_whether_given(&parts->uses[i]))
            return WEIR_OK;
    }
    return WEIR_OK;
}

/* One of the parts has to be mended, but for those that a setting switches off, and those that nothing mends. */
static enum weir_status order_some(struct ordering *ordering, const struct weir_argument *parts)
{
    const struct weir_str *const said = ordering->said;
    const size_t said_count = ordering->said_count;
    bool is_first = true;
    for (size_t i = 0; i < parts->use_count; i++) {
        struct ordering alternative = {ordering->deciding, NULL, said, said_count, false, false};
        struct weir_str text;
        WEIR_TRY(weir_writer_new(ordering->deciding->arena, &alternative.writer));
        if (!weir_is_switched_off(ordering->deciding, &parts->uses[i]))
            WEIR_TRY(order_failed(&alternative, &parts->uses[i]));
        WEIR_TRY(weir_writer_finish(alternative.writer, &text));
        if (text.len == 0 || alternative.is_hopeless)
            continue;
        weir_write_raw(ordering->writer, !is_first           ? WEIR_STR(" Or: ")
                                         : ordering->is_open ? WEIR_STR(" ")
                                                             : WEIR_STR(""));
        weir_write_raw(ordering->writer, text);
        ordering->is_open = true;
        is_first = false;
    }
    ordering->is_hopeless = ordering->is_hopeless || is_first;
    return WEIR_OK;
}

/* A part's own remedy stands for the parts within it. It is asked again, so that its words are those of this part. */
static enum weir_status order_failed(struct ordering *ordering, const struct weir_use *use)
{
    const enum weir_parts parts = weir_use_parts(use);
    bool failed = false;
    if (use->remedy.count > 0) {
        WEIR_TRY(fails(ordering->deciding, use, &failed));
        return failed ? order(ordering, &use->remedy) : WEIR_OK;
    }
    if (parts == WEIR_PARTS_EVERY)
        return order_every(ordering, &use->arguments[0]);
    if (parts == WEIR_PARTS_SOME)
        return order_some(ordering, &use->arguments[0]);
    ordering->is_hopeless = true;
    return WEIR_OK;
}
/* NOLINTEND(misc-no-recursion) */

static enum weir_status order_parts(struct weir_deciding *deciding, const struct weir_use *use)
{
    struct ordering ordering = {.deciding = deciding};
    deciding->part_remedies = (struct weir_str){NULL, 0};
    if (use == NULL)
        return WEIR_OK;
    WEIR_TRY(weir_writer_new(deciding->arena, &ordering.writer));
    WEIR_TRY(order_failed(&ordering, use));
    return weir_writer_finish(ordering.writer, &deciding->part_remedies);
}

enum weir_status weir_advise(struct weir_deciding *deciding, struct weir_str text)
{
    struct weir_decision *const decision = deciding->decision;
    if (text.len == 0)
        return WEIR_OK;
    struct weir_str *const advice = weir_arena_alloc(deciding->arena, decision->advice_count + 1, sizeof *advice);
    if (advice == NULL)
        return weir_fail_memory(deciding->error);
    for (size_t i = 0; i < decision->advice_count; i++) {
        if (weir_str_equal(decision->advice[i], text))
            return WEIR_OK;
        advice[i] = decision->advice[i];
    }
    advice[decision->advice_count++] = text;
    decision->advice = advice;
    return WEIR_OK;
}

enum weir_status weir_advise_by_rule(struct weir_deciding *deciding, const struct weir_rule *rule)
{
    struct weir_str text;
    if (rule->remedy.count == 0)
        return WEIR_OK;
    if (order_parts(deciding, rule->require) != WEIR_OK ||
        weir_template_text(deciding, &rule->remedy, &text) != WEIR_OK)
        return weir_fail_memory(deciding->error);
    return weir_advise(deciding, text);
}
