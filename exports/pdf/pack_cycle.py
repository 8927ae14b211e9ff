"""One cycle's file in an evidence pack: the loop at a glance, then every step of it with the records behind it."""

from __future__ import annotations

from collections.abc import Container, Iterator
from datetime import date

from reportlab.platypus import Flowable

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.cycle import CycleDetail
from coachdesk.queries.cycle_charts import before_after, over_time
from coachdesk.queries.cycle_parts import SustainRow
from coachdesk.queries.measures import MeasureDetail
from coachdesk.rules.measured import measured_words
from coachdesk.rules.measures import Proportion, count_words, interval_words
from coachdesk.rules.moves import STOPPED
from coachdesk.rules.wording import span_words
from coachdesk.settings import Settings
from exports import words
from exports.pdf import pack_practice as practice
from exports.pdf import pack_steps as steps
from exports.pdf.charts import ChartFlow
from exports.pdf.flow import Card, Kit, Para
from exports.pdf.pack_departures import departures, history, noted
from exports.pdf.pack_steps import cycle_place, record_place, standard_place, tone_of
from exports.pdf.text import Span, Words


def cycle_pages(
    kit: Kit, cycle: CycleDetail, settings: Settings, standard: str, inside: Container[str] = ()
) -> Iterator[Flowable]:
    """The whole file of one cycle, in reading order. standard: its standard version's name, "HD-01 version 3".

    inside: the numbers of the cycles that have a file in this document, and can be linked to.
    """
    yield from _head(kit, cycle, settings, standard)
    yield from _rule(kit, cycle)
    yield from _before_after(kit, cycle, settings)
    yield from steps.identified(kit, cycle, inside)
    yield from steps.phases(kit, cycle)
    yield from steps.outcomes(kit, cycle, settings)
    yield from steps.sessions(kit, cycle, settings)
    yield from practice.observations(kit, cycle)
    yield from practice.agreement(kit, cycle, settings)
    yield from practice.scenarios(kit, cycle, settings)
    yield from steps.evidence(kit, cycle)
    yield from _closing(kit, cycle, inside)
    yield from departures(kit, cycle)
    yield from history(kit, cycle)


def title_of(number: str, title: str) -> str:
    """ "C-2026-0029 · Escalating health deterioration"."""
    return words.joined([number, title])


def _head(kit: Kit, cycle: CycleDetail, settings: Settings, standard: str) -> Iterator[Flowable]:
    yield kit.title(title_of(cycle.number, cycle.title), cycle_place(cycle.number), level=1)
    line: list[str | Span] = []
    if cycle.version_id is not None:
        line += [translate("Pack", "Standard") + " ", kit.link(standard, standard_place(cycle.version_id)), " · "]
    parts = [
        translate("Pack", "coach {name}").format(name=cycle.coach or translate("Pack", "not named")),
        translate("Pack", "validator {name}").format(name=cycle.validator or translate("Pack", "not named")),
        _coachee_count(len(cycle.coachees)),
        cycle.team,
        words.span(cycle.opened_on, _last_day(cycle)) if cycle.closed_at else _opened(cycle),
    ]
    yield kit.para([*line, words.joined(parts)], size=10.5, tone="muted", after=6)
    yield kit.strip(
        [_identified_card(kit, cycle), _acted_card(kit, cycle), _followed_card(kit, cycle, settings), _closed(cycle)]
    )
    yield from noted(kit, cycle)


def _opened(cycle: CycleDetail) -> str:
    text = translate("Pack", "opened {day}, {status}")
    status = vocabulary.label("cycle_status", cycle.status).lower()
    return text.format(day=words.day(cycle.opened_on), status=status)


def _last_day(cycle: CycleDetail) -> date | None:
    return None if cycle.closed_at is None else cycle.closed_at.astimezone().date()


def _coachee_count(count: int) -> str:
    if count == 1:
        return translate("Pack", "1 coachee")
    return translate("Pack", "{count} coachees").format(count=count)


def _links(kit: Kit, cycle: CycleDetail, numbers: list[str]) -> list[str | Span]:
    """Numbers as links to their lines, the first few of many."""
    found: list[str | Span] = []
    for number in numbers[:6]:
        found += (
            [" · ", kit.link(number, record_place(cycle, number))]
            if found
            else [kit.link(number, record_place(cycle, number))]
        )
    if len(numbers) > 6:
        found.append(" " + translate("Pack", "and {count} more").format(count=len(numbers) - 6))
    return found


