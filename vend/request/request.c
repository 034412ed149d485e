/* request/1: the steps of a scenario, read strictly, so that a misspelt member never changes what is asked (DESIGN §4.2).
 *
 * A request of one step may leave `steps` out and have the step's members at its top; its name is then "request" unless
 * it says another. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "vend/request/members.h"
#include "vend/request/request_caller.h"
#include "vend/request/session.h"

/* ---------------------------------------------------------------------------------------------- members */

static enum weir_status read_document(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                      void *field)
{
    (void)name;
    (void)field;
    return weir_document_is(reader, node, "request/1");
}

/* Any value, kept as JSON text: answers carry it back so that a caller can tell them apart. */
static enum weir_status read_id(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                void *field)
{
    (void)name;
    struct weir_writer *writer;
    if (weir_writer_new(reader->arena, &writer) != WEIR_OK)
        return weir_fail_memory(reader->error);
    weir_write_node(writer, node);
    if (weir_writer_finish(writer, field) != WEIR_OK)
        return weir_fail_memory(reader->error);
    return WEIR_OK;
}

static enum weir_status read_region(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                    void *field)
{
    WEIR_TRY(weir_row_name(reader, node, name, field));
    const struct weir_str region = *(const struct weir_str *)field;
    for (size_t i = 0; i < region.len; i++) {
        const char c = region.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !weir_is_digit(c) && c != '-')
            return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node,
                                "region must be a Region such as us-east-1, not `%s`", weir_quote(region).text);
    }
    return WEIR_OK;
}

static enum weir_status read_operation(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                       void *field)
{
    struct weir_request *const request = field;
    request->operation_origin = (struct weir_origin){reader->tree, node};
    return weir_row_name(reader, node, name, &request->operation);
}

static enum weir_status read_steps(const struct weir_reader *reader, const struct weir_node *node, const char *name,
                                   void *field)
{
    const struct weir_node **const steps = field;
    if (weir_node_kind(node) != WEIR_NODE_LIST || weir_node_count(node) == 0)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, node, "%s must be a list of steps", name);
    if (weir_node_count(node) > WEIR_MAX_STEPS)
        return weir_fail_at(reader->error, WEIR_ERR_LIMIT, reader->tree, node, "%s has more than %d items", name,
                            WEIR_MAX_STEPS);
    *steps = node;
    return WEIR_OK;
}

/* What stands at the top beside the steps. */
struct top {
    struct weir_str id;
    int64_t time_s;
    struct weir_str region;
    const struct weir_node *steps;
};

static const struct weir_member top_members[] = {
    {"weir", WEIR_MEMBER_OPTIONAL, 0, read_document, NULL},
    {"id", WEIR_MEMBER_OPTIONAL, offsetof(struct top, id), read_id, NULL},
    {"time", WEIR_MEMBER_OPTIONAL, offsetof(struct top, time_s), weir_row_instant, NULL},
    {"region", WEIR_MEMBER_OPTIONAL, offsetof(struct top, region), read_region, NULL},
    {"steps", WEIR_MEMBER_REQUIRED, offsetof(struct top, steps), read_steps, NULL},
};
static const struct weir_shape top_shape = {"a request with steps", top_members, WEIR_COUNT(top_members)};

/* A step, and the scenario's id where the step stands at the top. */
struct step {
    struct weir_request request; /* first: rows of readers for requests have its address */
    struct weir_str id;
};

#define FIELD(member) offsetof(struct step, request.member)
/* clang-format off */
#define STEP_MEMBERS(name_presence)                                                             \
    {"name",       name_presence,        FIELD(name),           weir_row_name,    NULL},        \
    {"caller",     WEIR_MEMBER_REQUIRED, 0,                     weir_caller_read, NULL},        \
    {"operation",  WEIR_MEMBER_REQUIRED, 0,                     read_operation,   NULL},        \
    {"parameters", WEIR_MEMBER_OPTIONAL, FIELD(parameters),     weir_row_map,     NULL},        \
    {"context",    WEIR_MEMBER_OPTIONAL, FIELD(context_origin), weir_row_map,     NULL},        \
    {"time",       WEIR_MEMBER_OPTIONAL, FIELD(time_s),         weir_row_instant, NULL},        \
    {"region",     WEIR_MEMBER_OPTIONAL, FIELD(region),         read_region,      NULL}
