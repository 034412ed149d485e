/* The rulebook reader: the builtin one reads, and whatever could loosen a decision unseen is refused at its place. */
#include <weir/vend.h>

#include "tests/vend_decide.h"
#include "tests/vend_rulebook_text.h"
#include "vend/rulebook.h"

/* ---------------------------------------------------------------------------------------------- refusals */

static const struct refused_row {
    const char *name;
    const char *text; /* `^` before the place */
    enum weir_status status;
    const char *message;
} refused[] = {
    /* The file. */
    {"no text of its kind", "^about: a world\n", WEIR_ERR_SCHEMA, "a rulebook begins with `weir: rulebook/1`"},
    {"another kind of document", "weir: ^request/1\n", WEIR_ERR_SCHEMA, "a rulebook begins with `weir: rulebook/1`"},
    {"a list", "^[]\n", WEIR_ERR_SCHEMA, "a rulebook must be a map"},
    {"an unknown section", HEAD "^rules: {}\n", WEIR_ERR_SCHEMA, "unknown member `rules`"},
    {"a section that is no map", HEAD "settings: ^[]\n", WEIR_ERR_SCHEMA, "settings must be a map"},
    {"text that is not YAML", HEAD "groups: {a: [^}\n", WEIR_ERR_SYNTAX, NULL},
    {"a key twice in one map", HEAD "groups: {a: [], ^a: []}\n", WEIR_ERR_SYNTAX, NULL},

    /* Sources and evidence. */
    {"a source without a member", "weir: rulebook/1\nsources:\n  ^s: {title: t, where: w, read: '2026'}\n",
     WEIR_ERR_SCHEMA, "the source lacks `says`"},
    {"an unknown member of a source", "weir: rulebook/1\nsources:\n  s: {^url: x}\n", WEIR_ERR_SCHEMA,
     "unknown member `url`"},
    {"an unknown source",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no}, evidence: local, sources: ^[other]"),
     WEIR_ERR_SCHEMA, "unknown source `other`"},
    {"no source at all",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no}, evidence: local, sources: ^[]"),
     WEIR_ERR_SCHEMA, "no source is cited"},
    {"an unknown evidence",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no}, evidence: ^rumour, sources: [src]"),
     WEIR_ERR_SCHEMA, "unknown evidence `rumour`"},
    {"a missing evidence",
     RULES("      - ^{id: t.rule, require: {given: parameters.Text}, else: {code: No, message: no}}\n"),
     WEIR_ERR_SCHEMA, "`evidence` and `sources` must say where this comes from"},
    {"a setting's missing evidence", HEAD "settings:\n  bound: ^{value: 5}\n", WEIR_ERR_SCHEMA,
     "`evidence` and `sources` must say where this comes from"},

    /* Settings. */
    {"a setting without a value", HEAD "settings:\n  ^bound: {evidence: local, sources: [src]}\n", WEIR_ERR_SCHEMA,
     "the setting lacks `value`"},
    {"an unknown member of a setting", HEAD "settings:\n  bound: {value: 5, ^maximum: 6}\n", WEIR_ERR_SCHEMA,
     "unknown member `maximum`"},
    {"a setting whose value is not among its values", HEAD "settings:\n  word: {value: ^c, values: [a, b]" BY "}\n",
     WEIR_ERR_SCHEMA, "the value is not one of the setting's `values`"},
    {"an unknown setting", REQUIRE("{at-most: [parameters.Number, ^settings.limit]}"), WEIR_ERR_SCHEMA,
     "`settings.limit` is no parameter, setting, field or name bound before"},

    /* The service. */
    {"operations without a service", HEAD "operations: ^{}\n", WEIR_ERR_SCHEMA, "operations need their `service`"},
    {"a service without a member", HEAD "service: ^{operation-prefix: ''}\noperations: {}\n", WEIR_ERR_SCHEMA,
     "the service lacks `parameter-rule`"},
    {"an unknown member of a service", HEAD "service: {^prefix: ''}\noperations: {}\n", WEIR_ERR_SCHEMA,
     "unknown member `prefix`"},
    {"a status that is none",
     HEAD "service: {operation-prefix: '', parameter-rule: p, parameter-code: Bad, expired: {code: Bad, message: m, "
          "synthetic: true}, errors: {Bad: 400, ^No: 99}}\noperations: {}\n",
     WEIR_ERR_SCHEMA, "no HTTP status"},
    {"an own code that is no error of the service",
     HEAD "service: ^{operation-prefix: '', parameter-rule: p, parameter-code: Bad, expired: {code: Gone, message: m, "
          "synthetic: true}, errors: {Bad: 400}}\noperations: {}\n",
     WEIR_ERR_SCHEMA, "a code of the service is not among its errors"},

    /* Rules. */
    {"a rule of no kind", RULES("      - ^{id: t.rule}\n"), WEIR_ERR_SCHEMA,
     "a rule has `require`, `bind`, `advise`, `use`, `each` or `allow`"},
    {"an unknown member of a rule", RULE("require: {given: parameters.Text}, ^unless: x" NO), WEIR_ERR_SCHEMA,
     "unknown member `unless`"},
    {"a rule with both a predicate and a resolver",
     RULE("require: {given: parameters.Text}, ^bind: r, from: {iam-role: parameters.Text}" NO), WEIR_ERR_SCHEMA,
     "unknown member `bind`"},
    {"a predicate without a refusal", RULES("      - ^{id: t.rule, require: {given: parameters.Text}}\n"),
     WEIR_ERR_SCHEMA, "`require` needs an `else`"},
    {"a refusal without an id", RULES("      - ^{require: {given: parameters.Text}" NO "}\n"), WEIR_ERR_SCHEMA,
     "a rule that refuses needs an `id`"},
    {"a refusal with an empty id", RULES("      - {id: ^'', require: {given: parameters.Text}" NO "}\n"),
     WEIR_ERR_SCHEMA, "an id must not be empty"},
    {"an allow with an empty id", BEFORE ASK "      - allow: ^''\n", WEIR_ERR_SCHEMA, "an id must not be empty"},
    {"evidence that belongs to no refusal",
     RULES("      - ^{bind: role, from: {iam-role: parameters.Text}, evidence: local, sources: [other]}\n"),
     WEIR_ERR_SCHEMA, "`id`, `evidence`, `sources` and `remedy` belong to a rule that refuses"},
    {"an error that the service lacks", RULE("require: {given: parameters.Text}, else: {code: ^Never, message: no}" BY),
     WEIR_ERR_SCHEMA, "the service has no error `Never`"},
    {"a refusal without a message", RULE("require: {given: parameters.Text}, else: ^{code: No}" BY), WEIR_ERR_SCHEMA,
     "`else` needs `code` and `message`"},
    {"a refusal without a code", RULE("require: {given: parameters.Text}, else: ^{message: no}" BY), WEIR_ERR_SCHEMA,
     "`else` needs `code` and `message`"},
    {"an unknown member of a refusal",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no, ^status: 400}" BY), WEIR_ERR_SCHEMA,
     "unknown member `status`"},
    {"codes that are no map", RULE("require: {given: parameters.Text}, else: {code: No, message: no, codes: ^[No]}" BY),
     WEIR_ERR_SCHEMA, "`codes` must be a map"},
    {"codes for an error that the service lacks",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no, codes: {Other: ^Yes}}" BY), WEIR_ERR_SCHEMA,
     "the service has no error `Yes`"},
    {"a code by a setting of other words",
     RULE("require: {given: parameters.Text}, else: {code: ^settings.word, message: no}" BY), WEIR_ERR_SCHEMA,
     "a value of the setting is not among the errors of the service"},
    {"a code among codes by such a setting",
     RULE("require: {given: parameters.Text}, else: {code: No, message: no, codes: {Other: ^settings.word}}" BY),
     WEIR_ERR_SCHEMA, "a value of the setting is not among the errors of the service"},
    {"a code by a setting that is no text",
     RULE("require: {given: parameters.Text}, else: {code: ^settings.bound, message: no}" BY), WEIR_ERR_SCHEMA,
     "a value of the setting is not among the errors of the service"},
    {"messages by no setting",
     RULE("require: {given: parameters.Text}, else: {code: No, message: ^{by: word, a: x, b: y}}" BY), WEIR_ERR_SCHEMA,
     "messages need `by`, a setting that lists its `values`"},
    {"messages without `by`", RULE("require: {given: parameters.Text}, else: {code: No, message: ^{a: x, b: y}}" BY),
     WEIR_ERR_SCHEMA, "messages need `by`, a setting that lists its `values`"},
    {"messages by a number",
     RULE("require: {given: parameters.Text}, else: {code: No, message: ^{by: settings.bound, '5': x}}" BY),
     WEIR_ERR_SCHEMA, "messages need `by`, a setting that lists its `values`"},
    {"a value without its message",
     RULE("require: {given: parameters.Text}, else: {code: No, message: ^{by: settings.word, a: x}}" BY),
     WEIR_ERR_SCHEMA, "there is one message for each value of the setting"},
    {"a message for no value",
     RULE("require: {given: parameters.Text}, else: {code: No, message: ^{by: settings.word, a: x, c: y}}" BY),
     WEIR_ERR_SCHEMA, "there is no message for `b`"},
    {"a message of an unknown name",
     RULE(
         "require: {given: parameters.Text}, else: {code: No, message: {by: settings.word, a: x, b: ^'{no.such}'}}" BY),
     WEIR_ERR_SCHEMA, "`{no.such}` is nothing that can be printed here"},

    /* Predicates. */
    {"an unknown predicate", REQUIRE("{^allow-all: parameters.Text}"), WEIR_ERR_SCHEMA,
     "unknown predicate `allow-all`"},
    {"no predicate", REQUIRE("^{part: a}"), WEIR_ERR_SCHEMA, "a predicate is missing"},
    {"a predicate that is no map", REQUIRE("^given"), WEIR_ERR_SCHEMA, "a predicate must be a map"},
    {"a second predicate in one map", REQUIRE("{given: parameters.Text, ^is: parameters.Text}"), WEIR_ERR_SCHEMA,
     "a second predicate in one map"},
    {"an unknown argument", REQUIRE("{starts-with: {value: parameters.Text, ^suffix: x}}"), WEIR_ERR_SCHEMA,
     "unknown argument `suffix`"},
    {"a missing argument", REQUIRE("{starts-with: ^{value: parameters.Text}}"), WEIR_ERR_SCHEMA,
     "the argument `prefix` is missing"},
    {"too many arguments", REQUIRE("{equal: ^[parameters.Text, parameters.Other, request.region]}"), WEIR_ERR_SCHEMA,
     "too many arguments"},
    {"an unknown parameter", REQUIRE("{given: ^parameters.Texts}"), WEIR_ERR_SCHEMA,
     "`parameters.Texts` is no parameter, setting, field or name bound before"},
    {"an unknown field of the caller", REQUIRE("{given: ^caller.name}"), WEIR_ERR_SCHEMA,
     "`caller.name` is no parameter, setting, field or name bound before"},
    {"a name that is bound later",
     RULES("      - {id: t.early, require: {given: ^role}" NO
           "}\n      - {bind: role, from: {iam-role: parameters.Text}}\n"),
     WEIR_ERR_SCHEMA, "`role` is no parameter, setting, field or name bound before"},
    {"an unknown field of a bound name",
     RULES("      - {bind: role, from: {iam-role: parameters.Text}}\n      - {id: t.rule, require: {given: "
           "^role.Secret}" NO "}\n"),
     WEIR_ERR_SCHEMA, "`role.Secret` is no parameter, setting, field or name bound before"},
    {"a name of a wrong type", REQUIRE("{is: ^parameters.Text}"), WEIR_ERR_SCHEMA,
     "`parameters.Text` is of type text, which does not fit here"},
    {"a number that is none", REQUIRE("{at-most: [parameters.Number, ^parameters.Text]}"), WEIR_ERR_SCHEMA,
     "`parameters.Text` is of type text, which does not fit here"},
    {"an empty list of predicates", REQUIRE("{any: ^[]}"), WEIR_ERR_SCHEMA,
     "an empty list of predicates is always or never true"},
    {"a negation of two", REQUIRE("^{not: [{given: parameters.Text}, {given: parameters.Other}]}"), WEIR_ERR_SCHEMA,
     "`not` takes one predicate"},
    {"two literals compared", REQUIRE("^{at-most: [4, 5]}"), WEIR_ERR_SCHEMA,
     "a predicate of literals alone is always or never true"},
    {"two literals compared within others", REQUIRE("{any: [{given: parameters.Text}, {not: ^{at-least: [4, 5]}}]}"),
     WEIR_ERR_SCHEMA, "a predicate of literals alone is always or never true"},
    {"a parameter compared with itself", REQUIRE("^{equal: [parameters.Text, parameters.Text]}"), WEIR_ERR_SCHEMA,
     "a name is compared with itself"},
    {"a setting compared with itself", REQUIRE("^{at-most: [settings.bound, settings.bound]}"), WEIR_ERR_SCHEMA,
     "a name is compared with itself"},
    {"the request's Region compared with itself", REQUIRE("^{same-region: [request.region, request.region]}"),
     WEIR_ERR_SCHEMA, "a name is compared with itself"},
    {"a condition that is constant", RULE("when: ^{at-most: [1, 2]}, require: {given: parameters.Text}" NO),
     WEIR_ERR_SCHEMA, "a predicate of literals alone is always or never true"},
    {"predicates nested too deep",
     REQUIRE("{not: {not: {not: {not: {not: {not: {not: {not: {not: ^{given: parameters.Text}}}}}}}}}}"),
     WEIR_ERR_LIMIT, "predicates nest more than 8 deep"},

    /* Texts with names in them. */
    {"a brace that stays open", REQUIRE("{starts-with: [parameters.Text, ^'{parameters.Other']}"), WEIR_ERR_SCHEMA,
     "`{` without its `}`"},
    {"an unknown name in a text", REQUIRE("{starts-with: [parameters.Text, ^'{parameters.Nothing}']}"), WEIR_ERR_SCHEMA,
     "`{parameters.Nothing}` is nothing that can be printed here"},
    {"a name that has no printed form in a message",
     RULES("      - {bind: role, from: {iam-role: parameters.Text}}\n"
           "      - {id: t.rule, require: {given: role}, else: {code: No, message: ^'{role}'}" BY "}\n"),
     WEIR_ERR_SCHEMA, "`{role}` is nothing that can be printed here"},

    /* Resolvers and bound names. */
    {"an unknown resolver", RULES("      - {bind: role, from: {^any-role: parameters.Text}}\n"), WEIR_ERR_SCHEMA,
     "unknown resolver `any-role`"},
    {"two resolvers", RULES("      - {bind: role, from: ^{iam-role: parameters.Text, table-arn: parameters.Text}}\n"),
     WEIR_ERR_SCHEMA, "`from` names one resolver"},
    {"no resolver", RULES("      - ^{bind: role}\n"), WEIR_ERR_SCHEMA, "`bind` needs a `from`"},
    {"a resolver's argument of a wrong type", RULES("      - {bind: role, from: {iam-role: ^parameters.Number}}\n"),
     WEIR_ERR_SCHEMA, "`parameters.Number` is of type number, which does not fit here"},
    {"a name bound twice",
     RULES("      - {bind: role, from: {iam-role: parameters.Text}}\n      - {bind: ^role, from: {iam-role: "
           "parameters.Other}}\n"),
     WEIR_ERR_SCHEMA, "the name `role` is bound already"},

    /* Groups. */
    {"an unknown group", RULES("      - {use: ^t.group}\n"), WEIR_ERR_SCHEMA, "unknown group `t.group`"},
    {"an unknown member beside a group",
     HEAD "groups: {t.group: []}\n" SERVICE SETTINGS OPERATION "      - {use: t.group, ^when: x}\n" ASK DONE,
     WEIR_ERR_SCHEMA, "unknown member `when`"},
    {"a group within a group",
     HEAD "groups: {a: [], b: [^{use: a}]}\n" SERVICE SETTINGS OPERATION "      - use: b\n" ASK DONE, WEIR_ERR_SCHEMA,
     "a rule has `require`, `bind`, `advise`, `use`, `each` or `allow`"},
    {"a loop without its list", RULES("      - ^{each: x, rules: []}\n"), WEIR_ERR_SCHEMA,
     "`each` needs `in` and `rules`"},
    {"a loop without rules", RULES("      - ^{each: x, in: parameters.Words}\n"), WEIR_ERR_SCHEMA,
     "`each` needs `in` and `rules`"},
    {"a loop over a text", RULES("      - {each: x, in: ^parameters.Text, rules: []}\n"), WEIR_ERR_SCHEMA,
     "`parameters.Text` is of type text, which does not fit here"},
    {"a loop whose switch is none",
     RULES("      - {each: x, in: parameters.Words, leave-out: ^parameters.Text, rules: []}\n"), WEIR_ERR_SCHEMA,
     "`parameters.Text` is of type text, which does not fit here"},
    {"an unknown member of a loop", RULES("      - {each: x, in: parameters.Words, ^until: x, rules: []}\n"),
     WEIR_ERR_SCHEMA, "unknown member `until`"},
    {"a group that is no list", HEAD "groups: {a: ^x}\n", WEIR_ERR_SCHEMA, "a group must be a list"},
    {"a name of a group that the operation does not bind",
     HEAD "groups: {a: [{id: t.rule, require: {given: ^role}" NO "}]}\n" SERVICE SETTINGS OPERATION
          "      - use: a\n" ASK DONE,
     WEIR_ERR_SCHEMA, "`role` is no parameter, setting, field or name bound before"},

    /* The allow. */
    {"no allow",
     HEAD SERVICE SETTINGS "operations:\n  Op:\n    rules:\n      ^- {id: t.ask, require: {iam-allows: "
                           "{action: a, resource: '*'}}" NO "}\n",
     WEIR_ERR_SCHEMA, "an operation ends in its `allow`"},
    {"no rules", HEAD SERVICE "operations:\n  Op:\n    rules: ^[]\n", WEIR_ERR_SCHEMA,
     "an operation ends in its `allow`"},
    {"no list of rules", HEAD SERVICE "operations:\n  Op: ^{about: nothing}\n", WEIR_ERR_SCHEMA,
     "an operation needs `rules`"},
    {"a rule after the allow", BEFORE ASK "      - ^allow: t.early\n" ASK DONE, WEIR_ERR_SCHEMA,
     "nothing may follow an `allow`"},
    {"an allow after the allow", BEFORE ASK "      - ^allow: t.early\n" DONE, WEIR_ERR_SCHEMA,
     "nothing may follow an `allow`"},
    {"something beside an allow", BEFORE ASK "      - {allow: t.done, ^when: {given: parameters.Text}}\n",
     WEIR_ERR_SCHEMA, "unknown member `when`"},
    {"an operation that is no map", HEAD SERVICE "operations:\n  Op: ^[]\n", WEIR_ERR_SCHEMA,
     "an operation must be a map"},
    {"an unknown member of an operation", HEAD SERVICE "operations:\n  Op: {^rule: []}\n", WEIR_ERR_SCHEMA,
     "unknown member `rule`"},

    /* The answer and the context. */
    {"an unknown answer", BEFORE ASK DONE "    answer: {^secret-keys: {}}\n", WEIR_ERR_SCHEMA,
     "unknown answer `secret-keys`"},
    {"two answers", BEFORE ASK DONE "    answer: ^{assumed-role: {}, table-session: {}}\n", WEIR_ERR_SCHEMA,
     "`answer` names one answer"},
    {"an answer without an argument", BEFORE ASK DONE "    answer: {assumed-role: ^{name: parameters.Text}}\n",
     WEIR_ERR_SCHEMA, "the argument `role` is missing"},
    {"a condition key per tag that has no tags",
     HEAD SERVICE "operations:\n  Op:\n" PARAMETERS
                  "    context: {^'aws:RequestTag/*': parameters.Text}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "a key with `*` takes tags or condition keys"},
    {"condition keys under one key",
     HEAD SERVICE "operations:\n  Op:\n" PARAMETERS
                  "    context: {^'t:Key': keys}\n    rules:\n      - bind: keys\n        from: {mfa-keys: "
                  "[parameters.Text, parameters.Text]}\n" ASK DONE,
     WEIR_ERR_SCHEMA, "condition keys need a key with `*`"},
    {"a condition key of a type that has no text",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {Flag: {type: boolean}}\n"
                  "    context: {'t:Flag': ^parameters.Flag}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "`parameters.Flag` is of type boolean, which does not fit here"},

    /* Parameters. */
    {"a parameter of no type",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: ^{required: true}}\n    rules:\n" ASK DONE, WEIR_ERR_SCHEMA,
     "a parameter's `type` is string, integer, boolean, strings, tags, structure, structures or map"},
    {"a parameter of an unknown type",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: ^blob}}\n    rules:\n" ASK DONE, WEIR_ERR_SCHEMA,
     "a parameter's `type` is string, integer, boolean, strings, tags, structure, structures or map"},
    {"an unknown constraint",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: string, ^length: 3}}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "unknown member `length`"},
    {"a pattern that cannot be compiled",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: string, pattern: ^'[a-'}}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "the pattern cannot be compiled, see its character 4; `pcre` may give an equal one"},
    {"a second form of a pattern that is not there",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: string, pcre: ^'[a]*'}}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "`pcre` stands beside the model's own `pattern`"},
    {"a default of a list",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: strings, default: ^[a]}}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, "no default can be given to this type"},
    {"a bound that is no number",
     HEAD SERVICE "operations:\n  Op:\n    parameters: {A: {type: integer, max: ^many}}\n    rules:\n" ASK DONE,
     WEIR_ERR_SCHEMA, NULL},
    {"parameters nested too deep",
     HEAD SERVICE
     "operations:\n  Op:\n    parameters: {A: {type: structure, members: {A: {type: structure, members: {A: "
     "{type: structure, members: {A: {type: structure, members: {A: {type: structure, members: {A: {type: "
     "structure, members: {A: {type: structure, members: ^{A: {type: string}}}}}}}}}}}}}}}}\n    rules:\n" ASK DONE,
     WEIR_ERR_LIMIT, "parameters nest more than 6 deep"},
};

