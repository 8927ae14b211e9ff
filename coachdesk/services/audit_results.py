"""Use cases about what a finished audit gives: signals where criteria were not met, and measures of a cycle."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.records.audits import Audit, AuditCriterion, AuditRecord, Judgement
from coachdesk.records.cycles import Coachee, Cycle, CycleCriterion, CycleSignal, Measure, MeasureCriterion
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules.audit_results import whole_records
from coachdesk.services.audits import trigger_codes
from coachdesk.services.checks import Problems, is_late
from coachdesk.services.guards import working_cycle
from coachdesk.services.signals import new_signal
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change


@use_case("audit.note_signals", QT_TRANSLATE_NOOP("Do", "Note signals from an audit"))
def note_signals(change: Change, audit_id: int, chosen: Sequence[Mapping[str, Any]]) -> list[int]:
    """Note a signal for each unmet criterion of a record that was chosen, all or none. Gives their ids.

    chosen: audit_record_id and criterion_id, and what was changed of the signal's fields (see `services.signals`);
    the rest is filled in from the audit. The event recorded is the finding, so a signal is a late entry (R10) when
    the audit is taken over late, not when the record it found is old.
    """
    audit = _ended(change, audit_id)
    standard_id = change.get(StandardVersion, audit.version_id).standard_id
    unmet = _unmet(change, audit_id)
    noted = []
    for one in chosen:
        key = (one.get("audit_record_id", 0), one.get("criterion_id", 0))
        if key not in unmet:
            raise Refused(
                translate("Audits", "{number} did not find this criterion unmet in this record.").format(
                    number=audit.number
                ),
                kept=translate("Audits", "No signal was noted."),
            )
        record, criterion = change.get(AuditRecord, key[0]), change.get(Criterion, key[1])
        _refuse_second(change, record, criterion)
        found_on = audit.finished_on or change.today
        values: dict[str, Any] = {
            "occurred_on": min(record.record_on or found_on, found_on),
            "staff_id": record.staff_id,
            "team_id": audit.team_id if record.staff_id is None else None,
            "severity": "moderate" if criterion.critical else "minor",
            **{name: value for name, value in one.items() if name not in ("audit_record_id", "criterion_id")},
            "source": "documentation_audit",
            "noticed_on": found_on,
            "standard_id": standard_id,
            "criterion_code": criterion.code,
        }
        values.setdefault("what_happened", finding_words(record.code, criterion.text))
        signal = new_signal(change, values, found_on)
        signal.audit_record_id = record.id
        change.session.flush()
        noted.append(signal.id)
    change.label = translate("Do", "Note {count} signals from {number}").format(count=len(noted), number=audit.number)
    return noted


def finding_words(code: str, criterion: str) -> str:
    """What happened, as an audit knows it; the person may say more."""
    return translate("Audits", "Record {code} did not show: {criterion}").format(code=code, criterion=criterion)


def _ended(change: Change, audit_id: int) -> Audit:
    audit = change.get(Audit, audit_id)
    if audit.status != "done":
        raise Refused(
            translate("Audits", "{number} is not finished.").format(number=audit.number),
            kept=translate("Audits", "Nothing was saved."),
            to_do=translate("Audits", "Judge every record and finish the audit first."),
        )
    return audit


def _unmet(change: Change, audit_id: int) -> set[tuple[int, int]]:
    query = (
        sa.select(Judgement.audit_record_id, Judgement.criterion_id)
        .join(AuditRecord, AuditRecord.id == Judgement.audit_record_id)
        .where(AuditRecord.audit_id == audit_id, Judgement.turn == 1, Judgement.result == "not_met")
    )
    return {(row[0], row[1]) for row in change.session.execute(query)}


def _refuse_second(change: Change, record: AuditRecord, criterion: Criterion) -> None:
    noted = sa.select(Signal.number).where(Signal.audit_record_id == record.id, Signal.criterion_code == criterion.code)
    number = change.session.scalars(noted.limit(1)).first()
    if number is not None:
        text = translate("Audits", "{number} was noted of record {code} and this criterion already.")
        raise Refused(text.format(number=number, code=record.code), kept=translate("Audits", "No signal was noted."))


@use_case("audit.use_as_measure", QT_TRANSLATE_NOOP("Do", "Use an audit as a measure"))
def use_as_measure(
    change: Change,
    audit_id: int,
    cycle_id: int,
    stage: str,
    *,
    only_coachees: bool = False,
    leave_out_triggers: bool = True,
    note: str = "",
) -> int:
    """Record a finished audit as the baseline or post measure of a cycle, over the target criteria it judged.

    A record counts as met when it met every one of these criteria that applies. The records that opened the cycle
    are marked; a baseline leaves them out (R4), or says honestly that they are in it (leave_out_triggers=False).
    only_coachees: of records whose writer is known, only those of the cycle's coachees. Gives the measure's id.
    """
    audit, cycle = _ended(change, audit_id), working_cycle(change, cycle_id)
    criteria = _shared_criteria(change, audit, cycle)
    _check_use(change, audit, cycle, stage, criteria)
    records = list(change.session.scalars(sa.select(AuditRecord).where(AuditRecord.audit_id == audit_id)))
    if only_coachees:
        people = set(change.session.scalars(sa.select(Coachee.staff_id).where(Coachee.cycle_id == cycle_id)))
        records = [one for one in records if one.staff_id in people]
    triggers = _mark_triggers(change, cycle_id, records) if stage == "baseline" else frozenset()
    left_out = triggers if leave_out_triggers else frozenset()
    kept = [one.id for one in records if one.id not in left_out]
    whole = whole_records(_first_judgements(change, audit_id), kept, criteria)
    if not whole.total:
        raise Refused(
            translate("Audits", "{number} leaves no judged record for this measure.").format(number=audit.number),
            kept=translate("Audits", "The measure was not saved."),
            to_do=translate("Audits", "Draw other records in an audit of their own, or measure another way."),
        )
    coachees_only = translate("Audits", "Records of the coachees only.") if only_coachees else ""
    measure = Measure(
        cycle_id=cycle_id,
        stage=stage,
        method="documentation_audit",
        version_id=audit.version_id,
        standard_measure_id=cycle.rule_standard_measure_id if cycle.rule_kind == "proportion" else None,
        audit_id=audit_id,
        measured_on=audit.finished_on or change.today,
        records_from=audit.records_from,
        records_to=audit.records_to,
        met=whole.met,
        total=whole.total,
        not_applicable=whole.not_applicable,
        triggers_excluded=len(left_out),
        triggers_included=bool(triggers - left_out),
        assessor_id=audit.assessor_id,
        note=" ".join(part for part in (coachees_only, note.strip()) if part),
        recorded_at=change.now,
        late_entry=is_late(change, audit.finished_on or change.today),
    )
    change.add(measure)
    change.session.add_all(MeasureCriterion(measure_id=measure.id, criterion_id=one) for one in criteria)
    if audit.cycle_id is None:
        audit.cycle_id = cycle_id
    change.label = translate("Do", "Use {audit} as a measure of {cycle}: {stage}").format(
        audit=audit.number, cycle=cycle.number, stage=vocabulary.label("measure_stage", stage).lower()
    )
    return measure.id


def _shared_criteria(change: Change, audit: Audit, cycle: Cycle) -> list[int]:
    query = (
        sa.select(CycleCriterion.criterion_id)
        .join(AuditCriterion, AuditCriterion.criterion_id == CycleCriterion.criterion_id)
        .where(CycleCriterion.cycle_id == cycle.id, AuditCriterion.audit_id == audit.id)
        .order_by(CycleCriterion.id)
    )
    return list(change.session.scalars(query))


def _check_use(change: Change, audit: Audit, cycle: Cycle, stage: str, criteria: Sequence[int]) -> None:
    problems = Problems()
    problems.one_of("stage", stage, "measure_stage")
    if cycle.version_id != audit.version_id:
        text = translate("Audits", "{audit} judged another version of the standard than {cycle} follows.")
        problems.add("cycle_id", text.format(audit=audit.number, cycle=cycle.number), "R7")
    elif not criteria:
        text = translate("Audits", "{audit} judged none of the target criteria of {cycle}.")
        problems.add("cycle_id", text.format(audit=audit.number, cycle=cycle.number), "R7")
    if stage == "baseline" and cycle.rule_locked_at is not None:
        problems.add("stage", translate("Audits", "The baseline is fixed since the success rule was locked."), "R5")
    used = sa.select(Measure.stage).where(Measure.audit_id == audit.id, Measure.cycle_id == cycle.id)
    stages = set(change.session.scalars(used))
    if stage in stages:
        problems.add("stage", translate("Audits", "It is this measure of the cycle already."))
    elif stages:
        problems.add("stage", translate("Audits", "One audit cannot stand for before and after."), "R18")
    problems.refuse(translate("Audits", "The measure was not saved."))


def _mark_triggers(change: Change, cycle_id: int, records: Sequence[AuditRecord]) -> frozenset[int]:
    """Mark the records that opened the cycle (R4): those its signals came from, and those its signals name."""
    codes = trigger_codes(change, cycle_id)
    of_cycle = sa.select(CycleSignal.signal_id).where(CycleSignal.cycle_id == cycle_id)
    direct = set(change.session.scalars(sa.select(Signal.audit_record_id).where(Signal.id.in_(of_cycle))))
    found = [one for one in records if one.id in direct or one.code in codes]
    for one in found:
        one.is_trigger = True
    return frozenset(one.id for one in found)


def _first_judgements(change: Change, audit_id: int) -> dict[tuple[int, int], str]:
    query = (
        sa.select(Judgement.audit_record_id, Judgement.criterion_id, Judgement.result)
        .join(AuditRecord, AuditRecord.id == Judgement.audit_record_id)
        .where(AuditRecord.audit_id == audit_id, Judgement.turn == 1)
    )
    return {(row[0], row[1]): row[2] for row in change.session.execute(query)}
