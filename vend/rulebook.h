/* A rulebook as the engine walks it: names resolved to slots, predicates to functions, patterns compiled. */
#ifndef WEIR_VEND_RULEBOOK_H
#define WEIR_VEND_RULEBOOK_H

#include <stdatomic.h>

#include <weir/vend.h>

#include "vend/request/session.h"
#include "world/model.h"

struct weir_deciding;

/* ------------------------------------------------------------------------------------------- values */

enum weir_type {
    WEIR_TYPE_ABSENT = 0,
    WEIR_TYPE_TEXT = 1,
    WEIR_TYPE_INTEGER = 2,
    WEIR_TYPE_BOOLEAN = 3,
    WEIR_TYPE_TEXT_LIST = 4,
    WEIR_TYPE_TAGS = 5,
    WEIR_TYPE_STRUCTURE = 6,      /* a parameter that only answers read, by its node */
    WEIR_TYPE_ROLE = 7,           /* struct weir_role */
    WEIR_TYPE_LAKE = 8,           /* struct weir_lake */
    WEIR_TYPE_TABLE_NAME = 9,     /* struct weir_table_name */
    WEIR_TYPE_TABLE = 10,         /* struct weir_table */
    WEIR_TYPE_ACCESS = 11,        /* struct weir_lake_access */
    WEIR_TYPE_REGISTRATION = 12,  /* struct weir_registration */
    WEIR_TYPE_POLICIES = 13,      /* struct weir_policy_list */
    WEIR_TYPE_SCOPE = 14,         /* struct weir_vended_scope */
    WEIR_TYPE_CONTEXT = 15,       /* struct weir_context: condition keys */
    WEIR_TYPE_SAML_PROVIDER = 16, /* struct weir_identity_provider */
    WEIR_TYPE_ASSERTION = 17,     /* struct weir_assertion */
    WEIR_TYPE_WAREHOUSE = 18,     /* struct weir_warehouse_name */
    WEIR_TYPE_PARTITION = 19,     /* struct weir_partition */
    WEIR_TYPE_PLACES = 20         /* struct weir_vended_places: one more with every turn of a loop */
};
const char *weir_type_name(enum weir_type type);

struct weir_value {
    enum weir_type type;       /* ABSENT: not given */
    struct weir_origin origin; /* where it was read, if anywhere */
    union {
        struct weir_str text;
        int64_t integer;
        bool boolean;
        struct weir_str_list list;
        struct weir_tag_list tags;
        const void *object;
    } as;
};

/* A Glue table's ARN cut into its parts, or the same parts given one by one. */
struct weir_table_name {
    struct weir_str arn; /* empty unless it was given as an ARN */
    struct weir_str partition, region, account, database, name;
    struct weir_str catalog;                             /* the account's default one, or one inside: ACCOUNT:PATH */
    struct weir_str catalog_resource, database_resource; /* of their ARNs; empty where the table was given as one */
};
/* A workgroup or cluster as its ARNs name it; whether it is there is another question. */
struct weir_warehouse_name {
    enum weir_warehouse_kind kind;
    struct weir_str partition, region, account, name;
    struct weir_str arn; /* of a workgroup that is there; else empty */
};
/* The locations that a call asks for, each with what was found of it, the first one first. */
struct weir_vended_place {
    struct weir_str location;
    const struct weir_lake_access *access;
    const struct weir_registration *registration;
};
struct weir_vended_places {
    const struct weir_vended_place *items;
    size_t count;
};
/* What is to be vended: the session policy and the locations that it covers. */
struct weir_vended_scope {
    struct weir_grant_set grants;
    const struct weir_scope *scope;
    struct weir_str_list locations;
};

/* --------------------------------------------------------------------------------------------- names */

enum weir_source_kind {
    WEIR_FROM_LITERAL = 0,
    WEIR_FROM_PARAMETER = 1,
    WEIR_FROM_SETTING = 2,
    WEIR_FROM_BOUND = 3,
    WEIR_FROM_CALLER = 4 /* caller.…, request.…, and the words of the last refusal */
};
struct weir_field; /* one row of the table of fields: fields.c */

/* A name such as `lake.AuthorizedSessionTagValueList`, resolved when the rulebook is read. */
struct weir_term {
    enum weir_source_kind from;
    size_t slot;
    const struct weir_field *field; /* of a bound object; NULL: the value itself */
    enum weir_type type;
    struct weir_value literal;
    struct weir_str written; /* as the rulebook writes it */
};

