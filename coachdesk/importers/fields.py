"""What an importer declares about its fields, and how a column's heading is recognised as one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Kind = Literal["number", "name", "full_name", "text", "date", "email", "phone", "yes_no", "minutes", "lookup", "person"]
"""How a field's cells are read, see `coachdesk.importers.values`.

number: what a record is known by.  name: part of a person's name.  full_name: a whole one, split in two.
lookup: the name of something with a list of its own (role, team, site).  person: another record, by number or name.
"""


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be imported. Adding one to a catalogue is all an importer needs to know it.

    label: English, marked for translation in the catalogue's context.  synonyms: headings that mean it, the surest
    first, in any language.  longest: characters allowed.  key_field: a formula here is refused, not read.
    attribute: the record's column it fills; "" when the importer itself knows what to do with it.
    """

    key: str
    label: str
    kind: Kind
    synonyms: tuple[str, ...]
    required: bool = False
    longest: int = 120
    key_field: bool = False
    attribute: str = ""


# Spellings that mean the same, word by word.
SAME = {
    "id": "number",
    "no": "number",
    "num": "number",
    "nbr": "number",
    "nr": "number",
    "numero": "number",
    "emp": "employee",
    "ee": "employee",
    "empl": "employee",
    "empleado": "employee",
    "mgr": "manager",
    "mngr": "manager",
    "sup": "supervisor",
    "supv": "supervisor",
    "spvr": "supervisor",
    "dept": "department",
    "dpt": "department",
    "depto": "department",
    "departamento": "department",
    "loc": "location",
    "tel": "phone",
    "telephone": "phone",
    "telefono": "phone",
    "cell": "mobile",
    "cellphone": "mobile",
    "celular": "mobile",
    "movil": "mobile",
    "dt": "date",
    "fecha": "date",
    "nombres": "nombre",
    "apellidos": "apellido",
    "mins": "minutes",
    "min": "minutes",
    "minutos": "minutes",
}
FILLERS = frozenset({"of", "the", "de", "del", "la", "el", "los", "las", "y", "s", "is"})
# Words that may stand beside a heading without changing what it means.
HARMLESS = frozenset({"employee", "staff", "worker", "associate", "legal", "work", "primary", "current", "business"})
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[^\W_]+")
TYPO = 0.85  # likeness from which a word counts as misspelt


@lru_cache(maxsize=32_768)
def fold(text: str) -> str:
    """For comparing what people type: no accents, no case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().split())


@lru_cache(maxsize=2048)
def heading_words(heading: str) -> tuple[str, ...]:
    """The telling words of a heading: "Emp. #" and "EmployeeID" are both ("employee", "number")."""
    text = CAMEL.sub(" ", heading[:120]).replace("#", " number ").replace("№", " number ").replace("n.º", " number ")
    text = fold(text).replace("e-mail", "email").replace("e mail", "email")
    return tuple(SAME.get(word, word) for word in WORD.findall(text) if word not in FILLERS)


@dataclass(frozen=True, slots=True)
class Likeness:
    """That a heading may mean a field, and how surely: 0 to 1."""

    field: Field
    confidence: float


class Headings:
    """All headings a catalogue of fields knows, ready to be asked many times."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._exact: dict[tuple[str, ...], list[Likeness]] = {}
        self._bare: dict[tuple[str, ...], list[Likeness]] = {}
        for field in fields:
            for place, synonym in enumerate(field.synonyms):
                words, rank = heading_words(synonym), 0.01 * place
                self._exact.setdefault(words, []).append(Likeness(field, 1.0 - rank))
                self._bare.setdefault(_telling(words), []).append(Likeness(field, 0.85 - rank))

    def find(self, heading: str, *, misspelt: bool = True) -> list[Likeness]:
        """The fields a heading may mean, the surest first; misspelt ones only when asked for."""
        words = heading_words(heading)
        if not words:
            return []
        bare = _telling(words)
        found = [*self._exact.get(words, ()), *self._bare.get(bare, ())]
        if misspelt and not found:
            for known, likely in self._bare.items():
                if len(known) == len(bare) and all(map(_alike, bare, known)):
                    found += [Likeness(one.field, one.confidence - 0.25) for one in likely]
        best: dict[str, Likeness] = {}
        for likeness in found:
            if likeness.field.key not in best or likeness.confidence > best[likeness.field.key].confidence:
                best[likeness.field.key] = likeness
        return sorted(best.values(), key=lambda likeness: -likeness.confidence)


def _telling(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that make the difference, in an order of their own: "date of hire" is "hire date"."""
    return tuple(sorted(word for word in words if word not in HARMLESS)) or words


def _alike(one: str, other: str) -> bool:
    """Whether a word is another one misspelt; short words have no room for a typing error."""
    if one == other:
        return True
    near = min(len(one), len(other)) > 4 and abs(len(one) - len(other)) <= 2 and one[0] == other[0]
    return near and SequenceMatcher(None, one, other).ratio() >= TYPO
