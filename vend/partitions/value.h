/* The values of partition keys, which Glue keeps as texts, as an Expression compares them. */
#ifndef WEIR_VEND_PARTITION_VALUE_H
#define WEIR_VEND_PARTITION_VALUE_H

#include <stdbool.h>

#include <weir/base.h>

/* Is a key of this type compared as a number? */
bool weir_type_is_numeric(struct weir_str type);
bool weir_text_is_number(struct weir_str text);
/* Negative, zero or positive, of any length; false where one of the texts is no number. */
bool weir_compare_numbers(struct weir_str value, struct weir_str literal, int *order);
/* Byte by byte; inside the literal its `quote` is written twice. */
int weir_compare_literal(struct weir_str value, struct weir_str literal, char quote);
/* LIKE: `%` is any text, `_` one character; inside the pattern its `quote` is written twice. */
bool weir_is_like(struct weir_str text, struct weir_str pattern, char quote);

#endif
