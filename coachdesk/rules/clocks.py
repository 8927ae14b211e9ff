"""Clocks (R10): working days, the due dates of a cycle's phases, pauses, feedback and review limits, late entries.

A due date skips public holidays, the agency's own closed days and its closed weekdays. Feedback and scenario reviews
run in plain hours, weekends included, since a person waits for them. A pause stops all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.wording import WEEKDAYS, clock_words, day_words, weekday_words
from coachdesk.settings import Settings

DAY = timedelta(days=1)
PHASES: tuple[str, ...] = ("diagnose", "coach", "validate", "close")
DueState = Literal["none", "late", "today", "soon", "later"]
Pause = tuple[datetime, datetime | None]  # (stopped, started again; None while it lasts)


@lru_cache(maxsize=256)
def public_holidays(state: str, year: int) -> Mapping[date, str]:
    """The federal holidays of `year` and those of `state` (two letters, "" for federal only), observed days included.

    Source: the `holidays` package. It takes a fifth of a second to import, hence here and once.
    """
    import holidays

    return dict(holidays.country_holidays("US", subdiv=state or None, years=year, observed=True).items())


@lru_cache(maxsize=1)
def known_states() -> frozenset[str]:
    """The two-letter codes of states and territories whose holidays are known."""
    import holidays

    return frozenset(holidays.country_holidays("US").subdivisions)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The days on which the agency is open. An own open day wins over every reason to be closed.

    state: two letters, "" for federal holidays only; an unknown one counts as "".
    closed_weekdays: 0 is Monday; at least one weekday must stay open, else ValueError.
    own_closed: the agency's own closed days with their names.
    """

    state: str = ""
    closed_weekdays: frozenset[int] = frozenset({5, 6})
    own_closed: Mapping[date, str] | None = None
    own_open: frozenset[date] = frozenset()
    with_public_holidays: bool = True

    def __post_init__(self) -> None:
        if set(range(7)) <= self.closed_weekdays:
            raise ValueError("an agency that is closed on all seven weekdays has no working days")

    def why_closed(self, day: date) -> str:
        """The reason in words ("Thanksgiving Day", "Sat", "Closed day"); "" when the agency is open."""
        if day in self.own_open:
            return ""
        if self.own_closed and day in self.own_closed:
            return self.own_closed[day] or translate("Clocks", "Closed day")
        if self.with_public_holidays:
            state = self.state if self.state in known_states() else ""
            holiday = public_holidays(state, day.year).get(day)
            if holiday:
                return holiday
        if day.weekday() in self.closed_weekdays:
            return translate("Dates", WEEKDAYS[day.weekday()])
        return ""

    def is_open(self, day: date) -> bool:
        """Whether the agency works on `day`."""
        return not self.why_closed(day)

    def next_open(self, day: date) -> date:
        """`day` itself when open, else the first open day after it."""
        while not self.is_open(day):
            day += DAY
        return day

    def add_working_days(self, day: date, count: int) -> date:
        """The count-th open day after `day` (which need not be open itself); count 0 is `next_open(day)`."""
        if count < 0:
            raise ValueError(f"cannot go back {count} working days")
        if count == 0:
            return self.next_open(day)
        for _ in range(count):
            day = self.next_open(day + DAY)
        return day

    def working_days(self, first: date, before: date) -> int:
        """How many open days lie in [first, before); 0 when before <= first."""
        span = (before - first).days
        return sum(self.is_open(first + timedelta(days=offset)) for offset in range(span))


def calendar_for(
    settings: Settings, state: str = "", own_days: Mapping[date, tuple[str, bool]] | None = None
) -> WorkCalendar:
    """The agency's calendar. own_days: day -> (name, is open), the agency's own list."""
    own = own_days or {}
    return WorkCalendar(
        state=state.strip().upper(),
        closed_weekdays=frozenset(settings.closed_weekdays),
        own_closed={day: name for day, (name, is_open) in own.items() if not is_open},
        own_open=frozenset(day for day, (_, is_open) in own.items() if is_open),
        with_public_holidays=settings.public_holidays,
    )


@dataclass(frozen=True, slots=True)
class PhaseDates:
    """When a phase is planned: its first day and the day it is due."""

    phase: str
    starts: date
    due: date


def phase_plan(
    opened_on: date, calendar: WorkCalendar, settings: Settings, first: str = "diagnose"
) -> tuple[PhaseDates, ...]:
    """The planned days of `first` and every phase after it, when `first` begins on `opened_on` (R10).

    Coach begins on the day Diagnose ends, since coaching may start as soon as the cause is known; the later phases
    begin on the next working day. Opened on Mon Nov 9: Diagnose Mon-Wed, Coach Wed-Wed, Validate Thu-Fri, Close Mon.
    """
    lengths = (settings.diagnose_days, settings.coach_days, settings.validate_days, settings.close_days)
    plan: list[PhaseDates] = []
    due = opened_on
    for phase, days in zip(PHASES, lengths, strict=True):
        if PHASES.index(phase) < PHASES.index(first):
            continue
        if not plan:
            starts = opened_on
        elif phase == "coach":
            starts = due
        else:
            starts = calendar.add_working_days(due, 1)
        due = calendar.add_working_days(due, days)
        plan.append(PhaseDates(phase, starts, due))
    return tuple(plan)


