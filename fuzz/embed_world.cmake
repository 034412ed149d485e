# Writes the C file that holds a world as text, whole and without its grants: cmake -DOUT=FILE.c -DWORLD=a.yaml -P …
file(READ "${WORLD}" whole)
# The list of grants is everything below its key, two steps further in.
string(REGEX REPLACE "\n          PrincipalResourcePermissions:(\n            [^\n]*)*" "" without "${whole}")
if(whole STREQUAL without)
  message(FATAL_ERROR "${WORLD} has no grants to leave out")
endif()
set(arrays "")
foreach(name IN ITEMS whole without)
  string(HEX "${${name}}" bytes)
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
  string(APPEND arrays "static const unsigned char ${name}[] = {\n${bytes}};\n")
endforeach()
file(WRITE "${OUT}" "/* Generated from ${WORLD}; not for editing. */
#include \"fuzz/world_text.h\"

${arrays}
const struct weir_str fuzz_world_whole = {(const char *)whole, sizeof(whole)};
const struct weir_str fuzz_world_without_grants = {(const char *)without, sizeof(without)};
")
