"""One line of the Today page, and what its makers share: how far ahead they look, which cycles are running."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from coachdesk.rules.clocks import DueState, due_state
from coachdesk.settings import Settings

Kind = Literal[
    "signal", "session", "feedback", "scenario", "phase", "step", "planned", "sustain", "gate", "action", "verify",
    "competence",
]  # fmt: skip
AHEAD_DAYS = 7
RUNNING = ("diagnosing", "coaching", "validating")


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One thing to see to. text: what, in words.  who: whom it waits for, "" when anybody.  cycle: its number or "".

    due: day or moment.  state and words: how that stands now ("Fri, 1 day late").  tone: semantic colour.
    page, record_id: where it is seen to.
    """

    kind: Kind
    text: str
    who: str
    who_id: int | None
    cycle_id: int | None
    cycle: str
    due: date | datetime | None
    state: DueState
    words: str
    tone: str
    page: str
    record_id: int


def today_row(
    kind: Kind,
    text: str,
    due: date | datetime | None,
    now: datetime,
    settings: Settings,
    place: tuple[str, int],
    who: tuple[int | None, str] = (None, ""),
    cycle: tuple[int | None, str] = (None, ""),
) -> TodayRow:
    """A line about what is `due`, as it stands `now`. place: page and record.  who, cycle: id and words.

    A moment is told as the computer's clock will show it then: over the end of summer time that is another hour's
    distance from UTC than now.
    """
    if isinstance(due, datetime):
        due = due.astimezone()
    how = due_state(due, now.astimezone(), settings)
    return TodayRow(
        kind=kind,
        text=text,
        who=who[1],
        who_id=who[0],
        cycle_id=cycle[0],
        cycle=cycle[1],
        due=due,
        state=how.state,
        words=how.words,
        tone=how.tone,
        page=place[0],
        record_id=place[1],
    )
