/* Memory in regions: blocks from the system, a byte limit from the caller, everything freed at once. */
#include <weir/base.h>

#include <stdalign.h>
#include <stdlib.h>

#include "base/base_impl.h"

enum {
    FIRST_BLOCK_BYTES = 4096,
    SECOND_BLOCK_BYTES = 2 * FIRST_BLOCK_BYTES,
    LARGEST_BLOCK_BYTES = 4 << 20, /* ordinary blocks double up to here; what is larger has a block of its own */
    SMALLEST_BLOCK_BYTES = 64
};

struct weir_block {
    struct weir_block *older;
    size_t bytes;       /* of the whole block, this header included */
    size_t used_before; /* bytes handed out in older blocks */
    alignas(max_align_t) char data[];
};

static char *block_end(struct weir_block *block)
{
    return (char *)block + block->bytes;
}

static void block_free(struct weir_block *block)
{
    WEIR_UNPOISON(block, block->bytes);
    free(block);
}

static void arena_use(struct weir_arena *arena, struct weir_block *block, char *at)
{
    arena->block = block;
    arena->at = at;
    arena->end = block_end(block);
    WEIR_POISON(arena->at, (size_t)(arena->end - arena->at));
}

static bool arena_add_block(struct weir_arena *arena, size_t bytes)
{
    struct weir_block *const block = malloc(bytes);
    if (block == NULL)
        return false;
    block->older = arena->block;
    block->bytes = bytes;
    block->used_before = weir_arena_used(arena);
    arena->reserved += bytes;
    arena_use(arena, block, block->data);
    return true;
}

enum weir_status weir_arena_new(size_t max_bytes, struct weir_arena **arena)
{
    if (arena == NULL)
        return WEIR_ERR_USAGE;
    *arena = NULL;
    const size_t limit = max_bytes == 0 ? SIZE_MAX : max_bytes;
    if (limit < sizeof(struct weir_arena) + sizeof(struct weir_block) + SMALLEST_BLOCK_BYTES)
        return WEIR_ERR_MEMORY;
    struct weir_arena *const made = calloc(1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    made->reserved = sizeof(*made);
    made->limit = limit;
    made->next_bytes = SECOND_BLOCK_BYTES;
    const size_t room = limit - made->reserved;
    if (!arena_add_block(made, room < FIRST_BLOCK_BYTES ? room : FIRST_BLOCK_BYTES)) {
        free(made);
        return WEIR_ERR_MEMORY;
    }
    *arena = made;
    return WEIR_OK;
}

/* The block that a reset keeps. With a limit it is the first, so that an arena that was reset holds as much as a new one
 * and no answer depends on what it was used for before. Without one it is the largest. */
static struct weir_block *block_to_keep(const struct weir_arena *arena)
{
    struct weir_block *kept = arena->block;
    for (struct weir_block *block = kept->older; block != NULL; block = block->older) {
        if (arena->limit != SIZE_MAX || block->bytes > kept->bytes)
            kept = block;
    }
    return kept;
}

/* Without a limit, the next block will be as large as all were together: an arena that is reset between equal tasks soon
 * has one block that is enough, and asks the system for nothing. */
void weir_arena_reset(struct weir_arena *arena)
{
    if (arena == NULL)
        return;
    struct weir_block *const kept = block_to_keep(arena);
    if (arena->limit != SIZE_MAX)
        arena->next_bytes = SECOND_BLOCK_BYTES;
    else if (arena->next_bytes < arena->reserved)
        arena->next_bytes = arena->reserved;
    for (struct weir_block *block = arena->block; block != NULL;) {
        struct weir_block *const older = block->older;
        if (block != kept) {
            arena->reserved -= block->bytes;
            block_free(block);
        }
        block = older;
    }
    kept->older = NULL;
    kept->used_before = 0;
    arena_use(arena, kept, kept->data);
}

void weir_arena_free(struct weir_arena *arena)
{
    if (arena == NULL)
        return;
    struct weir_block *next = arena->block;
    while (next != NULL) {
        struct weir_block *const block = next;
        next = block->older;
        block_free(block);
    }
    free(arena);
}

/* What nobody reads again need not be written, but for those who cannot know that nobody does. */
void weir_wipe(void *bytes, size_t count)
{
#if defined(__GNUC__)
    if (count > 0)
        memset(bytes, 0, count);
    __asm__ volatile("" : : "r"(bytes) : "memory");
#else
    volatile char *at = bytes;
    for (size_t i = 0; i < count; i++)
        at[i] = 0;
#endif
}

void weir_arena_wipe(struct weir_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct weir_block *block = arena->block; block != NULL; block = block->older) {
        WEIR_UNPOISON(block, block->bytes);
        weir_wipe(block->data, (size_t)(block_end(block) - block->data));
    }
    WEIR_POISON(arena->at, (size_t)(arena->end - arena->at));
}

