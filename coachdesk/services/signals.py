"""Use cases about drift signals: note one in a minute (R1), complete it later, decide what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.people import Posting
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
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
    """Complete or correct a signal (FIELDS)."""
    signal = change.get(Signal, signal_id)
    if signal.triage == "in_cycle" and set(values) & {"standard_id", "staff_id", "criterion_code"}:
        raise Refused(
            translate("Signals", "{number} opened a cycle; whom and what it is about stays.").format(
                number=signal.number
            ),
            to_do=translate("Signals", "Note the correction in the cycle as an amendment."),
        )
    assign(signal, values, FIELDS)
    with change.session.no_autoflush:
        _complete(change, signal)
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
