"""Use cases about documentation audits: draw records from a frame, judge them, finish or give up.

What follows from a finished audit (signals, measures of a cycle) is in `audit_results`.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.lookups import roster_names
from coachdesk.records.audits import Audit, AuditCriterion, AuditRecord, Judgement
from coachdesk.records.cycles import Cycle, CycleSignal
from coachdesk.records.signals import Signal
from coachdesk.records.standards import Criterion, StandardVersion
from coachdesk.rules.audit_results import to_judge
from coachdesk.rules.frames import Frame, read_frame
from coachdesk.rules.privacy import Roster
from coachdesk.rules.sampling import draw, second_look
from coachdesk.services.checks import Problems, assign, clean, is_late, numbered
from coachdesk.services.guards import must_work_here
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change

OPENING = (
    "version_id",
    "team_id",
    "cycle_id",
    "title",
    "frame_note",
    "records_from",
    "records_to",
    "assessor_id",
    "second_assessor_id",
    "opened_on",
    "note",
)
EDITABLE = ("title", "frame_note", "records_from", "records_to", "assessor_id", "second_assessor_id", "note")
RECORD = ("staff_id", "record_on", "note")
SEEDS = 1_000_000  # six digits can be read out on the telephone
SHOWN = 8  # wrong codes or waiting records named in a refusal


@dataclass(frozen=True, slots=True)
class Known:
    """What a list of records says of one of them besides its code: who wrote it, and when."""

    staff_id: int | None = None
    record_on: date | None = None


@use_case("audit.open", QT_TRANSLATE_NOOP("Do", "Open an audit"))
def open_audit(
    change: Change,
    values: Mapping[str, Any],
    criterion_ids: Sequence[int],
    frame: Sequence[str],
    sample_size: int,
    *,
    excluded: Sequence[str] = (),
    excluded_reason: str = "",
    seed: int | None = None,
    known: Mapping[str, Known] | None = None,
) -> int:
    """Open an audit (OPENING) and draw `sample_size` records of `frame`, by reference code. Gives its id.

    frame: codes, or numbered ranges ("HC-0001 to HC-0120"). excluded: codes or ranges taken out of it before drawing,
    for `excluded_reason`. seed: a whole number from 0; chosen by chance when None. known: by code. Frame and seed are
    kept, so anybody can repeat the draw. A share of the drawn records (agency setting) is marked to be judged twice;
    records that opened `cycle_id` are marked (R4).
    """
    audit = Audit(
        number="",
        seed=secrets.randbelow(SEEDS) if seed is None else seed,
        sample_size=sample_size,
        opened_on=change.today,
        recorded_at=change.now,
        recorded_by=change.profile_id,
    )
    assign(audit, values, OPENING)
    names, reason = Roster(roster_names(change.conn)), clean(excluded_reason)
    listed, left_out = (read_frame("\n".join(map(clean, one)), names) for one in (frame, excluded))
    gone = set(left_out.codes)
    audit.frame = [code for code in listed.codes if code not in gone]
    audit.excluded_note = _excluded_note(left_out.codes, reason)
    _check_opening(change, audit, criterion_ids, listed, left_out, reason)
    audit.number = numbered(change, "audit")
    audit.late_entry = is_late(change, audit.opened_on)
    change.add(audit)
    change.session.add_all(AuditCriterion(audit_id=audit.id, criterion_id=one) for one in dict.fromkeys(criterion_ids))
    drawn = draw(audit.frame, sample_size, str(audit.seed)).chosen
    _add_records(change, audit, drawn, known or {})
    change.label = translate("Do", "Open audit {number}").format(number=audit.number)
    return audit.id


def _excluded_note(codes: Sequence[str], reason: str) -> str:
    return translate("Audits", "{codes}: {reason}").format(codes=", ".join(codes), reason=reason) if codes else ""


def _add_records(change: Change, audit: Audit, codes: Sequence[str], known: Mapping[str, Known]) -> None:
    twice = twice_drawn(codes, audit.seed, second_look(len(codes), change.settings))
    triggers = trigger_codes(change, audit.cycle_id) if audit.cycle_id is not None else frozenset()
    start = _next_position(change, audit.id)
    for place, code in enumerate(codes):
        told = known.get(code, Known())
        record = AuditRecord(
            audit_id=audit.id,
            position=start + place,
            code=code,
            staff_id=told.staff_id,
            record_on=told.record_on,
            twice=code in twice,
            is_trigger=code in triggers,
        )
        change.session.add(record)
    change.session.flush()


def twice_drawn(codes: Sequence[str], seed: int, count: int) -> frozenset[str]:
    """Which of the drawn records are judged twice: a draw of its own from the same seed, so it can be repeated too."""
    return frozenset(draw(codes, count, f"{seed}/twice").chosen)


def _next_position(change: Change, audit_id: int) -> int:
    query = sa.select(sa.func.max(AuditRecord.position)).where(AuditRecord.audit_id == audit_id)
    return (change.session.scalar(query) or 0) + 1


def trigger_codes(change: Change, cycle_id: int) -> frozenset[str]:
    """The records that opened a cycle, by code: audited ones its signals came from, and codes its signals name (R4)."""
    of_cycle = sa.select(CycleSignal.signal_id).where(CycleSignal.cycle_id == cycle_id)
    audited = (
        sa.select(AuditRecord.code)
        .join(Signal, Signal.audit_record_id == AuditRecord.id)
        .where(Signal.id.in_(of_cycle))
    )
    named = sa.select(Signal.participant_code).where(Signal.id.in_(of_cycle), Signal.participant_code != "")
    return frozenset([*change.session.scalars(audited), *change.session.scalars(named)])


def _check_opening(
    change: Change,
    audit: Audit,
    criterion_ids: Sequence[int],
    listed: Frame,
    left_out: Frame,
    reason: str,
) -> None:
    problems = Problems()
    _check_standard(change, audit, criterion_ids, problems)
    _check_people(change, audit, problems)
    _check_days(change, audit, problems)
    _check_frame(listed, problems)
    if left_out.codes and not reason:
        problems.add("excluded_reason", translate("Audits", "Say why these records were left out of the frame."))
    known = set(listed.codes)
    if missing := [code for code in left_out.codes if code not in known]:
        text = translate("Audits", "Left out, but not in the frame: {codes}.")
        problems.add("excluded", text.format(codes=_some(missing)))
    if audit.frame and not 1 <= audit.sample_size <= len(audit.frame):
        text = translate("Audits", "Draw from 1 to {count} records.")
        problems.add("sample_size", text.format(count=len(audit.frame)))
    elif listed.codes and not audit.frame:
        problems.add("excluded", translate("Audits", "Every record of the frame was left out."))
    if audit.seed < 0:
        problems.add("seed", translate("Audits", "The seed is a whole number, 0 or more."))
    problems.refuse(translate("Audits", "The audit was not opened."))


def _check_standard(change: Change, audit: Audit, criterion_ids: Collection[int], problems: Problems) -> None:
    problems.need("version_id", audit.version_id, translate("Audits", "A standard version"))
    if audit.version_id is None:
        return
    version = change.get(StandardVersion, audit.version_id)
    cycle = change.get(Cycle, audit.cycle_id) if audit.cycle_id is not None else None
    if version.status == "draft":
        problems.add("version_id", translate("Audits", "A draft cannot be audited; publish the version first."))
    elif version.status == "retired" and (cycle is None or cycle.version_id != version.id):
        problems.add("version_id", translate("Audits", "This version is retired; audit the published one."))
    if cycle is not None and cycle.version_id != version.id:
        text = translate("Audits", "{number} follows another version of the standard.")
        problems.add("cycle_id", text.format(number=cycle.number))
    problems.need("criterion_ids", list(criterion_ids), translate("Audits", "At least one criterion"))
    known = set(change.session.scalars(sa.select(Criterion.id).where(Criterion.version_id == version.id)))
    if set(criterion_ids) - known:
        problems.add("criterion_ids", translate("Audits", "A criterion is of another standard version."))


def _check_people(change: Change, audit: Audit, problems: Problems) -> None:
    problems.need("assessor_id", audit.assessor_id, translate("Audits", "Who judges the records"))
    for field in ("assessor_id", "second_assessor_id"):
        must_work_here(change, getattr(audit, field), field, problems)
    if audit.second_assessor_id is not None and audit.assessor_id == audit.second_assessor_id:
        text = translate("Audits", "The second judgement is somebody else's; otherwise it tells nothing.")
        problems.add("second_assessor_id", text)


def _check_days(change: Change, audit: Audit, problems: Problems) -> None:
    if audit.opened_on > change.today:
        problems.add("opened_on", translate("Audits", "This day is in the future."))
    text = translate("Audits", "The last day is before the first.")
    problems.not_after("records_to", audit.records_from, audit.records_to, text)


def _check_frame(listed: Frame, problems: Problems) -> None:
    for text in listed.problems[:SHOWN]:
        problems.add("frame", text, "R22")
    if not listed.codes and not listed.problems:
        problems.add("frame", translate("Audits", "List the records that could be drawn, by reference code."))
    elif listed.repeated:
        text = translate("Audits", "Listed twice, which would double its chance: {codes}.")
        problems.add("frame", text.format(codes=_some(listed.repeated)))


def _some(codes: Sequence[str]) -> str:
    shown = ", ".join(codes[:SHOWN])
    more = len(codes) - SHOWN
    return shown if more <= 0 else translate("Audits", "{codes} and {count} more").format(codes=shown, count=more)


@use_case("audit.edit", QT_TRANSLATE_NOOP("Do", "Edit an audit"))
def edit_audit(change: Change, audit_id: int, values: Mapping[str, Any]) -> None:
    """Change what was said about an audit in progress (EDITABLE). Frame, seed and criteria stay: they made the draw."""
    audit = judging(change, audit_id)
    second = audit.second_assessor_id
    assign(audit, values, EDITABLE)
    problems = Problems()
    with change.session.no_autoflush:
        _check_people(change, audit, problems)
        _check_days(change, audit, problems)
        if second is not None and audit.second_assessor_id is None and _judgements(change, audit_id, turn=2):
            text = translate("Audits", "There are second judgements already; name who made them.")
            problems.add("second_assessor_id", text)
    problems.refuse(translate("Audits", "The audit was not saved."))
    change.label = translate("Do", "Edit audit {number}").format(number=audit.number)


@use_case("audit.draw_more", QT_TRANSLATE_NOOP("Do", "Draw more records"))
def draw_more(change: Change, audit_id: int, count: int) -> None:
    """Draw `count` more records with the audit's own seed: the larger draw holds the smaller one."""
    audit = judging(change, audit_id)
    drawn = set(change.session.scalars(sa.select(AuditRecord.code).where(AuditRecord.audit_id == audit_id)))
    room = len(audit.frame) - len(drawn)
    if not 1 <= count <= room:
        raise Refused(
            translate("Audits", "The frame of {number} has {room} records left to draw.").format(
                number=audit.number, room=room
            ),
            kept=translate("Audits", "Nothing was drawn."),
        )
    audit.sample_size += count
    chosen = draw(audit.frame, audit.sample_size, str(audit.seed)).chosen
    _add_records(change, audit, [code for code in chosen if code not in drawn], {})
    change.label = translate("Do", "Draw {count} more records for {number}").format(count=count, number=audit.number)


