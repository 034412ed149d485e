# Writes the C file that holds the rulebook's files as text: cmake -DOUT=FILE.c "-DFILES=a.yaml;b.yaml" -P embed.cmake
set(arrays "")
set(rows "")
set(count 0)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} bytes HEX)
  string(LENGTH "${bytes}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char file_${count}[] = {\n${bytes}0};\n")
  string(APPEND rows "    {WEIR_TEXT(\"rulebook/${name}\"), {(const char *)file_${count}, ${length}}},\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE ${OUT} "/* Generated from the files of the rulebook; not for editing. */
#include \"vend/reader/rulebook_builtin.h\"

${arrays}
#define WEIR_TEXT(literal) {literal, sizeof(literal) - 1}

const struct weir_rulebook_text weir_rulebook_builtin_texts[] = {
${rows}};
const size_t weir_rulebook_builtin_count = ${count};
")
