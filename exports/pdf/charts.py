"""Draws a chart's description (coachdesk.rules.charts) on a PDF page; its alternative text is what the chart tells."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from coachdesk.rules import chart_layout
from coachdesk.rules.charts import Chart
from exports.pdf.text import Ink, hex_color
from exports.plain import visible

_TEXT_SIZE = 7.6


class ChartFlow(Flowable):
    """A chart as wide as the page's body and as high as it looks right."""

    def __init__(self, chart: Chart, ink: Ink) -> None:
        super().__init__()
        self.chart, self.ink = chart, ink
        self.spaceBefore, self.spaceAfter = 4, 8

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        self.width, self.height = width, chart_layout.good_height(self.chart, _TEXT_SIZE)
        return self.width, self.height

    def draw(self) -> None:
        drawing = chart_layout.draw(self.chart, self.width, self.height, self.ink.width, _TEXT_SIZE)
        canvas = self.canv
        with canvas.tags.marked("Figure", visible(self.chart.told)):
            for shape in drawing.shapes:
                canvas.saveState()
                self._draw(canvas, shape)
                canvas.restoreState()

    def _draw(self, canvas: Any, shape: chart_layout.Shape) -> None:
        """One shape; the layout counts y downwards from the top, PDF upwards from the bottom."""
        color = hex_color(shape.color)
        if isinstance(shape, chart_layout.Text):
            align = {"start": "left", "middle": "middle", "end": "right"}[shape.anchor]
            y = self.height - shape.y
            self.ink.draw(canvas, shape.x, y, shape.text, shape.size, bold=shape.bold, tone=shape.color, align=align)
        elif isinstance(shape, chart_layout.Box):
            canvas.setFillColor(color)
            bottom = self.height - shape.y - shape.height
            if shape.width > 0 and shape.height > 0:
                canvas.roundRect(shape.x, bottom, shape.width, shape.height, shape.radius, stroke=0, fill=1)
        elif isinstance(shape, chart_layout.Dot):
            canvas.setStrokeColor(color)
            canvas.setFillColor(hex_color(shape.fill))
            canvas.setLineWidth(1.4)
            self._dot(canvas, shape)
        else:
            canvas.setStrokeColor(color)
            canvas.setLineWidth(shape.width)
            if shape.dashes:
                canvas.setDash([dash * shape.width for dash in shape.dashes])
            path = canvas.beginPath()
            (x, y), *rest = shape.points
            path.moveTo(x, self.height - y)
            for x, y in rest:
                path.lineTo(x, self.height - y)
            canvas.drawPath(path, stroke=1, fill=0)

    def _dot(self, canvas: Any, dot: chart_layout.Dot) -> None:
        corners = [(x, self.height - y) for x, y in dot.outline()]
        if not corners:
            canvas.circle(dot.x, self.height - dot.y, dot.radius, stroke=1, fill=1)
            return
        if dot.form == "cross":
            canvas.lines([(*corners[0], *corners[1]), (*corners[2], *corners[3])])
            return
        path = canvas.beginPath()
        path.moveTo(*corners[0])
        for corner in corners[1:]:
            path.lineTo(*corner)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
