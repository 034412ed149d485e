/* Decides when a bar is worth showing: on a terminal, for work that lasts. It changes no answer. */
#include "progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <unistd.h>

enum { BAR_CELLS = 30, PATIENCE_MS = 400, REDRAW_MS = 80 };

static int64_t now_ms(void)
{
    struct timespec now = {0};
    if (clock_gettime(CLOCK_MONOTONIC, &now) != 0)
        return 0;
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, size_t total)
{
    const char *const terminal = getenv("TERM");
    *progress = (struct progress){.total = total};
    progress->shown = total > 0 && isatty(STDERR_FILENO) == 1 && terminal != NULL && strcmp(terminal, "dumb") != 0;
    progress->begun_ms = progress->shown ? now_ms() : 0;
}

void progress_step(struct progress *progress, size_t done)
{
    if (!progress->shown)
        return;
    const int64_t now = now_ms();
    if (now - progress->begun_ms < PATIENCE_MS || now - progress->last_ms < REDRAW_MS)
        return;
    char bar[BAR_CELLS + 1];
    const size_t full = done >= progress->total ? BAR_CELLS : done * BAR_CELLS / progress->total;
    memset(bar, '.', BAR_CELLS);
    memset(bar, '#', full);
    bar[BAR_CELLS] = '\0';
    fprintf(stderr, "\r[%s] %zu/%zu", bar, done, progress->total);
    fflush(stderr);
    progress->drawn = true;
    progress->last_ms = now;
}

void progress_clear(struct progress *progress)
{
    if (!progress->drawn)
        return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->drawn = false;
}
