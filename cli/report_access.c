/* Decides how the access of a caller to a table is told: what it may do, and of which columns it sees which rows. */
#include "report_impl.h"

#include "cli.h"

enum { NAME_COLUMNS = 24, MOST_LINES = 20 };

static struct weir_str member(const struct weir_node *map, const char *name)
{
    return weir_node_text(weir_node_find(map, weir_str_from(name)));
}

static void print_permissions(const struct weir_node *access, struct paint *paint)
{
    const struct weir_node *const list = weir_node_find(access, WEIR_STR("permissions"));
    for (const struct weir_node *node = weir_node_first(list); node != NULL; node = weir_node_next(node)) {
        paint_text(paint, TINT_PLAIN, weir_node_text(node));
        paint_text(paint, TINT_PLAIN, weir_node_next(node) == NULL ? WEIR_STR(" on") : WEIR_STR(", "));
    }
    if (weir_node_first(list) == NULL)
        paint_text(paint, TINT_PLAIN, WEIR_STR("none on"));
}

/* The facts that explain it, in the order in which they are asked. */
static const struct {
    const char *name;
    const char *words;
} facts[] = {
    {"administrator", "as a data lake administrator"},
    {"creator", "as the creator of the table"},
    {"cross_account", "across accounts"},
    {"opted_in", "opted in"},
};

/* Nothing is withheld, and there is something to withhold. */
static bool is_whole(const struct weir_node *access)
{
    const struct weir_node *const columns = weir_node_find(access, WEIR_STR("columns"));
    return weir_node_count(columns) > 0 && weir_str_equal(member(access, "restriction"), WEIR_STR("none"));
}

static void print_head(const struct weir_node *access, bool is_restricted, struct paint *paint)
{
    report_label(paint, "access");
    print_permissions(access, paint);
    paint_format(paint, TINT_PLAIN, " ");
    paint_text(paint, TINT_PLAIN, member(access, "database"));
    paint_text(paint, TINT_PLAIN, WEIR_STR("."));
    paint_text(paint, TINT_PLAIN, member(access, "table"));
    for (size_t i = 0; i < COUNT(facts); i++) {
        if (!weir_str_equal(member(access, facts[i].name), WEIR_STR("true")))
            continue;
        paint_text(paint, TINT_PLAIN, WEIR_STR(","));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, weir_str_from(facts[i].words));
    }
    if (is_restricted) {
        paint_text(paint, TINT_PLAIN, WEIR_STR("; needs"));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, member(access, "restriction"));
    }
    if (is_whole(access)) {
        paint_text(paint, TINT_PLAIN, WEIR_STR(":"));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, WEIR_STR("every column in all rows"));
    }
    if (weir_str_equal(member(access, "enforced"), WEIR_STR("false"))) {
        paint_text(paint, TINT_PLAIN, WEIR_STR(";"));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN, WEIR_STR("left to IAM at a hybrid location"));
    }
    paint_line(paint);
}

static void print_column(const struct weir_node *column, struct paint *paint)
{
    const struct weir_str rows = member(column, "rows");
    const bool is_none = weir_str_equal(rows, WEIR_STR("none"));
    const bool is_all = weir_str_equal(rows, WEIR_STR("all"));
    paint_to_column(paint, TEXT_COLUMN);
    paint_text(paint, is_none ? TINT_FAINT : TINT_PLAIN, member(column, "name"));
    paint_to_column(paint, TEXT_COLUMN + NAME_COLUMNS);
    if (is_none)
        paint_text(paint, TINT_FAINT, WEIR_STR("hidden"));
    else if (is_all)
        paint_text(paint, TINT_PLAIN, WEIR_STR("all rows"));
    else {
        paint_text(paint, TINT_PLAIN, WEIR_STR("rows with"));
        paint_more_words(paint, TINT_PLAIN, TEXT_COLUMN + NAME_COLUMNS + 2, rows);
    }
    paint_line(paint);
}

void report_access(const struct report *report, const struct weir_decision *decision, struct paint *paint)
{
    const struct weir_tree *tree = NULL;
    const struct weir_str json = weir_decision_access(decision);
    if (json.len == 0 || weir_tree_parse_json(json, WEIR_STR("access"), report->arena, &tree, NULL) != WEIR_OK)
        return;
    const struct weir_node *const access = weir_tree_root(tree);
    const struct weir_node *const columns = weir_node_find(access, WEIR_STR("columns"));
    const bool is_restricted = !weir_str_equal(member(access, "restriction"), WEIR_STR("none"));
    size_t left = report->verbose ? weir_node_count(columns) : is_restricted ? MOST_LINES : 0;
    print_head(access, is_restricted, paint);
    for (const struct weir_node *column = weir_node_first(columns); column != NULL && left > 0;
         column = weir_node_next(column), left--)
        print_column(column, paint);
    if (!report->verbose && is_restricted && weir_node_count(columns) > MOST_LINES) {
        paint_to_column(paint, TEXT_COLUMN);
        paint_format(paint, TINT_FAINT, "and %zu more", weir_node_count(columns) - MOST_LINES);
        paint_line(paint);
    }
}
