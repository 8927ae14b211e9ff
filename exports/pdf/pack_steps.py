"""The steps of a cycle in an evidence pack: what was noticed, planned, done, seen and kept, as tables and lines."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import timedelta

from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import CoacheeRow, PhaseRow, TriggerRow
from coachdesk.queries.sessions import SessionDetail, StepRow
from coachdesk.rules.clocks import hours_between
from coachdesk.rules.gate_close import live_missing
from coachdesk.rules.wording import hours_words, names
from coachdesk.settings import Settings
from exports import words
from exports.pdf.flow import SMALL, Kit, Para
from exports.pdf.text import Span, Words


def cycle_place(number: str) -> str:
    """The name of a cycle file's first page as a link's target."""
    return f"cycle {number}"


def record_place(cycle: CycleDetail, number: str) -> str:
    """The name of a record's line within a cycle's file."""
    return f"{cycle.number} {number}"


def evidence_place(number: str) -> str:
    """The name of a line of the evidence index."""
    return f"evidence {number}"


def standard_place(version_id: int) -> str:
    """The name of a standard version's page."""
    return f"standard {version_id}"


def cycle_words(kit: Kit, number: str, inside: Container[str]) -> str | Span:
    """A cycle's number, as a link where its file is in this document."""
    return kit.link(number, cycle_place(number)) if number in inside else number


def late_mark(late: bool) -> str | Span:
    """A line below a record that was entered later than the agency allows (R10)."""
    return Span("\n" + translate("Pack", "late entry"), tone="attention", size=SMALL) if late else ""


def tone_of(choice: str, code: str) -> str:
    """The token for the ink of a coded word."""
    tone = vocabulary.tone(choice, code)
    return "text" if tone == "plain" else tone


def identified(kit: Kit, cycle: CycleDetail, inside: Container[str]) -> Iterator[Flowable]:
    """Signals, target criteria, cause: what was noticed and how it was understood."""
    yield kit.section(translate("Pack", "What was noticed"))
    if cycle.signals:
        rows: list[list[Words | Para]] = [
            [
                kit.cell([signal.number, late_mark(signal.late_entry)], place=record_place(cycle, signal.number)),
                [words.day(signal.occurred_on), _noticed(signal)],
                words.joined(
                    [
                        vocabulary.label("signal_source", signal.source),
                        vocabulary.label("severity", signal.severity).lower(),
                    ],
                    ", ",
                ),
                _about(signal),
                words.joined([signal.what_happened, signal.participant_code]),
            ]
            for signal in cycle.signals
        ]
        headings = [
            translate("Pack", "Record"),
            translate("Pack", "Occurred"),
            translate("Pack", "Source"),
            translate("Pack", "About"),
            translate("Pack", "What happened"),
        ]
        yield kit.table(headings, rows, [12, 15, 20, 18, 35])
    else:
        yield kit.note(translate("Pack", "No signal opened this cycle."))
    pairs: list[tuple[str, Words]] = [
        (translate("Pack", "Target criteria"), "\n".join(_criterion_lines(cycle)) or translate("Pack", "none chosen")),
        (
            translate("Pack", "Likely cause"),
            words.joined([vocabulary.label("cause", cycle.cause), cycle.cause_note], ": ")
            or translate("Pack", "not named"),
        ),
        (translate("Pack", "Evidence wanted"), cycle.evidence_wanted or translate("Pack", "not described")),
        (translate("Pack", "Follow-up date"), words.day(cycle.follow_up_on) or translate("Pack", "not set")),
    ]
    if cycle.proposal_words:
        rule = f" ({cycle.proposal_rule})" if cycle.proposal_rule else ""
        pairs.insert(0, (translate("Pack", "Proposed by drift"), cycle.proposal_words + rule))
    if cycle.previous:
        before, _, after = translate("Pack", "{number}: its sustain check found the drift back").partition("{number}")
        said = [before, cycle_words(kit, cycle.previous, inside), after]
        pairs.insert(0, (translate("Pack", "Came back after"), said))
    yield kit.facts(pairs)


def _noticed(signal: TriggerRow) -> str | Span:
    if signal.noticed_on == signal.occurred_on:
        return ""
    text = translate("Pack", "noticed {day}").format(day=words.day(signal.noticed_on))
    return Span("\n" + text, tone="muted", size=SMALL)


def _about(signal: TriggerRow) -> str:
    named = translate("Pack", "criterion {code}").format(code=signal.criterion_code) if signal.criterion_code else ""
    return words.joined([signal.staff or signal.team, named], ", ")


def unconfirmed(cycle: CycleDetail, settings: Settings) -> dict[int, str]:
    """For each coachee (staff id) why their practice is not confirmed in live delivery; "" when it is (R7).

    Judged without looking at the outcome: the gate lets "not achieved" pass, but a pack must not call that confirmed.
    """
    return {
        coachee.staff_id: live_missing(cycle.facts, replace(coachee, outcome=""), settings)
        for coachee in cycle.facts.coachees
    }