@use_case("audit.judge", QT_TRANSLATE_NOOP("Do", "Judge records"))
def judge(change: Change, audit_id: int, results: Mapping[int, Mapping[int, str]], turn: int = 1) -> None:
    """Judge records of an audit: audit record id -> criterion id -> result; "" takes a judgement back.

    turn 2 is the second, independent judgement: only of records marked for it, once a second assessor is named.
    """
    audit = judging(change, audit_id)
    records = {one.id: one for one in _records(change, audit_id)}
    _check_results(audit, results, turn, records, set(_criterion_ids(change, audit_id)))
    before = {(one.audit_record_id, one.criterion_id): one for one in _judgements(change, audit_id, turn=turn)}
    for record_id, judged in results.items():
        for criterion_id, result in judged.items():
            old = before.get((record_id, criterion_id))
            if old is not None and result:
                old.result = result
            elif old is not None:
                change.session.delete(old)
            elif result:
                change.session.add(
                    Judgement(audit_record_id=record_id, criterion_id=criterion_id, turn=turn, result=result)
                )
    text = translate("Do", "Judge {codes} in {number}")
    change.label = text.format(codes=_some([records[one].code for one in results]), number=audit.number)


def _check_results(
    audit: Audit,
    results: Mapping[int, Mapping[int, str]],
    turn: int,
    records: Mapping[int, AuditRecord],
    criteria: Collection[int],
) -> None:
    problems = Problems()
    if turn not in (1, 2):
        problems.add("turn", translate("Audits", "A record is judged once or twice."))
    if turn == 2 and audit.second_assessor_id is None:
        problems.add("second_assessor_id", translate("Audits", "Name the second assessor first."))
    for record_id, judged in results.items():
        if record_id not in records or set(judged) - set(criteria):
            problems.add("results", translate("Audits", "A record or criterion is not in this audit."))
            break
        if turn == 2 and not records[record_id].twice:
            text = translate("Audits", "{code} was not drawn for a second judgement.")
            problems.add("results", text.format(code=records[record_id].code))
        for result in judged.values():
            problems.one_of("results", result, "judgement", optional=True)
    problems.refuse(translate("Audits", "Nothing was judged."))


