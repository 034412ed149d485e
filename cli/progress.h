/* A bar on stderr while long work is done before a person's eyes. */
#ifndef WEIR_CLI_PROGRESS_H
#define WEIR_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool shown; /* whether stderr is a terminal that takes it */
    bool drawn;
    size_t total;
    int64_t begun_ms;
    int64_t last_ms;
};

void progress_begin(struct progress *progress, size_t total);
/* Draws at most some times a second, and not at all in the first moments. */
void progress_step(struct progress *progress, size_t done);
/* Takes the bar away, so that something can be printed. */
void progress_clear(struct progress *progress);

#endif
