"""Names, notes and places of the sample agency. Invented people; participants are reference codes only."""

from __future__ import annotations

AGENCY = "Harbor Community Supports"
STATE = "OH"

COORDINATOR = ("Anna", "Petrov", "")
COORDINATOR_NAME = "Anna Petrov"
COACHES = (("Renee", "Okafor", ""), ("Luis", "Marín", ""), ("Soo-jin", "Kim", ""), ("Marcus", "Reed", ""))
COACHED_TEAMS = ("North team", "West team", "Elm House", "West team")
"""Where each coach works."""

TEAMS = (("North team", "Home supports"), ("West team", "Home supports"), ("Elm House", "Supportive housing"))
SITES = ("Birch Street office", "West office", "Elm House")

Name = tuple[str, str, str]
TEAMS_OF: dict[str, tuple[Name, ...]] = {
    "North team": (
        ("Dana", "Whitfield", ""),
        ("Thanh", "Nguyễn", ""),
        ("Kayla", "Brooks", ""),
        ("Łukasz", "Zieliński", "Luke"),
        ("Wei", "Li 李", ""),
        ("Jorge", "Ortiz", ""),
        ("Patricia", "Hale", "Trish"),
        ("Amara", "Diallo", ""),
        ("Michelle", "Kowalski", ""),
        ("Fatima", "Haddad", ""),
        ("Brian", "O'Connell", ""),
    ),
    "West team": (
        ("Deshawn", "Carter", ""),
        ("Rosa", "Gutiérrez", ""),
        ("Tyler", "Jensen", ""),
        ("Priya", "Raman", ""),
        ("Ebony", "Washington", ""),
        ("Stefan", "Müller", ""),
        ("Carlos", "Peña", ""),
        ("Megan", "Doyle", ""),
        ("Isaac", "Feldman", ""),
        ("Aisha", "Mohamed", ""),
    ),
    "Elm House": (
        ("Grace", "Adeyemi", ""),
        ("Hannah", "Schwartz", ""),
        ("Darnell", "Price", ""),
        ("Linh", "Trần", ""),
        ("Yolanda", "Simmons", "Yoli"),
        ("Jamal", "Edwards", ""),
        ("Olena", "Kovalenko", ""),
        ("Trevor", "Banks", ""),
        ("Nadia", "Rahimi", ""),
        ("Ruth", "Goldberg", ""),
        ("Andre", "Baptiste", ""),
    ),
}
"""Who was there from the beginning."""
NEWCOMERS = (("Noah Bergström", "West team", 98), ("Sofia Romano", "Elm House", 75), ("Kevin Tran", "North team", 34))
"""Who came later, where to, and how many working days ago."""
STAFF: tuple[Name, ...] = (
    *(one for team in TEAMS_OF.values() for one in team),
    *((name.split(" ")[0], name.split(" ")[1], "") for name, _, _ in NEWCOMERS),
)
"""35 people; with the coordinator and the coaches the agency has 40."""
LEADS = ("Jorge Ortiz", "Megan Doyle")
LEFT = (("Trevor Banks", 28),)
ON_LEAVE = (("Nadia Rahimi", 106),)
MOVED = ("Isaac Feldman", "North team", 62)
"""Who left, is on leave, or works in another team now, since so many working days ago."""

ROLES = ("Direct support professional", "Lead direct support professional", "Housing support worker", "Supervisor")

TITLES = {
    "HD-01": "Recognizing and escalating health deterioration",
    "SH-01": "Shift handover and missed-visit prevention",
    "RP-01": "Rights-respecting practice in supportive housing",
    "DS-01": "Documentation that supports the service",
    "WC-01": "Adequate welfare check",
    "MB-01": "Medication support boundaries",
    "IR-01": "Incident and near-miss reporting",
}

