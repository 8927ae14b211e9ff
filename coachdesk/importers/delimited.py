"""Reads text tables (CSV, TSV, TXT): any usual encoding and delimiter, quoted line breaks, uneven lines."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.importers.grid import Budget, Row, too_large, unreadable
from coachdesk.importers.kinds import wrong_kind

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = {
    ",": QT_TRANSLATE_NOOP("Import", "commas"),
    ";": QT_TRANSLATE_NOOP("Import", "semicolons"),
    "\t": QT_TRANSLATE_NOOP("Import", "tabs"),
    "|": QT_TRANSLATE_NOOP("Import", "vertical bars"),
}
# Older encodings that programs in the Americas and Europe write, in the order in which they are believed.
OLDER = ("cp1252", "cp1250", "mac_roman", "cp850")
SAMPLE = 65_536
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
INSIDE_WORD = re.compile(r"(?=(\w[^\x00-\x7f]))")
LONGEST_ROW = 2_000_000  # characters, so that the csv module never builds a row without end


def read_delimited(
    data: bytes, budget: Budget, encoding: str = "", delimiter: str = ""
) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """The rows that hold anything, and notes on how they were read.

    encoding and delimiter are found out when "". Rows count as in a spreadsheet: a quoted line break does not end one.
    """
    text, encoding = decode(data, encoding)
    if len(text) > budget.limits.text * 5 // 4:
        raise too_large(translate("Import", "characters of text"), budget.limits.text)
    lines = io.StringIO(text, newline="")
    if text[:4].lower() == "sep=" and len(text.partition("\n")[0].strip()) == 5:  # Excel's own hint
        delimiter = delimiter or text[4]
        lines.readline()
        skipped = 1
    else:
        skipped = 0
    delimiter = delimiter or find_delimiter(text[:SAMPLE] if len(text) <= SAMPLE else text[:SAMPLE].rpartition("\n")[0])
    rows = _rows(lines, delimiter, budget, skipped)
    notes = []
    if encoding not in ("utf-8", "utf-8-sig"):
        notes.append(
            translate("Import", "Read as {encoding} text: look whether accented letters are right.").format(
                encoding=encoding
            )
        )
    if delimiter != ",":
        words = translate("Import", DELIMITERS[delimiter]) if delimiter in DELIMITERS else delimiter
        notes.append(translate("Import", "Columns are separated by {delimiter}.").format(delimiter=words))
    return rows, tuple(notes)


def _rows(lines: io.StringIO, delimiter: str, budget: Budget, number: int) -> tuple[Row, ...]:
    rows: list[Row] = []
    limits = budget.limits
    waiting = [0]
    reader = csv.reader(_measured(lines, waiting), delimiter=delimiter)
    try:
        for cells in reader:
            number += 1
            waiting[0] = 0
            if len(cells) > limits.columns:
                raise too_large(translate("Import", "columns"), limits.columns)
            budget.spend(len(cells), sum(map(len, cells)))
            if any(cells) and any(cell.strip() for cell in cells):
                rows.append(Row(number, tuple(cell or None for cell in cells)))
                if len(rows) > limits.rows:
                    raise too_large(translate("Import", "rows"), limits.rows)
    except csv.Error as error:
        raise unreadable(
            translate(
                "Import", "Row {row} cannot be read: a quotation mark that opens there seems never to close."
            ).format(row=number + 1),
            translate("Import", "Correct that row, or save the list as an Excel workbook (.xlsx), and import again."),
        ) from error
    return tuple(rows)


def _measured(lines: io.StringIO, waiting: list[int]) -> Iterator[str]:
    """The lines as they are, counting in `waiting` the characters handed out since the last whole row."""
    while line := lines.readline(LONGEST_ROW):
        waiting[0] += len(line)
        if waiting[0] >= LONGEST_ROW:
            raise too_large(translate("Import", "characters in one row"), LONGEST_ROW)
        yield line


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of a file and the encoding it was read with. A byte that means nothing becomes U+FFFD, found later."""
    if encoding:
        try:
            return data.decode(encoding, "replace"), encoding
        except LookupError as error:
            raise unreadable(
                translate("Import", "There is no text encoding called {name}.").format(name=encoding),
                translate("Import", "Choose another encoding."),
            ) from error
    for mark, name in MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name.removesuffix("-sig")
    wide = _wide_without_mark(data)
    if wide:
        return data.decode(wide, "replace"), wide
    if data.count(b"\0") * 50 > len(data):
        raise wrong_kind(translate("Import", "not text"))
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        return _decode_older(data, error.start)


def _wide_without_mark(data: bytes) -> str:
    """UTF-16 without its mark shows by zero bytes at every second place of mostly Latin text."""
    sample = data[:4096]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _decode_older(data: bytes, broken_at: int) -> tuple[str, str]:
    """The text of a file that is not UTF-8 at `broken_at`."""
    around = data[max(0, broken_at - 2 * SAMPLE) : broken_at + 2 * SAMPLE]
    mended = around.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    if len(BEYOND_ASCII.findall(mended)) - broken > broken * 4:
        return data.decode("utf-8", "replace"), "utf-8"  # a few bytes broken on the way, not another encoding
    strange, name = min(
        ((_strangeness(around.decode(name, "replace")), name) for name in OLDER), key=lambda found: found[0]
    )
    if strange > 0.2:
        from charset_normalizer import from_bytes  # 0.1 s, and only files of other alphabets need it

        best = from_bytes(around).best()
        name = best.encoding if best else name
    return data.decode(name, "replace"), name


def _strangeness(text: str) -> float:
    """The share of the signs beyond ASCII that a name would not hold: no letters, or capitals inside a word."""
    beyond = len(BEYOND_ASCII.findall(text))
    odd = sum(1 for sign in BEYOND_ASCII.findall(text) if not sign.isalpha())
    odd += sum(1 for pair in INSIDE_WORD.findall(text) if pair[0].islower() and pair[1].isupper())
    return odd / max(beyond, 1)


def find_delimiter(sample: str) -> str:
    """The delimiter that cuts most rows of the sample into the same number of columns over one; "," by default."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(row)]
        except csv.Error:
            continue
        counted = Counter(width for width in widths if width > 1)
        if not counted:
            continue
        width, times = counted.most_common(1)[0]
        score = times / len(widths) * (1 + min(width, 20) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best
