/* The predicates that a rulebook may ask, one row each. Those of one subject stand in their own file; here are the logic and the comparisons. */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"

/* ---------------------------------------------------------------------------------------------- logic */

static enum weir_status ask_all(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_argument *const parts = &use->arguments[0];
    for (size_t i = 0; i < parts->use_count; i++) {
        bool part_holds = false;
        WEIR_TRY(weir_ask(deciding, &parts->uses[i], &part_holds));
        if (!part_holds)
            return WEIR_OK;
    }
    *holds = true;
    return WEIR_OK;
}

/* Joins what each part said, so that a refusal names everything that could mend it. */
static void say_all_failed(struct weir_deciding *deciding, struct weir_str so_far, const struct weir_use *part)
{
    const struct weir_str because = deciding->because;
    const char *const comma = so_far.len == 0 ? "" : "; ";
    if (part->part.len > 0)
        weir_say(deciding, "%.*s%s%.*s: %.*s", WEIR_FMT(so_far), comma, WEIR_FMT(part->part), WEIR_FMT(because));
    else
        weir_say(deciding, "%.*s%s%.*s", WEIR_FMT(so_far), comma, WEIR_FMT(because));
}

static enum weir_status ask_is(struct weir_deciding *deciding, const struct weir_use *use, bool *holds);

bool weir_is_switched_off(const struct weir_deciding *deciding, const struct weir_use *use)
{
    struct weir_value value;
    while (use->predicate->ask == ask_all && use->arguments[0].use_count > 0)
        use = &use->arguments[0].uses[0];
    if (use->predicate->ask != ask_is || use->arguments[0].term.from != WEIR_FROM_SETTING)
        return false;
    weir_argument_value(deciding, &use->arguments[0], &value);
    return value.type == WEIR_TYPE_BOOLEAN && !value.as.boolean;
}

static enum weir_status ask_any(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_argument *const parts = &use->arguments[0];
    struct weir_str said = {NULL, 0};
    struct weir_place first = {0};
    for (size_t i = 0; i < parts->use_count; i++) {
        const bool is_last_word = i + 1 == parts->use_count && said.len == 0;
        WEIR_TRY(weir_ask(deciding, &parts->uses[i], holds));
        if (*holds) {
            deciding->part = parts->uses[i].part;
            return WEIR_OK;
        }
        if (weir_is_switched_off(deciding, &parts->uses[i]) && !is_last_word)
            continue;
        first = said.len == 0 ? deciding->at : first;
        say_all_failed(deciding, said, &parts->uses[i]);
        said = deciding->because;
    }
    deciding->because = said;
    deciding->at = first;
    return WEIR_OK;
}

