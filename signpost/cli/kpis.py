"""The KPI cards that come ready-made."""

from __future__ import annotations

import click

from signpost.cli._shared import data_unused, emit, json_option
from signpost.cli._terminal import show
from signpost.metrics.model.kpi_templates import ready_cards


@click.command("kpis")
@data_unused
@json_option
def kpis_command(as_json: bool) -> None:
    """List the ready-made KPI cards that a programme may take over by `like: ID`."""
    known = list(ready_cards().values())
    if as_json:
        emit(known)
        return
    for one in known:
        show(f"{one['id']:<24} {one['label']}: {one['unit']}. {one['definition']}")


COMMANDS = (kpis_command,)
