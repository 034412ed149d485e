/* Decides what an S3 URI names: scheme, bucket and key as bytes, by the naming rules of S3 ([s3-uri], [s3-bucket-names]). */
#include <string.h>

#include "base/base_impl.h"
#include "policy/pattern.h"
#include "scope/scope_impl.h"

enum { NAME_MIN_BYTES = 3, BUCKET_MAX_BYTES = 63, KEY_MAX_BYTES = 1024 };
enum { ACCESS_POINT_MAX_BYTES = 50, ACCOUNT_DIGITS = 12, ARN_REGION = 3 };

/* What Hadoop and its heirs write for the same objects. */
static const struct weir_str schemes[] = {
    {"s3://", 5},
    {"s3a://", 6},
    {"s3n://", 6},
};

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || weir_is_digit(c);
}

/* [s3-bucket-names] What S3 keeps for names that it gives itself: aliases, which are no buckets in an ARN, and others. */
static const struct {
    struct weir_str affix;
    bool is_suffix;
    enum weir_scope_check check;
} reserved[] = {
    /* [s3-directory-buckets] The zone at the end of the name makes the bucket, or the access point, one of these. */
    {{"--x-s3", 6}, true, WEIR_SCOPE_LOCATION_DIRECTORY_BUCKET},
    {{"--xa-s3", 7}, true, WEIR_SCOPE_LOCATION_DIRECTORY_BUCKET},
    {{"-s3alias", 8}, true, WEIR_SCOPE_LOCATION_BUCKET_NAME},
    {{"--ol-s3", 7}, true, WEIR_SCOPE_LOCATION_BUCKET_NAME},
    {{"--table-s3", 10}, true, WEIR_SCOPE_LOCATION_BUCKET_NAME},
    {{".mrap", 5}, true, WEIR_SCOPE_LOCATION_BUCKET_NAME},
    {{"xn--", 4}, false, WEIR_SCOPE_LOCATION_BUCKET_NAME},
    {{"sthree-", 7}, false, WEIR_SCOPE_LOCATION_BUCKET_NAME},
};

static bool has_affix(struct weir_str name, struct weir_str affix, bool is_suffix)
{
    if (!is_suffix)
        return weir_str_has_prefix(name, affix);
    return name.len >= affix.len && memcmp(name.ptr + name.len - affix.len, affix.ptr, affix.len) == 0;
}

static enum weir_scope_check reserved_check(struct weir_str name)
{
    for (size_t i = 0; i < WEIR_COUNT(reserved); i++) {
        if (has_affix(name, reserved[i].affix, reserved[i].is_suffix))
            return reserved[i].check;
    }
    return WEIR_SCOPE_PASSED;
}

/* Four numbers between dots; S3 refuses every such name, whatever the numbers. */
static bool looks_like_ip_address(struct weir_str name)
{
    size_t dots = 0;
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '.')
            dots++;
        else if (!weir_is_digit(name.ptr[i]))
            return false;
    }
    return dots == 3;
}

/* What buckets and access points share; dots are a bucket's alone. */
static bool is_name(struct weir_str name, size_t most_bytes, bool may_hold_dots)
{
    if (name.len < NAME_MIN_BYTES || name.len > most_bytes)
        return false;
    if (!is_letter_or_digit(name.ptr[0]) || !is_letter_or_digit(name.ptr[name.len - 1]))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if (!is_letter_or_digit(c) && c != '-' && !(c == '.' && may_hold_dots))
            return false;
        if (c == '.' && name.ptr[i + 1] == '.') /* the last byte is no dot, so there is a next one */
            return false;
    }
    return true;
}

static enum weir_scope_check bucket_check(struct weir_str name)
{
    if (!is_name(name, BUCKET_MAX_BYTES, true) || looks_like_ip_address(name))
        return WEIR_SCOPE_LOCATION_BUCKET_NAME;
    return reserved_check(name);
}

static bool cut_scheme(struct weir_str *uri)
{
    for (size_t i = 0; i < WEIR_COUNT(schemes); i++) {
        if (weir_str_has_prefix(*uri, schemes[i])) {
            uri->ptr += schemes[i].len;
            uri->len -= schemes[i].len;
            return true;
        }
    }
    return false;
}

/* What follows `skip` bytes is the bucket as far as its slash, and then the key. */
static enum weir_scope_check cut_key(struct weir_str text, size_t skip, struct weir_location *location)
{
    const char *const slash = memchr(text.ptr + skip, '/', text.len - skip);
    const size_t bucket_len = slash == NULL ? text.len : (size_t)(slash - text.ptr);
    const size_t behind = slash == NULL ? bucket_len : bucket_len + 1;
    location->bucket = (struct weir_str){text.ptr, bucket_len};
    location->key = (struct weir_str){text.ptr + behind, text.len - behind};
    return location->key.len > KEY_MAX_BYTES ? WEIR_SCOPE_LOCATION_KEY_TOO_LONG : WEIR_SCOPE_PASSED;
}

static bool is_account(struct weir_str text)
{
    size_t digits = 0;
    while (digits < text.len && weir_is_digit(text.ptr[digits]))
        digits++;
    return digits == ACCOUNT_DIGITS && text.len == ACCOUNT_DIGITS;
}

