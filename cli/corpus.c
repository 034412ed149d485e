/* Decides whether a suite file is one: its members, its cases, their ids, citations and twins [weir-corpus(5)]. */
#include "corpus.h"

#include <stdlib.h>
#include <string.h>

#include <sys/stat.h>

#include "complain.h"
#include "corpus_members.h"
#include "files.h"

/* Every file is looked at before the first case runs, so that one run tells of all wrong files. */
static enum cli_exit read_tree(struct corpus *corpus, struct corpus_suite *suite)
{
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    enum cli_exit code = files_read(suite->path, &file);
    if (code != CLI_YES)
        return code;
    if (weir_tree_parse(file.text, file.name, corpus->arena, &suite->tree, &error) != WEIR_OK)
        code = complain(&error, file.name);
    files_free(&file);
    return code;
}

static enum weir_status check_order(const struct corpus *corpus, const struct corpus_case *item,
                                    struct weir_error *error)
{
    if (corpus->case_count == 0)
        return WEIR_OK;
    const struct corpus_case *const before = corpus->cases[corpus->case_count - 1];
    if (before->suite != item->suite || weir_str_compare(before->id, item->id) < 0)
        return WEIR_OK;
    return weir_fail_at(error, WEIR_ERR_SCHEMA, item->suite->tree, item->node,
                        "case %.*s must stand before %.*s: ids are unique and sorted", WEIR_FMT(item->id),
                        WEIR_FMT(before->id));
}

static enum weir_status add_case(struct corpus *corpus, const struct corpus_suite *suite, const struct weir_node *node,
                                 struct weir_error *error)
{
    struct corpus_case *const item = weir_arena_alloc(corpus->arena, 1, sizeof(*item));
    struct corpus_case **const cases = corpus_grow(corpus->arena, corpus->cases, corpus->case_count, &corpus->case_room,
                                                   sizeof(*cases));
    if (item == NULL || cases == NULL)
        return weir_fail(error, WEIR_ERR_MEMORY, "memory could not be obtained");
    corpus->cases = cases;
    item->suite = suite;
    item->node = node;
    TRY(corpus_read_case(corpus->rulebook, item, error));
    TRY(check_order(corpus, item, error));
    corpus->cases[corpus->case_count++] = item;
    return WEIR_OK;
}

static enum weir_status read_suite(struct corpus *corpus, struct corpus_suite *suite, struct weir_error *error)
{
    const struct weir_node *cases = NULL;
    TRY(corpus_read_suite(suite, &cases, error));
    for (const struct weir_node *node = weir_node_first(cases); node != NULL; node = weir_node_next(node))
        TRY(add_case(corpus, suite, node, error));
    return WEIR_OK;
}

static enum cli_exit add_suite(struct corpus *corpus, const char *path)
{
    struct weir_error error = WEIR_ERROR_INIT;
    struct corpus_suite *const suite = weir_arena_alloc(corpus->arena, 1, sizeof(*suite));
    struct corpus_suite **const suites = corpus_grow(corpus->arena, corpus->suites, corpus->suite_count,
                                                     &corpus->suite_room, sizeof(*suites));
    if (suite == NULL || suites == NULL)
        return complain_memory();
    suite->path = path;
    corpus->suites = suites;
    corpus->suites[corpus->suite_count++] = suite;
    const enum cli_exit code = read_tree(corpus, suite);
    if (code != CLI_YES)
        return code;
    return read_suite(corpus, suite, &error) == WEIR_OK ? CLI_YES : complain(&error, weir_str_from(path));
}

static int compare_ids(const void *a, const void *b)
{
    const struct corpus_case *const *const left = a;
    const struct corpus_case *const *const right = b;
    return weir_str_compare((*left)->id, (*right)->id);
}

static int compare_to_id(const void *key, const void *item)
{
    const struct weir_str *const id = key;
    const struct corpus_case *const *const other = item;
    return weir_str_compare(*id, (*other)->id);
}

static struct weir_place place_of(const struct corpus_case *item, const char *member)
{
    return weir_tree_place(item->suite->tree, weir_node_find(item->node, weir_str_from(member)));
}

/* The decisions that a case expects, one word a step; false where it leaves one open. */
static bool expected_words(const struct corpus_case *item, const struct weir_node **step, struct weir_str *word)
{
    *step = *step == NULL ? weir_node_first(weir_node_find(item->expect, WEIR_STR("decisions")))
                          : weir_node_next(*step);
    *word = weir_node_text(weir_node_find(*step, WEIR_STR("decision")));
    return *step == NULL || word->len > 0;
}

