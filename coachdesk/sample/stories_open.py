"""The cycles that are open in the sample: one in each phase, one paused, one that was handed up."""

from __future__ import annotations

from coachdesk.sample.events import (
    Booked,
    Filed,
    HandedIn,
    Meeting,
    Noted,
    NotHeld,
    PutOff,
    Reviewed,
    SecondView,
    StepDone,
    ToDo,
    Watched,
)
from coachdesk.sample.story import Sign, Story
from coachdesk.sample.turns import AmendsRule, Diagnosed, Escalates, GoesOn, HandsOut, Pauses, Ticks

MEDICATION = Story(
    code="MB-01",
    title="Two pill organizers, one list",
    team="Elm House",
    coach="Soo-jin Kim",
    validator="Renee Okafor",
    coachees=("Jamal Edwards", "Ruth Goldberg"),
    start=6,
    targets=("2", "3"),
    signs=(
        Sign(30, "documentation_audit", "2", "moderate", "Entry says the tablet was taken; the list was from August.",
             0, "P-109"),
        Sign(24, "near_miss", "2", "moderate", "Wrong day opened in the organizer; noticed before it was taken.",
             1, "P-112"),
        Sign(14, "partner_feedback", "3", "moderate", "Pharmacy asked why a refused dose was reported two days later.",
             0, "P-109", "other"),
        Sign(3, "documentation_audit", "2", "minor", "“Meds ok” for three evenings in a row.", 1, "P-115"),
    ),
    events=(
        Diagnosed(
            day=1, hour=15, baseline=(4, 10), cause="system",
            cause_note="Two lists are in use, one from the pharmacy and one from the clinic; they differ.",
            confidence=((2, 3), (3, 3)),
        ),
        GoesOn(day=2, hour=9, minute=20),
        ToDo(day=2, hour=10, phase="coach", kind="session", session_kind="shadowing", after=3, who=0,
             text="Go along on the evening round once the new list is there",
             guidance="Name, time and label aloud with the tenant; the coach only watches."),
        ToDo(day=2, hour=10, minute=5, phase="coach", kind="practice", after=4,
             text="Read the label aloud before each reminder, for a week"),
        ToDo(day=2, hour=10, minute=10, phase="validate", kind="measure", after=9,
             text="Measure again: ten medication support entries"),
        Meeting(
            day=3, hour=16, kind="case_review", minutes=40,
            seen="Laid the two lists beside the organizers of three tenants; two of three did not match.",
            strengths="Both stop and ask when a label looks wrong.",
            step="Call the nurse line whenever list and label differ, and write down the answer",
        ),
        Watched(day=3, hour=18, who=0, by="coach", result="partly",
                note="Read name and time aloud; the label was checked against the older list."),
        Meeting(
            day=4, hour=16, minute=30, kind="shadow_check_in", minutes=45,
            seen="Evening round with four tenants: the call was made for one of them, the answer took until morning.",
        ),
        StepDone(day=5, hour=9),
        Noted(day=5, hour=10, by="Anna Petrov",
              text="Ask the clinic who signs the list when the two doctors disagree. Not a question for the house."),
        Escalates(
            day=5, hour=12, to="Anna Petrov, with the pharmacy and the clinic",
            reason="As long as two lists are in use, nobody can check a label against the current one. "
            "The house cannot settle this by coaching.",
        ),
    ),
)  # fmt: skip

