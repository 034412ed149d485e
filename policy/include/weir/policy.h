/**
 * @file
 * The IAM policy language: documents are read and compiled once, then asked. Decides whether a set of policies allows
 * one principal one action on one resource in one context, which statements decided, and why.
 *
 * Source: IAM User Guide, "Policy evaluation logic", "JSON policy element reference" ([iam-eval], [iam-grammar]).
 * Compiled policies and contexts are immutable once built and may be shared by threads.
 */
#ifndef WEIR_POLICY_H
#define WEIR_POLICY_H

#include <weir/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---------------------------------------------------------------------------------------- documents */

/** What a document is attached to; decides which elements are legal in it. */
enum weir_policy_kind {
    WEIR_POLICY_IDENTITY = 0, /**< attached to a user, group or role */
    WEIR_POLICY_RESOURCE = 1, /**< attached to a resource: bucket, catalog, key */
    WEIR_POLICY_TRUST = 2,    /**< a role's trust policy */
    WEIR_POLICY_BOUNDARY = 3, /**< a permissions boundary */
    WEIR_POLICY_SESSION = 4,  /**< passed when a session was made */
    WEIR_POLICY_SCP = 5,      /**< service control policy */
    WEIR_POLICY_RCP = 6,      /**< resource control policy */
    WEIR_POLICY_ENDPOINT = 7  /**< VPC endpoint policy */
};
#define WEIR_POLICY_KINDS 8

/** "identity-based policy", "role trust policy", …: AWS's words in its denial messages; "policy" for no kind. */
WEIR_API const char *weir_policy_kind_name(enum weir_policy_kind kind);
/** "identity", "resource", "trust", "boundary", "session", "scp", "rcp", "endpoint"; "policy" for no kind. */
WEIR_API const char *weir_policy_kind_word(enum weir_policy_kind kind);
/** The kind that such a word names; false, and WEIR_POLICY_IDENTITY, for any other text. */
WEIR_API bool weir_policy_kind_find(struct weir_str word, enum weir_policy_kind *kind);

/** One compiled document. Immutable; lives in the arena it was read into and borrows nothing from the caller. */
struct weir_policy;

/** What becomes of a condition whose operator AWS does not know. AWS stores no such document. */
enum weir_unknown_operator {
    WEIR_UNKNOWN_OPERATOR_REFUSE = 0, /**< the default: the document is refused */
    /**
     * The condition never holds, as evaluators have it that load what AWS would not: in a Deny this switches the
     * statement off, and every explanation that meets it says so.
     */
    WEIR_UNKNOWN_OPERATOR_NEVER_MATCHES = 1
};

/** Whom NotPrincipal spares; AWS's page says that leaving out a caller's other names "might" deny ([iam-notprincipal]). */
enum weir_not_principal_chain {
    WEIR_NOT_PRINCIPAL_LENIENT = 0, /**< the default: naming the user, role or session itself suffices */
    /** A user's account must be listed too, a session's role and account, a federated session's user and account. */
    WEIR_NOT_PRINCIPAL_STRICT = 1
};

/** A variable in the value of Bool: the pages contradict each other on whether it is replaced ([iam-variables]). */
enum weir_bool_variables {
    WEIR_BOOL_VARIABLES_REFUSE = 0,      /**< the default: replaced where a match refuses, text where it would allow */
    WEIR_BOOL_VARIABLES_SUBSTITUTED = 1, /**< replaced by the key's value */
    WEIR_BOOL_VARIABLES_LITERAL = 2      /**< text, which is neither true nor false */
};

/** A variable whose key is present and empty, with a default or without ([iam-variables] speaks of absent keys). */
enum weir_empty_variable {
    /** The default: empty text or the variable's default where a match refuses, without a value where it would allow. */
    WEIR_EMPTY_VARIABLE_REFUSE = 0,
    WEIR_EMPTY_VARIABLE_EMPTY = 1,  /**< the empty text that the key has */
    WEIR_EMPTY_VARIABLE_DEFAULT = 2 /**< as if the key were absent: the default, and without one no value */
};

