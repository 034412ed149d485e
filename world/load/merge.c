/* Writes a value with some of its members replaced, as text to be read like any other document. */
#include "world/load/merge.h"
#include "base/base_impl.h"

/* ------------------------------------------------------------------------------------------ scalars */

static uint32_t decode(const char *at, size_t length)
{
    static const unsigned char lead_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code_point = (unsigned char)at[0] & lead_mask[length];
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | ((unsigned char)at[i] & 0x3f);
    return code_point;
}

/* In double quotes, with everything but printable ASCII as an escape: YAML forbids some characters as themselves. */
static void write_quoted(struct weir_writer *writer, struct weir_str text)
{
    weir_write_raw(writer, WEIR_STR("\""));
    for (size_t i = 0; i < text.len;) {
        const size_t sequence = weir_utf8_sequence(text.ptr + i, text.len - i);
        const size_t length = sequence == 0 ? 1 : sequence; /* trees hold UTF-8 alone */
        const uint32_t code_point = decode(text.ptr + i, length);
        if (code_point == '"' || code_point == '\\')
            weir_write_format(writer, "\\%c", (char)code_point);
        else if (code_point >= 0x20 && code_point < 0x7f)
            weir_write_raw(writer, (struct weir_str){text.ptr + i, 1});
        else
            weir_write_format(writer, "\\U%08x", (unsigned)code_point);
        i += length;
    }
    weir_write_raw(writer, WEIR_STR("\""));
}

/* What a schema may read as another type than text stays plain; all other text is the same in quotes. */
static bool is_typed(const struct weir_node *node)
{
    const struct weir_str text = weir_node_text(node);
    if (weir_node_kind(node) != WEIR_NODE_TEXT)
        return true;
    if (!weir_node_is_plain(node))
        return false;
    return weir_str_equal(text, WEIR_STR("true")) || weir_str_equal(text, WEIR_STR("false")) ||
           (text.len != 0 && weir_number_span(text) == text.len);
}

static void write_scalar(struct weir_writer *writer, const struct weir_node *node)
{
    if (weir_node_is_null(node))
        weir_write_raw(writer, WEIR_STR("null"));
    else if (is_typed(node))
        weir_write_raw(writer, weir_node_text(node));
    else
        write_quoted(writer, weir_node_text(node));
}

/* ------------------------------------------------------------------------------------------- values */

/* A list or map that is being written. */
struct frame {
    const struct weir_node *next; /* item or key; NULL: none left */
    bool is_map;
    bool is_begun; /* something stands in it */
};

static bool is_container(const struct weir_node *node)
{
    return weir_node_kind(node) == WEIR_NODE_LIST || weir_node_kind(node) == WEIR_NODE_MAP;
}

static struct frame open_container(struct weir_writer *writer, const struct weir_node *node)
{
    const bool is_map = weir_node_kind(node) == WEIR_NODE_MAP;
    weir_write_raw(writer, is_map ? WEIR_STR("{") : WEIR_STR("["));
    return (struct frame){weir_node_first(node), is_map, false};
}

/* The value to write next in a frame that has one; its comma and key are written. */
static const struct weir_node *step(struct weir_writer *writer, struct frame *frame)
{
    const struct weir_node *const at = frame->next;
    if (frame->is_begun)
        weir_write_raw(writer, WEIR_STR(", "));
    frame->is_begun = true;
    frame->next = weir_node_next(at);
    if (!frame->is_map)
        return at;
    write_quoted(writer, weir_node_text(at));
    weir_write_raw(writer, WEIR_STR(": "));
    return weir_node_value(at);
}

/* No deeper than trees are. */
static void write_value(struct weir_writer *writer, const struct weir_node *value)
{
    struct frame frames[WEIR_MAX_DEPTH];
    size_t depth = 0;
    for (;;) {
        if (is_container(value) && depth < WEIR_MAX_DEPTH)
            frames[depth++] = open_container(writer, value);
        else
            write_scalar(writer, value);
        while (depth > 0 && frames[depth - 1].next == NULL)
            weir_write_raw(writer, frames[--depth].is_map ? WEIR_STR("}") : WEIR_STR("]"));
        if (depth == 0)
            return;
        value = step(writer, &frames[depth - 1]);
    }
}

/* ------------------------------------------------------------------------------------------ merging */

struct members {
    struct weir_writer *writer;
    bool is_begun;
};

static void write_member(struct members *members, const struct weir_node *key)
{
    if (members->is_begun)
        weir_write_raw(members->writer, WEIR_STR(", "));
    members->is_begun = true;
    write_quoted(members->writer, weir_node_text(key));
    weir_write_raw(members->writer, WEIR_STR(": "));
    write_value(members->writer, weir_node_value(key));
}

enum weir_status weir_merge_write(const struct weir_node *base, const struct weir_node *overlay,
                                  struct weir_arena *arena, struct weir_str *text)
{
    *text = (struct weir_str){NULL, 0};
    struct members members = {NULL, false};
    WEIR_TRY(weir_writer_new(arena, &members.writer));
    weir_write_raw(members.writer, WEIR_STR("{"));
    for (const struct weir_node *key = weir_node_first(base); key != NULL; key = weir_node_next(key)) {
        if (weir_node_find(overlay, weir_node_text(key)) == NULL)
            write_member(&members, key);
    }
    for (const struct weir_node *key = weir_node_first(overlay); key != NULL; key = weir_node_next(key)) {
        if (!weir_node_is_null(weir_node_value(key)))
            write_member(&members, key);
    }
    weir_write_raw(members.writer, WEIR_STR("}"));
    return weir_writer_finish(members.writer, text);
}
