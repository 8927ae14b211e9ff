"""A published version never changes, whatever is asked of whichever service; cycles keep the version they have."""

from __future__ import annotations

import inspect
import io
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from coachdesk.errors import DeskError, Refused
from coachdesk.queries.cycle import cycle_detail
from coachdesk.queries.scope import Scope
from coachdesk.queries.standards import VERSION, VersionDetail, version_detail
from coachdesk.records.standards import Criterion, PromptLine, StandardMeasure, StandardVersion
from coachdesk.services import history, library, standards
from coachdesk.services.everything import every_service
from coachdesk.services.library import starter_standards
from coachdesk.store.desk import Desk, load_settings, open_desk
from exports.excel.table_sheet import HEADER_ROW
from exports.excel.tracker import write_tracker
from exports.pdf.pack import write_pack
from tests.helpers.desks import RENEE, Clock, new_desk
from tests.helpers.loop import run_loop
from tests.helpers.practice import CRITERIA, TEXTS, make_practice

# What services answer to arguments that make no sense to them.
HAPPENS = (DeskError, LookupError, TypeError, ValueError, AttributeError, AssertionError, sa.exc.SQLAlchemyError)
SERVICES = every_service()


def said(desk: Desk) -> dict[int, VersionDetail]:
    """What every version that is no draft says, without how it stands (in force or retired)."""
    with desk.read() as conn:
        ids = conn.execute(sa.select(VERSION.c.id).where(VERSION.c.status != "draft")).scalars().all()
        found = {one: version_detail(conn, one) for one in ids}
    return {key: _content(version) for key, version in found.items() if version is not None}


def _content(version: VersionDetail) -> Any:
    return tuple(
        getattr(version, name) for name in version.__slots__ if name not in ("status", "retired_at", "published_at")
    )


