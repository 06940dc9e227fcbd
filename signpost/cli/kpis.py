"""KPI templates command."""

from __future__ import annotations

import click

from signpost.cli._shared import data_unused, json_option, print_json
from signpost.cli._terminal import print_result
from signpost.metrics.model.kpi_templates import kpi_templates


@click.command("kpis")
@data_unused
@json_option
def kpis_command(as_json: bool) -> None:
    """List the ready-made KPI cards that a programme may take over by `like: ID`."""
    templates = list(kpi_templates().values())
    if as_json:
        print_json(templates)
        return
    for card in templates:
        print_result(f"{card['id']:<24} {card['label']}: {card['unit']}. {card['definition']}")


COMMANDS = (kpis_command,)
