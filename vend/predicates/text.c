/* Predicates on texts, one or each of a list: their form, and the words that they must not be ([redshift-serverless-credentials]). */
#include "base/base_impl.h"
#include "vend/parameters/regex.h"
#include "vend/predicates/predicates.h"

/* A text as a list of one; of another type, or not given, as an empty list. */
static struct weir_str_list texts_of(const struct weir_value *value)
{
    if (value->type == WEIR_TYPE_TEXT_LIST)
        return value->as.list;
    return (struct weir_str_list){&value->as.text, value->type == WEIR_TYPE_TEXT ? 1u : 0u};
}

static const struct weir_str *find_fold(struct weir_str_list list, struct weir_str text)
{
    for (size_t i = 0; i < list.count; i++) {
        if (weir_str_equal_fold(list.items[i], text))
            return &list.items[i];
    }
    return NULL;
}

enum weir_status weir_ask_matches(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    const struct weir_str_list texts = texts_of(&value);
    weir_say_at(deciding, value.origin);
    for (size_t i = 0; i < texts.count; i++) {
        const enum weir_regex_answer answer = weir_regex_match(use->arguments[1].pattern, texts.items[i]);
        if (answer == WEIR_REGEX_NO_MEMORY)
            return weir_fail_memory(deciding->error);
        if (answer != WEIR_REGEX_MATCHES) {
            weir_say(deciding, "%.*s `%s` has not the form", WEIR_FMT(use->arguments[0].term.written),
                     weir_quote(texts.items[i]).text);
            return WEIR_OK;
        }
    }
    *holds = texts.count > 0;
    weir_say(deciding, "%.*s %s", WEIR_FMT(use->arguments[0].term.written), *holds ? "has the form" : "is not given");
    return WEIR_OK;
}

/* None of the value's texts may be in the list, but for those that the exceptions name. */
static enum weir_status ask_none_of(struct weir_deciding *deciding, const struct weir_use *use,
                                    struct weir_str_list list, struct weir_str_list except, bool *holds)
{
    struct weir_value value;
    weir_argument_value(deciding, &use->arguments[0], &value);
    const struct weir_str_list texts = texts_of(&value);
    weir_say_at(deciding, value.origin);
    for (size_t i = 0; i < texts.count; i++) {
        const struct weir_str *const found = find_fold(list, texts.items[i]);
        if (found != NULL && find_fold(except, texts.items[i]) == NULL) {
            weir_say(deciding, "%.*s `%s` is %.*s", WEIR_FMT(use->arguments[0].term.written),
                     weir_quote(texts.items[i]).text, WEIR_FMT(*found));
            return WEIR_OK;
        }
    }
    *holds = texts.count > 0;
    weir_say(deciding, "%.*s is %s", WEIR_FMT(use->arguments[0].term.written),
             *holds ? "none of the words" : "not given");
    return WEIR_OK;
}

enum weir_status weir_ask_not_in(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return ask_none_of(deciding, use, weir_argument_list(deciding, &use->arguments[1]),
                       weir_argument_list(deciding, &use->arguments[2]), holds);
}

enum weir_status weir_ask_not_words(struct weir_deciding *deciding, const struct weir_use *use, bool *holds)
{
    return ask_none_of(deciding, use, use->arguments[1].words, (struct weir_str_list){NULL, 0}, holds);
}
