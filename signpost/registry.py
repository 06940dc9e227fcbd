"""Find the one-file parts of a package: sources, estimators, checks, pages."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

IMPORT_ROOT = Path(__file__).parents[1]
"""The folder that must be on the path of a process that imports `signpost`."""


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield each public module of `package`, in name order."""
    home = importlib.import_module(package)
    for found in sorted(pkgutil.iter_modules(home.__path__), key=lambda module: module.name):
        if not found.name.startswith("_") and not found.ispkg:
            yield importlib.import_module(f"{package}.{found.name}")


def parts(package: str, attribute: str) -> tuple[object, ...]:
    """Collect what each module of `package` declares as `attribute`; a module without it fails."""
    return tuple(getattr(module, attribute) for module in modules(package))