/** The values of aws:RequestTag/… and aws:ResourceTag/… under String operators that mind case ([iam-tags]). */
enum weir_tag_value_case {
    WEIR_TAG_VALUE_CASE_BY_OPERATOR = 0, /**< the default: as the operator's row has it */
    WEIR_TAG_VALUE_CASE_IGNORED = 1      /**< ASCII letters compare without regard to case */
};

/** What a condition comes to whose outcome the pages leave open. */
enum weir_open_answer {
    WEIR_OPEN_REFUSE = 0, /**< the default: it holds in a statement that denies, and fails in one that allows */
    WEIR_OPEN_HOLDS = 1,
    WEIR_OPEN_FAILS = 2
};

/** Whether Null takes a key with one empty text for null ([iam-multivalue] speaks of empty sets). */
enum weir_null_of_empty_text {
    WEIR_NULL_OF_EMPTY_TEXT_REFUSE = 0, /**< the default: holds in a statement that denies, fails in one that allows */
    WEIR_NULL_OF_EMPTY_TEXT_NULL = 1,
    WEIR_NULL_OF_EMPTY_TEXT_PRESENT = 2
};

/**
 * How documents are read. Zeroed is the default; `size` is sizeof(struct weir_policy_options). What follows the label are
 * settings: choices where AWS's pages say nothing or contradict each other. An explanation names the one that decided.
 */
struct weir_policy_options {
    size_t size;
    struct weir_str
        label; /**< what explanations call the document, such as "inline policy LakeAccess of role engine"; copied */
    enum weir_unknown_operator unknown_operator;
    enum weir_not_principal_chain not_principal_chain;
    enum weir_bool_variables bool_variables;
    enum weir_empty_variable empty_variable;
    enum weir_tag_value_case tag_value_case;
    enum weir_open_answer unreadable_operand_negated; /**< a negated operator, and a value that cannot be compared */
    enum weir_open_answer for_any_if_exists_absent;   /**< ForAnyValue:…IfExists, and a key that is absent */
    enum weir_null_of_empty_text null_of_empty_text;
};
#define WEIR_POLICY_OPTIONS_INIT {.size = sizeof(struct weir_policy_options)}

/**
 * Reads JSON text as a policy document of a kind.
 * @return WEIR_OK; WEIR_ERR_SYNTAX (not JSON), WEIR_ERR_SCHEMA (JSON, but no such policy: unknown element or operator,
 *         an element not legal in this kind, a bad Version, …) with the place; WEIR_ERR_LIMIT; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_parse(struct weir_str text, struct weir_str name,
                                                          enum weir_policy_kind kind,
                                                          const struct weir_policy_options *options,
                                                          struct weir_arena *arena, const struct weir_policy **policy,
                                                          struct weir_error *error);
/**
 * The same from a node of a tree: a map, JSON text, or the URL-encoded JSON text that the IAM API returns.
 * The tree must outlive the policy: places point into it.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_read(const struct weir_tree *tree, const struct weir_node *node,
                                                         enum weir_policy_kind kind,
                                                         const struct weir_policy_options *options,
                                                         struct weir_arena *arena, const struct weir_policy **policy,
                                                         struct weir_error *error);

WEIR_API enum weir_policy_kind weir_policy_kind_of(const struct weir_policy *policy);
WEIR_API struct weir_str weir_policy_label(const struct weir_policy *policy);
WEIR_API size_t weir_policy_statement_count(const struct weir_policy *policy);
/** Where a statement stands; the document's own place for an index past the end. */
WEIR_API struct weir_place weir_policy_statement_place(const struct weir_policy *policy, size_t statement);

