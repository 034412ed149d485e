/*
 * Texts for a key that is compared as a number, an instant or an address: each operand, and one text from each stretch
 * between operands, beyond them, and of what cannot be read at all ([iam-condition-operators], [scope-shape]).
 */
#include "scope/inclusion/inclusion.h"

enum { DATE_BYTES = 19 }; /* 2026-03-02T09:00:00 */

static enum weir_status finish(struct weir_texts *texts, struct weir_writer *writer)
{
    struct weir_str text;
    WEIR_TRY(weir_writer_finish(writer, &text));
    return weir_texts_add(texts, text);
}

/* ----------------------------------------------------------------------------------------- numbers */

static size_t fraction_digits(struct weir_str text)
{
    const size_t point = weir_str_index(text, '.', 0);
    return point == text.len ? 0 : text.len - point - 1;
}

/* The number a little farther from zero than this one, by less than any two operands differ. */
static enum weir_status add_beyond(struct weir_texts *texts, struct weir_str number, size_t digits)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(texts->arena, &writer));
    weir_write_raw(writer, number);
    if (weir_str_index(number, '.', 0) == number.len)
        weir_write_raw(writer, WEIR_STR("."));
    for (size_t i = fraction_digits(number); i < digits; i++)
        weir_write_raw(writer, WEIR_STR("0"));
    weir_write_raw(writer, WEIR_STR("1"));
    return finish(texts, writer);
}

/* Every stretch between two neighbours lies beyond the one nearer to zero; zero has two sides. */
static enum weir_status add_decimals(struct weir_texts *texts, const struct weir_condition *condition, size_t digits)
{
    for (size_t i = 0; i < condition->count; i++) {
        if (!condition->operands[i].readable)
            continue;
        WEIR_TRY(weir_texts_add(texts, condition->operands[i].text));
        WEIR_TRY(add_beyond(texts, condition->operands[i].text, digits));
    }
    WEIR_TRY(weir_texts_add(texts, WEIR_STR("0")));
    WEIR_TRY(add_beyond(texts, WEIR_STR("0"), digits));
    return add_beyond(texts, WEIR_STR("-0"), digits);
}

/* ---------------------------------------------------------------------------------------- instants */

/* The second before an instant, and what follows it by less than any two operands differ. */
static enum weir_status add_around(struct weir_texts *texts, const struct weir_instant *instant, size_t digits,
                                   bool *complete)
{
    char second[DATE_BYTES + 2];
    struct weir_writer *writer = NULL;
    if (instant->unix_s == INT64_MIN || !weir_time_format(instant->unix_s - 1, second)) {
        *complete = false;
        return WEIR_OK;
    }
    WEIR_TRY(weir_writer_new(texts->arena, &writer));
    weir_write_raw(writer, weir_str_from(second));
    WEIR_TRY(finish(texts, writer));
    if (!weir_time_format(instant->unix_s, second)) {
        *complete = false;
        return WEIR_OK;
    }
    WEIR_TRY(weir_writer_new(texts->arena, &writer));
    weir_write_raw(writer, (struct weir_str){second, DATE_BYTES});
    weir_write_raw(writer, WEIR_STR("."));
    weir_write_raw(writer, instant->fraction);
    for (size_t i = instant->fraction.len; i < digits; i++)
        weir_write_raw(writer, WEIR_STR("0"));
    weir_write_raw(writer, WEIR_STR("1Z"));
    return finish(texts, writer);
}

static enum weir_status add_instants(struct weir_texts *texts, const struct weir_condition *condition, size_t digits,
                                     bool *complete)
{
    for (size_t i = 0; i < condition->count; i++) {
        if (!condition->operands[i].readable)
            continue;
        WEIR_TRY(weir_texts_add(texts, condition->operands[i].text));
        WEIR_TRY(add_around(texts, &condition->operands[i].as.instant, digits, complete));
    }
    return condition->count > 0 ? WEIR_OK : weir_texts_add(texts, WEIR_STR("1970-01-01T00:00:00Z"));
}

