"""How a cycle reads in the window: ribbon, header, timeline and checklist rows made from its detail. No widgets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_parts import CoacheeRow
from coachdesk.queries.scenarios import ScenarioDetail
from coachdesk.queries.sessions import SessionDetail
from coachdesk.rules.clocks import day_of_words, due_in_hours
from coachdesk.rules.gate_close import live_missing
from coachdesk.rules.wording import clock_words, day_words, names, short_day
from coachdesk.settings import Settings
from ui.widgets import CheckRow, Entry, Phase


def local(moment: datetime) -> datetime:
    """A stored moment in this computer's zone."""
    return moment.astimezone()


def people_of(cycle: CycleDetail) -> tuple[str, ...]:
    """The names of those a cycle is about or who lead it; they may be named in what is written about it (R22)."""
    return (*(one.name for one in cycle.coachees), cycle.coach, cycle.validator)


def header_line(cycle: CycleDetail) -> str:
    """ "North team · coach Renee Okafor · validator Luis Marín · opened from 4 signals · standard HD-01 version 3"."""
    parts = [cycle.team]
    if cycle.coach:
        parts.append(translate("Cycles", "coach {name}").format(name=cycle.coach))
    if cycle.validator:
        parts.append(translate("Cycles", "validator {name}").format(name=cycle.validator))
    if len(cycle.signals) == 1:
        parts.append(translate("Cycles", "opened from 1 signal"))
    elif cycle.signals:
        parts.append(translate("Cycles", "opened from {count} signals").format(count=len(cycle.signals)))
    if cycle.version is not None:
        code = cycle.standard.split(" ", 1)[0]
        parts.append(translate("Cycles", "standard {code} version {number}").format(code=code, number=cycle.version))
    return " · ".join(part for part in parts if part)


def status_line(cycle: CycleDetail, today: date) -> str:
    """Why a cycle is paused, escalated or cancelled, and who was asked to decide; "" for any other."""
    reason = cycle.status_reason
    if cycle.status == "escalated":
        text = translate("Cycles", "Escalated to {who}. {reason}")
        return text.format(who=cycle.escalated_to, reason=reason) if cycle.escalated_to else reason
    if cycle.status == "cancelled":
        return translate("Cycles", "Cancelled. {reason}").format(reason=reason)
    if cycle.status != "paused":
        return reason
    since = next((one.from_on for one in reversed(cycle.pauses) if one.until_on is None), None)
    if since is None:
        return translate("Cycles", "Paused, clocks stand still. {reason}").format(reason=reason)
    text = translate("Cycles", "Paused since {day}, clocks stand still. {reason}")
    return text.format(day=day_words(since, today), reason=reason)


def ribbon(cycle: CycleDetail, today: date) -> list[Phase]:
    """The four phases with planned or actual days."""
    found = []
    stopped = cycle.status in ("paused", "escalated")
    for row in cycle.phases:
        done = row.finished_at is not None
        now = row.phase == cycle.phase and not cycle.over
        starts = local(row.started_at).date() if row.started_at else row.planned_start
        ends = local(row.finished_at).date() if row.finished_at else row.planned_end
        days = day_words(starts, today)
        if ends != starts:
            days = translate("Cycles", "{first} – {last}").format(first=days, last=day_words(ends, today))
        if row.phase == "close" and not done:
            days = translate("Cycles", "due {day}").format(day=day_words(row.planned_end, today))
        note = ""
        if row.phase == "diagnose" and cycle.rule_locked_at is not None:
            note = translate("Cycles", "rule locked")
        pill = day_of_words(cycle.opened_on, cycle.phases[-1].planned_end, today) if now and not stopped else ""
        if now and cycle.status == "escalated":
            pill = translate("Cycles", "escalated")
        state = "done" if done else "paused" if now and stopped else "now" if now else "next"
        tone = "late" if pill and not stopped and today > cycle.phases[-1].planned_end else ""
        found.append(Phase(vocabulary.label("cycle_phase", row.phase), state, days, note, pill, tone))  # type: ignore[arg-type]  # one of its states
    return found


AT_CLOSING = ("outcomes", "next_steps", "outcomes_agree", "sign_off")  # asked for by the closing form itself


def waiting_for_feedback(cycle: CycleDetail) -> SessionDetail | None:
    """The first session that was held and has no feedback yet."""
    held = (one for one in cycle.sessions if one.status == "held" and one.feedback_at is None)
    return min(held, key=lambda one: one.starts_at, default=None)


