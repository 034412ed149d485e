/**
 * @file
 * What the answers to all questions share: their members, and the map that opens with the question's own id (DESIGN §7).
 */
#ifndef WEIR_ANSWER_H
#define WEIR_ANSWER_H

#include "base/base_impl.h"

void weir_write_member(struct weir_writer *writer, const char *key, struct weir_str text);
void weir_write_number(struct weir_writer *writer, const char *key, int64_t number);
void weir_write_flag(struct weir_writer *writer, const char *key, bool flag);
void weir_write_texts(struct weir_writer *writer, const char *key, const struct weir_str *texts, size_t count);
/** The list alone, where the key is written already. */
void weir_write_text_list(struct weir_writer *writer, const struct weir_str *texts, size_t count);

/** The member `id`: what the question calls itself, or null. */
void weir_write_id(struct weir_writer *writer, const struct weir_node *id);

/** Writes the members of one answer into the map that is open. `answering` is the caller's own. */
typedef enum weir_status weir_answer_writer(void *answering, struct weir_writer *writer, struct weir_error *error);

/**
 * One answer as one text: the question's id, null where it has none, and what `write` writes behind it.
 * @return WEIR_OK; WEIR_ERR_MEMORY; what `write` answers. `json` is set on WEIR_OK alone.
 */
WEIR_MUST_USE enum weir_status weir_answer_json(const struct weir_node *id, weir_answer_writer *write, void *answering,
                                                struct weir_arena *arena, struct weir_str *json,
                                                struct weir_error *error);

#endif