/* --------------------------------------------------------------------------------------- addresses */

/* The first address of a range, or the first behind it. */
static struct weir_cidr edge(struct weir_cidr range, bool behind)
{
    for (size_t i = 0; i < range.size; i++) {
        const size_t fixed = range.bits > 8 * i ? range.bits - 8 * i : 0;
        const unsigned open = fixed >= 8 ? 0u : 0xffu >> fixed;
        range.bytes[i] = (unsigned char)(behind ? range.bytes[i] | open : range.bytes[i] & ~open);
    }
    for (size_t i = range.size; behind && i-- > 0;) {
        range.bytes[i] = (unsigned char)(range.bytes[i] + 1u);
        if (range.bytes[i] != 0)
            break;
    }
    return range;
}

static enum weir_status add_address(struct weir_texts *texts, const struct weir_cidr *address)
{
    enum { V4_BYTES = 4 };
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(texts->arena, &writer));
    const unsigned char *const b = address->bytes;
    if (address->size == V4_BYTES)
        weir_write_format(writer, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    for (size_t i = 0; address->size != V4_BYTES && i < address->size; i += 2)
        weir_write_format(writer, "%s%x", i == 0 ? "" : ":", (unsigned)b[i] << 8 | b[i + 1]);
    return finish(texts, writer);
}

/* A stretch that no range parts begins at the first address of all, at a range's first, or behind a range's last. */
static enum weir_status add_addresses(struct weir_texts *texts, const struct weir_condition *condition)
{
    WEIR_TRY(weir_texts_add(texts, WEIR_STR("0.0.0.0")));
    WEIR_TRY(weir_texts_add(texts, WEIR_STR("0:0:0:0:0:0:0:0")));
    for (size_t i = 0; i < condition->count; i++) {
        if (!condition->operands[i].readable)
            continue;
        const struct weir_cidr first = edge(condition->operands[i].as.cidr, false);
        const struct weir_cidr behind = edge(condition->operands[i].as.cidr, true);
        WEIR_TRY(add_address(texts, &first));
        WEIR_TRY(add_address(texts, &behind));
    }
    return WEIR_OK;
}

/* -------------------------------------------------------------------------------------------- all */

/* No fewer digits than any operand has behind its point. */
static size_t most_digits(const struct weir_key *key)
{
    size_t most = 0;
    for (size_t i = 0; i < key->count; i++) {
        const struct weir_condition *const condition = key->demands[i].condition;
        for (size_t j = 0; j < condition->count; j++) {
            const size_t digits = fraction_digits(condition->operands[j].text);
            most = digits > most ? digits : most;
        }
    }
    return most;
}

/* A key read in two ways would need a text for each pair of stretches. */
enum weir_status weir_texts_add_values(struct weir_texts *texts, const struct weir_key *key, bool *complete)
{
    const size_t digits = most_digits(key);
    enum weir_read_as known = WEIR_AS_NOTHING;
    *complete = true;
    WEIR_TRY(weir_texts_add(texts, WEIR_STR("x")));
    for (size_t i = 0; i < key->count; i++) {
        const struct weir_condition *const condition = key->demands[i].condition;
        const enum weir_read_as reading = weir_condition_read_as(condition);
        *complete = *complete && (known == WEIR_AS_NOTHING || reading == WEIR_AS_NOTHING || reading == known);
        known = reading == WEIR_AS_NOTHING ? known : reading;
        if (reading == WEIR_AS_DECIMAL)
            WEIR_TRY(add_decimals(texts, condition, digits));
        else if (reading == WEIR_AS_INSTANT)
            WEIR_TRY(add_instants(texts, condition, digits, complete));
        else if (reading == WEIR_AS_ADDRESS)
            WEIR_TRY(add_addresses(texts, condition));
    }
    return WEIR_OK;
}
