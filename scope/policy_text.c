/* Decides the text of a session policy: exactly what is reached, in the shortest shape that is tight ([scope-shape]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* One policy being written, and counted as it is. */
struct emission {
    struct weir_writer *writer;
    const struct weir_scope_frames *frames;
    const struct weir_reach_list *reaches;
    size_t characters;
    size_t statements;
};

/* Constant text: ASCII. */
static void put(struct emission *emission, struct weir_str text)
{
    weir_write_raw(emission->writer, text);
    emission->characters += text.len;
}

static void begin_statement(struct emission *emission, struct weir_str head)
{
    if (emission->statements++ > 0)
        put(emission, WEIR_STR(","));
    put(emission, head);
}

/* ------------------------------------------------------------------------------------------- lists */

/* Which strings of which reaches a list holds. */
enum selection_kind {
    OBJECTS,        /* of those with the access */
    BUCKETS_WHOLE,  /* those listed as a whole */
    BUCKETS_PARTLY, /* those listed below some prefix */
    PREFIXES,       /* of the listed reaches of the bucket */
    ENCRYPTED       /* the objects that are read, or written, and their buckets */
};
struct selection {
    enum selection_kind kind;
    enum weir_access access;
    const struct weir_reached_bucket *bucket;
    size_t writes; /* as weir_scope_writes */
};

static bool is_selected(const struct selection *selection, const struct weir_reach *reach)
{
    switch (selection->kind) {
    case OBJECTS:
        return reach->access == selection->access;
    case BUCKETS_WHOLE:
        return reach->list && reach->key.len == 0;
    case BUCKETS_PARTLY:
        return reach->list && reach->key.len != 0;
    case PREFIXES:
        return reach->list && reach->bucket == selection->bucket;
    case ENCRYPTED:
        return reach->access != WEIR_ACCESS_NONE && weir_scope_writes(reach->access) == selection->writes;
    }
    return false;
}

enum { MOST_PIECES = 2 };

/* The strings that a selected reach adds; `is_new` where it is the first one of its bucket. */
static size_t pieces_of(const struct selection *selection, const struct weir_reach *reach, bool is_new,
                        const struct weir_spelling *pieces[MOST_PIECES])
{
    size_t count = 0;
    switch (selection->kind) {
    case OBJECTS:
        pieces[count++] = &reach->objects;
        break;
    case BUCKETS_WHOLE:
    case BUCKETS_PARTLY:
        if (is_new)
            pieces[count++] = &reach->bucket->arn;
        break;
    case PREFIXES:
        if (reach->bare.characters > 0)
            pieces[count++] = &reach->bare;
        pieces[count++] = &reach->prefix;
        break;
    case ENCRYPTED:
        /* [s3-kms] Under a bucket key the encryption context is the bucket, else the object. */
        if (is_new)
            pieces[count++] = &reach->bucket->arn;
        pieces[count++] = &reach->objects;
        break;
    }
    return count;
}

static void put_pieces(struct emission *emission, const struct weir_spelling *const *pieces, size_t count,
                       bool is_first)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0 || !is_first)
            put(emission, WEIR_STR(","));
        weir_write_raw(emission->writer, pieces[i]->json);
        emission->characters += pieces[i]->characters;
    }
}

/* Sorting has put the reaches of one bucket side by side. */
static size_t walk(struct emission *emission, const struct selection *selection, bool only_count)
{
    const struct weir_reached_bucket *last = NULL;
    size_t count = 0;
    for (size_t i = 0; i < emission->reaches->count; i++) {
        const struct weir_reach *const reach = emission->reaches->items[i];
        const struct weir_spelling *pieces[MOST_PIECES];
        if (!is_selected(selection, reach))
            continue;
        const size_t added = pieces_of(selection, reach, reach->bucket != last, pieces);
        last = reach->bucket;
        if (!only_count)
            put_pieces(emission, pieces, added, count == 0);
        count += added;
    }
    return count;
}

/* One string stands alone, several in brackets. */
static void put_list(struct emission *emission, const struct selection *selection, size_t count)
{
    if (count > 1)
        put(emission, WEIR_STR("["));
    (void)walk(emission, selection, false);
    if (count > 1)
        put(emission, WEIR_STR("]"));
}