SIGNALS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    # standard: (source, criterion, severity, what happened)
    "HD-01": (
        ("documentation_audit", "1", "minor", "Note says “not feeling well”; no sign and no time written down."),
        ("late_escalation", "2", "moderate", "Ate almost nothing on two days; nurse line called on the third."),
        ("partner_feedback", "2", "moderate", "Care coordinator asked why the cough of last week was not called in."),
        ("near_miss", "3", "moderate", "Unsteady at arrival, not asked about falls; found out at the next visit."),
        ("incident", "2", "major", "Sent to the emergency room dehydrated; signs were in the notes for three days."),
        ("documentation_audit", "1", "minor", "Entry without a time; cannot tell how long it went on."),
    ),
    "SH-01": (
        ("missed_visit", "1", "moderate", "Morning visit missed: the change was in a text message only."),
        ("missed_visit", "2", "moderate", "Nobody covered after a sick call; no backup was named the day before."),
        ("complaint", "4", "moderate", "Family says nobody called about the missed visit; no attempt in the notes."),
        ("documentation_audit", "1", "minor", "Handover note without the next visit time."),
        ("partner_feedback", "3", "minor", "Housing staff learned at noon that the 9 o'clock visit would not come."),
    ),
    "RP-01": (
        ("complaint", "3", "moderate", "Tenant says they were told they could lose the room over visitors."),
        ("observation", "2", "minor", "A curfew was announced for the whole house after one noisy evening."),
        ("partner_feedback", "1", "minor", "Housing staff heard “the rule is” without any reason given."),
    ),
    "DS-01": (
        ("documentation_audit", "1", "minor", "Three notes written two days after the visit."),
        ("documentation_audit", "3", "minor", "Note says “provided support”; no response of the participant."),
    ),
    "WC-01": (
        ("documentation_audit", "2", "minor", "“Welfare check done”; food and medication not mentioned."),
        ("complaint", "1", "moderate", "Sister says nobody came in; the check was a text message."),
        ("late_escalation", "3", "moderate", "No answer at the door; supervisor told after three hours."),
    ),
    "MB-01": (
        ("near_miss", "2", "moderate", "Wrong day opened in the organizer; noticed before anything was taken."),
        ("documentation_audit", "4", "minor", "“Meds ok” for three evenings in a row."),
        ("partner_feedback", "3", "moderate", "Pharmacy asked why a refused dose was reported two days later."),
    ),
    "IR-01": (
        ("incident", "2", "moderate", "Fall without injury; written report after four days."),
        ("near_miss", "1", "minor", "Loose railing told at the team meeting a week later."),
    ),
}

PARTNERS = {
    "Housing staff": "housing_staff",
    "Care coordinator": "care_coordinator",
    "Family": "family",
    "Pharmacy": "other",
}

_SEEN: dict[str, dict[str, tuple[str, ...]]] = {
    # standard: kind of session: what was seen in it
    "HD-01": {
        "shadow_check_in": (
            "Walked through the prompt card; two participants were flagged for intake and mobility.",
            "Noticed reduced intake, asked since when, called the nurse line within 40 minutes.",
        ),
        "scenario": ("Named the sign, its start and whom to call first; the second sign was found on rereading.",),
    },
    "SH-01": {
        "handover_review": (
            "Went through tomorrow's high-risk visits; two had no backup, both were covered before the end.",
        ),
        "case_review": ("Read a missed-visit case together; found the gap in the handover note.",),
        "role_play": ("Role-played a visit at risk: called the supervisor first, then the participant by script.",),
    },
    "RP-01": {
        "shadowing": ("Reframed “the rule is” into the goal of a quiet night; the tenant proposed an hour.",),
        "reflective": (
            "Told two talks with a tenant again: one offered a choice, the other went straight to the rule.",
        ),
    },
    "DS-01": {
        "case_review": ("Rewrote two notes together: goal, step, response, next.",),
        "reflective": (
            "Laid three own notes beside the standard; found where the participant's response was missing.",
        ),
    },
    "WC-01": {"role_play": ("Played the closed door four ways; the third sentence opened it.",)},
    "MB-01": {"shadowing": ("Evening round with four tenants: name, time and label read aloud at each.",)},
    "IR-01": {"case_review": ("Read one report minute by minute; the call would have taken two minutes.",)},
}
_SEEN_ANYWHERE: dict[str, tuple[str, ...]] = {
    "shadow_check_in": ("Went along on two visits and talked about each one on the way to the next.",),
    "shadowing": ("Went along on one visit; the coach only watched.",),
    "case_review": ("Read one record together and found the step that was left out.",),
    "role_play": ("Played a hard visit twice, the second time without prompts.",),
    "reflective": ("Said what went well, what did not, and what to try at the next visit.",),
    "scenario": ("Wrote down what to do first, whom to call and by when.",),
    "handover_review": ("Went through the handover of the day; every risk had a name beside it.",),
}

