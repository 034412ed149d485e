/* JSON into an arena: commas and colons set here, strings escaped as [rfc8785] §3.2.2.2 has it, the first failure kept. */
#include <weir/base.h>

#include <stdio.h>

#include "base/tree_impl.h"

enum { FIRST_CAPACITY = 256 };

enum level_kind { LEVEL_LIST = 0, LEVEL_MAP = 1 };

struct level {
    uint8_t kind;
    bool has_members;
    bool has_key; /* a key is written and waits for its value */
};

struct weir_writer {
    struct weir_arena *arena;
    char *text;
    size_t used;
    size_t capacity;
    enum weir_status status;
    size_t depth;
    struct level levels[WEIR_MAX_DEPTH];
};

enum weir_status weir_writer_new(struct weir_arena *arena, struct weir_writer **writer)
{
    if (writer == NULL)
        return WEIR_ERR_USAGE;
    *writer = NULL;
    if (arena == NULL)
        return WEIR_ERR_USAGE;
    struct weir_writer *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    made->arena = arena;
    *writer = made;
    return WEIR_OK;
}

static void writer_fail(struct weir_writer *writer, enum weir_status status)
{
    if (writer->status == WEIR_OK)
        writer->status = status;
}

/* The text in twice the room, or more. */
static char *grow(struct weir_writer *writer, size_t bytes)
{
    size_t wanted = writer->capacity == 0 ? FIRST_CAPACITY : writer->capacity;
    while (wanted - writer->used < bytes && wanted <= SIZE_MAX / 4)
        wanted *= 2;
    char *const grown = wanted - writer->used < bytes
                            ? NULL
                            : weir_arena_resize(writer->arena, writer->text, writer->capacity, wanted);
    if (grown == NULL) {
        writer_fail(writer, WEIR_ERR_MEMORY);
        return NULL;
    }
    writer->text = grown;
    writer->capacity = wanted;
    return writer->text + writer->used;
}

/* Room for so many bytes more, or NULL once the writer has failed. */
static inline char *reserve(struct weir_writer *writer, size_t bytes)
{
    if (writer->status != WEIR_OK)
        return NULL;
    if (writer->text != NULL && bytes <= writer->capacity - writer->used)
        return writer->text + writer->used;
    return grow(writer, bytes);
}

void weir_write_raw(struct weir_writer *writer, struct weir_str bytes)
{
    char *const to = reserve(writer, bytes.len);
    if (to == NULL || bytes.len == 0)
        return;
    memcpy(to, bytes.ptr, bytes.len);
    writer->used += bytes.len;
}

void weir_write_format(struct weir_writer *writer, const char *format, ...)
{
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int wanted = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (wanted < 0) {
        writer_fail(writer, WEIR_ERR_USAGE);
    } else {
        char *const to = reserve(writer, (size_t)wanted + 1);
        if (to != NULL) {
            (void)vsnprintf(to, (size_t)wanted + 1, format, again);
            writer->used += (size_t)wanted;
        }
    }
    va_end(again);
}

/* ----------------------------------------------------------------------------------------- structure */

static void put(struct weir_writer *writer, char c)
{
    char *const to = reserve(writer, 1);
    if (to == NULL)
        return;
    *to = c;
    writer->used++;
}

/* What stands before a value: a comma in a list, nothing behind a key. In a map without a key it is a wrong call. */
static void begin_value(struct weir_writer *writer)
{
    if (writer->depth == 0)
        return;
    struct level *const level = &writer->levels[writer->depth - 1];
    if (level->kind == LEVEL_MAP) {
        if (!level->has_key)
            writer_fail(writer, WEIR_ERR_USAGE);
        level->has_key = false;
        return;
    }
    if (level->has_members)
        put(writer, ',');
    level->has_members = true;
}

static void begin_container(struct weir_writer *writer, enum level_kind kind)
{
    begin_value(writer);
    if (writer->depth == WEIR_MAX_DEPTH)
        writer_fail(writer, WEIR_ERR_LIMIT);
    if (writer->status != WEIR_OK)
        return;
    put(writer, kind == LEVEL_MAP ? '{' : '[');
    writer->levels[writer->depth++] = (struct level){(uint8_t)kind, false, false};
}

static void end_container(struct weir_writer *writer, enum level_kind kind)
{
    if (writer->status != WEIR_OK)
        return;
    const struct level *const level = writer->depth == 0 ? NULL : &writer->levels[writer->depth - 1];
    if (level == NULL || level->kind != (uint8_t)kind || level->has_key) {
        writer_fail(writer, WEIR_ERR_USAGE);
        return;
    }
    put(writer, kind == LEVEL_MAP ? '}' : ']');
    writer->depth--;
}

void weir_write_map_begin(struct weir_writer *writer)
{
    begin_container(writer, LEVEL_MAP);
}

