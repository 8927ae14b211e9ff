"""Drift (R2) and whether it is a person's or the system's (R3): proposals with their signals, figures and the rule.

Nothing here acts: a proposal is looked at by a person, who opens a cycle, a corrective action, or dismisses it with a
reason. "In 30 days" means that the first and the last signal lie at most 30 days apart.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from coachdesk.i18n import translate
from coachdesk.rules.controlchart import p_chart
from coachdesk.rules.runchart import Point, run_chart
from coachdesk.rules.wording import percent, span_words
from coachdesk.settings import Settings

DriftRule = Literal["R2a", "R2b", "R2c", "R2d"]
RULES: tuple[DriftRule, ...] = ("R2a", "R2b", "R2c", "R2d")

# The three inputs of R2 c. Missed visits and late escalations are incidents by another name; observations are no input.
INPUT_OF: dict[str, str] = {
    "documentation_audit": "audits",
    "incident": "incidents",
    "near_miss": "incidents",
    "missed_visit": "incidents",
    "late_escalation": "incidents",
    "partner_feedback": "partners",
    "complaint": "partners",
}
# A signal that was taken up somewhere has done its work. One set aside without action still counts when it repeats.
COUNTED: frozenset[str] = frozenset({"new", "no_action"})


@dataclass(frozen=True, slots=True)
class DriftSignal:
    """A signal as drift sees it. staff, team, standard may be unknown (None); criterion is a code, "" for none."""

    signal_id: int
    occurred_on: date
    source: str
    severity: str
    standard_id: int | None = None
    criterion: str = ""
    staff_id: int | None = None
    team_id: int | None = None
    triage: str = "new"


@dataclass(frozen=True, slots=True)
class AuditSeries:
    """Audits of one standard (and criterion, team) over time: (day, met, total) in the order of days."""

    standard_id: int
    points: tuple[tuple[date, int, int], ...]
    criterion: str = ""
    team_id: int | None = None


@dataclass(frozen=True, slots=True)
class SystemAdvice:
    """Why the system should be looked at beside the person (R3): so many people, or so large a share of a team."""

    criterion: str
    people: int
    team_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Drift that a person should look at. key: the same for the same rule, person or team, and criterion.

    signal_ids: oldest first; empty for R2 d, which stands on audits.  words: the figures and the limit that was passed.
    who: (staff id, team id) of everybody its signals name, None where one does not say.
    """

    key: str
    rule: DriftRule
    standard_id: int | None
    criterion: str
    staff_id: int | None
    team_id: int | None
    signal_ids: tuple[int, ...]
    first_on: date
    last_on: date
    words: str
    system: SystemAdvice | None = None
    who: frozenset[tuple[int | None, int | None]] = frozenset()


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A proposal that was dismissed with a reason; it stays away until a signal is added to it."""

    key: str
    signal_ids: frozenset[int]
    last_on: date


Cluster = list[DriftSignal]


def proposals(
    signals: Iterable[DriftSignal],
    settings: Settings,
    *,
    team_sizes: Mapping[int, int] | None = None,
    series: Sequence[AuditSeries] = (),
    dismissed: Iterable[Dismissal] = (),
) -> tuple[Proposal, ...]:
    """Every proposal R2 makes, newest first, each with R3's advice where it applies. team_sizes: active staff."""
    counted = sorted((s for s in signals if s.triage in COUNTED), key=lambda s: (s.occurred_on, s.signal_id))
    found = [
        *_repeated(counted, settings),
        *_major(counted),
        *_agreeing(counted, settings),
        *_shifted(series, settings),
    ]
    people = _People(counted, settings, team_sizes or {})
    kept = (replace(proposal, system=people.advice(proposal)) for proposal in waiting(found, dismissed))
    return tuple(sorted(kept, key=lambda proposal: (-proposal.last_on.toordinal(), proposal.key, proposal.first_on)))


