/* A response that passes every rule behind the signature, and rows that change one thing in it. The steps are called as
 * weir_saml_verify calls them, on a document that nobody signed. */
#ifndef SAML_RULES_TEST_H
#define SAML_RULES_TEST_H

#include "saml/rules.h"

#include "world_test.h"

#define NOW 1772442000 /* 2026-03-02T09:00:00Z */
#define ROLE "arn:aws:iam::111122223333:role/analyst"
#define IDP "arn:aws:iam::111122223333:saml-provider/idp"
#define AWS_NAME "https://aws.amazon.com/SAML/Attributes/"
#define LAKE_NAME "https://lakeformation.amazon.com/SAML/Attributes/"
#define VALUE(text) "<a:AttributeValue>" text "</a:AttributeValue>"
#define ATTRIBUTE(name, values) "<a:Attribute Name=\"" name "\">" values "</a:Attribute>"
#define TAG(key, value) ATTRIBUTE(AWS_NAME "PrincipalTag:" key, VALUE(value))
#define MORE "</a:AttributeStatement>"
#define X16 "0123456789abcdef"
#define TRANSITIVE(values) ATTRIBUTE(AWS_NAME "TransitiveTagKeys", values)

/* The switches and values that rows need beside the document. */
enum saml_how {
    PLAIN = 0,
    SAML_ALONE = 1,
    SIGNED_RESPONSE = 2,
    LAKE = 4,
    CHINA_NAMES = 8,
    SKEW = 16, /* 60 s */
    WITH_UUID = 32,
    REQUIRED = 64,
    NO_ROLE = 128,
    NO_DESTINATION = 256
};

struct saml_row {
    const char *change; /* what is replaced, once; NULL: nothing */
    const char *by;
    const char *check; /* NULL: all hold */
    unsigned how;
};

/* A row's arena, provider and run. */
struct saml_bench {
    struct weir_arena *arena;
    struct weir_saml_provider provider;
    struct weir_saml_run run;
};

/* Opens the row's document; fails the test where it cannot. */
void saml_open_bench(struct saml_bench *bench, const struct saml_row *row);
void saml_close_bench(struct saml_bench *bench);
void saml_set_provider(struct saml_bench *bench, const char *arn);
/* The steps behind the signature, in their order. */
enum weir_status saml_walk(struct weir_saml_run *run);
/* Fails the test where a row is refused by another check than its own. */
void saml_rows_hold(const struct saml_row *rows, size_t count);

#endif
