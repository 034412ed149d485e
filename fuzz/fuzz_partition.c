/*
 * Differential: the reader of expressions over partition keys against its naive twin, for a table whose keys compare as
 * numbers, as texts and, one of them, bear the name of a keyword.
 *
 * The input is, parted by NULs, the expression and the values of the keys year, region, price and in.
 */
#include "fuzz/fuzz.h"
#include "fuzz/partition_table.h"
#include "fuzz/twin.h"
#include "fuzz/twin_partition.h"

enum { LONGEST_INPUT = 1024, LONGEST_EXPRESSION = 512, MOST_STARS = 8 };

/* The twin of LIKE tries everything. */
static bool is_too_many(struct weir_str expression)
{
    size_t stars = 0;
    for (size_t i = 0; i < expression.len; i++)
        stars += expression.ptr[i] == '%';
    return stars > MOST_STARS;
}

static enum twin_filter ask(struct weir_str expression, const struct weir_str values[KEYS])
{
    const struct weir_partition partition = {.table = &table, .values = {values, KEYS}};
    const char *fault = NULL;
    const char *form = NULL;
    const bool passes = weir_partition_passes(expression, &table, &partition, &fault);
    (void)weir_partition_passes(expression, &table, NULL, &form);
    DEMAND((form == NULL) == (fault == NULL) && !(passes && fault != NULL));
    return fault != NULL ? TWIN_FILTER_FAULT : passes ? TWIN_FILTER_PASSES : TWIN_FILTER_STOPS;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char text[LONGEST_INPUT + KEYS + 1];
    const char *at = text;
    struct weir_str values[KEYS];
    if (size > LONGEST_INPUT)
        return 0;
    for (size_t i = 0; i < size; i++)
        text[i] = (char)data[i];
    for (size_t i = 0; i <= KEYS; i++)
        text[size + i] = '\0';
    const struct weir_str expression = weir_str_from(at);
    if (expression.len > LONGEST_EXPRESSION || is_too_many(expression))
        return 0;
    for (size_t i = 0; i < KEYS; i++) {
        at += weir_str_from(at).len + 1;
        values[i] = weir_str_from(at);
    }
    const struct twin_key keys[KEYS] = {{"year", values[0].ptr, true},
                                        {"region", values[1].ptr, false},
                                        {"price", values[2].ptr, true},
                                        {"in", values[3].ptr, false}};
    DEMAND(ask(expression, values) == twin_partition(expression.ptr, expression.len, keys, KEYS));
    return 0;
}
