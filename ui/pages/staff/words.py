"""How a person reads in the window: where they work, since when, what hangs on them. No widgets but plain entries."""

from __future__ import annotations

from datetime import date, timedelta

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.staff import PostingRow, StaffCycle, StaffDetail, StaffSession
from coachdesk.rules.moves import ENDED
from coachdesk.rules.wording import day_words, moment_words
from ui.widgets import Entry


def posting_line(posting: PostingRow) -> str:
    """ "Direct support professional · North team · Birch Street office"."""
    return " · ".join(part for part in (posting.role, posting.team, posting.site) if part)


def header_line(person: StaffDetail) -> str:
    """Number, posting and supervisor in one line."""
    parts = [person.values["number"], posting_line(person.posting)]
    if person.posting.supervisor:
        parts.append(translate("Staff", "supervisor {name}").format(name=person.posting.supervisor))
    return " · ".join(part for part in parts if part)


def history(person: StaffDetail, today: date) -> list[Entry]:
    """The postings with their days, newest first; the last day of one is the day before the next."""
    entries = []
    for posting in person.postings:
        first = day_words(posting.starts_on)
        if posting.ends_on is not None:
            days = translate("Staff", "{first} – {last}").format(
                first=first, last=day_words(posting.ends_on - timedelta(days=1))
            )
        elif posting.starts_on > today:
            days = translate("Staff", "from {first}").format(first=first)
        else:
            days = translate("Staff", "since {first}").format(first=first)
        supervisor = translate("Staff", "supervisor {name}").format(name=posting.supervisor)
        text = posting_line(posting) or translate("Staff", "No role, team or site")
        sub = supervisor if posting.supervisor else ""
        tone = "accent" if posting.ends_on is None else "plain"
        entries.append(Entry(days, text, sub, tone=tone, planned=posting.starts_on > today))
    return entries


def part_words(part: str) -> str:
    """What somebody is in a cycle or session."""
    return {
        "coachee": translate("Staff", "coachee"),
        "coach": translate("Staff", "coach"),
        "validator": translate("Staff", "validator"),
    }[part]


def cycle_entry(cycle: StaffCycle, today: date) -> Entry:
    """One cycle as a line that opens it."""
    pills = [(vocabulary.label("cycle_status", cycle.status), vocabulary.tone("cycle_status", cycle.status))]
    if cycle.outcome:
        pills = [(vocabulary.label("outcome", cycle.outcome), vocabulary.tone("outcome", cycle.outcome))]
    opened = translate("Staff", "{part}, opened {day}").format(
        part=part_words(cycle.part), day=day_words(cycle.opened_on, today)
    )
    return Entry(cycle.number, cycle.title, opened, tuple(pills), key=f"cycle:{cycle.cycle_id}")


def session_entry(session: StaffSession, today: date) -> Entry:
    """One session as a line that opens its cycle."""
    starts = session.starts_at.astimezone()
    pills: list[tuple[str, str]] = []
    if session.status != "held":
        pills = [
            (vocabulary.label("session_status", session.status), vocabulary.tone("session_status", session.status))
        ]
    text = f"{vocabulary.label('session_kind', session.kind)}, {part_words(session.part)}"
    when = moment_words(starts, today)
    key = f"cycle:{session.cycle_id}" if session.cycle_id else ""
    return Entry(when, text, session.cycle, tuple(pills), planned=session.status == "planned", key=key)


def open_cycles(person: StaffDetail) -> list[StaffCycle]:
    """The person's cycles that are not over."""
    return [cycle for cycle in person.cycles if cycle.status not in ENDED]


def still_hanging(person: StaffDetail) -> list[str]:
    """What would be left without this person, each as a sentence."""
    found = []
    if len(person.reports) == 1:
        found.append(translate("Staff", "One person reports to them; move that person to another supervisor."))
    elif person.reports:
        text = translate("Staff", "{count} people report to them; move those people to another supervisor.")
        found.append(text.format(count=len(person.reports)))
    running = dict.fromkeys(cycle.number for cycle in open_cycles(person))
    if running:
        text = translate("Staff", "Takes part in open cycles: {numbers}. Name somebody else there, or close them.")
        found.append(text.format(numbers=", ".join(running)))
    return found


def signals_line(count: int) -> str:
    """How many signals name the person."""
    if count == 0:
        return translate("Staff", "No signals.")
    if count == 1:
        return translate("Staff", "1 signal.")
    return translate("Staff", "{count} signals.").format(count=count)
