/* Characters of untrusted text on their way to a person: their width, and an escape where showing them would lie. */
#ifndef WEIR_CLI_GLYPH_H
#define WEIR_CLI_GLYPH_H

#include <stdint.h>
#include <stdio.h>

#include <weir/base.h>

/* The first character of a text. */
struct glyph {
    uint32_t code;
    unsigned bytes;   /* that it takes in the text; 0 at its end */
    unsigned columns; /* that it takes on a terminal, escaped if need be */
    bool hidden;      /* a control, an invisible, or no UTF-8: to be escaped */
    char escape[12];  /* NUL-terminated, when hidden */
};

struct glyph glyph_at(struct weir_str text);
/* The columns that a text takes. */
unsigned glyph_columns(struct weir_str text);
/* The text with all hidden characters escaped. */
void glyph_put(FILE *out, struct weir_str text);

#endif
