/* What a grant gives to KMS keys, those that are known and those that are not ([scope-shape], [s3-kms]). */
#include "scope/proof.h"

/* [s3-kms] Reading decrypts; writing also asks for data keys. */
static const struct weir_str key_actions[] = {{"kms:Decrypt", 11}, {"kms:GenerateDataKey", 19}};

static bool uses_keys(const struct weir_meant *meant, bool writes)
{
    return meant->grant->access != WEIR_ACCESS_NONE && writes == (meant->grant->access != WEIR_ACCESS_READ);
}

static size_t count_users(const struct weir_meaning *meaning, bool writes)
{
    size_t count = 0;
    for (size_t i = 0; i < meaning->count; i++)
        count += uses_keys(&meaning->items[i], writes);
    return count;
}

static enum weir_status put_known(struct weir_meaning *meaning, const struct weir_grant_set *grants)
{
    const size_t writers = count_users(meaning, true);
    struct weir_arn_pattern *items = NULL;
    if (grants->kms_key_count == 0 || writers + count_users(meaning, false) == 0)
        return WEIR_OK;
    WEIR_TRY(weir_meaning_begin(meaning, key_actions, writers > 0 ? 2 : 1, grants->kms_key_count, &items));
    for (size_t i = 0; i < grants->kms_key_count; i++)
        WEIR_TRY(weir_meaning_resource(meaning, items, grants->kms_keys[i], false));
    return WEIR_OK;
}

/* [s3-kms] The encryption context is the object, or under a bucket key its bucket. */
static enum weir_status add_contexts(struct weir_meaning *meaning, bool writes, struct weir_condition *condition,
                                     size_t users)
{
    struct weir_operand *operands = NULL;
    WEIR_TRY(
        weir_meaning_condition(meaning, condition, WEIR_STR("kms:EncryptionContext:aws:s3:arn"), 2 * users, &operands));
    for (size_t i = 0; i < meaning->count; i++) {
        const struct weir_meant *const meant = &meaning->items[i];
        struct weir_str arn;
        if (!uses_keys(meant, writes))
            continue;
        WEIR_TRY(weir_meaning_objects(meaning, meant, &arn));
        WEIR_TRY(weir_meaning_operand(meaning, condition, operands, arn, meant->open));
        WEIR_TRY(weir_meaning_operand(meaning, condition, operands, meant->bucket_arn, false));
    }
    return WEIR_OK;
}

static enum weir_status add_service(struct weir_meaning *meaning, struct weir_condition *condition)
{
    const struct weir_str pieces[] = {WEIR_STR("s3."), meaning->plan->options.region, WEIR_STR("."),
                                      weir_partition_dns_suffix(meaning->plan->partition)};
    struct weir_operand *operands = NULL;
    struct weir_str service;
    WEIR_TRY(weir_meaning_join(meaning, pieces, WEIR_COUNT(pieces), &service));
    WEIR_TRY(weir_meaning_condition(meaning, condition, WEIR_STR("kms:ViaService"), 1, &operands));
    return weir_meaning_operand(meaning, condition, operands, service, false);
}

/* The option unknown_kms. */
static enum weir_status put_any_key(struct weir_meaning *meaning, bool writes)
{
    enum { CONDITIONS = 2 };
    const size_t users = count_users(meaning, writes);
    struct weir_arn_pattern *items = NULL;
    if (!meaning->plan->options.unknown_kms || users == 0)
        return WEIR_OK;
    struct weir_condition *const conditions = weir_arena_alloc(meaning->arena, CONDITIONS, sizeof(*conditions));
    if (conditions == NULL)
        return WEIR_ERR_MEMORY;
    WEIR_TRY(weir_meaning_begin(meaning, key_actions, writes ? 2 : 1, 1, &items));
    items[0] = (struct weir_arn_pattern){.form = WEIR_ARN_ANY, .only_wildcards = true, .text = WEIR_STR("*")};
    weir_meaning_last(meaning)->resources.count = 1;
    weir_meaning_last(meaning)->conditions = conditions;
    weir_meaning_last(meaning)->condition_count = CONDITIONS;
    WEIR_TRY(add_contexts(meaning, writes, &conditions[0], users));
    return add_service(meaning, &conditions[1]);
}

enum weir_status weir_meaning_put_keys(struct weir_meaning *meaning, const struct weir_grant_set *grants)
{
    WEIR_TRY(put_known(meaning, grants));
    WEIR_TRY(put_any_key(meaning, false));
    return put_any_key(meaning, true);
}
