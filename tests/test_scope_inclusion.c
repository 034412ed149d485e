/* Whether one set of policies allows all that another does: rows of pairs, the leaks that catalogs had among them. */
#include "inclusion_test.h"

#define V "{\"Version\":\"2012-10-17\",\"Statement\":["
#define S(effect, rest) "{\"Effect\":\"" effect "\"," rest "}"
#define AR(action, resource) "\"Action\":" action ",\"Resource\":" resource
#define ALLOW(action, resource) S("Allow", AR("\"" action "\"", "\"" resource "\""))
#define DENY(action, resource) S("Deny", AR("\"" action "\"", "\"" resource "\""))
#define WHEN(action, resource, condition) \
    S("Allow", AR("\"" action "\"", "\"" resource "\"") ",\"Condition\":{" condition "}")
#define IDENTITY(statements) V statements "]}"
#define O "arn:aws:s3:::lake/"
#define GET(key) ALLOW("s3:GetObject", O key)
#define LIST(condition) WHEN("s3:ListBucket", "arn:aws:s3:::lake", condition)
#define LIKE(prefixes) LIST("\"StringLike\":{\"s3:prefix\":" prefixes "}")
#define EVERYTHING ALLOW("*", "*")
#define IF(condition) WHEN("a:b", "*", condition)

struct row {
    const char *name;
    const char *wide;
    const char *narrow;
    const char *answer; /* yes, or unknown and the limit, or the witness: action, resource, key=value,value */
};

