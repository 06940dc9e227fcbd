"""Commands that answer: adoption, panel, evidence, judge, plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import click
import pandas as pd

from signpost.answers.answer import Answer
from signpost.cli._json_shapes import evidence_object, evidence_sentences, panel_frame
from signpost.cli._panel_file import read_panel
from signpost.cli._plain_text import plain_text
from signpost.cli._shared import (
    data_option,
    data_unused,
    json_option,
    open_data,
    open_results,
    print_json,
    print_status,
    programme_of,
    to_json_value,
)
from signpost.cli._terminal import print_result
from signpost.metrics.adoption.table import metric_card
from signpost.metrics.causal.analysis import analyse
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.schema import Programme, UseCase
from signpost.metrics.model.types import Better, By, Refusal, Window
from signpost.metrics.panel.frame_columns import in_percent, number_column
from signpost.metrics.panel.from_frame import panel_from_frame
from signpost.metrics.planning.pilot_design import pilot_plan
from signpost.warehouse import WarehouseError

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
    results, card = open_results(data), metric_card(metric)

    def ask(one: str) -> pd.DataFrame:
        found = results.adoption(platform=one, metric=metric, window=window, by=by)
        return found.assign(platform=one)

    every = sorted(results.platforms())
    table, refused = (ask(platform), []) if platform or not every else _of_all(every, ask)
    if as_json:
        rows = table.to_dict("records")
        shape = {"metric": card.id, "unit": card.unit, "version": card.version, "rows": rows}
        print_json({**shape, "refused": refused})
        return
    print_result(table.to_string(index=False))
    for one in refused:
        print_status(f"{one['platform']}: {one['message']}")


def _of_all(
    every: Sequence[str], ask: Callable[[str], pd.DataFrame]
) -> tuple[pd.DataFrame, list[dict[str, str]]]:
    """Ask of each platform; those that cannot answer say why, unless none can."""
    tables, refused = [], []
    for one in every:
        try:
            tables.append(ask(one))
        except WarehouseError as trouble:
            refused.append({"platform": one, "message": str(trouble), "remedy": trouble.remedy})
            if len(refused) == len(every):
                raise
    return pd.concat(tables, ignore_index=True), refused


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
    results = open_results(data)
    panel = results.panel(_case(results.programme, use_case_id).id)
    if isinstance(panel, Refusal):
        _refused(panel, as_json)
        context.exit(1)
        return
    frame = panel_frame(panel)
    if csv_file:
        frame.to_csv(csv_file, index=False)
    elif as_json:
        print_json(frame.to_dict("records"))
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
    """Evidence and verdict per use case."""
    results = open_results(data)
    if use_case_id:
        found: tuple[Answer, ...] = (results.answer(_case(results.programme, use_case_id).id),)
    else:
        found = results.answers()
    if as_json:
        print_json([evidence_object(one) for one in found])
    else:
        print_result("\n\n".join(evidence_sentences(one) for one in found))
    if not found or any(one.evidence.refusal for one in found):
        context.exit(1)


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
    """Put a ready-made panel to the same engine."""
    frame = read_panel(panel_csv)
    if "adoption" in frame and in_percent(number_column(frame["adoption"])):
        print_status("Adoption is above one throughout and was read as percent.")
    panel = panel_from_frame(frame, better=better, lag=lag, worthwhile=worthwhile)
    evidence = analyse(panel)
    shown = evidence_object(evidence, judge(evidence), label=panel_csv.name)
    if as_json:
        print_json(shown)
    else:
        print_result(evidence_sentences(evidence, judge(evidence), label=panel_csv.name))
    if evidence.refusal:
        context.exit(1)


@click.command("plan")
@click.option("--use-case", "use_case_id", required=True)
@data_option
@json_option
@click.pass_context
def plan_command(context: click.Context, use_case_id: str, data: Path, as_json: bool) -> None:
    """Whom to compare, what could be detected, and a roll-out order."""
    warehouse = open_data(data)
    programme = programme_of(warehouse)
    found = pilot_plan(warehouse, programme, _case(programme, use_case_id))
    if isinstance(found, Refusal):
        _refused(found, as_json)
        context.exit(1)
        return
    if as_json:
        print_json(found)
    else:
        print_result("\n".join(plain_text(to_json_value(found))))


def _case(programme: Programme, use_case_id: str) -> UseCase:
    try:
        return programme.use_case(use_case_id)
    except KeyError as unknown:
        raise click.UsageError(str(unknown.args[0])) from unknown


def _refused(refusal: Refusal, as_json: bool) -> None:
    if as_json:
        print_json({"refusal": to_json_value(refusal)})
    else:
        print_result(f"Cannot be answered: {refusal.reason} {refusal.remedy}", err=True)


COMMANDS = (adoption_command, panel_command, evidence_command, judge_command, plan_command)
