"""Evidence files: what may come into the desk, what is refused, and that it comes back whole."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused, Unreadable
from coachdesk.queries.planned_steps import steps_of
from coachdesk.records.evidence import EvidenceContent
from coachdesk.services import agency, cycle_phases, evidence, measures, planned_steps
from coachdesk.store.desk import Desk
from coachdesk.store.replay import Work, findings
from tests.helpers.cycling import coaching, held, measured, said, whole
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import Practice


@pytest.fixture
def cycle(desk: Desk, clock: Clock, practice: Practice) -> int:
    return coaching(desk, clock, practice)


def archive(*names: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


def test_a_file_comes_back_whole_with_its_hash_and_its_session(
    desk: Desk, clock: Clock, practice: Practice, cycle: int, tmp_path: Path
) -> None:
    session = held(desk, clock, practice, cycle)
    path = tmp_path / "nurse line.txt"
    path.write_bytes(b"14:10 called")
    item = evidence.add_evidence_file(desk, RENEE, cycle, path=path, title="Log", session_id=session).result
    assert evidence.content(desk, item) == ("nurse line.txt", b"14:10 called")
    (kept,) = whole(desk, clock, cycle).evidence
    assert (kept.session, kept.media_type, kept.size) == ("N-0001", "text/plain", 12)
    assert len(kept.sha256) == 64


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("note.docx", archive("[Content_Types].xml", "word/vbaProject.bin"), "holds a program"),
        ("sheet.ods", archive("mimetype", "Basic/Standard/Module1.xml"), "holds a program"),
        ("note.docx", archive("readme.txt"), "not what its ending says"),
        ("note.docx", b"PK\x03\x04 cut short", "not what its ending says"),
        ("note.pdf", b"MZ program", "not what its ending says"),
        ("note.txt", b"\x00\x01", "not what its ending says"),
        ("setup.exe", b"MZ", "of a kind the desk does not keep"),
        ("empty.txt", b"", "is empty"),
    ],
)
def test_a_file_must_be_what_its_name_says_and_hold_no_program(
    desk: Desk, cycle: int, name: str, data: bytes, words: str
) -> None:
    with pytest.raises(Refused) as refused:
        evidence.add_evidence(desk, RENEE, cycle, title="", file_name=name, data=data)
    assert words in said(refused.value)


def test_an_office_file_without_programs_is_kept(desk: Desk, clock: Clock, cycle: int) -> None:
    data = archive("[Content_Types].xml", "word/document.xml")
    evidence.add_evidence(desk, RENEE, cycle, title="Handover", file_name="C:\\temp\\handover.docx", data=data)
    (kept,) = whole(desk, clock, cycle).evidence
    assert kept.file_name == "handover.docx", "a name, never a path"


def test_the_agencys_limit_of_size_holds(desk: Desk, cycle: int, tmp_path: Path) -> None:
    agency.change_setting(desk, RENEE, "evidence_max_mb", "1")
    path = tmp_path / "scan.pdf"
    path.write_bytes(b"%PDF-" + b"0" * 1024 * 1024)
    with pytest.raises(Unreadable, match="the limit is 1 MB"):
        evidence.add_evidence_file(desk, RENEE, cycle, path=path)
    with pytest.raises(Refused, match="over the limit"):
        evidence.add_evidence(desk, RENEE, cycle, title="", file_name="scan.pdf", data=path.read_bytes())


def test_a_file_of_tomorrow_is_refused(desk: Desk, clock: Clock, cycle: int) -> None:
    tomorrow = clock().date() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        evidence.add_evidence(desk, RENEE, cycle, title="", file_name="a.txt", data=b"x", made_on=tomorrow)
    assert "future" in said(refused.value)


def test_r22_a_file_that_gives_a_participant_away_is_taken_out_for_a_reason(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    first = evidence.add_evidence(desk, RENEE, cycle, title="Log", file_name="log.txt", data=b"Rosa H. called").result
    again = evidence.add_evidence(desk, RENEE, cycle, title="Again", file_name="log.txt", data=b"Rosa H. called")
    assert again.notes == ("The same file is here already: E-0001.",), "it is taken all the same"
    twin = again.result
    with pytest.raises(Refused) as refused:
        evidence.remove_evidence(desk, RENEE, first, " ")
    assert "A reason is needed." in said(refused.value)
    done = evidence.remove_evidence(desk, RENEE, first, "It names a participant.")
    assert done.label == "Remove evidence E-0001: It names a participant."
    assert evidence.content(desk, twin)[1] == b"Rosa H. called", "equal content stays as long as one item needs it"
    evidence.remove_evidence(desk, RENEE, twin, "It names a participant.")
    assert whole(desk, clock, cycle).evidence == ()
    with desk.read() as conn:
        assert conn.execute(sa.select(sa.func.count()).select_from(EvidenceContent)).scalar_one() == 0
        assert list(findings(conn, Work(0))) == [], "what is left agrees with the trail"


def test_r9_the_files_of_a_closed_cycle_stay(desk: Desk, clock: Clock, practice: Practice, cycle: int) -> None:
    item = evidence.add_evidence(desk, RENEE, cycle, title="Log", file_name="log.txt", data=b"14:10 called").result
    cycle_phases.cancel_cycle(desk, RENEE, cycle, "Dana moves to another program")
    with pytest.raises(Refused, match="R9"):
        evidence.remove_evidence(desk, RENEE, item, "Added by mistake")


def test_r20_a_planned_step_waits_again_when_the_record_that_did_it_is_taken_out(
    desk: Desk, clock: Clock, practice: Practice, cycle: int
) -> None:
    item = evidence.add_evidence(desk, RENEE, cycle, title="Log", file_name="log.txt", data=b"14:10 called").result
    measure = measured(desk, clock, practice, cycle, "post")
    steps = {}
    for family, record in (("evidence", item), ("measure", measure)):
        values = {"phase": "coach", "kind": "other", "text": f"Do {family}", "due_on": clock().date()}
        steps[family] = planned_steps.add_step(desk, RENEE, cycle, values).result
        planned_steps.tick_steps(desk, RENEE, [steps[family]], family, record)
    evidence.remove_evidence(desk, RENEE, item, "Added by mistake")
    measures.remove_measure(desk, RENEE, measure)
    with desk.read() as conn:
        waiting = steps_of(conn, cycle)
        assert {one.id: one.status for one in waiting if one.id in steps.values()} == dict.fromkeys(
            steps.values(), "open"
        )
