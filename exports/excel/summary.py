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
from exports.excel.table_sheet import TableSheet, yes_or_no


@dataclass(frozen=True, slots=True)
class Count:
    """Rows of a table counted by the words of one column. chart: also drawn."""

    title: str
    family: str
    key: str
    chart: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """A share: `part` of `whole`, both lists of addends: (column, code) to count a word, (column, SUM) to add up a
    number column, (column, SOME) to count its numbers above nought, (column, YES) to count a yes. No `whole`: all rows.
    """

    title: str
    family: str
    part: tuple[tuple[str, str], ...]
    whole: tuple[tuple[str, str], ...]


SUM, SOME, YES = "+", ">", "yes"
"""Stand for a code: add up, count what is above nought, count what is true."""

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
    Rate(
        QT_TRANSLATE_NOOP("Exports", "Sustain checks where it held, of those looked at"),
        "sustain_check",
        (("status", "held"),),
        (("status", "held"), ("status", "recurred")),
    ),
    Rate(QT_TRANSLATE_NOOP("Exports", "Cycles with an overridden gate, of all"), "cycle", (("overrides", SOME),), ()),
    Rate(QT_TRANSLATE_NOOP("Exports", "Cycles with an amendment, of all"), "cycle", (("amendments", SOME),), ()),
    Rate(QT_TRANSLATE_NOOP("Exports", "Sessions entered late, of all"), "session", (("late_entry", YES),), ()),
    Rate(QT_TRANSLATE_NOOP("Exports", "Observations entered late, of all"), "observation", (("late_entry", YES),), ()),
    Rate(QT_TRANSLATE_NOOP("Exports", "Signals entered late, of all"), "signal", (("late_entry", YES),), ()),
    Rate(QT_TRANSLATE_NOOP("Exports", "Signals that opened a cycle, of all"), "signal", (("triage", "in_cycle"),), ()),
)

COUNTS = (
    Count(QT_TRANSLATE_NOOP("Exports", "Cycles by status"), "cycle", "status", chart=True),
    Count(QT_TRANSLATE_NOOP("Exports", "Sessions by status"), "session", "status"),
    Count(QT_TRANSLATE_NOOP("Exports", "Sessions by kind"), "session", "kind"),
    Count(QT_TRANSLATE_NOOP("Exports", "Observations by setting"), "observation", "setting"),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by source"), "signal", "source", chart=True),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by severity"), "signal", "severity"),
    Count(QT_TRANSLATE_NOOP("Exports", "Signals by decision"), "signal", "triage"),
    Count(QT_TRANSLATE_NOOP("Exports", "Staff by status"), "staff", "status"),
)

_CHART_ROWS = 17
_PAPER, _PAPER_ROWS = 70, 47
"""The size on paper, in percent, at which charts stay whole with wider fonts too, and the rows of a page at it."""


def summary_title() -> str:
    """The sheet's title."""
    return translate("Exports", "Summary")


def write_summary(
    sheet: Sheet,
    conn: sa.Connection,
    tables: Mapping[str, TableSheet],
    heading: str,
    said: tuple[tuple[str, str], ...],
    small_n: int,
) -> None:
    """Fill the sheet. tables: by family, their rows already written. said: the scope and other facts as pairs.

    small_n: below so many, no share is shown (R18).
    """
    styles = sheet.book.styles
    sheet.layout((46, 9, 9, 9, 13, 4, 12, 12, 12, 12, 12, 12), percent=_PAPER)
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
        row = _line(sheet, table.sheet.title, formula, own, None)
        sheet.link(f"A{row}", table.sheet, "A1")
    sheet.write()
    _heading(sheet, translate("Exports", "Rates"))
    for rate in RATES:
        if rate.family in tables:
            _rate(sheet, conn, tables[rate.family], rate, small_n)
    charts, page_end = 0, _PAPER_ROWS
    for count in COUNTS:
        if count.family in tables:
            table = tables[count.family]
            sheet.write()
            if sheet.row + 1 + len(vocabulary.codes(table.query.column(count.key).choice)) > page_end:
                sheet.break_above()
                page_end = sheet.row + _PAPER_ROWS
            first = _count(sheet, conn, table, count, small_n)
            if count.chart:
                title = translate("Exports", count.title)
                sheet.bar_chart(title, first, sheet.row, f"G{4 + len(said) + charts * _CHART_ROWS}")
                charts += 1
    sheet.write()
    text = translate(
        "Exports",
        "Count, Of and Share are formulas over the sheets; “When made” is what CoachDesk counted then. "
        "No share is shown of fewer than {count}: too few for a percentage.",
    )
    sheet.write([(text.format(count=small_n), styles.look("note"))], height=40)


