/* Decides whether a grant can be said as one session policy, and what is wrong with it where not ([scope-shape], [scope-advice]). */
#include "base/base_impl.h"
#include "scope/scope_impl.h"

struct weir_scope {
    struct weir_scope_policy policy;
};

/* ---------------------------------------------------------------------------------------- refusals */

static const struct {
    const char *id;
    const char *code;
    const char *sentence;
} checks[] = {{"", "", ""},
#define WEIR_SCOPE_CHECK_ROW(name, id, code, sentence) {id, code, sentence},
              WEIR_SCOPE_CHECK_MAP(WEIR_SCOPE_CHECK_ROW)
#undef WEIR_SCOPE_CHECK_ROW
};
enum { REFUSAL_STATUS = 400 };

static enum weir_status write_message(const struct weir_scope_fault *fault, struct weir_arena *arena,
                                      struct weir_str *message)
{
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(arena, &writer));
    const char *const sentence = checks[fault->check].sentence;
    if (fault->check == WEIR_SCOPE_GRANT_EMPTY || fault->check == WEIR_SCOPE_POLICY_TOO_LARGE)
        weir_write_format(writer, "the grant: %s", sentence);
    else
        weir_write_format(writer, "`%s` %s", weir_quote(fault->subject).text, sentence);
    return weir_writer_finish(writer, message);
}

/* The checks up to the one that failed: those before it passed. */
static enum weir_status refuse(const struct weir_scope_fault *fault, struct weir_arena *arena,
                               const struct weir_refusal **refusal, struct weir_error *error)
{
    const size_t count = (size_t)fault->check;
    struct weir_refusal *const made = weir_arena_alloc(arena, 1, sizeof *made);
    struct weir_check *const passed = weir_arena_alloc(arena, count, sizeof *passed);
    struct weir_str message;
    if (made == NULL || passed == NULL || write_message(fault, arena, &message) != WEIR_OK)
        return weir_fail_memory(error);
    for (size_t i = 0; i < count; i++)
        passed[i] = (struct weir_check){weir_str_from(checks[i + 1].id), true, {NULL, 0}};
    passed[count - 1].passed = false;
    passed[count - 1].because = message;
    *made = (struct weir_refusal){
        .check = passed[count - 1].id,
        .code = weir_str_from(checks[fault->check].code),
        .status = REFUSAL_STATUS,
        .message = message,
        .checks = passed,
        .check_count = count,
    };
    *refusal = made;
    return WEIR_REFUSED;
}

/* -------------------------------------------------------------------------------------------- emit */

static bool is_empty(const struct weir_grant_set *grants)
{
    for (size_t i = 0; i < grants->count; i++) {
        if (weir_grant_says_something(&grants->grants[i]))
            return false;
    }
    return true;
}

static enum weir_status emit(const struct weir_grant_set *grants, const struct weir_scope_options *options,
                             struct weir_arena *arena, const struct weir_scope **scope, struct weir_scope_fault *fault)
{
    if (is_empty(grants)) {
        fault->check = WEIR_SCOPE_GRANT_EMPTY;
        return WEIR_REFUSED;
    }
    const struct weir_str partition = weir_scope_partition(options, &fault->subject);
    if (partition.len == 0) {
        fault->check = WEIR_SCOPE_PARTITION_UNKNOWN;
        return WEIR_REFUSED;
    }
    struct weir_reach_list reaches;
    struct weir_key_list keys;
    WEIR_TRY(weir_reach_collect(grants, arena, &reaches, fault));
    WEIR_TRY(weir_kms_keys_collect(grants, partition, arena, &keys, fault));
    struct weir_scope *const made = weir_arena_alloc(arena, 1, sizeof *made);
    if (made == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_scope_write(partition, &reaches, &keys, arena, &made->policy.document));
    made->policy.characters = weir_str_code_points(made->policy.document);
    if (made->policy.characters > WEIR_SCOPE_MAX_CHARACTERS) {
        fault->check = WEIR_SCOPE_POLICY_TOO_LARGE;
        return WEIR_REFUSED;
    }
    made->policy.locations = reaches.locations;
    made->policy.location_count = reaches.location_count;
    *scope = made;
    return WEIR_OK;
}

enum weir_status weir_scope_emit(const struct weir_grant_set *grants, const struct weir_scope_options *options,
                                 struct weir_arena *arena, const struct weir_scope **scope,
                                 const struct weir_refusal **refusal, struct weir_error *error)
{
    if (scope != NULL)
        *scope = NULL;
    if (refusal != NULL)
        *refusal = NULL;
    if (grants == NULL || arena == NULL || scope == NULL || refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "weir_scope_emit needs grants, an arena and both outputs");
    if ((grants->count != 0 && grants->grants == NULL) || (grants->kms_key_count != 0 && grants->kms_keys == NULL))
        return weir_fail(error, WEIR_ERR_USAGE, "a grant set counts grants or keys that it does not have");
    struct weir_scope_fault fault = {WEIR_SCOPE_PASSED, {NULL, 0}};
    const enum weir_status status = emit(grants, options, arena, scope, &fault);
    if (status == WEIR_REFUSED)
        return refuse(&fault, arena, refusal, error);
    if (status != WEIR_OK)
        return weir_fail(error, status, "%s", weir_status_sentence(status));
    return WEIR_OK;
}

size_t weir_scope_policy_count(const struct weir_scope *scope)
{
    return scope == NULL ? 0 : 1;
}

bool weir_scope_policy(const struct weir_scope *scope, size_t index, struct weir_scope_policy *policy)
{
    if (policy != NULL)
        *policy = (struct weir_scope_policy){{NULL, 0}, 0, NULL, 0};
    if (scope == NULL || policy == NULL || index != 0)
        return false;
    *policy = scope->policy;
    return true;
}
