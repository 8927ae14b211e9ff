"""The command `do`: every service by its name, with days, numbers and records as people write them."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from coachdesk.cli.arguments import parameters
from coachdesk.cli.doing import services
from coachdesk.records import FAMILIES
from coachdesk.services import everything
from coachdesk.services import staff as staff_services
from coachdesk.services import standards as standard_services
from coachdesk.store.desk import open_desk
from tests.cli.conftest import Run, Said
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.practice import CRITERIA, TEXTS

HERE = Path(everything.__file__).parent


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, unsealed desk with three people and a published standard."""
    with new_desk(tmp_path_factory.mktemp("master"), Clock()) as desk:
        for number, first, last in (("100", "Renee", "Okafor"), ("101", "Luis", "Marín"), ("102", "Dana", "Whitfield")):
            staff_services.add_staff(desk, RENEE, {"number": number, "first_name": first, "last_name": last})
        draft = standard_services.create_standard(
            desk, RENEE, code="HD-01", title="Escalating", version=TEXTS, criteria=CRITERIA
        ).result
        standard_services.publish(desk, RENEE, draft)
        return desk.path


@pytest.fixture
def desk_file(master: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(master, tmp_path / "Harbor.desk"))


def rows(path: Path, family: str, *columns: str) -> list[Any]:
    source = FAMILIES[family].__table__
    with open_desk(path, mode="read") as desk, desk.read() as conn:
        return [tuple(row) for row in conn.execute(sa.select(*(source.c[one] for one in columns)))]


def test_every_module_with_a_use_case_is_registered() -> None:
    with_services = {file.stem for file in HERE.glob("*.py") if "\n@use_case(" in file.read_text("utf-8")}
    assert with_services == {one.__module__.rpartition(".")[2] for one in everything.every_service().values()}


@pytest.mark.parametrize("action", sorted(services()))
def test_every_service_can_be_told_what_it_takes(action: str) -> None:
    for name, (hint, _) in parameters(services()[action]).items():
        assert hint is not None, name


def test_the_list_names_actions_with_their_parameters(run: Run) -> None:
    said = run("do", "--list")
    assert said.code == 0
    assert "cycle.pause  cycle_id reason" in said.lines
    assert "session.plan  cycle_id staff_ids values" in said.lines


def test_records_are_named_as_people_call_them_and_fields_take_the_columns_type(run: Run, desk_file: Path) -> None:
    day = f"{date.today():%Y-%m-%d}"
    said = run(
        "do", desk_file, "signal.log", "values.source=near_miss", f"values.occurred_on={day}",
        f"values.noticed_on={day}",
        "values.staff_id=Dana Whitfield", "values.standard_id=HD-01", "values.criterion_code=1",
        "values.severity=major", "values.participant_code=114", "values.what_happened=Called the next day",
    )  # fmt: skip
    assert (said.code, json.loads(said.out)) == (0, 1)
    assert rows(desk_file, "signal", "staff_id", "standard_id", "participant_code", "criterion_code") == [
        (3, 1, "114", "1")
    ]


