"""Charts on screen: `ChartView` draws any description made by coachdesk.rules.charts.

view = ChartView(run_chart(...)); later view.set_chart(other). Colors follow the theme, the text tells a screen reader
what the picture shows, and the arrow keys walk from point to point.
"""

from __future__ import annotations

from ui.charts.view import ChartView

__all__ = ["ChartView"]
