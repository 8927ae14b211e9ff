"""R19 through the services: days, staff days and records between rare events, decided about as any other chart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from coachdesk.errors import Refused
from coachdesk.queries.patterns import Wanted
from coachdesk.queries.trends import TrendFound, chart_name, trend_of_signals
from coachdesk.queries.trends_between import between_signals, between_unmet
from coachdesk.rules.chart_trend import Gaps
from coachdesk.services import charts, cycles, places, staff
from coachdesk.settings import Settings
from coachdesk.store.desk import Desk
from tests.helpers import audits
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice, make_practice, note


@pytest.fixture
def practice(desk: Desk) -> Practice:
    return make_practice(desk)


def at(desk: Desk, clock: Clock, practice: Practice, day: date, who: str = "Dana", **more: object) -> int:
    return note(desk, clock, practice, who, back=(clock().date() - day).days, **more)


def found(
    desk: Desk, clock: Clock, wanted: Wanted | None = None, kind: Gaps = "days", criterion: str = ""
) -> TrendFound:
    with desk.read() as conn:
        return between_signals(conn, wanted or Wanted(), kind, clock().date(), Settings(), criterion=criterion)


def lengths(trend: TrendFound) -> list[int]:
    return [row.figure.count for row in trend.trend.rows if row.part != "running"]


DAYS = (date(2026, 5, 4), date(2026, 6, 1), date(2026, 6, 1), date(2026, 8, 3), date(2026, 10, 5))


def test_r19_days_between_lead_to_their_signals_and_cycles_are_marked(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    ids = [at(desk, clock, practice, day) for day in DAYS]
    cycles.open_cycle(desk, RENEE, {"version_id": practice.version}, signal_ids=ids[:1])
    trend = found(desk, clock, Wanted(standards=frozenset({practice.standard})))
    assert lengths(trend) == [28, 0, 63, 63]
    assert trend.trend.rows[-1].part == "running"
    assert trend.trend.rows[-1].figure.count == 35  # to November 9
    keys = [point.key for point in trend.trend.picture.points]
    assert [trend.signal_ids[key] for key in keys if key] == [(one,) for one in ids[1:]]
    assert [(one.label, one.key) for one in trend.trend.picture.spans] == [("C-2026-0001", "cycle:1")]
    assert trend.name == "Days between signals · HD-01"


def test_r19_the_first_gap_may_have_begun_before_the_days_looked_at(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    for day in DAYS:
        at(desk, clock, practice, day)
    assert lengths(found(desk, clock, Wanted(first=date(2026, 7, 1)))) == [63, 63]
    assert (
        found(desk, clock, Wanted(last=date(2026, 9, 30))).trend.rows[-1].part == "counted"
    )  # what came after is left


def test_r19_staff_days_count_who_was_at_work_in_the_teams_looked_at(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    for day in (date(2026, 8, 3), date(2026, 8, 13), date(2026, 8, 23)):
        at(desk, clock, practice, day)
    west = places.add_place(desk, RENEE, "team", "West team").result
    staff.move_staff(desk, RENEE, practice.people["Rosa"], date(2026, 8, 14), {"team_id": west})
    north = Wanted(teams=frozenset({practice.team}))
    assert lengths(found(desk, clock, north, "staff_days")) == [60, 50]
    assert lengths(found(desk, clock, None, "staff_days")) == [60, 60]


def test_r19_one_criterion_of_a_standard_is_looked_at_by_itself(desk: Desk, clock: Clock, practice: Practice) -> None:
    for place, day in enumerate(DAYS):
        at(desk, clock, practice, day, criterion_code="1" if place == 3 else "2")
    only = Wanted(standards=frozenset({practice.standard}))
    trend = found(desk, clock, only, criterion="2")
    assert lengths(trend) == [28, 0, 126]
    assert trend.name == "Days between signals · HD-01 · criterion 2"
    with desk.read() as conn:
        months = trend_of_signals(conn, only, "month", clock().date(), Settings(), criterion="1")
    assert [row.figure.count for row in months.trend.rows if row.figure.count] == [1]
    assert months.chart.endswith("criterion=1")


def test_r19_common_signals_are_told_to_be_counted_by_month(desk: Desk, clock: Clock, practice: Practice) -> None:
    for back in range(0, 40, 4):
        note(desk, clock, practice, back=back)
    trend = found(desk, clock)
    assert trend.trend.why_not.startswith("Signals are not rare here: 8.2 a month.")
    assert trend.trend.rows == ()
    assert found(desk, clock, Wanted(standards=frozenset({99}))).trend.why_not.startswith("No signal was noted")


def test_r19_a_baseline_is_frozen_and_a_gap_left_out_with_a_reason(
    desk: Desk, clock: Clock, practice: Practice
) -> None:
    start = date(2026, 1, 5)
    days = [start + timedelta(days=20 * place) for place in range(15)]
    for day in days:
        at(desk, clock, practice, day)
    key = found(desk, clock).chart
    assert chart_name_of(desk, key) == "Days between signals"
    with pytest.raises(Refused):
        charts.mark_chart(desk, RENEE, key, "freeze", days[11], "")
    charts.mark_chart(desk, RENEE, key, "freeze", days[11], "Before the new sheet.")
    charts.mark_chart(desk, RENEE, key, "exclude", days[3], "The flood.")
    trend = found(desk, clock).trend
    assert trend.words.startswith("The baseline is frozen up to Aug 13, 2026. Median 20.")
    assert [row.part for row in trend.rows].count("left_out") == 1
    assert trend.rows[2].why == "The flood."
    assert [row.baseline for row in trend.rows].count(True) == 11
    assert "Limits of a t-chart" in trend.control_words
    assert found(desk, clock, None, "staff_days").marks == ()  # a decision belongs to its chart


def chart_name_of(desk: Desk, key: str) -> str:
    with desk.read() as conn:
        return chart_name(conn, key)


def test_r19_records_that_met_between_those_that_did_not(desk: Desk, clock: Clock, practice: Practice) -> None:
    clock.go(days=-60)
    audits.finished(desk, practice, [(2, 2)])
    clock.go(days=60)
    audits.finished(desk, practice, [(4, 2), (5, 1)])
    with desk.read() as conn:
        today = clock().date()
        single = between_unmet(conn, practice.standard, "2", Wanted(), today, Settings())
        whole = between_unmet(conn, practice.standard, "", Wanted(), today, Settings())
        none = between_unmet(conn, 99, "", Wanted(), today, Settings())
    assert lengths(single) == [11]  # seven of the first audit, four of the second
    assert single.trend.rows[-1].figure.count == 5
    assert lengths(whole) == [11, 0]
    assert whole.name == "Records between those that did not meet · HD-01"
    assert none.trend.why_not == "No record was judged, so there is nothing between."


def test_a_key_of_a_chart_that_does_not_exist_is_refused(desk: Desk) -> None:
    key = "audits:days:standards=1;teams=;sources=;criterion="
    assert chart_name_of(desk, key) == ""
    with pytest.raises(Refused):
        charts.mark_chart(desk, RENEE, key, "exclude", date(2026, 8, 1), "Why not.")
