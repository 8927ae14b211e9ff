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

SEEN = {
    "HD-01": (
        "Walked through the prompt card; two participants were flagged for intake and mobility.",
        "Noticed reduced intake, asked since when, called the nurse line within 40 minutes.",
        "Compared with the last visit's note before writing today's; looked again before leaving.",
    ),
    "SH-01": (
        "Went through tomorrow's high-risk visits; two had no backup, both were covered before the end.",
        "Role-played a visit at risk: called the supervisor first, then the participant by script.",
        "Read a missed-visit case together; found the gap in the handover note.",
    ),
    "RP-01": (
        "Reframed “the rule is” into the goal of a quiet night; the tenant proposed an hour.",
        "Offered two options and wrote down the tenant's own words.",
    ),
    "DS-01": ("Rewrote two notes together: goal, step, response, next.",),
}

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
