/* Decides which call of malloc, calloc and realloc fails: the one that the seed names, or all from there on. */
#include "fuzz/fail_alloc.h"

#include <stdbool.h>

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

static struct {
    bool armed;
    bool for_ever;
    size_t until;
    size_t failed;
} plan;

void fail_alloc_begin(uint32_t seed)
{
    plan.armed = true;
    plan.for_ever = (seed & 1U) != 0;
    plan.until = seed >> 1;
    plan.failed = 0;
}

size_t fail_alloc_end(void)
{
    plan.armed = false;
    return plan.failed;
}

static bool fails(void)
{
    if (!plan.armed || (plan.failed > 0 && !plan.for_ever))
        return false;
    if (plan.until > 0) {
        plan.until--;
        return false;
    }
    plan.failed++;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}
