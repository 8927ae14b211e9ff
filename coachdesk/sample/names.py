"""Names, notes and places of the sample agency. Invented people; participants are reference codes only."""

from __future__ import annotations

AGENCY = "Harbor Community Supports"
STATE = "OH"

COORDINATOR = ("Anna", "Petrov", "")
COACHES = (("Renee", "Okafor", ""), ("Luis", "Marín", ""), ("Soo-jin", "Kim", ""), ("Marcus", "Reed", ""))

STAFF = (
    ("Dana", "Whitfield", ""),
    ("Thanh", "Nguyễn", ""),
    ("Kayla", "Brooks", ""),
    ("Łukasz", "Zieliński", "Luke"),
    ("Wei", "Li 李", ""),
    ("Jorge", "Ortiz", ""),
    ("Patricia", "Hale", "Trish"),
    ("Amara", "Diallo", ""),
    ("Deshawn", "Carter", ""),
    ("Michelle", "Kowalski", ""),
    ("Fatima", "Haddad", ""),
    ("Brian", "O'Connell", ""),
    ("Rosa", "Gutiérrez", ""),
    ("Tyler", "Jensen", ""),
    ("Priya", "Raman", ""),
    ("Ebony", "Washington", ""),
    ("Stefan", "Müller", ""),
    ("Grace", "Adeyemi", ""),
    ("Hannah", "Schwartz", ""),
    ("Darnell", "Price", ""),
    ("Linh", "Trần", ""),
    ("Carlos", "Peña", ""),
    ("Megan", "Doyle", ""),
    ("Isaac", "Feldman", ""),
    ("Yolanda", "Simmons", "Yoli"),
    ("Noah", "Bergström", ""),
    ("Aisha", "Mohamed", ""),
    ("Kevin", "Tran", ""),
    ("Sofia", "Romano", ""),
    ("Jamal", "Edwards", ""),
    ("Olena", "Kovalenko", ""),
    ("Trevor", "Banks", ""),
    ("Nadia", "Rahimi", ""),
    ("Ruth", "Goldberg", ""),
    ("Andre", "Baptiste", ""),
)
"""35 people; with the coordinator and the coaches the agency has 40."""

TEAMS = (("North team", "Home supports"), ("West team", "Home supports"), ("Elm House", "Supportive housing"))
SITES = ("Birch Street office", "West office", "Elm House")
ROLES = ("Direct support professional", "Lead direct support professional", "Housing support worker", "Supervisor")

TITLES = {
    "HD-01": "Recognizing and escalating health deterioration",
    "SH-01": "Shift handover and missed-visit prevention",
    "RP-01": "Rights-respecting practice in supportive housing",
    "DS-01": "Documentation that supports the service",
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
}

PARTNERS = {"Housing staff": "housing_staff", "Care coordinator": "care_coordinator", "Family": "family"}

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
}

STEPS = {
    "HD-01": "Carry the prompt card and call at the first “something is not right”",
    "SH-01": "Use the handover note with all four parts every day this week",
    "RP-01": "Name the goal before any boundary, and write down the choice offered",
    "DS-01": "Write the note before leaving",
}
