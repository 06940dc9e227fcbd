"""What the API returns: typed, readable in a notebook, and the command line's JSON on demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Evidence, Panel, Refusal, Verdict
from signpost.presentation.json_objects import evidence_object
from signpost.presentation.json_values import to_json_value
from signpost.presentation.notebook import answer_html, answers_html, brief_html
from signpost.presentation.reports.board import BoardReport
from signpost.presentation.reports.ledger import report_object
from signpost.presentation.words.answers import answer_text
from signpost.presentation.words.catalogue import refusal_text, say


class RefusedError(Exception):
    """A question that cannot be answered: `message` says why, `remedy` what would change that."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal_text(refusal))
        self.message, self.remedy = say(refusal.reason), say(refusal.remedy)
        self._refusal = refusal

    def to_dict(self) -> dict[str, object]:
        """Return what the command prints with `--json`."""
        return {"refusal": to_json_value(self._refusal)}


@dataclass(frozen=True, kw_only=True, repr=False)
class JudgedEvidence(Evidence):
    """Estimates, checks and verdict on a ready-made panel."""

    verdict: Verdict
    panel: Panel
    label: str = ""
    """What the JSON calls its `use_case`: the file's name, on the command line."""
    notes: tuple[str, ...] = ()
    """What in the table was not taken by its letters: periods, words for a missing number."""

    @classmethod
    def of(
        cls,
        evidence: Evidence,
        verdict: Verdict,
        panel: Panel,
        label: str,
        notes: tuple[str, ...] = (),
    ) -> JudgedEvidence:
        """Return evidence with its verdict and the panel it is about."""
        return cls(**_values(evidence), verdict=verdict, panel=panel, label=label, notes=notes)

    def to_dict(self) -> dict[str, object]:
        """Return the object that `signpost judge --json` prints."""
        return {**evidence_object(self, self.verdict, label=self.label), "notes": [*self.notes]}

    def __repr__(self) -> str:
        return answer_text(self, self.verdict, label=self.label or "outcome")

    def _repr_html_(self) -> str:
        return answer_html(self, self.verdict, label=self.label or "outcome")


@dataclass(frozen=True, repr=False)
class UseCaseAnswer(Answer):
    """One use case: evidence, verdict, money, advice, as they may be shown."""

    @classmethod
    def of(cls, answer: Answer) -> UseCaseAnswer:
        """Return the same answer, printable."""
        return cls(**_values(answer))

    def to_dict(self) -> dict[str, object]:
        """Return one object of `signpost evidence --json`."""
        return evidence_object(self)

    def __repr__(self) -> str:
        return answer_text(self)

    def _repr_html_(self) -> str:
        return answer_html(self)


class Answers(tuple[UseCaseAnswer, ...]):
    """The answers of all use cases, in the order of the programme."""

    __slots__ = ()

    def to_dict(self) -> list[dict[str, object]]:
        """Return the list that `signpost evidence --json` prints."""
        return [answer.to_dict() for answer in self]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self)) or "No use cases."

    def _repr_html_(self) -> str:
        return answers_html(self)


class ResultTable(pd.DataFrame):
    """A DataFrame that also knows the command's JSON; what is made of it is a plain DataFrame."""

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return pd.DataFrame

    def to_dict(self, *arguments: Any, **options: Any) -> Any:
        """Return the command's JSON; with an orientation, what pandas returns for it."""
        if arguments or options:
            return super().to_dict(*arguments, **options)
        return self._command_json(super().to_dict("records"))

    def _command_json(self, rows: list[dict[Any, Any]]) -> object:
        return to_json_value(rows)


class PanelTable(ResultTable):
    """The panel behind an answer: one row per group and period, as `judge` reads them."""


class AdoptionTable(ResultTable):
    """Adoption per group and period; `attrs` has `metric`, `unit`, `version` and `refused`.

    `refused` lists the platforms that could not be asked: platform, message, remedy.
    """

    def _command_json(self, rows: list[dict[Any, Any]]) -> object:
        about = {name: self.attrs.get(name) for name in ("metric", "unit", "version")}
        return to_json_value({**about, "rows": rows, "refused": self.attrs.get("refused", [])})


@dataclass(frozen=True, repr=False)
class Brief:
    """The board brief: its facts, and the file it was written to, if any."""

    board: BoardReport
    path: Path | None = None

    def to_dict(self) -> dict[str, object]:
        """Return what `signpost report --format json` prints."""
        return report_object(self.board)

    def __repr__(self) -> str:
        place = f"Written to {self.path}.\n" if self.path else ""
        return f"{self.board.title}\n{self.board.below}\n{place}{self.board.stamp.line}"

    def _repr_html_(self) -> str:
        return brief_html(self.board)


def _values(carried: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as they are, one level deep."""
    return {field.name: getattr(carried, field.name) for field in fields(carried)}