static void refused_row_holds(void **state)
{
    const struct refused_row *const row = *state;
    struct marked marked;
    unmark(row->text, &marked);
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), weir_str_from(marked.text)};
    int nothing = 0;
    void *const anything = &nothing;
    struct weir_rulebook *rulebook = anything;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_rulebook_new(&text, 1, &rulebook, &error);
    assert_null(rulebook);
    if (row->message != NULL)
        assert_string_equal(error.message, row->message);
    assert_int_equal(status, row->status);
    assert_int_equal(error.status, row->status);
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    assert_string_equal(error.source, "t.yaml");
}

/* Each operation stands on a check that authorizes; these do not, whatever they look like. */
static const struct unauthorized_row {
    const char *name;
    const char *rules; /* before the allow */
    bool is_refused;
} unauthorized[] = {
    {"no check but of the form", "      - {id: a, require: {given: parameters.Text}" NO "}\n", true},
    {"a check that authorizes", ASK, false},
    {"its negation", "      - {id: a, require: {not: {iam-allows: {action: a, resource: b}}}" NO "}\n", true},
    {"its negation's negation",
     "      - {id: a, require: {not: {not: {iam-allows: {action: a, resource: b}}}}" NO "}\n", true},
    {"a check only sometimes made",
     "      - {id: a, when: {given: parameters.Text}, require: {iam-allows: {action: a, resource: b}}" NO "}\n", true},
    {"a check as the condition of another",
     "      - {id: a, when: {iam-allows: {action: a, resource: b}}, require: {given: parameters.Text}" NO "}\n", true},
    {"an alternative to it",
     "      - {id: a, require: {any: [{iam-allows: {action: a, resource: b}}, {given: parameters.Text}]}" NO "}\n",
     true},
    {"an alternative that authorizes too",
     "      - {id: a, require: {any: [{iam-allows: {action: a, resource: b}}, {iam-allows: {action: c, resource: "
     "d}}]}" NO "}\n",
     false},
    {"an alternative hidden in a part",
     "      - {id: a, require: {any: [{iam-allows: {action: a, resource: b}}, {all: [{given: parameters.Text}]}]}" NO
     "}\n",
     true},
    {"more beside it",
     "      - {id: a, require: {all: [{iam-allows: {action: a, resource: b}}, {given: parameters.Text}]}" NO "}\n",
     false},
    {"parts of which each alternative has one",
     "      - {id: a, require: {all: [{given: parameters.Text}, {any: [{all: [{given: parameters.Other}, {iam-allows: "
     "{action: "
     "a, resource: b}}]}, {iam-allows: {action: c, resource: d}}]}]}" NO "}\n",
     false},
    {"a check of a group", "      - use: group\n", false},
    {"a check for each of a list that may be empty", "      - {each: x, in: parameters.Words, rules: [{use: group}]}\n",
     true},
    {"a check for each of a list that is given",
     "      - {id: a, require: {given: parameters.Words}" NO
     "}\n      - {each: x, in: parameters.Words, rules: [{use: group}]}\n",
     false},
    {"a check for each of another list than the one that is given",
     "      - {id: a, require: {given: parameters.Words}" NO
     "}\n      - {each: x, in: parameters.More, rules: [{use: group}]}\n",
     true},
    {"a list that is only sometimes asked for",
     "      - {id: a, when: {given: parameters.Text}, require: {given: parameters.Words}" NO
     "}\n      - {each: x, in: parameters.Words, rules: [{use: group}]}\n",
     true},
    {"a list that is asked for too late",
     "      - {each: x, in: parameters.Words, rules: [{use: group}]}\n      - {id: a, require: {given: "
     "parameters.Words}" NO "}\n",
     true},
    {"something else that is asked of the list",
     "      - {id: a, require: {not-in: {value: parameters.Words, list: parameters.More}}" NO
     "}\n      - {each: x, in: parameters.Words, rules: [{use: group}]}\n",
     true},
    {"a check behind a loop",
     "      - {each: x, in: parameters.Words, rules: [{id: a, require: {given: x}" NO "}]}\n      - use: group\n",
     false},
};

