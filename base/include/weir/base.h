/**
 * @file
 * Text, memory, errors, time, and JSON and YAML as one tree with places: what every module of weir stands on.
 *
 * Everything here is pure: no function reads a file, a clock, a locale or the environment, and there is no mutable
 * file-scope state. Objects may be read by many threads at once; an arena belongs to one thread at a time.
 */
#ifndef WEIR_BASE_H
#define WEIR_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WEIR_API __attribute__((visibility("default")))
#define WEIR_MUST_USE __attribute__((warn_unused_result))
#define WEIR_PRINTF(format_index, first_index) __attribute__((format(printf, format_index, first_index)))
#else
#define WEIR_API
#define WEIR_MUST_USE
#define WEIR_PRINTF(format_index, first_index)
#endif

/** The version of the library that is linked, such as "0.1.0". */
WEIR_API const char *weir_version(void);

/* ---------------------------------------------------------------------------------------------- text */

/** A borrowed, length-counted piece of UTF-8 text. Not NUL-terminated. `{NULL, 0}` is the empty text. */
struct weir_str {
    const char *ptr;
    size_t len;
};

/** A view of a string literal. */
#ifdef __cplusplus
#define WEIR_STR(literal) (weir_str{"" literal, sizeof(literal) - 1})
#else
#define WEIR_STR(literal) ((struct weir_str){"" literal, sizeof(literal) - 1})
#endif
/** What "%.*s" takes for the length of a text: of a longer one its first 4,096 bytes are shown. */
static inline int weir_str_shown(struct weir_str text)
{
    return text.len > 4096 ? 4096 : (int)text.len;
}
/** What "%.*s" takes for the bytes of a text, which may have none. */
static inline const char *weir_str_bytes(struct weir_str text)
{
    return text.ptr == NULL ? "" : text.ptr;
}
/** For printf's "%.*s": the length, then the bytes. */
#define WEIR_FMT(text) weir_str_shown(text), weir_str_bytes(text)

/** A view of a NUL-terminated string; NULL gives the empty text. */
WEIR_API struct weir_str weir_str_from(const char *text);
/** Same bytes. */
WEIR_API bool weir_str_equal(struct weir_str a, struct weir_str b);
/** Same bytes once ASCII letters are folded; other bytes are compared as they are. Reads no locale. */
WEIR_API bool weir_str_equal_fold(struct weir_str a, struct weir_str b);
/** Less than, equal to or greater than zero, by bytes; a prefix sorts first. */
WEIR_API int weir_str_compare(struct weir_str a, struct weir_str b);
WEIR_API bool weir_str_has_prefix(struct weir_str text, struct weir_str prefix);
/** Well-formed UTF-8 without surrogates and overlong forms; NUL is allowed. `*bad` (may be NULL) is the first bad byte. */
WEIR_API bool weir_str_is_utf8(struct weir_str text, size_t *bad);
/** The number of code points of well-formed UTF-8. */
WEIR_API size_t weir_str_code_points(struct weir_str text);
/**
 * Which of `count` known names a mistyped one was most likely meant to be, for "did you mean": the nearest by edits, of which
 * there may be one for every three bytes of the name; the first of several.
 *
 * @param name_at  gives the name at an index of `names`; NULL knows none. Names of more than 64 bytes are passed over.
 * @return a name as `name_at` gave it; empty, its bytes NULL, where none is near, or `typed` is empty or longer than 64.
 */
WEIR_API struct weir_str weir_str_nearest(struct weir_str typed,
                                          struct weir_str (*name_at)(const void *names, size_t index),
                                          const void *names, size_t count);

/* -------------------------------------------------------------------------------------------- errors */

/** name, number (part of the ABI, never reused), sentence */
#define WEIR_STATUS_MAP(X)                                                       \
    X(OK, 0, "no error")                                                         \
    X(ERR_MEMORY, 1, "memory could not be obtained")                             \
    X(ERR_LIMIT, 2, "the input exceeds a documented limit")                      \
    X(ERR_SYNTAX, 3, "the input is not well formed")                             \
    X(ERR_SCHEMA, 4, "the input is well formed but not a document of this kind") \
    X(ERR_USAGE, 5, "the function was called against its contract")              \
    X(REFUSED, 6, "the input was understood and the answer is no")               \
    X(ERR_UNSUPPORTED, 7, "this build lacks the part that the call needs")       \
    X(ERR_INCOMPLETE, 8, "the world does not hold what the answer depends on")

/** Could weir answer? What the answer is, is never a status. */
enum weir_status {
#define WEIR_STATUS_ENUM(name, number, sentence) WEIR_##name = number,
    WEIR_STATUS_MAP(WEIR_STATUS_ENUM)
#undef WEIR_STATUS_ENUM
};

