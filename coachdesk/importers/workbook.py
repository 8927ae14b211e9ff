"""Opens an Excel workbook (.xlsx): its sheets, the texts they share, which cell styles show dates.

Why not openpyxl's reader: it needs a second pass to see formulas beside their results, raises ten kinds of exception
on broken files, unpacks without limits and takes over twice the time. Here only the parts that hold the list are
unpacked, within a budget, and everything that can go wrong is an `Unreadable`. The format: ECMA-376 part 1,
SpreadsheetML; the tests hold the result against openpyxl.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from coachdesk.importers.grid import Budget, damaged
from coachdesk.importers.kinds import open_zip
from coachdesk.importers.parts import Package, parse, refusing_damage, relations, unescape

LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)
SINCE_1900 = datetime.combine(date(1899, 12, 30), time())  # no zone: a cell's date is the day on the wall
SINCE_1904 = datetime.combine(date(1904, 1, 1), time())
BUILT_IN_DATES = (*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59))  # number formats that show dates
NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
STYLES = 100_000
SHEETS = 256


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its title, whether it is hidden, and its entry in the zip."""

    title: str
    hidden: bool
    entry: str


@dataclass(frozen=True)
class Workbook:
    """An opened workbook: its sheets, shared texts, which cell styles show dates, and the day its dates count from."""

    package: Package
    sheets: tuple[SheetPart, ...]
    shared: list[str]
    date_styles: frozenset[int]
    epoch: datetime


def open_workbook(data: bytes, budget: Budget) -> Workbook:
    """Open the bytes of a .xlsx file and read all but the sheets; `Unreadable` when it is not one we may read."""
    with refusing_damage():
        archive = open_zip(data, budget.limits)
        package = Package(archive, frozenset(archive.namelist()), budget)
        main = next((entry for kind, entry in relations(package, "").values() if kind == "officeDocument"), "")
        main = main or "xl/workbook.xml"
        links = relations(package, main)
        parts = dict(links.values())
        sheets, epoch = _sheets(package, main, links)
        shared = _shared_texts(package, parts["sharedStrings"]) if "sharedStrings" in parts else []
        dates = _date_styles(package, parts["styles"]) if "styles" in parts else frozenset()
        return Workbook(package, sheets, shared, dates, epoch)


def _sheets(package: Package, main: str, links: dict[str, tuple[str, str]]) -> tuple[tuple[SheetPart, ...], datetime]:
    sheets: list[SheetPart] = []
    epochs = [SINCE_1900]

    def properties(attributes: dict[str, str]) -> None:
        if attributes.get("date1904") in ("1", "true"):
            epochs.append(SINCE_1904)

    def sheet(attributes: dict[str, str]) -> None:
        link = next((attributes[name] for name in LINKS if name in attributes), "")
        kind, entry = links.get(link, ("", ""))
        if kind == "worksheet" and len(sheets) < SHEETS:
            hidden = attributes.get("state", "visible") != "visible"
            sheets.append(SheetPart(attributes.get("name", "")[:100], hidden, entry))

    parse(package, main, {"workbookPr": properties, "sheet": sheet})
    if not sheets:
        raise damaged()
    return tuple(sheets), epochs[-1]


class _SharedTexts:
    """Handlers that gather the texts of sharedStrings.xml; reading aids for Asian scripts (rPh) are left out."""

    def __init__(self, budget: Budget) -> None:
        self.texts: list[str] = []
        self._budget = budget
        self._pieces: list[str] = []
        self._wanted = False
        self._aids = 0

    def start_text(self, _: dict[str, str]) -> None:
        self._wanted = not self._aids

    def end_text(self) -> None:
        self._wanted = False

    def start_aid(self, _: dict[str, str]) -> None:
        self._aids += 1

    def end_aid(self) -> None:
        self._aids -= 1

    def end_item(self) -> None:
        self._budget.spend(1, 0)
        self.texts.append(unescape("".join(self._pieces)))
        self._pieces.clear()

    def data(self, text: str) -> None:
        if self._wanted:
            self._budget.spend(0, len(text))
            self._pieces.append(text)


def _shared_texts(package: Package, entry: str) -> list[str]:
    found = _SharedTexts(package.budget)
    starts = {"t": found.start_text, "rPh": found.start_aid}
    ends = {"t": found.end_text, "rPh": found.end_aid, "si": found.end_item}
    parse(package, entry, starts, ends, found.data)
    return found.texts


def _date_styles(package: Package, entry: str) -> frozenset[int]:
    """The numbers of the cell styles that show a date."""
    dates = set(BUILT_IN_DATES)
    styles: list[int] = []  # the number format of each style, in order
    inside = [False]

    def number_format(attributes: dict[str, str]) -> None:
        code = int(attributes.get("numFmtId", "0"))
        if shows_date(attributes.get("formatCode", "")):
            dates.add(code)
        else:
            dates.discard(code)
        if len(dates) > STYLES:
            raise damaged()

    def style(attributes: dict[str, str]) -> None:
        if inside[-1]:
            styles.append(int(attributes.get("numFmtId", "0")))
            if len(styles) > STYLES:
                raise damaged()

    parse(
        package,
        entry,
        {"numFmt": number_format, "cellXfs": lambda _: inside.append(True), "xf": style},
        {"cellXfs": lambda: inside.append(False)},
    )
    return frozenset(number for number, code in enumerate(styles) if code in dates)


def shows_date(code: str) -> bool:
    """Whether a number format shows a date (or a time of day); what stands in quotes or brackets does not count."""
    first = code[:255].partition(";")[0]
    return bool(re.search(r"[dmhysDMHYS]", NOT_SHOWN.sub("", first)))
