/* What the answers to all questions share: their members, and the map that opens with the question's own id (DESIGN §7). */
#include "base/answer.h"

void weir_write_member(struct weir_writer *writer, const char *key, struct weir_str text)
{
    weir_write_key(writer, key);
    weir_write_text(writer, text);
}

void weir_write_number(struct weir_writer *writer, const char *key, int64_t number)
{
    weir_write_key(writer, key);
    weir_write_int64(writer, number);
}

void weir_write_flag(struct weir_writer *writer, const char *key, bool flag)
{
    weir_write_key(writer, key);
    weir_write_bool(writer, flag);
}

void weir_write_text_list(struct weir_writer *writer, const struct weir_str *texts, size_t count)
{
    weir_write_list_begin(writer);
    for (size_t i = 0; i < count; i++)
        weir_write_text(writer, texts[i]);
    weir_write_list_end(writer);
}

void weir_write_texts(struct weir_writer *writer, const char *key, const struct weir_str *texts, size_t count)
{
    weir_write_key(writer, key);
    weir_write_text_list(writer, texts, count);
}

void weir_write_id(struct weir_writer *writer, const struct weir_node *id)
{
    weir_write_key(writer, "id");
    if (id == NULL)
        weir_write_null(writer);
    else
        weir_write_node(writer, id);
}

enum weir_status weir_answer_json(const struct weir_node *id, weir_answer_writer *write, void *answering,
                                  struct weir_arena *arena, struct weir_str *json, struct weir_error *error)
{
    struct weir_writer *writer = NULL;
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        return weir_fail_memory(error);
    weir_write_map_begin(writer);
    weir_write_id(writer, id);
    WEIR_TRY(write(answering, writer, error));
    weir_write_map_end(writer);
    const enum weir_status status = weir_writer_finish(writer, json);
    return status == WEIR_OK ? WEIR_OK : weir_fail(error, status, "%s", weir_status_sentence(status));
}
