"""Results: everything pages, reports, the command line and Python ask of a data folder."""

from __future__ import annotations

from signpost.metrics.collaboration.diffusion import Diffusion
from signpost.metrics.interventions.effects import InterventionEffects
from signpost.metrics.planning.opportunities import Opportunities
from signpost.metrics.value.tool_costs import PlatformCost
from signpost.workspace.results.history import HistoryResults
from signpost.workspace.results.origins import OriginResults
from signpost.workspace.results.programme import Barriers
from signpost.workspace.results.snapshot import SILENT, Waiting

__all__ = [
    "SILENT",
    "Barriers",
    "Diffusion",
    "InterventionEffects",
    "Opportunities",
    "PlatformCost",
    "Results",
    "Waiting",
]


class Results(HistoryResults, OriginResults):
    """One data folder at one version, as one reader may see it: `Results.open(folder)`.

    Each method asks for the reader's role first. What takes long is worked out once for all
    readers of a version, kept beside the data where it takes very long, and limited to the groups
    the reader may see.
    """
