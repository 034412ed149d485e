/* How fast JSON becomes a tree: weir beside jansson and cJSON on the same generated documents, rounds interleaved. */
#include <weir/base.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cjson/cJSON.h>
#include <jansson.h>

#include "base/base_impl.h"

enum { READERS = 4, MOST_ROUNDS = 101 };

/* ---------------------------------------------------------------------------------------- documents */

/* One role as `aws iam get-account-authorization-details` prints it, indented by four. */
static void write_role(struct weir_writer *writer, unsigned number)
{
    weir_write_format(writer,
                      "%s        {\n"
                      "            \"Path\": \"/service-role/\",\n"
                      "            \"RoleName\": \"analytics-reader-%06u\",\n"
                      "            \"RoleId\": \"AROAEXAMPLE%010u\",\n"
                      "            \"Arn\": \"arn:aws:iam::111122223333:role/service-role/analytics-reader-%06u\",\n"
                      "            \"CreateDate\": \"2026-01-%02uT09:00:00+00:00\",\n",
                      number == 0 ? "" : ",\n", number, number, number, number % 28 + 1);
    weir_write_raw(writer, WEIR_STR("            \"AssumeRolePolicyDocument\": {\n"
                                    "                \"Version\": \"2012-10-17\",\n"
                                    "                \"Statement\": [\n"
                                    "                    {\n"
                                    "                        \"Effect\": \"Allow\",\n"
                                    "                        \"Principal\": {\n"
                                    "                            \"Service\": \"glue.amazonaws.com\"\n"
                                    "                        },\n"
                                    "                        \"Action\": \"sts:AssumeRole\"\n"
                                    "                    }\n"
                                    "                ]\n"
                                    "            },\n"));
    weir_write_format(writer,
                      "            \"RolePolicyList\": [\n"
                      "                {\n"
                      "                    \"PolicyName\": \"read\",\n"
                      "                    \"PolicyDocument\": {\n"
                      "                        \"Version\": \"2012-10-17\",\n"
                      "                        \"Statement\": {\n"
                      "                            \"Effect\": \"Allow\",\n"
                      "                            \"Action\": [\n"
                      "                                \"s3:GetObject\",\n"
                      "                                \"lakeformation:GetDataAccess\"\n"
                      "                            ],\n"
                      "                            \"Resource\": \"arn:aws:s3:::lake-%06u/sales/*\"\n"
                      "                        }\n"
                      "                    }\n"
                      "                }\n"
                      "            ],\n"
                      "            \"MaxSessionDuration\": 3600,\n"
                      "            \"Tags\": []\n"
                      "        }",
                      number);
}

static void write_number(struct weir_writer *writer, unsigned number)
{
    weir_write_format(writer, "%s%u,-%u.%u,%ue%u", number == 0 ? "" : ",", number * 2654435761u % 1000u, number % 977u,
                      number % 100u, number % 9u + 1u, number % 20u);
}

/* Two kilobytes of text, one in eight with escapes, as a policy that is held in a string has them. */
static void write_string(struct weir_writer *writer, unsigned number)
{
    static const char plain[] = "arn:aws:s3:::lake/sales/region=eu-central-1/day=2026-03-02/part-00000.parquet ";
    static const char escaped[] = "{\\\"Effect\\\": \\\"Allow\\\", \\\"Action\\\": \\\"s3:GetObject\\\"}\\n";
    weir_write_raw(writer, number == 0 ? WEIR_STR("\"") : WEIR_STR(",\""));
    for (unsigned i = 0; i < 26; i++)
        weir_write_raw(writer, weir_str_from(number % 8 == 7 ? escaped : plain));
    weir_write_raw(writer, WEIR_STR("\""));
}

static const struct document {
    const char *name;
    const char *opening;
    const char *closing;
    void (*write_item)(struct weir_writer *writer, unsigned number);
    unsigned item_bytes; /* about */
} documents[] = {
    {"policies, indented", "{\n    \"RoleDetailList\": [\n", "\n    ]\n}\n", write_role, 1580},
    {"small numbers", "[", "]", write_number, 18},
    {"long strings", "[", "]", write_string, 2000},
};

static struct weir_str make_document(const struct document *document, size_t bytes, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    if (weir_writer_new(arena, &writer) != WEIR_OK)
        exit(EXIT_FAILURE);
    weir_write_raw(writer, weir_str_from(document->opening));
    for (unsigned i = 0; i <= bytes / document->item_bytes; i++)
        document->write_item(writer, i);
    weir_write_raw(writer, weir_str_from(document->closing));
    weir_write_raw(writer, (struct weir_str){"", 1}); /* cJSON wants the end marked; the NUL is not counted */
    if (weir_writer_finish(writer, &text) != WEIR_OK)
        exit(EXIT_FAILURE);
    text.len--;
    return text;
}

