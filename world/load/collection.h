/* The collections of the world format: what AWS calls them, where they stand, and what tells their items apart. */
#ifndef WEIR_WORLD_COLLECTION_H
#define WEIR_WORLD_COLLECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <weir/base.h>

/* Where a collection may stand; a set. */
enum { WEIR_AT_WORLD = 1, WEIR_AT_ACCOUNT = 2, WEIR_AT_REGION = 4, WEIR_AT_BOTH = WEIR_AT_ACCOUNT | WEIR_AT_REGION };

enum weir_collection_shape {
    WEIR_SHAPE_LIST = 0,   /* a list of maps */
    WEIR_SHAPE_MAP = 1,    /* a map from identity to value */
    WEIR_SHAPE_SINGLE = 2, /* one map, at most once a home */
    WEIR_SHAPE_VALUES = 3  /* one list of texts, at most once a home */
};

/* How an item is told from another. */
enum weir_identity_kind {
    WEIR_ID_NONE = 0,     /* a single */
    WEIR_ID_KEY = 1,      /* the key of a map's member */
    WEIR_ID_MEMBERS = 2,  /* its members, joined */
    WEIR_ID_LOCATION = 3, /* one member, an ARN with or without a closing slash */
    WEIR_ID_CATALOG = 4,  /* the catalog id, where it is another than the account's, then members */
    WEIR_ID_GRANT = 5     /* principal and resource, what is default left out */
};

/* name, leaf key, group, where, shape, identity, its members ("a|b": whichever is there, "a?": if it is there), another member that a patch may
 * name it by, whether equal items are a set, the command whose answer it is */