def shift_after_pause(
    plan: Sequence[PhaseDates], paused_on: date, resumed_on: date, calendar: WorkCalendar
) -> tuple[PhaseDates, ...]:
    """The plan after a pause: what lay on or after `paused_on` moves on by the working days that were lost (R10).

    The days lost are those in [paused_on, resumed_on): work stops on the day of the pause and goes on on the day of
    resuming. Days that were already over stay as they were, so a phase that was late before the pause stays late.
    """
    lost = calendar.working_days(paused_on, resumed_on)
    if lost == 0:
        return tuple(plan)

    def moved(day: date) -> date:
        return day if day < paused_on else calendar.add_working_days(day, lost)

    return tuple(replace(dates, starts=moved(dates.starts), due=moved(dates.due)) for dates in plan)


def due_in_hours(at: datetime, hours: float, pauses: Sequence[Pause] = ()) -> datetime | None:
    """When something is due `hours` after `at`; pauses that begin before it is due put it off by their length.

    None while a pause lasts: the clock stands still. Pauses may overlap or come in any order.
    """
    due = at + timedelta(hours=hours)
    counted = at
    for stopped, resumed in sorted(pauses, key=lambda pause: pause[0]):
        begin = max(stopped, counted)
        if begin >= due:
            continue
        if resumed is None:
            return None
        if resumed > begin:
            due += resumed - begin
            counted = resumed
    return due


def hours_between(start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> float:
    """The hours from start to end, without those spent in pauses; never below 0."""
    spent = max(end - start, timedelta(0))
    counted = start
    for stopped, resumed in sorted(pauses, key=lambda pause: pause[0]):
        begin, until = max(stopped, counted), min(resumed or end, end)
        if until > begin:
            spent -= until - begin
            counted = until
    return max(spent, timedelta(0)).total_seconds() / 3600


def days_after_event(event_on: date, recorded_on: date) -> int:
    """Calendar days from the event to its entry; 0 when it was entered the same day or before (a planned event)."""
    return max((recorded_on - event_on).days, 0)


def late_entry(event_on: date, recorded_on: date, settings: Settings) -> bool:
    """Whether a record was entered so long after its event that it is marked a late entry (R10)."""
    return days_after_event(event_on, recorded_on) > settings.late_entry_days


@dataclass(frozen=True, slots=True)
class Due:
    """How a due date stands today. days: until due, negative when late. words: "Fri, 1 day late", "today 16:40"."""

    state: DueState
    days: int
    words: str

    @property
    def tone(self) -> str:
        """The semantic colour: late, attention (today), info (soon) or plain."""
        return {"late": "late", "today": "attention", "soon": "info"}.get(self.state, "plain")


def due_state(due: date | datetime | None, now: datetime, settings: Settings) -> Due:
    """How `due` stands at `now`. A day is late from the next day on, a moment from the minute it has passed.

    Both in the person's own zone. None (nothing due, or the clock stands still) gives the state "none".
    """
    if due is None:
        return Due("none", 0, translate("Clocks", "no clock"))
    today = now.date()
    day = due.date() if isinstance(due, datetime) else due
    days = (day - today).days
    at = clock_words(due) if isinstance(due, datetime) else ""
    if days < 0:
        return Due("late", days, _late_words(day, today))
    if isinstance(due, datetime) and due < now:
        return Due("late", 0, translate("Clocks", "today {at}, late").format(at=at))
    if days == 0:
        return Due("today", 0, translate("Clocks", "today {at}").format(at=at).rstrip())
    state: DueState = "soon" if days <= settings.due_soon_days else "later"
    if at and days == 1:
        return Due(state, days, translate("Clocks", "tomorrow {at}").format(at=at))
    return Due(state, days, day_words(day, today))


def _late_words(day: date, today: date) -> str:
    late = (today - day).days
    when = weekday_words(day) if late < 7 else day_words(day, today)
    if late == 1:
        return translate("Clocks", "{when}, 1 day late").format(when=when)
    return translate("Clocks", "{when}, {days} days late").format(when=when, days=late)


def day_of(opened_on: date, due_on: date, today: date) -> tuple[int, int]:
    """(n, m) of "day n of m": calendar days since opening (at least 1) and those planned. n passes m when overdue."""
    return max((today - opened_on).days, 1), max((due_on - opened_on).days, 1)


def day_of_words(opened_on: date, due_on: date, today: date) -> str:
    """ "day 8 of 14", and past the plan "1 day over" """
    day, planned = day_of(opened_on, due_on, today)
    if day == planned + 1:
        return translate("Clocks", "1 day over")
    if day > planned:
        return translate("Clocks", "{days} days over").format(days=day - planned)
    return translate("Clocks", "day {day} of {planned}").format(day=day, planned=planned)


def sustain_dates(closed_on: date, calendar: WorkCalendar, settings: Settings) -> tuple[tuple[int, date], ...]:
    """The sustain checks a closing books: (days, the first open day on or after that many days), R8."""
    return tuple((days, calendar.next_open(closed_on + timedelta(days=days))) for days in settings.sustain_days)
