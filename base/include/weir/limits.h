/**
 * @file
 * The documented limits of weir's inputs, each with its reason. Every one has a test at its edge and one past it.
 */
#ifndef WEIR_LIMITS_H
#define WEIR_LIMITS_H

/** Levels of lists and maps in one text. AWS's own documents stay under 20; the writer and all walkers rely on it. */
#define WEIR_MAX_DEPTH 128
/** Bytes of one text: offsets are 29 bits wide in the tree, and a world of a million grants is under 500 MB. */
#define WEIR_MAX_TEXT_BYTES (((size_t)1 << 29) - 1)
/** Bytes of a name given with a text; what places and errors show. */
#define WEIR_MAX_NAME_BYTES 4096
/** Steps of one request: a scenario is read by a person, and a step's name is looked for among those before it. */
#define WEIR_MAX_STEPS 1000
/** Items of a list, and condition keys, of a request or session: STS passes at most 50 tags and 10 policies at a hop. */
#define WEIR_MAX_ITEMS 1000

#endif
