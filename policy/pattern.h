/**
 * @file
 * Patterns of the policy language, cut into pieces when a document is read: literal text, wildcards, variables.
 *
 * A variable stays a piece of its own until a request is matched, and its value is compared as it stands: no text is
 * ever rebuilt, so a value that holds `*` or `${` can neither widen a pattern nor be read a second time ([iam-variables]).
 */
#ifndef WEIR_POLICY_PATTERN_H
#define WEIR_POLICY_PATTERN_H

#include <weir/base.h>
#include <weir/policy.h>

#include "base/base_impl.h"

enum weir_piece_kind {
    WEIR_PIECE_LITERAL,
    WEIR_PIECE_ONE,     /* `?`: one code point */
    WEIR_PIECE_RUN,     /* `*`: any text, also none */
    WEIR_PIECE_VARIABLE /* `${key}` or `${key, 'fallback'}` */
};

struct weir_piece {
    enum weir_piece_kind kind;
    bool has_fallback;
    uint32_t hash;            /* of a variable's key, as weir_key_hash */
    struct weir_str text;     /* a literal's text, a variable's key */
    struct weir_str fallback; /* literal */
};

/* What a place in a document gives meaning to; a sum of these. */
enum { WEIR_PATTERN_WILDCARDS = 1, WEIR_PATTERN_VARIABLES = 2, WEIR_PATTERN_FOLD = 4 };

/* INVARIANT: no two runs are neighbours. */
struct weir_pattern {
    const struct weir_piece *pieces;
    size_t count;
    bool fold; /* ASCII letters compare without regard to case */
    bool has_fallback;
};

/*
 * With what a pattern is seen. Where the sources leave the meaning open (a variable whose key is present but empty), the
 * answer has to fall on the side that refuses: `widely` where a match refuses, narrowly where a match allows.
 */
struct weir_sight {
    const struct weir_context *context;
    bool widely;
};

/** Cuts text into pieces; the pattern borrows the text. */
enum weir_status weir_pattern_compile(struct weir_str text, unsigned what, struct weir_arena *arena,
                                      struct weir_pattern *pattern, struct weir_error *error);
/** Does the pattern cover the whole text? Its bound is in glob.c. */
bool weir_pattern_matches(const struct weir_pattern *pattern, struct weir_str text, const struct weir_sight *sight);
/** Length of the `${…}` at the start of text; 0 where there is none, or none that ends. */
size_t weir_variable_span(struct weir_str text);

/* What a variable whose key is present but empty stands for; see struct weir_sight. */
enum weir_empty_value { WEIR_EMPTY_UNRESOLVED, WEIR_EMPTY_IS_TEXT, WEIR_EMPTY_IS_FALLBACK };
/** The value of a variable; false where it has none, and then its pattern matches nothing. */
bool weir_variable_resolve(const struct weir_piece *piece, const struct weir_context *context,
                           enum weir_empty_value empty, struct weir_str *value);
/** The first variable of a pattern that has no value; NULL if all have one. */
const struct weir_piece *weir_pattern_unresolved(const struct weir_pattern *pattern,
                                                 const struct weir_context *context);

static inline char weir_fold(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/** A hash of a condition key's name, equal for names that differ only in ASCII case. */
static inline uint32_t weir_key_hash(struct weir_str key)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < key.len; i++)
        hash = (hash ^ (unsigned char)weir_fold(key.ptr[i])) * 16777619u;
    return hash;
}

/** The value of a hexadecimal digit, -1 for any other character. */
static inline int weir_hex_value(char c)
{
    const char low = weir_fold(c);
    if (weir_is_digit(c))
        return c - '0';
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

static inline bool weir_is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

/** From `start` on, up to but without `end`. */
static inline struct weir_str weir_str_slice(struct weir_str text, size_t start, size_t end)
{
    return (struct weir_str){text.ptr == NULL ? NULL : text.ptr + start, end - start};
}

/** The index of a byte at or after `from`; the text's length if it is not there. */
static inline size_t weir_str_index(struct weir_str text, char byte, size_t from)
{
    const char *const found = from < text.len ? memchr(text.ptr + from, byte, text.len - from) : NULL;
    return found == NULL ? text.len : (size_t)(found - text.ptr);
}

/** weir_context_find with the hash of the key known. */
bool weir_context_lookup(const struct weir_context *context, struct weir_str key, uint32_t hash,
                         const struct weir_str **values, size_t *count, bool *multivalued);

/* ---------------------------------------------------------------------------------------------- arns */

enum { WEIR_ARN_PARTS = 6 };
enum { WEIR_ARN_PARTITION = 1, WEIR_ARN_SERVICE = 2, WEIR_ARN_ACCOUNT = 4, WEIR_ARN_RESOURCE = 5 };

/** Cuts at the first five colons; the sixth part keeps its own. False, and parts untouched, with fewer colons. */
bool weir_arn_split(struct weir_str text, struct weir_str parts[WEIR_ARN_PARTS]);

enum weir_arn_form {
    WEIR_ARN_NEVER,    /* matches nothing */
    WEIR_ARN_ANY,      /* `*` alone */
    WEIR_ARN_BY_PARTS, /* each part for itself */
    WEIR_ARN_VARIABLE  /* one variable that stands for a whole ARN: the first pattern holds it */
};

struct weir_arn_pattern {
    enum weir_arn_form form;
    bool only_wildcards; /* nothing but wildcards and colons, perhaps after `arn`: covers "no resource" too */
    struct weir_str text;
    struct weir_pattern parts[WEIR_ARN_PARTS];
};

/** Compiles parts, of which those behind `given` are filled up with `*`. `what` is for each part of `variable_parts`. */
enum weir_status weir_arn_compile(const struct weir_str parts[WEIR_ARN_PARTS], size_t given, unsigned variable_parts,
                                  struct weir_arena *arena, struct weir_arn_pattern *pattern, struct weir_error *error);
bool weir_arn_matches(const struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS],
                      const struct weir_sight *sight);

#endif
