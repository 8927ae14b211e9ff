"""Evidence files: what may come into the desk, what is refused, and that it comes back whole."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from coachdesk.errors import Refused, Unreadable
from coachdesk.services import agency, evidence
from coachdesk.store.desk import Desk
from tests.helpers.cycling import coaching, held, said, whole
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
