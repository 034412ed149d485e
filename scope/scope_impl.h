/* What the files of scope/ share: how a location is cut, what a grant becomes, how it is written and split. */
#ifndef WEIR_SCOPE_IMPL_H
#define WEIR_SCOPE_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>
#include <weir/scope.h>

/* ------------------------------------------------------------------------------------------- checks */

/* id, code, sentence about the thing that failed. In the order in which they are made. */
#define WEIR_SCOPE_CHECK_MAP(X)                                                                                       \
    X(GRANT_EMPTY, "scope.grant.empty", "EMPTY_GRANT", "nothing is granted")                                          \
    X(PARTITION_UNKNOWN, "scope.partition.unknown", "UNKNOWN_PARTITION", "names no known partition")                  \
    X(DIALECT_OPTION, "scope.dialect.option", "NOT_IN_DIALECT", "needs conditions that the plain dialect lacks")      \
    X(KMS_REGION, "scope.kms.region", "UNKNOWN_REGION",                                                               \
      "is no Region of the policy's partition, and keys that are not known are named by their Region")                \
    X(LOCATION_SYNTAX, "scope.location.syntax", "BAD_LOCATION", "is not an S3 location of the kind that was granted") \
    X(LOCATION_BUCKET_NAME, "scope.location.bucket-name", "BAD_BUCKET", "does not name a valid bucket")               \
    X(LOCATION_DIRECTORY_BUCKET, "scope.location.directory-bucket", "DIRECTORY_BUCKET",                               \
      "names a directory bucket, whose sessions no policy can hold to a prefix")                                      \
    X(LOCATION_KEY_TOO_LONG, "scope.location.key-too-long", "KEY_TOO_LONG", "has a key of more than 1,024 bytes")     \
    X(LOCATION_PARTITION, "scope.location.partition", "BAD_LOCATION", "is of another partition than the policy")      \
    X(LOCATION_UTF8, "scope.location.utf8", "BAD_KEY", "is not UTF-8")                                                \
    X(LOCATION_CONTROL, "scope.location.control", "BAD_KEY", "holds a control character")                             \
    X(LOCATION_DOTS, "scope.location.dots", "AMBIGUOUS_KEY", "holds an empty, `.` or `..` segment")                   \
    X(LOCATION_DIALECT, "scope.location.dialect", "NOT_IN_DIALECT",                                                   \
      "holds `*`, `?` or `$`, or is an access point, which the plain dialect cannot say")                             \
    X(KMS_BUCKET, "scope.kms.bucket", "UNKNOWN_BUCKET",                                                               \
      "is an access point, and keys that are not known are held to a bucket")                                         \
    X(KMS_KEY, "scope.kms.key", "BAD_KMS_KEY", "is not the ARN of a KMS key of the policy's partition")               \
    X(POLICY_TOO_LARGE, "scope.policy.too-large", "TOO_LARGE", "does not fit one session policy, even alone")         \
    X(POLICY_UNPROVED, "scope.policy.unproved", "NOT_PROVED",                                                         \
      "is in a session policy of which it is not certain that it says the grant exactly")                             \
    X(POLICY_OUTSIDE, "scope.policy.outside", "OUTSIDE_REQUEST",                                                      \
      "is in a session policy that allows more than was asked for")

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

/* WEIR_REFUSED with its refusal, or WEIR_ERR_MEMORY. */
enum weir_status weir_scope_refuse(const struct weir_scope_fault *fault, struct weir_arena *arena,
                                   const struct weir_refusal **refusal, struct weir_error *error);

/* ----------------------------------------------------------------------------------------- location */

/* Cuts a URI; PASSED, or which of SYNTAX, BUCKET_NAME, DIRECTORY_BUCKET and KEY_TOO_LONG fails. */
enum weir_scope_check weir_location_cut(struct weir_str uri, struct weir_location *location);
/* What S3 accepts and a policy can say exactly, but no two readers agree on: UTF8, CONTROL, and DOTS unless `literal`. */
enum weir_scope_check weir_location_key_check(struct weir_str key, bool literal);
/* Is the bucket of a location that was cut the ARN of an access point? */
bool weir_location_is_access_point(struct weir_location location);

/* ---------------------------------------------------------------------------------------- partition */

/* The partition that the options name; empty when it is none that exists. `subject` is the text that was asked. */
struct weir_str weir_scope_partition(const struct weir_scope_options *options, struct weir_str *subject);
/* The partition of a Region or an ARN; empty when there is none. */
struct weir_str weir_partition_of_region(struct weir_str region);
struct weir_str weir_partition_of_arn(struct weir_str arn);
/* "amazonaws.com": what the names of a partition's services end in. */
struct weir_str weir_partition_dns_suffix(struct weir_str partition);

/* -------------------------------------------------------------------------------------------- grant */

/* One JSON string of a policy, its quotes included. */
struct weir_spelling {
    struct weir_str json;
    size_t characters;
};

/* A bucket or access point that is reached. */
struct weir_reached_bucket {
    struct weir_str name;
    size_t number; /* from 0, by name */
    struct weir_spelling arn;
};

/* Some keys of one bucket: those that start with `key` when `open`, else that one key alone. */
struct weir_reach {
    const struct weir_reached_bucket *bucket; /* filled by weir_reach_spell */
    struct weir_str bucket_name;
    struct weir_str key;
    bool open;
    bool list;
    enum weir_access access;
    struct weir_str uri;      /* as given, with its closing slash */
    size_t order;             /* position among the grants */
    size_t access_from;       /* the grant that gives whole_access, by its position */
    size_t list_from;         /* and the one that gives whole_list */
    struct weir_reach *first; /* of those with the same key, the one they are joined in; NULL: itself */

