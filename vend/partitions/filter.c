/* Decides which partitions an Expression lets through: comparisons of partition keys, joined by AND, OR and NOT ([glue-api-get-partitions]). */
#include "vend/partitions/filter.h"

#include "base/base_impl.h"
#include "vend/partitions/value.h"

/* ------------------------------------------------------------------------------------------- tokens */

/* A name in quotes is no keyword, whatever it says. */
enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NAME, TOKEN_LITERAL, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_FAULT };
struct token {
    enum token_kind kind;
    struct weir_str text; /* of a literal without its quotes; doubled quotes inside are still doubled */
};

/* One walk over the expression for one partition. */
struct filtering {
    struct weir_str rest;
    struct token token;
    const struct weir_table *table;
    const struct weir_partition *partition;
    const char *fault;
};

static bool is_word_byte(char c)
{
    return weir_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
}

static void take(struct filtering *filtering, enum token_kind kind, size_t length)
{
    filtering->token = (struct token){kind, {filtering->rest.ptr, length}};
    filtering->rest.ptr += length;
    filtering->rest.len -= length;
}

/* 'text', "text" or `name`: a quote inside is written twice. */
static void take_quoted(struct filtering *filtering)
{
    const struct weir_str rest = filtering->rest;
    const char quote = rest.ptr[0];
    size_t i = 1;
    while (i < rest.len && (rest.ptr[i] != quote || (i + 1 < rest.len && rest.ptr[i + 1] == quote)))
        i += rest.ptr[i] == quote ? 2 : 1;
    if (i >= rest.len) {
        filtering->token.kind = TOKEN_FAULT;
        return;
    }
    take(filtering, quote == '`' ? TOKEN_NAME : TOKEN_LITERAL, i + 1);
    filtering->token.text = (struct weir_str){rest.ptr + 1, i - 1};
}

static void next_token(struct filtering *filtering)
{
    static const char *const signs[] = {"<=", ">=", "<>", "!=", "=", "<", ">", "(", ")", ","};
    struct weir_str *const rest = &filtering->rest;
    while (rest->len > 0 &&
           (rest->ptr[0] == ' ' || rest->ptr[0] == '\t' || rest->ptr[0] == '\r' || rest->ptr[0] == '\n'))
        *rest = (struct weir_str){rest->ptr + 1, rest->len - 1};
    filtering->token = (struct token){TOKEN_END, *rest};
    if (rest->len == 0)
        return;
    const char first = rest->ptr[0];
    if (first == '\'' || first == '"' || first == '`') {
        take_quoted(filtering);
        return;
    }
    size_t length = 0;
    while (length < rest->len && is_word_byte(rest->ptr[length]))
        length++;
    if (length > 0) {
        take(filtering, weir_is_digit(first) || first == '-' ? TOKEN_NUMBER : TOKEN_WORD, length);
        return;
    }
    for (size_t i = 0; i < WEIR_COUNT(signs); i++) {
        if (weir_str_has_prefix(*rest, weir_str_from(signs[i]))) {
            take(filtering, TOKEN_SIGN, weir_str_from(signs[i]).len);
            return;
        }
    }
    filtering->token.kind = TOKEN_FAULT;
}

static bool at_sign(const struct filtering *filtering, const char *sign)
{
    return filtering->token.kind == TOKEN_SIGN && weir_str_equal(filtering->token.text, weir_str_from(sign));
}

static bool at_word(const struct filtering *filtering, const char *word)
{
    return filtering->token.kind == TOKEN_WORD && weir_str_equal_fold(filtering->token.text, weir_str_from(word));
}

static bool skip_word(struct filtering *filtering, const char *word)
{
    const bool is_there = at_word(filtering, word);
    if (is_there)
        next_token(filtering);
    return is_there;
}

static void blame(struct filtering *filtering, const char *fault)
{
    if (filtering->fault == NULL)
        filtering->fault = fault;
}

/* ------------------------------------------------------------------------------------------- values */

/* A key of the table with its value in the partition, which is absent where only the form is checked. */
struct key {
    struct weir_str type;
    struct weir_str value;
    bool has_value;
};

