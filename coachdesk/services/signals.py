"""Use cases about drift signals: note one in a minute (R1), complete it later, decide what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.records.people import Posting
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules.clocks import late_entry
from coachdesk.rules.triage import triage_problems
from coachdesk.services.checks import Problems, assign, clean, is_late, numbered
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

FIELDS = (
    "source",
    "partner_kind",
    "occurred_on",
    "noticed_on",
    "staff_id",
    "team_id",
    "standard_id",
    "criterion_code",
    "severity",
    "participant_code",
    "what_happened",
)
WORDS = ("participant_code", "what_happened")
"""What may be taken out of a signal at any time, because it gives somebody away (R22)."""


@use_case("signal.log", QT_TRANSLATE_NOOP("Do", "Note a signal"))
def log_signal(change: Change, values: Mapping[str, Any]) -> int:
    """Note a drift signal (FIELDS). Five are enough (R1): source, when it occurred, who or which team (or neither),
    severity, what happened. Gives its id. A known person's team of that day is filled in."""
    signal = new_signal(change, values)
    change.label = translate("Do", "Note signal {number}").format(number=signal.number)
    return signal.id


def new_signal(change: Change, values: Mapping[str, Any], found_on: date | None = None) -> Signal:
    """A checked signal (FIELDS) in the desk, with its number; for services that note signals among other things.

    found_on: the day its lateness counts from (R10); the day it occurred when not given.
    """
    signal = Signal(
        number="",
        source="",
        severity="minor",
        occurred_on=change.today,
        noticed_on=change.today,
        recorded_at=change.now,
        recorded_by=change.profile_id,
    )
    assign(signal, values, FIELDS)
    _complete(change, signal)
    signal.number = numbered(change, "signal")
    signal.late_entry = is_late(change, found_on or signal.occurred_on)
    return change.add(signal)


@use_case("signal.edit", QT_TRANSLATE_NOOP("Do", "Edit a signal"))
def edit_signal(change: Change, signal_id: int, values: Mapping[str, Any]) -> None:
    """Complete or correct a signal (FIELDS).

    Where the cycle that it opened has ended only its words (WORDS) may still change, so that what gives a participant
    away can be taken out (R22); the facts that the cycle rests on are corrected by an amendment (R9).
    """
    signal = change.get(Signal, signal_id)
    before = {field: getattr(signal, field) for field in FIELDS}
    if signal.triage == "in_cycle" and set(values) & {"standard_id", "staff_id", "criterion_code"}:
        raise Refused(
            translate("Signals", "{number} opened a cycle; whom and what it is about stays.").format(
                number=signal.number
            ),
            to_do=translate("Signals", "Note the correction in the cycle as an amendment."),
        )
    assign(signal, values, FIELDS)
    with change.session.no_autoflush:
        _keep_facts(change, signal, before)
        _complete(change, signal)
    if signal.occurred_on != before["occurred_on"]:
        recorded_on = signal.recorded_at.astimezone().date()
        signal.late_entry = signal.late_entry or late_entry(signal.occurred_on, recorded_on, change.settings)
    change.label = translate("Do", "Edit signal {number}").format(number=signal.number)


@use_case("signal.triage", QT_TRANSLATE_NOOP("Do", "Decide about a signal"))
def triage_signal(change: Change, signal_id: int, triage: str, reason: str = "") -> None:
    """Decide what becomes of a signal; some decisions need a reason. Only opening a cycle sets "in a cycle",
    only a corrective action "corrective action"."""
    _decide(change, [change.get(Signal, signal_id)], triage, reason)


@use_case("signal.triage_several", QT_TRANSLATE_NOOP("Do", "Decide about signals"))
def triage_signals(change: Change, signal_ids: Sequence[int], triage: str, reason: str = "") -> None:
    """The same decision, for the same reason, about several signals; those decided so already stay as they are."""
    signals = [change.get(Signal, signal_id) for signal_id in dict.fromkeys(signal_ids)]
    _decide(change, [one for one in signals if one.triage != triage] or signals, triage, reason)


