"""The forms of practice seen or tried: observations, also by a second observer, and scenario exercises with review."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.observations import ObservationDetail
from coachdesk.queries.ratings import RatingRow
from coachdesk.queries.scenarios import ScenarioDetail
from coachdesk.rules.wording import clock_words, day_words
from coachdesk.services import observations, scenarios
from ui.context import Context
from ui.forms import Beside, Field, FormDialog, FormSpec, Option, Section
from ui.forms.fields import Part
from ui.pages.cycles.options import CycleOptions
from ui.pages.cycles.words import people_of

Values = dict[str, Any]


def _ordered(options: CycleOptions, cycle: CycleDetail) -> list[Option]:
    """The criteria of the cycle's version, the target criteria first."""
    targets = {criterion.id for criterion in cycle.criteria}
    return sorted(options.criteria.get(cycle.version_id or 0, ()), key=lambda one: one.key not in targets)


def _rating_fields(options: CycleOptions, cycle: CycleDetail) -> tuple[Part, ...]:
    """A line of ratings for each criterion; a digit rates and goes on to the next."""
    targets = {criterion.id for criterion in cycle.criteria}
    return (
        Section(
            translate("Observations", "Criteria"),
            translate(
                "Observations", "Keys 1 to 5 rate a criterion and go on to the next. Target criteria come first."
            ),
        ),
        *(
            Field(
                f"rating_{one.key}",
                f"{one.detail}  {one.label}",
                "choice",
                choices="rating",
                buttons=True,
                required=one.key in targets,
            )
            for one in _ordered(options, cycle)
        ),
    )


def _take_ratings(found: Values) -> dict[int, str]:
    """The ratings by criterion id, taken out of a form's values; criteria that were left open are left out."""
    keys = [key for key in found if key.startswith("rating_")]
    ratings = {int(key.removeprefix("rating_")): found.pop(key) for key in keys}
    return {key: result for key, result in ratings.items() if result}


def _as_values(ratings: tuple[RatingRow, ...]) -> Values:
    return {f"rating_{one.criterion_id}": one.result for one in ratings}


def observation_words(one: ObservationDetail, context: Context) -> str:
    """ "O-0012 · Dana Whitfield, Tue Nov 17 10:20, seen by Luis Marín"."""
    at = one.observed_at.astimezone()
    return translate("Observations", "{number} · {name}, {day} {time}, seen by {who}").format(
        number=one.number,
        name=one.staff,
        day=day_words(at.date(), context.today()),
        time=clock_words(at),
        who=one.observer,
    )


def observation(
    context: Context,
    options: CycleOptions,
    cycle: CycleDetail,
    parent: QWidget | None,
    first: ObservationDetail | None = None,
) -> FormDialog:
    """Record practice seen, rated criterion by criterion. first: record a second observer's view of the same event."""
    parts = _observation_parts(options, cycle)
    intro = ""
    if first is not None:
        intro = translate("Observations", "A second view of {event}. Rate it without looking at the first.")
        intro = intro.format(event=observation_words(first, context))
    spec = FormSpec(
        translate("Observations", "Record observation")
        if first is None
        else translate("Observations", "Second observer of {number}").format(number=first.number),
        translate("Observations", "Save observation"),
        parts,
        intro,
        people=people_of(cycle),
    )
    values: Values = {"observer_id": cycle.validator_id if cycle.status == "validating" else cycle.coach_id}
    if len(options.coachees) == 1:
        values["staff_id"] = options.coachees[0].key
    key = f"observation.{cycle.id}"
    if first is not None:
        key = f"observation.second.{first.id}"
        other = cycle.coach_id if first.observer_id == cycle.validator_id else cycle.validator_id
        values = {
            "staff_id": first.staff_id,
            "observer_id": other,
            "observed_at": first.observed_at.astimezone(),
            "session_id": first.session_id,
            "setting": first.setting,
            "consent": first.consent,
        }
    dialog = FormDialog(spec, context.drafts, key, context.today, values, parent)

    def arguments(found: Values) -> Values:
        ratings = _take_ratings(found)
        for flag in ("consent", "deidentified"):
            found[flag] = bool(found.get(flag))
        if first is not None:
            found["paired_with_id"] = first.id
        return {"cycle_id": cycle.id, "values": found, "ratings": ratings}

    dialog.save_with(context.operations, observations.record_observation, arguments)
    return dialog


