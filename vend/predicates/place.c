/* Predicates on places in S3 and the partitions and tables that lie there ([lf-location-access], [lf-api-data-location]). */
#include "vend/predicates/predicates.h"

#include "base/base_impl.h"
#include "vend/partitions/filter.h"
#include "vend/partitions/page.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

enum weir_status weir_ask_values_match(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_table *const table = weir_argument_object(deciding, &use->arguments[1]);
    struct weir_str_list values;
    WEIR_TRY(weir_partition_values(deciding, &use->arguments[0], &values));
    if (table == NULL)
        return WEIR_OK;
    *holds = values.count == table->partition_key_count;
    weir_say(deciding, "%zu value%s for %zu partition key%s", values.count, values.count == 1 ? "" : "s",
             table->partition_key_count, table->partition_key_count == 1 ? "" : "s");
    weir_say_at(deciding, table->origin);
    if (*holds)
        return WEIR_OK;
    if (table->partition_key_count == 0)
        return weir_format(deciding->arena, &deciding->missing_remedy,
                           "Ask for the table %.*s.%.*s as a whole: it has no partition keys.",
                           WEIR_FMT(table->database), WEIR_FMT(table->name));
    return weir_format(deciding->arena, &deciding->missing_remedy,
                       "Give one value for each partition key of %.*s.%.*s, in their order.", WEIR_FMT(table->database),
                       WEIR_FMT(table->name));
}

