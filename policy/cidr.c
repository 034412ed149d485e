/* IP addresses and ranges of both families, by value and not by text ([iam-condition-operators]). */
#include "policy/condition.h"

enum { V4_BYTES = 4, V6_BYTES = 16, V6_GROUPS = 8 };

/* One to `most` decimal digits without a leading zero, up to `limit`. */
static bool parse_number(struct weir_str text, size_t most, unsigned limit, unsigned char *number)
{
    unsigned value = 0;
    if (text.len == 0 || text.len > most || (text.len > 1 && text.ptr[0] == '0'))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (!weir_is_digit(text.ptr[i]))
            return false;
        value = value * 10 + (unsigned)(text.ptr[i] - '0');
    }
    *number = (unsigned char)value;
    return value <= limit;
}

static bool parse_v4(struct weir_str text, unsigned char bytes[V4_BYTES])
{
    size_t start = 0;
    for (size_t i = 0; i < V4_BYTES; i++) {
        const size_t end = i + 1 < V4_BYTES ? weir_str_index(text, '.', start) : text.len;
        if (end == text.len && i + 1 < V4_BYTES)
            return false;
        if (!parse_number(weir_str_slice(text, start, end), 3, 255, &bytes[i]))
            return false;
        start = end + 1;
    }
    return true;
}

static bool parse_group(struct weir_str text, unsigned char bytes[2])
{
    unsigned value = 0;
    if (text.len == 0 || text.len > 4)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        const int digit = weir_hex_value(text.ptr[i]);
        if (digit < 0)
            return false;
        value = value << 4 | (unsigned)digit;
    }
    bytes[0] = (unsigned char)(value >> 8);
    bytes[1] = (unsigned char)(value & 0xFF);
    return true;
}

/* Groups between single colons, the last of which may be an IPv4 address where `v4_at_end`. */
static bool parse_groups(struct weir_str text, bool v4_at_end, unsigned char bytes[V6_BYTES], size_t *count)
{
    *count = 0;
    for (size_t start = 0; start < text.len;) {
        const size_t end = weir_str_index(text, ':', start);
        const struct weir_str group = weir_str_slice(text, start, end);
        const bool is_v4 = v4_at_end && end == text.len && weir_str_index(group, '.', 0) < group.len;
        const size_t size = is_v4 ? V4_BYTES : 2;
        if (*count + size > V6_BYTES || end + 1 == text.len)
            return false;
        if (!(is_v4 ? parse_v4(group, bytes + *count) : parse_group(group, bytes + *count)))
            return false;
        *count += size;
        start = end + 1;
    }
    return true;
}

static size_t gap_index(struct weir_str text)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] == ':' && text.ptr[i + 1] == ':')
            return i;
    }
    return text.len;
}

/* [rfc4291] §2.2: `::` stands once, for one group of zeros or more. */
static bool parse_v6(struct weir_str text, unsigned char bytes[V6_BYTES])
{
    const size_t gap = gap_index(text);
    unsigned char tail[V6_BYTES];
    size_t before = 0;
    size_t after = 0;
    if (gap == text.len)
        return parse_groups(text, true, bytes, &before) && before == V6_BYTES;
    if (!parse_groups(weir_str_slice(text, 0, gap), false, bytes, &before) ||
        !parse_groups(weir_str_slice(text, gap + 2, text.len), true, tail, &after) || before + after > V6_BYTES - 2)
        return false;
    memset(bytes + before, 0, V6_BYTES - before);
    memcpy(bytes + V6_BYTES - after, tail, after);
    return true;
}

bool weir_cidr_parse(struct weir_str text, struct weir_cidr *cidr)
{
    *cidr = (struct weir_cidr){.size = 0};
    const size_t slash = weir_str_index(text, '/', 0);
    const struct weir_str address = weir_str_slice(text, 0, slash);
    const bool is_v6 = weir_str_index(address, ':', 0) < address.len;
    if (!(is_v6 ? parse_v6(address, cidr->bytes) : parse_v4(address, cidr->bytes)))
        return false;
    cidr->size = is_v6 ? V6_BYTES : V4_BYTES;
    const unsigned all = cidr->size * 8u;
    cidr->bits = (unsigned char)all;
    return slash == text.len || parse_number(weir_str_slice(text, slash + 1, text.len), 3, all, &cidr->bits);
}

bool weir_cidr_contains(const struct weir_cidr *cidr, const struct weir_cidr *address)
{
    if (cidr->size != address->size)
        return false;
    const size_t full = cidr->bits / 8u;
    if (memcmp(cidr->bytes, address->bytes, full) != 0)
        return false;
    const unsigned left = cidr->bits % 8u;
    const unsigned mask = left == 0 ? 0 : (0xFFu << (8 - left)) & 0xFFu;
    return left == 0 || ((unsigned)(cidr->bytes[full] ^ address->bytes[full]) & mask) == 0;
}
