#!/usr/bin/env python3
"""Lay the fuzz programs out as farms take them: PROGRAM, PROGRAM.dict, PROGRAM.options, PROGRAM_seed_corpus.zip.

With --check the folder is a temporary one, and each program is run over some of its seeds as they were packed.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).resolve().parent
MAX_BYTES = 4096
TIMEOUT_S = 20
TRIED = 16
NO_DICTIONARY = {"fuzz_memory"}  # its inputs are JSON behind one byte; a farm finds the words by itself


def seeds_of(name, seeds):
    """Those that are generated, and what was found before."""
    for folder in (seeds / name, HERE / "findings" / name):
        if folder.is_dir():
            yield from sorted(path for path in folder.iterdir() if path.is_file())


def pack(program, seeds, out):
    name = program.name
    shutil.copy2(program, out / name)
    options = ["[libfuzzer]", f"max_len = {MAX_BYTES}", f"timeout = {TIMEOUT_S}"]
    dictionary = HERE / "dict" / f"{name.removeprefix('fuzz_')}.dict"
    if name not in NO_DICTIONARY:
        shutil.copy2(dictionary, out / f"{name}.dict")
        options.append(f"dict = {name}.dict")
    (out / f"{name}.options").write_text("\n".join(options) + "\n")
    with zipfile.ZipFile(out / f"{name}_seed_corpus.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number, path in enumerate(seeds_of(name, seeds)):
            archive.writestr(zipfile.ZipInfo(f"{number:05}-{path.name}"), path.read_bytes())


def fault(program, out):
    """What is wrong with a packed program, or nothing."""
    name = program.name
    with tempfile.TemporaryDirectory() as holder, zipfile.ZipFile(out / f"{name}_seed_corpus.zip") as archive:
        count = len(archive.namelist())
        archive.extractall(holder, archive.namelist()[:TRIED])
        command = [out / name, "-runs=0", f"-timeout={TIMEOUT_S}", holder]
        if (out / f"{name}.dict").exists():
            command.append(f"-dict={out / name}.dict")
        answer = subprocess.run(command, cwd=out, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if count == 0:
        return f"{name}: no seeds"
    return "" if answer.returncode == 0 else f"{name}: {answer.stdout.decode(errors='replace')[-2000:]}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=pathlib.Path, required=True, help="as make_seeds.py writes them")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("programs", type=pathlib.Path, nargs="+")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as holder:
        out = pathlib.Path(holder) if options.check else options.out
        out.mkdir(parents=True, exist_ok=True)
        for program in options.programs:
            pack(program, options.seeds, out)
        faults = [found for found in (fault(program, out) for program in options.programs) if found] if options.check else []
    print("\n".join(faults) if faults else f"{len(options.programs)} programs packed")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
