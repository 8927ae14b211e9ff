"""Every record the trail can speak of has words for itself, its columns and its codes."""

from __future__ import annotations

import pytest

from coachdesk import vocabulary
from coachdesk.queries.families import TABLES
from coachdesk.queries.field_words import FAMILY_WORDS, FIELD_CHOICES, FIELD_WORDS, field_choice, field_word
from coachdesk.queries.search import plain, points
from coachdesk.queries.trail import say
from coachdesk.records import FAMILIES
from coachdesk.records.base import table
from coachdesk.store.trail import columns


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_column_of_a_family_has_a_word(family: str) -> None:
    assert family in FAMILY_WORDS
    for column in columns(FAMILIES[family]):
        assert field_word(family, column) != column, f"{family}.{column} has no word"


def test_no_word_is_left_for_what_is_gone() -> None:
    known = {column for cls in FAMILIES.values() for column in columns(cls)}
    assert {key for key in FIELD_WORDS if "." not in key} - known == set()
    for key in [*FIELD_CHOICES, *(key for key in FIELD_WORDS if "." in key)]:
        family, column = key.split(".")
        assert column in table(FAMILIES[family]).c, key
    assert set(FAMILY_WORDS) - set(FAMILIES) == set()


def test_codes_of_the_trail_and_of_tables_belong_to_a_vocabulary() -> None:
    for key, choice in FIELD_CHOICES.items():
        assert choice in vocabulary.CHOICES, key
    for name, query in TABLES.items():
        for column in query.columns:
            assert (column.kind == "choice") == bool(column.choice), (name, column.key)
            assert column.choice == "" or column.choice in vocabulary.CHOICES
        assert {key for key, _ in query.order} <= {column.key for column in query.columns}
        assert len({column.key for column in query.columns}) == len(query.columns)


@pytest.mark.parametrize(
    ("family", "column", "value", "words"),
    [
        ("session", "data_sources", ["direct_observation", "reflection"], "Direct observation, Reflection"),
        ("cycle", "status", "coaching", "Coaching"),
        ("cycle", "closed_at", "2026-11-16T12:00:00.000000+00:00", "Nov 16, 2026, "),
        ("cycle", "due_on", "2026-11-16", "Nov 16, 2026"),
        ("cycle", "coach_id", 7, "Renee Okafor"),
        ("cycle", "coach_id", 8, "Staff member no. 8"),
        ("signal", "late_entry", True, "Yes"),
        ("signal", "late_entry", False, "No"),
        ("cycle", "rule_threshold", "0.9", "0.9"),
        ("cycle", "due_on", "never", "never"),
        ("cycle", "title", None, ""),
        ("gone_family", "anything", "text", "text"),
    ],
)
def test_a_value_of_the_trail_reads_as_people_write_it(family: str, column: str, value: object, words: str) -> None:
    assert say({("staff", 7): "Renee Okafor"}, family, column, {column: value}).startswith(words)
    assert field_choice("cycle", "title") == ""


def test_names_are_compared_without_accents_strokes_and_capitals() -> None:
    assert plain("Nguyễn Łukasz Ørsted Đặng") == "nguyen lukasz orsted dang"
    assert plain("李小龍") == "李小龍"


def test_a_closer_fit_counts_more_and_every_word_must_fit() -> None:
    whole, start, inside = points(["dana"], "Dana"), points(["dana"], "Danaher"), points(["dana"], "Yordana")
    assert whole > start > inside > 0
    assert points(["whit"], "Dana Whitfield") > points(["hit"], "Dana Whitfield")
    assert points(["dana", "nobody"], "Dana Whitfield") == 0
