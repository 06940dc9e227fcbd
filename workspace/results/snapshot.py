"""One data folder at one version for one reader, and the decorator of everything asked of it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial, wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Self, TypeVar, cast, get_type_hints

from signpost.answers.access import LOCAL, Access, Act, require
from signpost.answers.answer import Answer
from signpost.answers.codec import register_type
from signpost.answers.job_lock import ProgressCallback
from signpost.answers.scope import scoped_programme, seen_by
from signpost.memo_table import ABSENT
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.metrics.panel.group_hierarchy import group_labels, hierarchy
from signpost.metrics.register.versions import programme_in_force
from signpost.warehouse import Reader, Warehouse, WarehouseError
from signpost.warehouse.pinned import GoneError
from signpost.workspace import open_versions
from signpost.workspace.answer_store import stored_answers
from signpost.workspace.background import BackgroundRun
from signpost.workspace.memo import version_memo
from signpost.workspace.result_store import stored_result
from signpost.workspace.version_switch import wait_for_precomputer

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="VersionResults")
Method = Callable[Concatenate[S, P], T]


class Waiting:
    """Display while a result is worked out: nothing, unless a page shows it."""

    def follow(self, run: BackgroundRun) -> None:
        """Show how far the answers are until they are there."""

    def announce(self, saying: str) -> AbstractContextManager[object]:
        """Show a line while something else is worked out; nothing where it is empty."""
        del saying
        return nullcontext()


SILENT = Waiting()


def result(
    *,
    keep: int = 0,
    act: Act = "read",
    scoped: bool = False,
    persisted: bool = False,
    after_answers: bool = False,
    refused: bool = False,
    saying: str = "",
) -> Callable[[Method[S, P, T]], Method[S, P, T]]:
    """Make a method of a Snapshot a result; whoever asks must be allowed to `act`.

    keep: how many are remembered for all readers, by folder, version and arguments; 0: none.
    scoped: it depends on the part the reader may see. Else it is worked out once for everybody,
    by a method that sees all; a scoped one narrows what `self.unlimited` gives.
    persisted: kept beside the data, for who sees all of it.
    after_answers: it rests on the answers; the reader sees how far they are.
    refused: a WarehouseError comes back as a Refusal.
    saying: what the reader is told while it is worked out.
    """

    def decorate(method: Method[S, P, T]) -> Method[S, P, T]:
        parameters, table = _Parameters(method), version_memo(keep)
        if persisted:
            register_type(get_type_hints(method)["return"])

        def work(reader: S, given: tuple[Any, ...]) -> T:
            made = partial(
                cast("Callable[..., T]", method),
                reader,
                **dict(zip(parameters.names, given, strict=True)),
            )
            if not persisted or reader.scope:
                return made()
            name = json.dumps([method.__name__, *given])
            return stored_result(reader._warehouse, reader.programme, name, made)

        @wraps(method)
        def ask(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
            require(self.access, act)
            reader = self if scoped and self.scope else self._unlimited
            given = parameters.values(args, kwargs)
            key = (reader.root, reader.version, reader.scope, *given)
            if after_answers and table.get(key) is ABSENT:
                self.waiting.follow(reader._unlimited._answers_run())
            if not keep:
                return work(reader, given)
            return table.get_or_make(
                key, lambda: work(reader, given), lambda: self.waiting.announce(saying)
            )

        return _or_refusal(ask) if refused else ask

    return decorate


class _Parameters:
    """Parameters of a method, without the reader."""

    def __init__(self, method: Callable[..., object]) -> None:
        self._signature = inspect.signature(method)
        parameters = list(self._signature.parameters.values())[1:]
        self.names = [one.name for one in parameters]
        self._defaults = tuple(one.default for one in parameters)
        self._needed = self._defaults.count(inspect.Parameter.empty)
        self._by_place = sum(one.kind is one.POSITIONAL_OR_KEYWORD for one in parameters)

    def values(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return a value for each, however they were written. Raises TypeError, as a call would."""
        if not kwargs and self._needed <= len(args) <= self._by_place:
            return args + self._defaults[len(args) :]  # a page asks twenty times
        given = self._signature.bind(None, *args, **kwargs)
        given.apply_defaults()
        return tuple(given.arguments.values())[1:]


def _or_refusal(ask: Method[S, P, T]) -> Method[S, P, T]:
    @wraps(ask)
    def answered(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return ask(self, *args, **kwargs)
        except GoneError:
            raise
        except WarehouseError as trouble:
            return cast("T", Refusal(trouble.message, trouble.remedy))

    return answered


@dataclass(frozen=True)
class VersionResults:
    """One data folder at one version, as one reader may see it."""

    root: str
    version: int
    access: Access = LOCAL
    waiting: Waiting = SILENT

    @classmethod
    def open(
        cls,
        root: Path | str,
        access: Access = LOCAL,
        version: int | None = None,
        waiting: Waiting = SILENT,
    ) -> Self:
        """Open a data folder at its newest version that can be read, or at another one.

        An absent folder is empty, its version 0. A version that is no longer there raises
        GoneError when something is asked of it. Raises WarehouseError for an unusable folder.
        """
        folder = str(Path(root).resolve())
        if version is None:
            version = open_versions.warehouse(folder).read().version
        return cls(folder, version, access, waiting)

    @property
    def scope(self) -> tuple[str, ...]:
        """The groups the reader is limited to; none: all of them."""
        return tuple(sorted(self.access.scope))

    @property
    @result(keep=16, scoped=True)
    def programme(self) -> Programme:
        """The programme in force, as the reader may see it."""
        if self.scope:
            return scoped_programme(
                self._unlimited.programme, self._groups_seen(), self.group_names()
            )
        return programme_in_force(self._warehouse)

    @result(keep=4)
    def group_names(self) -> dict[str, str]:
        """Return group id -> the label people know."""
        return group_labels(self._reader)

    @property
    def _unlimited(self) -> Self:
        """The same, for who may see all of it: to work out what is then narrowed."""
        return self if self.access is LOCAL else replace(self, access=LOCAL)

    @property
    def _warehouse(self) -> Warehouse:
        return open_versions.open_version(self.root, self.version)

    @property
    def _reader(self) -> Reader:
        return self._warehouse.read()

    @result(keep=16, scoped=True)
    def _groups_seen(self) -> frozenset[str]:
        """Return the ids of the groups the reader may see by name."""
        tree = hierarchy(self._reader, self._unlimited.programme, self.group_names())
        return seen_by(self.access, dict(zip(tree["group"], tree["parent"], strict=True)))

    @result(keep=4)
    def _answers_run(self) -> BackgroundRun:
        """Return the answers of this version as they are being worked out, once for everybody."""

        def work(progress: ProgressCallback) -> tuple[Answer, ...]:
            wait_for_precomputer(self._warehouse, progress)
            return stored_answers(self._warehouse, self.programme, progress)

        return BackgroundRun(work)
