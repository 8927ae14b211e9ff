"""A standard as a file for another agency: the format of coachdesk/importers/standard_file.py, put down whole."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.i18n import translate
from coachdesk.importers.standard_file import ENDING, FORMAT, PARTS, SHORT, TEXTS
from coachdesk.queries.pack import agency_name
from coachdesk.queries.standards import VersionDetail, version_detail
from exports import made
from exports.pdf.standard import title_of, write_prompt_card, write_scenario, write_standard


def write_standard_file(
    conn: sa.Connection, version_id: int, target: Path, *, made_at: datetime | None = None
) -> made.Made:
    """Write the file of a version. Refused when there is no such version."""
    version = version_detail(conn, version_id)
    if version is None:
        raise Refused(translate("Standard", "This version of the standard is not there any more."))
    text = standard_text(version, agency_name(conn), (made_at or made.now()).date())

    def fill(stream: IO[bytes]) -> int:
        stream.write(text.encode("utf-8"))
        return 0

    return made.make(conn, "standard_file", target, ((translate("Exports", "Standard"), title_of(version)),), fill)


def write_as(conn: sa.Connection, version_id: int, target: Path, form: str) -> made.Made:
    """Write a version as "file", or as a PDF: its one "page", its prompt "card", its "scenario" to answer on."""
    writers = {"file": write_standard_file, "page": write_standard, "card": write_prompt_card}
    return {**writers, "scenario": write_scenario}[form](conn, version_id, target)


def standard_text(version: VersionDetail, agency: str, made_on: date) -> str:
    """The file of a version, draft or not; `importers.standard_file.parse_standard` gives back what it says."""
    lines = [f"coachdesk_standard = {FORMAT}"]
    lines += [f"{key} = {_quoted(getattr(version, key))}" for key in SHORT]
    lines += [f"{key} = {_quoted(getattr(version, key))}" for key in TEXTS]
    lines.append(f"crosswalk = [{', '.join(_quoted(one) for one in version.crosswalk)}]")
    lines += ["", "[origin]", f"agency = {_quoted(agency)}", f"version = {version.number}", f"made_on = {made_on}"]
    for part, names in PARTS.items():
        for row in getattr(version, part):
            lines += ["", f"[[{part}]]"]
            values = ((name, getattr(row, name)) for name in names)
            lines += [f"{name} = {_said(value)}" for name, value in values if value is not None]
    return "\n".join(lines) + "\n"


def texts_of(version: VersionDetail) -> list[str]:
    """Every text of a version that its file holds."""
    rows = [getattr(row, name) for part, names in PARTS.items() for row in getattr(version, part) for name in names]
    heads = [getattr(version, key) for key in (*SHORT, *TEXTS)]
    return [text for text in (*heads, *version.crosswalk, *rows) if isinstance(text, str) and text]


def file_name(version: VersionDetail) -> str:
    """A file name for it: "HD-01 v2.toml"."""
    code = re.sub(r"[^\w.-]+", "-", version.code).strip("-.") or "standard"
    return f"{code} v{version.number}{ENDING}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return _quoted(str(value))


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _quoted(text: str) -> str:
    """A basic TOML string."""
    return '"' + "".join(_ESCAPES.get(sign) or _plain(sign) for sign in text) + '"'


def _plain(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 32 or ord(sign) == 127 else sign
