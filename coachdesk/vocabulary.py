"""The words for every coded value: code -> label, tone. Used alike by window, command line, Excel and PDF.

A tone is a semantic colour (resources/theme): plain, accent, ok, attention, late, info. Codes are what the desk
stores; labels are what people read and are translated where shown, by `label(choice, code)`.
Source of the words: the vocabulary section of docs/architecture.md and the coaching field.
"""

from __future__ import annotations

from dataclasses import dataclass

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate


@dataclass(frozen=True, slots=True)
class Word:
    """One coded value: its English label (marked for translation) and its semantic tone."""

    label: str
    tone: str = "plain"


CHOICES: dict[str, dict[str, Word]] = {
    "profile_role": {
        "coordinator": Word(QT_TRANSLATE_NOOP("Words", "Coordinator")),
        "supervisor": Word(QT_TRANSLATE_NOOP("Words", "Supervisor")),
        "reader": Word(QT_TRANSLATE_NOOP("Words", "Reader")),
    },
    "staff_status": {
        "active": Word(QT_TRANSLATE_NOOP("Words", "Active"), "ok"),
        "on_leave": Word(QT_TRANSLATE_NOOP("Words", "On leave"), "info"),
        "left": Word(QT_TRANSLATE_NOOP("Words", "Left"), "plain"),
    },
    "version_status": {
        "draft": Word(QT_TRANSLATE_NOOP("Words", "Draft"), "info"),
        "published": Word(QT_TRANSLATE_NOOP("Words", "Published"), "ok"),
        "retired": Word(QT_TRANSLATE_NOOP("Words", "Retired"), "plain"),
    },
    "criterion_kind": {
        "must_document": Word(QT_TRANSLATE_NOOP("Words", "Must document")),
        "must_do": Word(QT_TRANSLATE_NOOP("Words", "Must do")),
        "escalation_trigger": Word(QT_TRANSLATE_NOOP("Words", "Escalation trigger")),
        "boundary": Word(QT_TRANSLATE_NOOP("Words", "Boundary")),
    },
    "signal_source": {
        "documentation_audit": Word(QT_TRANSLATE_NOOP("Words", "Documentation audit")),
        "incident": Word(QT_TRANSLATE_NOOP("Words", "Incident")),
        "near_miss": Word(QT_TRANSLATE_NOOP("Words", "Near miss")),
        "partner_feedback": Word(QT_TRANSLATE_NOOP("Words", "Partner feedback")),
        "complaint": Word(QT_TRANSLATE_NOOP("Words", "Complaint")),
        "missed_visit": Word(QT_TRANSLATE_NOOP("Words", "Missed visit")),
        "late_escalation": Word(QT_TRANSLATE_NOOP("Words", "Late escalation")),
        "observation": Word(QT_TRANSLATE_NOOP("Words", "Observation")),
    },
    "partner_kind": {
        "housing_staff": Word(QT_TRANSLATE_NOOP("Words", "Housing staff")),
        "care_coordinator": Word(QT_TRANSLATE_NOOP("Words", "Care coordinator")),
        "family": Word(QT_TRANSLATE_NOOP("Words", "Family")),
        "other": Word(QT_TRANSLATE_NOOP("Words", "Other")),
    },
    "severity": {
        "minor": Word(QT_TRANSLATE_NOOP("Words", "Minor"), "info"),
        "moderate": Word(QT_TRANSLATE_NOOP("Words", "Moderate"), "attention"),
        "major": Word(QT_TRANSLATE_NOOP("Words", "Major"), "late"),
    },
    "triage": {
        "new": Word(QT_TRANSLATE_NOOP("Words", "New"), "attention"),
        "in_cycle": Word(QT_TRANSLATE_NOOP("Words", "In a cycle"), "accent"),
        "corrective_action": Word(QT_TRANSLATE_NOOP("Words", "Corrective action"), "accent"),
        "system_fix": Word(QT_TRANSLATE_NOOP("Words", "System fix"), "accent"),
        "other_route": Word(QT_TRANSLATE_NOOP("Words", "Other route"), "info"),
        "no_action": Word(QT_TRANSLATE_NOOP("Words", "No action"), "plain"),
    },
    "cycle_phase": {
        "diagnose": Word(QT_TRANSLATE_NOOP("Words", "Diagnose"), "accent"),
        "coach": Word(QT_TRANSLATE_NOOP("Words", "Coach"), "accent"),
        "validate": Word(QT_TRANSLATE_NOOP("Words", "Validate"), "accent"),
        "close": Word(QT_TRANSLATE_NOOP("Words", "Close"), "accent"),
    },
    "cycle_status": {
        "proposed": Word(QT_TRANSLATE_NOOP("Words", "Proposed"), "info"),
        "diagnosing": Word(QT_TRANSLATE_NOOP("Words", "Diagnosing"), "accent"),
        "coaching": Word(QT_TRANSLATE_NOOP("Words", "Coaching"), "accent"),
        "validating": Word(QT_TRANSLATE_NOOP("Words", "Validating"), "accent"),
        "closed": Word(QT_TRANSLATE_NOOP("Words", "Closed"), "ok"),
        "paused": Word(QT_TRANSLATE_NOOP("Words", "Paused"), "info"),
        "escalated": Word(QT_TRANSLATE_NOOP("Words", "Escalated"), "attention"),
        "cancelled": Word(QT_TRANSLATE_NOOP("Words", "Cancelled"), "plain"),
    },
    "cause": {
        "skill": Word(QT_TRANSLATE_NOOP("Words", "Skill")),
        "knowledge": Word(QT_TRANSLATE_NOOP("Words", "Knowledge")),
        "unclear_standard": Word(QT_TRANSLATE_NOOP("Words", "Unclear standard")),
        "workload": Word(QT_TRANSLATE_NOOP("Words", "Workload")),
        "system": Word(QT_TRANSLATE_NOOP("Words", "System")),
        "other": Word(QT_TRANSLATE_NOOP("Words", "Other")),
    },
    "outcome": {
        "achieved": Word(QT_TRANSLATE_NOOP("Words", "Achieved"), "ok"),
        "not_achieved": Word(QT_TRANSLATE_NOOP("Words", "Not achieved"), "attention"),
        "incomplete": Word(QT_TRANSLATE_NOOP("Words", "Incomplete"), "info"),
    },
    "session_kind": {
        "shadow_check_in": Word(QT_TRANSLATE_NOOP("Words", "Shadow check-in")),
        "shadowing": Word(QT_TRANSLATE_NOOP("Words", "Shadowing")),
        "case_review": Word(QT_TRANSLATE_NOOP("Words", "Case review")),
        "role_play": Word(QT_TRANSLATE_NOOP("Words", "Role-play")),
        "scenario": Word(QT_TRANSLATE_NOOP("Words", "Scenario")),
        "reflective": Word(QT_TRANSLATE_NOOP("Words", "Reflective")),
        "handover_review": Word(QT_TRANSLATE_NOOP("Words", "Handover review")),
        "group": Word(QT_TRANSLATE_NOOP("Words", "Group")),
    },
    "session_status": {
        "planned": Word(QT_TRANSLATE_NOOP("Words", "Planned"), "info"),
        "held": Word(QT_TRANSLATE_NOOP("Words", "Held"), "ok"),
        "missed": Word(QT_TRANSLATE_NOOP("Words", "Missed"), "attention"),
        "cancelled": Word(QT_TRANSLATE_NOOP("Words", "Cancelled"), "plain"),
    },
    "data_source": {
        "direct_observation": Word(QT_TRANSLATE_NOOP("Words", "Direct observation")),
        "reflection": Word(QT_TRANSLATE_NOOP("Words", "Reflection")),
        "product_review": Word(QT_TRANSLATE_NOOP("Words", "Product or document review")),
        "stakeholder_interview": Word(QT_TRANSLATE_NOOP("Words", "Stakeholder interview")),
    },
    "strategy": {
        "modeling": Word(QT_TRANSLATE_NOOP("Words", "Modeling")),
        "side_by_side": Word(QT_TRANSLATE_NOOP("Words", "Side-by-side support")),
        "observing": Word(QT_TRANSLATE_NOOP("Words", "Observing")),
        "problem_solving": Word(QT_TRANSLATE_NOOP("Words", "Problem-solving")),
        "reflective_conversation": Word(QT_TRANSLATE_NOOP("Words", "Reflective conversation")),
        "role_play": Word(QT_TRANSLATE_NOOP("Words", "Role-play")),
        "goal_setting": Word(QT_TRANSLATE_NOOP("Words", "Goal-setting")),
        "performance_feedback": Word(QT_TRANSLATE_NOOP("Words", "Performance feedback")),
    },
    "acknowledgement": {
        "none": Word(QT_TRANSLATE_NOOP("Words", "Not yet"), "attention"),
        "agrees": Word(QT_TRANSLATE_NOOP("Words", "Agrees"), "ok"),
        "disagrees": Word(QT_TRANSLATE_NOOP("Words", "Disagrees"), "info"),
    },
    "step_status": {
        "open": Word(QT_TRANSLATE_NOOP("Words", "Open"), "attention"),
        "done": Word(QT_TRANSLATE_NOOP("Words", "Done"), "info"),
        "verified": Word(QT_TRANSLATE_NOOP("Words", "Verified"), "ok"),
    },
    "setting": {
        "live": Word(QT_TRANSLATE_NOOP("Words", "Live delivery"), "ok"),
        "simulated": Word(QT_TRANSLATE_NOOP("Words", "Simulated"), "info"),
    },
    "rating": {
        "met": Word(QT_TRANSLATE_NOOP("Words", "Met"), "ok"),
        "partly": Word(QT_TRANSLATE_NOOP("Words", "Partly met"), "attention"),
        "not_met": Word(QT_TRANSLATE_NOOP("Words", "Not met"), "late"),
        "not_observed": Word(QT_TRANSLATE_NOOP("Words", "Not observed"), "plain"),
        "not_applicable": Word(QT_TRANSLATE_NOOP("Words", "Not applicable"), "plain"),
    },
    "measure_stage": {
        "baseline": Word(QT_TRANSLATE_NOOP("Words", "Before (baseline)"), "info"),
        "post": Word(QT_TRANSLATE_NOOP("Words", "After"), "accent"),
    },
    "measure_method": {
        "documentation_audit": Word(QT_TRANSLATE_NOOP("Words", "Documentation audit")),
        "observation": Word(QT_TRANSLATE_NOOP("Words", "Observation")),
        "record_count": Word(QT_TRANSLATE_NOOP("Words", "Record count")),
    },
    "direction": {
        "at_least": Word(QT_TRANSLATE_NOOP("Words", "At least")),
        "at_most": Word(QT_TRANSLATE_NOOP("Words", "At most")),
    },
    "sustain_status": {
        "due": Word(QT_TRANSLATE_NOOP("Words", "Due"), "info"),
        "held": Word(QT_TRANSLATE_NOOP("Words", "Held"), "ok"),
        "recurred": Word(QT_TRANSLATE_NOOP("Words", "Recurred"), "late"),
        "missed": Word(QT_TRANSLATE_NOOP("Words", "Missed"), "attention"),
    },
    "export_kind": {
        "tracker": Word(QT_TRANSLATE_NOOP("Words", "Excel tracker")),
        "pack": Word(QT_TRANSLATE_NOOP("Words", "Evidence pack (PDF)")),
    },
    "next_step": {
        "choose_standard": Word(QT_TRANSLATE_NOOP("Words", "Choose a published standard")),
        "choose_criteria": Word(QT_TRANSLATE_NOOP("Words", "Choose target criteria")),
        "name_coachees": Word(QT_TRANSLATE_NOOP("Words", "Name the coachees")),
        "name_people": Word(QT_TRANSLATE_NOOP("Words", "Name coach and validator")),
        "name_cause": Word(QT_TRANSLATE_NOOP("Words", "Name the likely cause")),
        "measure_baseline": Word(QT_TRANSLATE_NOOP("Words", "Measure the baseline")),
        "set_rule": Word(QT_TRANSLATE_NOOP("Words", "Set the success rule")),
        "settle_follow_up": Word(QT_TRANSLATE_NOOP("Words", "Settle evidence and follow-up")),
        "gate_coach": Word(QT_TRANSLATE_NOOP("Words", "Go on to Coach"), "ok"),
        "hold_sessions": Word(QT_TRANSLATE_NOOP("Words", "Hold sessions")),
        "give_feedback": Word(QT_TRANSLATE_NOOP("Words", "Give feedback")),
        "observe": Word(QT_TRANSLATE_NOOP("Words", "Observe practice")),
        "review_scenario": Word(QT_TRANSLATE_NOOP("Words", "Review a scenario exercise")),
        "second_source": Word(QT_TRANSLATE_NOOP("Words", "Add a second data source")),
        "gate_validate": Word(QT_TRANSLATE_NOOP("Words", "Go on to Validate"), "ok"),
        "confirm_live": Word(QT_TRANSLATE_NOOP("Words", "Confirm live use")),
        "measure_post": Word(QT_TRANSLATE_NOOP("Words", "Measure again")),
        "close_cycle": Word(QT_TRANSLATE_NOOP("Words", "Record outcomes and close"), "ok"),
        "decide": Word(QT_TRANSLATE_NOOP("Words", "Decide how to go on"), "attention"),
        "resume": Word(QT_TRANSLATE_NOOP("Words", "Resume when possible"), "info"),
        "sustain": Word(QT_TRANSLATE_NOOP("Words", "Check that it lasts"), "info"),
    },
    "measure_kind": {
        "proportion": Word(QT_TRANSLATE_NOOP("Words", "Share of records")),
        "duration": Word(QT_TRANSLATE_NOOP("Words", "Time taken")),
        "rate": Word(QT_TRANSLATE_NOOP("Words", "Rate")),
        "rubric": Word(QT_TRANSLATE_NOOP("Words", "Rating 1 to 5")),
    },
    "audit_status": {
        "judging": Word(QT_TRANSLATE_NOOP("Words", "In progress"), "accent"),
        "done": Word(QT_TRANSLATE_NOOP("Words", "Done"), "ok"),
        "given_up": Word(QT_TRANSLATE_NOOP("Words", "Given up"), "plain"),
    },
    "judgement": {
        "met": Word(QT_TRANSLATE_NOOP("Words", "Met"), "ok"),
        "not_met": Word(QT_TRANSLATE_NOOP("Words", "Not met"), "late"),
        "not_applicable": Word(QT_TRANSLATE_NOOP("Words", "Not applicable"), "plain"),
    },
    "action_status": {
        "open": Word(QT_TRANSLATE_NOOP("Words", "Open"), "attention"),
        "done": Word(QT_TRANSLATE_NOOP("Words", "Done, to verify"), "info"),
        "verified": Word(QT_TRANSLATE_NOOP("Words", "Verified"), "ok"),
        "cancelled": Word(QT_TRANSLATE_NOOP("Words", "Cancelled"), "plain"),
    },
    "action_kind": {
        "process": Word(QT_TRANSLATE_NOOP("Words", "Change how the work is done")),
        "tool": Word(QT_TRANSLATE_NOOP("Words", "Form, checklist or tool")),
        "staffing": Word(QT_TRANSLATE_NOOP("Words", "Staffing or schedule")),
        "supervision": Word(QT_TRANSLATE_NOOP("Words", "Check or supervision")),
        "standard": Word(QT_TRANSLATE_NOOP("Words", "Clearer standard")),
        "retraining": Word(QT_TRANSLATE_NOOP("Words", "Training again")),
        "other": Word(QT_TRANSLATE_NOOP("Words", "Other")),
    },
    "competence_method": {
        "live_observation": Word(QT_TRANSLATE_NOOP("Words", "Observed in live delivery")),
        "simulation": Word(QT_TRANSLATE_NOOP("Words", "Observed in a simulation")),
        "record_review": Word(QT_TRANSLATE_NOOP("Words", "Review of their records")),
        "interview": Word(QT_TRANSLATE_NOOP("Words", "Interview")),
        "test": Word(QT_TRANSLATE_NOOP("Words", "Test")),
        "prior_learning": Word(QT_TRANSLATE_NOOP("Words", "Prior learning")),
    },
    "competence_result": {
        "competent": Word(QT_TRANSLATE_NOOP("Words", "Competent"), "ok"),
        "needs_support": Word(QT_TRANSLATE_NOOP("Words", "Needs support"), "attention"),
    },
    "template_origin": {
        "own": Word(QT_TRANSLATE_NOOP("Words", "Our own"), "ok"),
        "shipped": Word(QT_TRANSLATE_NOOP("Words", "Comes with CoachDesk")),
        "retired": Word(QT_TRANSLATE_NOOP("Words", "Retired")),
    },
    "planned_kind": {
        "session": Word(QT_TRANSLATE_NOOP("Words", "Session")),
        "observation": Word(QT_TRANSLATE_NOOP("Words", "Observation")),
        "scenario": Word(QT_TRANSLATE_NOOP("Words", "Scenario exercise")),
        "prompt_card": Word(QT_TRANSLATE_NOOP("Words", "Prompt card handed out")),
        "reading": Word(QT_TRANSLATE_NOOP("Words", "Document gone through together")),
        "practice": Word(QT_TRANSLATE_NOOP("Words", "Practice in daily work")),
        "document_check": Word(QT_TRANSLATE_NOOP("Words", "Check of later records")),
        "measure": Word(QT_TRANSLATE_NOOP("Words", "Measure")),
        "other": Word(QT_TRANSLATE_NOOP("Words", "Other")),
    },
    "planned_status": {
        "open": Word(QT_TRANSLATE_NOOP("Words", "Planned"), "attention"),
        "done": Word(QT_TRANSLATE_NOOP("Words", "Done"), "ok"),
        "left_out": Word(QT_TRANSLATE_NOOP("Words", "Left out"), "plain"),
    },
    "step_need": {
        "live": Word(QT_TRANSLATE_NOOP("Words", "Seen in live delivery")),
        "validator": Word(QT_TRANSLATE_NOOP("Words", "Seen by the validator")),
        "consent": Word(QT_TRANSLATE_NOOP("Words", "The participant agreed")),
        "deidentified": Word(QT_TRANSLATE_NOOP("Words", "Nothing written identifies the participant")),
        "met": Word(QT_TRANSLATE_NOOP("Words", "Target criteria met")),
        "reviewed": Word(QT_TRANSLATE_NOOP("Words", "Reviewed with feedback")),
    },
    "chart_mark": {
        "freeze": Word(QT_TRANSLATE_NOOP("Words", "Baseline frozen")),
        "exclude": Word(QT_TRANSLATE_NOOP("Words", "Point left out")),
    },
    "confidence": {
        "1": Word(QT_TRANSLATE_NOOP("Words", "1 · Did it for them")),
        "2": Word(QT_TRANSLATE_NOOP("Words", "2 · Talked through")),
        "3": Word(QT_TRANSLATE_NOOP("Words", "3 · Prompted")),
        "4": Word(QT_TRANSLATE_NOOP("Words", "4 · Present just in case")),
        "5": Word(QT_TRANSLATE_NOOP("Words", "5 · Not needed")),
    },
    "import_verdict": {
        "new": Word(QT_TRANSLATE_NOOP("Words", "New"), "accent"),
        "update": Word(QT_TRANSLATE_NOOP("Words", "Changed"), "info"),
        "same": Word(QT_TRANSLATE_NOOP("Words", "Same"), "plain"),
        "bad": Word(QT_TRANSLATE_NOOP("Words", "To correct"), "late"),
    },
    "yes_no": {
        "1": Word(QT_TRANSLATE_NOOP("Words", "Yes")),
        "0": Word(QT_TRANSLATE_NOOP("Words", "No")),
    },
}


def label(choice: str, code: str | None) -> str:
    """The word people read for `code`; an empty code gives "", an unknown one comes back as it is."""
    if code is None or code == "":
        return ""
    word = CHOICES[choice].get(code)
    return translate("Words", word.label) if word else code


def tone(choice: str, code: str | None) -> str:
    """The semantic colour of `code`: plain, accent, ok, attention, late or info."""
    word = CHOICES[choice].get(code or "")
    return word.tone if word else "plain"


def codes(choice: str) -> tuple[str, ...]:
    """All codes of a choice, in the order people expect them."""
    return tuple(CHOICES[choice])