def gate_rows(cycle: CycleDetail, writable: bool = True) -> list[CheckRow]:
    """The checklist of the gate in front; what is missing leads to its form where anything may be written."""
    if not cycle.next_gate:
        return []
    links = {
        "sessions": translate("Cycles", "Record session"),
        "observations": translate("Cycles", "Record observation"),
        "baseline": translate("Cycles", "Measure"),
        "measures": translate("Cycles", "Measure"),
        "scenarios": translate("Cycles", "Review"),
    }
    rows = []
    for item in cycle.gate(cycle.next_gate).items:
        sub = "\n".join(item.missing) if item.missing else item.detail
        link = links.get(item.field, translate("Cycles", "Fill in")) if item.lacking else ""
        if item.key in AT_CLOSING or not writable:
            link = ""
        mend = item.field
        if writable and item.key == "feedback" and item.lacking and waiting_for_feedback(cycle) is not None:
            link, mend = translate("Cycles", "Feedback given…"), "feedback"
        rows.append(CheckRow(item.text, item.met, sub, link, mend, judged=item.judged))
    return rows


def timeline(cycle: CycleDetail, today: date, settings: Settings, now: datetime) -> list[Entry]:
    """Sessions, observations and scenario exercises, newest first; what is planned on top."""
    entries = [(one.starts_at, _session_entry(cycle, one, today, settings, now)) for one in cycle.sessions]
    entries += [(one.submitted_at, _scenario_entry(cycle, one, today, settings, now)) for one in cycle.scenarios]
    for one in cycle.observations:
        result = [rating for rating in one.ratings if rating.result in ("met", "partly", "not_met")]
        met = sum(rating.result == "met" for rating in result)
        pills = [(vocabulary.label("setting", one.setting), vocabulary.tone("setting", one.setting))]
        if one.late_entry:
            pills.append((translate("Cycles", "late entry"), "attention"))
        if one.paired_with:
            pills.append((translate("Cycles", "second view of {number}").format(number=one.paired_with), "info"))
        if one.note and not one.deidentified:
            pills.append((translate("Cycles", "names not checked"), "attention"))
        text = translate("Cycles", "Observation, {name}").format(name=one.staff)
        counted = translate("Cycles", "{met} of {total} criteria met, seen by {who}.").format(
            met=met, total=len(result), who=one.observer
        )
        sub = f"{counted} {one.note}".strip()
        when = day_words(local(one.observed_at).date(), today)
        entries.append((one.observed_at, Entry(when, text, sub, tuple(pills), "ok", key=f"observation:{one.id}")))
    return [entry for _, entry in sorted(entries, key=lambda pair: pair[0], reverse=True)]


def _scenario_entry(
    cycle: CycleDetail, exercise: ScenarioDetail, today: date, settings: Settings, now: datetime
) -> Entry:
    text = translate("Cycles", "Scenario exercise, {name}").format(name=exercise.staff)
    pills: list[tuple[str, str]] = []
    judged = [one for one in exercise.ratings if one.result in ("met", "partly", "not_met")]
    sub = exercise.answer
    if exercise.reviewed_at is not None:
        met = sum(one.result == "met" for one in judged)
        counted = translate("Cycles", "{met} of {total} criteria met, reviewed by {who}.").format(
            met=met, total=len(judged), who=exercise.reviewer
        )
        sub = f"{counted} {exercise.feedback}".strip()
    elif not cycle.over:
        due = due_in_hours(exercise.submitted_at, settings.scenario_hours, cycle.facts.pauses)
        if due is not None:
            pills.append(_due_pill(translate("Cycles", "review due {day} {time}"), due, today, now))
    else:
        pills.append((translate("Cycles", "not reviewed"), "attention"))
    if exercise.late_entry:
        pills.append((translate("Cycles", "late entry"), "attention"))
    when = day_words(local(exercise.submitted_at).date(), today)
    return Entry(when, text, sub, tuple(pills), "info", key=f"scenario:{exercise.id}")


def _due_pill(text: str, due: datetime, today: date, now: datetime) -> tuple[str, str]:
    at = local(due)
    words = text.format(day=day_words(at.date(), today), time=clock_words(at))
    return (words, "late" if due < now else "attention")


