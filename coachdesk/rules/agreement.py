"""Agreement of two observers on the same criteria: percent agreement, Cohen's kappa, Gwet's AC1, what to talk about.

AC1 is shown, since kappa falls to nothing when nearly everything is met. Sources: K. Gwet, Br. J. Math. Stat. Psychol.
61 (2008) 29; Wongpakaran et al., BMC Med. Res. Methodol. 13 (2013) 61.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from coachdesk.i18n import translate
from coachdesk.rules.measures import Proportion, proportion_words
from coachdesk.settings import Settings

# What was not seen, or does not apply, was not judged.
NOT_JUDGED: frozenset[str] = frozenset({"", "not_observed", "not_applicable"})


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two observers agree on what both judged. ac1 and kappa are None when nothing was judged by both.

    disagreed: (criterion, first's rating, second's) for calibration.  one_sided: judged by only one of the two.
    """

    agreed: int
    judged: int
    ac1: float | None
    kappa: float | None
    disagreed: tuple[tuple[str, str, str], ...]
    one_sided: tuple[str, ...]
    words: str


def agreement(first: Mapping[str, str], second: Mapping[str, str], settings: Settings) -> Agreement:
    """Compare two sets of ratings (vocabulary: rating) by criterion code."""
    codes = [*first, *(code for code in second if code not in first)]
    pairs = [(code, first.get(code, ""), second.get(code, "")) for code in codes]
    both = [(code, a, b) for code, a, b in pairs if a not in NOT_JUDGED and b not in NOT_JUDGED]
    agreed = sum(a == b for _, a, b in both)
    counted = proportion_words(Proportion(agreed, len(both)), settings)
    ac1 = gwet_ac1([(a, b) for _, a, b in both])
    if ac1 is None:
        words = translate("Measures", "Nothing was judged by both observers.")
    else:
        text = translate("Measures", "Same rating on {counted} criteria, AC1 {ac1}.")
        words = text.format(counted=counted, ac1=f"{ac1:.2f}")
    return Agreement(
        agreed,
        len(both),
        ac1,
        cohen_kappa([(a, b) for _, a, b in both]),
        tuple(pair for pair in both if pair[1] != pair[2]),
        tuple(code for code, a, b in pairs if (a in NOT_JUDGED) != (b in NOT_JUDGED)),
        words,
    )


def _observed(pairs: list[tuple[str, str]]) -> float:
    return sum(a == b for a, b in pairs) / len(pairs)


def gwet_ac1(pairs: list[tuple[str, str]]) -> float | None:
    """Gwet's AC1 of two raters; None without pairs. Categories are those that occur, at least two are assumed."""
    if not pairs:
        return None
    used = Counter(rating for pair in pairs for rating in pair)
    shares = [count / (2 * len(pairs)) for count in used.values()]
    categories = max(len(used), 2)
    by_chance = sum(share * (1 - share) for share in shares) / (categories - 1)
    return (_observed(pairs) - by_chance) / (1 - by_chance)


def cohen_kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two raters; None without pairs or when both gave one and the same rating throughout."""
    if not pairs:
        return None
    ours, theirs = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    by_chance = sum(ours[rating] * theirs[rating] for rating in ours) / len(pairs) ** 2
    return None if by_chance == 1 else (_observed(pairs) - by_chance) / (1 - by_chance)
