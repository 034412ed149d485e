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

/* A rare way of a function that is asked often, kept out of it so that the common way stays short. */
#if defined(__GNUC__)
#define WEIR_RARE __attribute__((noinline))
#else
#define WEIR_RARE
#endif

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
    uint32_t cut;             /* of a literal between two `*`: how it is looked for (search.h) */
    uint32_t period;
};

/* What a place in a document gives meaning to; a sum of these. The last two: the setting empty_variable. */
enum {
    WEIR_PATTERN_WILDCARDS = 1,
    WEIR_PATTERN_VARIABLES = 2,
    WEIR_PATTERN_FOLD = 4,
    WEIR_PATTERN_EMPTY_IS_TEXT = 8,
    WEIR_PATTERN_EMPTY_IS_DEFAULT = 16
};

/* INVARIANT: no two runs are neighbours; a literal text has no pieces but itself. */
struct weir_pattern {
    const struct weir_piece *pieces;
    size_t count;
    size_t first_run; /* `count` where there is no `*` */
    size_t last_run;
    struct weir_str literal; /* the whole pattern, where it is one */
    bool is_literal;
    bool fold; /* ASCII letters compare without regard to case */
    bool has_fallback;
    enum weir_empty_variable empty; /* what a variable whose key is present but empty stands for */
};

/*
 * With what a pattern is seen. Where the sources leave the meaning open (a variable whose key is present but empty) and
 * no setting decides, the answer has to fall on the side that refuses: `widely` where a match refuses, narrowly where a
 * match allows.
 */
struct weir_sight {
    const struct weir_context *context;
    bool widely;
};

/** Cuts text into pieces; the pattern borrows the text. */
enum weir_status weir_pattern_compile(struct weir_str text, unsigned what, struct weir_arena *arena,
                                      struct weir_pattern *pattern, struct weir_error *error);
/** The text stands for itself, whatever it holds; with `open` a `*` stands behind it. The pattern borrows the text. */
enum weir_status weir_pattern_of_text(struct weir_str text, bool open, struct weir_arena *arena,
                                      struct weir_pattern *pattern);
/** What WEIR_PATTERN_EMPTY_… says of variables whose key is present but empty. */
enum weir_empty_variable weir_pattern_empty(unsigned what);
/*
 * What Frama-C is told, in comments that begin with `@`, is proved by the test proof.policy: no function of the matcher
 * has a run-time error, and each one ends.
 */
/*@ predicate weir_readable(struct weir_str text) =
      text.len <= 0x7FFFFFFFFFFFFFFF && \valid_read(text.ptr + (0 .. text.len - 1));
    predicate weir_pieces(struct weir_piece *pieces, integer count) =
      \valid_read(pieces + (0 .. count - 1)) && \forall integer i; 0 <= i < count ==> weir_readable(pieces[i].text);
    predicate weir_prepared(struct weir_str text, integer cut, integer period) =
      cut <= text.len && 1 <= period <= text.len + 1;
    predicate weir_whole(struct weir_pattern *pattern) =
      pattern->count < 0x7FFFFFFFFFFFFFFF && weir_pieces(pattern->pieces, pattern->count) &&
      pattern->first_run <= pattern->last_run <= pattern->count &&
      (pattern->first_run == pattern->count || pattern->last_run < pattern->count) &&
      (pattern->last_run < pattern->count ==> pattern->pieces[pattern->last_run].kind == WEIR_PIECE_RUN) &&
      \forall integer i; pattern->first_run < i < pattern->last_run && pattern->pieces[i].kind == WEIR_PIECE_LITERAL ==>
        weir_prepared(pattern->pieces[i].text, pattern->pieces[i].cut, pattern->pieces[i].period);
 */

/** weir_pattern_matches for patterns that are not literal. */
/*@ requires \valid_read(pattern) && weir_whole(pattern) && weir_readable(text) && \valid_read(sight);
    assigns \nothing;
 */
bool weir_pattern_matches_pieces(const struct weir_pattern *pattern, struct weir_str text,
                                 const struct weir_sight *sight);
/** Length of the `${…}` at the start of text; 0 where there is none, or none that ends. */
size_t weir_variable_span(struct weir_str text);

/* What a variable whose key is present but empty stands for; see struct weir_sight. */
enum weir_empty_value { WEIR_EMPTY_UNRESOLVED, WEIR_EMPTY_IS_TEXT, WEIR_EMPTY_IS_FALLBACK };
/** The value of a variable; false where it has none, and then its pattern matches nothing. */
bool weir_variable_resolve(const struct weir_piece *piece, const struct weir_context *context,
                           enum weir_empty_value empty, struct weir_str *value);
/** What the setting says that such a variable stands for, and without one what is seen first. */
/*@ requires \valid_read(pattern);
    assigns \nothing;
 */
enum weir_empty_value weir_pattern_empty_value(const struct weir_pattern *pattern, bool widely);
/** The first variable of a pattern that has no value where a match allows; NULL if all have one. */
const struct weir_piece *weir_pattern_unresolved(const struct weir_pattern *pattern,
                                                 const struct weir_context *context);

