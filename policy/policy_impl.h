/**
 * @file
 * Compiled documents: statements and their elements, how they are read, and how they meet one question.
 */
#ifndef WEIR_POLICY_IMPL_H
#define WEIR_POLICY_IMPL_H

#include "policy/condition.h"
#include "policy/pattern.h"
#include "policy/setting.h"

/* Keys of one operator's block: every pair of names is compared. AWS's largest document, 20,480 characters, holds fewer. */
enum { WEIR_POLICY_MAX_KEYS = 2048 };
/* Bytes of one pattern: bounds the steps of a match. Above the 40,960 bytes that AWS's largest document can have. */
enum { WEIR_POLICY_MAX_PATTERN_BYTES = 65536 };

/* -------------------------------------------------------------------------------------------- elements */

struct weir_action {
    struct weir_str text;
    bool never; /* blanks, or nothing behind the colon: matches no action */
    bool any;   /* `*` alone */
    struct weir_pattern pattern;
};

struct weir_actions {
    const struct weir_action *items;
    size_t count;
    bool negated;                 /* NotAction */
    const struct weir_node *node; /* the element's value */
};

struct weir_resources {
    const struct weir_arn_pattern *items;
    size_t count;
    bool negated;                 /* NotResource */
    const struct weir_node *node; /* NULL: the statement has no such element, and every resource matches */
};

enum weir_name_kind {
    WEIR_NAME_EVERYONE,
    WEIR_NAME_ACCOUNT,
    WEIR_NAME_ROLE,
    WEIR_NAME_ARN, /* a user, a session, or any other ARN: that one alone */
    WEIR_NAME_UNIQUE_ID,
    WEIR_NAME_SERVICE,
    WEIR_NAME_FEDERATED,
    WEIR_NAME_CANONICAL_USER
};

/* One name in a Principal element. */
struct weir_name {
    enum weir_name_kind kind;
    struct weir_str text;
    struct weir_str partition; /* of a role or an account's root; empty for a bare account number */
    struct weir_str account;
    struct weir_str role;
};

struct weir_names {
    const struct weir_name *items;
    size_t count;
    bool negated;                 /* NotPrincipal */
    bool strict;                  /* NotPrincipal spares a caller only where all its names are listed */
    const struct weir_node *node; /* NULL: the statement has no such element */
};

struct weir_statement {
    struct weir_str sid;
    bool denies;
    struct weir_names principals;
    struct weir_actions actions;
    struct weir_resources resources;
    const struct weir_condition *conditions;
    size_t condition_count;
    const struct weir_node *node;
};

struct weir_index;

struct weir_policy {
    enum weir_policy_kind kind;
    struct weir_str label;
    const struct weir_tree *tree;
    const struct weir_node *node;
    const struct weir_statement *statements;
    size_t count;
    const struct weir_index *index; /* of the statements; NULL: each is met */
    bool variables;
    bool is_public;                             /* a resource policy that S3 would call public */
    const struct weir_policy_options *settings; /* NULL: each is as it is by default */
};

/** public_access.c: does a statement of a policy that is read allow everyone, limited by nothing fixed? */
bool weir_policy_reads_public(const struct weir_policy *policy);

/* ------------------------------------------------------------------------------------------- reading */

/* What every reader of an element needs. */
struct weir_reading {
    const struct weir_tree *tree;
    struct weir_arena *arena;
    enum weir_policy_kind kind;
    bool variables;                             /* the document's version has them */
    const struct weir_policy_options *settings; /* NULL: each is as it is by default */
    struct weir_error *error;
};

/** What becomes of variables where they may stand: WEIR_PATTERN_… by the document's version and its settings. */
unsigned weir_reading_variables(const struct weir_reading *reading);

/** The first of "one or a list of": a list's first item, or the value itself; and the one after. */
const struct weir_node *weir_one_or_list_first(const struct weir_node *value);
const struct weir_node *weir_one_or_list_next(const struct weir_node *value, const struct weir_node *item);
size_t weir_one_or_list_count(const struct weir_node *value);
/** Text and nothing else; `what` names the element in the message. */
enum weir_status weir_reading_text(const struct weir_reading *reading, const struct weir_node *node, const char *what,
                                   struct weir_str *text);
/** The text of something that becomes a pattern, at most WEIR_POLICY_MAX_PATTERN_BYTES long. */
enum weir_status weir_reading_pattern(const struct weir_reading *reading, const struct weir_node *node,
                                      const char *what, struct weir_str *text);