static const struct row rows[] = {
    /* the leaks of policies that catalogs have emitted, each with the witness that shows it */
    {"a bare key prefix reaches its siblings", IDENTITY(GET("t/*")), IDENTITY(GET("t*")), "s3:GetObject " O "t"},
    {"a delimited prefix is inside the bare one", IDENTITY(GET("t*")), IDENTITY(GET("t/*")), "yes"},
    {"a bare list prefix names its siblings", IDENTITY(LIKE("\"t/*\"")), IDENTITY(LIKE("[\"t\",\"t/\",\"t/*\"]")),
     "s3:ListBucket arn:aws:s3:::lake s3:prefix=t"},
    {"the delimited list prefix holds its own slash", IDENTITY(LIKE("\"t/*\"")), IDENTITY(LIKE("[\"t/\",\"t/*\"]")),
     "yes"},
    {"a prefix below any prefix", IDENTITY(GET("p/*")), IDENTITY(GET("*/p/*")), "s3:GetObject " O "/p/"},
    {"four stars are one star", IDENTITY(GET("*/p/*")), IDENTITY(GET("*/*/*/*/p/*")), "yes"},
    {"one star is not four", IDENTITY(GET("*/*/*/*/p/*")), IDENTITY(GET("*/p/*")), "s3:GetObject " O "/p/"},
    {"an unescaped star in a name", IDENTITY(GET("n${*}s/*")), IDENTITY(GET("n*s/*")), "s3:GetObject " O "ns/"},
    {"the escaped star is inside", IDENTITY(GET("n*s/*")), IDENTITY(GET("n${*}s/*")), "yes"},
    {"a question mark in a name", IDENTITY(GET("n${?}/*")), IDENTITY(GET("n?/*")), "s3:GetObject " O "na/"},
    {"an escape means nothing in the version of 2008", IDENTITY(GET("n${*}/*")),
     "{\"Version\":\"2008-10-17\",\"Statement\":" GET("n${*}/*") "}", "s3:GetObject " O "n${}/"},
    {"buckets times prefixes",
     IDENTITY(WHEN("s3:ListBucket", "arn:aws:s3:::x", "\"StringLike\":{\"s3:prefix\":\"a/*\"}") "," WHEN(
         "s3:ListBucket", "arn:aws:s3:::y", "\"StringLike\":{\"s3:prefix\":\"b/*\"}")),
     IDENTITY(S("Allow",
                AR("\"s3:ListBucket\"",
                   "[\"arn:aws:s3:::x\",\"arn:aws:s3:::y\"]") ",\"Condition\":{"
                                                              "\"StringLike\":{\"s3:prefix\":[\"a/*\",\"b/*\"]}}")),
     "s3:ListBucket arn:aws:s3:::x s3:prefix=b/"},
    {"each bucket has its own prefixes",
     IDENTITY(WHEN("s3:ListBucket", "arn:aws:s3:::x", "\"StringLike\":{\"s3:prefix\":\"a/*\"}") "," WHEN(
         "s3:ListBucket", "arn:aws:s3:::y", "\"StringLike\":{\"s3:prefix\":\"b/*\"}")),
     IDENTITY(WHEN("s3:ListBucket", "arn:aws:s3:::y", "\"StringLike\":{\"s3:prefix\":\"b/c*\"}") "," WHEN(
         "s3:ListBucket", "arn:aws:s3:::x", "\"StringLike\":{\"s3:prefix\":\"a/\"}")),
     "yes"},
    {"the prefixes of one bucket are not those of another",
     IDENTITY(WHEN("s3:ListBucket", "arn:aws:s3:::x", "\"StringLike\":{\"s3:prefix\":\"a/*\"}") "," WHEN(
         "s3:ListBucket", "arn:aws:s3:::y", "\"StringLike\":{\"s3:prefix\":\"b/*\"}")),
     IDENTITY(WHEN("s3:ListBucket", "arn:aws:s3:::y", "\"StringLike\":{\"s3:prefix\":\"a/c*\"}") "," WHEN(
         "s3:ListBucket", "arn:aws:s3:::x", "\"StringLike\":{\"s3:prefix\":\"a/\"}")),
     "s3:ListBucket arn:aws:s3:::y s3:prefix=a/c"},
    {"IfExists on the prefix lists the bucket", IDENTITY(LIKE("\"t/*\"")),
     IDENTITY(LIST("\"StringLikeIfExists\":{\"s3:prefix\":\"t/*\"}")), "s3:ListBucket arn:aws:s3:::lake"},
    {"an empty prefix with IfExists", IDENTITY(LIST("\"StringEquals\":{\"s3:prefix\":\"\"}")),
     IDENTITY(LIST("\"StringEqualsIfExists\":{\"s3:prefix\":\"\"}")), "s3:ListBucket arn:aws:s3:::lake"},
    {"no condition at all lists the bucket", IDENTITY(LIKE("\"*\"")),
     IDENTITY(ALLOW("s3:ListBucket", "arn:aws:s3:::lake")), "s3:ListBucket arn:aws:s3:::lake"},
    {"an action glob has names of its own", IDENTITY(GET("t/*")), IDENTITY(ALLOW("s3:GetO*", O "t/*")),
     "s3:GetO " O "t/"},
    {"all actions of today are not all actions",
     IDENTITY(S("Allow", AR("[\"s3:GetObject\",\"s3:GetObjectAcl\",\"s3:GetO\",\"s3:GetOa\"]", "\"*\""))),
     IDENTITY(ALLOW("s3:GetO*", "*")), "s3:GetOc arn:::::"},
    {"a bucket named as a prefix", IDENTITY(ALLOW("s3:GetObject", "arn:aws:s3:::bucket/*")),
     IDENTITY(ALLOW("s3:GetObject", "arn:aws:s3:::bucket*")), "s3:GetObject arn:aws:s3:::bucket"},
    {"every key of the account instead of one", IDENTITY(ALLOW("kms:Decrypt", "arn:aws:kms:r:1:key/k")),
     IDENTITY(ALLOW("kms:Decrypt", "arn:aws:kms:r:1:key/*")), "kms:Decrypt arn:aws:kms:r:1:key/"},
    {"another partition", IDENTITY(ALLOW("s3:GetObject", "arn:aws-cn:s3:::b/*")),
     IDENTITY(ALLOW("s3:GetObject", "arn:aws:s3:::b/*")), "s3:GetObject arn:aws:s3:::b/"},

    /* actions */
    {"a policy is inside itself", IDENTITY(GET("t/*")), IDENTITY(GET("t/*")), "yes"},
    {"the case of an action", IDENTITY(ALLOW("S3:getobject", "*")), IDENTITY(ALLOW("s3:GetObject", "*")), "yes"},
    {"every action is more than one service's", IDENTITY(ALLOW("s3:*", "*")), IDENTITY(EVERYTHING), "a:a arn:::::"},
    {"every action written otherwise", IDENTITY(ALLOW("*:*", "*")), IDENTITY(EVERYTHING), "yes"},
    {"NotAction and its complement",
     IDENTITY(S("Allow", "\"NotAction\":\"s3:*\",\"Resource\":\"*\"") "," ALLOW("s3:*", "*")), IDENTITY(EVERYTHING),
     "yes"},
    {"NotAction leaves a name out", IDENTITY(S("Allow", "\"NotAction\":\"s3:GetObject\",\"Resource\":\"*\"")),
     IDENTITY(EVERYTHING), "s3:GetObject arn:::::"},
    {"an action that never matches", IDENTITY(ALLOW("s3:Get", "*")), IDENTITY(ALLOW("s3: Get", "*")), "yes"},
    {"who one is may always be asked", IDENTITY(ALLOW("s3:Get", "*")), IDENTITY(ALLOW("sts:GetCallerIdentity", "*")),
     "yes"},
    {"and only that", IDENTITY(ALLOW("s3:Get", "*")), IDENTITY(ALLOW("sts:GetCallerIdentit*", "*")),
     "sts:GetCallerIdentit arn:::::"},
    {"a trust action is one like others", IDENTITY(GET("t")),
     IDENTITY(ALLOW("sts:AssumeRole", "arn:aws:iam::1:role/r")), "sts:AssumeRole arn:aws:iam::1:role/r"},

    /* resources */
    {"a star crosses slash and colon", IDENTITY(GET("a*")), IDENTITY(GET("a/b:c*")), "yes"},
    {"a star does not leave its part", IDENTITY(ALLOW("a:b", "arn:aws:*:key")),
     IDENTITY(ALLOW("a:b", "arn:aws:x:r:1:key")), "a:b arn:aws:x:r:1:key"},
    {"parts of a short ARN are filled", IDENTITY(ALLOW("a:b", "arn:aws:s3")),
     IDENTITY(GET("*") "," ALLOW("a:b", "arn:aws:s3:::x")), "s3:GetObject " O},
    {"an action without resources", IDENTITY(ALLOW("a:b", "arn:aws:*:*:*:*")), IDENTITY(ALLOW("a:b", "arn:*:*:*:*:*")),
     "a:b arn:::::"},
    {"only what is all wildcards covers no resource",
     IDENTITY(ALLOW("a:b", "arn:?*:*:*:*:*") "," ALLOW("a:b", "arn::*:*:*:*")), IDENTITY(ALLOW("a:b", "*")), "a:b *"},
    {"two halves make a whole",
     IDENTITY(S("Allow", "\"Action\":\"a:b\",\"NotResource\":\"" O "*\"") "," ALLOW("a:b", O "*")),
     IDENTITY(ALLOW("a:b", "*")), "yes"},
    {"letters beyond ASCII", IDENTITY(GET("\xC3\xA9/*")), IDENTITY(GET("?/*")), "s3:GetObject " O "a/"},
    {"one code point is one", IDENTITY(GET("?")), IDENTITY(GET("\xF0\x9F\x90\x9F")), "yes"},

    /* denies */
    {"a deny takes away", IDENTITY(EVERYTHING "," DENY("*", O "s/*")), IDENTITY(EVERYTHING), "a:a " O "s/"},
    {"a deny on both sides", IDENTITY(EVERYTHING "," DENY("s3:Get*", O "s/*")),
     IDENTITY(EVERYTHING "," DENY("s3:*", O "*")), "yes"},
    {"a weaker deny", IDENTITY(EVERYTHING "," DENY("s3:*", O "*")), IDENTITY(EVERYTHING "," DENY("s3:Get*", O "s/*")),
     "s3:a " O},
    {"a set that denies all is inside any", IDENTITY(DENY("a:b", "*")), IDENTITY(EVERYTHING "," DENY("*", "*")), "yes"},
    {"nothing is inside everything", IDENTITY(EVERYTHING), "", "yes"},
    {"something is not inside nothing", "", IDENTITY(ALLOW("a:b", "*")), "a:b arn:::::"},

    /* conditions */
    {"absent holds for negated operators",
     IDENTITY(IF("\"StringNotEquals\":{\"k\":\"x\"}") "," IF("\"StringEquals\":{\"k\":\"x\"}")),
     IDENTITY(ALLOW("a:b", "*")), "yes"},
    {"absent does not hold for others", IDENTITY(IF("\"StringLike\":{\"k\":\"*\"}")), IDENTITY(ALLOW("a:b", "*")),
     "a:b arn:::::"},
    {"Null parts all but the empty text",
     IDENTITY(IF("\"Null\":{\"k\":\"true\"}") "," IF("\"Null\":{\"k\":\"false\"}")), IDENTITY(ALLOW("a:b", "*")),
     "a:b arn::::: k="},
    {"a case that is ignored is more", IDENTITY(IF("\"StringEquals\":{\"k\":\"ab\"}")),
     IDENTITY(IF("\"StringEqualsIgnoreCase\":{\"k\":\"ab\"}")), "a:b arn::::: k=aB"},
    {"the case of a key", IDENTITY(IF("\"StringEquals\":{\"aws:X\":\"a\"}")),
     IDENTITY(IF("\"StringEquals\":{\"AWS:x\":\"a\"}")), "yes"},
    {"two keys are an and", IDENTITY(IF("\"StringEquals\":{\"k\":\"a\"}")),
     IDENTITY(IF("\"StringEquals\":{\"k\":\"a\",\"l\":\"b\"}")), "yes"},
    {"one key is more than two", IDENTITY(IF("\"StringEquals\":{\"k\":\"a\",\"l\":\"b\"}")),
     IDENTITY(IF("\"StringEquals\":{\"k\":\"a\"}")), "a:b arn::::: k=a"},
    {"truth has no third value but all others",
     IDENTITY(IF("\"Bool\":{\"k\":\"true\"}") "," IF("\"Bool\":{\"k\":\"false\"}")),
     IDENTITY(IF("\"StringLike\":{\"k\":\"*e\"}")), "a:b arn::::: k=e"},
    {"a limit of numbers", IDENTITY(IF("\"NumericLessThan\":{\"k\":\"10\"}")),
     IDENTITY(IF("\"NumericLessThanEquals\":{\"k\":\"10.0\"}")), "a:b arn::::: k=10.0"},
    {"numbers between",
     IDENTITY(IF("\"NumericLessThanEquals\":{\"k\":\"1\"}") "," IF("\"NumericGreaterThanEquals\":{\"k\":\"2\"}")),
     IDENTITY(IF("\"NumericNotEquals\":{\"k\":\"x\"},\"Null\":{\"k\":\"false\"}") "," IF(
         "\"NumericGreaterThan\":{\"k\":\"-5\"}")),
     "a:b arn::::: k=1.1"},
    {"halves of a range of addresses", IDENTITY(IF("\"IpAddress\":{\"k\":[\"10.0.0.0/9\",\"10.128.0.0/9\"]}")),
     IDENTITY(IF("\"IpAddress\":{\"k\":\"10.0.0.0/8\"}")), "yes"},
    {"a range is not its half", IDENTITY(IF("\"IpAddress\":{\"k\":\"10.0.0.0/9\"}")),
     IDENTITY(IF("\"IpAddress\":{\"k\":\"10.0.0.0/8\"}")), "a:b arn::::: k=10.128.0.0"},
    {"addresses of six", IDENTITY(IF("\"IpAddress\":{\"k\":\"2001:db8::/33\"}")),
     IDENTITY(IF("\"IpAddress\":{\"k\":\"2001:db8::/32\"}")), "a:b arn::::: k=2001:db8:8000:0:0:0:0:0"},
    {"half a second later", IDENTITY(IF("\"DateLessThan\":{\"k\":\"2026-01-01T00:00:00.5Z\"}")),
     IDENTITY(IF("\"DateLessThanEquals\":{\"k\":\"2026-01-01T00:00:00.5Z\"}")),
     "a:b arn::::: k=2026-01-01T00:00:00.5Z"},
    {"an ARN is compared by parts", IDENTITY(IF("\"ArnLike\":{\"k\":\"arn:aws:s3:*:1:x/*\"}")),
     IDENTITY(IF("\"StringLike\":{\"k\":\"arn:aws:s3:*:1:x/*\"}")), "a:b arn::::: k=arn:aws:s3:::1:x/"},
    {"bytes are their text", IDENTITY(IF("\"BinaryEquals\":{\"k\":\"QQ==\"}")),
     IDENTITY(IF("\"BinaryEquals\":{\"k\":[\"QQ==\",\"Qg==\"]}")), "a:b arn::::: k=Qg=="},
    {"all of many", IDENTITY(IF("\"ForAllValues:StringEquals\":{\"k\":[\"a\",\"b\"]}")),
     IDENTITY(IF("\"ForAllValues:StringEquals\":{\"k\":\"a\"}")), "yes"},
    {"all of one or all of the other",
     IDENTITY(IF("\"ForAllValues:StringEquals\":{\"k\":\"a\"}") "," IF("\"ForAllValues:StringEquals\":{\"k\":\"b\"}")),
     IDENTITY(IF("\"ForAllValues:StringEquals\":{\"k\":[\"a\",\"b\"]}")), "a:b arn::::: k=a,b"},
    {"some is not all", IDENTITY(IF("\"ForAllValues:StringEquals\":{\"k\":\"a\"}")),
     IDENTITY(IF("\"ForAnyValue:StringEquals\":{\"k\":\"a\"}")), "a:b arn::::: k=,a"},
    {"text and number of one key", IDENTITY(IF("\"NumericLessThan\":{\"k\":\"10\"}")),
     IDENTITY(IF("\"StringEquals\":{\"k\":\"9\"}")), "unknown values"},
    {"which may show a difference all the same", IDENTITY(IF("\"NumericLessThan\":{\"k\":\"10\"}")),
     IDENTITY(IF("\"StringEquals\":{\"k\":\"11\"}")), "a:b arn::::: k=11"},

    /* variables */
    {"a home is inside the homes", IDENTITY(GET("home/*")), IDENTITY(GET("home/${aws:username}/*")), "yes"},
    {"the homes are not one", IDENTITY(GET("home/${aws:username}/*")), IDENTITY(GET("home/*")),
     "s3:GetObject " O "home/"},
    {"the same home on both sides", IDENTITY(GET("home/${aws:username}/*") "," GET("all/*")),
     IDENTITY(GET("home/${aws:username}/*")), "yes"},
    {"a home with more", IDENTITY(GET("home/${aws:username}/*")),
     IDENTITY(GET("home/${aws:username}/*") "," GET("all/*")), "s3:GetObject " O "all/"},
    {"a home and its part", IDENTITY(GET("home/${aws:username}/*")), IDENTITY(GET("home/${aws:username}/x/*")),
     "unknown variables"},
    {"two homes", IDENTITY(GET("home/${aws:username}/*")), IDENTITY(GET("home/${aws:userid}/*")),
     "s3:GetObject " O "home/a/ aws:userid=a"},
    {"a home that is denied", IDENTITY(EVERYTHING "," DENY("*", O "${aws:username}/*")), IDENTITY(EVERYTHING),
     "a:a " O "/ aws:username="},
    {"the list of a home", IDENTITY(LIKE("[\"\",\"home/\",\"home/${aws:username}/*\"]")),
     IDENTITY(LIKE("\"home/${aws:username}/*\"")), "yes"},
    {"variables of a negated operator", IDENTITY(IF("\"StringNotEquals\":{\"k\":\"${l}\"}")),
     IDENTITY(IF("\"StringNotEquals\":{\"k\":[\"${l}\",\"x\"]}")), "yes"},

    /* layers */
    {"a session policy narrows", IDENTITY(GET("t/*")),
     "identity:" IDENTITY(EVERYTHING) "\nsession:" IDENTITY(GET("t/x/*")), "yes"},
    {"session policies are a union", IDENTITY(GET("t/*")),
     "identity:" IDENTITY(EVERYTHING) "\nsession:" IDENTITY(GET("t/x/*")) "\nsession:" IDENTITY(GET("u")),
     "s3:GetObject " O "u"},
    {"a boundary and a session", IDENTITY(GET("t/*")),
     "identity:" IDENTITY(EVERYTHING) "\nboundary:" IDENTITY(ALLOW("s3:GetObject", "*")) "\nsession:" IDENTITY(
         ALLOW("*", O "t/*")),
     "yes"},
    {"an SCP must allow", "identity:" IDENTITY(EVERYTHING) "\nscp:" IDENTITY(ALLOW("s3:*", "*")), IDENTITY(EVERYTHING),
     "a:a arn:::::"},
    {"a resource policy for everyone needs no other",
     "resource:" IDENTITY(S("Allow", "\"Principal\":\"*\"," AR("\"s3:GetObject\"", "\"" O "*\""))), IDENTITY(GET("t")),
     "yes"},
    {"a resource policy that names somebody",
     "resource:" IDENTITY(S("Allow", "\"Principal\":{\"AWS\":\"111122223333\"}," AR("\"s3:GetObject\"", "\"" O "*\""))),
     IDENTITY(GET("t")), "unknown principals"},
    {"an endpoint's policy must allow",
     "identity:" IDENTITY(EVERYTHING) "\nendpoint:" IDENTITY(
         S("Allow", "\"Principal\":\"*\"," AR("\"s3:GetObject\"", "\"*\""))),
     IDENTITY(ALLOW("s3:*", "*")), "s3:a arn:::::"},
    {"an RCP reaches S3",
     "identity:" IDENTITY(EVERYTHING) "\nrcp:" IDENTITY(
         S("Deny", "\"Principal\":\"*\"," AR("\"s3:GetObject\"", "\"*\""))),
     IDENTITY(EVERYTHING), "s3:GetObject arn:::::"},
    {"an RCP reaches no action of Glue",
     "identity:" IDENTITY(EVERYTHING) "\nrcp:" IDENTITY(
         S("Deny", "\"Principal\":\"*\"," AR("\"glue:GetTable\"", "\"*\""))),
     IDENTITY(EVERYTHING), "unknown control-policies"},
    {"the same RCP on both sides",
     "identity:" IDENTITY(EVERYTHING) "\nrcp:" IDENTITY(
         S("Deny", "\"Principal\":\"*\"," AR("\"glue:GetTable\"", "\"*\""))),
     "identity:" IDENTITY(EVERYTHING) "\nrcp:" IDENTITY(
         S("Deny", "\"Principal\":\"*\"," AR("\"glue:GetTable\"", "\"*\""))),
     "yes"},

    /* limits */
    {"patterns that need exponentially many states", IDENTITY(GET("*a??????????????????????????????")),
     IDENTITY(GET("*a?????????????????????????????b")), "unknown states"},
};

