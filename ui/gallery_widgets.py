"""Gallery scenes of the reusable widgets and charts, in all their states."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from coachdesk.rules.charts import ChartPoint, IntervalRow, Span, bar_chart, interval_chart, run_chart
from ui import theme
from ui.charts import ChartView
from ui.gallery_registry import Stage, scene
from ui.widgets import (
    Banner,
    Card,
    CheckList,
    CheckRow,
    Columns,
    ElidedLabel,
    EmptyState,
    Entry,
    FilterBar,
    FlowLayout,
    KeyValues,
    PageFrame,
    PageHeader,
    Phase,
    PhaseRibbon,
    Pill,
    ProgressPanel,
    SegmentedButtons,
    SplitView,
    StatTile,
    Timeline,
    Toast,
    button,
    icon_button,
    stacked,
)

START = date(2026, 9, 7)


def nothing() -> None:
    """What a button of a picture does."""


def sample_run(signal: bool = False) -> ChartView:
    """The measure of the worked example: ten weekly audits, the cycle's dates set off."""
    shares = (0.5, 0.3, 0.4, 0.3, 0.5, 0.2, 0.4, 0.5, 0.7, 0.8)
    points = [
        ChartPoint(
            START + timedelta(weeks=week), share, f"{round(share * 10)} of 10", "shift" if signal and week > 6 else ""
        )
        for week, share in enumerate(shares)
    ]
    span = Span(date(2026, 10, 26), date(2026, 11, 9), "cycle")
    return ChartView(
        run_chart(
            "Escalated within 4 hours",
            points,
            median=0.4,
            target=0.9,
            target_label="rule 9 of 10",
            spans=[span],
            y_title="Share of records that met",
        )
    )


def sample_phases() -> list[Phase]:
    """A cycle on day 8 of 14."""
    return [
        Phase("Diagnose", "done", "Mon Nov 9 – Wed Nov 11", "rule locked"),
        Phase("Coach", "now", "Wed Nov 11 – Wed Nov 18", pill="day 8 of 14"),
        Phase("Validate", "next", "Thu Nov 19 – Fri Nov 20"),
        Phase("Close", "next", "due Mon Nov 23"),
    ]


@scene("widgets-cycle", kind="widgets")
def cycle_page(_stage: Stage) -> QWidget:
    """A page as dense as a cycle's own, from widgets only."""
    frame = PageFrame()
    header = PageHeader("C-2026-0041 · Escalating health deterioration")
    header.set_state(
        "North team · coach Renee Okafor · validator Luis Marín · opened from 4 signals · standard HD-01 v3"
    )
    header.set_pill("Coaching", "accent")
    header.set_breadcrumb([("Cycles", nothing)])
    for text, role in (("Record session", ""), ("Print cycle", ""), ("Go to Validate…", "primary")):
        header.add_button(button(text, role))
    frame.add(header)
    ribbon = PhaseRibbon()
    ribbon.set_phases(sample_phases())
    frame.add(ribbon)
    frame.add(Columns([(_gate_column(), 10, 300), (_session_card(), 13, 380), (_measure_column(), 10, 300)]))
    frame.add_stretch()
    return frame


def _gate_column() -> QWidget:
    gate = Card("Before Validate", ("2 missing", "late"))
    checks = CheckList()
    checks.set_rows(
        [
            CheckRow("Every coachee has a held session", True, "3 of 3"),
            CheckRow("Feedback given within 24 h", True, "slowest 19 h"),
            CheckRow("Direct observation", True, "2 live welfare checks"),
            CheckRow(
                "Second data source",
                False,
                "none yet: add a document review, reflection or interview",
                "Record a document review",
                "review",
            ),
            CheckRow("Scenario note reviewed · Dana Whitfield", False, "submitted yesterday, due today 4:40 PM"),
            CheckRow("Success rule evaluated", False, judged=False),
            CheckRow(
                "Follow-up date set", False, "overridden by Luis Marín: date follows the policy review", overridden=True
            ),
        ]
    )
    gate.add(checks)
    rule = Card("Success rule", note="locked Nov 11")
    rule.add_text("Escalated within 4 h of first sign in at least 9 of 10 records, after the last session.")
    return stacked(gate, rule)


