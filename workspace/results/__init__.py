"""Results: everything pages, reports, the command line and Python ask of a data folder."""

from __future__ import annotations

from signpost.workspace.results.history import HistoryResults
from signpost.workspace.results.origins import OriginResults
from signpost.workspace.results.programme import Barriers, ProgrammeResults
from signpost.workspace.results.snapshot import SILENT, Waiting
from signpost.workspace.results.time_cost import TimeCostResults

__all__ = ["SILENT", "Barriers", "Results", "Waiting"]


class Results(HistoryResults, OriginResults, ProgrammeResults, TimeCostResults):
    """One data folder at one version, as one reader may see it: `Results.open(folder)`.

    Each method asks for the reader's role first. What takes long is worked out once for all
    readers of a version, kept beside the data where it takes very long, and limited to the groups
    the reader may see.
    """
