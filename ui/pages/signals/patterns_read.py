"""What the Patterns part reads on the worker: figures by query, pictures by rule. No widgets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries import lookups
from coachdesk.queries.patterns import By, ParetoFound, TeamMonth, Wanted, by_team_and_month, pareto_of
from coachdesk.queries.trends import TrendFound, audit_subjects, trend_of_audits, trend_of_signals
from coachdesk.queries.trends_between import between_signals, between_unmet
from coachdesk.rules.chart_trend import Counted, Step
from coachdesk.rules.charts import BarChart, bar_chart
from coachdesk.store.desk import load_settings

BARS = 12  # drawn; the table beside names all
PERIODS: dict[str, str] = {
    "3": QT_TRANSLATE_NOOP("Patterns", "Last 3 months"),
    "6": QT_TRANSLATE_NOOP("Patterns", "Last 6 months"),
    "12": QT_TRANSLATE_NOOP("Patterns", "Last 12 months"),
    "24": QT_TRANSLATE_NOOP("Patterns", "Last 2 years"),
    "all": QT_TRANSLATE_NOOP("Patterns", "Everything so far"),
}
USUAL = "12"

Subject = tuple[int, str]
"""A standard's id and a criterion's code, "" for all of them."""


@dataclass(frozen=True, slots=True)
class ParetoShown:
    """Bars with their picture."""

    found: ParetoFound
    picture: BarChart


@dataclass(frozen=True, slots=True)
class SignalsShown:
    """Signals over time. criteria: of the one standard that is looked at, () where it is not one; chosen: its code."""

    criteria: tuple[tuple[str, str], ...]
    chosen: str
    found: TrendFound


@dataclass(frozen=True, slots=True)
class AuditsShown:
    """What audits tell about, which of it is shown, and its trend; None without audits."""

    subjects: tuple[tuple[Subject, str], ...]
    chosen: Subject | None
    found: TrendFound | None


def wanted_of(values: Mapping[str, Any], today: date) -> Wanted:
    """What the filters ask for. The period begins with a whole month."""
    code = next(iter(values.get("period") or ()), "all")
    first = None
    if code != "all":
        number = today.year * 12 + today.month - int(code)
        first = date(number // 12, number % 12 + 1, 1)
    return Wanted(
        first,
        None,
        frozenset(values.get("standard") or ()),
        frozenset(values.get("team") or ()),
        frozenset(values.get("source") or ()),
    )


def read_choices(conn: sa.Connection) -> dict[str, list[tuple[Any, str]]]:
    """What the filters offer."""
    return {
        "standard": [(one.id, one.label) for one in lookups.standards(conn)],
        "team": [(one.id, one.label) for one in lookups.places(conn, "team")],
        "source": [(code, vocabulary.label("signal_source", code)) for code in vocabulary.codes("signal_source")],
    }


def read_pareto(conn: sa.Connection, wanted: Wanted, by: By) -> ParetoShown:
    """What makes most of the signals."""
    found = pareto_of(conn, wanted, by, load_settings(conn))
    titles = {
        "standard": translate("Patterns", "Signals by standard"),
        "criterion": translate("Patterns", "Signals by criterion"),
        "cause": translate("Patterns", "Signals by what led to them"),
    }
    counts = [(row.name, float(row.bar.count)) for row in found.rows]
    caption = ""
    if len(counts) > BARS:
        caption = translate("Patterns", "The first {count} of {all}.").format(count=BARS, all=len(counts))
    keys = [str(place) for place in range(len(counts))]
    return ParetoShown(
        found,
        bar_chart(titles[by], counts, caption=caption, keys=keys, most=BARS, counted=translate("Patterns", "Signals")),
    )


def read_signals(
    conn: sa.Connection, wanted: Wanted, step: Counted, criterion: str, today: date, limits: bool
) -> SignalsShown:
    """Signals over time, of one criterion where one standard is looked at and it has this one."""
    codes: tuple[tuple[str, str], ...] = ()
    if len(wanted.standards) == 1:
        codes = lookups.criterion_codes(conn, next(iter(wanted.standards)))
    chosen = criterion if criterion in dict(codes) else ""
    settings = load_settings(conn)
    if step == "days" or step == "staff_days":
        found = between_signals(conn, wanted, step, today, settings, criterion=chosen, limits=limits)
    else:
        period: Step = "week" if step == "week" else "month"
        found = trend_of_signals(conn, wanted, period, today, settings, criterion=chosen, limits=limits)
    whole = (("", translate("Patterns", "All criteria")),) if codes else ()
    single = translate("Patterns", "Criterion {code}: {text}")
    offered = (*whole, *((code, single.format(code=code, text=text)) for code, text in codes))
    return SignalsShown(offered, chosen, found)


def read_audits(
    conn: sa.Connection, wanted: Wanted, chosen: Subject | None, step: Counted, today: date, limits: bool
) -> AuditsShown:
    """Audits over time: of what was chosen, else of what most audits tell about."""
    offered = tuple(
        ((standard_id, criterion), words)
        for standard_id, criterion, words in audit_subjects(conn, today)
        if not wanted.standards or standard_id in wanted.standards
    )
    keys = [key for key, _ in offered]
    one = chosen if chosen in keys else keys[0] if keys else None
    if one is None:
        return AuditsShown((), None, None)
    query = between_unmet if step == "records" else trend_of_audits
    found = query(conn, one[0], one[1], wanted, today, load_settings(conn), limits=limits)
    return AuditsShown(offered, one, found)


def read_teams(conn: sa.Connection, wanted: Wanted, today: date) -> list[TeamMonth]:
    """Each month's figures by team, of the period asked for, of a year without one."""
    first = wanted.first or today.replace(year=today.year - 1, day=1)
    return by_team_and_month(conn, first, today, wanted)
