"""Commands that start the dashboard: demo and serve."""

from __future__ import annotations

import contextlib
import functools
import logging
import os
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import click

from signpost.answers.access import AccessError, bind_decision
from signpost.answers.pinned_settings import REMEDY, pinned_flags, weakened_outside
from signpost.answers.sign_in_settings import sign_in_settings
from signpost.cli._sample import SAMPLE_LABELS, SAMPLES, load_sample_exports, write_sample
from signpost.cli._shared import data_option, print_status, user
from signpost.pipelines.progress import DRAFTED
from signpost.presentation.formats import count
from signpost.registry import import_path, install_hint
from signpost.waiting_process import WaitingProcess, start
from signpost.warehouse.store import Warehouse
from signpost.workspace.json_logs import configure
from signpost.workspace.precompute import WORKER, WORKER_IMPORTS

log = logging.getLogger("signpost")

port_option = click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
browser_option = click.option("--no-browser", is_flag=True, help="Do not open a browser.")
address_option = click.option(
    "--address", default="127.0.0.1", show_default=True, help="The address to listen on."
)
insecure_option = click.option(
    "--insecure", is_flag=True, help="Listen beyond this machine without sign-in: all may read."
)


@click.command("demo")
@port_option
@browser_option
@click.option(
    "--sample",
    type=click.Choice(SAMPLES),
    default=SAMPLES[0],
    show_default=True,
    help="Which sample organisation: an office on Teams, or an AI assistant's seats and meters.",
)
@data_option
@click.pass_context
def demo_command(
    context: click.Context, port: int, no_browser: bool, sample: str, data: Path
) -> None:
    """Build a sample organisation if there is no data yet, and open the dashboard."""
    _require_app()
    _refuse_weakened()
    warehouse, root = Warehouse(data), str(data.resolve())
    listen = _ListenAddress("127.0.0.1", port)
    with contextlib.ExitStack() as stack:
        # it imports while the sample is written, and the worker while drafts are published: of two
        # processors one is idle then
        server = start("streamlit", _SERVER_IMPORTS, _environment(data, listen))
        stack.callback(server.end)
        if warehouse.version() == 0:

            @functools.cache
            def worker() -> WaitingProcess:
                one = start(WORKER, WORKER_IMPORTS, _environment(data, listen), quiet=True)
                stack.callback(one.end)
                return one

            build_demo(warehouse, sample=sample, when_drafted=worker)
            # begun here, the answers need not wait until the server is up
            worker().run([root, str(warehouse.version())])
        status = _served(server, listen, browser=not no_browser)
    context.exit(status)


@click.command("serve")
@port_option
@address_option
@insecure_option
@browser_option
@data_option
@click.pass_context
def serve_command(
    context: click.Context, port: int, address: str, insecure: bool, no_browser: bool, data: Path
) -> None:
    """Open the dashboard on the data folder."""
    _require_app()
    signed_in = sign_in_settings(os.environ) is not None
    binding = bind_decision(address, signed_in, insecure)
    configure(os.environ, sys.stderr)
    _announce(binding.says)
    if not binding.allowed:
        context.exit(1)
    _refuse_weakened()
    listen = _ListenAddress(address, port, insecure)
    server = start("streamlit", (), _environment(data, listen))
    context.exit(_served(server, listen, browser=not no_browser))


def _require_app() -> None:
    """Refuse where the core alone is installed."""
    if missing := [name for name in ("streamlit", "plotly") if find_spec(name) is None]:
        raise click.ClickException(
            f"The dashboard needs {' and '.join(missing)}; the core alone is installed. "
            f"{install_hint('app')}"
        )


def _announce(text: str) -> None:
    """Print a status line, or log it where the log is JSON."""
    if os.environ.get("SIGNPOST_LOG") == "json":
        log.info(text)
    else:
        print_status(text)


