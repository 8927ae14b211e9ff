"""The trail as a list people narrow: by person, kind of record, kind of action, days; where its records are seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.table import TableQuery
from coachdesk.queries.trail import ENTRY, TOUCH, TRAIL
from coachdesk.records import FAMILIES
from coachdesk.records.agency import Profile
from coachdesk.records.base import table
from coachdesk.rules.periods import period
from coachdesk.rules.wording import day_words

PROGRAM_ID = 0
"""Stands for what the program itself did (create, migrate, restore): no profile has this id."""

KINDS: dict[str, tuple[str, frozenset[str]]] = {
    "staff": (QT_TRANSLATE_NOOP("Trail", "Staff"), frozenset({"staff", "posting", "competence"})),
    "standards": (
        QT_TRANSLATE_NOOP("Trail", "Standards"),
        frozenset(
            {"standard", "standard_version", "criterion", "prompt_line", "standard_measure", "role_requirement"}
        ),
    ),
    "signals": (
        QT_TRANSLATE_NOOP("Trail", "Signals and drift"), frozenset({"signal", "drift_dismissal", "chart_mark"})
    ),
    "audits": (
        QT_TRANSLATE_NOOP("Trail", "Documentation audits"),
        frozenset({"audit", "audit_criterion", "audit_record", "judgement"}),
    ),
    "actions": (
        QT_TRANSLATE_NOOP("Trail", "Corrective actions"),
        frozenset({"corrective_action", "action_item", "action_signal"}),
    ),
    "cycles": (
        QT_TRANSLATE_NOOP("Trail", "Cycles"),
        frozenset(
            {"cycle", "cycle_phase", "cycle_criterion", "cycle_signal", "coachee", "cycle_pause", "gate_override",
             "amendment", "sustain_check", "measure", "measure_criterion", "coach_note", "cycle_step"}
        ),
    ),
    "templates": (QT_TRANSLATE_NOOP("Trail", "Cycle templates"), frozenset({"template", "template_step"})),
    "sessions": (
        QT_TRANSLATE_NOOP("Trail", "Sessions and steps"), frozenset({"session", "session_coachee", "action_step"})
    ),
    "observations": (
        QT_TRANSLATE_NOOP("Trail", "Observations and exercises"),
        frozenset({"observation", "rating", "scenario_exercise", "scenario_rating"}),
    ),
    "evidence": (QT_TRANSLATE_NOOP("Trail", "Evidence and exports"), frozenset({"evidence", "export"})),
    "places": (
        QT_TRANSLATE_NOOP("Trail", "Programs, sites, teams, roles"), frozenset({"program", "site", "team", "role"})
    ),
    "agency": (
        QT_TRANSLATE_NOOP("Trail", "Agency and settings"), frozenset({"agency", "setting", "holiday", "profile"})
    ),
}  # fmt: skip
"""Kinds of record people tell apart: word, and the families each stands for."""

DOINGS: dict[str, tuple[str, tuple[str, ...]]] = {
    "import": (QT_TRANSLATE_NOOP("Trail", "Imports"), ("roster.", "library.", "signal.import", "standard.import")),
    "move": (
        QT_TRANSLATE_NOOP("Trail", "Moving a cycle on"),
        ("cycle.advance", "cycle.close", "cycle.pause", "cycle.resume", "cycle.escalate", "cycle.cancel",
         "cycle.back_to_coach"),
    ),
    "amend": (
        QT_TRANSLATE_NOOP("Trail", "Amendments, reopening, files taken out"),
        ("cycle.amend", "cycle.reopen", "evidence.remove"),
    ),
    "coach": (
        QT_TRANSLATE_NOOP("Trail", "Sessions, observations, measures"),
        ("session.", "step.", "observation.", "scenario.", "measure.", "sustain.", "confidence.", "note."),
    ),
    "plan": (QT_TRANSLATE_NOOP("Trail", "Planned steps and templates"), ("planned.", "template.")),
    "audit": (QT_TRANSLATE_NOOP("Trail", "Auditing documentation"), ("audit.",)),
    "decide": (QT_TRANSLATE_NOOP("Trail", "Deciding about signals and drift"), ("signal.triage", "drift.", "chart.")),
    "act": (QT_TRANSLATE_NOOP("Trail", "Corrective actions"), ("action.",)),
    "competence": (QT_TRANSLATE_NOOP("Trail", "Recording competence"), ("competence.",)),
    "publish": (QT_TRANSLATE_NOOP("Trail", "Publishing and retiring"), ("standard.publish", "standard.retire")),
    "export": (QT_TRANSLATE_NOOP("Trail", "Files made"), ("export.",)),
    "undo": (QT_TRANSLATE_NOOP("Trail", "Undo and redo"), ("history.",)),
    "settings": (
        QT_TRANSLATE_NOOP("Trail", "Settings"), ("settings.", "agency.", "holiday.", "profile.", "place.")
    ),
    "desk": (QT_TRANSLATE_NOOP("Trail", "The desk file"), ("desk.",)),
}  # fmt: skip
"""Families of actions: word, and how their names begin."""

Days = tuple[str, str]  # first and last day, ISO; "" leaves that side open


def trail_list(today: Callable[[], date]) -> TableQuery:
    """The trail's table with filters "person" (profile ids), "kind", "doing" and "days" (period codes or Days)."""
    return replace(
        TRAIL,
        filters={
            "person": _by_person,
            "kind": _by_kind,
            "doing": _by_doing,
            "days": lambda allowed: _by_days(allowed, today()),
        },
    )


