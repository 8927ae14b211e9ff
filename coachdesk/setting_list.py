"""The list of agency settings: each limit with its default, label, help and allowed range, declared once as a field.

Long because it is one table of data. Read through coachdesk/settings.py, which adds parsing and storing. Rule
numbers are those of the product's rules.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar

from coachdesk.i18n import QT_TRANSLATE_NOOP

SettingType = Literal["int", "bool", "int_list"]
Value = int | bool | tuple[int, ...]
Given = TypeVar("Given", int, bool, tuple[int, ...])

GROUPS: dict[str, str] = {
    "clocks": QT_TRANSLATE_NOOP("Settings", "Clocks"),
    "drift": QT_TRANSLATE_NOOP("Settings", "Drift"),
    "cycles": QT_TRANSLATE_NOOP("Settings", "Cycles"),
    "system": QT_TRANSLATE_NOOP("Settings", "Coaching system"),
    "measures": QT_TRANSLATE_NOOP("Settings", "Measures"),
    "desk": QT_TRANSLATE_NOOP("Settings", "Desk and files"),
}
UNITS: dict[str, str] = {
    "": "",
    "backups": QT_TRANSLATE_NOOP("Settings", "backups"),
    "days": QT_TRANSLATE_NOOP("Settings", "days"),
    "hours": QT_TRANSLATE_NOOP("Settings", "hours"),
    "inputs": QT_TRANSLATE_NOOP("Settings", "inputs"),
    "megabytes": QT_TRANSLATE_NOOP("Settings", "MB"),
    "minutes": QT_TRANSLATE_NOOP("Settings", "minutes"),
    "months": QT_TRANSLATE_NOOP("Settings", "months"),
    "people": QT_TRANSLATE_NOOP("Settings", "people"),
    "percent": QT_TRANSLATE_NOOP("Settings", "%"),
    "points": QT_TRANSLATE_NOOP("Settings", "points"),
    "records": QT_TRANSLATE_NOOP("Settings", "records"),
    "rows": QT_TRANSLATE_NOOP("Settings", "rows"),
    "sections": QT_TRANSLATE_NOOP("Settings", "sections"),
    "signals": QT_TRANSLATE_NOOP("Settings", "signals"),
    "sources": QT_TRANSLATE_NOOP("Settings", "sources"),
    "times": QT_TRANSLATE_NOOP("Settings", "times"),
    "weekdays": QT_TRANSLATE_NOOP("Settings", "weekdays, 0 is Monday"),
    "working_days": QT_TRANSLATE_NOOP("Settings", "working days"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One agency setting. label, help: English, marked for translation in context "Settings". rule: "R10" or "".

    minimum and maximum bound the number, or each number of a list; a list holds `at_least` to `at_most` numbers.
    """

    key: str
    type: SettingType
    default: Value
    label: str
    help: str
    group: str
    rule: str
    unit: str
    minimum: int
    maximum: int
    at_least: int
    at_most: int


def _setting(
    default: Given,
    where: tuple[str, str, str],
    bounds: tuple[int, int],
    label: str,
    explained: str = "",
    sizes: tuple[int, int] = (0, 12),
) -> Given:
    """Declare one field of `Settings`: its default, (group, rule, unit), (minimum, maximum) and its words."""
    declared: Any = field(default=default, metadata={"declared": (where, bounds, label, explained, sizes)})
    return declared  # type: ignore[no-any-return]  # a dataclass field stands in for its value, as in typeshed


