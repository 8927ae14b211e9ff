"""What an audit found, from its judgements: per record, per criterion and for all records, told by R18.

Judgements are (record id, criterion id) -> met, not_met or not_applicable (vocabulary: judgement). What is not
applicable is left out of every figure, never counted as not met (R18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from coachdesk.i18n import translate
from coachdesk.rules.measures import Proportion, proportion_words
from coachdesk.settings import Settings

Judgements = Mapping[tuple[int, int], str]


def record_result(results: Iterable[str]) -> str:
    """One record over several criteria: met when every criterion that applies is met, not_applicable when none
    applies, "" while one of them ("") waits to be judged."""
    seen = set(results)
    if not seen or "" in seen:
        return ""
    if "not_met" in seen:
        return "not_met"
    return "met" if "met" in seen else "not_applicable"


def counted(results: Iterable[str]) -> Proportion:
    """Met of judged; not applicable ones are told apart, those not judged yet are left out."""
    found = list(results)
    met, not_met = found.count("met"), found.count("not_met")
    return Proportion(met, met + not_met, found.count("not_applicable"))


def whole_records(judged: Judgements, records: Iterable[int], criteria: Sequence[int]) -> Proportion:
    """Records that met every criterion of `criteria` that applies, of the records judged on all of them."""
    return counted(record_result(judged.get((record, one), "") for one in criteria) for record in records)


@dataclass(frozen=True, slots=True)
class AuditFigures:
    """What an audit shows. criteria: by criterion id.  whole: records that met all that applies.

    words: the whole in one sentence, with its interval and with what was left out (R18).
    """

    criteria: Mapping[int, Proportion]
    whole: Proportion
    words: str


def audit_figures(
    judged: Judgements, records: Sequence[int], criteria: Sequence[int], settings: Settings
) -> AuditFigures:
    """The figures over `records`."""
    single = {one: counted(judged.get((record, one), "") for record in records) for one in criteria}
    whole = whole_records(judged, records, criteria)
    return AuditFigures(single, whole, figures_words(whole, settings))


def figures_words(whole: Proportion, settings: Settings) -> str:
    """ "Records that met all criteria: 12 of 20 (39–78%). 1 not applicable, left out." """
    if not whole.total:
        return translate("Audits", "No record is judged yet.")
    counted_words = proportion_words(whole, settings)
    told = [translate("Audits", "Records that met all criteria: {counted}.").format(counted=counted_words)]
    if whole.not_applicable:
        told.append(translate("Audits", "{count} not applicable, left out.").format(count=whole.not_applicable))
    return " ".join(told)


def to_judge(judged: Judgements, records: Sequence[int], criteria: Sequence[int]) -> dict[int, int]:
    """How many judgements each record still waits for; records judged whole are not in it."""
    waiting = {record: sum(not judged.get((record, one)) for one in criteria) for record in records}
    return {record: count for record, count in waiting.items() if count}
