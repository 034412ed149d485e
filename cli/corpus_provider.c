/* Decides what a verify case asks: its own members, those of the shared provider behind them, and its XML as base64. */
#include "corpus_shared.h"

#include "complain.h"
#include "files.h"

/* A question under construction. */
struct asking {
    const struct weir_node *own;    /* the case's map */
    const struct weir_node *shared; /* the provider's; NULL if there is none */
    struct weir_arena *arena;
    struct weir_writer *writer;
};

static bool is_same(const struct weir_node *key, const char *name)
{
    return weir_str_equal(weir_node_text(key), weir_str_from(name));
}

static enum weir_status write_xml(struct asking *asking, struct weir_str xml)
{
    struct weir_str base64;
    TRY(weir_base64_encode(xml, asking->arena, &base64));
    weir_write_key(asking->writer, "response");
    weir_write_text(asking->writer, base64);
    return WEIR_OK;
}

static enum weir_status write_own(struct asking *asking)
{
    for (const struct weir_node *key = weir_node_first(asking->own); key != NULL; key = weir_node_next(key)) {
        if (is_same(key, "base"))
            continue;
        if (is_same(key, "xml")) {
            TRY(write_xml(asking, weir_node_text(weir_node_value(key))));
            continue;
        }
        weir_write_key_str(asking->writer, weir_node_text(key));
        weir_write_node(asking->writer, weir_node_value(key));
    }
    return WEIR_OK;
}

static void write_shared(struct asking *asking)
{
    for (const struct weir_node *key = weir_node_first(asking->shared); key != NULL; key = weir_node_next(key)) {
        if (weir_node_find(asking->own, weir_node_text(key)) != NULL)
            continue;
        weir_write_key_str(asking->writer, weir_node_text(key));
        weir_write_node(asking->writer, weir_node_value(key));
    }
}

static enum weir_status write_question(struct asking *asking, struct weir_str *json)
{
    TRY(weir_writer_new(asking->arena, &asking->writer));
    weir_write_map_begin(asking->writer);
    TRY(write_own(asking));
    write_shared(asking);
    weir_write_map_end(asking->writer);
    return weir_writer_finish(asking->writer, json);
}

static enum cli_exit read_provider(const struct corpus_case *item, const struct weir_node *base,
                                   struct weir_arena *arena, const struct weir_node **map)
{
    struct path path;
    struct file_text file;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_tree *tree = NULL;
    enum cli_exit code = corpus_shared_find(item, base, "providers", "provider", &path);
    if (code == CLI_YES)
        code = files_read(path.text, &file);
    if (code != CLI_YES)
        return code;
    if (weir_tree_parse(file.text, file.name, arena, &tree, &error) != WEIR_OK)
        code = complain(&error, file.name);
    files_free(&file);
    *map = weir_tree_root(tree);
    if (code == CLI_YES && weir_node_kind(*map) != WEIR_NODE_MAP)
        code = complain_about(path.text, "a provider is a map");
    return code;
}

enum cli_exit corpus_provider_of(const struct corpus_case *item, struct weir_arena *arena,
                                 const struct weir_tree **tree, const struct weir_node **asked)
{
    const struct weir_node *const base = weir_node_find(item->question, WEIR_STR("base"));
    struct asking asking = {.own = item->question, .arena = arena};
    struct weir_error error = WEIR_ERROR_INIT;
    struct weir_str json = {NULL, 0};
    if (base == NULL && weir_node_find(item->question, WEIR_STR("xml")) == NULL)
        return CLI_YES;
    if (base != NULL) {
        const enum cli_exit code = read_provider(item, base, arena, &asking.shared);
        if (code != CLI_YES)
            return code;
    }
    if (write_question(&asking, &json) != WEIR_OK)
        return complain_memory();
    if (weir_tree_parse_json(json, weir_tree_name(item->suite->tree), arena, tree, &error) != WEIR_OK)
        return complain(&error, weir_tree_name(item->suite->tree));
    *asked = weir_tree_root(*tree);
    return CLI_YES;
}