def test_a_whole_loop_with_its_refusals(run: Run, desk_file: Path) -> None:
    """R4-R8 by command line: each gate says what is missing and exits with 1."""
    now = datetime.now()
    day, yesterday = f"{now:%Y-%m-%d}", f"{now - timedelta(days=1):%Y-%m-%d}"
    began, told, later = (f"{now - timedelta(minutes=ago):%Y-%m-%dT%H:%M}" for ago in (20, 10, 5))

    def do(*words: str, code: int = 0) -> Said:
        said = run("do", desk_file, *words)
        assert said.code == code, said.err
        return said

    do("cycle.open", "values.version_id=HD-01 v1", "staff_ids=102", f"opened_on={yesterday}")
    (number,) = rows(desk_file, "cycle", "number")[0]
    cycle = f"cycle_id={number}"
    refused = do("cycle.advance", cycle, code=1).err
    for missing in ("No target criterion is chosen.", "No coach is named.", "There is no baseline with its count."):
        assert missing in refused
    do(
        "cycle.edit", cycle, "values.coach_id=100", "values.validator_id=Luis Marín", "values.cause=skill",
        "values.evidence_wanted=Ten records", f"values.follow_up_on={day}", "values.rule_measure=Escalated in time",
        "values.rule_direction=at_least", "values.rule_threshold=9 of 10", "values.rule_smallest_count=10",
        "criterion_ids=HD-01 v1 1",
    )  # fmt: skip
    judged = ["values.method=documentation_audit", f"values.measured_on={day}", "values.assessor_id=101"]
    do("measure.record", cycle, "stage=baseline", *judged, "values.met=4", "values.total=10")
    do("cycle.advance", cycle)
    assert "no held session with feedback given" in do("cycle.advance", cycle, code=1).err
    held = ["values.coach_id=100", f"values.starts_at={began}", f"values.feedback_at={told}", "values.minutes=5"]
    sources = "values.data_sources=direct_observation,product_review"
    do("session.record", cycle, "staff_ids=102", "values.kind=shadow_check_in", *held, sources)
    do("cycle.advance", cycle)
    assert "live" in do("cycle.close", cycle, 'outcomes={"102": {"outcome": "achieved"}}', code=1).err
    seen = ["values.staff_id=102", "values.observer_id=101", f"values.observed_at={later}", "values.setting=live"]
    do("observation.record", cycle, *seen, "values.consent=yes", 'ratings={"HD-01 v1 1": "met"}')
    do("measure.record", cycle, "stage=post", *judged, "values.met=10", "values.total=10")
    do("cycle.close", cycle, 'outcomes={"102": {"outcome": "achieved"}}')
    assert rows(desk_file, "cycle", "status") == [("closed",)]
    assert len(rows(desk_file, "sustain_check", "id")) == 3
    assert run("check", desk_file).code == 0


def test_parameters_come_from_a_json_file_too(run: Run, desk_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    file.write_text(json.dumps({"values": {"number": "200", "first_name": "小龍", "last_name": "李"}}), "utf-8")
    assert run("do", desk_file, "staff.add", "--with", file).code == 0
    assert rows(desk_file, "staff", "number", "first_name")[-1] == ("200", "小龍")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["cycle.pause", "cycle_id=1"], "reason is needed."),
        (["cycle.pause", "cycle_id=1", "reason=x", "when=now"], "There is no parameter when."),
        (["cycle.pause", "cycle_id=CC-1999-0001", "reason=x"], "no record is called CC-1999-0001"),
        (["staff.leave", "staff_id=100", "left_on=14/3/26"], "14/3/26 is not a day; write 2026-03-14"),
        (["session.feedback", "session_id=1", "at=noon"], "noon is not a moment"),
        (["staff.add", "values.hired_on=soon"], "hired_on: soon is not a day"),
        (["staff.add", "values=Dana"], "write values.FIELD=VALUE"),
    ],
)
def test_what_cannot_be_used_is_named_and_nothing_changes(
    run: Run, desk_file: Path, words: list[str], told: str
) -> None:
    before = rows(desk_file, "staff", "id", "left_on")
    said = run("do", desk_file, *words)
    assert said.code == 1
    assert told in said.err
    assert rows(desk_file, "staff", "id", "left_on") == before


@pytest.mark.parametrize(
    "words",
    [[], ["nothing.known"], ["staff.add", "who"], ["staff.add", "a=1", "a.b=2"], ["staff.add", "data=@missing.pdf"]],
)
def test_a_command_written_wrongly_exits_with_2(run: Run, desk_file: Path, words: list[str]) -> None:
    assert run("do", desk_file, *words).code == 2


def test_what_only_a_preview_can_make_is_not_offered(run: Run, desk_file: Path) -> None:
    assert run("do", desk_file, "roster.import", "plan=x").code == 2