/* Text with `{name}` in it. */
struct weir_template_piece {
    struct weir_str literal; /* comes first */
    bool has_term;
    struct weir_term term; /* follows the literal */
};
struct weir_template {
    const struct weir_template_piece *pieces;
    size_t count;
};

/* --------------------------------------------------------------------------------- predicates, resolvers */

enum weir_argument_kind {
    WEIR_ARG_NAME = 1,       /* a name of one of the types in the mask */
    WEIR_ARG_TEMPLATE = 2,   /* text with {names} */
    WEIR_ARG_WORDS = 3,      /* a literal list of texts */
    WEIR_ARG_PREDICATES = 4, /* nested predicates: a list, or one */
    WEIR_ARG_NUMBER = 5,     /* a name of an integer, or an integer */
    WEIR_ARG_PATTERN = 6     /* a pattern that whole texts match */
};
struct weir_argument_spec {
    const char *name;
    enum weir_argument_kind kind;
    uint32_t types; /* mask of 1 << weir_type for NAME */
    bool optional;
};
#define WEIR_MAX_ARGUMENTS 12
#define WEIR_TYPE_BIT(type) (1u << (unsigned)(type))

struct weir_use;
struct weir_regex; /* PCRE2 stays behind parameters/regex.h */
struct weir_argument {
    bool given;
    struct weir_term term;
    const struct weir_regex *pattern;
    struct weir_template text;
    struct weir_str_list words;
    const struct weir_use *uses;
    size_t use_count;
};
struct weir_use {
    const struct weir_predicate *predicate;
    struct weir_argument arguments[WEIR_MAX_ARGUMENTS];
    struct weir_str part;        /* the name of this part of an `any` or `all` */
    struct weir_template remedy; /* what to do where this part fails; no pieces: that of the parts within it */
    struct weir_origin origin;
};

/* One row of the table of predicates. `holds` is false when the function is called and set by it alone. */
struct weir_predicate {
    const char *name;
    struct weir_argument_spec arguments[WEIR_MAX_ARGUMENTS];
    enum weir_status (*ask)(struct weir_deciding *deciding, const struct weir_use *use, bool *holds);
    bool authorizes; /* its yes may carry an `allow` */
    const char *doc;
};
/* One row of the table of resolvers: gives a value of one type, or ABSENT. */
struct weir_resolver {
    const char *name;
    struct weir_argument_spec arguments[WEIR_MAX_ARGUMENTS];
    enum weir_type gives;
    /* `value` is ABSENT, but for PLACES, which a loop gathers: then it is what was given the turn before. */
    enum weir_status (*resolve)(struct weir_deciding *deciding, const struct weir_argument *arguments,
                                struct weir_value *value);
    const char *doc;
};
/* One row of the table of answers: what an allowed operation hands out. */
struct weir_answer {
    const char *name;
    struct weir_argument_spec arguments[WEIR_MAX_ARGUMENTS];
    enum weir_status (*make)(struct weir_deciding *deciding, const struct weir_argument *arguments);
    const char *doc;
};
const struct weir_predicate *weir_predicate_find(struct weir_str name);
const struct weir_resolver *weir_resolver_find(struct weir_str name);
const struct weir_answer *weir_answer_find(struct weir_str name);

/* One row of the tables of fields: `role.arn`, `caller.account`. */
struct weir_field {
    const char *name;
    enum weir_type of; /* ABSENT: of no object, the name is whole */
    enum weir_type type;
    void (*get)(const struct weir_deciding *deciding, const void *object, struct weir_value *value);
};
const struct weir_field *weir_field_find(enum weir_type of, struct weir_str name);
/* A field that is a name by itself: `caller.arn`, `request.region`, `denial`. */
const struct weir_field *weir_plain_field_find(struct weir_str name);

/* ---------------------------------------------------------------------------------------- parameters */

struct weir_parameter {
    struct weir_str name;
    struct weir_str path; /* as AWS's messages call it: lowerCamel */
    enum weir_type type;  /* TEXT, INTEGER, BOOLEAN, TEXT_LIST, TAGS or STRUCTURE */
    bool is_list;
    bool is_map; /* of texts; its sides' constraints are `key` and `value` */
    bool required;
    bool sensitive;        /* never shown in a message */
    bool has_min, has_max; /* a number's bounds */
    int64_t min, max;
    bool has_min_length, has_max_length; /* code points of a text, items of a list */
    int64_t min_length, max_length;
    struct weir_str pattern; /* as the service model writes it, for messages */
    const struct weir_regex *compiled;
    struct weir_str_list values;          /* an enumeration */
    const struct weir_parameter *members; /* of a structure, or the one item of a list */
    size_t member_count;
    const struct weir_parameter *key, *value; /* of a map; NULL: no constraints */
    struct weir_value fallback;               /* `default`; ABSENT: none */
    struct weir_str fallback_from;            /* the setting that says it; empty: none */
    struct weir_origin origin;
};

