"""The gate from Diagnose to Coach (R4): what must be settled before coaching begins."""

from __future__ import annotations

from coachdesk.i18n import translate
from coachdesk.rules.facts import CycleFacts
from coachdesk.rules.gate_result import GateItem, item
from coachdesk.rules.measured import counted_words
from coachdesk.rules.wording import day_words, names
from coachdesk.vocabulary import label


def items(facts: CycleFacts) -> tuple[GateItem, ...]:
    """R4: what Diagnose must have settled before coaching begins."""
    rule = facts.rule
    return (
        item("standard", "R4", "version_id", translate("Gates", "Published standard version"), "", _standard(facts)),
        item(
            "criteria",
            "R4",
            "criteria",
            translate("Gates", "Target criteria"),
            _criteria(facts),
            [] if facts.criteria else [translate("Gates", "No target criterion is chosen.")],
        ),
        item(
            "coachees",
            "R4",
            "coachees",
            translate("Gates", "Coachees"),
            names([coachee.name for coachee in facts.coachees]),
            [] if facts.coachees else [translate("Gates", "No coachee is named.")],
        ),
        item(
            "coach",
            "R4",
            "coach_id",
            translate("Gates", "Coach"),
            facts.coach.name if facts.coach else "",
            _coach(facts),
        ),
        item(
            "validator",
            "R4",
            "validator_id",
            translate("Gates", "Named validator"),
            facts.validator.name if facts.validator else "",
            _validator(facts),
        ),
        item(
            "cause",
            "R4",
            "cause",
            translate("Gates", "Likely cause"),
            label("cause", facts.cause),
            [] if facts.cause else [translate("Gates", "The likely cause is not named.")],
        ),
        item("baseline", "R4", "baseline", translate("Gates", "Baseline with its count"), *_baseline(facts)),
        item(
            "rule",
            "R4",
            "rule_measure",
            translate("Gates", "Success rule"),
            rule.words(),
            [problem.text for problem in rule.problems()],
        ),
        item(
            "evidence",
            "R4",
            "evidence_wanted",
            translate("Gates", "Evidence wanted"),
            "",
            [] if facts.evidence_wanted.strip() else [translate("Gates", "The evidence wanted is not described.")],
        ),
        item(
            "follow_up",
            "R4",
            "follow_up_on",
            translate("Gates", "Follow-up date"),
            day_words(facts.follow_up_on) if facts.follow_up_on else "",
            [] if facts.follow_up_on else [translate("Gates", "No follow-up date is set.")],
        ),
    )


def _criteria(facts: CycleFacts) -> str:
    """ "criterion 2", "criteria 1 and 2": a bare number would read as either code or count."""
    codes = list(facts.criteria)
    if not codes:
        return ""
    text = translate("Gates", "criterion {codes}") if len(codes) == 1 else translate("Gates", "criteria {codes}")
    return text.format(codes=names(codes))


def _standard(facts: CycleFacts) -> list[str]:
    if facts.version_id is None:
        return [translate("Gates", "No standard version is chosen.")]
    if facts.version_status == "draft":
        return [translate("Gates", "The standard version is still a draft; it must be published first.")]
    if facts.version_status != "published":
        return [translate("Gates", "The standard version is retired; choose the published one.")]
    return []


def _coach(facts: CycleFacts) -> list[str]:
    if facts.coach is None:
        return [translate("Gates", "No coach is named.")]
    if any(coachee.staff_id == facts.coach.staff_id for coachee in facts.coachees):
        text = translate("Gates", "{name} cannot be coach and coachee in one cycle.")
        return [text.format(name=facts.coach.name)]
    return []


def _validator(facts: CycleFacts) -> list[str]:
    if facts.validator is None:
        return [translate("Gates", "No validator is named.")]
    if any(coachee.staff_id == facts.validator.staff_id for coachee in facts.coachees):
        text = translate("Gates", "{name} cannot validate their own practice; name another validator.")
        return [text.format(name=facts.validator.name)]
    return []


def _baseline(facts: CycleFacts) -> tuple[str, list[str]]:
    baseline = facts.measure("baseline")
    if baseline is None:
        return "", [translate("Gates", "There is no baseline with its count.")]
    missing: list[str] = []
    if baseline.result.value is None:
        missing.append(translate("Gates", "The baseline has no judged records."))
    if baseline.result.kind != facts.rule.kind:
        text = translate("Gates", "The baseline is a “{kind}” measure; the success rule asks for “{wanted}”.")
        kinds = {"kind": label("measure_kind", baseline.result.kind), "wanted": label("measure_kind", facts.rule.kind)}
        missing.append(text.format(**kinds))
    if facts.version_id is not None and baseline.version_id != facts.version_id:
        missing.append(translate("Gates", "The baseline was judged by another version of the standard."))
    if baseline.criteria != frozenset(facts.criteria):
        missing.append(translate("Gates", "The baseline was not judged on exactly the target criteria."))
    if baseline.triggers_included:
        missing.append(translate("Gates", "Records that opened the cycle are still in the baseline; leave them out."))
    return counted_words(baseline.result), missing
