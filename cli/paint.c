/* Decides how words reach a person: width, wrapping, colour. No other file knows an escape sequence. */
#include "paint.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <sys/ioctl.h>
#include <unistd.h>

#include "glyph.h"

enum {
    USUAL_WIDTH = 80,
    LEAST_WIDTH = 40,
    MOST_WIDTH = 120, /* longer lines are hard to read */
    LONG_WORD = 12
};

static const char *const tint_on[] = {
    [TINT_PLAIN] = "",          [TINT_BOLD] = "\033[1m",   [TINT_FAINT] = "\033[2m",
    [TINT_GOOD] = "\033[1;32m", [TINT_BAD] = "\033[1;31m", [TINT_DOUBT] = "\033[33m",
};

static unsigned terminal_width(int descriptor)
{
    struct winsize size = {0};
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return USUAL_WIDTH;
    if (size.ws_col < LEAST_WIDTH)
        return LEAST_WIDTH;
    return size.ws_col > MOST_WIDTH ? MOST_WIDTH : size.ws_col;
}

static bool colour_is_refused(void)
{
    const char *const no_color = getenv("NO_COLOR");
    const char *const terminal = getenv("TERM");
    return (no_color != NULL && no_color[0] != '\0') || terminal == NULL || strcmp(terminal, "dumb") == 0;
}

void paint_open(struct paint *paint, FILE *out)
{
    const int descriptor = fileno(out);
    *paint = (struct paint){.out = out, .width = USUAL_WIDTH};
    paint->is_terminal = descriptor >= 0 && isatty(descriptor) == 1;
    if (!paint->is_terminal)
        return;
    paint->width = terminal_width(descriptor);
    paint->colour = !colour_is_refused();
}

static void tint_begin(const struct paint *paint, enum tint tint)
{
    if (paint->colour && tint != TINT_PLAIN)
        fputs(tint_on[tint], paint->out);
}

static void tint_end(const struct paint *paint, enum tint tint)
{
    if (paint->colour && tint != TINT_PLAIN)
        fputs("\033[0m", paint->out);
}

static void put(struct paint *paint, struct weir_str text)
{
    glyph_put(paint->out, text);
    paint->column += glyph_columns(text);
}

void paint_line(struct paint *paint)
{
    fputc('\n', paint->out);
    paint->column = 0;
}

void paint_to_column(struct paint *paint, unsigned column)
{
    if (paint->column >= column && paint->column > 0)
        column = paint->column + 1;
    for (; paint->column < column; paint->column++)
        fputc(' ', paint->out);
}

void paint_text(struct paint *paint, enum tint tint, struct weir_str text)
{
    tint_begin(paint, tint);
    put(paint, text);
    tint_end(paint, tint);
}

void paint_format(struct paint *paint, enum tint tint, const char *format, ...)
{
    char text[2048];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    tint_begin(paint, tint);
    const char *at = text;
    for (const char *end = strchr(at, '\n'); end != NULL; end = strchr(at, '\n')) {
        put(paint, (struct weir_str){at, (size_t)(end - at)});
        paint_line(paint);
        at = end + 1;
    }
    put(paint, weir_str_from(at));
    tint_end(paint, tint);
}

static struct weir_str tail(struct weir_str text, size_t bytes)
{
    return (struct weir_str){text.ptr + bytes, text.len - bytes};
}

/* The bytes before the first space or newline. */
static size_t word_length(struct weir_str text)
{
    size_t length = 0;
    while (length < text.len && text.ptr[length] != ' ' && text.ptr[length] != '\n')
        length++;
    return length;
}

/* A word longer than a line is left whole: names and ARNs are there to be copied. */
static void put_word(struct paint *paint, unsigned indent, struct weir_str word, bool *spaced)
{
    const unsigned columns = glyph_columns(word) + (*spaced ? 1 : 0);
    if (paint->column > indent && paint->column + columns > paint->width) {
        paint_line(paint);
        paint_to_column(paint, indent);
        *spaced = false;
    }
    if (*spaced)
        put(paint, WEIR_STR(" "));
    put(paint, word);
}

static void words(struct paint *paint, enum tint tint, unsigned indent, struct weir_str text, bool spaced)
{
    tint_begin(paint, tint);
    while (text.len > 0) {
        const size_t length = word_length(text);
        if (length > 0) {
            put_word(paint, indent, (struct weir_str){text.ptr, length}, &spaced);
            text = tail(text, length);
            spaced = false;
            continue;
        }
        spaced = text.ptr[0] == ' ' && paint->column > indent;
        if (text.ptr[0] == '\n') {
            paint_line(paint);
            if (text.len > 1 && text.ptr[1] != '\n')
                paint_to_column(paint, indent);
        }
        text = tail(text, 1);
    }
    tint_end(paint, tint);
}

void paint_words(struct paint *paint, enum tint tint, unsigned indent, struct weir_str text)
{
    words(paint, tint, indent, text, false);
}

void paint_more_words(struct paint *paint, enum tint tint, unsigned indent, struct weir_str text)
{
    words(paint, tint, indent, text, paint->column > indent);
}

/* Without the word that a cut went through, unless much would be lost: of a long name its beginning is shown. */
static struct weir_str whole_words(struct weir_str text)
{
    size_t len = text.len;
    while (len > 0 && text.ptr[len - 1] != ' ')
        len--;
    if (len == 0 || text.len - len > LONG_WORD)
        return text;
    while (len > 0 && text.ptr[len - 1] == ' ')
        len--;
    return (struct weir_str){text.ptr, len};
}

void paint_cut(struct paint *paint, enum tint tint, struct weir_str text)
{
    const unsigned room = paint->width > paint->column ? paint->width - paint->column : 0;
    if (glyph_columns(text) <= room) {
        paint_text(paint, tint, text);
        return;
    }
    unsigned columns = 0;
    size_t bytes = 0;
    while (bytes < text.len) {
        const struct glyph glyph = glyph_at(tail(text, bytes));
        if (columns + glyph.columns + 3 > room)
            break;
        columns += glyph.columns;
        bytes += glyph.bytes;
    }
    paint_text(paint, tint, whole_words((struct weir_str){text.ptr, bytes}));
    paint_text(paint, tint, WEIR_STR("..."));
}
