/* Percent-encoded text, as the IAM API returns documents, read strictly ([rfc3986] §2.1). */
#include "policy/policy_impl.h"

/* [rfc3986] §2: nothing outside visible ASCII, and none of the characters that must be encoded everywhere. */
static bool may_stand(char c)
{
    static const struct weir_str never = {"\"<>\\^`{|}", 9};
    return c > ' ' && c < 0x7F && weir_str_index(never, c, 0) == never.len;
}

/* One byte of the result and how much text it took; 0 where no byte can be read. */
static size_t decode_one(struct weir_str text, size_t at, char *byte)
{
    if (text.ptr[at] != '%') {
        *byte = text.ptr[at];
        return may_stand(text.ptr[at]) ? 1 : 0;
    }
    const int high = at + 2 < text.len ? weir_hex_value(text.ptr[at + 1]) : -1;
    const int low = at + 2 < text.len ? weir_hex_value(text.ptr[at + 2]) : -1;
    if (high < 0 || low < 0)
        return 0;
    *byte = (char)(high << 4 | low);
    return 3;
}

enum weir_status weir_url_decode(struct weir_str text, struct weir_arena *arena, struct weir_str *decoded, size_t *bad)
{
    *decoded = (struct weir_str){NULL, 0};
    *bad = 0;
    char *const bytes = weir_arena_alloc(arena, text.len, 1);
    if (bytes == NULL)
        return WEIR_ERR_MEMORY;
    size_t length = 0;
    for (size_t at = 0; at < text.len;) {
        const size_t took = decode_one(text, at, &bytes[length]);
        if (took == 0) {
            *bad = at;
            return WEIR_ERR_SYNTAX;
        }
        length++;
        at += took;
    }
    *decoded = (struct weir_str){bytes, length};
    return WEIR_OK;
}