/* "action resource key=value,value …", the answer yes, or unknown and why. */
static void write_answer(const struct weir_inclusion *inclusion, char *text, size_t bytes)
{
    struct weir_inclusion_witness witness;
    int length = snprintf(text, bytes, "%s%s%.*s", weir_inclusion_answer_name(weir_inclusion_answer(inclusion)),
                          weir_inclusion_limit(inclusion).len > 0 ? " " : "",
                          WEIR_FMT(weir_inclusion_limit(inclusion)));
    if (weir_inclusion_witness(inclusion, &witness))
        length = snprintf(text, bytes, "%.*s %.*s", WEIR_FMT(witness.action), WEIR_FMT(witness.resource));
    for (size_t i = 0; i < weir_context_count(witness.context); i++) {
        const struct weir_str *values = NULL;
        size_t count = 0;
        const struct weir_str key = weir_context_key(witness.context, i);
        assert_true(weir_context_find(witness.context, key, &values, &count, NULL));
        length += snprintf(text + length, bytes - (size_t)length, " %.*s=", WEIR_FMT(key));
        for (size_t j = 0; j < count; j++)
            length += snprintf(text + length, bytes - (size_t)length, "%s%.*s", j == 0 ? "" : ",", WEIR_FMT(values[j]));
    }
    assert_true((size_t)length < bytes);
}

