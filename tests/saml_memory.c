/* See saml_memory.h: every block of the process goes through the functions below. */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name that the library gives */
#define _GNU_SOURCE

#include "tests/saml_memory.h"

#include <libxml/xmlmemory.h>

#include <dlfcn.h>
#include <execinfo.h>
#include <malloc.h>
#include <openssl/crypto.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FRAMES = 32, MOST_NOTES = 1 << 15, MOST_TRACES = 64, CHAINS = 1 << 12 };

/* A block that was asked for since the notes began, found by its address on one of the chains. */
struct note {
    const void *block; /* NULL: it was given back */
    uint32_t next;     /* index and one more; 0 ends the chain */
};

struct trace {
    uint32_t number; /* of the note */
    void *frames[MOST_FRAMES];
    int count;
};

static struct {
    size_t blocks;
    size_t bytes;
    size_t most_bytes;
    struct {
        bool armed;
        bool for_ever;
        size_t until;
        size_t failed;
    } plan;
    bool is_noting;
    uint32_t note_count;
    uint32_t chains[CHAINS];
    struct note notes[MOST_NOTES];
    uint32_t trace_count;
    struct trace traces[MOST_TRACES];
} memory;

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

/* -------------------------------------------------------------------------------------------- failing */

void saml_memory_fail(size_t number, bool for_ever)
{
    memory.plan.armed = true;
    memory.plan.for_ever = for_ever;
    memory.plan.until = number;
    memory.plan.failed = 0;
}

size_t saml_memory_mend(void)
{
    memory.plan.armed = false;
    return memory.plan.failed;
}

static bool fails(void)
{
    if (!memory.plan.armed || (memory.plan.failed > 0 && !memory.plan.for_ever))
        return false;
    if (memory.plan.until > 0) {
        memory.plan.until--;
        return false;
    }
    memory.plan.failed++;
    return true;
}

/* -------------------------------------------------------------------------------------------- tracing */

static uint32_t *chain_of(const void *block)
{
    return &memory.chains[((uintptr_t)block >> 4) % CHAINS];
}

void saml_memory_note(void)
{
    memory.trace_count = 0;
    memory.note_count = 0;
    memset(memory.chains, 0, sizeof(memory.chains));
    memory.is_noting = true;
}

void saml_memory_trace(void)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < memory.note_count && count < MOST_TRACES; i++) {
        if (memory.notes[i].block != NULL)
            memory.traces[count++].number = i;
    }
    saml_memory_note();
    memory.trace_count = count;
}

static void note(const void *block)
{
    if (!memory.is_noting || memory.note_count == MOST_NOTES)
        return;
    const uint32_t number = memory.note_count++;
    uint32_t *const chain = chain_of(block);
    memory.notes[number] = (struct note){block, *chain};
    *chain = number + 1;
    memory.is_noting = false; /* what follows may allocate */
    for (uint32_t i = 0; i < memory.trace_count; i++) {
        if (memory.traces[i].number == number)
            memory.traces[i].count = backtrace(memory.traces[i].frames, MOST_FRAMES);
    }
    memory.is_noting = true;
}

static void forget(const void *block)
{
    uint32_t *link = chain_of(block);
    while (*link != 0 && memory.notes[*link - 1].block != block)
        link = &memory.notes[*link - 1].next;
    if (*link == 0)
        return;
    struct note *const found = &memory.notes[*link - 1];
    *link = found->next;
    found->block = NULL;
}

static const char *name_of(void *frame)
{
    Dl_info own;
    Dl_info info;
    if (dladdr((void *)(uintptr_t)&saml_memory_trace, &own) == 0 || dladdr(frame, &info) == 0 ||
        info.dli_fbase == own.dli_fbase)
        return NULL;
    return info.dli_sname;
}

size_t saml_memory_traced(void (*tell)(const char *const *names, size_t count, void *context), void *context)
{
    size_t told = 0;
    memory.is_noting = false;
    for (uint32_t i = 0; i < memory.trace_count; i++) {
        const struct trace *const trace = &memory.traces[i];
        const char *names[MOST_FRAMES] = {NULL};
        if (trace->number >= memory.note_count || memory.notes[trace->number].block == NULL)
            continue;
        for (int k = 0; k < trace->count; k++)
            names[k] = name_of(trace->frames[k]);
        tell(names, (size_t)trace->count, context);
        told++;
    }
    return told;
}

/* ------------------------------------------------------------------------------------------- counting */

size_t saml_memory_blocks(void)
{
    return memory.blocks;
}

size_t saml_memory_bytes(void)
{
    return memory.bytes;
}

size_t saml_memory_most_bytes(void)
{
    return memory.most_bytes;
}

void saml_memory_watch(void)
{
    memory.most_bytes = memory.bytes;
}

static void *given(void *block)
{
    if (block == NULL)
        return NULL;
    memory.blocks++;
    memory.bytes += malloc_usable_size(block);
    memory.most_bytes = memory.bytes > memory.most_bytes ? memory.bytes : memory.most_bytes;
    note(block);
    return block;
}

/* NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the names that the linker's --wrap gives */
void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : given(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : given(__real_calloc(count, size));
}

void __wrap_free(void *old)
{
    if (old == NULL)
        return;
    memory.blocks--;
    memory.bytes -= malloc_usable_size(old);
    forget(old);
    __real_free(old);
}

void *__wrap_realloc(void *old, size_t size)
{
    if (old == NULL)
        return __wrap_malloc(size);
    if (fails())
        return NULL;
    const size_t before = malloc_usable_size(old);
    void *const block = __real_realloc(old, size);
    if (block == NULL)
        return NULL;
    memory.blocks--;
    memory.bytes -= before;
    forget(old);
    return given(block);
}
/* NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming) */

/* ------------------------------------------------------------------------------------- the libraries' */

static void *give(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return malloc(size);
}

/* OpenSSL's contract: a size of 0 frees. */
static void *give_more(void *old, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    if (size > 0)
        return realloc(old, size);
    free(old);
    return NULL;
}

static void take_back(void *old, const char *file, int line)
{
    (void)file;
    (void)line;
    free(old);
}

static char *give_copy(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *const copy = malloc(size);
    if (copy != NULL)
        memcpy(copy, text, size);
    return copy;
}

bool saml_memory_take_over(void)
{
    return CRYPTO_set_mem_functions(give, give_more, take_back) == 1 &&
           xmlMemSetup(free, malloc, realloc, give_copy) == 0;
}
