/* Decides how wide a character is and whether it may be shown as it is, by ranges of the Unicode standard. */
#include "glyph.h"

struct range {
    uint32_t first;
    uint32_t last;
};

/* Controls, and characters that reorder or hide what stands around them; no answer may be disguised by its input. */
static const struct range hidden_ranges[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x180E, 0x180E},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
};
static const struct range wide_ranges[] = {
    {0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};
static const struct range zero_ranges[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

static bool within(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    }
    return false;
}
#define WITHIN(code, ranges) within((code), (ranges), sizeof(ranges) / sizeof((ranges)[0]))

static unsigned sequence_length(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xE0)
        return 2;
    return first < 0xF0 ? 3 : 4;
}

/* The bytes of the sequence at the start of a text that is not empty, or 0 if it is no UTF-8. */
static unsigned decode(struct weir_str text, uint32_t *code)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    const unsigned length = sequence_length((unsigned char)text.ptr[0]);
    if (length > text.len || !weir_str_is_utf8((struct weir_str){text.ptr, length}, NULL))
        return 0;
    *code = (unsigned char)text.ptr[0] & masks[length];
    for (unsigned i = 1; i < length; i++)
        *code = *code << 6 | ((unsigned char)text.ptr[i] & 0x3FU);
    return length;
}

static void hide(struct glyph *glyph)
{
    const unsigned code = glyph->code;
    const int length = code > 0xFF ? snprintf(glyph->escape, sizeof(glyph->escape), "\\u%04x", code)
                                   : snprintf(glyph->escape, sizeof(glyph->escape), "\\x%02x", code);
    glyph->hidden = true;
    glyph->columns = length < 0 ? 0 : (unsigned)length;
}

struct glyph glyph_at(struct weir_str text)
{
    struct glyph glyph = {0};
    if (text.len == 0)
        return glyph;
    glyph.bytes = decode(text, &glyph.code);
    if (glyph.bytes == 0) {
        glyph.bytes = 1;
        glyph.code = (unsigned char)text.ptr[0];
        hide(&glyph);
        return glyph;
    }
    if (WITHIN(glyph.code, hidden_ranges)) {
        hide(&glyph);
        return glyph;
    }
    glyph.columns = WITHIN(glyph.code, zero_ranges) ? 0 : 1;
    if (glyph.code >= 0x1100 && WITHIN(glyph.code, wide_ranges))
        glyph.columns = 2;
    return glyph;
}

unsigned glyph_columns(struct weir_str text)
{
    unsigned columns = 0;
    while (text.len > 0) {
        const struct glyph glyph = glyph_at(text);
        columns += glyph.columns;
        text = (struct weir_str){text.ptr + glyph.bytes, text.len - glyph.bytes};
    }
    return columns;
}

void glyph_put(FILE *out, struct weir_str text)
{
    while (text.len > 0) {
        const struct glyph glyph = glyph_at(text);
        if (glyph.hidden)
            fputs(glyph.escape, out);
        else
            fwrite(text.ptr, 1, glyph.bytes, out);
        text = (struct weir_str){text.ptr + glyph.bytes, text.len - glyph.bytes};
    }
}