/**
 * Would AWS store this document? IAM and STS answer MalformedPolicyDocument with the first check that fails, in an
 * order of their own that this function has ([iam-malformed]); weir itself reads more than AWS stores.
 * @param[out] refusal  set on WEIR_REFUSED, NULL otherwise: AWS's code, HTTP status and message, and the checks made.
 * @param[out] error    on WEIR_REFUSED what weir says of the fault, and its place.
 * @return WEIR_OK: no check fails, and weir_policy_read takes it; WEIR_REFUSED; WEIR_ERR_USAGE; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_vet(const struct weir_tree *tree, const struct weir_node *node,
                                                        enum weir_policy_kind kind, struct weir_arena *arena,
                                                        const struct weir_refusal **refusal, struct weir_error *error);
/** The same of the text that a caller sends; what is no JSON is refused like any other fault. */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_vet_text(struct weir_str text, struct weir_str name,
                                                             enum weir_policy_kind kind, struct weir_arena *arena,
                                                             const struct weir_refusal **refusal,
                                                             struct weir_error *error);

/* ------------------------------------------------------------------------------------------- context */

/** The condition keys of a request with their values. Keys compare without regard to case. */
struct weir_context;

WEIR_API WEIR_MUST_USE enum weir_status weir_context_new(struct weir_arena *arena, struct weir_context **context);
/**
 * Sets a key to values, replacing what it had. Texts are borrowed and must outlive the context.
 * @param multivalued  the key is defined as multi-valued (aws:TagKeys), even if it holds one value or none.
 * @return WEIR_OK; WEIR_ERR_MEMORY; WEIR_ERR_USAGE for an empty key, or for a count other than 1 without `multivalued`.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_context_set(struct weir_context *context, struct weir_str key,
                                                         const struct weir_str *values, size_t count, bool multivalued);
/** One single-valued key. */
WEIR_API WEIR_MUST_USE enum weir_status weir_context_set_text(struct weir_context *context, struct weir_str key,
                                                              struct weir_str value);
/** The values of a key; false when it is absent. Any out pointer may be NULL. */
WEIR_API bool weir_context_find(const struct weir_context *context, struct weir_str key, const struct weir_str **values,
                                size_t *count, bool *multivalued);
/** The number of keys, and the key at an index in the order they were first set. */
WEIR_API size_t weir_context_count(const struct weir_context *context);
WEIR_API struct weir_str weir_context_key(const struct weir_context *context, size_t index);

/* ------------------------------------------------------------------------------------------- request */

/** Who asks. Zeroed is an anonymous caller. */
enum weir_principal_kind {
    WEIR_PRINCIPAL_ANONYMOUS = 0,
    WEIR_PRINCIPAL_ROOT = 1,         /**< the account's root user; arn ends in ":root" */
    WEIR_PRINCIPAL_USER = 2,         /**< IAM user, long-term keys or GetSessionToken; arn is the user's */
    WEIR_PRINCIPAL_ROLE_SESSION = 3, /**< arn is the session's (sts … assumed-role/Role/Session), role_arn the role's */
    WEIR_PRINCIPAL_FEDERATED_USER =
        4, /**< GetFederationToken; arn is sts … federated-user/Name, role_arn the calling user's */
    WEIR_PRINCIPAL_SERVICE = 5,  /**< arn is the service's name, "lakeformation.amazonaws.com" */
    WEIR_PRINCIPAL_FEDERATED = 6 /**< AssumeRoleWithSAML or …WebIdentity; arn is the provider's ARN or name */
};

struct weir_principal {
    enum weir_principal_kind kind;
    bool is_service_linked_role; /**< a session of a service-linked role: no SCP applies ([iam-scp]) */
    struct weir_str arn;
    struct weir_str role_arn;  /**< role session: the role's ARN with its path; federated user: the user's ARN */
    struct weir_str unique_id; /**< AIDA… of a user, AROA… of a session's role; empty when unknown */
    struct weir_str account;   /**< twelve digits; empty for services and anonymous callers */
};

