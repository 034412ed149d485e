#!/usr/bin/env python3
"""Does replay run what it is given, count it, and let a crash be seen? Asked of the target with the planted fault."""
import pathlib
import subprocess
import sys
import tempfile


def replay(program, *paths):
    answer = subprocess.run([program, *map(str, paths)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return answer.returncode, answer.stdout.decode("utf-8", errors="replace")


def main():
    program = sys.argv[1]
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        inputs = folder / "inputs"
        inputs.mkdir()
        for name, data in [("empty", b""), ("near", b"wei"), ("other", b"\0\xff")]:
            (inputs / name).write_bytes(data)
        magic = folder / "magic"
        magic.write_bytes(b"weir and more")
        code, text = replay(program, inputs, inputs / "near")
        if code != 0 or "4 inputs" not in text:
            faults.append(f"harmless inputs: {code}: {text}")
        code, text = replay(program, inputs, magic)
        if code == 0 or "inputs\n" in text or text.find(str(magic)) < 0:
            faults.append(f"the planted fault: {code}: {text}")
        code, text = replay(program, folder / "nowhere")
        if code != 3:
            faults.append(f"a missing file: {code}: {text}")
        (folder / "nothing").mkdir()
        code, text = replay(program, folder / "nothing")
        if code != 2:
            faults.append(f"an empty folder: {code}: {text}")
    for fault in faults:
        print(fault)
    print("replay shows a crash" if not faults else f"{len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
