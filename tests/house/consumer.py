#!/usr/bin/env python3
"""Can a stranger use the installed tree, from C and C++, by find_package and by pkg-config, shared and static?"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import house

SOURCES = house.ROOT / "tests" / "consumer"


def run(command, **more):
    answer = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            text=True, **more)
    if answer.returncode != 0:
        print(f"{' '.join(map(str, command))}\n{answer.stdout}", file=sys.stderr)
        sys.exit(1)
    return answer.stdout.strip()


def by_find_package(options, prefix, folder):
    run([options.cmake, "-G", "Ninja", "-S", SOURCES, "-B", folder, f"-DCMAKE_PREFIX_PATH={prefix}",
         f"-DCMAKE_C_COMPILER={options.cc}", f"-DCMAKE_CXX_COMPILER={options.cxx}", "-DCMAKE_BUILD_TYPE=Release"])
    run([options.cmake, "--build", folder])
    names = ["c_shared", "c_static", "cxx_shared", "cxx_static"]
    return [run([folder / name, options.version]) for name in names]


def by_pkg_config(options, prefix, folder):
    package = next(prefix.rglob("weir.pc"))
    environment = {**os.environ, "PKG_CONFIG_PATH": str(package.parent)}
    libraries = package.parent.parent
    answers = []
    for name, compiler, source in [("c", options.cc, "main.c"), ("cxx", options.cxx, "main.cpp")]:
        for kind, more in [("shared", []), ("static", ["--static"])]:
            flags = run(["pkg-config", "--cflags", "--libs", *more, "weir"], env=environment).split()
            if kind == "static":
                flags = [str(libraries / "libweir.a") if flag == "-lweir" else flag for flag in flags]
            program = folder / f"{name}_{kind}"
            run([compiler, SOURCES / source, "-o", program, *flags])
            answers.append(run([program, options.version], env={**os.environ, "LD_LIBRARY_PATH": str(libraries)}))
    version = run(["pkg-config", "--modversion", "weir"], env=environment)
    if version != options.version:
        sys.exit(f"weir.pc says version {version}")
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for flag in ["build", "cmake", "cc", "cxx", "version"]:
        parser.add_argument(f"--{flag}", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        first, prefix = folder / "first", folder / "moved"
        run([options.cmake, "--install", options.build, "--prefix", first])
        # An installed tree may be moved: nothing in it may remember where it was.
        shutil.move(first, prefix)
        (folder / "pc").mkdir()
        answers = by_find_package(options, prefix, folder / "cmake") + by_pkg_config(options, prefix, folder / "pc")
        program = prefix / "bin" / "weir"
        if program.exists():
            answers.append(run([program, "--version"]))
    print(f"{len(answers)} programs ran against the installed tree")
    for answer in answers:
        print(f"  {answer}")


if __name__ == "__main__":
    main()
