/* Decides where JSON text is broken into lines for a person: a list or map that fits on the line stays on it. */
#include "paint.h"

#include "glyph.h"

enum { STEP = 2 };

/* The text's length up to and with the end of the JSON string that it begins with. */
static size_t string_length(struct weir_str json)
{
    size_t at = 1;
    while (at < json.len && json.ptr[at] != '"')
        at += json.ptr[at] == '\\' ? 2 : 1;
    return at < json.len ? at + 1 : json.len;
}

static bool opens(char c)
{
    return c == '{' || c == '[';
}

static bool closes(char c)
{
    return c == '}' || c == ']';
}

/* The text's length up to and with the bracket that closes the one it begins with. */
static size_t container_length(struct weir_str json)
{
    size_t depth = 0;
    size_t at = 0;
    while (at < json.len) {
        const char c = json.ptr[at];
        if (c == '"') {
            at += string_length((struct weir_str){json.ptr + at, json.len - at});
            continue;
        }
        depth += opens(c) ? 1U : 0U;
        depth -= closes(c) && depth > 0 ? 1U : 0U;
        at++;
        if (depth == 0)
            break;
    }
    return at;
}

/* One token on the line: a string, a piece of punctuation with its space, or the characters of a number or word. */
static size_t put_token(struct paint *paint, struct weir_str json)
{
    const char c = json.ptr[0];
    const size_t length = c == '"' ? string_length(json) : 1;
    paint_text(paint, TINT_PLAIN, (struct weir_str){json.ptr, length});
    if (c == ':')
        paint_text(paint, TINT_PLAIN, WEIR_STR(" "));
    return length;
}

static void put_flat(struct paint *paint, struct weir_str json)
{
    for (size_t at = 0; at < json.len;) {
        const bool comma = json.ptr[at] == ',';
        at += put_token(paint, (struct weir_str){json.ptr + at, json.len - at});
        if (comma)
            paint_text(paint, TINT_PLAIN, WEIR_STR(" "));
    }
}

/* Does the container fit on the rest of the line, with the spaces that it gets and a comma behind it? */
static bool fits(const struct paint *paint, struct weir_str container)
{
    size_t spaces = 1;
    for (size_t at = 0; at < container.len; at++)
        spaces += container.ptr[at] == ',' || container.ptr[at] == ':' ? 1U : 0U;
    return container.len < paint->width && paint->column + glyph_columns(container) + spaces <= paint->width;
}

static void new_line(struct paint *paint, unsigned indent)
{
    paint_line(paint);
    paint_to_column(paint, indent);
}

void paint_json(struct paint *paint, unsigned indent, struct weir_str json)
{
    for (size_t at = 0; at < json.len;) {
        const struct weir_str rest = {json.ptr + at, json.len - at};
        if (opens(rest.ptr[0])) {
            const struct weir_str container = {rest.ptr, container_length(rest)};
            if (fits(paint, container)) {
                put_flat(paint, container);
                at += container.len;
                continue;
            }
            indent += STEP;
        } else if (closes(rest.ptr[0])) {
            indent -= STEP;
            new_line(paint, indent);
        }
        at += put_token(paint, rest);
        if (opens(rest.ptr[0]) || rest.ptr[0] == ',')
            new_line(paint, indent);
    }
}

void paint_json_line(struct paint *paint, struct weir_str json)
{
    if (!paint->is_terminal) {
        fwrite(json.ptr, 1, json.len, paint->out);
        paint_line(paint);
        return;
    }
    while (json.len > 0) {
        const struct glyph glyph = glyph_at(json);
        /* Inside JSON text such a character stands in a string alone, where its escape means the same. */
        if (glyph.hidden && glyph.code <= 0xFFFF)
            fprintf(paint->out, "\\u%04x", (unsigned)glyph.code);
        else
            fwrite(json.ptr, 1, glyph.bytes, paint->out);
        json = (struct weir_str){json.ptr + glyph.bytes, json.len - glyph.bytes};
    }
    paint_line(paint);
}
