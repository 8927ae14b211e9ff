"""What a service call changed: the one thing services hand back, and all the window needs to refresh itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a profile of the desk. `role` is coordinator, supervisor or reader."""

    profile_id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Changes(Generic[Result]):
    """One recorded change: its trail number (0 when nothing changed), the touched ids by family, the verb's own result.

    label: the verb with its record ("Hold session N-0012"), as undo and the trail name it.
    done: what was done ("Session recorded as held"), for the toast.  notes: what is worth knowing beside it.
    undoable: whether undo may reverse it.
    """

    seq: int
    label: str
    touched: Mapping[str, frozenset[int]]
    result: Result
    undoable: bool = True
    notes: tuple[str, ...] = field(default=())
    done: str = ""

    def touches(self, *families: str) -> bool:
        """Whether any record of these families changed."""
        return any(family in self.touched for family in families)