def waiting(found: Iterable[Proposal], dismissed: Iterable[Dismissal]) -> list[Proposal]:
    """Those nobody set aside. One key may have been dismissed more than once: in March, and anew in August."""
    known: dict[str, list[Dismissal]] = defaultdict(list)
    for item in dismissed:
        known[item.key].append(item)
    return [proposal for proposal in found if not any(covers(old, proposal) for old in known.get(proposal.key, ()))]


def covers(old: Dismissal, proposal: Proposal) -> bool:
    """Whether this proposal is what was dismissed then: nothing was added to it since, no signal and no audit."""
    if old.key != proposal.key:
        return False
    if proposal.signal_ids:
        return set(proposal.signal_ids) <= old.signal_ids
    return proposal.last_on <= old.last_on


@dataclass(frozen=True, slots=True)
class Subject:
    """What a proposal's key says it is about; None and "" where it says nothing."""

    standard_id: int | None = None
    criterion: str = ""
    staff_id: int | None = None
    team_id: int | None = None


_REPEATED = re.compile(r"a:(\d+|None):(.*):(staff|team):(\d+)")
_SHIFTED = re.compile(r"d:(\d+):(.*):(\d+|None)")
_AGREEING = re.compile(r"c:(\d+)")


def subject_of(key: str) -> Subject:
    """Read a proposal's key back. A major signal's key (R2 b) names only the signal, so nothing is known from it."""

    def number(text: str) -> int | None:
        return None if text == "None" else int(text)

    if found := _REPEATED.fullmatch(key):
        staff = found[3] == "staff"
        return Subject(number(found[1]), found[2], int(found[4]) if staff else None, None if staff else int(found[4]))
    if found := _SHIFTED.fullmatch(key):
        return Subject(int(found[1]), found[2], None, number(found[3]))
    if found := _AGREEING.fullmatch(key):
        return Subject(int(found[1]))
    return Subject()


def _clusters(
    group: Sequence[DriftSignal], days: int, kind: Callable[[DriftSignal], object], smallest: int
) -> list[Cluster]:
    """The signals of every window of `days` that holds `smallest` different kinds, joined where windows share a signal.

    `group` is in the order of days. Each signal enters and leaves the window once.
    """
    found: list[tuple[int, int]] = []
    held: Counter[object] = Counter()
    end = 0
    for start, signal in enumerate(group):
        limit = signal.occurred_on + timedelta(days=days)
        while end < len(group) and group[end].occurred_on <= limit:
            held[kind(group[end])] += 1
            end += 1
        if len(held) >= smallest:
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        held[kind(signal)] -= 1
        if not held[kind(signal)]:
            del held[kind(signal)]
    return [list(group[start:end]) for start, end in found]


def _grouped(signals: Iterable[DriftSignal], key: Callable[[DriftSignal], object]) -> dict[object, list[DriftSignal]]:
    groups: dict[object, list[DriftSignal]] = defaultdict(list)
    for signal in signals:
        name = key(signal)
        if name is not None:
            groups[name].append(signal)
    return groups


def _itself(signal: DriftSignal) -> object:
    return signal.signal_id


def _live(cluster: Cluster) -> bool:
    """Whether somebody still has to decide about a signal in it."""
    return any(signal.triage == "new" for signal in cluster)


def _proposal(rule: DriftRule, key: str, cluster: Cluster, words: str, **about: int | str | None) -> Proposal:
    first = cluster[0]
    base = Proposal(
        key=key,
        rule=rule,
        standard_id=first.standard_id,
        criterion=first.criterion,
        staff_id=None,
        team_id=None,
        signal_ids=tuple(signal.signal_id for signal in cluster),
        first_on=first.occurred_on,
        last_on=cluster[-1].occurred_on,
        words=words,
        who=frozenset((signal.staff_id, signal.team_id) for signal in cluster),
    )
    return replace(base, **about)  # type: ignore[arg-type]  # names and types are those of Proposal's own fields


