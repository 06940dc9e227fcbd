"""Commands that answer: adoption, panel, evidence, judge, plan."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

import click

from signpost import clock
from signpost.answers.answer import Answer
from signpost.answers.standing import Standing, standing
from signpost.api.data_folder import UnknownUseCaseError, Workspace
from signpost.api.judging import judge
from signpost.api.results import Answers, RefusedError
from signpost.cli._panel_file import read_panel
from signpost.cli._plain_text import indented_lines
from signpost.cli._shared import (
    data_option,
    data_unused,
    json_option,
    print_json,
    print_status,
    user,
)
from signpost.cli._terminal import print_result
from signpost.metrics.model.types import Better, By, Refusal, Window
from signpost.metrics.panel.start_dates import start_days
from signpost.metrics.planning.pilot_design import DRAW_SEED
from signpost.metrics.planning.power import POWER_DRAWS
from signpost.metrics.register.draws import record_draw as write_draw
from signpost.presentation.escaping import csv_bytes
from signpost.presentation.json_values import to_json_value
from signpost.presentation.words.catalogue import say

use_case_option = click.option("--use-case", "use_case_id", help="One use case of the programme.")


@click.command("adoption")
@click.option("--by", type=click.Choice(get_args(By)), default="group", show_default=True)
@click.option("--platform", default="", help="Default: every platform there is usage of.")
@click.option("--metric", default="active", show_default=True)
@click.option("--window", type=click.Choice(["week", "month"]), default="week", show_default=True)
@data_option
@json_option
def adoption_command(
    by: By, platform: str, metric: str, window: Window, data: Path, as_json: bool
) -> None:
    """Adoption per group and period; small groups are withheld."""
    table = Workspace(data).adoption(metric, platform, by, window)
    if as_json:
        print_json(table.to_dict())
        return
    print_result(table.to_string(index=False))
    for refused in table.attrs["refused"]:
        print_status(f"{refused['platform']}: {refused['message']}")


@click.command("panel")
@click.option("--use-case", "use_case_id", required=True)
@click.option("--csv", "csv_file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
@json_option
@click.pass_context
def panel_command(
    context: click.Context, use_case_id: str, csv_file: Path | None, data: Path, as_json: bool
) -> None:
    """Show the panel behind an answer, as rows or as a CSV that `judge` reads."""
    with refusals_printed(context, as_json):
        frame = Workspace(data).panel(use_case_id)
    if csv_file:
        csv_file.write_bytes(csv_bytes(frame))
    elif as_json:
        print_json(frame.to_dict())
    else:
        print_result(frame.to_string(index=False))


@click.command("evidence")
@use_case_option
@data_option
@json_option
@click.pass_context
def evidence_command(
    context: click.Context, use_case_id: str | None, data: Path, as_json: bool
) -> None:
    """Evidence and verdict per use case.

    Exits 0 when each has an answer or a planned gap, 1 when one could not be handled.
    """
    workspace = Workspace(data)
    with refusals_printed(context, as_json):
        chosen = [workspace.answer(use_case_id)] if use_case_id else workspace.answers()
    found = Answers(chosen)
    if as_json:
        print_json(found.to_dict())
    else:
        print_result(repr(found))
    unhandled = [answer for answer in found if _standing(workspace, answer) == "unhandled"]
    for answer in unhandled:
        why = say(answer.evidence.refusal.reason) if answer.evidence.refusal else ""
        print_status(f"{answer.use_case.id} could not be handled: {why}")
    if unhandled or not found:
        context.exit(1)


def _standing(workspace: Workspace, answer: Answer) -> Standing:
    starts = start_days(workspace.warehouse.read(), workspace.programme, answer.use_case)
    return standing(answer, starts.values(), clock.today())


@click.command("judge")
@click.argument("panel_csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--better", type=click.Choice(["lower", "higher"]), required=True)
@click.option("--lag", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--worthwhile", type=click.FloatRange(min=0, min_open=True))
@data_unused
@json_option
@click.pass_context
def judge_command(
    context: click.Context,
    panel_csv: Path,
    better: Better,
    lag: int,
    worthwhile: float | None,
    as_json: bool,
) -> None:
    """Judge a ready-made panel with the same engine."""
    frame = read_panel(panel_csv)
    found = judge(frame, better=better, lag=lag, worthwhile=worthwhile, label=panel_csv.name)
    for sentence in found.notes:
        print_status(sentence)
    if as_json:
        print_json(found.to_dict())
    else:
        print_result(repr(found))
    if found.refusal:
        context.exit(1)


@click.command("plan")
@click.option("--use-case", "use_case_id", required=True)
@click.option("--seed", type=click.IntRange(min=0), help="Of the draw; default: a fixed one.")
@click.option(
    "--draws",
    type=click.IntRange(min=0),
    default=POWER_DRAWS,
    show_default=True,
    help="Futures simulated for what is promised; 0: none.",
)
@click.option("--record-draw", is_flag=True, help="Write the order down: only then it is random.")
@data_option
@json_option
@click.pass_context
def plan_command(
    context: click.Context,
    use_case_id: str,
    seed: int | None,
    draws: int,
    record_draw: bool,
    data: Path,
    as_json: bool,
) -> None:
    """Whom to compare, what could be detected, and a roll-out order."""
    workspace = Workspace(data)
    with refusals_printed(context, as_json):
        case = workspace.use_case(use_case_id)
        chosen = DRAW_SEED if seed is None else seed
        found = workspace.results.plan(case.id, chosen, draws)
        if isinstance(found, Refusal):
            raise RefusedError(found)
    if record_draw:
        waves = [wave.groups for wave in found.rollout]
        write_draw(workspace.warehouse, case.id, found.seed, waves, who=user())
        print_status("The order is written down, with its seed and who drew it.")
    if as_json:
        print_json(found)
    else:
        print_result("\n".join(indented_lines(to_json_value(found))))


@contextmanager
def refusals_printed(context: click.Context, as_json: bool) -> Iterator[None]:
    """End the command where a question cannot be answered (1) or names no use case (2)."""
    try:
        yield
    except UnknownUseCaseError as unknown:
        raise click.UsageError(str(unknown)) from unknown
    except RefusedError as refused:
        if as_json:
            print_json(refused.to_dict())
        else:
            print_result(f"Cannot be answered: {refused}", err=True)
        context.exit(1)


COMMANDS = (adoption_command, panel_command, evidence_command, judge_command, plan_command)
