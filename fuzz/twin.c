/* The naive twin of patterns: code point by code point, with the set of places that each symbol can reach ([iam-variables]). */
#include "fuzz/twin.h"

#include <string.h>

/* What an empty value stands for: the sources leave it open, and weir tries what refuses. */
enum empty { EMPTY_IS_NOTHING, EMPTY_IS_TEXT, EMPTY_IS_FALLBACK };

struct walk {
    uint32_t points[TWIN_LONGEST];
    size_t count;
    bool reached[TWIN_LONGEST + 1]; /* the text up to here is covered by the symbols so far */
    bool fold;
};

struct weir_str twin_slice(struct weir_str text, size_t start, size_t end)
{
    return (struct weir_str){text.len == 0 ? text.ptr : text.ptr + start, end - start};
}

struct weir_str twin_take(struct weir_str *rest, char end)
{
    size_t at = 0;
    while (at < rest->len && rest->ptr[at] != end)
        at++;
    const struct weir_str part = twin_slice(*rest, 0, at);
    *rest = twin_slice(*rest, at < rest->len ? at + 1 : at, rest->len);
    return part;
}

static uint32_t folded(uint32_t point)
{
    return point >= 'A' && point <= 'Z' ? point + 32 : point;
}

bool twin_fold_equal(struct weir_str a, struct weir_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (folded((unsigned char)a.ptr[i]) != folded((unsigned char)b.ptr[i]))
            return false;
    }
    return true;
}

bool twin_is(struct weir_str text, const char *other)
{
    return text.len == strlen(other) && (text.len == 0 || memcmp(text.ptr, other, text.len) == 0);
}

/* One code point of text that is UTF-8. */
static uint32_t next_point(struct weir_str text, size_t *at)
{
    const unsigned char lead = (unsigned char)text.ptr[(*at)++];
    const size_t more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    uint32_t point = more == 0 ? lead : lead & (0x3Fu >> more);
    for (size_t i = 0; i < more; i++)
        point = point << 6 | ((unsigned char)text.ptr[(*at)++] & 0x3Fu);
    return point;
}

static void take_point(struct walk *walk, uint32_t wanted, bool is_any)
{
    for (size_t i = walk->count; i > 0; i--) {
        const uint32_t point = walk->points[i - 1];
        const bool same = is_any || (walk->fold ? folded(point) == folded(wanted) : point == wanted);
        walk->reached[i] = walk->reached[i - 1] && same;
    }
    walk->reached[0] = false;
}

static void take_text(struct walk *walk, struct weir_str text)
{
    for (size_t at = 0; at < text.len;)
        take_point(walk, next_point(text, &at), false);
}

static void take_run(struct walk *walk)
{
    for (size_t i = 0; i < walk->count; i++)
        walk->reached[i + 1] = walk->reached[i + 1] || walk->reached[i];
}

size_t twin_variable(struct weir_str text)
{
    size_t i = 2;
    if (text.len < 3 || text.ptr[0] != '$' || text.ptr[1] != '{')
        return 0;
    while (i < text.len && text.ptr[i] != '}' && text.ptr[i] != ',')
        i++;
    const bool has_quote = i + 2 < text.len && memcmp(text.ptr + i, ", '", 3) == 0;
    for (size_t j = i + 3; has_quote && j + 1 < text.len; j++) {
        if (text.ptr[j] == '\'' && text.ptr[j + 1] == '}')
            return j + 2;
    }
    while (i < text.len && text.ptr[i] != '}')
        i++;
    return i < text.len ? i + 1 : 0;
}

