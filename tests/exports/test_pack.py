"""The evidence pack: a sound, tagged PDF with every step of the loop, every name, every link, and no live content."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from coachdesk.errors import Cancelled
from coachdesk.queries.scope import Scope
from coachdesk.services import agency, competence, cycle_phases
from coachdesk.store.desk import Desk
from exports.made import Made
from exports.pdf.pack import write_pack
from exports.pdf.standard import write_prompt_card, write_standard
from tests.helpers import office
from tests.helpers.desks import RENEE, Clock
from tests.helpers.loop import HOSTILE, Loop, run_loop


@pytest.fixture
def loop(desk: Desk, clock: Clock) -> Loop:
    return run_loop(desk, clock, HOSTILE)


def made(desk: Desk, clock: Clock, target: Path, scope: Scope | None = None) -> Made:
    with desk.read() as conn:
        return write_pack(conn, target, scope or Scope(), made_at=clock())


def text_of(pdf: Path) -> str:
    """The pages' text as a reader would copy it, in single spaces."""
    return " ".join(office.run("pdftotext", "-layout", str(pdf), "-").split())


def test_the_pack_is_sound_tagged_and_carries_all_its_fonts(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "pack.pdf"
    told = made(desk, clock, target)
    assert "No syntax or stream encoding errors" in office.run("qpdf", "--check", str(target))
    fonts = [line.split() for line in office.run("pdffonts", str(target)).splitlines()[2:]]
    assert fonts
    assert all(font[-5:-2] == ["yes", "yes", "yes"] for font in fonts)
    about = office.run("pdfinfo", str(target))
    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"JavaScript:\s+no", about)
    assert re.search(rf"Pages:\s+{told.pages}\n", about)
    reader = PdfReader(target)
    assert reader.root_object["/Lang"] == "en-US"
    assert (reader.metadata or {})["/Title"] == "Harbor Community Supports · Evidence pack"
    structure = office.run("pdfinfo", "-struct-text", str(target))
    assert re.search(r"TOC( \(block\))?\n\s+TOCI", structure)
    assert re.search(r"TH:\s+/Scope /Row\s+\"Period\"\s+TD", structure)  # a fact's name heads its line
    for role in ("H1", "H2", "P (block)", "Table", "TH", "TD", "Figure", "TOCI"):
        assert role in structure