/* ------------------------------------------------------------------------------------------ readers */

static bool read_weir(struct weir_str text, void *state)
{
    struct weir_arena *const arena = state;
    const struct weir_tree *tree = NULL;
    weir_arena_reset(arena);
    return weir_tree_parse_json(text, WEIR_STR("bench"), arena, &tree, NULL) == WEIR_OK;
}

/* The first parse of a process: every page of the tree is new to it. */
static bool read_weir_once(struct weir_str text, void *state)
{
    (void)state;
    struct weir_arena *arena = NULL;
    if (weir_arena_new(0, &arena) != WEIR_OK)
        return false;
    const bool is_good = read_weir(text, arena);
    weir_arena_free(arena);
    return is_good;
}

static bool read_jansson(struct weir_str text, void *state)
{
    (void)state;
    json_t *const value = json_loadb(text.ptr, text.len, JSON_REJECT_DUPLICATES, NULL);
    const bool is_good = value != NULL;
    json_decref(value);
    return is_good;
}

static bool read_cjson(struct weir_str text, void *state)
{
    (void)state;
    cJSON *const value = cJSON_ParseWithLength(text.ptr, text.len);
    const bool is_good = value != NULL;
    cJSON_Delete(value);
    return is_good;
}

static const struct {
    const char *name;
    bool (*read)(struct weir_str text, void *state);
} readers[READERS] = {
    {"weir", read_weir}, {"weir, new arena", read_weir_once}, {"jansson", read_jansson}, {"cJSON", read_cjson}};

/* ---------------------------------------------------------------------------------------- measuring */

static double now_s(void)
{
    struct timespec now;
    if (timespec_get(&now, TIME_UTC) != TIME_UTC)
        exit(EXIT_FAILURE);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static int compare_seconds(const void *a, const void *b)
{
    const double left = *(const double *)a;
    const double right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *seconds, size_t count)
{
    qsort(seconds, count, sizeof(*seconds), compare_seconds);
    return seconds[count / 2];
}

static void measure(const struct document *document, size_t bytes, size_t rounds)
{
    static const double megabyte = 1e6;
    double seconds[READERS][MOST_ROUNDS];
    double rates[READERS];
    struct weir_arena *text_arena = NULL;
    struct weir_arena *tree_arena = NULL;
    if (weir_arena_new(0, &text_arena) != WEIR_OK || weir_arena_new(0, &tree_arena) != WEIR_OK)
        exit(EXIT_FAILURE);
    const struct weir_str text = make_document(document, bytes, text_arena);
    for (size_t round = 0; round < rounds * READERS; round++) {
        const double start = now_s();
        if (!readers[round % READERS].read(text, tree_arena)) {
            (void)fprintf(stderr, "%s cannot read %s\n", readers[round % READERS].name, document->name);
            exit(EXIT_FAILURE);
        }
        seconds[round % READERS][round / READERS] = now_s() - start;
    }
    for (size_t i = 0; i < READERS; i++)
        rates[i] = (double)text.len / megabyte / median(seconds[i], rounds);
    for (size_t i = 0; i < READERS; i++)
        printf("%-20s %8.1f  %-16s %9.1f %8.2f\n", document->name, (double)text.len / megabyte, readers[i].name,
               rates[i], rates[0] / rates[i]);
    printf("%-20s %8s  %s %.2f bytes of memory a byte of text\n", "", "", readers[0].name,
           (double)weir_arena_used(tree_arena) / (double)text.len);
    weir_arena_free(text_arena);
    weir_arena_free(tree_arena);
}

static bool read_count(const char *argument, int64_t most, size_t *count)
{
    int64_t number = 0;
    const bool is_good = weir_int64_parse(weir_str_from(argument), &number) && number > 0 && number <= most;
    *count = is_good ? (size_t)number : 1;
    return is_good;
}

int main(int argc, char **argv)
{
    size_t kilobytes = 4000;
    size_t rounds = 15;
    if (argc > 3 || (argc > 1 && !read_count(argv[1], 500000, &kilobytes)) ||
        (argc > 2 && !read_count(argv[2], MOST_ROUNDS, &rounds))) {
        (void)fprintf(stderr, "usage: bench_json [KILOBYTES [ROUNDS]], at most 500000 and %d\n", MOST_ROUNDS);
        return EXIT_FAILURE;
    }
    printf("%-20s %8s  %-16s %9s %8s\n", "document", "MB", "reader", "MB/s", "weir is");
    for (size_t i = 0; i < WEIR_COUNT(documents); i++)
        measure(&documents[i], kilobytes * 1000, rounds);
    return EXIT_SUCCESS;
}
