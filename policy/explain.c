/* Why a question was answered as it was: every statement's finding, AWS's wording, and the statement that came nearest ([iam-access-denied]). */
#include "policy/explain.h"

struct weir_explanation {
    struct weir_verdict verdict;
    struct weir_str because;
    struct weir_str nearest;
    struct weir_str remedy;
    struct weir_place place;
    struct weir_finding *findings;
    size_t count;
};

/* The second walk: it hears what the first one heard and writes it down. */
struct notes {
    const struct weir_policy_set *policies;
    const struct weir_question *question;
    struct weir_arena *arena;
    struct weir_explanation *explanation; /* its findings; NULL while they are only counted */
    size_t count;
    size_t nearest; /* of the layer that refused; SIZE_MAX while there is none */
    size_t nearest_rank;
    size_t switched_off; /* the first Deny that a setting of other than its default turns off; SIZE_MAX: none */
};

static enum weir_status count_one(void *self, const struct weir_spot *spot, const struct weir_meeting *meeting)
{
    struct notes *const notes = self;
    (void)spot, (void)meeting;
    notes->count++;
    return WEIR_OK;
}

/*
 * How near an allow came: first that it speaks of the action at all, then how far it came, then how many of its
 * conditions held. 0 for one that is no candidate.
 */
static size_t rank(const struct notes *notes, const struct weir_spot *spot, const struct weir_statement *statement,
                   const struct weir_meeting *meeting)
{
    const struct weir_verdict *const verdict = &notes->explanation->verdict;
    const bool is_silent_level = spot->kind != WEIR_POLICY_SCP || spot->level == verdict->silent_level;
    if (statement->denies || spot->kind != verdict->kind || !is_silent_level)
        return 0;
    const bool action = weir_actions_match(&statement->actions, notes->question->request->action);
    const size_t held = meeting->conditions_held < 999 ? meeting->conditions_held : 999;
    return 1 + held + 1000 * (size_t)meeting->match + (action ? 10000 : 0);
}

/* Whoever chose another value must see what it did: a Deny that it switches off allows. */
static bool is_switched_off(const struct weir_statement *statement, const struct weir_meeting *meeting,
                            const struct weir_decided_list *decided)
{
    if (!statement->denies || meeting->match == WEIR_MATCH_APPLIES)
        return false;
    bool chosen = meeting->reason == WEIR_REASON_UNKNOWN;
    for (size_t i = 0; i < decided->count; i++)
        chosen = chosen || decided->items[i].value != 0;
    return chosen;
}

static enum weir_status write_finding_because(const struct notes *notes, const struct weir_statement *statement,
                                              const struct weir_meeting *meeting,
                                              const struct weir_decided_list *decided, struct weir_str *because)
{
    struct weir_writer *writer = NULL;
    *because = (struct weir_str){NULL, 0};
    if (meeting->match == WEIR_MATCH_APPLIES && decided->count == 0)
        return WEIR_OK;
    WEIR_TRY(weir_writer_new(notes->arena, &writer));
    weir_write_reason(writer, statement, notes->question, meeting);
    weir_write_settings(writer, statement, notes->question, meeting, decided);
    return weir_writer_finish(writer, because);
}

static enum weir_status note(void *self, const struct weir_spot *spot, const struct weir_meeting *meeting)
{
    struct notes *const notes = self;
    const struct weir_statement *const statement = &spot->policy->statements[spot->statement];
    struct weir_decided_list decided;
    struct weir_str because;
    WEIR_TRY(weir_settings_decided(spot, notes->question, meeting, notes->arena, &decided));
    WEIR_TRY(write_finding_because(notes, statement, meeting, &decided, &because));
    if (notes->switched_off == SIZE_MAX && is_switched_off(statement, meeting, &decided))
        notes->switched_off = notes->count;
    const size_t here = rank(notes, spot, statement, meeting);
    if (here > notes->nearest_rank) {
        notes->nearest_rank = here;
        notes->nearest = notes->count;
    }
    notes->explanation->findings[notes->count++] = (struct weir_finding){
        .kind = spot->kind,
        .policy = spot->policy,
        .policy_index = spot->policy_index,
        .level = spot->level,
        .statement = spot->statement,
        .sid = statement->sid,
        .denies = statement->denies,
        .match = meeting->match,
        .because = because,
        .place = weir_tree_place(spot->policy->tree, weir_reason_node(statement, meeting)),
    };
    return WEIR_OK;
}

/* ----------------------------------------------------------------------------------------- sentences */

