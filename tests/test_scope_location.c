/* What an S3 URI names, and which location lies in which. */
#include "world_test.h"

#include <weir/scope.h>

static const struct {
    const char *uri;
    const char *bucket; /* NULL: refused */
    const char *key;
} uris[] = {
    {"s3://lake", "lake", ""},
    {"s3://lake/", "lake", ""},
    {"s3://lake/a/b.parquet", "lake", "a/b.parquet"},
    {"s3a://lake/a", "lake", "a"},
    {"s3n://lake/a", "lake", "a"},
    {"s3://lake//a", "lake", "/a"},
    {"s3://lake/a?b#c%20", "lake", "a?b#c%20"},
    {"s3://a.b-c.d1/x", "a.b-c.d1", "x"},
    {"s3://abc", "abc", ""},
    {"s3://az09", "az09", ""},
    {"s3://zz/k", NULL, NULL},
    {"s3://la`ke/k", NULL, NULL},
    {"s3://la{ke/k", NULL, NULL},
    {"s3://la/ke", NULL, NULL},
    {"s3://012345678901234567890123456789012345678901234567890123456789012/k",
     "012345678901234567890123456789012345678901234567890123456789012", "k"},
    {"s3://0123456789012345678901234567890123456789012345678901234567890123/k", NULL, NULL},
    {"s3://ab/k", NULL, NULL},
    {"s3://Lake/k", NULL, NULL},
    {"s3://la_ke/k", NULL, NULL},
    {"s3://la*ke/k", NULL, NULL},
    {"s3://-lake/k", NULL, NULL},
    {"s3://lake-/k", NULL, NULL},
    {"s3://.lake/k", NULL, NULL},
    {"s3://lake./k", NULL, NULL},
    {"s3://la..ke/k", NULL, NULL},
    {"s3://192.168.5.4/k", NULL, NULL},
    {"s3://999.999.999.999/k", NULL, NULL},
    {"s3://192.168.5/k", "192.168.5", "k"},
    {"s3://192.168.5.a/k", "192.168.5.a", "k"},
    {"s3://xn--lake/k", NULL, NULL},
    {"s3://xn-lake/k", "xn-lake", "k"},
    {"s3://sthree-lake/k", NULL, NULL},
    {"s3://lake-s3alias/k", NULL, NULL},
    {"s3://lake-s3aliases/k", "lake-s3aliases", "k"},
    {"s3://lake--ol-s3/k", NULL, NULL},
    {"s3://lake--table-s3/k", NULL, NULL},
    {"s3://lake.mrap/k", NULL, NULL},
    {"s3://lake--use1-az4--x-s3/k", NULL, NULL},
    {"s3://lake-x-s3/k", "lake-x-s3", "k"},
    {"s3://arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/a/b",
     "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1", "a/b"},
    {"s3a://arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/ap-1",
     "arn:aws-cn:s3:cn-north-1:111122223333:accesspoint/ap-1", ""},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/a:b", "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1",
     "a:b"},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/", "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1", ""},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/objects", "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1",
     "objects"},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/object", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/object/k", NULL, NULL},
    {"s3://arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1/object/k",
     "arn:aws:s3:us-east-1:111122223333:accesspoint/ap-1", "object/k"},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap_1/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap.1/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/a/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap-s3alias/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/ap--use1-az4--xa-s3/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/01234567890123456789012345678901234567890123456789/k",
     "arn:aws:s3:us-east-1:111122223333:accesspoint/01234567890123456789012345678901234567890123456789", "k"},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/012345678901234567890123456789012345678901234567890/k", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:accesspoint/", NULL, NULL},
    {"arn:aws:s3:us-east-1:111122223333:bucket/ap-1", NULL, NULL},
    {"arn:aws:s3:us-east-1:11112222333:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3:us-east-1:11112222333x:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3:us-east-1:1111222233334:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3::111122223333:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3:cn-north-1:111122223333:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3-outposts:us-east-1:111122223333:accesspoint/ap-1", NULL, NULL},
    {"arn:aws:s3:::lake/k", NULL, NULL},
    {"arn:aws", NULL, NULL},
    {"s3:///k", NULL, NULL},
    {"S3://lake/k", NULL, NULL},
    {"s3:/lake/k", NULL, NULL},
    {"https://lake/k", NULL, NULL},
    {"lake/k", NULL, NULL},
    {"", NULL, NULL},
};

static void uris_are_cut_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(uris); i++) {
        struct weir_location location;
        const bool valid = weir_location_parse(weir_str_from(uris[i].uri), &location);
        if (valid != (uris[i].bucket != NULL))
            fail_msg("%s", uris[i].uri);
        assert_str(location.bucket, uris[i].bucket == NULL ? "" : uris[i].bucket);
        assert_str(location.key, uris[i].key == NULL ? "" : uris[i].key);
    }
}

static void keys_hold_1024_bytes_and_no_more(void **state)
{
    (void)state;
    char uri[5 + 4 + 1 + 1025 + 1];
    memset(uri, 'k', sizeof uri);
    memcpy(uri, "s3://lake/", 10);
    struct weir_location location;
    assert_true(weir_location_parse((struct weir_str){uri, 10 + 1024}, &location));
    assert_int_equal(location.key.len, 1024);
    assert_false(weir_location_parse((struct weir_str){uri, 10 + 1025}, &location));
}

static const struct {
    const char *outer;
    const char *inner;
    bool contains;
} pairs[] = {
    {"s3://lake/a", "s3://lake/a", true},      {"s3://lake/a/", "s3://lake/a", true},
    {"s3://lake/a", "s3://lake/a/", true},     {"s3://lake/a", "s3a://lake/a/b", true},
    {"s3://lake/a", "s3://lake/ab", false},    {"s3://lake/a/", "s3://lake/ab", false},
    {"s3://lake/a/b", "s3://lake/a", false},   {"s3://lake", "s3://lake/a", true},
    {"s3://lake", "s3://lake", true},          {"s3://lake/a", "s3://lake", false},
    {"s3://lake/a", "s3://pond/a", false},     {"s3://lake/a//", "s3://lake/a/", false},
    {"s3://lake/a//", "s3://lake/a//b", true}, {"s3://lake/a//", "s3://lake/a/b", false},
    {"s3://lake//", "s3://lake//x", true},     {"s3://lake//", "s3://lake/x", false},
    {"s3://lake//", "s3://lake/", false},
};

static void containment_ends_at_slashes(void **state)
{
    (void)state;
    for (size_t i = 0; i < WEIR_COUNT(pairs); i++) {
        struct weir_location outer;
        struct weir_location inner;
        assert_true(weir_location_parse(weir_str_from(pairs[i].outer), &outer));
        assert_true(weir_location_parse(weir_str_from(pairs[i].inner), &inner));
        if (weir_location_contains(outer, inner) != pairs[i].contains)
            fail_msg("%s in %s", pairs[i].inner, pairs[i].outer);
    }
}

int main(void)
{
    static const struct CMUnitTest facts[] = {
        cmocka_unit_test(uris_are_cut_or_refused),
        cmocka_unit_test(keys_hold_1024_bytes_and_no_more),
        cmocka_unit_test(containment_ends_at_slashes),
    };
    return cmocka_run_group_tests_name("scope.location", facts, NULL, NULL);
}
