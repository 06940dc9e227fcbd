"""The data itself: uploads, coverage, who did what, versions of the programme, older versions."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import pandas as pd

from signpost.metrics.register.versions import (
    ProgrammeVersion,
    PromiseEdit,
    programme_history,
    promise_edits,
)
from signpost.pipelines.facts.former_platforms import former_platforms
from signpost.pipelines.history import stored_receipt, uploads
from signpost.pipelines.model.receipt import Receipt
from signpost.presentation import data_coverage
from signpost.presentation.memo import memoised_by_content
from signpost.warehouse import Warehouse
from signpost.warehouse.exports import ExportRecord, recorded_exports
from signpost.warehouse.maintenance.doctor import FolderFinding, folder_findings, version_findings
from signpost.warehouse.maintenance.publications import copy_publications, publications_folder
from signpost.warehouse.pinned import GoneError
from signpost.workspace import open_versions
from signpost.workspace.answer_store import answers_file
from signpost.workspace.result_store import results_file
from signpost.workspace.results.snapshot import SILENT, VersionResults, result

_MOST = 500
"""Acts listed."""
_ACTS = f"select done_at, who, what, detail from audit order by done_at desc limit {_MOST}"


class FolderResults(VersionResults):
    """Results about the data folder, and what was done to it."""

    @property
    @result(scoped=True)
    def sees_all_groups(self) -> bool:
        """True if the reader may see every group by name; some pages are about all of them."""
        return not self.scope

    @result(keep=4, act="load")
    def uploads(self) -> pd.DataFrame:
        """Return every upload, undone ones too."""
        return uploads(self._warehouse)

    @result()
    def uploads_since(self, moment: datetime) -> pd.DataFrame:
        """Return the uploads loaded or reverted after a moment."""
        found = self.uploads()
        return found[(found["loaded_at"] > moment) | (found["undone_at"] > moment)]

    @result(keep=16, act="load")
    def receipt(self, upload_no: int) -> Receipt:
        """Return the receipt of one upload."""
        return stored_receipt(self._reader, upload_no)

    @result(keep=4, act="load")
    def coverage_subjects(self) -> tuple[data_coverage.Subject, ...]:
        """Return what the files in force speak for."""
        return data_coverage.covered_subjects(self._reader, self._kpi_labels())

    @result(keep=4, act="load")
    def coverage(self) -> pd.DataFrame:
        """Return which months each subject is covered in."""
        return data_coverage.coverage_by_month(self._reader, self._kpi_labels())

    def _kpi_labels(self) -> dict[str, str]:
        """Return the labels of KPIs, by their id and by the kind of records they are made of."""
        cards = self.programme.kpis
        made = {card.records.kind: card.label for card in cards if card.records is not None}
        return made | {card.id: card.label for card in cards}

    @result(keep=4, act="load")
    def rejected_uploads(self) -> pd.DataFrame:
        """Return the uploads with rows that could not be used."""
        return data_coverage.uploads_with_rejected_rows(self._reader)

    @result(keep=4, act="load", persisted=True)
    def unmatched_group_names(self) -> pd.DataFrame:
        """Return group names no roster has."""
        return data_coverage.unmatched_group_names(self._reader)

    @result(act="load")
    def audit_trail(self) -> pd.DataFrame:
        """Return who did what, newest first: what changed the data, and what was taken out."""
        return _with_exports(self._recorded_acts(), recorded_exports(Path(self.root)))

    @result(keep=4, act="load")
    def _recorded_acts(self) -> pd.DataFrame:
        return self._reader.frame(_ACTS)

    @result(act="load")
    def folder_findings(self) -> tuple[FolderFinding, ...]:
        """Return what is wrong with the data folder: as it is now, its files as last read."""
        return (*folder_findings(self.root), *self._version_findings(), *self._former_platforms())

    @result(keep=4, act="load", persisted=True)
    def _version_findings(self) -> tuple[FolderFinding, ...]:
        return version_findings(self.root)

    @result(keep=4, act="load")
    def _former_platforms(self) -> tuple[FolderFinding, ...]:
        return former_platforms(self._reader)

    @result(keep=4, act="load")
    def programme_versions(self) -> tuple[ProgrammeVersion, ...]:
        """Return every version of the programme."""
        return programme_history(self._reader)

    @result(keep=4, act="load")
    def promise_edits(self) -> tuple[PromiseEdit, ...]:
        """Return every promise that changed from one version of the programme to the next."""
        return tuple(promise_edits(self.programme_versions()))

    @result()
    def older_versions(self) -> dict[int, datetime]:
        """Return the versions kept before this one and when each was made, oldest first."""
        return {
            version.number: datetime.fromtimestamp(version.path.stat().st_mtime, UTC).replace(
                tzinfo=None
            )
            for version in open_versions.warehouse(self.root).versions()
            if version.number < self.version
        }

    def _at(self, version: int) -> Self:
        """Return the same folder and reader at another version."""
        return replace(self, version=version)

    @contextlib.contextmanager
    def _older(self, version: int) -> Iterator[Self]:
        """Open an older version as a data folder of its own: a reader's version may go any time.

        One that an older Signpost wrote is brought up to date there, as the next version of it.
        """
        kept = dict(open_versions.warehouse(self.root).versions()).get(version)
        if kept is None:
            raise GoneError(version)
        with tempfile.TemporaryDirectory(prefix="signpost-then-") as folder:
            root = Path(self.root)
            for file in (kept, answers_file(root, version), results_file(root, version)):
                if file.exists():
                    _link_or_copy(file, Path(folder))
            copy_publications(publications_folder(root), publications_folder(Path(folder)))
            copy = Warehouse(Path(folder))
            copy.read()
            try:
                yield replace(self, root=folder, version=copy.version(), waiting=SILENT)
            finally:
                open_versions.close_folder(folder)


def _link_or_copy(file: Path, folder: Path) -> None:
    """Link a file there, or copy it with its time: stored answers go by that time."""
    try:
        (folder / file.name).hardlink_to(file)
    except OSError:  # another disk, or one that cannot
        shutil.copy2(file, folder)


@memoised_by_content
def _with_exports(acts: pd.DataFrame, exports: Sequence[ExportRecord]) -> pd.DataFrame:
    rows = sorted(
        [*acts.to_dict("records"), *map(_act_of, exports)],
        key=lambda row: row["done_at"],
        reverse=True,
    )
    return pd.DataFrame(rows[:_MOST], columns=["done_at", "who", "what", "detail"])


def _act_of(export: ExportRecord) -> dict[Hashable, Any]:
    return {"done_at": export.at, "who": export.who, "what": "export", "detail": export.what}
