/* Decides what rules/1 says of one entry of a rulebook: what its document has, where, and the steps of an operation. */
#include "complain.h"
#include "rules.h"

static void write_steps(const struct rules_book *book, const struct rules_entry *entry, struct weir_writer *writer)
{
    size_t count = 0;
    const struct rules_step *const steps = rules_steps(book, entry, &count);
    weir_write_key(writer, "steps");
    weir_write_list_begin(writer);
    for (size_t i = 0; steps != NULL && i < count; i++) {
        const struct weir_node *const loop = weir_node_find(steps[i].node, WEIR_STR("each"));
        const struct weir_node *const bound = weir_node_find(steps[i].node, WEIR_STR("bind"));
        const struct weir_str id = rules_id(steps[i].node);
        weir_write_map_begin(writer);
        weir_write_key(writer, loop != NULL ? "each" : id.len > 0 ? "rule" : "bind");
        weir_write_text(writer, loop != NULL ? weir_node_text(loop) : id.len > 0 ? id : weir_node_text(bound));
        weir_write_key(writer, "depth");
        weir_write_int64(writer, (int64_t)steps[i].depth);
        weir_write_map_end(writer);
    }
    weir_write_list_end(writer);
}

static enum weir_status write_entry(const struct rules_book *book, const struct rules_entry *entry,
                                    struct weir_str *json)
{
    static const char *const kinds[RULES_KINDS] = {"operation", "rule", "setting", "source"};
    struct weir_writer *writer = NULL;
    const struct weir_place place = weir_tree_place(entry->tree, entry->node);
    TRY(weir_writer_new(book->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "weir");
    weir_write_text(writer, WEIR_STR("rules/1"));
    weir_write_key(writer, "kind");
    weir_write_text(writer, weir_str_from(kinds[entry->kind]));
    weir_write_key(writer, "name");
    weir_write_text(writer, weir_str_from(entry->name));
    if (entry->kind == RULES_OPERATION)
        write_steps(book, entry, writer);
    weir_write_key(writer, "is");
    weir_write_node(writer, entry->node);
    weir_write_key(writer, "file");
    weir_write_text(writer, place.source);
    weir_write_key(writer, "line");
    weir_write_int64(writer, (int64_t)place.line);
    weir_write_map_end(writer);
    return weir_writer_finish(writer, json);
}

enum cli_exit rules_write(const struct rules_book *book, const struct rules_entry *entry, struct paint *paint)
{
    struct weir_str json;
    if (write_entry(book, entry, &json) != WEIR_OK)
        return complain_memory();
    paint_json_line(paint, json);
    return CLI_YES;
}
