/* One decision under way: what the rules, predicates and resolvers read and write. */
#ifndef WEIR_VEND_ENGINE_H
#define WEIR_VEND_ENGINE_H

#include "vend/rulebook.h"

/* Who asks, looked up: everything that a policy question needs of the caller. */
struct weir_caller {
    struct weir_principal principal;
    const struct weir_account *account; /* NULL: unknown to the world, or none */
    const struct weir_role *role;       /* of a session; NULL if the role is gone */
    const struct weir_user *user;
    const struct weir_session *session;
    struct weir_policy_list identity;
    struct weir_policy_list boundary;
    struct weir_policy_list session_policies;
    struct weir_tag_list tags;        /* principal tags: of the role or user, overridden by those of the session */
    struct weir_tag_list inheritable; /* the transitive ones among the session's: they go on to the next session */
    const struct weir_context *keys;  /* what it brings to each question, gathered for the first; NULL before that */
    const struct weir_context *all; /* with the keys of the request, for resources without tags; NULL where not known */
};

struct weir_deciding {
    const struct weir_world *world;
    const struct weir_request *request;
    const struct weir_rulebook *rulebook;
    const struct weir_operation *operation;
    int64_t now_unix_s;
    enum weir_trace_level trace;
    struct weir_arena *arena;
    struct weir_error *error;

    struct weir_caller caller;
    const struct weir_value *settings;
    struct weir_value *parameters;
    struct weir_value *bound;
    struct weir_decision *decision;
    struct weir_str epoch; /* `now_unix_s` in digits, written for the first question */
    struct weir_str now;   /* and as a date */

    /* What the predicate or resolver that was asked last says of itself. */
    struct weir_str because;
    bool is_speechless; /* there was no memory for something that was to be said */
    struct weir_place at;
    struct weir_str part;
    const struct weir_str *details;
    size_t detail_count;
    struct weir_str denial;            /* "User: … is not authorized to perform: … on resource: …" */
    struct weir_str denial_full;       /* the same "… because no session policy allows the … action" */
    struct weir_str denial_remedy;     /* which policy has to change for it to be allowed */
    struct weir_str missing;           /* the Lake Formation permission that is not held, in AWS's words */
    struct weir_str missing_remedy;    /* what would give it */
    struct weir_str part_remedies;     /* of the parts of the rule that failed */
    struct weir_str missing_statement; /* what a role's policies lack, as a statement */
    struct weir_str malformed;         /* AWS's sentence on a policy document that it does not take */
    struct {
        struct weir_str check, code, message; /* of the last thing that was refused with a code of its own */
        struct weir_str remedy;               /* what to do about it */
        bool synthetic;                       /* the message is weir's */
    } refused;
    struct weir_str verdict; /* of the last policy question */
};

/* settings.c */
enum weir_status weir_settings_resolve(struct weir_deciding *deciding, const struct weir_decide_options *options);

/* request/caller.c */
enum weir_status weir_caller_resolve(struct weir_deciding *deciding);

/* question.c: the two policy questions. */
struct weir_question {
    struct weir_str action;
    struct weir_str resource;
    struct weir_str shown_as;             /* the resource in the denial; empty: itself */
    const struct weir_role *trust;        /* the role whose trust policy is asked; NULL: the resource's own policy */
    const struct weir_principal *instead; /* a service or a provider's user asks; NULL: the caller with its policies */
    bool is_of_caller;                    /* the caller's policies alone answer; `trust` is the resource all the same */
};
enum weir_status weir_question_ask(struct weir_deciding *deciding, const struct weir_question *question, bool *allowed);
/* context/context.c: the condition keys of a question: the caller's, the request's, the resource's, and those given. */
enum weir_status weir_context_build(struct weir_deciding *deciding, const struct weir_question *question,
                                    const struct weir_context **context);
/* context/caller.c: the keys that AWS derives from who asks, and no one states. */
bool weir_context_is_derived(struct weir_str key);

/* parameters/parameters.c: fills `parameters`, or the refusal's message where constraints are violated. */
enum weir_status weir_parameters_check(struct weir_deciding *deciding, struct weir_str *violations);

/* resolvers/arn.c: cut at the first five colons; false unless partition, service and resource are there and the first is "arn". */
struct weir_arn_parts {
    struct weir_str partition, service, region, account, resource;
};
bool weir_arn_read(struct weir_str arn, struct weir_arn_parts *parts);

/* resolvers/place.c: the values of a partition, given as a list or in the member `Values` of a structure. */
enum weir_status weir_partition_values(struct weir_deciding *deciding, const struct weir_argument *argument,
                                       struct weir_str_list *values);
/* resolvers/query_authorization.c: what GetUnfilteredTableMetadata hands out, to be handed on with the vending call of the query. */
enum weir_status weir_query_authorization(struct weir_deciding *deciding, const struct weir_table_name *name,
                                          struct weir_str query_id, struct weir_str *id);

/* values.c: what an error says of a name that there is not: "; did you mean `sts:AssumeRole`?", or nothing. */
struct weir_near {
    char text[96];
};
struct weir_near weir_near_name(struct weir_str typed, struct weir_str (*name_at)(const void *names, size_t index),
                                const void *names, size_t count);

/* advice.c: what to do about a rule that failed; the same words are not said twice. */
enum weir_status weir_advise(struct weir_deciding *deciding, struct weir_str text);
enum weir_status weir_advise_by_rule(struct weir_deciding *deciding, const struct weir_rule *rule);

/* values.c */
void weir_term_value(const struct weir_deciding *deciding, const struct weir_term *term, struct weir_value *value);
void weir_argument_value(const struct weir_deciding *deciding, const struct weir_argument *argument,
                         struct weir_value *value);
enum weir_status weir_template_text(struct weir_deciding *deciding, const struct weir_template *template_text,
                                    struct weir_str *text);
enum weir_status weir_argument_text(struct weir_deciding *deciding, const struct weir_argument *argument,
                                    struct weir_str *text);
const void *weir_argument_object(const struct weir_deciding *deciding, const struct weir_argument *argument);
/* NULL unless the argument is an object; empty unless it is a list of texts. */
struct weir_str_list weir_argument_list(const struct weir_deciding *deciding, const struct weir_argument *argument);
/* A setting by name, NULL if the rulebook has none such. */
const struct weir_value *weir_setting_value(const struct weir_deciding *deciding, struct weir_str name);
/* The HTTP status of an error of the operation's service, which a setting may say; 0 if it has no such error. */
int weir_error_status(const struct weir_deciding *deciding, struct weir_str code);
/* The error of a parameter that breaks its constraints, which a setting may say. */
struct weir_str weir_parameter_code(const struct weir_deciding *deciding);

/* Writes the `because` of the predicate being asked. Without a trace nothing is said, and nothing quoted to be said. */
/* NOLINTNEXTLINE(readability-identifier-naming): it stands for the function, whose arguments it spares */
#define weir_say(deciding, ...) \
    ((deciding)->trace == WEIR_TRACE_NONE ? (void)0 : weir_say_always(deciding, __VA_ARGS__))
void weir_say_always(struct weir_deciding *deciding, const char *format, ...) WEIR_PRINTF(2, 3);
void weir_say_at(struct weir_deciding *deciding, struct weir_origin origin);
/* What is not there stands nowhere: the place is that of the value which asks for it. */
void weir_say_asked(struct weir_deciding *deciding, const struct weir_argument *argument);
#endif