static bool find_key(struct filtering *filtering, struct key *key)
{
    const struct weir_table *const table = filtering->table;
    for (size_t i = 0; i < table->partition_key_count; i++) {
        if (!weir_str_equal_fold(table->partition_keys[i].name, filtering->token.text))
            continue;
        const struct weir_partition *const partition = filtering->partition;
        key->type = table->partition_keys[i].type;
        key->has_value = partition != NULL && i < partition->values.count;
        if (key->has_value)
            key->value = partition->values.items[i];
        return true;
    }
    blame(filtering, "it names what is no partition key of the table");
    return false;
}

/* Takes the literal in front and compares the key with it. False where they cannot be compared. */
static bool compare_next(struct filtering *filtering, const struct key *key, int *order)
{
    const struct token token = filtering->token;
    *order = 0;
    if (token.kind != TOKEN_LITERAL && token.kind != TOKEN_NUMBER) {
        blame(filtering, "a value is missing");
        return false;
    }
    next_token(filtering);
    if (weir_type_is_numeric(key->type)) {
        if (!weir_text_is_number(token.text))
            blame(filtering, "a number is compared with what is none");
        return key->has_value && weir_compare_numbers(key->value, token.text, order);
    }
    *order = weir_compare_literal(key->value, token.text, token.kind == TOKEN_LITERAL ? token.text.ptr[-1] : '\0');
    return key->has_value;
}

/* ------------------------------------------------------------------------------------------ comparisons */

static bool like_next(struct filtering *filtering, const struct key *key)
{
    const struct token token = filtering->token;
    if (token.kind != TOKEN_LITERAL) {
        blame(filtering, "LIKE takes a quoted pattern");
        return false;
    }
    next_token(filtering);
    return weir_is_like(key->value, token.text, token.text.ptr[-1]);
}

static bool between_next(struct filtering *filtering, const struct key *key)
{
    int low = 0;
    int high = 0;
    const bool from = compare_next(filtering, key, &low);
    if (!skip_word(filtering, "AND"))
        blame(filtering, "BETWEEN takes two values joined by AND");
    const bool to = compare_next(filtering, key, &high);
    return from && to && low >= 0 && high <= 0;
}

static bool in_next(struct filtering *filtering, const struct key *key)
{
    bool is_in = false;
    if (!at_sign(filtering, "("))
        blame(filtering, "IN takes a list in parentheses");
    do {
        int order = 0;
        next_token(filtering);
        const bool comparable = compare_next(filtering, key, &order);
        is_in = is_in || (comparable && order == 0);
    } while (filtering->fault == NULL && at_sign(filtering, ","));
    if (!at_sign(filtering, ")"))
        blame(filtering, "a parenthesis is not closed");
    next_token(filtering);
    return is_in;
}

/* clang-format off */
static const struct {
    const char *sign;
    bool less, equal, greater;
} comparisons[] = {
    { "=",  false, true,  false },
    { "<>", true,  false, true  },
    { "!=", true,  false, true  },
    { "<",  true,  false, false },
    { "<=", true,  true,  false },
    { ">",  false, false, true  },
    { ">=", false, true,  true  },
};
/* clang-format on */

static bool compare_by_sign(struct filtering *filtering, const struct key *key)
{
    for (size_t i = 0; i < WEIR_COUNT(comparisons); i++) {
        int order = 0;
        if (!at_sign(filtering, comparisons[i].sign))
            continue;
        next_token(filtering);
        if (!compare_next(filtering, key, &order))
            return false;
        return order < 0 ? comparisons[i].less : order > 0 ? comparisons[i].greater : comparisons[i].equal;
    }
    blame(filtering, "a comparison is missing");
    return false;
}

/* KEY followed by a comparison, BETWEEN, IN or LIKE, the last three perhaps with NOT. */
static bool read_comparison(struct filtering *filtering)
{
    static const struct {
        const char *word;
        bool (*read)(struct filtering *filtering, const struct key *key);
    } words[] = {{"BETWEEN", between_next}, {"IN", in_next}, {"LIKE", like_next}};
    struct key key = {.has_value = false};
    if (filtering->token.kind != TOKEN_WORD && filtering->token.kind != TOKEN_NAME)
        blame(filtering, "a partition key is missing");
    if (filtering->fault != NULL || !find_key(filtering, &key))
        return false;
    next_token(filtering);
    const bool negated = skip_word(filtering, "NOT");
    for (size_t i = 0; i < WEIR_COUNT(words); i++) {
        if (skip_word(filtering, words[i].word))
            return words[i].read(filtering, &key) != negated && key.has_value;
    }
    if (negated)
        blame(filtering, "NOT stands before BETWEEN, IN or LIKE");
    return compare_by_sign(filtering, &key);
}

