/* Parameters against their constraints: AWS's words at both sides of every bound, and every pattern at its edges. */
#include <weir/vend.h>

#include "base/base_impl.h"
#include "tests/vend_decide.h"
#include "vend/parameters/regex.h"
#include "vend/rulebook.h"

/* A rulebook of one operation with one parameter of every kind; who may call it is not the question here. */
#define BY ", evidence: local, sources: [src]"
static const char book_text[] =
    "weir: rulebook/1\n"
    "sources:\n"
    "  src: {title: t, where: w, read: '2026', says: s}\n"
    "service:\n"
    "  operation-prefix: 't:'\n"
    "  parameter-rule: t.parameters\n"
    "  parameter-code: Bad\n"
    "  expired: {code: Bad, message: gone, synthetic: true}\n"
    "  errors: {Bad: 400, No: 403}\n"
    "operations:\n"
    "  Op:\n"
    "    parameters:\n"
    "      Number: {type: integer, min: 900, max: 43200, default: 3600}\n"
    "      Signed: {type: integer, min: -5}\n"
    "      Text: {type: string, min-length: 2, max-length: 4}\n"
    "      Exact: {type: string, min-length: 3, max-length: 3, pattern: '[a-z]*'}\n"
    "      Word: {type: string, values: [READ, WRITE]}\n"
    "      Flag: {type: boolean}\n"
    "      Long: {type: string, max-length: 1023}\n"
    "      List: {type: strings, min-length: 1, max-length: 2}\n"
    "      Words: {type: strings, item: {values: [A, B], min-length: 1}}\n"
    "      Tags:\n"
    "        type: tags\n"
    "        max-length: 3\n"
    "        members:\n"
    "          Key: {type: string, required: true, min-length: 1, max-length: 3}\n"
    "          Value: {type: string, required: true, max-length: 2}\n"
    "      Inner:\n"
    "        type: structure\n"
    "        members:\n"
    "          Name: {type: string, min-length: 2}\n"
    "          Needed: {type: string, required: true}\n"
    "          Deep: {type: structures, members: {Part: {type: string, max-length: 1}, Switch: {type: boolean}}}\n"
    "      Map: {type: map}\n"
    "      Few: {type: strings, max-length: 1, item: {max-length: 2, min-length: 1, pattern: '[a-z]*'}}\n"
    "      Pairs: {type: map, key: {min-length: 1, max-length: 3}, value: {max-length: 2}}\n"
    "      Secret: {type: string, sensitive: true, max-length: 2}\n"
    "    rules:\n"
    "      - {id: t.ask, require: {iam-allows: {action: 't:Op', resource: '*'}}, else: {code: No, message: no}" BY "}\n"
    "      - allow: t.done\n"
    "  Need:\n"
    "    parameters:\n"
    "      First: {type: string, required: true}\n"
    "      Second: {type: strings, required: true}\n"
    "      lower: {type: string, required: true}\n"
    "    rules:\n"
    "      - {id: n.ask, require: {iam-allows: {action: 't:Op', resource: '*'}}, else: {code: No, message: no}" BY "}\n"
    "      - allow: n.done\n";

struct fixture {
    struct weir_world *world;
    struct weir_rulebook *rulebook;
};
/* Made by set_up, read by the rows, whose own state is their row. */
static struct fixture fixture;

static int set_up(void **state)
{
    (void)state;
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), weir_str_from(book_text)};
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_rulebook_new(&text, 1, &fixture.rulebook, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    fixture.world = load_world();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    weir_rulebook_release(fixture.rulebook);
    weir_world_release(fixture.world);
    return 0;
}

static enum weir_status decide(const char *text, struct weir_arena *arena, const struct weir_decision **decision,
                               struct weir_error *error)
{
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    options.rulebook = fixture.rulebook;
    const struct weir_scenario *const scenario = read_scenario(text, arena);
    return weir_decide(fixture.world, weir_scenario_step(scenario, 0), NOW, &options, arena, decision, error);
}

