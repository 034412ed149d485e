/**
 * @file
 * The session policy for a grant of S3 access: exactly the grant, as short as can be. Text and reasons: [scope-shape].
 *
 * Pure and thread-safe. A location is what a catalog wrote down, so it is treated as hostile: its wildcard characters
 * are escaped, and what cannot be said exactly is refused.
 */
#ifndef WEIR_SCOPE_H
#define WEIR_SCOPE_H

#include <weir/base.h>
#include <weir/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a location names. */
enum weir_location_kind {
    WEIR_LOCATION_PREFIX = 0, /**< every key below `key/`; a trailing slash is added where it is missing */
    WEIR_LOCATION_BUCKET = 1, /**< every key of the bucket */
    WEIR_LOCATION_OBJECT = 2, /**< one key */
    WEIR_LOCATION_CHARACTERS =
        3 /**< every key that starts with the given characters: only where the grantor wrote `p*` */
};

enum weir_access {
    WEIR_ACCESS_NONE = 0,
    WEIR_ACCESS_READ = 1,
    WEIR_ACCESS_APPEND = 2, /**< read and write without delete */
    WEIR_ACCESS_READWRITE = 3
};

/** One location and how far it may be used. */
struct weir_grant {
    struct weir_str
        location; /**< as weir_location_parse takes it; bytes of the key are literal, nothing is normalised */
    enum weir_location_kind kind;
    enum weir_access access;
    bool list; /**< may also list below the location (not for an object) */
};

/** Grants of one set: far above a catalog's tables, so that a call is bounded. */
#define WEIR_SCOPE_MAX_GRANTS 100000

/** A grant: locations, and the KMS keys that their objects are encrypted with. Borrowed for the call. */
struct weir_grant_set {
    size_t size;
    const struct weir_grant *grants;
    size_t count;
    const struct weir_str *kms_keys; /**< key ARNs */
    size_t kms_key_count;
};
#define WEIR_GRANT_SET_INIT {.size = sizeof(struct weir_grant_set)}

/** What the server that will read the policy understands. */
enum weir_scope_dialect {
    WEIR_SCOPE_AWS = 0,
    WEIR_SCOPE_PLAIN = 1 /**< no `${*}`, access points or encryption context: what needs them is refused */
};

/** STS's bound on the text of a session policy, in characters ([sts-api-assumerole], Policy). */
#define WEIR_SCOPE_MAX_CHARACTERS 2048
/** From this estimate on a caller should expect that STS may refuse the packed policy ([scope-packed]). */
#define WEIR_SCOPE_PACKED_WARNING_PERCENT 70

/** What is written for whom. Zeroed but for `size` is the default. The last four widen the policy: see `leaks`. */
struct weir_scope_options {
    size_t size;
    struct weir_str role_arn;  /**< the role that the policy narrows: its partition is the policy's */
    struct weir_str partition; /**< used when there is no role ARN */
    struct weir_str region;    /**< of the buckets; its partition is used when there is neither of those */
    enum weir_scope_dialect dialect;
    size_t max_characters; /**< of one policy; 0: WEIR_SCOPE_MAX_CHARACTERS */
    bool literal_keys;     /**< take keys with empty, `.` and `..` segments as they stand instead of refusing them */
    bool bare_list;        /**< list also with the prefix `k` for `k/`, as clients that look for one object do */
    bool versions;         /**< reading takes in GetObjectVersion */
    bool tagging;          /**< reading and writing take in GetObjectTagging, PutObjectTagging */
    bool unknown_kms;      /**< the keys are not known: any key, through S3 of `region`, for these objects */
    const struct weir_grant_set
        *within; /**< what was asked for, where that is another thing than the grant: no policy may allow more */
};
#define WEIR_SCOPE_OPTIONS_INIT {.size = sizeof(struct weir_scope_options)}

struct weir_scope;

/**
 * Writes the session policies of a grant: one where it fits, else as few as first fit finds, each with all that the
 * grant gives to its locations. Each text is then read again and compared both ways with the grant, and given only if the
 * two are the same. Time is linear but for sorting, and for the product of buckets and buckets' listings.
 *
 * @param options  NULL is the default.
 * @param[out] scope    the policies, or NULL.
 * @param[out] refusal  why there is none, or NULL. On WEIR_OK `scope` is set; on WEIR_REFUSED `refusal` is; never both.
 *                      Its code is one of weir's own words, such as "TOO_LARGE"; its subject is the location, the key
 *                      or the option that failed.
 * @return WEIR_OK; WEIR_REFUSED (nothing granted, a bad location, no partition, a location too large for a policy, a
 *         text whose tightness was not proved, or that allows more than `within`);
 *         WEIR_ERR_USAGE on a NULL argument or a struct of another size; WEIR_ERR_LIMIT; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_emit(const struct weir_grant_set *grants,
                                                        const struct weir_scope_options *options,
                                                        struct weir_arena *arena, const struct weir_scope **scope,
                                                        const struct weir_refusal **refusal, struct weir_error *error);

/** What is known of an emitted document. */
enum weir_scope_proof {
    WEIR_SCOPE_UNPROVED = 0, /**< of no document that was emitted */
    WEIR_SCOPE_TIGHT = 1     /**< its text was read again, and allows every request of the grant and no other */
};
/** "tight"; empty for anything else. */
WEIR_API const char *weir_scope_proof_name(enum weir_scope_proof proof);

