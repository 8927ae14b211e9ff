"""The agency settings: one declaration, readable text, and no bad value that gets through."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coachdesk import settings as agency
from coachdesk.errors import Refused
from coachdesk.settings import SETTINGS, WAITING, Settings

KEYS = [item.key for item in SETTINGS]


def test_the_defaults_are_those_the_product_names() -> None:
    defaults = Settings()
    assert (defaults.diagnose_days, defaults.coach_days, defaults.validate_days, defaults.close_days) == (2, 5, 2, 1)
    assert (defaults.feedback_hours, defaults.scenario_hours, defaults.late_entry_days) == (24, 24, 2)  # R10
    assert (defaults.drift_count, defaults.drift_days) == (3, 30)  # R2 a
    assert (defaults.drift_inputs, defaults.drift_inputs_days) == (2, 60)  # R2 c
    assert (defaults.system_people, defaults.system_team_percent) == (3, 50)  # R3
    assert defaults.sustain_days == (30, 60, 90)
    assert (defaults.survey_smallest, defaults.expiring_days, defaults.small_n) == (5, 30, 10)  # R15, R16, R18


def test_every_field_is_declared_with_words_a_group_and_a_known_unit() -> None:
    assert [item.name for item in fields(Settings)] == KEYS
    for item in SETTINGS:
        assert item.label, item.key
        assert item.help, item.key
        assert item.group in agency.GROUPS, item.key
        assert item.unit in agency.UNITS, item.key
        assert item.rule == "" or item.rule[0] == "R", item.key
        agency.validate(item.key, item.default)


@pytest.mark.parametrize("key", KEYS)
def test_a_default_survives_being_written_and_read(key: str) -> None:
    declared = agency.setting(key)
    assert agency.parse(key, agency.to_text(declared.default)) == declared.default


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("drift_count", " 4 ", 4),
        ("sustain_days", "90, 30,30", (30, 90)),
        ("closed_weekdays", "", ()),
        ("public_holidays", "No", False),
        ("public_holidays", "1", True),
    ],
)
def test_text_is_read_the_way_people_write_it(key: str, text: str, value: agency.Value) -> None:
    assert agency.parse(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("drift_count", "three"),
        ("drift_count", ""),
        ("drift_count", "3,4"),
        ("drift_count", "1"),  # below the smallest allowed
        ("drift_count", "-3"),
        ("drift_count", "3.5"),
        ("drift_count", "1_0"),
        ("drift_count", "٣"),
        ("drift_count", "9" * 400),
        ("sustain_days", ""),
        ("sustain_days", "30;60"),
        ("closed_weekdays", "0,1,2,3,4,5,6"),  # an agency that is never open has no working days
        ("closed_weekdays", "7"),
        ("public_holidays", "maybe"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_key_and_what_is_allowed(key: str, text: str) -> None:
    with pytest.raises(Refused) as caught:
        agency.parse(key, text)
    (problem,) = caught.value.problems
    assert problem.field == key
    assert agency.setting(key).label in problem.text
    assert problem.rule == agency.setting(key).rule


def test_a_bad_stored_value_gives_way_to_its_default_and_is_reported() -> None:
    stored = {"drift_count": "many", "drift_days": "45", "from_the_future": "1"}
    settings, problems = agency.read_stored(stored)
    assert settings == replace(Settings(), drift_days=45)
    assert [problem.field for problem in problems] == ["drift_count", "from_the_future"]
    assert agency.from_stored(stored) == settings


def test_only_what_differs_from_the_default_is_kept() -> None:
    assert agency.changed(Settings()) == {}
    settings = replace(Settings(), drift_days=45, sustain_days=(14,), public_holidays=False)
    kept = {"drift_days": "45", "sustain_days": "14", "public_holidays": "0"}
    assert agency.changed(settings) == kept
    assert agency.from_stored(kept) == settings


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=12), max_size=5))
def test_no_stored_text_whatsoever_stops_the_desk_from_opening(stored: dict[str, str]) -> None:
    settings, problems = agency.read_stored(stored)
    for item in SETTINGS:
        agency.validate(item.key, getattr(settings, item.key))
    assert {problem.field for problem in problems} <= set(stored)


def test_every_limit_on_offer_is_read_somewhere_and_no_other_is(root: Path) -> None:
    """A limit that nothing reads would promise what it does not do."""
    sources = [
        path.read_text("utf-8")
        for package in ("coachdesk", "exports", "ui")
        for path in (root / package).rglob("*.py")
        if path.name not in ("setting_list.py", "settings.py")
    ]
    read = {one.key for one in SETTINGS if any(f".{one.key}" in source for source in sources)}
    assert {one.key for one in SETTINGS} - WAITING == read
