/* The database users that Redshift vends, under each operation's own names of members ([redshift-model], [redshift-serverless-model]). */
#include "base/base_impl.h"
#include "vend/answers/answers.h"

static struct weir_str text_of(const struct weir_deciding *deciding, const struct weir_argument *argument)
{
    struct weir_value value;
    weir_argument_value(deciding, argument, &value);
    return value.type == WEIR_TYPE_TEXT ? value.as.text : (struct weir_str){NULL, 0};
}

static void write_member(struct weir_writer *writer, struct weir_str key, struct weir_str text)
{
    weir_write_key_str(writer, key);
    weir_write_text(writer, text);
}

/* The members are the user's, the expiration's and, if the operation has one, the next refresh's. */
static enum weir_status respond(struct weir_deciding *deciding, const struct weir_argument *arguments)
{
    const struct weir_str_list names = arguments[0].words;
    struct weir_writer *writer = NULL;
    struct weir_value seconds;
    char expiration[21];
    weir_argument_value(deciding, &arguments[2], &seconds);
    const int64_t duration_s = seconds.type == WEIR_TYPE_INTEGER ? seconds.as.integer : 0;
    if (names.count < 2 || !weir_time_format(deciding->now_unix_s + duration_s, expiration))
        return weir_fail(deciding->error, WEIR_ERR_LIMIT, "the answer needs names for its members and a time to end");
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    write_member(writer, names.items[0], text_of(deciding, &arguments[1]));
    write_member(writer, names.items[1], weir_str_from(expiration));
    /* Undocumented; a setting says whether it is the expiration or left out (Q14). */
    if (names.count > 2 && weir_str_equal(text_of(deciding, &arguments[3]), WEIR_STR("expiration")))
        write_member(writer, names.items[2], weir_str_from(expiration));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->response);
}

static void write_list(struct weir_writer *writer, const char *key, struct weir_str_list list)
{
    weir_write_key(writer, key);
    weir_write_list_begin(writer);
    for (size_t i = 0; i < list.count; i++)
        weir_write_text(writer, list.items[i]);
    weir_write_list_end(writer);
}

static enum weir_status describe(struct weir_deciding *deciding, const struct weir_argument *arguments)
{
    struct weir_writer *writer = NULL;
    struct weir_value name, create;
    weir_argument_value(deciding, &arguments[4], &name);
    weir_argument_value(deciding, &arguments[5], &create);
    WEIR_TRY(weir_writer_new(deciding->arena, &writer));
    weir_write_map_begin(writer);
    weir_write_key(writer, "user");
    weir_write_text(writer, text_of(deciding, &arguments[1]));
    weir_write_key(writer, "name");
    if (name.type == WEIR_TYPE_TEXT)
        weir_write_text(writer, name.as.text);
    else
        weir_write_null(writer);
    weir_write_key(writer, "create");
    if (create.type == WEIR_TYPE_BOOLEAN)
        weir_write_bool(writer, create.as.boolean);
    else
        weir_write_null(writer); /* the operation does not ask: IAM identities have their user made for them */
    write_list(writer, "roles", weir_argument_list(deciding, &arguments[6]));
    write_list(writer, "groups", weir_argument_list(deciding, &arguments[7]));
    weir_write_map_end(writer);
    return weir_writer_finish(writer, &deciding->decision->database);
}

WEIR_MAKE(weir_make_database_credentials)
{
    if (text_of(deciding, &arguments[1]).len == 0)
        return weir_fail(deciding->error, WEIR_ERR_USAGE, "the answer needs a database user");
    WEIR_TRY(respond(deciding, arguments));
    return describe(deciding, arguments);
}
