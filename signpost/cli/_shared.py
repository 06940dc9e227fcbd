"""Shared parts of every command: the data folder, printing of answers and errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

import click

from signpost.answers.access import AccessError
from signpost.api.data_folder import Workspace, user_name, with_data
from signpost.cli._terminal import print_result
from signpost.metrics.model.schema import Programme, ProgrammeError
from signpost.metrics.panel.frame_columns import PanelError
from signpost.metrics.planning.worksheet import WorksheetError
from signpost.metrics.register.versions import programme_in_force
from signpost.pipelines.errors import UnreadableFile
from signpost.presentation.json_values import json_text, to_json_value
from signpost.warehouse.errors import WarehouseError
from signpost.warehouse.store import Warehouse
from signpost.workspace.results import Results

user = user_name
F = TypeVar("F", bound=Callable[..., Any])

data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="SIGNPOST_DATA",
    default="signpost-data",
    show_default=True,
    help="The data folder.",
)
data_unused = click.option(
    "--data", expose_value=False, help="Taken by every command; this one needs no data."
)


def _remember(context: click.Context, _: click.Parameter, as_json: bool) -> bool:
    context.meta[AS_JSON] = as_json
    return as_json


AS_JSON = "signpost.json"
"""Where a command leaves word for `cli` that its troubles, too, are wanted as JSON."""
json_option = click.option(
    "--json", "as_json", is_flag=True, callback=_remember, help="One JSON document on stdout."
)


class ExpectedTrouble:
    """Errors that are printed as a sentence with its remedy."""

    CODES: ClassVar[Mapping[type[Exception], str]] = MappingProxyType(
        {
            WarehouseError: "data_folder",
            AccessError: "access",
            UnreadableFile: "file",
            ProgrammeError: "programme",
            PanelError: "panel",
            WorksheetError: "worksheet",
        }
    )
    EXPECTED: ClassVar[tuple[type[Exception], ...]] = tuple(CODES)

    @staticmethod
    def tell(trouble: Exception) -> None:
        """Return the error and, where there is one, its remedy."""
        print_result(str(trouble), err=True)
        remedy = getattr(trouble, "remedy", "")
        if remedy and remedy not in str(trouble):
            print_result(f"What to do: {remedy}", err=True)

    @classmethod
    def as_json(cls, trouble: Exception) -> dict[str, object]:
        """Return it as the contract's error object."""
        if isinstance(trouble, UnreadableFile):
            return {"error": to_json_value(trouble.trouble)}
        code = next(code for kind, code in cls.CODES.items() if isinstance(trouble, kind))
        remedy = getattr(trouble, "remedy", "")
        message = str(trouble).removesuffix(remedy).rstrip()
        return {"error": {"code": code, "message": message, "remedy": remedy}}


def open_data(data: Path) -> Warehouse:
    """Return the warehouse of a data folder that must already have data."""
    return with_data(Warehouse(data))


def open_results(data: Path) -> Results:
    """Return what is known of a data folder that must already hold something."""
    return Workspace(data).results


def programme_of(warehouse: Warehouse) -> Programme:
    """Return the programme in force in this data folder."""
    return programme_in_force(warehouse)


def print_status(text: str) -> None:
    """Print a status line on stderr; stdout is for answers."""
    print_result(text, err=True)


def print_json(answer: object) -> None:
    """Print one JSON document: dates ISO, unknown numbers null."""
    print_result(json_text(answer))