void weir_write_map_end(struct weir_writer *writer)
{
    end_container(writer, LEVEL_MAP);
}

void weir_write_list_begin(struct weir_writer *writer)
{
    begin_container(writer, LEVEL_LIST);
}

void weir_write_list_end(struct weir_writer *writer)
{
    end_container(writer, LEVEL_LIST);
}

/* ------------------------------------------------------------------------------------------- strings */

/* [rfc8785] §3.2.2.2 the controls that have a short escape; the others are written \u00xx. */
static const char short_escapes[128] = {
    ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r', ['"'] = '"', ['\\'] = '\\',
};

static void put_escape(struct weir_writer *writer, unsigned char c)
{
    static const char digits[] = "0123456789abcdef";
    const char shorter[2] = {'\\', short_escapes[c]};
    const char longer[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};
    if (shorter[1] != '\0')
        weir_write_raw(writer, (struct weir_str){shorter, sizeof(shorter)});
    else
        weir_write_raw(writer, (struct weir_str){longer, sizeof(longer)});
}

/* How many bytes from `from` stand for themselves. */
static size_t literal_span(struct weir_str text, size_t from)
{
    size_t i = from;
    while (i < text.len) {
        const unsigned char c = (unsigned char)text.ptr[i];
        if (c < 0x20 || c == '"' || c == '\\')
            break;
        const size_t length = c < 0x80 ? 1 : weir_utf8_sequence(text.ptr + i, text.len - i);
        if (length == 0)
            break;
        i += length;
    }
    return i - from;
}

/* Trees hold well-formed UTF-8 only; a byte from elsewhere that is not becomes U+FFFD, so that the output is JSON. */
static void put_hard_string(struct weir_writer *writer, struct weir_str text)
{
    put(writer, '"');
    for (size_t i = 0; i < text.len;) {
        const size_t span = literal_span(text, i);
        weir_write_raw(writer, (struct weir_str){text.ptr + i, span});
        i += span;
        if (i == text.len)
            break;
        const unsigned char c = (unsigned char)text.ptr[i++];
        if (c < 0x80)
            put_escape(writer, c);
        else
            weir_write_raw(writer, WEIR_STR("\xEF\xBF\xBD"));
    }
    put(writer, '"');
}

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Do eight bytes hold no control, no quote, no backslash and nothing above ASCII? Only a byte that is such lends to the next. */
static bool is_plain_word(uint64_t word)
{
    const uint64_t quote = word ^ EACH_BYTE('"');
    const uint64_t backslash = word ^ EACH_BYTE('\\');
    const uint64_t hits = word | (word - EACH_BYTE(' ')) | (quote - EACH_BYTE(1)) | (backslash - EACH_BYTE(1));
    return (hits & EACH_BYTE(0x80)) == 0;
}

static bool is_plain(struct weir_str text)
{
    size_t i = 0;
    for (; text.len - i >= 8; i += 8) {
        if (!is_plain_word(weir_load64(text.ptr + i)))
            return false;
    }
    const size_t rest = text.len - i;
    const uint64_t spaces = rest >= 4 ? 0 : rest > 0 ? EACH_BYTE(' ') << 24 : EACH_BYTE(' ');
    return is_plain_word(weir_load_rest(text, i) | spaces);
}

/* Nearly every text is printable ASCII, and is copied as it is. */
static void put_string(struct weir_writer *writer, struct weir_str text)
{
    char *const to = is_plain(text) ? reserve(writer, text.len + 2) : NULL;
    if (to == NULL) {
        put_hard_string(writer, text);
        return;
    }
    to[0] = to[text.len + 1] = '"';
    if (text.len > 0)
        memcpy(to + 1, text.ptr, text.len);
    writer->used += text.len + 2;
}

void weir_write_key_str(struct weir_writer *writer, struct weir_str key)
{
    struct level *const level = writer->depth == 0 ? NULL : &writer->levels[writer->depth - 1];
    if (level == NULL || level->kind != LEVEL_MAP || level->has_key) {
        writer_fail(writer, WEIR_ERR_USAGE);
        return;
    }
    if (level->has_members)
        put(writer, ',');
    level->has_members = true;
    level->has_key = true;
    put_string(writer, key);
    put(writer, ':');
}

void weir_write_key(struct weir_writer *writer, const char *key)
{
    weir_write_key_str(writer, weir_str_from(key));
}

/* ------------------------------------------------------------------------------------------- scalars */

void weir_write_text(struct weir_writer *writer, struct weir_str text)
{
    begin_value(writer);
    put_string(writer, text);
}

void weir_write_json(struct weir_writer *writer, struct weir_str json)
{
    begin_value(writer);
    weir_write_raw(writer, json);
}

void weir_write_int64(struct weir_writer *writer, int64_t number)
{
    char digits[WEIR_INT64_BYTES];
    const size_t length = weir_int64_put(digits, number);
    weir_write_json(writer, (struct weir_str){digits, length});
}

