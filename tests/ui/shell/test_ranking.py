"""What the palette finds, and in which order."""

from __future__ import annotations

from ui.shell.found import Found, best
from ui.shell.ranking import score

PAGES = [Found("Pages", name) for name in ("Today", "Cycles", "Signals", "Standards", "Staff", "Settings")]
DOINGS = [Found("Actions", name) for name in ("New cycle", "New staff member", "Log a signal", "Import staff roster")]


def titles(typed: str, records: list[Found] | None = None) -> list[str]:
    return [found.title for found in best(typed, PAGES + DOINGS, records or [])]


def test_the_nearer_answer_comes_first() -> None:
    assert titles("staff")[0] == "Staff"
    assert titles("sta")[:2] == ["Staff", "Standards"]
    assert titles("new st") == ["New staff member"]
    assert titles("signal")[0] == "Signals"


def test_accents_case_and_word_order_do_not_matter() -> None:
    assert score("nguyen", "Thanh Nguyễn")
    assert score("lukasz", "Łukasz Wójcik")
    assert score("WHITFIELD dana", "Dana Whitfield")
    assert not score("dana kim", "Dana Whitfield")


def test_initials_and_letters_in_order_are_enough() -> None:
    assert titles("nsm") == ["New staff member"]
    assert "New cycle" in titles("nwcy")


def test_groups_stay_together_led_by_the_best_answer() -> None:
    records = [Found("Staff", "Cy Young"), Found("Cycles", "C-2026-0041 Cyclic review")]
    groups = [found.group for found in best("cycles", PAGES + DOINGS, records)]
    assert groups == sorted(groups, key=groups.index)
    assert groups[0] == "Pages"


def test_what_the_desk_found_by_other_texts_is_listed_too() -> None:
    assert titles("welfare", [Found("Cycles", "C-2026-0043")]) == ["C-2026-0043"]


def test_nothing_answers_to_nonsense() -> None:
    assert titles("qqqq") == []