void weir_write_decider(struct weir_writer *writer, const struct weir_decider *decider)
{
    weir_write_format(writer, "statement %zu ", decider->statement + 1);
    if (decider->sid.len > 0) {
        weir_write_value(writer, decider->sid);
        weir_write_raw(writer, WEIR_STR(" "));
    }
    const struct weir_str label = weir_policy_label(decider->policy);
    if (label.len > 0)
        weir_write_format(writer, "of %.*s", WEIR_FMT(label));
    else if (decider->policy_index > 0)
        weir_write_format(writer, "of %s %zu", weir_policy_kind_name(decider->kind), decider->policy_index + 1);
    else
        weir_write_format(writer, "of the %s", weir_policy_kind_name(decider->kind));
}

/* A role has one trust policy. */
static const char *article(enum weir_policy_kind kind)
{
    return kind == WEIR_POLICY_TRUST ? "the" : weir_policy_kind_article(kind);
}

/* The statement that allowed, or why none was needed. */
static void write_allowed(struct weir_writer *writer, const struct weir_verdict *verdict)
{
    struct weir_decider decider;
    if (verdict->needs_no_permission)
        weir_write_raw(writer, WEIR_STR("sts:GetCallerIdentity needs no permission"));
    else if (!weir_verdict_decider(verdict, 0, &decider))
        weir_write_raw(writer, WEIR_STR("the account's root user needs no policy of its own"));
    else
        weir_write_decider(writer, &decider);
}

void weir_write_because(struct weir_writer *writer, const struct weir_policy_request *request,
                        const struct weir_verdict *verdict)
{
    const char *const kind = weir_policy_kind_name(verdict->kind);
    switch (verdict->effect) {
    case WEIR_EFFECT_ALLOW:
        if (verdict->deciders.count > 0)
            weir_write_raw(writer, WEIR_STR("allowed by "));
        write_allowed(writer, verdict);
        break;
    case WEIR_EFFECT_EXPLICIT_DENY:
        weir_write_format(writer, "with an explicit deny in %s %s", article(verdict->kind), kind);
        break;
    case WEIR_EFFECT_IMPLICIT_DENY:
        if (verdict->regardless != NULL)
            weir_write_raw(writer, weir_str_from(verdict->regardless));
        else
            weir_write_format(writer, "because no %s allows the %.*s action", kind, WEIR_FMT(request->action));
        break;
    }
}

/* "statement 2 of … : Action does not cover …" */
static void write_finding(struct weir_writer *writer, const struct weir_finding *found)
{
    const struct weir_decider decider = {found->kind,  found->policy,    found->policy_index,
                                         found->level, found->statement, found->sid};
    weir_write_decider(writer, &decider);
    weir_write_raw(writer, WEIR_STR(": "));
    weir_write_raw(writer, found->because);
}

static void write_refused(struct weir_writer *writer, const struct notes *notes)
{
    const struct weir_verdict *const verdict = &notes->explanation->verdict;
    if (notes->nearest == SIZE_MAX)
        weir_write_format(writer, "there is no %s with a statement that allows", weir_policy_kind_name(verdict->kind));
    else
        write_finding(writer, &notes->explanation->findings[notes->nearest]);
}

/* What a setting had to do with the statement that decided. */
static void write_decided(struct weir_writer *writer, const struct notes *notes, const struct weir_decider *decider)
{
    const struct weir_explanation *const explanation = notes->explanation;
    for (size_t i = 0; i < explanation->count; i++) {
        const struct weir_finding *const found = &explanation->findings[i];
        if (found->policy != decider->policy || found->statement != decider->statement || found->because.len == 0)
            continue;
        weir_write_raw(writer, WEIR_STR(": "));
        weir_write_raw(writer, found->because);
        return;
    }
}

static void write_nearest(struct weir_writer *writer, const struct notes *notes)
{
    const struct weir_verdict *const verdict = &notes->explanation->verdict;
    struct weir_decider decider;
    switch (verdict->effect) {
    case WEIR_EFFECT_ALLOW:
        write_allowed(writer, verdict);
        if (weir_verdict_decider(verdict, 0, &decider)) {
            weir_write_raw(writer, WEIR_STR(" allows it"));
            write_decided(writer, notes, &decider);
        }
        break;
    case WEIR_EFFECT_EXPLICIT_DENY:
        (void)weir_verdict_decider(verdict, 0, &decider);
        weir_write_decider(writer, &decider);
        weir_write_raw(writer, WEIR_STR(" denies it"));
        write_decided(writer, notes, &decider);
        break;
    case WEIR_EFFECT_IMPLICIT_DENY:
        write_refused(writer, notes);
        break;
    }
    if (notes->switched_off != SIZE_MAX) {
        weir_write_raw(writer, WEIR_STR("; "));
        write_finding(writer, &notes->explanation->findings[notes->switched_off]);
    }
}