static const struct weir_member step_members[] = {
    STEP_MEMBERS(WEIR_MEMBER_REQUIRED),
};
static const struct weir_member lone_members[] = {
    {"weir",       WEIR_MEMBER_OPTIONAL, 0,                         read_document,    NULL},
    {"id",         WEIR_MEMBER_OPTIONAL, offsetof(struct step, id), read_id,          NULL},
    STEP_MEMBERS(WEIR_MEMBER_OPTIONAL),
};
/* clang-format on */
static const struct weir_shape step_shape = {"a step", step_members, WEIR_COUNT(step_members)};
static const struct weir_shape lone_shape = {"a request without steps", lone_members, WEIR_COUNT(lone_members)};

/* ------------------------------------------------------------------------------------------------ steps */

static enum weir_status read_step(const struct weir_reader *reader, const struct weir_node *node,
                                  const struct weir_shape *shape, struct step *step)
{
    struct weir_request *const request = &step->request;
    const struct weir_context **const context = &request->context;
    WEIR_TRY(weir_members_read(reader, node, shape, step));
    request->origin = (struct weir_origin){reader->tree, node};
    request->has_time = weir_node_find(node, WEIR_STR("time")) != NULL;
    if (request->context_origin.node != NULL)
        return weir_row_context(reader, request->context_origin.node, "context", context);
    struct weir_context *nothing;
    if (weir_context_new(reader->arena, &nothing) != WEIR_OK)
        return weir_fail_memory(reader->error);
    *context = nothing;
    return WEIR_OK;
}

static const struct weir_request *find_step(const struct weir_request *steps, size_t count, struct weir_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(steps[i].name, name))
            return &steps[i];
    }
    return NULL;
}

/* A step may only be made by the session of one before it: the order of the steps is the order of the calls. */
static enum weir_status check_step(const struct weir_reader *reader, const struct weir_request *steps, size_t index)
{
    const struct weir_request *const step = &steps[index];
    const struct weir_node *const node = step->origin.node;
    if (find_step(steps, index, step->name) != NULL)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree, weir_node_find(node, WEIR_STR("name")),
                            "the name `%s` belongs to an earlier step", weir_quote(step->name).text);
    if (step->caller_step.len > 0 && find_step(steps, index, step->caller_step) == NULL)
        return weir_fail_at(reader->error, WEIR_ERR_SCHEMA, reader->tree,
                            weir_node_find(step->caller_origin.node, WEIR_STR("session")), "`%s` is no earlier step",
                            weir_quote(step->caller_step).text);
    return WEIR_OK;
}

static enum weir_status read_scenario(const struct weir_reader *reader, const struct weir_node *map,
                                      struct weir_scenario *scenario)
{
    struct top top = {.id = {NULL, 0}, .steps = NULL};
    WEIR_TRY(weir_members_read(reader, map, &top_shape, &top));
    const bool has_time = weir_node_find(map, WEIR_STR("time")) != NULL;
    struct weir_request *const steps = weir_arena_alloc(reader->arena, weir_node_count(top.steps), sizeof(*steps));
    if (steps == NULL)
        return weir_fail_memory(reader->error);
    size_t count = 0;
    for (const struct weir_node *item = weir_node_first(top.steps); item != NULL; item = weir_node_next(item)) {
        struct step step = {.request = {.region = top.region}};
        WEIR_TRY(read_step(reader, item, &step_shape, &step));
        if (!step.request.has_time) {
            step.request.has_time = has_time;
            step.request.time_s = top.time_s;
        }
        steps[count] = step.request;
        WEIR_TRY(check_step(reader, steps, count++));
    }
    *scenario = (struct weir_scenario){.id = top.id, .steps = steps, .count = count};
    return WEIR_OK;
}

static enum weir_status read_lone_step(const struct weir_reader *reader, const struct weir_node *map,
                                       struct weir_scenario *scenario)
{
    struct step *const step = weir_arena_alloc(reader->arena, 1, sizeof(*step));
    if (step == NULL)
        return weir_fail_memory(reader->error);
    step->request.name = WEIR_STR("request");
    WEIR_TRY(read_step(reader, map, &lone_shape, step));
    WEIR_TRY(check_step(reader, &step->request, 0));
    *scenario = (struct weir_scenario){.id = step->id, .steps = &step->request, .count = 1};
    return WEIR_OK;
}

