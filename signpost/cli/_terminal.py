"""Words on a terminal: names and cells come from files, and may not steer it."""

from __future__ import annotations

import re

import click

_STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters but tab and line feed, marks that turn the writing round, lone surrogates."""


def print_result(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Write an answer, without what would colour, move, hide or retitle anything."""
    click.echo(strip_control_chars(text), err=err, nl=nl)


def strip_control_chars(text: str) -> str:
    """Leave out what a terminal would obey."""
    return _STEERS.sub("", text)


def escape_control_chars(text: str) -> str:
    """Write such characters in JSON text as escapes: the document says the same."""
    return _STEERS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