def _repeated(counted: Sequence[DriftSignal], settings: Settings) -> list[Proposal]:
    """R2 a: the same criterion again and again, for one person or one team."""

    def text(cluster: Cluster, template: str) -> str:
        span = span_words(cluster[0].occurred_on, cluster[-1].occurred_on)
        limits = {"limit": settings.drift_count, "days": settings.drift_days}
        return template.format(count=len(cluster), span=span, **limits)

    with_criterion = [signal for signal in counted if signal.criterion]
    persons = _grouped(
        with_criterion, lambda s: None if s.staff_id is None else (s.standard_id, s.criterion, s.staff_id)
    )
    teams = _grouped(with_criterion, lambda s: None if s.team_id is None else (s.standard_id, s.criterion, s.team_id))
    one = translate(
        "Drift",
        "{count} signals on one criterion for one person {span}; {limit} within {days} days propose a cycle.",
    )
    many = translate(
        "Drift",
        "{count} signals on one criterion in one team {span}; {limit} within {days} days propose a cycle.",
    )
    found: list[Proposal] = []
    told: dict[tuple[int | None, str], list[frozenset[int]]] = defaultdict(list)
    for group in persons.values():
        for cluster in _clusters(group, settings.drift_days, _itself, settings.drift_count):
            if not _live(cluster):
                continue
            first = cluster[0]
            key = f"a:{first.standard_id}:{first.criterion}:staff:{first.staff_id}"
            # A person who moved between teams has signals in both: then no one team is named.
            team = first.team_id if len({signal.team_id for signal in cluster}) == 1 else None
            found.append(_proposal("R2a", key, cluster, text(cluster, one), staff_id=first.staff_id, team_id=team))
            told[first.standard_id, first.criterion].append(frozenset(found[-1].signal_ids))
    for group in teams.values():
        for cluster in _clusters(group, settings.drift_days, _itself, settings.drift_count):
            first, ids = cluster[0], frozenset(signal.signal_id for signal in cluster)
            # A "team" whose signals are all one person's says nothing new.
            if not _live(cluster) or any(ids <= own for own in told[first.standard_id, first.criterion]):
                continue
            key = f"a:{first.standard_id}:{first.criterion}:team:{first.team_id}"
            found.append(_proposal("R2a", key, cluster, text(cluster, many), team_id=first.team_id))
    return found


def _major(counted: Sequence[DriftSignal]) -> list[Proposal]:
    """R2 b: any major signal."""
    words = translate("Drift", "1 major signal.")
    return [
        _proposal("R2b", f"b:{s.signal_id}", [s], words, staff_id=s.staff_id, team_id=s.team_id)
        for s in counted
        if s.severity == "major" and s.triage == "new"
    ]


def _agreeing(counted: Sequence[DriftSignal], settings: Settings) -> list[Proposal]:
    """R2 c: two or more of the three inputs point at one standard."""

    def input_of(signal: DriftSignal) -> str:
        return INPUT_OF[signal.source]

    relevant = [signal for signal in counted if signal.standard_id is not None and signal.source in INPUT_OF]
    template = translate(
        "Drift",
        "{inputs} of 3 inputs on one standard, {count} signals {span}; {limit} within {days} days propose a cycle.",
    )
    found: list[Proposal] = []
    for group in _grouped(relevant, lambda s: s.standard_id).values():
        for cluster in _clusters(group, settings.drift_inputs_days, input_of, settings.drift_inputs):
            if not _live(cluster):
                continue
            words = template.format(
                inputs=len({input_of(signal) for signal in cluster}),
                count=len(cluster),
                span=span_words(cluster[0].occurred_on, cluster[-1].occurred_on),
                limit=settings.drift_inputs,
                days=settings.drift_inputs_days,
            )
            found.append(_proposal("R2c", f"c:{cluster[0].standard_id}", cluster, words, criterion=""))
    return found