static void row_holds(void **state)
{
    const struct row *const row = *state;
    struct weir_arena *arena = NULL;
    struct made_set wide;
    struct made_set narrow;
    char text[MOST_TEXT];
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make_set(row->wide, arena, &wide);
    make_set(row->narrow, arena, &narrow);
    const struct weir_inclusion *const inclusion = compare(&wide, &narrow, arena);
    write_answer(inclusion, text, sizeof(text));
    assert_string_equal(text, row->answer);
    struct weir_inclusion_witness witness;
    if (weir_inclusion_witness(inclusion, &witness)) {
        assert_true(is_allowed(&narrow, witness.action, witness.resource, witness.context, arena));
        assert_false(is_allowed(&wide, witness.action, witness.resource, witness.context, arena));
    }
    weir_arena_free(arena);
}

/* Memory that runs out anywhere is said, gives no answer, and leaves the arena as good as it was. */
static void memory_may_run_out(void **state)
{
    (void)state;
    struct weir_arena *source = NULL;
    assert_int_equal(weir_arena_new(0, &source), WEIR_OK);
    for (size_t i = 0; i + 1 < WEIR_COUNT(rows); i++) {
        struct made_set wide;
        struct made_set narrow;
        weir_arena_reset(source);
        make_set(rows[i].wide, source, &wide);
        make_set(rows[i].narrow, source, &narrow);
        const enum weir_inclusion_answer answer = weir_inclusion_answer(compare(&wide, &narrow, source));
        enum weir_status status = WEIR_ERR_MEMORY;
        for (size_t limit = 256; status != WEIR_OK; limit += 256) {
            struct weir_arena *arena = NULL;
            const struct weir_inclusion *inclusion = NULL;
            struct weir_error error = WEIR_ERROR_INIT;
            if (weir_arena_new(limit, &arena) != WEIR_OK)
                continue;
            status = weir_scope_includes(&wide.set, &narrow.set, arena, &inclusion, &error);
            assert_int_equal(status == WEIR_OK ? WEIR_OK : WEIR_ERR_MEMORY, status);
            assert_int_equal(error.status, status);
            assert_true((inclusion != NULL) == (status == WEIR_OK));
            assert_int_equal(weir_inclusion_answer(inclusion), status == WEIR_OK ? answer : WEIR_INCLUSION_UNKNOWN);
            weir_arena_free(arena);
        }
    }
    weir_arena_free(source);
}