/* ---------------------------------------------------------------------------------------------- messages */

#define ONE "1 validation error detected: "
#define VALUE(value, at, rule) "Value '" value "' at '" at "' failed to satisfy constraint: Member must " rule
#define NULL_AT(at) "Value null at '" at "' failed to satisfy constraint: Member must not be null"
#define ITEMS(value, at, rules) \
    "Value '" value "' at '" at "' failed to satisfy constraint: Member must satisfy constraint: [" rules "]"
#define ENTRIES(value, at, side, rules) \
    "Value '" value "' at '" at "' failed to satisfy constraint: Map " side " must satisfy constraint: [" rules "]"
#define WORDS_RULES "Member must have length greater than or equal to 1, Member must satisfy enum value set: [A, B]"
#define UNSHOWN(at, rule) "Value at '" at "' failed to satisfy constraint: Member must " rule

static const struct message_row {
    const char *name;
    const char *operation;
    const char *parameters;
    const char *message; /* NULL: every constraint is kept */
} messages[] = {
    {"nothing given", "Op", "{}", NULL},
    {"a null is not given", "Op", "{Number: null, Text: ~}", NULL},

    {"a number at its lower bound", "Op", "{Number: 900}", NULL},
    {"a number below its lower bound", "Op", "{Number: 899}",
     ONE VALUE("899", "number", "have value greater than or equal to 900")},
    {"a number at its upper bound", "Op", "{Number: 43200}", NULL},
    {"a number above its upper bound", "Op", "{Number: 43201}",
     ONE VALUE("43201", "number", "have value less than or equal to 43200")},
    {"a negative bound", "Op", "{Signed: -5}", NULL},
    {"below a negative bound", "Op", "{Signed: -6}",
     ONE VALUE("-6", "signed", "have value greater than or equal to -5")},
    {"the greatest number", "Op", "{Signed: 9223372036854775807}", NULL},

    {"a text at its lower bound", "Op", "{Text: ab}", NULL},
    {"a text below its lower bound", "Op", "{Text: a}",
     ONE VALUE("a", "text", "have length greater than or equal to 2")},
    {"an empty text", "Op", "{Text: ''}", ONE VALUE("", "text", "have length greater than or equal to 2")},
    {"a text at its upper bound", "Op", "{Text: abcd}", NULL},
    {"a text above its upper bound", "Op", "{Text: abcde}",
     ONE VALUE("abcde", "text", "have length less than or equal to 4")},
    {"characters are counted, not bytes", "Op", "{Text: '\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80z'}", NULL},
    {"one character of four bytes", "Op", "{Text: '\xf0\x9f\x98\x80'}",
     ONE VALUE("\xf0\x9f\x98\x80", "text", "have length greater than or equal to 2")},
    {"an unquoted number is a text where one is asked for", "Op", "{Text: 1234}", NULL},

    {"a pattern that holds", "Op", "{Exact: abc}", NULL},
    {"a pattern that does not", "Op", "{Exact: aBc}",
     ONE VALUE("aBc", "exact", "satisfy regular expression pattern: [a-z]*")},
    {"a pattern is of the whole text", "Op", "{Exact: 'ab1'}",
     ONE VALUE("ab1", "exact", "satisfy regular expression pattern: [a-z]*")},
    {"a line's end is no end", "Op", "{Exact: \"ab\\n\"}",
     ONE VALUE("ab\n", "exact", "satisfy regular expression pattern: [a-z]*")},
    {"a length and a pattern", "Op", "{Exact: aB}",
     "2 validation errors detected: " VALUE("aB", "exact", "have length greater than or equal to 3") "; " VALUE(
         "aB", "exact", "satisfy regular expression pattern: [a-z]*")},
    {"too short is not a matter of the pattern", "Op", "{Exact: ab}",
     ONE VALUE("ab", "exact", "have length greater than or equal to 3")},

    {"a word of the enumeration", "Op", "{Word: WRITE}", NULL},
    {"another word", "Op", "{Word: DELETE}", ONE VALUE("DELETE", "word", "satisfy enum value set: [READ, WRITE]")},
    {"an enumeration minds the case", "Op", "{Word: Read}",
     ONE VALUE("Read", "word", "satisfy enum value set: [READ, WRITE]")},
    {"true", "Op", "{Flag: true}", NULL},
    {"false", "Op", "{Flag: false}", NULL},

    {"a list at its lower bound", "Op", "{List: [a]}", NULL},
    {"a list below its lower bound", "Op", "{List: []}",
     ONE VALUE("[]", "list", "have length greater than or equal to 1")},
    {"a list at its upper bound", "Op", "{List: [a, b]}", NULL},
    {"a list above its upper bound", "Op", "{List: [a, b, c]}",
     ONE VALUE("[a, b, c]", "list", "have length less than or equal to 2")},
    {"an item that is no such word", "Op", "{Words: [A, C]}", ONE ITEMS("[A, C]", "words", WORDS_RULES)},
    {"an item that breaks two rules is one violation", "Op", "{Words: ['']}", ONE ITEMS("[]", "words", WORDS_RULES)},
    {"two items that break rules are one violation", "Op", "{Words: [D, A, C]}",
     ONE ITEMS("[D, A, C]", "words", WORDS_RULES)},
    {"a list that is too long, and an item that is wrong", "Op", "{Few: [a, B]}",
     "2 validation errors detected: " VALUE("[a, B]", "few", "have length less than or equal to 1") "; " ITEMS(
         "[a, B]", "few",
         "Member must have length less than or equal to 2, Member must have length greater than or equal to 1, Member "
         "must satisfy regular expression pattern: [a-z]*")},

    {"tags within their bounds", "Op", "{Tags: [{Key: a, Value: ''}, {Key: abc, Value: xy}]}", NULL},
    {"a tag's key", "Op", "{Tags: [{Key: a, Value: b}, {Key: abcd, Value: b}]}",
     ONE VALUE("abcd", "tags.2.member.key", "have length less than or equal to 3")},
    {"a tag's value", "Op", "{Tags: [{Key: a, Value: abc}]}",
     ONE VALUE("abc", "tags.1.member.value", "have length less than or equal to 2")},
    {"a tag without its key", "Op", "{Tags: [{Key: a, Value: b}, {Value: b}]}", ONE NULL_AT("tags.2.member.key")},
    {"a tag with neither", "Op", "{Tags: [{}]}",
     "2 validation errors detected: " NULL_AT("tags.1.member.key") "; " NULL_AT("tags.1.member.value")},
    {"a tag whose value is null", "Op", "{Tags: [{Key: a, Value: null}]}", ONE NULL_AT("tags.1.member.value")},
    {"too many tags, one of them bad", "Op",
     "{Tags: [{Key: a, Value: b}, {Key: b, Value: b}, {Key: c, Value: b}, {Key: '', Value: b}]}",
     "2 validation errors detected: " UNSHOWN("tags", "have length less than or equal to 3") "; " VALUE(
         "", "tags.4.member.key", "have length greater than or equal to 1")},

    {"a structure", "Op", "{Inner: {Name: ab, Needed: x}}", NULL},
    {"a member of a structure", "Op", "{Inner: {Name: a, Needed: x}}",
     ONE VALUE("a", "inner.name", "have length greater than or equal to 2")},
    {"a required member of an absent structure", "Op", "{Inner: null}", NULL},
    {"a required member of a structure", "Op", "{Inner: {}}", ONE NULL_AT("inner.needed")},
    {"a member of an item of a member", "Op", "{Inner: {Needed: x, Deep: [{Part: a}, {}, {Part: ab}]}}",
     ONE VALUE("ab", "inner.deep.3.member.part", "have length less than or equal to 1")},
    {"a map is carried", "Op", "{Map: {anything: [1, {at: all}]}}", NULL},
    {"a map whose sides keep their constraints", "Op", "{Pairs: {a: '', abc: xy}}", NULL},
    {"a key of a map", "Op", "{Pairs: {a: b, abcd: c}}",
     ONE ENTRIES(
         "{a=b, abcd=c}", "pairs", "keys",
         "Member must have length less than or equal to 3, Member must have length greater than or equal to 1")},
    {"a value of a map", "Op", "{Pairs: {a: bcd}}",
     ONE ENTRIES("{a=bcd}", "pairs", "value", "Member must have length less than or equal to 2")},
    {"both sides of a map", "Op", "{Pairs: {'': bcd}}",
     "2 validation errors detected: " ENTRIES("{=bcd}", "pairs", "keys",
                                              "Member must have length less than or equal to 3, Member must have "
                                              "length greater than or equal to 1") "; " ENTRIES("{=bcd}", "pairs",
                                                                                                "value",
                                                                                                "Member must have "
                                                                                                "length less than or "
                                                                                                "equal to 2")},
    {"a secret is not shown", "Op", "{Secret: abc}", ONE UNSHOWN("secret", "have length less than or equal to 2")},
    {"the order is the model's, not the request's", "Op", "{List: [], Word: x, Number: 1}",
     "3 validation errors detected: " VALUE("1", "number", "have value greater than or equal to 900") "; " VALUE(
         "x", "word", "satisfy enum value set: [READ, WRITE]") "; " VALUE("[]", "list",
                                                                          "have length greater than or equal to 1")},

    {"required parameters", "Need", "{First: '', Second: [], lower: x}", NULL},
    {"every required parameter is missed at once", "Need", "{}",
     "3 validation errors detected: " NULL_AT("first") "; " NULL_AT("second") "; " NULL_AT("lower")},
    {"a required parameter that is null", "Need", "{First: null, Second: [a], lower: x}", ONE NULL_AT("first")},
    {"violations of different kinds in one message", "Op", "{Number: 1, Word: x, List: []}",
     "3 validation errors detected: " VALUE("1", "number", "have value greater than or equal to 900") "; " VALUE(
         "x", "word", "satisfy enum value set: [READ, WRITE]") "; " VALUE("[]", "list",
                                                                          "have length greater than or equal to 1")},
};