def _shifted(series: Sequence[AuditSeries], settings: Settings) -> list[Proposal]:
    """R2 d: an audit series that has shifted to the worse and is still there."""
    found: list[Proposal] = []
    for audits in series:
        judged = [(day, met, total) for day, met, total in audits.points if total]
        chart = run_chart([Point(day, met / total) for day, met, total in judged], settings)
        slipped = chart.last_side == "low" and (chart.few_crossings or (chart.long_run and chart.longest_side == "low"))
        control = p_chart([(met, total) for _, met, total in judged])
        fallen = bool(control.signals) and control.signals[-1] == len(judged) - 1
        fallen = fallen and control.points[-1].value < control.points[-1].low
        if not slipped and not fallen:
            continue
        words = chart.words(percent)
        if fallen:
            text = translate("Drift", "The last audit, {met} of {total}, lies below the lower limit of the p-chart.")
            words = f"{words} {text.format(met=judged[-1][1], total=judged[-1][2])}"
        off_median = [day for day, met, total in judged if met / total != chart.median]
        start = off_median[-chart.last_run] if slipped else judged[-1][0]
        key = f"d:{audits.standard_id}:{audits.criterion}:{audits.team_id}"
        found.append(
            Proposal(
                key, "R2d", audits.standard_id, audits.criterion, None, audits.team_id, (), start, judged[-1][0], words
            )
        )
    return found


class _People:
    """Who drifts on which criterion, ready for R3's question about many proposals."""

    def __init__(self, counted: Sequence[DriftSignal], settings: Settings, team_sizes: Mapping[int, int]) -> None:
        self._settings = settings
        self._sizes = team_sizes
        self._by_criterion: dict[tuple[int | None, str], list[DriftSignal]] = defaultdict(list)
        self._criteria: dict[int | None, set[str]] = defaultdict(set)
        for signal in counted:
            if signal.criterion and signal.staff_id is not None:
                self._by_criterion[signal.standard_id, signal.criterion].append(signal)
                self._criteria[signal.standard_id].add(signal.criterion)
        self._days = {key: [s.occurred_on for s in group] for key, group in self._by_criterion.items()}

    def advice(self, proposal: Proposal) -> SystemAdvice | None:
        """R3 for the `drift_days` up to the proposal's last day: many people, or half of a team, on one criterion.

        A proposal about a whole standard (R2 c) is asked for each of its criteria; the one with most people is named.
        """
        criteria = [proposal.criterion] if proposal.criterion else sorted(self._criteria[proposal.standard_id])
        found = [advice for code in criteria if (advice := self._advice(proposal.standard_id, code, proposal.last_on))]
        return max(found, key=lambda advice: advice.people, default=None)

    def _advice(self, standard_id: int | None, criterion: str, until: date) -> SystemAdvice | None:
        key = (standard_id, criterion)
        days = self._days.get(key, [])
        start = bisect_left(days, until - timedelta(days=self._settings.drift_days))
        window = self._by_criterion.get(key, [])[start : bisect_right(days, until)]
        everybody = {signal.staff_id for signal in window}
        if len(everybody) >= self._settings.system_people:
            text = translate("Drift", "Look at the system: {people} people drift on this criterion.")
            return SystemAdvice(criterion, len(everybody), None, text.format(people=len(everybody)))
        for team_id in sorted({signal.team_id for signal in window if signal.team_id is not None}):
            size = self._sizes.get(team_id, 0)
            people = len({signal.staff_id for signal in window if signal.team_id == team_id})
            # One person is no "many", even where they are half of the team.
            if people >= 2 and size and people * 100 >= size * self._settings.system_team_percent:
                text = translate(
                    "Drift", "Look at the system: {people} of {size} in this team drift on this criterion."
                )
                return SystemAdvice(criterion, people, team_id, text.format(people=people, size=size))
        return None
