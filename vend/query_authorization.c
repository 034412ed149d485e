/* Decides the QueryAuthorizationId of a query: opaque to engines, the same for the same caller, table and query ([glue-model]). */
#include "vend/engine.h"

#include "base/base_impl.h"

/* FNV-1a over texts that do not run into each other; `seed` makes the two halves differ. */
static uint64_t hash_of(uint64_t seed, const struct weir_str *texts, size_t count)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < texts[i].len; k++)
            hash = (hash ^ (unsigned char)texts[i].ptr[k]) * UINT64_C(0x100000001b3);
        hash = (hash ^ 0xffu) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* The lowest digits of a number. */
static void put_hex(char *out, size_t digits, uint64_t number)
{
    for (size_t i = digits; i > 0; i--, number >>= 4)
        out[i - 1] = "0123456789abcdef"[number & 15];
}

enum weir_status weir_query_authorization(struct weir_deciding *deciding, const struct weir_table_name *name,
                                          struct weir_str query_id, struct weir_str *id)
{
    const struct weir_str texts[] = {deciding->caller.principal.arn, name->arn, query_id};
    const uint64_t a = hash_of(0, texts, WEIR_COUNT(texts));
    const uint64_t b = hash_of(UINT64_C(0x9e3779b97f4a7c15), texts, WEIR_COUNT(texts));
    char shown[] = "00000000-0000-4000-8000-000000000000";
    put_hex(shown, 8, a >> 32);
    put_hex(shown + 9, 4, a >> 16);
    put_hex(shown + 15, 3, a);
    put_hex(shown + 20, 3, b >> 48);
    put_hex(shown + 24, 12, b);
    const struct weir_str text = {shown, sizeof shown - 1};
    return weir_join(deciding->arena, id, &text, 1) == WEIR_OK ? WEIR_OK : weir_fail_memory(deciding->error);
}
