"""Use cases about competence (R16): record who was found competent in what, keep its files, withdraw a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from coachdesk.changes import Actor, Changes
from coachdesk.errors import Problem, Refused
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.competence import months_for
from coachdesk.records.competence import Competence
from coachdesk.records.cycles import Coachee, Cycle
from coachdesk.records.people import Staff
from coachdesk.records.standards import Standard, StandardVersion
from coachdesk.rules.competence import Assessment, offered, record_problems, suggested_expiry
from coachdesk.services.checks import Problems, assign, clean, is_late, name_of
from coachdesk.services.evidence import keep_file, load_file
from coachdesk.services.use_case import use_case
from coachdesk.store.change import Change
from coachdesk.store.desk import Desk

FIELDS = (
    "method",
    "result",
    "assessor_id",
    "assessor_name",
    "qualification",
    "assessed_on",
    "expires_on",
    "note",
)


@use_case("competence.record", QT_TRANSLATE_NOOP("Do", "Record competence"))
def record_competence(
    change: Change, staff_id: int, standard_id: int, values: Mapping[str, Any], cycle_id: int | None = None
) -> int:
    """Record one assessment of one person against one standard (R16). Gives its id.

    values: FIELDS; an expiry that is not named follows from the requirement of the person's role on that day, else from
    the agency's usual interval; None says that it does not expire. cycle_id: the closed cycle that offered it; the
    record then stands on that cycle's version, otherwise on the version in force.
    """
    person, standard = change.get(Staff, staff_id), change.get(Standard, standard_id)
    record = Competence(
        staff_id=staff_id,
        standard_id=standard_id,
        cycle_id=cycle_id,
        method="live_observation",
        result="competent",
        assessor_name="",
        qualification="",
        note="",
        withdrawn_reason="",
        recorded_at=change.now,
        recorded_by=change.profile_id,
    )
    assign(record, values, FIELDS)
    if record.result == "needs_support":
        record.expires_on = None
    elif "expires_on" not in values and isinstance(record.assessed_on, date):
        months = months_for(change.conn, staff_id, standard_id, record.assessed_on)
        record.expires_on = suggested_expiry(record.assessed_on, months, change.settings)
    record.version_id = _version(change, record)
    _check(change, record, person)
    record.late_entry = is_late(change, record.assessed_on)
    change.add(record)
    change.label = translate("Do", "Record competence of {name} in {code}").format(
        name=name_of(person), code=standard.code
    )
    return record.id


@use_case("competence.withdraw", QT_TRANSLATE_NOOP("Do", "Withdraw a competence record"))
def withdraw_competence(change: Change, competence_id: int, reason: str) -> None:
    """Withdraw a mistaken record, with the reason: it stays in the history and no longer counts."""
    record = change.get(Competence, competence_id)
    if record.withdrawn_at is not None:
        raise Refused(translate("Competence", "This record was withdrawn already."))
    problems = Problems()
    problems.need("reason", clean(reason), translate("Competence", "A reason"))
    problems.refuse(translate("Competence", "The record was not withdrawn."))
    record.withdrawn_at, record.withdrawn_reason = change.now, clean(reason)
    person, standard = change.get(Staff, record.staff_id), change.get(Standard, record.standard_id)
    change.label = translate("Do", "Withdraw competence of {name} in {code}").format(
        name=name_of(person), code=standard.code
    )


@use_case("competence.add_evidence", QT_TRANSLATE_NOOP("Do", "Add evidence to a competence record"))
def add_evidence(
    change: Change, competence_id: int, *, title: str, file_name: str, data: bytes, made_on: date | None = None
) -> int:
    """Keep a file in the desk that shows an assessment, such as a certificate (R16, R20). Gives its id."""
    record = change.get(Competence, competence_id)
    problems = Problems()
    if record.withdrawn_at is not None:
        text = translate("Competence", "This record was withdrawn; add the file to the one that counts.")
        problems.add("competence_id", text, "R16")
    item = keep_file(
        change,
        title=title,
        file_name=file_name,
        data=data,
        made_on=made_on,
        problems=problems,
        competence_id=competence_id,
    )
    person, standard = change.get(Staff, record.staff_id), change.get(Standard, record.standard_id)
    change.label = translate("Do", "Add evidence to the competence of {name} in {code}").format(
        name=name_of(person), code=standard.code
    )
    return item.id


def add_evidence_file(
    desk: Desk, actor: Actor, competence_id: int, *, path: Path, title: str = "", made_on: date | None = None
) -> Changes[int]:
    """`add_evidence` from a file on disk, read within the agency's size limit."""
    data = load_file(path, desk.settings().evidence_max_mb)
    return add_evidence(desk, actor, competence_id, title=title, file_name=path.name, data=data, made_on=made_on)