/** One emitted document. */
struct weir_scope_policy {
    struct weir_str document; /**< compact JSON, only characters that STS accepts */
    size_t characters;        /**< as STS counts them */
    const struct weir_str
        *locations; /**< the grant's locations that it covers, as given but with their closing slash */
    size_t location_count;
    unsigned
        packed_estimate_percent;  /**< of STS's packed size: a model of one measurement, no promise ([scope-packed]) */
    const struct weir_str *leaks; /**< what it allows beyond the grant, one sentence an option that widened it */
    size_t leak_count;
    /**
     * Always WEIR_SCOPE_TIGHT. Options that widen are part of what is compared: with `leaks` the document allows the
     * grant and just what they name. Of several documents each is as tight for its locations as the grant, whole, is for
     * them, so that all of them together are the grant.
     */
    enum weir_scope_proof proof;
};
/** Total: 0 and false for NULL or past the end. */
WEIR_API size_t weir_scope_policy_count(const struct weir_scope *scope);
WEIR_API bool weir_scope_policy(const struct weir_scope *scope, size_t index, struct weir_scope_policy *policy);

/** The S3 location of a URI, cut into its parts; texts are views into it. */
struct weir_location {
    struct weir_str bucket; /**< a bucket's name, or the ARN of an access point */
    struct weir_str key;    /**< all bytes after the slash behind it, literal; empty for the bucket itself */
};
/**
 * "s3://", "s3a://" and "s3n://" URIs ([s3-uri]) of a bucket or of an access point ("s3://arn:…:accesspoint/NAME/key"),
 * and the latter without a scheme; there a key that begins with "object/" has two readings and is refused.
 * False where there is no valid name or the key is over 1,024 bytes.
 */
WEIR_API bool weir_location_parse(struct weir_str uri, struct weir_location *location);
/** Is `inner` at or below `outer`, both read as prefixes that end at a slash? */
WEIR_API bool weir_location_contains(struct weir_location outer, struct weir_location inner);

/* -------------------------------------------------------------------------------------------- asking */

/** A grant as a document states it, and how its policies are wanted. */
struct weir_scope_ask {
    struct weir_grant_set grants;
    struct weir_scope_options options;
    const struct weir_node *id; /**< whatever the document calls itself; NULL if it does not */
};

/**
 * Reads a question from a map, whose members are
 *
 *     id         anything, given back with the answer
 *     grants     a list of {location, kind, access, list}: kind "prefix" (the default), "bucket", "object" or
 *                "characters"; access "READ", "APPEND", "READWRITE" or "NONE" (the default); list true or false
 *     partition, region   as in struct weir_scope_options
 *     kms        a list of key ARNs
 *     options    {role_arn, dialect: "aws" or "plain", max_characters, literal_keys, bare_list, versions, tagging,
 *                unknown_kms}
 *
 * All but `grants` and a grant's `location` may be left out.
 * @param[out] ask  lives in the arena, as its texts do in the tree; NULL on failure.
 * @return WEIR_OK; WEIR_ERR_SCHEMA or WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY; WEIR_ERR_USAGE.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                                            struct weir_arena *arena, const struct weir_scope_ask **ask,
                                                            struct weir_error *error);
/**
 * Answers a question into a map that is open: `policies`, a list of {"document","characters",
 * "packed_estimate_percent","locations","proof"} with "leaks" where there are some and "warnings" where the estimate gives
 * reason; or `refused`, {"code","location","message","check"}, its location null where no location failed.
 * @param[out] refused  may be NULL; true on failure.
 * @return as weir_scope_emit, but that a refusal is an answer: WEIR_OK.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_ask_write(const struct weir_scope_ask *ask, struct weir_arena *arena,
                                                             struct weir_writer *writer, bool *refused,
                                                             struct weir_error *error);
/** Reads and answers: {"id","policies"} or {"id","refused"} on one line; `id` is null where the question has none. */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                                            struct weir_arena *arena, struct weir_str *json,
                                                            bool *refused, struct weir_error *error);

/* ----------------------------------------------------------------------------------------- inclusion */

/** Is everything that one set of policies allows also allowed by another? */
enum weir_inclusion_answer {
    WEIR_INCLUSION_UNKNOWN = 0, /**< a limit was met, or the sets hold what cannot be told from here; never a guess */
    WEIR_INCLUSION_NO = 1,      /**< and there is a witness */
    WEIR_INCLUSION_YES = 2
};

struct weir_inclusion;

/** A request that the narrow set allows and the wide one does not; weir_authorize was asked and says so. */
struct weir_inclusion_witness {
    struct weir_str action;
    struct weir_str resource;
    const struct weir_context *context;
    const struct weir_verdict *narrow; /**< an allow, and the statements that make it */
    const struct weir_verdict *wide;   /**< no allow: an explicit deny with its statements, or silence */
};

