# Writes the C file that holds a text: cmake -DOUT=FILE.c -DFILE=a.yaml -DHEADER=fuzz/x.h -DNAME=symbol -P embed_text.cmake
file(READ "${FILE}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes "${bytes}")
file(WRITE "${OUT}" "/* Generated from ${FILE}; not for editing. */
#include \"${HEADER}\"

static const unsigned char text[] = {
${bytes}};

const struct weir_str ${NAME} = {(const char *)text, sizeof(text)};
")
