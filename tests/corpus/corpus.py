"""The corpus as this project's Python programs read it: YAML whose scalars are text and whose keys do not repeat."""
import pathlib

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Folders of the corpus that hold what cases share, not cases.
SHARED = ("worlds", "providers")


class Refused(Exception):
    """A text that the strict loader does not take; says where."""


class StrictLoader(yaml.BaseLoader):
    """Every scalar is text; no anchors, aliases, tags or merges; a key that repeats is refused."""

    def compose_node(self, parent, index):
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(f"{place(event.start_mark)}: anchors and aliases are not part of the format")
        if getattr(event, "tag", None):
            raise Refused(f"{place(event.start_mark)}: tags are not part of the format")
        return super().compose_node(parent, index)

    def construct_mapping(self, node, deep=False):
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise Refused(f"{place(key.start_mark)}: a key that is not a scalar")
            if key.value in seen:
                raise Refused(f"{place(key.start_mark)}: duplicate key `{key.value}`")
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def place(mark):
    return f"{mark.name}:{mark.line + 1}:{mark.column + 1}"


def read(path, root=ROOT):
    """The document in a file; Refused with its place if it is not one."""
    text = path.read_text(encoding="utf-8")
    return parse(text, str(path.relative_to(root)) if path.is_relative_to(root) else str(path))


def parse(text, name):
    loader = StrictLoader(text)
    loader.name = name
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Refused(f"{place(mark) if mark else name}: {getattr(error, 'problem', error)}") from error
    finally:
        loader.dispose()


def suite_paths(root=ROOT):
    """The files of cases, sorted; the worlds and providers that they share are not among them."""
    return sorted(path for path in (root / "corpus").rglob("*.yaml") if path.parent.name not in SHARED)


def world_paths(root=ROOT):
    return sorted((root / "corpus" / "worlds").glob("*.yaml"))


def provider_paths(root=ROOT):
    return sorted((root / "corpus" / "providers").glob("*.yaml"))