/** "WEIR_ERR_SYNTAX"; "WEIR_UNKNOWN" for a number that is no status. */
WEIR_API const char *weir_status_name(enum weir_status status);
/** The sentence of the map above. */
WEIR_API const char *weir_status_sentence(enum weir_status status);

/** Where and why a call failed. Filled only on failure; the first error wins. No heap, copyable. */
struct weir_error {
    enum weir_status status;
    uint32_t line;     /**< 1-based; 0: not tied to a place in a text */
    uint32_t column;   /**< 1-based, counted in bytes */
    uint64_t offset;   /**< bytes from the start of the text */
    char source[128];  /**< the name that was given with the text, "" if none */
    char path[128];    /**< JSON pointer of the node, "" for the whole document; cut on the left with "..." */
    char message[256]; /**< one lower-case sentence, no final stop, no secret material */
};

/** A zeroed error. */
#define WEIR_ERROR_INIT {WEIR_OK, 0, 0, 0, "", "", ""}

/* -------------------------------------------------------------------------------------------- memory */

/**
 * A region of memory with the caller's byte limit. What a weir function returns lives in the arena it was given and
 * dies with it. Not for use by two threads at once.
 */
struct weir_arena;

/**
 * A new arena that will hold at most `max_bytes` bytes, its own book-keeping included; 0 means no limit.
 * @return WEIR_OK; WEIR_ERR_MEMORY when the first block cannot be had; WEIR_ERR_USAGE when `arena` is NULL.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_arena_new(size_t max_bytes, struct weir_arena **arena);
/** Forgets everything allocated; one block is kept for reuse. NULL does nothing. */
WEIR_API void weir_arena_reset(struct weir_arena *arena);
/** Frees the arena and all that lives in it. NULL does nothing. */
WEIR_API void weir_arena_free(struct weir_arena *arena);
/** Overwrites whatever the arena's blocks hold, for one that held secrets, before it is reset or freed. NULL does nothing. */
WEIR_API void weir_arena_wipe(struct weir_arena *arena);
/** Overwrites bytes that are not looked at again; no compiler leaves it out. NULL with 0 does nothing. */
WEIR_API void weir_wipe(void *bytes, size_t count);
/** Bytes handed out since the last reset; 0 for NULL. */
WEIR_API size_t weir_arena_used(const struct weir_arena *arena);
/**
 * `count * size` bytes, zeroed, aligned for any object; NULL past the limit, on overflow, or for a NULL arena.
 * A request for zero bytes gives a pointer that must not be read.
 */
WEIR_API void *weir_arena_alloc(struct weir_arena *arena, size_t count, size_t size);

/* ---------------------------------------------------------------------------------------------- time */

/**
 * An RFC 3339 instant ("2026-03-02T09:00:00Z", "2026-03-02T10:00:00.25+01:00") to seconds since 1970-01-01T00:00:00Z,
 * its fraction cut off. A leap second (:60) is the last second of its minute. Years 0001 to 9999.
 * @return false, and 0, for any other text.
 */
WEIR_API bool weir_time_parse(struct weir_str text, int64_t *unix_s);
/** Seconds since the epoch, whole or with a fraction that is cut off, as decimal text ("1772442000", "-1", "1772442000.5"). */
WEIR_API bool weir_time_parse_epoch(struct weir_str text, int64_t *unix_s);
/** "2026-03-02T09:00:00Z" into `out`, NUL-terminated; false (and "") outside years 0001 to 9999. */
WEIR_API bool weir_time_format(int64_t unix_s, char out[21]);

/* -------------------------------------------------------------------------------------------- base64 */

/**
 * Standard base64 (RFC 4648 §4): padding demanded, no white space, no unused bits set.
 * @return WEIR_OK; WEIR_ERR_SYNTAX with the offset of the first bad character; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_base64_decode(struct weir_str text, struct weir_arena *arena,
                                                           struct weir_str *bytes, struct weir_error *error);
WEIR_API WEIR_MUST_USE enum weir_status weir_base64_encode(struct weir_str bytes, struct weir_arena *arena,
                                                           struct weir_str *text);

/* ---------------------------------------------------------------------------------------------- tree */

/** A parsed text: its nodes, its bytes and its name. Immutable; lives in the arena it was parsed into. */
struct weir_tree;
/** A value inside a tree, or the key of a map's member. */
struct weir_node;

enum weir_node_kind {
    WEIR_NODE_ABSENT = 0, /**< the kind of NULL */
    WEIR_NODE_NULL = 1,   /**< JSON null */
    WEIR_NODE_BOOL = 2,   /**< JSON true, false */
    WEIR_NODE_NUMBER = 3, /**< JSON number; its text is kept as written */
    WEIR_NODE_TEXT = 4,   /**< JSON string; any YAML scalar (see weir_node_is_plain) */
    WEIR_NODE_LIST = 5,
    WEIR_NODE_MAP = 6
};

