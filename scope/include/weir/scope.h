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
    struct weir_str location; /**< "s3://bucket/key/"; bytes of the key are literal, nothing is decoded or normalised */
    enum weir_location_kind kind;
    enum weir_access access;
    bool list; /**< may also list below the location (not for an object) */
};

/** A grant: locations, and the KMS keys that their objects are encrypted with. Borrowed for the call. */
struct weir_grant_set {
    size_t size;
    const struct weir_grant *grants;
    size_t count;
    const struct weir_str *kms_keys; /**< key ARNs */
    size_t kms_key_count;
};
#define WEIR_GRANT_SET_INIT {.size = sizeof(struct weir_grant_set)}

struct weir_scope_options {
    size_t size;
    struct weir_str role_arn;  /**< the role that the policy narrows: its partition is the policy's */
    struct weir_str partition; /**< used when there is no role ARN */
    struct weir_str region;    /**< used when there is neither: its partition by the Region table */
};
#define WEIR_SCOPE_OPTIONS_INIT {.size = sizeof(struct weir_scope_options)}

/** STS's bound on the text of a session policy, in characters ([sts-api-assumerole], Policy). */
#define WEIR_SCOPE_MAX_CHARACTERS 2048

struct weir_scope;

/**
 * Writes the session policy of a grant.
 *
 * @param[out] scope    the policies, or NULL.
 * @param[out] refusal  why there is none, or NULL. On WEIR_OK `scope` is set; on WEIR_REFUSED `refusal` is; never both.
 * @return WEIR_OK; WEIR_REFUSED (nothing granted, a bad location, no partition, too large for one policy);
 *         WEIR_ERR_USAGE on a NULL argument; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_scope_emit(const struct weir_grant_set *grants,
                                                        const struct weir_scope_options *options,
                                                        struct weir_arena *arena, const struct weir_scope **scope,
                                                        const struct weir_refusal **refusal, struct weir_error *error);

/** One emitted document. */
struct weir_scope_policy {
    struct weir_str document; /**< compact JSON, only characters that STS accepts */
    size_t characters;        /**< as STS counts them */
    const struct weir_str
        *locations; /**< the grant's locations that it covers, as given but with their closing slash */
    size_t location_count;
};
/** Total: 0 and false for NULL or past the end. */
WEIR_API size_t weir_scope_policy_count(const struct weir_scope *scope);
WEIR_API bool weir_scope_policy(const struct weir_scope *scope, size_t index, struct weir_scope_policy *policy);

/** The S3 location of a URI, cut into its parts; texts are views into it. */
struct weir_location {
    struct weir_str bucket;
    struct weir_str key; /**< all bytes after "s3://bucket/", literal; empty for the bucket itself */
};
/** "s3://", "s3a://" and "s3n://" URIs ([s3-uri]); false where there is no valid bucket name or the key is over 1,024 bytes. */
WEIR_API bool weir_location_parse(struct weir_str uri, struct weir_location *location);
/** Is `inner` at or below `outer`, both read as prefixes that end at a slash? */
WEIR_API bool weir_location_contains(struct weir_location outer, struct weir_location inner);

#ifdef __cplusplus
}
#endif

#endif