/** "a" or "an", as weir_policy_kind_name demands. */
const char *weir_policy_kind_article(enum weir_policy_kind kind);
/** Fails with WEIR_ERR_SCHEMA at the node. */
#define WEIR_MALFORMED(reading, node, ...) \
    weir_fail_at((reading)->error, WEIR_ERR_SCHEMA, (reading)->tree, (node), __VA_ARGS__)

/** The tree and root that a node holds: itself, or the JSON in its text, URL-encoded or not; `text` is then that JSON. */
enum weir_status weir_document_open(const struct weir_tree *tree, const struct weir_node *node,
                                    struct weir_arena *arena, const struct weir_tree **inner,
                                    const struct weir_node **root, struct weir_str *text, struct weir_error *error);
/** Everything beside the statements; sets whether the document has variables. */
enum weir_status weir_document_head_read(struct weir_reading *reading, const struct weir_node *root);
/** False for a number that is no kind. */
bool weir_policy_kind_is_known(enum weir_policy_kind kind);

enum weir_status weir_actions_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                   struct weir_statement *statement);
enum weir_status weir_resources_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                     struct weir_statement *statement);
enum weir_status weir_principals_read(const struct weir_reading *reading, const struct weir_node *value, bool negated,
                                      struct weir_statement *statement);
enum weir_status weir_conditions_read(const struct weir_reading *reading, const struct weir_node *value,
                                      struct weir_statement *statement);
/** sid.c: refuses Sids that AWS would not store. */
enum weir_status weir_sids_check(const struct weir_reading *reading, const struct weir_statement *statements,
                                 size_t count);
enum weir_status weir_statement_read(const struct weir_reading *reading, const struct weir_node *node,
                                     struct weir_statement *statement);
/** Decodes URL-encoded text strictly; WEIR_ERR_SYNTAX with `*bad` for a byte or triplet that cannot stand there. */
enum weir_status weir_url_decode(struct weir_str text, struct weir_arena *arena, struct weir_str *decoded, size_t *bad);

/* ------------------------------------------------------------------------------------------- asking */

/* How a caller is named by a Principal element, from weakest to strongest ([iam-principal], [iam-boundaries]). */
enum weir_named {
    WEIR_NAMED_NOT = 0,
    WEIR_NAMED_ACCOUNT,      /* the caller's account: delegates to its identity policies, grants nothing itself */
    WEIR_NAMED_SESSION_USER, /* the user whose federated session calls */
    WEIR_NAMED_ROLE,         /* the role whose session calls */
    WEIR_NAMED_SELF,         /* the caller itself */
    WEIR_NAMED_EVERYONE      /* `*` */
};
#define WEIR_NAMED_COUNT 6

/* Lists of policies, one a level. */
struct weir_levels {
    const struct weir_policy_list *lists;
    size_t count;
};

/* A request with what every statement asks of it computed once. */
struct weir_question {
    const struct weir_policy_request *request;
    enum weir_resource_kind resource_kind; /* never BY_ACTION */
    bool hears_every;                      /* also the statements that the index would pass by */
    bool no_resource;                      /* "*": an action without resources */
    bool has_arn;
    bool has_boundary;
    bool has_identity; /* the caller is of an account: root, user, role session, federated user */
    bool same_account;
    struct weir_str resource_parts[WEIR_ARN_PARTS];
    struct weir_str partition; /* of the caller */
    struct weir_str account;
    struct weir_str role; /* the name of the role whose session calls */
    struct weir_policy_list resource_policies;
    struct weir_levels levels[WEIR_POLICY_KINDS]; /* the lists of each kind that have a say */
};

bool weir_actions_match(const struct weir_actions *actions, struct weir_str action);
bool weir_resources_match(const struct weir_resources *resources, const struct weir_question *question, bool denies);
enum weir_named weir_principals_match(const struct weir_names *names, const struct weir_question *question);

/* How a statement met a question. */
struct weir_meeting {
    enum weir_match match;
    enum weir_named named;
    const struct weir_condition *condition; /* the first that did not hold */
    size_t conditions_held;
    enum weir_reason reason;
    struct weir_str value; /* that decided it */
};

/** `by_principal`: in this layer a statement without Principal or NotPrincipal never matches. */
void weir_statement_meet(const struct weir_statement *statement, const struct weir_question *question,
                         bool by_principal, struct weir_meeting *meeting);

#endif
