/* Decides what an expression over partition keys says of one partition, in the plainest way: a list of tokens, and a function a rule. */
#include "fuzz/twin_partition.h"

#include <string.h>

enum kind { END, WORD, NAME, QUOTED, NUMBER, SIGN };
struct piece {
    enum kind kind;
    char text[TWIN_EXPRESSION_LONGEST + 1]; /* of a quoted text what it means */
};
struct reading {
    const char *at, *end;
    struct piece piece;
    const struct twin_key *keys;
    size_t key_count;
    bool fault;
};

/* ------------------------------------------------------------------------------------------- tokens */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool same_word(const char *a, const char *b)
{
    while (*a != '\0' && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    return lower(*a) == lower(*b);
}

static bool in_word(char c)
{
    return c != '\0' && strchr("abcdefghijklmnopqrstuvwxyz0123456789_-.", lower(c)) != NULL;
}

static void read_quoted(struct reading *reading)
{
    const char quote = *reading->at++;
    size_t used = 0;
    reading->piece.kind = quote == '`' ? NAME : QUOTED;
    for (; reading->at < reading->end; reading->at++) {
        if (*reading->at == quote) {
            if (reading->at + 1 == reading->end || reading->at[1] != quote)
                break;
            reading->at++;
        }
        reading->piece.text[used++] = *reading->at;
    }
    reading->piece.text[used] = '\0';
    reading->fault = reading->fault || reading->at == reading->end;
    reading->at += reading->at < reading->end;
}

static void read_sign(struct reading *reading)
{
    static const char *const signs[] = {"<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t length = strlen(signs[i]);
        if ((size_t)(reading->end - reading->at) < length || memcmp(reading->at, signs[i], length) != 0)
            continue;
        reading->piece.kind = SIGN;
        memcpy(reading->piece.text, signs[i], length + 1);
        reading->at += length;
        return;
    }
    reading->fault = true;
}

static void next(struct reading *reading)
{
    size_t used = 0;
    while (reading->at < reading->end && *reading->at != '\0' && strchr(" \t\r\n", *reading->at) != NULL)
        reading->at++;
    reading->piece.kind = END;
    reading->piece.text[0] = '\0';
    if (reading->at == reading->end)
        return;
    const char first = *reading->at;
    if (first == '\'' || first == '"' || first == '`') {
        read_quoted(reading);
        return;
    }
    if (!in_word(first)) {
        read_sign(reading);
        return;
    }
    while (reading->at < reading->end && in_word(*reading->at))
        reading->piece.text[used++] = *reading->at++;
    reading->piece.text[used] = '\0';
    reading->piece.kind = (first >= '0' && first <= '9') || first == '-' ? NUMBER : WORD;
}

static bool accept(struct reading *reading, enum kind kind, const char *text)
{
    if (reading->fault || reading->piece.kind != kind || !same_word(reading->piece.text, text))
        return false;
    next(reading);
    return true;
}

/* ------------------------------------------------------------------------------------------- values */

/* Written out with as many digits before and after the point as any number here can have: then texts compare. */
static bool write_out(const char *text, char *out, bool *negative)
{
    enum { HALF = TWIN_EXPRESSION_LONGEST };
    *negative = *text == '-';
    text += *negative;
    const size_t whole = strspn(text, "0123456789");
    const bool has_point = text[whole] == '.';
    const char *const after = text + whole + has_point;
    const size_t fraction = has_point ? strspn(after, "0123456789") : 0;
    if (whole == 0 || after[fraction] != '\0')
        return false;
    memset(out, '0', 2 * HALF);
    out[2 * HALF] = '\0';
    memcpy(out + HALF - whole, text, whole);
    memcpy(out + HALF, after, fraction);
    if (strspn(out, "0") == 2 * HALF)
        *negative = false;
    return true;
}

static bool is_number(const char *text)
{
    char out[2 * TWIN_EXPRESSION_LONGEST + 1];
    bool negative = false;
    return write_out(text, out, &negative);
}

static bool compare(const struct twin_key *key, const char *literal, int *order)
{
    char a[2 * TWIN_EXPRESSION_LONGEST + 1], b[2 * TWIN_EXPRESSION_LONGEST + 1];
    bool below_a = false, below_b = false;
    if (!key->is_number) {
        *order = strcmp(key->value, literal);
        return true;
    }
    if (!write_out(key->value, a, &below_a) || !write_out(literal, b, &below_b))
        return false;
    *order = below_a != below_b ? (below_a ? -1 : 1) : below_a ? strcmp(b, a) : strcmp(a, b);
    return true;
}

static size_t character(const char *text)
{
    size_t length = *text != '\0';
    while (length > 0 && ((unsigned char)text[length] & 0xc0u) == 0x80u)
        length++;
    return length;
}

static bool is_like(const char *text, const char *pattern)
{
    if (*pattern == '\0')
        return *text == '\0';
    if (*pattern == '%')
        return is_like(text, pattern + 1) || (*text != '\0' && is_like(text + 1, pattern));
    if (*text == '\0')
        return false;
    if (*pattern == '_')
        return is_like(text + character(text), pattern + 1);
    return *text == *pattern && is_like(text + 1, pattern + 1);
}

/* -------------------------------------------------------------------------------------------- rules */

/* A value, and how the key compares with it. */
static bool value(struct reading *reading, const struct twin_key *key, int *order)
{
    const struct piece piece = reading->piece;
    if (reading->fault || (piece.kind != QUOTED && piece.kind != NUMBER) ||
        (key->is_number && !is_number(piece.text))) {
        reading->fault = true;
        return false;
    }
    next(reading);
    return compare(key, piece.text, order);
}

static bool between(struct reading *reading, const struct twin_key *key)
{
    int low = 0, high = 0;
    const bool from = value(reading, key, &low);
    reading->fault = !accept(reading, WORD, "and") || reading->fault;
    const bool to = value(reading, key, &high);
    return from && to && low >= 0 && high <= 0;
}

static bool in(struct reading *reading, const struct twin_key *key)
{
    bool found = false;
    reading->fault = !accept(reading, SIGN, "(") || reading->fault;
    do {
        int order = 0;
        if (value(reading, key, &order) && order == 0)
            found = true;
    } while (accept(reading, SIGN, ","));
    reading->fault = !accept(reading, SIGN, ")") || reading->fault;
    return found;
}

static bool like(struct reading *reading, const struct twin_key *key)
{
    const struct piece piece = reading->piece;
    reading->fault = reading->fault || piece.kind != QUOTED;
    next(reading);
    return !reading->fault && is_like(key->value, piece.text);
}

static bool by_sign(struct reading *reading, const struct twin_key *key)
{
    static const struct {
        const char *sign;
        const char *orders;
    } signs[] = {{"=", "0"}, {"<>", "-+"}, {"!=", "-+"}, {"<", "-"}, {"<=", "-0"}, {">", "+"}, {">=", "+0"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        int order = 0;
        if (!accept(reading, SIGN, signs[i].sign))
            continue;
        if (!value(reading, key, &order))
            return false;
        return strchr(signs[i].orders, order < 0 ? '-' : order > 0 ? '+' : '0') != NULL;
    }
    reading->fault = true;
    return false;
}

static bool comparison(struct reading *reading)
{
    const struct twin_key *key = NULL;
    for (size_t i = 0; i < reading->key_count && key == NULL; i++) {
        if ((reading->piece.kind == WORD || reading->piece.kind == NAME) &&
            same_word(reading->piece.text, reading->keys[i].name))
            key = &reading->keys[i];
    }
    if (reading->fault || key == NULL) {
        reading->fault = true;
        return false;
    }
    next(reading);
    const bool negated = accept(reading, WORD, "not");
    if (accept(reading, WORD, "between"))
        return between(reading, key) != negated;
    if (accept(reading, WORD, "in"))
        return in(reading, key) != negated;
    if (accept(reading, WORD, "like"))
        return like(reading, key) != negated;
    reading->fault = reading->fault || negated;
    return by_sign(reading, key);
}

static bool alternative(struct reading *reading);

static bool factor(struct reading *reading)
{
    if (accept(reading, WORD, "not"))
        return !factor(reading);
    if (!accept(reading, SIGN, "("))
        return comparison(reading);
    const bool inside = alternative(reading);
    reading->fault = !accept(reading, SIGN, ")") || reading->fault;
    return inside;
}

static bool conjunction(struct reading *reading)
{
    bool all = factor(reading);
    while (accept(reading, WORD, "and"))
        all = factor(reading) && all;
    return all;
}

static bool alternative(struct reading *reading)
{
    bool any = conjunction(reading);
    while (accept(reading, WORD, "or"))
        any = conjunction(reading) || any;
    return any;
}

enum twin_filter twin_partition(const char *text, size_t size, const struct twin_key *keys, size_t count)
{
    struct reading reading = {.at = text, .end = text + size, .keys = keys, .key_count = count};
    next(&reading);
    if (reading.piece.kind == END && !reading.fault)
        return TWIN_FILTER_PASSES;
    const bool passes = alternative(&reading);
    if (reading.fault || reading.piece.kind != END)
        return TWIN_FILTER_FAULT;
    return passes ? TWIN_FILTER_PASSES : TWIN_FILTER_STOPS;
}
