/* Strict JSON [rfc8259] to a tree: one pass without recursion, eight bytes at a time where text allows it. */
#include <weir/base.h>

#include "base/tree_impl.h"

/* INVARIANT: `end` is followed by WEIR_TEXT_PAD zero bytes. NUL is no character of a well-formed JSON text, so every
 * loop below stops there and none has to ask for the end. */
struct json_reader {
    const char *at;
    const char *start;
    const char *end;
    struct weir_build build;
};

#define EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

static size_t offset_of(const struct json_reader *reader, const char *at)
{
    return (size_t)(at - reader->start);
}

/* ---------------------------------------------------------------------------------------- failing */

static enum weir_status fail_at(struct json_reader *reader, const char *at, const char *what)
{
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, offset_of(reader, at), "%s", what);
}

/* What was expected, and what is there: the end, or a character. */
static enum weir_status fail_expected(struct json_reader *reader, const char *expected)
{
    const size_t left = (size_t)(reader->end - reader->at);
    if (left == 0)
        return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, offset_of(reader, reader->at),
                               "expected %s, but the text ends", expected);
    const struct weir_str found = {reader->at, weir_utf8_sequence(reader->at, left)};
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, offset_of(reader, reader->at), "expected %s, found `%s`",
                           expected, weir_quote(found).text);
}

/* ------------------------------------------------------------------------------------------ space */

/* Indentation is a line feed and a run of spaces: the run is taken eight at a time. */
static const char *skip_space(const char *at)
{
    while ((unsigned char)*at <= ' ') {
        if (*at != ' ' && *at != '\n' && *at != '\r' && *at != '\t')
            return at;
        at++;
        uint64_t other = weir_load64(at) ^ EACH_BYTE(' ');
        while (other == 0) {
            at += 8;
            other = weir_load64(at) ^ EACH_BYTE(' ');
        }
        at += weir_first_byte((((other & EACH_BYTE(0x7F)) + EACH_BYTE(0x7F)) | other) & EACH_BYTE(0x80));
    }
    return at;
}

/* ---------------------------------------------------------------------------------------- strings */

/* The first byte that is a quote, a backslash or a control. The three tests may err only above their first hit, where
 * a borrow has passed; the lowest hit is exact. */
static const char *string_stop(const char *at)
{
    for (;; at += 8) {
        const uint64_t word = weir_load64(at);
        const uint64_t quote = word ^ EACH_BYTE('"');
        const uint64_t slash = word ^ EACH_BYTE('\\');
        const uint64_t hits = ((word - EACH_BYTE(' ')) & ~word) | ((quote - EACH_BYTE(1)) & ~quote) |
                              ((slash - EACH_BYTE(1)) & ~slash);
        if ((hits & EACH_BYTE(0x80)) != 0)
            return at + weir_first_byte(hits & EACH_BYTE(0x80));
    }
}

/* The closing quote of a string whose first escape is at `at`. */
static enum weir_status find_close(struct json_reader *reader, const char *at, const char **close)
{
    while (*at == '\\' && at + 1 < reader->end)
        at = string_stop(at + 2);
    *close = at;
    if (*at == '"')
        return WEIR_OK;
    if (at + (*at == '\\') >= reader->end)
        return fail_at(reader, reader->at, "the string is not closed");
    return fail_at(reader, at, "a control character in a string must be escaped");
}

/* [rfc8259] §7; NUL where there is no such escape. */
static const char simple_escapes[128] = {
    ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t',
};

/* Four hexadecimal digits; false where one of them is not. */
static bool read_hex4(const char *at, uint32_t *unit)
{
    *unit = 0;
    for (size_t i = 0; i < 4; i++) {
        const char c = at[i];
        const char lower = (char)(c | 0x20);
        const bool is_letter = lower >= 'a' && lower <= 'f';
        if (!is_letter && !weir_is_digit(c))
            return false;
        *unit = *unit << 4 | (uint32_t)(is_letter ? lower - 'a' + 10 : c - '0');
    }
    return true;
}