def _heading(sheet: Sheet, title: str, *, counted: bool = False) -> None:
    styles = sheet.book.styles
    header = styles.look("header")
    of, share = ("", "") if counted else (translate("Exports", "Of"), translate("Exports", "Share"))
    names = (translate("Exports", "Count"), of, share, translate("Exports", "When made"))
    right = styles.look("header_right")
    sheet.write([(title, header), *((name, right) for name in names)])


def _line(sheet: Sheet, title: str, formula: str, own: int, whole: tuple[str, int, int] | None) -> int:
    """One line, looking like a link where it has no whole. whole: its formula, its value, the least for a share."""
    styles = sheet.book.styles
    name, count, body = styles.look("link" if whole is None else "body"), styles.look("count"), styles.look("body")
    cells: list[StyledValue] = [(title, name), (Formula(formula, own), count)]
    if whole is None:
        cells += [(None, body), (None, body)]
    else:
        source, total, least = whole
        row = sheet.row + 1
        live = f'IF(C{row}<{max(least, 1)},"",B{row}/C{row})'
        share = Formula(live, own / total if total >= max(least, 1) else "")
        cells += [(Formula(source, total), count), (share, styles.look("share"))]
    return sheet.write([*cells, (own, styles.look("muted_count"))])


def _count(sheet: Sheet, conn: sa.Connection, table: TableSheet, count: Count, small_n: int) -> int:
    """One block of counts; gives the row of its first line."""
    choice = table.query.column(count.key).choice
    _heading(sheet, translate("Exports", count.title))
    own = by_word(conn, table.query, count.key)
    codes = vocabulary.codes(choice)
    first, last = sheet.row + 1, sheet.row + len(codes)
    whole = (f"SUM($B${first}:$B${last})", sum(own.values()), small_n)
    for code in codes:
        formula = f'COUNTIF({table.reference(count.key)},"{vocabulary.label(choice, code)}")'
        _line(sheet, vocabulary.label(choice, code), formula, own[code], whole)
    return first


def _rate(sheet: Sheet, conn: sa.Connection, table: TableSheet, rate: Rate, small_n: int) -> None:
    part, own_part = _added(conn, table, rate.part)
    if rate.whole:
        whole, own_whole = _added(conn, table, rate.whole)
    else:
        key = table.columns[0].key
        whole, own_whole = f'COUNTIF({table.reference(key)},"?*")', table.query.count(conn)
        if own_whole == 0:
            whole = "0"
    _line(sheet, translate("Exports", rate.title), part, own_part, (whole, own_whole, small_n))


def _added(conn: sa.Connection, table: TableSheet, addends: tuple[tuple[str, str], ...]) -> tuple[str, int]:
    """Addends as a formula, and their sum as CoachDesk counts it."""
    formulas, own = [], 0
    for key, code in addends:
        cells = table.reference(key)
        if code == SUM:
            formulas.append(f"SUM({cells})")
            own += summed(conn, table.query, key)
        elif code == SOME:
            formulas.append(f'COUNTIF({cells},">0")')
            own += table.query.count(conn, Where(between={key: (1, None)}))
        elif code == YES:
            formulas.append(f'COUNTIF({cells},"{yes_or_no()[1]}")')
            own += table.query.count(conn, Where(among={key: frozenset({True})}))
        else:
            word = vocabulary.label(table.query.column(key).choice, code)
            formulas.append(f'COUNTIF({cells},"{word}")')
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
