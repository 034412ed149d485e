/* Rulebooks as the tests write them: a least one, into which one rule, predicate or setting is put. */
#ifndef WEIR_TESTS_VEND_RULEBOOK_TEXT_H
#define WEIR_TESTS_VEND_RULEBOOK_TEXT_H

#define BY ", evidence: local, sources: [src]"
#define NO ", else: {code: No, message: no}" BY
#define HEAD             \
    "weir: rulebook/1\n" \
    "sources:\n"         \
    "  src: {title: t, where: w, read: '2026', says: s}\n"
#define SERVICE                                                    \
    "service:\n"                                                   \
    "  operation-prefix: 't:'\n"                                   \
    "  parameter-rule: t.parameters\n"                             \
    "  parameter-code: Bad\n"                                      \
    "  expired: {code: Expired, message: gone, synthetic: true}\n" \
    "  errors: {Bad: 400, Expired: 403, No: 403}\n"
#define SETTINGS                  \
    "settings:\n"                 \
    "  bound: {value: 5" BY "}\n" \
    "  word: {value: a, values: [a, b]" BY "}\n"
#define PARAMETERS                                                                                                    \
    "    parameters: {Number: {type: integer}, Text: {type: string}, Other: {type: string}, Words: {type: strings}, " \
    "More: {type: strings}}\n"
#define OPERATION "operations:\n  Op:\n" PARAMETERS "    rules:\n"
#define ASK "      - {id: t.ask, require: {iam-allows: {action: 's3:Get', resource: '*'}}" NO "}\n"
#define DONE "      - allow: t.done\n"
#define BEFORE HEAD SERVICE SETTINGS OPERATION
/* A whole rulebook with these rules before its last two. */
#define RULES(rules) BEFORE rules ASK DONE
#define RULE(members) RULES("      - {id: t.rule, " members "}\n")
#define REQUIRE(predicate) RULE("require: " predicate NO)

#endif
