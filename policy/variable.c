/* How text is cut into literals, wildcards and variables, and what a variable stands for ([iam-variables]). */
#include "policy/search.h"

size_t weir_variable_span(struct weir_str text)
{
    if (text.len < 3 || text.ptr[0] != '$' || text.ptr[1] != '{')
        return 0;
    size_t end = weir_str_index(text, '}', 2);
    if (end == text.len)
        return 0;
    const size_t comma = weir_str_index(text, ',', 2);
    /* a fallback may hold a brace: it ends at a quote and a brace */
    if (comma < end && comma + 2 < text.len && text.ptr[comma + 1] == ' ' && text.ptr[comma + 2] == '\'') {
        for (size_t quote = weir_str_index(text, '\'', comma + 3); quote + 1 < text.len;
             quote = weir_str_index(text, '\'', quote + 1)) {
            if (text.ptr[quote + 1] == '}') {
                end = quote + 1;
                break;
            }
        }
    }
    return end + 1;
}

/* `${*}`, `${?}` and `${$}` are the characters themselves wherever variables work. */
static bool is_escape(struct weir_str inside)
{
    return inside.len == 1 && (inside.ptr[0] == '*' || inside.ptr[0] == '?' || inside.ptr[0] == '$');
}

/*
 * `key` or `key, 'fallback'`, exactly so. Anything else is a key that no request has: a misspelt fallback leaves the
 * variable without a value, it never becomes text to match.
 */
static struct weir_piece variable_piece(struct weir_str inside)
{
    static const struct weir_str opening = {", '", 3};
    struct weir_piece piece = {.kind = WEIR_PIECE_VARIABLE, .text = inside};
    const size_t comma = weir_str_index(inside, ',', 0);
    const struct weir_str rest = weir_str_slice(inside, comma, inside.len);
    if (rest.len > opening.len && weir_str_has_prefix(rest, opening) && rest.ptr[rest.len - 1] == '\'') {
        piece.text = weir_str_slice(inside, 0, comma);
        piece.has_fallback = true;
        piece.fallback = weir_str_slice(rest, opening.len, rest.len - 1);
    }
    piece.hash = weir_key_hash(piece.text);
    return piece;
}

static struct weir_piece literal_piece(struct weir_str text)
{
    return (struct weir_piece){.kind = WEIR_PIECE_LITERAL, .text = text};
}

/* The length of the special thing at the start of text and its piece; 0 where the text is literal. */
static size_t special_piece(struct weir_str text, unsigned what, struct weir_piece *piece)
{
    if ((what & WEIR_PATTERN_WILDCARDS) != 0 && (text.ptr[0] == '*' || text.ptr[0] == '?')) {
        *piece = (struct weir_piece){.kind = text.ptr[0] == '*' ? WEIR_PIECE_RUN : WEIR_PIECE_ONE};
        return 1;
    }
    const size_t span = (what & WEIR_PATTERN_VARIABLES) != 0 ? weir_variable_span(text) : 0;
    if (span == 0)
        return 0;
    const struct weir_str inside = weir_str_slice(text, 2, span - 1);
    *piece = is_escape(inside) ? literal_piece(inside) : variable_piece(inside);
    return span;
}

/* Cuts the next piece off the front of the rest of a text. */
static struct weir_piece next_piece(struct weir_str *rest, unsigned what)
{
    struct weir_piece piece;
    size_t end = special_piece(*rest, what, &piece);
    if (end == 0) {
        struct weir_piece ignored;
        do {
            end++;
        } while (end < rest->len && special_piece(weir_str_slice(*rest, end, rest->len), what, &ignored) == 0);
        piece = literal_piece(weir_str_slice(*rest, 0, end));
    }
    *rest = weir_str_slice(*rest, end, rest->len);
    return piece;
}

/* From here on no brace closes a variable, so that none need be looked for again and again. */
static size_t last_variable_end(struct weir_str text)
{
    size_t end = text.len;
    while (end > 0 && text.ptr[end - 1] != '}')
        end--;
    return end;
}

/* Two `*` side by side say what one says. */
static size_t cut(struct weir_str text, unsigned what, struct weir_piece *pieces)
{
    const char *const end = text.len == 0 ? text.ptr : text.ptr + last_variable_end(text);
    size_t count = 0;
    bool after_run = false;
    while (text.len > 0) {
        const struct weir_piece piece = next_piece(&text,
                                                   text.ptr < end ? what : what & ~(unsigned)WEIR_PATTERN_VARIABLES);
        const bool is_run = piece.kind == WEIR_PIECE_RUN;
        if (is_run && after_run)
            continue;
        after_run = is_run;
        if (pieces != NULL)
            pieces[count] = piece;
        count++;
    }
    return count;
}

