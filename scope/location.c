/* Decides what an S3 URI names: scheme, bucket and key as bytes, by the naming rules of S3 ([s3-uri], [s3-bucket-names]). */
#include <string.h>

#include "base/base_impl.h"
#include "scope/scope_impl.h"

enum { BUCKET_MIN_BYTES = 3, BUCKET_MAX_BYTES = 63, KEY_MAX_BYTES = 1024 };

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

static bool is_bucket_name(struct weir_str name)
{
    if (name.len < BUCKET_MIN_BYTES || name.len > BUCKET_MAX_BYTES)
        return false;
    if (!is_letter_or_digit(name.ptr[0]) || !is_letter_or_digit(name.ptr[name.len - 1]))
        return false;
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if (!is_letter_or_digit(c) && c != '.' && c != '-')
            return false;
        if (c == '.' && name.ptr[i + 1] == '.') /* the last byte is no dot, so there is a next one */
            return false;
    }
    return !looks_like_ip_address(name);
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

enum weir_scope_check weir_location_cut(struct weir_str uri, struct weir_location *location)
{
    *location = (struct weir_location){{NULL, 0}, {NULL, 0}};
    if (!cut_scheme(&uri))
        return WEIR_SCOPE_LOCATION_SYNTAX;
    const char *const slash = memchr(uri.ptr, '/', uri.len);
    const size_t bucket_len = slash == NULL ? uri.len : (size_t)(slash - uri.ptr);
    const struct weir_str bucket = {uri.ptr, bucket_len};
    const size_t skip = slash == NULL ? bucket_len : bucket_len + 1;
    const struct weir_str key = {uri.ptr + skip, uri.len - skip};
    if (!is_bucket_name(bucket))
        return WEIR_SCOPE_LOCATION_BUCKET_NAME;
    if (key.len > KEY_MAX_BYTES)
        return WEIR_SCOPE_LOCATION_KEY_TOO_LONG;
    *location = (struct weir_location){bucket, key};
    return WEIR_SCOPE_PASSED;
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

enum weir_scope_check weir_location_key_check(struct weir_str key)
{
    if (!weir_str_is_utf8(key, NULL))
        return WEIR_SCOPE_LOCATION_UTF8;
    if (has_control(key))
        return WEIR_SCOPE_LOCATION_CONTROL;
    if (has_doubtful_segment(key))
        return WEIR_SCOPE_LOCATION_DOTS;
    return WEIR_SCOPE_PASSED;
}
