/* How many characters a policy has left, and which of many policies has room: what splitting a grant counts with. */
#ifndef WEIR_SCOPE_ROOM_H
#define WEIR_SCOPE_ROOM_H

#include "scope/scope_impl.h"

/* The lists of a policy whose members a reach may add to. A list that is new brings its statement with it. */
enum weir_room_list {
    WEIR_ROOM_READ,
    WEIR_ROOM_APPEND,
    WEIR_ROOM_READWRITE,
    WEIR_ROOM_WHOLE,      /* buckets listed as a whole */
    WEIR_ROOM_PARTLY,     /* buckets listed in part */
    WEIR_ROOM_ENCRYPTED,  /* read with keys that are not known */
    WEIR_ROOM_ENCRYPTING, /* and written */
    WEIR_ROOM_LISTS
};

/* What a policy holds of one bucket. */
struct weir_room_bucket {
    size_t policy;
    size_t bucket;
    uint32_t prefixes;                                /* that its listing names */
    bool is_named[WEIR_ROOM_LISTS - WEIR_ROOM_WHOLE]; /* in the lists from WEIR_ROOM_WHOLE on */
    bool is_used;
};

/* One policy being filled. */
struct weir_room_policy {
    size_t characters;
    uint32_t members[WEIR_ROOM_LISTS];
    enum weir_access strongest;
};

/* All policies of a split; what they hold of their buckets is one hash table. */
struct weir_room {
    const struct weir_scope_frames *frames;
    struct weir_room_policy *policies;
    size_t count;
    struct weir_room_bucket *buckets;
    size_t mask;
};

/* Room for at most as many policies as there are reaches. */
enum weir_status weir_room_init(struct weir_room *room, const struct weir_scope_frames *frames, size_t reaches,
                                struct weir_arena *arena);
/*
 * The characters that a policy grows by when it takes in a reach with all that is given to it (whole_access,
 * whole_list). A policy at room->count is a new one.
 */
size_t weir_room_growth(const struct weir_room *room, size_t policy, const struct weir_reach *reach);
/* The least that any policy grows by: all statements are there. */
size_t weir_room_least_growth(const struct weir_room *room, const struct weir_reach *reach);
void weir_room_take(struct weir_room *room, size_t policy, const struct weir_reach *reach);

#endif
