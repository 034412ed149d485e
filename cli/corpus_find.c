/* Decides which files are suites: the .yaml files below a folder, in the order of their paths, without its worlds. */
#include "corpus.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "complain.h"

struct paths {
    struct weir_arena *arena;
    const char **items;
    size_t count;
    size_t room;
};

void *corpus_grow(struct weir_arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return items;
    const size_t more = *room == 0 ? 64 : *room * 2;
    void *const larger = weir_arena_alloc(arena, more, size);
    if (larger == NULL)
        return NULL;
    if (count > 0)
        memcpy(larger, items, count * size);
    *room = more;
    return larger;
}

static bool add(struct paths *paths, const char *path)
{
    const char **const items = corpus_grow(paths->arena, paths->items, paths->count, &paths->room, sizeof(*items));
    if (items == NULL)
        return false;
    paths->items = items;
    paths->items[paths->count++] = path;
    return true;
}

static const char *joined(struct weir_arena *arena, const char *folder, const char *name)
{
    const size_t folder_len = strlen(folder);
    const size_t room = folder_len + strlen(name) + 2;
    const bool slash = folder_len == 0 || folder[folder_len - 1] != '/';
    char *const path = weir_arena_alloc(arena, room, 1);
    if (path != NULL)
        (void)snprintf(path, room, "%s%s%s", folder, slash ? "/" : "", name);
    return path;
}

static bool is_suite_name(const char *name)
{
    static const char ending[] = ".yaml";
    const size_t len = strlen(name);
    return len >= sizeof(ending) && strcmp(name + len - (sizeof(ending) - 1), ending) == 0;
}

/* A folder's own files go to `files`, the folders in it to `folders`. */
static bool sort_entry(struct paths *folders, struct paths *files, const char *folder, const char *name)
{
    struct stat about;
    if (name[0] == '.' || strcmp(name, "worlds") == 0 || strcmp(name, "providers") == 0)
        return true;
    const char *const path = joined(files->arena, folder, name);
    if (path == NULL)
        return false;
    if (stat(path, &about) != 0)
        return true;
    if (S_ISDIR(about.st_mode))
        return add(folders, path);
    return !is_suite_name(name) || add(files, path);
}

static enum cli_exit list_folder(struct paths *folders, struct paths *files, const char *folder)
{
    DIR *const open = opendir(folder);
    if (open == NULL)
        return complain_about(folder, strerror(errno));
    enum cli_exit code = CLI_YES;
    for (const struct dirent *entry = readdir(open); entry != NULL && code == CLI_YES; entry = readdir(open)) {
        if (!sort_entry(folders, files, folder, entry->d_name))
            code = complain_memory();
    }
    (void)closedir(open);
    return code;
}

static int compare_paths(const void *a, const void *b)
{
    const char *const *const left = a;
    const char *const *const right = b;
    return strcmp(*left, *right);
}

/* The suites below one folder, behind those that are there already. Links that turn in a circle end at ELOOP. */
static enum cli_exit walk_folder(struct paths *files, const char *folder)
{
    struct paths folders = {.arena = files->arena};
    const size_t first = files->count;
    if (!add(&folders, folder))
        return complain_memory();
    for (size_t i = 0; i < folders.count; i++) {
        const enum cli_exit code = list_folder(&folders, files, folders.items[i]);
        if (code != CLI_YES)
            return code;
    }
    if (files->count > first)
        qsort(files->items + first, files->count - first, sizeof(*files->items), compare_paths);
    return CLI_YES;
}

enum cli_exit corpus_find(struct weir_arena *arena, const char *const *paths, size_t count, const char ***files,
                          size_t *file_count)
{
    struct paths found = {.arena = arena};
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        if (stat(paths[i], &about) == 0 && S_ISDIR(about.st_mode)) {
            const enum cli_exit code = walk_folder(&found, paths[i]);
            if (code != CLI_YES)
                return code;
        } else if (!add(&found, paths[i])) {
            return complain_memory();
        }
    }
    *files = found.items;
    *file_count = found.count;
    return CLI_YES;
}
