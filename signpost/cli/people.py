"""Commands of pilots with people inside groups: draw places, judge what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pandas as pd

from signpost.api.data_folder import Workspace
from signpost.cli._panel_file import read_panel
from signpost.cli._shared import data_option, json_option, print_json, print_status, user
from signpost.cli._terminal import print_result
from signpost.metrics.causal.people.analysis import analyse_people
from signpost.metrics.causal.people.lottery import draw_places
from signpost.metrics.causal.verdict import judge
from signpost.metrics.model.keys import group_key
from signpost.metrics.model.types import Ints
from signpost.metrics.panel.people.people_frame import (
    arms_digest,
    people_from_frame,
    people_to_draw,
)
from signpost.metrics.planning.pilot_design import DRAW_SEED
from signpost.metrics.register.draws import LotteryArm, is_recorded_lottery, record_lottery
from signpost.pipelines.facts.pseudonyms import key_of, pseudonym
from signpost.presentation.escaping import csv_bytes
from signpost.presentation.json_objects import evidence_object
from signpost.presentation.words.answers import answer_text
from signpost.warehouse import Warehouse

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("lottery")
@click.argument("people_csv", type=_FILE)
@click.option("--use-case", "use_case", required=True, help="What the places are for.")
@click.option("--share", type=click.FloatRange(0.05, 0.95), default=0.5, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=DRAW_SEED, help="Of the draw.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@data_option
@json_option
def lottery_command(
    people_csv: Path, use_case: str, share: float, seed: int, out: Path, data: Path, as_json: bool
) -> None:
    """Draw places among the people of each group, and write down that it was drawn."""
    people, block = people_to_draw(read_panel(people_csv))
    arm = draw_places(block, share, seed)
    digest = arms_digest(list(people["person"]), list(people["group"]), arm.tolist())
    folder = Workspace(data).warehouse
    hashed = _hashed(folder, people, arm)
    record_lottery(folder, use_case, seed, share, digest, who=user(), arms=hashed)
    out.write_bytes(csv_bytes(people.assign(arm=arm)))
    print_status(f"{out} holds who was drawn; the draw is written down, without a name.")
    if as_json:
        print_json({"use_case": use_case, "seed": seed, "share": share, "digest": digest})


def _hashed(warehouse: Warehouse, people: pd.DataFrame, arm: Ints) -> tuple[LotteryArm, ...]:
    """Return the arms by the hashed identifiers under which files will know the people."""
    key = key_of(warehouse, warehouse.read(), create=True)
    return tuple(
        LotteryArm(pseudonym(key, who), group_key(where, {}), int(side))
        for who, where, side in zip(people["person"], people["group"], arm, strict=True)
    )


@click.command("judge-people")
@click.argument("people_csv", type=_FILE)
@click.option("--use-case", "use_case", default="", help="Whose recorded lottery it follows.")
@click.option("--better", type=click.Choice(["lower", "higher"]), required=True)
@click.option("--start", required=True, help="Period in which those drawn first had it.")
@click.option("--start-day", type=click.DateTime(["%Y-%m-%d"]), help="The day they got it.")
@click.option("--until", default="", help="Period from which on the others had it too.")
@click.option("--lag", type=click.IntRange(min=0), default=0, show_default=True)
@click.option("--worthwhile", type=click.FloatRange(min=0, min_open=True))
@data_option
@json_option
@click.pass_context
def judge_people_command(
    context: click.Context,
    people_csv: Path,
    use_case: str,
    start_day: Any,
    data: Path,
    as_json: bool,
    **asked: Any,
) -> None:
    """Judge outcomes by person, drawn or not, with the engine."""
    found = people_from_frame(read_panel(people_csv), **asked)
    panel = found.panel
    if use_case and start_day:
        folder = Workspace(data)
        reader, begun = folder.warehouse.read(), start_day.date()
        panel = replace(
            panel,
            recorded_draw=is_recorded_lottery(reader, use_case, found.digest, begun),
            minimum=folder.programme.minimum_group_size,
        )
    evidence = analyse_people(panel)
    verdict = judge(evidence)
    if as_json:
        print_json(evidence_object(evidence, verdict, label=people_csv.name))
    else:
        print_result(answer_text(evidence, verdict, label=people_csv.name))
    if evidence.refusal:
        context.exit(1)


COMMANDS = (lottery_command, judge_people_command)
