"""The project's own lints find nothing in the tree, and each finds the fault it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import lints
from tests.helpers.lints import Source

FAULTS = {
    "short_enough": '"""Says what it is for."""\n' + "x = 1\n" * 400,
    "says_what_it_is_for": "import os\n",
    "roles_are_lists": "model.dataChanged.emit(first, last, {role})\n",
    "resources_by_module": "files('resources')\n",
    "finished": "# TO" + "DO: later\n",
    "no_machine": "open('/ro" + "ot/some.desk')\n",
}
UNTRANSLATABLE = [
    'translate("Cycles", f"{count} late")',
    'translate("Cycles", "{count} late".format(count=3))',
    'translate("Cycles", "%d late" % 3)',
    'translate("Cycles", "late " + name)',
    'translate(context, "late")',
    'translate("Cycles", "late", count)',
    'translate("Cycles", text="late")',
    'QT_TRANSLATE_NOOP("Cycles", word)',
    'self.tr("late")',
    'QCoreApplication.translate("Cycles", "late")',
]
TRANSLATABLE = [
    'translate("Cycles", "{count} late").format(count=3)',
    'translate("Cycles", "one " "text")',
    'translate("Columns", column.title)',
    'translate("Dates", MONTHS[month - 1])',
    "painter.translate(x + 1, y)",
    '"word".translate(str.maketrans("a", "b"))',
]
SILENT = [
    "x = 1  # noq" + "a",
    "x = 1  # noq" + "a: E501",
    "x = y  # type: igno" + "re",
    "x = y  # type: igno" + "re[arg-type]",
]
REASONED = [
    "x = 1  # noq" + "a: E501 - a table reads better whole",
    "x = y  # type: igno" + "re[misc]  # it has no types",
]


def test_the_project_has_no_complaints(root: Path) -> None:
    assert lints.complaints(root) == []


@pytest.mark.parametrize("name", FAULTS)
def test_a_lint_finds_its_fault(name: str) -> None:
    assert list(getattr(lints, name)(Source("ui/planted.py", FAULTS[name])))


@pytest.mark.parametrize("line", UNTRANSLATABLE)
def test_texts_that_cannot_be_translated_are_found(line: str) -> None:
    assert list(lints.translatable(Source("ui/planted.py", line)))


@pytest.mark.parametrize("line", TRANSLATABLE)
def test_texts_that_can_be_translated_are_left_alone(line: str) -> None:
    assert not list(lints.translatable(Source("ui/planted.py", line)))


@pytest.mark.parametrize(("lines", "found"), [(SILENT, 4), (REASONED, 0)])
def test_a_check_is_switched_off_with_a_reason_only(lines: list[str], found: int) -> None:
    assert len(list(lints.silenced_with_reason(Source("ui/planted.py", "\n".join(lines))))) == found


def test_a_long_file_may_say_why() -> None:
    text = FAULTS["short_enough"].replace("for.", "for.\n\nLong because it is one table.\n")
    assert not list(lints.short_enough(Source("ui/planted.py", text)))


def test_no_file_names_the_folder_it_lies_in(root: Path) -> None:
    named = [source.path for source in lints.sources(root, ".py", *lints.OTHER_TEXTS) if f"{root}/" in source.text]
    assert named == []
