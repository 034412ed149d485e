/*
 * The barest matcher that could do a policy decision's work: a hash table over action and resource, texts compared byte by
 * byte, the condition keys of a request in a hash table of their own. It knows nothing else of the language.
 */
#ifndef WEIR_BENCH_BARE_H
#define WEIR_BENCH_BARE_H

#include <weir/base.h>

#include <string.h>

/* Keys of a statement, and places in a request's table of keys, a power of two. */
enum { BARE_PAIRS = 3, BARE_KEYS = 8 };
/* Where FNV-1a starts, in 64 bits. */
#define BARE_BASIS 14695981039346656037u

struct bare_pair {
    uint64_t hash; /* of the key */
    struct weir_str key;
    struct weir_str value;
};

struct bare_statement {
    struct weir_str action;
    struct weir_str resource;
    struct bare_pair pairs[BARE_PAIRS];
    uint64_t hash; /* of action and resource */
};

struct bare {
    struct bare_statement *statements;
    size_t count;
    uint32_t *slots; /* a statement's number plus one */
    size_t mask;
};

static inline uint64_t bare_hash(uint64_t hash, struct weir_str text)
{
    for (size_t i = 0; i < text.len; i++)
        hash = (hash ^ (unsigned char)text.ptr[i]) * 1099511628211u;
    return hash;
}

static inline uint64_t hash_of(struct weir_str what, struct weir_str on)
{
    return bare_hash(bare_hash(BARE_BASIS, what), on);
}

static inline struct bare_pair bare_pair(struct weir_str key, struct weir_str value)
{
    return (struct bare_pair){bare_hash(BARE_BASIS, key), key, value};
}

static inline void bare_set(struct bare_pair context[BARE_KEYS], struct bare_pair pair)
{
    size_t at = pair.hash % BARE_KEYS;
    while (context[at].key.len > 0)
        at = (at + 1) % BARE_KEYS;
    context[at] = pair;
}

static inline bool same(struct weir_str a, struct weir_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static inline bool bare_holds(const struct bare_pair *wants, const struct bare_pair context[BARE_KEYS])
{
    for (size_t at = wants->hash % BARE_KEYS; context[at].key.len > 0; at = (at + 1) % BARE_KEYS) {
        if (context[at].hash == wants->hash && same(context[at].key, wants->key))
            return same(context[at].value, wants->value);
    }
    return false;
}

static inline bool bare_allows(const struct bare_statement *statement, struct weir_str what, struct weir_str on,
                               const struct bare_pair context[BARE_KEYS])
{
    if (!same(statement->action, what) || !same(statement->resource, on))
        return false;
    for (size_t k = 0; k < BARE_PAIRS; k++) {
        if (!bare_holds(&statement->pairs[k], context))
            return false;
    }
    return true;
}

/* The statement that allows; NULL if none does. */
static inline const struct bare_statement *bare_find(const struct bare *bare, struct weir_str what, struct weir_str on,
                                                     const struct bare_pair context[BARE_KEYS])
{
    const uint64_t hash = hash_of(what, on);
    for (size_t at = hash & bare->mask; bare->slots[at] != 0; at = (at + 1) & bare->mask) {
        const struct bare_statement *const statement = &bare->statements[bare->slots[at] - 1];
        if (statement->hash == hash && bare_allows(statement, what, on, context))
            return statement;
    }
    return NULL;
}

#endif