static void unauthorized_row_holds(void **state)
{
    const struct unauthorized_row *const row = *state;
    static const char before[] = HEAD
        "groups:\n  group:\n  - {id: g, require: {iam-allows: {action: a, resource: b}}" NO
        "}\n" SERVICE SETTINGS OPERATION;
    char whole[4096];
    const int used = snprintf(whole, sizeof(whole), "%s%s%s", before, row->rules, DONE);
    assert_true(used > 0 && (size_t)used < sizeof(whole));
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), {whole, (size_t)used}};
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const enum weir_status status = weir_rulebook_new(&text, 1, &rulebook, &error);
    assert_int_equal(status, row->is_refused ? WEIR_ERR_SCHEMA : WEIR_OK);
    assert_string_equal(error.message,
                        row->is_refused ? "no rule before the `allow` asks a policy, a grant or an assertion" : "");
    assert_true(row->is_refused == (rulebook == NULL));
    weir_rulebook_release(rulebook);
}

/* What one file may say once, two files may not say twice. */
static const struct twice_row {
    const char *name;
    const char *first;
    const char *second; /* `^` before the place */
    const char *message;
} twice[] = {
    {"a source", HEAD, "weir: rulebook/1\nsources:\n  ^src: {title: t, where: w, read: '2026', says: s}\n",
     "the source stands twice"},
    {"a setting", HEAD SETTINGS, "weir: rulebook/1\nsettings:\n  ^bound: {value: 6" BY "}\n",
     "the setting stands twice"},
    {"a group", HEAD "groups: {a: []}\n", "weir: rulebook/1\ngroups: {^a: []}\n", "the group stands twice"},
    {"an operation", RULES(""), "weir: rulebook/1\n" SERVICE "operations:\n  ^Op: {rules: []}\n",
     "the operation stands twice"},
    {"a rule's id", RULES(""),
     "weir: rulebook/1\n" SERVICE
     "operations:\n  Two:\n    rules:\n      - ^{id: t.ask, require: {iam-allows: {action: a, "
     "resource: b}}" NO "}\n      - allow: t.two\n",
     "the rule id `t.ask` stands twice"},
    {"an allow's id", RULES(""),
     "weir: rulebook/1\n" SERVICE "operations:\n  Two:\n    rules:\n      - {id: t.two, require: "
     "{iam-allows: {action: a, resource: b}}" NO "}\n      - ^allow: t.done\n",
     "the rule id `t.done` stands twice"},
    {"an id of the engine", RULES(""),
     "weir: rulebook/1\n" SERVICE "operations:\n  Two:\n    rules:\n      - {id: t.two, require: "
     "{iam-allows: {action: a, resource: b}}" NO "}\n      - ^allow: caller.session-expired\n",
     "the rule id `caller.session-expired` stands twice"},
};

