"""The building blocks of our PDF pages: paragraphs, headings, tables, cards, boxes, contents lines; all tagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, Table

from exports.pdf.document import Report
from exports.pdf.tags import IN_CELL
from exports.pdf.text import REGULAR, Ink, Span, Words, hex_color, paragraph_style
from exports.plain import visible

BODY, SMALL, TABLE = 9.5, 8.3, 8.8
"""Type sizes in points: running text, notes, table cells."""


_ROOM_BELOW, _MOST_BELOW = 64.0, 320.0
"""What a heading wants to see below itself on its page, in points: at least, and at most."""


class Para(Paragraph):
    """A paragraph made of ready fragments (never of markup), tagged with its role; `place` makes it a link's target."""

    def __init__(
        self,
        words: Any = "",
        style: ParagraphStyle | None = None,
        ink: Ink | None = None,
        role: str = "P",
        place: str = "",
        **own: Any,
    ) -> None:
        self.role, self.place = role, place
        self._wrapped: tuple[float, tuple[float, float]] | None = None
        if ink is not None:
            own["frags"] = ink.frags(words, style or paragraph_style())
            words = ""
        super().__init__(words, style, **own)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Lines are broken once for a width; tables ask several times."""
        if self._wrapped is None or self._wrapped[0] != width or not hasattr(self, "blPara"):
            self._wrapped = (width, super().wrap(width, height))
        return self._wrapped[1]

    def split(self, width: float, height: float) -> list[Any]:
        parts = super().split(width, height)
        for part in parts:
            part.role, part.place = self.role, self.place  # a place is where it is drawn first
        return list(parts)

    def draw(self) -> None:
        if self.place:
            self.canv.place(self.place, self.height)
        with self.canv.tags.marked(self.role):
            super().draw()


class Heading(Para):
    """A heading that is a place to jump to and, when it has a level, a bookmark."""

    def __init__(
        self, words: Words, style: ParagraphStyle, ink: Ink, role: str, place: str, title: str, level: int | None
    ) -> None:
        super().__init__(words, style, ink, role, place)
        self.title, self.level = title, level
        self._next: Flowable | None = None

    def follow(self, flowable: Flowable) -> None:
        """Say what stands below this heading; they stay together."""
        self._next = flowable

    def lead(self, width: float) -> float:
        """The heading with the beginning of what follows it."""
        below = _ROOM_BELOW if self._next is None else min(max(_lead(self._next, width), _ROOM_BELOW), _MOST_BELOW)
        return float(super().wrap(width, 0)[1] + self.getSpaceAfter() + below)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """A heading without room for what follows it asks for the next page (a long table may still break there)."""
        wide, high = super().wrap(width, height)
        return (wide, high) if self.lead(width) <= height else (wide, height + high)

    def split(self, *_: float) -> list[Any]:
        return []

    def draw(self) -> None:
        super().draw()
        if self.place and self.level is not None:
            self.canv.addOutlineEntry(visible(self.title), self.place, self.level, closed=self.level > 0)


def _lead(flowable: Flowable, width: float) -> float:
    """The height of the part of `flowable` that should not be parted from the heading above it, in points."""
    if isinstance(flowable, (Heading, TaggedTable)):
        return flowable.lead(width)
    high = float(flowable.getSpaceBefore() + flowable.wrap(width, _MOST_BELOW)[1])
    return min(high, _ROOM_BELOW) if isinstance(flowable, Para) else high


KEPT_WHOLE = 200.0
"""Headings and a row no higher than this, in points, go to the next page together rather than being broken."""


class TaggedTable(Table):
    """A table that says it is one: rows, heading cells and cells in the structure tree.

    named: whether the first cell of each row names the row.
    """

    splitInRow: int  # noqa: N815 - ReportLab's own name
    splitByRow: int  # noqa: N815 - ReportLab's own name

    def __init__(self, *arguments: Any, named: bool = False, **options: Any) -> None:
        options["renderCB"] = _tag_table
        super().__init__(*arguments, **options)
        self.named = named

    def lead(self, width: float) -> float:
        """The headings and the first row, unless that row is one that is broken inside."""
        self._calc(width, _MOST_BELOW)
        first = sum(self._rowHeights[: (self.repeatRows or 0) + 1])
        return float(first) if first <= KEPT_WHOLE else _ROOM_BELOW

    def split(self, width: float, height: float) -> list[Flowable]:
        """Break between rows; a row is broken inside only when it is too long to be worth a new page.

        ReportLab would break the first row inside as soon as it does not fit below its headings. It also copies what is
        set here for a moment into the parts, hence the setting back.
        """
        self._calc(width, height)
        heights, headings = self._rowHeights, self.repeatRows or 0
        fitting, used = 0, 0.0
        while fitting < len(heights) and used + heights[fitting] <= height:
            used += heights[fitting]
            fitting += 1
        if fitting == len(heights):
            return [self]
        room = height - used if fitting > headings else height - sum(heights[:headings])
        broken = self.splitInRow and heights[max(fitting, headings)] > KEPT_WHOLE and room >= _ROOM_BELOW
        if fitting <= headings and not broken:
            return []
        how = self.splitByRow, self.splitInRow
        self.splitByRow, self.splitInRow = (0, 1) if broken else (1, 0)
        parts: list[TaggedTable] = super().split(width, height)
        for table in (self, *parts):
            table.splitByRow, table.splitInRow = how
            table.named = self.named
        return list(parts)


def _tag_table(table: Any, event: str, *where: Any) -> None:
    tags = table.canv.tags
    if event == "startTable":
        tags.begin("Table")
    elif event == "startRow":
        tags.begin("TR")
    elif event == "startCell":
        heading = where[0] < (table.repeatRows if isinstance(table.repeatRows, int) else 0)
        scope = "Column" if heading else "Row" if table.named and where[1] == 0 else ""
        tags.begin("TH" if scope else "TD", scope=scope)
    elif event in ("endCell", "endRow", "endTable"):
        tags.end()
    elif event in ("startBG", "startLines"):
        tags.open_artifact()
    if event in ("endBG", "endLines"):
        tags.close_artifact()


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a strip: its heading and its lines."""

    title: str
    lines: tuple[Words, ...]