/*@ assigns \nothing; */
static inline char weir_fold(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/** A hash of a condition key's name, equal for names that differ only in ASCII case. */
static inline uint32_t weir_key_hash(struct weir_str key)
{
    const uint64_t lower = UINT64_C(
        0x2020202020202020); /* folds more than letters, which only a comparison tells apart */
    uint64_t hash = key.len;
    size_t at = 0;
    for (; key.len - at >= 8; at += 8)
        hash = weir_stir(hash, weir_load64(key.ptr + at) | lower);
    return (uint32_t)weir_stir(hash, at == key.len ? 0 : weir_load_rest(key, at) | lower);
}

/** weir_str_equal in place, for the short texts that a decision compares most. */
static inline bool weir_same_text(struct weir_str a, struct weir_str b)
{
    if (a.len != b.len)
        return false;
    size_t at = 0;
    for (; a.len - at >= 8; at += 8) {
        if (weir_load64(a.ptr + at) != weir_load64(b.ptr + at))
            return false;
    }
    if (at > 0) /* the last eight bytes, some of them for the second time */
        return at == a.len || weir_load64(a.ptr + a.len - 8) == weir_load64(b.ptr + a.len - 8);
    while (at < a.len && a.ptr[at] == b.ptr[at])
        at++;
    return at == a.len;
}

/** Does the pattern cover the whole text? Its bound is in glob.c. */
static inline bool weir_pattern_matches(const struct weir_pattern *pattern, struct weir_str text,
                                        const struct weir_sight *sight)
{
    if (!pattern->is_literal)
        return weir_pattern_matches_pieces(pattern, text, sight);
    return weir_same_text(pattern->literal, text) || (pattern->fold && weir_str_equal_fold(pattern->literal, text));
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

/** From `start` on, up to but without `end`. Nothing is added to a pointer at 0, which of an empty text may be NULL. */
/*@ requires weir_readable(text) && start <= end <= text.len;
    assigns \nothing;
    ensures weir_readable(\result) && \result.len == end - start;
 */
static inline struct weir_str weir_str_slice(struct weir_str text, size_t start, size_t end)
{
    return (struct weir_str){start == 0 ? text.ptr : text.ptr + start, end - start};
}

/** The index of a byte at or after `from`; the text's length if it is not there. */
static inline size_t weir_str_index(struct weir_str text, char byte, size_t from)
{
    const char *const found = from < text.len ? memchr(text.ptr + from, byte, text.len - from) : NULL;
    return found == NULL ? text.len : (size_t)(found - text.ptr);
}

/* What a request says of one key. */
struct weir_context_entry {
    struct weir_str key;
    const struct weir_str *values;
    size_t count;
    bool multivalued;
};

/** The entry of a key whose hash is known; NULL when it is absent. Names are compared only where hashes are equal. */
const struct weir_context_entry *weir_context_entry(const struct weir_context *context, struct weir_str key,
                                                    uint32_t hash);

/** The same keys in a context of its own, which further keys may be set in; WEIR_ERR_MEMORY, and NULL, for lack of room. */
enum weir_status weir_context_copy(const struct weir_context *context, struct weir_arena *arena,
                                   struct weir_context **copy);

/* ---------------------------------------------------------------------------------------------- arns */

enum { WEIR_ARN_PARTS = 6 };
enum { WEIR_ARN_PARTITION = 1, WEIR_ARN_SERVICE = 2, WEIR_ARN_ACCOUNT = 4, WEIR_ARN_RESOURCE = 5 };

/** Cuts at the first five colons; the sixth part keeps its own. False, and parts of no meaning, with fewer colons. */
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
    bool is_literal;     /* by parts, each of them literal, and `text` is the six of them */
    struct weir_str text;
    struct weir_str lead; /* by parts: the first five with their colons, where all are literal; else empty */
    struct weir_pattern parts[WEIR_ARN_PARTS];
};

/** Compiles parts, of which those behind `given` are filled up with `*`. `what` is for each part of `variable_parts`. */
enum weir_status weir_arn_compile(const struct weir_str parts[WEIR_ARN_PARTS], size_t given, unsigned variable_parts,
                                  struct weir_arena *arena, struct weir_arn_pattern *pattern, struct weir_error *error);
/** weir_pattern_of_text of each part, the last one open or not; false, and no pattern, where the text is no ARN. */
enum weir_status weir_arn_of_text(struct weir_str text, bool open, struct weir_arena *arena,
                                  struct weir_arn_pattern *pattern, bool *is_arn);
/** Sets what a variable of an empty value stands for in every part. */
void weir_arn_set_empty(struct weir_arn_pattern *pattern, enum weir_empty_variable empty);
bool weir_arn_matches(const struct weir_arn_pattern *pattern, const struct weir_str parts[WEIR_ARN_PARTS],
                      const struct weir_sight *sight);

#endif
