"""Signpost: adoption of workplace platforms linked to business outcomes, and how sure we are.

`signpost.judge(frame, better="lower")` answers for a ready-made panel; `signpost.open(folder)` for
a data folder: docs/python.md. Nothing is imported before the first name is asked for.
"""

# ruff: noqa: F403, F405 - mypy holds the names below to what signpost.api has
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.api import *

__all__ = [
    "AdoptionTable",
    "Answers",
    "Brief",
    "Estimate",
    "Evidence",
    "Finding",
    "JudgedEvidence",
    "Panel",
    "PanelError",
    "PanelTable",
    "Programme",
    "ProgrammeError",
    "Refusal",
    "RefusedError",
    "Report",
    "UnknownUseCaseError",
    "UnreadableFile",
    "UseCaseAnswer",
    "Verdict",
    "WarehouseError",
    "Workspace",
    "judge",
    "open",
    "say",
]

# In a checkout the packages lie beside this folder, in an installed Signpost inside it.
_CHECKOUT = Path(__file__).parents[1]
if (_CHECKOUT / "pipelines" / "ingest.py").is_file():
    __path__.append(str(_CHECKOUT))


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'signpost' has no attribute {name!r}")
    globals()[name] = found = getattr(import_module("signpost.api"), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
