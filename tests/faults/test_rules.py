"""The list of broken rules and docs/rules.md stay true: what they name exists."""

from __future__ import annotations

import re

import pytest

from tests.faults.rules import ROOT, RULES, Broken

PAGE = (ROOT / "docs/rules.md").read_text("utf-8")
ROWS = {line.split("|")[1].strip(): line for line in PAGE.splitlines() if line.startswith("| R")}


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.rule)
def test_the_text_to_break_stands_there_once_and_its_test_is_there(one: Broken) -> None:
    assert (ROOT / one.module).read_text("utf-8").count(one.text) == 1
    file, _, name = one.test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text("utf-8")


@pytest.mark.parametrize(
    "rule", ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R9", "R10", "R16", "R18", "R19", "R20", "R22"]
)
def test_every_rule_of_the_loop_is_broken_once_and_told_where_it_lives(rule: str) -> None:
    (broken,) = [one for one in RULES if one.rule == rule]
    named = re.findall(r"`([^`]+)`", ROWS[rule])
    assert broken.module in named
    assert broken.test.partition("::")[0] in named
    assert any(one.startswith("ui/pages/") for one in named)
    for one in named:
        assert (ROOT / one).is_file(), one
    for test in [one for one in named if one.startswith("tests/")]:
        assert f"{rule.lower()}_" in (ROOT / test).read_text("utf-8")
