"""Commands that change the programme: drafts of use cases read back, decisions recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import click

from signpost import clock
from signpost.cli._shared import (
    data_option,
    json_option,
    open_data,
    open_results,
    print_json,
    print_status,
    programme_of,
    user,
)
from signpost.cli._terminal import print_result
from signpost.metrics.planning.worksheet import read_worksheet, with_drafts
from signpost.metrics.register.consistency import known_names, misnamed
from signpost.metrics.register.versions import save_programme
from signpost.metrics.value.advice import Advice
from signpost.presentation.formats import count
from signpost.presentation.words.catalogue import say
from signpost.workspace.changes import take_decision


@click.command("draft")
@click.argument("worksheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@data_option
@json_option
@click.pass_context
def draft_command(context: click.Context, worksheet: Path, data: Path, as_json: bool) -> None:
    """Read a filled-in worksheet back: its rows become draft use cases to explore."""
    warehouse = open_data(data)
    programme = programme_of(warehouse)
    sheet = read_worksheet(worksheet.read_bytes(), programme)
    warnings: tuple[str, ...] = ()
    if sheet.use_cases:
        drafted = with_drafts(programme, sheet.use_cases)
        save_programme(warehouse, drafted, user(), clock.now())
        warnings = misnamed(drafted, known_names(warehouse.read()))
    for rejected in sheet.set_aside:
        print_status(f"Line {rejected.line}, {rejected.column}: {rejected.reason}")
    for warning in warnings:
        print_status(f"Please check: {warning}")
    if as_json:
        drafts = [case.id for case in sheet.use_cases]
        print_json({"drafts": drafts, "aside": sheet.set_aside, "warnings": warnings})
    else:
        print_result(
            f"{count(len(sheet.use_cases), 'draft use case')} saved, "
            f"{count(len(sheet.set_aside), 'rejected row')}."
        )
    if sheet.set_aside or not sheet.use_cases:
        context.exit(1)


@click.command("decide")
@click.option("--use-case", "use_case_id", required=True)
@click.option("--group", help="One group's advice; default: the whole use case.")
@click.option("--owner", help="Who answers for it; default: the use case's owner.")
@click.option("--recheck", "day", type=click.DateTime(["%Y-%m-%d"]), help="Default: as advised.")
@data_option
@json_option
def decide_command(
    use_case_id: str,
    group: str | None,
    owner: str | None,
    day: datetime | None,
    data: Path,
    as_json: bool,
) -> None:
    """Record that the advice for a use case, or one of its groups, was taken."""
    results = open_results(data)
    answer_of = {answer.use_case.id: answer for answer in results.answers()}
    if use_case_id not in answer_of:
        raise click.UsageError(
            f"There is no use case {use_case_id!r}; there are {', '.join(answer_of)}."
        )
    answer = answer_of[use_case_id]
    advice = next((candidate for candidate in answer.advice if candidate.group == group), None)
    if advice is None:
        raise click.UsageError(f"There is no advice for {group!r} in {use_case_id}.")
    grade = answer.verdict.grade
    taken = take_decision(results, _changed(advice, owner, day), grade)
    if as_json:
        print_json(taken)
    else:
        print_result(
            f"Decision {taken.number}: {taken.what} {use_case_id}, look again {taken.recheck}."
        )


def _changed(advice: Advice, owner: str | None, day: datetime | None) -> Advice:
    on: date | None = day.date() if day else advice.recheck
    if day and day.date() <= clock.today():
        raise click.UsageError("--recheck lies in the past: name a day after today.")
    changed = replace(advice, why=say(advice.why), owner=owner or advice.owner, recheck=on)
    if not changed.owner or changed.recheck is None:
        raise click.UsageError("A decision needs --owner and --recheck: the use case names none.")
    return changed


COMMANDS = (draft_command, decide_command)