/* False where the variable has no value, and then nothing is covered. */
static bool value_of(struct weir_str inside, const struct twin_sight *sight, enum empty empty, struct weir_str *value)
{
    struct weir_str rest = inside;
    struct weir_str key = twin_take(&rest, ',');
    const bool has_fallback = key.len < inside.len && rest.len >= 3 && memcmp(rest.ptr, " '", 2) == 0 &&
                              rest.ptr[rest.len - 1] == '\'';
    if (has_fallback)
        *value = twin_slice(rest, 2, rest.len - 1);
    else
        key = inside;
    if (twin_fold_equal(key, WEIR_STR("m")))
        return false;
    const bool is_empty = twin_fold_equal(key, WEIR_STR("e"));
    if (!is_empty && !twin_fold_equal(key, WEIR_STR("k")))
        return has_fallback;
    if (!is_empty && sight->k.len > 0) {
        *value = sight->k;
        return true;
    }
    if (empty == EMPTY_IS_TEXT)
        *value = (struct weir_str){"", 0};
    return empty == EMPTY_IS_TEXT || (empty == EMPTY_IS_FALLBACK && has_fallback);
}

static bool is_escape(struct weir_str inside)
{
    return inside.len == 1 && inside.ptr[0] != '\0' && strchr("*?$", inside.ptr[0]) != NULL;
}

bool twin_lone_value(struct weir_str pattern, const struct twin_sight *sight, bool *has_value, struct weir_str *value)
{
    *has_value = false;
    if (pattern.len == 0 || twin_variable(pattern) != pattern.len)
        return false;
    const struct weir_str inside = twin_slice(pattern, 2, pattern.len - 1);
    if (is_escape(inside))
        return false;
    *has_value = value_of(inside, sight, sight->widely ? EMPTY_IS_TEXT : EMPTY_IS_NOTHING, value);
    return true;
}

static bool take_variable(struct walk *walk, struct weir_str inside, const struct twin_sight *sight, enum empty empty)
{
    struct weir_str value = inside;
    if (!is_escape(inside) && !value_of(inside, sight, empty, &value))
        return false;
    take_text(walk, value);
    return true;
}

/* Takes the symbol at the front of the pattern. */
static bool take_symbol(struct walk *walk, struct weir_str *pattern, unsigned what, const struct twin_sight *sight,
                        enum empty empty)
{
    size_t taken = (what & TWIN_VARIABLES) != 0 ? twin_variable(*pattern) : 0;
    const char front = pattern->ptr[0];
    bool has_value = true;
    if (taken > 0) {
        has_value = take_variable(walk, twin_slice(*pattern, 2, taken - 1), sight, empty);
    } else if ((what & TWIN_WILDCARDS) != 0 && (front == '*' || front == '?')) {
        taken = 1;
        if (front == '*')
            take_run(walk);
        else
            take_point(walk, 0, true);
    } else {
        take_point(walk, next_point(*pattern, &taken), false);
    }
    *pattern = twin_slice(*pattern, taken, pattern->len);
    return has_value;
}

static bool covers(struct weir_str pattern, unsigned what, struct weir_str text, const struct twin_sight *sight,
                   enum empty empty)
{
    struct walk walk = {.count = 0, .reached = {true}, .fold = (what & TWIN_FOLD) != 0};
    DEMAND(text.len <= TWIN_LONGEST);
    for (size_t at = 0; at < text.len;)
        walk.points[walk.count++] = next_point(text, &at);
    while (pattern.len > 0) {
        if (!take_symbol(&walk, &pattern, what, sight, empty))
            return false;
    }
    return walk.reached[walk.count];
}

bool twin_glob(struct weir_str pattern, unsigned what, struct weir_str text, const struct twin_sight *sight)
{
    if (!sight->widely)
        return covers(pattern, what, text, sight, EMPTY_IS_NOTHING);
    return covers(pattern, what, text, sight, EMPTY_IS_TEXT) || covers(pattern, what, text, sight, EMPTY_IS_FALLBACK);
}

struct weir_context *twin_context(struct weir_str k, struct weir_arena *arena)
{
    struct weir_context *context = NULL;
    DEMAND(weir_context_new(arena, &context) == WEIR_OK);
    DEMAND(weir_context_set_text(context, WEIR_STR("k"), k) == WEIR_OK);
    DEMAND(weir_context_set_text(context, WEIR_STR("E"), WEIR_STR("")) == WEIR_OK);
    DEMAND(weir_context_set(context, WEIR_STR("m"), &k, 1, true) == WEIR_OK);
    return context;
}
