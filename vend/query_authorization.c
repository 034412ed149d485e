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

enum weir_status weir_query_authorization(struct weir_deciding *deciding, const struct weir_table_name *name,
                                          struct weir_str query_id, struct weir_str *id)
{
    const struct weir_str texts[] = {deciding->caller.principal.arn, name->arn, query_id};
    const uint64_t a = hash_of(0, texts, WEIR_COUNT(texts));
    const uint64_t b = hash_of(UINT64_C(0x9e3779b97f4a7c15), texts, WEIR_COUNT(texts));
    const enum weir_status status = weir_format(
        deciding->arena, id, "%08x-%04x-4%03x-8%03x-%012llx", (unsigned)(a >> 32), (unsigned)(a >> 16 & 0xffffu),
        (unsigned)(a & 0xfffu), (unsigned)(b >> 48 & 0xfffu), (unsigned long long)(b & UINT64_C(0xffffffffffff)));
    return status == WEIR_OK ? WEIR_OK : weir_fail_memory(deciding->error);
}
