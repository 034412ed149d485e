/* Decides which columns and fields a table has, and which of them a list of names means ([lf-data-filtering]). */
#include <string.h>

#include "base/base_impl.h"
#include "world/lake/columns.h"

/* ------------------------------------------------------------------------------------------- fields */

/* A type being read: struct<city:string,geo:struct<lat:double>>. */
struct unfolding {
    struct weir_units *units;
    size_t capacity;
    struct weir_arena *arena;
    struct weir_str rest;
    size_t open[WEIR_MOST_FIELD_LEVELS]; /* units whose fields are being read, outermost first */
    size_t open_count;
};

static void skip(struct weir_str *text, size_t bytes)
{
    text->ptr += bytes;
    text->len -= bytes;
}

/* Takes the bracket that opens a struct, where one stands next. */
static bool take_struct(struct weir_str *rest)
{
    const struct weir_str word = WEIR_STR("struct<");
    if (rest->len < word.len || !weir_str_equal_fold((struct weir_str){rest->ptr, word.len}, word))
        return false;
    skip(rest, word.len);
    return true;
}

/* What stands before one of two stops that is in no bracket. */
static bool take_until(struct weir_str *rest, char stop, char other, struct weir_str *piece)
{
    size_t depth = 0;
    for (size_t i = 0; i < rest->len; i++) {
        const char c = rest->ptr[i];
        if (depth == 0 && (c == stop || c == other)) {
            *piece = (struct weir_str){rest->ptr, i};
            skip(rest, i);
            return true;
        }
        if (c == '<' || c == '(')
            depth++;
        else if ((c == '>' || c == ')') && depth > 0)
            depth--;
    }
    return false;
}

static enum weir_status add_field(struct unfolding *unfolding, struct weir_str name)
{
    struct weir_units *const units = unfolding->units;
    const struct weir_unit *const outer = &units->items[unfolding->open[unfolding->open_count - 1]];
    const size_t length = outer->name.len + 1 + name.len;
    char *const text = weir_arena_alloc(unfolding->arena, length, 1);
    if (text == NULL)
        return WEIR_ERR_MEMORY;
    memcpy(text, outer->name.ptr, outer->name.len);
    text[outer->name.len] = '.';
    memcpy(text + outer->name.len + 1, name.ptr, name.len);
    units->items[units->count] = *outer;
    units->items[units->count].name = (struct weir_str){text, length};
    units->items[units->count++].size = 1;
    for (size_t i = 0; i < unfolding->open_count; i++)
        units->items[unfolding->open[i]].size++;
    return WEIR_OK;
}

/* The end of a field: any brackets that close, then a comma, or the end of the outermost. */
static bool take_end(struct unfolding *unfolding)
{
    while (unfolding->open_count > 0 && weir_str_has_prefix(unfolding->rest, WEIR_STR(">"))) {
        skip(&unfolding->rest, 1);
        unfolding->open_count--;
    }
    if (unfolding->open_count == 0)
        return unfolding->rest.len == 0;
    if (!weir_str_has_prefix(unfolding->rest, WEIR_STR(",")))
        return false;
    skip(&unfolding->rest, 1);
    return true;
}

/* What is nested too deep, and what is no struct, has nothing inside that could be granted alone. */
static enum weir_status read_field(struct unfolding *unfolding, bool *is_well)
{
    struct weir_str piece;
    *is_well = unfolding->units->count < unfolding->capacity && take_until(&unfolding->rest, ':', '>', &piece) &&
               piece.len != 0 && unfolding->rest.ptr[0] == ':';
    if (!*is_well)
        return WEIR_OK;
    skip(&unfolding->rest, 1);
    WEIR_TRY(add_field(unfolding, piece));
    if (unfolding->open_count < WEIR_MOST_FIELD_LEVELS && take_struct(&unfolding->rest)) {
        unfolding->open[unfolding->open_count++] = unfolding->units->count - 1;
        return WEIR_OK;
    }
    *is_well = take_until(&unfolding->rest, ',', '>', &piece) && take_end(unfolding);
    return WEIR_OK;
}

/* The fields of the newest unit. A type that is not of that form is one piece. */
static enum weir_status unfold(struct unfolding *unfolding)
{
    const size_t column = unfolding->units->count - 1;
    bool is_well = true;
    unfolding->rest = unfolding->units->items[column].column->type;
    if (!take_struct(&unfolding->rest))
        return WEIR_OK;
    unfolding->open[0] = column;
    unfolding->open_count = 1;
    while (is_well && unfolding->open_count > 0)
        WEIR_TRY(read_field(unfolding, &is_well));
    if (is_well)
        return WEIR_OK;
    unfolding->units->count = column + 1;
    unfolding->units->items[column].size = 1;
    return WEIR_OK;
}