/* Steps may be many, and each of them has its word. */
static bool decisions_are_equal(const struct corpus_case *a, const struct corpus_case *b)
{
    const struct weir_node *a_step = NULL;
    const struct weir_node *b_step = NULL;
    struct weir_str a_word;
    struct weir_str b_word;
    do {
        if (!expected_words(a, &a_step, &a_word) || !expected_words(b, &b_step, &b_word))
            return false;
        if (!weir_str_equal(a_word, b_word))
            return false;
    } while (a_step != NULL && b_step != NULL);
    return a_step == NULL && b_step == NULL && weir_node_find(a->expect, WEIR_STR("decisions")) != NULL &&
           weir_node_find(b->expect, WEIR_STR("decisions")) != NULL;
}

/* Twins differ in their answer, or one of them shows nothing. Answers that are not spelt out are not compared. */
static bool answers_are_equal(const struct corpus_case *a, const struct corpus_case *b)
{
    const struct weir_str left = weir_node_text(weir_node_find(a->expect, WEIR_STR("decision")));
    const struct weir_str right = weir_node_text(weir_node_find(b->expect, WEIR_STR("decision")));
    if (left.len > 0 || right.len > 0)
        return weir_str_equal(left, right);
    return decisions_are_equal(a, b);
}

static enum cli_exit check_twin(const struct corpus *corpus, struct corpus_case *const *sorted,
                                const struct corpus_case *item)
{
    if (item->twin.len == 0)
        return CLI_YES;
    const struct corpus_case *const *const twin = bsearch(&item->twin, sorted, corpus->case_count, sizeof(*sorted),
                                                          compare_to_id);
    const struct weir_place place = place_of(item, "twin");
    if (twin == NULL)
        return corpus->whole ? complain_at(place, "no case is called %.*s", WEIR_FMT(item->twin)) : CLI_YES;
    if (*twin == item)
        return complain_at(place, "case %.*s is its own twin", WEIR_FMT(item->id));
    if (answers_are_equal(item, *twin))
        return complain_at(place, "case %.*s and its twin %.*s expect the same decisions", WEIR_FMT(item->id),
                           WEIR_FMT(item->twin));
    return CLI_YES;
}

/* What one file alone cannot show: an id used twice, a twin that is nowhere. */
static enum cli_exit check_across(const struct corpus *corpus)
{
    enum cli_exit worst = CLI_YES;
    struct corpus_case **const sorted = weir_arena_alloc(corpus->arena, corpus->case_count, sizeof(*sorted));
    if (sorted == NULL)
        return complain_memory();
    memcpy(sorted, corpus->cases, corpus->case_count * sizeof(*sorted));
    qsort(sorted, corpus->case_count, sizeof(*sorted), compare_ids);
    for (size_t i = 1; i < corpus->case_count; i++) {
        if (weir_str_equal(sorted[i]->id, sorted[i - 1]->id))
            worst = complain_at(place_of(sorted[i], "id"), "the id %.*s is also used in %s", WEIR_FMT(sorted[i]->id),
                                sorted[i - 1]->suite->path);
    }
    for (size_t i = 0; i < corpus->case_count; i++) {
        if (check_twin(corpus, sorted, corpus->cases[i]) != CLI_YES)
            worst = CLI_UNREADABLE;
    }
    return worst;
}

static bool all_are_folders(const char *const *paths, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        if (stat(paths[i], &about) != 0 || !S_ISDIR(about.st_mode))
            return false;
    }
    return true;
}

enum cli_exit corpus_load(struct corpus *corpus, const char *const *paths, size_t count)
{
    const char **files = NULL;
    size_t file_count = 0;
    enum cli_exit worst = corpus_find(corpus->arena, paths, count, &files, &file_count);
    if (worst != CLI_YES)
        return worst;
    corpus->whole = all_are_folders(paths, count);
    for (size_t i = 0; i < file_count; i++) {
        const enum cli_exit code = add_suite(corpus, files[i]);
        worst = code > worst ? code : worst;
    }
    if (worst == CLI_YES && corpus->case_count == 0)
        worst = complain_about(paths[0], "there is no case here");
    return worst == CLI_YES ? check_across(corpus) : worst;
}

void corpus_free(struct corpus *corpus)
{
    for (size_t i = 0; i < corpus->world_count; i++)
        weir_world_release(corpus->worlds[i].world);
    corpus->world_count = 0;
}