def _version(change: Change, record: Competence) -> int | None:
    """The version it was judged against: the cycle's own, else the one in force."""
    if record.cycle_id is not None:
        return change.get(Cycle, record.cycle_id).version_id
    return change.session.scalar(
        sa.select(StandardVersion.id).where(
            StandardVersion.standard_id == record.standard_id, StandardVersion.status == "published"
        )
    )


def _check(change: Change, record: Competence, person: Staff) -> None:
    problems = Problems()
    problems.one_of("method", record.method or "", "competence_method")
    problems.one_of("result", record.result or "", "competence_result")
    found = Assessment(
        staff_id=record.staff_id,
        method=record.method,
        result=record.result,
        assessor_id=record.assessor_id,
        assessor_name=record.assessor_name,
        qualification=record.qualification,
        assessed_on=record.assessed_on,
        expires_on=record.expires_on,
        note=record.note,
    )
    told: list[Problem] = [*record_problems(found, change.today)]
    day = found.assessed_on
    if day is not None and person.hired_on is not None and day < person.hired_on and record.method != "prior_learning":
        text = translate("Competence", "{name} began on {day}; for what was shown before, choose prior learning.")
        told.append(Problem("assessed_on", text.format(name=name_of(person), day=f"{person.hired_on:%m/%d/%Y}"), "R16"))
    if day is not None and person.left_on is not None and day > person.left_on:
        text = translate("Competence", "{name} left on {day}.")
        told.append(Problem("assessed_on", text.format(name=name_of(person), day=f"{person.left_on:%m/%d/%Y}")))
    for problem in told:
        problems.add(problem.field, problem.text, problem.rule)
    if record.assessor_id is not None and day is not None:
        assessor = change.get(Staff, record.assessor_id)
        if assessor.left_on is not None and assessor.left_on < day:
            text = translate("Competence", "{name} left on {day}.")
            problems.add("assessor_id", text.format(name=name_of(assessor), day=f"{assessor.left_on:%m/%d/%Y}"))
    if record.cycle_id is not None:
        _check_cycle(change, record, problems)
    elif record.version_id is None:
        text = translate("Competence", "No version of this standard is in force; publish one first.")
        problems.add("standard_id", text, "R16")
    problems.refuse(translate("Competence", "The competence record was not saved."))


def _check_cycle(change: Change, record: Competence, problems: Problems) -> None:
    """A cycle offers a record only when it closed with the practice achieved, for its own standard, once (R16)."""
    cycle = change.get(Cycle, record.cycle_id or 0)
    outcome = change.session.scalar(
        sa.select(Coachee.outcome).where(Coachee.cycle_id == cycle.id, Coachee.staff_id == record.staff_id)
    )
    if cycle.status != "closed" or not offered(outcome or ""):
        text = translate("Competence", "{number} did not close as achieved for this person; record it without.")
        problems.add("cycle_id", text.format(number=cycle.number), "R16")
        return
    standard_id = change.session.scalar(
        sa.select(StandardVersion.standard_id).where(StandardVersion.id == cycle.version_id)
    )
    if standard_id != record.standard_id:
        text = translate("Competence", "{number} was about another standard.")
        problems.add("cycle_id", text.format(number=cycle.number), "R16")
    again = change.session.scalar(
        sa.select(Competence.id).where(
            Competence.cycle_id == cycle.id,
            Competence.staff_id == record.staff_id,
            Competence.withdrawn_at.is_(None),
        )
    )
    if again is not None:
        text = translate("Competence", "The competence from {number} is recorded already.")
        problems.add("cycle_id", text.format(number=cycle.number), "R16")
