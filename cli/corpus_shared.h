/* What cases share by NAME@VERSION: worlds and providers, each a file in a folder of its kind. */
#ifndef WEIR_CLI_CORPUS_SHARED_H
#define WEIR_CLI_CORPUS_SHARED_H

#include "corpus.h"

enum { MOST_PATH = 4096 };

/* A path under construction; one that is too long is no path. */
struct path {
    char text[MOST_PATH];
    size_t len;
    bool too_long;
};

/*
 * The file NAME.yaml in the nearest `folder` at or above the suite of a case. `what` is what such a file is called in
 * the complaint that goes to stderr when there is none, or the name is not NAME@VERSION.
 */
enum cli_exit corpus_shared_find(const struct corpus_case *item, const struct weir_node *base, const char *folder,
                                 const char *what, struct path *path);

#endif
