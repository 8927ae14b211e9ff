"""What a form is declared from: fields, sections, notes and fields side by side, as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from coachdesk import vocabulary

Kind = Literal[
    "text", "long_text", "secret", "choice", "choices", "check", "int", "minutes", "number",
    "date", "datetime", "time", "pick", "picks", "file", "rows",
]  # fmt: skip

Privacy = Literal["auto", "off", "text", "nameless", "code"]
Watched = Literal["", "text", "nameless", "code"]

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick: its key (an id or a code), the label people read, and what tells it from its namesakes."""

    key: Any
    label: str
    detail: str = ""


Choices = str | Sequence[tuple[Any, str]] | Sequence[Option] | Callable[[], Sequence[Option]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. Texts are translated already; "&" in the label marks a letter, otherwise one is found.

    Values by kind: text, long_text, secret: str.  choice: code or None.  choices, picks: list of keys.  check: bool.
    int, minutes: int or None.  number: float or None.  date, time: date, time or None.  datetime: local with zone, or
    None.  pick: key or None.  file: path as str, "" for none.  rows: list of dicts of `fields`.

    choices: a vocabulary's name, (key, label) pairs, Options, or a function that gives Options when the field opens.
    minimum, maximum: inclusive, for numbers and dates; for rows how many.  lines: height of a long text.
    when: shows the field only while it says so of the form's values.  lint: warnings about a text, as it is typed.
    privacy: what a text is watched for while it is typed (R22), see `watched`.
    lean: which way an unfinished date looks (coachdesk.rules.typed_dates).  buttons: a choice as radio buttons.
    strength: a line under a secret that says how good it is.  patterns: of files, "Workbooks (*.xlsx)".
    row_name: what one of the rows is called ("Criterion").  default: the value of a new form.
    understood: a line under a text that says what it means ("120 records"), once typing pauses.
    new: a pick also takes a name that is not listed; its entry reads `new` ("Add “{name}”"), its value is that str.
    """

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    help: str = ""
    choices: Choices = ()
    placeholder: str = ""
    minimum: Any = None
    maximum: Any = None
    lines: int = 4
    when: Callable[[Values], bool] | None = None
    lint: Callable[[str], Sequence[str]] | None = None
    privacy: Privacy = "auto"
    understood: Callable[[str], str] | None = None
    lean: Literal["near", "future", "past"] = "near"
    buttons: bool = False
    strength: bool = False
    patterns: str = ""
    fields: tuple[Part, ...] = ()
    row_name: str = ""
    default: Any = None
    new: str = ""

    @property
    def name(self) -> str:
        """The label without the mark of its letter."""
        return plain(self.label)

    @property
    def watched(self) -> Watched:
        """What its text is watched for (R22): "text" for what may give a participant away, "nameless" where no name at
        all belongs, since another field says who it was, "code" where only a reference code does, "" for nothing.

        Left to itself ("auto") a long text is watched, unless it has a lint of its own that looks for more.
        """
        if self.privacy == "auto":
            return "text" if self.kind == "long_text" and self.lint is None else ""
        return "" if self.privacy == "off" else self.privacy


@dataclass(frozen=True, slots=True)
class Section:
    """A heading inside a form, with a sentence under it if need be."""

    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A static text; tone as in ui.theme. Shown only `when`, if given."""

    text: str
    tone: str = ""
    when: Callable[[Values], bool] | None = None


@dataclass(frozen=True, slots=True)
class Beside:
    """Fields side by side; they stand under each other where the window is narrow."""

    fields: tuple[Field, ...]


Part = Field | Section | Note | Beside


def fields_of(parts: Sequence[Part]) -> list[Field]:
    """All fields in reading order."""
    found: list[Field] = []
    for part in parts:
        if isinstance(part, Field):
            found.append(part)
        elif isinstance(part, Beside):
            found.extend(part.fields)
    return found


def options_of(choices: Choices) -> list[Option]:
    """The options a field offers now."""
    if isinstance(choices, str):
        return [Option(code, vocabulary.label(choices, code)) for code in vocabulary.codes(choices)]
    found = choices() if callable(choices) else choices
    return [one if isinstance(one, Option) else Option(one[0], one[1]) for one in found]


def plain(label: str) -> str:
    """A label without mnemonic marks: "&Name" -> "Name", "Q && A" -> "Q & A"."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def with_letter(label: str, taken: set[str]) -> str:
    """The label with a letter for Alt that no other label has; `taken` grows by it. As it is when none is left."""
    marked = label.replace("&&", "")
    if "&" in marked:
        taken.add(marked[marked.index("&") + 1 :][:1].casefold())
        return label
    starts = [at for at, letter in enumerate(label) if letter.isalnum() and (at == 0 or label[at - 1] == " ")]
    for at in [*starts, *(at for at in range(len(label)) if at not in starts)]:
        letter = label[at].casefold()
        if letter.isalnum() and letter.isascii() and letter not in taken:
            taken.add(letter)
            return label[:at] + "&" + label[at:]
    return label