/**
 * Strict JSON (RFC 8259) to a tree. The text is copied. Refused: bad UTF-8, NUL, a lone surrogate, a duplicate key,
 * text after the value, more than WEIR_MAX_DEPTH levels, more than WEIR_MAX_TEXT_BYTES bytes (see weir/limits.h).
 * A UTF-8 byte order mark is refused.
 * @param name  what errors and places call the text, such as its file name; copied.
 * @return WEIR_OK; WEIR_ERR_SYNTAX, WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY; WEIR_ERR_USAGE on a NULL argument.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_tree_parse_json(struct weir_str text, struct weir_str name,
                                                             struct weir_arena *arena, const struct weir_tree **tree,
                                                             struct weir_error *error);
/**
 * One YAML document, core subset, to a tree: no anchors, aliases, tags, merge keys, directives or second document;
 * duplicate keys and keys that are not scalars are refused. All scalars are WEIR_NODE_TEXT; a plain one answers true
 * to weir_node_is_plain and is typed by whoever reads it.
 * Limits and statuses are those of weir_tree_parse_json.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_tree_parse_yaml(struct weir_str text, struct weir_str name,
                                                             struct weir_arena *arena, const struct weir_tree **tree,
                                                             struct weir_error *error);
/**
 * JSON if the first character that is not white space is `{` or `[`, else YAML: how weir reads its own documents,
 * which may be written in either.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_tree_parse(struct weir_str text, struct weir_str name,
                                                        struct weir_arena *arena, const struct weir_tree **tree,
                                                        struct weir_error *error);
/**
 * JSON held by a scalar of another tree (a policy inside a world). Places of the new tree are those of `holder`;
 * an error's message ends with the line and column inside the text, its path is the holder's followed by its own.
 * @param text  the JSON itself, as decoded from the holder (its text, or its URL-decoded text).
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_tree_parse_json_within(const struct weir_tree *outer,
                                                                    const struct weir_node *holder,
                                                                    struct weir_str text, struct weir_arena *arena,
                                                                    const struct weir_tree **tree,
                                                                    struct weir_error *error);

WEIR_API const struct weir_node *weir_tree_root(const struct weir_tree *tree);
WEIR_API struct weir_str weir_tree_name(const struct weir_tree *tree);

/** A place for people: the text's name, line and column (1-based, bytes). All zero when unknown. */
struct weir_place {
    struct weir_str source;
    uint32_t line;
    uint32_t column;
    uint64_t offset;
};
/** The place of a node of this tree; for a tree held within another, the holder's. Cost: a part of the text is read. */
WEIR_API struct weir_place weir_tree_place(const struct weir_tree *tree, const struct weir_node *node);
/** The JSON pointer (RFC 6901) of a node of this tree; empty for the root. @return WEIR_OK or WEIR_ERR_MEMORY. */
WEIR_API WEIR_MUST_USE enum weir_status weir_tree_pointer(const struct weir_tree *tree, const struct weir_node *node,
                                                          struct weir_arena *arena, struct weir_str *pointer);

/** All of these are total: NULL is absent, empty, false. */
WEIR_API enum weir_node_kind weir_node_kind(const struct weir_node *node);
/** A scalar's text: decoded for strings, as written for numbers, "true", "false", "null". Empty for containers. */
WEIR_API struct weir_str weir_node_text(const struct weir_node *node);
/** A YAML scalar that was written without quotes and not as a block. */
WEIR_API bool weir_node_is_plain(const struct weir_node *node);
/** JSON null, or a plain YAML `null`, `~` or nothing at all. */
WEIR_API bool weir_node_is_null(const struct weir_node *node);
/** Items of a list, members of a map; 0 for others. */
WEIR_API size_t weir_node_count(const struct weir_node *node);
/** The value of a map's member, or NULL. */
WEIR_API const struct weir_node *weir_node_find(const struct weir_node *map, struct weir_str key);
/** The first item of a list, or the first key of a map; NULL if there is none. */
WEIR_API const struct weir_node *weir_node_first(const struct weir_node *container);
/** The item after an item, or the key after a key. */
WEIR_API const struct weir_node *weir_node_next(const struct weir_node *node);
/** The value that belongs to a key. */
WEIR_API const struct weir_node *weir_node_value(const struct weir_node *key);

