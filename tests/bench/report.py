"""The figures as a Markdown table, on the terminal and in out/bench, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.bench.figures import Figure, Spread

HEAD = (
    "| what | ours | floor | ratio (min to max) | reach | |",
    "|---|---|---|---|---|---|",
)


def said(value: float, unit: str) -> str:
    """One value with its unit: "0.42 s", "812 ms", "31 MB", "1.8x"."""
    if unit == "s" and value < 1:
        value, unit = value * 1000, "ms"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{unit if unit == 'x' else f' {unit}'}".strip()


def row(figure: Figure) -> str:
    """One line of the table."""
    ours = said(figure.ours.median, figure.unit)
    if figure.ratio is None and figure.runs > 1:
        ours += f" ({_range(figure.ours, figure.unit)})"
    floor = said(figure.floor.median, figure.unit) if figure.floor else ""
    ratio = f"{figure.ratio.median:.2f} ({figure.ratio.low:.2f} to {figure.ratio.high:.2f})" if figure.ratio else ""
    if figure.reach is None:
        reach = ""
    elif figure.ratio:
        reach = f"{figure.reach:g}x"
    else:
        reach = said(figure.reach, figure.unit)
    verdict = {True: "reached", False: "**missed**", None: ""}[figure.reached]
    what = f"{figure.what} ({figure.note})" if figure.note else figure.what
    return f"| {what} | {ours} | {floor} | {ratio} | {reach} | {verdict} |"


def _range(spread: Spread, unit: str) -> str:
    return f"{said(spread.low, unit)} to {said(spread.high, unit)}"


def markdown(about: Mapping[str, str], figures: Sequence[Figure]) -> str:
    """The whole report."""
    lines = [f"- {name}: {words}" for name, words in about.items()]
    lines += ["", "Medians; the ratio is that of runs made in pairs, one after the other.", "", *HEAD]
    return "\n".join([*lines, *map(row, figures), ""])


def write_json(path: Path, about: Mapping[str, str], figures: Sequence[Figure]) -> None:
    """Everything that was measured, for programs to read."""
    found = {"about": dict(about), "figures": [figure.to_json() for figure in figures]}
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf-8")