def _session_card() -> Card:
    card = Card("Sessions")
    card.add_action(icon_button("plus", "Record session"))
    line = Timeline()
    line.set_entries(
        [
            Entry(
                "Thu Nov 19",
                "Shadow welfare check, Dana",
                pills=(("planned 10:00 AM, Birch St", "info"),),
                planned=True,
                key="1",
                tone="plain",
            ),
            Entry(
                "Tue Nov 17",
                "Shadow welfare check, Thanh · 45 min",
                "Noticed reduced intake, called nurse line within 40 min. Feedback same day. Agrees.",
                key="2",
            ),
            Entry("Mon Nov 16", "Scenario note, Dana", pills=(("review due 4:40 PM", "attention"),), key="3"),
            Entry(
                "Fri Nov 13",
                "Start-of-shift check-in, team of 3 · 30 min",
                "Walked through prompt card; two participants flagged for intake and mobility.",
                key="4",
            ),
        ]
    )
    card.add(line)
    return card


def _measure_column() -> QWidget:
    measure = Card("Escalated within 4 hours")
    measure.add(sample_run())
    values = KeyValues()
    values.set_rows([("Before", "4 of 10 (17–69%)"), ("After", "not measured yet"), ("Left out", "4 trigger records")])
    measure.add(values)
    evidence = Card("Evidence")
    rows = KeyValues()
    rows.set_rows(
        [
            ("E-0212", "Prompt card acknowledgement"),
            ("E-0213", "Observation, Nov 17"),
            ("E-0214", Pill("check names", "attention")),
        ]
    )
    evidence.add(rows)
    return stacked(measure, evidence)


@scene("widgets-list", kind="widgets")
def list_page(_stage: Stage) -> QWidget:
    """A list page: header, filters, tiles, list with a record panel."""
    page = QWidget()
    theme.mark(page, role="page")
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 24, 32, 24)
    column.setSpacing(theme.px("between"))
    header = PageHeader("Cycles", "12 open · 3 need you this week · 2 waiting for live confirmation")
    header.add_button(SegmentedButtons([("table", "Table"), ("board", "Board"), ("calendar", "Calendar")], "View"))
    header.add_button(button("New cycle", "primary", "plus"))
    column.addWidget(header)
    column.addWidget(_filters())
    tiles = QWidget()
    row = QHBoxLayout(tiles)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.px("between"))
    for number, text, tone, pill in (
        ("12", "cycles open", "", None),
        ("3", "need you this week", "attention", ("due", "attention")),
        ("1", "past its date", "late", ("late", "late")),
        ("9 of 9", "sustain checks held", "ok", ("on time", "ok")),
    ):
        row.addWidget(StatTile(number, text, tone, pill=pill))
    column.addWidget(tiles)
    panel = Card("Escalating health deterioration", ("Coach", "accent"))
    panel.add_text("day 8 of 14 · due Mon Nov 23", "small")
    panel.add_text("Next", "section")
    panel.add_text("Review Dana Whitfield’s scenario note")
    panel.add_text("submitted Mon 4:40 PM · 24 h limit", "small")
    panel.add(button("Review now", "primary"))
    panel.add_text("Gate to Validate: 3 of 5 met", "strong")
    bar = QProgressBar()
    bar.setTextVisible(False)
    bar.setValue(60)
    panel.add(bar)
    panel.body.addStretch(1)
    column.addWidget(SplitView(_table(), panel), 1)
    toast = Toast(page)
    toast.show_text("Saved: session of Tue Nov 17", "Undo", nothing)
    return page


def _filters() -> FilterBar:
    bar = FilterBar("Filter cycles (Ctrl+F)")
    bar.add_toggle("open", "Open", on=True)
    bar.add_toggle("mine", "Mine")
    bar.add_menu("team", "Team", [("n", "North"), ("w", "West"), ("e", "Elm House")])
    bar.add_menu("standard", "Standard", [(1, "Escalation"), (2, "Handover")])
    bar.add_menu("due", "Due")
    bar.set_values({"open": True, "team": frozenset({"n", "w"})})
    bar.add_right(button("Saved view: This week", "quiet"))
    return bar


def _table() -> QWidget:
    rows = (
        ("C-2026-0038", "Shift handover", "L. Marín", "Confirm live use, 2 people"),
        ("C-2026-0041", "Escalating deterioration", "R. Okafor", "Review scenario note"),
        ("C-2026-0042", "Rights-respecting practice", "R. Okafor", "Second observation, consent"),
        ("C-2026-0043", "Welfare check", "A. Petrov", "Baseline: 6 of 10 records"),
    )
    table = QTableWidget(len(rows), 4)
    table.setHorizontalHeaderLabels(["Cycle", "Standard", "Coach", "Next step"])
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.px("row"))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setShowGrid(False)
    table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
    for place, row in enumerate(rows):
        for at, text in enumerate(row):
            table.setItem(place, at, QTableWidgetItem(text))
    table.selectRow(1)
    table.setColumnWidth(1, 210)
    table.horizontalHeader().setStretchLastSection(True)
    card = Card()
    card.layout().setContentsMargins(8, 4, 8, 8)  # type: ignore[union-attr]  # a card always has its layout
    card.add(table)
    return card


