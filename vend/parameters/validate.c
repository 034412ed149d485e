/* Parameters alone: what an operation's constraints say of them, with no world, no caller and no rule asked (DESIGN §6). */
#include "vend/engine.h"

#include "base/base_impl.h"

static enum weir_status refuse(const struct weir_deciding *deciding, struct weir_str message,
                               const struct weir_refusal **refusal)
{
    const struct weir_service *const service = deciding->operation->service;
    struct weir_refusal *const made = weir_arena_alloc(deciding->arena, 1, sizeof *made);
    if (made == NULL)
        return weir_fail_memory(deciding->error);
    *made = (struct weir_refusal){.check = service->parameter_rule,
                                  .code = weir_parameter_code(deciding),
                                  .status = weir_error_status(deciding, weir_parameter_code(deciding)),
                                  .message = message};
    *refusal = made;
    return weir_fail(deciding->error, WEIR_REFUSED, "the parameters violate their constraints");
}

static enum weir_status validate_with(const struct weir_request *request, const struct weir_decide_options *options,
                                      const struct weir_rulebook *rulebook, struct weir_arena *arena,
                                      const struct weir_refusal **refusal, struct weir_error *error)
{
    struct weir_deciding deciding = {.request = request, .rulebook = rulebook, .arena = arena, .error = error};
    struct weir_str message;
    deciding.operation = weir_rulebook_operation(rulebook, request->operation);
    if (deciding.operation == NULL)
        return weir_fail_at(error, WEIR_ERR_UNSUPPORTED, request->operation_origin.tree, request->operation_origin.node,
                            "the rulebook has no operation `%s`", weir_quote(request->operation).text);
    WEIR_TRY(weir_settings_resolve(&deciding, options));
    WEIR_TRY(weir_parameters_check(&deciding, &message));
    return message.len == 0 ? WEIR_OK : refuse(&deciding, message, refusal);
}

static enum weir_status validate_with_builtin(const struct weir_request *request,
                                              const struct weir_decide_options *options, struct weir_arena *arena,
                                              const struct weir_refusal **refusal, struct weir_error *error)
{
    struct weir_rulebook builtin;
    enum weir_status status = weir_rulebook_read_builtin(&builtin, arena, error);
    if (status == WEIR_OK)
        status = validate_with(request, options, &builtin, arena, refusal, error);
    weir_regexes_free(builtin.patterns);
    return status;
}

enum weir_status weir_validate(const struct weir_request *request, const struct weir_decide_options *options,
                               struct weir_arena *arena, const struct weir_refusal **refusal, struct weir_error *error)
{
    if (refusal != NULL)
        *refusal = NULL;
    if (request == NULL || arena == NULL || refusal == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "a validation needs a request, an arena and a place for the refusal");
    const bool is_prepared = options != NULL && options->rulebook != NULL;
    const enum weir_status status = is_prepared
                                        ? validate_with(request, options, options->rulebook, arena, refusal, error)
                                        : validate_with_builtin(request, options, arena, refusal, error);
    /* Who runs out of memory deep inside has no error at hand. */
    return status == WEIR_ERR_MEMORY ? weir_fail_memory(error) : status;
}
