/* How long a proof of inclusion takes: the median of rounds over pairs of policies, from what is vended to what is hard. */
#include <weir/scope.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/base_impl.h"

enum { ROUNDS = 101, NANOSECONDS = 1000000000 };

/* What a pair of policies is made of. */
struct subject {
    const char *name;
    void (*write)(struct weir_writer *writer, unsigned number, bool wide);
    unsigned number;
};

#define START "{\"Version\":\"2012-10-17\",\"Statement\":["
#define ALLOW(action, resource) "{\"Effect\":\"Allow\",\"Action\":" action ",\"Resource\":" resource "}"

/* A session policy as one is vended: a table, to be read and listed. */
static void write_table(struct weir_writer *writer, unsigned number, bool wide)
{
    (void)wide;
    static const char *const actions[] = {
        "\"s3:GetObject\"",
        "[\"s3:GetObject\",\"s3:PutObject\",\"s3:DeleteObject\",\"s3:AbortMultipartUpload\","
        "\"s3:ListMultipartUploadParts\"]",
    };
    weir_write_format(writer,
                      START "{\"Effect\":\"Allow\",\"Action\":%s,\"Resource\":"
                            "\"arn:aws:s3:::analytics-lake/warehouse/sales/orders/*\"},",
                      actions[number]);
    weir_write_raw(writer, WEIR_STR("{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":"
                                    "\"arn:aws:s3:::analytics-lake\",\"Condition\":{\"StringLike\":{\"s3:prefix\":"
                                    "\"warehouse/sales/orders/*\"}}}," ALLOW("\"s3:GetBucketLocation\"",
                                                                             "\"arn:aws:s3:::analytics-lake\"") "]}"));
}

/* Many prefixes, objects and listing. */
static void write_prefixes(struct weir_writer *writer, unsigned number, bool wide)
{
    (void)wide;
    weir_write_raw(writer, WEIR_STR(START "{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":["));
    for (unsigned i = 0; i < number; i++)
        weir_write_format(writer, "%s\"arn:aws:s3:::lake/db%u/table-%u/*\"", i == 0 ? "" : ",", i % 7, i);
    weir_write_raw(writer, WEIR_STR("]},{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":"
                                    "\"arn:aws:s3:::lake\",\"Condition\":{\"StringLike\":{\"s3:prefix\":["));
    for (unsigned i = 0; i < number; i++)
        weir_write_format(writer, "%s\"db%u/table-%u/*\"", i == 0 ? "" : ",", i % 7, i);
    weir_write_raw(writer, WEIR_STR("]}}}]}"));
}

/* One star against several, and the difference that an unescaped star makes. */
static void write_stars(struct weir_writer *writer, unsigned number, bool wide)
{
    static const char *const resources[][2] = {
        {"arn:aws:s3:::lake/*/p/*", "arn:aws:s3:::lake/*/*/*/*/p/*"},
        {"arn:aws:s3:::lake/ns${*}/t/*", "arn:aws:s3:::lake/ns*/t/*"},
    };
    weir_write_format(writer, START ALLOW("\"s3:GetObject\"", "\"%s\"") "]}", resources[number][wide ? 0 : 1]);
}

/* A role's policy with wildcards in actions and ARNs, and its narrower twin. */
static void write_role(struct weir_writer *writer, unsigned number, bool wide)
{
    weir_write_raw(writer, WEIR_STR(START));
    for (unsigned i = 0; i < number; i++)
        weir_write_format(writer,
                          "{\"Effect\":\"Allow\",\"Action\":[\"glue:Get%s\",\"svc%u:*Table\",\"s3:Get*\"],\"Resource\":"
                          "[\"arn:aws:glue:*:111122223333:table/db%u/%s\",\"arn:aws:s3:::lake-%u/*/data/*\"]},",
                          wide ? "*" : "Table*", i, i, wide ? "*" : "t*", i);
    weir_write_raw(writer, WEIR_STR("{\"Effect\":\"Deny\",\"Action\":\"iam:*\",\"Resource\":\"*\"}]}"));
}

static const struct subject subjects[] = {
    {"a table to read, tight", write_table, 0},
    {"a table to write, tight", write_table, 1},
    {"16 prefixes, objects and lists", write_prefixes, 16},
    {"128 prefixes, objects and lists", write_prefixes, 128},
    {"1000 prefixes, objects and lists", write_prefixes, 1000},
    {"four stars in one", write_stars, 0},
    {"an unescaped star, witness", write_stars, 1},
    {"a role of 5 statements", write_role, 5},
    {"a role of 20 statements", write_role, 20},
    {"a role of 60 statements", write_role, 60},
};

static int64_t now_ns(void)
{
    struct timespec now;
    if (timespec_get(&now, TIME_UTC) != TIME_UTC)
        exit(EXIT_FAILURE);
    return (int64_t)now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static int compare_times(const void *a, const void *b)
{
    const int64_t left = *(const int64_t *)a;
    const int64_t right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

static const struct weir_policy *make(const struct subject *subject, bool wide, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text;
    const struct weir_policy *policy = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        exit(EXIT_FAILURE);
    subject->write(writer, subject->number, wide);
    if (weir_writer_finish(writer, &text) != WEIR_OK ||
        weir_policy_parse(text, WEIR_STR("bench"), WEIR_POLICY_IDENTITY, NULL, arena, &policy, &error) != WEIR_OK) {
        (void)fprintf(stderr, "%s: %s\n", subject->name, error.message);
        exit(EXIT_FAILURE);
    }
    return policy;
}

static const struct weir_inclusion *prove(const struct weir_policy_set sets[2], struct weir_arena *arena)
{
    const struct weir_inclusion *inclusion = NULL;
    weir_arena_reset(arena);
    if (weir_scope_includes(&sets[0], &sets[1], arena, &inclusion, NULL) != WEIR_OK)
        exit(EXIT_FAILURE);
    return inclusion;
}

static void measure(const struct subject *subject, struct weir_arena *documents, struct weir_arena *scratch)
{
    const struct weir_policy *const policies[] = {make(subject, true, documents), make(subject, false, documents)};
    struct weir_policy_set sets[2] = {WEIR_POLICY_SET_INIT, WEIR_POLICY_SET_INIT};
    int64_t times[ROUNDS];
    for (size_t i = 0; i < 2; i++)
        sets[i].identity = (struct weir_policy_list){&policies[i], 1};
    const struct weir_inclusion *inclusion = prove(sets, scratch);
    for (size_t i = 0; i < ROUNDS; i++) {
        const int64_t start = now_ns();
        inclusion = prove(sets, scratch);
        times[i] = now_ns() - start;
    }
    qsort(times, ROUNDS, sizeof(*times), compare_times);
    printf("%-34s %-8s %10.1f %10.1f\n", subject->name, weir_inclusion_answer_name(weir_inclusion_answer(inclusion)),
           (double)times[ROUNDS / 2] / 1000, (double)times[ROUNDS - 1] / 1000);
}

int main(void)
{
    struct weir_arena *documents = NULL;
    struct weir_arena *scratch = NULL;
    if (weir_arena_new(0, &documents) != WEIR_OK || weir_arena_new(0, &scratch) != WEIR_OK)
        return EXIT_FAILURE;
    printf("%-34s %-8s %10s %10s\n", "is the narrow in the wide?", "answer", "median us", "most us");
    for (size_t i = 0; i < WEIR_COUNT(subjects); i++)
        measure(&subjects[i], documents, scratch);
    weir_arena_free(documents);
    weir_arena_free(scratch);
    return EXIT_SUCCESS;
}
