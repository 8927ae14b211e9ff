"""R19 through services: Pareto with rates, trends with decisions, months under the team of that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.patterns import ParetoFound, TeamMonth, Wanted, by_team_and_month, pareto_of
from coachdesk.queries.trends import TrendFound, audit_subjects, chart_name, trend_of_audits, trend_of_signals
from coachdesk.services import actions, charts, cycles, history, places, staff
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers import audits
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, note


def pareto(desk: Desk, by: str, wanted: Wanted | None = None) -> ParetoFound:
    with desk.read() as conn:
        return pareto_of(conn, wanted or Wanted(), by, Settings())  # type: ignore[arg-type]  # one of its words


def signals_trend(desk: Desk, clock: Clock, wanted: Wanted | None = None) -> TrendFound:
    with desk.read() as conn:
        return trend_of_signals(conn, wanted or Wanted(), "month", clock().date(), Settings())


# Teams month by month -------------------------------------------------------------------------------------------------


def at(desk: Desk, clock: Clock, practice: Practice, who: str, day: date) -> int:
    return note(desk, clock, practice, who, back=(clock().date() - day).days)


def test_a_person_who_moved_twice_and_left_stands_in_every_month_under_the_right_team(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    west = places.add_place(desk, RENEE, "team", "West team").result
    elm = places.add_place(desk, RENEE, "team", "Elm House").result
    dana = practice.people["Dana"]
    staff.move_staff(desk, RENEE, dana, date(2026, 7, 1), {"team_id": west})
    staff.move_staff(desk, RENEE, dana, date(2026, 9, 16), {"team_id": elm})
    staff.leave_staff(desk, RENEE, dana, date(2026, 10, 15))
    for day in ((6, 10), (7, 2), (8, 20), (9, 3), (9, 16), (10, 15)):
        at(desk, clock, practice, "Dana", date(2026, *day))
    with desk.read() as conn:
        found = by_team_and_month(conn, date(2026, 6, 1), date(2026, 11, 9))
    rows = {(row.month.month, row.team): row for row in found}

    def told(month: int, team: str) -> tuple[int, float, int]:
        row = rows.get((month, team), TeamMonth(date(2026, month, 1), None, team, 0, 0.0, 0))
        return row.people, row.staff_months, row.signals

    assert told(6, "North team") == (6, 6.0, 1)  # with Dana
    assert told(7, "North team") == (5, 5.0, 0)
    assert told(7, "West team") == (1, 1.0, 1)
    assert told(8, "West team") == (1, 1.0, 1)
    assert told(9, "West team") == (1, 0.5, 1)  # September 1 to 15
    assert told(9, "Elm House") == (1, 0.5, 1)
    assert told(10, "Elm House") == (1, 0.48, 1)  # left after 15 of 31 days
    assert (11, "Elm House") not in rows
    assert told(11, "North team")[0] == 5
    assert sum(row.signals for row in found) == 6


def test_a_move_that_is_recorded_late_moves_the_figures_too(desk: Desk, clock: Clock, practice: Practice) -> None:
    at(desk, clock, practice, "Dana", date(2026, 10, 20))
    west = places.add_place(desk, RENEE, "team", "West team").result
    staff.move_staff(desk, RENEE, practice.people["Dana"], date(2026, 10, 5), {"team_id": west})
    with desk.read() as conn:
        found = by_team_and_month(conn, date(2026, 10, 1), date(2026, 10, 31))
        narrowed = by_team_and_month(conn, date(2026, 10, 1), date(2026, 10, 31), Wanted(teams=frozenset({west})))
    assert {row.team: row.signals for row in found} == {"North team": 0, "West team": 1}
    assert [(row.team, row.people, row.signals) for row in narrowed] == [("West team", 1, 1)]


def test_team_filters_of_every_pattern_go_by_the_team_of_the_day(desk: Desk, clock: Clock, practice: Practice) -> None:
    at(desk, clock, practice, "Dana", date(2026, 9, 1))
    west = places.add_place(desk, RENEE, "team", "West team").result
    staff.move_staff(desk, RENEE, practice.people["Dana"], date(2026, 10, 1), {"team_id": west})
    at(desk, clock, practice, "Dana", date(2026, 10, 20))
    for team in (practice.team, west):
        only = Wanted(teams=frozenset({team}))
        assert [row.bar.count for row in pareto(desk, "criterion", only).rows] == [1]
        assert sum(row.figure.count for row in signals_trend(desk, clock, only).trend.rows) == 1


# Pareto ---------------------------------------------------------------------------------------------------------------


def test_r19_pareto_by_standard_criterion_and_cause(desk: Desk, clock: Clock, practice: Practice) -> None:
    ids = [note(desk, clock, practice, who, back=5) for who in ("Dana", "Thanh", "Rosa", "Dana")]
    other = note(desk, clock, practice, "Maria", criterion_code="1")
    free = note(desk, clock, practice, None, standard_id=None, criterion_code="")
    found = pareto(desk, "criterion")
    assert [(row.name, row.bar.count, row.bar.people) for row in found.rows] == [
        ("HD-01.2 Escalates within 4 h", 4, 3),
        ("HD-01.1 Writes what was seen, with the time", 1, 1),
        ("No standard named", 1, 0),
    ]
    assert found.rows[0].signal_ids == tuple(ids)
    assert found.words == (
        "2 of 3 criteria make 80% of 6 signals. “HD-01.2 Escalates within 4 h” comes from 3 people: look at the work, "
        "not only at the people."
    )
    assert [row.name for row in pareto(desk, "standard").rows] == ["HD-01 Health deterioration", "No standard named"]
    cycles.open_cycle(desk, RENEE, {"cause": "skill"}, signal_ids=ids[:2])
    values = {
        "problem": "P", "containment": "C", "cause": "system", "owner_id": 1, "due_on": clock().date(),
    }  # fmt: skip
    items = [{"kind": "process", "text": "S"}]
    actions.open_action(desk, RENEE, values, items=items, signal_ids=[ids[2], ids[0]])
    causes = {row.name: row.signal_ids for row in pareto(desk, "cause").rows}
    assert causes == {"Not said yet": (ids[3], other, free), "Skill": tuple(ids[:2]), "System": (ids[2],)}


def test_r19_rates_come_from_audited_records_and_r18_no_rate_of_few(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    note(desk, clock, practice)
    audits.finished(desk, practice, [(0, 2), (1, 2), (2, 2)])
    (row,) = pareto(desk, "criterion").rows
    assert (row.rate, row.bar.per_hundred) == ("3 of 10 audited records, 30 per 100", 30.0)
    (row,) = pareto(desk, "standard").rows
    assert row.rate == "3 of 10 audited records, 30 per 100"
    with desk.read() as conn:
        (few,) = pareto_of(conn, Wanted(), "criterion", replace(Settings(), small_n=11)).rows
    assert few.rate == "3 of 10 audited records"
    before = Wanted(last=clock().date() - timedelta(days=1))
    assert [one.rate for one in pareto(desk, "criterion", before).rows] == [""]


def test_patterns_are_narrowed_by_days_standard_and_source(desk: Desk, clock: Clock, practice: Practice) -> None:
    note(desk, clock, practice, back=40)
    note(desk, clock, practice, back=2, source="complaint")
    today = clock().date()
    kept = {
        "days": Wanted(first=today - timedelta(days=10)),
        "source": Wanted(sources=frozenset({"complaint"})),
        "other": Wanted(standards=frozenset({99})),
    }
    counts = {name: sum(row.bar.count for row in pareto(desk, "standard", one).rows) for name, one in kept.items()}
    assert counts == {"days": 1, "source": 1, "other": 0}
    assert pareto(desk, "standard", kept["other"]).words == ""


# Over time ------------------------------------------------------------------------------------------------------------


def test_r19_signals_per_month_with_cycles_marked_and_every_point_leading_to_its_signals(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    first = at(desk, clock, practice, "Dana", date(2026, 8, 3))
    second = [at(desk, clock, practice, who, date(2026, 10, 3)) for who in ("Dana", "Thanh")]
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, signal_ids=[first])
    found = signals_trend(desk, clock, Wanted(standards=frozenset({practice.standard})))
    assert [row.figure.count for row in found.trend.rows] == [1, 0, 2, 0]
    assert [row.figure.exposure for row in found.trend.rows] == [6.0] * 4
    assert [point.key for point in found.trend.picture.points] == [
        "2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01",
    ]  # fmt: skip
    assert found.signal_ids["2026-10-01"] == tuple(second)
    assert [span.label for span in found.trend.picture.spans] == ["C-2026-0001"]
    assert found.name == "Signals per month · HD-01"
    assert signals_trend(desk, clock).trend.picture.spans == ()  # of everything: too many to say anything


def test_r19_audits_by_month_are_put_together_and_named(desk: Desk, clock: Clock, practice: Practice) -> None:
    clock.go(days=-60)
    audits.finished(desk, practice, [(0, 2)])
    audits.finished(desk, practice, [(0, 2), (1, 2)])
    clock.go(days=35)
    audits.finished(desk, practice)
    with desk.read() as conn:
        subjects = audit_subjects(conn, clock().date())
        found = trend_of_audits(conn, practice.standard, "2", Wanted(), clock().date(), Settings())
    assert (practice.standard, "2", "HD-01 criterion 2") in subjects
    assert [(row.figure.count, row.figure.total) for row in found.trend.rows] == [(17, 20), (10, 10)]
    assert found.name == "Audits per month, share that met · HD-01 · criterion 2"


def test_r19_a_baseline_is_frozen_and_a_point_left_out_with_a_reason_and_taken_back(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    for month, count in ((5, 3), (6, 2), (7, 3), (8, 9), (9, 1), (10, 1)):
        for _ in range(count):
            at(desk, clock, practice, "Dana", date(2026, month, 5))
    key = signals_trend(desk, clock).chart
    with pytest.raises(Refused) as refused:
        charts.mark_chart(desk, RENEE, key, "freeze", date(2026, 7, 31), " ")
    assert [(one.field, one.rule) for one in refused.value.problems] == [("reason", "R19")]
    charts.mark_chart(desk, RENEE, key, "freeze", date(2026, 6, 30), "Before the new sheet.")
    charts.mark_chart(desk, RENEE, key, "freeze", date(2026, 7, 31), "Before the new sheet, with July.")
    left = charts.mark_chart(desk, RENEE, key, "exclude", date(2026, 8, 1), "The flood.").result
    with pytest.raises(Refused, match="Nothing was decided"):
        charts.mark_chart(desk, RENEE, key, "exclude", date(2026, 8, 1), "Again.")
    found = signals_trend(desk, clock)
    assert [(one.kind, one.day, one.marked_by) for one in found.marks] == [
        ("exclude", date(2026, 8, 1), "Renee Okafor"),
        ("freeze", date(2026, 7, 31), "Renee Okafor"),
    ]
    assert found.trend.run.median == 3
    assert [row.part for row in found.trend.rows] == ["counted"] * 3 + ["left_out"] + ["counted"] * 2 + ["running"]
    charts.unmark_chart(desk, RENEE, left)
    assert [one.kind for one in signals_trend(desk, clock).marks] == ["freeze"]
    history.undo(desk, RENEE)
    assert len(signals_trend(desk, clock).marks) == 2
    other = signals_trend(desk, clock, Wanted(teams=frozenset({practice.team})))
    assert other.marks == ()  # a decision belongs to its chart


def test_a_key_that_is_no_chart_is_refused(desk: Desk, clock: Clock, practice: Practice) -> None:
    with pytest.raises(Refused):
        charts.mark_chart(desk, RENEE, "anything", "exclude", date(2026, 8, 1), "Why not.")
    with desk.read() as conn:
        assert chart_name(conn, "anything") == ""
