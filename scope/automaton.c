/*
 * The atoms of any patterns: a search, breadth first, over the sets of places reached in all patterns at once, by the
 * letters that live in a set and one fresh letter for all others ([scope-shape]).
 */
#include "scope/automaton.h"

#include "base/base_impl.h"

struct state {
    uint32_t parent; /* its own index for the first */
    uint32_t letter; /* by which it was reached */
    uint32_t first;  /* of its places */
    uint32_t count;
};

struct letter {
    uint32_t code;
    uint32_t shown;
};

struct machine {
    const struct weir_globs *globs;
    struct weir_arena *arena;
    struct weir_atoms *atoms;
    struct weir_steps steps;
    bool mixed; /* some letters fold and some do not */
    struct state *states;
    size_t state_count;
    size_t state_room;
    uint32_t *places;
    size_t place_count;
    size_t place_room;
    uint32_t *slots; /* a state's index plus one */
    size_t slot_count;
    uint32_t *scratch; /* the places of the set that is being made */
    size_t scratch_count;
    struct letter *letters; /* to try from one state */
    size_t letter_count;
    uint64_t *owners;
};

/* ------------------------------------------------------------------------------------------ places */

/* Keeps the places of the set sorted; they come nearly so. */
static void put_place(struct machine *machine, uint32_t place)
{
    size_t at = machine->scratch_count;
    while (at > 0 && machine->scratch[at - 1] > place)
        at--;
    if (at > 0 && machine->scratch[at - 1] == place)
        return;
    memmove(machine->scratch + at + 1, machine->scratch + at, (machine->scratch_count - at) * sizeof(uint32_t));
    machine->scratch[at] = place;
    machine->scratch_count++;
}

/* A place, and those that a run of nothing leads to. */
static void put_places_from(struct machine *machine, size_t place)
{
    for (; machine->steps.items[place].kind == WEIR_STEP_RUN; place++)
        put_place(machine, (uint32_t)place);
    put_place(machine, (uint32_t)place);
}

static void take_letter(struct machine *machine, uint32_t place, uint32_t code)
{
    const struct weir_step *const step = &machine->steps.items[place];
    switch (step->kind) {
    case WEIR_STEP_LETTER:
        if (step->letter == (step->fold ? weir_fold_code(code) : code))
            put_places_from(machine, place + 1);
        return;
    case WEIR_STEP_ONE:
        if (!step->no_colon || code != ':')
            put_places_from(machine, place + 1);
        return;
    case WEIR_STEP_RUN:
        if (!step->no_colon || code != ':')
            put_places_from(machine, place);
        return;
    case WEIR_STEP_END:
        return;
    }
}

/* ------------------------------------------------------------------------------------------ states */

static void *grown(struct machine *machine, void *items, size_t count, size_t *room, size_t size)
{
    const size_t more = *room * 2;
    void *const bigger = weir_arena_take(machine->arena, more * size, _Alignof(struct state));
    if (bigger != NULL) {
        memcpy(bigger, items, count * size);
        *room = more;
    }
    return bigger;
}

static size_t hash_of(const uint32_t *places, size_t count)
{
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++)
        hash = (hash ^ places[i]) * 0x9e3779b97f4a7c15u;
    return (size_t)(hash >> 32);
}

static uint32_t *slot_of(const struct machine *machine, const uint32_t *places, size_t count)
{
    size_t at = hash_of(places, count) & (machine->slot_count - 1);
    for (; machine->slots[at] != 0; at = (at + 1) & (machine->slot_count - 1)) {
        const struct state *const state = &machine->states[machine->slots[at] - 1];
        if (state->count == count && memcmp(machine->places + state->first, places, count * sizeof(*places)) == 0)
            break;
    }
    return &machine->slots[at];
}

static enum weir_status rehash(struct machine *machine)
{
    machine->slot_count = machine->state_room * 2;
    machine->slots = weir_arena_alloc(machine->arena, machine->slot_count, sizeof(*machine->slots));
    if (machine->slots == NULL)
        return WEIR_ERR_MEMORY;
    for (size_t i = 0; i < machine->state_count; i++) {
        const struct state *const state = &machine->states[i];
        *slot_of(machine, machine->places + state->first, state->count) = (uint32_t)(i + 1);
    }
    return WEIR_OK;
}