/**
 * Is everything that `narrow` allows also allowed by `wide`? Exact, not sampled, over every request of this kind:
 *
 *     caller      a session of a role in the resource's account that no policy names; every policy given applies
 *     action      a service, a colon and a name: beside the names in the policies there is always one more
 *     resource    an ARN, or "*", an action without resources
 *     context     each condition key is absent, or has one text; or a list of texts where a condition uses ForAllValues
 *                 or ForAnyValue with it. Keys vary independently of each other, of the action and of the resource.
 *
 * A set allows what weir_authorize says that it does, with one difference: key and role trust policies, which in AWS must
 * allow too, are taken to do so. Session policies alone allow nothing; to compare them by themselves, give them as
 * identity policies. A variable of a policy has an unknown value, the same on both sides.
 *
 * The answer is unknown where a resource policy, RCP or endpoint policy names principals other than `*`; where it hangs
 * on a variable, on which services RCPs reach, or on a key that is read as text and as a number, instant or address at
 * once; where a policy was read under a setting that changes what variables stand for or whom NotPrincipal spares; and
 * where a limit is met (weir_inclusion_limit).
 *
 * @param[out] inclusion  lives in the arena; NULL on failure.
 * @return WEIR_OK; WEIR_ERR_USAGE on a NULL argument or policy, a struct of another size, or more than one boundary;
 *         WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_includes(const struct weir_policy_set *wide,
                                                            const struct weir_policy_set *narrow,
                                                            struct weir_arena *arena,
                                                            const struct weir_inclusion **inclusion,
                                                            struct weir_error *error);
/** Total: NULL is unknown. */
WEIR_API enum weir_inclusion_answer weir_inclusion_answer(const struct weir_inclusion *inclusion);
/** "yes", "no", "unknown". */
WEIR_API const char *weir_inclusion_answer_name(enum weir_inclusion_answer answer);
/**
 * The witness: of all with an ARN one with the fewest bytes, else one with "*"; of a number, instant or address of a
 * condition one stands for all that are alike. False, and `witness` empty, unless the answer is no.
 */
WEIR_API bool weir_inclusion_witness(const struct weir_inclusion *inclusion, struct weir_inclusion_witness *witness);
/**
 * Why the answer is unknown, else empty: "states" (of the automaton of the patterns), "combinations" (of actions,
 * resources and keys), "principals", "variables", "control-policies", "values" (of a condition key), "settings" (of a
 * policy), or "witness": the evaluator did not confirm a request that the search found, which would be a fault of weir.
 */
WEIR_API struct weir_str weir_inclusion_limit(const struct weir_inclusion *inclusion);

/** Two sets of policies as a document states them. */
struct weir_compare_ask {
    struct weir_policy_set wide;
    struct weir_policy_set narrow;
    bool is_change;             /**< asked as old and new: does the change give new access? */
    const struct weir_node *id; /**< whatever the document calls itself; NULL if it does not */
};

/**
 * Reads one side: a map of policies as in weir_ask_read, a policy document, or a list of documents; the last two are
 * identity policies. Labels are places in it, such as "identity[0]".
 * @return WEIR_OK; WEIR_ERR_SCHEMA, WEIR_ERR_SYNTAX, WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY; WEIR_ERR_USAGE.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_compare_side_read(const struct weir_tree *tree,
                                                               const struct weir_node *node, struct weir_arena *arena,
                                                               struct weir_policy_set *policies,
                                                               struct weir_error *error);
/**
 * Reads a question from a map, whose members are
 *
 *     id             anything, given back with the answer
 *     wide, narrow   the two sides: is everything that narrow allows also allowed by wide?
 *     old, new       in their place: does a change from old to new allow anything new?
 *
 * @param[out] ask  lives in the arena, as its texts do in the tree; NULL on failure.
 * @return as weir_compare_side_read.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_compare_ask_read(const struct weir_tree *tree,
                                                              const struct weir_node *node, struct weir_arena *arena,
                                                              const struct weir_compare_ask **ask,
                                                              struct weir_error *error);
/**
 * Answers a question into a map that is open: `answer`, "yes", "no" or "unknown"; of a change also `new_access`, false,
 * true or null. With no: `witness`, {"action","resource","context"}, and what each side says of it, {"decision","by"} as
 * weir_ask_write has them, under the names that the question gave the sides. With unknown: `limit`, a word of
 * weir_inclusion_limit.
 * @param[out] answer  may be NULL; unknown on failure.
 * @return as weir_scope_includes.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_compare_ask_write(const struct weir_compare_ask *ask,
                                                               struct weir_arena *arena, struct weir_writer *writer,
                                                               enum weir_inclusion_answer *answer,
                                                               struct weir_error *error);
/** Reads and answers on one line; `id` is null where the question has none. */
WEIR_API WEIR_MUST_USE enum weir_status weir_compare_ask_json(const struct weir_tree *tree,
                                                              const struct weir_node *node, struct weir_arena *arena,
                                                              struct weir_str *json, enum weir_inclusion_answer *answer,
                                                              struct weir_error *error);

#ifdef __cplusplus
}
#endif

#endif
