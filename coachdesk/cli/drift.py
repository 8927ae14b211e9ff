"""The command `drift`: what the signals and audits of a desk add up to, with the rule that fired and its figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from coachdesk.cli.access import PassphraseFile, desk_argument, opened, passphrase_file
from coachdesk.cli.telling import say, write
from coachdesk.i18n import translate

if TYPE_CHECKING:
    from coachdesk.queries.drift import DismissedRow, DriftRow


@click.command(
    "drift",
    help=translate(
        "Command",
        "List what the signals and audits of DESK add up to (R2): each proposal with its rule, figures and signals, "
        "and whether to look at the system (R3). Nothing happens until a person decides.",
    ),
)
@desk_argument
@click.option("--aside", is_flag=True, help=translate("Command", "Those set aside instead, with their reasons."))
@click.option(
    "--answered",
    is_flag=True,
    help=translate("Command", "Those a cycle or corrective action was opened for since instead, and which one."),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help=translate("Command", "text reads well; json holds every part."),
)
@passphrase_file
def drift(desk: Path, aside: bool, answered: bool, form: str, passphrase_file: PassphraseFile) -> None:
    """Proposals on the standard output, how many on the standard error."""
    from coachdesk.queries.drift import dismissed_rows, drift_rows, split_proposals

    with opened(desk, passphrase_file, write=False) as open_desk, open_desk.read() as conn:
        today, settings = open_desk.clock().date(), open_desk.settings()
        old = dismissed_rows(conn, today, settings) if aside else ()
        chosen = split_proposals(conn, today, settings)[1 if answered else 0]
        rows = [one.row for one in old] if aside else drift_rows(conn, chosen)
    found = [_plain(row, old[place] if aside else None) for place, row in enumerate(rows)]
    if form == "json":
        write(json.dumps(found, ensure_ascii=False, indent=1) + "\n")
        return
    write("\n".join(_text(one) for one in found))
    text = translate("Command", "Proposals: {count}")
    if aside:
        text = translate("Command", "Set aside: {count}")
    elif answered:
        text = translate("Command", "Being worked on: {count}")
    say(text.format(count=len(found)))


def _plain(row: DriftRow, old: DismissedRow | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": row.key,
        "rule": row.rule,
        "about": row.title,
        "standard": row.code,
        "criterion": row.criterion,
        "staff": row.staff,
        "team": row.team,
        "figures": row.words,
        "advice": row.advice,
        "newest": row.last_on.isoformat(),
        "signals": [
            {"id": one.id, "number": one.number, "occurred": one.occurred_on.isoformat()} for one in row.signals
        ],
        "in_hand": [
            {
                "kind": one.kind,
                "number": one.number,
                "status": one.status,
                "opened": one.opened_on.isoformat(),
                "answers": one.answers,
            }
            for one in row.in_hand
        ],
    }
    if old is not None:
        found |= {
            "id": old.id,
            "reason": old.reason,
            "set_aside": old.dismissed_at.astimezone().isoformat(timespec="seconds"),
            "by": old.dismissed_by,
            "hides": old.hides,
        }
    return found


def _text(found: dict[str, Any]) -> str:
    """One proposal as a few lines: rule and subject, figures, advice, signals, key."""
    signals: Sequence[dict[str, Any]] = found["signals"]
    lines = [found["figures"], found["advice"], ", ".join(f"{one['number']} {one['occurred']}" for one in signals)]
    held = translate("Command", "being worked on: {number}, opened {day}")
    lines += [held.format(number=one["number"], day=one["opened"]) for one in found["in_hand"]]
    if "reason" in found:
        text = translate("Command", "set aside {day} by {who}: {reason}")
        lines.append(text.format(day=found["set_aside"][:10], who=found["by"], reason=found["reason"]))
        lines.append(translate("Command", "id {id}").format(id=found["id"]))
    else:
        lines.append(translate("Command", "key {key}").format(key=found["key"]))
    body = "".join(f"    {' '.join(line.split())}\n" for line in lines if line)
    return f"{found['rule']}  {found['about']}\n{body}"