HANDOVER = Story(
    code="SH-01",
    title="Early visits handed over by name",
    team="West team",
    coach="Luis Marín",
    validator="Marcus Reed",
    coachees=("Priya Raman", "Ebony Washington", "Stefan Müller"),
    start=9,
    targets=("1", "3"),
    follows=True,
    signs=(
        Sign(12, "missed_visit", "1", "moderate", "7 am visit missed: the sheet named the visit and nobody for it.",
             0, "P-131"),
        Sign(9, "documentation_audit", "1", "minor", "Sheet of Monday evening: risks and tasks, no one to confirm.",
             1, "P-127"),
        Sign(6, "complaint", "3", "moderate", "Daughter learned from a neighbor that the morning visit did not come.",
             2, "P-131"),
        Sign(2, "documentation_audit", "1", "minor", "Early visit confirmed by initials that nobody could place.",
             0, "P-138"),
    ),
    events=(
        Diagnosed(
            day=1, hour=15, baseline=(4, 10), cause="system",
            cause_note="The sheet has no line for who takes the visit; evening and morning staff never meet.",
            confidence=((2, 4), (2, 2), (3, 3)),
        ),
        GoesOn(day=2, hour=9, minute=14),
        HandsOut(day=2, hour=9, minute=40),
        Meeting(day=2, hour=15, kind="handover_review", minutes=10,
                seen="Four high-risk visits tomorrow; the 7 am one had no backup until the end of the review.",
                strengths="Knows every route of the team and who can cover at short notice.",
                step="Write a name beside every visit before 8 am, and have it read back", step_days=5),
        Meeting(day=3, hour=15, kind="handover_review", minutes=10,
                seen="Three high-risk visits, all covered; one backup had not been asked yet."),
        Meeting(day=3, hour=15, minute=20, kind="case_review",
                seen="Read the missed 7 am visit from both sides: each shift thought the other one had it."),
        Meeting(day=4, hour=15, kind="handover_review", minutes=10,
                seen="All names filled in before the review began; the route change of Thursday was told."),
        Noted(day=4, hour=17, shared=True,
              text="Dispatch offers to call the early workers at 6 pm until the sheet is changed."),
        Meeting(day=5, hour=9, minute=30, kind="case_review",
                seen="Second case, the visit told by a neighbor: the call to the family was left to the office."),
        Meeting(day=5, hour=15, kind="handover_review", minutes=10, who=(0, 1),
                seen="Two early visits changed hands; both workers read the risks back."),
        Meeting(day=6, hour=10, kind="role_play",
                seen="Played a visit at risk twice: supervisor first, then the participant by script; roles changed.",
                strengths="Stays friendly on the phone while the clock runs."),
        Meeting(day=6, hour=15, kind="handover_review", minutes=10,
                seen="Nothing open at the end; the review took six minutes.",
                answers={2: ("none", "")}),
        StepDone(day=7, hour=10, verified_by="validator"),
        AmendsRule(day=7, hour=11, values={"rule_smallest_count": 8},
                   reason="Only nine handovers fall in the measuring week, because the office is closed on one day."),
        GoesOn(day=7, hour=14),
        Watched(day=8, hour=7, minute=10, who=0,
                note="Handed over in writing with times and risks; the next worker repeated it back."),
        Watched(day=8, hour=17, minute=40, who=1,
                note="Found tomorrow's open visit at the daily review and named the backup."),
        SecondView(day=8, hour=18, by="Luis Marín"),
        Filed(day=8, hour=18, minute=20, title="Handover sheets of the week", file_name="handover-sheets.txt",
              text="Nine sheets, Monday to Friday: visit, risks, tasks, taken by, read back.\nCodes only.\n"),
        Ticks(day=8, hour=18, minute=40),
    ),
)  # fmt: skip

NOTES_PAUSED = Story(
    code="DS-01",
    title="Notes of the day program",
    team="West team",
    coach="Marcus Reed",
    validator="Luis Marín",
    coachees=("Carlos Peña",),
    start=8,
    targets=("1", "3"),
    signs=(
        Sign(26, "documentation_audit", "3", "minor", "Note says “provided support”; no response of the participant.",
             0, "P-149"),
        Sign(6, "documentation_audit", "1", "minor", "Three notes written two days after the visit.", 0, "P-125"),
    ),
    events=(
        Pauses(day=2, hour=11,
               reason="The documentation policy is under review; the criteria may change at the end of the month."),
    ),
)  # fmt: skip

