/* Files: whole texts under a limit, and the inputs of the library that are made of them. */
#ifndef WEIR_CLI_FILES_H
#define WEIR_CLI_FILES_H

#include <stdio.h>

#include <weir/vend.h>
#include <weir/world.h>

#include "cli.h"

/* A text and what the person called it. */
struct file_text {
    struct weir_str name;
    struct weir_str text;
    char *bytes; /* NULL when nothing is held */
};

/* A file that is open, or stdin. */
struct stream {
    FILE *file;
    const char *name; /* what places call it */
    bool is_stdin;
};
/* Opens a file, or stdin for "-"; says why not on stderr. `path` must outlive the stream. */
enum cli_exit files_open(const char *path, struct stream *stream);
/* Closes what files_open opened; stdin stays. */
void files_close(struct stream *stream);
/* A whole file; failures are on stderr already. `path` must outlive the text. */
enum cli_exit files_read(const char *path, struct file_text *file);
void files_free(struct file_text *file);
/* Twice the room for bytes, or the first room; what they leave is overwritten. False: no memory, and all is as it was. */
bool files_grow(char **bytes, size_t *room, size_t first);
/* A whole file as a tree in the arena. */
enum cli_exit files_tree(const char *path, struct weir_arena *arena, const struct weir_tree **tree);

/* World files with their includes, each read relative to the file that asks for it. */
enum cli_exit load_world(const char *const *paths, size_t count, struct weir_world **world);
/* A world/1 text that is at hand already, with its includes. */
enum cli_exit load_world_text(struct weir_str text, struct weir_str name, struct weir_world **world,
                              struct weir_error *error);
/* The rulebook of these files; of none, the builtin one. */
enum cli_exit load_rulebook(const char *const *paths, size_t count, struct weir_rulebook **rulebook);

#endif
