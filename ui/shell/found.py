"""What the palette lists: pages, actions and records, found and put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from coachdesk.i18n import translate
from ui.context import Place
from ui.shell.ranking import score

if TYPE_CHECKING:
    import sqlalchemy as sa

    from ui.actions import Actions
    from ui.pages import PageEntry

MOST_PER_GROUP = 6
MOST_RECENT = 8


class Hit(Protocol):
    """A record as coachdesk.queries.search gives it: the page that opens it and its part ("" for the page itself), the
    family's word, title, a detail."""

    @property
    def page(self) -> str: ...
    @property
    def record_id(self) -> int: ...
    @property
    def group(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def part(self) -> str: ...


Search = Callable[["sa.Connection", str], Sequence[Hit]]
"""Finds records by what was typed; at most a few dozen, in any order."""


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the palette: where it goes (a place) or what it does (an action id)."""

    group: str
    title: str
    detail: str = ""
    icon: str = ""
    key: str = ""
    place: Place | None = None
    action: str = ""


def near(entries: Iterable[PageEntry], actions: Actions) -> list[Found]:
    """What needs no reading: the pages, and the actions that can be done now."""
    pages, doings = translate("Palette", "Pages"), translate("Palette", "Actions")
    found = [
        Found(pages, entry.name, "", entry.icon, actions.shortcut_text(f"go.{entry.key}"), Place(entry.key))
        for entry in entries
    ]
    for spec in actions.live():
        action = actions.qaction(spec.id)
        if spec.palette and action.isEnabled():
            found.append(
                Found(doings, action.iconText(), "", spec.icon, actions.shortcut_text(spec.id), action=spec.id)
            )
    return found


def best(typed: str, at_hand: Iterable[Found], records: Iterable[Found] = ()) -> list[Found]:
    """Those that answer, the best first; groups stay together, led by the group with the best answer.

    `records` were found by the desk, perhaps by a text not shown here: they always answer. At most MOST_PER_GROUP of
    a group unless it is the only one.
    """
    scored = [(score(typed, found.title, found.detail), found) for found in at_hand]
    scored = [(points, found) for points, found in scored if points]
    scored += [(max(1, score(typed, found.title, found.detail)), found) for found in records]
    groups: dict[str, list[Found]] = {}
    for _, found in sorted(scored, key=lambda one: -one[0]):
        groups.setdefault(found.group, []).append(found)
    most = MOST_PER_GROUP if len(groups) > 1 else 3 * MOST_PER_GROUP
    return [found for group in groups.values() for found in group[:most]]


def as_found(hit: Hit, icon: str) -> Found:
    """A record as a line of the palette."""
    extra = {"part": hit.part} if hit.part else None
    return Found(hit.group, hit.title, hit.detail, icon, place=Place(hit.page, hit.record_id, extra))