size_t weir_arena_used(const struct weir_arena *arena)
{
    if (arena == NULL || arena->block == NULL)
        return 0;
    return arena->block->used_before + (size_t)(arena->at - arena->block->data);
}

/* The size of the block that will hold `bytes` more, or 0 where the limit forbids it. */
static size_t block_bytes_for(const struct weir_arena *arena, size_t bytes)
{
    const size_t room = arena->limit - arena->reserved;
    if (room < sizeof(struct weir_block) || bytes > room - sizeof(struct weir_block))
        return 0;
    const size_t needed = sizeof(struct weir_block) + bytes;
    if (needed <= arena->next_bytes)
        return arena->next_bytes < room ? arena->next_bytes : room;
    /* The old block's remainder is lost: an ordinary block's worth behind the large piece makes up for it. */
    return room - needed < arena->next_bytes ? room : needed + arena->next_bytes;
}

void *weir_arena_take_slow(struct weir_arena *arena, size_t bytes)
{
    const size_t block_bytes = block_bytes_for(arena, bytes);
    if (block_bytes == 0 || !arena_add_block(arena, block_bytes))
        return NULL;
    if (arena->next_bytes < LARGEST_BLOCK_BYTES)
        arena->next_bytes *= 2;
    char *const start = arena->at;
    arena->at += bytes;
    WEIR_UNPOISON(start, bytes);
    return start;
}

void *weir_arena_alloc(struct weir_arena *arena, size_t count, size_t size)
{
    if (arena == NULL || (size != 0 && count > SIZE_MAX / size))
        return NULL;
    void *const start = weir_arena_take(arena, count * size, alignof(max_align_t));
    if (start != NULL)
        memset(start, 0, count * size);
    return start;
}

struct weir_arena_mark weir_arena_mark(const struct weir_arena *arena)
{
    return (struct weir_arena_mark){arena->block, arena->at};
}

void weir_arena_rewind(struct weir_arena *arena, struct weir_arena_mark mark)
{
    while (arena->block != mark.block) {
        struct weir_block *const block = arena->block;
        arena->block = block->older;
        arena->reserved -= block->bytes;
        block_free(block);
    }
    arena_use(arena, mark.block, mark.at);
}

char *weir_arena_resize(struct weir_arena *arena, char *start, size_t old_bytes, size_t new_bytes)
{
    const bool is_newest = start != NULL && start + old_bytes == arena->at;
    if (is_newest && new_bytes <= (size_t)(arena->end - start)) {
        arena->at = start + new_bytes;
        WEIR_POISON(arena->at, (size_t)(arena->end - arena->at));
        WEIR_UNPOISON(start, new_bytes);
        return start;
    }
    if (start != NULL && new_bytes <= old_bytes)
        return start;
    char *const moved = weir_arena_take(arena, new_bytes, 1);
    if (moved != NULL && start != NULL)
        memcpy(moved, start, old_bytes);
    return moved;
}

bool weir_arena_copy(struct weir_arena *arena, struct weir_str text, struct weir_str *copy)
{
    *copy = (struct weir_str){NULL, 0};
    if (text.len == 0)
        return true;
    char *const bytes = weir_arena_take(arena, text.len, 1);
    if (bytes == NULL)
        return false;
    memcpy(bytes, text.ptr, text.len);
    *copy = (struct weir_str){bytes, text.len};
    return true;
}