/* ---------------------------------------------------------------------------------------------- rules */

/* An error code that a rule refuses with. */
struct weir_refusal_code {
    struct weir_str code;
    struct weir_str from; /* the setting that says it; empty: none */
    int status;           /* of a setting, its default's */
};
/* What a refusal that has a code of its own becomes: that code or the id of the check that failed, and the service's for it. */
struct weir_code_row {
    struct weir_str refused;
    struct weir_refusal_code code;
};
/* The words of a refusal at one value of the setting that chooses them. */
struct weir_message_row {
    struct weir_str value;
    struct weir_template message;
};
struct weir_else {
    bool given;
    struct weir_refusal_code code; /* where no row of `codes` has the refusal's */
    const struct weir_code_row *codes;
    size_t code_count;
    struct weir_template message; /* where no setting chooses among `messages` */
    struct weir_str message_from; /* that setting; empty: none */
    const struct weir_message_row *messages;
    size_t message_count;
    bool synthetic;
};
enum weir_step_kind {
    WEIR_STEP_REQUIRE = 0,
    WEIR_STEP_BIND = 1,
    WEIR_STEP_ALLOW = 2,
    WEIR_STEP_ADVISE = 3, /* asks like REQUIRE, and never refuses */
    WEIR_STEP_EACH = 4    /* the `span` rules that follow, once for every text of a list */
};
struct weir_rule {
    enum weir_step_kind kind;
    struct weir_str id;
    const struct weir_use *when;          /* NULL: always */
    const struct weir_use *require;       /* REQUIRE, ADVISE */
    const struct weir_resolver *resolver; /* BIND */
    struct weir_argument arguments[WEIR_MAX_ARGUMENTS];
    size_t slot;                 /* BIND, EACH: where the value goes */
    struct weir_term items;      /* EACH */
    struct weir_term leaves_out; /* EACH: the switch by which a refused item is left out; absent: it refuses all */
    size_t span;                 /* EACH */
    struct weir_else refusal;    /* not given on a BIND: an absent value is no refusal */
    struct weir_template remedy; /* what to do about a failure; no pieces: nothing is said */
    struct weir_str evidence;
    struct weir_str_list sources;
    struct weir_origin origin;
};
/* An error code of a service and its HTTP status. */
struct weir_error_row {
    struct weir_str code;
    int status;           /* of a setting, its default */
    struct weir_str from; /* the setting that says it; empty: none */
};
struct weir_service {
    struct weir_str operation_prefix; /* "sts:"; empty for weir's own operations */
    struct weir_str parameter_rule;   /* "sts.parameters" */
    struct weir_str parameter_code;
    struct weir_str parameter_code_from; /* the setting that says it; empty: none */
    struct weir_str expired_code, expired_message;
    bool expired_is_synthetic;
    const struct weir_error_row *errors;
    size_t error_count;
};
/* The HTTP status of a code, 0 if the service has none such. */
int weir_service_error_status(const struct weir_service *service, struct weir_str code);
/* A condition key that an operation brings. A key that ends in a star is the beginning of several. */
struct weir_context_row {
    struct weir_str key; /* without the star */
    struct weir_term term;
    bool is_prefix; /* of tags one key each, aws:RequestTag/KEY; of condition keys those that begin so */
};
struct weir_operation {
    struct weir_str name; /* "sts:AssumeRole", "authorize" */
    const struct weir_service *service;
    const struct weir_parameter *parameters;
    size_t parameter_count;
    const struct weir_context_row *context;
    size_t context_count;
    const struct weir_rule *rules;
    size_t rule_count;
    size_t bound_count;
    const struct weir_answer *answer; /* NULL: the decision alone */
    struct weir_argument answer_arguments[WEIR_MAX_ARGUMENTS];
    bool shows_verdict; /* the decision carries the policy verdict */
    struct weir_origin origin;
};
struct weir_setting_row {
    struct weir_str name;
    enum weir_type type; /* INTEGER, BOOLEAN, TEXT or TEXT_LIST */
    struct weir_value value;
    struct weir_str_list values; /* an enumeration of texts */
    struct weir_str evidence;
    struct weir_str_list sources;
    struct weir_origin origin;
};
struct weir_rulebook {
    atomic_uint references;
    struct weir_arena *arena;
    struct weir_str name;
    const struct weir_setting_row *settings;
    const struct weir_value *defaults; /* the values of the settings, one behind the other */
    size_t setting_count;
    const struct weir_operation *operations;
    size_t operation_count;
    struct weir_str_list sources;
    const struct weir_rule_info *rule_infos;
    size_t rule_info_count;
    struct weir_regex *patterns; /* chain of all compiled patterns, to free */
};
const struct weir_operation *weir_rulebook_operation(const struct weir_rulebook *rulebook, struct weir_str name);

