"""Entry point of the terminal: the `signpost` command, for the analyst's shell and for cron."""

from __future__ import annotations

import sys
import traceback
from types import TracebackType

import click

from signpost.cli._shared import AS_JSON, ExpectedTrouble, print_json
from signpost.cli._terminal import print_result, strip_control_chars
from signpost.registry import parts


class SignpostGroup(click.Group):
    """Group of all commands; an error becomes a sentence on stderr (JSON where asked), status 1."""

    def invoke(self, context: click.Context) -> object:
        """Run one command."""
        try:
            return super().invoke(context)
        except ExpectedTrouble.EXPECTED as trouble:
            ExpectedTrouble.tell(trouble)
            if context.meta.get(AS_JSON):
                print_json(ExpectedTrouble.as_json(trouble))
            if context.find_root().params.get("debug"):
                traceback.print_exc()
            context.exit(1)
        except click.UsageError as wrong:
            raise click.UsageError(strip_control_chars(wrong.message), wrong.ctx) from wrong


@click.group(cls=SignpostGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected fault.")
@click.version_option(package_name="signpost", prog_name="signpost")
def signpost(debug: bool) -> None:
    """People are using it, so what? Adoption linked to business outcomes, and how sure we are."""
    if not debug:
        sys.excepthook = _plain


def _plain(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Return an unexpected fault in one sentence; the traceback is for `--debug`."""
    del trace
    message = f"Something unexpected happened ({kind.__name__}: {fault})."
    remedy = "A load is kept whole or not at all. Run `signpost --debug …` again for details."
    print_result(f"{message}\n{remedy}", err=True)
    if "--json" in sys.argv:
        print_json({"error": {"code": "unexpected", "message": message, "remedy": remedy}})


for _command in parts("signpost.cli", "COMMANDS"):
    for _one in _command:  # type: ignore[attr-defined]
        signpost.add_command(_one)


def main() -> None:
    """Entry point of the installed `signpost` command."""
    signpost()