/* --------------------------------------------------------------------------------------------- scenario */

enum weir_status weir_scenario_read(const struct weir_tree *tree, const struct weir_node *node,
                                    struct weir_arena *arena, const struct weir_scenario **scenario,
                                    struct weir_error *error)
{
    if (scenario == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "scenario must not be NULL");
    *scenario = NULL;
    if (tree == NULL || node == NULL || arena == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "tree, node and arena must not be NULL");
    const struct weir_reader reader = {tree, arena, error};
    struct weir_scenario *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    const bool has_steps = weir_node_find(node, WEIR_STR("steps")) != NULL;
    WEIR_TRY(has_steps ? read_scenario(&reader, node, made) : read_lone_step(&reader, node, made));
    *scenario = made;
    return WEIR_OK;
}

enum weir_status weir_scenario_read_document(const struct weir_tree *tree, const struct weir_node *node,
                                             struct weir_arena *arena, const struct weir_scenario **scenario,
                                             struct weir_error *error)
{
    *scenario = NULL;
    /* Without it a text of another kind would be reported member by member. */
    if (weir_node_kind(node) == WEIR_NODE_MAP && weir_node_find(node, WEIR_STR("weir")) == NULL)
        return weir_fail_at(error, WEIR_ERR_SCHEMA, tree, node, "a request needs the member `weir`: request/1");
    return weir_scenario_read(tree, node, arena, scenario, error);
}

enum weir_status weir_scenario_parse(struct weir_str text, struct weir_str name, struct weir_arena *arena,
                                     const struct weir_scenario **scenario, struct weir_error *error)
{
    const struct weir_tree *tree;
    if (scenario == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "scenario must not be NULL");
    *scenario = NULL;
    WEIR_TRY(weir_tree_parse(text, name, arena, &tree, error));
    return weir_scenario_read_document(tree, weir_tree_root(tree), arena, scenario, error);
}

struct weir_str weir_scenario_id(const struct weir_scenario *scenario)
{
    return scenario == NULL ? (struct weir_str){NULL, 0} : scenario->id;
}

size_t weir_scenario_step_count(const struct weir_scenario *scenario)
{
    return scenario == NULL ? 0 : scenario->count;
}

const struct weir_request *weir_scenario_step(const struct weir_scenario *scenario, size_t index)
{
    return index < weir_scenario_step_count(scenario) ? &scenario->steps[index] : NULL;
}

/* ---------------------------------------------------------------------------------------------- request */

struct weir_str weir_request_name(const struct weir_request *request)
{
    return request == NULL ? (struct weir_str){NULL, 0} : request->name;
}

struct weir_str weir_request_operation(const struct weir_request *request)
{
    return request == NULL ? (struct weir_str){NULL, 0} : request->operation;
}

bool weir_request_time(const struct weir_request *request, int64_t *unix_s)
{
    const bool states_one = request != NULL && request->has_time;
    if (unix_s != NULL)
        *unix_s = states_one ? request->time_s : 0;
    return states_one;
}

struct weir_str weir_request_needs_session(const struct weir_request *request)
{
    return request == NULL ? (struct weir_str){NULL, 0} : request->caller_step;
}

enum weir_status weir_request_with_session(const struct weir_request *request, const struct weir_session *session,
                                           struct weir_arena *arena, const struct weir_request **bound)
{
    if (bound == NULL)
        return WEIR_ERR_USAGE;
    *bound = NULL;
    if (request == NULL || session == NULL || arena == NULL)
        return WEIR_ERR_USAGE;
    struct weir_request *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    *made = *request;
    made->caller_kind = WEIR_CALLER_SESSION;
    made->caller = (struct weir_str){NULL, 0};
    made->caller_step = (struct weir_str){NULL, 0};
    made->federated_policy = NULL;
    made->session = session;
    if (session->compiled == NULL)
        WEIR_TRY(weir_session_compile(session, arena, &made->session, NULL));
    *bound = made;
    return WEIR_OK;
}
