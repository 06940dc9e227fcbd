"""Groups command: group names without a roster entry, and their meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from signpost.cli._shared import data_option, json_option, open_data, print_json, print_status, user
from signpost.pipelines.facts.group_names import decide_group
from signpost.pipelines.facts.group_warnings import known_group, unmatched_in_file
from signpost.warehouse import audit
from signpost.warehouse.connection import Reader
from signpost.warehouse.store import Warehouse


@click.command("groups")
@click.option(
    "--same", nargs=2, multiple=True, metavar="NAME GROUP", help="NAME means GROUP of the roster."
)
@data_option
@json_option
def groups_command(same: tuple[tuple[str, str], ...], data: Path, as_json: bool) -> None:
    """List group names that no roster has, or say once which group they mean."""
    warehouse = open_data(data)
    decided = _decide(warehouse, same) if same else []
    strange = _unmatched(warehouse.read())
    if as_json:
        print_json({"decided": decided, "strange": strange})
        return
    for match in decided:
        print_status(
            f"{match['name']} means {match['group']} in every file that is loaded from now on."
        )
    for unmatched in strange:
        near = f" (did you mean {unmatched['nearest']!r}?)" if unmatched["nearest"] else ""
        print_status(
            f"{unmatched['label']!r}{near}, in upload {', '.join(map(str, unmatched['uploads']))}"
        )
    if decided and strange:
        print_status(
            "Files loaded before keep the old name: undo them (signpost undo) and load again."
        )


def _decide(warehouse: Warehouse, same: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    reader = warehouse.read()
    matches = [(name, group, known_group(reader, group)) for name, group in same]
    with warehouse.write(user()) as writer:
        for name, _, key in matches:
            decide_group(writer, name, key, who=user())
            audit.record(writer, user(), "name_group", f"{name} is {key}")
    return [{"name": name, "group": group} for name, group, _ in matches]


def _unmatched(reader: Reader) -> list[dict[str, Any]]:
    return [
        {"label": unmatched.label, "nearest": unmatched.nearest, "uploads": uploads}
        for unmatched, uploads in unmatched_in_file(reader)
    ]


COMMANDS = (groups_command,)