def _session_entry(cycle: CycleDetail, session: SessionDetail, today: date, settings: Settings, now: datetime) -> Entry:
    starts = local(session.starts_at)
    with_whom = names([one.name for one in session.coachees])
    if len(session.coachees) == len(cycle.coachees) > 2:
        with_whom = translate("Cycles", "all {count} coachees").format(count=len(cycle.coachees))
    text = f"{vocabulary.label('session_kind', session.kind)}, {with_whom}"
    if session.minutes:
        text += translate("Cycles", " · {minutes} min").format(minutes=session.minutes)
    pills: list[tuple[str, str]] = []
    if session.status == "planned":
        late = session.starts_at < now
        words = translate("Cycles", "planned {time}").format(time=clock_words(starts))
        if late:
            words = translate("Cycles", "was planned, not recorded yet")
        pills.append((words, "attention" if late else "info"))
    elif session.status != "held":
        pills.append(
            (vocabulary.label("session_status", session.status), vocabulary.tone("session_status", session.status))
        )
    elif session.feedback_at is None:
        ended = session.starts_at + timedelta(minutes=session.minutes or 0)
        due = due_in_hours(ended, settings.feedback_hours, cycle.facts.pauses)
        if due is not None and not cycle.over:
            pills.append(_due_pill(translate("Cycles", "feedback due {day} {time}"), due, today, now))
    if any(one.acknowledgement == "disagrees" for one in session.coachees):
        pills.append((vocabulary.label("acknowledgement", "disagrees"), "info"))
    if session.late_entry:
        pills.append((translate("Cycles", "late entry"), "attention"))
    open_steps = sum(step.status == "open" for step in session.steps)
    if open_steps == 1:
        pills.append((translate("Cycles", "1 open step"), "plain"))
    elif open_steps:
        pills.append((translate("Cycles", "{count} open steps").format(count=open_steps), "plain"))
    sub = session.seen or session.status_reason
    return Entry(
        day_words(starts.date(), today),
        text,
        sub,
        tuple(pills),
        planned=session.status == "planned",
        key=f"session:{session.id}",
    )


def coachee_line(cycle: CycleDetail, staff_id: int, settings: Settings) -> tuple[str, tuple[str, str]]:
    """Sessions in words and live confirmation (R7) as a pill, for one coachee."""
    held = sum(one.status == "held" and _came(one, staff_id) for one in cycle.sessions)
    planned = sum(one.status == "planned" and _came(one, staff_id) for one in cycle.sessions)
    sessions = translate("Cycles", "{held} held").format(held=held)
    if planned:
        sessions += translate("Cycles", ", {planned} planned").format(planned=planned)
    live = [
        one
        for one in cycle.observations
        if one.staff_id == staff_id and one.setting == "live" and one.observer_id == cycle.validator_id
    ]
    facts = next(one for one in cycle.facts.coachees if one.staff_id == staff_id)
    if not live:  # it is asked for in Validate; before, there is nothing to worry about
        tone = "attention" if cycle.phase in ("validate", "close") and cycle.status != "cancelled" else "plain"
        return sessions, (translate("Cycles", "not yet"), tone)
    at = local(live[-1].observed_at)
    day = short_day(at.date())
    if live_missing(cycle.facts, replace(facts, outcome=""), settings):
        return sessions, (translate("Cycles", "seen {day}, not all met").format(day=day), "attention")
    return sessions, (translate("Cycles", "confirmed {day}").format(day=day), "ok")


def confidence_words(coachee: CoacheeRow) -> str:
    """ "2 → 4", "2", or "not rated": the supervisor's rating; the coachee's own never stands here."""
    if coachee.confidence_before is None and coachee.confidence_after is None:
        return translate("Cycles", "not rated")
    before = str(coachee.confidence_before) if coachee.confidence_before else "–"
    return f"{before} → {coachee.confidence_after}" if coachee.confidence_after else before


def confidence_told(coachee: CoacheeRow) -> str:
    """Both ratings in the words of the rubric, the coachee's own in a line of its own."""
    lines = []
    for whose, before, after in (
        (translate("Cycles", "Rated by the supervisor: {words}"), coachee.confidence_before, coachee.confidence_after),
        (translate("Cycles", "Their own rating: {words}"), coachee.self_before, coachee.self_after),
    ):
        levels = [vocabulary.label("confidence", str(level)) for level in (before, after) if level is not None]
        if levels:
            lines.append(whose.format(words=" → ".join(levels)))
    return "\n".join(lines) or translate("Cycles", "Not rated yet.")


def _came(session: SessionDetail, staff_id: int) -> bool:
    return any(one.staff_id == staff_id for one in session.coachees)
