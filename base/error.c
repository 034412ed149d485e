/* Failing: statuses and their words, the first error kept, and pieces of input made safe to show. */
#include <weir/base.h>

#include <stdio.h>

#include "base/base_impl.h"

const char *weir_version(void)
{
    return WEIR_VERSION_STRING;
}

static const struct {
    enum weir_status status;
    const char *name;
    const char *sentence;
} statuses[] = {
#define WEIR_STATUS_ROW(name, number, sentence) {WEIR_##name, "WEIR_" #name, sentence},
    WEIR_STATUS_MAP(WEIR_STATUS_ROW)
#undef WEIR_STATUS_ROW
};

const char *weir_status_name(enum weir_status status)
{
    for (size_t i = 0; i < WEIR_COUNT(statuses); i++) {
        if (statuses[i].status == status)
            return statuses[i].name;
    }
    return "WEIR_UNKNOWN";
}

const char *weir_status_sentence(enum weir_status status)
{
    for (size_t i = 0; i < WEIR_COUNT(statuses); i++) {
        if (statuses[i].status == status)
            return statuses[i].sentence;
    }
    return "an unknown status";
}

/* Ends a text at its last whole character, after a cut that knew only bytes. */
static size_t whole_characters(const char *text, size_t len)
{
    size_t start = len;
    while (start > 0 && len - start < 3 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0 || ((unsigned char)text[start - 1] & 0x80) == 0)
        return len;
    start--;
    return weir_utf8_sequence(text + start, len - start) == len - start ? len : start;
}

/* Invisible or direction-changing code points, which could make a message read as something else. */
static const struct {
    uint32_t first, last;
} hidden_ranges[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x200B, 0x200F}, {0x2028, 0x202E},
                     {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE007F}};

static bool is_hidden(uint32_t code_point)
{
    for (size_t i = 0; i < WEIR_COUNT(hidden_ranges); i++) {
        if (code_point >= hidden_ranges[i].first && code_point <= hidden_ranges[i].last)
            return true;
    }
    return false;
}

static uint32_t decode(const char *at, size_t length)
{
    static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t code_point = (unsigned char)at[0] & lead_bits[length];
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | ((unsigned char)at[i] & 0x3F);
    return code_point;
}

/* Messages go to terminals and logs: callers quote what they show, and this is the net below them. */
static void hide_controls(char *text)
{
    const size_t len = strlen(text);
    size_t kept = 0;
    for (size_t i = 0; i < len;) {
        const size_t sequence = weir_utf8_sequence(text + i, len - i);
        const size_t taken = sequence == 0 ? 1 : sequence;
        if (sequence == 0 || is_hidden(decode(text + i, sequence))) {
            text[kept++] = '?';
        } else {
            memmove(text + kept, text + i, taken);
            kept += taken;
        }
        i += taken;
    }
    text[kept] = '\0';
}

bool weir_error_fill(struct weir_error *error, enum weir_status status, const char *format, va_list arguments)
{
    if (error == NULL || error->status != WEIR_OK)
        return false;
    *error = (struct weir_error)WEIR_ERROR_INIT;
    error->status = status;
    const int wanted = vsnprintf(error->message, sizeof(error->message), format, arguments);
    if (wanted >= (int)sizeof(error->message))
        error->message[whole_characters(error->message, sizeof(error->message) - 1)] = '\0';
    hide_controls(error->message);
    return true;
}

enum weir_status weir_fail(struct weir_error *error, enum weir_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)weir_error_fill(error, status, format, arguments);
    va_end(arguments);
    return status;
}

void weir_error_fill_memory(struct weir_error *error)
{
    (void)weir_fail(error, WEIR_ERR_MEMORY, "%s", weir_status_sentence(WEIR_ERR_MEMORY));
}

/* One character of the piece as it is shown, at most ten bytes; returns how many bytes of the piece it took. */
static size_t show_character(const char *at, size_t left, char shown[16])
{
    const size_t length = weir_utf8_sequence(at, left);
    if (length == 0) {
        (void)snprintf(shown, 16, "\\x%02x", (unsigned)(unsigned char)at[0]);
        return 1;
    }
    const uint32_t code_point = decode(at, length);
    if (is_hidden(code_point)) {
        (void)snprintf(shown, 16, code_point > 0xFFFF ? "\\U%08x" : "\\u%04x", (unsigned)code_point);
    } else {
        memcpy(shown, at, length);
        shown[length] = '\0';
    }
    return length;
}

struct weir_quoted weir_quote(struct weir_str piece)
{
    static const char more[] = "...";
    struct weir_quoted quoted = {{0}};
    size_t used = 0;
    for (size_t i = 0; i < piece.len;) {
        char shown[16];
        const size_t taken = show_character(piece.ptr + i, piece.len - i, shown);
        const size_t bytes = strlen(shown);
        const size_t reserve = i + taken < piece.len ? sizeof(more) : 1;
        if (used + bytes + reserve > sizeof(quoted.text)) {
            memcpy(quoted.text + used, more, sizeof(more));
            break;
        }
        memcpy(quoted.text + used, shown, bytes);
        used += bytes;
        i += taken;
    }
    return quoted;
}

void weir_copy_cut_left(char *out, size_t bytes, struct weir_str text)
{
    size_t from = text.len < bytes ? 0 : text.len - (bytes - 1 - 3);
    while (from > 0 && from < text.len && ((unsigned char)text.ptr[from] & 0xC0) == 0x80)
        from++;
    const size_t dots = from > 0 ? 3 : 0;
    memcpy(out, "...", dots);
    if (text.len > from)
        memcpy(out + dots, text.ptr + from, text.len - from);
    out[dots + text.len - from] = '\0';
    hide_controls(out);
}

void weir_write_error(struct weir_writer *writer, const struct weir_error *error)
{
    const struct {
        const char *key;
        const char *text;
    } texts[] = {{"status", weir_status_name(error->status)}, {"message", error->message}, {"source", error->source}};
    weir_write_map_begin(writer);
    for (size_t i = 0; i < WEIR_COUNT(texts); i++) {
        weir_write_key(writer, texts[i].key);
        weir_write_text(writer, weir_str_from(texts[i].text));
    }
    weir_write_key(writer, "line");
    weir_write_int64(writer, error->line);
    weir_write_key(writer, "column");
    weir_write_int64(writer, error->column);
    weir_write_key(writer, "path");
    weir_write_text(writer, weir_str_from(error->path));
    weir_write_map_end(writer);
}
