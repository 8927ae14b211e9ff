"""What a chart's drawing is made of: lines, boxes, dots, texts, and the sheet that collects them.

Coordinates are in the caller's unit (pixels, points), from the top left, y downwards. Colors are names of tokens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Measure = Callable[[str, float, bool], float]  # (text, size, bold) -> width
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Line:
    """Straight pieces through `points`; dashes in units of the line's length, () is solid."""

    points: tuple[tuple[float, float], ...]
    color: str
    width: float = 1.0
    dashes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with rounded corners."""

    x: float
    y: float
    width: float
    height: float
    color: str
    radius: float = 0.0


Form = Literal["round", "diamond", "up", "down", "square", "cross"]
"""Outlines of a point; up and down are triangles with a corner there."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point: `fill` inside, `color` outline. Its form tells what it is, whatever the colors."""

    x: float
    y: float
    radius: float
    color: str
    fill: str = "surface"
    form: Form = "round"

    def outline(self) -> tuple[tuple[float, float], ...]:
        """The corners of a form that has some, from the top, with the clock; () for round ones.

        A cross is its two strokes, one after the other.
        """
        x, y, r = self.x, self.y, self.radius
        corners: dict[str, tuple[tuple[float, float], ...]] = {
            "diamond": ((x, y - r), (x + r, y), (x, y + r), (x - r, y)),
            "up": ((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)),
            "down": ((x - r, y - r * 0.8), (x + r, y - r * 0.8), (x, y + r)),
            "square": tuple((x + a * r * 0.8, y + b * r * 0.8) for a, b in ((-1, -1), (1, -1), (1, 1), (-1, 1))),
            "cross": tuple((x + a * r * 0.8, y + b * r * 0.8) for a, b in ((-1, -1), (1, 1), (1, -1), (-1, 1))),
        }
        return corners.get(self.form, ())


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; y is its base line."""

    x: float
    y: float
    text: str
    size: float
    color: str = "chart_text"
    anchor: Anchor = "start"
    bold: bool = False


Shape = Line | Box | Dot | Text


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that tells more when pointed at or reached by keyboard.

    key: what it stands for, to whoever asked for the chart; "" where there is nothing to open.  area: (left, top,
    right, bottom) that means it too.
    """

    x: float
    y: float
    text: str
    key: str = ""
    area: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """All shapes of a chart from back to front, and its spots from left to right (or top to bottom)."""

    width: float
    height: float
    shapes: tuple[Shape, ...]
    spots: tuple[Spot, ...]


@dataclass(slots=True)
class Sheet:
    """What is collected while drawing. `taken`: boxes (left, top, right, bottom) no label should cover."""

    measure: Measure
    size: float
    shapes: list[Shape] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def width(self, text: str, bold: bool = False) -> float:
        """How wide `text` is."""
        return self.measure(text, self.size, bold)

    def write(
        self, x: float, y: float, text: str, color: str = "chart_text", anchor: Anchor = "start", bold: bool = False
    ) -> None:
        """Write one line; the place is taken then."""
        self.shapes.append(Text(x, y, text, self.size, color, anchor, bold))
        width = self.width(text, bold)
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        self.taken.append((left, y - self.size, left + width, y + self.size * 0.3))

    def caption(self, text: str, width: float, height: float) -> float:
        """Write a caption at the foot, if there is one; gives the height left above it."""
        if not text:
            return height
        self.write(0, height - self.size * 0.35, self.elided(text, width))
        return height - self.size * 1.9

    def covered(self, left: float, top: float, right: float, bottom: float) -> float:
        """How much of this box is taken already, in square units."""
        return sum(
            max(0.0, min(right, box[2]) - max(left, box[0])) * max(0.0, min(bottom, box[3]) - max(top, box[1]))
            for box in self.taken
        )

    def elided(self, text: str, room: float) -> str:
        """`text`, shortened with an ellipsis when it is wider than `room`."""
        if self.width(text) <= room:
            return text
        while text and self.width(f"{text}…") > room:
            text = text[:-1]
        return f"{text.rstrip()}…"
