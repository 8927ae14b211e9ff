"""The parts inside a workbook: unpacked piece by piece, parsed with nothing that can do harm, linked to each other."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from xml.parsers import expat

from coachdesk.i18n import translate
from coachdesk.importers.grid import Budget, damaged, unreadable

CHUNK = 1 << 16
LONGEST_PIECE = 4_000_000  # bytes the parser may hold back while waiting for the end of one tag: expat rescans them
# The usual namespace, the one of "strict" workbooks, and none at all.
SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main ",
    "http://purl.oclc.org/ooxml/spreadsheetml/main ",
    "http://schemas.openxmlformats.org/package/2006/relationships ",
    "",
)
# What broken bytes make zipfile, zlib, expat and the conversions of the readers raise.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
    OverflowError,
    OSError,
)
RELATIONS = 10_000  # links from one part; real workbooks have a few
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Starts = Mapping[str, Callable[[dict[str, str]], None]]
Ends = Mapping[str, Callable[[], None]]


class Enough(Exception):
    """Raised by a handler to stop parsing when it has what it wanted; `parse` ends quietly."""


@dataclass(frozen=True)
class Package:
    """An opened workbook's zip with the names of its entries and the budget that reading it spends."""

    archive: zipfile.ZipFile
    names: frozenset[str]
    budget: Budget


@contextmanager
def refusing_damage() -> Iterator[None]:
    """Everything broken bytes can raise comes out as `Unreadable`."""
    try:
        yield
    except BROKEN as error:
        raise damaged() from error


def parse(
    package: Package, entry: str, starts: Starts, ends: Ends | None = None, text: Callable[[str], None] | None = None
) -> None:
    """Parse one part. `starts` and `ends` are called for the tags they name, `text` for all text.

    A document type declaration, the carrier of entity bombs and external entities, is refused before it is read.
    """
    begin = {space + tag: call for tag, call in starts.items() for space in SPACES}
    finish = {space + tag: call for tag, call in (ends or {}).items() for space in SPACES}

    def start(tag: str, attributes: dict[str, str]) -> None:
        call = begin.get(tag)
        if call is not None:
            call(attributes)

    def end(tag: str) -> None:
        call = finish.get(tag)
        if call is not None:
            call()

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = CHUNK
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.StartElementHandler = start
    if finish:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    fed = 0
    try:
        with package.archive.open(entry) as part:
            while piece := part.read(CHUNK):
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > LONGEST_PIECE:
                    raise damaged()
                package.budget.look_at_clock()
        parser.Parse(b"", True)
    except Enough:
        return


def _refuse_declaration(*_: object) -> None:
    raise unreadable(
        translate("Import", "The workbook holds declarations that no workbook needs and that can do harm."),
        translate("Import", "Ask for the list from its source again, or copy it into a new workbook."),
    )


def relations(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """id -> (kind, entry) of the parts that `part` ("" for the whole package) links to, outside links left out."""
    folder, name = posixpath.split(part)
    found: dict[str, tuple[str, str]] = {}

    def relationship(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") == "External":
            return
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        entry = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if entry in package.names:
            if len(found) > RELATIONS:
                raise damaged()
            found[attributes.get("Id", "")] = (kind, entry)

    entry = posixpath.join(folder, "_rels", name + ".rels")
    if entry in package.names:
        parse(package, entry, {"Relationship": relationship})
    return found


def unescape(text: str) -> str:
    """Characters that XML cannot hold are written _x000D_ in a workbook."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