/* A \u escape, or the two of a surrogate pair, to UTF-8. */
static enum weir_status decode_unicode(struct json_reader *reader, const char **from, char **to)
{
    const char *const at = *from;
    uint32_t code_point = 0;
    if (!read_hex4(at + 2, &code_point))
        return fail_at(reader, at, "`\\u` needs four hexadecimal digits");
    *from = at + 6;
    if (code_point == 0)
        return fail_at(reader, at, "the character U+0000 is refused");
    if (code_point >= 0xD800 && code_point <= 0xDFFF) {
        uint32_t low = 0;
        const bool has_low = at[6] == '\\' && at[7] == 'u' && read_hex4(at + 8, &low);
        if (code_point > 0xDBFF || !has_low || low < 0xDC00 || low > 0xDFFF)
            return fail_at(reader, at, "a surrogate stands alone");
        code_point = 0x10000 + ((code_point - 0xD800) << 10) + (low - 0xDC00);
        *from = at + 12;
    }
    *to += weir_utf8_put(*to, code_point);
    return WEIR_OK;
}

static enum weir_status decode_escape(struct json_reader *reader, const char **from, char **to)
{
    const unsigned char name = (unsigned char)(*from)[1];
    if (name == 'u')
        return decode_unicode(reader, from, to);
    const char meant = name < sizeof(simple_escapes) ? simple_escapes[name] : '\0';
    if (meant == '\0')
        return fail_at(reader, *from, "an unknown escape in a string");
    *(*to)++ = meant;
    *from += 2;
    return WEIR_OK;
}

/* Decodes from..close. No escape is shorter than what it means, so the room of the source is enough; eight bytes more
 * let runs be copied by whole words. */
static enum weir_status decode_string(struct json_reader *reader, const char *from, const char *close,
                                      struct weir_str *text)
{
    const size_t room = (size_t)(close - from) + 8;
    char *const start = weir_arena_take(reader->build.arena, room, 1);
    if (start == NULL)
        return weir_fail_memory(reader->build.error);
    char *to = start;
    while (from < close) {
        if (*from == '\\') {
            WEIR_TRY(decode_escape(reader, &from, &to));
            continue;
        }
        const char *const stop = string_stop(from);
        const size_t run = (size_t)(stop - from);
        for (size_t i = 0; i < run; i += 8)
            memcpy(to + i, from + i, 8);
        from = stop;
        to += run;
    }
    *text = (struct weir_str){start, (size_t)(to - start)};
    (void)weir_arena_resize(reader->build.arena, start, room, text->len);
    return WEIR_OK;
}

/* At an opening quote: a value or a key. Without escapes the text is a piece of the tree's copy. */
static enum weir_status read_string(struct json_reader *reader)
{
    const char *const opening = reader->at;
    const char *close = string_stop(opening + 1);
    struct weir_str text = {opening + 1, (size_t)(close - (opening + 1))};
    if (WEIR_UNLIKELY(*close != '"')) {
        WEIR_TRY(find_close(reader, close, &close));
        WEIR_TRY(decode_string(reader, opening + 1, close, &text));
    }
    if (weir_build_add(&reader->build, WEIR_NODE_TEXT, text, false, offset_of(reader, opening)) == NULL)
        return weir_fail_memory(reader->build.error);
    reader->at = close + 1;
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------- numbers and words */

static enum weir_status add_scalar(struct json_reader *reader, enum weir_node_kind kind, size_t length)
{
    const struct weir_str text = {reader->at, length};
    if (weir_build_add(&reader->build, kind, text, false, offset_of(reader, reader->at)) == NULL)
        return weir_fail_memory(reader->build.error);
    reader->at += length;
    return WEIR_OK;
}

static bool is_number_character(char c)
{
    return weir_is_digit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
}

static enum weir_status read_number(struct json_reader *reader)
{
    const struct weir_str rest = {reader->at, (size_t)(reader->end - reader->at)};
    const size_t span = weir_number_span(rest);
    if (span > 0 && !is_number_character(rest.ptr[span]))
        return add_scalar(reader, WEIR_NODE_NUMBER, span);
    size_t length = span;
    while (is_number_character(rest.ptr[length]))
        length++;
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, offset_of(reader, reader->at), "malformed number `%s`",
                           weir_quote((struct weir_str){rest.ptr, length}).text);
}

