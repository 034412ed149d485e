#!/usr/bin/env python3
"""Would the random worlds notice a fault of the operations? Each one planted here in the model must change some answer.

Settings that are not read are planted by the rulebooks' own lists: each that worlds of the kind could draw, at each value but the
default; what they do not draw must be set aside in vend_settings, with its reason.
"""
import argparse
import functools
import sys
from dataclasses import dataclass, field
from unittest import mock

import vend
import vend_authorize
import vend_compare
import vend_mint
import vend_parameters
import vend_redshift
import vend_saml
import vend_settings
import vend_sts
import vend_world

SEED, REQUESTS = "1", 50  # the worlds that the comparison with the program asks about, and as many of them as it takes
SIZES = {"accounts": 900, "lakes": 800}  # worlds; of a setting, those that have its turn
TURNS = 60
CHOSEN = ["accounts"]  # the last one is the kind of worlds


@dataclass
class Fault:
    """What is broken, what every question says in the place of its world's settings, and which answers could change at all."""
    patches: list = field(default_factory=list)
    settings: dict = field(default_factory=dict)
    concerns: object = lambda made, right: True
    worlds: object = None  # the numbers of those that could notice it; None: the first


def without(name, *modules):
    """A check that never fails."""
    return [mock.patch.object(module, name, lambda *_: None) for module in modules]


def unasked(action):
    """An action that is never asked about."""
    original = vend.Call.demand

    def demand(call, rule, code, status, asked, *rest):
        if asked != action:
            original(call, rule, code, status, asked, *rest)
    return [mock.patch.object(vend.Call, "demand", demand)]


def without_key(name):
    """A condition key that is never there."""
    original = vend.Call.put

    def put(call, action, resource, context, *rest):
        return original(call, action, resource, {key: value for key, value in context.items() if key != name}, *rest)
    return [mock.patch.object(vend.Call, "put", put)]


def without_policies(layer):
    original = vend.Caller.__init__

    def made(caller, *arguments):
        original(caller, *arguments)
        caller.policies.pop(layer, None)
    return [mock.patch.object(vend.Caller, "__init__", made)]


def session_with(**changes):
    original = vend_sts.make_session

    def made(*arguments):
        session = original(*arguments)
        for name, change in changes.items():
            setattr(session, name, change(getattr(session, name)))
        return session
    return [mock.patch.object(vend_sts, "make_session", made)]


def number_of(name, value):
    original = vend.Call.number
    return [mock.patch.object(vend.Call, "number", lambda call, asked, default: value if asked == name else original(call, asked, default))]


def no_domains():
    return [mock.patch.object(vend_world.World, name, lambda *_: None) for name in ("workgroup_of_domain", "cluster_of_domain")]


def case_blind(name):
    original = getattr(vend_world.World, name)
    return [mock.patch.object(vend_world.World, name, lambda world, account, region, asked: original(world, account, region, asked.lower()))]


def own_bucket(call, name, original=vend_authorize.bucket):
    policy, _, kind = original(call, name)
    return policy, call.caller.account, kind


def off(module, name, value=None):
    """A part of the model that always says the same."""
    return [mock.patch.object(module, name, lambda *_: value)]


def setting_lost(name, value, default):
    """A value of a setting that is taken for the default."""
    return Fault(settings={name: default}, concerns=lambda made, _: made.settings.get(name) == value,
                 worlds=vend_settings.turns(CHOSEN[-1], name, value, TURNS))


def claim_lost(name):
    """A claim of assertions that is not read."""
    original = vend_saml.Claims.one
    return [mock.patch.object(vend_saml.Claims, "one", lambda claims, asked: None if asked == name else original(claims, asked))]


def claims_with(member, change):
    original = vend_saml.Claims.__init__

    def made(claims, *arguments):
        original(claims, *arguments)
        setattr(claims, member, change(getattr(claims, member)))
    return [mock.patch.object(vend_saml.Claims, "__init__", made)]


def saml_session_with(**changes):
    original = vend_saml.make_session

    def made(*arguments):
        session = original(*arguments)
        for name, change in changes.items():
            setattr(session, name, change(getattr(session, name)))
        return session
    return [mock.patch.object(vend_saml, "make_session", made)]


def federated_unasked(action):
    original = vend.Call.asks

    def asks(call, asked, *rest):
        return asked == action and call.caller.kind == "federated-provider" or original(call, asked, *rest)
    return [mock.patch.object(vend.Call, "asks", asks)]


def without_context(name):
    """A key of the session that is lost after the trust policy was asked."""
    return saml_session_with(context=lambda context: {key: value for key, value in context.items() if key != name})