static enum weir_status make_room(struct machine *machine)
{
    if (machine->state_count == machine->state_room) {
        machine->states = grown(machine, machine->states, machine->state_count, &machine->state_room,
                                sizeof(*machine->states));
        if (machine->states == NULL)
            return WEIR_ERR_MEMORY;
        WEIR_TRY(rehash(machine));
    }
    while (machine->place_count + machine->scratch_count > machine->place_room) {
        machine->places = grown(machine, machine->places, machine->place_count, &machine->place_room,
                                sizeof(*machine->places));
        if (machine->places == NULL)
            return WEIR_ERR_MEMORY;
    }
    return WEIR_OK;
}

/* The letters that led to a state, from the last to the first. */
static enum weir_status spell(const struct machine *machine, size_t index, struct weir_str *text)
{
    char one[4];
    size_t bytes = 0;
    for (size_t i = index; machine->states[i].parent != i; i = machine->states[i].parent)
        bytes += weir_utf8_put(one, machine->states[i].letter);
    char *const out = weir_arena_take(machine->arena, bytes, 1);
    if (out == NULL)
        return WEIR_ERR_MEMORY;
    size_t at = bytes;
    for (size_t i = index; machine->states[i].parent != i; i = machine->states[i].parent) {
        const size_t size = weir_utf8_put(one, machine->states[i].letter);
        at -= size;
        memcpy(out + at, one, size);
    }
    *text = (struct weir_str){out, bytes};
    return WEIR_OK;
}

/* A new state whose text the universe has may be a new atom; the first text is a shortest one. */
static enum weir_status look_at(struct machine *machine, size_t index)
{
    const struct state *const state = &machine->states[index];
    bool exists = false;
    memset(machine->owners, 0, machine->atoms->words * sizeof(*machine->owners));
    for (size_t i = 0; i < state->count; i++) {
        const struct weir_step *const step = &machine->steps.items[machine->places[state->first + i]];
        if (step->kind == WEIR_STEP_END && step->owner == WEIR_OWNER_UNIVERSE)
            exists = true;
        else if (step->kind == WEIR_STEP_END)
            weir_bits_add(machine->owners, step->owner);
    }
    if (!exists)
        return WEIR_OK;
    struct weir_atom *const atom = weir_atoms_put(machine->atoms, machine->arena, machine->owners);
    if (atom == NULL)
        return WEIR_ERR_MEMORY;
    return atom->text.len > 0 ? WEIR_OK : spell(machine, index, &atom->text);
}

/* The set that was made becomes a state, unless it is one already, or no text of the universe goes on from it. */
static enum weir_status put_state(struct machine *machine, size_t parent, uint32_t letter)
{
    if (machine->scratch_count == 0 || machine->scratch[0] >= machine->steps.universe_end)
        return WEIR_OK;
    if (*slot_of(machine, machine->scratch, machine->scratch_count) != 0)
        return WEIR_OK;
    if (machine->state_count == WEIR_ATOM_MAX_STATES ||
        machine->place_count + machine->scratch_count > WEIR_ATOM_MAX_PLACES) {
        machine->atoms->complete = false;
        return WEIR_OK;
    }
    WEIR_TRY(make_room(machine));
    const size_t index = machine->state_count++;
    machine->states[index] = (struct state){(uint32_t)parent, letter, (uint32_t)machine->place_count,
                                            (uint32_t)machine->scratch_count};
    memcpy(machine->places + machine->place_count, machine->scratch, machine->scratch_count * sizeof(uint32_t));
    machine->place_count += machine->scratch_count;
    *slot_of(machine, machine->scratch, machine->scratch_count) = (uint32_t)(index + 1);
    return look_at(machine, index);
}

/* ----------------------------------------------------------------------------------------- letters */

static void put_try(struct machine *machine, uint32_t code, uint32_t shown)
{
    for (size_t i = 0; i < machine->letter_count; i++) {
        if (machine->letters[i].code == code)
            return;
    }
    machine->letters[machine->letter_count++] = (struct letter){code, shown};
}

