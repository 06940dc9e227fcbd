"""The public API, as `import signpost` offers it; the command line calls the same functions."""

from signpost.api.data_folder import UnknownUseCaseError as UnknownUseCaseError
from signpost.api.data_folder import Workspace as Workspace
from signpost.api.data_folder import open_workspace as open_workspace
from signpost.api.judging import judge as judge
from signpost.api.results import AdoptionTable as AdoptionTable
from signpost.api.results import Answers as Answers
from signpost.api.results import Brief as Brief
from signpost.api.results import JudgedEvidence as JudgedEvidence
from signpost.api.results import PanelTable as PanelTable
from signpost.api.results import RefusedError as RefusedError
from signpost.api.results import UseCaseAnswer as UseCaseAnswer
from signpost.metrics.model.findings import Finding as Finding
from signpost.metrics.model.schema import Programme as Programme
from signpost.metrics.model.schema import ProgrammeError as ProgrammeError
from signpost.metrics.model.types import Estimate as Estimate
from signpost.metrics.model.types import Evidence as Evidence
from signpost.metrics.model.types import Panel as Panel
from signpost.metrics.model.types import Refusal as Refusal
from signpost.metrics.model.types import Verdict as Verdict
from signpost.metrics.panel.frame_columns import PanelError as PanelError
from signpost.pipelines.errors import UnreadableFile as UnreadableFile
from signpost.pipelines.model.receipt import Report as Report
from signpost.presentation.words.catalogue import say as say
from signpost.warehouse.errors import WarehouseError as WarehouseError

open = open_workspace  # noqa: A001 - read as signpost.open