static void twice_row_holds(void **state)
{
    const struct twice_row *const row = *state;
    struct marked marked;
    unmark(row->second, &marked);
    const struct weir_rulebook_text texts[] = {{WEIR_STR("1.yaml"), weir_str_from(row->first)},
                                               {WEIR_STR("2.yaml"), weir_str_from(marked.text)}};
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_rulebook_new(texts, 2, &rulebook, &error), WEIR_ERR_SCHEMA);
    assert_null(rulebook);
    assert_string_equal(error.message, row->message);
    assert_string_equal(error.source, "2.yaml");
    assert_int_equal(error.line, marked.line);
    assert_int_equal(error.column, marked.column);
    assert_int_equal(weir_rulebook_new(texts, 1, &rulebook, NULL), WEIR_OK);
    weir_rulebook_release(rulebook);
}

static void the_least_rulebook_is_read(void **state)
{
    (void)state;
    const struct weir_rulebook_text text = {WEIR_STR("t.yaml"), WEIR_STR(RULES(""))};
    struct weir_rulebook *rulebook = NULL;
    struct weir_rule_info rule = {.allows = false};
    assert_int_equal(weir_rulebook_new(&text, 1, &rulebook, NULL), WEIR_OK);
    static const char *const ids[] = {"t.parameters", "caller.session-expired", "world.fault", "t.ask", "t.done"};
    for (size_t i = 0; i < COUNT(ids); i++) {
        assert_true(weir_rulebook_rule(rulebook, i, &rule));
        assert_str(rule.id, ids[i]);
        assert_str(rule.operation, "t:Op");
        assert_int_equal(rule.allows, i == 4);
    }
    assert_false(weir_rulebook_rule(rulebook, COUNT(ids), &rule));
    assert_true(weir_rulebook_has_source(rulebook, WEIR_STR("src")));
    assert_false(weir_rulebook_has_source(rulebook, WEIR_STR("sr")));
    weir_rulebook_release(rulebook);
}

