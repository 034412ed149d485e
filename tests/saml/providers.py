"""The identity providers that cases share: what `weir verify` is told beside the response."""
from mint import *
from suite import member

SIGNERS = (key_descriptor(certificate("idp")), key_descriptor(certificate("idp-next"), use=""))
METADATA = metadata(*SIGNERS)
COMMON = {"metadata": METADATA, "provider": PROVIDER, "role": ROLE, "time": NOW}
READERS = [private_pem("reader"), private_pem("reader-next")]

PROVIDERS = {
    "idp@1": ("an identity provider with two signing keys", COMMON),
    "idp-allowed@1": ("the same, where AWS holds two private keys and takes plain and encrypted assertions",
                      {**COMMON, "decryption_keys": READERS, "settings": {"assertion_encryption_mode": "Allowed"}}),
    "idp-required@1": ("the same, where AWS takes encrypted assertions alone",
                       {**COMMON, "decryption_keys": READERS, "settings": {"assertion_encryption_mode": "Required"}}),
}


def texts():
    return {name: f"# {about[0].upper()}{about[1:]}.\n" + "\n".join(member(key, value, 0) for key, value in members.items()) + "\n"
            for name, (about, members) in PROVIDERS.items()}