/* ---------------------------------------------------------------------------------------------- reading */

/* reader/rulebook_read.c: fills an empty rulebook from its files. */
enum weir_status weir_rulebook_read(struct weir_rulebook *rulebook, const struct weir_rulebook_text *texts,
                                    size_t count, struct weir_error *error);
/* reader/rulebook.c: the builtin one in an arena of the caller's; its regexes are freed by weir_regexes_free, whatever the status. */
enum weir_status weir_rulebook_read_builtin(struct weir_rulebook *rulebook, struct weir_arena *arena,
                                            struct weir_error *error);
/* values.c: a formatted text in an arena. */
enum weir_status weir_format(struct weir_arena *arena, struct weir_str *text, const char *format, ...)
    WEIR_PRINTF(3, 4);
/* values.c: texts one behind the other, for what each decision makes: formats are read anew each time. */
enum weir_status weir_join(struct weir_arena *arena, struct weir_str *text, const struct weir_str *parts, size_t count);

/* What the reader knows while it reads one operation: which names exist and where their values will be. */
struct weir_bound_name {
    struct weir_str name;
    enum weir_type type;
};
#define WEIR_MAX_BOUND 32
struct weir_reading {
    struct weir_rulebook *rulebook;
    const struct weir_tree *tree;
    struct weir_error *error;
    const struct weir_service *service;
    const struct weir_setting_row *settings;
    size_t setting_count;
    const struct weir_parameter *parameters;
    size_t parameter_count;
    struct weir_bound_name bound[WEIR_MAX_BOUND];
    size_t bound_count;
};
/* reader/names.c */
enum weir_status weir_read_term(struct weir_reading *reading, const struct weir_node *node, uint32_t types,
                                struct weir_term *term);
enum weir_status weir_read_template(struct weir_reading *reading, const struct weir_node *node,
                                    struct weir_template *out);
enum weir_status weir_read_arguments(struct weir_reading *reading, const struct weir_node *node,
                                     const struct weir_argument_spec *specs, struct weir_argument *arguments);
enum weir_status weir_read_use(struct weir_reading *reading, const struct weir_node *node, struct weir_use *use);
/* `settings.NAME` where a value itself could stand; NULL: it is the value itself. */
const struct weir_setting_row *weir_read_setting_name(const struct weir_reading *reading, const struct weir_node *node);
/* Is every value that the setting lists an error of the service? */
bool weir_setting_lists_errors(const struct weir_setting_row *setting, const struct weir_service *service);
enum weir_status weir_read_words(const struct weir_tree *tree, const struct weir_node *node, const char *what,
                                 struct weir_arena *arena, struct weir_str_list *words, struct weir_error *error);
enum weir_status weir_demand(const struct weir_tree *tree, const struct weir_node *node, enum weir_node_kind kind,
                             const char *what, struct weir_error *error);
/* Refuses a member of `map` that is not in `names` (NULL-terminated). */
enum weir_status weir_refuse_unknown(const struct weir_tree *tree, const struct weir_node *map,
                                     const char *const *names, struct weir_error *error);
/* reader/rules_read.c: one operation; groups are looked up in all files. */
struct weir_group {
    struct weir_str name;
    struct weir_origin rules; /* a list */
};
enum weir_status weir_read_operation(struct weir_reading *reading, const struct weir_group *groups, size_t group_count,
                                     const struct weir_node *node, struct weir_operation *operation);
/* `evidence` and `sources` of a rule or setting. */
enum weir_status weir_read_evidence(struct weir_reading *reading, const struct weir_node *map,
                                    struct weir_str *evidence, struct weir_str_list *sources);
/* reader/parameters_read.c */
enum weir_status weir_read_parameters(struct weir_reading *reading, const struct weir_node *map,
                                      const struct weir_parameter **parameters, size_t *count);
void weir_regexes_free(struct weir_regex *patterns);

#endif