/* What is not an answer stays in no memory: a proof may be asked for on the way to something else. */
static void a_yes_leaves_little_behind(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct made_set set;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make_set(IDENTITY(GET("t/*") "," LIKE("\"t/*\"")), arena, &set);
    const size_t before = weir_arena_used(arena);
    assert_int_equal(weir_inclusion_answer(compare(&set, &set, arena)), WEIR_INCLUSION_YES);
    assert_true(weir_arena_used(arena) - before < 128);
    weir_arena_free(arena);
}

/* Each Deny misses at one value of each key: of so many keys the ways in which some still hold are past counting. */
static void too_many_combinations_are_unknown(void **state)
{
    (void)state;
    enum { DENIES = 13, KEYS = 8, BYTES = 16384 };
    static char text[BYTES];
    size_t at = (size_t)snprintf(text, BYTES,
                                 "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}");
    for (size_t i = 0; i < DENIES; i++) {
        at += (size_t)snprintf(
            text + at, BYTES - at,
            ",{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"StringNotEquals\":{");
        for (size_t j = 0; j < KEYS; j++)
            at += (size_t)snprintf(text + at, BYTES - at, "%s\"k%zu\":\"%zu\"", j == 0 ? "" : ",", j, i);
        at += (size_t)snprintf(text + at, BYTES - at, "}}}");
    }
    (void)snprintf(text + at, BYTES - at, "]}");
    struct weir_arena *arena = NULL;
    struct made_set set;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make_set(text, arena, &set);
    const struct weir_inclusion *const inclusion = compare(&set, &set, arena);
    assert_int_equal(weir_inclusion_answer(inclusion), WEIR_INCLUSION_UNKNOWN);
    assert_true(weir_str_equal(weir_inclusion_limit(inclusion), WEIR_STR("combinations")));
    assert_false(weir_inclusion_witness(inclusion, NULL));
    weir_arena_free(arena);
}

