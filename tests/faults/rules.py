"""Breaks each rule on purpose, one after the other, and sees that its test through services notices.

    python -m tests.faults.rules [R4 R7 ...]

A copy of the program is made in a temporary folder; in it one text of one module is replaced, so that the rule no
longer holds, and the rule's test is run. First it must pass as things are, then fail. Prints a line for each rule;
exit 0 when every broken rule was noticed. A quick test (tests/faults/test_rules.py) holds that every text and every
test named here exists, so that this list stays true without being run each time.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("coachdesk", "exports", "resources", "tests", "ui", "pyproject.toml")
EACH = "tests/store/services/test_each_rule.py::test_"


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule, the module that keeps it, the text to replace (it stands there once), what breaks it, its test."""

    rule: str
    module: str
    text: str
    broken: str
    test: str


RULES = (
    Broken(
        "R1",
        "coachdesk/services/signals.py",
        'problems.need("what_happened", signal.what_happened,',
        'problems.need("criterion_code", signal.criterion_code,',
        f"{EACH}r1_five_fields_are_enough_for_a_signal",
    ),
    Broken(
        "R2",
        "coachdesk/rules/drift.py",
        'if s.severity == "major" and',
        'if s.severity == "moderate" and',
        f"{EACH}r2_drift_is_proposed_and_nothing_is_done_about_it",
    ),
    Broken(
        "R3",
        "coachdesk/rules/drift.py",
        "if len(everybody) >= self._settings.system_people:",
        "if len(everybody) > self._settings.system_people:",
        f"{EACH}r3_three_people_on_one_criterion_are_a_question_to_the_system",
    ),
    Broken(
        "R4",
        "coachdesk/rules/gate_coach.py",
        "[] if facts.cause else",
        "[] if True else",
        f"{EACH}r4_diagnose_ends_only_with_everything_settled",
    ),
    Broken(
        "R5",
        "coachdesk/services/cycle_phases.py",
        "cycle.rule_locked_at = change.now",
        "cycle.rule_locked_at = None",
        f"{EACH}r5_the_success_rule_is_locked_and_changes_by_amendment_only",
    ),
    Broken(
        "R6",
        "coachdesk/rules/gate_validate.py",
        "    sources.discard(OBSERVED)\n",
        "",
        f"{EACH}r6_coaching_ends_with_feedback_observation_and_a_second_source",
    ),
    Broken(
        "R7",
        "coachdesk/rules/gate_close.py",
        'if observation.setting == "live"\n        and',
        "if",
        f"{EACH}r7_only_the_validator_confirms_and_only_in_live_delivery_after_a_session",
    ),
    Broken(
        "R8",
        "coachdesk/services/cycle_phases.py",
        "change.session.add(SustainCheck(cycle_id=cycle.id, days=days, due_on=due))",
        "pass",
        f"{EACH}r8_closing_books_the_sustain_checks_of_the_agency",
    ),
    Broken(
        "R9",
        "coachdesk/services/guards.py",
        "if cycle.status in ENDED:",
        'if cycle.status == "cancelled":',
        f"{EACH}r9_a_closed_cycle_is_read_only_and_corrected_by_amendment",
    ),
    Broken(
        "R10",
        "coachdesk/rules/clocks.py",
        "return not self.why_closed(day)",
        "return True",
        f"{EACH}r10_phases_skip_days_on_which_the_agency_is_closed_and_late_entries_are_marked",
    ),
    Broken(
        "R16",
        "coachdesk/rules/competence.py",
        'return outcome == "achieved"',
        "return True",
        "tests/store/services/test_competence.py::"
        "test_r16_a_cycle_that_did_not_achieve_offers_nothing_and_is_no_ground_for_a_record",
    ),
    Broken(
        "R18",
        "coachdesk/rules/measures.py",
        "sure = p <= 1 - settings.confidence_percent / 100 and",
        "sure = p <= 1 and",
        f"{EACH}r18_few_records_show_counts_and_an_interval_and_claim_nothing",
    ),
    Broken(
        "R19",
        "coachdesk/rules/runchart.py",
        "baseline = [point.value for point in points[: frozen or None] if not point.excluded]",
        "baseline = [point.value for point in points if not point.excluded]",
        "tests/store/services/test_patterns.py::"
        "test_r19_a_baseline_is_frozen_and_a_point_left_out_with_a_reason_and_taken_back",
    ),
    Broken(
        "R20",
        "coachdesk/queries/beside.py",
        "ACTION.c.id.in_(shared.where(OPENED_BY.c.cycle_id == cycle_id))",
        "sa.false()",
        "tests/store/services/test_actions.py::test_r20_an_action_and_its_cycle_show_each_other",
    ),
    Broken(
        "R22",
        "ui/forms/fields.py",
        'return "text" if self.kind == "long_text" and self.lint is None else ""',
        'return ""',
        "tests/ui/forms/test_privacy.py::test_r22_long_texts_are_watched_by_themselves_and_single_lines_where_they_say_so",
    ),
)


def _copy(to: Path) -> None:
    for name in PACKAGES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, to / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, to / name)


def _passes(folder: Path, test: str) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", test]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):  # 1: a test failed; anything else says that it could not be run
        raise RuntimeError(f"{test} could not be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def main(wanted: list[str]) -> int:
    """Break the wanted rules (all without names); gives the exit code."""
    unnoticed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _copy(folder)
        for one in RULES:
            if wanted and one.rule not in wanted:
                continue
            module = folder / one.module
            whole = module.read_text("utf-8")
            holds = _passes(folder, one.test)
            module.write_text(whole.replace(one.text, one.broken), "utf-8")
            noticed = not _passes(folder, one.test)
            module.write_text(whole, "utf-8")
            told = "noticed" if holds and noticed else "NOT NOTICED" if holds else "its test fails as things are"
            unnoticed += told != "noticed"
            print(f"{one.rule:4} {told:12} {one.module}", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
