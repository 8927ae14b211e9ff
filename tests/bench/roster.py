"""Importing a roster of 5,000 people: read, plan and write, against openpyxl reading the same sheet."""

from __future__ import annotations

import openpyxl

from coachdesk.changes import Actor
from coachdesk.importers.roster import find_roster_mapping, plan_roster, read_roster
from coachdesk.importers.roster_desk import roster_desk
from coachdesk.services.roster import import_roster
from coachdesk.store.desk import AgencyData, Desk, ProfileData, create_desk
from tests.bench import yardstick
from tests.bench.figures import Figure, Spread, measured, paired
from tests.bench.yardstick import PLACE, Options

PEOPLE = 5_000
ME = Actor(1, "Anna Petrov", "coordinator")


def run(options: Options) -> list[Figure]:
    """Into an empty desk each time; then the same file once more, which changes nothing."""
    path = yardstick.roster(PEOPLE)
    steps: dict[str, list[float]] = {"read": [], "plan": [], "write": []}
    target = PLACE / "work" / "roster.desk"
    again: list[float] = []

    def once(desk: Desk) -> list[float]:
        table = plan = None

        def read() -> None:
            nonlocal table
            table = read_roster(path)

        def judge() -> None:
            nonlocal plan
            assert table is not None
            with desk.read() as conn:
                picture = roster_desk(conn)
            plan = plan_roster(table, find_roster_mapping(table), picture, desk.clock().date())

        def write() -> None:
            assert plan is not None
            assert not plan.bad, plan.bad[:2]
            import_roster(desk, ME, plan)

        return [measured(read), measured(judge), measured(write)]

    def ours() -> float:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with create_desk(target, None, AgencyData("Bench"), ProfileData(ME.name)) as desk:
            taken = once(desk)
            again.append(sum(once(desk)))
        for name, seconds in zip(steps, taken, strict=True):
            steps[name].append(seconds)
        return sum(taken)

    def floor() -> float:
        def read() -> None:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            for _ in book.worksheets[0].iter_rows(values_only=True):
                pass
            book.close()

        return measured(read)

    pairs = paired(ours, floor, options.runs)
    note = ", ".join(f"{name} {Spread.of(taken[1:]).median:.2f} s" for name, taken in steps.items())
    return [
        pairs.figure("roster", f"import a roster of {PEOPLE:,} people", "s", 2.0, note),
        Figure("roster", "import the same roster again", "s", Spread.of(again[1:]), runs=options.runs),
    ]
