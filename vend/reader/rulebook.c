/* A rulebook's life: read from texts, counted, shared, released; and what it tells of itself. */
#include "vend/rulebook.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/base_impl.h"
#include "vend/reader/rulebook_builtin.h"

/* FNV-1a over names and texts: tells two rulebooks apart in a report; it is no security measure. */
static uint64_t digest(const struct weir_rulebook_text *texts, size_t count)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < texts[i].text.len; k++)
            hash = (hash ^ (unsigned char)texts[i].text.ptr[k]) * 0x100000001b3u;
        hash = (hash ^ 0xff) * 0x100000001b3u;
    }
    return hash;
}

static enum weir_status new_rulebook(const struct weir_rulebook_text *texts, size_t count, bool builtin,
                                     struct weir_rulebook **out, struct weir_error *error)
{
    struct weir_arena *arena = NULL;
    if (weir_arena_new(0, &arena) != WEIR_OK)
        return weir_fail_memory(error);
    struct weir_rulebook *const rulebook = malloc(sizeof *rulebook);
    if (rulebook == NULL) {
        weir_arena_free(arena);
        return weir_fail_memory(error);
    }
    *rulebook = (struct weir_rulebook){.arena = arena, .name = WEIR_STR("builtin")};
    atomic_init(&rulebook->references, 1);
    enum weir_status status = WEIR_OK;
    if (!builtin)
        status = weir_format(arena, &rulebook->name, "fnv1a64:%016llx", (unsigned long long)digest(texts, count));
    if (status == WEIR_OK)
        status = weir_rulebook_read(rulebook, texts, count, error);
    if (status != WEIR_OK) {
        weir_rulebook_release(rulebook);
        return status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : status;
    }
    *out = rulebook;
    return WEIR_OK;
}

enum weir_status weir_rulebook_new(const struct weir_rulebook_text *texts, size_t count,
                                   struct weir_rulebook **rulebook, struct weir_error *error)
{
    if (rulebook == NULL || texts == NULL || count == 0)
        return weir_fail(error, WEIR_ERR_USAGE, "a rulebook needs its texts and a place to go");
    *rulebook = NULL;
    return new_rulebook(texts, count, false, rulebook, error);
}

enum weir_status weir_rulebook_builtin(struct weir_rulebook **rulebook, struct weir_error *error)
{
    if (rulebook == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a rulebook needs a place to go");
    *rulebook = NULL;
    return new_rulebook(weir_rulebook_builtin_texts, weir_rulebook_builtin_count, true, rulebook, error);
}

enum weir_status weir_rulebook_read_builtin(struct weir_rulebook *rulebook, struct weir_arena *arena,
                                            struct weir_error *error)
{
    *rulebook = (struct weir_rulebook){.arena = arena, .name = WEIR_STR("builtin")};
    return weir_rulebook_read(rulebook, weir_rulebook_builtin_texts, weir_rulebook_builtin_count, error);
}

bool weir_rulebook_builtin_text(size_t index, struct weir_rulebook_text *text)
{
    if (text == NULL || index >= weir_rulebook_builtin_count)
        return false;
    *text = weir_rulebook_builtin_texts[index];
    return true;
}

struct weir_rulebook *weir_rulebook_retain(struct weir_rulebook *rulebook)
{
    if (rulebook != NULL)
        (void)atomic_fetch_add_explicit(&rulebook->references, 1, memory_order_relaxed);
    return rulebook;
}

void weir_rulebook_release(struct weir_rulebook *rulebook)
{
    if (rulebook == NULL || atomic_fetch_sub_explicit(&rulebook->references, 1, memory_order_acq_rel) != 1)
        return;
    weir_regexes_free(rulebook->patterns);
    weir_arena_free(rulebook->arena);
    free(rulebook);
}

struct weir_str weir_rulebook_name(const struct weir_rulebook *rulebook)
{
    return rulebook == NULL ? (struct weir_str){NULL, 0} : rulebook->name;
}

bool weir_rulebook_rule(const struct weir_rulebook *rulebook, size_t index, struct weir_rule_info *rule)
{
    if (rulebook == NULL || rule == NULL || index >= rulebook->rule_info_count)
        return false;
    *rule = rulebook->rule_infos[index];
    return true;
}

bool weir_rulebook_has_source(const struct weir_rulebook *rulebook, struct weir_str id)
{
    for (size_t i = 0; rulebook != NULL && i < rulebook->sources.count; i++) {
        if (weir_str_equal(rulebook->sources.items[i], id))
            return true;
    }
    return false;
}

const struct weir_operation *weir_rulebook_operation(const struct weir_rulebook *rulebook, struct weir_str name)
{
    for (size_t i = 0; i < rulebook->operation_count; i++) {
        if (weir_str_equal(rulebook->operations[i].name, name))
            return &rulebook->operations[i];
    }
    return NULL;
}
