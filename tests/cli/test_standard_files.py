"""A standard goes from one desk to another by the command line, and what does not fit is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pypdf
import pytest

from coachdesk.services import library, standards
from tests.cli.conftest import Run
from tests.helpers.desks import RENEE, Clock, new_desk


@pytest.fixture
def desks(tmp_path: Path) -> tuple[Path, Path]:
    """One agency with HD-01 in force, another with none."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
    with new_desk(tmp_path / "one", Clock()) as desk:
        (draft,) = library.import_starters(desk, RENEE, ["HD-01"]).result
        standards.publish(desk, RENEE, draft)
    with new_desk(tmp_path / "two", Clock()) as other:
        pass
    return desk.path, other.path


def test_a_standard_goes_from_one_desk_to_another(run: Run, desks: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = desks
    file = tmp_path / "HD-01.toml"
    assert run("export", "standard", ours, "hd-01", "--out", file).out.strip() == str(file)
    tried = run("import", "standard", theirs, file, "--dry-run")
    assert (tried.code, tried.out) == (0, "")
    assert "HD-01 Recognizing and escalating" in tried.err
    assert "Nothing was changed" in tried.err
    came = run("import", "standard", theirs, file)
    assert came.code == 0
    assert "Bring in standard HD-01 from Harbor Community Supports" in came.err
    (version,) = json.loads(run("list", "versions", theirs, "--format", "json").out)
    assert (str(version["id"]), version["code"], version["status"]) == (came.out.strip(), "HD-01", "draft")


def test_a_taken_code_asks_for_a_decision_and_shows_what_differs(
    run: Run, desks: tuple[Path, Path], tmp_path: Path
) -> None:
    ours, _ = desks
    file = tmp_path / "HD-01.toml"
    run("export", "standard", ours, "HD-01", "--out", file)
    same = run("import", "standard", ours, file, "--dry-run")
    assert "version 1, which says the same." in same.err
    file.write_text(file.read_text("utf-8").replace("Eats or drinks clearly less", "Eats less"), "utf-8")
    refused = run("import", "standard", ours, file)
    assert refused.code == 1
    assert "has a standard HD-01 already" in refused.err
    assert "Prompt card | " in refused.err
    assert run("import", "standard", ours, file, "--new-version").code == 0
    assert run("import", "standard", ours, file, "--code", "HD-09").code == 0
    listed = json.loads(run("list", "versions", ours, "--format", "json").out)
    assert [(one["code"], one["version"], one["status"]) for one in listed] == [
        ("HD-01", 2, "draft"),
        ("HD-01", 1, "published"),
        ("HD-09", 1, "draft"),
    ]


def test_page_and_card_are_written_of_any_version(run: Run, desks: tuple[Path, Path], tmp_path: Path) -> None:
    ours, _ = desks
    for form in ("page", "card", "scenario"):
        target = tmp_path / f"{form}.pdf"
        assert run("export", "standard", ours, "HD-01", "--as", form, "--version", "1", "--out", target).code == 0
        assert len(pypdf.PdfReader(target).pages) == 1
    missing = run("export", "standard", ours, "HD-01", "--version", "7", "--out", tmp_path / "x")
    assert (missing.code, "has no version 7" in missing.err) == (1, True)
    assert run("export", "standard", ours, "ZZ-01", "--out", tmp_path / "x").code == 1
    assert not (tmp_path / "x").exists()


def test_a_broken_file_changes_nothing(run: Run, desks: tuple[Path, Path], tmp_path: Path) -> None:
    _, theirs = desks
    file = tmp_path / "x.toml"
    file.write_bytes(b"a." * 50_000)
    refused = run("import", "standard", theirs, file)
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing was brought in." in refused.err
    assert json.loads(run("list", "standards", theirs, "--format", "json").out) == []
