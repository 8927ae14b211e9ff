"""The whole loop in the real window: `python -m coachdesk` on a display of its own, with true mouse and keys.

The program runs as a process by itself; xdotool's X events are all that ever reaches it, and nothing here calls into
it. What is on its screen is heard through Qt's accessibility interfaces (see watched.py), not read from pixels, and not
over D-Bus: that would need packages and a session bus that a computer for tests may not have, and would say the same.
So the test also proves that every control it touches has a name and a place a screen reader can tell. The cycle is
the first worked example, opened from its template: card, two shadow check-ins, scenario notes, live use. At the end the
desk is opened to read, and the two files a reviewer gets are looked into.

The days typed are told from today ("-3d"), and what must lie in the past happened yesterday: the hour does not matter.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from coachdesk.queries.cycle import CycleDetail, cycle_detail
from coachdesk.queries.evidence import EXPORTS
from coachdesk.queries.planned_steps import cycle_plan
from coachdesk.queries.staff import STAFF
from coachdesk.store import check
from coachdesk.store.desk import load_settings, open_desk
from tests.end_to_end.person import Person, at_the_program
from tests.helpers import office
from tests.helpers.screen import Screen

PASSPHRASE = "tide marsh lantern oak"
COACHEES = ("John Chen", "Ismael Sciarra")
CRITERION = "2  Escalates to the nurse line or supervisor within 4 hours of the first sign"


@pytest.mark.slow
@pytest.mark.timeout(600)  # a whole cycle by hand, three minutes on two quiet cores
def test_somebody_new_comes_from_the_first_start_to_a_closed_cycle_and_its_files(
    screen: Screen, tmp_path: Path, shared_data: Path
) -> None:
    desk = tmp_path / "Harbor.desk"
    (tmp_path / "nurse-line.txt").write_text("called within 40 min\n", "utf-8")
    with at_the_program(screen, tmp_path) as me:
        first_start(me, desk, shared_data / "hr_roster.xlsx")
        publish_a_standard(me)
        note_three_signals(me)
        diagnose(me)
        coach(me)
        validate_and_close(me, tmp_path / "nurse-line.txt")
        make_files(me, tmp_path / "tracker.xlsx", tmp_path / "pack.pdf")
        me.key("ctrl+q")
        assert me.process.wait(25) == 0
    cycle = records(desk)
    tell_a_reviewer(cycle, tmp_path / "tracker.xlsx", tmp_path / "pack.pdf")


def first_start(me: Person, desk: Path, roster: Path) -> None:
    """Agency, file, passphrase, name; the roster after a look at what it would do; starter standards; coordinator."""
    me.press("New desk", "Button")
    me.fill("Agency name", "Harbor Community Supports")
    me.choose("State", "Ohio")
    me.fill("Programs", "Supportive housing\nStreet outreach")
    me.press("Next", "Button")
    me.find("Passphrase", "EditableText")
    me.press("Next", "Button")
    me.see("Type something here.")  # neither a passphrase nor knowingly none
    me.fill("File", str(desk))
    me.fill("Passphrase", PASSPHRASE, secret=True)
    me.fill("Passphrase once more", PASSPHRASE, secret=True)
    me.press("Next", "Button")
    me.fill("Your name", "Renee Nguyễn")
    me.press("Create desk", "Button")
    me.press("Choose file", "Button")
    me.fill("File name:", str(roster))
    me.key("Return")
    me.see("107 rows", "100 Steven King", "hire date 6/17/2013")
    me.press("Import 107 people", "Button")
    me.see("107 people imported")
    me.press("Next", "Button")
    me.press("Add 8 drafts", "Button")
    me.pick("Coordinator", "Gruenberg, Nancy")
    me.press("Open the desk", "Button")
    me.see("First steps", "Done: Bring in your people", "All saved")


def publish_a_standard(me: Person) -> None:
    """Read a starter standard and put it in force."""
    me.press("Go to Standards", "Button")
    me.press("HD-01", "Cell")
    me.press("Open standard page", "Button")
    me.see("nobody works by it until it is published")
    me.press("Publish", "Button")
    me.see("Once published, version 1 never changes")
    me.key("ctrl+Return")
    me.see("version 1 in force since", "Version 1 · Published")


def note_three_signals(me: Person) -> None:
    """Quick entry from wherever one is, by its shortcut; what stays the same is kept from one to the next."""
    me.key("ctrl+shift+s")
    me.choose("Source", "Late escalation")
    for back, name in ((3, "Chen, John"), (5, "Sciarra, Ismael"), (9, "Chen, John")):
        me.fill("When it occurred", f"-{back}d")
        me.pick("Who", name)
        me.tick("Severity, required: Moderate")
        me.fill("What happened", f"“Not feeling well” noted {back} days ago, nurse called the next day.")
        if back == 3:
            me.tick("Say more now (all of it can wait)")
            me.pick("Practice standard", "HD-01")
        me.pick("Criterion", "Escalates to the nurse line")
        if back < 9:
            me.press("Save and note another", "Button")
            me.wait("an empty form", lambda: me.value("What happened") == "")
        else:
            me.press("Save signal", "Button")
    me.see("Signals, 3 new")


def diagnose(me: Person) -> None:
    """Three signals on one criterion in one team propose a cycle; its template settles all the gate asks but two."""
    me.press("Signals, 3 new")
    me.see("3 signals on one criterion in one team")
    me.press("Look at drift", "Button")
    me.press("Open a cycle…, HD-01 criterion 2 · Finance", "Button")
    me.see("Fills in the likely cause (knowledge)")
    assert me.value("Template") == "Escalate the first signs of deterioration"
    me.pick("Coach", "Gruenberg")
    me.press("Open cycle", "Button")
    me.see("C-2", "2 missing", "Planned steps", "0 of 7 done")
    me.press("Go to Coach", "Button")
    me.see("Still missing", "No validator is named.", "There is no baseline with its count.")
    me.press("Add what is missing", "Button")
    me.press("Fill in", "Button")
    me.pick("Validator", "Faviet")
    assert me.value("Threshold") == "9 of 10"
    me.fill("What makes you think so", "Unsure when to call")
    me.press("Save cycle", "Button")
    me.see("1 missing", "There is no baseline with its count.")
    record(me)  # the first planned step: the baseline
    me.fill("Met the criteria", "4")
    me.fill("Records judged", "10")
    me.press("Save measure", "Button")
    me.see("all met", "1 of 7 done", "done measure, before")
    me.press("Go to Coach", "Button")
    me.see("rule locked", "Before Validate")


def record(me: Person) -> None:
    """Begin the next planned step from the plan."""
    me.press("Record", "Button")


def coach(me: Person) -> None:
    """The plan leads from step to step; the gate to Validate wants feedback and a second source besides."""
    me.press("Go to Validate", "Button")
    me.see(
        *(f"{name} has no held session with feedback given." for name in COACHEES),
        "No feedback has been given yet.",
        "There is no direct observation yet.",
        "There is no second data source yet",
        "Planned and not done yet: First shadow check-in",
    )
    me.press("Add what is missing", "Button")
    me.press("Tick off", "Button")
    me.see("For")
    me.press("Tick off", "Button")
    me.see("2 of 7 done")
    shadow_check_in(me, "9am", "Direct observation")
    me.fill("What was seen", "Walked through the prompt card; P-114 was asked about intake.")
    me.press("Add step", "Button")
    me.fill("Step 1 What will be done", "Carry the prompt card")
    me.pick("Step 1 Owner", "Chen, John")
    me.press("Save session", "Button")
    me.see("1 held", "3 of 7 done")
    me.press("Feedback given", "Button")
    me.fill("Feedback given at", "-1d")
    me.fill("Feedback given at, time", "11:30am")
    me.press("Save feedback", "Button")
    me.see("slowest 2.2 h")
    me.press(me.name_with("Shadow check-in, John", "Button"))
    me.press("Acknowledgement", "Button")
    me.tick("The coachee, required: Disagrees")
    me.fill("In their own words", "The nurse line was busy.")
    me.press("Save acknowledgement", "Button")
    me.see("Disagrees")
    shadow_check_in(me, "1pm", "Direct observation", "Product or document review")
    me.fill("Feedback given at", "-1d")
    me.fill("Feedback given at, time", "1:45pm")
    me.press("Save session", "Button")
    me.see("2 held", "4 of 7 done")
    scenario_notes(me)
    me.see("all met", "5 of 7 done")
    me.press("Go to Validate", "Button")
    me.see("Before Close")


def shadow_check_in(me: Person, at: str, *sources: str) -> None:
    """The beginning of a session's record, from the plan: kind and coachees are filled in."""
    record(me)
    assert me.value("Kind") == "Shadow check-in"
    me.fill("Start", "-1d")
    me.fill("Start, time", at)
    for source in sources:
        me.tick(f"Feedback is based on, required: {source}")


