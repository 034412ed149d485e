/* Text for people: colour where it is wanted, words wrapped to the width, untrusted characters made safe. */
#ifndef WEIR_CLI_PAINT_H
#define WEIR_CLI_PAINT_H

#include <stdio.h>

#include <weir/base.h>

/* Colour never carries a meaning alone: the words say the same. */
enum tint { TINT_PLAIN, TINT_BOLD, TINT_FAINT, TINT_GOOD, TINT_BAD, TINT_DOUBT };

struct paint {
    FILE *out;
    bool is_terminal;
    bool colour;
    unsigned width;  /* columns of a line */
    unsigned column; /* where the next character goes, from 0 */
};

/* Looks at the stream and the environment (NO_COLOR, TERM): a terminal gives colour and its own width, else 80. */
void paint_open(struct paint *paint, FILE *out);
/* A text on the line as it stands. */
void paint_text(struct paint *paint, enum tint tint, struct weir_str text);
/* Our own words; a newline is a new line. */
void paint_format(struct paint *paint, enum tint tint, const char *format, ...) WEIR_PRINTF(3, 4);
/* Words, broken between them at the width; further lines, and those after a newline in the text, begin at `indent`. */
void paint_words(struct paint *paint, enum tint tint, unsigned indent, struct weir_str text);
/* The same, parted by a space from what stands on the line. */
void paint_more_words(struct paint *paint, enum tint tint, unsigned indent, struct weir_str text);
/* As much of a text as fits on the line, "..." at its end if something was cut. */
void paint_cut(struct paint *paint, enum tint tint, struct weir_str text);
/* Spaces up to a column, one at least unless the line is empty. */
void paint_to_column(struct paint *paint, unsigned column);
void paint_line(struct paint *paint);
/* JSON text, indented; what fits on the rest of a line stays on it. It ends without a newline. */
void paint_json(struct paint *paint, unsigned indent, struct weir_str json);
/* One line of JSON for programs: the same bytes, but that controls beyond ASCII are escaped on a terminal. */
void paint_json_line(struct paint *paint, struct weir_str json);

#endif