static enum weir_status write_sentences(struct notes *notes)
{
    struct weir_explanation *const explanation = notes->explanation;
    struct weir_writer *writer = NULL;
    WEIR_TRY(weir_writer_new(notes->arena, &writer));
    weir_write_because(writer, notes->question->request, &explanation->verdict);
    WEIR_TRY(weir_writer_finish(writer, &explanation->because));
    WEIR_TRY(weir_writer_new(notes->arena, &writer));
    write_nearest(writer, notes);
    WEIR_TRY(weir_writer_finish(writer, &explanation->nearest));
    if (explanation->verdict.effect == WEIR_EFFECT_ALLOW)
        return WEIR_OK;
    WEIR_TRY(weir_writer_new(notes->arena, &writer));
    weir_write_remedy(writer, notes->policies, notes->question->request, &explanation->verdict,
                      notes->nearest == SIZE_MAX ? NULL : &explanation->findings[notes->nearest]);
    return weir_writer_finish(writer, &explanation->remedy);
}

static struct weir_place nearest_place(const struct notes *notes)
{
    const struct weir_verdict *const verdict = &notes->explanation->verdict;
    struct weir_decider decider;
    if (weir_verdict_decider(verdict, 0, &decider))
        return weir_policy_statement_place(decider.policy, decider.statement);
    if (notes->nearest != SIZE_MAX && verdict->effect == WEIR_EFFECT_IMPLICIT_DENY)
        return notes->explanation->findings[notes->nearest].place;
    return weir_tree_place(NULL, NULL);
}

static enum weir_status write_down(struct notes *notes)
{
    WEIR_TRY(weir_layers_walk(notes->question, count_one, notes));
    struct weir_explanation *const explanation = notes->explanation;
    explanation->findings = weir_arena_alloc(notes->arena, notes->count, sizeof(*explanation->findings));
    if (explanation->findings == NULL)
        return WEIR_ERR_MEMORY;
    explanation->count = notes->count;
    notes->count = 0;
    WEIR_TRY(weir_layers_walk(notes->question, note, notes));
    WEIR_TRY(write_sentences(notes));
    explanation->place = nearest_place(notes);
    return WEIR_OK;
}

enum weir_status weir_explain(const struct weir_policy_set *policies, const struct weir_policy_request *request,
                              struct weir_arena *arena, const struct weir_explanation **explanation,
                              struct weir_error *error)
{
    struct weir_question question;
    if (explanation == NULL)
        return weir_fail(error, WEIR_ERR_USAGE, "there is nowhere to put the explanation");
    *explanation = NULL;
    WEIR_TRY(weir_question_open(policies, request, arena, &question, error));
    struct weir_explanation *const made = weir_arena_alloc(arena, 1, sizeof(*made));
    if (made == NULL)
        return weir_fail_memory(error);
    WEIR_TRY(weir_decide_question(&question, arena, &made->verdict, error));
    question.hears_every = true;
    struct notes notes = {.policies = policies,
                          .question = &question,
                          .arena = arena,
                          .explanation = made,
                          .nearest = SIZE_MAX,
                          .switched_off = SIZE_MAX};
    if (write_down(&notes) != WEIR_OK)
        return weir_fail_memory(error);
    *explanation = made;
    return WEIR_OK;
}

const struct weir_verdict *weir_explanation_verdict(const struct weir_explanation *explanation)
{
    return explanation == NULL ? NULL : &explanation->verdict;
}

struct weir_str weir_explanation_because(const struct weir_explanation *explanation)
{
    return explanation == NULL ? (struct weir_str){NULL, 0} : explanation->because;
}

struct weir_str weir_explanation_nearest(const struct weir_explanation *explanation)
{
    return explanation == NULL ? (struct weir_str){NULL, 0} : explanation->nearest;
}

struct weir_str weir_explanation_remedy(const struct weir_explanation *explanation)
{
    return explanation == NULL ? (struct weir_str){NULL, 0} : explanation->remedy;
}

struct weir_place weir_explanation_place(const struct weir_explanation *explanation)
{
    return explanation == NULL ? weir_tree_place(NULL, NULL) : explanation->place;
}

size_t weir_explanation_finding_count(const struct weir_explanation *explanation)
{
    return explanation == NULL ? 0 : explanation->count;
}

const struct weir_finding *weir_explanation_finding(const struct weir_explanation *explanation, size_t index)
{
    return index < weir_explanation_finding_count(explanation) ? &explanation->findings[index] : NULL;
}
