"""What every page is given: one version of the data, the colours, the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from signpost.answers.access import LOCAL, Access
from signpost.metrics.model.schema import Programme
from signpost.presentation.theme import Palette
from signpost.warehouse import Warehouse
from signpost.workspace.background import BackgroundRun


def _silently(_: BackgroundRun) -> None:
    """Leave the screen as it is."""


@dataclass(frozen=True)
class View:
    """What every page is shown: one version of the data, its programme, the colours, the reader."""

    warehouse: Warehouse
    version: int
    programme: Programme
    palette: Palette
    access: Access = LOCAL
    newest: int = 0
    """The newest version there is, where a newer one is being worked out."""
    wait: Callable[[BackgroundRun], None] = _silently
    """Shows how far the answers are while they are worked out."""

    @property
    def who(self) -> str:
        """The reader, as the audit trail names them."""
        return self.access.who

    @property
    def root(self) -> str:
        """The data folder, as the cache knows it."""
        return str(self.warehouse.root)

    @property
    def behind(self) -> bool:
        """True while a newer version is being worked out."""
        return self.version < self.newest

    @property
    def empty(self) -> bool:
        """True before the first upload."""
        return self.version == 0