/* Where some patterns fold and some do not, a folding letter is tried in both cases: a plain one may tell them apart. */
static void put_live(struct machine *machine, const struct weir_step *step)
{
    const bool is_letter = step->letter >= 'a' && step->letter <= 'z';
    put_try(machine, step->letter, machine->mixed ? step->letter : step->shown);
    if (machine->mixed && step->fold && is_letter)
        put_try(machine, step->letter - ('a' - 'A'), step->letter - ('a' - 'A'));
}

static bool is_tried(const struct machine *machine, uint32_t code)
{
    for (size_t i = 0; i < machine->letter_count; i++) {
        if (weir_fold_code(machine->letters[i].code) == weir_fold_code(code))
            return true;
    }
    return false;
}

/* A letter that no live place names: there is always one, since there are more letters than places. */
static uint32_t fresh_letter(const struct machine *machine)
{
    for (const char *letter = WEIR_FRESH_LETTERS; *letter != '\0'; letter++) {
        if (!is_tried(machine, (unsigned char)*letter))
            return (unsigned char)*letter;
    }
    uint32_t code = 0xe0; /* letters of Latin-1, and on */
    while (is_tried(machine, code))
        code++;
    return code;
}

/* A fresh letter is none that a place names; a colon is one wherever a place will not take it. */
static void collect_letters(struct machine *machine, const struct state *state)
{
    machine->letter_count = 0;
    bool colon = false;
    for (size_t i = 0; i < state->count; i++) {
        const struct weir_step *const step = &machine->steps.items[machine->places[state->first + i]];
        if (step->kind == WEIR_STEP_LETTER)
            put_live(machine, step);
        colon = colon || step->no_colon;
    }
    if (colon)
        put_try(machine, ':', ':');
    const uint32_t fresh = fresh_letter(machine);
    put_try(machine, fresh, fresh);
}

static enum weir_status expand(struct machine *machine, size_t index)
{
    const struct state state = machine->states[index];
    collect_letters(machine, &state);
    for (size_t i = 0; i < machine->letter_count; i++) {
        machine->scratch_count = 0;
        for (size_t j = 0; j < state.count; j++)
            take_letter(machine, machine->places[state.first + j], machine->letters[i].code);
        WEIR_TRY(put_state(machine, index, machine->letters[i].shown));
    }
    return WEIR_OK;
}

/* ------------------------------------------------------------------------------------------- start */

static enum weir_status set_up(struct machine *machine)
{
    enum { FIRST_STATES = 64, FIRST_PLACES = 256 };
    struct weir_arena *const arena = machine->arena;
    WEIR_TRY(weir_steps_make(machine->globs, &machine->steps));
    const size_t bound = machine->steps.count;
    machine->scratch = weir_arena_take(arena, bound * sizeof(uint32_t), _Alignof(uint32_t));
    machine->letters = weir_arena_take(arena, (2 * bound + 2) * sizeof(struct letter), _Alignof(struct letter));
    machine->states = weir_arena_take(arena, FIRST_STATES * sizeof(struct state), _Alignof(struct state));
    machine->places = weir_arena_take(arena, FIRST_PLACES * sizeof(uint32_t), _Alignof(struct state));
    machine->owners = weir_arena_take(arena, machine->atoms->words * sizeof(uint64_t), _Alignof(uint64_t));
    if (machine->scratch == NULL || machine->letters == NULL || machine->states == NULL || machine->places == NULL ||
        machine->owners == NULL)
        return WEIR_ERR_MEMORY;
    machine->state_room = FIRST_STATES;
    machine->place_room = FIRST_PLACES;
    return rehash(machine);
}

enum weir_status weir_atoms_of_globs(const struct weir_globs *globs, struct weir_atoms *atoms)
{
    struct machine machine = {.globs = globs, .arena = globs->arena, .atoms = atoms};
    machine.mixed = globs->any_fold && globs->any_plain;
    WEIR_TRY(set_up(&machine));
    bool is_start = true;
    for (size_t i = 0; i < machine.steps.count; i++) {
        if (is_start)
            put_places_from(&machine, i);
        is_start = machine.steps.items[i].kind == WEIR_STEP_END;
    }
    WEIR_TRY(put_state(&machine, 0, 0));
    for (size_t i = 0; i < machine.state_count && atoms->complete; i++)
        WEIR_TRY(expand(&machine, i));
    return WEIR_OK;
}