class Kit:
    """Makes flowables in one document's ink. Widths are points. scale: of all type."""

    def __init__(self, report: Report, scale: float = 1.0) -> None:
        self.report, self.ink, self.body, self.scale = report, report.ink, report.paper.body, scale

    def style(self, size: float, *, leading: float = 0, **how: Any) -> ParagraphStyle:
        """A paragraph style of the type scale."""
        return paragraph_style(size * self.scale, leading=leading * self.scale, **how)

    def para(
        self, words: Words, *, size: float = BODY, tone: str = "text", after: float = 4, bold: bool = False
    ) -> Para:
        """A paragraph."""
        return Para(words, self.style(size, tone=tone, after=after, bold=bold), self.ink)

    def note(self, words: Words, *, after: float = 4) -> Para:
        """A small, quiet paragraph."""
        return self.para(words, size=SMALL, tone="muted", after=after)

    def title(self, words: str, place: str, *, level: int = 0, size: float = 18) -> Heading:
        """A chapter's title: a bookmark of the given level."""
        style = self.style(size, leading=size * 1.25, bold=True, after=2)
        return Heading(words, style, self.ink, "H1", place, words, level)

    def section(self, words: str, place: str = "", *, level: int | None = None) -> Heading:
        """A heading inside a chapter."""
        style = self.style(11.5, bold=True, tone="accent", before=10, after=4)
        return Heading(words, style, self.ink, "H2", place, words, level)

    def chapter_mark(self, words: str, place: str) -> Mark:
        """A bookmark for what follows, without words on the page."""
        return Mark(words, place)

    def gap(self, height: float = 6) -> Spacer:
        """Empty space."""
        return Spacer(1, height)

    def cell(self, words: Words, *, heading: bool = False, tone: str = "text", place: str = "") -> Para:
        """A table cell's text."""
        style = self.style(SMALL if heading else TABLE, bold=heading, tone="muted" if heading else tone)
        return Para(words, style, self.ink, IN_CELL, place)

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[Words | Para]],
        widths: Sequence[float],
        *,
        after: float = 6,
    ) -> TaggedTable:
        """A ruled table whose headings repeat on every page it runs over. widths: shares of the body width."""
        total = sum(widths)
        cells = [[self.cell(heading, heading=True) for heading in headings]]
        cells += [[words if isinstance(words, Para) else self.cell(words) for words in row] for row in rows]
        table = TaggedTable(
            cells,
            colWidths=[self.body * width / total for width in widths],
            repeatRows=1,
            splitInRow=1,
            spaceAfter=after,
        )
        last = len(cells) - 1
        table.setStyle(
            [
                *plain_cells(),
                ("LINEBELOW", (0, 1), (-1, last), 0.5, hex_color("line")),
                ("LINEBELOW", (0, 0), (-1, 0), 1, hex_color("text")),  # last, so that it is on top on later pages too
                ("TOPPADDING", (0, 0), (-1, -1), 3.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ]
        )
        return table

    def facts(self, pairs: Sequence[tuple[str, Words]], *, label_width: float = 120) -> TaggedTable:
        """Names and what they are, side by side."""
        rows = [[self.cell(name, tone="muted"), self.cell(words)] for name, words in pairs]
        table = TaggedTable(
            rows, colWidths=[label_width, self.body - label_width], named=True, splitInRow=1, spaceAfter=6
        )
        table.setStyle(
            [
                *plain_cells(),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
        return table

    def strip(self, cards: Sequence[Card]) -> TaggedTable:
        """Cards side by side in one frame: the loop at a glance."""
        cells = []
        for card in cards:
            lines = [Para(card.title, self.style(9, bold=True, after=1), self.ink)]
            lines += [Para(words, self.style(SMALL, leading=12.4), self.ink) for words in card.lines]
            cells.append(lines)
        table = TaggedTable(
            [cells],
            colWidths=[self.body / len(cards)] * len(cards),
            splitInRow=1,
            spaceBefore=4,
            spaceAfter=4,
            cornerRadii=[5, 5, 5, 5],
        )
        table.setStyle(
            [
                *plain_cells(),
                ("BOX", (0, 0), (-1, -1), 0.7, hex_color("line")),
                ("LINEAFTER", (0, 0), (-2, -1), 0.7, hex_color("line")),
                ("LEFTPADDING", (0, 0), (-1, -1), 8),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 7),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
        return table

    def rule_box(self, lines: Sequence[Words], *, tone: str = "accent") -> TaggedTable:
        """A box with a bar in a tone's color: something that was laid down, or that needs attention."""
        styles = [self.style(10.2), *[self.style(SMALL, tone="muted")] * (len(lines) - 1)]
        cells = [[[Para(words, style, self.ink) for words, style in zip(lines, styles, strict=True)]]]
        table = TaggedTable(cells, colWidths=[self.body], splitInRow=1, spaceAfter=6)
        table.setStyle(
            [
                *plain_cells(),
                ("BACKGROUND", (0, 0), (-1, -1), hex_color(f"{tone}_soft")),
                ("LINEBEFORE", (0, 0), (0, -1), 2, hex_color(tone)),
                ("LEFTPADDING", (0, 0), (-1, -1), 10),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
            ]
        )
        return table

    def together(self, flowables: Sequence[Flowable]) -> KeepTogether:
        """These on one page when they fit on one."""
        return KeepTogether(list(flowables))

    def contents_line(self, words: str, place: str, *, indent: int = 0, aside: str = "") -> ContentsLine:
        """A line of the contents: words, dots, page number, a link to the place."""
        return ContentsLine(self.report, words, place, indent, aside)

    def link(self, words: str, place: str) -> Span:
        """Words that jump to a place of this document."""
        return Span(words, tone="accent", link=place)


def plain_cells() -> list[tuple[Any, ...]]:
    """Every table's ground: our fonts (so that no unembedded one creeps in), top aligned, even padding."""
    return [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),
        ("FONTSIZE", (0, 0), (-1, -1), TABLE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ]


class Mark(Flowable):
    """Nothing to see: a chapter's place and bookmark at the top of a page."""

    def __init__(self, title: str, place: str) -> None:
        super().__init__()
        self.title, self.place = title, place

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        self.canv.place(self.place, 0)
        self.canv.addOutlineEntry(visible(self.title), self.place, 0)


class ContentsLine(Flowable):
    """One line of the contents. The page number is filled in when the document is finished."""

    def __init__(self, report: Report, words: str, place: str, indent: int, aside: str) -> None:
        super().__init__()
        self.report, self.words, self.to, self.indent, self.aside = report, words, place, indent, aside
        self.size = BODY if indent == 0 else TABLE

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width = width
        return width, self.size * 1.9 if self.indent == 0 else self.size * 1.75

    def draw(self) -> None:
        canvas, ink, size = self.canv, self.report.ink, self.size
        left, edge, bold = 14.0 * self.indent, self.width - 26, self.indent == 0
        with canvas.tags.marked("TOCI"):
            aside_width = ink.width(self.aside, SMALL) + 10 if self.aside else 0
            words = ink.fit(self.words, size, edge - left - aside_width - 20, bold)
            end = left + ink.draw(canvas, left, 4, words, size, bold=bold)
            if self.aside:
                ink.draw(canvas, edge, 4, self.aside, SMALL, tone="muted", align="right")
            canvas.saveState()
            canvas.setStrokeColor(hex_color("line"))
            canvas.setLineWidth(0.8)
            canvas.setDash(0.8, 3)
            canvas.line(end + 5, 5, edge - aside_width + 4, 5)
            canvas.restoreState()
            canvas.saveState()
            canvas.translate(self.width, 4)
            canvas.late(self.report.number_of(self.to))
            canvas.restoreState()
        canvas.linkRect("", self.to, (left, 0, self.width, size * 1.6), relative=1)
