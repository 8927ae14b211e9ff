"""Finding any record by number, name or title, for the command palette: a few good hits of each family, ranked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.actions import ACTION
from coachdesk.queries.audits import AUDIT
from coachdesk.queries.evidence import EVIDENCE, EXPORT, ITEMS
from coachdesk.queries.observations import OBSERVATION
from coachdesk.queries.parts import POSTING, spoken
from coachdesk.queries.scenarios import EXERCISE
from coachdesk.queries.sessions import SESSION
from coachdesk.queries.signals import SIGNAL
from coachdesk.queries.standards import STD
from coachdesk.queries.templates import TEMPLATE
from coachdesk.records.base import table
from coachdesk.records.cycles import Coachee, Cycle
from coachdesk.records.people import Role, Staff, Team
from coachdesk.rules.wording import day_words

S, CYCLE, COACHEE, TEAM, ROLE = table(Staff), table(Cycle), table(Coachee), table(Team), table(Role)
EACH = 8


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that answers. page, record_id, part: where it is (part "" for the page itself).  group: the family's
    word.  points: higher fits better."""

    page: str
    record_id: int
    group: str
    title: str
    detail: str = ""
    points: int = 0
    part: str = ""


def search(conn: sa.Connection, typed: str, each: int = EACH) -> tuple[SearchHit, ...]:
    """The records that answer to every word typed, the best first; at most `each` of a family.

    Names are found without their accents ("nguyen" finds Nguyễn). Cycles are found by their coachees' names too.
    """
    words = plain(typed).split()
    if not words:
        return ()
    people = _staff(conn, words)
    found = [
        *people[:each],
        *_cycles(conn, words, [hit.record_id for hit in people[:each]], each),
        *_standards(conn, words)[:each],
        *_numbered(conn, words, each),
        *_audits(conn, words, each),
        *_evidence(conn, words, each),
        *_exports(conn, words, each),
        *_actions(conn, words, each),
        *_templates(conn, words, each),
    ]
    return tuple(sorted(found, key=lambda hit: (-hit.points, hit.title)))


def plain(text: str) -> str:
    """Lower case without accents, for comparing: "Nguyễn" is "nguyen", "Łukasz" is "lukasz"."""
    spread = unicodedata.normalize("NFKD", text.casefold().translate(_STROKES))
    return "".join(part for part in spread if not unicodedata.combining(part))


_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})


def points(words: Iterable[str], *texts: str) -> int:
    """How well texts answer: 0 when a word is in none of them; a whole text, its start, a word's start count most."""
    total = 0
    plains = [plain(text) for text in texts if text]
    for word in words:
        best = 0
        for rank, text in enumerate(plains):
            if word not in text:
                continue
            if text == word:
                fit = 8
            elif text.startswith(word):
                fit = 6
            elif re.search(rf"\b{re.escape(word)}", text):
                fit = 4
            else:
                fit = 2
            best = max(best, fit * 10 - rank)
        if best == 0:
            return 0
        total += best
    return total


def _like(column: Any, word: str) -> sa.ColumnElement[bool]:
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: sa.ColumnElement[bool] = column.ilike(f"%{escaped}%", escape="\\")
    return found


def _staff(conn: sa.Connection, words: list[str]) -> list[SearchHit]:
    # A few hundred people: read them all, since no database compares names without accents in the same way.
    statement = (
        sa.select(S.c.id, S.c.number, S.c.first_name, S.c.last_name, S.c.preferred_name, S.c.left_on)
        .add_columns(ROLE.c.name.label("role"), TEAM.c.name.label("team"))
        .select_from(
            S.outerjoin(POSTING, sa.and_(POSTING.c.staff_id == S.c.id, POSTING.c.ends_on.is_(None)))
            .outerjoin(ROLE, ROLE.c.id == POSTING.c.role_id)
            .outerjoin(TEAM, TEAM.c.id == POSTING.c.team_id)
        )
    )
    group = translate("Search", "Staff")
    found = []
    for row in conn.execute(statement):
        name = spoken(row.first_name, row.last_name, row.preferred_name)
        fit = points(words, row.last_name, name, row.first_name, row.number)
        if fit:
            parts = (row.number, row.role or "", row.team or "")
            detail = " · ".join(part for part in parts if part)
            found.append(SearchHit("staff", row.id, group, name, detail, fit - (5 if row.left_on else 0)))
    return sorted(found, key=lambda hit: (-hit.points, hit.title))


