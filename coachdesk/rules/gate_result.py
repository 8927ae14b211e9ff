"""What a gate answers: its checklist, item by item, and every missing thing as a sentence that names people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coachdesk.errors import Problem


@dataclass(frozen=True, slots=True)
class GateItem:
    """One requirement of a gate.

    key: stable name.  text: the requirement.  detail: how it stands, in a few words.  missing: one whole sentence for
    each thing that is missing, naming people; empty when met.  field: the form field or tab where it is mended.
    judged: False while there is nothing yet to hold the requirement against, such as feedback before a session; then
    it counts neither as met nor as missing, and what it still refuses stands in `missing`.
    """

    key: str
    rule: str
    text: str
    detail: str
    field: str
    missing: tuple[str, ...] = ()
    judged: bool = True

    @property
    def met(self) -> bool:
        """Whether it was judged and nothing is missing."""
        return self.judged and not self.missing

    @property
    def lacking(self) -> bool:
        """Whether it was judged and something is missing."""
        return self.judged and bool(self.missing)


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate's whole checklist. gate: "coach", "validate" or "close", the phase or step it leads to.

    told: what is worth knowing and does not stand in the way, as sentences: planned steps that are still open.
    """

    gate: str
    items: tuple[GateItem, ...]
    told: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether nothing is missing, so that the cycle may go on."""
        return not self.missing

    @property
    def missing(self) -> tuple[str, ...]:
        """Every missing thing as a sentence, in the order of the items."""
        return tuple(sentence for item in self.items for sentence in item.missing)

    @property
    def met_count(self) -> int:
        """How many items are met ("3 of 5 met")."""
        return sum(item.met for item in self.items)

    @property
    def lacking_count(self) -> int:
        """How many items something is missing of."""
        return sum(item.lacking for item in self.items)

    def problems(self) -> tuple[Problem, ...]:
        """The missing things for a refusal, each with its field and rule."""
        return tuple(Problem(item.field, sentence, item.rule) for item in self.items for sentence in item.missing)


def item(
    key: str, rule: str, field: str, text: str, detail: str, missing: Iterable[str], *, judged: bool = True
) -> GateItem:
    """An item with its missing sentences; the detail is only told when it is met."""
    found = tuple(missing)
    return GateItem(key, rule, text, "" if found or not judged else detail, field, found, judged)