def _decide(change: Change, signals: Sequence[Signal], triage: str, reason: str) -> None:
    problems, why = Problems(), clean(reason)
    found: list[Problem] = []
    for signal in signals:
        if triage == "in_cycle" or signal.triage == "in_cycle":
            text = translate("Signals", "{number}: a signal enters a cycle when the cycle is opened from it.")
            found.append(Problem("triage", text.format(number=signal.number), "R2"))
        elif "corrective_action" in (triage, signal.triage):
            # The link is what a reviewer follows (R20), so only the action itself takes a signal up or gives it back.
            text = translate("Signals", "{number}: a corrective action takes a signal up, or gives it back, itself.")
            found.append(Problem("triage", text.format(number=signal.number), "R20"))
        else:
            found += triage_problems(signal.triage, triage, why)
    for problem in dict.fromkeys(found):  # several signals may lack the same
        problems.add(problem.field, problem.text, problem.rule)
    problems.refuse(translate("Signals", "Nothing was decided."))
    for signal in signals:
        signal.triage, signal.triage_reason = triage, why
        signal.triaged_at = None if triage == "new" else change.now
    if len(signals) == 1:
        change.label = translate("Do", "Decide about signal {number}").format(number=signals[0].number)
    else:
        change.label = translate("Do", "Decide about {count} signals").format(count=len(signals))


def _keep_facts(change: Change, signal: Signal, before: Mapping[str, Any]) -> None:
    """Refuse a change of facts that a cycle rests on which has ended (R9)."""
    if all(getattr(signal, field) == value for field, value in before.items() if field not in WORDS):
        return
    ended = sa.select(Cycle.number).join(CycleSignal, CycleSignal.cycle_id == Cycle.id)
    ended = ended.where(CycleSignal.signal_id == signal.id, Cycle.status == "closed")
    number = change.session.scalars(ended.order_by(Cycle.id)).first()
    if number is not None:
        raise Refused(
            translate(
                "Signals", "{signal} opened {cycle}, which has ended; what it says about whom and when stays (R9)."
            ).format(signal=signal.number, cycle=number),
            kept=translate("Signals", "Nothing was changed."),
            to_do=translate("Signals", "Add an amendment to the cycle instead. Only the words can be corrected here."),
        )


def _complete(change: Change, signal: Signal) -> None:
    """Check a signal and fill in what follows from the rest."""
    problems = Problems()
    problems.one_of("source", signal.source, "signal_source")
    problems.one_of("severity", signal.severity, "severity")
    problems.one_of("partner_kind", signal.partner_kind or "", "partner_kind", optional=True)
    problems.need("what_happened", signal.what_happened, translate("Signals", "What happened"))
    for field in ("occurred_on", "noticed_on"):
        day = getattr(signal, field)
        if day is None:
            problems.add(field, translate("Signals", "A day is needed."))
        elif day > change.today:
            problems.add(field, translate("Signals", "This day is in the future."))
    if not problems and signal.noticed_on < signal.occurred_on:
        problems.add("noticed_on", translate("Signals", "It cannot be noticed before it occurred."))
    if signal.criterion_code and not _criterion_exists(change, signal.standard_id, signal.criterion_code):
        problems.add("criterion_code", translate("Signals", "The standard has no such criterion."))
    problems.refuse(translate("Signals", "The signal was not saved."))
    if signal.staff_id is not None and signal.team_id is None:
        signal.team_id = team_on(change, signal.staff_id, signal.occurred_on)


def _criterion_exists(change: Change, standard_id: int | None, code: str) -> bool:
    query = (
        sa.select(sa.func.count())
        .select_from(Criterion)
        .join(StandardVersion, StandardVersion.id == Criterion.version_id)
        .where(StandardVersion.standard_id == standard_id, Criterion.code == code)
    )
    return bool(change.session.scalar(query))


def team_on(change: Change, staff_id: int, day: date) -> int | None:
    """The team a staff member was in on a day; before their first posting, the first one's."""
    query = (
        sa.select(Posting.team_id)
        .where(Posting.staff_id == staff_id, sa.or_(Posting.ends_on.is_(None), Posting.ends_on > day))
        .order_by(Posting.starts_on)
        .limit(1)
    )
    return change.session.scalar(query)
