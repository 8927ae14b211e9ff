"""The recogniser behind R22: text that may give a participant away, so that a person can look before it leaves.

It looks for birth dates, phones, e-mails, street addresses, Social Security, Medicaid and record numbers, and names
from the roster where none belongs. It points, it never changes a text. Agency reference codes ("P-114", "HC-0231") and
CoachDesk's own record numbers are what should be there and are let through.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate

KINDS: dict[str, str] = {
    "birth_date": QT_TRANSLATE_NOOP("Privacy", "Birth date"),
    "phone": QT_TRANSLATE_NOOP("Privacy", "Phone number"),
    "email": QT_TRANSLATE_NOOP("Privacy", "E-mail address"),
    "address": QT_TRANSLATE_NOOP("Privacy", "Street address"),
    "ssn": QT_TRANSLATE_NOOP("Privacy", "Social Security number"),
    "record_number": QT_TRANSLATE_NOOP("Privacy", "Medicaid or record number"),
    "name": QT_TRANSLATE_NOOP("Privacy", "Name from the roster"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text: what kind it may be, [start, end) in the text, and the words themselves."""

    kind: str
    start: int
    end: int
    text: str

    @property
    def words(self) -> str:
        """ "Phone number" """
        return translate("Privacy", KINDS[self.kind])


_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = (
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}})"
)
# Saying that it is a birth date, or a person's age beside it, is what tells it from the date of a visit.
_BORN = re.compile(
    rf"\b(?:d\.?\s?o\.?\s?b\.?|date\s+of\s+birth|birth\s?date|birthday|born(?:\s+on)?|b\.)\s*(?:is|was|[:=-])?\s*"
    rf"(?P<found>{_DATE}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?\b|\d{{1,2}}/\d{{1,2}}\b|(?:19|20)\d\d\b)",
    re.IGNORECASE,
)
# A full date long ago can hardly be anything else: nobody notes a visit of 1948.
_LONG_AGO = re.compile(rf"(?<![\w/-])(?P<found>{_DATE})(?![\w/])", re.IGNORECASE)
_WHOLE_DATE = re.compile(_DATE, re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(19\d\d|20\d\d)(?!\d)")
_LIKELY_BIRTH_BEFORE = 2000

_PHONE = re.compile(
    r"(?<![\w.#/-])(?P<found>(?:\+?1[\s.-]?)?(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[\s.-])[2-9]\d{2}[\s.-]\d{4}"
    r"(?:\s*(?:x|ext\.?)\s*\d{1,6})?)(?![\w-]|\.\d)",
    re.IGNORECASE,
)
_LABELLED_PHONE = re.compile(
    r"\b(?:phone|tel|telephone|cell|mobile|fax|call(?:ed)?(?:\s+\w+)?(?:\s+(?:at|on))?)\b\.?\s*(?:no\.?|number|#)?"
    r"\s*(?:is|[:=])?\s*(?P<found>(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.-]?\d{3}[\s.-]?\d{4}|\d{3}[\s.-]\d{4})(?!\d)",
    re.IGNORECASE,
)
_BARE_PHONE = re.compile(r"(?<![\w.#/-])(?P<found>[2-9]\d{2}[2-9]\d{6})(?![\w-])")
_EMAIL = re.compile(r"(?<![\w.+-])(?P<found>[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-z]{2,24})(?![\w-])", re.IGNORECASE)

_STREET = (
    r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|terrace|ter|way|circle|cir"
    r"|parkway|pkwy|highway|hwy|trail|trl|square|sq|alley|aly|loop)"
)
_ADDRESS = re.compile(
    rf"(?<![\w/.:#-])(?P<found>\d{{1,6}}[A-Za-z]?\s+(?:[NSEW]\.?\s+|(?:north|south|east|west)\s+)?"
    rf"(?:(?:[A-Z][\w'’-]+|\d{{1,3}}(?:st|nd|rd|th))\s+){{1,3}}(?i:{_STREET})\b\.?"
    rf"(?:,?\s*(?i:apt|apartment|unit|suite|ste|#)\.?\s*\w{{1,6}})?)"
)
# In small letters only words that are hardly ever anything else: "a 10 minute drive" is no address.
_SPOKEN_ADDRESS = re.compile(
    r"(?<![\w/.:#-])(?P<found>\d{1,6}\s+(?:[a-z][\w'’-]+\s+){1,2}(?:street|avenue|boulevard)\b)", re.IGNORECASE
)
_PO_BOX = re.compile(r"\b(?P<found>p\.?\s?o\.?\s+box\s+\d{1,6})\b", re.IGNORECASE)

_SSN = re.compile(r"(?<![\w-])(?P<found>(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\2(?!0000)\d{4})(?![\w-])")
_LABELLED_SSN = re.compile(
    r"\b(?:ssn|ss\s?#|soc(?:ial)?\.?\s+sec(?:urity)?\.?(?:\s+(?:number|no\.?|#))?)\s*(?:is|ends?\s+in|[:=#])?\s*"
    r"(?P<found>\d{3}[- ]?\d{2}[- ]?\d{4}|(?:[x*]{3}[- ]?[x*]{2}[- ]?)?\d{4})(?!\d)",
    re.IGNORECASE,
)
_LABEL_END = r"\s*(?:id|i\.d\.|record)?\s*(?:no\.?|num(?:ber)?|\#)?\s*(?:is|[:=])?\s*"
_CODE = r"(?P<found>(?=[A-Z0-9-]*\d)[A-Z0-9](?:-?[A-Z0-9]){4,19})\b(?!-?\w)"
_MEDICAL = re.compile(
    rf"\b(?:medicaid|medicare|mbi|mrn|medical\s+record|beneficiary|insurance){_LABEL_END}{_CODE}", re.IGNORECASE
)
_RECORD = re.compile(
    rf"\b(?:member|recipient|client|patient|participant|case|chart|record\s+(?:no\.?|number|\#)|id\s+(?:no\.?|number|\#))"
    rf"{_LABEL_END}{_CODE}",
    re.IGNORECASE,
)
# The Medicare number's own shape, with or without hyphens: 1EG4-TE5-MK73 (CMS, "Understanding the MBI format").
_MBI = re.compile(
    r"(?<![\w-])(?P<found>[1-9](?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z0-9]\d-?(?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z0-9]\d-?"
    r"(?![SLOIBZ])[A-Z](?![SLOIBZ])[A-Z]\d{2})(?![\w-])"
)
# Reference codes are what participants should be called: one to four letters and up to six digits.
_REFERENCE = re.compile(r"[A-Z]{1,4}-?(?:\d{4}-)?\d{1,6}", re.IGNORECASE)

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("email", _EMAIL),
    ("ssn", _SSN),
    ("ssn", _LABELLED_SSN),
    ("birth_date", _BORN),
    ("phone", _PHONE),
    ("phone", _LABELLED_PHONE),
    ("record_number", _MBI),
    ("medical", _MEDICAL),
    ("record_number", _RECORD),
    ("phone", _BARE_PHONE),
    ("address", _ADDRESS),
    ("address", _SPOKEN_ADDRESS),
    ("address", _PO_BOX),
)


