/* The world that bench_decide asks and bench_world loads. */
#ifndef WEIR_BENCH_LAKE_TEXT_H
#define WEIR_BENCH_LAKE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <weir/base.h>

#define BENCH_ACCOUNT "111122223333"
#define BENCH_ROLE "arn:aws:iam::" BENCH_ACCOUNT ":role/"
/* What the role that the lake is registered with may do. */
#define BENCH_DATA_POLICY                                                                                              \
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\",\"s3:PutObject\"]," \
    "\"Resource\":\"arn:aws:s3:::lake/*\"},{\"Effect\":\"Allow\",\"Action\":\"s3:ListBucket\",\"Resource\":"           \
    "\"arn:aws:s3:::lake\"}]}"

/* Ends the program with these words where a fact is none. */
void bench_demand(bool fact, const char *what);

/* Tables `table_000000` and on of the database `sales`, and grants. The first grants are the role `analyst`'s, one on each
 * table; roles that nobody asks for hold the others, every fourth of them on an LF-tag that tables carry. */
struct weir_str bench_lake_text(size_t tables, size_t grants, struct weir_arena *arena);

#endif
