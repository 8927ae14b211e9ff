"""What use cases may be given: the fields of their mappings, their codes, and texts as people type them."""

from __future__ import annotations

from collections.abc import Sequence

from coachdesk.queries.templates import STEP_FIELDS
from coachdesk.services import (
    actions,
    audits,
    competence,
    confidence,
    cycles,
    measures,
    observations,
    planned_steps,
    scenarios,
    sessions,
    signals,
    staff,
    standard_parts,
    templates,
)

TEXTS = ("Ten records", "needs a look", 'O\'Brien "Bo"', "two\nlines", "Nguyễn Łukasz 李小龍", "50% of {name} & <all>")
ODD_TEXTS = (
    "", " ", "O'Brien \"Bo\" & <Sons>", "two\nlines\n\nand a third", "=SUM(A1:A9)",
    "Nguyễn Łukasz 李小龍 \u200fשלום\u200f", "🙂 done", "50% of the %s {name}", "C:\\notes\\today.txt", "x" * 300,
    "\x00\x07bell", "9 of 10", "tab\there", "é" * 40, "--", "null", "HC-0007", "Dana Whitfield", "y" * 20_001,
)  # fmt: skip
FIELDS: dict[str, tuple[str, Sequence[str]]] = {
    "action.edit": ("corrective_action", actions.FIELDS),
    "action.open": ("corrective_action", actions.FIELDS),
    "audit.describe_record": ("audit_record", audits.RECORD),
    "audit.edit": ("audit", audits.EDITABLE),
    "audit.open": ("audit", audits.OPENING),
    "competence.record": ("competence", competence.FIELDS),
    "confidence.rate": ("coachee", confidence.FIELDS),
    "cycle.amend_rule": ("cycle", cycles.RULE_FIELDS),
    "cycle.edit": ("cycle", (*cycles.FIELDS, *cycles.RULE_FIELDS)),
    "cycle.open": ("cycle", (*cycles.FIELDS, *cycles.RULE_FIELDS)),
    "measure.record": ("measure", measures.FIELDS),
    "observation.record": ("observation", observations.FIELDS),
    "planned.add": ("cycle_step", planned_steps.FIELDS),
    "scenario.edit": ("scenario_exercise", scenarios.FIELDS),
    "scenario.review": ("scenario_exercise", scenarios.REVIEW_FIELDS),
    "scenario.submit": ("scenario_exercise", scenarios.FIELDS),
    "session.edit": ("session", sessions.HELD_FIELDS),
    "session.hold": ("session", sessions.HELD_FIELDS),
    "session.plan": ("session", sessions.PLAN_FIELDS),
    "session.record": ("session", sessions.HELD_FIELDS),
    "signal.edit": ("signal", signals.FIELDS),
    "signal.log": ("signal", signals.FIELDS),
    "staff.add": ("staff", staff.FIELDS),
    "staff.edit": ("staff", staff.FIELDS),
    "step.add": ("action_step", sessions.STEP_FIELDS),
    "step.edit": ("action_step", sessions.STEP_FIELDS),
    "template.create": ("template", templates.FIELDS),
    "template.edit": ("template", templates.FIELDS),
}
"""Action -> the family whose fields its `values` holds, and which of them."""

PARTS: dict[tuple[str, str], tuple[str, Sequence[str]]] = {
    ("", "criteria"): ("criterion", standard_parts.CRITERION_FIELDS),
    ("", "items"): ("action_item", actions.ITEM_FIELDS),
    ("", "measures"): ("standard_measure", standard_parts.MEASURE_FIELDS),
    ("", "posting"): ("posting", staff.POSTING_FIELDS),
    ("", "prompts"): ("prompt_line", standard_parts.PROMPT_FIELDS),
    ("", "steps"): ("action_step", sessions.STEP_FIELDS),
    ("", "version"): ("standard_version", standard_parts.VERSION_FIELDS),
    ("template.create", "steps"): ("template_step", STEP_FIELDS),
    ("template.edit", "steps"): ("template_step", STEP_FIELDS),
}
"""(action or "" for any, parameter) -> family and fields of the rows, or of the one mapping, it takes."""

CODED: dict[str, tuple[str, ...]] = {
    "audit.use_as_measure stage": ("measure_stage",),
    "chart.mark kind": ("chart_mark",),
    "measure.record stage": ("measure_stage",),
    "profile.add role": ("profile_role",),
    "profile.edit role": ("profile_role",),
    "session.acknowledge answer": ("acknowledgement",),
    "session.not_held status": ("session_status",),
    "signal.triage triage": ("triage",),
    "signal.triage_several triage": ("triage",),
    "step.advance status": ("step_status",),
    "sustain.record status": ("sustain_status",),
}
PICKED: dict[str, tuple[str, ...]] = {
    "cycle.confidence stage": ("before", "after"),
    "place.add family": ("program", "site", "team", "role"),
    "place.edit family": ("program", "site", "team", "role"),
    "planned.tick family": ("session", "observation", "measure", "scenario_exercise", "audit", "signal", ""),
    "planned.tick_record family": ("session", "observation", "measure", "scenario_exercise", "audit"),
    "evidence.add file_name": ("note.txt", "scan.pdf", "../../etc/passwd", "photo.png", "", "a" * 300 + ".md"),
    "competence.add_evidence file_name": ("card.txt", "scan.pdf", "no ending"),
    "action.add_evidence file_name": ("note.txt", "scan.pdf", "C:\\x\\y.csv", "photo.png", "no ending"),
    "agency.edit state": ("OH", "AZ", "HI", "IN", "", "XX", "oh "),
    "standard.create code": ("HD-01", "SH-02", "sh-03", "X", ""),
    "standard.edit code": ("HD-01", "SH-02", "SH-04", ""),
    "template.copy source": ("HD-01", "T-1", "nowhere"),
    "drift.dismiss key": ("R2b:1", "R2a:team:1:2", ""),
    "chart.mark chart": ("signals/month", "audit:1/week", "x"),
}  # fmt: skip
