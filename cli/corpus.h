/* The formal corpus as weir-corpus(5) describes it: suite files, their cases, and the worlds that cases share. */
#ifndef WEIR_CLI_CORPUS_H
#define WEIR_CLI_CORPUS_H

#include <weir/vend.h>
#include <weir/world.h>

#include "cli.h"

struct corpus_suite {
    const char *path; /* as named on the command line, or found below it */
    const struct weir_tree *tree;
    struct weir_str name; /* the suite member */
};

/* The kinds of questions that can be asked. */
enum case_kind { CASE_DECIDE, CASE_AUTHORIZE, CASE_VERIFY, CASE_SCOPE, CASE_COMPARE, CASE_LINT };

struct corpus_case {
    const struct corpus_suite *suite;
    const struct weir_node *node; /* the case's map */
    enum case_kind kind;
    const struct weir_node *question; /* the value of the member that names the kind */
    const struct weir_node *expect;
    const struct weir_node *invariant_off; /* NULL if it has none */
    struct weir_str id;
    struct weir_str title;
    struct weir_str twin; /* empty if it has none */
};

/* A world that cases name as NAME@VERSION, read once. */
struct corpus_world {
    char *path;
    struct weir_world *world;
};

/* Cases in the order of files and lines. Everything lives in the arena but the worlds. */
struct corpus {
    struct weir_arena *arena;
    const struct weir_rulebook *rulebook; /* whose sources are cited */
    struct corpus_suite **suites;
    size_t suite_count;
    size_t suite_room;
    struct corpus_case **cases;
    size_t case_count;
    size_t case_room;
    struct corpus_world *worlds;
    size_t world_count;
    size_t world_room;
    bool whole; /* folders alone were named, so that every twin must be there */
};

/* Reads and checks all suites of files and folders. What is wrong is on stderr, one line a file. */
enum cli_exit corpus_load(struct corpus *corpus, const char *const *paths, size_t count);
/* Releases the worlds. */
void corpus_free(struct corpus *corpus);

/* The files below the paths, sorted; folders named worlds or providers and what does not end in .yaml are passed over. */
enum cli_exit corpus_find(struct weir_arena *arena, const char *const *paths, size_t count, const char ***files,
                          size_t *file_count);

/*
 * The world of a case: a shared one, perhaps patched; or its own. Release it.
 * WEIR_OK, or a failure that is the case's answer, with its error. `*code` is not CLI_YES when the case cannot be run
 * at all: a shared world is missing or wrong, which is on stderr.
 */
enum weir_status corpus_world_of(struct corpus *corpus, const struct corpus_case *item, struct weir_arena *arena,
                                 struct weir_world **world, enum cli_exit *code, struct weir_error *error);

/*
 * The question of a verify case, where it names a provider or has its response as XML: made of both, in a tree of its
 * own. Else `tree` and `asked` stay as they are.
 */
enum cli_exit corpus_provider_of(const struct corpus_case *item, struct weir_arena *arena,
                                 const struct weir_tree **tree, const struct weir_node **asked);

/* Room for one more item of a list in an arena; NULL when memory is out. */
void *corpus_grow(struct weir_arena *arena, void *items, size_t count, size_t *room, size_t size);

/* The metamorphic properties that a case may switch off; weir-corpus(5) tells each. */
bool corpus_knows_invariant(struct weir_str name);

#endif
