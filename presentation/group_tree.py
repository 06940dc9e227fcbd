"""Where groups stand in the organisation: division and area, to drill down along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_NONE = "none"
TREE_COLUMNS = ("group", "label", "parent", "area")


@dataclass(frozen=True)
class GroupPosition:
    """One group with the division and the area it belongs to."""

    group: str
    label: str
    parent: str
    area: str


@dataclass(frozen=True)
class GroupTree:
    """The groups and the parts of the organisation they belong to."""

    positions: tuple[GroupPosition, ...]

    @property
    def divisions(self) -> tuple[str, ...]:
        """The ids of groups that others belong to."""
        return tuple(sorted({one.parent for one in self.positions} - {_NONE}))

    def names(self, areas: Mapping[str, str]) -> dict[str, str]:
        """Return the parts to look inside of: 'area:customer' -> 'Customer', then divisions."""
        labels = {one.group: one.label for one in self.positions}
        known = sorted({one.area for one in self.positions} - {_NONE})
        return {
            **{f"area:{area}": areas.get(area, area) for area in known},
            **{f"in:{group}": labels.get(group, group) for group in self.divisions},
        }

    def labels(self, inside: str = "") -> tuple[str, ...]:
        """Return the labels of the groups inside a part; '' is the whole organisation."""
        kind, _, name = inside.partition(":")
        found = (
            one.label
            for one in self.positions
            if not inside or name == (one.area if kind == "area" else one.parent)
        )
        return tuple(sorted(found))