/* Finds what matching asks for: the first and the last `*`, whether it is one literal, and how literals are looked for. */
static void survey(struct weir_pattern *pattern, struct weir_piece *pieces)
{
    const size_t count = pattern->count;
    pattern->first_run = count;
    pattern->last_run = count;
    for (size_t i = 0; i < count; i++) {
        pattern->has_fallback = pattern->has_fallback || pieces[i].has_fallback;
        if (pieces[i].kind != WEIR_PIECE_RUN)
            continue;
        if (pattern->first_run == count)
            pattern->first_run = i;
        pattern->last_run = i;
    }
    for (size_t i = pattern->first_run + 1; i < pattern->last_run; i++) {
        if (pieces[i].kind == WEIR_PIECE_LITERAL)
            weir_search_prepare(&pieces[i], pattern->fold);
    }
    pattern->is_literal = count == 0 || (count == 1 && pieces[0].kind == WEIR_PIECE_LITERAL);
    if (pattern->is_literal && count == 1)
        pattern->literal = pieces[0].text;
}

enum weir_empty_variable weir_pattern_empty(unsigned what)
{
    if ((what & WEIR_PATTERN_EMPTY_IS_TEXT) != 0)
        return WEIR_EMPTY_VARIABLE_EMPTY;
    return (what & WEIR_PATTERN_EMPTY_IS_DEFAULT) != 0 ? WEIR_EMPTY_VARIABLE_DEFAULT : WEIR_EMPTY_VARIABLE_REFUSE;
}

enum weir_status weir_pattern_compile(struct weir_str text, unsigned what, struct weir_arena *arena,
                                      struct weir_pattern *pattern, struct weir_error *error)
{
    *pattern = (struct weir_pattern){.fold = (what & WEIR_PATTERN_FOLD) != 0, .empty = weir_pattern_empty(what)};
    const size_t count = cut(text, what, NULL);
    struct weir_piece *const pieces = weir_arena_alloc(arena, count, sizeof(*pieces));
    if (pieces == NULL)
        return weir_fail_memory(error);
    cut(text, what, pieces);
    pattern->pieces = pieces;
    pattern->count = count;
    survey(pattern, pieces);
    return WEIR_OK;
}

enum weir_status weir_pattern_of_text(struct weir_str text, bool open, struct weir_arena *arena,
                                      struct weir_pattern *pattern)
{
    const size_t count = (text.len > 0 ? 1u : 0u) + (open ? 1u : 0u);
    struct weir_piece *const pieces = weir_arena_alloc(arena, count, sizeof(*pieces));
    if (pieces == NULL)
        return WEIR_ERR_MEMORY;
    if (text.len > 0)
        pieces[0] = (struct weir_piece){.kind = WEIR_PIECE_LITERAL, .text = text};
    if (open)
        pieces[count - 1] = (struct weir_piece){.kind = WEIR_PIECE_RUN};
    *pattern = (struct weir_pattern){.pieces = pieces, .count = count};
    survey(pattern, pieces);
    return WEIR_OK;
}

/*
 * Only single-valued keys have a value to put in. A key that is present but empty is left open by [iam-variables]:
 * the caller says what it is to mean, by the setting or so that the answer refuses (struct weir_sight).
 */
bool weir_variable_resolve(const struct weir_piece *piece, const struct weir_context *context,
                           enum weir_empty_value empty, struct weir_str *value)
{
    const struct weir_context_entry *const entry = weir_context_entry(context, piece->text, piece->hash);
    *value = piece->fallback;
    if (entry == NULL)
        return piece->has_fallback;
    if (entry->multivalued || entry->count != 1)
        return false;
    if (entry->values[0].len > 0 || empty == WEIR_EMPTY_IS_TEXT) {
        *value = entry->values[0];
        return true;
    }
    return empty == WEIR_EMPTY_IS_FALLBACK && piece->has_fallback;
}

enum weir_empty_value weir_pattern_empty_value(const struct weir_pattern *pattern, bool widely)
{
    switch (pattern->empty) {
    case WEIR_EMPTY_VARIABLE_EMPTY:
        return WEIR_EMPTY_IS_TEXT;
    case WEIR_EMPTY_VARIABLE_DEFAULT:
        return WEIR_EMPTY_IS_FALLBACK;
    case WEIR_EMPTY_VARIABLE_REFUSE:
        break;
    }
    return widely ? WEIR_EMPTY_IS_TEXT : WEIR_EMPTY_UNRESOLVED;
}

const struct weir_piece *weir_pattern_unresolved(const struct weir_pattern *pattern, const struct weir_context *context)
{
    const enum weir_empty_value empty = weir_pattern_empty_value(pattern, false);
    for (size_t i = 0; i < pattern->count; i++) {
        struct weir_str value;
        if (pattern->pieces[i].kind == WEIR_PIECE_VARIABLE &&
            !weir_variable_resolve(&pattern->pieces[i], context, empty, &value))
            return &pattern->pieces[i];
    }
    return NULL;
}
