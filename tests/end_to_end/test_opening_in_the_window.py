"""A new supervisor goes from "I noticed something" to an opened cycle: at most 15 inputs, under two minutes.

The program runs as a process of its own; a person's inputs are counted as they are made: one for a shortcut, a
button, a field filled, a choice. How long they take a person is worked out, not measured on a test computer: by the
keystroke-level model of Card, Moran and Newell (1980) for pointing (1.1 s), a click (0.2 s), typing (0.28 s a key, an
average typist) and moving a hand to the keyboard and back (0.8 s); and somebody new looks and decides for four seconds
before every input, three times the model's 1.35 s.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.planned_steps import cycle_plan
from coachdesk.services import library, places, staff, standards
from coachdesk.store.desk import AgencyData, ProfileData, create_desk, load_settings, open_desk
from tests.end_to_end.person import Person, at_the_program
from tests.helpers.desks import RENEE
from tests.helpers.screen import Screen

MOST_INPUTS, MOST_SECONDS = 15, 120.0
LOOK, POINT, CLICK, KEY, HANDS = 4.0, 1.1, 0.2, 0.28, 0.8


class Counted:
    """A person's hands, counted. inputs: what was done, one line each; seconds: how long it takes somebody new."""

    def __init__(self, me: Person) -> None:
        self.me = me
        self.inputs: list[str] = []
        self.seconds = 0.0

    def shortcut(self, keys: str) -> None:
        """Press a key combination."""
        self._count(keys, KEY * (keys.count("+") + 1))
        self.me.key(keys)

    def press(self, name: str) -> None:
        """Press a button."""
        self._count(f"press {name}", POINT + CLICK)
        self.me.press(name, "Button")

    def go_to(self, name: str) -> None:
        """Press what leads to a page or a view."""
        self._count(f"go to {name}", POINT + CLICK)
        self.me.press(name)

    def choose(self, name: str, text: str) -> None:
        """Open a list and take an entry: two points, two clicks, one input."""
        self._count(f"{name}: {text}", 2 * (POINT + CLICK))
        self.me.choose(name, text)

    def tick(self, name: str) -> None:
        """Tick a box or one of several."""
        self._count(f"tick {name}", POINT + CLICK)
        self.me.tick(name)

    def pick(self, name: str, text: str) -> None:
        """Type a part of a name and take what is offered."""
        self._count(f"{name}: {text}", 2 * (POINT + CLICK) + HANDS + KEY * len(text))
        self.me.pick(name, text)

    def fill(self, name: str, text: str) -> None:
        """Type into a field."""
        self._count(f"{name}: {text}", POINT + CLICK + HANDS + KEY * len(text))
        self.me.fill(name, text)

    def _count(self, what: str, seconds: float) -> None:
        self.inputs.append(what)
        self.seconds += LOOK + seconds

    def check(self) -> None:
        """The bounds."""
        told = "\n".join(f"{place}. {one}" for place, one in enumerate(self.inputs, 1))
        assert len(self.inputs) <= MOST_INPUTS, told
        assert self.seconds < MOST_SECONDS, f"{self.seconds:.0f} s:\n{told}"


def agency(path: Path) -> None:
    """A desk as it is after the first start: a roster and two published standards; nobody linked anything."""
    with create_desk(path, None, AgencyData("Harbor", "OH"), ProfileData("Renee Okafor", "RO")) as desk:
        team = places.add_place(desk, RENEE, "team", "North team").result
        renee = None
        for place, (first, last) in enumerate(
            (("Renee", "Okafor"), ("Luis", "Marín"), ("Dana", "Whitfield"), ("Thanh", "Nguyễn"))
        ):
            values = {"number": str(100 + place), "first_name": first, "last_name": last, "is_coach": place == 0}
            post = {"team_id": team, "supervisor_id": renee}
            made = staff.add_staff(desk, RENEE, values | {"hired_on": date(2020, 1, 6)}, post).result
            renee = renee or made
        for draft in library.import_starters(desk, RENEE, ["HD-01", "SH-01"]).result:
            standards.publish(desk, RENEE, draft)


def opened(path: Path) -> CycleDetail:
    """The cycle as the desk holds it."""
    with open_desk(path, mode="read") as desk, desk.read() as conn:
        found = cycle_detail(conn, 1, desk.clock().date(), load_settings(conn))
        plan = cycle_plan(conn, 1)
    assert found is not None
    assert [one.staff for one in plan.steps if "prompt card" in one.text] == ["Dana Whitfield"]
    assert len(plan.steps) == 7
    return found


@pytest.mark.slow
def test_from_i_noticed_something_to_an_opened_cycle(screen: Screen, tmp_path: Path) -> None:
    """R1: five fields note it; R4: the template, the coach, the team and the follow-up are filled in."""
    path = tmp_path / "Harbor.desk"
    agency(path)
    with at_the_program(screen, tmp_path, str(path)) as me:
        me.see("First steps")
        hands = Counted(me)
        hands.shortcut("ctrl+shift+s")
        hands.choose("Source", "Late escalation")
        hands.pick("Who", "Whitf")
        hands.tick("Severity, required: Moderate")
        hands.fill("What happened", "Left lunch and supper, nobody was called until the next day.")
        hands.tick("Open a coaching cycle from it next")
        hands.press("Save signal")
        me.see("New coaching cycle", "S-0001")
        assert me.value("Coach") == "Okafor, Renee"
        hands.pick("Template", "Escalate")
        hands.pick("Validator", "Marín")
        hands.press("Open cycle")
        me.see("C-2", "1 missing", "There is no baseline with its count.", "Planned steps")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0
    hands.check()
    assert len(hands.inputs) == 10
    cycle = opened(path)
    assert (cycle.coach, cycle.validator, cycle.team) == ("Renee Okafor", "Luis Marín", "North team")
    assert [one.name for one in cycle.coachees] == ["Dana Whitfield"]
    assert [one.number for one in cycle.signals] == ["S-0001"]
    assert cycle.cause == "knowledge"
    assert cycle.follow_up_on is not None
    assert [one.code for one in cycle.criteria] == ["1", "2"]


@pytest.mark.slow
def test_from_nothing_a_template_opens_a_cycle_with_even_less(screen: Screen, tmp_path: Path) -> None:
    """The same from the list of templates, for a practice that is coached without a signal."""
    path = tmp_path / "Harbor.desk"
    agency(path)
    with at_the_program(screen, tmp_path, str(path)) as me:
        me.see("First steps")
        hands = Counted(me)
        hands.go_to("Cycles")
        hands.go_to("Templates")
        me.see("HD-C1", "Escalate the first signs")
        hands.press("Open a cycle from it")
        hands.pick("Coachees", "Whitf")
        hands.pick("Validator", "Marín")
        hands.press("Open cycle")
        me.see("C-2", "1 missing")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0
    hands.check()
    assert opened(path).team == ""