/* clang-format off */
#define WEIR_COLLECTION_MAP(X) \
    X(SETTINGS, "Settings", "", WEIR_AT_WORLD, SINGLE, NONE, "", "", true, "") \
    X(ORGANIZATION, "Organization", "", WEIR_AT_ACCOUNT, SINGLE, NONE, "", "", false, "aws organizations list-policies-for-target") \
    X(PUBLIC_ACCESS_BLOCK, "PublicAccessBlockConfiguration", "", WEIR_AT_ACCOUNT, SINGLE, NONE, "", "", false, "aws s3control get-public-access-block") \
    X(STS_INACTIVE_REGIONS, "StsInactiveRegions", "", WEIR_AT_ACCOUNT, VALUES, NONE, "", "", false, "") \
    X(ROLE_DETAILS, "RoleDetailList", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Arn", "RoleName", false, "aws iam get-account-authorization-details") \
    X(USER_DETAILS, "UserDetailList", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Arn", "UserName", false, "aws iam get-account-authorization-details") \
    X(GROUP_DETAILS, "GroupDetailList", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Arn|GroupName", "GroupName", false, "aws iam get-account-authorization-details") \
    X(POLICIES, "Policies", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Arn", "PolicyName", false, "aws iam get-account-authorization-details") \
    X(ROLES, "Roles", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Arn", "RoleName", false, "aws iam list-roles") \
    X(MFA_DEVICES, "MFADevices", "Iam", WEIR_AT_ACCOUNT, LIST, MEMBERS, "SerialNumber", "", false, "aws iam list-mfa-devices") \
    X(SAML_PROVIDERS, "SAMLProviders", "", WEIR_AT_ACCOUNT, LIST, MEMBERS, "SAMLProviderArn|Arn", "", false, "aws iam get-saml-provider") \
    X(BUCKETS, "Buckets", "", WEIR_AT_ACCOUNT, LIST, MEMBERS, "Name", "", false, "aws s3api get-bucket-policy") \
    X(RESOURCE_TAGS, "ResourceTags", "", WEIR_AT_BOTH, MAP, KEY, "", "", false, "aws resourcegroupstaggingapi get-resources") \
    X(FAULTS, "Faults", "", WEIR_AT_BOTH, LIST, MEMBERS, "operation", "", false, "") \
    X(LAKE_SETTINGS, "DataLakeSettings", "LakeFormation", WEIR_AT_REGION, SINGLE, NONE, "", "", false, "aws lakeformation get-data-lake-settings") \
    X(REGISTRATIONS, "ResourceInfoList", "LakeFormation", WEIR_AT_REGION, LIST, LOCATION, "ResourceArn", "", false, "aws lakeformation list-resources") \
    X(GRANTS, "PrincipalResourcePermissions", "LakeFormation", WEIR_AT_REGION, LIST, GRANT, "", "", true, "aws lakeformation list-permissions") \
    X(FILTERS, "DataCellsFilters", "LakeFormation", WEIR_AT_REGION, LIST, CATALOG, "DatabaseName,TableName,Name", "", false, "aws lakeformation list-data-cells-filter") \
    X(LF_TAGS, "LFTags", "LakeFormation", WEIR_AT_REGION, LIST, CATALOG, "TagKey", "", false, "aws lakeformation list-lf-tags") \
    X(LF_TAG_EXPRESSIONS, "LFTagExpressions", "LakeFormation", WEIR_AT_REGION, LIST, CATALOG, "Name", "", false, "aws lakeformation list-lf-tag-expressions") \
    X(RESOURCE_LF_TAGS, "ResourceLFTags", "LakeFormation", WEIR_AT_REGION, LIST, GRANT, "", "", true, "aws lakeformation get-resource-lf-tags") \
    X(OPT_INS, "LakeFormationOptInsInfoList", "LakeFormation", WEIR_AT_REGION, LIST, GRANT, "", "", true, "aws lakeformation list-lake-formation-opt-ins") \
    X(INVITATIONS, "resourceShareInvitations", "Ram", WEIR_AT_REGION, LIST, MEMBERS, "resourceShareInvitationArn", "", false, "aws ram get-resource-share-invitations") \
    X(DATABASES, "DatabaseList", "Glue", WEIR_AT_REGION, LIST, CATALOG, "Name", "", false, "aws glue get-databases") \
    X(TABLES, "TableList", "Glue", WEIR_AT_REGION, LIST, CATALOG, "DatabaseName,Name", "", false, "aws glue get-tables") \
    X(PARTITIONS, "Partitions", "Glue", WEIR_AT_REGION, LIST, CATALOG, "DatabaseName,TableName,Values", "", false, "aws glue get-partitions") \
    X(CATALOGS, "CatalogList", "Glue", WEIR_AT_REGION, LIST, MEMBERS, "CatalogId|Name", "Name", false, "aws glue get-catalogs") \
    X(RESOURCE_POLICIES, "ResourcePolicies", "Glue", WEIR_AT_REGION, LIST, MEMBERS, "ResourceArn?", "", true, "aws glue get-resource-policies") \
    X(ENCRYPTION, "DataCatalogEncryptionSettings", "Glue", WEIR_AT_REGION, SINGLE, NONE, "", "", false, "aws glue get-data-catalog-encryption-settings") \
    X(KMS_KEYS, "KmsKeys", "", WEIR_AT_REGION, LIST, MEMBERS, "KeyArn", "", false, "aws kms get-key-policy") \
    X(VPC_ENDPOINTS, "VpcEndpoints", "", WEIR_AT_REGION, LIST, MEMBERS, "VpcEndpointId", "", false, "aws ec2 describe-vpc-endpoints") \
    X(WORKGROUPS, "workgroups", "RedshiftServerless", WEIR_AT_REGION, LIST, MEMBERS, "workgroupName", "workgroupArn", false, "aws redshift-serverless list-workgroups") \
    X(NAMESPACES, "namespaces", "RedshiftServerless", WEIR_AT_REGION, LIST, MEMBERS, "namespaceName", "namespaceArn", false, "aws redshift-serverless list-namespaces") \
    X(WORKGROUP_DOMAINS, "associations", "RedshiftServerless", WEIR_AT_REGION, LIST, MEMBERS, "customDomainName", "", false, "aws redshift-serverless list-custom-domain-associations") \
    X(CLUSTERS, "Clusters", "Redshift", WEIR_AT_REGION, LIST, MEMBERS, "ClusterIdentifier", "", false, "aws redshift describe-clusters") \
    X(CLUSTER_DOMAINS, "Associations", "Redshift", WEIR_AT_REGION, LIST, MEMBERS, "CustomDomainCertificateArn", "", false, "aws redshift describe-custom-domain-associations")
/* clang-format on */

enum weir_collection {
    WEIR_COLLECTION_NONE = 0,
#define WEIR_COLLECTION_ENUM(name, leaf, group, where, shape, identity, members, also, set, command) \
    WEIR_COLLECTION_##name,
    WEIR_COLLECTION_MAP(WEIR_COLLECTION_ENUM)
#undef WEIR_COLLECTION_ENUM
        WEIR_COLLECTIONS
};

struct weir_collection_row {
    struct weir_str leaf;
    struct weir_str group; /* empty: the leaf stands at the home itself */
    const char *members;   /* names, a comma between them */
    const char *also;
    const char *command;
    unsigned where;
    enum weir_collection_shape shape;
    enum weir_identity_kind identity;
    bool is_set;
};

/* The row of a collection; of NONE an empty one. */
const struct weir_collection_row *weir_collection_row(enum weir_collection collection);
/* By leaf key; NONE where there is none such. */
enum weir_collection weir_collection_find(struct weir_str leaf);
bool weir_collection_is_group(struct weir_str name);

/* What else a raw answer of the AWS CLI calls a collection. */
enum weir_answer_form {
    WEIR_ANSWER_VALUE = 0,  /* the member is the collection */
    WEIR_ANSWER_ITEM = 1,   /* the member is one item */
    WEIR_ANSWER_WHOLE = 2,  /* the answer itself is one item, told by this member */
    WEIR_ANSWER_MAPPING = 3 /* a list of {ResourceARN, Tags} */
};
/* The collection that a member of an answer belongs to, NONE for a member that weir does not read. */
enum weir_collection weir_collection_of_answer(struct weir_str member, enum weir_answer_form *form);

static inline uint64_t weir_collection_bit(enum weir_collection collection)
{
    return UINT64_C(1) << collection;
}

#endif