def find(text: str, names: Roster | None = None) -> tuple[Finding, ...]:
    """Everything in `text` that may give a participant away, in reading order, without overlaps.

    names: the roster's names, given only where none belongs (a participant's code, what happened to whom); leave it
    out where staff may be named.
    """
    covered = bytearray(len(text))  # a place belongs to the first, surest pattern that finds it
    found: list[Finding] = []

    def take(kind: str, start: int, end: int) -> None:
        if not any(covered[start:end]):
            covered[start:end] = b"\1" * (end - start)
            found.append(Finding(kind, start, end, text[start:end]))

    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            words = match["found"]
            if kind == "record_number" and (_REFERENCE.fullmatch(words) or _WHOLE_DATE.fullmatch(words)):
                continue  # what a plain "client" or "case" is followed by should be a reference code, or is a date
            take("record_number" if kind == "medical" else kind, *match.span("found"))
    for match in _LONG_AGO.finditer(text):
        year = _YEAR.search(match["found"])
        if year and int(year[0]) < _LIKELY_BIRTH_BEFORE:
            take("birth_date", *match.span("found"))
    if names is not None:
        for start, end in names.places(text):
            take("name", start, end)
    return tuple(sorted(found, key=lambda finding: finding.start))


def is_reference_code(text: str) -> bool:
    """Whether `text` is fit to stand for a participant: "P-114", "HC-0231", "HC-2026-0231"."""
    code = text.strip().replace(" ", "-")
    return bool(_REFERENCE.fullmatch(code)) and not find(text)


