"""The real window on a bad day: interrupted while typing, killed, wrong passphrase, somebody else in the desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coachdesk.queries.signals import SIGNALS
from coachdesk.services import drafts
from coachdesk.store import check
from coachdesk.store.desk import AgencyData, ProfileData, create_desk, open_desk
from tests.end_to_end.person import Person, at_the_program
from tests.helpers.screen import Screen

PASSPHRASE = "tide marsh lantern oak"
STORY = "“Not feeling well” noted at noon, Thanh Nguyễn called the next day."


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A sealed desk of one person's own, closed."""
    path = tmp_path / "Harbor.desk"
    create_desk(path, PASSPHRASE, AgencyData("Harbor", "OH"), ProfileData("Renee Okafor", "RO")).close()
    return path


def enter(me: Person) -> None:
    """Answer the passphrase dialog."""
    me.fill("Passphrase", PASSPHRASE, secret=True)
    me.key("Return")
    me.see("First steps", "Backup proven")


def kept_severity(path: Path) -> object:
    """What the draft of a signal says on the disk; read while the program has the desk."""
    with open_desk(path, PASSPHRASE, mode="read") as desk:
        kept = drafts.load(desk, 1, "signal.new")
    return json.loads(kept.payload).get("severity") if kept is not None else None


@pytest.mark.slow
def test_what_was_typed_survives_closing_the_window_and_killing_the_program(
    screen: Screen, tmp_path: Path, desk: Path
) -> None:
    with at_the_program(screen, tmp_path, "open", str(desk)) as me:
        me.fill("Passphrase", "not this one at all", secret=True)
        me.key("Return")
        me.see("The passphrase does not open Harbor.desk.")
        enter(me)
        me.key("ctrl+shift+s")
        me.choose("Source", "Complaint")
        me.fill("What happened", STORY)
        me.key("Escape")
        me.see_no_more("What happened")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0

    with at_the_program(screen, tmp_path, "open", str(desk)) as me:
        enter(me)
        me.key("ctrl+shift+s")
        me.press("Continue", "Button")
        assert (me.value("What happened"), me.value("Source")) == (STORY, "Complaint")
        me.tick("Severity, required: Minor")
        me.see("Keep draft and close")
        me.wait("the draft on the disk", lambda: kept_severity(desk) == "minor")
        me.process.kill()
        me.process.wait()

    with at_the_program(screen, tmp_path) as me:
        me.press(me.name_with("Harbor", "ListItem"))
        enter(me)
        me.key("ctrl+shift+s")
        me.press("Continue", "Button")
        me.find("Severity, required: Minor", "RadioButton")
        me.press("Save signal", "Button")
        me.see("First steps", "Signals, 1 new")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0

    with open_desk(desk, PASSPHRASE, mode="read") as kept, kept.read() as conn:
        assert check.check(kept).sound
        ((_, row),) = SIGNALS.all(conn)
        assert row[SIGNALS.index("what_happened")] == STORY


@pytest.mark.slow
def test_a_second_window_on_a_desk_may_look_but_not_change(screen: Screen, tmp_path: Path, desk: Path) -> None:
    with open_desk(desk, PASSPHRASE), at_the_program(screen, tmp_path, "open", str(desk)) as me:
        me.fill("Passphrase", PASSPHRASE, secret=True)
        me.key("Return")
        me.see("Harbor.desk is open for writing elsewhere", "Nothing was changed.")
        me.press("Open to read only", "Button")
        me.see("but not change anything", "Read only")
        me.press("Signals", "CheckBox")
        me.see("No signals yet")
        assert not me.there("Note a signal", "Button")
        me.key("ctrl+shift+s")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0
