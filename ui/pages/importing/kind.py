"""What is particular about importing one kind of list: its fields, its words, how it is read, planned and written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.i18n import translate
from coachdesk.importers.fields import Field
from coachdesk.importers.grid import Limits, Table
from coachdesk.importers.mapping import Mapping as Columns
from coachdesk.importers.plan import ImportPlan
from coachdesk.importers.preview import PlannedRow
from coachdesk.store.desk import Desk
from ui.context import Place


class Result(Protocol):
    """What every import gives back: how many rows were new, the same, and left out."""

    @property
    def new(self) -> int: ...
    @property
    def same(self) -> int: ...
    @property
    def left_out(self) -> int: ...


P = TypeVar("P", bound=ImportPlan)
R = TypeVar("R", bound=Result)
Extras = Mapping[str, Any]
"""What the person chose beside the columns, by the key of the `Extra`."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A choice beside the columns. choice: a vocabulary's name for a list of values, "" for a yes or no.

    field: the key of the field it stands in for where the file has no column of it; "" for none.
    """

    key: str
    text: str
    help: str = ""
    choice: str = ""
    field: str = ""


class ImportKind(ABC, Generic[P, R]):
    """One kind of list. Methods that read or write are called on the worker; all words are in the person's language."""

    key: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    place: ClassVar[Place]  # where what was imported is looked at

    # Words ------------------------------------------------------------------------------------------------------------

    @abstractmethod
    def title(self) -> str:
        """ "Import roster"."""

    @abstractmethod
    def invitation(self) -> tuple[str, str]:
        """What to choose, and what it should hold."""

    @abstractmethod
    def called(self, field: str) -> str:
        """What a field is called."""

    @abstractmethod
    def accept_words(self, plan: P | None) -> str:
        """The verb on the button: "Import 107 people"."""

    @abstractmethod
    def done_words(self, result: R) -> str:
        """ "107 people imported"."""

    @abstractmethod
    def show_words(self) -> str:
        """The button that leads to what was imported: "Show the staff"."""

    @abstractmethod
    def row_words(self, row: PlannedRow) -> str:
        """What would become of a row, in the table."""

    def done_counts(self, result: R, _plan: P) -> list[tuple[str, str]]:
        """What was done in figures."""
        rows = [
            (translate("Importing", "New"), str(result.new)),
            (translate("Importing", "The same"), str(result.same)),
        ]
        if result.left_out:
            rows.append((translate("Importing", "Left out"), str(result.left_out)))
        return rows

    def note_blocks(self, _plan: P) -> list[tuple[str, str]]:
        """Headings with what stands under them, above the notes every import has."""
        return []

    # Choices ----------------------------------------------------------------------------------------------------------

    def extras(self) -> Sequence[Extra]:
        """Choices beside the columns."""
        return ()

    def is_needed(self, field: Field, mapping: Columns, extras: Extras) -> bool:
        """Whether a column must hold this field."""
        stands_in = any(one.field == field.key and extras.get(one.key) for one in self.extras())
        return field.required and mapping.column(field.key) is None and not stands_in

    # Doing ------------------------------------------------------------------------------------------------------------

    @abstractmethod
    def read(self, path: Path, *, sheet: str, limits: Limits, pulse: Callable[[], object]) -> Table:
        """Read the file; `Unreadable` when it cannot be."""

    @abstractmethod
    def map(self, table: Table) -> Columns:
        """What its columns seem to mean."""

    @abstractmethod
    def plan(self, conn: sa.Connection, table: Table, mapping: Columns, today: date, extras: Extras) -> P:
        """What importing it would do to the desk as it is now."""

    @abstractmethod
    def write(self, desk: Desk, actor: Actor, plan: P, *, good_rows_only: bool, **progress: Any) -> Changes[R]:
        """Write an accepted plan: the service."""