def anything(parameter: inspect.Parameter, number: int) -> Any:
    """A value for a parameter of any service, as its annotation has it; ids are all `number`."""
    kind = str(parameter.annotation)
    for word, value in (
        ("Mapping[int", {number: 12}),
        ("Mapping", {"title": "Changed", "purpose": "Changed", "text": "Changed", "what_happened": "Changed"}),
        ("Sequence[Mapping", [{"text": "Changed", "cue": "Changed", "name": "Changed"}]),
        ("StandardFile", starter_standards()[0]),
        ("list[str]", ["HD-01"]),
        ("Sequence", [number]),
        ("Iterable", [number]),
        ("bool", True),
        ("date", date(2026, 11, 9)),
        ("bytes", b"x"),
        ("int", number),
        ("str", "HD-01"),
    ):
        if word in kind:
            return value
    return None


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed desk with every family in use, version 1 retired, version 2 published, version 3 a draft."""
    clock = Clock()
    with new_desk(tmp_path_factory.mktemp("master"), clock) as desk:
        ids = run_loop(desk, clock)
        standards.publish(desk, RENEE, standards.new_draft(desk, RENEE, ids.standard).result)
        standards.new_draft(desk, RENEE, ids.standard)
        return desk.path


@pytest.fixture
def loop(master: Path, tmp_path: Path) -> Iterator[Desk]:
    """Such a desk, open for writing."""
    with open_desk(Path(shutil.copy(master, tmp_path)), clock=Clock()) as desk:
        yield desk


@pytest.mark.parametrize("action", SERVICES)
def test_no_service_changes_what_a_published_version_says(loop: Desk, action: str) -> None:
    before = said(loop)
    service = SERVICES[action]
    for number in (1, 2):  # both published versions, and whatever else has these ids
        parameters = list(inspect.signature(service).parameters.values())[1:]
        arguments = {one.name: anything(one, number) for one in parameters if one.kind is not one.VAR_KEYWORD}
        with suppress(*HAPPENS):
            service(loop, RENEE, **arguments)
    after = said(loop)
    assert {key: after[key] for key in before} == before


ATTEMPTS: dict[str, Callable[[Desk, int], object]] = {
    "edit": lambda desk, version: standards.edit_draft(
        desk, RENEE, version, code="HD-01", title="Other", version=TEXTS, criteria=CRITERIA
    ),
    "publish again": lambda desk, version: standards.publish(desk, RENEE, version),
    "delete": lambda desk, version: standards.drop_draft(desk, RENEE, version),
    "starter": lambda desk, _version: library.import_starters(desk, RENEE, ["HD-01"]),
    "file": lambda desk, _version: library.import_standard(desk, RENEE, starter_standards()[2]),
}


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_would_change_it_is_refused(desk: Desk, attempt: str) -> None:
    practice = make_practice(desk)
    before = said(desk)
    with pytest.raises(Refused):
        ATTEMPTS[attempt](desk, practice.version)
    assert said(desk) == before


def test_no_code_of_ours_gets_past_the_store_either(desk: Desk) -> None:
    practice = make_practice(desk)

    def attempt(do: Callable[[Any], object]) -> None:
        with pytest.raises(Refused, match="never changes"), desk.change(RENEE, "test.break") as change:
            do(change)

    def row(change: Any, cls: Any) -> Any:
        return change.session.scalars(sa.select(cls).where(cls.version_id == practice.version)).first()

    attempt(lambda change: setattr(row(change, Criterion), "text", "Changed"))
    attempt(lambda change: setattr(row(change, PromptLine), "call", "Nobody"))
    attempt(lambda change: change.session.delete(row(change, PromptLine)))
    attempt(lambda change: change.add(StandardMeasure(version_id=practice.version, position=0, kind="rate", name="x")))
    attempt(lambda change: setattr(change.get(StandardVersion, practice.version), "purpose", "Changed"))
    attempt(lambda change: setattr(change.get(StandardVersion, practice.version), "status", "draft"))


def test_a_version_of_next_month_waits_as_a_draft_and_the_one_in_force_stays(desk: Desk) -> None:
    practice = make_practice(desk)
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    tomorrow = desk.clock().date() + timedelta(days=1)
    with pytest.raises(Refused) as refused:
        standards.publish(desk, RENEE, draft, tomorrow)
    assert "Leave it a draft until" in refused.value.problems[0].text
    with desk.read() as conn:
        status = sa.text("select status from standard_version order by number")
        assert list(conn.execute(status).scalars()) == ["published", "draft"]
    standards.publish(desk, RENEE, draft, desk.clock().date() - timedelta(days=30))
    with desk.read() as conn:
        assert list(conn.execute(status).scalars()) == ["retired", "published"]


def test_undo_does_not_reach_behind_publishing(desk: Desk) -> None:
    draft = standards.create_standard(desk, RENEE, code="X-1", title="One", version=TEXTS, criteria=CRITERIA).result
    standards.edit_draft(desk, RENEE, draft, code="X-1", title="Two", version=TEXTS, criteria=CRITERIA)
    standards.publish(desk, RENEE, draft)
    before = said(desk)
    with pytest.raises(Refused):
        history.undo(desk, RENEE)
    assert said(desk) == before


def test_a_draft_that_renames_a_standard_renames_nothing_before_it_is_published(desk: Desk) -> None:
    practice = make_practice(desk)
    draft = standards.new_draft(desk, RENEE, practice.standard).result
    standards.edit_draft(desk, RENEE, draft, code="HD-01", title="New name", version=TEXTS, criteria=CRITERIA)
    with desk.read() as conn:
        title = sa.text("select title from standard")
        assert conn.execute(title).scalar() == "Health deterioration"
    standards.publish(desk, RENEE, draft)
    with desk.read() as conn:
        assert conn.execute(title).scalar() == "New name"
        old, new = version_detail(conn, practice.version), version_detail(conn, draft)
    assert old is not None
    assert new is not None
    assert (old.title, new.title) == ("Health deterioration", "New name")


def test_a_cycle_opened_under_version_1_prints_version_1_after_version_3(
    desk: Desk, clock: Clock, tmp_path: Path
) -> None:
    loop = run_loop(desk, clock)
    for number in (2, 3):
        draft = standards.new_draft(desk, RENEE, loop.standard).result
        standards.edit_draft(
            desk, RENEE, draft, code="HD-01", title=f"Renamed for version {number}",
            version={"purpose": f"Purpose of version {number}"}, criteria=[{"text": f"Wording of version {number}"}],
        )  # fmt: skip
        standards.publish(desk, RENEE, draft)
    with desk.read() as conn:
        write_pack(conn, tmp_path / "pack.pdf", Scope(cycle_ids=frozenset({loop.closed})))
        write_tracker(conn, tmp_path / "tracker.xlsx", Scope())
    pages = pypdf.PdfReader(io.BytesIO((tmp_path / "pack.pdf").read_bytes())).pages
    text = " ".join(" ".join(page.extract_text().split()) for page in pages)
    assert "Escalates within 4 h of first sign" in text
    assert "HD-01 Escalating health deterioration" in text
    assert "version 1" in text
    assert "Wording of version 3" not in text
    assert "Renamed for version" not in text
    book = openpyxl.load_workbook(tmp_path / "tracker.xlsx")
    heads, *body = book["Cycles"].iter_rows(min_row=HEADER_ROW, values_only=True)
    places = heads.index("Standard"), heads.index("Version")
    assert {tuple(row[place] for place in places) for row in body} == {("HD-01", 1)}
    with desk.read() as conn:
        cycle = cycle_detail(conn, loop.closed, clock().date(), load_settings(conn))
    assert cycle is not None
    assert (cycle.standard, cycle.version) == ("HD-01 Escalating health deterioration", 1)
