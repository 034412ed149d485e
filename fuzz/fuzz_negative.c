/* A target with a planted fault: whoever runs it and sees no crash has a fuzzer that finds nothing. */
#include <stdlib.h>

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint8_t magic[] = {'w', 'e', 'i', 'r'};
    size_t matched = 0;
    while (matched < sizeof(magic) && matched < size && data[matched] == magic[matched])
        matched++;
    if (matched == sizeof(magic))
        abort();
    return 0;
}
