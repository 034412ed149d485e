/* Decides the QueryAuthorizationId of a query: opaque to engines, the same for the same caller, table and query ([glue-model]). */
#include "vend/engine.h"

#include "base/base_impl.h"

struct halves {
    uint64_t a, b;
};

static struct halves take_byte(struct halves hash, unsigned char byte)
{
    return (struct halves){(hash.a ^ byte) * UINT64_C(0x100000001b3), (hash.b ^ byte) * UINT64_C(0x100000001b3)};
}

/* FNV-1a over texts that do not run into each other, from two beginnings side by side. */
static struct halves hash_of(const struct weir_str *texts, size_t count)
{
    const uint64_t basis = UINT64_C(0xcbf29ce484222325);
    struct halves hash = {basis, basis ^ UINT64_C(0x9e3779b97f4a7c15)};
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < texts[i].len; k++)
            hash = take_byte(hash, (unsigned char)texts[i].ptr[k]);
        hash = take_byte(hash, 0xffu);
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
    const struct halves hash = hash_of(texts, WEIR_COUNT(texts));
    char shown[] = "00000000-0000-4000-8000-000000000000";
    put_hex(shown, 8, hash.a >> 32);
    put_hex(shown + 9, 4, hash.a >> 16);
    put_hex(shown + 15, 3, hash.a);
    put_hex(shown + 20, 3, hash.b >> 48);
    put_hex(shown + 24, 12, hash.b);
    const struct weir_str text = {shown, sizeof shown - 1};
    return weir_join(deciding->arena, id, &text, 1) == WEIR_OK ? WEIR_OK : weir_fail_memory(deciding->error);
}
