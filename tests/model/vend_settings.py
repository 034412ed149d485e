"""Which settings random worlds draw, and at which values: every one of the rulebooks, but those that no random world could tell.

Names, defaults and values are the rulebooks' own lists, so that a setting which is added there is drawn from then on.
"""
import functools
import pathlib
import re

import cases

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORLDS = {"accounts": ("authorize", "redshift", "redshift-serverless", "sts"), "lakes": ("glue", "lakeformation")}
SWITCH = ("false", "true")
# The others of settings that are numbers, texts or lists, and so list no values.
OTHERS = {
    "packed_size_max": ("20",), "permissions_default": ("SELECT",), "pass_role_service": ("glue.amazonaws.com",), "redshift_duration_max": ("7200",), "redshift_duration_min": ("60",),
    "redshift_reserved_words": ("dev,prod",), "redshift_unreserved_words": ("START,CONNECT",), "role_chaining_duration_max": ("900",),
    "saml_clock_skew": ("60",), "session_policy_arns_max": ("1",), "session_policy_characters_max": ("100",), "session_token_bytes_max": ("100",),
    "shown_value_characters_max": ("8",), "table_duration_max": ("43200",), "vending_duration": ("1800",),
}
VERIFIED = "whether a response stands, the program says"
ASIDE = {
    "denial_reasons": "why a request is refused, the explanation says, and the model does not",
    "query_authorization_match": "whether an id is the one that AWS drew, no random request can know",
    "saml_allow_inclusive_c14n": VERIFIED, "saml_allow_rsa15": VERIFIED, "saml_allow_sha1": VERIFIED, "saml_china_attribute_names": VERIFIED,
    "saml_ignore_metadata_expiry": VERIFIED,
}


def lake_rows():
    """Those of what a grant means stand with the world: a name, the word by default, and the other."""
    written = (ROOT / "world" / "settings.c").read_text(encoding="utf-8")
    for name, default, other in re.findall(r'\{TEXT\("(\w+)"\), TEXT\("(\w+)"\), TEXT\("(\w+)"\)\}', written):
        yield name, (default, (default, other))


@functools.cache
def rows(worlds):
    """Each setting that worlds of a kind could draw: its default and its values, none where the rulebook lists none."""
    found = dict(lake_rows() if worlds == "lakes" else ())
    for name in WORLDS[worlds]:
        written = (ROOT / "vend" / "rulebook" / f"{name}.yaml").read_text(encoding="utf-8")
        for setting, row in (cases.yaml_loader()(written).get("settings") or {}).items():
            default = row["value"]
            found[setting] = (default, tuple(row.get("values") or (SWITCH if default in SWITCH else OTHERS.get(setting, ()))))
    return found


@functools.cache
def drawn(worlds):
    """(name, value) of every value that is not the default."""
    return [(name, value) for name, (default, values) in sorted(rows(worlds).items()) if name not in ASIDE for value in values if value != default]


def undrawn(worlds):
    """The settings that are neither drawn nor set aside."""
    return sorted(set(rows(worlds)) - {name for name, _ in drawn(worlds)} - set(ASIDE))


def draw(maker, worlds, number):
    """A world's settings: none, or the next in turn, and seldom others."""
    every = drawn(worlds)
    turn = [every[number // 2 % len(every)]] if number % 2 else []
    return dict(maker.some(every, 0.01) + turn)


def turns(worlds, name, value, count):
    """The numbers of the first worlds of which this value of the setting is the turn."""
    every = drawn(worlds)
    return [2 * (every.index((name, value)) + lap * len(every)) + 1 for lap in range(count)]
