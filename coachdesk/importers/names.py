"""People's names as rosters write them: "Last, First", "First Last", with particles, suffixes and credentials."""

from __future__ import annotations

import re

from coachdesk.i18n import translate
from coachdesk.importers.fields import fold

WORD = re.compile(r"\w+")
PARTICLES = frozenset(
    WORD.findall("de del la las los da das do dos di van von der den ter ten bin ibn al el le du mac mc san santa st y")
)
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
CREDENTIALS = frozenset(
    WORD.findall(
        "rn lpn lvn cna msw bsw lcsw lmsw lsw lpc lmft lmhc phd psyd md do np pa mph mpa ma ms ba bs med edd cpr cadc "
        "qmhp qidp dsp chw cprs bcba rbt"
    )
)


def split_name(text: str) -> tuple[str, str, str]:
    """(first, last, note) of a whole name; first is "" when there is only one name."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    dropped: list[str] = []
    while len(parts) > 1 and (len(parts) > 2 or " " in parts[0]) and _is_credential(parts[-1]):
        dropped.insert(0, parts.pop())
    suffix = ""
    for place in range(1, len(parts)):
        if _bare(parts[place]) in SUFFIXES:
            suffix = " " + parts.pop(place)
            break
    note = translate("Import", "was read without {text}").format(text=", ".join(dropped)) if dropped else ""
    if len(parts) >= 2:
        last, first = parts[0], " ".join(parts[1:])
        return first, last + suffix, note
    words = parts[0].split() if parts else []
    if len(words) > 2 and _bare(words[-1]) in SUFFIXES:
        suffix = " " + words.pop()
    if len(words) < 2:
        return "", " ".join(words) + suffix, note
    place = len(words) - 1
    while place > 1 and fold(words[place - 1]) in PARTICLES:
        place -= 1
    return " ".join(words[:place]), " ".join(words[place:]) + suffix, note


def _is_credential(text: str) -> bool:
    """Two capitals at least: "Do" and "Ma" are names, "DO" and "MA" degrees."""
    return _bare(text) in CREDENTIALS and sum(1 for sign in text if sign.isupper()) > 1


def _bare(text: str) -> str:
    return fold(text).replace(".", "")


def spellings(first: str, last: str, preferred: str = "") -> set[str]:
    """The ways a list may write this person's name, folded for comparing."""
    first_names = [first, preferred] if preferred else [first]
    found = set()
    for given in first_names:
        found.add(fold(f"{given} {last}"))
        found.add(fold(f"{last}, {given}"))
        found.add(fold(f"{given.split()[0] if given.split() else ''} {last}"))
        found.add(fold(f"{last}, {given.split()[0] if given.split() else ''}"))
    return found
