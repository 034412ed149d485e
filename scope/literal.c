/* Decides how a text stands in a session policy: what STS accepts as characters, what IAM reads literally ([scope-shape]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

static void write_unit(struct weir_writer *writer, uint32_t unit)
{
    weir_write_format(writer, "\\u%04x", (unsigned)unit);
}

/* [sts-api-assumerole] Policy takes U+0020 to U+00FF (and three controls): all above is written as \uXXXX, in pairs
 * above U+FFFF. */
static void write_code_point(struct weir_writer *writer, uint32_t code_point)
{
    if (code_point > 0xffff) {
        write_unit(writer, 0xd800 + ((code_point - 0x10000) >> 10));
        write_unit(writer, 0xdc00 + ((code_point - 0x10000) & 0x3ff));
    } else {
        write_unit(writer, code_point);
    }
}

static uint32_t decode(const char *at, size_t length)
{
    static const unsigned char lead_mask[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t code_point = (unsigned char)at[0] & lead_mask[length];
    for (size_t i = 1; i < length; i++)
        code_point = code_point << 6 | ((unsigned char)at[i] & 0x3f);
    return code_point;
}

static void write_sequence(struct weir_writer *writer, struct weir_str sequence)
{
    const uint32_t code_point = decode(sequence.ptr, sequence.len);
    if (code_point == '"' || code_point == '\\')
        weir_write_raw(writer, WEIR_STR("\\"));
    if (code_point < 0x20 || code_point == 0x7f || code_point > 0xff)
        write_code_point(writer, code_point);
    else
        weir_write_raw(writer, sequence);
}

/* [iam-variables] `${*}`, `${?}` and `${$}` are the characters themselves. */
static bool is_live(char c)
{
    return c == '*' || c == '?' || c == '$';
}

static void write_text(struct weir_writer *writer, struct weir_str text, bool escaped)
{
    for (size_t i = 0; i < text.len;) {
        const size_t length = weir_utf8_sequence(text.ptr + i, text.len - i);
        if (length == 0) /* callers have checked the text; what slips through matches no key rather than more keys */
            write_unit(writer, 0xfffd);
        else if (escaped && is_live(text.ptr[i]))
            weir_write_format(writer, "${%c}", text.ptr[i]);
        else
            write_sequence(writer, (struct weir_str){text.ptr + i, length});
        i += length == 0 ? 1 : length;
    }
}

void weir_literal_write(struct weir_writer *writer, struct weir_str text)
{
    write_text(writer, text, false);
}

void weir_literal_write_escaped(struct weir_writer *writer, struct weir_str text)
{
    write_text(writer, text, true);
}