def _cycles(conn: sa.Connection, words: list[str], staff_ids: list[int], each: int) -> list[SearchHit]:
    by_text = sa.and_(*(sa.or_(_like(CYCLE.c.number, word), _like(CYCLE.c.title, word)) for word in words))
    columns = (CYCLE.c.id, CYCLE.c.number, CYCLE.c.title, CYCLE.c.status)
    newest = CYCLE.c.number.desc()
    rows = list(conn.execute(sa.select(*columns).where(by_text).order_by(newest).limit(each)))
    if staff_ids:
        theirs = sa.select(COACHEE.c.cycle_id).where(COACHEE.c.staff_id.in_(staff_ids))
        rows += conn.execute(sa.select(*columns).where(CYCLE.c.id.in_(theirs)).order_by(newest).limit(each))
    group = translate("Search", "Cycles")
    found: dict[int, SearchHit] = {}
    for row in rows:
        status = vocabulary.label("cycle_status", row.status)
        fit = points(words, row.number, row.title) or 5
        found.setdefault(row.id, SearchHit("cycles", row.id, group, f"{row.number} {row.title}", status, fit))
    return sorted(found.values(), key=lambda hit: -hit.points)[:each]


def _standards(conn: sa.Connection, words: list[str]) -> list[SearchHit]:
    group = translate("Search", "Standards")
    found = [
        SearchHit("standards", row.id, group, f"{row.code} {row.title}", row.area, fit)
        for row in conn.execute(sa.select(STD.c.id, STD.c.code, STD.c.title, STD.c.area))
        if (fit := points(words, row.code, row.title, row.area))
    ]
    return sorted(found, key=lambda hit: -hit.points)


