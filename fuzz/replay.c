/*
 * main() over files and folders: runs a fuzz target on each, with any compiler, and prints how many there were. The
 * name of an input is printed before it runs, so that the last name is the one that crashed.
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the name that POSIX gives */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

enum { MAX_INPUT = 16 << 20 };

/* The bytes are copied to a block of their exact size, so that a sanitizer sees every read past the end. */
static int run_bytes(FILE *file, size_t size)
{
    uint8_t *data = malloc(size == 0 ? 1 : size);
    if (data == NULL || fread(data, 1, size, file) != size) {
        free(data);
        return -1;
    }
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

static int run_file(const char *path)
{
    struct stat info;
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return -1;
    int result = -1;
    if (fstat(fileno(file), &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= MAX_INPUT) {
        printf("%s\n", path);
        fflush(stdout);
        result = run_bytes(file, (size_t)info.st_size);
    }
    fclose(file);
    return result;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The files of one folder in the order of their names. Returns how many ran, -1 when one could not. */
static long run_folder(const char *folder)
{
    struct dirent **entries = NULL;
    const int found = scandir(folder, &entries, is_visible, alphasort);
    long ran = found < 0 ? -1 : 0;
    for (int i = 0; i < found; i++) {
        char path[4096];
        const int length = snprintf(path, sizeof(path), "%s/%s", folder, entries[i]->d_name);
        if (ran >= 0)
            ran = length > 0 && (size_t)length < sizeof(path) && run_file(path) == 0 ? ran + 1 : -1;
        free(entries[i]);
    }
    free(entries);
    return ran;
}

int main(int argc, char **argv)
{
    long ran = 0;
    for (int i = 1; i < argc; i++) {
        struct stat info;
        long more = -1;
        if (stat(argv[i], &info) == 0)
            more = S_ISDIR(info.st_mode) ? run_folder(argv[i]) : run_file(argv[i]) + 1;
        if (more < 0 || (more == 0 && !S_ISDIR(info.st_mode))) {
            fprintf(stderr, "%s: cannot be run\n", argv[i]);
            return 3;
        }
        ran += more;
    }
    printf("%ld inputs\n", ran);
    return ran > 0 ? 0 : 2;
}
