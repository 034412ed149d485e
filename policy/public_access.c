/* Decides whether a bucket policy is public and S3 Block Public Access keeps a caller out for it ([s3-public-access]). */
#include "policy/condition.h"
#include "policy/layers.h"

/* clang-format off */
/* A statement that names everyone is not public where it is limited to fixed values of one of these keys. */
static const struct weir_str limiting_keys[] = {
    {"aws:SourceAccount", 17},
    {"aws:SourceArn", 13},
    {"aws:SourceIp", 12},
    {"aws:SourceOwner", 15},
    {"aws:SourceVpc", 13},
    {"aws:SourceVpce", 14},
    {"aws:userid", 10},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", 46},
};

/* The operators that hold for nothing but a value that is written down. */
static const struct weir_str limiting_operators[] = {
    {"ArnEquals", 9}, {"ArnLike", 7}, {"IpAddress", 9}, {"StringEquals", 12}, {"StringEqualsIgnoreCase", 22}, {"StringLike", 10},
};
/* clang-format on */

static bool is_among(struct weir_str text, const struct weir_str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal_fold(list[i], text))
            return true;
    }
    return false;
}

/* Wildcards and variables fix nothing, and neither do the CIDR blocks of every address. */
static bool is_fixed(struct weir_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        if (value.ptr[i] == '*' || value.ptr[i] == '?' || value.ptr[i] == '$')
            return false;
    }
    const size_t slash = weir_str_index(value, '/', 0);
    return value.len > 0 && !weir_str_equal(weir_str_slice(value, slash, value.len), WEIR_STR("/0"));
}

static bool limits(const struct weir_condition *condition)
{
    if (weir_condition_is_unknown(condition) || condition->if_exists || condition->quantifier == WEIR_FOR_ALL_VALUES ||
        condition->count == 0 ||
        !is_among(weir_str_from(condition->op->name), limiting_operators, WEIR_COUNT(limiting_operators)) ||
        !is_among(condition->key, limiting_keys, WEIR_COUNT(limiting_keys)))
        return false;
    for (size_t i = 0; i < condition->count; i++) {
        if (!is_fixed(condition->operands[i].text))
            return false;
    }
    return true;
}

static bool names_everyone(const struct weir_names *principals)
{
    for (size_t i = 0; i < principals->count; i++) {
        if (principals->items[i].kind == WEIR_NAME_EVERYONE)
            return !principals->negated;
    }
    return false;
}

static bool is_public_statement(const struct weir_statement *statement)
{
    if (statement->denies || !names_everyone(&statement->principals))
        return false;
    for (size_t i = 0; i < statement->condition_count; i++) {
        if (limits(&statement->conditions[i]))
            return false;
    }
    return true;
}

bool weir_policy_reads_public(const struct weir_policy *policy)
{
    for (size_t i = 0; i < policy->count; i++) {
        if (is_public_statement(&policy->statements[i]))
            return true;
    }
    return false;
}

/* RestrictPublicBuckets leaves a bucket with a public policy to services and to its own account. */
bool weir_is_public_access_blocked(const struct weir_question *question)
{
    const struct weir_policy_request *const request = question->request;
    const struct weir_str s3 = WEIR_STR("s3:");
    if (!request->restricts_public_buckets || question->resource_policies.count == 0 || request->action.len < s3.len ||
        !weir_str_equal_fold(weir_str_slice(request->action, 0, s3.len), s3) ||
        request->principal.kind == WEIR_PRINCIPAL_SERVICE || question->same_account)
        return false;
    return question->resource_policies.items[0]->is_public;
}
