/* Decides whether a request would change what AWS keeps for itself, which no policy can allow ([iam-eval]; seen in peers, not documented). */
#include "policy/layers.h"

#define WORDS 11

/* clang-format off */
static const struct {
    const char *service;
    const char *account;  /* of the resource; NULL: any */
    const char *resource; /* how its last part begins */
    const char *verbs[WORDS + 1]; /* how the action's name begins */
} reserved[] = {
    { "iam", NULL,  "role/aws-reserved/", { "add", "attach", "create", "delete", "detach", "put", "remove", "set", "tag", "untag", "update" } },
    { "iam", "aws", "policy/",            { "add", "attach", "create", "delete", "detach", "put", "remove", "set", "tag", "untag", "update" } },
    { "kms", NULL,  "alias/aws/",         { "createalias", "deletealias", "updatealias" } },
};
/* clang-format on */

static bool begins_fold(struct weir_str text, struct weir_str start)
{
    return text.len >= start.len && weir_str_equal_fold(weir_str_slice(text, 0, start.len), start);
}

static bool is_verb(struct weir_str name, const char *const *verbs)
{
    for (size_t i = 0; verbs[i] != NULL; i++) {
        if (begins_fold(name, weir_str_from(verbs[i])))
            return true;
    }
    return false;
}

bool weir_is_reserved(const struct weir_question *question)
{
    const struct weir_str action = question->request->action;
    if (action.len < 4 || action.ptr[3] != ':') /* every service of the table has three letters: most end here */
        return false;
    const size_t colon = weir_str_index(action, ':', 0);
    if (!question->has_arn || colon == action.len)
        return false;
    const struct weir_str *const parts = question->resource_parts;
    for (size_t i = 0; i < WEIR_COUNT(reserved); i++) {
        const struct weir_str service = weir_str_from(reserved[i].service);
        const bool owner_fits = reserved[i].account == NULL ||
                                weir_str_equal(parts[WEIR_ARN_ACCOUNT], weir_str_from(reserved[i].account));
        if (owner_fits && weir_str_equal_fold(weir_str_slice(action, 0, colon), service) &&
            weir_str_equal(parts[WEIR_ARN_SERVICE], service) &&
            weir_str_has_prefix(parts[WEIR_ARN_RESOURCE], weir_str_from(reserved[i].resource)) &&
            is_verb(weir_str_slice(action, colon + 1, action.len), reserved[i].verbs))
            return true;
    }
    return false;
}
