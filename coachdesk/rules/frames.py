"""The sampling frame of an audit as people give it: reference codes typed or pasted, and numbered ranges.

A record is known by a reference code only (R22); what a code may not look like is said here too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from coachdesk.i18n import translate
from coachdesk.rules.privacy import Roster, find

MOST_RECORDS = 20_000
LONGEST_CODE = 60
_BETWEEN = re.compile(r"[\n\r;,]+")
_RANGE = re.compile(
    r"(?P<front>.*?)(?P<first>\d+)\s*(?:\.{2,3}|…|–|—|\bto\b|\bthrough\b)\s*(?P<again>.*?)(?P<last>\d+)",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]{5,}")
# Words that records are called by; any other long word in a code may be somebody's name.
_RECORD_WORDS = frozenset({"audit", "chart", "check", "contact", "entry", "record", "report", "shift", "visit"})


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame as it was read. codes: each once, in the order listed.  repeated: codes listed more than once.

    problems: what could not be read or must not be in a code, in words; a frame with any is not ready to draw from.
    """

    codes: tuple[str, ...]
    repeated: tuple[str, ...]
    problems: tuple[str, ...]


def read_frame(text: str, names: Roster | None = None) -> Frame:
    """Read a typed or pasted list: codes apart by line, comma or semicolon, ranges as "HC-0001 to HC-0120".

    Of a line pasted from a spreadsheet the first filled cell counts. names: the roster, whose names are no codes.
    """
    found, problems = _listed(text)
    codes = tuple(dict.fromkeys(found))
    repeated = tuple(code for code, times in Counter(found).items() if times > 1)
    problems += [problem for code in codes if (problem := code_problem(code, names))]
    return Frame(codes, repeated, tuple(problems))


def frame_size(text: str) -> int:
    """How many different records a typed frame lists, at once even for very many."""
    return len(set(_listed(text)[0]))


def _listed(text: str) -> tuple[list[str], list[str]]:
    """Every code listed, ranges counted through, in order and as often as listed; and what could not be read."""
    found: list[str] = []
    problems: list[str] = []
    for line in _BETWEEN.split(text):
        cell = next((part for part in line.split("\t") if part.strip()), "")
        item = " ".join(cell.split())
        if not item:
            continue
        ranged = _RANGE.fullmatch(item)
        try:
            found += [item] if ranged is None else _count_through(ranged)
        except ValueError as error:
            problems.append(f"{item}: {error}")
        if len(found) > MOST_RECORDS:
            text = translate("Audits", "A frame holds at most {count} records.")
            return [], [*problems, text.format(count=f"{MOST_RECORDS:,}")]
    return found, problems


def _count_through(ranged: re.Match[str]) -> list[str]:
    """All codes from the first to the last of a range, numbered as wide as the first one."""
    front, again = ranged["front"], ranged["again"].strip()
    if again and again.casefold() != front.strip().casefold():
        raise ValueError(translate("Audits", "both ends of a range must begin alike"))
    first, last = int(ranged["first"]), int(ranged["last"])
    if last < first:
        raise ValueError(translate("Audits", "the range ends before it begins"))
    if last - first >= MOST_RECORDS:
        raise ValueError(translate("Audits", "the range holds more than {count} records").format(count=MOST_RECORDS))
    width = len(ranged["first"])
    return [f"{front}{number:0{width}}" for number in range(first, last + 1)]


def code_problem(code: str, names: Roster | None = None) -> str:
    """Why `code` may not stand for a record (R22), as a sentence; "" when it may."""
    if len(code) > LONGEST_CODE:
        text = translate("Audits", "“{code}…” is too long for a reference code.")
        return text.format(code=code[:20])
    if findings := find(code, names):
        text = translate("Audits", "“{code}” is no reference code: {kind} (R22).")
        return text.format(code=code, kind=findings[0].words)
    wordy = [word for word in _LETTERS.findall(code) if word.casefold().removesuffix("s") not in _RECORD_WORDS]
    if wordy or not any(map(str.isdigit, code)):
        text = translate("Audits", "“{code}” looks like a name; records are listed by reference codes such as HC-0231.")
        return text.format(code=code)
    return ""