void weir_write_bool(struct weir_writer *writer, bool value)
{
    weir_write_json(writer, value ? WEIR_STR("true") : WEIR_STR("false"));
}

void weir_write_null(struct weir_writer *writer)
{
    weir_write_json(writer, WEIR_STR("null"));
}

/* --------------------------------------------------------------------------------------------- nodes */

/* A plain YAML scalar is typed by its look, because the reader of the document that knows its type is not here. */
static void write_scalar(struct weir_writer *writer, const struct weir_node *node)
{
    const struct weir_str text = weir_node_text(node);
    const enum weir_node_kind kind = weir_node_kind(node);
    const bool is_word = weir_str_equal(text, WEIR_STR("true")) || weir_str_equal(text, WEIR_STR("false"));
    const bool is_number = text.len > 0 && weir_number_span(text) == text.len;
    if (kind == WEIR_NODE_ABSENT || weir_node_is_null(node))
        weir_write_null(writer);
    else if (kind != WEIR_NODE_TEXT || (weir_node_is_plain(node) && (is_word || is_number)))
        weir_write_json(writer, text);
    else
        weir_write_text(writer, text);
}

/* A container whose children are being written. */
struct walk_level {
    const struct weir_node *container;
    const struct weir_node *at; /* the child written last; NULL before the first */
    size_t written;
};

struct walk {
    struct weir_writer *writer;
    bool is_sorted;
    size_t depth;
    struct walk_level levels[WEIR_MAX_DEPTH];
};

/* The key that follows by its bytes. Without an index there are at most WEIR_INDEX_ABOVE members to look at. */
static const struct weir_node *next_sorted(const struct walk_level *level)
{
    const struct weir_node *const map = level->container;
    if (weir_node_is_indexed(map))
        return level->written < map->length ? map->content.index->sorted[level->written] : NULL;
    const struct weir_node *best = NULL;
    for (const struct weir_node *key = map->content.first; key != NULL; key = weir_node_next(key)) {
        const bool is_behind = level->at == NULL ||
                               weir_str_compare(weir_node_bytes(key), weir_node_bytes(level->at)) > 0;
        if (is_behind && (best == NULL || weir_str_compare(weir_node_bytes(key), weir_node_bytes(best)) < 0))
            best = key;
    }
    return best;
}

static const struct weir_node *next_child(const struct walk *walk, const struct walk_level *level)
{
    if (walk->is_sorted && level->container->kind == WEIR_NODE_MAP)
        return next_sorted(level);
    return level->at == NULL ? weir_node_first(level->container) : weir_node_next(level->at);
}

/* Writes a scalar, or begins a container and makes it the walk's newest level. */
static void walk_enter(struct walk *walk, const struct weir_node *node)
{
    const enum weir_node_kind kind = weir_node_kind(node);
    if (kind != WEIR_NODE_LIST && kind != WEIR_NODE_MAP) {
        write_scalar(walk->writer, node);
        return;
    }
    begin_container(walk->writer, kind == WEIR_NODE_MAP ? LEVEL_MAP : LEVEL_LIST);
    if (walk->writer->status != WEIR_OK)
        return;
    walk->levels[walk->depth++] = (struct walk_level){node, NULL, 0};
}

/* INVARIANT: the walk is never deeper than the writer, which refuses a level past WEIR_MAX_DEPTH. */
static void write_tree(struct weir_writer *writer, const struct weir_node *node, bool is_sorted)
{
    struct walk walk = {.writer = writer, .is_sorted = is_sorted, .depth = 0};
    walk_enter(&walk, node);
    while (walk.depth > 0 && writer->status == WEIR_OK) {
        struct walk_level *const level = &walk.levels[walk.depth - 1];
        const bool is_map = level->container->kind == WEIR_NODE_MAP;
        const struct weir_node *const child = next_child(&walk, level);
        if (child == NULL) {
            end_container(writer, is_map ? LEVEL_MAP : LEVEL_LIST);
            walk.depth--;
            continue;
        }
        level->at = child;
        level->written++;
        if (is_map)
            weir_write_key_str(writer, weir_node_bytes(child));
        walk_enter(&walk, is_map ? weir_node_value(child) : child);
    }
}

void weir_write_node(struct weir_writer *writer, const struct weir_node *node)
{
    write_tree(writer, node, false);
}

void weir_write_node_canonical(struct weir_writer *writer, const struct weir_node *node)
{
    write_tree(writer, node, true);
}

enum weir_status weir_writer_finish(struct weir_writer *writer, struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    if (writer == NULL)
        return WEIR_ERR_USAGE;
    if (writer->depth > 0)
        writer_fail(writer, WEIR_ERR_USAGE);
    if (writer->status == WEIR_OK)
        *text = (struct weir_str){writer->text, writer->used};
    return writer->status;
}