static void message_row_holds(void **state)
{
    const struct message_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_decision *decision = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    char text[1024];
    (void)snprintf(text, sizeof(text), "weir: request/1\ncaller: {anonymous: true}\noperation: t:%s\nparameters: %s\n",
                   row->operation, row->parameters);
    if (decide(text, arena, &decision, &error) != WEIR_OK)
        fail_msg("%u:%u: %s", error.line, error.column, error.message);
    const bool is_parameters = weir_str_equal(weir_decision_rule(decision), WEIR_STR("t.parameters"));
    assert_false(weir_decision_is_allowed(decision));
    assert_str(weir_decision_error_message(decision), row->message == NULL ? "no" : row->message);
    assert_str(weir_decision_error_code(decision), row->message == NULL ? "No" : "Bad");
    assert_int_equal(weir_decision_error_status(decision), row->message == NULL ? 403 : 400);
    assert_int_equal(is_parameters, row->message != NULL);
    weir_arena_free(arena);
}

/* The same of parameters alone: the same words, and no world. */
static void message_row_validates(void **state)
{
    const struct message_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const int nothing = 0;
    const void *const anything = &nothing;
    const struct weir_refusal *refusal = anything;
    struct weir_decide_options options = WEIR_DECIDE_OPTIONS_INIT;
    char text[1024];
    options.rulebook = fixture.rulebook;
    (void)snprintf(text, sizeof(text), "weir: request/1\ncaller: {anonymous: true}\noperation: t:%s\nparameters: %s\n",
                   row->operation, row->parameters);
    const struct weir_scenario *const scenario = read_scenario(text, arena);
    const enum weir_status status = weir_validate(weir_scenario_step(scenario, 0), &options, arena, &refusal, NULL);
    assert_int_equal(status, row->message == NULL ? WEIR_OK : WEIR_REFUSED);
    if (row->message == NULL) {
        assert_null(refusal);
    } else {
        assert_str(refusal->check, "t.parameters");
        assert_str(refusal->code, "Bad");
        assert_int_equal(refusal->status, 400);
        assert_str(refusal->message, row->message);
    }
    weir_arena_free(arena);
}

