"""What changed between two versions of a standard, in words: texts, criteria (by code), prompt card lines, measures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from coachdesk import vocabulary
from coachdesk.i18n import QT_TRANSLATE_NOOP, translate
from coachdesk.queries.standards import CriterionRow, MeasureRow, PromptRow, VersionDetail

Kind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class StandardChange:
    """One difference. what: the part ("Criterion 2").  field: which of its texts, "" for the whole part.

    before, after: how it reads in either version, "" where it is not there.
    """

    kind: Kind
    what: str
    field: str
    before: str
    after: str


_TEXTS = (
    ("title", QT_TRANSLATE_NOOP("StandardChanges", "Title")),
    ("area", QT_TRANSLATE_NOOP("StandardChanges", "Area")),
    ("purpose", QT_TRANSLATE_NOOP("StandardChanges", "Purpose")),
    ("failure_prevented", QT_TRANSLATE_NOOP("StandardChanges", "Failure it prevents")),
    ("closing_evidence", QT_TRANSLATE_NOOP("StandardChanges", "Evidence that closes a cycle")),
    ("source_policy", QT_TRANSLATE_NOOP("StandardChanges", "Source policy")),
    ("scenario", QT_TRANSLATE_NOOP("StandardChanges", "Practice scenario")),
)
_GRADES = (
    ("ideal", QT_TRANSLATE_NOOP("StandardChanges", "Ideal")),
    ("acceptable", QT_TRANSLATE_NOOP("StandardChanges", "Acceptable")),
    ("developmental", QT_TRANSLATE_NOOP("StandardChanges", "Developmental")),
    ("unacceptable", QT_TRANSLATE_NOOP("StandardChanges", "Unacceptable")),
)


def limit_words(threshold: Decimal | None, unit: str) -> str:
    """ "4 h", "90%", "" when there is no threshold."""
    between = "" if unit == "%" else " "
    return "" if threshold is None else f"{threshold.normalize():f}{between}{unit}".strip()


def changes_between(old: VersionDetail, new: VersionDetail) -> tuple[StandardChange, ...]:
    """Every difference from `old` to `new`, in the order a standard is read."""
    return (*_texts(old, new), *_criteria(old, new), *_prompts(old, new), *_measures(old, new))


def _texts(old: VersionDetail, new: VersionDetail) -> Iterator[StandardChange]:
    for name, title in _TEXTS:
        yield from _text(translate("StandardChanges", title), "", getattr(old, name), getattr(new, name))
    crosswalk = translate("StandardChanges", "Answers to")
    yield from _text(crosswalk, "", "\n".join(old.crosswalk), "\n".join(new.crosswalk))


def _text(what: str, field: str, before: str, after: str) -> Iterator[StandardChange]:
    if before != after:
        kind: Kind = "added" if not before else "removed" if not after else "changed"
        yield StandardChange(kind, what, field, before, after)


def _criteria(old: VersionDetail, new: VersionDetail) -> Iterator[StandardChange]:
    was, now = {one.code: one for one in old.criteria}, {one.code: one for one in new.criteria}
    title = translate("StandardChanges", "Criterion {code}")
    kept_before = [code for code in was if code in now]
    kept_after = [code for code in now if code in was]
    for code, after in now.items():
        what = title.format(code=code)
        before = was.get(code)
        if before is None:
            yield StandardChange("added", what, "", "", _whole(after))
            continue
        yield from _criterion(what, before, after)
        if kept_before.index(code) != kept_after.index(code):
            place = translate("StandardChanges", "place {number}")
            first, last = kept_before.index(code) + 1, kept_after.index(code) + 1
            yield StandardChange("moved", what, "", place.format(number=first), place.format(number=last))
    for code, before in was.items():
        if code not in now:
            yield StandardChange("removed", title.format(code=code), "", _whole(before), "")


def _criterion(what: str, before: CriterionRow, after: CriterionRow) -> Iterator[StandardChange]:
    pairs = [
        (translate("StandardChanges", "Wording"), before.text, after.text),
        (
            translate("StandardChanges", "Kind"),
            vocabulary.label("criterion_kind", before.kind),
            vocabulary.label("criterion_kind", after.kind),
        ),
        (
            translate("StandardChanges", "Limit"),
            limit_words(before.threshold, before.unit),
            limit_words(after.threshold, after.unit),
        ),
        (translate("StandardChanges", "Critical"), _yes(before.critical), _yes(after.critical)),
        *(
            (translate("StandardChanges", grade), getattr(before, name), getattr(after, name))
            for name, grade in _GRADES
        ),
    ]
    for field, first, second in pairs:
        yield from _text(what, field, first, second)


def _yes(value: bool) -> str:
    return vocabulary.label("yes_no", "1" if value else "0")


def _whole(one: CriterionRow) -> str:
    """A criterion that is new or gone, in one text: wording, then what else it says."""
    more = [vocabulary.label("criterion_kind", one.kind), limit_words(one.threshold, one.unit)]
    if one.critical:
        more.append(translate("StandardChanges", "critical"))
    return f"{one.text}\n{' · '.join(part for part in more if part)}".strip()


def _prompts(old: VersionDetail, new: VersionDetail) -> Iterator[StandardChange]:
    """Lines have no code: the same cue is the same line."""
    what = translate("StandardChanges", "Prompt card")
    before = [(one.cue, _line(one)) for one in old.prompts]
    yield from _lines(what, before, [(one.cue, _line(one)) for one in new.prompts])


def _measures(old: VersionDetail, new: VersionDetail) -> Iterator[StandardChange]:
    """Measures have no code either: the same name is the same measure."""
    what = translate("StandardChanges", "Measure")
    before = [(one.name, measure_words(one)) for one in old.measures]
    yield from _lines(what, before, [(one.name, measure_words(one)) for one in new.measures])


def _lines(what: str, before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]]) -> Iterator[StandardChange]:
    """Lines known by a text of theirs: (that text, the whole line)."""
    was, now = _by_name(before), _by_name(after)
    for name, line in now.items():
        yield from _text(what, "", was.get(name, ""), line)
    for name, line in was.items():
        if name not in now:
            yield StandardChange("removed", what, "", line, "")


def _by_name(lines: Sequence[tuple[str, str]]) -> dict[tuple[str, int], str]:
    """The lines by name; a name that stands twice is told apart by counting."""
    seen: Counter[str] = Counter()
    found = {}
    for name, line in lines:
        found[name, seen[name]] = line
        seen[name] += 1
    return found


def _line(line: PromptRow) -> str:
    return " · ".join(part for part in (line.cue, line.threshold, line.call) if part)


def goal_words(one: MeasureRow) -> str:
    """ "at least 90%", "at most 4 h"; without a goal which way is better, "less is better"."""
    if one.goal is None:
        if one.direction == "at_most":
            return translate("StandardChanges", "less is better")
        return translate("StandardChanges", "more is better")
    unit = one.unit or ("%" if one.kind == "proportion" else "")
    return f"{vocabulary.label('direction', one.direction).lower()} {limit_words(one.goal, unit)}"


def measure_words(one: MeasureRow) -> str:
    """ "Hours from first sign to escalation · Time taken · at most 4 h"."""
    return " · ".join((one.name, vocabulary.label("measure_kind", one.kind), goal_words(one)))