@use_case("audit.describe_record", QT_TRANSLATE_NOOP("Do", "Describe an audited record"))
def describe_record(change: Change, audit_record_id: int, values: Mapping[str, Any]) -> None:
    """Say who wrote a drawn record, of which day it is, or a note about it (RECORD)."""
    record = change.get(AuditRecord, audit_record_id)
    judging(change, record.audit_id)
    assign(record, values, RECORD)
    problems = Problems()
    if record.record_on is not None and record.record_on > change.today:
        problems.add("record_on", translate("Audits", "This day is in the future."))
    problems.refuse(translate("Audits", "The record was not saved."))
    change.label = translate("Do", "Describe record {code}").format(code=record.code)


@use_case("audit.finish", QT_TRANSLATE_NOOP("Do", "Finish an audit"))
def finish_audit(change: Change, audit_id: int, finished_on: date | None = None) -> None:
    """Finish an audit once every record is judged on every criterion, twice where a second assessor was named."""
    audit = judging(change, audit_id)
    audit_records = _records(change, audit_id)
    criteria = _criterion_ids(change, audit_id)
    problems = Problems()
    turns = ((1, audit_records), (2, [one for one in audit_records if one.twice]))
    for turn, records in turns if audit.second_assessor_id is not None else turns[:1]:
        judged = {(one.audit_record_id, one.criterion_id): one.result for one in _judgements(change, audit_id, turn)}
        waiting = to_judge(judged, [one.id for one in records], criteria)
        if waiting:
            codes = _some([one.code for one in records if one.id in waiting])
            first = translate("Audits", "Still to judge: {codes}.")
            second = translate("Audits", "Still to judge a second time: {codes}.")
            problems.add("judgements", (first if turn == 1 else second).format(codes=codes))
    day = finished_on or change.today
    if not audit.opened_on <= day <= change.today:
        problems.add("finished_on", translate("Audits", "An audit ends from the day it was opened up to today."))
    problems.refuse(translate("Audits", "{number} is not finished.").format(number=audit.number))
    audit.status, audit.finished_on = "done", day
    audit.late_entry = audit.late_entry or is_late(change, day)
    change.label = translate("Do", "Finish audit {number}").format(number=audit.number)


