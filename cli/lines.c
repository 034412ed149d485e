/* Decides where the lines of a stream end, and that no answer is held back while whoever asks waits for it. */
#include "lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unistd.h>

#include "complain.h"
#include "files.h"

enum {
    FIRST_BYTES = 1 << 16,
    MAX_LINE_BYTES = 1 << 26 /* a request holds some policies and parameters; far above what AWS accepts */
};

/* INVARIANT: start <= end <= room; the bytes between them are read and not taken. */
struct reader {
    int descriptor;
    char *bytes;
    size_t start;
    size_t end;
    size_t room;
    bool at_end;
};

enum got { GOT_LINE, GOT_END, GOT_NO_MEMORY, GOT_FAILED };

/* Room for more behind what is held. */
static bool make_room(struct reader *reader)
{
    const size_t held = reader->end - reader->start;
    if (reader->start > 0 && held > 0)
        memmove(reader->bytes, reader->bytes + reader->start, held);
    reader->start = 0;
    reader->end = held;
    if (held < reader->room)
        return true;
    return files_grow(&reader->bytes, &reader->room, FIRST_BYTES);
}

/* Reading may wait for somebody who waits for the answers so far. */
static enum got fill(struct reader *reader)
{
    ssize_t count = -1;
    if (!make_room(reader))
        return GOT_NO_MEMORY;
    fflush(stdout);
    do
        count = read(reader->descriptor, reader->bytes + reader->end, reader->room - reader->end);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return GOT_FAILED;
    reader->at_end = count == 0;
    reader->end += (size_t)count;
    return GOT_LINE;
}

/* The bytes held, up to a newline if there is one behind the first `scanned`. */
static bool cut(struct reader *reader, size_t scanned, struct weir_str *text)
{
    const size_t held = reader->end - reader->start;
    const char *const from = reader->bytes + reader->start;
    const char *const newline = held == scanned ? NULL : memchr(from + scanned, '\n', held - scanned);
    *text = (struct weir_str){from, newline == NULL ? held : (size_t)(newline - from)};
    return newline != NULL;
}

/* Is the line whole with what is held? Of one that is too long, what is held is forgotten. */
static bool take_held(struct reader *reader, size_t scanned, struct text_line *line)
{
    const bool ended = cut(reader, scanned, &line->text);
    const size_t length = line->text.len;
    line->too_long = line->too_long || length > MAX_LINE_BYTES;
    if (ended || reader->at_end || line->too_long)
        reader->start += length + (ended ? 1U : 0U);
    if (line->too_long)
        line->text.len = 0;
    return ended || (reader->at_end && (length > 0 || line->too_long));
}

static enum got next_line(struct reader *reader, struct text_line *line)
{
    line->number++;
    line->too_long = false;
    line->text.len = 0;
    while (!take_held(reader, line->text.len, line)) {
        if (reader->at_end)
            return GOT_END;
        const enum got filled = fill(reader);
        if (filled != GOT_LINE)
            return filled;
    }
    return GOT_LINE;
}

static bool is_blank(const struct text_line *line)
{
    for (size_t i = 0; i < line->text.len; i++) {
        const char c = line->text.ptr[i];
        if (c != ' ' && c != '\t' && c != '\r')
            return false;
    }
    return !line->too_long;
}

static enum cli_exit take_all(struct reader *reader, struct text_line *line, line_taker *take, void *context)
{
    enum cli_exit worst = CLI_YES;
    while (ferror(stdout) == 0) {
        const enum got got = next_line(reader, line);
        if (got == GOT_END)
            return worst;
        if (got == GOT_NO_MEMORY)
            return complain_memory();
        if (got == GOT_FAILED)
            return complain_about(line->name.ptr, strerror(errno));
        if (is_blank(line))
            continue;
        const enum cli_exit code = take(context, line);
        worst = code > worst ? code : worst;
    }
    return CLI_FAILED;
}

enum cli_exit lines_each(const char *path, line_taker *take, void *context)
{
    struct stream stream;
    struct reader reader = {0};
    struct text_line line = {0};
    enum cli_exit code = files_open(path, &stream);
    if (code != CLI_YES)
        return code;
    line.name = weir_str_from(stream.name);
    reader.descriptor = fileno(stream.file);
    code = make_room(&reader) ? take_all(&reader, &line, take, context) : complain_memory();
    if (reader.bytes != NULL)
        weir_wipe(reader.bytes, reader.room);
    free(reader.bytes);
    files_close(&stream);
    return code;
}

void lines_too_long(const struct text_line *line, struct weir_error *error)
{
    (void)weir_fail(error, WEIR_ERR_LIMIT, "the line is longer than a request may be");
    error->line = line->number;
    error->column = 1;
    (void)snprintf(error->source, sizeof(error->source), "%.*s", WEIR_FMT(line->name));
}
