"""A copy closed to a public key: by age, or by openssl to an X.509 certificate. Whoever writes backups cannot read them.

Neither is our own doing: the file is opened by `age --decrypt -i KEY FILE` or `openssl cms -decrypt -binary -inform DER -inkey KEY -in FILE` as well.
"""

import re
from pathlib import Path

import pyrage
from django.utils.translation import gettext as _

from dcc.backup.programs import run
from dcc.errors import Refused
from dcc.installation.private_files import owners_alone

AGE, CMS = ".age", ".cms"
LEAST_BITS = 3072  # of an RSA key: as good as 128 of a symmetric one
OAEP = ["-keyopt", "rsa_padding_mode:oaep", "-keyopt", "rsa_oaep_md:sha256"]  # without it openssl pads as PKCS #1 v1.5 did
MOST_CMS = 1024**3  # openssl takes a whole message into memory to open it, and none of two gigabytes


def suffix_for(key: str) -> str:
    """Return how the file's name ends. Raises Refused for what is no public key."""
    if not key:
        return ""
    if key.startswith("age1"):
        _recipient(key)
        return AGE
    if "BEGIN CERTIFICATE" not in _text(Path(key)):
        raise Refused(_("%(key)s is neither an age public key (age1…) nor the file of an X.509 certificate (PEM).") % {"key": key})
    if 0 < (bits := _bits_of_rsa(key)) < LEAST_BITS:
        raise Refused(
            _("The key of %(key)s has %(bits)d bits: give one of %(least)d or more, or one of age.") % {"key": key, "bits": bits, "least": LEAST_BITS}
        )
    return CMS


def close(plain: Path, closed: Path, key: str) -> None:
    """Write the file closed to a key. Raises Refused where that cannot be opened again."""
    if suffix_for(key) == AGE:
        with plain.open("rb") as source, open(closed, "wb", opener=owners_alone) as target:
            pyrage.encrypt_io(source, target, [_recipient(key)])
        return
    if plain.stat().st_size > MOST_CMS:
        raise Refused(_("The backup is larger than openssl can open again. Give an age public key."))
    open(closed, "wb", opener=owners_alone).close()
    files = ["-in", str(plain), "-out", str(closed), "-recip", key]
    run("openssl", ["cms", "-encrypt", "-binary", "-stream", "-aes-256-gcm", "-outform", "DER", *files, *(OAEP if _bits_of_rsa(key) else [])])


def is_closed(file: Path) -> bool:
    """Whether a copy is closed to a key, by its name."""
    return file.suffix in {AGE, CMS}


def open_with(closed: Path, plain: Path, identity: Path) -> None:
    """Write the file opened by a private key. Raises Refused where the key does not fit, or the file is damaged."""
    words = _text(identity)
    if closed.suffix == CMS:
        open(plain, "wb", opener=owners_alone).close()
        run("openssl", ["cms", "-decrypt", "-binary", "-inform", "DER", "-in", str(closed), "-out", str(plain), "-inkey", str(identity)])
        return
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in words.split() if line.startswith("AGE-SECRET-KEY-1")]
        with closed.open("rb") as source, open(plain, "wb", opener=owners_alone) as target:
            pyrage.decrypt_io(source, target, keys)
    except (pyrage.IdentityError, pyrage.DecryptError) as problem:
        raise Refused(_("%(file)s cannot be opened with this key (%(why)s).") % {"file": closed.name, "why": problem}) from problem


def _recipient(key: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as problem:
        raise Refused(_("%(key)s is no public key of age.") % {"key": key}) from problem


def _bits_of_rsa(certificate: str) -> int:
    """Return how long the key of a certificate is; 0 where it is no key of RSA."""
    words = run("openssl", ["x509", "-noout", "-text", "-in", certificate])
    found = re.search(r"Public-Key: \((\d+) bit\)", words) if "rsaEncryption" in words else None
    return int(found[1]) if found else 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Refused(_("The key %(file)s cannot be read.") % {"file": path}) from problem