@scene("widgets-charts", kind="widgets")
def charts(_stage: Stage) -> QWidget:
    """Every kind of chart."""
    frame = PageFrame()
    frame.add(PageHeader("Charts", "One description, drawn alike on screen and on paper"))
    run = Card("Run chart with a shift")
    run.add(sample_run(signal=True))
    years = [ChartPoint(date(2024, 1, 8) + timedelta(days=30 * at), 4 + (at * 7 % 5) - at / 12) for at in range(30)]
    hours = Card("Hours to escalation, two and a half years")
    caption = "median of the first 12 months; one month without records"
    points = [*years[:14], ChartPoint(years[14].day, None), *years[15:]]
    hours.add(
        ChartView(
            run_chart(
                "Hours to escalation", points, unit="number", median=5, target=4, caption=caption, y_title="Median, h"
            )
        )
    )
    pair = Card("Before and after")
    rows = [
        IntervalRow("Before", 0.4, 0.17, 0.69, "4 of 10 (17–69%)", "chart_fifth", hollow=True),
        IntervalRow("After", 1.0, 0.72, 1.0, "10 of 10 (72–100%)"),
    ]
    share = "Share of records that met"
    said = "Better than before; chance alone is an unlikely explanation."
    pair.add(ChartView(interval_chart("Escalated within 4 h", rows, 0.9, "rule 9 of 10", said, x_title=share)))
    early = Card("Before, nothing after")
    rows = [rows[0], IntervalRow("After", None, 0, 0, "not measured yet")]
    early.add(ChartView(interval_chart("Escalated within 4 h", rows, 0.9, x_title=share)))
    pareto = Card("Signals by criterion")
    counts = [
        ("Escalates within 4 h of the first sign", 21),
        ("Documents intake each shift", 13),
        ("Names the nurse line called", 9),
        ("Hands over open concerns", 4),
        ("Uses participant’s own words", 2),
    ]
    pareto.add(
        ChartView(bar_chart("Signals by criterion", counts, caption="49 signals, last 90 days", counted="Signals"))
    )
    empty = Card("No data yet")
    empty.add(ChartView(run_chart("Nothing yet", [])))
    frame.add(Columns([(stacked(*both), 1, 380) for both in ((run, pair), (hours, early), (pareto, empty))]))
    frame.add_stretch()
    return frame


@scene("widgets-messages", kind="widgets")
def messages(_stage: Stage) -> QWidget:
    """Banners, pills, empty states, progress, texts."""
    frame = PageFrame()
    frame.add(PageHeader("Messages and states", "What the window says, and how loudly"))
    for tone, text in (
        ("info", "This desk is open read-only: Luis Marín has it on the office computer since 9:12 AM."),
        ("ok", "Imported 107 staff. Nothing was changed for 3 rows that had problems."),
        ("attention", "The plan for North team expires in 12 days."),
        ("late", "The last backup could not be proven. Your changes are kept; choose another place for backups."),
    ):
        frame.add(Banner(text, tone, "Show" if tone != "info" else "", closable=tone != "late"))
    pills = Card("Tones")
    holder = QWidget()
    flow = FlowLayout(holder)
    for tone in ("plain", "accent", "ok", "attention", "late", "info"):
        flow.addWidget(Pill(tone, tone))
    pills.add(holder)
    for text, role in (
        ("Page title", "title"),
        ("Section title", "section"),
        ("Body text 李明 Nguyễn Łukasz", ""),
        ("Muted text", "muted"),
        ("Small text", "small"),
        ("What went wrong with this field", "error"),
    ):
        pills.add_text(text, role)
    pills.add(ElidedLabel("A text that is much longer than the room it has, so that it ends in an ellipsis " * 3))
    work = ProgressPanel("Making the evidence pack")
    work.set_progress(23, 61, "Cycle file C-2026-0029, page 23 of 61")
    paused = PhaseRibbon()
    paused.set_phases(
        [
            Phase("Diagnose", "done", "Nov 2 – Nov 4"),
            Phase("Coach", "paused", note="policy under review"),
            Phase("Validate", "next"),
            Phase("Close", "next"),
        ]
    )
    nobody = Card()
    nobody.add(
        EmptyState(
            "radar",
            "No signals yet",
            "Signals are moments when practice drifted from the standard. Log one in under a minute; "
            "CoachDesk notices when they add up.",
            "Log a signal",
        )
    )
    frame.add(paused)
    frame.add(Columns([(stacked(pills, work), 1, 360), (nobody, 1, 360)]))
    frame.add_stretch()
    return frame
