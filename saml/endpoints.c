/* Decides which URLs are sign-in endpoints of AWS and which URIs its audiences, by closed lists a partition: never by a
 * prefix or a host's ending ([aws-signin-endpoints], [saml-aws-assertions]). */
#include "saml/rules.h"

/* clang-format off */
static const char *const aws_regions[] = {
    "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1",
    "ap-south-2", "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5",
    "ap-southeast-6", "ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1",
    "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1",
    "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
};
static const char *const china_regions[] = {"cn-north-1", "cn-northwest-1"};
static const char *const gov_regions[] = {"us-gov-east-1", "us-gov-west-1"};

static const char *const aws_audiences[] = {"urn:amazon:webservices"};
static const char *const china_audiences[] = {"urn:amazon:webservices:cn-north-1", "urn:amazon:webservices:cn-northwest-1"};
static const char *const gov_audiences[] = {"urn:amazon:webservices:govcloud"};

#define LIST(array) (array), WEIR_COUNT(array)

static const struct partition {
    const char *name;
    const char *host;
    const char *const *regions;
    size_t region_count;
    const char *const *audiences; /* beside the sign-in URL, which is one too */
    size_t audience_count;
} partitions[] = {
    {"aws",        "signin.aws.amazon.com",        LIST(aws_regions),   LIST(aws_audiences)},
    {"aws-cn",     "signin.amazonaws.cn",          LIST(china_regions), LIST(china_audiences)},
    {"aws-us-gov", "signin.amazonaws-us-gov.com",  LIST(gov_regions),   LIST(gov_audiences)},
};
/* clang-format on */

static const struct partition *find_partition(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(partitions); i++) {
        if (weir_str_equal(name, weir_str_from(partitions[i].name)))
            return &partitions[i];
    }
    return NULL;
}

static bool is_one_of(struct weir_str text, const struct weir_str *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(text, list[i]))
            return true;
    }
    return false;
}

static bool is_word_of(struct weir_str text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (weir_str_equal(text, weir_str_from(list[i])))
            return true;
    }
    return false;
}

/* Takes the words from the front of the text; false, and nothing taken, where others stand there. */
static bool skip(struct weir_str *text, struct weir_str words)
{
    if (!weir_str_has_prefix(*text, words))
        return false;
    *text = (struct weir_str){text->ptr + words.len, text->len - words.len};
    return true;
}

/* ---------------------------------------------------------------------------------------- recipients */

/* The Region's label and its dot, where one stands. */
static bool skip_region(const struct partition *partition, struct weir_str *text, bool *is_regional)
{
    size_t dot = 0;
    while (dot < text->len && text->ptr[dot] != '.')
        dot++;
    const struct weir_str label = {text->ptr, dot};
    *is_regional = is_word_of(label, partition->regions, partition->region_count);
    if (*is_regional)
        *text = (struct weir_str){text->ptr + dot, text->len - dot};
    return !*is_regional || skip(text, WEIR_STR("."));
}

/* [saml-aws-assertions] With encryption the endpoint names the provider; where that is required, no other will do. */
static bool is_path(const struct weir_saml_run *run, struct weir_str path, bool is_regional)
{
    const struct weir_str uuid = run->provider->uuid;
    if (uuid.len > 0) {
        struct weir_str rest = path;
        if (skip(&rest, WEIR_STR("/saml/acs/")))
            return weir_str_equal(rest, uuid);
        if (run->provider->encryption_mode == WEIR_SAML_ENCRYPTION_REQUIRED)
            return false;
    }
    /* The older text names one more endpoint, which has no Regions. */
    return weir_str_equal(path, WEIR_STR("/saml")) || (!is_regional && weir_str_equal(path, WEIR_STR("/static/saml")));
}

bool weir_saml_is_recipient(const struct weir_saml_run *run, struct weir_str url)
{
    const struct weir_saml_options *const options = &run->options;
    const struct partition *const partition = find_partition(options->partition);
    bool is_regional = false;
    struct weir_str rest = url;
    if (options->recipient_count > 0)
        return is_one_of(url, options->recipients, options->recipient_count);
    /* SAML alone does not say who is asked. */
    if (options->profile == WEIR_SAML_PROFILE_SAML)
        return true;
    return partition != NULL && skip(&rest, WEIR_STR("https://")) && skip_region(partition, &rest, &is_regional) &&
           skip(&rest, weir_str_from(partition->host)) && is_path(run, rest, is_regional);
}

/* ----------------------------------------------------------------------------------------- audiences */

/* "#2": Entra ID numbers the further applications of one tenant so ([saml-aws-reports]). */
static bool is_number_mark(struct weir_str text)
{
    enum { MOST_DIGITS = 4 };
    if (text.len == 0)
        return true;
    if (text.len < 2 || text.len > 1 + MOST_DIGITS || text.ptr[0] != '#' || text.ptr[1] == '0')
        return false;
    for (size_t i = 1; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
    }
    return true;
}

bool weir_saml_is_audience(const struct weir_saml_run *run, struct weir_str uri)
{
    const struct weir_saml_options *const options = &run->options;
    const struct partition *const partition = find_partition(options->partition);
    struct weir_str rest = uri;
    if (options->audience_count > 0)
        return is_one_of(uri, options->audiences, options->audience_count);
    if (options->profile == WEIR_SAML_PROFILE_SAML)
        return true;
    if (partition == NULL)
        return false;
    if (is_word_of(uri, partition->audiences, partition->audience_count))
        return true;
    return skip(&rest, WEIR_STR("https://")) && skip(&rest, weir_str_from(partition->host)) &&
           skip(&rest, WEIR_STR("/saml")) && is_number_mark(rest);
}
