"""Entry point of the terminal: the `signpost` command, for the analyst's shell and for cron."""

from __future__ import annotations

import json
import sys
import traceback
from types import TracebackType
from typing import Any

import click

from signpost.cli._command_files import CommandFiles
from signpost.cli._terminal import print_result, strip_control_chars
from signpost.registry import DISTRIBUTION


class SignpostGroup(click.Group):
    """Group of all commands; an error becomes a sentence on stderr (JSON where asked), status 1."""

    commands: CommandFiles

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{**options, "commands": CommandFiles()})

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List all commands, without importing one."""
        names = self.list_commands(context)
        width = formatter.width - 6 - max(map(len, names))
        rows = [(name, self.commands.listed(name).get_short_help_str(width)) for name in names]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def invoke(self, context: click.Context) -> object:
        """Run one command."""
        try:
            return super().invoke(context)
        except click.UsageError as wrong:
            raise click.UsageError(strip_control_chars(wrong.message), wrong.ctx) from wrong
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as trouble:
            if _expected(trouble, context):
                context.exit(1)
            raise


def _expected(trouble: Exception, context: click.Context) -> bool:
    """Print an expected trouble and its remedy; False for any other."""
    # what can go wrong is known to modules that the list of commands does not wait for
    from signpost.cli._shared import AS_JSON, ExpectedTrouble, print_json

    if not isinstance(trouble, ExpectedTrouble.EXPECTED):
        return False
    ExpectedTrouble.tell(trouble)
    if context.meta.get(AS_JSON):
        print_json(ExpectedTrouble.as_json(trouble))
    if context.find_root().params.get("debug"):
        traceback.print_exc()
    return True


@click.group(cls=SignpostGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected fault.")
@click.version_option(package_name=DISTRIBUTION, prog_name="signpost")
def signpost(debug: bool) -> None:
    """People are using it, so what? Adoption linked to business outcomes, and how sure we are."""
    if not debug:
        sys.excepthook = _plain


def _plain(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Print an unexpected fault in one sentence; the traceback is for `--debug`."""
    del trace
    message = f"Something unexpected happened ({kind.__name__}: {fault})."
    remedy = "A load is kept whole or not at all. Run `signpost --debug …` again for details."
    print_result(f"{message}\n{remedy}", err=True)
    if "--json" in sys.argv:
        error = {"code": "unexpected", "message": message, "remedy": remedy}
        print_result(json.dumps({"error": error}, indent=2, ensure_ascii=False))


def main() -> None:
    """Entry point of the installed `signpost` command."""
    signpost()