    /* With what the reaches around it give: what a policy for this reach alone must say. */
    enum weir_access whole_access;
    bool whole_list;
    struct weir_reach *carrier; /* the kept reach, perhaps itself, that gives all of this */
    bool widens_list;           /* with bare_list: the bare prefix shows what no other grant lists */

    /* The resource of its objects, the prefix of its listing, and the bare one: empty where there is none. */
    struct weir_spelling objects, prefix, bare;
    size_t policy; /* the number of the policy that says it */
};

/* The grants, sorted by bucket and key, each key reached once: what another one covers is gone. */
struct weir_reach_list {
    struct weir_reach **items;
    size_t count;
};

/* What was granted: the reaches that say it all, and every location once, in the order given. */
struct weir_reached {
    const struct weir_reach *all; /* one for each grant, by its position */
    struct weir_reach_list kept;
    struct weir_reach *const *granted;
    size_t granted_count;
};

/* What an emission keeps in hand from its options: checked, defaults filled in. */
struct weir_scope_plan {
    struct weir_scope_options options;
    struct weir_str partition;
    size_t max_characters;
};

/* Does it give access or listing at all? */
bool weir_grant_says_something(const struct weir_grant *grant);
enum weir_status weir_reach_collect(const struct weir_grant_set *grants, const struct weir_scope_plan *plan,
                                    struct weir_arena *arena, struct weir_reached *reached,
                                    struct weir_scope_fault *fault);
/* Drops from a list, sorted as weir_reach_collect sorts it, what its own members give around it already. */
enum weir_status weir_reach_drop_covered(struct weir_reach_list *reaches, struct weir_arena *arena);

/* ------------------------------------------------------------------------------------------- pieces */

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

/* Writes the strings that name each reach. */
enum weir_status weir_reach_spell(const struct weir_reach_list *reaches, const struct weir_scope_plan *plan,
                                  struct weir_arena *arena);

/* ------------------------------------------------------------------------------------------- policy */

/* The constant text of the statements of one emission: each up to its Resource. ASCII, so bytes are characters. */
struct weir_scope_frames {
    struct weir_str objects[WEIR_ACCESS_READWRITE + 1]; /* by access */
    struct weir_str keys[2];                            /* whole statements for [reading, writing]; empty: no keys */
    struct weir_str any_key[2];                         /* up to the encryption context; empty: the keys are known */
    struct weir_str any_key_end;
};
#define WEIR_SCOPE_OPEN "{\"Version\":\"2012-10-17\",\"Statement\":["
#define WEIR_SCOPE_CLOSE "]}"
#define WEIR_SCOPE_LIST "{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":"
#define WEIR_SCOPE_LIST_PREFIX ",\"Condition\":{\"StringLike\":{\"s3:prefix\":"
#define WEIR_SCOPE_LIST_END "}}}"
#define WEIR_SCOPE_LIST_WHOLE \
    "{\"Effect\":\"Allow\",\"Action\":[\"s3:ListBucket\",\"s3:GetBucketLocation\"],\"Resource\":"
#define WEIR_SCOPE_LOCATE "{\"Effect\":\"Allow\",\"Action\":\"s3:GetBucketLocation\",\"Resource\":"
#define WEIR_SCOPE_END "}"

enum weir_status weir_scope_frames_make(const struct weir_scope_plan *plan, const struct weir_key_list *keys,
                                        struct weir_arena *arena, struct weir_scope_frames *frames);
/* Which of a pair of frames an access has: 0 reads, 1 writes. */
static inline size_t weir_scope_writes(enum weir_access access)
{
    return access > WEIR_ACCESS_READ ? 1 : 0;
}

/* The whole policy as compact JSON. */
enum weir_status weir_scope_write(const struct weir_scope_frames *frames, const struct weir_reach_list *reaches,
                                  struct weir_arena *arena, struct weir_str *document, size_t *characters);
/*
 * Spreads the reaches over policies of at most plan->max_characters and numbers them; each list is as weir_scope_write
 * takes it. POLICY_TOO_LARGE where one reach alone is too long.
 */
enum weir_status weir_scope_split(const struct weir_scope_plan *plan, const struct weir_scope_frames *frames,
                                  const struct weir_reached *reached, struct weir_arena *arena,
                                  struct weir_reach_list **policies, size_t *count, struct weir_scope_fault *fault);
/* What the reaches of one policy let out beyond the grant. */
enum weir_status weir_scope_leaks(const struct weir_scope_plan *plan, const struct weir_reach_list *reaches,
                                  struct weir_arena *arena, const struct weir_str **leaks, size_t *count);
/* Of STS's room for a packed policy, in percent. */
enum weir_status weir_scope_estimate_packed(struct weir_str document, struct weir_arena *arena, unsigned *percent);
/* A map of what is known of one session policy, its leaks and warnings where there are some; of decisions too. */
void weir_scope_policy_write(struct weir_writer *writer, const struct weir_scope_policy *policy);

typedef int weir_compare_fn(const void *a, const void *b);
/* In place, without memory of its own: libc's qsort may call malloc. `compare` is a total order. */
void weir_sort_pointers(void **items, size_t count, weir_compare_fn *compare);
/** The same in `items` or in `room` for as many: which of the two is returned, the other one is left in disorder. */
void **weir_merge_pointers(void **items, void **room, size_t count, weir_compare_fn *compare);

#endif
