"""Findings as sentences: one entry per code in the catalogue of a language.

A language is a package beside this module, such as `english`: every module in it, at any depth,
has a table `WORDS` from code to template. Another language is another package with the same codes.
"""

from __future__ import annotations

import importlib
import math
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from string import Formatter
from typing import Any

from signpost.metrics.model.findings import HIDDEN, Finding, Text
from signpost.metrics.model.keys import platform_name
from signpost.metrics.model.schema import Programme
from signpost.metrics.model.types import Refusal
from signpost.presentation.formats import MINUS, percent

Names = Mapping[str, str]
"""Id -> label of groups, and of KPIs as `kpi:ID`; an id without label is said as it stands."""
Template = str | Callable[["Wording"], str]
"""A text with fields such as {drift}, {effect:+}, {periods:period}, or a function of the values."""
LANGUAGE = "english"
_IS_ID = re.compile(r"[a-z0-9_]+")
_WIDTHS = {"": 3, "2": 2, "+": 2}
"""Significant figures of a plain and of a signed number; of less than ten, two."""


class Wording(Mapping[str, Any]):
    """The values of one finding as a template sees them."""

    def __init__(self, finding: Finding, names: Names, language: str) -> None:
        self.finding, self.names, self.language = finding, names, language

    def __getitem__(self, name: str) -> Any:
        if name in self.finding.values:
            value = self.finding.values[name]
            return say(value, self.names, self.language) if isinstance(value, Finding) else value
        if name == "groups":
            return tuple(self.group(at) for at in range(len(self.finding.groups)))
        if name in ("group", "other_group"):
            return self.group(0 if name == "group" else 1)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.finding.values)

    def __len__(self) -> int:
        return len(self.finding.values)

    def has(self, name: str) -> bool:
        """Return whether the finding has this value; one that is withheld it has not."""
        return self.finding.values.get(name) is not None

    def group(self, at: int) -> str:
        """Return the label of one of the groups."""
        group = self.finding.groups[at]
        if group == HIDDEN:
            return say(Finding("groups.hidden"), language=self.language)
        return self.names.get(group, group)

    def all_of(self, name: str) -> tuple[str, ...]:
        """Return a value that is a list, each part said; ids of KPIs as their labels."""
        parts = self.finding.values[name]
        assert isinstance(parts, tuple)  # noqa: S101
        return tuple(
            say(one, self.names, self.language)
            if isinstance(one, Finding)
            else self.names.get(f"kpi:{one}", str(one))
            for one in parts
        )

    def stretch(self, name: str, noun: str) -> str:
        """Return "4 periods", or without its number a single "period"."""
        return noun if self[name] == 1 else counted(self[name], noun)

    def fill(self, template: str) -> str:
        """Return a template with its fields filled in."""
        return _FIELDS.vformat(template, (), self)


class _Fields(Formatter):
    """Fields as people write them; after the colon stands how.

    Nothing: a number with few figures, text as it is. `+`: a number with its sign. `2`: two
    figures. `%`: a share in percent. `points`: a share as points,
    `whole`: the same without the word. `clause`: a sentence without its
    full stop. `platform`: the id of a platform as its name. `count`: a whole number. A noun: that
    many of it.
    """

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str) or value is None:
            text = str(value)
            if format_spec == "platform":
                return platform_name(text) if _IS_ID.fullmatch(text) else text
            return text.strip().removesuffix(".") if format_spec == "clause" else text
        if format_spec == "%":
            return percent(value)
        if format_spec == "whole":
            return whole_figure(100 * value)
        if format_spec == "points":
            return counted(100 * value, "point")
        if format_spec in _WIDTHS:
            return figures(float(value), _WIDTHS[format_spec], signed=format_spec == "+")
        return whole_figure(value) if format_spec == "count" else counted(value, format_spec)


_FIELDS = _Fields()


def figures(value: float, width: int = 3, *, signed: bool = False) -> str:
    """Write a number with `width` significant figures, two below ten: 6.23 -> 6.2, 123.4 -> 123."""
    if not math.isfinite(value):
        return "not known"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    places = (2 if size < 1 else width) - 1 - size
    text = f"{abs(round(value, places)):,.{max(places, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    sign = MINUS if value < 0 else "+" if signed else ""
    return f"{sign if text.strip('0.') else ''}{text}"


def whole_figure(number: float) -> str:
    """Write a number without decimals: 1,200."""
    return f"{number:,.0f}".replace("-", MINUS)


def counted(number: float, noun: str) -> str:
    """Write "1 period", "3 periods", "1,200 groups", "2 people"."""
    plural = "people" if noun == "person" else f"{noun}s"
    return f"{whole_figure(number)} {noun if round(number) == 1 else plural}"


def say(text: Text, names: Names | None = None, language: str = LANGUAGE) -> str:
    """Return a finding as a sentence; a plain text as it is.

    `names` are labels of groups and KPIs. A code without words, such as that of a check from
    outside, reads as its code and its values.
    """
    if isinstance(text, str):
        return text
    said = Wording(text, names or {}, language)
    template = words_of(language).get(text.code) or _of_unknown(text.code, language)
    if template is None:
        return _plain(text, said)
    return said.fill(template) if isinstance(template, str) else template(said)


def refusal_text(refusal: Refusal, names: Names | None = None) -> str:
    """Return why a question was refused and what would help, in two sentences."""
    return f"{say(refusal.reason, names)} {say(refusal.remedy, names)}".strip()


def _of_unknown(code: str, language: str) -> Template | None:
    """Return what is said of a check from outside that brings no words for this."""
    kind, _, rest = code.partition(".")
    return words_of(language).get(f"{kind}.unknown.{rest.rpartition('.')[2]}")


def _plain(finding: Finding, said: Wording) -> str:
    code = finding.code.replace(".", ": ").replace("_", " ")
    values = [
        f"{name.replace('_', ' ')} {_FIELDS.format_field(said[name], '')}"
        for name, value in finding.values.items()
        if not isinstance(value, tuple)
    ]
    listed = ", ".join([*said["groups"], *values])
    return f"{code[:1].upper()}{code[1:]}{f' ({listed})' if listed else ''}."


@cache
def words_of(language: str = LANGUAGE) -> Mapping[str, Template]:
    """Return code -> template of a language; ValueError where two modules have the same code."""
    found: dict[str, Template] = {}
    for module in _modules(f"{__package__}.{language}"):
        twice = found.keys() & module.WORDS.keys()
        if twice:
            raise ValueError(f"words twice: {sorted(twice)}")
        found |= module.WORDS
    return found


def _modules(package: str) -> Iterator[Any]:
    home = importlib.import_module(package)
    for found in pkgutil.walk_packages(home.__path__, f"{package}."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


def names_of(programme: Programme, groups: Names | None = None) -> dict[str, str]:
    """Return the labels of a programme's KPIs beside those of groups."""
    return {**(groups or {}), **{f"kpi:{card.id}": card.label for card in programme.kpis}}
