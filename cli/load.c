/* Decides which files make a world and a rulebook. The library asks for includes; the program opens them. */
#include <stdlib.h>
#include <string.h>

#include <weir/saml.h>

#include "complain.h"
#include "files.h"

/* Text that was handed to the library is copied there, so that a file is held no longer than its call. */
static enum cli_exit told(enum weir_status status, const struct weir_error *error, struct weir_str name)
{
    return status == WEIR_OK ? CLI_YES : complain(error, name);
}

/* `path` as the file beside `includer` would be called from here: in the includer's folder, unless it is absolute. */
static char *beside(struct weir_str includer, struct weir_str path)
{
    size_t folder = includer.len;
    while (folder > 0 && includer.ptr[folder - 1] != '/')
        folder--;
    if (path.len > 0 && path.ptr[0] == '/')
        folder = 0;
    char *const joined = malloc(folder + path.len + 1);
    if (joined == NULL)
        return NULL;
    if (folder > 0)
        memcpy(joined, includer.ptr, folder);
    if (path.len > 0)
        memcpy(joined + folder, path.ptr, path.len);
    joined[folder + path.len] = '\0';
    return joined;
}

/* Nobody else in this process uses xmlsec1, whose own words would go to stderr. A build without SAML has none to own. */
static void own_xmlsec(void)
{
    const enum weir_status status = weir_saml_init(WEIR_SAML_OWNS_XMLSEC, NULL);
    (void)status; /* a world that needs what is missing says so itself */
}

static enum cli_exit supply(struct weir_world_builder *builder, struct weir_str path, struct weir_str includer)
{
    char *const joined = beside(includer, path);
    if (joined == NULL)
        return complain_memory();
    struct file_text file = {0};
    struct weir_error error = WEIR_ERROR_INIT;
    enum cli_exit code = CLI_UNREADABLE;
    /* "-" and "" inside a document are names of files, not of the stream that the program was given. */
    if (strcmp(joined, "-") == 0 || joined[0] == '\0')
        code = complain_about("Include", "names no file");
    else
        code = files_read(joined, &file);
    if (code == CLI_YES) {
        code = told(weir_world_builder_supply(builder, file.text, file.name, &error), &error, file.name);
        files_free(&file);
    }
    free(joined);
    return code;
}

static enum cli_exit supply_all(struct weir_world_builder *builder)
{
    struct weir_str path;
    struct weir_str includer;
    while (weir_world_builder_wants(builder, &path, &includer)) {
        const enum cli_exit code = supply(builder, path, includer);
        if (code != CLI_YES)
            return code;
    }
    return CLI_YES;
}

static enum cli_exit add_file(struct weir_world_builder *builder, const char *path)
{
    struct file_text file = {0};
    struct weir_error error = WEIR_ERROR_INIT;
    enum cli_exit code = files_read(path, &file);
    if (code != CLI_YES)
        return code;
    code = told(weir_world_builder_add(builder, file.text, file.name, &error), &error, file.name);
    files_free(&file);
    return code == CLI_YES ? supply_all(builder) : code;
}

enum cli_exit load_world(const char *const *paths, size_t count, struct weir_world **world)
{
    *world = NULL;
    struct weir_world_builder *builder = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    own_xmlsec();
    enum cli_exit code = told(weir_world_builder_new(NULL, &builder, &error), &error, WEIR_STR("weir"));
    for (size_t i = 0; i < count && code == CLI_YES; i++)
        code = add_file(builder, paths[i]);
    if (code == CLI_YES)
        code = told(weir_world_builder_seal(builder, world, &error), &error, weir_str_from(paths[0]));
    weir_world_builder_free(builder);
    return code;
}

enum cli_exit load_world_text(struct weir_str text, struct weir_str name, struct weir_world **world,
                              struct weir_error *error)
{
    *world = NULL;
    struct weir_world_builder *builder = NULL;
    own_xmlsec();
    enum weir_status status = weir_world_builder_new(NULL, &builder, error);
    if (status == WEIR_OK)
        status = weir_world_builder_add(builder, text, name, error);
    enum cli_exit code = complain_code(status);
    if (code == CLI_YES)
        code = supply_all(builder);
    if (code == CLI_YES)
        code = complain_code(weir_world_builder_seal(builder, world, error));
    weir_world_builder_free(builder);
    return code;
}

static enum cli_exit read_rulebook(const char *const *paths, size_t count, struct file_text *files,
                                   struct weir_rulebook_text *texts, struct weir_rulebook **rulebook)
{
    struct weir_error error = WEIR_ERROR_INIT;
    for (size_t i = 0; i < count; i++) {
        const enum cli_exit code = files_read(paths[i], &files[i]);
        if (code != CLI_YES)
            return code;
        texts[i] = (struct weir_rulebook_text){files[i].name, files[i].text};
    }
    return told(weir_rulebook_new(texts, count, rulebook, &error), &error, files[0].name);
}

enum cli_exit load_rulebook(const char *const *paths, size_t count, struct weir_rulebook **rulebook)
{
    *rulebook = NULL;
    struct weir_error error = WEIR_ERROR_INIT;
    if (count == 0)
        return told(weir_rulebook_builtin(rulebook, &error), &error, WEIR_STR("builtin rulebook"));
    struct file_text *const files = calloc(count, sizeof(*files));
    struct weir_rulebook_text *const texts = calloc(count, sizeof(*texts));
    const enum cli_exit code = files == NULL || texts == NULL ? complain_memory()
                                                              : read_rulebook(paths, count, files, texts, rulebook);
    for (size_t i = 0; files != NULL && i < count; i++)
        files_free(&files[i]);
    free(files);
    free(texts);
    return code;
}
