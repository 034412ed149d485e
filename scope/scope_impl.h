/* What the files of scope/ share: how a location is cut, what a grant becomes, how it is written. */
#ifndef WEIR_SCOPE_IMPL_H
#define WEIR_SCOPE_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>
#include <weir/scope.h>

/* ------------------------------------------------------------------------------------------- checks */

/* id, AWS code, sentence about the thing that failed. In the order in which they are made. */
#define WEIR_SCOPE_CHECK_MAP(X)                                                                                    \
    X(GRANT_EMPTY, "scope.grant.empty", "AccessDeniedException", "nothing is granted")                             \
    X(PARTITION_UNKNOWN, "scope.partition.unknown", "InvalidInputException", "names no known partition")           \
    X(LOCATION_SYNTAX, "scope.location.syntax", "InvalidInputException",                                           \
      "is not an S3 location of the kind that was granted")                                                        \
    X(LOCATION_BUCKET_NAME, "scope.location.bucket-name", "InvalidInputException", "does not name a valid bucket") \
    X(LOCATION_KEY_TOO_LONG, "scope.location.key-too-long", "InvalidInputException",                               \
      "has a key of more than 1,024 bytes")                                                                        \
    X(LOCATION_UTF8, "scope.location.utf8", "InvalidInputException", "is not UTF-8")                               \
    X(LOCATION_CONTROL, "scope.location.control", "InvalidInputException", "holds a control character")            \
    X(LOCATION_DOTS, "scope.location.dots", "InvalidInputException", "holds an empty, `.` or `..` segment")        \
    X(KMS_KEY, "scope.kms.key", "InvalidInputException", "is not the ARN of a KMS key of the policy's partition")  \
    X(POLICY_TOO_LARGE, "scope.policy.too-large", "PackedPolicyTooLarge", "does not fit one session policy")

enum weir_scope_check {
    WEIR_SCOPE_PASSED = 0,
#define WEIR_SCOPE_CHECK_ENUM(name, id, code, sentence) WEIR_SCOPE_##name,
    WEIR_SCOPE_CHECK_MAP(WEIR_SCOPE_CHECK_ENUM)
#undef WEIR_SCOPE_CHECK_ENUM
};

/* A check that failed and the piece of input that failed it. */
struct weir_scope_fault {
    enum weir_scope_check check;
    struct weir_str subject;
};

/* ----------------------------------------------------------------------------------------- location */

/* Cuts a URI; PASSED, or which of SYNTAX, BUCKET_NAME and KEY_TOO_LONG fails. */
enum weir_scope_check weir_location_cut(struct weir_str uri, struct weir_location *location);
/* What S3 accepts and a policy can say exactly, but no two readers agree on: UTF8, DOTS, CONTROL. */
enum weir_scope_check weir_location_key_check(struct weir_str key);

/* -------------------------------------------------------------------------------------------- grant */

/* Some keys of one bucket: those that start with `key` when `open`, else that one key alone. */
struct weir_reach {
    struct weir_str bucket;
    struct weir_str key;
    bool open;
    bool list;
    enum weir_access access;
    struct weir_str uri; /* as given, with its closing slash */
    size_t order;        /* position among the grants */
};

/* The grants, sorted by bucket and key, each key reached once: what another one covers is gone. */
struct weir_reach_list {
    struct weir_reach **items;
    size_t count;
    const struct weir_str *locations; /* of all that was granted, in the order given, each once */
    size_t location_count;
};

/* Does it give access or listing at all? */
bool weir_grant_says_something(const struct weir_grant *grant);
enum weir_status weir_reach_collect(const struct weir_grant_set *grants, struct weir_arena *arena,
                                    struct weir_reach_list *reaches, struct weir_scope_fault *fault);

/* ------------------------------------------------------------------------------------------- pieces */

/* The partition that the options name; empty when it is none that exists. `subject` is the text that was asked. */
struct weir_str weir_scope_partition(const struct weir_scope_options *options, struct weir_str *subject);

struct weir_key_list {
    const struct weir_str **items; /* sorted, each once */
    size_t count;
};
enum weir_status weir_kms_keys_collect(const struct weir_grant_set *grants, struct weir_str partition,
                                       struct weir_arena *arena, struct weir_key_list *keys,
                                       struct weir_scope_fault *fault);

/* The inside of a JSON string for STS: a text, or a text whose wildcard and variable characters stand for themselves. */
void weir_literal_write(struct weir_writer *writer, struct weir_str text);
void weir_literal_write_escaped(struct weir_writer *writer, struct weir_str text);

/* The whole policy as compact JSON. */
enum weir_status weir_scope_write(struct weir_str partition, const struct weir_reach_list *reaches,
                                  const struct weir_key_list *keys, struct weir_arena *arena,
                                  struct weir_str *document);

typedef int weir_compare_fn(const void *a, const void *b);
/* In place, without memory of its own: libc's qsort may call malloc. `compare` is a total order. */
void weir_sort_pointers(void **items, size_t count, weir_compare_fn *compare);

#endif
