"""Time or opportunities between rare events (R19): a run chart of the gaps, with a t- or g-chart's limits where valid.

Where events are common, their counts tell a change sooner, so nothing is drawn and the reason is said. Days between
two events are measured time (t-chart) unless two fell on one day; then they are counted (g-chart), as opportunities
always are. Conditions and limits: `controlchart`, and the rule of three for what no event at all may mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coachdesk.i18n import translate
from coachdesk.rules import runchart
from coachdesk.rules.chart_trend import EVEN, Figure, Gaps, Period, Row, Trend, frozen_words
from coachdesk.rules.charts import Limits, Span, chart_of_run
from coachdesk.rules.controlchart import ControlChart, g_chart, opportunities_for_zero, t_chart
from coachdesk.rules.wording import day_words, number_words
from coachdesk.settings import Settings

RARE = 4.0  # events a month: from there on a chart of counts is valid (4 expected in each period) and tells more
_FEW = 3  # gaps, before what their mean says about "none" is worth saying


@dataclass(frozen=True, slots=True)
class Gap:
    """What lay between an event and the one before it. day: of the later one.  length: days or opportunities, whole.

    exposure: people at work on average meanwhile, None when not known.  key: what is opened from it.
    """

    day: date
    length: int
    exposure: float | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Events:
    """What is looked at: how many events, how many a month on average, the gaps between them in order.

    since: what has passed since the last one, or since the beginning, without another; None when that is not counted.
    nobody: whether nobody
    is known to have been at work, so that opportunities cannot be counted.
    """

    count: int
    per_month: float
    gaps: tuple[Gap, ...]
    since: int | None = None
    nobody: bool = False


def why_not(kind: Gaps, events: Events) -> str:
    """Why a chart of what lies between is not valid here, in plain words; "" when it is."""
    records = kind == "records"
    if not events.count:
        if records and events.since is None:
            return translate("Between", "No record was judged, so there is nothing between.")
        if records:
            return translate("Between", "Every record that was judged met, so there is nothing between.")
        return translate("Between", "No signal was noted, so there is nothing between.")
    if events.per_month >= RARE:
        text = translate(
            "Between",
            "Signals are not rare here: {rate} a month. Counted by month they tell a change sooner; what lies between "
            "them says something where fewer than {rare} come in a month.",
        )
        if records:
            text = translate(
                "Between",
                "Records that did not meet are not rare here: {rate} a month. Their share by month tells a change "
                "sooner; what lies between them says something where fewer than {rare} come in a month.",
            )
        return text.format(rate=number_words(round(events.per_month, 1)), rare=number_words(RARE))
    if kind == "staff_days" and events.nobody:
        return translate(
            "Between", "Nobody is known to have been at work in these teams meanwhile, so staff days cannot be counted."
        )
    if not events.gaps:
        if records:
            return translate("Between", "One record did not meet so far; the next one makes the first gap.")
        return translate("Between", "There is one signal so far; the next one makes the first gap.")
    return ""


def between(
    title: str,
    kind: Gaps,
    events: Events,
    settings: Settings,
    today: date,
    *,
    frozen_until: date | None = None,
    left_out: Mapping[date, str] | None = None,
    spans: Sequence[Span] = (),
    limits: bool = True,
) -> Trend:
    """Judge and draw what lies between rare events; `Trend.why_not` says why, where that is not valid.

    frozen_until: the last day of the baseline.  left_out: reasons by the day of the event that ended the gap.
    """
    why = why_not(kind, events)
    gaps = () if why else events.gaps
    out = left_out or {}
    aside = frozenset(place for place, one in enumerate(gaps) if one.day in out)
    frozen = sum(one.day <= frozen_until for one in gaps) if frozen_until is not None else 0
    points = [runchart.Point(one.day, float(one.length), place in aside) for place, one in enumerate(gaps)]
    run = runchart.run_chart(points, settings, frozen)
    uneven = kind == "days" and not _even(gaps)
    control = None if not gaps or uneven else _control(kind, gaps, aside, frozen, settings)
    drawn = limits and control is not None and control.trusted
    scaled = _limits(gaps, control) if drawn and control is not None else ()
    beyond = frozenset(control.signals) - aside if drawn and control is not None else frozenset[int]()
    shown, notes, keys = list(points), [_note(kind, one.length) for one in gaps], [one.key for one in gaps]
    rows = [
        Row(
            Figure(Period(one.day, one.day), one.length, key=one.key),
            "left_out" if one.day in out else "counted",
            out.get(one.day, ""),
            frozen_until is not None and one.day <= frozen_until,
            scaled[place].low if scaled else None,
            scaled[place].high if scaled else None,
        )
        for place, one in enumerate(gaps)
    ]
    if gaps and events.since:  # what has passed since the last one can only grow, so it takes part in nothing yet
        shown.append(runchart.Point(today, float(events.since), True))
        notes.append(_since(kind, events.since))
        keys.append("")
        rows.append(Row(Figure(Period(today, today), events.since), "running", "", False, None, None))
    picture = chart_of_run(
        title,
        replace(run, points=tuple(shown)),
        "count",
        notes=notes,
        spans=spans if gaps else (),
        keys=keys,
        outside=beyond,
        limits=scaled,
        y_title=axis(kind),
        whens=[day_words(one.day) for one in shown],
        running=frozenset(range(len(points), len(shown))),
    )
    words = "" if why else _words(kind, run, events, gaps, aside, frozen, frozen_until)
    told = "" if why else _control_words(kind, control, gaps, aside, frozen, beyond, uneven, settings)
    return Trend(run, control, picture, words, told, tuple(rows), why)


def axis(kind: Gaps) -> str:
    """What the upright axis counts."""
    return {
        "days": translate("Between", "Days between signals"),
        "staff_days": translate("Between", "Staff days between signals"),
        "records": translate("Between", "Records that met, between those that did not"),
    }[kind]


def _even(gaps: Sequence[Gap]) -> bool:
    """Whether about as many people were at work in every gap, so that days are even chances."""
    known = [one.exposure for one in gaps if one.exposure is not None and one.length]
    mean = sum(known) / len(known) if known else 0.0
    return all(abs(one - mean) <= EVEN * mean for one in known)


def _control(kind: Gaps, gaps: Sequence[Gap], aside: frozenset[int], frozen: int, settings: Settings) -> ControlChart:
    lengths = [one.length for one in gaps]
    smallest = settings.chart_points
    if kind == "days" and min(lengths) > 0:
        return t_chart(lengths, excluded=aside, frozen=frozen, smallest=smallest)
    return g_chart(lengths, excluded=aside, frozen=frozen, smallest=smallest)


def _limits(gaps: Sequence[Gap], control: ControlChart) -> tuple[Limits, ...]:
    found = [Limits(one.day, limit.low, limit.high) for one, limit in zip(gaps, control.points, strict=True)]
    return tuple(found) if all(math.isfinite(one.high) for one in found) else ()


def _amount(kind: Gaps, length: int) -> str:
    """ "1 day", "35 days", "4 records that met"."""
    one = {
        "days": translate("Between", "1 day"),
        "staff_days": translate("Between", "1 staff day"),
        "records": translate("Between", "1 record that met"),
    }
    many = {
        "days": translate("Between", "{count} days"),
        "staff_days": translate("Between", "{count} staff days"),
        "records": translate("Between", "{count} records that met"),
    }
    return one[kind] if length == 1 else many[kind].format(count=number_words(length))


def _note(kind: Gaps, length: int) -> str:
    """What a pointer shows of a gap."""
    return translate("Between", "{amount} after the one before").format(amount=_amount(kind, length))


def _since(kind: Gaps, length: int) -> str:
    text = translate("Between", "{amount} since the last one")
    if kind == "records":
        text = translate("Between", "{amount} since the last one that did not")
    return text.format(amount=_amount(kind, length))


def _words(
    kind: Gaps,
    run: runchart.RunChart,
    events: Events,
    gaps: Sequence[Gap],
    aside: frozenset[int],
    frozen: int,
    frozen_until: date | None,
) -> str:
    """What the run chart says, which way is better, and what the time since the last one may mean."""
    told = [frozen_words(run, frozen_until, number_words)]
    told.append(translate("Between", "Higher is better: more lies between two."))
    if events.since is not None:
        told.append(f"{_since(kind, events.since)}{_meaning(kind, events.since, _kept(gaps, aside, frozen))}")
    return " ".join(told)


def _kept(gaps: Sequence[Gap], aside: frozenset[int], frozen: int) -> list[int]:
    """The gaps that make the centre line: the frozen baseline (or all), without those left out."""
    return [one.length for place, one in enumerate(gaps[: frozen or None]) if place not in aside]


def _meaning(kind: Gaps, since: int, kept: Sequence[int]) -> str:
    """The rule of three: how many must pass without an event before "none" means anything."""
    mean = sum(kept) / len(kept) if kept else 0.0
    if len(kept) < _FEW or mean <= 0:
        return "."
    needed = opportunities_for_zero(1 / (mean + 1))
    if since >= needed:
        text = translate("Between", ": more than the {amount} from which on “none” means something.")
    else:
        text = translate("Between", "; “none” means something from {amount} on.")
    return text.format(amount=_amount(kind, needed))


def _control_words(
    kind: Gaps,
    control: ControlChart | None,
    gaps: Sequence[Gap],
    aside: frozenset[int],
    frozen: int,
    beyond: frozenset[int],
    uneven: bool,
    settings: Settings,
) -> str:
    """Which limits are drawn, or why none are."""
    if uneven:
        return translate(
            "Between",
            "The number of people at work changed by more than a quarter, so days are no even chances and no control "
            "limits are drawn: staff days between count the people in.",
        )
    if control is None:
        return ""
    if not control.trusted:
        text = translate("Between", "Control limits need {needed} gaps that count; there are {count}.")
        if frozen:
            text = translate("Between", "Control limits need {needed} gaps in the baseline; there are {count}.")
        return text.format(needed=settings.chart_points, count=len(_kept(gaps, aside, frozen)))
    if control.kind == "t":
        told = translate("Between", "Limits of a t-chart (time between rare events), three sigma.")
    else:
        told = translate("Between", "Limits of a g-chart (chances between rare events), three sigma.")
        if kind == "days":
            more = translate("Between", "Two fell on one day, so days are counted rather than measured.")
            told = f"{told} {more}"
    if not beyond:
        return f"{told} {translate('Trends', 'No point lies beyond them.')}"
    days = ", ".join(day_words(gaps[place].day) for place in sorted(beyond))
    return f"{told} {translate('Between', 'Beyond them: what ended on {days}.').format(days=days)}"
