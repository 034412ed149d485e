/* What AWS asks of the ARN of a resource before it stores a document ([iam-malformed]). */
#include "policy/message/message.h"

/* What is behind the first colon; false where there is none. */
static bool cut_part(struct weir_str *rest, struct weir_str *part)
{
    const size_t colon = weir_str_index(*rest, ':', 0);
    const bool found = colon < rest->len;
    *part = weir_str_slice(*rest, 0, colon);
    *rest = weir_str_slice(*rest, found ? colon + 1 : colon, rest->len);
    return found;
}

static bool is_any(struct weir_str text, const char *const *among, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(text, weir_str_from(among[i])))
            return true;
    }
    return false;
}

/* [aws-partitions] */
static bool is_partition(struct weir_str text)
{
    static const char *const partitions[] = {"*",       "aws",       "aws-cn",    "aws-us-gov", "aws-eusc",
                                             "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f"};
    return is_any(text, partitions, WEIR_COUNT(partitions));
}

/* The ARN as AWS echoes it: always `arn`, four parts behind the partition, a missing one as `*`. */
static void write_partition(struct weir_writer *writer, struct weir_str partition, struct weir_str rest)
{
    weir_write_format(writer, "Partition \"%.*s\" is not valid for resource \"arn:%.*s:", WEIR_FMT(partition),
                      WEIR_FMT(partition));
    bool more = rest.len > 0;
    for (size_t i = 0; i < 3; i++) {
        struct weir_str part = WEIR_STR("*");
        if (more)
            more = cut_part(&rest, &part);
        weir_write_raw(writer, part);
        weir_write_raw(writer, WEIR_STR(":"));
    }
    weir_write_raw(writer, more ? rest : WEIR_STR("*"));
    weir_write_raw(writer, WEIR_STR("\"."));
}

/* ------------------------------------------------------------------------------ services with rules */

static const char *const iam_paths[] = {"user/",
                                        "federated-user/",
                                        "role/",
                                        "group/",
                                        "instance-profile/",
                                        "mfa/",
                                        "server-certificate/",
                                        "policy/",
                                        "sms-mfa/",
                                        "saml-provider/",
                                        "oidc-provider/",
                                        "report/",
                                        "access-report/"};

static bool is_iam_path(struct weir_str path)
{
    for (size_t i = 0; i < WEIR_COUNT(iam_paths); i++) {
        if (weir_str_has_prefix(path, weir_str_from(iam_paths[i])))
            return true;
    }
    return weir_str_equal(path, WEIR_STR("*"));
}

static void write_iam_path(struct weir_writer *writer)
{
    weir_write_raw(writer, WEIR_STR("IAM resource path must either be \"*\" or start with "));
    for (size_t i = 0; i < WEIR_COUNT(iam_paths); i++)
        weir_write_format(writer, "%s%s", i == 0 ? "" : ", ", iam_paths[i]);
    weir_write_raw(writer, WEIR_STR("."));
}

static bool is_iam_resource(struct weir_str text, struct weir_str region, struct weir_str rest,
                            struct weir_writer *writer)
{
    struct weir_str account;
    cut_part(&rest, &account);
    if (region.len > 0)
        weir_write_format(writer, "IAM resource %.*s cannot contain region information.", WEIR_FMT(text));
    else if (!is_iam_path(rest))
        write_iam_path(writer);
    else
        return true;
    return false;
}

/* A bucket has neither Region nor account; an access point has both. */
static bool is_s3_resource(struct weir_str text, struct weir_str region, struct weir_str rest,
                           struct weir_writer *writer)
{
    struct weir_str account;
    cut_part(&rest, &account);
    if (region.len == 0 || account.len > 0)
        return true;
    weir_write_format(writer, "Resource %.*s can not contain region information.", WEIR_FMT(text));
    return false;
}

