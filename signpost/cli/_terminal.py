"""Terminal output: names and cells come from files, and may not steer the terminal."""

from __future__ import annotations

import click

from signpost.control_characters import CONTROL_CHARS


def print_result(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print an answer, without what would colour, move, hide or retitle anything."""
    click.echo(strip_control_chars(text), err=err, nl=nl)


def strip_control_chars(text: str) -> str:
    """Return the text without characters a terminal would obey."""
    return CONTROL_CHARS.sub("", text)
