"""Text for PDF pages: fonts by glyph coverage, and the one door through which user text reaches a page.

Text is never markup here. It is cut into runs by the font that has the glyphs and handed to ReportLab as ready
fragments; ReportLab's markup parser is not used at all, so nothing in a note can start a tag, an image or a link.
A character that no bundled font has is printed as its code in a box, [U+1F600], and remembered for the list at the end
of the document; nothing disappears.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus.paraparser import ParaFrag

import resources
from exports import style
from exports.plain import visible

REGULAR, BOLD = "CoachDesk", "CoachDesk-Bold"

_MAIN = {REGULAR: "NotoSans-Regular.ttf", BOLD: "NotoSans-Bold.ttf"}
_FALLBACKS = {
    "CoachDesk-CJK": "DroidSansFallbackFull.ttf",
    "CoachDesk-Symbols": "NotoSansSymbols2-Regular.ttf",
    "CoachDesk-Math": "NotoSansMath-Regular.ttf",
}
_BOX = "\ue000"  # stands for "no font has it" while runs are made

# Marks without a shape of their own: where no font knows them, leaving them out shows the text as it was written.
_SHAPELESS = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f")


@cache
def _font(name: str) -> TTFont:
    """Register and give one of our fonts; the large fallbacks are read only when a text needs them."""
    file = _MAIN.get(name) or _FALLBACKS[name]
    font = TTFont(name, str(resources.file_path(f"fonts/{file}")))
    pdfmetrics.registerFont(font)
    return font


@cache
def register() -> None:
    """Make our fonts known and keep ReportLab from falling back to an unembedded Helvetica anywhere."""
    for name in _MAIN:
        _font(name)
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    rl_config.canvas_basefontname = REGULAR
    rl_config.useA85 = 0  # plain bytes: a quarter smaller


@cache
def _coverage(name: str) -> frozenset[str]:
    return frozenset(map(chr, _font(name).face.charToGlyph))


@cache
def _font_of(character: str, bold: bool) -> str:
    """The name of the font that prints this character; "" when none does, "-" when it needs no print."""
    main = BOLD if bold else REGULAR
    for name in (main, *_FALLBACKS):
        if character in _coverage(name):
            return name
    return "-" if character in _SHAPELESS else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text in a paragraph. link: the name of a place in this document. size: points, 0 for the style's."""

    text: str
    bold: bool = False
    tone: str = ""  # a token: "muted", "accent", "ok" ...
    link: str = ""
    size: float = 0


Words = str | Span | Sequence[str | Span]