/**
 * Readers that a schema uses. Each demands its type and fails with WEIR_ERR_SCHEMA and the place of `node` (or of the
 * root where `node` is NULL: the caller should test for an absent member first); `what` names the member in the
 * message. A JSON value or a plain YAML scalar of the right look is accepted; a quoted one is text only.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_read_text(const struct weir_tree *tree, const struct weir_node *node,
                                                       const char *what, struct weir_str *out,
                                                       struct weir_error *error);
WEIR_API WEIR_MUST_USE enum weir_status weir_read_bool(const struct weir_tree *tree, const struct weir_node *node,
                                                       const char *what, bool *out, struct weir_error *error);
WEIR_API WEIR_MUST_USE enum weir_status weir_read_int64(const struct weir_tree *tree, const struct weir_node *node,
                                                        const char *what, int64_t *out, struct weir_error *error);

/**
 * Fills `error` (unless it is NULL or already filled) and returns `status`: the way every function of weir fails.
 * `weir_fail_at` adds the place and pointer of a node; a NULL tree or node leaves them empty or at the root.
 */
WEIR_API enum weir_status weir_fail(struct weir_error *error, enum weir_status status, const char *format, ...)
    WEIR_PRINTF(3, 4);
WEIR_API enum weir_status weir_fail_at(struct weir_error *error, enum weir_status status, const struct weir_tree *tree,
                                       const struct weir_node *node, const char *format, ...) WEIR_PRINTF(5, 6);

/* ------------------------------------------------------------------------------------------ refusals */

/** One thing that was looked at on the way to an answer. */
struct weir_check {
    struct weir_str id; /**< "scope.location.bucket-name" */
    bool passed;
    struct weir_str because; /**< empty when it passed */
};

/**
 * The answer "no" of a function that otherwise hands out an object. Lives in the caller's arena.
 * `code`, `status` and `message` are AWS's where AWS has them.
 */
struct weir_refusal {
    struct weir_str check; /**< id of the check that failed */
    struct weir_str code;
    int status; /**< HTTP status, 0 where there is none */
    struct weir_str message;
    struct weir_str subject;         /**< the piece of input that failed it, whole; empty where there is none */
    const struct weir_check *checks; /**< in the order they were made, the failed one last */
    size_t check_count;
};

/* ------------------------------------------------------------------------------------------- writing */

/**
 * A growing text in an arena, and JSON written into it. The first failure sticks: write everything, then ask once.
 * Strings are escaped as RFC 8785 does it: `"` `\` and controls, nothing else.
 */
struct weir_writer;

WEIR_API WEIR_MUST_USE enum weir_status weir_writer_new(struct weir_arena *arena, struct weir_writer **writer);
/** Raw bytes, outside any JSON. */
WEIR_API void weir_write_raw(struct weir_writer *writer, struct weir_str bytes);
WEIR_API void weir_write_format(struct weir_writer *writer, const char *format, ...) WEIR_PRINTF(2, 3);
/** JSON: commas and colons are set by the writer. Inside a map every value follows weir_write_key. */
WEIR_API void weir_write_map_begin(struct weir_writer *writer);
WEIR_API void weir_write_map_end(struct weir_writer *writer);
WEIR_API void weir_write_list_begin(struct weir_writer *writer);
WEIR_API void weir_write_list_end(struct weir_writer *writer);
WEIR_API void weir_write_key(struct weir_writer *writer, const char *key);
WEIR_API void weir_write_key_str(struct weir_writer *writer, struct weir_str key);
WEIR_API void weir_write_text(struct weir_writer *writer, struct weir_str text);
WEIR_API void weir_write_int64(struct weir_writer *writer, int64_t number);
WEIR_API void weir_write_bool(struct weir_writer *writer, bool value);
WEIR_API void weir_write_null(struct weir_writer *writer);
/** A value whose text is JSON already. */
WEIR_API void weir_write_json(struct weir_writer *writer, struct weir_str json);
/** A node, in the order and with the numbers of its text; a plain YAML scalar becomes null, true, false, a JSON number or text by its look. */
WEIR_API void weir_write_node(struct weir_writer *writer, const struct weir_node *node);
/** The same with the members of every map sorted by key bytes: equal trees give equal text. */
WEIR_API void weir_write_node_canonical(struct weir_writer *writer, const struct weir_node *node);
/** An error as a map: status, message, source, line, column, path. */
WEIR_API void weir_write_error(struct weir_writer *writer, const struct weir_error *error);
/** The text so far; it lives in the arena. @return WEIR_OK, WEIR_ERR_MEMORY, WEIR_ERR_LIMIT (too deep), or WEIR_ERR_USAGE for an unfinished map or list. */
WEIR_API WEIR_MUST_USE enum weir_status weir_writer_finish(struct weir_writer *writer, struct weir_str *text);

#ifdef __cplusplus
}
#endif

#endif
