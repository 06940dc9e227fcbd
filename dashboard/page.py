"""What a page is: a title, a place in the navigation and a function that lays it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from signpost.dashboard.access import LOCAL, Access, Act
from signpost.dashboard.theme import Palette
from signpost.metrics.model.schema import Programme
from signpost.registry import parts
from signpost.warehouse import Warehouse

Audience = Literal["sponsor", "analyst", "administrator"]
NEEDS: dict[Audience, Act] = {"sponsor": "read", "analyst": "load", "administrator": "administer"}
Section = Literal["Answer", "Programme", "Data"]


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


@dataclass(frozen=True)
class Page:
    """One page. `show` only lays out: it computes no number."""

    id: str
    title: str
    question: str
    """The question a reader brings; it stands in the page's help."""
    section: Section
    order: int
    audience: Audience
    show: Callable[[View], None]
    works_empty: bool = False
    """True: the page has something to say before the first upload."""

    @property
    def needs(self) -> Act:
        """What a reader must be allowed to do to be shown this page."""
        return NEEDS[self.audience]


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page in the order of the navigation."""
    found = [one for one in parts("signpost.dashboard.pages", "PAGE") if isinstance(one, Page)]
    sections = ("Answer", "Programme", "Data")
    return tuple(sorted(found, key=lambda page: (sections.index(page.section), page.order)))