class Ink:
    """Turns text into printable runs for one document and remembers what could not be printed."""

    def __init__(self) -> None:
        register()
        self.unprinted: dict[str, int] = {}
        self._links = 0

    def runs(self, text: str, bold: bool = False) -> list[tuple[str, str]]:
        """`text` as (font name, printable text) runs, line breaks kept."""
        main = BOLD if bold else REGULAR
        if text.isascii() and text.isprintable():
            return [(main, text)]
        text = unicodedata.normalize("NFC", visible(text)).replace("\t", "    ")
        if _coverage(main).issuperset(text):
            return [(main, text)]
        return self._cut(text, bold)

    def _cut(self, text: str, bold: bool) -> list[tuple[str, str]]:
        main = BOLD if bold else REGULAR
        runs: list[tuple[str, list[str]]] = []
        for character in text:
            name = main if character == "\n" else _font_of(character, bold)
            shown = character
            if name == "-":
                continue
            if not name:
                self.unprinted[character] = self.unprinted.get(character, 0) + 1
                name, shown = _BOX, f"[U+{ord(character):04X}]"
            elif character == " " and runs:
                name = runs[-1][0] if runs[-1][0] != _BOX else main
                name = name if character in _coverage(name) else main
            if runs and runs[-1][0] == name and name != _BOX:
                runs[-1][1].append(shown)
            else:
                runs.append((name, [shown]))
        return [(name, "".join(parts)) for name, parts in runs] or [(main, "")]

    def frags(self, words: Words, base: ParagraphStyle) -> list[Any]:
        """`words` as the fragments a ReportLab Paragraph is made of."""
        found: list[Any] = []
        for piece in pieces(words):
            span = Span(piece) if isinstance(piece, str) else piece
            if not span.text:
                continue
            bold = span.bold or base.fontName == BOLD
            ink = hex_color(span.tone) if span.tone else base.textColor
            size = span.size or base.fontSize
            for name, text in self.runs(span.text, bold):
                lines = text.split("\n")
                for number, line in enumerate(lines):
                    if number:
                        found.append(_frag("", REGULAR, size, ink, lineBreak=True))
                    if line:
                        found.append(self._frag_of(name, line, size, ink, span))
        return found or [_frag("", REGULAR, base.fontSize, base.textColor)]

    def _frag_of(self, name: str, line: str, size: float, ink: Any, span: Span) -> Any:
        extra: dict[str, Any] = {}
        if span.link:
            # what ReportLab's own <a> leaves behind: (a number for this link, its target)
            extra["link"] = [(self._next_link(), f"#{span.link}")]
        if name == _BOX:
            return _frag(line, REGULAR, size * 0.8, hex_color("late"), backColor=hex_color("late_soft"), **extra)
        return _frag(line, name, size, ink, **extra)

    def _next_link(self) -> int:
        """A number that tells two links of one line apart."""
        self._links += 1
        return self._links

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """The printed width of one line of text, in points."""
        return math.fsum(pdfmetrics.stringWidth(part, _printing(name), size) for name, part in self.runs(text, bold))

    def fit(self, text: str, size: float, room: float, bold: bool = False) -> str:
        """One line of text, shortened with an ellipsis when it is wider than `room` points."""
        line = " ".join(text.split())
        if self.width(line, size, bold) <= room:
            return line
        while line and self.width(line + "…", size, bold) > room:
            line = line[: max(len(line) - max(1, len(line) // 12), 0)].rstrip()
        return line + "…"

    def draw(
        self,
        canvas: Any,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        bold: bool = False,
        tone: str = "text",
        align: str = "left",
    ) -> float:
        """Draw one line at (x, y); x is its left end, middle or right end. Gives its width."""
        runs = self.runs(" ".join(text.split("\n")), bold)
        widths = [pdfmetrics.stringWidth(part, _printing(name), size) for name, part in runs]
        at = x - {"left": 0.0, "middle": 0.5, "right": 1.0}[align] * sum(widths)
        canvas.setFillColor(hex_color(tone))
        for (name, part), width in zip(runs, widths, strict=True):
            canvas.setFont(_printing(name), size)
            canvas.drawString(at, y, part)
            at += width
        return math.fsum(widths)

    def unprinted_lines(self) -> list[str]:
        """What the list of characters we could not print says, one line each."""
        return [
            f"U+{ord(character):04X} {unicodedata.name(character, '').title()} ({count})".replace("  ", " ")
            for character, count in sorted(self.unprinted.items())
        ]


def _printing(name: str) -> str:
    return REGULAR if name == _BOX else name


def pieces(words: Words) -> Iterable[str | Span]:
    """The words one by one."""
    return [words] if isinstance(words, (str, Span)) else words


def _frag(text: str, font: str, size: float, ink: Any, **extra: Any) -> Any:
    values: dict[str, Any] = {"link": [], "us_lines": [], "rise": 0, "greek": 0, "bold": 0, "italic": 0, **extra}
    return ParaFrag(text=text, fontName=font, fontSize=size, textColor=ink, **values)


@cache
def hex_color(name: str) -> Color:
    """A token's color for ReportLab."""
    return HexColor(style.color(name))


@cache
def paragraph_style(
    size: float = 9.5,
    *,
    leading: float = 0,
    bold: bool = False,
    tone: str = "text",
    before: float = 0,
    after: float = 0,
    align: int = 0,
) -> ParagraphStyle:
    """A paragraph style from the scale; always in our embedded fonts. leading 0: a comfortable one."""
    register()
    return ParagraphStyle(
        f"{size}-{bold}-{tone}",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=leading or round(size * 1.42, 1),
        textColor=hex_color(tone),
        spaceBefore=before,
        spaceAfter=after,
        alignment=align,
        splitLongWords=1,
        bulletFontName=REGULAR,
        allowWidows=0,
        allowOrphans=0,
    )