OBSERVED = {
    # standard: what the validator saw in live delivery
    "HD-01": (
        "Compared with the last visit's note before writing today's; looked again before leaving.",
        "Saw the swollen ankle, asked since when, called the nurse line from the door.",
        "Wrote sign, time and call into the note before the next visit.",
    ),
    "SH-01": (
        "Handed over in writing with times and risks; the next worker repeated it back.",
        "Found tomorrow's open visit at the daily review and named the backup.",
        "Told the supervisor 10 minutes after the bus broke down.",
    ),
    "RP-01": (
        "Named the goal first, offered two options and wrote down the tenant's own words.",
        "Asked before entering; the tenant chose the time of the repair.",
    ),
    "DS-01": ("Wrote the note in the car before leaving: goal, step, response, next.",),
    "WC-01": ("Face to face, all five points, next contact agreed for the evening.",),
    "MB-01": ("Read name, time and label aloud, waited for the answer, then opened the box.",),
    "IR-01": ("Called from the hallway, wrote the report before the end of the shift.",),
}

STRATEGIES = {
    "shadow_check_in": ("modeling", "problem_solving"),
    "shadowing": ("observing", "performance_feedback"),
    "scenario": ("problem_solving", "performance_feedback"),
    "handover_review": ("side_by_side", "problem_solving"),
    "case_review": ("reflective_conversation", "problem_solving"),
    "role_play": ("role_play", "performance_feedback"),
    "reflective": ("reflective_conversation", "goal_setting"),
}
SOURCES: dict[str, tuple[str, ...]] = {
    "shadow_check_in": ("direct_observation",),
    "shadowing": ("direct_observation",),
    "scenario": ("product_review",),
    "handover_review": ("direct_observation", "product_review"),
    "case_review": ("product_review",),
    "role_play": ("direct_observation",),
    "reflective": ("reflection",),
}
"""What the feedback of each kind of session is based on."""


def seen(code: str, kind: str) -> tuple[str, ...]:
    """What is seen in a session of this kind on this standard."""
    return _SEEN[code].get(kind) or _SEEN_ANYWHERE[kind]


def partner(source: str, what_happened: str) -> str:
    """The kind of partner whose feedback this is, by how its text begins; "" when it is from none."""
    if source != "partner_feedback":
        return ""
    return next((kind for begins, kind in PARTNERS.items() if what_happened.startswith(begins)), "other")


STRENGTHS = {
    "HD-01": "Speaks calmly with the participant and explains why the call is made.",
    "SH-01": "Knows every route of the team and who can cover at short notice.",
    "RP-01": "Is trusted by the tenants and listens before answering.",
    "DS-01": "Writes clear, short sentences.",
    "WC-01": "Stays warm when told to go away.",
    "MB-01": "Stops and asks when a label looks wrong.",
    "IR-01": "Describes in order and blames nobody.",
}

STEPS = {
    "HD-01": "Carry the prompt card and call at the first “something is not right”",
    "SH-01": "Use the handover note with all four parts every day this week",
    "RP-01": "Name the goal before any boundary, and write down the choice offered",
    "DS-01": "Write the note before leaving",
    "WC-01": "Ask for a glass of water: it opens most doors",
    "MB-01": "Call the nurse line whenever list and label differ",
    "IR-01": "Call first, write afterwards, sign last",
}
RULES = {
    "HD-01": "Escalated within 4 h of the first sign and written down with its time",
    "SH-01": "Handover complete and every visit at risk told within 30 minutes",
    "RP-01": "Notes show the goal, a real choice and consent",
    "DS-01": "Note within 24 h with step and response",
    "WC-01": "The person seen, and all five points looked at",
    "MB-01": "Entries that meet the target criteria",
    "IR-01": "Told within the hour and written within a day",
}
"""What a success rule counts."""
