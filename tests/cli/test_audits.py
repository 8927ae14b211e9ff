"""Audits from the command line: the same services by `do`, the same tables by `list`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachdesk.queries.audit import audit_detail
from coachdesk.queries.search import search
from coachdesk.store.desk import open_desk
from tests.cli.conftest import Run
from tests.helpers.desks import Clock, new_desk
from tests.helpers.practice import make_practice


@pytest.fixture
def desk_file(tmp_path: Path) -> Path:
    with new_desk(tmp_path, Clock()) as desk:
        make_practice(desk)
        return desk.path


def test_an_audit_is_opened_judged_and_finished_by_do_and_shows_in_the_lists(run: Run, desk_file: Path) -> None:
    opened = run(
        "do", desk_file, "audit.open", "values.version_id=HD-01 v1", "values.assessor_id=104", "criterion_ids=1,2",
        "frame=HC-0001 to HC-0030", "sample_size=2", "seed=7", "values.title=Progress notes",
    )  # fmt: skip
    assert opened.code == 0, opened.err
    with open_desk(desk_file) as desk, desk.read() as conn:
        audit = audit_detail(conn, 1, desk.clock().date(), desk.settings())
        assert audit is not None
        (hit,) = search(conn, "a-0001")
        assert (hit.page, hit.part, hit.title) == ("signals", "audits", "A-0001 Progress notes")
    results = {str(record.id): {"1": "met", "2": "not_met"} for record in audit.records}
    assert run("do", desk_file, "audit.judge", "audit_id=A-0001", f"results={json.dumps(results)}").code == 0
    assert run("do", desk_file, "audit.finish", "audit_id=A-0001").code == 0
    listed = run("list", "audits", desk_file, "--format", "csv")
    assert "A-0001" in listed.lines[1]
    assert ",done,HD-01," in listed.lines[1]
    records = run("list", "audit-records", desk_file, "--format", "csv")
    assert [line.count("not_met") for line in records.lines[1:]] == [1, 1]


def test_r22_a_name_in_the_frame_is_refused_in_words(run: Run, desk_file: Path) -> None:
    said = run(
        "do", desk_file, "audit.open", "values.version_id=1", "values.assessor_id=4", "criterion_ids=1",
        "frame=HC-0001,Edmund Fisk", "sample_size=1",
    )  # fmt: skip
    assert said.code == 1
    assert "looks like a name" in said.err
