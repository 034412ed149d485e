/**
 * @file
 * One SAML response and one identity provider: verified claims, or the check that failed. The rules are AWS's for
 * AssumeRoleWithSAML and AssumeDecoratedRoleWithSAML ([saml-aws-assertions], [saml-core], [saml-profiles]).
 *
 * No function reads a file, a socket, a clock or the environment. A response is hostile until every signature in it has
 * verified with a key of the provider's own metadata; values are read only from the element that was verified. A build
 * with -DWEIR_SAML=OFF keeps every function here: they answer WEIR_ERR_UNSUPPORTED.
 */
#ifndef WEIR_SAML_H
#define WEIR_SAML_H

#include <weir/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------------------------- initialisation */

/**
 * weir is the only user of xmlsec1 in this process: its input callbacks and error callback may be replaced. Without
 * it both stay as the host left them, and the gates on URIs alone keep xmlsec1 from opening anything.
 */
#define WEIR_SAML_OWNS_XMLSEC 1u

/**
 * Prepares libxml2, OpenSSL and xmlsec1, once in a process; later calls, from any thread, change nothing and answer as
 * the first did. weir_saml_provider_new and weir_saml_verify call it with 0 when nobody has.
 * @return WEIR_OK; WEIR_ERR_UNSUPPORTED when the build has no SAML or a library is older than the one it was built
 *         with; WEIR_ERR_USAGE for an unknown flag; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_init(unsigned flags, struct weir_error *error);
/** Whether this build can verify. */
WEIR_API bool weir_saml_is_supported(void);

/* ------------------------------------------------------------------------------------------- provider */

enum weir_saml_encryption_mode {
    WEIR_SAML_ENCRYPTION_ALLOWED = 0, /**< plain and encrypted assertions */
    WEIR_SAML_ENCRYPTION_REQUIRED = 1 /**< a plain assertion is refused; needs a private key */
};

/** An identity provider as IAM stores it. Either `metadata`, or `certificates` and `issuer`. Borrowed for the call. */
struct weir_saml_provider_source {
    size_t size;
    /** arn:PARTITION:iam::ACCOUNT:saml-provider/NAME; empty where AWS's rules do not apply. Another text is kept, and
     * every response under WEIR_SAML_PROFILE_AWS refused with AWS's "Principal ARN is invalid". */
    struct weir_str arn;
    struct weir_str uuid;                /**< SAMLProviderUUID, for Recipients that name it; may be empty */
    struct weir_str metadata;            /**< the EntityDescriptor */
    const struct weir_str *certificates; /**< X.509 certificates or public keys, PEM */
    size_t certificate_count;
    struct weir_str issuer;
    enum weir_saml_encryption_mode encryption_mode;
    const struct weir_str *private_keys; /**< RSA, PEM, at most two; wiped from weir's memory with the provider */
    size_t private_key_count;
};
#define WEIR_SAML_PROVIDER_SOURCE_INIT {.size = sizeof(struct weir_saml_provider_source)}

/** A provider with its keys prepared. Immutable, counted, shared by threads. */
struct weir_saml_provider;

/**
 * Reads the metadata and prepares the keys. Sets exactly one of `provider` and `refusal`; a refusal (in `arena`) says
 * what IAM would not have accepted.
 * @return WEIR_OK; WEIR_ERR_USAGE for a source that breaks its contract; WEIR_ERR_MEMORY; WEIR_ERR_UNSUPPORTED.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_provider_new(const struct weir_saml_provider_source *source,
                                                               struct weir_arena *arena,
                                                               struct weir_saml_provider **provider,
                                                               const struct weir_refusal **refusal,
                                                               struct weir_error *error);
/** One more owner; NULL gives NULL. */
WEIR_API struct weir_saml_provider *weir_saml_provider_retain(struct weir_saml_provider *provider);
/** One owner less; the last one frees the keys. NULL does nothing. */
WEIR_API void weir_saml_provider_release(struct weir_saml_provider *provider);
/** The entityID; empty for NULL. */
WEIR_API struct weir_str weir_saml_provider_issuer(const struct weir_saml_provider *provider);

/* ------------------------------------------------------------------------------------------- options */

enum weir_saml_profile {
    WEIR_SAML_PROFILE_AWS = 0, /**< everything that AWS asks for */
    WEIR_SAML_PROFILE_SAML = 1 /**< encoding, structure, signature and SAML's own rules */
};

/** The call that brought the response. */
enum weir_saml_operation {
    WEIR_SAML_ASSUME_ROLE = 0,          /**< sts:AssumeRoleWithSAML */
    WEIR_SAML_ASSUME_DECORATED_ROLE = 1 /**< lakeformation:AssumeDecoratedRoleWithSAML: reads Username and Groups too */
};

