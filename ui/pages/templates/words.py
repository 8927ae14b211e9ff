"""How a template reads in the window: its rule and its steps in a few words. No widgets."""

from __future__ import annotations

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.templates import TemplateDetail
from coachdesk.rules.planned import StepPlan
from coachdesk.rules.success import SuccessRule


def rule_of(template: TemplateDetail) -> SuccessRule:
    """The success rule a template brings."""
    return SuccessRule.stored(
        template.rule_measure,
        template.rule_direction,
        template.rule_threshold,
        template.rule_smallest_count,
        template.rule_kind,
        template.rule_unit,
    )


def kind_words(kind: str, session_kind: str) -> str:
    """ "Shadow check-in" for a session, else what kind of step it is."""
    if kind == "session" and session_kind:
        return vocabulary.label("session_kind", session_kind)
    return vocabulary.label("planned_kind", kind)


def step_words(step: StepPlan) -> str:
    """How a step is planned: "Shadow check-in · each coachee · working day 3 · 45 min"."""
    parts = [kind_words(step.kind, step.session_kind)]
    if step.per_coachee:
        parts.append(translate("Templates", "each coachee"))
    if step.times > 1 and step.every_days == 1:
        parts.append(translate("Templates", "{times} times, daily").format(times=step.times))
    elif step.times > 1 and step.every_days:
        text = translate("Templates", "{times} times, every {days} working days")
        parts.append(text.format(times=step.times, days=step.every_days))
    elif step.times > 1:
        parts.append(translate("Templates", "{times} times").format(times=step.times))
    if step.after_days == 0:
        parts.append(translate("Templates", "when the phase begins"))
    elif step.after_days == 1:
        parts.append(translate("Templates", "a working day later"))
    else:
        parts.append(translate("Templates", "{days} working days later").format(days=step.after_days))
    if step.minutes:
        parts.append(translate("Templates", "{minutes} min").format(minutes=step.minutes))
    return " · ".join(parts)


def needs_words(needs: tuple[str, ...]) -> str:
    """What the record that does a step must show, in words; "" for nothing."""
    return ", ".join(vocabulary.label("step_need", need).lower() for need in needs)