enum weir_status weir_ask_partition_expression(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_table *const table = weir_argument_object(deciding, &use->arguments[1]);
    const char *fault = NULL;
    struct weir_value expression;
    weir_argument_value(deciding, &use->arguments[0], &expression);
    weir_say_at(deciding, expression.origin);
    if (table == NULL || expression.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    (void)weir_partition_passes(expression.as.text, table, NULL, &fault);
    *holds = fault == NULL;
    weir_say(deciding, "the expression %s", fault == NULL ? "is well formed" : "cannot be read");
    if (fault != NULL)
        weir_say(deciding, "the expression cannot be read: %s", fault);
    return WEIR_OK;
}

enum weir_status weir_ask_segment(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value segment;
    int64_t number = 0;
    int64_t total = 0;
    weir_argument_value(deciding, &use->arguments[0], &segment);
    weir_say_at(deciding, segment.origin);
    if (!weir_segment_read(&segment, &number, &total))
        return WEIR_OK;
    *holds = number < total;
    weir_say(deciding, "segment %lld of %lld, counted from 0", (long long)number, (long long)total);
    return WEIR_OK;
}

enum weir_status weir_ask_page_token(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value token;
    size_t start = 0;
    weir_argument_value(deciding, &use->arguments[0], &token);
    weir_say_at(deciding, token.origin);
    *holds = token.type == WEIR_TYPE_TEXT && weir_page_token_read(token.as.text, &start);
    weir_say(deciding, "the token is %s", *holds ? "a page's" : "no page's");
    return WEIR_OK;
}

enum weir_status weir_ask_location(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value uri;
    struct weir_location location;
    weir_argument_value(deciding, &use->arguments[0], &uri);
    weir_say_at(deciding, uri.origin);
    if (uri.type != WEIR_TYPE_TEXT)
        return WEIR_OK;
    *holds = weir_location_parse(uri.as.text, &location);
    if (uri.as.text.len == 0)
        weir_say(deciding, "no location is given");
    else
        weir_say(deciding, "`%s` is %s in S3", weir_quote(uri.as.text).text, *holds ? "a location" : "no location");
    return WEIR_OK;
}

/* The bucket of a location as far as the world knows it. */
static enum weir_status find_bucket(struct weir_deciding *deciding, const struct weir_argument *argument,
                                    const struct weir_bucket **bucket)
{
    struct weir_location location;
    *bucket = NULL;
    if (!weir_location_parse(text_of(deciding, argument), &location))
        return WEIR_OK;
    return weir_world_bucket(deciding->world, location.bucket, bucket, deciding->error);
}

/* A bucket of which nothing is known is no hindrance: its location would have to be registered in the call's Region (Q57). */
enum weir_status weir_ask_bucket_region(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_str region = text_of(deciding, &use->arguments[1]);
    const struct weir_bucket *bucket = NULL;
    WEIR_TRY(find_bucket(deciding, &use->arguments[0], &bucket));
    *holds = bucket == NULL || bucket->region.len == 0 || weir_str_equal(bucket->region, region);
    if (bucket == NULL || bucket->region.len == 0) {
        weir_say(deciding, "the Region of the bucket is not known");
        return WEIR_OK;
    }
    weir_say(deciding, "the bucket `%s` is in %.*s", weir_quote(bucket->name).text, WEIR_FMT(bucket->region));
    weir_say_at(deciding, bucket->origin);
    return WEIR_OK;
}

enum weir_status weir_ask_bucket_owner(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_str account = text_of(deciding, &use->arguments[1]);
    const struct weir_bucket *bucket = NULL;
    WEIR_TRY(find_bucket(deciding, &use->arguments[0], &bucket));
    if (bucket == NULL) {
        *holds = true;
        weir_say(deciding, "the owner of the bucket is not known");
        return WEIR_OK;
    }
    *holds = weir_str_equal(bucket->account->id, account);
    weir_say(deciding, "the bucket `%s` is of account %.*s, the registration expects %.*s",
             weir_quote(bucket->name).text, WEIR_FMT(bucket->account->id), WEIR_FMT(account));
    weir_say_at(deciding, bucket->origin);
    return WEIR_OK;
}

enum weir_status weir_ask_one_table(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_lake *const lake = weir_argument_object(deciding, &use->arguments[0]);
    const struct weir_table *tables[2];
    struct weir_location location;
    size_t count = 0;
    if (lake == NULL || !weir_location_parse(text_of(deciding, &use->arguments[1]), &location))
        return WEIR_OK;
    WEIR_TRY(weir_lake_tables_above(lake, location, tables, &count, deciding->error));
    *holds = count == 1;
    if (count < 2) {
        weir_say(deciding, "%s table is at the location", count == 1 ? "one" : "no");
        return WEIR_OK;
    }
    weir_say(deciding, "%zu tables share the location, %.*s.%.*s and %.*s.%.*s among them", count,
             WEIR_FMT(tables[0]->database), WEIR_FMT(tables[0]->name), WEIR_FMT(tables[1]->database),
             WEIR_FMT(tables[1]->name));
    weir_say_at(deciding, tables[1]->origin);
    return WEIR_OK;
}

enum weir_status weir_ask_one_role(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_vended_places *const places = weir_argument_object(deciding, &use->arguments[0]);
    if (places == NULL || places->count == 0)
        return WEIR_OK;
    const struct weir_registration *const first = places->items[0].registration;
    for (size_t i = 1; i < places->count; i++) {
        const struct weir_registration *const one = places->items[i].registration;
        if (first == NULL || one == NULL || !weir_str_equal(first->role_arn, one->role_arn)) {
            weir_say(deciding, "`%s` and `%s` are registered with different roles",
                     weir_quote(places->items[0].location).text, weir_quote(places->items[i].location).text);
            return WEIR_OK;
        }
    }
    *holds = true;
    weir_say(deciding, "every location is registered with the one role");
    return WEIR_OK;
}

/* Whoever hands on another query's authorization was not asked about this one (Q26). */
enum weir_status weir_ask_query_authorization(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    const struct weir_table_name *const name = weir_argument_object(deciding, &use->arguments[0]);
    struct weir_value context;
    struct weir_str wanted;
    weir_argument_value(deciding, &use->arguments[1], &context);
    weir_say_at(deciding, context.origin);
    if (name == NULL || context.type != WEIR_TYPE_STRUCTURE) {
        weir_say(deciding, "no QuerySessionContext is given");
        return WEIR_OK;
    }
    const struct weir_node *const query = weir_node_find(context.origin.node, WEIR_STR("QueryId"));
    const struct weir_node *const id = weir_node_find(context.origin.node, WEIR_STR("QueryAuthorizationId"));
    WEIR_TRY(weir_query_authorization(deciding, name, weir_node_text(query), &wanted));
    *holds = id != NULL && weir_str_equal(weir_node_text(id), wanted);
    weir_say(deciding, "the QueryAuthorizationId is %s that the table's metadata came with",
             *holds ? "the one" : "not the one");
    return WEIR_OK;
}
