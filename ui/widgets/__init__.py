"""Presentational widgets every page is built from. They know nothing of desks or services: values in, signals out.

button(text, role="", icon="", slot=None)         a push button; roles in ui.theme
icon_button(icon, text, slot=None)                icon only, text as tool tip and accessible name
put_inside(line_edit, icon_button)                the button at the right end inside the field
label(text, role="", tone="", selectable=False)   plain text that wraps (TextLabel); never reads HTML
line(faint=False)                                 a hairline
Pill(text, tone), ElidedLabel(text)               one line; elided text has a tool tip
FlowLayout(parent, gap, line_gap), Columns([(widget, weight, least_width), ...])
stacked(widget, ...), clear_layout(layout)        widgets below each other as one column; everything taken out again
Card(title, pill=("2 missing", "late"))           .add(widget) .add_action(button) .set_pill(text, tone) .body
PageHeader(title)                                 .set_state .set_pill .set_breadcrumb([(text, slot)]) .add_button
PageFrame()                                       margins that shrink in narrow windows, scrolls: .add(widget)
FilterBar(placeholder)                            .add_toggle .add_menu .add_right .values() .changed .searched
SegmentedButtons([(key, text), ...])              .chosen(key)
PhaseRibbon()                                     .set_phases([Phase(title, state, dates, note, tone)]) .chosen(int)
CheckList()                                       .set_rows([CheckRow(text, met, sub, link, key)]) .linked(key)
Timeline()                                        .set_entries([Entry(when, text, sub, pills, tone, key)]) .opened(key)
EmptyState(icon, title, text, action), Banner(text, tone, action, closable), StatTile(number, label, tone)
KeyValues()                                       .set_rows([(label, text or widget)])
ProgressPanel()                                   .set_progress(done, total, text) .cancelled
Toast(window)                                     .show_text(text, action, slot)
FrontStack()                                      a QStackedWidget as large as the view in front
SplitView(main, panel)                            the panel steps aside in narrow windows: .open_panel() .close_panel()
"""

from __future__ import annotations

from ui.widgets.basics import (
    ClickSurface,
    ElidedLabel,
    Pill,
    TextLabel,
    button,
    clear_layout,
    icon_button,
    label,
    line,
    put_inside,
)
from ui.widgets.card import Card, Columns, stacked
from ui.widgets.checklist import CheckList, CheckRow
from ui.widgets.filters import FilterBar
from ui.widgets.flow import FlowLayout
from ui.widgets.header import PageFrame, PageHeader, SegmentedButtons
from ui.widgets.messages import Banner, EmptyState, Toast
from ui.widgets.progress import ProgressPanel
from ui.widgets.ribbon import Phase, PhaseRibbon
from ui.widgets.split import SplitView
from ui.widgets.stack import FrontStack
from ui.widgets.tiles import KeyValues, StatTile
from ui.widgets.timeline import Entry, Timeline

__all__ = [
    "Banner",
    "Card",
    "CheckList",
    "CheckRow",
    "ClickSurface",
    "Columns",
    "ElidedLabel",
    "EmptyState",
    "Entry",
    "FilterBar",
    "FlowLayout",
    "FrontStack",
    "KeyValues",
    "PageFrame",
    "PageHeader",
    "Phase",
    "PhaseRibbon",
    "Pill",
    "ProgressPanel",
    "SegmentedButtons",
    "SplitView",
    "StatTile",
    "TextLabel",
    "Timeline",
    "Toast",
    "button",
    "clear_layout",
    "icon_button",
    "label",
    "line",
    "put_inside",
    "stacked",
]
