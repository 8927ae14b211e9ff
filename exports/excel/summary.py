"""The tracker's summary: live counts and rates over its tables, with CoachDesk's own figures beside them, and charts.

Each line is a formula that follows when rows are corrected, removed or added; the figure beside it is what CoachDesk
counted when the file was made, from the same queries its screens show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.table import TableQuery, Where
from exports.excel.book import Formula, Sheet, StyledValue
from exports.excel.table_sheet import TableSheet


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a table counted by the words of one column. chart: also drawn."""

    title: str
    family: str
    key: str
    chart: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: `part` of `whole`, both lists of addends, each a (column, code) count or a summed number column."""

    title: str
    family: str
    part: tuple[tuple[str, str], ...]
    whole: tuple[tuple[str, str], ...]


SUM = "+"
"""Stands for a code where a number column is added up instead of a word counted."""

RATES = (
    Rate(QT_TRANSLATE_NOOP("Exports", "Cycles closed, of all"), "cycle", (("status", "closed"),), ()),
    Rate(
        QT_TRANSLATE_NOOP("Exports", "Coachees who achieved it, of those with an outcome"),
        "cycle",
        (("achieved", SUM),),
        (("achieved", SUM), ("not_achieved", SUM), ("incomplete", SUM)),
    ),
    Rate(
        QT_TRANSLATE_NOOP("Exports", "Sessions held, of held and missed"),
        "session",
        (("status", "held"),),
        (("status", "held"), ("status", "missed")),
    ),
    Rate(QT_TRANSLATE_NOOP("Exports", "Signals that opened a cycle, of all"), "signal", (("triage", "in_cycle"),), ()),
)

COUNTS = (
    Count(QT_TRANSLATE_NOOP("Exports", "Cycles by status"), "cycle", "status", chart=True),
    Count(QT_TRANSLATE_NOOP("Exports", "Sessions by status"), "session", "status"),
    Count(QT_TRANSLATE_NOOP("Exports", "Sessions by kind"), "session", "kind"),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by source"), "signal", "source", chart=True),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by severity"), "signal", "severity"),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by decision"), "signal", "triage"),
    Count(QT_TRANSLATE_NOOP("Exports", "Staff by status"), "staff", "status"),
)

_CHART_ROWS = 17


def summary_title() -> str:
    """The sheet's title."""
    return translate("Exports", "Summary")


def write_summary(
    sheet: Sheet,
    conn: sa.Connection,
    tables: Mapping[str, TableSheet],
    heading: str,
    said: tuple[tuple[str, str], ...],
) -> None:
    """Fill the sheet. tables: by family, their rows already written. said: the scope and other facts as pairs."""
    styles = sheet.book.styles
    sheet.layout((46, 10, 10, 13, 4, 12, 12, 12, 12, 12, 12), portrait=False)
    sheet.write([(heading, styles.look("title"))], height=30)
    for name, value in said:
        sheet.write([(f"{name}: {value}", styles.look("subtitle"))])
    sheet.write()
    _heading(sheet, translate("Exports", "Sheets"), counted=True)
    for table in tables.values():
        own = table.query.count(conn)
        formula = f"ROWS({table.reference(table.columns[0].key)})"
        if own == 0:  # an empty Excel table still has one row
            formula = f'COUNTIF({table.reference(table.columns[0].key)},"?*")*0'
        row = _line(sheet, table.sheet.title, formula, own, None, linked=True)
        sheet.link(f"A{row}", table.sheet, "A1")
    sheet.write()
    _heading(sheet, translate("Exports", "Rates"))
    for rate in RATES:
        if rate.family in tables:
            _rate(sheet, conn, tables[rate.family], rate)
    charts = 0
    for count in COUNTS:
        if count.family in tables:
            sheet.write()
            first = _count(sheet, conn, tables[count.family], count)
            if count.chart:
                title = translate("Exports", count.title)
                sheet.bar_chart(title, first, sheet.row, f"F{4 + len(said) + charts * _CHART_ROWS}")
                charts += 1
    sheet.write()
    text = translate(
        "Exports", "Count and Share are formulas over the sheets; “When made” is what CoachDesk counted then."
    )
    sheet.write([(text, styles.look("note"))])