/** Which rule combines a resource policy with identity policies ([iam-eval], trust and key policies must allow). */
enum weir_resource_kind {
    WEIR_RESOURCE_BY_ACTION =
        0, /**< trust for sts:AssumeRole*, sts:TagSession, sts:SetSourceIdentity, sts:SetContext; kms for kms:*; else other */
    WEIR_RESOURCE_OTHER = 1,
    WEIR_RESOURCE_TRUST = 2,
    WEIR_RESOURCE_KMS = 3
};

/** One question. Texts are borrowed for the call. Set it to WEIR_POLICY_REQUEST_INIT first. */
struct weir_policy_request {
    size_t size;
    struct weir_str action;   /**< "s3:GetObject" */
    struct weir_str resource; /**< an ARN, or "*" for an action without resources */
    struct weir_principal principal;
    const struct weir_context *context; /**< NULL is the empty context; nothing is derived into it */
    struct weir_str resource_account;   /**< empty: unknown, which is never the same account */
    bool principal_is_management;       /**< the principal's account is its organization's management account */
    bool resource_is_management;
    bool restricts_public_buckets; /**< S3 Block Public Access: RestrictPublicBuckets, of the bucket or its account */
    enum weir_resource_kind resource_kind;
};
#define WEIR_POLICY_REQUEST_INIT {.size = sizeof(struct weir_policy_request)}

/** A list of policies that are a union. `items` NULL: no policy of this type applies; an empty list allows nothing. */
struct weir_policy_list {
    const struct weir_policy *const *items;
    size_t count;
};

/** Every policy that can speak to a question. Lists and policies are borrowed. Set it to WEIR_POLICY_SET_INIT first. */
struct weir_policy_set {
    size_t size;
    struct weir_policy_list identity;   /**< of the user and its groups, or of the role */
    const struct weir_policy *resource; /**< resource policy, trust policy or key policy; NULL if there is none */
    struct weir_policy_list boundary;   /**< at most one */
    struct weir_policy_list session;    /**< inline and managed session policies: a union */
    const struct weir_policy_list *scp; /**< one list a level, root first */
    size_t scp_levels;
    const struct weir_policy_list *rcp; /**< one list a level; RCPFullAWSAccess is implied at each */
    size_t rcp_levels;
    struct weir_policy_list endpoint;
};
#define WEIR_POLICY_SET_INIT {.size = sizeof(struct weir_policy_set)}

/* ------------------------------------------------------------------------------------------- verdict */

enum weir_effect {
    WEIR_EFFECT_IMPLICIT_DENY = 0, /**< no statement spoke; zeroed memory refuses */
    WEIR_EFFECT_EXPLICIT_DENY = 1,
    WEIR_EFFECT_ALLOW = 2
};
/** "Allowed", "ExplicitlyDenied", "ImplicitlyDenied". */
WEIR_API const char *weir_effect_name(enum weir_effect effect);

struct weir_verdict;

/**
 * Decides one question against one set of policies.
 *
 * Pure and thread-safe for shared policies and a private arena. Nothing but the verdict is allocated.
 *
 * @param[out] verdict  set on WEIR_OK, NULL otherwise; a deny is a verdict, not an error.
 * @return WEIR_OK; WEIR_ERR_USAGE on a NULL argument or policy, an empty action, a struct of another size, more than
 *         one boundary, or a caller of an account whose ARN is none; WEIR_ERR_MEMORY past the arena's limit.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_authorize(const struct weir_policy_set *policies,
                                                       const struct weir_policy_request *request,
                                                       struct weir_arena *arena, const struct weir_verdict **verdict,
                                                       struct weir_error *error);

/** Total: NULL is an implicit deny. */
WEIR_API enum weir_effect weir_verdict_effect(const struct weir_verdict *verdict);
/**
 * The type of policy that decided: the one with the explicit deny, or the first whose silence refused; for an allow,
 * identity, or resource or trust where the resource's policy needed no help.
 */
WEIR_API enum weir_policy_kind weir_verdict_kind(const struct weir_verdict *verdict);

/**
 * A statement that decided: one that denies, or those that allow. None for an implicit deny, and for an allow that no
 * statement gives (the root user's own; sts:GetCallerIdentity, which needs no permission).
 */
