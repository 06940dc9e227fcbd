"""Group names that no roster has: which they are, and what each means, decided once."""

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
    strange = _strange(warehouse.read())
    if as_json:
        print_json({"decided": decided, "strange": strange})
        return
    for told in decided:
        print_status(
            f"{told['name']} means {told['group']} in every file that is loaded from now on."
        )
    for one in strange:
        near = f" (did you mean {one['nearest']!r}?)" if one["nearest"] else ""
        print_status(f"{one['label']!r}{near}, in upload {', '.join(map(str, one['uploads']))}")
    if decided and strange:
        print_status(
            "Files loaded before keep the old name: take them back (signpost undo) and load again."
        )


def _decide(warehouse: Warehouse, same: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    reader = warehouse.read()
    found = [(name, group, known_group(reader, group)) for name, group in same]
    with warehouse.write(user()) as writer:
        for name, _, key in found:
            decide_group(writer, name, key, who=user())
            audit.record(writer, user(), "name_group", f"{name} is {key}")
    return [{"name": name, "group": group} for name, group, _ in found]


def _strange(reader: Reader) -> list[dict[str, Any]]:
    return [
        {"label": one.label, "nearest": one.nearest, "uploads": uploads}
        for one, uploads in unmatched_in_file(reader)
    ]


COMMANDS = (groups_command,)