static const struct weir_inclusion *compare_under(const struct weir_policy_options *options, const char *wide,
                                                  const char *narrow, struct weir_arena *arena)
{
    const char *const texts[] = {wide, narrow};
    const struct weir_policy *policies[] = {NULL, NULL};
    struct weir_policy_set sets[] = {WEIR_POLICY_SET_INIT, WEIR_POLICY_SET_INIT};
    const struct weir_inclusion *inclusion = NULL;
    for (size_t i = 0; i < 2; i++) {
        assert_int_equal(weir_policy_parse(weir_str_from(texts[i]), WEIR_STR("test"), WEIR_POLICY_IDENTITY,
                                           i == 0 ? NULL : options, arena, &policies[i], NULL),
                         WEIR_OK);
        sets[i].identity = (struct weir_policy_list){&policies[i], 1};
    }
    assert_int_equal(weir_scope_includes(&sets[0], &sets[1], arena, &inclusion, NULL), WEIR_OK);
    return inclusion;
}

#define TAGGED(value)                                                                                     \
    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Condition\":{" \
    "\"StringEquals\":{\"aws:ResourceTag/a\":\"" value "\"}}}}"

/* What a setting makes of a condition is asked of the evaluator; what it makes of variables and NotPrincipal is not known. */
static void settings_are_followed_or_unknown(void **state)
{
    (void)state;
    static const char *const any = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    struct weir_arena *arena = NULL;
    struct weir_policy_options options[6];
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    for (size_t i = 0; i < WEIR_COUNT(options); i++)
        options[i] = (struct weir_policy_options)WEIR_POLICY_OPTIONS_INIT;
    options[0].empty_variable = WEIR_EMPTY_VARIABLE_EMPTY;
    options[1].empty_variable = WEIR_EMPTY_VARIABLE_DEFAULT;
    options[2].bool_variables = WEIR_BOOL_VARIABLES_SUBSTITUTED;
    options[3].bool_variables = WEIR_BOOL_VARIABLES_LITERAL;
    options[4].not_principal_chain = WEIR_NOT_PRINCIPAL_STRICT;
    options[5].tag_value_case = WEIR_TAG_VALUE_CASE_IGNORED;
    for (size_t i = 0; i < 5; i++) {
        const struct weir_inclusion *const inclusion = compare_under(&options[i], any, TAGGED("x"), arena);
        assert_int_equal(weir_inclusion_answer(inclusion), WEIR_INCLUSION_UNKNOWN);
        assert_true(weir_str_equal(weir_inclusion_limit(inclusion), WEIR_STR("settings")));
    }
    const struct weir_policy_options plain = WEIR_POLICY_OPTIONS_INIT;
    assert_int_equal(weir_inclusion_answer(compare_under(&plain, TAGGED("x"), TAGGED("x"), arena)), WEIR_INCLUSION_YES);
    assert_int_equal(weir_inclusion_answer(compare_under(&options[5], any, TAGGED("x"), arena)), WEIR_INCLUSION_YES);
    assert_int_equal(weir_inclusion_answer(compare_under(&options[5], TAGGED("x"), TAGGED("x"), arena)),
                     WEIR_INCLUSION_NO);
    weir_arena_free(arena);
}

