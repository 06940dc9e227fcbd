"""Catalogue of patterns command."""

from __future__ import annotations

import click

from signpost.cli._shared import data_unused, json_option, print_json
from signpost.cli._terminal import print_result
from signpost.metrics.planning.pattern_catalogue import pattern_catalogue
from signpost.presentation.tables.patterns import effect_words, measured_by


@click.command("patterns")
@data_unused
@json_option
def patterns_command(as_json: bool) -> None:
    """List what others tried: problem, mechanism, tool, KPI, and what was published of it."""
    patterns = pattern_catalogue()
    if as_json:
        print_json([one.model_dump(mode="json") for one in patterns])
        return
    for one in patterns:
        print_result(f"{one.label} ({one.tool})\n  {one.problem} {one.mechanism}")
        print_result(f"  Shown by: {measured_by(one)}")
        for effect in one.effects:
            print_result(f"  Found: {effect_words(effect)}")


COMMANDS = (patterns_command,)
