"""Command that tells readers what changed, for cron."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from signpost.answers.digest.state import AnswerState
from signpost.cli._reader import reader_access
from signpost.cli._shared import AS_JSON, data_option, json_option, print_json
from signpost.cli._terminal import print_result
from signpost.metrics.model.types import Finding
from signpost.presentation.reports.writers import WRITERS
from signpost.presentation.words.catalogue import say
from signpost.workspace.results import Results

_LISTED = 20
_STANDING = ("digest.reviews_due", "digest.decision_due", "digest.stale", "digest.refused")
"""Events that stand until somebody acts: they are told once; others are told by what changed."""
_TITLE = "Signpost: what changed"


@dataclass(frozen=True)
class _Due:
    """News that one reader has not been sent yet by one way."""

    reader: Any
    results: Results
    texts: tuple[str, ...]
    standing: frozenset[str]
    """Keys of what stands now, told before or not."""


@click.command("digest")
@data_option
@json_option
@click.pass_context
def digest_command(context: click.Context, data: Path, as_json: bool) -> None:
    """Send readers what changed, as digest.toml says; with --json show it and send nothing."""
    # not at the top: the server loads every command, and must not load what connects outwards
    from signpost.connectors.digest_settings import digest_settings
    from signpost.connectors.model import FetchError

    failed = False
    try:
        settings = digest_settings(data)
        told = _Told(data)
        shown = []
        for reader in settings.readers:
            due = _due(reader, data, settings.inbox, told)
            shown.append({"reader": reader.name, "channel": reader.channel,
                          "would_send": due.texts})  # fmt: skip
            if not as_json:
                failed |= not _sent(due, settings, told)
        if as_json:
            print_json(shown)
    except FetchError as error:
        failed = True
        _report(error)
        if context.meta.get(AS_JSON):
            print_json({"error": error.to_dict()})
    context.exit(1 if failed else 0)


class _Told:
    """Record of what each reader was sent by each way, beside the data."""

    def __init__(self, data: Path) -> None:
        self._path = data.parent / f"{data.name}.digest.json"
        try:
            self._all: dict[str, Any] = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            self._all = {}

    def before(self, key: str) -> AnswerState | None:
        try:
            return AnswerState.from_dict(self._all[key]["state"])
        except (KeyError, TypeError, ValueError):
            return None

    def events(self, key: str) -> set[str]:
        return set(self._all.get(key, {}).get("events", ()))

    def keep(self, key: str, state: AnswerState, events: frozenset[str]) -> None:
        self._all[key] = {"state": state.to_dict(), "events": sorted(events)}
        part = self._path.with_name(self._path.name + ".part")
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(self._all, out)
        part.replace(self._path)


def _due(reader: Any, data: Path, inbox: Path | None, told: _Told) -> _Due:
    results = Results.open(data, reader_access(reader.access, data))
    findings = [*results.digest(told.before(reader.key)), *_refused(results, inbox)]
    names = results.group_names()
    known = told.events(reader.key)
    new = [one for one in findings if one.code not in _STANDING or _key(one) not in known]
    standing = frozenset(_key(one) for one in findings if one.code in _STANDING)
    return _Due(reader, results, tuple(say(one, names) for one in new), standing)


def _key(finding: Finding) -> str:
    """Return what makes an event this one: the days since it are not part of it."""
    values = {name: str(value) for name, value in finding.values.items() if name != "days"}
    text = json.dumps([finding.code, values], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _refused(results: Results, inbox: Path | None) -> list[Finding]:
    """Return files that could not be loaded, for who may load."""
    if inbox is None or results.access.role not in ("analyst", "administrator"):
        return []
    reasons = sorted((inbox / "refused").glob("*.signpost.txt"))
    return [
        Finding("digest.refused", {"file": path.name.removesuffix(".signpost.txt")})
        for path in reasons
    ]


def _sent(due: _Due, settings: Any, told: _Told) -> bool:
    """Send what is new and note it; what could not be sent is sent next time."""
    from signpost.connectors.channels import DeliveryError, Message

    reader, state = due.reader, due.results.answer_state()
    if due.texts:
        lines = list(due.texts)
        if len(lines) > _LISTED:
            lines = [*lines[:_LISTED], f"And {len(lines) - _LISTED} more."]
        brief = _brief(due.results) if reader.channel == "mail" else b""
        try:
            _send(reader, settings, Message(_TITLE, tuple(lines), settings.link, brief))
        except DeliveryError as error:
            _report(error)
            return False
    told.keep(reader.key, state, due.standing)
    count = len(due.texts)
    print_result(f"{reader.name}, {reader.channel}: {count} sent." if count else
                 f"{reader.name}, {reader.channel}: nothing new.")  # fmt: skip
    return True


def _send(reader: Any, settings: Any, message: Any) -> None:
    from signpost.connectors import channels

    if reader.channel == "mail":
        password = os.environ.get("SIGNPOST_DIGEST_MAIL_PASSWORD", "")
        channels.send_mail(settings.server, password, reader.to, message)
    elif reader.channel == "file":
        channels.write_message(Path(reader.to[0]), message)
    else:
        variable = f"SIGNPOST_DIGEST_{reader.name}_{reader.channel}".upper()
        url = os.environ.get(variable, "")
        if not url:
            raise channels.DeliveryError(
                f"The webhook of {reader.name} is not known.", f"Set {variable} to its address."
            )
        (channels.send_teams if reader.channel == "teams" else channels.send_slack)(url, message)


def _brief(results: Results) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "brief.html"
        WRITERS["html"](results.brief(), target)
        return target.read_bytes()


def _report(error: Any) -> None:
    print_result(error.message, err=True)
    print_result(f"What to do: {error.remedy}", err=True)


COMMANDS = (digest_command,)
