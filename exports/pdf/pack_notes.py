"""The words of an evidence pack that are the same in every pack: how to read it, and how its figures were made."""

from __future__ import annotations

from coachdesk.i18n import translate
from coachdesk.settings import Settings


def reading_notes(settings: Settings) -> tuple[tuple[str, str], ...]:
    """How to read a pack, as (heading, text)."""
    return (
        (
            translate("Pack", "One cycle, one file"),
            translate(
                "Pack",
                "Each cycle file begins with the loop at a glance: what was identified, what was done about it, "
                "whether the practice was seen in live delivery, and how it ended. The sections below it are the "
                "records themselves.",
            ),
        ),
        (
            translate("Pack", "What the period means"),
            translate(
                "Pack",
                "A cycle belongs to every period in which it was open on some day. Its file is whole and stands as it "
                "was when this pack was made, with what came before and after the period.",
            ),
        ),
        (
            translate("Pack", "Words in blue lead to the record"),
            translate(
                "Pack",
                "Numbers such as S-0001 (signal), N-0001 (session), O-0001 (observation) and E-0001 (evidence) are "
                "links. They lead from a claim to the line where the record stands, and from the index back to the "
                "cycle.",
            ),
        ),
        (
            translate("Pack", "What closing means"),
            translate(
                "Pack",
                "A cycle closes on evidence: the success rule was fixed before the result was measured, the named "
                "validator saw the practice in live delivery, and the same criteria were measured again. “Not "
                "achieved” is a respectable ending with a next step. A gate passed without something is "
                "printed with its reason.",
            ),
        ),
        (
            translate("Pack", "Figures"),
            translate(
                "Pack",
                "Counts come first. The range beside a figure is its {percent}% interval: with few records it is wide, "
                "and the sentence beside it claims no more than the records allow.",
            ).format(percent=settings.confidence_percent),
        ),
    )


def method_notes(settings: Settings) -> tuple[tuple[str, str], ...]:
    """How the figures were made, as (heading, text)."""
    intervals = translate(
        "Pack",
        "Shares of records have Wilson score intervals and are compared by Fisher's exact test. Times and ratings are "
        "told by their median, with an interval from order statistics where there are enough of them, and are compared "
        "by the Mann-Whitney rank test. Rates have exact Poisson intervals and are compared by the exact conditional "
        "test. Intervals are at {percent}%, tests two-sided.",
    )
    left_out = translate(
        "Pack",
        "Records judged not applicable are left out, never counted as not met. Records that opened a cycle are left "
        "out of its baseline. Where they could not be, or the assessor or the standard's version changed, it is said.",
    )
    two = translate(
        "Pack",
        "Where two people observed one event, the criteria they rated alike are counted, with Gwet's AC1, which allows "
        "for agreement by chance.",
    )
    charts = translate(
        "Pack",
        "A chart over time shows the median; a shift is called one only by Anhøj's rules for runs and crossings.",
    )
    limits = translate(
        "Pack",
        "Feedback counts from a session's end and is due within {feedback} hours; a scenario exercise is reviewed "
        "within {scenario} hours. Time in which a cycle was paused does not count.",
    )
    late = translate(
        "Pack",
        "A record entered more than {days} days after its event is a late entry and is listed in its cycle's file.",
    )
    return (
        (translate("Pack", "Intervals and tests"), intervals.format(percent=settings.confidence_percent)),
        (translate("Pack", "What is left out"), left_out),
        (translate("Pack", "Two observers"), two),
        (translate("Pack", "Charts over time"), charts),
        (
            translate("Pack", "Limits in hours"),
            limits.format(feedback=settings.feedback_hours, scenario=settings.scenario_hours),
        ),
        (translate("Pack", "Late entries"), late.format(days=settings.late_entry_days)),
        (
            translate("Pack", "Names"),
            translate(
                "Pack", "Staff are named in full. Participants are reference codes; the key to them stays outside."
            ),
        ),
    )
