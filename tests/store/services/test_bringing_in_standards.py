"""Standards from files come in as drafts: new, as a next version, or under another code; measures are checked."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from coachdesk.errors import Refused
from coachdesk.importers.standard_file import StandardFile, parse_standard
from coachdesk.queries.standards import VersionDetail, version_detail
from coachdesk.queries.trail import history_of
from coachdesk.services import history, library, standards
from coachdesk.services.library import as_version, import_standard, starter_standards
from coachdesk.store.desk import Desk
from exports.standard_file import standard_text
from tests.helpers.desks import RENEE, Clock
from tests.helpers.practice import CRITERIA, TEXTS, make_practice

(HD,) = (one for one in starter_standards() if one.code == "HD-01")


def detail(desk: Desk, version_id: int) -> VersionDetail:
    with desk.read() as conn:
        found = version_detail(conn, version_id)
    assert found is not None
    return found


def content(version: VersionDetail) -> Any:
    """What it says, whatever its ids."""
    rows = [replace(row, id=0) for part in ("criteria", "prompts", "measures") for row in getattr(version, part)]
    texts = ("purpose", "failure_prevented", "closing_evidence", "source_policy", "scenario", "crosswalk", "area")
    return [getattr(version, name) for name in texts], rows


def test_a_file_of_another_agency_comes_in_as_a_draft_that_says_the_same(desk: Desk) -> None:
    file = replace(HD, agency="Lakeside Services", version=4)
    done = import_standard(desk, RENEE, file)
    version = detail(desk, done.result)
    assert (version.code, version.number, version.status, version.title) == ("HD-01", 1, "draft", HD.title)
    assert content(version) == content(as_version(HD))
    with desk.read() as conn:
        told = [row.label for row in history_of(conn, "standard", version.standard_id, 5)]
    assert told == ["Bring in standard HD-01 from Lakeside Services"]
    again = parse_standard(standard_text(version, "", done_on := Clock()().date()).encode())
    assert (again.made_on, content(as_version(again))) == (done_on, content(version))


def test_a_code_that_is_taken_is_refused_until_the_person_says_how(desk: Desk) -> None:
    practice = make_practice(desk)
    with pytest.raises(Refused, match="has a standard HD-01 already") as caught:
        import_standard(desk, RENEE, HD)
    assert "new version of HD-01, or under another code" in caught.value.to_do
    own = detail(desk, import_standard(desk, RENEE, HD, "hd-02").result)
    assert (own.code, own.number) == ("HD-02", 1)
    draft = detail(desk, import_standard(desk, RENEE, HD, as_new_version=True).result)
    assert (draft.code, draft.number, draft.status, draft.title) == ("HD-01", 2, "draft", HD.title)
    assert detail(desk, practice.version).title == "Health deterioration"
    with pytest.raises(Refused, match="has a draft already, version 2"):
        import_standard(desk, RENEE, HD, as_new_version=True)


def test_bringing_in_can_be_undone(desk: Desk) -> None:
    import_standard(desk, RENEE, HD)
    history.undo(desk, RENEE)
    with desk.read() as conn:
        assert version_detail(conn, 1) is None


def test_a_hostile_text_comes_in_clean(desk: Desk) -> None:
    file = StandardFile("X-1", "One\x00 \x1b[31m", "", {"purpose": "a\x00b", "crosswalk": ["c\x07", " "]})
    version = detail(desk, import_standard(desk, RENEE, file).result)
    assert (version.title, version.purpose, version.crosswalk) == ("One [31m", "ab", ("c",))


def test_starters_bring_their_scenario_and_measures(desk: Desk) -> None:
    (draft,) = library.import_starters(desk, RENEE, ["SH-01"]).result
    version = detail(desk, draft)
    assert version.scenario
    assert [(one.kind, one.direction, one.goal) for one in version.measures][:2] == [
        ("rate", "at_most", Decimal(1)),
        ("proportion", "at_least", Decimal(90)),
    ]


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ({"kind": "proportion", "goal": 90}, "say what is measured"),
        ({"name": "x", "kind": "speed"}, "Choose one of the listed values"),
        ({"name": "x", "direction": "up"}, "Choose one of the listed values"),
        ({"name": "x", "goal": "many"}, "the goal must be a number"),
        ({"name": "x", "goal": "nan"}, "the goal must be a number"),
        ({"name": "x", "kind": "proportion", "goal": 101}, "between 0 and 100"),
        ({"name": "x", "kind": "rubric", "goal": 6}, "between 1 and 5"),
        ({"name": "x", "kind": "duration", "goal": 4}, "say in which unit"),
    ],
)
def test_a_measure_that_says_too_little_is_refused(desk: Desk, measure: dict[str, Any], told: str) -> None:
    with pytest.raises(Refused) as caught:
        standards.create_standard(desk, RENEE, code="X-1", title="One", measures=[measure])
    assert told in str(caught.value)


def test_measures_and_scenario_go_on_into_the_next_version_and_may_change_there(desk: Desk) -> None:
    measures = [{"name": "Hours to escalation", "kind": "duration", "unit": "h", "direction": "at_most", "goal": "4"}]
    first = standards.create_standard(
        desk, RENEE, code="X-1", title="One", version={**TEXTS, "scenario": "Case one"}, criteria=CRITERIA,
        measures=measures,
    ).result  # fmt: skip
    standards.publish(desk, RENEE, first)
    draft = standards.new_draft(desk, RENEE, detail(desk, first).standard_id).result
    assert content(detail(desk, draft)) == content(detail(desk, first))
    texts = {**TEXTS, "scenario": "Case two"}
    standards.edit_draft(desk, RENEE, draft, code="X-1", title="One", version=texts, criteria=CRITERIA)
    assert len(detail(desk, draft).measures) == 1  # not said: as they are
    standards.edit_draft(desk, RENEE, draft, code="X-1", title="One", version=texts, criteria=CRITERIA, measures=[])
    assert (detail(desk, draft).measures, detail(desk, draft).scenario) == ((), "Case two")
    assert (len(detail(desk, first).measures), detail(desk, first).scenario) == (1, "Case one")
    standards.drop_draft(desk, RENEE, draft)
