"""Command that serves answers to assistants by the Model Context Protocol, over stdio."""

from __future__ import annotations

from pathlib import Path

import click

from signpost.cli._reader import reader_access
from signpost.cli._shared import data_option
from signpost.registry import install_hint
from signpost.workspace.assistant.server import answer_server
from signpost.workspace.results import Results


@click.command("mcp")
@click.option(
    "--reader", default="", help="Answer as this person of the access file: role and scope hold."
)
@data_option
def mcp_command(reader: str, data: Path) -> None:
    """Serve answers to an assistant (Model Context Protocol, stdio); read only."""
    reader_access(reader, data)  # a person without a role is refused before anything is served
    try:
        server = answer_server(lambda: Results.open(data, reader_access(reader, data)))
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"The library mcp is not installed. {install_hint('mcp')}"
        ) from error
    server.run("stdio")


COMMANDS = (mcp_command,)
