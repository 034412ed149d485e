#!/usr/bin/env bash
# Builds the targets for a fuzzing farm in the way of OSS-Fuzz: CC, CFLAGS and LIB_FUZZING_ENGINE say how, OUT where to.
# Without them: clang's libFuzzer under the address and undefined sanitizers, into build/farm.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=${WORK:-build}/farm-build
out=${OUT:-$PWD/build/farm}
settings=(-G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DWEIR_FUZZ=ON -DWEIR_TESTS=OFF -DWEIR_EXAMPLES=OFF)
if [ -n "${LIB_FUZZING_ENGINE:-}" ]; then
    settings+=("-DWEIR_FUZZ_ENGINE=$LIB_FUZZING_ENGINE")
else
    settings+=("-DCMAKE_C_COMPILER=${CC:-clang-19}" -DWEIR_SANITIZE=address,undefined)
fi
cmake -S . -B "$work" "${settings[@]}"
cmake --build "$work" --target pack_fuzz
mkdir -p "$out"
cp -R "$work/farm/." "$out/"