def _identified_card(kit: Kit, cycle: CycleDetail) -> Card:
    count = len(cycle.signals)
    if not count:
        return Card(translate("Pack", "Identified"), (translate("Pack", "no signal recorded"),))
    span = span_words(cycle.signals[0].occurred_on, cycle.signals[-1].occurred_on)
    one, many = translate("Pack", "1 signal"), translate("Pack", "{count} signals {span}")
    first = one if count == 1 else many.format(count=count, span=span)
    return Card(
        translate("Pack", "Identified"), (first, _links(kit, cycle, [signal.number for signal in cycle.signals]))
    )


def _acted_card(kit: Kit, cycle: CycleDetail) -> Card:
    held = [session for session in cycle.sessions if session.status == "held"]
    observed = sum("direct_observation" in session.data_sources for session in held)
    text = translate("Pack", "{count} sessions held, {observed} with direct observation")
    return Card(
        translate("Pack", "Acted"),
        (text.format(count=len(held), observed=observed), _links(kit, cycle, [session.number for session in held])),
    )


def _followed_card(kit: Kit, cycle: CycleDetail, settings: Settings) -> Card:
    confirmed = sum(not missing for missing in steps.unconfirmed(cycle, settings).values())
    text = translate("Pack", "live use confirmed {count} of {total}")
    live = [o.number for o in cycle.observations if o.observer_id == cycle.validator_id and o.setting == "live"]
    shown = text.format(count=confirmed, total=len(cycle.coachees))
    return Card(translate("Pack", "Followed up"), (shown, _links(kit, cycle, live)))


def _closed(cycle: CycleDetail) -> Card:
    title = translate("Pack", "Closed")
    if cycle.closed_at is None:
        status = Span(
            vocabulary.label("cycle_status", cycle.status), bold=True, tone=tone_of("cycle_status", cycle.status)
        )
        due = translate("Pack", "phase due {day}").format(day=words.day(cycle.due_on))
        if cycle.status in STOPPED:
            due = translate("Pack", "clocks stand still")
        return Card(title, (translate("Pack", "not yet"), [status, " · " + due]))
    lines: list[Words] = []
    if cycle.status == "cancelled":
        lines.append(Span(vocabulary.label("cycle_status", cycle.status), bold=True))
    for code in vocabulary.codes("outcome"):
        count = sum(coachee.outcome == code for coachee in cycle.coachees)
        if count:
            tally = translate("Pack", "{count} of {total}").format(count=count, total=len(cycle.coachees))
            lines.append(
                [Span(vocabulary.label("outcome", code), bold=True, tone=tone_of("outcome", code)), " " + tally]
            )
    lines.append(words.day(_last_day(cycle)))
    for check in cycle.sustain:
        status_word = vocabulary.label("sustain_status", check.status).lower()
        lines.append(translate("Pack", "after {days} days: {status}").format(days=check.days, status=status_word))
    return Card(title, tuple(lines))


def _rule(kit: Kit, cycle: CycleDetail) -> Iterator[Flowable]:
    yield kit.section(translate("Pack", "What would count as improvement"))
    if not cycle.rule.measure:
        yield kit.note(translate("Pack", "No success rule is recorded yet."))
        return
    if cycle.rule_locked_at is None:
        locked = translate("Pack", "Not locked yet: the cycle is still in Diagnose.")
    else:
        after = [m for m in cycle.measures if m.stage == "post" and m.recorded_at < cycle.rule_locked_at]
        text = (
            translate("Pack", "Locked {moment}, after a measure of the result had been recorded.")
            if after
            else translate("Pack", "Locked {moment}, before any result was measured.")
        )
        locked = text.format(moment=words.moment(cycle.rule_locked_at))
        locked += " " + (
            translate("Pack", "Amendments to this cycle are listed below.")
            if cycle.amendments
            else translate("Pack", "Not changed since.")
        )
    told = [cycle.rule.words().rstrip(".") + ".", locked]
    if cycle.rule_of is not None:
        told.append(cycle.rule_of.words(cycle.rule))
    yield kit.rule_box(told)


def _before_after(kit: Kit, cycle: CycleDetail, settings: Settings) -> Iterator[Flowable]:
    yield kit.section(translate("Pack", "Before and after"))
    before, after = cycle.baseline, cycle.post
    if before is None and after is None:
        yield kit.note(translate("Pack", "Nothing has been measured yet."))
        return
    compared = cycle.compared(settings)
    said = f"{compared.words} {cycle.judged.words}" if compared else cycle.judged.words
    row: list[Words | Para] = [
        [cycle.rule.measure or translate("Pack", "Records that met the target criteria"), _method(before or after)],
        _measured(before, settings),
        _measured(after, settings),
        said,
    ]
    headings = [
        translate("Pack", "Measure"),
        translate("Pack", "Before"),
        translate("Pack", "After"),
        translate("Pack", "What can be said"),
    ]
    yield kit.table(headings, [row], [24, 15, 15, 46], after=2)
    yield ChartFlow(before_after(cycle, settings), kit.ink)
    series = over_time(cycle, settings)
    if series is not None:
        yield ChartFlow(series, kit.ink)
    lines = [_measure_line(measure, settings) for measure in cycle.measures]
    yield kit.note("\n".join(lines))