@use_case("audit.give_up", QT_TRANSLATE_NOOP("Do", "Give up an audit"))
def give_up_audit(change: Change, audit_id: int, reason: str) -> None:
    """End an audit without a result, for a reason. What was judged so far stays on record."""
    audit = judging(change, audit_id)
    problems = Problems()
    problems.need("reason", clean(reason), translate("Audits", "The reason"))
    problems.refuse(translate("Audits", "The audit goes on."))
    audit.status, audit.status_reason, audit.finished_on = "given_up", clean(reason), change.today
    change.label = translate("Do", "Give up audit {number}").format(number=audit.number)


def judging(change: Change, audit_id: int) -> Audit:
    """The audit, refused once it has ended: its figures may stand in a cycle already."""
    audit = change.get(Audit, audit_id)
    if audit.status != "judging":
        raise Refused(
            translate("Audits", "{number} has ended; its judgements stay as they are.").format(number=audit.number),
            kept=translate("Audits", "Nothing was changed."),
            to_do=translate("Audits", "Open a new audit if the records are to be looked at again."),
        )
    return audit


def _records(change: Change, audit_id: int) -> Sequence[AuditRecord]:
    query = sa.select(AuditRecord).where(AuditRecord.audit_id == audit_id).order_by(AuditRecord.position)
    return change.session.scalars(query).all()


def _criterion_ids(change: Change, audit_id: int) -> list[int]:
    query = sa.select(AuditCriterion.criterion_id).where(AuditCriterion.audit_id == audit_id)
    return list(change.session.scalars(query))


def _judgements(change: Change, audit_id: int, turn: int) -> Iterable[Judgement]:
    query = (
        sa.select(Judgement)
        .join(AuditRecord, AuditRecord.id == Judgement.audit_record_id)
        .where(AuditRecord.audit_id == audit_id, Judgement.turn == turn)
    )
    return change.session.scalars(query).all()