/* -------------------------------------------------------------------------------------- statements */

/* A statement about a list, if there is anything in it. */
static void put_statement(struct emission *emission, struct weir_str head, const struct selection *selection,
                          struct weir_str end)
{
    const size_t count = head.len == 0 ? 0 : walk(emission, selection, true);
    if (count == 0)
        return;
    begin_statement(emission, head);
    put_list(emission, selection, count);
    put(emission, end);
}

/* One statement a bucket: two buckets in one would allow each prefix in either ([scope-shape]). */
static void put_list_statement(struct emission *emission, const struct weir_reach *first)
{
    const struct selection selection = {.kind = PREFIXES, .bucket = first->bucket};
    const struct weir_spelling *const arn = &first->bucket->arn;
    begin_statement(emission, WEIR_STR(WEIR_SCOPE_LIST));
    put_pieces(emission, &arn, 1, true);
    put(emission, WEIR_STR(WEIR_SCOPE_LIST_PREFIX));
    put_list(emission, &selection, walk(emission, &selection, true));
    put(emission, WEIR_STR(WEIR_SCOPE_LIST_END));
}

static void put_list_statements(struct emission *emission)
{
    const struct selection whole = {.kind = BUCKETS_WHOLE};
    const struct selection partly = {.kind = BUCKETS_PARTLY};
    const struct weir_reached_bucket *last = NULL;
    for (size_t i = 0; i < emission->reaches->count; i++) {
        const struct weir_reach *const reach = emission->reaches->items[i];
        if (!is_selected(&partly, reach) || reach->bucket == last)
            continue;
        last = reach->bucket;
        put_list_statement(emission, reach);
    }
    /* The whole bucket is listed without a condition, since a request without `prefix` is one of the grant. */
    put_statement(emission, WEIR_STR(WEIR_SCOPE_LIST_WHOLE), &whole, WEIR_STR(WEIR_SCOPE_END));
    put_statement(emission, WEIR_STR(WEIR_SCOPE_LOCATE), &partly, WEIR_STR(WEIR_SCOPE_END));
}

/* Keys do not tell which location they belong to: one that is written to makes them keys for writing. */
static void put_key_statement(struct emission *emission)
{
    enum weir_access strongest = WEIR_ACCESS_NONE;
    for (size_t i = 0; i < emission->reaches->count; i++) {
        if (emission->reaches->items[i]->access > strongest)
            strongest = emission->reaches->items[i]->access;
    }
    const struct weir_str statement = emission->frames->keys[weir_scope_writes(strongest)];
    if (statement.len > 0 && strongest != WEIR_ACCESS_NONE)
        begin_statement(emission, statement);
}

static void put_policy(struct emission *emission)
{
    const struct weir_scope_frames *const frames = emission->frames;
    put(emission, WEIR_STR(WEIR_SCOPE_OPEN));
    for (enum weir_access access = WEIR_ACCESS_READ; access <= WEIR_ACCESS_READWRITE; access++) {
        const struct selection selection = {.kind = OBJECTS, .access = access};
        put_statement(emission, frames->objects[access], &selection, WEIR_STR(WEIR_SCOPE_END));
    }
    put_list_statements(emission);
    put_key_statement(emission);
    for (size_t writes = 0; writes < WEIR_COUNT(frames->any_key); writes++) {
        const struct selection selection = {.kind = ENCRYPTED, .writes = writes};
        put_statement(emission, frames->any_key[writes], &selection, frames->any_key_end);
    }
    put(emission, WEIR_STR(WEIR_SCOPE_CLOSE));
}

enum weir_status weir_scope_write(const struct weir_scope_frames *frames, const struct weir_reach_list *reaches,
                                  struct weir_arena *arena, struct weir_str *document, size_t *characters)
{
    struct emission emission = {.frames = frames, .reaches = reaches};
    *document = (struct weir_str){NULL, 0};
    WEIR_TRY(weir_writer_new(arena, &emission.writer));
    put_policy(&emission);
    *characters = emission.characters;
    return weir_writer_finish(emission.writer, document);
}
