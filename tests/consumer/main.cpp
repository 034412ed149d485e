// The same from C++: the headers are C++ too, and the arena can be owned by a smart pointer.
#include <cstdio>
#include <cstring>
#include <memory>
#include <weir/base.h>

int main(int argc, char **argv)
{
    if (argc != 2 || std::strcmp(argv[1], weir_version()) != 0) {
        std::fprintf(stderr, "version %s is not the one expected\n", weir_version());
        return 1;
    }
    weir_arena *raw = nullptr;
    if (weir_arena_new(1 << 20, &raw) != WEIR_OK)
        return 1;
    std::unique_ptr<weir_arena, decltype(&weir_arena_free)> arena(raw, weir_arena_free);
    const weir_tree *tree = nullptr;
    weir_error error = WEIR_ERROR_INIT;
    if (weir_tree_parse(WEIR_STR("kind: lake\n"), WEIR_STR("lake.yaml"), arena.get(), &tree, &error) != WEIR_OK) {
        std::fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    const weir_node *kind = weir_node_find(weir_tree_root(tree), WEIR_STR("kind"));
    std::printf("C++ %s: kind is %.*s\n", weir_version(), WEIR_FMT(weir_node_text(kind)));
    return weir_str_equal(weir_node_text(kind), WEIR_STR("lake")) ? 0 : 1;
}
