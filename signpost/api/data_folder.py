"""One data folder, opened: load files, ask for adoption, panels, answers and the brief."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from signpost.answers.access import Access
from signpost.api.results import (
    AdoptionTable,
    Answers,
    Brief,
    PanelTable,
    RefusedError,
    UseCaseAnswer,
)
from signpost.metrics.adoption.table import metric_card
from signpost.metrics.model.schema import Programme, ProgrammeError, UseCase, parse
from signpost.metrics.model.types import By, Refusal, Window
from signpost.metrics.panel.from_frame import panel_to_frame
from signpost.metrics.register.consistency import programme_warnings
from signpost.pipelines.ingest import ingest
from signpost.pipelines.model.receipt import Report
from signpost.presentation.reports.writers import ALL_WRITERS
from signpost.warehouse import Warehouse, WarehouseError
from signpost.warehouse.exports import record_export
from signpost.workspace.export.files import write_export
from signpost.workspace.results import Results

if sys.platform != "win32":
    import pwd

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_Progress = Callable[[int, int], None]
"""Called with what is done and the total, in bytes weighed by the work they are."""


class UnknownUseCaseError(ProgrammeError):
    """A use case that the programme does not have; `remedy` names those it has."""


class Workspace:
    """A data folder. Every call answers for the newest version in it."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        memory = os.environ.get("SIGNPOST_MEMORY", "").strip()
        path = Path(folder)
        self.warehouse = Warehouse(path, memory_limit=memory) if memory else Warehouse(path)

    def __repr__(self) -> str:
        return f"signpost.open({str(self.folder)!r})  # version {self.version}"

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.warehouse.root

    @property
    def version(self) -> int:
        """The newest version of the data; 0 before the first load."""
        return self.warehouse.version()

    @property
    def programme(self) -> Programme:
        """The programme in force: use cases, KPI cards, rules. Raises WarehouseError when empty."""
        return self.results.programme

    @property
    def results(self) -> Results:
        """Results of the newest version. Raises WarehouseError when it is empty."""
        with_data(self.warehouse)
        return Results.open(self.folder, Access(user_name(), "administrator"))

    def use_case(self, use_case: str) -> UseCase:
        """Return one use case of the programme; UnknownUseCaseError names those it has."""
        programme = self.programme
        try:
            return programme.use_case(use_case)
        except KeyError as unknown:
            known = ", ".join(case.id for case in programme.use_cases)
            raise UnknownUseCaseError(
                f"There is no use case {use_case!r}.", f"There are: {known or 'none'}."
            ) from unknown

    def ingest(
        self,
        paths: Paths,
        *,
        who: str = "",
        source: str | None = None,
        mapping: str | os.PathLike[str] | None = None,
        dates: Literal["dmy", "mdy"] | None = None,
        progress: _Progress | None = None,
        dry_run: bool = False,
        answers: Mapping[str, str] | None = None,
    ) -> Report:
        """Load export files and folders of them as one new version; the Report says what became.

        `who` stands in the history (the name of this user where it is not given). `source` reads
        the files as that export, `mapping` is a mapping file, `dates` how to read 03/04/2026.
        `answers` (key -> answer) lift the questions of an earlier call (`error.question`).
        `dry_run` changes nothing, as `signpost check`. A file that cannot be used is no exception:
        the Report names it. Raises WarehouseError when the data folder itself is the trouble.
        """
        return ingest(
            self.warehouse,
            [Path(path) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)],
            source=source,
            mapping=None if mapping is None else Path(mapping),
            dates=dates,
            who=who or user_name(),
            dry_run=dry_run,
            validate_programme=parse,
            compare_programme=programme_warnings,
            progress=progress,
            answers=answers,
            with_helper=True,
        )

    def adoption(
        self, metric: str = "active", platform: str = "", by: By = "group", window: Window = "week"
    ) -> AdoptionTable:
        """Return adoption per platform, group and period; small groups are withheld.

        Columns: group, period, numerator, denominator, value (share 0-1), withheld, group_id,
        coded and denominator_coded (the range of a count about nearly nobody or everybody), waits
        (a correction somewhere is about too few people so far), platform. Without `platform`: of
        every platform there is usage of; those that cannot answer are in `attrs["refused"]`.
        Raises WarehouseError for what is not known, naming what is.
        """
        results, card = self.results, metric_card(metric)
        every = [platform] if platform else sorted(results.platforms()) or [""]
        tables, refused = [], []
        for name in every:
            try:
                table = results.adoption(platform=name, metric=metric, window=window, by=by)
                tables.append(table.assign(platform=name))
            except WarehouseError as trouble:
                refused.append(
                    {"platform": name, "message": str(trouble), "remedy": trouble.remedy}
                )
                if len(refused) == len(every):
                    raise
        found = AdoptionTable(pd.concat(tables, ignore_index=True))
        found.attrs = {"metric": card.id, "unit": card.unit, "version": card.version}
        found.attrs["refused"] = refused
        return found

    def panel(self, use_case: str) -> PanelTable:
        """Return the panel behind an answer, one row per group and period, as `judge` reads it.

        Columns: group, period, outcome, start, weight, denominator, adoption; adoption is unknown
        where it is withheld. Raises UnknownUseCaseError, RefusedError, WarehouseError.
        """
        panel = self.results.panel(self.use_case(use_case).id)
        if isinstance(panel, Refusal):
            raise RefusedError(panel)
        return PanelTable(panel_to_frame(panel))

    def answers(self) -> Answers:
        """Return the answer of every use case: those that are stored, else they are worked out."""
        return Answers(UseCaseAnswer.of(answer) for answer in self.results.answers())

    def answer(self, use_case: str) -> UseCaseAnswer:
        """Return the answer of one use case. Raises UnknownUseCaseError, WarehouseError."""
        return UseCaseAnswer.of(self.results.answer(self.use_case(use_case).id))

    def report(self, path: str | os.PathLike[str] | None = None, *, kind: str = "") -> Brief:
        """Return the board brief; with a path, write it: .html, .pptx, .xlsx or .json.

        `kind` is the format where the file's name does not say it. What is written is noted in the
        list of exports beside the data folder. Raises ValueError for a format we do not write.
        """
        target = None if path is None else Path(path)
        write = None if target is None else ALL_WRITERS.get(kind or target.suffix.lower()[1:])
        if target is not None and write is None:
            formats = ", ".join(ALL_WRITERS)
            raise ValueError(f"{target.name}: the format is not known. There are: {formats}.")
        board = self.results.brief()
        if target is not None and write is not None:
            write(board, target)
            size, what = target.stat().st_size, kind or target.suffix.lower()[1:]
            what = f"board brief as {what}"
            record_export(self.folder, user_name(), what, version=board.stamp.version, size=size)
        return Brief(board, target)

    def export(self, folder: str | os.PathLike[str]) -> dict[str, object]:
        """Write every published table as Parquet and CSV; return the schema, as the command does.

        What is written is noted in the list of exports beside the data folder.
        """
        return write_export(self.results, Path(folder))


def open_workspace(folder: str | os.PathLike[str] = "signpost-data") -> Workspace:
    """Open a data folder, made if it is absent. Raises WarehouseError where that cannot be."""
    path = Path(folder)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as trouble:
        raise WarehouseError(f"{path} is a file.", "Name a folder.") from trouble
    except OSError as trouble:
        raise WarehouseError(
            f"{path} cannot be made ({trouble.strerror}).", "Name another folder."
        ) from trouble
    return Workspace(path)


def with_data(warehouse: Warehouse) -> Warehouse:
    """Return a data folder that holds something; WarehouseError says how to fill an empty one."""
    if warehouse.version() == 0:
        raise WarehouseError(
            f"There is no data in {warehouse.root} yet.",
            "Load files with `signpost ingest PATH…`, or try `signpost demo`.",
        )
    return warehouse


def user_name() -> str:
    """Return who is at the terminal, for the history and the audit trail.

    The name of the user the system runs us as: LOGNAME and USER are what somebody typed.
    """
    if sys.platform == "win32":
        return os.getlogin()
    number = os.geteuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
