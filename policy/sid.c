/* Decides whether the Sids of a document are ones that AWS would store ([iam-grammar], Sid): unique, and plain in IAM's own documents. */
#include "policy/policy_impl.h"

/* [iam-grammar] IAM and Organizations take letters and digits alone; a bucket's or an endpoint's policy takes any text. */
static bool is_of_iam(enum weir_policy_kind kind)
{
    return kind != WEIR_POLICY_RESOURCE && kind != WEIR_POLICY_ENDPOINT;
}

static bool is_plain(struct weir_str sid)
{
    for (size_t i = 0; i < sid.len; i++) {
        const char folded = weir_fold(sid.ptr[i]);
        if (!(folded >= 'a' && folded <= 'z') && !weir_is_digit(sid.ptr[i]))
            return false;
    }
    return true;
}

static const struct weir_node *sid_node(const struct weir_statement *statement)
{
    return weir_node_find(statement->node, WEIR_STR("Sid"));
}

/* An open hash of statements by their Sid, twice as many places as statements; 0 is an empty place. */
static bool add_sid(uint32_t *places, size_t mask, const struct weir_statement *statements, size_t index)
{
    size_t at = weir_key_hash(statements[index].sid) & mask;
    for (; places[at] != 0; at = (at + 1) & mask) {
        if (weir_str_equal(statements[places[at] - 1].sid, statements[index].sid))
            return false;
    }
    places[at] = (uint32_t)index + 1;
    return true;
}

enum weir_status weir_sids_check(const struct weir_reading *reading, const struct weir_statement *statements,
                                 size_t count)
{
    size_t room = 2;
    while (room < count * 2)
        room *= 2;
    const struct weir_arena_mark mark = weir_arena_mark(reading->arena);
    uint32_t *const places = weir_arena_alloc(reading->arena, room, sizeof(*places));
    if (places == NULL)
        return weir_fail_memory(reading->error);
    enum weir_status status = WEIR_OK;
    for (size_t i = 0; i < count && status == WEIR_OK; i++) {
        const struct weir_str sid = statements[i].sid;
        if (is_of_iam(reading->kind) && !is_plain(sid))
            status = WEIR_MALFORMED(reading, sid_node(&statements[i]), "a `Sid` is letters and digits, not `%s`",
                                    weir_quote(sid).text);
        else if (sid.len > 0 && !add_sid(places, room - 1, statements, i))
            status = WEIR_MALFORMED(reading, sid_node(&statements[i]), "the `Sid` `%s` stands twice",
                                    weir_quote(sid).text);
    }
    weir_arena_rewind(reading->arena, mark);
    return status;
}
