"""Small answers for assistants: each with grade, range and what would change it; read only.

Texts come from people's files: they are data, cut and without control signs, never instructions.
What a reader may see is decided below, by `Results`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

import pandas as pd

from signpost.answers.answer import Answer
from signpost.metrics.model.types import Refusal
from signpost.presentation.json_objects import evidence_object
from signpost.presentation.json_values import to_json_value
from signpost.presentation.words.catalogue import say
from signpost.warehouse.errors import WarehouseError
from signpost.workspace.results import Results

_MOST_ROWS, MOST_TEXT, MOST_PERIODS = 300, 200, 60
_MOST_FILES = 20
_ESTIMATE = ("method", "point", "low", "high", "level", "unit", "n_groups", "n_periods")
_CHECK = ("id", "check", "status", "severity", "text", "detail")
_ANSWER_FIRST = 3
"""Reasons that are given; the rest is on the page."""


class ToolRefusal(Exception):  # noqa: N818 - an answer, not a fault
    """A question that has no answer, in words for the assistant."""


def as_data(value: object) -> Any:
    """Return a value with every text cut and without signs that steer a screen or a reader."""
    if isinstance(value, str):
        plain = "".join(
            c for c in value if unicodedata.category(c) not in {"Cc", "Cf"} or c == "\n"
        )
        return plain if len(plain) <= MOST_TEXT else f"{plain[: MOST_TEXT - 1]}…"
    if isinstance(value, Mapping):
        return {str(key): as_data(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_data(inner) for inner in value]
    return value


def use_case_list(results: Results) -> list[dict[str, Any]]:
    """Return every use case with its grade, range, first reason and what would change it."""
    return [as_data({"label": one.use_case.label, **_short(one)}) for one in results.answers()]


def use_case_answer(results: Results, use_case: str) -> dict[str, Any]:
    """Return verdict, range, reasons, money and next step of one use case."""
    found = _answer(results, use_case)
    told = evidence_object(found)
    verdict: Any = told["verdict"]
    step = found.advice[0] if found.advice else None
    return as_data(
        {
            **_short(found),
            "label": found.use_case.label,
            "because": verdict["because"][:_ANSWER_FIRST],
            "would_change": verdict["would_change"][:_ANSWER_FIRST],
            "money": _money(told["money"], found),
            "next_step": None if step is None else {"what": step.what, "why": say(step.why)},
        }
    )


def use_case_evidence(results: Results, use_case: str) -> dict[str, Any]:
    """Return design, every estimate with its interval, checks and refusal of one use case."""
    found = _answer(results, use_case)
    told: Any = evidence_object(found)
    refusal = told["refusal"]
    return as_data(
        {
            **_short(found),
            "design": told["design"],
            "estimates": [_chosen(one, _ESTIMATE) for one in told["estimates"]],
            "naive": [_chosen(one, _ESTIMATE) for one in told["naive"]],
            "checks": [_chosen(one, _CHECK) for one in told["checks"]],
            "refusal": refusal and _chosen(refusal, ("reason", "remedy")),
        }
    )


def adoption_rows(
    results: Results, platform: str = "", group: str = "", last: int = 12
) -> dict[str, Any]:
    """Return the share of members active, per group and week, in the newest weeks."""
    platforms = results.platforms()
    if platform and platform not in platforms:
        raise ToolRefusal(f"There is no usage of {platform[:40]}; of {', '.join(platforms)}.")
    rows: list[dict[str, Any]] = []
    refused: list[dict[str, str]] = []
    for one in [platform] if platform else platforms:
        try:
            table = results.adoption(platform=one, by="group")
        except WarehouseError as trouble:  # such as usage that is known per month only
            refused.append({"platform": one, "message": f"{trouble.message} {trouble.remedy}"})
            continue
        if group:
            table = table[table["group"].str.casefold() == group.casefold()]
        newest = sorted(table["period"].unique())[-min(last, MOST_PERIODS) :]
        rows += _adoption_of(one, table[table["period"].isin(newest)])
    shown = rows[:_MOST_ROWS]
    told = {"unit": "share of licensed members", "rows": shown, "of_rows": len(rows)}
    return as_data({**told, "refused": refused})


def value_account(results: Results) -> dict[str, Any]:
    """Return benefit, harm, cost and net to date of all use cases, each as low, expected, high."""
    told: Any = to_json_value(results.portfolio())
    kept = ("currency", "net", "benefit", "harm", "cost", "chance_pays_back", "counted")
    missing = [_chosen(one, ("use_case", "reason")) for one in told["not_counted"]]
    grades = [_short(one) for one in results.answers()]
    return as_data({**_chosen(told, kept), "not_counted": missing, "use_cases": grades})


def planned_pilot(results: Results, use_case: str) -> dict[str, Any]:
    """Return whom to compare and what could be detected; a reason where no plan can be made."""
    found = results.plan(_answer(results, use_case).use_case.id)
    told: Any = to_json_value(found)
    if isinstance(found, Refusal):
        return as_data({"refusal": _chosen(told, ("reason", "remedy"))})
    return as_data({key: inner for key, inner in told.items() if not _is_long(inner)})


def explained_figure(results: Results, use_case: str, figure: str) -> dict[str, Any]:
    """Return what stands behind one figure of a use case, or of all: definition, span, files."""
    short = _short(_answer(results, use_case))
    origins = results.number_origins(use_case)
    if figure not in origins:
        raise ToolRefusal(f"There is no such figure; there are {', '.join(sorted(origins))}.")
    found = origins[figure]
    files = [one.words for one in found.files]
    return as_data(
        {
            **short,
            "figure": figure,
            "told": [{"about": label, "text": text} for label, text in found.lines],
            "files": files[:_MOST_FILES],
            "of_files": len(files),
        }
    )


def _answer(results: Results, use_case: str) -> Answer:
    try:
        return results.answer(use_case)
    except KeyError as error:
        raise ToolRefusal("There is no such use case; list_use_cases names them.") from error
    except WarehouseError as error:
        raise ToolRefusal(f"{error.message} {error.remedy}") from error


def _short(answer: Answer) -> dict[str, Any]:
    """Return what no answer goes without."""
    headline = answer.evidence.estimates[:1]
    change = answer.verdict.would_change
    return {
        "use_case": answer.use_case.id,
        "grade": answer.verdict.grade,
        "strength": answer.verdict.strength,
        "range": _chosen(to_json_value(headline[0]), _ESTIMATE) if headline else None,
        "because": [say(one) for one in answer.verdict.because[:1]],
        "would_change": [say(one) for one in change[:1]],
    }


def _money(told: Any, answer: Answer) -> Any:
    if isinstance(answer.money, Refusal):
        return {"refusal": say(answer.money.reason)}
    return told


def _adoption_of(platform: str, table: pd.DataFrame) -> list[dict[str, Any]]:
    columns = [c for c in ("group", "period", "value", "withheld", "coded") if c in table]
    rows: list[dict[str, Any]] = to_json_value(table[columns].to_dict("records"))  # type: ignore[assignment]
    return [{"platform": platform, **row} for row in rows]


def _chosen(given: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: given[key] for key in keys if key in given}


def _is_long(value: object) -> bool:
    return isinstance(value, list) and len(value) > MOST_PERIODS
