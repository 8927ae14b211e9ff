"""Back and forward through the places visited."""

from __future__ import annotations

from ui.context import Place
from ui.shell.wayback import LONGEST, Wayback


def test_going_somewhere_new_forgets_what_lay_ahead() -> None:
    way = Wayback()
    for page in ("today", "cycles", "staff"):
        way.visit(Place(page))
    assert way.back() == Place("cycles")
    way.visit(Place("signals"))
    assert not way.can_go_forward
    assert way.back() == Place("cycles")
    assert way.forward() == Place("signals")


def test_the_same_place_again_is_no_step() -> None:
    way = Wayback()
    way.visit(Place("staff", 7))
    way.visit(Place("staff", 7))
    assert not way.can_go_back
    way.visit(Place("staff", 8))
    assert way.back() == Place("staff", 7)
    assert way.back() is None


def test_a_long_day_is_remembered_only_so_far() -> None:
    way = Wayback()
    for number in range(3 * LONGEST):
        way.visit(Place("staff", number))
    steps = 0
    while way.back() is not None:
        steps += 1
    assert steps == LONGEST - 1
    assert way.here == Place("staff", 2 * LONGEST)