/* ------------------------------------------------------------------------------------------- logic */

/* In the order in which they bind: what binds closer is done first. */
enum logic { LOGIC_OPEN = 0, LOGIC_OR = 1, LOGIC_AND = 2, LOGIC_NOT = 3 };

/* INVARIANT: as many values as operators of two sides, and one more once a comparison was read. Each takes a byte at least. */
struct stacks {
    unsigned char operators[WEIR_MAX_EXPRESSION];
    bool values[WEIR_MAX_EXPRESSION];
    size_t operator_count, value_count;
};

static void apply_top(struct stacks *stacks)
{
    const unsigned char top = stacks->operators[--stacks->operator_count];
    bool *const last = &stacks->values[stacks->value_count - 1];
    if (top == LOGIC_NOT) {
        *last = !*last;
        return;
    }
    const bool left = stacks->values[stacks->value_count - 2];
    stacks->values[stacks->value_count - 2] = top == LOGIC_AND ? left && *last : left || *last;
    stacks->value_count--;
}

static void apply_down_to(struct stacks *stacks, enum logic least)
{
    while (stacks->operator_count > 0 && stacks->operators[stacks->operator_count - 1] >= (unsigned char)least)
        apply_top(stacks);
}

/* What stands before a comparison: NOT and opening parentheses. */
static void read_prefixes(struct filtering *filtering, struct stacks *stacks)
{
    while (at_word(filtering, "NOT") || at_sign(filtering, "(")) {
        stacks->operators[stacks->operator_count++] = at_sign(filtering, "(") ? LOGIC_OPEN : LOGIC_NOT;
        next_token(filtering);
    }
}

static void read_closings(struct filtering *filtering, struct stacks *stacks)
{
    apply_down_to(stacks, LOGIC_NOT);
    while (filtering->fault == NULL && at_sign(filtering, ")")) {
        apply_down_to(stacks, LOGIC_OR);
        if (stacks->operator_count == 0) {
            blame(filtering, "a parenthesis is not opened");
            return;
        }
        stacks->operator_count--;
        next_token(filtering);
        apply_down_to(stacks, LOGIC_NOT);
    }
}

/* Goes on to the next comparison; false at the end. */
static bool read_joint(struct filtering *filtering, struct stacks *stacks)
{
    const bool is_and = at_word(filtering, "AND");
    if (filtering->token.kind == TOKEN_END)
        return false;
    if (!is_and && !at_word(filtering, "OR")) {
        blame(filtering, "AND or OR is missing");
        return false;
    }
    apply_down_to(stacks, is_and ? LOGIC_AND : LOGIC_OR);
    stacks->operators[stacks->operator_count++] = is_and ? LOGIC_AND : LOGIC_OR;
    next_token(filtering);
    return true;
}

static bool read_all(struct filtering *filtering)
{
    struct stacks stacks;
    stacks.operator_count = stacks.value_count = 0;
    do {
        read_prefixes(filtering, &stacks);
        stacks.values[stacks.value_count++] = read_comparison(filtering);
        if (filtering->fault == NULL)
            read_closings(filtering, &stacks);
    } while (filtering->fault == NULL && read_joint(filtering, &stacks));
    if (filtering->fault != NULL)
        return false;
    apply_down_to(&stacks, LOGIC_OR);
    if (stacks.operator_count > 0)
        blame(filtering, "a parenthesis is not closed");
    return filtering->fault == NULL && stacks.values[0];
}

bool weir_partition_passes(struct weir_str expression, const struct weir_table *table,
                           const struct weir_partition *partition, const char **fault)
{
    struct filtering filtering = {.rest = expression, .table = table, .partition = partition};
    *fault = NULL;
    if (expression.len > WEIR_MAX_EXPRESSION) {
        *fault = "it is too long";
        return false;
    }
    next_token(&filtering);
    if (filtering.token.kind == TOKEN_END)
        return true;
    const bool passes = read_all(&filtering);
    *fault = filtering.fault;
    return passes && partition != NULL;
}