DETERIORATION = Story(
    code="HD-01",
    title="Written with the time, called within four hours",
    team="North team",
    coach="Renee Okafor",
    validator="Luis Marín",
    coachees=("Dana Whitfield", "Thanh Nguyễn", "Kayla Brooks"),
    start=6,
    hour=11,
    targets=("1", "2"),
    from_audit=True,
    signs=(
        Sign(3, "incident", "2", "major",
             "Sent to the emergency room dehydrated; signs were in the notes for three days.", 0, "P-101"),
    ),
    events=(
        Diagnosed(
            day=0, hour=15, baseline=None, cause="knowledge",
            cause_note="All three see the signs; none of them was sure from when on to call.",
            confidence=((2, 4), (2, 2), (3, 3)),
        ),
        GoesOn(day=2, hour=9, minute=14),
        HandsOut(day=2, hour=9, minute=40),
        Meeting(
            day=2, hour=13, kind="shadow_check_in",
            seen="Went through the prompt card before the shift; two participants were flagged for intake and "
            "mobility.",
            strengths="Speaks calmly with the participant and explains why the call is made.",
            step="Carry the prompt card and call at the first “something is not right”", step_days=7,
        ),
        Booked(day=2, hour=16, kind="shadow_check_in", after=1, who=(2,)),
        NotHeld(day=3, hour=15, status="missed", reason="Called to cover an open shift; moved to the next day."),
        HandedIn(
            day=3, hour=8, who=0,
            answer="2:05 pm: both meals left, holds the wall, says he is tired. 2:15 pm: nurse line called; stayed.",
        ),
        Reviewed(
            day=3, hour=16,
            feedback="Right call, right order. Write the times beside the signs, so that the nurse sees how fast it "
            "changed.",
        ),
        Meeting(
            day=4, hour=10, minute=30, kind="shadow_check_in", minutes=45,
            seen="Noticed reduced intake, asked since when, called the nurse line within 40 minutes.",
            answers={
                1: ("disagrees", "I did ask about falls, in the hallway before the door closed."),
                2: ("none", ""),
            },
        ),
        Noted(day=4, hour=16,
              text="Goes quiet when several people listen. Try the walk to the van for feedback, and begin with what "
              "went well."),
        Noted(day=4, hour=16, minute=5, shared=True,
              text="Dispatch needs to know by noon who is shadowed on Thursday."),
        PutOff(day=5, hour=11, who=2, kind="scenario", after=1),
        PutOff(day=5, hour=11, minute=5, who=1, kind="scenario", after=0),
        Booked(day=5, hour=11, minute=30, kind="shadow_check_in", after=2, from_today=True, who=(0,), minutes=45),
        Ticks(day=5, hour=17),
        HandedIn(
            day=5, who=1, hours_ago=16,
            answer="I wrote that he ate nothing and looked weak, and I would tell the evening shift to keep an eye on "
            "him.",
        ),
    ),
)  # fmt: skip

RIGHTS = Story(
    code="RP-01",
    title="Choices before house rules",
    team="Elm House",
    coach="Soo-jin Kim",
    validator="Renee Okafor",
    coachees=("Darnell Price", "Linh Trần"),
    start=1,
    targets=("2", "3"),
    signs=(
        Sign(40, "observation", "2", "minor", "A curfew was announced for the whole house after one noisy evening.",
             None, "P-180"),
        Sign(16, "complaint", "3", "moderate", "Tenant says they were told they could lose the room over visitors.",
             1, "P-151"),
        Sign(7, "partner_feedback", "2", "minor", "Housing staff heard “the rule is” without any reason given.",
             0, "P-111", "housing_staff"),
    ),
    events=(),
)  # fmt: skip

OPEN = (HANDOVER, NOTES_PAUSED, MEDICATION, DETERIORATION, RIGHTS)
"""In the order they were opened."""