/* The two verdicts of a witness, and the statements that make them. */
static void a_witness_says_what_decides(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct made_set wide;
    struct made_set narrow;
    struct weir_inclusion_witness witness;
    struct weir_decider decider;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make_set(IDENTITY(EVERYTHING ",{\"Effect\":\"Deny\",\"Action\":\"s3:GetObject\",\"Resource\":\"*\"}"), arena,
             &wide);
    make_set(IDENTITY(GET("t/*")), arena, &narrow);
    assert_true(weir_inclusion_witness(compare(&wide, &narrow, arena), &witness));
    assert_int_equal(weir_verdict_effect(witness.narrow), WEIR_EFFECT_ALLOW);
    assert_int_equal(weir_verdict_effect(witness.wide), WEIR_EFFECT_EXPLICIT_DENY);
    assert_true(weir_verdict_decider(witness.wide, 0, &decider));
    assert_int_equal(decider.statement, 1);
    assert_ptr_equal(decider.policy, wide.policies[0]);
    weir_arena_free(arena);
}

static void misuse_is_said(void **state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    const struct weir_inclusion *inclusion = NULL;
    struct made_set good;
    assert_int_equal(weir_arena_new(0, &arena), WEIR_OK);
    make_set(IDENTITY(EVERYTHING), arena, &good);
    const struct weir_policy *const none = NULL;
    const struct weir_policy *const two[] = {good.policies[0], good.policies[0]};
    struct weir_policy_set bad[5];
    for (size_t i = 0; i < WEIR_COUNT(bad); i++)
        bad[i] = good.set;
    bad[0].size--;
    bad[1].identity = (struct weir_policy_list){&none, 1};
    bad[2].boundary = (struct weir_policy_list){two, 2};
    bad[3].scp_levels = 1;
    bad[4].rcp_levels = 1;
    for (size_t i = 0; i < WEIR_COUNT(bad); i++) {
        assert_int_equal(weir_scope_includes(&bad[i], &good.set, arena, &inclusion, &error), WEIR_ERR_USAGE);
        assert_int_equal(weir_scope_includes(&good.set, &bad[i], arena, &inclusion, NULL), WEIR_ERR_USAGE);
        assert_null(inclusion);
    }
    assert_int_equal(weir_scope_includes(NULL, &good.set, arena, &inclusion, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_includes(&good.set, NULL, arena, &inclusion, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_includes(&good.set, &good.set, NULL, &inclusion, NULL), WEIR_ERR_USAGE);
    assert_int_equal(weir_scope_includes(&good.set, &good.set, arena, NULL, NULL), WEIR_ERR_USAGE);
    weir_arena_free(arena);
}

static void accessors_are_total(void **state)
{
    (void)state;
    struct weir_inclusion_witness witness = {.action = WEIR_STR("x"), .resource = WEIR_STR("x")};
    assert_int_equal(weir_inclusion_answer(NULL), WEIR_INCLUSION_UNKNOWN);
    assert_int_equal(weir_inclusion_limit(NULL).len, 0);
    assert_false(weir_inclusion_witness(NULL, &witness));
    assert_int_equal(witness.action.len, 0);
    assert_false(weir_inclusion_witness(NULL, NULL));
    assert_string_equal(weir_inclusion_answer_name(WEIR_INCLUSION_YES), "yes");
    assert_string_equal(weir_inclusion_answer_name(WEIR_INCLUSION_NO), "no");
    assert_string_equal(weir_inclusion_answer_name((enum weir_inclusion_answer)7), "unknown");
}

int main(void)
{
    struct CMUnitTest tests[WEIR_COUNT(rows) + 7];
    for (size_t i = 0; i < WEIR_COUNT(rows); i++)
        tests[i] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = row_holds, .initial_state = (void *)(uintptr_t)&rows[i]};
    const struct CMUnitTest others[] = {
        cmocka_unit_test(memory_may_run_out),
        cmocka_unit_test(a_yes_leaves_little_behind),
        cmocka_unit_test(too_many_combinations_are_unknown),
        cmocka_unit_test(settings_are_followed_or_unknown),
        cmocka_unit_test(a_witness_says_what_decides),
        cmocka_unit_test(misuse_is_said),
        cmocka_unit_test(accessors_are_total),
    };
    memcpy(tests + WEIR_COUNT(rows), others, sizeof(others));
    return _cmocka_run_group_tests("inclusion", tests, WEIR_COUNT(tests), NULL, NULL);
}