def people(conn: sa.Connection) -> list[tuple[int, str]]:
    """Everybody the trail may name, by name; the program itself last."""
    profile = table(Profile)
    found = conn.execute(sa.select(profile.c.id, profile.c.name).order_by(sa.func.lower(profile.c.name)))
    return [*((row.id, row.name) for row in found), (PROGRAM_ID, translate("Trail", "CoachDesk itself"))]


def words_of_days(days: Days, today: date) -> str:
    """ "Nov 2 – Nov 5" as a filter says it."""
    first, last = (day_words(date.fromisoformat(day), today) if day else "" for day in days)
    if not first:
        return translate("Trail", "until {day}").format(day=last)
    if not last:
        return translate("Trail", "from {day}").format(day=first)
    return translate("Trail", "{first} – {last}").format(first=first, last=last)


def _by_person(allowed: frozenset[Any]) -> sa.ColumnElement[bool]:
    own = ENTRY.c.actor_id.in_([one for one in allowed if one != PROGRAM_ID])
    return sa.or_(own, ENTRY.c.actor_id.is_(None)) if PROGRAM_ID in allowed else own


def _by_kind(allowed: frozenset[Any]) -> sa.ColumnElement[bool]:
    families = sorted(frozenset[str]().union(*(KINDS[kind][1] for kind in allowed)))
    return ENTRY.c.seq.in_(sa.select(TOUCH.c.seq).where(TOUCH.c.family.in_(families)))


def _by_doing(allowed: frozenset[Any]) -> sa.ColumnElement[bool]:
    starts = [start for doing in sorted(allowed) for start in DOINGS[doing][1]]
    return sa.or_(*(ENTRY.c.action.startswith(start, autoescape=True) for start in starts))


def _by_days(allowed: frozenset[Any], today: date) -> sa.ColumnElement[bool]:
    return sa.or_(*(_within(*_first_and_last(one, today)) for one in allowed))


def _first_and_last(one: str | Days, today: date) -> tuple[date | None, date | None]:
    if isinstance(one, str):
        return period(one, today)
    first, last = (date.fromisoformat(day) if day else None for day in one)
    return first, last


def _within(first: date | None, last: date | None) -> sa.ColumnElement[bool]:
    tests: list[sa.ColumnElement[bool]] = []
    if first is not None:
        tests.append(ENTRY.c.at >= _begins(first))
    if last is not None:
        tests.append(ENTRY.c.at < _begins(last + timedelta(days=1)))
    return sa.and_(sa.true(), *tests)


def _begins(day: date) -> datetime:
    """The moment a day begins on this computer."""
    return datetime.combine(day, time.min).astimezone(UTC)


# Where records are seen -------------------------------------------------------------------------------------------

Spot = tuple[str, int | None, str]
"""A page, the record on it, and the part of the page ("" for none)."""

_OWN: dict[str, tuple[str, str]] = {
    "cycle": ("cycles", ""),
    "staff": ("staff", ""),
    "signal": ("signals", ""),
    "drift_dismissal": ("signals", "drift"),
    "chart_mark": ("signals", "patterns"),
    "audit": ("signals", "audits"),
    "corrective_action": ("actions", ""),
    "standard": ("standards", ""),
    "evidence": ("evidence", "items"),
    "export": ("evidence", "exports"),
    "agency": ("settings", "agency"),
    "setting": ("settings", "limits"),
    "holiday": ("settings", "days"),
    "template": ("cycles", "templates"),
    "profile": ("settings", "people"),
    "program": ("settings", "places"),
    "site": ("settings", "places"),
    "team": ("settings", "places"),
    "role": ("settings", "places"),
}
# A part is seen with what it belongs to: (column that points up, the family it points to).
_ABOVE: tuple[tuple[str, str], ...] = (
    ("action_id", "corrective_action"),
    ("template_id", "template"),
    ("cycle_id", "cycle"),
    ("session_id", "session"),
    ("observation_id", "observation"),
    ("exercise_id", "scenario_exercise"),
    ("measure_id", "measure"),
    ("audit_record_id", "audit_record"),
    ("audit_id", "audit"),
    ("version_id", "standard_version"),
    ("standard_id", "standard"),
    ("staff_id", "staff"),
)


def spots(conn: sa.Connection, records: Iterable[tuple[str, int]]) -> Mapping[tuple[str, int], Spot]:
    """Where each of these (family, id) is seen; records that are gone, or never are on a page, are left out."""
    found: dict[tuple[str, int], Spot] = {}
    for family, record_id in records:
        spot = _spot(conn, family, record_id)
        if spot is not None:
            found[family, record_id] = spot
    return found


def _spot(conn: sa.Connection, family: str, record_id: int) -> Spot | None:
    while family in FAMILIES:
        source = table(FAMILIES[family])
        row = conn.execute(sa.select(source).where(source.c.id == record_id)).mappings().first()
        if row is None:
            return None
        if family in _OWN:
            page, part = _OWN[family]
            return (page, record_id if page != "settings" else None, part)
        columns = dict(row)  # asked by name, the row itself would take "audit_record_id" for audit_record's own id
        order = _ABOVE if family != "competence" else _ABOVE[::-1]  # it is on its person's page, whatever it came from
        above = next(((to, columns[by]) for by, to in order if columns.get(by) is not None), None)
        if above is None:
            return None
        family, record_id = above
    return None
