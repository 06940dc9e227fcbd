"""What the engine found, as data: a code, the values behind it, the groups it is about.

No sentence is made here: `presentation/words` has the words of each code, a catalogue a language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

HIDDEN = ""
"""Stands for a group whose name the reader may not see."""
Scalar = str | float | int | bool | None


@dataclass(frozen=True)
class Finding:
    """One thing found or one thing to do. Numbers are numbers, neither rounded nor formatted."""

    code: str
    """Dotted, for example `pre_trend.drifting`; the catalogue has its words."""
    values: Mapping[str, Scalar | Finding | tuple[Scalar | Finding, ...]] = field(
        default_factory=dict
    )
    units: Mapping[str, str] = field(default_factory=dict)
    """Name of a value -> its unit, where it has one."""
    groups: tuple[str, ...] = ()
    """Ids of the groups it names."""
    group_values: tuple[str, ...] = ()
    """Names of the values that are figures of these groups: withheld with their names."""

    def __hash__(self) -> int:
        return hash((self.code, self.groups))

    @property
    def parts(self) -> tuple[Finding, ...]:
        """Findings among the values."""
        return tuple(
            one
            for value in self.values.values()
            for one in (value if isinstance(value, tuple) else (value,))
            if isinstance(one, Finding)
        )

    def to_dict(self) -> dict[str, object]:
        """Return it as plain values: code, values, units, groups (null: withheld)."""
        return {
            "code": self.code,
            "values": {name: _plain(value) for name, value in self.values.items()},
            "units": dict(self.units),
            "groups": [group or None for group in self.groups],
        }


Text = Finding | str
"""What a reader is told. A plain text names no group and is said as it stands."""


def as_plain(text: Text) -> str:
    """Return a plain text; of a finding, for which there are no words here, its code."""
    return text if isinstance(text, str) else text.code


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.to_dict() if isinstance(value, Finding) else value


def without_names(finding: Finding, is_visible: Callable[[str], bool]) -> Finding:
    """Return the finding with other groups withheld: their ids and the figures that are theirs."""
    groups = tuple(group if is_visible(group) else HIDDEN for group in finding.groups)
    withheld = finding.group_values if HIDDEN in groups else ()
    values = {
        name: _without_names(value, is_visible)
        for name, value in finding.values.items()
        if name not in withheld
    }
    return replace(finding, values=values, groups=groups)


def _without_names(
    value: Scalar | Finding | tuple[Scalar | Finding, ...], is_visible: Callable[[str], bool]
) -> Scalar | Finding | tuple[Scalar | Finding, ...]:
    if isinstance(value, Finding):
        return without_names(value, is_visible)
    if isinstance(value, tuple):
        return tuple(
            without_names(one, is_visible) if isinstance(one, Finding) else one for one in value
        )
    return value
