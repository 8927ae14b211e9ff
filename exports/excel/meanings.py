"""What the columns of the tracker mean, in a sentence each, for its data dictionary. Keys: (family, column)."""

from __future__ import annotations

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.table import Column

_KINDS = {
    "text": QT_TRANSLATE_NOOP("Exports", "Text"),
    "long_text": QT_TRANSLATE_NOOP("Exports", "Text"),
    "int": QT_TRANSLATE_NOOP("Exports", "Whole number"),
    "number": QT_TRANSLATE_NOOP("Exports", "Number"),
    "date": QT_TRANSLATE_NOOP("Exports", "Date"),
    "datetime": QT_TRANSLATE_NOOP("Exports", "Date and time"),
    "bool": QT_TRANSLATE_NOOP("Exports", "Yes or no"),
    "choice": QT_TRANSLATE_NOOP("Exports", "One of a list"),
    "minutes": QT_TRANSLATE_NOOP("Exports", "Minutes"),
}

_MEANINGS = {
    ("cycle", "number"): QT_TRANSLATE_NOOP("Exports", "The cycle's number; leads to its first session."),
    ("cycle", "standard"): QT_TRANSLATE_NOOP("Exports", "Code of the practice standard that is coached."),
    ("cycle", "version"): QT_TRANSLATE_NOOP("Exports", "Version of the standard; it never changes during a cycle."),
    ("cycle", "coachees"): QT_TRANSLATE_NOOP("Exports", "Who is coached: a name, or how many."),
    ("cycle", "coachee_names"): QT_TRANSLATE_NOOP("Exports", "Everybody who is coached in the cycle."),
    ("cycle", "coach"): QT_TRANSLATE_NOOP("Exports", "The staff member who coaches."),
    ("cycle", "validator"): QT_TRANSLATE_NOOP("Exports", "Who confirms the practice in live delivery."),
    ("cycle", "phase"): QT_TRANSLATE_NOOP("Exports", "Diagnose, Coach, Validate or Close."),
    ("cycle", "status"): QT_TRANSLATE_NOOP("Exports", "Where the cycle stands."),
    ("cycle", "next_step"): QT_TRANSLATE_NOOP("Exports", "What the cycle waits for."),
    ("cycle", "due_on"): QT_TRANSLATE_NOOP(
        "Exports", "End of the phase in hand; holidays and closed days are skipped."
    ),
    ("cycle", "cause"): QT_TRANSLATE_NOOP("Exports", "The likely cause found in Diagnose."),
    ("cycle", "opened_on"): QT_TRANSLATE_NOOP("Exports", "Day the cycle was opened."),
    ("cycle", "closed_at"): QT_TRANSLATE_NOOP("Exports", "When it was closed or cancelled."),
    ("cycle", "achieved"): QT_TRANSLATE_NOOP("Exports", "Coachees whose outcome is Achieved."),
    ("cycle", "not_achieved"): QT_TRANSLATE_NOOP(
        "Exports", "Coachees whose outcome is Not achieved; each has a next step."
    ),
    ("cycle", "incomplete"): QT_TRANSLATE_NOOP("Exports", "Coachees for whom the cycle ended early."),
    ("cycle", "signed_off_by"): QT_TRANSLATE_NOOP("Exports", "Who signed off the closing."),
    ("session", "number"): QT_TRANSLATE_NOOP("Exports", "The session's number."),
    ("session", "starts_at"): QT_TRANSLATE_NOOP("Exports", "Planned start, or the true one once held."),
    ("session", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it belongs to; leads to it."),
    ("session", "feedback_at"): QT_TRANSLATE_NOOP("Exports", "When feedback was given."),
    ("session", "seen"): QT_TRANSLATE_NOOP("Exports", "What the coach saw. Participants as reference codes only."),
    ("session", "minutes"): QT_TRANSLATE_NOOP("Exports", "Length of the session."),
    ("session", "late_entry"): QT_TRANSLATE_NOOP("Exports", "Recorded later after the event than the agency allows."),
    ("measure", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it was measured for; leads to it."),
    ("measure", "kind"): QT_TRANSLATE_NOOP("Exports", "A share of records, times taken, a rate, or ratings."),
    ("measure", "met"): QT_TRANSLATE_NOOP("Exports", "Of a share: records that met the criteria."),
    ("measure", "total"): QT_TRANSLATE_NOOP("Exports", "Of a share: records judged; not applicable ones are left out."),
    ("measure", "figures"): QT_TRANSLATE_NOOP("Exports", "Times or ratings one by one; judged by their median."),
    ("measure", "events"): QT_TRANSLATE_NOOP("Exports", "Of a rate: how often it happened."),
    ("measure", "exposure"): QT_TRANSLATE_NOOP("Exports", "Of a rate: in how many visits, days or hours."),
    ("measure", "unit"): QT_TRANSLATE_NOOP("Exports", "Unit of the times, or what the exposure counts."),
    ("measure", "triggers_excluded"): QT_TRANSLATE_NOOP("Exports", "Records that opened the cycle and were left out."),
    ("measure", "triggers_included"): QT_TRANSLATE_NOOP(
        "Exports", "Whether records that opened the cycle are among those judged; a better figure is then expected."
    ),
    ("measure", "late_entry"): QT_TRANSLATE_NOOP("Exports", "Recorded later after the event than the agency allows."),
    ("scenario_exercise", "number"): QT_TRANSLATE_NOOP("Exports", "The exercise's number."),
    ("scenario_exercise", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it belongs to; leads to it."),
    ("scenario_exercise", "submitted_at"): QT_TRANSLATE_NOOP("Exports", "When the coachee handed it in."),
    ("scenario_exercise", "reviewed_at"): QT_TRANSLATE_NOOP(
        "Exports", "When it was reviewed; its limit is the agency's."
    ),
    ("sustain_check", "cycle"): QT_TRANSLATE_NOOP("Exports", "The closed cycle that is looked at again; leads to it."),
    ("sustain_check", "status"): QT_TRANSLATE_NOOP("Exports", "Held, recurred, missed, or still due."),
    ("sustain_check", "met"): QT_TRANSLATE_NOOP("Exports", "Records that met the criteria, of those looked at."),
    ("sustain_check", "late_entry"): QT_TRANSLATE_NOOP(
        "Exports", "Recorded later after the event than the agency allows."
    ),
    ("sustain_check", "next_cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle opened because the drift came back."),
    ("signal", "number"): QT_TRANSLATE_NOOP("Exports", "The signal's number."),
    ("signal", "occurred_on"): QT_TRANSLATE_NOOP("Exports", "Day it happened."),
    ("signal", "noticed_on"): QT_TRANSLATE_NOOP("Exports", "Day somebody noticed it."),
    ("signal", "criterion"): QT_TRANSLATE_NOOP("Exports", "Code of the criterion it speaks to."),
    ("signal", "triage"): QT_TRANSLATE_NOOP("Exports", "What was decided about it."),
    ("signal", "triage_reason"): QT_TRANSLATE_NOOP("Exports", "Reason of that decision."),
    ("signal", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it opened; leads to it."),
    ("signal", "participant_code"): QT_TRANSLATE_NOOP("Exports", "Reference code; the key to it stays outside."),
    ("signal", "late_entry"): QT_TRANSLATE_NOOP("Exports", "Recorded later after the event than the agency allows."),
    ("competence", "standard"): QT_TRANSLATE_NOOP("Exports", "The standard the person was assessed against."),
    ("competence", "result"): QT_TRANSLATE_NOOP("Exports", "Competent, or needs support."),
    ("competence", "assessor"): QT_TRANSLATE_NOOP("Exports", "Who assessed it, of the staff or from outside."),
    ("competence", "qualification"): QT_TRANSLATE_NOOP("Exports", "What qualified the assessor."),
    ("competence", "expires_on"): QT_TRANSLATE_NOOP("Exports", "Last day it holds; empty when it does not expire."),
    ("competence", "cycle"): QT_TRANSLATE_NOOP("Exports", "The closed cycle it came from; leads to it."),
    ("competence", "withdrawn_at"): QT_TRANSLATE_NOOP("Exports", "When it was withdrawn; it no longer counts."),
    ("competence", "late_entry"): QT_TRANSLATE_NOOP(
        "Exports", "Recorded later after the event than the agency allows."
    ),
    ("staff", "number"): QT_TRANSLATE_NOOP("Exports", "Staff number, as in the roster."),
    ("staff", "role"): QT_TRANSLATE_NOOP("Exports", "Role held at the end of the period."),
    ("staff", "team"): QT_TRANSLATE_NOOP("Exports", "Team at the end of the period."),
    ("staff", "status"): QT_TRANSLATE_NOOP("Exports", "Active, on leave, or left."),
    ("staff", "is_coach"): QT_TRANSLATE_NOOP("Exports", "Whether this person coaches others."),
    ("staff", "coaching_minutes"): QT_TRANSLATE_NOOP("Exports", "Minutes a week for coaching others."),
    ("staff", "left_on"): QT_TRANSLATE_NOOP("Exports", "Last day of work."),
}


def meaning(family: str, key: str) -> str:
    """What a column means; "" where its title says it all."""
    text = _MEANINGS.get((family, key), "")
    return translate("Exports", text) if text else ""


def kind_words(column: Column) -> str:
    """What kind of values a column holds."""
    return translate("Exports", _KINDS[column.kind])