def _method(measure: MeasureDetail | None) -> Span:
    if measure is None:
        return Span("")
    criteria = translate("Pack", "criteria {codes}").format(codes=", ".join(measure.criteria))
    text = words.joined([vocabulary.label("measure_method", measure.method).lower(), criteria], ", ")
    return Span("\n" + text, tone="muted")


def _measured(measure: MeasureDetail | None, settings: Settings) -> Words:
    if measure is None:
        return Span(translate("Pack", "not measured"), tone="muted")
    result = measure.result
    if isinstance(result, Proportion):
        return [count_words(result), Span("\n" + interval_words(result, settings), tone="muted")]
    return measured_words(result, settings)


def _measure_line(measure: MeasureDetail, settings: Settings) -> str:
    """One measure whole: those between the first and the last stand nowhere else."""
    text = translate("Pack", "{stage}: {figure}, measured {day} by {name}, standard version {version}, records {span}")
    span = words.span(measure.records_from, measure.records_to) or translate("Pack", "of that day")
    line = text.format(
        stage=vocabulary.label("measure_stage", measure.stage),
        figure=measured_words(measure.result, settings),
        day=words.day(measure.measured_on),
        name=measure.assessor,
        version=measure.version,
        span=span,
    )
    extra = []
    if measure.not_applicable:
        extra.append(translate("Pack", "not applicable, left out: {count}").format(count=measure.not_applicable))
    if measure.late_entry:
        extra.append(translate("Pack", "late entry"))
    if measure.triggers_included:
        extra.append(translate("Pack", "records that opened the cycle are still among those judged"))
    elif measure.triggers_excluded:
        extra.append(
            translate("Pack", "records that opened the cycle, left out: {count}").format(
                count=measure.triggers_excluded
            )
        )
    return words.joined([line, *extra, measure.note], "; ") + "."


def _closing(kit: Kit, cycle: CycleDetail, inside: Container[str]) -> Iterator[Flowable]:
    yield kit.section(translate("Pack", "Sign-off and sustain checks"))
    if cycle.signed_off_at is None:
        state = vocabulary.label("cycle_status", cycle.status)
        text = words.joined(
            [
                translate("Pack", "Not signed off. Status: {status}").format(status=state),
                cycle.status_reason,
                translate("Pack", "asked to decide: {who}").format(who=cycle.escalated_to)
                if cycle.escalated_to
                else "",
            ]
        )
        yield kit.note(text)
    else:
        text = translate("Pack", "Signed off by {name}, {moment}.")
        signed = text.format(name=cycle.signed_off_by, moment=words.moment(cycle.signed_off_at))
        yield kit.para(words.joined([signed, cycle.sign_off_note], " "))
    if cycle.sustain:
        rows: list[list[Words | Para]] = [
            [
                translate("Pack", "after {days} days").format(days=check.days),
                words.day(check.due_on),
                Span(vocabulary.label("sustain_status", check.status), tone=tone_of("sustain_status", check.status)),
                [words.joined([words.day(check.checked_on), check.checked_by]), steps.late_mark(check.late_entry)],
                [words.joined([_looked_at(check), check.note]), *_again(kit, check, inside)],
            ]
            for check in cycle.sustain
        ]
        headings = [
            translate("Pack", "Check"),
            translate("Pack", "Due"),
            translate("Pack", "Result"),
            translate("Pack", "Checked"),
            translate("Pack", "Note"),
        ]
        yield kit.table(headings, rows, [18, 18, 16, 18, 30])


def _looked_at(check: SustainRow) -> str:
    if not check.total:
        return ""
    return translate("Pack", "{met} of {total} records met the criteria").format(met=check.met, total=check.total)


def _again(kit: Kit, check: SustainRow, inside: Container[str]) -> Iterator[str | Span]:
    """The cycle that was opened because the drift came back, as a link where its file is in this document (R20)."""
    if check.next_cycle:
        before, _, after = translate("Pack", "opened again as {number}").partition("{number}")
        between = " · " if check.total or check.note else ""
        yield from (between + before, steps.cycle_words(kit, check.next_cycle, inside), after)