FAULTS = {
    "tags that are not looked at": without("check_tags", vend_sts),
    "ARNs that are not looked at": without("check_arn", vend_sts),
    "everyone may call": without("check_caller", vend_sts),
    "session policies that are not looked at": without("check_policies", vend_sts),
    "no sts:TagSession": unasked("sts:TagSession"),
    "no sts:SetSourceIdentity": unasked("sts:SetSourceIdentity"),
    "no redshift:CreateClusterUser": unasked("redshift:CreateClusterUser"),
    "no redshift:JoinGroup": unasked("redshift:JoinGroup"),
    "keys compare with their case": [mock.patch.object(vend_sts, "folded", lambda text: text)],
    "a chain that lasts longer": number_of("role_chaining_duration_max", 7200),
    "a role that lasts longer": [mock.patch.object(vend_world.World, "max_session_duration", lambda *_: 43200)],
    "a shorter password": number_of("redshift_duration_min", 899),
    "a longer password": number_of("redshift_duration_max", 3601),
    "tags do not pass on": session_with(tags=lambda tags: tags[-1:]),
    "transitive keys do not pass on": session_with(transitive=lambda keys: []),
    "a source identity that is lost": session_with(source_identity=lambda value: ""),
    "session policies that are lost": session_with(policies=lambda policies: []),
    "a session that lasts a second longer": session_with(expires=lambda unix_s: unix_s + 1),
    "no boundary": without_policies("boundary"),
    "no session policy": without_policies("session"),
    "no SCP": [mock.patch.object(vend_world.World, "levels", lambda *_: None)],
    "no management account": [mock.patch.object(vend_world.World, "is_management", lambda *_: False)],
    "no tags of resources": [mock.patch.object(vend_world.World, "resource_tags", lambda *_: [])],
    "no sts:ExternalId": without_key("sts:ExternalId"),
    "no sts:RoleSessionName": without_key("sts:RoleSessionName"),
    "no sts:TransitiveTagKeys": without_key("sts:TransitiveTagKeys"),
    "no aws:TagKeys": without_key("aws:TagKeys"),
    "no aws:RequestTag": without_key("aws:RequestTag/team"),
    "no aws:PrincipalTag": without_key("aws:PrincipalTag/team"),
    "no aws:userid": without_key("aws:userid"),
    "no aws:username": without_key("aws:username"),
    "no aws:TokenIssueTime": without_key("aws:TokenIssueTime"),
    "no redshift:DbUser": without_key("redshift:DbUser"),
    "no redshift:DbName": without_key("redshift:DbName"),
    "no redshift:DurationSeconds": without_key("redshift:DurationSeconds"),
    "no reserved words": [mock.patch.object(vend_redshift, "RESERVED", set())],
    "names that are not looked at": without("check_names", vend_redshift.Service),
    "no custom domains": no_domains(),
    "clusters without case": case_blind("cluster"),
    "every cluster is there": without("check_exists", vend_redshift.Provisioned),
    "no bucket policies": [mock.patch.object(vend_authorize, "bucket", lambda call, name: (None, "", "other"))],
    "buckets of the caller": [mock.patch.object(vend_authorize, "bucket", own_bucket)],
    "no aws:SourceIdentity": without_key("aws:SourceIdentity"),
    "no faults": [mock.patch.object(vend_world.World, "fault", lambda *_: None)],
    "parameters that are not looked at": without("violations", vend_parameters),
    "a second factor that is not looked at": off(vend_sts, "check_mfa", {}),
    "half a second factor": [mock.patch.object(vend_sts, "MFA_BOTH", vend_sts.MFA_CODE)],
    "no aws:MultiFactorAuthPresent": without_key("aws:MultiFactorAuthPresent"),
    "no aws:MultiFactorAuthAge": without_key("aws:MultiFactorAuthAge"),
    "STS is on everywhere": without("check_region", vend_sts),
    "every Region is on by default": [mock.patch.object(vend_sts, "check_regions", lambda call, account: vend_sts.check_region(call, "sts.region.role-account", account))],
    "the caller's Region counts everywhere": [mock.patch.object(vend_sts, "BY_DEFAULT", set())],
    "everything fits": without("check_packed", vend_sts),
    "a token has room for everything": without("check_token", vend_sts),
    "a managed session policy is there": without("check_exist", vend_sts),
    "the room is always the same": number_of("packed_size_max", 100),
    "unique ids name nobody": [mock.patch.object(vend_world.World, "with_arns", lambda world, policy: policy)],
    "responses that are not verified": off(vend_saml, "verify"),
    "role and provider from two values": without("check_pair", vend_saml),
    "roles of any account": without("check_request", vend_saml),
    "a provider that is not looked for": off(vend_world.World, "saml_provider", vend_mint.providers()[0]),
    "no trust for assertions": without("check_trust", vend_saml),
    "no sts:TagSession for assertions": federated_unasked("sts:TagSession"),
    "no sts:SetSourceIdentity for assertions": federated_unasked("sts:SetSourceIdentity"),
    "a SessionDuration that is not read": claim_lost("SessionDuration"),
    "a SourceIdentity that is not read": claim_lost("SourceIdentity"),
    "a SessionNotOnOrAfter that is not read": claims_with("ends", lambda ends: []),
    "a format with its prefix": claims_with("subject_type", lambda form: "urn:oasis:names:tc:SAML:2.0:nameid-format:" + form),
    "tags of assertions that are lost": saml_session_with(tags=lambda tags: []),
    "transitive keys of assertions that are lost": saml_session_with(transitive=lambda keys: []),
    "a sign-in that is a chain": saml_session_with(chained=lambda value: True),
    "session policies of sign-ins that are lost": saml_session_with(policies=lambda policies: []),
    "saml:sub does not persist": without_context("saml:sub"),
    "aws:FederatedProvider does not persist": without_context("aws:FederatedProvider"),
    "saml:aud persists": saml_session_with(context=lambda context: {**context, "saml:aud": "https://signin.aws.amazon.com/saml"}),
    **{f"no {name}": without_key(name) for name in (
        "saml:aud", "saml:iss", "saml:sub", "saml:sub_type", "saml:doc", "saml:namequalifier", "saml:edupersonaffiliation")},
    "a pattern that is not looked at": [mock.patch.object(vend_parameters, "matches", lambda *_: True)],
}


