/* The members of a suite and of a case, read by tables. */
#ifndef WEIR_CLI_CORPUS_MEMBERS_H
#define WEIR_CLI_CORPUS_MEMBERS_H

#include "corpus.h"

enum weir_status corpus_read_suite(struct corpus_suite *suite, const struct weir_node **cases,
                                   struct weir_error *error);
/* Fills a case from its node. The rulebook knows the sources that it may cite. */
enum weir_status corpus_read_case(const struct weir_rulebook *rulebook, struct corpus_case *item,
                                  struct weir_error *error);

#endif
