"""What departed from the plan in a cycle, in an evidence pack: overridden gates, amendments, late entries; its trail.

These are always printed, also when there are none (R4, R9, R10), and told in a line at the head of the cycle's file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby

from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.trail import HistoryRow
from exports import words
from exports.pdf.flow import Kit, Para
from exports.pdf.pack_steps import record_place
from exports.pdf.text import Span, Words

LateRecord = tuple[str, str, int]
"""(the record's number or name, the place of its line or "", days from the event to its entry)"""


def departures_place(number: str) -> str:
    """The name of the section's place within a cycle's file."""
    return f"departures {number}"


def noted(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """One line for a cycle file's head: how many gates were overridden ...; nothing when all went as planned."""
    counts = (
        departure_words(len(cycle.overrides), len(cycle.amendments)),
        _late_count(len(_late_records(cycle))),
    )
    said = words.joined(counts)
    if said:
        see = kit.link(translate("Pack", "see below"), departures_place(cycle.number))
        yield kit.para([Span(said, bold=True, tone="attention"), ", ", see], after=2)


def departure_words(overrides: int, amendments: int) -> str:
    """ "1 gate overridden · 2 amendments", leaving out what is not there."""
    gate = translate("Pack", "1 gate overridden")
    gates = translate("Pack", "{count} gates overridden").format(count=overrides)
    amendment = translate("Pack", "1 amendment")
    changes = translate("Pack", "{count} amendments").format(count=amendments)
    return words.joined(
        [
            "" if not overrides else gate if overrides == 1 else gates,
            "" if not amendments else amendment if amendments == 1 else changes,
        ]
    )


def _late_count(count: int) -> str:
    if count < 2:
        return translate("Pack", "1 late entry") if count else ""
    return translate("Pack", "{count} late entries").format(count=count)


def departures(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """Overridden gates and amendments whole, late entries by their number."""
    heading = translate("Pack", "Overrides, amendments and late entries")
    yield kit.section(heading, departures_place(cycle.number))
    for override in cycle.overrides:
        text = translate("Pack", "Gate to {gate} passed {moment} by {name} although this was missing: {missing}")
        said = text.format(
            gate=vocabulary.label("cycle_phase", override.gate).lower(),
            moment=words.moment(override.overridden_at),
            name=override.overridden_by,
            missing=override.missing,
        )
        reason = translate("Pack", "Reason given: {reason}").format(reason=override.reason)
        yield kit.rule_box([said, reason], tone="attention")
    for amendment in cycle.amendments:
        text = translate("Pack", "Amended {moment} by {name}: {subject}, from “{before}” to “{after}”.")
        said = text.format(
            moment=words.moment(amendment.amended_at),
            name=amendment.amended_by,
            subject=amendment.subject,
            before=amendment.before,
            after=amendment.after,
        )
        reason = translate("Pack", "Reason given: {reason}").format(reason=amendment.reason)
        yield kit.rule_box([said, reason], tone="info")
    if not cycle.amendments:
        yield kit.para(translate("Pack", "Nothing was amended."), after=0)
    if not cycle.overrides:
        yield kit.para(translate("Pack", "No gate was overridden."), after=0)
    late = sorted(_late_records(cycle), key=lambda record: record[2])
    for days, records in groupby(late, key=lambda record: record[2]):
        yield kit.para(_late_words(kit, days, list(records)), after=0)
    if not late:
        yield kit.para(translate("Pack", "No late entries."), after=0)


def _late_words(kit: Kit, days: int, records: list[LateRecord]) -> Words:
    """All records that were entered so many days late, as links to their lines."""
    text = translate("Pack", "Late entry: {record} recorded {days} days after the event.")
    if len(records) > 1:
        text = translate("Pack", "Late entries: {record} recorded {days} days after the event.")
    before, _, after = text.format(record="\x00", days=f"{days:,}").partition("\x00")
    found: list[str | Span] = [before]
    for name, place, _ in records:
        found += [", "] if len(found) > 1 else []
        found.append(kit.link(name, place) if place else name)
    return [*found, after]


def _late_records(cycle: CycleDetail) -> list[LateRecord]:
    """What was entered later than the agency allows (R10), with the days between."""
    numbered: list[tuple[str, bool, date | datetime, datetime | None]] = [
        *((s.number, s.late_entry, s.occurred_on, s.recorded_at) for s in cycle.signals),
        *((s.number, s.late_entry, s.starts_at, s.recorded_at) for s in cycle.sessions),
        *((o.number, o.late_entry, o.observed_at, o.recorded_at) for o in cycle.observations),
        *((x.number, x.late_entry, x.submitted_at, x.recorded_at) for x in cycle.scenarios),
    ]
    check = translate("Pack", "{days}-day check")
    named: list[tuple[str, bool, date | datetime, datetime | None]] = [
        *(
            (vocabulary.label("measure_stage", m.stage), m.late_entry, m.measured_on, m.recorded_at)
            for m in cycle.measures
        ),
        *(
            (check.format(days=s.days), s.late_entry, s.checked_on, s.recorded_at)
            for s in cycle.sustain
            if s.checked_on is not None
        ),
    ]
    found = [(name, record_place(cycle, name), _days(event, at)) for name, late, event, at in numbered if late and at]
    return found + [(name, "", _days(event, at)) for name, late, event, at in named if late and at]


def _days(event: date | datetime, recorded: datetime) -> int:
    day = event.astimezone().date() if isinstance(event, datetime) else event
    return (recorded.astimezone().date() - day).days


def history(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """Every trail entry about the cycle, oldest first: who did what when (R23). Equal neighbors share a line."""
    yield kit.section(translate("Pack", "Trail of this cycle"))
    rows: list[list[Words | Para]] = []
    for _, group in groupby(reversed(cycle.history), key=_alike):
        entries = list(group)
        first, last = entries[0], entries[-1]
        times = translate("Pack", "{label} ({count} times)").format(label=first.label, count=len(entries))
        seq = str(first.seq) if len(entries) == 1 else f"{first.seq}–{last.seq}"
        rows.append([seq, words.moment(first.at), first.who, first.label if len(entries) == 1 else times])
    headings = [
        translate("Pack", "Entry"),
        translate("Pack", "When"),
        translate("Pack", "Who"),
        translate("Pack", "What"),
    ]
    yield kit.table(headings, rows, [11, 22, 22, 45])


def _alike(entry: HistoryRow) -> tuple[str, str, str]:
    return words.moment(entry.at), entry.who, entry.label