def _heading(sheet: Sheet, title: str, *, counted: bool = False) -> None:
    styles = sheet.book.styles
    header = styles.look("header")
    share = "" if counted else translate("Exports", "Share")
    names = (translate("Exports", "Count"), share, translate("Exports", "When made"))
    right = styles.look("header_right")
    sheet.write([(title, header), *((name, right) for name in names)])


def _line(
    sheet: Sheet, title: str, formula: str, own: int, share: tuple[str, float] | None, *, linked: bool = False
) -> int:
    styles = sheet.book.styles
    share_cell: StyledValue = (None, styles.look("body"))
    if share is not None:
        share_cell = (Formula(share[0], share[1]), styles.look("share"))
    name = styles.look("link" if linked else "body")
    count = styles.look("count")
    return sheet.write([(title, name), (Formula(formula, own), count), share_cell, (own, styles.look("muted_count"))])


def _count(sheet: Sheet, conn: sa.Connection, table: TableSheet, count: Count) -> int:
    """One block of counts; gives the row of its first line."""
    choice = table.query.column(count.key).choice
    _heading(sheet, translate("Exports", count.title))
    own = by_word(conn, table.query, count.key)
    total = sum(own.values())
    codes = vocabulary.codes(choice)
    first, last = sheet.row + 1, sheet.row + len(codes)
    for code in codes:
        formula = f'COUNTIF({table.reference(count.key)},"{vocabulary.label(choice, code)}")'
        row = sheet.row + 1
        live = f"IF(SUM($B${first}:$B${last})=0,0,B{row}/SUM($B${first}:$B${last}))"
        share = own[code] / total if total else 0
        _line(sheet, vocabulary.label(choice, code), formula, own[code], (live, share))
    return first


def _rate(sheet: Sheet, conn: sa.Connection, table: TableSheet, rate: Rate) -> None:
    part, own_part = _added(conn, table, rate.part)
    if rate.whole:
        whole, own_whole = _added(conn, table, rate.whole)
    else:
        key = table.columns[0].key
        whole, own_whole = f'COUNTIF({table.reference(key)},"?*")', table.query.count(conn)
        if own_whole == 0:
            whole = "0"
    row = sheet.row + 1
    share = (f"IF({whole}=0,0,B{row}/({whole}))", own_part / own_whole if own_whole else 0)
    _line(sheet, translate("Exports", rate.title), part, own_part, share)


def _added(conn: sa.Connection, table: TableSheet, addends: tuple[tuple[str, str], ...]) -> tuple[str, int]:
    """Addends as a formula, and their sum as CoachDesk counts it."""
    formulas, own = [], 0
    for key, code in addends:
        if code == SUM:
            formulas.append(f"SUM({table.reference(key)})")
            own += summed(conn, table.query, key)
        else:
            word = vocabulary.label(table.query.column(key).choice, code)
            formulas.append(f'COUNTIF({table.reference(key)},"{word}")')
            own += table.query.count(conn, Where(among={key: frozenset({code})}))
    return "+".join(formulas), own


def by_word(conn: sa.Connection, query: TableQuery, key: str) -> dict[str, int]:
    """How many rows have each word of a choice column, by code, in the vocabulary's order."""
    choice = query.column(key).choice
    return {code: query.count(conn, Where(among={key: frozenset({code})})) for code in vocabulary.codes(choice)}


def summed(conn: sa.Connection, query: TableQuery, key: str) -> int:
    """A number column added up over all rows."""
    added = sa.select(sa.func.coalesce(sa.func.sum(query.column(key).expr), 0)).select_from(query.source)
    return int(conn.execute(added.where(*query.conditions(Where())), dict(query.params())).scalar_one())