/* A field takes a colon. */
static size_t most_fields(const struct weir_table *table)
{
    size_t fields = 0;
    for (size_t i = 0; i < table->column_count; i++) {
        for (size_t k = 0; k < table->columns[i].type.len; k++)
            fields += table->columns[i].type.ptr[k] == ':' ? 1 : 0;
    }
    return fields < WEIR_MOST_FIELDS ? fields : WEIR_MOST_FIELDS;
}

enum weir_status weir_units_init(struct weir_units *units, const struct weir_table *table, bool with_fields,
                                 struct weir_arena *arena)
{
    const size_t columns = table->column_count + table->partition_key_count;
    const size_t capacity = columns + (with_fields ? most_fields(table) : 0);
    *units = (struct weir_units){table, weir_arena_alloc(arena, capacity, sizeof *units->items), 0, columns};
    if (units->items == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < columns; i++) {
        const bool is_key = i >= table->column_count;
        const struct weir_column *const column = is_key ? &table->partition_keys[i - table->column_count]
                                                        : &table->columns[i];
        /* Every column keeps its place, whatever the fields before it took. */
        struct unfolding unfolding = {.units = units, .capacity = capacity - (columns - i - 1), .arena = arena};
        units->items[units->count++] = (struct weir_unit){column->name, column, i, 1, is_key};
        if (with_fields && !is_key)
            WEIR_TRY(unfold(&unfolding));
    }
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- names */

/* The next piece of a name: `"address"."city"` or `address.city` (Q33). */
static struct weir_str next_piece(struct weir_str *rest)
{
    const bool is_quoted = rest->len > 1 && rest->ptr[0] == '"' && memchr(rest->ptr + 1, '"', rest->len - 1) != NULL;
    if (is_quoted)
        skip(rest, 1);
    const char *const end = memchr(rest->ptr, is_quoted ? '"' : '.', rest->len);
    const struct weir_str piece = {rest->ptr, end == NULL ? rest->len : (size_t)(end - rest->ptr)};
    skip(rest, piece.len + (is_quoted ? 1 : 0));
    if (rest->len != 0 && rest->ptr[0] == '.')
        skip(rest, 1);
    return piece;
}

enum relation { APART, SAME_OR_WITHIN, AROUND };

/* How a unit stands to what a name means: the same or inside of it, around it, or elsewhere. Folded: the catalog keeps names
 * in lower case, and an exclusion in capitals must not be missed. */
static enum relation relation_of(const struct weir_unit *unit, struct weir_str name)
{
    struct weir_str inner = unit->name;
    if (weir_str_equal_fold(unit->column->name, name))
        return SAME_OR_WITHIN;
    if (unit->size == 1 && inner.len == unit->column->name.len && memchr(name.ptr, '.', name.len) == NULL &&
        name.ptr[0] != '"')
        return APART; /* the common case: a plain column and a plain name */
    struct weir_str column = unit->column->name;
    if (!weir_str_equal_fold(next_piece(&name), column))
        return APART;
    skip(&inner, column.len);
    while (name.len != 0) {
        if (inner.len == 0)
            return AROUND;
        skip(&inner, 1);
        if (!weir_str_equal_fold(next_piece(&name), next_piece(&inner)))
            return APART;
        inner = inner.len == 0 ? inner : (struct weir_str){inner.ptr - 1, inner.len + 1};
    }
    return SAME_OR_WITHIN;
}

/* Of what cannot be told apart an included part is nothing, and an excluded part is all. */
static bool is_named(const struct weir_unit *unit, const struct weir_select *select)
{
    for (size_t i = 0; i < select->columns->count; i++) {
        const struct weir_str name = select->columns->items[i];
        const enum relation relation = name.len == 0 ? APART : relation_of(unit, name);
        if (relation == SAME_OR_WITHIN || (relation == AROUND && select->all_columns))
            return true;
    }
    return false;
}

/* A list none of whose columns the table has covers nothing; nor does one that excludes them all. Q50: no filter takes a
 * partition key away, but a key alone is something where it is named. */
bool weir_select_covers(const struct weir_units *units, const struct weir_select *select, struct weir_arena *arena,
                        const bool **covers, enum weir_status *status)
{
    bool is_something = false;
    *status = WEIR_OK;
    *covers = NULL;
    if (select->all_columns && select->columns->count == 0)
        return true;
    bool *const marks = weir_arena_alloc(arena, units->count, sizeof *marks);
    if (marks == NULL) {
        *status = WEIR_ERR_MEMORY;
        return false;
    }
    for (size_t i = 0; i < units->count; i++) {
        const struct weir_unit *const unit = &units->items[i];
        if (unit->size != 1)
            continue;
        const bool covered = is_named(unit, select) != select->all_columns;
        marks[i] = covered || unit->is_partition_key;
        is_something = is_something || (covered && !(select->all_columns && unit->is_partition_key));
    }
    *covers = marks;
    return is_something || (select->all_columns && units->table->column_count == 0);
}