@functools.cache
def world(number):
    made, requests = vend_compare.WORLDS[CHOSEN[-1]].world_and_requests(SEED, number, REQUESTS)
    return vend_world.World(vend_compare.text(made)), [vend_compare.text(request) for request in requests]


def answer(held, request, settings):
    try:
        return vend.run(held, request, settings, vend_compare.OPERATIONS)
    except vend_world.Outside as reason:
        return str(reason)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError):
        return "what a fault lets through, the model cannot read"


@functools.cache
def right_answers(number):
    held, requests = world(number)
    return [answer(held, request, {}) for request in requests]


def notices(fault):
    """How many worlds it takes until an answer changes, and how many answers; None if none does."""
    asked = 0
    for tried, number in enumerate(fault.worlds or range(SIZES[CHOSEN[-1]]), 1):
        held, requests = world(number)
        concerned = [(request, right) for request, right in zip(requests, right_answers(number)) if fault.concerns(held, right)]
        for each in fault.patches:
            each.start()
        try:
            for request, right in concerned:
                asked += 1
                if answer(held, request, fault.settings) != right:
                    return tried, asked
        finally:
            for each in fault.patches:
                each.stop()
    return None, asked


def wrong_defaults():
    """The settings of which the model takes another value for the default than the rulebook."""
    rows = vend_settings.rows(CHOSEN[-1])
    for number in range(0, 40, 2):
        held, requests = world(number)
        for name, (default, _) in rows.items():
            if name not in held.settings and any(answer(held, request, {name: default}) != right
                                                 for request, right in zip(requests[number % 10::10], right_answers(number)[number % 10::10])):
                yield name


def main(faults=None, about=__doc__):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--weir", required=True, help="the program, which says whether a SAML response stands")
    parser.add_argument("--only", default="", metavar="WORDS", help="the faults whose names have these words")
    parser.add_argument("--verbose", action="store_true", help="say for each fault how many worlds, and answers, it took")
    options = parser.parse_args()
    vend_saml.PROGRAM = options.weir
    kind = CHOSEN[-1]
    rows = vend_settings.rows(kind)
    planted = {name: fault if isinstance(fault, Fault) else Fault(fault) for name, fault in (faults or FAULTS).items()}
    planted.update({f"no setting {name}: {value}": setting_lost(name, value, rows[name][0]) for name, value in vend_settings.drawn(kind)})
    missed = [f"the setting {name} is not drawn" for name in vend_settings.undrawn(kind)]
    missed += [f"the default of {name} is another" for name in sorted(set(wrong_defaults()))]
    for name, fault in planted.items():
        if options.only not in name:
            continue
        found, asked = notices(fault)
        if found is None:
            missed.append(name)
        elif options.verbose:
            print(f"{found:4} {asked:6} {name}")
    for name in missed:
        print(f"not noticed: {name}")
    print(f"{len(planted)} planted faults, {len(missed)} not noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
