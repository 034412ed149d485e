/* Decides how bytes come from files: whole and under a limit, with one line of explanation when they do not. */
#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include <weir/limits.h>

#include "complain.h"

enum { FIRST_BYTES = 1 << 16 };

static const char too_large[] = "the file is larger than any input may be";
static const char no_memory[] = "memory could not be obtained";

enum cli_exit files_open(const char *path, struct stream *stream)
{
    struct stat about;
    *stream = (struct stream){stdin, "<stdin>", true};
    if (strcmp(path, "-") == 0)
        return CLI_YES;
    *stream = (struct stream){fopen(path, "rb"), path, false};
    if (stream->file == NULL)
        return complain_about(path, strerror(errno));
    if (fstat(fileno(stream->file), &about) != 0 || !S_ISDIR(about.st_mode))
        return CLI_YES;
    files_close(stream);
    return complain_about(path, "is a directory, not a file");
}

void files_close(struct stream *stream)
{
    if (!stream->is_stdin && stream->file != NULL)
        (void)fclose(stream->file);
    stream->file = NULL;
}

bool files_grow(char **bytes, size_t *room, size_t first)
{
    const size_t more = *room == 0 ? first : *room * 2;
    char *const larger = malloc(more);
    if (larger == NULL)
        return false;
    if (*bytes != NULL) {
        memcpy(larger, *bytes, *room);
        weir_wipe(*bytes, *room);
    }
    free(*bytes);
    *bytes = larger;
    *room = more;
    return true;
}

/* Bytes that are being read. */
struct held {
    char *bytes;
    size_t len;
    size_t room;
};

/* The size of a file; 0 of what is none, such as a pipe. */
static uint64_t size_of(const struct stream *stream)
{
    struct stat about;
    if (fstat(fileno(stream->file), &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < 0)
        return 0;
    return (uint64_t)about.st_size;
}

/* NULL with all bytes of the stream, or what is wrong with it. */
static const char *drain(const struct stream *stream, struct held *held)
{
    const uint64_t size = size_of(stream);
    if (size > WEIR_MAX_TEXT_BYTES)
        return too_large;
    /* One byte more than the file has, to see its end by. */
    held->room = size == 0 ? FIRST_BYTES : (size_t)size + 1;
    held->bytes = malloc(held->room);
    if (held->bytes == NULL)
        return no_memory;
    while (feof(stream->file) == 0 && ferror(stream->file) == 0) {
        if (held->len == held->room && !files_grow(&held->bytes, &held->room, FIRST_BYTES))
            return no_memory;
        held->len += fread(held->bytes + held->len, 1, held->room - held->len, stream->file);
        if (held->len > WEIR_MAX_TEXT_BYTES)
            return too_large;
    }
    if (ferror(stream->file) != 0)
        return strerror(errno);
    return held->len == 0 ? "the file is empty" : NULL;
}

enum cli_exit files_read(const char *path, struct file_text *file)
{
    struct stream stream;
    struct held held = {NULL, 0, 0};
    *file = (struct file_text){0};
    const enum cli_exit code = files_open(path, &stream);
    if (code != CLI_YES || stream.file == NULL)
        return code;
    const char *const wrong = drain(&stream, &held);
    files_close(&stream);
    if (wrong != NULL) {
        if (held.bytes != NULL)
            weir_wipe(held.bytes, held.room);
        free(held.bytes);
        return wrong == no_memory ? complain_memory() : complain_about(stream.name, wrong);
    }
    *file = (struct file_text){weir_str_from(stream.name), {held.bytes, held.len}, held.bytes};
    return CLI_YES;
}

/* Any text may hold a private key: a file's bytes are overwritten before they are given back. */
void files_free(struct file_text *file)
{
    if (file->bytes != NULL)
        weir_wipe(file->bytes, file->text.len);
    free(file->bytes);
    *file = (struct file_text){0};
}

enum cli_exit files_tree(const char *path, struct weir_arena *arena, const struct weir_tree **tree)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum cli_exit code = files_read(path, &file);
    if (code != CLI_YES)
        return code;
    const enum weir_status status = weir_tree_parse(file.text, file.name, arena, tree, &error);
    const struct weir_str name = file.name;
    files_free(&file);
    return status == WEIR_OK ? CLI_YES : complain(&error, name);
}
