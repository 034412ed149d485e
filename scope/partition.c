/* Decides the partition of an emitted policy: the role's, else the one asked for, else the Region's ([scope-shape]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

/* [aws-partitions] A Region is one of these prefixes, a word and a number: `us-gov-west-1`, `eu-central-1`. */
#define TEXT(literal) {"" literal, sizeof(literal) - 1}

static const struct {
    struct weir_str prefix;
    struct weir_str partition;
} regions[] = {
    {TEXT("af-"), TEXT("aws")},
    {TEXT("ap-"), TEXT("aws")},
    {TEXT("ca-"), TEXT("aws")},
    {TEXT("eu-"), TEXT("aws")},
    {TEXT("il-"), TEXT("aws")},
    {TEXT("me-"), TEXT("aws")},
    {TEXT("mx-"), TEXT("aws")},
    {TEXT("sa-"), TEXT("aws")},
    {TEXT("us-"), TEXT("aws")},
    {TEXT("cn-"), TEXT("aws-cn")},
    {TEXT("us-gov-"), TEXT("aws-us-gov")},
    {TEXT("us-iso-"), TEXT("aws-iso")},
    {TEXT("us-isob-"), TEXT("aws-iso-b")},
    {TEXT("eu-isoe-"), TEXT("aws-iso-e")},
    {TEXT("us-isof-"), TEXT("aws-iso-f")},
    {TEXT("eusc-"), TEXT("aws-eusc")},
};

/* [aws-partitions] What the endpoints of a partition end in. */
static const struct {
    const char *partition;
    const char *suffix;
} suffixes[] = {
    {"aws", "amazonaws.com"},        {"aws-cn", "amazonaws.com.cn"}, {"aws-us-gov", "amazonaws.com"},
    {"aws-iso", "c2s.ic.gov"},       {"aws-iso-b", "sc2s.sgov.gov"}, {"aws-iso-e", "cloud.adc-e.uk"},
    {"aws-iso-f", "csp.hci.ic.gov"}, {"aws-eusc", "amazonaws.eu"},
};

struct weir_str weir_partition_dns_suffix(struct weir_str partition)
{
    for (size_t i = 0; i < WEIR_COUNT(suffixes); i++) {
        if (weir_str_equal(weir_str_from(suffixes[i].partition), partition))
            return weir_str_from(suffixes[i].suffix);
    }
    return WEIR_STR("");
}

static struct weir_str known_partition(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(regions); i++) {
        const struct weir_str partition = regions[i].partition;
        if (weir_str_equal(partition, name))
            return partition;
    }
    return WEIR_STR("");
}

static size_t span_of_letters(struct weir_str text)
{
    size_t n = 0;
    while (n < text.len && text.ptr[n] >= 'a' && text.ptr[n] <= 'z')
        n++;
    return n;
}

/* `west-1`: a word and a number; so `us-` alone cannot take `us-gov-west-1`. */
static bool is_word_and_number(struct weir_str text)
{
    const size_t word = span_of_letters(text);
    if (word == 0 || word + 1 >= text.len || text.ptr[word] != '-')
        return false;
    for (size_t i = word + 1; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
    }
    return true;
}

/* `de-east-1` of eusc: the prefix is followed by a country, then a word and a number. */
static bool is_place(struct weir_str rest, struct weir_str partition)
{
    if (!weir_str_equal(partition, WEIR_STR("aws-eusc")))
        return is_word_and_number(rest);
    const size_t country = span_of_letters(rest);
    return country > 0 && country < rest.len && rest.ptr[country] == '-' &&
           is_word_and_number((struct weir_str){rest.ptr + country + 1, rest.len - country - 1});
}

struct weir_str weir_partition_of_region(struct weir_str region)
{
    if (region.ptr == NULL)
        return WEIR_STR("");
    for (size_t i = 0; i < WEIR_COUNT(regions); i++) {
        const struct weir_str prefix = regions[i].prefix;
        const struct weir_str partition = regions[i].partition;
        if (!weir_str_has_prefix(region, prefix))
            continue;
        const struct weir_str rest = {region.ptr + prefix.len, region.len - prefix.len};
        if (is_place(rest, partition))
            return partition;
    }
    return WEIR_STR("");
}

struct weir_str weir_partition_of_arn(struct weir_str arn)
{
    if (!weir_str_has_prefix(arn, WEIR_STR("arn:")))
        return WEIR_STR("");
    const struct weir_str rest = {arn.ptr + 4, arn.len - 4};
    const char *const colon = memchr(rest.ptr, ':', rest.len);
    if (colon == NULL)
        return WEIR_STR("");
    return known_partition((struct weir_str){rest.ptr, (size_t)(colon - rest.ptr)});
}

struct weir_str weir_scope_partition(const struct weir_scope_options *options, struct weir_str *subject)
{
    static const struct weir_scope_options none = WEIR_SCOPE_OPTIONS_INIT;
    const struct weir_scope_options *const asked = options == NULL ? &none : options;
    if (asked->role_arn.len != 0) {
        *subject = asked->role_arn;
        return weir_partition_of_arn(asked->role_arn);
    }
    if (asked->partition.len != 0) {
        *subject = asked->partition;
        return known_partition(asked->partition);
    }
    *subject = asked->region;
    return weir_partition_of_region(asked->region);
}
