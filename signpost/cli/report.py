"""Commands that write files: report, explore."""

from __future__ import annotations

from pathlib import Path

import click

from signpost.api.data_folder import Workspace
from signpost.cli._shared import data_option, json_option, open_results, print_json, print_status
from signpost.cli._terminal import print_result
from signpost.metrics.model.types import Refusal
from signpost.metrics.planning.worksheet import worksheet_rows, worksheet_to_html, worksheet_to_xlsx
from signpost.presentation.reports.writers import ALL_WRITERS
from signpost.presentation.words.catalogue import say
from signpost.warehouse import WarehouseError


@click.command("report")
@click.option(
    "--format", "kind", type=click.Choice([*ALL_WRITERS]), default="html", show_default=True
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write.")
@data_option
def report_command(kind: str, out: Path | None, data: Path) -> None:
    """Write the board brief; HTML, slides, workbook and JSON hold the same facts."""
    workspace = Workspace(data)
    if kind == "json" and out is None:
        print_json(workspace.report().to_dict())
        return
    if out is None:
        raise click.UsageError(f"--out is needed for {kind}.")
    brief = workspace.report(out, kind=kind)
    print_status(f"Wrote {out}. {brief.board.stamp.line}")


@click.command("explore")
@click.option("--platform", default="", help="Needed where more than one is loaded.")
@click.option(
    "--worksheet",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the half-day worksheet, .html or .xlsx.",
)
@data_option
@json_option
def explore_command(platform: str, worksheet: Path | None, data: Path, as_json: bool) -> None:
    """Show where there is room and what closing it would be worth: opportunities, not effects."""
    results = open_results(data)
    programme = results.programme
    opportunities = results.opportunities(platform)
    if isinstance(opportunities, Refusal):
        raise WarehouseError(say(opportunities.reason), say(opportunities.remedy))
    if worksheet:
        rows = worksheet_rows(opportunities, programme)
        if worksheet.suffix.lower() == ".xlsx":
            worksheet.write_bytes(worksheet_to_xlsx(rows))
        else:
            worksheet.write_text(worksheet_to_html(rows, "Where is the room?"), encoding="utf-8")
        print_status(f"Wrote {worksheet}. Fill it in, then: signpost draft {worksheet}")
    elif as_json:
        print_json(opportunities)
    else:
        for row in worksheet_rows(opportunities, programme):
            print_result("  ".join(value for value in row.values() if value))


COMMANDS = (report_command, explore_command)
