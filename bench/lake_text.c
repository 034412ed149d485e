/* The text of a lake: one account, its tables, and as many grants as are wanted; the analyst holds one on every table. */
#include "bench/lake_text.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/base_impl.h"

/* Values of the one LF-tag that every table carries. */
enum { TAGS = 1000 };

void bench_demand(bool fact, const char *what)
{
    if (fact)
        return;
    (void)fprintf(stderr, "bench: %s\n", what);
    exit(EXIT_FAILURE);
}

/* clang-format off */
static const char iam[] =
    "{\"weir\":\"world/1\",\"accounts\":[{\"AccountId\":\"" BENCH_ACCOUNT "\",\"Iam\":{"
    "\"UserDetailList\":[{\"Path\":\"/\",\"UserName\":\"engine\",\"UserId\":\"AIDAENGINE\",\"Arn\":\"arn:aws:iam::" BENCH_ACCOUNT ":user/engine\"}],"
    "\"RoleDetailList\":["
    "{\"Path\":\"/\",\"RoleName\":\"analyst\",\"RoleId\":\"AROAANALYST\",\"Arn\":\"" BENCH_ROLE "analyst\",\"AssumeRolePolicyDocument\":"
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::" BENCH_ACCOUNT ":user/engine\"},"
    "\"Action\":[\"sts:AssumeRole\",\"sts:TagSession\"]}]},\"RolePolicyList\":[{\"PolicyName\":\"p\",\"PolicyDocument\":"
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"lakeformation:GetDataAccess\",\"glue:GetTable\"],\"Resource\":\"*\"}]}}]},"
    "{\"Path\":\"/\",\"RoleName\":\"data\",\"RoleId\":\"AROADATA\",\"Arn\":\"" BENCH_ROLE "data\",\"AssumeRolePolicyDocument\":"
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"lakeformation.amazonaws.com\"},"
    "\"Action\":\"sts:AssumeRole\"}]},\"RolePolicyList\":[{\"PolicyName\":\"p\",\"PolicyDocument\":" BENCH_DATA_POLICY "}]}]},"
    "\"Buckets\":[{\"Name\":\"lake\",\"Region\":\"us-east-1\"}],\"Regions\":{\"us-east-1\":{\"LakeFormation\":{"
    "\"DataLakeSettings\":{\"AllowExternalDataFiltering\":true,\"ExternalDataFilteringAllowList\":"
    "[{\"DataLakePrincipalIdentifier\":\"" BENCH_ACCOUNT "\"}],\"AuthorizedSessionTagValueList\":[\"hello_world\"]},"
    "\"ResourceInfoList\":[{\"ResourceArn\":\"arn:aws:s3:::lake/sales\",\"RoleArn\":\"" BENCH_ROLE "data\"}],"
    "\"PrincipalResourcePermissions\":[";
/* clang-format on */

/* The analyst holds the first grant on every table; roles that nobody asks for hold the others, every fourth of them on
 * an LF-tag that tables carry. */
static void write_grant(struct weir_writer *writer, size_t tables, size_t i)
{
    weir_write_format(writer,
                      "%s{\"Principal\":{\"DataLakePrincipalIdentifier\":\"" BENCH_ROLE "%s%.0zu\"},\"Resource\":",
                      i == 0 ? "" : ",", i < tables ? "analyst" : "other-", i / tables);
    if (i >= tables && i % 4 == 0)
        weir_write_format(writer,
                          "{\"LFTagPolicy\":{\"ResourceType\":\"TABLE\",\"Expression\":[{\"TagKey\":\"team\","
                          "\"TagValues\":[\"t%zu\"]}]}}",
                          i % TAGS);
    else
        weir_write_format(writer,
                          "{\"Table\":{\"CatalogId\":\"" BENCH_ACCOUNT
                          "\",\"DatabaseName\":\"sales\",\"Name\":\"table_%06zu\"}}",
                          i % tables);
    weir_write_raw(writer, WEIR_STR(",\"Permissions\":[\"SELECT\",\"DESCRIBE\"]}"));
}

struct weir_str bench_lake_text(size_t tables, size_t grants, struct weir_arena *arena)
{
    struct weir_writer *writer = NULL;
    struct weir_str text = {NULL, 0};
    bench_demand(weir_writer_new(arena, &writer) == WEIR_OK, "no writer");
    weir_write_raw(writer, weir_str_from(iam));
    for (size_t i = 0; i < grants; i++)
        write_grant(writer, tables, i);
    weir_write_raw(writer, WEIR_STR("],\"ResourceLFTags\":["));
    for (size_t i = 0; i < tables; i++)
        weir_write_format(writer,
                          "%s{\"Resource\":{\"Table\":{\"DatabaseName\":\"sales\",\"Name\":\"table_%06zu\"}},"
                          "\"LFTags\":[{\"TagKey\":\"team\",\"TagValues\":[\"t%zu\"]}]}",
                          i == 0 ? "" : ",", i, i % TAGS);
    weir_write_raw(writer, WEIR_STR("]},\"Glue\":{\"DatabaseList\":[{\"Name\":\"sales\",\"CatalogId\":\"" BENCH_ACCOUNT
                                    "\"}],\"TableList\":["));
    for (size_t i = 0; i < tables; i++)
        weir_write_format(writer,
                          "%s{\"Name\":\"table_%06zu\",\"DatabaseName\":\"sales\",\"CatalogId\":\"" BENCH_ACCOUNT
                          "\",\"StorageDescriptor\":{\"Columns\":[{\"Name\":\"id\",\"Type\":\"bigint\"}],"
                          "\"Location\":\"s3://lake/sales/table-%06zu/\"}}",
                          i == 0 ? "" : ",", i, i);
    weir_write_raw(writer, WEIR_STR("]}}}}]}"));
    bench_demand(weir_writer_finish(writer, &text) == WEIR_OK, "no text");
    return text;
}
