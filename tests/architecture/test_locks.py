"""The lock files hold hashes and no addresses, and are in step with what pyproject.toml asks for."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

import run

LOCKS = ("requirements.txt", "requirements-dev.txt")
PIN = re.compile(r"^(?P<name>[\w.-]+)(\[[\w,]+\])?==(?P<version>[^\s;]+)( ; (?P<marker>.+?))? \\$", re.MULTILINE)


def pins(text: str) -> dict[str, Version]:
    """name -> version of everything pinned for this platform."""
    return {
        canonicalize_name(pin["name"]): Version(pin["version"])
        for pin in PIN.finditer(text)
        if not pin["marker"] or Marker(pin["marker"]).evaluate()
    }


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str, root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*-(i|f|-index|-extra-index|-find-links)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(name: str, root: Path) -> None:
    text = (root / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", text)[1:]
    assert len(entries) >= 20
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_in_step_with_pyproject(name: str, root: Path) -> None:
    assert run.requirements_digest() in (root / name).read_text(encoding="utf-8"), "renew with `python3 run.py lock`"


@pytest.mark.parametrize(("name", "groups"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))])
def test_what_is_asked_for_is_pinned(name: str, groups: tuple[str, ...], root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        *project["project"]["dependencies"],
        *(line for group in groups for line in project["dependency-groups"][group]),
    ]
    pinned = pins((root / name).read_text(encoding="utf-8"))
    wanting = [
        line
        for line in map(Requirement, asked)
        if (not line.marker or line.marker.evaluate())
        and pinned.get(canonicalize_name(line.name)) not in line.specifier
    ]
    assert wanting == []


def test_both_locks_agree(root: Path) -> None:
    use, work = (pins((root / name).read_text(encoding="utf-8")) for name in LOCKS)
    assert {name: work.get(name) for name in use} == use


def test_what_is_installed_is_what_is_locked(root: Path) -> None:
    """Otherwise the tests would prove something about other libraries than people get."""
    from importlib.metadata import version

    use = pins((root / "requirements.txt").read_text(encoding="utf-8"))
    assert {name: Version(version(name)) for name in use} == use
