/* Decides what lies at or above a location: levels end at slashes, not within names ([lf-api-register-resource]). */
#include "world/lake/place.h"

#include "base/base_impl.h"

static struct weir_str without_slash(struct weir_str key)
{
    return key.len != 0 && key.ptr[key.len - 1] == '/' ? (struct weir_str){key.ptr, key.len - 1} : key;
}

/* A key is hashed behind a slash, so that the bucket itself is not the empty key, and every level ends at a slash. */
uint64_t weir_place_hash(struct weir_location location)
{
    const struct weir_str key = without_slash(location.key);
    uint64_t hash = weir_hash_part(WEIR_HASH_INIT, location.bucket);
    if (location.key.len == 0)
        return hash;
    hash = weir_hash_byte(hash, '/');
    for (size_t i = 0; i < key.len; i++)
        hash = weir_hash_byte(hash, key.ptr[i]);
    return hash;
}

bool weir_place_equal(struct weir_location a, struct weir_location b)
{
    return (a.key.len == 0) == (b.key.len == 0) && weir_str_equal(a.bucket, b.bucket) &&
           weir_str_equal(without_slash(a.key), without_slash(b.key));
}

struct weir_place_walk weir_place_walk(struct weir_location location)
{
    return (struct weir_place_walk){.location = location, .hash = weir_hash_part(WEIR_HASH_INIT, location.bucket)};
}

bool weir_place_next(struct weir_place_walk *walk, uint64_t *hash, struct weir_location *level)
{
    const struct weir_str key = without_slash(walk->location.key);
    if (walk->is_done)
        return false;
    *level = (struct weir_location){.bucket = walk->location.bucket};
    if (!walk->is_begun) {
        walk->is_begun = true;
        walk->is_done = walk->location.key.len == 0;
        *hash = walk->hash;
        walk->hash = weir_hash_byte(walk->hash, '/');
        return true;
    }
    while (walk->at < key.len && key.ptr[walk->at] != '/')
        walk->hash = weir_hash_byte(walk->hash, key.ptr[walk->at++]);
    /* With its slash, so that the level of an empty first folder is not the bucket. */
    level->key = (struct weir_str){walk->location.key.ptr, walk->at < walk->location.key.len ? walk->at + 1 : walk->at};
    *hash = walk->hash;
    walk->is_done = walk->at == key.len;
    if (!walk->is_done)
        walk->hash = weir_hash_byte(walk->hash, key.ptr[walk->at++]);
    return true;
}