struct weir_decider {
    enum weir_policy_kind kind;
    const struct weir_policy *policy;
    size_t policy_index; /**< position in its list of the set; 0 for the resource policy */
    size_t level;        /**< level of an SCP or RCP, root 0; else 0 */
    size_t statement;
    struct weir_str sid; /**< empty if it has none */
};
WEIR_API size_t weir_verdict_decider_count(const struct weir_verdict *verdict);
/** False past the end. */
WEIR_API bool weir_verdict_decider(const struct weir_verdict *verdict, size_t index, struct weir_decider *decider);

/* --------------------------------------------------------------------------------------- explanation */

/** How far a statement came: it applied, or the first element that did not match. */
enum weir_match {
    WEIR_MATCH_APPLIES = 0,
    WEIR_MATCH_NOT_PRINCIPAL = 1,
    WEIR_MATCH_NOT_ACTION = 2,
    WEIR_MATCH_NOT_RESOURCE = 3,
    WEIR_MATCH_NOT_CONDITION = 4
};

/** What one statement said to one question. */
struct weir_finding {
    enum weir_policy_kind kind;
    const struct weir_policy *policy;
    size_t policy_index;
    size_t level;
    size_t statement;
    struct weir_str sid;
    bool denies; /**< its Effect is Deny */
    enum weir_match match;
    struct weir_str
        because; /**< "StringEquals sts:ExternalId: the request has no sts:ExternalId"; where a setting decided, it names
                    the setting; empty when the statement applied whatever the settings */
    struct weir_place place; /**< of the element that did not match, or of the statement that applied */
};

struct weir_explanation;

/**
 * Why weir_authorize answers as it does: the same evaluation, writing down what it meets. Costs memory and time in
 * proportion to the number of statements. Parameters and statuses as weir_authorize.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_explain(const struct weir_policy_set *policies,
                                                     const struct weir_policy_request *request,
                                                     struct weir_arena *arena,
                                                     const struct weir_explanation **explanation,
                                                     struct weir_error *error);
WEIR_API const struct weir_verdict *weir_explanation_verdict(const struct weir_explanation *explanation);
/** AWS's denial wording, "because no session policy allows the s3:PutObject action", or for an allow "allowed by statement …". */
WEIR_API struct weir_str weir_explanation_because(const struct weir_explanation *explanation);
/** One sentence for people: the statement that decided, or the one that came nearest to allowing and what it lacked; and its place. */
WEIR_API struct weir_str weir_explanation_nearest(const struct weir_explanation *explanation);
/**
 * What to do about a refusal, as an order: which policy of whom has to allow what, the statement that comes near and what it
 * asks for, or the statement whose Deny stands in the way. Empty for an allow.
 */
WEIR_API struct weir_str weir_explanation_remedy(const struct weir_explanation *explanation);
WEIR_API struct weir_place weir_explanation_place(const struct weir_explanation *explanation);
WEIR_API size_t weir_explanation_finding_count(const struct weir_explanation *explanation);
/** NULL past the end. */
WEIR_API const struct weir_finding *weir_explanation_finding(const struct weir_explanation *explanation, size_t index);

/* --------------------------------------------------------------------------------------------- asking */

/** A bare policy question as a document states it: who asks what, and every policy that can speak. */
struct weir_ask {
    struct weir_policy_set policies;
    struct weir_policy_request request;
    const struct weir_node *id; /**< whatever the document calls itself; NULL if it does not */
};

