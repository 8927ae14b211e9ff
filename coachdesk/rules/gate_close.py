"""The gate from Validate to closed (R7, R8): live confirmation, measured again, rule evaluated, outcomes, sign-off."""

from __future__ import annotations

from coachdesk.i18n import translate
from coachdesk.rules.facts import CoacheeFacts, CycleFacts
from coachdesk.rules.gate_result import GateItem, item
from coachdesk.rules.measured import counted_words
from coachdesk.rules.success import evaluate
from coachdesk.settings import Settings
from coachdesk.vocabulary import label


def items(facts: CycleFacts, settings: Settings) -> tuple[GateItem, ...]:
    """The whole checklist of closing: R7, then R8."""
    return (*_validated(facts, settings), *_closable(facts))


def _validated(facts: CycleFacts, settings: Settings) -> tuple[GateItem, ...]:
    """R7: live confirmation for every coachee, the same criteria measured again, the rule evaluated."""
    unconfirmed = [sentence for coachee in facts.coached if (sentence := live_missing(facts, coachee, settings))]
    total = len(facts.coached)
    done = translate("Gates", "{count} of {total}").format(count=total - len(unconfirmed), total=total)
    found = [
        item(
            "live",
            "R7",
            "observations",
            translate("Gates", "Live use confirmed by the validator"),
            done,
            unconfirmed,
            judged=total > 0,
        )
    ]
    if facts.coached:
        found.append(item("post", "R7", "measures", translate("Gates", "Measured again, same criteria"), *_post(facts)))
        found.append(_evaluated(facts))
    return tuple(found)


def live_missing(facts: CycleFacts, coachee: CoacheeFacts, settings: Settings) -> str:
    """Why this coachee's practice does not count as confirmed in live delivery, as a sentence; "" when it does (R7).

    Confirmed: the validator saw live delivery after the coachee's first session, and every target criterion was met
    there at least once (settings.live_confirmations times), in one visit or several. A criterion that never applied is
    left out. Where the outcome is "not achieved" it is enough that the validator looked: that ending claims nothing.
    """
    if facts.validator is None:
        return translate("Gates", "{name}: no validator is named who could confirm it.").format(name=coachee.name)
    who = {"name": coachee.name, "validator": facts.validator.name}
    first = facts.first_session(coachee.staff_id)
    seen = [
        observation.ratings
        for observation in facts.observations
        if observation.setting == "live"
        and observation.coachee_id == coachee.staff_id
        and observation.observer_id == facts.validator.staff_id
        and first is not None
        and observation.observed_at > first
    ]
    if not seen:
        text = translate(
            "Gates", "{name}: {validator} has not confirmed the practice in live delivery since the first session."
        )
        return text.format(**who)
    if coachee.outcome == "not_achieved":
        return ""
    applied = [
        code
        for code in facts.criteria
        if any(ratings.get(code, "not_observed") != "not_applicable" for ratings in seen)
    ]
    open_codes = [
        code for code in applied if sum(ratings.get(code) == "met" for ratings in seen) < settings.live_confirmations
    ]
    if applied and not open_codes:
        return ""
    if not applied:
        text = translate("Gates", "{name}: none of the target criteria applied when {validator} observed.")
        return text.format(**who)
    quoted = ", ".join(f"“{facts.criteria[code]}”" for code in open_codes)
    text = translate("Gates", "{name}: {validator} has not yet seen {criteria} met in live delivery.")
    return text.format(criteria=quoted, **who)


def _post(facts: CycleFacts) -> tuple[str, list[str]]:
    post, baseline = facts.measure("post"), facts.measure("baseline")
    if post is None or post.result.value is None:
        return "", [translate("Gates", "The practice has not been measured again after coaching.")]
    version = baseline.version_id if baseline else facts.version_id
    criteria = baseline.criteria if baseline else frozenset(facts.criteria)
    missing: list[str] = []
    if baseline is not None and post.result.kind != baseline.result.kind:
        missing.append(translate("Gates", "The measure after coaching is not of the same kind as the baseline."))
    if post.version_id != version:
        missing.append(translate("Gates", "The measure after coaching uses another version of the standard."))
    if post.criteria != criteria:
        missing.append(
            translate("Gates", "The measure after coaching does not judge the same criteria as the baseline.")
        )
    return counted_words(post.result), missing


def _evaluated(facts: CycleFacts) -> GateItem:
    post = facts.measure("post")
    judged = evaluate(facts.rule, post.result if post else None)
    missing = [] if judged.met is not None else [judged.words]
    measured = post is not None and post.result.value is not None
    if not measured:
        missing = [translate("Gates", "The success rule waits for that measure.")]
    text = translate("Gates", "Success rule evaluated")
    return item("rule_evaluated", "R7", "measures", text, judged.words, missing, judged=measured)


def _closable(facts: CycleFacts) -> tuple[GateItem, ...]:
    """R8: an outcome per coachee that agrees with the figures, a next step where needed, a sign-off."""
    post = facts.measure("post")
    judged = evaluate(facts.rule, post.result if post else None)
    outcome = translate("Gates", "{name} has no outcome yet.")
    next_step = translate("Gates", "{name}'s outcome is {outcome}; say what comes next.")
    over = translate("Gates", "{name}'s outcome is Achieved, but the figures say otherwise. {words}")
    unfinished = [
        next_step.format(name=c.name, outcome=label("outcome", c.outcome))
        for c in facts.coachees
        if c.outcome in ("not_achieved", "incomplete") and not c.next_step.strip()
    ]
    claimed = [c for c in facts.coachees if c.outcome == "achieved"] if judged.met is False else []
    ended = any(c.outcome for c in facts.coachees)
    return (
        item(
            "outcomes",
            "R8",
            "coachees",
            translate("Gates", "An outcome for every coachee"),
            translate("Gates", "{count} of {total}").format(count=len(facts.coachees), total=len(facts.coachees)),
            [outcome.format(name=c.name) for c in facts.coachees if not c.outcome],
            judged=bool(facts.coachees),
        ),
        item(
            "next_steps",
            "R8",
            "coachees",
            translate("Gates", "A next step where it was not achieved"),
            "",
            unfinished,
            judged=ended,
        ),
        item(
            "outcomes_agree",
            "R8",
            "coachees",
            translate("Gates", "Outcomes agree with the figures"),
            "",
            [over.format(name=c.name, words=judged.words) for c in claimed],
            judged=ended and judged.met is not None,
        ),
        item(
            "sign_off",
            "R8",
            "signed_off_by",
            translate("Gates", "Sign-off"),
            facts.signed_off_by,
            [] if facts.signed_off_by.strip() else [translate("Gates", "Nobody has signed off yet.")],
        ),
    )
