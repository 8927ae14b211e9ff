"""How audits are told on screen: what state one is in, what stands in the grid's last line, how the draw was made."""

from __future__ import annotations

from coachdesk import vocabulary
from coachdesk.i18n import translate
from coachdesk.queries.audit import AuditDetail
from coachdesk.rules.measures import Proportion, proportion_words
from coachdesk.rules.wording import day_words, names
from coachdesk.settings import Settings


def title(audit: AuditDetail) -> str:
    """ "Progress notes, North team", or the standard where nobody named the audit."""
    return audit.title or audit.standard


def state(audit: AuditDetail) -> str:
    """One line under the title: whose records, by whom, how far."""
    parts = [
        audit.standard if audit.title else "",
        translate("Audits", "version {number}").format(number=audit.version),
        audit.team or translate("Audits", "whole agency"),
        translate("Audits", "judged by {name}").format(name=audit.assessor),
    ]
    if audit.status == "judging":
        done = len(audit.records) - len(audit.waiting)
        parts.append(translate("Audits", "{done} of {all} records judged").format(done=done, all=len(audit.records)))
    elif audit.finished_on is not None:
        parts.append(translate("Audits", "ended {day}").format(day=day_words(audit.finished_on)))
    return " · ".join(part for part in parts if part)


def criterion_result(measured: Proportion, settings: Settings) -> str:
    """ "8 of 10 (49–94%) · 1 n.a." """
    told = proportion_words(measured, settings)
    if measured.not_applicable:
        told += " · " + translate("Audits", "{count} n.a.").format(count=measured.not_applicable)
    return told


def judged_by_two(audit: AuditDetail, settings: Settings) -> tuple[str, ...]:
    """How far two people agree: percent by R18, AC1, and what to make of it; () while it is not known."""
    found = audit.agreement
    if found is None or found.ac1 is None:
        return ()
    counted = proportion_words(Proportion(found.agreed, found.judged), settings)
    text = translate("Audits", "Same judgement in {counted}; Gwet AC1 {ac1}.")
    said = [text.format(counted=counted, ac1=f"{found.ac1:.2f}")]
    if audit.disagreed:
        said.append(translate("Audits", "Talk these over, so that both mean the same by each criterion:"))
    return tuple(said)


def disagreement(code: str, criterion: str, first: str, second: str) -> str:
    """ "HC-0007 · criterion 2: Not met, then Met"."""
    none = translate("Audits", "not judged")
    text = translate("Audits", "{code} · criterion {criterion}: {first}, then {second}")
    return text.format(
        code=code,
        criterion=criterion,
        first=vocabulary.label("judgement", first) or none,
        second=vocabulary.label("judgement", second) or none,
    )


def draw_rows(audit: AuditDetail) -> list[tuple[str, str]]:
    """What anybody needs to repeat the draw, as label and value."""
    rows = [
        (translate("Audits", "Frame"), translate("Audits", "{count} records").format(count=f"{len(audit.frame):,}")),
        (translate("Audits", "Listed from"), audit.frame_note),
        (translate("Audits", "Left out"), audit.excluded_note),
        (translate("Audits", "Records of"), _period(audit)),
        (translate("Audits", "Drawn"), translate("Audits", "{count} records").format(count=audit.sample_size)),
        (translate("Audits", "Seed"), str(audit.seed)),
        (translate("Audits", "Frame's SHA-256"), audit.frame_hash[:16]),
    ]
    return [(name, text) for name, text in rows if text]


def _period(audit: AuditDetail) -> str:
    first, last = audit.records_from, audit.records_to
    if first is not None and last is not None:
        return translate("Audits", "{first} to {last}").format(first=day_words(first), last=day_words(last))
    if first is not None:
        return translate("Audits", "from {day}").format(day=day_words(first))
    return translate("Audits", "up to {day}").format(day=day_words(last)) if last is not None else ""


def repeat_text(audit: AuditDetail) -> str:
    """The draw as a text to keep with the audit: frame, seed, size and the rule that chooses."""
    how = translate(
        "Audits",
        "Each record gets the SHA-256 of the seed (its length in 8 bytes, then its digits) followed by its code; "
        "the {count} smallest are drawn.",
    )
    drawn = names([one.code for one in audit.records])
    lines = [
        f"{audit.number} {title(audit)}",
        *(f"{name}: {text}" for name, text in draw_rows(audit)),
        translate("Audits", "Drawn records: {codes}").format(codes=drawn),
        how.format(count=audit.sample_size),
        translate("Audits", "Frame, in the order listed:"),
        *audit.frame,
    ]
    return "\n".join(lines)