def scenario_notes(me: Person) -> None:
    """Each coachee hands in a note on the standard's own case; both are reviewed within the day."""
    for name in COACHEES:
        record(me)
        me.choose("Coachee", name)
        me.fill("The coachee's answer", "Ate half, sleepier than usual: would call at once.")
        me.press("Hand in exercise", "Button")
        me.see(f"{name}'s scenario note of")
    for turn in range(len(COACHEES)):
        me.press("Review", "Button")
        me.tick("1  Writes what was seen, heard or said, with the time, in plain observable words: Met")
        me.tick(f"{CRITERION}, required: Met")
        me.fill("Feedback", "Sign, time and call are there.")
        me.press("Save review", "Button")
        me.see("5 of 7 done" if turn else "done X-0001")


def validate_and_close(me: Person, file: Path) -> None:
    """Closing is refused with everything that is missing; then it is seen live, measured, and closed."""
    me.press("Close cycle", "Button")
    me.see(
        *(f"{name}: Daniel Faviet has not confirmed the practice in live delivery" for name in COACHEES),
        "The practice has not been measured again after coaching.",
        "Planned and not done yet: The escalation pathway used correctly once in live delivery",
    )
    for name in COACHEES:
        me.tick(f"{name} Outcome, required: Achieved")
    me.asleep("Close without it")
    me.key("Escape")
    for hour, name in enumerate(COACHEES, start=3):
        me.press("Record observation", "Button")
        me.choose("Observed", name)
        me.fill("When", "-1d")
        me.fill("When, time", f"{hour}pm")
        me.tick("The participant agreed to being observed")
        me.tick(f"{CRITERION}, required: Met")
        me.press("Save observation", "Button")
        me.see(f"Observation, {name}", "looks like: The escalation pathway used correctly")
        me.press("Tick off", "Button")
        me.see_no_more("looks like: The escalation pathway")
    me.see("6 of 7 done")
    record(me)
    me.fill("Met the criteria", "10")
    me.fill("Records judged", "10")
    me.press("Save measure", "Button")
    me.see("Rule met: 10 of 10.", "2 missing", "7 of 7 done")
    me.press("Add", "Button")
    me.fill("File", str(file))
    me.fill("Title", "Nurse-line log")
    me.press("Add evidence", "Button")
    me.see("E-0001")
    me.press("Close cycle", "Button")
    me.press("Continue", "Button")  # the outcomes given before are kept as a draft
    me.fill("Closing words", "Seen live three times.")
    me.press("Sign off and close", "Button")
    me.see("Competence of John Chen in HD-01", "Record it as competence?")  # offered, never written by itself (R16)
    me.tick("Result, required: Competent")
    me.fill("Their qualification", "Supervisor for six years")
    me.press("Record competence", "Button")
    me.see("Competence of Ismael Sciarra in HD-01")
    me.press("Not now", "Button")
    me.see("Closed", "Achieved")
    me.see_no_more("Before Close")


