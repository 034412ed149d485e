/* Who asks and what is asked: the typed inside of request/1 and session/1. Read by the engine, made by request.c and session.c. */
#ifndef WEIR_VEND_SESSION_H
#define WEIR_VEND_SESSION_H

#include <weir/vend.h>

#include "world/model.h"

/* session/1, DESIGN §4.2. Texts live in the arena of whoever made it. */
struct weir_session {
    struct weir_str kind;    /* "assumed-role"; "federated-user" is reserved */
    struct weir_str account; /* of the role */
    struct weir_str arn;     /* arn:P:sts::ACCOUNT:assumed-role/NAME/SESSION */
    struct weir_str role_arn;
    struct weir_str role_id; /* AROA…; empty where the world does not know it */
    struct weir_str session_name;
    int64_t issued_at_s;
    int64_t expiration_s;
    bool chained;              /* made by a role session */
    struct weir_tag_list tags; /* passed or inherited; not the role's own */
    struct weir_str_list transitive_tag_keys;
    struct weir_str source_identity;       /* empty: none */
    struct weir_str_list session_policies; /* JSON texts */
    struct weir_str_list managed_policy_arns;
    const struct weir_context *context;     /* condition keys that persist; never NULL */
    struct weir_str lakeformation_username; /* empty: not decorated */
    struct weir_str_list lakeformation_groups;
    const struct weir_policy *const *compiled; /* session_policies, one each; NULL in a session fresh from a decision */
};

/* A copy whose `compiled` is filled. WEIR_ERR_SCHEMA where a session policy does not parse. */
enum weir_status weir_session_compile(const struct weir_session *session, struct weir_arena *arena,
                                      const struct weir_session **compiled, struct weir_error *error);
/* session/1 from a node; compiled. */
enum weir_status weir_session_read(const struct weir_tree *tree, const struct weir_node *node, struct weir_arena *arena,
                                   const struct weir_session **session, struct weir_error *error);
/* session/1 as a value inside other JSON. The arena is for the session policies, which are printed anew: whatever white
 * space and escapes a caller passed, the same session is the same bytes, on one line. */
enum weir_status weir_session_write(struct weir_writer *writer, const struct weir_session *session,
                                    struct weir_arena *arena);

enum weir_caller_kind {
    WEIR_CALLER_ANONYMOUS = 0,
    WEIR_CALLER_USER = 1,
    WEIR_CALLER_ROOT = 2,
    WEIR_CALLER_FEDERATED_USER = 3,
    WEIR_CALLER_SERVICE = 4,
    WEIR_CALLER_SESSION = 5
};

/* One step of request/1. */
struct weir_request {
    struct weir_str name;
    struct weir_str operation; /* "sts:AssumeRole"; "authorize" */
    struct weir_str region;    /* the step's, else the scenario's; empty if neither says */
    bool has_time;
    int64_t time_s;
    enum weir_caller_kind caller_kind;
    struct weir_str caller;             /* user ARN, account id of a root user, federated user ARN, service name */
    struct weir_str caller_step;        /* {session: NAME}, not yet bound; else empty */
    const struct weir_session *session; /* bound or given as a value, compiled; else NULL */
    const struct weir_policy *federated_policy; /* {federated: {policy}}; NULL if none was passed */
    struct weir_origin caller_origin;
    struct weir_origin operation_origin;
    struct weir_origin parameters;      /* a map node, or node NULL: none given */
    struct weir_origin context_origin;  /* a map node, or node NULL: none given */
    const struct weir_context *context; /* what context_origin says; never NULL */
    struct weir_origin origin;          /* the step */
};

struct weir_scenario {
    struct weir_str id; /* JSON text; empty */
    const struct weir_request *steps;
    size_t count;
};

/* weir_scenario_read for a node that is a whole document, which must say `weir: request/1`. */
enum weir_status weir_scenario_read_document(const struct weir_tree *tree, const struct weir_node *node,
                                             struct weir_arena *arena, const struct weir_scenario **scenario,
                                             struct weir_error *error);

/* The decision that weir_decide fills and weir_decision_emit writes. */
struct weir_decision {
    struct weir_str step, operation, rule, rulebook;
    bool allowed; /* set in one place: decide.c, at the rule that allows */
    bool skipped;
    struct weir_str error_code, error_message;
    int error_status;
    bool error_is_synthetic;
    struct weir_str verdict;       /* of authorize */
    const struct weir_str *advice; /* what could be done about what failed, or will fail later */
    size_t advice_count;
    const struct weir_session *session;
    const struct weir_scope_policy *policies;
    size_t policy_count;
    struct weir_str response; /* JSON text; empty: none */
    struct weir_str database; /* JSON text; empty: no database user */
    struct weir_str access;   /* JSON text; empty: of no table, or without a trace */
    const struct weir_trace_entry *trace;
    size_t trace_count;
};

#endif
