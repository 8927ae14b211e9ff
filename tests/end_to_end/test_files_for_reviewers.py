"""What a reviewer without CoachDesk gets of a whole agency: every row, every figure, every step, each traceable.

On the sample agency, with a gate overridden, a statement that disagrees and an amendment added. Nothing that must be
there is listed by hand: the desk says what it holds, and the files have to hold it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from coachdesk import vocabulary
from coachdesk.changes import Actor
from coachdesk.queries.competence import COMPETENCE
from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.cycle_parts import SUSTAIN_CHECKS
from coachdesk.queries.cycles import CYCLES
from coachdesk.queries.measures import MEASURES
from coachdesk.queries.scenarios import SCENARIOS
from coachdesk.queries.scope import Scope
from coachdesk.queries.sessions import SESSIONS
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.staff import STAFF
from coachdesk.queries.table import TableQuery
from coachdesk.rules.measured import measured_words
from coachdesk.rules.measures import Proportion, count_words, interval_words
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.sample import make
from coachdesk.services import cycle_phases, sessions
from coachdesk.settings import Settings
from coachdesk.store import trail
from coachdesk.store.desk import Desk, load_settings, open_desk
from exports.excel.tracker import write_tracker
from exports.pdf.pack import write_pack
from tests.helpers import office

SHEETS: dict[str, TableQuery] = {
    "Cycles": CYCLES,
    "Sessions": SESSIONS,
    "Measures": MEASURES,
    "Scenario exercises": SCENARIOS,
    "Sustain checks": SUSTAIN_CHECKS,
    "Competence": COMPETENCE,
    "Signals": SIGNALS,
    "Staff": STAFF,
}
ANNA = Actor(1, "Anna Petrov", "coordinator")


@pytest.fixture
def agency(tmp_path: Path) -> Iterator[Desk]:
    """The sample agency; the cycle that is being diagnosed goes on although much is missing, with a reason."""
    path = tmp_path / "sample.desk"
    make(path)
    with open_desk(path) as desk:
        early = next(one for one in cycles(desk) if one.status == "diagnosing")
        cycle_phases.advance(desk, ANNA, early.id, "The house reopens on Monday; the baseline follows this week.")
        running = next(one for one in cycles(desk) if one.status == "validating")
        held = next(one for one in running.sessions if one.status == "held")
        sessions.acknowledge(desk, ANNA, held.id, held.coachees[0].staff_id, "disagrees", "Nobody told us the limit.")
        closed = next(one for one in cycles(desk) if one.status == "closed")
        amendment = {"subject": "Minutes of N-0001", "before": "30", "after": "25", "reason": "The clock was misread."}
        cycle_phases.amend(desk, ANNA, closed.id, **amendment)
        yield desk


def cycles(desk: Desk) -> list[CycleDetail]:
    """Every cycle, whole."""
    with desk.read() as conn:
        settings = load_settings(conn)
        found = [cycle_detail(conn, key, desk.clock().date(), settings) for key, _ in list(CYCLES.all(conn))]
    return [one for one in found if one is not None]


def squeezed(text: str) -> str:
    """Without any blanks: where a line or a long hash was broken does not matter."""
    return "".join(text.split())


def test_the_tracker_holds_every_row_and_libreoffice_counts_what_coachdesk_counts(agency: Desk, tmp_path: Path) -> None:
    target = tmp_path / "tracker.xlsx"
    with agency.read() as conn:
        write_tracker(conn, target, Scope())
        keys = {title: sorted(str(row[0]) for _, row in query.all(conn)) for title, query in SHEETS.items()}
    sheets = office.recalculated(target, tmp_path)
    for title, wanted in keys.items():
        heading = next(place for place, row in enumerate(sheets[title]) if row[:1] == [SHEETS[title].columns[0].title])
        found = [row[0] for row in sheets[title][heading + 1 :] if row[0]]
        assert sorted(found) == wanted, title
    counted = [row[:5] for row in sheets["Summary"] if len(row) > 4 and row[4] and row[4] != "When made"]
    assert len(counted) > 30
    assert [row for row in counted if row[1] != row[4]] == []
    errors = [cell for rows in sheets.values() for row in rows for cell in row if cell.startswith(("#", "Err:"))]
    assert errors == []


def test_the_pack_is_sound_and_holds_every_step_of_every_cycle(agency: Desk, tmp_path: Path) -> None:
    target = tmp_path / "pack.pdf"
    with agency.read() as conn:
        told = write_pack(conn, target, Scope())
        head = trail.head(conn)
        settings = load_settings(conn)
    assert (told.trail_seq, told.trail_hash) == head
    assert "No syntax or stream encoding errors" in office.run("qpdf", "--check", str(target))
    fonts = [line.split() for line in office.run("pdffonts", str(target)).splitlines()[2:]]
    assert fonts
    assert all(font[-5] == "yes" for font in fonts), fonts  # embedded
    text = squeezed(office.run("pdfinfo", "-struct-text", str(target)))  # cell by cell, as a screen reader reads it
    lacking = [
        (one.number, step) for one in cycles(agency) for step in steps(one, settings) if squeezed(step) not in text
    ]
    assert lacking == []
    assert head[1] in text
    plain = squeezed(office.run("pdftotext", str(target), "-"))
    assert head[1] in plain  # for readers that know nothing of structure, too
    assert [one.number for one in cycles(agency) if one.number not in plain] == []


def steps(cycle: CycleDetail, settings: Settings) -> Iterator[str]:
    """Everything about a cycle that a reviewer must be able to find, as it has to stand in the pack."""
    yield from (cycle.number, cycle.title, cycle.coach, cycle.validator, *(one.name for one in cycle.coachees))
    yield f"{cycle.standard.split(' ')[0]} version {cycle.version}"
    for signal in cycle.signals:
        yield from (signal.number, signal.what_happened, signal.participant_code, day_words(signal.occurred_on))
    yield from (f"{one.code} {one.text}" for one in cycle.criteria)
    yield from (vocabulary.label("cause", cycle.cause) if cycle.cause else "", cycle.cause_note, cycle.evidence_wanted)
    yield cycle.rule.words()
    if cycle.rule_locked_at is not None and cycle.rule.measure:
        yield f"Locked {moment(cycle.rule_locked_at)}"
    for measure in cycle.measures:
        result = measure.result
        told: tuple[str, ...] = (measured_words(result, settings),)
        if isinstance(result, Proportion):
            told = (count_words(result), interval_words(result, settings))
        yield from (*told, measure.assessor)
    for session in cycle.sessions:
        yield from (session.number, session.seen, session.strengths, vocabulary.label("session_kind", session.kind))
        yield from (vocabulary.label("data_source", one) for one in session.data_sources)
        yield from (step.text for step in session.steps)
        yield from (f"{one.name} {one.acknowledgement}" for one in session.coachees if one.acknowledged_at)
        yield from (one.statement for one in session.coachees)
    for seen in cycle.observations:
        yield from (seen.number, seen.observer, seen.note, vocabulary.label("setting", seen.setting))
        yield from (f"{one.code} {vocabulary.label('rating', one.result)}" for one in seen.ratings)
    for one in cycle.scenarios:
        yield from (one.number, one.staff, one.scenario, one.answer, one.feedback, one.reviewer)
    for file in cycle.evidence:
        yield from (file.number, file.title, file.file_name, file.sha256)
    for one in cycle.coachees:
        yield from (vocabulary.label("outcome", one.outcome) if one.outcome else "", one.outcome_note, one.next_step)
    if cycle.signed_off_at is not None:
        yield from (f"Signed off by {cycle.signed_off_by}, {moment(cycle.signed_off_at)}", cycle.sign_off_note)
    yield from (
        text
        for one in cycle.sustain
        for text in (f"after {one.days} days", day_words(one.due_on), one.note, one.checked_by, one.next_cycle)
    )
    yield from (text for one in cycle.overrides for text in (one.reason, one.missing, one.overridden_by))
    yield from (text for one in cycle.amendments for text in (one.subject, one.before, one.after, one.reason))
    yield from (one.reason for one in cycle.pauses)
    yield from (one.label for one in cycle.history)


def moment(at: datetime) -> str:
    """ "Nov 11, 2026, 9:00 AM" in this computer's zone."""
    local = at.astimezone()
    return f"{day_words(local.date())}, {clock_words(local)}"
