"""The search index: what is found is the same with it and without, whatever happens to the records, the desk or it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from coachdesk.errors import Refused
from coachdesk.queries.observations import OBSERVATIONS
from coachdesk.queries.searched import SEARCHED
from coachdesk.queries.signals import SIGNALS
from coachdesk.queries.table import TableQuery, Where
from coachdesk.queries.trail import TRAIL
from coachdesk.services import cycles, history, places, signals, staff
from coachdesk.store import texts
from coachdesk.store.desk import Desk, open_desk
from coachdesk.store.restore import change_passphrase
from coachdesk.store.texts import index_path
from tests.helpers.desks import RENEE, Clock, fast_keys, new_desk, reopened
from tests.helpers.practice import Practice, make_practice, note

SOURCES = [query.texts for query in SEARCHED]
TEXTS = (
    "Wrote 100% of the notes late",
    'Said "wait" to the family_member',
    "Żółta ŁÓDŹ, naïve café, 日本語の記録",
    "back\\slash and 'quote' and ümlaut STRASSE straße",
    "Nothing of note: n_o%t e",
)
WORDS = (
    "note", "100%", "%", "_", "y_m", '"wait"', "'quote'", "\\", "back\\slash", "łódź", "ŁÓDŹ", "日本", "日本語",
    "straße", "STRASSE", "nguyễn", "Nguyen", "S-0003", "s-00", "zzqx", "north team", "HD-01 note", "of", "e n_o",
    "health deter", "renee okafor", "whitfield", "C-2026",
)  # fmt: skip


@pytest.fixture(autouse=True)
def every_list_counts_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LONG", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Practice]:
    """A desk with 40 signals, to be copied."""
    clock = Clock()
    with new_desk(tmp_path_factory.mktemp("searched"), clock) as desk:
        practice = make_practice(desk)
        for number in range(40):
            note(desk, clock, practice, what_happened=TEXTS[number % len(TEXTS)], participant_code=f"P-{number}")
        return desk.path, practice


@pytest.fixture
def practice(made: tuple[Path, Practice]) -> Practice:
    return made[1]


@pytest.fixture
def desk(made: tuple[Path, Practice], tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with open_desk(Path(shutil.copyfile(made[0], tmp_path / "Harbor.desk")), clock=clock) as copied:
        yield copied


@pytest.fixture
def indexed(desk: Desk) -> Desk:
    index(desk)
    return desk


class Rests:
    """Counts the rests of the work, and ends it at one of them."""

    def __init__(self, ends_at: int = 0) -> None:
        self.count, self._ends_at = 0, ends_at

    def __call__(self) -> bool:
        self.count += 1
        return self.count == self._ends_at


def index(desk: Desk) -> None:
    desk.texts.catch_up(desk.read, SOURCES)
    with desk.read() as conn:
        assert desk.texts.wanted(conn, SOURCES) == []


def found(desk: Desk, query: TableQuery, text: str) -> list[int]:
    with desk.read() as conn:
        return list(query.ids(conn, Where(text)))


def read_through(desk: Desk, query: TableQuery, text: str) -> list[int]:
    with desk.read() as conn:
        return list(query.ids(conn.execution_options(texts=None), Where(text)))


def same_everywhere(desk: Desk, words: tuple[str, ...] = WORDS) -> None:
    """Each word finds the same in each list, in one go and in two steps, counted and streamed."""
    for query in SEARCHED:
        for word in words:
            expected = read_through(desk, query, word)
            with desk.read() as conn:
                assert list(query.ids(conn, Where(word))) == expected, (query.family, word)
                *early, whole = [list(part) for part in query.first_and_all_ids(conn, Where(word), first=3)]
                assert whole == expected
                assert all(part == expected[: len(part)] for part in early)
                assert query.count(conn, Where(word)) == len(expected)
                assert [one for one, _ in query.all(conn, Where(word))] == expected


def proposed(desk: Desk, query: TableQuery, *words: str) -> set[int] | None:
    with desk.read() as conn:
        answer = desk.texts.proposals(conn, query.texts, words)
    return None if answer is None else set(answer.ids)


def test_the_index_proposes_a_few_records_instead_of_reading_all(indexed: Desk) -> None:
    assert proposed(indexed, SIGNALS, "100%") == {1, 6, 11, 16, 21, 26, 31, 36}
    assert proposed(indexed, SIGNALS, "zzqx") == set()
    assert proposed(indexed, SIGNALS, "of") is None


def test_a_search_finds_the_same_with_an_index_as_without(indexed: Desk) -> None:
    same_everywhere(indexed)


def test_random_pieces_of_what_is_written_find_the_same(indexed: Desk) -> None:
    dice = random.Random(11)
    pieces = []
    for _ in range(60):
        text = dice.choice(TEXTS)
        start = dice.randrange(len(text) - 3)
        pieces.append(text[start : start + dice.randint(1, 12)].strip() or "x")
    same_everywhere(indexed, tuple(pieces))


def _edit(desk: Desk, _clock: Clock, _practice: Practice) -> None:
    signals.edit_signal(desk, RENEE, 3, {"what_happened": "Now about zebras"})


def _add(desk: Desk, clock: Clock, practice: Practice) -> None:
    note(desk, clock, practice, what_happened="A new zebra")


def _rename(desk: Desk, _clock: Clock, practice: Practice) -> None:
    staff.edit_staff(desk, RENEE, practice.people["Dana"], {"last_name": "Zebra"})


def _rename_team(desk: Desk, _clock: Clock, practice: Practice) -> None:
    places.edit_place(desk, RENEE, "team", practice.team, name="Zebra team")


def _undo(desk: Desk, clock: Clock, practice: Practice) -> None:
    _edit(desk, clock, practice)
    history.undo(desk, RENEE)


def _undo_an_addition(desk: Desk, clock: Clock, practice: Practice) -> None:
    _add(desk, clock, practice)
    history.undo(desk, RENEE)


def _refused(desk: Desk, _clock: Clock, _practice: Practice) -> None:
    with pytest.raises(Refused):
        signals.edit_signal(desk, RENEE, 3, {"what_happened": "Zebra", "source": "no such source"})


def _open_cycle(desk: Desk, _clock: Clock, practice: Practice) -> None:
    cycles.open_cycle(desk, RENEE, {"title": "Zebra"}, staff_ids=[practice.people["Thanh"]])
    staff.edit_staff(desk, RENEE, practice.people["Thanh"], {"preferred_name": "Whitfields"})


CHANGES = (_edit, _add, _rename, _rename_team, _undo, _undo_an_addition, _refused, _open_cycle)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("again", [False, True], ids=["before it catches up", "after it caught up"])
def test_what_is_saved_is_found_at_once(
    indexed: Desk, clock: Clock, practice: Practice, change: Callable[[Desk, Clock, Practice], None], again: bool
) -> None:
    change(indexed, clock, practice)
    if again:
        index(indexed)
    same_everywhere(indexed, ("zebra", "Zebras", "new zeb", "wait", "whitfield", "north team", "edit signal"))


def test_what_a_refused_change_had_written_is_found_nowhere(indexed: Desk) -> None:
    def write_and_fail() -> None:
        with indexed.change(RENEE, "signal.edit", "Zebra") as change:
            change.session.execute(sa.text("UPDATE signal SET what_happened = 'zebra' WHERE id = 3"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    same_everywhere(indexed, ("zebra",))
    assert found(indexed, SIGNALS, "zebra") == []


def test_a_caught_up_index_proposes_what_was_changed_and_no_longer_what_was(indexed: Desk) -> None:
    signals.edit_signal(indexed, RENEE, 1, {"what_happened": "Now about zebras"})
    index(indexed)
    assert proposed(indexed, SIGNALS, "zebras") == {1}
    assert 1 not in (proposed(indexed, SIGNALS, "100%") or ())


def test_a_common_word_shows_its_newest_entries_first(indexed: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "MOST", 5)
    expected = read_through(indexed, TRAIL, "signal")
    with indexed.read() as conn:
        parts = [list(part) for part in TRAIL.first_and_all_ids(conn, Where("signal"))]
    assert parts == [expected[:5], expected]
    same_everywhere(indexed)


def test_work_that_was_ended_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "AT_ONCE", 7)
    rests = Rests(ends_at=3)
    desk.texts.catch_up(desk.read, [SIGNALS.texts], rests)
    assert rests.count == 3
    assert proposed(desk, SIGNALS, "100%") is None  # not whole yet
    rests = Rests()
    desk.texts.catch_up(desk.read, [SIGNALS.texts], rests)
    assert rests.count == 2  # 40 records, 7 at a time, of which the first three times were done
    index(desk)
    same_everywhere(desk)


def test_the_desk_itself_is_not_touched(desk: Desk, clock: Clock) -> None:
    path = desk.path
    desk.close()
    before = path.read_bytes()
    with open_desk(path, clock=clock) as again:
        index(again)
    assert path.read_bytes() == before


def test_who_reads_only_uses_the_index_and_never_writes_it(indexed: Desk, clock: Clock) -> None:
    path = indexed.path
    indexed.close()
    with open_desk(path, mode="read", clock=clock) as reading:
        written = index_path(path).read_bytes()
        assert proposed(reading, SIGNALS, "zzqx") == set()
        with reading.read() as conn:
            assert reading.texts.wanted(conn, SOURCES) == []
        reading.texts.catch_up(reading.read, SOURCES)
        same_everywhere(reading)
    assert index_path(path).read_bytes() == written


def test_without_an_index_nothing_is_made_for_short_lists(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "LONG", 1_000)
    with desk.read() as conn:
        assert desk.texts.wanted(conn, SOURCES) == []
    same_everywhere(desk, ("note", "zzqx"))
    assert not index_path(desk.path).exists()


def test_an_older_copy_of_the_desk_is_not_answered_from_the_newer_index(
    indexed: Desk, clock: Clock, practice: Practice, tmp_path: Path
) -> None:
    path = indexed.path
    indexed.close()
    older = shutil.copyfile(path, tmp_path / "older")
    with open_desk(path, clock=clock) as desk:
        signals.edit_signal(desk, RENEE, 1, {"what_happened": "Now about zebras"})
        index(desk)
    shutil.copyfile(older, path)
    with open_desk(path, clock=clock) as desk:
        same_everywhere(desk, ("100%", "zebras"))
        assert proposed(desk, SIGNALS, "100%") is None
        note(desk, clock, practice, what_happened="another way")
        index(desk)
        same_everywhere(desk)
        assert proposed(desk, SIGNALS, "zebras") == set()


@pytest.mark.parametrize("harm", ["cut", "bent", "empty", "text"])
def test_a_damaged_index_is_read_past_and_made_anew(indexed: Desk, clock: Clock, harm: str) -> None:
    path = index_path(indexed.path)
    indexed.close()
    whole = path.read_bytes()
    bent = bytes(byte ^ 0x55 if place > 4096 else byte for place, byte in enumerate(whole))
    path.write_bytes({"cut": whole[: len(whole) // 2], "bent": bent, "empty": b"", "text": b"not this" * 4096}[harm])
    with open_desk(indexed.path, clock=clock) as desk:
        same_everywhere(desk, ("100%", "zzqx"))
        desk.texts.catch_up(desk.read, SOURCES)
    with open_desk(indexed.path, clock=clock) as desk:
        index(desk)
        assert proposed(desk, SIGNALS, "zzqx") == set()
        same_everywhere(desk)


def test_where_it_cannot_be_written_lists_are_read_through(desk: Desk) -> None:
    index_path(desk.path).mkdir()
    desk.texts.catch_up(desk.read, SOURCES)
    same_everywhere(desk, ("100%", "zzqx"))
    with desk.read() as conn:
        assert desk.texts.wanted(conn, SOURCES) == []  # it is not tried again and again


@pytest.fixture
def sealed(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with new_desk(tmp_path / "sealed", clock, "correct horse") as desk:
        made = make_practice(desk)
        for text in TEXTS:
            note(desk, clock, made, what_happened=text)
        index(desk)
        yield desk


def test_the_index_of_a_sealed_desk_tells_nothing(sealed: Desk) -> None:
    assert proposed(sealed, SIGNALS, "zzqx") == set()
    kept = index_path(sealed.path).read_bytes()
    assert not kept.startswith(b"SQLite format")
    assert not any(word in kept for word in (b"not", b"ote\x01", b"text_signal", b"Wrote"))


def test_another_passphrase_leaves_no_index_under_the_old_one(sealed: Desk, clock: Clock) -> None:
    path = sealed.path
    sealed.close()
    with fast_keys():
        change_passphrase(path, "correct horse", None, clock=clock)
        assert not index_path(path).exists()
        with open_desk(path, clock=clock) as desk:
            index(desk)
            same_everywhere(desk)
        change_passphrase(path, None, "another horse", clock=clock)
        assert not index_path(path).exists()


def test_an_index_under_another_key_is_made_anew(sealed: Desk, clock: Clock) -> None:
    path, kept = sealed.path, index_path(sealed.path).read_bytes()
    sealed.close()
    with fast_keys():
        change_passphrase(path, "correct horse", "another horse", clock=clock)
        index_path(path).write_bytes(kept)
        with open_desk(path, "another horse", clock=clock) as desk:
            same_everywhere(desk, ("100%",))
            index(desk)
            assert proposed(desk, SIGNALS, "zzqx") == set()


@pytest.mark.parametrize("query", SEARCHED, ids=lambda query: query.family)
def test_the_index_follows_every_family_a_list_searches_in(query: TableQuery) -> None:
    searched = {
        one.table for part in query.search for one in sa.sql.visitors.iterate(part) if isinstance(one, sa.Column)
    }
    families = {str(getattr(one, "element", one)) for one in searched}
    followed = {query.family, *(family for family, _, _ in query.texts.links)}
    assert families <= followed
    assert query is not OBSERVATIONS or "cycle" in followed


def test_a_closed_desk_lets_go_of_its_index(indexed: Desk, clock: Clock) -> None:
    again = reopened(indexed, clock)
    texts.forget(again.path)
    same_everywhere(again, ("100%",))
    again.close()