/**
 * Reads a question from a map, whose members are
 *
 *     id          anything, given back with the answer
 *     request     action, resource; principal, an ARN, an account (its root user), a service's or a provider's name, or
 *                 null for an anonymous caller; context, a map of condition keys to a text, number or boolean, or to a
 *                 list of them (a multi-valued key); role_arn; principal_is_service_linked_role;
 *                 resource_kind (trust, kms, other; by the action if absent)
 *     policies    identity, boundary, session, endpoint: lists of documents; resource: one document or null; scp, rcp:
 *                 a list of documents for each level, root first. An absent member is a type that does not apply, an
 *                 empty list allows nothing, no levels are no limits. A document is a map, or its text.
 *     accounts    principal, resource: account numbers or null; principal_is_management, resource_is_management,
 *                 restricts_public_buckets
 *     settings    members of struct weir_policy_options, each to a word of its values: unknown_operator (refuse,
 *                 never_matches), not_principal_chain (lenient, strict), bool_variables (refuse, substituted, literal),
 *                 empty_variable (refuse, empty, default), tag_value_case (by_operator, ignored),
 *                 unreadable_operand_negated and for_any_if_exists_absent (refuse, holds, fails), null_of_empty_text
 *                 (refuse, null, present)
 *
 * of which request with action, resource and principal must be there, and others must not. Nothing is derived into the
 * context. The caller's account is that of its ARN, and accounts says no other; the resource's, where accounts does not
 * say it, that of its ARN, or unknown, which is another than the caller's. The documents' labels are their places in
 * policies: "identity[0]", "resource", "scp[1][0]".
 *
 * The tree must outlive the question: texts and places point into it.
 *
 * @param[out] ask  lives in the arena; NULL on failure.
 * @return WEIR_OK; WEIR_ERR_SCHEMA, WEIR_ERR_SYNTAX, WEIR_ERR_LIMIT with the place; WEIR_ERR_MEMORY; WEIR_ERR_USAGE.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_ask_read(const struct weir_tree *tree, const struct weir_node *node,
                                                      struct weir_arena *arena, const struct weir_ask **ask,
                                                      struct weir_error *error);
/** How a question is answered. Zeroed is the default; `size` is sizeof(struct weir_ask_options). */
struct weir_ask_options {
    size_t size;
    bool explained;      /**< tell every statement that has a say, and what of it did not match */
    uint32_t first_line; /**< the line of its file that the question's text begins at; 0 is the first */
};
#define WEIR_ASK_OPTIONS_INIT {sizeof(struct weir_ask_options), false, 0}

/**
 * Answers a question into a map that is open: the members `decision` ("Allowed", "ExplicitlyDenied",
 * "ImplicitlyDenied"), `by`, the statements that decided as {"policy","statement","sid"}, and `because`, AWS's wording;
 * explained also `explanation`, {"policy","statement","sid","effect","match","because","at"} for every statement that
 * has a say, where `match` is a word of weir_match_name.
 * @param options  NULL is the default.
 * @param[out] effect  may be NULL; an implicit deny on failure.
 * @return as weir_authorize. After a failure what was written is of no use.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_ask_write(const struct weir_ask *ask,
                                                       const struct weir_ask_options *options, struct weir_arena *arena,
                                                       struct weir_writer *writer, enum weir_effect *effect,
                                                       struct weir_error *error);
/** Reads and answers: {"id","decision","by","because"} on one line; `id` is null where the question has none. */
WEIR_API WEIR_MUST_USE enum weir_status weir_ask_json(const struct weir_tree *tree, const struct weir_node *node,
                                                      const struct weir_ask_options *options, struct weir_arena *arena,
                                                      struct weir_str *json, enum weir_effect *effect,
                                                      struct weir_error *error);
/** "applies", or the first that did not match: "not-principal", "not-action", "not-resource", "not-condition". */
WEIR_API const char *weir_match_name(enum weir_match match);

/* ---------------------------------------------------------------------------------------------- lint */

/** How much a finding matters. */
enum weir_severity {
    WEIR_SEVERITY_NOTE = 0,    /**< worth knowing */
    WEIR_SEVERITY_WARNING = 1, /**< legal, and probably not what was meant */
    WEIR_SEVERITY_ERROR = 2    /**< weir or AWS does not take the document */
};
/** "note", "warning", "error". */
WEIR_API const char *weir_severity_name(enum weir_severity severity);

