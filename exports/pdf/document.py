"""A PDF document that is laid out as it is made: page frame, contents, bookmarks, links, tags, fixed metadata.

Pages are laid out once. What is known only at the end (how many pages there are, on which page a chapter stands) is
drawn as a small form that is filled in when the document is finished, so a thousand pages need no second pass, and the
memory in use is a page at a time plus the compressed pages.
"""

# ruff: noqa: SLF001 - laying out page by page means driving ReportLab's template by hand; the version is pinned

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import IO, Any

from reportlab.lib.pagesizes import LETTER
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageBreak, PageTemplate

from coachdesk.i18n import translate
from exports.pdf.tags import Tags
from exports.pdf.text import REGULAR, Ink, hex_color
from exports.plain import visible

_HEAD, _FOOT = 82.0, 62.0
_SMALL = 8.0
_PAGE_COUNT = "PageCount"


@dataclass(frozen=True, slots=True)
class Paper:
    """A page's size and its left and right margins, in points."""

    width: float
    height: float
    margin: float

    @property
    def body(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.margin


LETTER_PAPER = Paper(LETTER[0], LETTER[1], 54.0)
CARD_PAPER = Paper(396.0, 612.0, 30.0)
"""Half a letter page."""


@dataclass(frozen=True, slots=True)
class About:
    """What a document says of itself. running: the header's words; foot: the footer's words; made_at: aware."""

    title: str
    subject: str
    author: str
    running: str
    foot: str
    made_at: datetime
    language: str = "en-US"


class PageCanvas(Canvas):
    """ReportLab's canvas that compresses a page when it is done and keeps the structure tree."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.tags = Tags(self)
        self.places: dict[str, int] = {}
        self.wanted: set[str] = set()

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        super().showPage()
        page = self._doc.Pages.pages[-1]
        packed = zlib.compress(page.stream.encode("latin-1"))
        page.Contents = PDFStream(PDFDictionary({"Filter": PDFName("FlateDecode")}), packed)
        page.stream = ""
        self.tags.page_done(page)

    def linkRect(  # noqa: N802 - ReportLab's own name
        self, contents: Any, destinationname: str, *rest: Any, **options: Any
    ) -> None:
        self.wanted.add(destinationname)
        super().linkRect(contents, destinationname, *rest, **options)

    def place(self, name: str, height: float) -> None:
        """Name the spot `height` points above the current origin, for links and the contents."""
        if name not in self.places:
            self.places[name] = self.getPageNumber()
            self.bookmarkHorizontal(name, 0, height + 6)

    def late(self, name: str) -> None:
        """Draw, at the current origin, a form that is filled in when the document is finished."""
        self.doForm(name)


class Report:
    """A document in the making: `add` lays out at once, `finish` completes the file."""

    def __init__(
        self, stream: IO[bytes], about: About, ink: Ink, paper: Paper = LETTER_PAPER, *, cover: bool = False
    ) -> None:
        """cover: whether the first page is one."""
        self.about, self.ink, self.paper = about, ink, paper
        self.aside = ""
        self._numbered: dict[str, str] = {}
        self._template = _template(self, stream)
        self._template._firstPageTemplateIndex = 0 if cover else 1
        self._template._startBuild(canvasmaker=PageCanvas)
        self.canvas: PageCanvas = self._template.canv
        self.canvas._doctemplate = self._template
        _describe(self.canvas, about)

    def add(self, flowables: Iterable[Flowable]) -> None:
        """Lay out these flowables now."""
        waiting = list(flowables)
        for heading, below in pairwise(waiting):
            if follow := getattr(heading, "follow", None):
                follow(below)
        while waiting:
            self._template.clean_hanging()
            self._template.handle_flowable(waiting)

    def new_page(self, aside: str = "", *, cover: bool = False) -> None:
        """Begin a page; `aside` stands at the right of the header until the next call."""
        self.add([NextPageTemplate("cover" if cover else "inner"), PageBreak()])
        self.aside = aside

    def number_of(self, place: str) -> str:
        """The name of a late form showing the page number of a place."""
        return self._numbered.setdefault(place, f"PageOf{len(self._numbered)}")

    def page(self) -> int:
        """The page being laid out."""
        return int(self.canvas.getPageNumber())

    def unresolved(self) -> frozenset[str]:
        """Places that are linked to but do not exist (yet)."""
        return frozenset(self.canvas.wanted - self.canvas.places.keys())

    def finish(self) -> int:
        """Fill in what was left open and write the file. Gives the number of pages."""
        template, canvas = self._template, self.canvas
        template._doSave = 0
        template._endBuild()
        pages = int(canvas.getPageNumber()) - 1
        for place, name in self._numbered.items():
            self._fill(name, str(canvas.places.get(place, "")), 9.5)
        self._fill(_PAGE_COUNT, str(pages), _SMALL, left=True)
        for place in sorted(self.unresolved()):
            lost = canvas._bookmarkReference(place)  # a link to something that is not in this document: to its front
            lost.fit()
            lost.setPage(canvas._doc.Reference(canvas._doc.Pages.pages[0]))
        canvas.tags.write(canvas._doc)
        del canvas._doctemplate
        canvas._code = []
        canvas._doc.SaveToFile(template.filename, canvas)
        return pages

    def _fill(self, name: str, text: str, size: float, *, left: bool = False) -> None:
        canvas = self.canvas
        canvas.beginForm(name, -40, -4, 40, size + 4)
        self.ink.draw(canvas, 0, 0, text, size, tone="muted" if left else "text", align="left" if left else "right")
        canvas.endForm()

    def draw_frame(self, canvas: Any, _: Any) -> None:
        """The running header and footer of a finished page."""
        ink, paper = self.ink, self.paper
        left, right, top = paper.margin, paper.width - paper.margin, paper.height
        with canvas.tags.artifact():
            canvas.saveState()
            canvas.setStrokeColor(hex_color("line"))
            canvas.setLineWidth(0.6)
            canvas.line(left, top - 67, right, top - 67)
            canvas.line(left, 48, right, 48)
            room = paper.body - ink.width(self.aside, _SMALL) - 16
            ink.draw(canvas, left, top - 58, ink.fit(self.about.running, _SMALL, room), _SMALL, tone="muted")
            ink.draw(canvas, right, top - 58, self.aside, _SMALL, tone="muted", align="right")
            self.draw_foot(canvas)
            canvas.restoreState()

    def draw_foot(self, canvas: Any) -> None:
        """The footer's words and the page number."""
        ink, paper = self.ink, self.paper
        foot = ink.fit(self.about.foot, _SMALL, paper.body - 90)
        ink.draw(canvas, paper.margin, 34, foot, _SMALL, tone="muted")
        number = translate("Exports", "Page {page} of {count}")
        before, _, after = number.format(page=canvas.getPageNumber(), count="\x00").partition("\x00")
        edge = paper.width - paper.margin - ink.width(after, _SMALL) - 14  # room for the count, known at the end
        ink.draw(canvas, edge, 34, before, _SMALL, tone="muted", align="right")
        canvas.saveState()
        canvas.translate(edge, 34)
        canvas.late(_PAGE_COUNT)
        canvas.restoreState()

    def draw_cover(self, canvas: Any, _: Any) -> None:
        """A bar in the accent's color and the footer."""
        with canvas.tags.artifact():
            canvas.saveState()
            canvas.setFillColor(hex_color("accent"))
            canvas.rect(0, self.paper.height - 10, self.paper.width, 10, stroke=0, fill=1)
            self.draw_foot(canvas)
            canvas.restoreState()


def _template(report: Report, stream: IO[bytes]) -> Any:
    about, paper = report.about, report.paper
    template = BaseDocTemplate(
        stream,
        pagesize=(paper.width, paper.height),
        lang=about.language,
        initialFontName=REGULAR,
        initialFontSize=9.5,
        invariant=1,
        pageCompression=1,
        allowSplitting=1,
    )
    none = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    inner = Frame(paper.margin, _FOOT, paper.body, paper.height - _HEAD - _FOOT, id="inner", **none)
    cover = Frame(paper.margin, _FOOT, paper.body, paper.height - 42 - _FOOT, id="cover", **none)
    template.addPageTemplates(
        [
            PageTemplate("cover", [cover], onPageEnd=report.draw_cover),
            PageTemplate("inner", [inner], onPageEnd=report.draw_frame),
        ]
    )
    return template


def _describe(canvas: Any, about: About) -> None:
    """Title, language, dates and the view a reader opens with."""
    canvas.setTitle(visible(about.title))
    canvas.setSubject(visible(about.subject))
    canvas.setAuthor(visible(about.author))
    canvas.setCreator("CoachDesk")
    canvas.setProducer("CoachDesk")
    made = about.made_at.astimezone(UTC)
    canvas.setDateFormatter(lambda *_: f"D:{made:%Y%m%d%H%M%S}Z")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.showOutline()