# Names that are everyday English words are looked for only together with the other half of the name.
_EVERYDAY_WORDS = """
    an art autumn bill black bliss brook brown chase christian church daisy dale day dawn dean drew duke eve faith field
    fields ford frank gene glen grace grant gray green guy hall hill holly hope house hunter iris ivy jack jade joy june
    king lake lane law leaf lee long love major mark may miles mills mercy moon moore nick noble north olive page park
    parker parks pat patience peace pearl penny per price prince ray read rich rob robin rock rose ruby rusty sandy sky
    so son star stone street summer sunny teller to tom trinity tuesday van victor violet wade ward ware waters way
    wells west white will willow winter wise wood woods worth young
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())


class Roster:
    """The roster's names, made ready for looking in many texts: a text costs the same for 50 names and for 5,000."""

    def __init__(self, people: Iterable[tuple[str, str, str]]) -> None:
        """people: (first name, last name, preferred name) of each staff member; "" for none."""
        whole: set[str] = set()
        single: set[str] = set()
        self._words: dict[frozenset[str], set[str]] = {}
        for parts in people:
            first, last, preferred = (" ".join(part.split()) for part in parts)
            for called in (first, preferred):
                if called and last:
                    whole.update((f"{called} {last}", f"{last}, {called}"))
                    self._words.setdefault(_words(f"{called} {last}"), set()).update(_words(" ".join(parts)))
            single.update(part for part in (first, last, preferred) if _stands_alone(part))
        # The same name may be typed with joined or with separate accents; names are capitalised in running text, so
        # "will" and "mark" as words stay words, and a note all in capitals is read too.
        forms = {unicodedata.normalize(form, name) for name in whole | single for form in ("NFC", "NFD")}
        self._by_first_word: dict[str, list[str]] = {}
        for name in forms | {name.upper() for name in forms}:
            if (first_word := _WORD.search(name)) is not None:
                self._by_first_word.setdefault(first_word[0], []).append(name[first_word.start() :])
        for names in self._by_first_word.values():
            names.sort(key=lambda name: (-len(name), name))

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a name of the roster stands, as [start, end); the longest name wins."""
        done = 0
        for word in _WORD.finditer(text):
            for name in self._by_first_word.get(word[0], ()) if word.start() >= done else ():
                if (found := _as_written(name).match(text, word.start())) is not None:
                    done = found.end()
                    yield found.span()
                    break

    def words_of(self, name: str) -> set[str]:
        """The words somebody may be called by, in small letters: of "Tim Nguyễn" also "thanh", the first name."""
        words = _words(name)
        return {*words, *self._words.get(words, ())}


def _stands_alone(name: str) -> bool:
    """Whether a single name is telling enough: three letters or more and no everyday word."""
    return len(name) >= 3 and name.casefold() not in _EVERYDAY


_WORD = re.compile(r"(?<!\w)\w+")


@lru_cache(maxsize=512)
def _as_written(name: str) -> re.Pattern[str]:
    """A name as it may be written: over a line's end, and as somebody's."""
    words = re.escape(name).replace(r"\ ", r"\s+")
    return re.compile(rf"{words}(?:['’]s)?(?!\w)")


# What is said as a text is typed ------------------------------------------------------------------------------------

MOST_TOLD = 5  # a pasted list of numbers must not push the rest of a form off the screen


def warnings(text: str, names: Roster | None, about: Iterable[str] = (), *, nameless: bool = False) -> list[str]:
    """A sentence for everything in `text` that a person should look at before it leaves; each thing once.

    about: names of the people a record is about; naming them gives no participant away. nameless: nobody is named in
    this text at all, since a field of its own says who it was. It warns and never stands in the way.
    """
    found: dict[tuple[str, str], Finding] = {}
    known: set[str] = set()
    if names is not None and not nameless:
        known = known.union(*(names.words_of(name) for name in about))
    for one in find(text, names):
        if one.kind != "name" or not _words(one.text) <= known:
            found.setdefault((one.kind, _plain(one.text)), one)
    told = [_sentence(one, nameless) for one in list(found.values())[:MOST_TOLD]]
    if len(found) > MOST_TOLD:
        more = translate("Privacy", "And {count} more of this kind (R22).")
        told.append(more.format(count=len(found) - MOST_TOLD))
    return told


def code_warnings(text: str) -> list[str]:
    """What to say of a text that should be a participant's reference code; nothing when it is fit."""
    if is_reference_code(text):
        return []
    return [translate("Privacy", "A reference code looks like P-114 or HC-0231; no names, no initials (R22).")]


def _sentence(one: Finding, nameless: bool) -> str:
    if one.kind != "name":
        text = translate("Privacy", "{kind}: “{text}”. Leave it out, or write a reference code (R22).")
        return text.format(kind=one.words, text=one.text)
    if nameless:
        text = translate(
            "Privacy", "“{text}” looks like a name. Staff belong in a field of their own; participants as codes (R22)."
        )
    else:
        text = translate("Privacy", "“{text}” looks like a name. If it is a participant, write a reference code (R22).")
    return text.format(text=one.text.removesuffix("'s").removesuffix("’s"))


def _words(text: str) -> frozenset[str]:
    return frozenset(_plain(text).split())


def _plain(text: str) -> str:
    """For comparing names: one spelling of accents and apostrophes, small letters, no comma, nobody's "'s"."""
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace(",", " ")
    return " ".join(plain.removesuffix("'s").split())