/* [s3-access-points] "arn:P:s3:REGION:ACCOUNT:accesspoint/NAME" and then, as behind a bucket, a slash and the key. */
static enum weir_scope_check cut_access_point(struct weir_str text, struct weir_location *location)
{
    static const struct weir_str word = {"accesspoint/", 12};
    struct weir_str parts[WEIR_ARN_PARTS];
    if (!weir_arn_split(text, parts) || !weir_str_equal(parts[WEIR_ARN_SERVICE], WEIR_STR("s3")))
        return WEIR_SCOPE_LOCATION_SYNTAX;
    const struct weir_str resource = parts[WEIR_ARN_RESOURCE];
    const struct weir_str partition = weir_partition_of_region(parts[ARN_REGION]);
    if (partition.len == 0 || !weir_str_equal(partition, parts[WEIR_ARN_PARTITION]) ||
        !is_account(parts[WEIR_ARN_ACCOUNT]) || !weir_str_has_prefix(resource, word))
        return WEIR_SCOPE_LOCATION_SYNTAX;
    const size_t before_name = (size_t)(resource.ptr - text.ptr) + word.len;
    const enum weir_scope_check cut = cut_key(text, before_name, location);
    const struct weir_str name = {text.ptr + before_name, location->bucket.len - before_name};
    if (!is_name(name, ACCESS_POINT_MAX_BYTES, false))
        return WEIR_SCOPE_LOCATION_BUCKET_NAME;
    const enum weir_scope_check kept = reserved_check(name);
    return kept != WEIR_SCOPE_PASSED ? kept : cut;
}

/* The ARN of an object says "/object/" before its key, a location does not: such a key would be read in both ways. */
static bool may_be_object_arn(struct weir_str key)
{
    static const struct weir_str word = {"object", 6};
    return weir_str_has_prefix(key, word) && (key.len == word.len || key.ptr[word.len] == '/');
}

static enum weir_scope_check cut(struct weir_str uri, struct weir_location *location)
{
    const bool has_scheme = cut_scheme(&uri);
    if (weir_str_has_prefix(uri, WEIR_STR("arn:"))) {
        const enum weir_scope_check failed = cut_access_point(uri, location);
        return failed == WEIR_SCOPE_PASSED && !has_scheme && may_be_object_arn(location->key)
                   ? WEIR_SCOPE_LOCATION_SYNTAX
                   : failed;
    }
    if (!has_scheme)
        return WEIR_SCOPE_LOCATION_SYNTAX;
    const enum weir_scope_check failed = cut_key(uri, 0, location);
    const enum weir_scope_check named = bucket_check(location->bucket);
    return named != WEIR_SCOPE_PASSED ? named : failed;
}

enum weir_scope_check weir_location_cut(struct weir_str uri, struct weir_location *location)
{
    *location = (struct weir_location){{NULL, 0}, {NULL, 0}};
    const enum weir_scope_check failed = cut(uri, location);
    if (failed != WEIR_SCOPE_PASSED)
        *location = (struct weir_location){{NULL, 0}, {NULL, 0}};
    return failed;
}

bool weir_location_is_access_point(struct weir_location location)
{
    return weir_str_has_prefix(location.bucket, WEIR_STR("arn:"));
}

bool weir_location_parse(struct weir_str uri, struct weir_location *location)
{
    return weir_location_cut(uri, location) == WEIR_SCOPE_PASSED;
}

static size_t stem_length(struct weir_str key)
{
    return key.ptr[key.len - 1] == '/' ? key.len - 1 : key.len;
}

bool weir_location_contains(struct weir_location outer, struct weir_location inner)
{
    if (!weir_str_equal(outer.bucket, inner.bucket))
        return false;
    if (outer.key.len == 0)
        return true;
    if (inner.key.len == 0)
        return false;
    /* Both keys get exactly one closing slash in thought; one is a prefix of the other at such a slash or not at all. */
    const struct weir_str outer_stem = {outer.key.ptr, stem_length(outer.key)};
    const struct weir_str inner_stem = {inner.key.ptr, stem_length(inner.key)};
    if (!weir_str_has_prefix(inner_stem, outer_stem))
        return false;
    return inner_stem.len == outer_stem.len || inner_stem.ptr[outer_stem.len] == '/';
}

static bool is_dots(struct weir_str segment)
{
    return weir_str_equal(segment, WEIR_STR(".")) || weir_str_equal(segment, WEIR_STR(".."));
}

/* Clients and proxies collapse such segments, S3 does not: two readers would see two keys ([scope-advice]). */
static bool has_doubtful_segment(struct weir_str key)
{
    size_t start = 0;
    for (size_t i = 0; i <= key.len; i++) {
        if (i < key.len && key.ptr[i] != '/')
            continue;
        const struct weir_str segment = {key.ptr + start, i - start};
        if (is_dots(segment) || (segment.len == 0 && i < key.len))
            return true;
        start = i + 1;
    }
    return false;
}

/* C0, DEL, and C1, which UTF-8 writes as C2 80 to C2 9F. */
static bool has_control(struct weir_str key)
{
    for (size_t i = 0; i < key.len; i++) {
        const unsigned char c = (unsigned char)key.ptr[i];
        if (c < 0x20 || c == 0x7f)
            return true;
        if (c == 0xc2 && i + 1 < key.len && (unsigned char)key.ptr[i + 1] < 0xa0)
            return true;
    }
    return false;
}

enum weir_scope_check weir_location_key_check(struct weir_str key, bool literal)
{
    if (!weir_str_is_utf8(key, NULL))
        return WEIR_SCOPE_LOCATION_UTF8;
    if (has_control(key))
        return WEIR_SCOPE_LOCATION_CONTROL;
    if (!literal && has_doubtful_segment(key))
        return WEIR_SCOPE_LOCATION_DOTS;
    return WEIR_SCOPE_PASSED;
}
