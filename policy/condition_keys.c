/* Which condition keys are global, which hold several values, which guard a door ([iam-global-keys], [iam-multivalue]). */
#include "policy/condition_keys.h"

#include "policy/pattern.h"

#define KEY(name) {name, sizeof(name) - 1}

/* clang-format off */
/* By name. sts:ExternalId and sts:TransitiveTagKeys are no global keys, but trust policies stand on them ([sts-external-id]). */
static const struct weir_condition_key keys[] = {
    /* name                                multi  guards */
    {KEY("aws:AssumedRoot"),               false, false},
    {KEY("aws:CalledVia"),                 true,  false},
    {KEY("aws:CalledViaAWSMCP"),           false, false},
    {KEY("aws:CalledViaFirst"),            false, false},
    {KEY("aws:CalledViaLast"),             false, false},
    {KEY("aws:ChatbotSourceArn"),          false, false},
    {KEY("aws:CurrentTime"),               false, false},
    {KEY("aws:Ec2InstanceSourcePrivateIPv4"), false, false},
    {KEY("aws:Ec2InstanceSourceVpc"),      false, true},
    {KEY("aws:EpochTime"),                 false, false},
    {KEY("aws:FederatedProvider"),         false, false},
    {KEY("aws:MultiFactorAuthAge"),        false, true},
    {KEY("aws:MultiFactorAuthPresent"),    false, true},
    {KEY("aws:PrincipalAccount"),          false, true},
    {KEY("aws:PrincipalArn"),              false, true},
    {KEY("aws:PrincipalIsAWSService"),     false, false},
    {KEY("aws:PrincipalOrgID"),            false, true},
    {KEY("aws:PrincipalOrgPaths"),         true,  true},
    {KEY("aws:PrincipalServiceName"),      false, false},
    {KEY("aws:PrincipalServiceNamesList"), true,  false},
    {KEY("aws:PrincipalTag/"),             false, false},
    {KEY("aws:PrincipalType"),             false, false},
    {KEY("aws:Referer"),                   false, false},
    {KEY("aws:RequestTag/"),               false, false},
    {KEY("aws:RequestedRegion"),           false, false},
    {KEY("aws:ResourceAccount"),           false, true},
    {KEY("aws:ResourceOrgID"),             false, true},
    {KEY("aws:ResourceOrgPaths"),          true,  true},
    {KEY("aws:ResourceTag/"),              false, false},
    {KEY("aws:SecureTransport"),           false, true},
    {KEY("aws:SignInSessionArn"),          false, false},
    {KEY("aws:SourceAccount"),             false, true},
    {KEY("aws:SourceArn"),                 false, true},
    {KEY("aws:SourceIdentity"),            false, false},
    {KEY("aws:SourceIp"),                  false, true},
    {KEY("aws:SourceOrgID"),               false, true},
    {KEY("aws:SourceOrgPaths"),            true,  true},
    {KEY("aws:SourceVpc"),                 false, true},
    {KEY("aws:SourceVpcArn"),              false, true},
    {KEY("aws:SourceVpce"),                false, true},
    {KEY("aws:TagKeys"),                   true,  false},
    {KEY("aws:TokenIssueTime"),            false, false},
    {KEY("aws:UserAgent"),                 false, false},
    {KEY("aws:userid"),                    false, false},
    {KEY("aws:username"),                  false, false},
    {KEY("aws:ViaAWSMCPService"),          false, false},
    {KEY("aws:ViaAWSService"),             false, false},
    {KEY("aws:VpcSourceIp"),               false, true},
    {KEY("aws:VpceAccount"),               false, true},
    {KEY("aws:VpceOrgID"),                 false, true},
    {KEY("aws:VpceOrgPaths"),              true,  true},
    {KEY("sts:ExternalId"),                false, true},
    {KEY("sts:TransitiveTagKeys"),         true,  false},
};
/* clang-format on */

const struct weir_condition_key *weir_condition_keys(size_t *count)
{
    *count = WEIR_COUNT(keys);
    return keys;
}

static bool is_family(const struct weir_condition_key *key)
{
    return key->name.ptr[key->name.len - 1] == '/';
}

const struct weir_condition_key *weir_condition_key_find(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(keys); i++) {
        const size_t length = keys[i].name.len;
        const bool is_member = is_family(&keys[i]) && name.len > length;
        const struct weir_str compared = is_member ? weir_str_slice(name, 0, length) : name;
        if ((is_member || !is_family(&keys[i])) && weir_str_equal_fold(compared, keys[i].name))
            return &keys[i];
    }
    return NULL;
}

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t less = a < b ? a : b;
    return less < c ? less : c;
}

/* One row of the table of distances, from the row above it. */
static void next_row(struct weir_str a, size_t i, struct weir_str b, size_t *row)
{
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.len; j++) {
        const size_t above = row[j + 1];
        const bool same = weir_fold(a.ptr[i]) == weir_fold(b.ptr[j]);
        row[j + 1] = least(above + 1, row[j] + 1, diagonal + (same ? 0 : 1));
        diagonal = above;
    }
}

size_t weir_edit_distance(struct weir_str a, struct weir_str b)
{
    size_t row[WEIR_NEAR_MAX_BYTES + 1];
    if (a.len > WEIR_NEAR_MAX_BYTES || b.len > WEIR_NEAR_MAX_BYTES)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (size_t i = 0; i < a.len; i++)
        next_row(a, i, b, row);
    return row[b.len];
}

enum { NEAR_EDITS = 3 };

/* What stands behind the slash is the user's own. */
static struct weir_str before_tag(struct weir_str name)
{
    const size_t slash = weir_str_index(name, '/', 0);
    return slash < name.len ? weir_str_slice(name, 0, slash + 1) : name;
}

const struct weir_condition_key *weir_condition_key_near(struct weir_str name)
{
    const struct weir_condition_key *near = NULL;
    size_t best = NEAR_EDITS + 1;
    for (size_t i = 0; i < WEIR_COUNT(keys); i++) {
        const size_t distance = weir_edit_distance(before_tag(name), keys[i].name);
        if (distance < best) {
            best = distance;
            near = &keys[i];
        }
    }
    return near;
}
