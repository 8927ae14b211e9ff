"""The arrows of docs/architecture.md hold, and a planted arrow against them is noticed."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGES = ("coachdesk", "exports", "ui", "resources")
CONTRACTS = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as run; run()",
    "--no-logo",
    "--no-cache",
]
PLANTED = {  # file -> (line added, the contract that must break)
    "coachdesk/errors.py": ("import PySide6.QtCore", "No Qt below the window"),
    "exports/__init__.py": ("from ui import app", "The window uses exports, exports use the core"),
    "coachdesk/rules/__init__.py": ("import coachdesk.store.desk", "Rules are pure"),
    "coachdesk/store/__init__.py": ("import coachdesk.services", "Inside the core everything leans one way"),
    "coachdesk/records/__init__.py": ("import coachdesk.queries", "Inside the core everything leans one way"),
    "resources/__init__.py": ("import coachdesk", "The window uses exports, exports use the core"),
    "ui/__init__.py": ("import coachdesk.records", "Window and exports see plain rows"),
}
IMPORT_EVERYTHING_BELOW = """
import importlib, pkgutil, sys
for name in ("coachdesk", "exports", "resources"):
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(package.__path__, name + "."):
        if module.name != "coachdesk.__main__" and not module.name.startswith("coachdesk.store.migrations"):
            importlib.import_module(module.name)
print(*sorted(module for module in sys.modules if module.startswith(("PySide6", "shiboken6", "ui."))))
"""


def broken_contracts(folder: Path) -> str:
    """What import-linter says about the tree in `folder`; empty if every contract holds."""
    done = subprocess.run(CONTRACTS, cwd=folder, capture_output=True, text=True, timeout=120)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture
def copied_tree(root: Path, tmp_path: Path) -> Path:
    """The code and the contracts, to plant things in."""
    for name in PACKAGES:
        shutil.copytree(root / name, tmp_path / name, ignore=lambda folder, names: _not_code(folder, names))
    shutil.copy(root / "pyproject.toml", tmp_path)
    return tmp_path


def _not_code(folder: str, names: list[str]) -> list[str]:
    return [
        name for name in names if not ((Path(folder, name).is_dir() and name != "__pycache__") or name.endswith(".py"))
    ]


def test_every_contract_holds(root: Path) -> None:
    assert broken_contracts(root) == ""


def test_planted_arrows_break_their_contracts(copied_tree: Path) -> None:
    for file, (line, _) in PLANTED.items():
        path = copied_tree / file
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    told = broken_contracts(copied_tree)
    unnoticed = [
        file
        for file, (_, contract) in PLANTED.items()
        if contract not in told or file[:-3].replace("/", ".").removesuffix(".__init__") not in told
    ]
    assert unnoticed == []


def test_a_planted_circle_is_noticed(copied_tree: Path) -> None:
    planted = copied_tree / "coachdesk" / "rules"
    (planted / "first_half.py").write_text('"""Half of a circle."""\nfrom coachdesk.rules import second_half\n')
    (planted / "second_half.py").write_text('"""Half of a circle."""\nfrom coachdesk.rules import first_half\n')
    assert "No circles below the window" in broken_contracts(copied_tree)


def circle(folder: Path) -> list[str]:
    """The modules of one import circle in the tree in `folder`, or none; imports for types only do not count."""
    ask = "import grimp, json; g = grimp.build_graph(*{names}, cache_dir=None, exclude_type_checking_imports=True); "
    ask += "print(json.dumps({{m: sorted(g.find_modules_directly_imported_by(m)) for m in g.modules}}))"
    command = [sys.executable, "-c", ask.format(names=PACKAGES)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=True)
    arrows = json.loads(done.stdout)
    arrows["coachdesk.__main__"] = []  # starting the window is the one edge back
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_module_imports_itself_round_a_corner(root: Path) -> None:
    assert circle(root) == []


def test_a_planted_circle_in_the_window_is_noticed(copied_tree: Path) -> None:
    (copied_tree / "ui" / "first_half.py").write_text("def lazily():\n    from ui import second_half\n")
    (copied_tree / "ui" / "second_half.py").write_text("from ui import first_half\n")
    assert "ui.first_half" in circle(copied_tree)


def test_core_and_exports_load_without_qt(root: Path) -> None:
    command = [sys.executable, "-c", IMPORT_EVERYTHING_BELOW]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", PACKAGES)
def test_no_other_distribution_brings_a_package_of_our_name(name: str) -> None:
    """The plain names are ours alone here: a second wheel with `resources` in it would silently replace ours."""
    owners = set(importlib.metadata.packages_distributions().get(name, []))
    assert owners <= {"coachdesk"}