def test_r5_a_rule_is_taken_from_the_standards_own_measure_by_its_name(
    run: Run, desk_file: Path, tmp_path: Path
) -> None:
    def do(*words: str, code: int = 0) -> Said:
        said = run("do", desk_file, *words)
        assert said.code == code, said.err
        return said

    own = [
        {"kind": "duration", "name": "Hours to the call", "unit": "h", "direction": "at_most", "goal": 4},
        {"kind": "proportion", "name": "Notes with the time", "unit": "%", "direction": "at_least", "goal": 90},
    ]
    whole = {"code": "HD-02", "title": "Calling", "version": TEXTS, "criteria": CRITERIA, "measures": own}
    (tmp_path / "standard.json").write_text(json.dumps(whole), "utf-8")
    do("standard.create", "--with", str(tmp_path / "standard.json"))
    do("standard.publish", "version_id=HD-02 v1")
    do(
        "cycle.open", "values.version_id=HD-02 v1", "values.rule_standard_measure_id=HD-02 v1 hours to the call",
        "values.rule_smallest_count=6", "criterion_ids=HD-02 v1 1", "staff_ids=102",
    )  # fmt: skip
    columns = ("rule_kind", "rule_unit", "rule_measure", "rule_direction", "rule_threshold", "rule_standard_measure_id")
    assert rows(desk_file, "cycle", *columns) == [("duration", "h", "Hours to the call", "at_most", 4, 1)]
    (number,) = rows(desk_file, "cycle", "number")[0]
    do("cycle.edit", f"cycle_id={number}", "values.rule_standard_measure_id=HD-02 v1 2")
    assert [float(one[4]) for one in rows(desk_file, "cycle", *columns)] == [0.9]
    step = ["values.phase=coach", "values.kind=measure", "values.standard_measure_id=HD-02 v1 1"]
    do("planned.add", f"cycle_id={number}", *step)
    assert rows(desk_file, "cycle_step", "text", "standard_measure_id") == [("Measure: Hours to the call", 1)]
    refused = do("cycle.edit", f"cycle_id={number}", "values.rule_standard_measure_id=HD-02 v1 3", code=1).err
    assert "no record is called HD-02 v1 3" in refused


def test_r22_what_may_give_a_participant_away_is_told_and_saved_all_the_same(run: Run, desk_file: Path) -> None:
    day = f"{date.today():%Y-%m-%d}"
    said = run(
        "do", desk_file, "signal.log", "values.source=near_miss", f"values.occurred_on={day}",
        f"values.noticed_on={day}", "values.severity=minor", "values.participant_code=Mrs. O",
        "values.what_happened=Dana Whitfield rang 555-234-5678 at once",
    )  # fmt: skip
    assert said.code == 0
    told = [line for line in said.err.splitlines() if "(R22)" in line]
    assert [line.partition(":")[0] for line in told] == [
        "values.participant_code", "values.what_happened", "values.what_happened"]  # fmt: skip
    assert "“Dana Whitfield” looks like a name" in told[1]
    assert "Phone number: “555-234-5678”" in told[2]
    assert rows(desk_file, "signal", "what_happened") == [("Dana Whitfield rang 555-234-5678 at once",)]


def test_r22_a_staff_members_own_particulars_are_no_participants(run: Run, desk_file: Path) -> None:
    said = run("do", desk_file, "staff.edit", "staff_id=Dana Whitfield", "values.email=dana@example.org")
    assert (said.code, "(R22)" in said.err) == (0, False)


def test_r3_r20_an_action_opened_beside_a_cycle_takes_over_what_it_is_about(run: Run, desk_file: Path) -> None:
    day = f"{date.today():%Y-%m-%d}"
    assert run(
        "do", desk_file, "signal.log", "values.source=near_miss", f"values.occurred_on={day}",
        f"values.noticed_on={day}", "values.severity=minor", "values.what_happened=Called the next day",
    ).code == 0  # fmt: skip
    assert run("do", desk_file, "cycle.open", "values.version_id=HD-01 v1", "signal_ids=1").code == 0
    number = rows(desk_file, "cycle", "number")[0][0]
    said = run(
        "do", desk_file, "action.open", f"values.cycle_id={number}", "values.containment=The lead calls every evening",
        "values.cause=system", "values.owner_id=Luis Marín", "values.due_on=2099-12-09",
        'items=[{"kind": "process", "text": "A line for the call"}]',
    )  # fmt: skip
    assert said.code == 0, said.err
    assert rows(desk_file, "corrective_action", "cycle_id", "standard_id") == [(1, 1)]
    assert rows(desk_file, "action_signal", "action_id", "signal_id") == [(1, 1)]