static const struct {
    struct weir_str text;
    enum weir_node_kind kind;
} words[] = {
    {{"true", 4}, WEIR_NODE_BOOL},
    {{"false", 5}, WEIR_NODE_BOOL},
    {{"null", 4}, WEIR_NODE_NULL},
};

static enum weir_status read_word(struct json_reader *reader)
{
    for (size_t i = 0; i < WEIR_COUNT(words); i++) {
        if (memcmp(reader->at, words[i].text.ptr, words[i].text.len) == 0)
            return add_scalar(reader, words[i].kind, words[i].text.len);
    }
    return fail_expected(reader, "a value");
}

/* ------------------------------------------------------------------------------------- structure */

static enum weir_status read_key(struct json_reader *reader)
{
    if (*reader->at != '"')
        return fail_expected(reader, "a key in quotes");
    WEIR_TRY(read_string(reader));
    reader->at = skip_space(reader->at);
    if (*reader->at != ':')
        return fail_expected(reader, "`:`");
    reader->at = skip_space(reader->at + 1);
    return WEIR_OK;
}

/* A container's opening bracket, and its closing one where it is empty. */
static enum weir_status read_opening(struct json_reader *reader, enum weir_node_kind kind, bool *is_open)
{
    WEIR_TRY(weir_build_open(&reader->build, kind, offset_of(reader, reader->at)));
    const char closing = kind == WEIR_NODE_MAP ? '}' : ']';
    reader->at = skip_space(reader->at + 1);
    *is_open = *reader->at != closing;
    if (*is_open)
        return WEIR_OK;
    reader->at++;
    return weir_build_close(&reader->build);
}

/* A whole scalar or an empty container, or, with `*is_open`, the beginning of a container. */
static enum weir_status read_value(struct json_reader *reader, bool *is_open)
{
    *is_open = false;
    const char c = *reader->at;
    if (c == '"')
        return read_string(reader);
    if (c == '{')
        return read_opening(reader, WEIR_NODE_MAP, is_open);
    if (c == '[')
        return read_opening(reader, WEIR_NODE_LIST, is_open);
    if (c == '-' || weir_is_digit(c))
        return read_number(reader);
    return read_word(reader);
}

/* Behind a value: the brackets that end here, then a comma or the end of the text. */
static enum weir_status read_behind(struct json_reader *reader)
{
    for (;;) {
        reader->at = skip_space(reader->at);
        if (reader->build.depth == 0)
            return reader->at == reader->end ? WEIR_OK : fail_expected(reader, "nothing more");
        if (*reader->at == ',') {
            reader->at = skip_space(reader->at + 1);
            return WEIR_OK;
        }
        const bool in_map = weir_build_in_map(&reader->build);
        if (*reader->at != (in_map ? '}' : ']'))
            return fail_expected(reader, in_map ? "`,` or `}`" : "`,` or `]`");
        reader->at++;
        WEIR_TRY(weir_build_close(&reader->build));
    }
}

enum weir_status weir_json_read(struct weir_tree *tree, struct weir_arena *arena, struct weir_error *error)
{
    struct json_reader reader;
    weir_build_init(&reader.build, tree, arena, error);
    reader.start = tree->text.ptr;
    reader.end = reader.start + tree->text.len;
    reader.at = skip_space(reader.start);
    if (reader.at == reader.end)
        return fail_at(&reader, reader.at, "the document is empty");
    do {
        bool is_open = false;
        if (weir_build_in_map(&reader.build))
            WEIR_TRY(read_key(&reader));
        WEIR_TRY(read_value(&reader, &is_open));
        if (!is_open)
            WEIR_TRY(read_behind(&reader));
    } while (reader.build.depth > 0);
    tree->root = reader.build.top.content.first;
    return WEIR_OK;
}
