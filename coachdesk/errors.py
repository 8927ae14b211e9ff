"""The two kinds of trouble: what a person can act on (DeskError) and our own mistakes (everything else).

A DeskError says what happened, what was kept and what to do next. Whoever shows it (window,
command line, log) shows those three sentences and never a traceback. Any other exception is a bug.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class DeskError(Exception):
    """User-caused or outside trouble, told in three sentences.

    happened: what went wrong.  kept: what is safe and unchanged.  to_do: the next step for the person.
    """

    def __init__(self, happened: str, kept: str = "", to_do: str = "") -> None:
        super().__init__(happened)
        self.happened = happened
        self.kept = kept
        self.to_do = to_do

    def __str__(self) -> str:
        return " ".join(part for part in (self.happened, self.kept, self.to_do) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stands in the way: where (a form field's key, or "" for the whole), what, and the rule if one."""

    field: str
    text: str
    rule: str = ""


class Refused(DeskError):
    """A service said no: nothing was written. `problems` lists every reason, each with its field."""

    def __init__(self, happened: str, problems: Iterable[Problem] = (), to_do: str = "", kept: str = "") -> None:
        super().__init__(happened, kept, to_do)
        self.problems = tuple(problems)

    def __str__(self) -> str:
        listed = "; ".join(problem.text for problem in self.problems)
        return " ".join(part for part in (self.happened, listed, self.kept, self.to_do) if part)


class NotThere(Refused, LookupError):
    """A record that a step names is not in the desk: taken back since it was looked at, or never there."""


class DeskBusy(DeskError):
    """Another program holds the desk for writing; `owner` says who and where, in words."""

    def __init__(self, happened: str, kept: str = "", to_do: str = "", owner: str = "") -> None:
        super().__init__(happened, kept, to_do)
        self.owner = owner


class WrongPassphrase(DeskError):
    """The passphrase does not open the desk (or the file is damaged; an encrypted file cannot tell which)."""


class DeskDamaged(DeskError):
    """The file is a desk, or was one, but cannot be read whole. It is never replaced by an empty one."""


class NotADesk(DeskError):
    """The file is something else than a CoachDesk desk."""


class DeskTooNew(DeskError):
    """The desk was written by a newer CoachDesk than this one."""


class StorageFailed(DeskError):
    """The disk refused: full, read-only, vanished, locked by another program. The desk is as it was before."""


class ReadOnly(DeskError):
    """A change was asked of a desk that is open for reading only."""


class Unreadable(DeskError):
    """A file handed to us (import, evidence, backup) is too large, hostile, broken or of the wrong type."""


class Cancelled(DeskError):
    """The person cancelled long work; nothing of it was kept."""


class UnknownField(ValueError):
    """A field that a use case does not take: our mistake, or a slip in a script. `unknown` and `allowed` name them."""

    def __init__(self, family: str, unknown: Iterable[str], allowed: Iterable[str]) -> None:
        self.unknown, self.allowed = tuple(sorted(unknown)), tuple(allowed)
        super().__init__(f"{family} has no editable {list(self.unknown)}")