def _criterion_lines(cycle: CycleDetail) -> Iterator[str]:
    for criterion in cycle.criteria:
        limit = ""
        if criterion.threshold is not None:
            limit = f" ({criterion.threshold.normalize():f} {criterion.unit})".replace(" )", ")")
        yield f"{criterion.code}  {criterion.text}{limit}"


def phases(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """The four phases, planned and actual, and the stops of the clocks."""
    if not cycle.phases:
        return
    yield kit.section(translate("Pack", "Phases, planned and actual"))
    rows: list[list[Words | Para]] = [
        [
            vocabulary.label("cycle_phase", phase.phase),
            words.span(phase.planned_start, phase.planned_end),
            words.day(phase.started_at) or translate("Pack", "not begun"),
            _finished(phase, cycle),
        ]
        for phase in cycle.phases
    ]
    headings = [
        translate("Pack", "Phase"),
        translate("Pack", "Planned"),
        translate("Pack", "Began"),
        translate("Pack", "Finished"),
    ]
    yield kit.table(headings, rows, [20, 36, 22, 22])
    for pause in cycle.pauses:
        text = translate("Pack", "Clocks stopped {span}: {reason}")
        yield kit.note(text.format(span=words.span(pause.from_on, pause.until_on), reason=pause.reason))


def _finished(phase: PhaseRow, cycle: CycleDetail) -> Words:
    """When a phase ended, marked when that was after its planned day; what was cancelled has nothing in hand."""
    if phase.finished_at is None:
        return translate("Pack", "in hand") if phase.started_at and not cycle.over else ""
    day = words.day(phase.finished_at)
    if phase.finished_at.astimezone().date() <= phase.planned_end:
        return day
    return [day, Span("\n" + translate("Pack", "after the planned day"), tone="attention", size=SMALL)]


def outcomes(kit: Kit, cycle: CycleDetail, settings: Settings) -> Iterator[Flowable]:
    """Each coachee with outcome, confidence and live confirmation."""
    if not cycle.coachees:
        return
    yield kit.section(translate("Pack", "Coachees and outcomes"))
    rows: list[list[Words | Para]] = []
    waiting = unconfirmed(cycle, settings)
    for coachee in cycle.coachees:
        outcome: Words = Span(translate("Pack", "none yet"), tone="muted")
        if coachee.outcome:
            outcome = Span(
                vocabulary.label("outcome", coachee.outcome), bold=True, tone=tone_of("outcome", coachee.outcome)
            )
        live: Words = waiting[coachee.staff_id]
        if not live:
            live = [
                translate("Pack", "Confirmed by the validator in live delivery."),
                *_confirming(kit, cycle, coachee),
            ]
        rows.append(
            [
                [coachee.name, Span("\n" + coachee.number, tone="muted")],
                outcome,
                [
                    _confidence(coachee.confidence_before, coachee.confidence_after),
                    Span(_own_rating(coachee.self_before, coachee.self_after), tone="muted"),
                ],
                live,
                words.joined([coachee.outcome_note, coachee.next_step]),
            ]
        )
    headings = [
        translate("Pack", "Coachee"),
        translate("Pack", "Outcome"),
        translate("Pack", "Confidence"),
        translate("Pack", "Live use"),
        translate("Pack", "Note and next step"),
    ]
    yield kit.table(headings, rows, [20, 15, 13, 26, 26])


def _confirming(kit: Kit, cycle: CycleDetail, coachee: CoacheeRow) -> Iterator[str | Span]:
    """The validator's live observations of one coachee, as links (R20)."""
    for one in cycle.observations:
        if (one.staff_id, one.observer_id, one.setting) == (coachee.staff_id, cycle.validator_id, "live"):
            yield from (" ", kit.link(one.number, record_place(cycle, one.number)))


def _confidence(before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    if after is None:
        return translate("Pack", "{level} of 5 before").format(level=before)
    if before is None:
        return translate("Pack", "{level} of 5 after").format(level=after)
    return translate("Pack", "{before} to {after} of 5").format(before=before, after=after)


def _own_rating(before: int | None, after: int | None) -> str:
    """The coachee's own rating, in a line of its own below the supervisor's."""
    rated = _confidence(before, after)
    return "\n" + translate("Pack", "own: {levels}").format(levels=rated) if rated else ""


def sessions(kit: Kit, cycle: CycleDetail, settings: Settings) -> Iterator[Flowable]:
    """The sessions as a table, then what was seen, agreed and said in each."""
    yield kit.section(translate("Pack", "Sessions"))
    if not cycle.sessions:
        yield kit.note(translate("Pack", "No session has been planned yet."))
        return
    rows: list[list[Words | Para]] = [
        [
            kit.cell([session.number, late_mark(session.late_entry)], place=record_place(cycle, session.number)),
            words.moment(session.starts_at),
            _kind(session, cycle),
            names([coachee.name for coachee in session.coachees]),
            _feedback(session, cycle, settings),
            ", ".join(vocabulary.label("data_source", code) for code in session.data_sources),
        ]
        for session in cycle.sessions
    ]
    headings = [
        translate("Pack", "Record"),
        translate("Pack", "Date"),
        translate("Pack", "Kind"),
        translate("Pack", "With"),
        translate("Pack", "Feedback"),
        translate("Pack", "Sources"),
    ]
    yield kit.table(headings, rows, [11, 14, 19, 20, 16, 20])
    for session in cycle.sessions:
        lines = list(_session_lines(session))
        if lines:
            yield kit.para([Span(session.number, bold=True), "  " + "\n".join(lines)], size=8.8, after=5)


def _kind(session: SessionDetail, cycle: CycleDetail) -> Words:
    """What it was and how long; who held it where that is not the cycle's coach; what became of one not held."""
    kind = vocabulary.label("session_kind", session.kind)
    length = translate("Pack", "{count} min").format(count=session.minutes) if session.minutes else ""
    by = translate("Pack", "by {name}").format(name=session.coach) if session.coach_id != cycle.coach_id else ""
    shown = words.joined([kind, length, by], ", ")
    if session.status == "held":
        return shown
    status = vocabulary.label("session_status", session.status)
    return [shown, Span("\n" + words.joined([status, session.status_reason], ": "), tone="attention")]


def _feedback(session: SessionDetail, cycle: CycleDetail, settings: Settings) -> Words:
    """How long after the session's end feedback was given, counted as the gate counts it (R6, R10)."""
    if session.feedback_at is None:
        return Span(translate("Pack", "not given"), tone="attention") if session.status == "held" else ""
    ended = session.starts_at + timedelta(minutes=session.minutes or 0)
    return waited(hours_between(ended, session.feedback_at, cycle.facts.pauses), settings.feedback_hours)


def waited(hours: float, limit: float) -> Words:
    """ "after 3 h", marked when that is over the limit."""
    if hours <= 0:
        return translate("Pack", "right away")
    after = translate("Pack", "after {time}").format(time=hours_words(hours))
    if hours <= limit:
        return after
    over = translate("Pack", "over the limit of {hours} h").format(hours=limit)
    return [after, Span("\n" + over, tone="attention", size=SMALL)]


def _session_lines(session: SessionDetail) -> Iterator[str]:
    """What was seen, strengths, steps and what coachees said: only what is there."""
    if session.strategies:
        used = ", ".join(vocabulary.label("strategy", code).lower() for code in session.strategies)
        yield translate("Pack", "Strategies: {text}.").format(text=used)
    if session.seen:
        yield translate("Pack", "Seen: {text}").format(text=session.seen)
    if session.strengths:
        yield translate("Pack", "Strengths: {text}").format(text=session.strengths)
    for step in session.steps:
        text = translate("Pack", "Step: {text} ({detail})")
        yield text.format(text=step.text, detail=words.joined([step.owner, *_step_state(step)], ", "))
    for coachee in session.coachees:
        if coachee.acknowledgement != "none" or coachee.statement:
            word = vocabulary.label("acknowledgement", coachee.acknowledgement).lower()
            when = words.moment(coachee.acknowledged_at)
            said = f"“{coachee.statement}”" if coachee.statement else ""
            yield words.joined([f"{coachee.name} {word}", when, said], ", ")


def _step_state(step: StepRow) -> Iterator[str]:
    """How far an action step is, with the day that goes with it."""
    yield vocabulary.label("step_status", step.status).lower()
    if step.status == "open" and step.due_on:
        yield translate("Pack", "due {day}").format(day=words.day(step.due_on))
    if step.status == "verified" and step.verified_by:
        yield translate("Pack", "by {name}").format(name=step.verified_by)
    yield words.day(step.verified_on or step.done_on) if step.status != "open" else ""


def evidence(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """The evidence files of the cycle, each linked to the index."""
    if not cycle.evidence:
        return
    yield kit.section(translate("Pack", "Evidence files"))
    rows: list[list[Words | Para]] = [
        [
            kit.link(item.number, evidence_place(item.number)),
            words.joined([item.title, item.file_name if item.file_name != item.title else ""]),
            words.day(item.made_on) or Span(translate("Pack", "not stated"), tone="muted"),
            kit.link(item.session, record_place(cycle, item.session)) if item.session else "",
        ]
        for item in cycle.evidence
    ]
    headings = [
        translate("Pack", "Record"),
        translate("Pack", "What"),
        translate("Pack", "Made"),
        translate("Pack", "Session"),
    ]
    yield kit.table(headings, rows, [14, 52, 18, 16])
