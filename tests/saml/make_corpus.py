#!/usr/bin/env python3
"""Writes the SAML part of the corpus, its providers and the documents of the C tests; --check compares instead."""
import argparse
import importlib
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FAMILIES = ["accepted", "decode", "parse", "shape", "wrapping", "signature", "algorithms", "encryption", "metadata",
            "conditions", "attributes", "lakeformation"]
SKIPPED = 77


def files():
    """{path: text} of all that is generated."""
    import documents
    import providers
    made = {f"corpus/providers/{name}.yaml": text for name, text in providers.texts().items()}
    made.update({f"tests/saml/data/{name}": text for name, text in documents.texts().items()})
    for family in FAMILIES:
        module = importlib.import_module(f"families.{family}")
        made[f"corpus/saml/{family}.yaml"] = module.S
    return {path: text if isinstance(text, str) else text.text() for path, text in made.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="are the files that are checked in the ones that are made?")
    options = parser.parse_args()
    try:
        import cryptography  # noqa: F401
        import lxml  # noqa: F401
    except ImportError as error:
        print(f"nothing is made: {error}")
        return SKIPPED
    differing = 0
    for name, text in files().items():
        path = ROOT / name
        if options.check and (not path.is_file() or path.read_text(encoding="utf-8") != text):
            print(f"{name} is not what the generator makes", file=sys.stderr)
            differing += 1
        elif not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
