/* The core subset of YAML to a tree, by libyaml's events [libyaml]: scalars keep their words, everything that hides or
 * repeats content (anchors, tags, merges, directives, a second document) is refused. */
#include <weir/base.h>

#include <yaml.h>

#include "base/tree_impl.h"

struct yaml_reader {
    yaml_parser_t parser;
    struct weir_build build;
    bool is_ascii; /* then a character is a byte */
    size_t mark;   /* libyaml counts characters: a mark that was asked for, */
    size_t offset; /* and the byte where it is */
};

/* -------------------------------------------------------------------------------------------- places */

static bool is_continuation(struct weir_str text, size_t offset)
{
    return offset < text.len && ((unsigned char)text.ptr[offset] & 0xC0) == 0x80;
}

/* The byte of a character's number. Marks grow with few steps back, so the walk starts at the last one. */
static size_t byte_of(struct yaml_reader *reader, size_t mark)
{
    const struct weir_str text = reader->build.tree->text;
    if (reader->is_ascii)
        return mark < text.len ? mark : text.len;
    while (reader->mark < mark && reader->offset < text.len) {
        reader->offset++;
        while (is_continuation(text, reader->offset))
            reader->offset++;
        reader->mark++;
    }
    while (reader->mark > mark) {
        reader->offset--;
        while (is_continuation(text, reader->offset))
            reader->offset--;
        reader->mark--;
    }
    return reader->offset;
}

static enum weir_status fail_event(struct yaml_reader *reader, const yaml_event_t *event, const char *what)
{
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, byte_of(reader, event->start_mark.index), "%s", what);
}

/* What libyaml itself refuses. Its reader counts bytes, its scanner and parser characters. */
static enum weir_status fail_parser(struct yaml_reader *reader)
{
    const yaml_parser_t *const parser = &reader->parser;
    if (parser->error == YAML_MEMORY_ERROR)
        return weir_fail_memory(reader->build.error);
    const size_t last = reader->build.tree->text.len;
    const size_t offset = parser->error == YAML_READER_ERROR ? parser->problem_offset
                                                             : byte_of(reader, parser->problem_mark.index);
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, offset < last ? offset : last, "%s",
                           parser->problem == NULL ? "not well-formed YAML" : parser->problem);
}

/* -------------------------------------------------------------------------------------------- events */

static enum weir_status refuse_anchor_and_tag(struct yaml_reader *reader, const yaml_event_t *event,
                                              const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        return fail_event(reader, event, "anchors are refused");
    return tag != NULL ? fail_event(reader, event, "tags are refused") : WEIR_OK;
}

/* True where the next node is a key. */
static bool at_key(const struct yaml_reader *reader)
{
    return weir_build_in_map(&reader->build) && !reader->build.levels[reader->build.depth].wants_value;
}

static enum weir_status add_scalar(struct yaml_reader *reader, const yaml_event_t *event)
{
    WEIR_TRY(refuse_anchor_and_tag(reader, event, event->data.scalar.anchor, event->data.scalar.tag));
    const bool is_plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    const struct weir_str scalar = {(const char *)event->data.scalar.value, event->data.scalar.length};
    if (is_plain && at_key(reader) && weir_str_equal(scalar, WEIR_STR("<<")))
        return fail_event(reader, event, "merge keys are refused");
    if (scalar.len > 0 && memchr(scalar.ptr, '\0', scalar.len) != NULL)
        return fail_event(reader, event, "the character U+0000 is refused");
    if (scalar.len > WEIR_MAX_TEXT_BYTES) /* some escapes are shorter than what they stand for */
        return weir_build_fail(&reader->build, WEIR_ERR_LIMIT, byte_of(reader, event->start_mark.index),
                               "a scalar of more than %zu bytes", WEIR_MAX_TEXT_BYTES);
    struct weir_str text;
    if (!weir_arena_copy(reader->build.arena, scalar, &text) ||
        weir_build_add(&reader->build, WEIR_NODE_TEXT, text, is_plain, byte_of(reader, event->start_mark.index)) ==
            NULL)
        return weir_fail_memory(reader->build.error);
    return WEIR_OK;
}

static enum weir_status open_container(struct yaml_reader *reader, const yaml_event_t *event, enum weir_node_kind kind,
                                       const yaml_char_t *anchor, const yaml_char_t *tag)
{
    WEIR_TRY(refuse_anchor_and_tag(reader, event, anchor, tag));
    if (at_key(reader))
        return fail_event(reader, event, "a key must be a scalar");
    return weir_build_open(&reader->build, kind, byte_of(reader, event->start_mark.index));
}

static enum weir_status begin_document(struct yaml_reader *reader, const yaml_event_t *event)
{
    const bool has_directive = event->data.document_start.version_directive != NULL ||
                               event->data.document_start.tag_directives.start !=
                                   event->data.document_start.tag_directives.end;
    if (has_directive)
        return fail_event(reader, event, "directives are refused");
    if (reader->build.levels[0].count > 0)
        return fail_event(reader, event, "a second document is refused");
    return WEIR_OK;
}

static enum weir_status take_event(struct yaml_reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return begin_document(reader, event);
    case YAML_ALIAS_EVENT:
        return fail_event(reader, event, "aliases are refused");
    case YAML_SCALAR_EVENT:
        return add_scalar(reader, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_container(reader, event, WEIR_NODE_LIST, event->data.sequence_start.anchor,
                              event->data.sequence_start.tag);
    case YAML_MAPPING_START_EVENT:
        return open_container(reader, event, WEIR_NODE_MAP, event->data.mapping_start.anchor,
                              event->data.mapping_start.tag);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return weir_build_close(&reader->build);
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT:
        return WEIR_OK;
    }
    return WEIR_OK;
}

static enum weir_status read_events(struct yaml_reader *reader)
{
    for (bool is_last = false; !is_last;) {
        yaml_event_t event;
        if (yaml_parser_parse(&reader->parser, &event) == 0)
            return fail_parser(reader);
        is_last = event.type == YAML_STREAM_END_EVENT;
        const enum weir_status status = take_event(reader, &event);
        yaml_event_delete(&event);
        WEIR_TRY(status);
    }
    if (reader->build.levels[0].count == 0)
        return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, 0, "the document is empty");
    return WEIR_OK;
}

/* libyaml would take a NUL for the end of its input in places. */
static enum weir_status refuse_nul(struct yaml_reader *reader, struct weir_str text)
{
    const char *const nul = text.len > 0 ? memchr(text.ptr, '\0', text.len) : NULL;
    if (nul == NULL)
        return WEIR_OK;
    return weir_build_fail(&reader->build, WEIR_ERR_SYNTAX, (size_t)(nul - text.ptr),
                           "the character U+0000 is refused");
}

enum weir_status weir_yaml_read(struct weir_tree *tree, struct weir_arena *arena, struct weir_error *error)
{
    const struct weir_str text = tree->text;
    struct yaml_reader reader = {.mark = 0, .offset = 0};
    weir_build_init(&reader.build, tree, arena, error);
    reader.is_ascii = weir_str_code_points(text) == text.len;
    WEIR_TRY(refuse_nul(&reader, text));
    if (yaml_parser_initialize(&reader.parser) == 0)
        return weir_fail_memory(error);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.ptr, text.len);
    const enum weir_status status = read_events(&reader);
    yaml_parser_delete(&reader.parser);
    if (status == WEIR_OK)
        tree->root = reader.build.top.content.first;
    return status;
}
