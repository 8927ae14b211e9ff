"""The gate from Coach to Validate (R6): sessions with feedback, direct observation and a second data source."""

from __future__ import annotations

from coachdesk.i18n import translate
from coachdesk.rules.clocks import hours_between
from coachdesk.rules.facts import CycleFacts
from coachdesk.rules.gate_result import GateItem, item
from coachdesk.rules.wording import day_words, hours_words
from coachdesk.settings import Settings
from coachdesk.vocabulary import label

OBSERVED = "direct_observation"


def items(facts: CycleFacts, settings: Settings) -> tuple[GateItem, ...]:
    """R6: every coachee had a session with feedback; direct observation and another data source across the cycle."""
    held = [session for session in facts.sessions if session.status == "held"]
    without = [c for c in facts.coached if not any(c.staff_id in session.coachee_ids for session in held)]
    waiting = [
        c for c in facts.coached if c not in without and not any(c.staff_id in s.coachee_ids and s.counts for s in held)
    ]
    lacking = translate("Gates", "{name} has no held session with feedback given.")
    late = [lacking.format(name=coachee.name) for coachee in waiting]
    if facts.coached and not held:  # refused in words of its own, although there is nothing to judge yet
        late = [translate("Gates", "No feedback has been given yet.")]
    everybody = len(facts.coached)
    seen = sum(OBSERVED in session.sources for session in held) + len(facts.observations)
    found = [
        item(
            "sessions",
            "R6",
            "sessions",
            translate("Gates", "Every coachee has a held session"),
            translate("Gates", "{count} of {total}").format(count=everybody - len(without), total=everybody),
            [lacking.format(name=coachee.name) for coachee in without],
            judged=bool(facts.coached),
        ),
        item(
            "feedback",
            "R6",
            "sessions",
            translate("Gates", "Feedback given within {hours} h").format(hours=settings.feedback_hours),
            _slowest(facts, settings),
            late,
            judged=len(without) < everybody,
        ),
        item(
            "observation",
            "R6",
            "sessions",
            translate("Gates", "Direct observation"),
            translate("Gates", "{count} so far").format(count=seen),
            [] if seen else [translate("Gates", "There is no direct observation yet.")],
        ),
        item("second_source", "R6", "sessions", translate("Gates", "Second data source"), *_others(facts, settings)),
    ]
    if facts.scenarios:
        found.append(_scenarios(facts, settings))
    return tuple(found)


def _slowest(facts: CycleFacts, settings: Settings) -> str:
    """How long the slowest feedback took: told, not held against anybody, since late feedback was still given."""
    hours = [
        hours_between(s.ended_at, s.feedback_at, facts.pauses) for s in facts.sessions if s.counts and s.feedback_at
    ]
    if not hours:
        return ""
    slowest = max(hours)
    if slowest > settings.feedback_hours:
        return translate("Gates", "slowest {time}, over the limit").format(time=hours_words(slowest))
    return translate("Gates", "slowest {time}").format(time=hours_words(slowest))


def _others(facts: CycleFacts, settings: Settings) -> tuple[str, list[str]]:
    """The data sources besides observation; a reviewed scenario note is a product review."""
    sources = {source for session in facts.sessions if session.status == "held" for source in session.sources}
    if any(scenario.reviewed_at for scenario in facts.scenarios):
        sources.add("product_review")
    sources.discard(OBSERVED)
    if len(sources) >= settings.other_sources:
        return ", ".join(label("data_source", source) for source in sorted(sources)), []
    if settings.other_sources == 1:
        text = translate("Gates", "There is no second data source yet: add a document review, reflection or interview.")
        return "", [text]
    text = translate("Gates", "Only {count} of {wanted} data sources besides direct observation so far.")
    return "", [text.format(count=len(sources), wanted=settings.other_sources)]


def _scenarios(facts: CycleFacts, settings: Settings) -> GateItem:
    asked = {coachee.staff_id: coachee.name for coachee in facts.coached}
    text = translate("Gates", "{name}'s scenario note of {day} is not reviewed.")
    waiting = [
        text.format(name=asked[scenario.coachee_id], day=day_words(scenario.submitted_at.date()))
        for scenario in facts.scenarios
        if scenario.reviewed_at is None and scenario.coachee_id in asked
    ]
    title = translate("Gates", "Scenario notes reviewed within {hours} h").format(hours=settings.scenario_hours)
    hours = [
        hours_between(scenario.submitted_at, scenario.reviewed_at, facts.pauses)
        for scenario in facts.scenarios
        if scenario.reviewed_at is not None
    ]
    detail = translate("Gates", "{count} of {total}").format(count=len(hours), total=len(facts.scenarios))
    if hours:
        text = translate("Gates", "{count}, slowest {time}")
        if max(hours) > settings.scenario_hours:
            text = translate("Gates", "{count}, slowest {time}, over the limit")
        detail = text.format(count=detail, time=hours_words(max(hours)))
    return item("scenarios", "R10", "scenarios", title, detail, waiting, judged=bool(hours or waiting))