def _evidence(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """Evidence files by number, title, file name or what they belong to, the newest first."""
    belongs = ITEMS.column("subject").expr
    parts = (EVIDENCE.c.number, EVIDENCE.c.title, EVIDENCE.c.file_name, belongs)
    by_text = sa.and_(*(sa.or_(*(_like(part, word) for part in parts)) for word in words))
    statement = (
        sa.select(EVIDENCE.c.id, EVIDENCE.c.number, EVIDENCE.c.title, EVIDENCE.c.file_name)
        .add_columns(belongs.label("subject"))
        .select_from(ITEMS.source)
        .where(by_text)
        .order_by(EVIDENCE.c.id.desc())
        .limit(each)
    )
    group = translate("Search", "Evidence files")
    found = []
    for row in conn.execute(statement):
        detail = " · ".join(part for part in (row.subject, row.file_name) if part)
        fit = points(words, row.number, row.title, row.file_name) or 5
        found.append(SearchHit("evidence", row.id, group, f"{row.number} {row.title}", detail, fit, "items"))
    return found


def _actions(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """Corrective actions by number, title or problem, the newest first."""
    by_text = sa.and_(*(sa.or_(*(_like(ACTION.c[name], word) for name in _OF_ACTIONS)) for word in words))
    columns = (ACTION.c.id, ACTION.c.number, ACTION.c.title, ACTION.c.status)
    group = translate("Search", "Corrective actions")
    return [
        SearchHit(
            "actions",
            row.id,
            group,
            f"{row.number} {row.title}",
            vocabulary.label("action_status", row.status),
            points(words, row.number, row.title) or 5,
        )
        for row in conn.execute(sa.select(*columns).where(by_text).order_by(ACTION.c.number.desc()).limit(each))
    ]


def _templates(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """The agency's own cycle templates by code or title."""
    by_text = sa.and_(*(sa.or_(_like(TEMPLATE.c.code, word), _like(TEMPLATE.c.title, word)) for word in words))
    found = sa.select(TEMPLATE.c.id, TEMPLATE.c.code, TEMPLATE.c.title, TEMPLATE.c.active).where(by_text)
    group, retired = translate("Search", "Cycle templates"), translate("Search", "retired")
    return [
        SearchHit(
            "cycles", row.id, group, f"{row.code} {row.title}", "" if row.active else retired,
            points(words, row.code, row.title) or 5, "templates",
        )
        for row in conn.execute(found.order_by(TEMPLATE.c.code).limit(each))
    ]  # fmt: skip


def _audits(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """Documentation audits by number or title, the newest first."""
    by_text = sa.and_(*(sa.or_(_like(AUDIT.c.number, word), _like(AUDIT.c.title, word)) for word in words))
    columns = (AUDIT.c.id, AUDIT.c.number, AUDIT.c.title, AUDIT.c.status)
    group = translate("Search", "Documentation audits")
    return [
        SearchHit(
            "signals",
            row.id,
            group,
            f"{row.number} {row.title}".strip(),
            vocabulary.label("audit_status", row.status),
            points(words, row.number, row.title) or 5,
            "audits",
        )
        for row in conn.execute(sa.select(*columns).where(by_text).order_by(AUDIT.c.number.desc()).limit(each))
    ]


def _exports(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """Packs and trackers by file name or kind, the newest first. There are few: all are looked at."""
    statement = sa.select(EXPORT.c.id, EXPORT.c.file_name, EXPORT.c.kind, EXPORT.c.made_at)
    group = translate("Search", "Packs and trackers")
    found = []
    for row in conn.execute(statement.order_by(EXPORT.c.id.desc()).limit(2_000)):
        kind = vocabulary.label("export_kind", row.kind)
        fit = points(words, row.file_name, kind)
        if fit:
            detail = f"{kind} · {day_words(row.made_at.astimezone())}"
            found.append(SearchHit("evidence", row.id, group, row.file_name, detail, fit, "exports"))
    return found[:each]


_OF_ACTIONS = ("number", "title", "problem")
_NUMBER = re.compile(r"(?:([a-z])-?)?(\d{1,12})")


def _numbered_like(column: Any, letter: str, typed: re.Match[str]) -> sa.ColumnElement[bool] | None:
    """The numbers that what was typed may mean, as ranges that an index answers: "12" and "S-12" are S-0012, and
    "S-00" all that begin so."""
    if typed[1] not in (None, letter):
        return None
    exact = column == f"{letter.upper()}-{int(typed[2]):04d}"
    start = f"{letter.upper()}-{typed[2]}"
    return sa.or_(exact, sa.and_(column >= start, column < start + "~"))


def _numbered(conn: sa.Connection, words: list[str], each: int) -> list[SearchHit]:
    """Signals and what happens in cycles by their number ("S-0012", "12"), where nothing else was typed."""
    typed = _NUMBER.fullmatch(words[0]) if len(words) == 1 else None
    if typed is None:
        return []
    return [*_signals(conn, typed, each), *_sessions(conn, typed, each), *_seen_and_tried(conn, typed, each)]


def _signals(conn: sa.Connection, typed: re.Match[str], each: int) -> list[SearchHit]:
    test = _numbered_like(SIGNAL.c.number, "s", typed)
    if test is None:
        return []
    rows = conn.execute(
        sa.select(SIGNAL.c.id, SIGNAL.c.number, SIGNAL.c.source, SIGNAL.c.occurred_on)
        .where(test)
        .order_by(SIGNAL.c.number)
        .limit(each)
    )
    group = translate("Search", "Signals")
    return [
        SearchHit(
            "signals",
            row.id,
            group,
            f"{row.number} {vocabulary.label('signal_source', row.source)}",
            day_words(row.occurred_on),
            points([typed[2]], row.number),
        )
        for row in rows
    ]


def _seen_and_tried(conn: sa.Connection, typed: re.Match[str], each: int) -> list[SearchHit]:
    """Observations ("O-0012") and scenario exercises ("X-0012") of cycles."""
    found = []
    for letter, source, day, group in (
        ("o", OBSERVATION, OBSERVATION.c.observed_at, translate("Search", "Observations")),
        ("x", EXERCISE, EXERCISE.c.submitted_at, translate("Search", "Scenario exercises")),
    ):
        test = _numbered_like(source.c.number, letter, typed)
        if test is None:
            continue
        statement = (
            sa.select(source.c.number, source.c.cycle_id, day.label("day"), S.c.first_name, S.c.last_name)
            .add_columns(S.c.preferred_name)
            .join(S, S.c.id == source.c.staff_id)
            .where(test, source.c.cycle_id.is_not(None))
        )
        for row in conn.execute(statement.order_by(source.c.number).limit(each)):
            title = f"{row.number} {spoken(row.first_name, row.last_name, row.preferred_name)}"
            fit = points([typed[2]], row.number)
            found.append(SearchHit("cycles", row.cycle_id, group, title, day_words(row.day.astimezone()), fit))
    return found


def _sessions(conn: sa.Connection, typed: re.Match[str], each: int) -> list[SearchHit]:
    test = _numbered_like(SESSION.c.number, "n", typed)
    if test is None:
        return []
    rows = conn.execute(
        sa.select(SESSION.c.id, SESSION.c.number, SESSION.c.kind, SESSION.c.starts_at, SESSION.c.cycle_id)
        .where(test, SESSION.c.cycle_id.is_not(None))
        .order_by(SESSION.c.number)
        .limit(each)
    )
    group = translate("Search", "Sessions")
    return [
        SearchHit(
            "cycles",
            row.cycle_id,
            group,
            f"{row.number} {vocabulary.label('session_kind', row.kind)}",
            day_words(row.starts_at.astimezone()),
            points([typed[2]], row.number),
        )
        for row in rows
    ]
