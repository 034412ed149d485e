/* Predicates on what STS is given: session tags, source identity, session policies and ARNs ([sts-session-tags], [sts-api-assumerole]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

static struct weir_tag_list tags_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TAGS ? value.as.tags : (struct weir_tag_list){NULL, 0};
}

static bool has_key(struct weir_tag_list tags, struct weir_str key)
{
    for (size_t i = 0; i < tags.count; i++) {
        if (weir_str_equal_fold(tags.items[i].key, key))
            return true;
    }
    return false;
}

static bool in_fold(struct weir_str_list list, struct weir_str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (weir_str_equal_fold(list.items[i], text))
            return true;
    }
    return false;
}

/* At most 50 tags reach this: the parameter's own bound comes first. */
enum weir_status weir_ask_tags_distinct(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_tag_list tags = tags_of(deciding, &use->arguments[0]);
    weir_say_asked(deciding, &use->arguments[0]);
    for (size_t i = 0; i < tags.count; i++) {
        if (has_key((struct weir_tag_list){tags.items, i}, tags.items[i].key)) {
            weir_say(deciding, "the tag key `%s` is given twice", weir_quote(tags.items[i].key).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "%zu tag%s, each key once", tags.count, tags.count == 1 ? "" : "s");
    return WEIR_OK;
}

static bool starts_fold(struct weir_str text, struct weir_str prefix)
{
    return text.len >= prefix.len && weir_str_equal_fold((struct weir_str){text.ptr, prefix.len}, prefix);
}

enum weir_status weir_ask_tags_prefix(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_tag_list tags = tags_of(deciding, &use->arguments[0]);
    weir_say_asked(deciding, &use->arguments[0]);
    struct weir_str prefix;
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &prefix));
    for (size_t i = 0; i < tags.count; i++) {
        if (starts_fold(tags.items[i].key, prefix) || starts_fold(tags.items[i].value, prefix)) {
            weir_say(deciding, "the tag `%s` begins with `%s`", weir_quote(tags.items[i].key).text,
                     weir_quote(prefix).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "no tag begins with `%s`", weir_quote(prefix).text);
    return WEIR_OK;
}

enum weir_status weir_ask_keys_among(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_str_list keys = weir_argument_list(deciding, &use->arguments[0]);
    const struct weir_tag_list tags = tags_of(deciding, &use->arguments[1]);
    weir_say_asked(deciding, &use->arguments[0]);
    for (size_t i = 0; i < keys.count; i++) {
        if (!has_key(tags, keys.items[i])) {
            weir_say(deciding, "`%s` is not among the tags that are passed", weir_quote(keys.items[i]).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "every transitive key is among the tags that are passed");
    return WEIR_OK;
}

enum weir_status weir_ask_tags_not_inherited(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_tag_list tags = tags_of(deciding, &use->arguments[0]);
    weir_say_asked(deciding, &use->arguments[0]);
    const struct weir_session *const session = deciding->caller.session;
    for (size_t i = 0; session != NULL && i < tags.count; i++) {
        if (in_fold(session->transitive_tag_keys, tags.items[i].key)) {
            weir_say(deciding, "the calling session carries the transitive tag `%s` already",
                     weir_quote(tags.items[i].key).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "no tag that is passed is inherited");
    return WEIR_OK;
}

enum weir_status weir_ask_source_identity_kept(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_session *const session = deciding->caller.session;
    const struct weir_str inherited = session == NULL ? (struct weir_str){NULL, 0} : session->source_identity;
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    *holds = value.type != WEIR_TYPE_TEXT || inherited.len == 0 || weir_str_equal(value.as.text, inherited);
    if (inherited.len > 0)
        weir_say(deciding, "the calling session has the source identity `%s`", weir_quote(inherited).text);
    else
        weir_say(deciding, "the calling session has no source identity");
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

/* [iam-malformed] AWS's own sentence for what is wrong becomes the message; where and why stands in the explanation. */
enum weir_status weir_ask_policy_document(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    const struct weir_refusal *refusal = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    weir_argument_value(deciding, &use->arguments[0], &value);
    if (value.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    const enum weir_status status = weir_policy_vet_text(value.as.text, WEIR_STR("session policy"), WEIR_POLICY_SESSION,
                                                         deciding->arena, &refusal, &error);
    weir_say_at(deciding, value.origin);
    if (status == WEIR_OK) {
        *holds = true;
        weir_say(deciding, "the session policy is well formed");
        return WEIR_OK;
    }
    if (status != WEIR_REFUSED)
        return status == WEIR_ERR_MEMORY ? weir_fail_memory(deciding->error) : status;
    deciding->malformed = refusal->message;
    weir_say(deciding, "line %u, column %u of the session policy: %s", error.line, error.column, error.message);
    return WEIR_OK;
}

/* The account of an ARN's fifth field; empty where there is none. */
static struct weir_str account_of(struct weir_str arn)
{
    size_t start = 0;
    for (size_t i = 0, colons = 0; i < arn.len; i++) {
        if (arn.ptr[i] != ':')
            continue;
        if (++colons == 4)
            start = i + 1;
        else if (colons == 5)
            return (struct weir_str){arn.ptr + start, i - start};
    }
    return (struct weir_str){NULL, 0};
}

enum weir_status weir_ask_policy_arns(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value list, account;
    weir_argument_value(deciding, &use->arguments[0], &list);
    weir_argument_value(deciding, &use->arguments[1], &account);
    weir_say_at(deciding, list.origin);
    for (const struct weir_node *item = weir_node_first(list.origin.node); item != NULL; item = weir_node_next(item)) {
        const struct weir_str arn = weir_node_text(weir_node_find(item, WEIR_STR("arn")));
        const struct weir_str owner = account_of(arn);
        if (account.type != WEIR_TYPE_TEXT ||
            (!weir_str_equal(owner, account.as.text) && !weir_str_equal(owner, WEIR_STR("aws")))) {
            weir_say(deciding, "`%s` is no policy of the role's account", weir_quote(arn).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "every managed policy is the role's account's or AWS's own");
    return WEIR_OK;
}

/* [sts-api-assumerole] A customer's policy must be there; which ones AWS keeps is in no account's listing. */
enum weir_status weir_ask_policy_arns_exist(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value list;
    weir_argument_value(deciding, &use->arguments[0], &list);
    weir_say_at(deciding, list.origin);
    for (const struct weir_node *item = weir_node_first(list.origin.node); item != NULL; item = weir_node_next(item)) {
        const struct weir_str arn = weir_node_text(weir_node_find(item, WEIR_STR("arn")));
        struct weir_arn_parts parts;
        const bool is_policy = weir_arn_read(arn, &parts) && weir_str_has_prefix(parts.resource, WEIR_STR("policy/"));
        bool exists = is_policy && weir_str_equal(parts.account, WEIR_STR("aws"));
        if (is_policy && !exists)
            WEIR_TRY(weir_world_has_managed_policy(deciding->world, arn, &exists, deciding->error));
        if (!exists) {
            weir_say(deciding, "there is no managed policy `%s`", weir_quote(arn).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "every managed policy is there, or AWS's own");
    return WEIR_OK;
}

/* [sts-observed-errors] arn:partition:service:region:account:resource, none of the first two, the third or the last empty. */
enum weir_status weir_ask_arn(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    weir_say_at(deciding, value.origin);
    if (value.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    struct weir_arn_parts parts;
    *holds = weir_arn_read(value.as.text, &parts);
    weir_say(deciding, "`%s` %s", weir_quote(value.as.text).text, *holds ? "has the form of an ARN" : "is no ARN");
    return WEIR_OK;
}

static enum weir_status ask_iam_arn(struct weir_deciding *deciding, const struct weir_use *use, struct weir_str type,
                                    const char *whose, bool *holds)
{
    struct weir_value value;
    struct weir_arn_parts parts;
    weir_argument_value(deciding, &use->arguments[0], &value);
    weir_say_at(deciding, value.origin);
    *holds = value.type == WEIR_TYPE_TEXT && weir_arn_read(value.as.text, &parts) &&
             weir_str_equal(parts.service, WEIR_STR("iam")) && parts.region.len == 0 &&
             weir_str_has_prefix(parts.resource, type) && parts.resource.len > type.len;
    weir_say(deciding, "the ARN %s %s", *holds ? "is" : "is not", whose);
    return WEIR_OK;
}

enum weir_status weir_ask_role_arn(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return ask_iam_arn(deciding, use, WEIR_STR("role/"), "a role's", holds);
}

enum weir_status weir_ask_saml_provider_arn(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return ask_iam_arn(deciding, use, WEIR_STR("saml-provider/"), "a SAML provider's", holds);
}

/* [sts-regions] What counts is the account that the credentials are of, whoever asks. An account that the world does not know
 * has switched nothing off. */
enum weir_status weir_ask_region_active(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value region, id;
    const struct weir_account *account = NULL;
    weir_argument_value(deciding, &use->arguments[0], &region);
    weir_argument_value(deciding, &use->arguments[1], &id);
    *holds = true;
    if (region.type != WEIR_TYPE_TEXT || id.type != WEIR_TYPE_TEXT || id.as.text.len == 0)
        return WEIR_OK;
    WEIR_TRY(weir_world_account(deciding->world, id.as.text, &account, deciding->error));
    for (size_t i = 0; account != NULL && i < account->sts_inactive_regions.count && *holds; i++)
        *holds = !weir_str_equal(account->sts_inactive_regions.items[i], region.as.text);
    weir_say(deciding, "account %.*s has STS %s in %.*s", WEIR_FMT(id.as.text),
             *holds ? "not switched off" : "switched off", WEIR_FMT(region.as.text));
    if (account != NULL)
        weir_say_at(deciding, account->origin);
    return WEIR_OK;
}

/* [iam-mfa] arn:P:iam::ACCOUNT:mfa/NAME of a virtual device; a hardware device has a number of its maker. */
static bool may_be_own(const struct weir_deciding *deciding, struct weir_str serial)
{
    struct weir_arn_parts parts;
    if (!weir_str_has_prefix(serial, WEIR_STR("arn:")))
        return true;
    return weir_arn_read(serial, &parts) && weir_str_equal(parts.service, WEIR_STR("iam")) &&
           weir_str_equal(parts.account, deciding->caller.principal.account) &&
           weir_str_has_prefix(parts.resource, WEIR_STR("mfa/"));
}

enum weir_status weir_ask_mfa_serial(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    static const char *const said[] = {
        [WEIR_MFA_DEVICE_UNKNOWN] = "may be a device of the caller",
        [WEIR_MFA_DEVICE_OWN] = "is a device of the caller",
        [WEIR_MFA_DEVICE_ANOTHERS] = "is no device of the caller",
    };
    const struct weir_user *const user = deciding->caller.user;
    enum weir_mfa_device device = WEIR_MFA_DEVICE_UNKNOWN;
    struct weir_value serial;
    weir_argument_value(deciding, &use->arguments[0], &serial);
    weir_say_at(deciding, serial.origin);
    if (serial.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    if (!may_be_own(deciding, serial.as.text))
        device = WEIR_MFA_DEVICE_ANOTHERS;
    else if (user != NULL)
        WEIR_TRY(weir_world_mfa_device(deciding->world, &user->identity, serial.as.text, &device, deciding->error));
    *holds = device != WEIR_MFA_DEVICE_ANOTHERS;
    weir_say(deciding, "`%s` %s", weir_quote(serial.as.text).text, said[device]);
    return WEIR_OK;
}