@dataclass(frozen=True)
class _ListenAddress:
    """Address the server listens on."""

    address: str
    port: int
    insecure: bool = False


def build_demo(
    warehouse: Warehouse,
    size: Literal["tiny", "full"] = "full",
    *,
    sample: str = SAMPLES[0],
    when_drafted: Callable[[], object] = lambda: None,
) -> None:
    """Load the sample exports as an analyst would; the dashboard works the answers out.

    `when_drafted` is called once all files are drafted, maybe more than once.
    """

    def progress(done: int, total: int) -> None:
        if done >= DRAFTED * total:
            when_drafted()

    print_status(f"Building the sample organisation: {SAMPLE_LABELS[sample]} …")
    with tempfile.TemporaryDirectory(prefix="signpost-demo-") as folder:
        exports = write_sample(Path(folder), sample, size)
        print_status("Loading its exports …")
        report = load_sample_exports(
            warehouse, exports, sample, who=user(), with_helper=True, progress=progress
        )
    failed = [result for result in report.files if result.status == "failed"]
    for result in failed:
        print_status(
            f"{Path(result.file).name}: {result.error.message if result.error else 'failed'}"
        )
    print_status(
        f"Loaded {count(len(report.files) - len(failed), 'file')}. "
        "The dashboard starts, and works out the answers …"
    )


def settings_flags(settings: dict[str, object], prefix: str = "") -> list[str]:
    """Return Streamlit's settings as command-line flags: its file is not in the reader's folder."""
    flags: list[str] = []
    for name, value in settings.items():
        if isinstance(value, dict):
            flags += settings_flags(value, f"{prefix}{name}.")
        elif not isinstance(value, list):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            flags.append(f"--{prefix}{name}={text}")
    return flags


def served_script() -> Path:
    """Return the script that the server runs: not beside `pages`, which Streamlit would run."""
    return Path(str(resources.files("signpost.dashboard.server") / "app.py"))


def _refuse_weakened() -> None:
    """Refuse where settings outside of ours would weaken the server's."""
    if wrong := weakened_outside(Path.cwd(), Path.home(), os.environ):
        raise AccessError(f"Not started: {'; '.join(wrong)}.", REMEDY)


def _served(server: WaitingProcess, listen: _ListenAddress, *, browser: bool) -> int:
    """Run the server until it is stopped; return its status."""
    _announce(
        f"The dashboard opens at http://{listen.address}:{listen.port} (stop it with Ctrl-C)."
    )
    return _until_stopped(server.run(_server_arguments(listen, browser=browser)))


_SERVER_IMPORTS = ("signpost.dashboard.server.asgi", "signpost.dashboard.navigation")


def _server_arguments(listen: _ListenAddress, *, browser: bool) -> list[str]:
    """Return the arguments of Streamlit's command."""
    dashboard = resources.files("signpost.dashboard")
    flags = settings_flags(tomllib.loads((dashboard / "streamlit.toml").read_text()))
    flags += pinned_flags()
    flags += [f"--server.port={listen.port}", f"--server.address={listen.address}"]
    flags += [f"--server.headless={str(not browser).lower()}"]
    return ["run", str(served_script()), *flags]


def _environment(data: Path, listen: _ListenAddress) -> dict[str, str]:
    settings = {"SIGNPOST_DATA": str(data.resolve()), "PYTHONPATH": import_path()}
    return {**os.environ, **settings, **({"SIGNPOST_INSECURE": "1"} if listen.insecure else {})}


def _until_stopped(server: subprocess.Popen[str]) -> int:
    """Wait for the server; a stop (SIGTERM, Ctrl-C) is passed on to it, and waited for."""
    before = signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        status = server.wait()
    except KeyboardInterrupt:  # the terminal has told the server, too
        server.wait()
        status = 0
    finally:
        signal.signal(signal.SIGTERM, before)
    return 0 if status == -signal.SIGTERM else status


COMMANDS = (demo_command, serve_command)
