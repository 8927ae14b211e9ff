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
    ("scenario_exercise", "number"): QT_TRANSLATE_NOOP("Exports", "The exercise's number."),
    ("scenario_exercise", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it belongs to; leads to it."),
    ("scenario_exercise", "submitted_at"): QT_TRANSLATE_NOOP("Exports", "When the coachee handed it in."),
    ("scenario_exercise", "reviewed_at"): QT_TRANSLATE_NOOP(
        "Exports", "When it was reviewed; its limit is the agency's."
    ),
    ("sustain_check", "cycle"): QT_TRANSLATE_NOOP("Exports", "The closed cycle that is looked at again; leads to it."),
    ("sustain_check", "status"): QT_TRANSLATE_NOOP("Exports", "Held, recurred, missed, or still due."),
    ("sustain_check", "met"): QT_TRANSLATE_NOOP("Exports", "Records that met the criteria, of those looked at."),
    ("sustain_check", "next_cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle opened because the drift came back."),
    ("signal", "number"): QT_TRANSLATE_NOOP("Exports", "The signal's number."),
    ("signal", "occurred_on"): QT_TRANSLATE_NOOP("Exports", "Day it happened."),
    ("signal", "noticed_on"): QT_TRANSLATE_NOOP("Exports", "Day somebody noticed it."),
    ("signal", "criterion"): QT_TRANSLATE_NOOP("Exports", "Code of the criterion it speaks to."),
    ("signal", "triage"): QT_TRANSLATE_NOOP("Exports", "What was decided about it."),
    ("signal", "triage_reason"): QT_TRANSLATE_NOOP("Exports", "Reason of that decision."),
    ("signal", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it opened; leads to it."),
    ("signal", "participant_code"): QT_TRANSLATE_NOOP("Exports", "Reference code; the key to it stays outside."),
    ("competence", "standard"): QT_TRANSLATE_NOOP("Exports", "The standard the person was assessed against."),
    ("competence", "result"): QT_TRANSLATE_NOOP("Exports", "Competent, or needs support."),
    ("competence", "assessor"): QT_TRANSLATE_NOOP("Exports", "Who assessed it, of the staff or from outside."),
    ("competence", "qualification"): QT_TRANSLATE_NOOP("Exports", "What qualified the assessor."),
    ("competence", "expires_on"): QT_TRANSLATE_NOOP("Exports", "Last day it holds; empty when it does not expire."),
    ("competence", "cycle"): QT_TRANSLATE_NOOP("Exports", "The closed cycle it came from; leads to it."),
    ("competence", "withdrawn_at"): QT_TRANSLATE_NOOP("Exports", "When it was withdrawn; it no longer counts."),
    ("staff", "number"): QT_TRANSLATE_NOOP("Exports", "Staff number, as in the roster."),
    ("staff", "role"): QT_TRANSLATE_NOOP("Exports", "Role held at the end of the period."),
    ("staff", "team"): QT_TRANSLATE_NOOP("Exports", "Team at the end of the period."),
    ("staff", "status"): QT_TRANSLATE_NOOP("Exports", "Active, on leave, or left."),
    ("staff", "is_coach"): QT_TRANSLATE_NOOP("Exports", "Whether this person coaches others."),
    ("staff", "coaching_minutes"): QT_TRANSLATE_NOOP("Exports", "Minutes a week for coaching others."),
    ("cycle", "title"): QT_TRANSLATE_NOOP("Exports", "What the cycle is about."),
    ("cycle", "team"): QT_TRANSLATE_NOOP("Exports", "The team the cycle is for, as it was opened."),
    ("cycle", "signals"): QT_TRANSLATE_NOOP("Exports", "How many signals opened it; the sheet Signals names them."),
    ("cycle", "sessions_held"): QT_TRANSLATE_NOOP("Exports", "How many sessions were held in it."),
    ("cycle", "overrides"): QT_TRANSLATE_NOOP(
        "Exports", "Gates passed although something was missing; the evidence pack prints what, and the reason."
    ),
    ("cycle", "amendments"): QT_TRANSLATE_NOOP(
        "Exports", "Corrections after something was locked; the sheet Amendments has them."
    ),
    ("cycle", "follow_up_on"): QT_TRANSLATE_NOOP("Exports", "Day on which the coach looks again, set in Diagnose."),
    ("session", "kind"): QT_TRANSLATE_NOOP("Exports", "Shadowing, case review, role-play ..."),
    ("session", "coach"): QT_TRANSLATE_NOOP("Exports", "The staff member who held it, or will."),
    ("session", "coachees"): QT_TRANSLATE_NOOP("Exports", "Who was coached."),
    ("session", "status"): QT_TRANSLATE_NOOP("Exports", "Planned, held, missed or cancelled."),
    ("session", "strengths"): QT_TRANSLATE_NOOP("Exports", "What the coachee does well."),
    ("session", "status_reason"): QT_TRANSLATE_NOOP("Exports", "Why it was missed or cancelled."),
    ("measure", "stage"): QT_TRANSLATE_NOOP("Exports", "Before coaching (the baseline) or after it."),
    ("measure", "method"): QT_TRANSLATE_NOOP(
        "Exports", "How it was measured: audit, observation, or a count of records."
    ),
    ("measure", "measured_on"): QT_TRANSLATE_NOOP("Exports", "Day it was measured."),
    ("measure", "assessor"): QT_TRANSLATE_NOOP("Exports", "The staff member who judged."),
    ("measure", "standard_measure"): QT_TRANSLATE_NOOP(
        "Exports", "The standard's own measure that was counted, if one was."
    ),
    ("measure", "not_applicable"): QT_TRANSLATE_NOOP(
        "Exports", "Records judged not applicable; they are left out, never counted as not met."
    ),
    ("measure", "audit"): QT_TRANSLATE_NOOP("Exports", "The documentation audit the figures come from."),
    ("measure", "records_from"): QT_TRANSLATE_NOOP("Exports", "Day of the oldest record judged."),
    ("measure", "records_to"): QT_TRANSLATE_NOOP("Exports", "Day of the newest record judged."),
    ("scenario_exercise", "staff"): QT_TRANSLATE_NOOP("Exports", "Who answered it."),
    ("scenario_exercise", "reviewer"): QT_TRANSLATE_NOOP("Exports", "Who reviews it."),
    ("scenario_exercise", "feedback"): QT_TRANSLATE_NOOP("Exports", "What the reviewer answered."),
    ("scenario_exercise", "answer"): QT_TRANSLATE_NOOP("Exports", "What the coachee wrote."),
    ("scenario_exercise", "scenario"): QT_TRANSLATE_NOOP("Exports", "The case that was given."),
    ("sustain_check", "title"): QT_TRANSLATE_NOOP("Exports", "What the closed cycle was about."),
    ("sustain_check", "days"): QT_TRANSLATE_NOOP("Exports", "Days from closing to this look back."),
    ("sustain_check", "due_on"): QT_TRANSLATE_NOOP("Exports", "Day it is due."),
    ("sustain_check", "checked_on"): QT_TRANSLATE_NOOP("Exports", "Day somebody looked."),
    ("sustain_check", "checked_by"): QT_TRANSLATE_NOOP("Exports", "Who looked."),
    ("sustain_check", "total"): QT_TRANSLATE_NOOP("Exports", "Records looked at."),
    ("signal", "source"): QT_TRANSLATE_NOOP("Exports", "Where it came from: an audit, an incident, a partner ..."),
    ("signal", "severity"): QT_TRANSLATE_NOOP("Exports", "Minor, moderate or major."),
    ("signal", "staff"): QT_TRANSLATE_NOOP("Exports", "Whom it concerns; empty when that is a team, or not known."),
    ("signal", "team"): QT_TRANSLATE_NOOP("Exports", "The team it concerns, or the person's team on the day."),
    ("signal", "standard"): QT_TRANSLATE_NOOP("Exports", "Code of the practice standard it speaks to."),
    ("signal", "what_happened"): QT_TRANSLATE_NOOP(
        "Exports", "What was noticed. Participants as reference codes only."
    ),
    ("signal", "action"): QT_TRANSLATE_NOOP("Exports", "The corrective action that answers it."),
    ("signal", "partner_kind"): QT_TRANSLATE_NOOP("Exports", "Which partner noticed it."),
    ("signal", "triaged_at"): QT_TRANSLATE_NOOP("Exports", "When that was decided."),
    ("competence", "name"): QT_TRANSLATE_NOOP("Exports", "The person who was assessed."),
    ("competence", "number"): QT_TRANSLATE_NOOP("Exports", "Their staff number."),
    ("competence", "title"): QT_TRANSLATE_NOOP("Exports", "Title of the standard."),
    ("competence", "method"): QT_TRANSLATE_NOOP("Exports", "How it was assessed."),
    ("competence", "assessed_on"): QT_TRANSLATE_NOOP("Exports", "Day of the assessment."),
    ("competence", "withdrawn_reason"): QT_TRANSLATE_NOOP("Exports", "Why it was withdrawn."),
    ("staff", "name"): QT_TRANSLATE_NOOP("Exports", "Last name, first name."),
    ("staff", "supervisor"): QT_TRANSLATE_NOOP("Exports", "Supervisor at the end of the period."),
    ("staff", "site"): QT_TRANSLATE_NOOP("Exports", "Site at the end of the period."),
    ("staff", "open_cycles"): QT_TRANSLATE_NOOP("Exports", "Cycles not closed yet in which the person is coached."),
    ("staff", "hired_on"): QT_TRANSLATE_NOOP("Exports", "First day of work."),
    ("staff", "on_leave"): QT_TRANSLATE_NOOP("Exports", "Whether the person is on leave."),
    ("staff", "email"): QT_TRANSLATE_NOOP("Exports", "E-mail at work, as in the roster."),
    ("staff", "phone"): QT_TRANSLATE_NOOP("Exports", "Phone at work, as in the roster."),
    ("observation", "number"): QT_TRANSLATE_NOOP("Exports", "The observation's number."),
    ("observation", "observed_at"): QT_TRANSLATE_NOOP("Exports", "When the practice was seen."),
    ("observation", "staff"): QT_TRANSLATE_NOOP("Exports", "Whose practice was seen."),
    ("observation", "observer"): QT_TRANSLATE_NOOP("Exports", "Who saw it."),
    ("observation", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle it belongs to; leads to it."),
    ("observation", "session"): QT_TRANSLATE_NOOP("Exports", "The session it was part of."),
    ("observation", "setting"): QT_TRANSLATE_NOOP("Exports", "Live delivery, or simulated."),
    ("observation", "consent"): QT_TRANSLATE_NOOP("Exports", "Whether consent to observe was obtained."),
    ("observation", "deidentified"): QT_TRANSLATE_NOOP("Exports", "Whether the record names no participant."),
    ("observation", "paired_with"): QT_TRANSLATE_NOOP("Exports", "The first observer's record of the same event."),
    ("amendment", "amended_at"): QT_TRANSLATE_NOOP("Exports", "When it was amended."),
    ("amendment", "cycle"): QT_TRANSLATE_NOOP("Exports", "The cycle that was amended; leads to it."),
    ("amendment", "subject"): QT_TRANSLATE_NOOP("Exports", "What was corrected."),
    ("amendment", "before"): QT_TRANSLATE_NOOP("Exports", "What was recorded before."),
    ("amendment", "after"): QT_TRANSLATE_NOOP("Exports", "What is right."),
    ("amendment", "reason"): QT_TRANSLATE_NOOP("Exports", "Why it was amended."),
    ("amendment", "amended_by"): QT_TRANSLATE_NOOP("Exports", "Who amended it."),
    ("staff", "left_on"): QT_TRANSLATE_NOOP("Exports", "Last day of work."),
}


_SHARED = {
    "recorded_at": QT_TRANSLATE_NOOP("Exports", "When it was entered in the desk."),
    "recorded_by": QT_TRANSLATE_NOOP("Exports", "Who entered it."),
    "late_entry": QT_TRANSLATE_NOOP(
        "Exports", "Yes when it was recorded later after the event than the agency allows."
    ),
    "note": QT_TRANSLATE_NOOP("Exports", "What else was said about it."),
    "standard": QT_TRANSLATE_NOOP("Exports", "Code of the practice standard."),
    "version": QT_TRANSLATE_NOOP("Exports", "Version of the standard."),
    "met": QT_TRANSLATE_NOOP("Exports", "Criteria that were met."),
    "judged": QT_TRANSLATE_NOOP("Exports", "Criteria judged; not observed and not applicable ones are left out."),
}
"""What columns mean that many sheets have, by key."""


def meaning(family: str, key: str) -> str:
    """What a column means; "" for one that nobody has described (a test looks for those)."""
    text = _MEANINGS.get((family, key)) or _SHARED.get(key, "")
    return translate("Exports", text) if text else ""


def kind_words(column: Column) -> str:
    """What kind of values a column holds."""
    return translate("Exports", _KINDS[column.kind])