def make_files(me: Person, tracker: Path, pack: Path) -> None:
    """Tracker and pack, the pack after a look at it inside the window."""
    me.press("Evidence", "CheckBox")
    me.press("Make tracker", "Button")
    me.choose("Period", "Everything so far")
    me.press("Save tracker", "Button")
    save_as(me, tracker)
    me.press("Make evidence pack", "Button")
    me.choose("Period", "Everything so far")
    me.press("Look at it first", "Button")
    me.see("Nothing is saved yet.", "Page")
    me.press("Save pack", "Button")
    save_as(me, pack)
    me.see(tracker.name, pack.name)


def save_as(me: Person, file: Path) -> None:
    """Answer the file dialog."""
    me.fill("File name:", str(file))
    me.key("Return")
    me.see(file.name)
    me.wait(f"{file.name} on the disk", file.exists)


def records(path: Path) -> CycleDetail:
    """The cycle as the desk holds it, after checking the whole desk."""
    with open_desk(path, PASSPHRASE, mode="read") as desk, desk.read() as conn:
        assert check.check(desk).sound
        assert STAFF.count(conn) == 107
        assert EXPORTS.count(conn) == 2
        cycle, plan = cycle_detail(conn, 1, desk.clock().date(), load_settings(conn)), cycle_plan(conn, 1)
    assert cycle is not None
    assert cycle.status == "closed"
    assert cycle.signed_off_by == "Renee Nguyễn"
    assert (cycle.coach, cycle.validator) == ("Nancy Gruenberg", "Daniel Faviet")
    assert [one.name for one in cycle.coachees] == list(COACHEES)
    assert {one.outcome for one in cycle.coachees} == {"achieved"}
    assert [one.number for one in cycle.signals] == ["S-0003", "S-0002", "S-0001"]
    assert [(one.stage, one.met, one.total) for one in cycle.measures] == [("baseline", 4, 10), ("post", 10, 10)]
    assert [len(one) for one in (cycle.sessions, cycle.observations, cycle.evidence)] == [2, 2, 1]
    assert [one.staff for one in cycle.scenarios] == list(COACHEES)
    assert cycle.overrides == ()
    assert {one.status for one in plan.steps} == {"done"}
    assert {one.done_by for one in plan.steps if one.kind == "scenario"} == {"X-0001", "X-0002"}
    return cycle


def tell_a_reviewer(cycle: CycleDetail, tracker: Path, pack: Path) -> None:
    """Both files hold what was done."""
    book = openpyxl.load_workbook(tracker)
    assert book["Cycles"]["A4"].value == cycle.number
    assert sum(bool(row[0].value) for row in book["Staff"].iter_rows(min_row=4)) == 107
    assert "No syntax or stream encoding errors" in office.run("qpdf", "--check", str(pack))
    text = " ".join(office.run("pdftotext", "-layout", str(pack), "-").split())
    for step in (cycle.number, "Renee Nguyễn", "Rule met: 10 of 10.", "“The nurse line was busy.”", "Nurse-line log"):
        assert step in text