/* Writes AWS's words for a resource that is none. */
static bool is_resource(struct weir_str text, struct weir_writer *writer)
{
    struct weir_str rest = text;
    struct weir_str part;
    struct weir_str service;
    struct weir_str region;
    if (weir_str_equal(text, WEIR_STR("*")))
        return true;
    if (!cut_part(&rest, &part)) {
        weir_write_format(writer, "Resource %.*s must be in ARN format or \"*\".", WEIR_FMT(text));
        return false;
    }
    const bool has_service = cut_part(&rest, &part);
    if (!is_partition(part)) {
        write_partition(writer, part, rest);
        return false;
    }
    if (!has_service) {
        weir_write_raw(writer, WEIR_STR("Resource vendor must be fully qualified and cannot contain regexes."));
        return false;
    }
    if (!cut_part(&rest, &service)) /* nothing behind the service: AWS stores it */
        return true;
    cut_part(&rest, &region);
    if (weir_str_equal(service, WEIR_STR("iam")))
        return is_iam_resource(text, region, rest, writer);
    return !weir_str_equal(service, WEIR_STR("s3")) || is_s3_resource(text, region, rest, writer);
}

/* ------------------------------------------------------------------------------------------- walking */

/* Five colons, or no two side by side; and a service. */
static bool is_legacy_resource(struct weir_str text)
{
    size_t colons = 0;
    bool pair = false;
    size_t parts_at[2] = {0, 0};
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != ':')
            continue;
        if (colons < WEIR_COUNT(parts_at))
            parts_at[colons] = i;
        pair = pair || (i + 1 < text.len && text.ptr[i + 1] == ':');
        colons++;
    }
    const bool has_service = colons < 2 || (parts_at[1] + 1 < text.len && text.ptr[parts_at[1] + 1] != ':');
    return weir_str_equal(text, WEIR_STR("*")) || ((colons >= 5 || !pair) && has_service);
}

/* Of the resources of one element that are none, AWS names the first in the order of their bytes. */
static const struct weir_node *element_fault(struct weir_vetting *vetting, const struct weir_node *value)
{
    const struct weir_node *fault = NULL;
    for (const struct weir_node *item = weir_one_or_list_first(value); item != NULL && value != NULL;
         item = weir_one_or_list_next(value, item)) {
        const struct weir_str text = weir_node_text(item);
        if (fault != NULL && weir_str_compare(text, weir_node_text(fault)) >= 0)
            continue;
        if (!is_resource(text, vetting->scratch))
            fault = item;
    }
    return fault;
}

static const struct weir_node *legacy_fault(const struct weir_node *value)
{
    for (const struct weir_node *item = weir_one_or_list_first(value); item != NULL && value != NULL;
         item = weir_one_or_list_next(value, item)) {
        if (!is_legacy_resource(weir_node_text(item)))
            return item;
    }
    return NULL;
}

/* Every Resource, then every NotResource. What is no resource keeps the older reader from what comes behind it. */
static void look_at_resources(struct weir_vetting *vetting, const struct weir_node **legacy,
                              const struct weir_node **malformed)
{
    static const char *const elements[] = {"Resource", "NotResource"};
    *legacy = NULL;
    *malformed = NULL;
    for (size_t i = 0; i < WEIR_COUNT(elements) && *malformed == NULL; i++) {
        for (const struct weir_node *statement = weir_one_or_list_first(vetting->statements);
             statement != NULL && *malformed == NULL;
             statement = weir_one_or_list_next(vetting->statements, statement)) {
            const struct weir_node *const value = weir_vet_member(statement, elements[i]);
            *malformed = element_fault(vetting, value);
            if (*malformed == NULL && *legacy == NULL)
                *legacy = legacy_fault(value);
        }
    }
}

bool weir_vet_legacy_resource(struct weir_vetting *vetting)
{
    const struct weir_node *malformed = NULL;
    look_at_resources(vetting, &vetting->fault, &malformed);
    return vetting->fault == NULL;
}

bool weir_vet_resource(struct weir_vetting *vetting)
{
    const struct weir_node *legacy = NULL;
    look_at_resources(vetting, &legacy, &vetting->fault);
    return vetting->fault == NULL || is_resource(weir_node_text(vetting->fault), vetting->message);
}
