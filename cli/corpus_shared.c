/* Decides which file a case means that names a shared world or provider: the nearest one, going up from its suite. */
#include "corpus_shared.h"

#include <string.h>

#include <sys/stat.h>

#include "complain.h"

enum { MOST_FOLDERS = 32 /* between a suite and the folder that has the file */ };

static void append(struct path *path, const char *text, size_t len)
{
    if (len >= sizeof(path->text) - path->len) {
        path->too_long = true;
        return;
    }
    memcpy(path->text + path->len, text, len);
    path->len += len;
    path->text[path->len] = '\0';
}

/* The folder of a file with its slash; nothing for a file that stands here. */
static size_t folder_length(const char *path, size_t len)
{
    while (len > 0 && path[len - 1] != '/')
        len--;
    return len;
}

/* One folder up: "a/b/" is "a/", "" is "../", "../" is "../../". False at the root. */
static bool climb(struct path *folder)
{
    if (folder->len == 1 && folder->text[0] == '/')
        return false;
    const bool above = folder->len == 0 || (folder->len >= 3 && strcmp(folder->text + folder->len - 3, "../") == 0) ||
                       strcmp(folder->text, "./") == 0;
    if (above) {
        append(folder, "../", 3);
        return !folder->too_long;
    }
    folder->len = folder_length(folder->text, folder->len - 1);
    folder->text[folder->len] = '\0';
    return true;
}

static bool find(const char *suite, const char *kind, struct weir_str name, struct path *path)
{
    struct path folder = {.len = 0};
    append(&folder, suite, folder_length(suite, strlen(suite)));
    for (size_t i = 0; i < MOST_FOLDERS && !folder.too_long; i++) {
        struct stat about;
        *path = folder;
        append(path, kind, strlen(kind));
        append(path, "/", 1);
        append(path, name.ptr, name.len);
        append(path, ".yaml", 5);
        if (!path->too_long && stat(path->text, &about) == 0)
            return true;
        if (!climb(&folder))
            return false;
    }
    return false;
}

/* NAME@VERSION and nothing that could leave the folder. */
static bool is_shared_name(struct weir_str name)
{
    size_t ats = 0;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '@';
        if (!plain)
            return false;
        ats += c == '@' ? 1U : 0U;
    }
    return name.len > 2 && ats == 1 && name.ptr[0] != '@' && name.ptr[name.len - 1] != '@';
}

enum cli_exit corpus_shared_find(const struct corpus_case *item, const struct weir_node *base, const char *folder,
                                 const char *what, struct path *path)
{
    const struct weir_str name = weir_node_text(base);
    const struct weir_place place = weir_tree_place(item->suite->tree, base);
    if (!is_shared_name(name))
        return complain_at(place, "a shared %s is called NAME@VERSION, not %.*s", what, WEIR_FMT(name));
    if (!find(item->suite->path, folder, name, path))
        return complain_at(place, "there is no %s/%.*s.yaml in this folder or above it", folder, WEIR_FMT(name));
    return CLI_YES;
}