static void names_tell_rulebooks_apart(void **state)
{
    (void)state;
    const struct weir_rulebook_text texts[] = {{WEIR_STR("a"), WEIR_STR(RULES(""))}, {WEIR_STR("b"), WEIR_STR(HEAD)}};
    struct weir_rulebook *books[3] = {NULL};
    assert_int_equal(weir_rulebook_new(&texts[0], 1, &books[0], NULL), WEIR_OK);
    assert_int_equal(weir_rulebook_new(&texts[0], 1, &books[1], NULL), WEIR_OK);
    assert_int_equal(weir_rulebook_new(&texts[1], 1, &books[2], NULL), WEIR_OK);
    assert_true(weir_str_equal(weir_rulebook_name(books[0]), weir_rulebook_name(books[1])));
    assert_false(weir_str_equal(weir_rulebook_name(books[0]), weir_rulebook_name(books[2])));
    assert_memory_equal(weir_rulebook_name(books[2]).ptr, "fnv1a64:", 8);
    for (size_t i = 0; i < COUNT(books); i++)
        weir_rulebook_release(books[i]);
}

static void calls_against_the_contract_are_usage_errors(void **state)
{
    (void)state;
    const struct weir_rulebook_text text = {WEIR_STR("a"), WEIR_STR(HEAD)};
    struct weir_rulebook *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    assert_int_equal(weir_rulebook_new(NULL, 1, &rulebook, &error), WEIR_ERR_USAGE);
    assert_int_equal(error.status, WEIR_ERR_USAGE);
    assert_int_equal(weir_rulebook_new(&text, 0, &rulebook, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_rulebook_new(&text, 1, NULL, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_rulebook_builtin(NULL, NULL), WEIR_ERR_USAGE);
    assert_null(rulebook);
    weir_rulebook_release(NULL);
    assert_null(weir_rulebook_retain(NULL));
    assert_str(weir_rulebook_name(NULL), "");
    assert_false(weir_rulebook_has_source(NULL, WEIR_STR("src")));
    struct weir_rule_info rule;
    assert_false(weir_rulebook_rule(NULL, 0, &rule));
    struct weir_rulebook_text none;
    assert_false(weir_rulebook_builtin_text(SIZE_MAX, &none));
    assert_false(weir_rulebook_builtin_text(0, NULL));
}

/* ------------------------------------------------------------------------------------------- the builtin */

static void the_builtin_rulebook_is_read(void **state)
{
    (void)state;
    struct weir_rulebook *const rulebook = builtin_rulebook();
    struct weir_rule_info rule;
    size_t allows = 0;
    size_t count = 0;
    for (; weir_rulebook_rule(rulebook, count, &rule); count++) {
        assert_true(rule.id.len > 0);
        allows += rule.allows;
    }
    assert_int_equal(allows, rulebook->operation_count);
    assert_true(rulebook->operation_count >= 14);
    assert_true(count > 50);
    assert_str(weir_rulebook_name(rulebook), "builtin");
    weir_rulebook_release(rulebook);
}

/* As many names as there is room for, and one more. */
static void names_are_bounded(void **state)
{
    (void)state;
    for (size_t names = WEIR_MAX_BOUND; names <= WEIR_MAX_BOUND + 1; names++) {
        char text[4096];
        int used = snprintf(text, sizeof(text), "%s", BEFORE);
        for (size_t i = 0; i < names; i++)
            used += snprintf(text + used, sizeof(text) - (size_t)used,
                             "      - {bind: n%zu, from: {iam-role: parameters.Text}}\n", i);
        used += snprintf(text + used, sizeof(text) - (size_t)used, "%s", ASK DONE);
        const struct weir_rulebook_text file = {WEIR_STR("t.yaml"), {text, (size_t)used}};
        struct weir_rulebook *rulebook = NULL;
        struct weir_error error = WEIR_ERROR_INIT;
        const enum weir_status status = weir_rulebook_new(&file, 1, &rulebook, &error);
        assert_int_equal(status, names == WEIR_MAX_BOUND ? WEIR_OK : WEIR_ERR_LIMIT);
        assert_string_equal(error.message, names == WEIR_MAX_BOUND ? "" : "more than 32 names are bound");
        weir_rulebook_release(rulebook);
    }
}

/* Rows as tests of their own, so that a failure names its row. */
#define ADD_ROWS(rows, holds)                \
    for (size_t i = 0; i < COUNT(rows); i++) \
        tests[count++] = (struct CMUnitTest){(rows)[i].name, holds, NULL, NULL, without_const(&(rows)[i])};

int main(void)
{
    static const struct CMUnitTest single[] = {
        cmocka_unit_test(the_least_rulebook_is_read),
        cmocka_unit_test(names_tell_rulebooks_apart),
        cmocka_unit_test(calls_against_the_contract_are_usage_errors),
        cmocka_unit_test(the_builtin_rulebook_is_read),
        cmocka_unit_test(names_are_bounded),
    };
    struct CMUnitTest tests[COUNT(refused) + COUNT(unauthorized) + COUNT(twice) + COUNT(single)];
    size_t count = 0;
    ADD_ROWS(refused, refused_row_holds)
    ADD_ROWS(unauthorized, unauthorized_row_holds)
    ADD_ROWS(twice, twice_row_holds)
    for (size_t i = 0; i < COUNT(single); i++)
        tests[count++] = single[i];
    return _cmocka_run_group_tests("vend.rulebook", tests, count, NULL, NULL);
}