static enum weir_status ask_not(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    bool inner = false;
    WEIR_TRY(weir_ask(deciding, &use->arguments[0].uses[0], &inner));
    *holds = !inner;
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------- comparisons */

static enum weir_status ask_given(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    const size_t items = value.type == WEIR_TYPE_TAGS        ? value.as.tags.count
                         : value.type == WEIR_TYPE_TEXT_LIST ? value.as.list.count
                                                             : 1;
    *holds = value.type != WEIR_TYPE_ABSENT && items > 0;
    const struct weir_term *const term = &use->arguments[0].term;
    if (term->field == NULL && term->type >= WEIR_TYPE_ROLE)
        weir_say(deciding, "%s %.*s", *holds ? "there is the" : "there is no", WEIR_FMT(term->written));
    else
        weir_say(deciding, "%.*s is %s", WEIR_FMT(term->written), *holds ? "given" : "not given");
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

/* INVARIANT: what a request states has its place in the request's text, and a default has that of the rulebook. */
static enum weir_status ask_stated(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    *holds = value.origin.tree != NULL && value.origin.tree == deciding->request->parameters.tree;
    weir_say(deciding, "%.*s is %s by the request", WEIR_FMT(use->arguments[0].term.written),
             *holds ? "stated" : "not stated");
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

static enum weir_status ask_is(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    *holds = value.type == WEIR_TYPE_BOOLEAN && value.as.boolean;
    weir_say_switch(deciding, &use->arguments[0].term, *holds);
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

static enum weir_status compare_numbers(struct weir_deciding *deciding, const struct weir_use *use, bool at_most,
                                        bool *holds)
{
    struct weir_value value, bound;
    weir_argument_value(deciding, &use->arguments[0], &value);
    weir_argument_value(deciding, &use->arguments[1], &bound);
    if (value.type != WEIR_TYPE_INTEGER || bound.type != WEIR_TYPE_INTEGER) {
        weir_say(deciding, "%.*s has no value", WEIR_FMT(use->arguments[0].term.written));
        return WEIR_OK;
    }
    const int64_t number = value.as.integer, limit = bound.as.integer;
    *holds = at_most ? number <= limit : number >= limit;
    const bool is_literal = use->arguments[1].term.from == WEIR_FROM_LITERAL;
    weir_say(deciding, "%.*s %lld is %s %.*s%s%lld", WEIR_FMT(use->arguments[0].term.written), (long long)number,
             *holds ? (at_most ? "at most" : "at least") : (at_most ? "above" : "below"),
             WEIR_FMT(is_literal ? WEIR_STR("") : use->arguments[1].term.written), is_literal ? "" : " ",
             (long long)limit);
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

static enum weir_status ask_at_most(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return compare_numbers(deciding, use, true, holds);
}

static enum weir_status ask_at_least(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return compare_numbers(deciding, use, false, holds);
}

static enum weir_status ask_equal(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value a, b;
    weir_argument_value(deciding, &use->arguments[0], &a);
    weir_argument_value(deciding, &use->arguments[1], &b);
    const bool are_texts = a.type == WEIR_TYPE_TEXT && b.type == WEIR_TYPE_TEXT;
    *holds = are_texts && weir_str_equal(a.as.text, b.as.text);
    if (are_texts)
        weir_say(deciding, "%.*s `%s` %s %.*s `%s`", WEIR_FMT(use->arguments[0].term.written),
                 weir_quote(a.as.text).text, *holds ? "is" : "is not", WEIR_FMT(use->arguments[1].term.written),
                 weir_quote(b.as.text).text);
    else
        weir_say(deciding, "%.*s or %.*s is not given", WEIR_FMT(use->arguments[0].term.written),
                 WEIR_FMT(use->arguments[1].term.written));
    weir_say_at(deciding, a.origin);
    return WEIR_OK;
}

static enum weir_status ask_in_list(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value item, list;
    weir_argument_value(deciding, &use->arguments[0], &item);
    weir_argument_value(deciding, &use->arguments[1], &list);
    if (item.type == WEIR_TYPE_TEXT && list.type == WEIR_TYPE_TEXT_LIST) {
        for (size_t i = 0; i < list.as.list.count && !*holds; i++)
            *holds = weir_str_equal(list.as.list.items[i], item.as.text);
    }
    weir_say(deciding, "%.*s `%s` is %s %.*s", WEIR_FMT(use->arguments[0].term.written),
             weir_quote(item.type == WEIR_TYPE_TEXT ? item.as.text : WEIR_STR("")).text, *holds ? "in" : "not in",
             WEIR_FMT(use->arguments[1].term.written));
    weir_say_at(deciding, list.origin);
    return WEIR_OK;
}

static enum weir_status ask_one_of(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_str_list *const words = &use->arguments[1].words;
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    const struct weir_str text = value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
    for (size_t i = 0; i < words->count && !*holds; i++)
        *holds = weir_str_equal(words->items[i], text);
    weir_say(deciding, "%.*s is `%s`", WEIR_FMT(use->arguments[0].term.written), weir_quote(text).text);
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

static enum weir_status ask_starts(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    struct weir_str prefix;
    weir_argument_value(deciding, &use->arguments[0], &value);
    WEIR_TRY(weir_argument_text(deciding, &use->arguments[1], &prefix));
    *holds = value.type == WEIR_TYPE_TEXT && weir_str_has_prefix(value.as.text, prefix);
    weir_say(deciding, "%.*s %s with `%s`", WEIR_FMT(use->arguments[0].term.written),
             *holds ? "begins" : "does not begin", weir_quote(prefix).text);
    weir_say_at(deciding, value.origin);
    return WEIR_OK;
}

static enum weir_status ask_count(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value list, bound;
    weir_argument_value(deciding, &use->arguments[0], &list);
    weir_argument_value(deciding, &use->arguments[1], &bound);
    const struct weir_node *const node = list.origin.node;
    const size_t items = weir_node_kind(node) == WEIR_NODE_LIST ? weir_node_count(node) : 0;
    *holds = bound.type == WEIR_TYPE_INTEGER && (int64_t)items <= bound.as.integer;
    weir_say(deciding, "%.*s has %zu item%s", WEIR_FMT(use->arguments[0].term.written), items, items == 1 ? "" : "s");
    weir_say_at(deciding, list.origin);
    return WEIR_OK;
}

static enum weir_status ask_characters(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value text, bound;
    weir_argument_value(deciding, &use->arguments[0], &text);
    weir_argument_value(deciding, &use->arguments[1], &bound);
    const size_t length = text.type == WEIR_TYPE_TEXT ? weir_str_code_points(text.as.text) : 0;
    *holds = bound.type == WEIR_TYPE_INTEGER && (int64_t)length <= bound.as.integer;
    weir_say(deciding, "%.*s has %zu characters", WEIR_FMT(use->arguments[0].term.written), length);
    weir_say_at(deciding, text.origin);
    return WEIR_OK;
}

/* ---------------------------------------------------------------------------------------------- table */

#define TEXT WEIR_TYPE_BIT(WEIR_TYPE_TEXT)
#define LIST WEIR_TYPE_BIT(WEIR_TYPE_TEXT_LIST)
#define TAGS WEIR_TYPE_BIT(WEIR_TYPE_TAGS)
#define ANY_VALUE 0xffffffffu
#define NAME(name, types) {name, WEIR_ARG_NAME, types, false}
#define NAME_OR_NONE(name, types) {name, WEIR_ARG_NAME, types, true}
#define TYPE(type) WEIR_TYPE_BIT(WEIR_TYPE_##type)
#define NUMBER(name) {name, WEIR_ARG_NUMBER, 0, false}
#define PATTERN(name) {name, WEIR_ARG_PATTERN, 0, false}
#define WORDS(name) {name, WEIR_ARG_WORDS, 0, false}
#define PREDICATES(name) {name, WEIR_ARG_PREDICATES, 0, false}
#define TEMPLATE(name) {name, WEIR_ARG_TEMPLATE, 0, false}
#define TEMPLATE_OR_NONE(name) {name, WEIR_ARG_TEMPLATE, 0, true}

/* clang-format off */
static const struct weir_predicate predicates[] = {
    /* name, arguments, function, authorizes, doc */
    { "all",        { PREDICATES("of") }, ask_all, false, "every part holds" },
    { "any",        { PREDICATES("of") }, ask_any, false, "some part holds; the first one that does is named" },
    { "not",        { PREDICATES("of") }, ask_not, false, "the one part does not hold" },
    { "given",      { NAME("value", ANY_VALUE) }, ask_given, false, "a value is there, and is not an empty list" },
    { "stated",     { NAME("value", ANY_VALUE) }, ask_stated, false, "the request itself states the value, which is no default" },
    { "is",         { NAME("value", TYPE(BOOLEAN)) }, ask_is, false, "a switch is on" },
    { "at-most",    { NUMBER("value"), NUMBER("bound") }, ask_at_most, false, "a number is not above a bound" },
    { "at-least",   { NUMBER("value"), NUMBER("bound") }, ask_at_least, false, "a number is not below a bound" },
    { "equal",      { NAME("value", TEXT), NAME("other", TEXT) }, ask_equal, false, "two texts are the same" },
    { "same-region", { NAME("region", TEXT), NAME("other", TEXT) }, ask_equal, false, "two Regions are the same" },
    { "in",         { NAME("value", TEXT), NAME("list", LIST) }, ask_in_list, false, "a text is one of a list" },
    { "one-of",     { NAME("value", TEXT), WORDS("words") }, ask_one_of, false, "a text is one of these words" },
    { "starts-with", { NAME("value", TEXT), TEMPLATE("prefix") }, ask_starts, false, "a text begins with another" },
    { "items-at-most", { NAME("list", ANY_VALUE), NUMBER("bound") }, ask_count, false, "a list is not longer than a bound" },
    { "matches",    { NAME("value", TEXT | LIST), PATTERN("pattern") }, weir_ask_matches, false, "a text, or every text of a list, matches a pattern as a whole" },
    { "not-in",     { NAME("value", TEXT | LIST), NAME("list", LIST), NAME_OR_NONE("except", LIST) }, weir_ask_not_in, false, "a text, or every text of a list, is none of another list whatever the case of its letters, but for the exceptions" },
    { "not-words",  { NAME("value", TEXT | LIST), WORDS("words") }, weir_ask_not_words, false, "a text, or every text of a list, is none of the words, whatever the case of its letters" },
    { "characters-at-most", { NAME("text", TEXT), NUMBER("bound") }, ask_characters, false, "a text is not longer than a bound" },

    { "caller-is",  { WORDS("kinds") }, weir_ask_caller_is, false, "the caller is one of: anonymous user root federated-user service role-session" },
    { "iam-allows", { TEMPLATE("action"), TEMPLATE("resource"), TEMPLATE_OR_NONE("shown-as") }, weir_ask_iam, true, "the caller's policies and the resource's allow it an action" },
    { "iam-allows-each", { TEMPLATE("action"), TEMPLATE("resource"), NAME("items", LIST) }, weir_ask_iam_each, false, "the same of the resource with each of the items behind it" },
    { "trust-allows", { NAME("role", TYPE(ROLE)), TEMPLATE("action") }, weir_ask_trust, true, "the role's trust policy, and where it delegates the caller's own policies, allow it an action" },
    { "own-policies-allow", { NAME("role", TYPE(ROLE)), TEMPLATE("action") }, weir_ask_own, false, "the caller's own policies allow it an action on the role, whatever the role's trust policy says" },
    { "iam-not-denied", { TEMPLATE("action"), TEMPLATE("resource"), TEMPLATE_OR_NONE("shown-as") }, weir_ask_iam_not_denied, false, "no statement denies the caller an action, which nobody has to allow" },
    { "federated-trust-allows", { NAME("role", TYPE(ROLE)), NAME("provider", TYPE(SAML_PROVIDER)), TEMPLATE("action") }, weir_ask_federated_trust, true, "the role's trust policy allows users of a provider an action" },
    { "service-may-assume", { NAME("role", TYPE(ROLE)), TEMPLATE("service"), TEMPLATE_OR_NONE("action") }, weir_ask_service, false, "the role's trust policy lets an AWS service assume it, or do another action" },
    { "session-tag", { TEMPLATE("key"), NAME("in", LIST), NAME_OR_NONE("any-case-key", TYPE(BOOLEAN)), NAME_OR_NONE("any-case-value", TYPE(BOOLEAN)) }, weir_ask_session_tag, false, "the caller's session carries a tag with one of the values; a key is the same whatever its case and a value as it is written, unless switches say otherwise" },
    { "principal-tag", { TEMPLATE("key"), NAME("in", LIST), NAME_OR_NONE("any-case-key", TYPE(BOOLEAN)), NAME_OR_NONE("any-case-value", TYPE(BOOLEAN)) }, weir_ask_principal_tag, false, "the caller carries a tag with one of the values, of its session or of its role; compared in the same way" },
    { "tags-distinct", { NAME("tags", TAGS) }, weir_ask_tags_distinct, false, "no two keys are the same, whatever their case" },
    { "tags-without-prefix", { NAME("tags", TAGS), TEMPLATE("prefix") }, weir_ask_tags_prefix, false, "no key and no value begins with a prefix, whatever its case" },
    { "keys-among", { NAME("keys", LIST), NAME("tags", TAGS) }, weir_ask_keys_among, false, "every key is one of the tags', whatever its case" },
    { "tags-not-inherited", { NAME("tags", TAGS) }, weir_ask_tags_not_inherited, false, "no key is a transitive tag of the calling session" },
    { "source-identity-kept", { NAME("value", TEXT) }, weir_ask_source_identity_kept, false, "the source identity is not another than the one the calling session has" },
    { "policy-document", { NAME("text", TEXT) }, weir_ask_policy_document, false, "the text is a session policy" },
    { "policy-arns-of", { NAME("list", ANY_VALUE), NAME("account", TEXT) }, weir_ask_policy_arns, false, "every managed policy is the account's or AWS's own" },
    { "policy-arns-exist", { NAME("list", ANY_VALUE) }, weir_ask_policy_arns_exist, false, "every managed policy is one that its account has; AWS's own are taken to be there" },
    { "role-arn",   { NAME("text", TEXT) }, weir_ask_role_arn, false, "the ARN is a role's" },
    { "arn",        { NAME("text", TEXT) }, weir_ask_arn, false, "the text has the form of an ARN" },
    { "saml-provider-arn", { NAME("text", TEXT) }, weir_ask_saml_provider_arn, false, "the ARN is a SAML provider's" },
    { "sts-active", { NAME("region", TEXT), NAME("account", TEXT) }, weir_ask_region_active, false, "the account has not switched STS off in the Region" },
    { "mfa-serial", { NAME("serial", TEXT) }, weir_ask_mfa_serial, false, "the serial number is that of a device of the caller; where its account lists none, that of any hardware device, or of one of its account" },

    { "full-table", { NAME("access", TYPE(ACCESS)) }, weir_ask_full_table, false, "the access is SELECT on every column and row" },
    { "lf-permission", { NAME("access", TYPE(ACCESS)), WORDS("all") }, weir_ask_permission, true, "the access holds all of the Lake Formation permissions" },
    { "lf-any-permission", { NAME("access", TYPE(ACCESS)), WORDS("any"), NAME_OR_NONE("requested", LIST) }, weir_ask_any_permission, true, "the access holds one of the Lake Formation permissions, and the request names it or names none" },
    { "lf-requested-permissions", { NAME("access", TYPE(ACCESS)), NAME("permissions", LIST), NAME_OR_NONE("all-includes", TYPE(BOOLEAN)) }, weir_ask_requested, false, "the access holds every permission that the request names, by ALL too unless the switch is off" },
    { "permission-type", { NAME("access", TYPE(ACCESS)), NAME("supported", LIST) }, weir_ask_permission_type, false, "the engine supports the kind of filter that the access needs" },
    { "location-within", { NAME("path", TEXT), NAME("location", TEXT) }, weir_ask_within, false, "an S3 path is at or below a location" },
    { "location",   { NAME("text", TEXT) }, weir_ask_location, false, "the text names a place in S3" },
    { "bucket-in-region", { NAME("location", TEXT), NAME("region", TEXT) }, weir_ask_bucket_region, false, "the bucket of a location is not known to be in another Region" },
    { "bucket-owner", { NAME("location", TEXT), NAME("account", TEXT) }, weir_ask_bucket_owner, false, "the bucket of a location is not known to be another account's" },
    { "one-table",  { NAME("lake", TYPE(LAKE)), NAME("location", TEXT) }, weir_ask_one_table, false, "one table alone is nearest above a location" },
    { "one-role",   { NAME("places", TYPE(PLACES)) }, weir_ask_one_role, false, "all locations are registered with one role" },
    { "values-match-keys", { NAME("values", LIST | TYPE(STRUCTURE)), NAME("table", TYPE(TABLE)) }, weir_ask_values_match, false, "there is one value for each partition key" },
    { "query-authorization", { NAME("name", TYPE(TABLE_NAME)), NAME("context", TYPE(STRUCTURE)) }, weir_ask_query_authorization, false, "the query is the one that the table's metadata was given for" },
    { "partition-expression", { NAME("expression", TEXT), NAME("table", TYPE(TABLE)) }, weir_ask_partition_expression, false, "the expression chooses partitions by their keys" },
    { "segment",    { NAME("segment", TYPE(STRUCTURE)) }, weir_ask_segment, false, "the number of a segment is below the number of segments" },
    { "page-token", { NAME("token", TEXT) }, weir_ask_page_token, false, "the token is one that a page of partitions ended with" },
    { "role-allows", { NAME("role", TYPE(ROLE)), TEMPLATE("action"), TEMPLATE("resource") }, weir_ask_role_allows, false, "the role's own policies and the resource's allow it an action" },
    { "role-covers", { NAME("role", TYPE(ROLE)), NAME("scope", TYPE(SCOPE)) }, weir_ask_role_covers, false, "the role's own policies allow what is vended in its name" },
};
/* clang-format on */

const struct weir_predicate *weir_predicate_find(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(predicates); i++) {
        if (weir_str_equal(weir_str_from(predicates[i].name), name))
            return &predicates[i];
    }
    return NULL;
}

enum weir_status weir_ask(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    *holds = false;
    const enum weir_status status = use->predicate->ask(deciding, use, holds);
    if (status != WEIR_OK)
        *holds = false;
    return status;
}

enum weir_parts weir_use_parts(const struct weir_use *use)
{
    if (use->predicate->ask == ask_all)
        return WEIR_PARTS_EVERY;
    return use->predicate->ask == ask_any ? WEIR_PARTS_SOME : WEIR_PARTS_NONE;
}

bool weir_asks_whether_given(const struct weir_use *use)
{
    return use->predicate->ask == ask_given;
}