def _observation_parts(options: CycleOptions, cycle: CycleDetail) -> tuple[Part, ...]:
    held = [(one.id, f"{one.number} {vocabulary.label('session_kind', one.kind)}") for one in cycle.sessions
            if one.status == "held"]  # fmt: skip
    return (
        Beside(
            (
                Field("staff_id", translate("Observations", "Observed"), "choice", choices=options.coachees,
                      required=True),
                Field("observer_id", translate("Observations", "Observer"), "pick", choices=options.staff,
                      required=True),
            )
        ),
        Beside(
            (
                Field("observed_at", translate("Observations", "When"), "datetime", required=True, lean="past"),
                Field("session_id", translate("Observations", "In session"), "choice", choices=held),
            )
        ),
        Field("setting", translate("Observations", "Setting"), "choice", choices="setting", buttons=True,
              required=True, default="live"),
        Field("consent", translate("Observations", "The participant agreed to being observed"), "check",
              when=lambda values: values.get("setting") == "live"),
        *_rating_fields(options, cycle),
        Field("note", translate("Observations", "What was seen"), "long_text", lines=3,
              help=translate("Observations", "Observable words; participants as reference codes only.")),
        Field("deidentified", translate("Observations", "What is written names no participant"), "check"),
    )  # fmt: skip


