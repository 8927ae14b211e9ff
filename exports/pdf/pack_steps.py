"""The steps of a cycle in an evidence pack: what was noticed, planned, done, seen and kept, as tables and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import TriggerRow
from coachdesk.queries.sessions import SessionDetail
from coachdesk.rules.clocks import hours_between
from coachdesk.rules.gate_close import live_missing
from coachdesk.rules.wording import hours_words, names
from coachdesk.settings import Settings
from exports import words
from exports.pdf.flow import Kit, Para
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


def tone_of(choice: str, code: str) -> str:
    """The token for the ink of a coded word."""
    tone = vocabulary.tone(choice, code)
    return "text" if tone == "plain" else tone


def identified(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """Signals, target criteria, cause: what was noticed and how it was understood."""
    yield kit.section(translate("Pack", "What was noticed"))
    if cycle.signals:
        rows: list[list[Words | Para]] = [
            [
                kit.cell(signal.number, place=record_place(cycle, signal.number)),
                words.day(signal.occurred_on),
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
        text = translate("Pack", "{number}: its sustain check found the drift back").format(number=cycle.previous)
        pairs.insert(0, (translate("Pack", "Came back after"), text))
    yield kit.facts(pairs)


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
            words.day(phase.finished_at) or (translate("Pack", "in hand") if phase.started_at else ""),
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
        live = waiting[coachee.staff_id] or translate("Pack", "Confirmed by the validator in live delivery.")
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


def _confidence(before: int | None, after: int | None) -> str:
    if before is None and after is None:
        return ""
    shown = ["–" if level is None else str(level) for level in (before, after)]
    return translate("Pack", "{before} to {after} of 5").format(before=shown[0], after=shown[1])


def _own_rating(before: int | None, after: int | None) -> str:
    """The coachee's own rating, in a line of its own below the supervisor's."""
    rated = _confidence(before, after)
    return "\n" + translate("Pack", "own: {levels}").format(levels=rated) if rated else ""


def sessions(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """The sessions as a table, then what was seen, agreed and said in each."""
    yield kit.section(translate("Pack", "Sessions"))
    if not cycle.sessions:
        yield kit.note(translate("Pack", "No session has been planned yet."))
        return
    rows: list[list[Words | Para]] = [
        [
            kit.cell(session.number, place=record_place(cycle, session.number)),
            words.day(session.starts_at),
            _kind(session),
            names([coachee.name for coachee in session.coachees]),
            _feedback(session),
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


def _kind(session: SessionDetail) -> Words:
    kind = vocabulary.label("session_kind", session.kind)
    length = translate("Pack", "{count} min").format(count=session.minutes) if session.minutes else ""
    shown = words.joined([kind, length], ", ")
    if session.status == "held":
        return shown
    status = vocabulary.label("session_status", session.status)
    return [shown, Span("\n" + words.joined([status, session.status_reason], ": "), tone="attention")]


def _feedback(session: SessionDetail) -> str:
    if session.feedback_at is None:
        return translate("Pack", "not given") if session.status == "held" else ""
    hours = hours_between(session.starts_at, session.feedback_at)
    if hours <= 0:
        return translate("Pack", "right away")
    return translate("Pack", "after {time}").format(time=hours_words(hours))


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
        state = vocabulary.label("step_status", step.status).lower()
        day = words.day(step.verified_on or step.done_on or step.due_on)
        by = step.verified_by if step.status == "verified" else step.owner
        text = translate("Pack", "Step: {text} ({detail})")
        yield text.format(text=step.text, detail=words.joined([by, state, day], ", "))
    for coachee in session.coachees:
        if coachee.acknowledgement != "none" or coachee.statement:
            word = vocabulary.label("acknowledgement", coachee.acknowledgement).lower()
            when = words.moment(coachee.acknowledged_at)
            said = f"“{coachee.statement}”" if coachee.statement else ""
            yield words.joined([f"{coachee.name} {word}", when, said], ", ")


def evidence(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    """The evidence files of the cycle, each linked to the index."""
    if not cycle.evidence:
        return
    yield kit.section(translate("Pack", "Evidence files"))
    rows: list[list[Words | Para]] = [
        [
            kit.link(item.number, evidence_place(item.number)),
            words.joined([item.title, item.file_name if item.file_name != item.title else ""]),
            words.day(item.made_on),
            item.session,
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