/** One thing that is wrong or doubtful. Texts live in the arena of the call. */
struct weir_lint_finding {
    struct weir_str rule; /**< "policy.lint.not-action-allow" */
    enum weir_severity severity;
    struct weir_str message; /**< what is so here, and what follows: one sentence without a final stop */
    struct weir_str cure;    /**< what to do about it: one sentence without a final stop */
    struct weir_str source;  /**< id of the source that the rule stands on, such as "iam-grammar" */
    struct weir_place place; /**< all zero when unknown */
    struct weir_str pointer; /**< JSON pointer within the document; empty for the whole of it */
};

/** How a document is linted. Zeroed is the default; `size` is sizeof(struct weir_policy_lint_options). */
struct weir_policy_lint_options {
    size_t size;
    size_t
        characters_max; /**< the quota to hold the document against; 0: the default quota of its kind, if it has one */
};
#define WEIR_POLICY_LINT_OPTIONS_INIT {sizeof(struct weir_policy_lint_options), 0}

struct weir_lint;

/**
 * What is wrong or doubtful in a policy document, in the order of its text. A document that cannot be read is a
 * finding, not a failure; where one statement cannot be read, the others are linted all the same.
 * @param node     as weir_policy_read takes it: a map, JSON text, or URL-encoded JSON text.
 * @param options  NULL is the default.
 * @return WEIR_OK; WEIR_ERR_USAGE; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_lint(const struct weir_tree *tree, const struct weir_node *node,
                                                         enum weir_policy_kind kind,
                                                         const struct weir_policy_lint_options *options,
                                                         struct weir_arena *arena, const struct weir_lint **lint,
                                                         struct weir_error *error);
/** The same of JSON text; text that is no JSON is one finding. */
WEIR_API WEIR_MUST_USE enum weir_status weir_policy_lint_text(struct weir_str text, struct weir_str name,
                                                              enum weir_policy_kind kind,
                                                              const struct weir_policy_lint_options *options,
                                                              struct weir_arena *arena, const struct weir_lint **lint,
                                                              struct weir_error *error);
/** Total: 0 and NULL for no lint or past the end. */
WEIR_API size_t weir_lint_count(const struct weir_lint *lint);
WEIR_API const struct weir_lint_finding *weir_lint_finding(const struct weir_lint *lint, size_t index);
/** The gravest severity found; WEIR_SEVERITY_NOTE where nothing was. */
WEIR_API enum weir_severity weir_lint_worst(const struct weir_lint *lint);

/**
 * A finding into a map that is open: id (of the rule), severity, message, cure, sources, file, line, column, path.
 */
WEIR_API void weir_lint_write(struct weir_writer *writer, const struct weir_lint_finding *finding);
/**
 * Answers a lint question into a map that is open, by the member `findings`.
 * @param node  {"id", "kind", "document", "characters_max"}: kind is a word of weir_policy_kind_word; the document a map,
 *              JSON text, whose places are then its own, or URL-encoded text; id and characters_max may be left out.
 * @return WEIR_OK; WEIR_ERR_SCHEMA with the place for a question that is none; WEIR_ERR_USAGE; WEIR_ERR_MEMORY.
 */
WEIR_API WEIR_MUST_USE enum weir_status weir_lint_answer(const struct weir_tree *tree, const struct weir_node *node,
                                                         struct weir_arena *arena, struct weir_writer *writer,
                                                         struct weir_error *error);

/** A rule of the lint, for people who want to know what is looked for. Its texts are static. */
struct weir_lint_rule {
    struct weir_str id;
    enum weir_severity severity;
    struct weir_str sentence; /**< what is wrong in general */
    struct weir_str cure;
    struct weir_str source;
};
/** The rules in the order of their ids. False past the end. */
WEIR_API size_t weir_policy_lint_rule_count(void);
WEIR_API bool weir_policy_lint_rule(size_t index, struct weir_lint_rule *rule);

#ifdef __cplusplus
}
#endif

#endif
