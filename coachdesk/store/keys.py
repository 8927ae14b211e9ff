"""From passphrase to key. The salt is the desk file's own first 16 bytes, so one file holds all that opening needs."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path

SALT_BYTES = 16
SCRYPT_N, SCRYPT_R, SCRYPT_P = 2**17, 8, 1  # 128 MB and about half a second: OWASP's first scrypt setting
SHORTEST = 8
"""Characters that a new desk's passphrase has at least."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A raw 32-byte key with its 16-byte salt, in the form SQLCipher takes without deriving again."""

    key: bytes
    salt: bytes

    def pragma(self) -> str:
        """The value for `PRAGMA key`."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"


def derive(passphrase: str, salt: bytes) -> Key:
    """The key of `passphrase`; slow and memory-hungry on purpose (scrypt).

    An "é" opens the desk whether the computer writes it as one letter or as "e" and an accent (NFC).
    """
    raw = hashlib.scrypt(
        unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass"),
        salt=salt,
        n=SCRYPT_N,
        r=SCRYPT_R,
        p=SCRYPT_P,
        maxmem=256 * 1024 * 1024,
        dklen=32,
    )
    return Key(raw, salt)


def new_key(passphrase: str) -> Key:
    """A key for a new desk, with fresh salt."""
    return derive(passphrase, secrets.token_bytes(SALT_BYTES))


def key_of(path: Path, passphrase: str) -> Key:
    """The key that `passphrase` makes for the desk at `path`. Call it while the file is not open through SQLite:
    closing any other handle would drop SQLite's locks on it."""
    with path.open("rb") as file:
        return derive(passphrase, file.read(SALT_BYTES))