def test_the_text_holds_every_step_of_the_loop(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    assessed = {"assessor_name": "Amy Chen", "qualification": "RN", "assessed_on": clock().date()}
    offered = competence.record_competence(desk, RENEE, loop.dana, loop.standard, assessed, loop.closed).result
    competence.add_evidence(desk, RENEE, offered, title="Skills checklist", file_name="list.txt", data=b"All seen live")
    told = made(desk, clock, target)
    text = text_of(target)
    steps = (
        "C-2026-0001 · Escalating health deterioration",
        "HD-01 version 1",
        "3 signals in 8 days",
        "P-114",
        "nurse called",
        "Skill: Unsure when to call",
        "Escalated within 4 h of first sign in at least 9 of 10 records.",
        "Locked Nov 11, 2026, 9:00 AM, before any result was measured.",
        "4 of 10",
        "17–69%",
        "10 of 10",
        "72–100%",
        "Rule met: 10 of 10.",
        "Shadow check-in, 45",
        "after 2.2 h",
        "Direct observation",
        "Carry the prompt card",
        "“The nurse line was busy.”",
        "Live delivery",
        "live use confirmed 3 of 3",
        "Nurse-line log",
        hashlib.sha256(b"called within 40 min").hexdigest()[:30],
        "Skills checklist",
        hashlib.sha256(b"All seen live").hexdigest()[:30],
        "Signed off by Renee Okafor",
        "after 90 days",
        "Reason given: Misread clock",
        "Late entry: N-0002 recorded 4 days after the event.",
        "No gate was overridden.",
        "Record a measure of C-2026-0001",
        told.trail_hash,
    )
    assert [step for step in steps if step not in text] == []


def test_names_of_every_script_are_printed_and_what_cannot_be_is_shown_and_listed(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    run_loop(desk, clock, "Smiled 😀 안 ✓ ≥ → \u202eback")
    target = tmp_path / "pack.pdf"
    made(desk, clock, target)
    text = text_of(target)
    for name in ("Łukasz Dąbrowski", "Thanh Nguyễn", "小龍 李", "✓ ≥ →"):
        assert name in text
    assert "[U+1F600]" in text
    assert "[U+202E]back" in text
    assert "Characters we could not print" in text
    assert "U+1F600 Grinning Face (" in text


def test_a_hostile_note_is_printed_letter_by_letter(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    made(desk, clock, target)
    assert "=1+1 <b>&amp; <img src='http://example.test/x.png'/> [U+202E]back _x0041_" in text_of(target)
    raw = target.read_bytes()
    assert all(mark not in raw for mark in (b"/URI", b"/Launch", b"/JavaScript", b"/EmbeddedFile"))
    assert not any(page.images for page in PdfReader(target).pages)


def test_the_notes_on_method_cover_every_kind_of_figure_and_follow_the_settings(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    agency.change_setting(desk, RENEE, "confidence_percent", "90")
    agency.change_setting(desk, RENEE, "feedback_hours", "48")
    target = tmp_path / "pack.pdf"
    made(desk, clock, target)
    text = text_of(target)
    for method in ("Wilson", "Fisher", "order statistics", "Mann-Whitney", "Poisson", "Gwet", "Anhøj"):
        assert method in text
    assert "its 90% interval" in text
    assert "Intervals are at 90%" in text
    assert "due within 48 hours" in text


def test_not_achieved_is_never_called_confirmed(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    run_loop(desk, clock, achieved=False)
    target = tmp_path / "pack.pdf"
    made(desk, clock, target, Scope(to=date(2026, 11, 12)))
    text = text_of(target)
    assert "Not achieved 3 of 3" in text
    assert "live use confirmed 0 of 3" in text
    assert "Confirmed by the validator" not in text
    assert "Coach again" in text


def test_every_link_leads_to_a_place_in_the_pack_and_the_contents_to_the_right_page(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    target = tmp_path / "pack.pdf"
    made(desk, clock, target)
    reader = PdfReader(target)
    numbers = {page.indirect_reference.idnum: page.page_number for page in reader.pages if page.indirect_reference}
    goals = [note.get_object()["/Dest"] for page in reader.pages for note in page.get("/Annots", ())]
    assert len(goals) == 29
    assert all(goal[1] == "/XYZ" for goal in goals)  # a link without a place would show the whole first page
    led = {numbers[next(iter(goal)).idnum] for goal in goals}
    assert 0 not in led
    contents = reader.pages[2].extract_text()
    cycle = next(
        page.page_number
        for page in reader.pages
        if "Cycle file 2 of 2" in page.extract_text() and "C-2026-0002 · Shift handover" in page.extract_text()
    )
    assert cycle in led
    assert re.search(rf"C-2026-0002 · Shift handover\s+Diagnosing\s+{cycle + 1}\b", contents)
    outline = [str(item.title) for item in reader.outline if isinstance(item, Destination)]
    assert outline[:4] == ["Evidence pack", "How to read this pack", "Contents", "Standards in force"]


def test_the_same_records_and_moment_give_the_same_bytes(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    first, second = (made(desk, clock, tmp_path / name) for name in ("a.pdf", "b.pdf"))
    assert first.sha256 == second.sha256
    assert "D:20261116170000Z" in str((PdfReader(first.path).metadata or {})["/CreationDate"])


def test_a_scope_leaves_other_cycles_out(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    made(desk, clock, target, Scope(cycle_ids=frozenset({loop.running})))
    text = text_of(target)
    assert "phase due" in text
    assert "Cycle file 1 of 1" in text
    assert "C-2026-0001" not in text
    cycle_phases.pause_cycle(desk, RENEE, loop.running, "The house is closed.")
    made(desk, clock, target, Scope(cycle_ids=frozenset({loop.running})))
    text = text_of(target)
    assert "clocks stand still" in text, "R10: no phase is due while it is paused"
    assert "phase due" not in text
    made(desk, clock, target, Scope(to=date(2026, 11, 12)))
    assert "C-2026-0002" not in text_of(target)


def test_an_empty_desk_makes_a_pack_that_says_so(desk: Desk, clock: Clock, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    made(desk, clock, target)
    assert "No evidence files belong to these cycles." in text_of(target)
    assert "No syntax or stream encoding errors" in office.run("qpdf", "--check", str(target))


def test_cancelling_leaves_nothing_behind(desk: Desk, clock: Clock, loop: Loop, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()

    def cancel(done: int, total: int) -> None:
        assert (done, total) == (1, 2)
        raise Cancelled("Stopped.")

    with desk.read() as conn, pytest.raises(Cancelled):
        write_pack(conn, folder / "pack.pdf", Scope(), progress=cancel)
    assert list(folder.iterdir()) == []


def test_a_standard_fits_one_page_and_its_card_says_whom_to_call(
    desk: Desk, clock: Clock, loop: Loop, tmp_path: Path
) -> None:
    with desk.read() as conn:
        page = write_standard(conn, 1, tmp_path / "standard.pdf", made_at=clock())
        card = write_prompt_card(conn, 1, tmp_path / "card.pdf", made_at=clock())
    assert (page.pages, card.pages) == (1, 1)
    assert "Escalates within 4 h of first sign" in text_of(page.path)
    assert "Reduced intake 2 meals Nurse line" in text_of(card.path)