/** Zeroed but for `size` is AWS's behaviour in the `aws` partition. Every switch that was needed shows in the checks. */
struct weir_saml_options {
    size_t size;
    enum weir_saml_profile profile;
    enum weir_saml_operation operation;
    struct weir_str partition; /**< "aws", "aws-cn", "aws-us-gov"; empty: the provider ARN's, else "aws" */
    struct weir_str role_arn;  /**< the role that is asked for: must stand in one Role value with the provider */
    const struct weir_str *recipients; /**< replaces the partition's list of sign-in endpoints */
    size_t recipient_count;
    const struct weir_str *audiences; /**< replaces the partition's list of audiences */
    size_t audience_count;
    bool allow_sha1;                /**< RSA-SHA1 signatures and SHA-1 digests */
    bool allow_inclusive_c14n;      /**< inclusive canonicalisation beside the exclusive one */
    bool allow_rsa15;               /**< key transport by RSA PKCS#1 v1.5 */
    bool ignore_metadata_expiry;    /**< a metadata validUntil in the past is not held against the provider */
    bool china_attribute_names;     /**< the attribute names of the China documentation beside AWS's own */
    unsigned clock_skew_s;          /**< at most WEIR_SAML_MAX_CLOCK_SKEW_S */
    int64_t duration_s;             /**< DurationSeconds of the call; 0: not given, so WEIR_SAML_DEFAULT_DURATION_S */
    int64_t max_session_duration_s; /**< the role's MaxSessionDuration; 0: not known, so not held against the call */
};
#define WEIR_SAML_OPTIONS_INIT {.size = sizeof(struct weir_saml_options)}
#define WEIR_SAML_MAX_CLOCK_SKEW_S 300
/** Seconds of a session ([sts-api-saml], DurationSeconds and the attribute SessionDuration). */
#define WEIR_SAML_MIN_DURATION_S 900
#define WEIR_SAML_MAX_DURATION_S 43200
#define WEIR_SAML_DEFAULT_DURATION_S 3600
/** Characters of base64 ([aws-models], SAMLAssertion). */
#define WEIR_SAML_MIN_RESPONSE 4
#define WEIR_SAML_MAX_RESPONSE 100000

/* -------------------------------------------------------------------------------------------- claims */

/** One value of the Role attribute, in whichever order it came. */
struct weir_saml_role {
    struct weir_str role_arn;
    struct weir_str provider_arn;
};

struct weir_saml_tag {
    struct weir_str key;
    struct weir_str value;
};

/** A condition key of the trust evaluation: "saml:aud" with its values. `persists`: it stays in the session. */
struct weir_saml_key {
    struct weir_str name;
    const struct weir_str *values;
    size_t count;
    bool is_list; /**< a multi-valued key even with one value */
    bool persists;
};

/**
 * What was verified. Only weir makes one; later versions may add members at the end. Texts are empty when absent. Under
 * WEIR_SAML_PROFILE_SAML no Attribute is read: roles, session, tags, Lake Formation's names and condition keys are empty.
 */
struct weir_saml_claims {
    struct weir_str assertion_id; /**< with not_on_or_after: enough for a store against replays */
    struct weir_str issuer;
    struct weir_str name_id;
    struct weir_str sub_type;       /**< the NameID's Format as STS answers it */
    struct weir_str audience;       /**< SubjectConfirmationData/@Recipient, which is what STS calls the audience */
    struct weir_str name_qualifier; /**< BASE64(SHA1(issuer + account + "/" + provider)); empty without provider ARN */
    struct weir_str role_session_name;
    struct weir_str source_identity;
    const struct weir_saml_role *roles;
    size_t role_count;
    const struct weir_saml_tag *tags;
    size_t tag_count;
    const struct weir_str *transitive_tag_keys;
    size_t transitive_tag_key_count;
    int64_t session_duration_s;      /**< the SessionDuration attribute; 0 when absent */
    int64_t session_not_on_or_after; /**< the earliest of the AuthnStatements, Unix seconds; INT64_MAX when absent */
    int64_t session_s;       /**< the least of the call's duration, the attribute's and what is left of the login */
    int64_t not_on_or_after; /**< the earliest instant at which the assertion is no longer good */
    bool has_lakeformation;  /**< the assertion names a Lake Formation user or group */
    struct weir_str lakeformation_username;
    const struct weir_str *lakeformation_groups;
    size_t lakeformation_group_count;
    const struct weir_saml_key *condition_keys;
    size_t condition_key_count;
    const struct weir_check *checks; /**< all that were made, in their order */
    size_t check_count;
};

