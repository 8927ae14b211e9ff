"""Reads everything a desk can show: every list, detail, board, calendar, proposal, chart and count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from coachdesk.queries import (
    actions,
    agency,
    audit,
    beside,
    competence,
    cycle_charts,
    drift,
    due_dates,
    evidence,
    first_steps,
    lookups,
    observations,
    pack,
    planned_steps,
    scenarios,
    search,
    sessions,
    signals,
    staff,
    standards,
    templates,
    today,
    trail,
    trail_list,
    trends,
)
from coachdesk.queries.board import board
from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.families import TABLES
from coachdesk.queries.patterns import Wanted, by_team_and_month, pareto_of
from coachdesk.queries.scope import Scope
from coachdesk.queries.table import Where
from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk

Reader = Callable[[sa.Connection, int, date, Settings], Any]
DETAILS: Mapping[str, Reader] = {
    "corrective_action": actions.action_detail,
    "audit": audit.audit_detail,
    "evidence": evidence.evidence_detail,
    "export": evidence.export_detail,
    "observation": observations.observation_detail,
    "scenario_exercise": scenarios.scenario_detail,
    "session": sessions.session_detail,
    "signal": signals.signal_detail,
    "staff": staff.staff_detail,
    "standard": standards.standard_detail,
    "standard_version": lambda conn, key, _day, _settings: standards.version_detail(conn, key),
}
FEW = 12


def ids_of(conn: sa.Connection, family: str) -> list[int]:
    """The ids of a family's newest records, a dozen at most."""
    column = table(FAMILIES[family]).c.id
    return list(conn.execute(sa.select(column).order_by(column.desc()).limit(FEW)).scalars())


def read_everything(desk: Desk) -> None:
    """Read it all, as of the desk's own moment; numbers on the rail must be those of the lists."""
    now = desk.clock()
    day, settings = now.date(), desk.settings()
    with desk.read() as conn:
        _lists(conn)
        _details(conn, day, settings)
        _overviews(conn, now, settings)
        _patterns(conn, day, settings)


def _lists(conn: sa.Connection) -> None:
    for name, query in {**TABLES, "trail list": trail_list.trail_list(date.today)}.items():
        found = list(query.ids(conn))
        assert query.count(conn) == len(found), name
        assert len(set(found)) == len(found), f"{name}: a record twice"
        rows = dict(query.all(conn))
        assert set(rows) == set(found), name
        assert query.rows(conn, found[:FEW]) == {key: rows[key] for key in found[:FEW]}, name
        list(query.ids(conn, Where(text="a 1")))


def _details(conn: sa.Connection, day: date, settings: Settings) -> None:
    for family, read in DETAILS.items():
        for key in ids_of(conn, family):
            assert read(conn, key, day, settings) is not None, (family, key)
            trail.history_of(conn, family, key)
    for key in ids_of(conn, "signal"):
        beside.actions_of_signal(conn, key, day)
        beside.cycles_of_signal(conn, key, day)
    for key in ids_of(conn, "corrective_action"):
        beside.cycles_of_action(conn, key, day)
    for key in ids_of(conn, "cycle"):
        _cycle(conn, key, day, settings)
    for row in conn.execute(sa.select(table(FAMILIES["staff"]).c.id)).scalars():
        competence.cells_of(conn, row, day, settings)


def _cycle(conn: sa.Connection, key: int, day: date, settings: Settings) -> None:
    found = cycle_detail(conn, key, day, settings)
    assert found is not None
    for name in ("coach", "validate", "close"):
        found.gate(name)
    found.compared(settings)
    found.second_views(settings)
    cycle_charts.before_after(found, settings)
    cycle_charts.over_time(found, settings)
    steps = planned_steps.steps_of(conn, key)
    planned_steps.step_offers(conn, key, steps)
    trail.history_of_cycle(conn, key)
    beside.actions_of_cycle(conn, key, day)
    actions.action_beside(conn, key)
    due_dates.due_dates(conn, day - timedelta(days=30), day + timedelta(days=60), day, settings, [key])


def _overviews(conn: sa.Connection, now: Any, settings: Settings) -> None:
    day = now.date()
    rows = today.today_rows(conn, now, settings)
    counts = today.counts(conn, now, settings)
    assert counts.late == sum(row.state == "late" for row in rows)
    over = frozenset({"closed", "cancelled"})
    cycles = TABLES["cycles"]
    open_ = sum(row[cycles.index("status")] not in over for _, row in cycles.all(conn))
    assert counts.open_cycles == open_, "the rail counts other open cycles than the list shows"
    waiting = TABLES["signals"].count(conn, Where(among={"triage": frozenset({"new"})}))
    assert counts.new_signals == waiting, "the rail counts other new signals than the list shows"
    board(conn, Where(), day)
    due_dates.due_dates(conn, day - timedelta(days=40), day + timedelta(days=60), day, settings)
    drift.drift_rows(conn, drift.found_proposals(conn, day, settings))
    drift.dismissed_rows(conn, day, settings)
    competence.matrix(conn, day, settings)
    agency.agency_detail(conn)
    agency.coming_days(conn, day, settings)
    first_steps.first_steps(conn)
    templates.all_templates(conn)
    lookups.active_staff(conn, day)
    search.search(conn, "Dana 1")
    lines = pack.pack_cycles(conn, Scope())
    list(pack.evidence_of(conn, lines))


def _patterns(conn: sa.Connection, day: date, settings: Settings) -> None:
    wanted = Wanted()
    for by in ("standard", "criterion", "cause"):
        pareto_of(conn, wanted, by, settings)
    by_team_and_month(conn, day - timedelta(days=90), day)
    trends.trend_of_signals(conn, wanted, "month", day, settings)
    trends.trend_of_signals(conn, wanted, "week", day, settings)
    for standard_id, criterion, _ in trends.audit_subjects(conn, day):
        trends.trend_of_audits(conn, standard_id, criterion, wanted, day, settings)
