"""Commands by name, read from the files that declare them: only the one that runs is imported."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import NoReturn

import click


class CommandFiles(MutableMapping[str, click.Command]):
    """The commands of this package; names and help are known without importing a module.

    The list of commands is what people ask for most often, and all modules together take a second
    to import.
    """

    def __init__(self) -> None:
        files = sorted(Path(__file__).parent.glob("[!_]*.py"))
        self._listed = {
            name: (file.stem, command) for file in files for name, command in _declared(file)
        }

    def listed(self, name: str) -> click.Command:
        """Return the command's name and help alone; it does nothing."""
        return self._listed[name][1]

    def __getitem__(self, name: str) -> click.Command:
        module = importlib.import_module(f"signpost.cli.{self._listed[name][0]}")
        commands: tuple[click.Command, ...] = module.COMMANDS
        return next(one for one in commands if one.name == name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)

    def __setitem__(self, name: str, command: click.Command) -> NoReturn:
        raise TypeError("a command is a file of signpost.cli")

    def __delitem__(self, name: str) -> NoReturn:
        raise TypeError("a command is a file of signpost.cli")


def _declared(file: Path) -> Iterator[tuple[str, click.Command]]:
    """Yield the name and help of each function under `@click.command("name")` in a file."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            for name in filter(None, map(_command_name, node.decorator_list)):
                yield name, click.Command(name, help=ast.get_docstring(node))


def _command_name(decorator: ast.expr) -> str | None:
    match decorator:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="click"), attr="command"),
            args=[ast.Constant(value=str(name)), *_],
        ):
            return name
    return None