def correct_observation(
    context: Context, options: CycleOptions, cycle: CycleDetail, one: ObservationDetail, parent: QWidget | None
) -> FormDialog:
    """Correct an observation while its cycle is open; the trail keeps what it said before."""
    spec = FormSpec(
        translate("Observations", "Correct observation {number}").format(number=one.number),
        translate("Observations", "Save correction"),
        _observation_parts(options, cycle),
        people=people_of(cycle),
    )
    values: Values = {
        "staff_id": one.staff_id,
        "observer_id": one.observer_id,
        "observed_at": one.observed_at.astimezone(),
        "session_id": one.session_id,
        "setting": one.setting,
        "consent": one.consent,
        "deidentified": one.deidentified,
        "note": one.note,
        **_as_values(one.ratings),
    }
    dialog = FormDialog(spec, context.drafts, f"observation.edit.{one.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        ratings = _take_ratings(found)
        for flag in ("consent", "deidentified"):
            found[flag] = bool(found.get(flag))
        return {"observation_id": one.id, "values": found, "ratings": ratings}

    dialog.save_with(context.operations, observations.edit_observation, arguments)
    return dialog


def scenario(context: Context, options: CycleOptions, cycle: CycleDetail, parent: QWidget | None) -> FormDialog:
    """Take in a coachee's answer to a scenario; the standard's own case is offered."""
    spec = FormSpec(
        translate("Scenarios", "Scenario exercise"),
        translate("Scenarios", "Hand in exercise"),
        _exercise_parts(options),
        people=people_of(cycle),
    )
    values: Values = {
        "scenario": cycle.scenario,
        "reviewer_id": cycle.coach_id,
        "submitted_at": context.desk.clock().astimezone().replace(second=0, microsecond=0),
    }
    if len(options.coachees) == 1:
        values["staff_id"] = options.coachees[0].key
    dialog = FormDialog(spec, context.drafts, f"scenario.{cycle.id}", context.today, values, parent)
    dialog.save_with(
        context.operations, scenarios.submit_scenario, lambda found: {"cycle_id": cycle.id, "values": found}
    )
    return dialog


def _exercise_parts(options: CycleOptions, reviewed: bool = False) -> tuple[Part, ...]:
    """What an exercise says. reviewed: who reviewed it stands in the review then, and is corrected there."""
    reviewer = Field("reviewer_id", translate("Scenarios", "To be reviewed by"), "pick", choices=options.staff)
    return (
        Beside(
            (
                Field("staff_id", translate("Scenarios", "Coachee"), "choice", choices=options.coachees,
                      required=True),
                Field("submitted_at", translate("Scenarios", "Handed in"), "datetime", required=True, lean="past",
                      help=translate("Scenarios", "The clock of the review runs from here (R10).")),
            )
        ),
        Field("scenario", translate("Scenarios", "Scenario"), "long_text", required=True, lines=4),
        Field("answer", translate("Scenarios", "The coachee's answer"), "long_text", lines=5,
              help=translate("Scenarios", "In their own words, or what was said; no participant is named.")),
        *(() if reviewed else (reviewer,)),
    )  # fmt: skip


def correct_scenario(
    context: Context, options: CycleOptions, cycle: CycleDetail, one: ScenarioDetail, parent: QWidget | None
) -> FormDialog:
    """Correct an exercise that was handed in wrongly, while its cycle is open; the trail keeps what it said before."""
    reviewed = one.reviewed_at is not None
    told = translate("Scenarios", "Its review stays as it is; look afterwards whether it still holds.")
    spec = FormSpec(
        translate("Scenarios", "Correct scenario exercise {number}").format(number=one.number),
        translate("Scenarios", "Save correction"),
        _exercise_parts(options, reviewed),
        told if reviewed else "",
        people=people_of(cycle),
    )
    values: Values = {
        "staff_id": one.staff_id,
        "submitted_at": one.submitted_at.astimezone(),
        "scenario": one.scenario,
        "answer": one.answer,
        "reviewer_id": one.reviewer_id,
    }
    dialog = FormDialog(spec, context.drafts, f"scenario.edit.{one.id}", context.today, values, parent)
    dialog.save_with(
        context.operations, scenarios.edit_scenario, lambda found: {"exercise_id": one.id, "values": found}
    )
    return dialog


def review(
    context: Context, options: CycleOptions, cycle: CycleDetail, exercise: ScenarioDetail, parent: QWidget | None
) -> FormDialog:
    """Review an exercise: a rating per criterion and feedback, against its clock (R10)."""
    spec = FormSpec(
        translate("Scenarios", "Review {number}").format(number=exercise.number),
        translate("Scenarios", "Save review"),
        (
            Section(translate("Scenarios", "The case"), exercise.scenario),
            Section(
                translate("Scenarios", "{name}'s answer").format(name=exercise.staff),
                exercise.answer or translate("Scenarios", "No answer is written down."),
            ),
            *_rating_fields(options, cycle),
            Field("feedback", translate("Scenarios", "Feedback"), "long_text", required=True, lines=3,
                  help=translate("Scenarios", "What was done well, and one thing to try next.")),
            Beside(
                (
                    Field("reviewer_id", translate("Scenarios", "Reviewer"), "pick", choices=options.staff,
                          required=True),
                    Field("reviewed_at", translate("Scenarios", "Reviewed"), "datetime", required=True, lean="past"),
                )
            ),
        ),
        people=people_of(cycle),
    )  # fmt: skip
    now = context.desk.clock().astimezone().replace(second=0, microsecond=0)
    values: Values = {
        "reviewer_id": exercise.reviewer_id or cycle.coach_id,
        "reviewed_at": exercise.reviewed_at.astimezone() if exercise.reviewed_at else now,
        "feedback": exercise.feedback,
        **_as_values(exercise.ratings),
    }
    dialog = FormDialog(spec, context.drafts, f"scenario.review.{exercise.id}", context.today, values, parent)

    def arguments(found: Values) -> Values:
        ratings = _take_ratings(found)
        return {"exercise_id": exercise.id, "values": found, "ratings": ratings}

    dialog.save_with(context.operations, scenarios.review_scenario, arguments)
    return dialog
