"""How hard a passphrase is to guess, in a word and a sentence. A rough guide; length is what counts."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from coachdesk.i18n import translate

_COMMON = (
    "password",
    "passwort",
    "contrasena",
    "qwerty",
    "letmein",
    "welcome",
    "coachdesk",
    "admin",
    "iloveyou",
    "abc",
)
FAIR_BITS, GOOD_BITS = 45.0, 65.0


@dataclass(frozen=True, slots=True)
class Strength:
    """level: 0 weak, 1 fair, 2 good.  text: what to say."""

    level: int
    text: str


def guess_bits(secret: str) -> float:
    """About how many bits a patient guesser needs: by alphabet and length, repeats and common words counted once."""
    plain = secret.casefold()
    for word in _COMMON:
        plain = plain.replace(word, "\0")
    plain = re.sub(r"(.)\1+", r"\1", plain)
    plain = re.sub(r"(?:0123|1234|2345|3456|4567|5678|6789|abcd|19\d\d|20\d\d)\d*", "\0", plain)
    kinds = ((r"[a-z]", 26), (r"[0-9]", 10), (r"[^a-z0-9]", 20))
    alphabet = sum(size for pattern, size in kinds if re.search(pattern, plain))
    alphabet += 26 if secret != plain and secret.casefold() != secret else 0
    # Words are easier than random letters: from the 9th character on each counts two thirds.
    length = min(len(plain), 8) + max(len(plain) - 8, 0) * 2 / 3
    return length * math.log2(alphabet) if alphabet > 1 else 0.0


def strength_of(secret: str) -> Strength:
    """What to tell while a passphrase is typed."""
    bits = guess_bits(secret)
    if bits < FAIR_BITS:
        return Strength(
            0, translate("Forms", "Weak: easy to guess. Four or more unrelated words are easy to remember.")
        )
    if bits < GOOD_BITS:
        return Strength(1, translate("Forms", "Fair: one more word would make it good."))
    return Strength(2, translate("Forms", "Good: hard to guess."))
