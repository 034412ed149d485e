/* What the two halves of the report share: its columns and labelled lines. */
#ifndef WEIR_CLI_REPORT_IMPL_H
#define WEIR_CLI_REPORT_IMPL_H

#include "report.h"

enum { LABEL_COLUMN = 2, HEADER_COLUMN = 9, TEXT_COLUMN = 13 };

/* The label, faint, and then the column of the text. */
void report_label(struct paint *paint, const char *label);
void report_line(struct paint *paint, const char *label, struct weir_str text);
/* Why: the rule that decided, and the rules on the way to it. */
void report_trace(const struct report *report, const struct weir_decision *decision, struct paint *paint);
/* Of an operation on a table: what the caller may do with it. */
void report_access(const struct report *report, const struct weir_decision *decision, struct paint *paint);

#endif