@dataclass(frozen=True, slots=True)
class Settings:
    """All agency settings with their types. `Settings()` is the defaults."""

    diagnose_days: int = _setting(
        2,
        ("clocks", "R10", "working_days"),
        (1, 60),
        QT_TRANSLATE_NOOP("Settings", "Days to diagnose"),
        QT_TRANSLATE_NOOP("Settings", "Working days from opening a cycle until Diagnose is due."),
    )
    coach_days: int = _setting(
        5,
        ("clocks", "R10", "working_days"),
        (1, 120),
        QT_TRANSLATE_NOOP("Settings", "Days to coach"),
        QT_TRANSLATE_NOOP("Settings", "Working days from the end of Diagnose until Coach is due."),
    )
    validate_days: int = _setting(
        2,
        ("clocks", "R10", "working_days"),
        (1, 60),
        QT_TRANSLATE_NOOP("Settings", "Days to validate"),
        QT_TRANSLATE_NOOP("Settings", "Working days from the end of Coach until Validate is due."),
    )
    close_days: int = _setting(
        1,
        ("clocks", "R10", "working_days"),
        (1, 60),
        QT_TRANSLATE_NOOP("Settings", "Days to close"),
        QT_TRANSLATE_NOOP("Settings", "Working days from the end of Validate until the cycle is due to be closed."),
    )
    feedback_hours: int = _setting(
        24,
        ("clocks", "R10", "hours"),
        (1, 720),
        QT_TRANSLATE_NOOP("Settings", "Feedback within"),
        QT_TRANSLATE_NOOP("Settings", "Hours after a session in which feedback is due, unless a plan sets its own."),
    )
    scenario_hours: int = _setting(
        24,
        ("clocks", "R10", "hours"),
        (1, 720),
        QT_TRANSLATE_NOOP("Settings", "Scenario review within"),
        QT_TRANSLATE_NOOP("Settings", "Hours after a scenario exercise is submitted in which its review is due."),
    )
    late_entry_days: int = _setting(
        2,
        ("clocks", "R10", "days"),
        (0, 60),
        QT_TRANSLATE_NOOP("Settings", "Late entry after"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "A record entered more than this many days after its event is marked a late entry.",
        ),
    )
    due_soon_days: int = _setting(
        2,
        ("clocks", "", "days"),
        (0, 30),
        QT_TRANSLATE_NOOP("Settings", "Due soon within"),
        QT_TRANSLATE_NOOP("Settings", "Things due within this many days stand out as due soon."),
    )
    closed_weekdays: tuple[int, ...] = _setting(
        (5, 6),
        ("clocks", "R10", "weekdays"),
        (0, 6),
        QT_TRANSLATE_NOOP("Settings", "Closed weekdays"),
        QT_TRANSLATE_NOOP("Settings", "Days of the week on which the agency is closed: Monday is 0, Sunday is 6."),
        sizes=(0, 6),
    )
    public_holidays: bool = _setting(
        True,
        ("clocks", "R10", ""),
        (0, 1),
        QT_TRANSLATE_NOOP("Settings", "Closed on public holidays"),
        QT_TRANSLATE_NOOP("Settings", "Skip federal holidays and those of the agency's state when due dates are set."),
    )
    drift_count: int = _setting(
        3,
        ("drift", "R2", "signals"),
        (2, 50),
        QT_TRANSLATE_NOOP("Settings", "Signals that make drift"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "This many signals on one criterion, for one person or one team, propose a cycle.",
        ),
    )
    drift_days: int = _setting(
        30,
        ("drift", "R2", "days"),
        (1, 365),
        QT_TRANSLATE_NOOP("Settings", "Counted within"),
        QT_TRANSLATE_NOOP("Settings", "The days within which those signals must lie."),
    )
    drift_inputs: int = _setting(
        2,
        ("drift", "R2", "inputs"),
        (2, 3),
        QT_TRANSLATE_NOOP("Settings", "Inputs that agree"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "This many of the three inputs (audits, incidents, partners) pointing at one standard propose a cycle.",
        ),
    )
    drift_inputs_days: int = _setting(
        60,
        ("drift", "R2", "days"),
        (1, 365),
        QT_TRANSLATE_NOOP("Settings", "Agreeing within"),
        QT_TRANSLATE_NOOP("Settings", "The days within which those inputs must point at the standard."),
    )
    system_people: int = _setting(
        3,
        ("drift", "R3", "people"),
        (2, 50),
        QT_TRANSLATE_NOOP("Settings", "People that make it a system question"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "When this many people drift on one criterion, the proposal says to look at the system.",
        ),
    )
    system_team_percent: int = _setting(
        50,
        ("drift", "R3", "percent"),
        (10, 100),
        QT_TRANSLATE_NOOP("Settings", "Share of a team"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "When this share of a team drifts on one criterion, the proposal says to look at the system.",
        ),
    )
    action_days: int = _setting(
        30,
        ("drift", "R3", "days"),
        (1, 365),
        QT_TRANSLATE_NOOP("Settings", "Corrective action due within"),
        QT_TRANSLATE_NOOP("Settings", "The due day suggested when a corrective action is opened."),
    )
    action_verify_days: int = _setting(
        14,
        ("drift", "R21", "days"),
        (1, 365),
        QT_TRANSLATE_NOOP("Settings", "Corrective action verified within"),
        QT_TRANSLATE_NOOP("Settings", "Days after it was done in which somebody else should have verified it."),
    )
    other_sources: int = _setting(
        1,
        ("cycles", "R6", "sources"),
        (0, 3),
        QT_TRANSLATE_NOOP("Settings", "Other data sources"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "How many data sources besides direct observation a cycle needs before Validate.",
        ),
    )
    live_confirmations: int = _setting(
        1,
        ("cycles", "R7", "times"),
        (1, 10),
        QT_TRANSLATE_NOOP("Settings", "Live confirmations"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "How often the validator must have seen the practice in live delivery, for each coachee.",
        ),
    )
    sustain_days: tuple[int, ...] = _setting(
        (30, 60, 90),
        ("cycles", "R8", "days"),
        (1, 730),
        QT_TRANSLATE_NOOP("Settings", "Sustain checks"),
        QT_TRANSLATE_NOOP("Settings", "Days after closing on which the practice is checked again."),
        sizes=(1, 12),
    )
    plan_sections: int = _setting(
        3,
        ("system", "R13", "sections"),
        (1, 5),
        QT_TRANSLATE_NOOP("Settings", "Plan sections"),
        QT_TRANSLATE_NOOP("Settings", "How many of the five sections of a service delivery plan must be complete."),
    )
    effectiveness_sources: int = _setting(
        2,
        ("system", "R14", "sources"),
        (1, 3),
        QT_TRANSLATE_NOOP("Settings", "Effectiveness sources"),
        QT_TRANSLATE_NOOP("Settings", "How many of the three sources a quarter's assessment needs."),
    )
    survey_smallest: int = _setting(
        5,
        ("system", "R15", "people"),
        (2, 50),
        QT_TRANSLATE_NOOP("Settings", "Smallest survey group"),
        QT_TRANSLATE_NOOP("Settings", "Answers from fewer people are not shown broken down."),
    )
    expiring_days: int = _setting(
        30,
        ("system", "R16", "days"),
        (0, 365),
        QT_TRANSLATE_NOOP("Settings", "Expiring within"),
        QT_TRANSLATE_NOOP("Settings", "Competence that runs out within this many days is shown as expiring."),
    )
    recheck_months: int = _setting(
        12,
        ("system", "R16", "months"),
        (1, 120),
        QT_TRANSLATE_NOOP("Settings", "Verify again after"),
        QT_TRANSLATE_NOOP("Settings", "Suggested when a role begins to require a standard, or where none does."),
    )
    small_n: int = _setting(
        10,
        ("measures", "R18", "records"),
        (2, 100),
        QT_TRANSLATE_NOOP("Settings", "Small numbers"),
        QT_TRANSLATE_NOOP("Settings", "Below this many records no percentage is shown by itself."),
    )
    confidence_percent: int = _setting(
        95,
        ("measures", "R18", "percent"),
        (80, 99),
        QT_TRANSLATE_NOOP("Settings", "Confidence level"),
        QT_TRANSLATE_NOOP(
            "Settings",
            "The level of the intervals beside every proportion; exact tests use what is left of 100.",
        ),
    )
    chart_points: int = _setting(
        10,
        ("measures", "R19", "points"),
        (6, 50),
        QT_TRANSLATE_NOOP("Settings", "Points for a run chart"),
        QT_TRANSLATE_NOOP("Settings", "Fewer points are drawn, but not judged for shifts."),
    )
    double_score_percent: int = _setting(
        15,
        ("measures", "R18", "percent"),
        (0, 100),
        QT_TRANSLATE_NOOP("Settings", "Judged twice"),
        QT_TRANSLATE_NOOP("Settings", "The share of audited records suggested for a second, independent judgement."),
    )
    idle_lock_minutes: int = _setting(
        10,
        ("desk", "", "minutes"),
        (1, 240),
        QT_TRANSLATE_NOOP("Settings", "Lock after"),
        QT_TRANSLATE_NOOP("Settings", "Idle minutes after which the window locks."),
    )
    evidence_max_mb: int = _setting(
        50,
        ("desk", "", "megabytes"),
        (1, 500),
        QT_TRANSLATE_NOOP("Settings", "Largest evidence file"),
        QT_TRANSLATE_NOOP("Settings", "Larger files are not taken into the desk."),
    )
    import_max_mb: int = _setting(
        20,
        ("desk", "", "megabytes"),
        (1, 200),
        QT_TRANSLATE_NOOP("Settings", "Largest import file"),
        QT_TRANSLATE_NOOP("Settings", "Larger files are refused before they are read."),
    )
    import_max_inflated_mb: int = _setting(
        200,
        ("desk", "", "megabytes"),
        (1, 2000),
        QT_TRANSLATE_NOOP("Settings", "Largest import, unpacked"),
        QT_TRANSLATE_NOOP("Settings", "A workbook that unpacks to more is refused."),
    )
    import_max_rows: int = _setting(
        50_000,
        ("desk", "", "rows"),
        (100, 1_000_000),
        QT_TRANSLATE_NOOP("Settings", "Most rows in an import"),
        QT_TRANSLATE_NOOP("Settings", "A file with more rows is refused."),
    )
    backup_keep_hourly: int = _setting(
        24,
        ("desk", "", "backups"),
        (1, 240),
        QT_TRANSLATE_NOOP("Settings", "Hourly backups kept"),
        QT_TRANSLATE_NOOP("Settings", "The newest proven backup of each of the last hours with changes."),
    )
    backup_keep_daily: int = _setting(
        30,
        ("desk", "", "backups"),
        (1, 400),
        QT_TRANSLATE_NOOP("Settings", "Daily backups kept"),
        QT_TRANSLATE_NOOP("Settings", "The newest proven backup of each of the last days with changes."),
    )
    backup_keep_weekly: int = _setting(
        12,
        ("desk", "", "backups"),
        (1, 300),
        QT_TRANSLATE_NOOP("Settings", "Weekly backups kept"),
        QT_TRANSLATE_NOOP("Settings", "The newest proven backup of each of the last weeks with changes."),
    )
    backup_keep_monthly: int = _setting(
        36,
        ("desk", "", "backups"),
        (1, 240),
        QT_TRANSLATE_NOOP("Settings", "Monthly backups kept"),
        QT_TRANSLATE_NOOP("Settings", "The newest proven backup of each of the last months with changes."),
    )
    backup_minutes: int = _setting(
        30,
        ("desk", "", "minutes"),
        (5, 1440),
        QT_TRANSLATE_NOOP("Settings", "Back up every"),
        QT_TRANSLATE_NOOP("Settings", "Minutes after which a changed desk is backed up while it is open."),
    )
    backup_second_days: int = _setting(
        7,
        ("desk", "", "days"),
        (1, 365),
        QT_TRANSLATE_NOOP("Settings", "Remind of a second place after"),
        QT_TRANSLATE_NOOP("Settings", "Days without a backup in a second place after which CoachDesk says so."),
    )


def _declared() -> tuple[Setting, ...]:
    found: list[Setting] = []
    defaults = Settings()
    for item in fields(Settings):
        (group, rule, unit), (minimum, maximum), label, explained, sizes = item.metadata["declared"]
        default: Value = getattr(defaults, item.name)
        kind: SettingType = "bool" if isinstance(default, bool) else "int" if isinstance(default, int) else "int_list"
        found.append(
            Setting(item.name, kind, default, label, explained, group, rule, unit, minimum, maximum, sizes[0], sizes[1])
        )
    return tuple(found)


SETTINGS: tuple[Setting, ...] = _declared()