static void validation_needs_its_arguments(void **state)
{
    (void)state;
    struct weir_arena *const arena = new_arena(0);
    const struct weir_scenario *const scenario = read_scenario(
        "weir: request/1\ncaller: {anonymous: true}\noperation: t:Need\n", arena);
    const struct weir_request *const request = weir_scenario_step(scenario, 0);
    const struct weir_refusal *refusal = NULL;
    assert_int_equal(weir_validate(NULL, NULL, arena, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_validate(request, NULL, NULL, &refusal, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_validate(request, NULL, arena, NULL, NULL), WEIR_ERR_USAGE);
    /* The builtin rulebook has no such operation. */
    assert_int_equal(weir_validate(request, NULL, arena, &refusal, NULL), WEIR_ERR_UNSUPPORTED);
    assert_null(refusal);
    weir_arena_free(arena);
}

/* A value of up to 1,024 characters is shown, a longer one is not. */
static void long_values_are_not_shown(void **state)
{
    (void)state;
    for (size_t length = 1023; length <= 1025; length++) {
        struct weir_arena *const arena = new_arena(0);
        const struct weir_decision *decision = NULL;
        char text[2048];
        char expected[2048];
        const int head = snprintf(text, sizeof(text),
                                  "weir: request/1\ncaller: {anonymous: true}\noperation: t:Op\nparameters: {Long: ");
        memset(text + head, 'x', length);
        (void)snprintf(text + (size_t)head + length, sizeof(text) - (size_t)head - length, "}\n");
        assert_int_equal(decide(text, arena, &decision, NULL), WEIR_OK);
        if (length == 1023)
            (void)snprintf(expected, sizeof(expected), "no");
        else if (length == 1024)
            (void)snprintf(expected, sizeof(expected),
                           ONE "Value '%.*s' at 'long' failed to satisfy constraint: Member must have "
                               "length less than or equal to 1023",
                           (int)length, text + head);
        else
            (void)snprintf(expected, sizeof(expected), ONE UNSHOWN("long", "have length less than or equal to 1023"));
        assert_str(weir_decision_error_message(decision), expected);
        weir_arena_free(arena);
    }
}

/* ----------------------------------------------------------------------------------------------- schema */

static const struct schema_row {
    const char *name;
    const char *parameters; /* `^` before the place */
    const char *message;
} schema[] = {
    {"an unknown parameter", "{Number: 900, ^Numbers: 1}",
     "the operation has no parameter `Numbers`; did you mean `Number`?"},
    {"a parameter in another case", "{^number: 900}",
     "the operation has no parameter `number`; did you mean `Number`?"},
    {"an unknown member of a tag", "{Tags: [{Key: a, Value: b, ^Kind: c}]}", "the operation has no parameter `Kind`"},
    {"an unknown member of a structure", "{Inner: {Needed: x, ^Other: y}}", "the operation has no parameter `Other`"},
    {"a text for a number", "{Number: ^many}", "the parameter `number` must be a whole number"},
    {"a quoted number", "{Number: ^'900'}", "the parameter `number` must be a whole number"},
    {"a fraction", "{Number: ^900.5}", "the parameter `number` must be a whole number"},
    {"a number too great", "{Signed: ^9223372036854775808}", "the parameter `signed` must be a whole number"},
    {"a list for a text", "{Text: ^[ab]}", "the parameter `text` must be a text"},
    {"a map for a text", "{Text: ^{a: b}}", "the parameter `text` must be a text"},
    {"a text for a list", "{List: ^a}", "the parameter `list` must be a list"},
    {"a map for a list", "{List: ^{a: b}}", "the parameter `list` must be a list"},
    {"a list in a list", "{List: [a, ^[b]]}", "the parameter `list.2.member` must be a text"},
    {"a text for tags", "{Tags: ^a}", "the parameter `tags` must be a list"},
    {"a map for tags", "{Tags: ^{a: b}}", "the parameter `tags` must be a list"},
    {"a text for a tag", "{Tags: [{Key: a, Value: b}, ^a]}",
     "the parameter `tags.2.member` must be a map of Key and Value"},
    {"a list for a tag's value", "{Tags: [{Key: a, Value: ^[b]}]}",
     "the parameter `tags.1.member.value` must be a text"},
    {"a word for a switch", "{Flag: ^yes}", "the parameter `flag` must be true or false"},
    {"a quoted switch", "{Flag: ^'true'}", "the parameter `flag` must be true or false"},
    {"a list for a structure", "{Inner: ^[]}", "the parameter `inner` must be a map"},
    {"a text for a structure", "{Inner: ^x}", "the parameter `inner` must be a map"},
    {"a text for an item of a member", "{Inner: {Needed: x, Deep: [^x]}}",
     "the parameter `inner.deep.1.member` must be a map"},
    {"a word for a switch of an item", "{Inner: {Needed: x, Deep: [{Switch: ^1}]}}",
     "the parameter `inner.deep.1.member.switch` must be true or false"},
    {"a list for a map", "{Map: ^[]}", "the parameter `map` must be a map"},
    {"a list for a value of a map", "{Pairs: {a: ^[b]}}", "the parameter `pairs.a` must be a text"},
};

static void schema_row_holds(void **state)
{
    const struct schema_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const int nothing = 0;
    const void *const anything = &nothing;
    const struct weir_decision *decision = anything;
    struct weir_error error = WEIR_ERROR_INIT;
    struct marked marked;
    char text[1024];
    (void)snprintf(text, sizeof(text), "weir: request/1\ncaller: {anonymous: true}\noperation: t:Op\nparameters: %s\n",
                   row->parameters);
    unmark(text, &marked);
    assert_int_equal(decide(marked.text, arena, &decision, &error), WEIR_ERR_SCHEMA);
    assert_null(decision);
    assert_string_equal(error.message, row->message);
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    weir_arena_free(arena);
}

/* --------------------------------------------------------------------------------------------- patterns */

/* The patterns of the service models at the edges of their classes. Surrogates are no characters and cannot be asked. */
static const struct pattern_row {
    const char *pattern;
    bool empty;
    uint32_t in[16]; /* 0 ends */
    uint32_t out[16];
} patterns[] = {
    {"[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\t]*",
     true,
     {0x9, 0x20, 0x7f, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x10ffff},
     {0x1, 0x8, 0xa, 0xd, 0x1f, 0xfffe, 0xffff}},
    {"[\\u0020-\\uD7FF\\uE000-\\uFFFD\\uD800\\uDC00-\\uDBFF\\uDFFF\\r\\n\\t]*",
     true,
     {0x9, 0xa, 0xd, 0x20, 0x7f, 0xd7ff, 0xe000, 0xfffd, 0x10000, 0x10ffff},
     {0x1, 0x8, 0xb, 0xc, 0x1f, 0xfffe, 0xffff}},
    {"[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+",
     false,
     {0x9, 0xa, 0xd, 0x20, 0x7e, 0x7f, 0x85, 0x9f, 0xa0, 0xd7ff, 0xe000, 0xfffd}, /* patterns.py says why */
     {0x1, 0x8, 0xb, 0xc, 0xe, 0x1f, 0xfffe, 0xffff, 0x10000, 0x10ffff}},
    {"[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
     false,
     {0x9, 0xa, 0xd, 0x20, 0x7f, 0x85, 0xff},
     {0x1, 0x8, 0xb, 0xc, 0xe, 0x1f, 0x100, 0xfffd, 0x10000}},
    {"[\\w+=,.@-]*",
     true,
     {'a', 'z', 'A', 'Z', '0', '9', '_', '+', '=', ',', '.', '@', '-'},
     {' ', ':', '/', '*', '`', '[', 0x7f, 0xe9, 0x661, '\n', '\\', '<', '?'}},
    {"[\\w+=,.@:\\/-]*",
     true,
     {'a', 'z', 'A', 'Z', '0', '9', '_', '+', '=', ',', '.', '@', '-', ':', '/'},
     {' ', ';', '*', '`', '[', '{', 0x7f, 0xe9, 0x661, '\n', '\\'}},
    {"[\\w+=/:,.@-]*",
     true,
     {'a', 'z', 'A', 'Z', '0', '9', '_', '+', '=', '/', ':', ',', '.', '@', '-'},
     {' ', ';', '*', '`', '[', '{', 0x7f, 0xe9, 0x661, '\n', '\\'}},
    {"[\\d]*", true, {'0', '9'}, {'/', ':', 'a', ' ', 0x661, 0xff10}},
    {"[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+",
     false,
     {'a', 'Z', '0', ' ', 0xa0, 0xe9, 0x661, 0x4e2d, 0x2028, 0x1d400, '_', '.', ':', '/', '-', '@'},
     {',', '\t', '\n', '*', '$', '{', '"', 0x7f, 0x85, 0x301, 0x1f600}},
    {"[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
     true,
     {'a', 'Z', '0', ' ', 0xa0, 0xe9, 0x661, 0x4e2d, 0x2028, 0x1d400, '_', '.', '=', '+', '-', '@'},
     {',', '\t', '\n', '*', '$', '{', '"', 0x7f, 0x85, 0x301, 0x1f600}},
    {"^[a-z0-9-]+$",
     false,
     {'a', 'z', '0', '9', '-'},
     {'A', 'Z', '`', '{', '/', ':', ',', '.', '_', ' ', '\n', 0x7f, 0xe9}},
    {"^(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])$", false, {0}, {'a', '.', '-'}},
};

static struct weir_str utf8(uint32_t c, char out[4])
{
    if (c < 0x80) {
        out[0] = (char)c;
        return (struct weir_str){out, 1};
    }
    const size_t more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char leads[] = {0, 0xc0, 0xe0, 0xf0};
    for (size_t i = more; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    out[0] = (char)(leads[more] | c);
    return (struct weir_str){out, more + 1};
}

static void check_pattern(const struct weir_parameter *parameter, bool seen[COUNT(patterns)])
{
    const struct pattern_row *row = NULL;
    for (size_t i = 0; i < COUNT(patterns) && row == NULL; i++) {
        if (weir_str_equal(parameter->pattern, weir_str_from(patterns[i].pattern))) {
            row = &patterns[i];
            seen[i] = true;
        }
    }
    if (row == NULL)
        return; /* tests/house/patterns.py looks at every pattern */
    char bytes[4];
    assert_int_equal(weir_regex_match(parameter->compiled, WEIR_STR("")),
                     row->empty ? WEIR_REGEX_MATCHES : WEIR_REGEX_DIFFERS);
    for (size_t i = 0; i < COUNT(row->in) && row->in[i] != 0; i++) {
        if (weir_regex_match(parameter->compiled, utf8(row->in[i], bytes)) != WEIR_REGEX_MATCHES)
            fail_msg("%.*s: U+%04X is in %s", WEIR_FMT(parameter->name), row->in[i], row->pattern);
    }
    for (size_t i = 0; i < COUNT(row->out) && row->out[i] != 0; i++) {
        if (weir_regex_match(parameter->compiled, utf8(row->out[i], bytes)) != WEIR_REGEX_DIFFERS)
            fail_msg("%.*s: U+%04X is not in %s", WEIR_FMT(parameter->name), row->out[i], row->pattern);
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): bounded by the nesting that the reader allows */
static void check_patterns(const struct weir_parameter *parameters, size_t count, bool seen[COUNT(patterns)])
{
    for (size_t i = 0; i < count; i++) {
        if (parameters[i].pattern.len > 0)
            check_pattern(&parameters[i], seen);
        check_patterns(parameters[i].members, parameters[i].member_count, seen);
    }
}

static void every_pattern_holds_at_its_edges(void **state)
{
    (void)state;
    bool seen[COUNT(patterns)] = {false};
    struct weir_rulebook *const rulebook = builtin_rulebook();
    for (size_t i = 0; i < rulebook->operation_count; i++)
        check_patterns(rulebook->operations[i].parameters, rulebook->operations[i].parameter_count, seen);
    for (size_t i = 0; i < COUNT(patterns); i++) {
        if (!seen[i])
            fail_msg("no parameter has the pattern `%s`", patterns[i].pattern);
    }
    weir_rulebook_release(rulebook);
}

/* ------------------------------------------------------------------------------------- the builtin book */

/* The words that were recorded from the service ([sts-observed-errors]). */
static const struct recorded_row {
    const char *name;
    const char *more;
    const char *message;
} recorded[] = {
    {"a duration above the model's maximum", ", DurationSeconds: 86400",
     ONE VALUE("86400", "durationSeconds", "have value less than or equal to 43200")},
    {"a duration below the minimum", ", DurationSeconds: 123",
     ONE VALUE("123", "durationSeconds", "have value greater than or equal to 900")},
    {"a session name with a colon", "",
     ONE VALUE("Session1:2", "roleSessionName", "satisfy regular expression pattern: [\\w+=,.@-]*")},
    {"an external id with a space", ", ExternalId: XMode Social",
     ONE VALUE("XMode Social", "externalId", "satisfy regular expression pattern: [\\w+=,.@:\\/-]*")},
    {"a tag's key above its length", ", Tags: [{Key: a, Value: b}, {Key: '', Value: b}]",
     "2 validation errors detected: " VALUE(
         "", "tags.2.member.key",
         "have length greater than or equal to 1") "; " VALUE("", "tags.2.member.key",
                                                              "satisfy regular expression pattern: "
                                                              "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+")},
};

static void recorded_row_holds(void **state)
{
    const struct recorded_row *const row = *state;
    struct weir_arena *const arena = new_arena(0);
    const bool is_name = row->more[0] == '\0';
    char text[1024];
    (void)snprintf(text, sizeof(text),
                   TOP "- {name: a, caller: " ENGINE ", operation: sts:AssumeRole, parameters: {RoleArn: "
                       "'arn:aws:iam::111122223333:role/lake/analyst', RoleSessionName: '%s'%s}}\n",
                   is_name ? "Session1:2" : "run-1", row->more);
    const struct weir_run run = run_text(fixture.world, text, NULL, arena);
    assert_int_equal(run.count, 1);
    assert_str(weir_decision_rule(run.decisions[0]), "sts.parameters");
    assert_str(weir_decision_error_code(run.decisions[0]), "ValidationError");
    assert_int_equal(weir_decision_error_status(run.decisions[0]), 400);
    assert_str(weir_decision_error_message(run.decisions[0]), row->message);
    assert_false(weir_decision_error_is_synthetic(run.decisions[0]));
    weir_arena_free(arena);
}

#define ADD_ROWS(rows, holds)                \
    for (size_t i = 0; i < COUNT(rows); i++) \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, holds, NULL, NULL, without_const(&(rows)[i])};

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(long_values_are_not_shown),
        cmocka_unit_test(every_pattern_holds_at_its_edges),
        cmocka_unit_test(validation_needs_its_arguments),
    };
    struct CMUnitTest tests[2 * COUNT(messages) + COUNT(schema) + COUNT(recorded) + COUNT(single)];
    size_t count = 0;
    ADD_ROWS(messages, message_row_holds)
    ADD_ROWS(messages, message_row_validates)
    ADD_ROWS(schema, schema_row_holds)
    ADD_ROWS(recorded, recorded_row_holds)
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("vend.parameters", tests, count, set_up, tear_down);
}
