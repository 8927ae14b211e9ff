"""Practice seen or tried, in an evidence pack: observations, how far two observers agree, scenario exercises."""

from __future__ import annotations

from collections.abc import Iterator

from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.rules.clocks import hours_between
from coachdesk.settings import Settings
from exports import words
from exports.pdf.flow import Kit, Para
from exports.pdf.pack_steps import late_mark, record_place, tone_of, waited
from exports.pdf.text import Span, Words, pieces


def observations(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """Observations with their ratings; live ones by the validator confirm the practice."""
    yield kit.section(translate("Pack", "Observations"))
    if not cycle.observations:
        yield kit.note(translate("Pack", "Nothing has been observed yet."))
        return
    rows: list[list[Words | Para]] = []
    for observation in cycle.observations:
        live = vocabulary.label("setting", observation.setting)
        setting: list[str | Span] = [Span(live, bold=True, tone=tone_of("setting", observation.setting))]
        by_validator = observation.observer_id == cycle.validator_id
        who = translate("Pack", "the validator") if by_validator else ""
        consent = (
            translate("Pack", "consent obtained") if observation.consent else translate("Pack", "no consent noted")
        )
        setting.append(Span("\n" + consent, tone="muted"))
        if observation.deidentified:
            setting.append(Span("\n" + translate("Pack", "names no participant"), tone="muted"))
        ratings: list[str | Span] = []
        for rating in observation.ratings:
            ratings += [
                "\n" if ratings else "",
                f"{rating.code}  ",
                Span(vocabulary.label("rating", rating.result), tone=tone_of("rating", rating.result)),
            ]
        if observation.note:
            ratings.append(Span("\n" + observation.note, tone="muted"))
        rows.append(
            [
                kit.cell(
                    [observation.number, late_mark(observation.late_entry)],
                    place=record_place(cycle, observation.number),
                ),
                words.moment(observation.observed_at),
                observation.staff,
                words.joined([observation.observer, who], ", "),
                setting,
                ratings,
            ]
        )
    headings = [
        translate("Pack", "Record"),
        translate("Pack", "When"),
        translate("Pack", "Coachee"),
        translate("Pack", "Observer"),
        translate("Pack", "Setting"),
        translate("Pack", "Criteria"),
    ]
    yield kit.table(headings, rows, [11, 16, 18, 17, 16, 22])


def agreement(kit: Kit, cycle: CycleDetail, settings: Settings) -> Iterator[Flowable]:
    """What two observers of one event agree on, and what they differ on; nothing where nobody observed twice."""
    lines: list[str] = []
    for first, second, agreed in cycle.second_views(settings):
        text = translate("Pack", "{first} ({one}) and {second} ({other}), the same event: {agreed}")
        lines.append(
            text.format(
                first=first.number,
                one=first.observer,
                second=second.number,
                other=second.observer,
                agreed=agreed.words,
            )
        )
        differ = translate("Pack", "Criterion {code}: {one} and {other}.")
        lines += [
            differ.format(
                code=code,
                one=vocabulary.label("rating", ours).lower(),
                other=vocabulary.label("rating", theirs).lower(),
            )
            for code, ours, theirs in agreed.disagreed
        ]
    if lines:
        yield kit.note("\n".join(lines))


def scenarios(kit: Kit, cycle: CycleDetail, settings: Settings) -> Iterator[Flowable]:
    """Scenario exercises with their answers, ratings and reviews, and how long the review took (R10)."""
    if not cycle.scenarios:
        return
    yield kit.section(translate("Pack", "Scenario exercises"))
    rows: list[list[Words | Para]] = []
    for exercise in cycle.scenarios:
        ratings: list[str | Span] = []
        for rating in exercise.ratings:
            ratings += [
                "\n" if ratings else "",
                f"{rating.code}  ",
                Span(vocabulary.label("rating", rating.result), tone=tone_of("rating", rating.result)),
            ]
        reviewed: Words = Span(translate("Pack", "not reviewed"), tone="attention")
        if exercise.reviewed_at is not None:
            hours = hours_between(exercise.submitted_at, exercise.reviewed_at, cycle.facts.pauses)
            reviewed = [exercise.reviewer, "\n", *pieces(waited(hours, settings.scenario_hours))]
        rows.append(
            [
                kit.cell([exercise.number, late_mark(exercise.late_entry)], place=record_place(cycle, exercise.number)),
                [exercise.staff, Span("\n" + words.moment(exercise.submitted_at), tone="muted")],
                exercise.answer,
                reviewed,
                ratings or "",
                exercise.feedback,
            ]
        )
    headings = [
        translate("Pack", "Record"),
        translate("Pack", "Coachee"),
        translate("Pack", "Answer"),
        translate("Pack", "Reviewed"),
        translate("Pack", "Criteria"),
        translate("Pack", "Feedback"),
    ]
    yield kit.table(headings, rows, [11, 16, 25, 14, 14, 20])
    cases = dict.fromkeys(one.scenario for one in cycle.scenarios)
    yield kit.note("\n".join(translate("Pack", "The case: {text}").format(text=text) for text in cases))