/**
 * Verifies one base64 SAML response as the AWS service does that receives it. Sets exactly one of `claims` and
 * `refusal`, both in `arena`. A refusal carries the id of the check, AWS's code, status and message, and the checks so
 * far; no text of the assertion is in it. Thread-safe; a call with NULL options is AWS's default.
 * @return WEIR_OK with claims or refusal; WEIR_ERR_USAGE for a NULL argument or options that break their contract;
 *         WEIR_ERR_MEMORY, also when `arena` is full; WEIR_ERR_UNSUPPORTED.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_verify(const struct weir_saml_provider *provider,
                                                         const struct weir_saml_options *options,
                                                         struct weir_str response_base64, int64_t now_unix_s,
                                                         struct weir_arena *arena,
                                                         const struct weir_saml_claims **claims,
                                                         const struct weir_refusal **refusal, struct weir_error *error);

/** A check that weir_saml_verify or weir_saml_provider_new makes. */
struct weir_saml_check_row {
    struct weir_str id; /**< "saml.signature.value" */
    struct weir_str code;
    struct weir_str message;
    struct weir_str evidence; /**< "documented", "modelled", "observed", "inferred" or "local" */
    struct weir_str sources;  /**< ids of the rulebook's sources, a blank between two */
    struct weir_str doc;      /**< what holds when it passes */
    int status;               /**< HTTP */
    bool synthetic;           /**< no message of AWS is known for it: the words are weir's */
};
/** The table of the checks, in the order they are made; NULL past the last one. It is there in every build. */
WEIR_API const struct weir_saml_check_row *weir_saml_check_row(size_t index);

/* -------------------------------------------------------------------------------------------- asking */

/** A response, its provider and the instant, as a document states them. Its texts and lists live where it does. */
struct weir_saml_ask {
    struct weir_saml_provider_source provider;
    struct weir_saml_options options;
    struct weir_str response; /**< base64 */
    int64_t time;             /**< Unix seconds; only where has_time */
    bool has_time;
    const struct weir_node *id; /**< whatever the document calls itself; NULL if it does not */
};

/**
 * Reads a question from a map, whose members are
 *
 *     id             anything, given back with the answer
 *     response       base64, as the service receives it
 *     metadata       the provider's EntityDescriptor; or in its place `certificates`, a list of PEM, and `issuer`
 *     provider       the provider's ARN
 *     provider_uuid  its SAMLProviderUUID
 *     decryption_keys  a list of PEM
 *     time           RFC 3339
 *     profile        "aws" (the default) or "saml"
 *     operation      "AssumeRoleWithSAML" (the default) or "AssumeDecoratedRoleWithSAML", their service before them or not
 *     partition, recipients, audiences   as in struct weir_saml_options
 *     role           the ARN of the role that is asked for
 *     duration, max_session_duration     seconds
 *     settings       {allow_sha1, allow_inclusive_c14n, allow_rsa15, ignore_metadata_expiry, china_attribute_names,
 *                    clock_skew_s, assertion_encryption_mode: "Allowed" or "Required"}
 *
 * All but `response` and the provider's keys may be left out; null is nothing.
 * @param[out] ask  lives in the arena, as its texts do in the tree; NULL on failure.
 * @return WEIR_OK; WEIR_ERR_SCHEMA or WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY; WEIR_ERR_USAGE.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                                           struct weir_arena *arena, const struct weir_saml_ask **ask,
                                                           struct weir_error *error);
/** Makes the provider and verifies the response. @return as weir_saml_provider_new and weir_saml_verify. */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_ask_verify(const struct weir_saml_ask *ask, int64_t now_unix_s,
                                                             struct weir_arena *arena,
                                                             const struct weir_saml_claims **claims,
                                                             const struct weir_refusal **refusal,
                                                             struct weir_error *error);

/** How a question is answered. Zeroed but for `size` is the default. */
struct weir_saml_ask_options {
    size_t size;
    const int64_t *now_unix_s; /**< overrides the question's time; NULL: the question must state one */
    bool explained;            /**< every check that was made, too */
};
#define WEIR_SAML_ASK_OPTIONS_INIT {.size = sizeof(struct weir_saml_ask_options)}

/**
 * Answers a question into a map that is open: `valid` true and `claims`, an object of what struct weir_saml_claims
 * holds; or `valid` false with `check`, `code`, `status` and `message`. Explained also `checks`, a list of
 * {"id","passed"}, with "because" where one failed.
 * @param options  NULL is the default.
 * @param[out] valid  may be NULL; false on failure.
 * @return as weir_saml_ask_verify; WEIR_ERR_SCHEMA when neither question nor options state a time.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_ask_write(const struct weir_saml_ask *ask,
                                                            const struct weir_saml_ask_options *options,
                                                            struct weir_arena *arena, struct weir_writer *writer,
                                                            bool *valid, struct weir_error *error);
/** Reads and answers: {"id","valid","claims"} or {"id","valid","check",…} on one line; `id` is null where there is none. */
WEIR_API WEIR_MUST_USE enum weir_status weir_saml_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                                           const struct weir_saml_ask_options *options,
                                                           struct weir_arena *arena, struct weir_str *json, bool *valid,
                                                           struct weir_error *error);

#ifdef __cplusplus
}
#endif

#endif
