"""Find the one-file parts of a package (sources, estimators, checks, pages) and plug-ins."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import logging
import os
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from types import ModuleType

IMPORT_ROOT = Path(__file__).parents[1]
"""The folder that must be on the path of a process that imports `signpost`."""


PACKAGES = (
    "answers",
    "connectors",
    "dashboard",
    "metrics",
    "pipelines",
    "presentation",
    "sample_data",
    "warehouse",
    "workspace",
)
"""The packages inside `signpost` that lie beside its folder in a checkout."""


DISTRIBUTION = "signpost-analytics"
"""The name pip knows; command and import are `signpost`."""


def install_hint(extra: str) -> str:
    """Return what to type for a part that is not installed."""
    return f'Install it: pip install "{DISTRIBUTION}[{extra}]".'


def import_path() -> str:
    """Return the PYTHONPATH under which another process imports the Signpost that runs here."""
    return os.pathsep.join(filter(None, (str(IMPORT_ROOT), os.environ.get("PYTHONPATH"))))


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield each public module of `package`, in name order."""
    home = importlib.import_module(package)
    for found in sorted(pkgutil.iter_modules(home.__path__), key=lambda module: module.name):
        if not found.name.startswith("_") and not found.ispkg:
            yield importlib.import_module(f"{package}.{found.name}")


_NO_RESULTS = ("connectors", "dashboard", "sample_data")
_CODE = (".py", ".sql", ".toml", ".yaml")


def _home(package: str) -> Path:
    """Return the folder of one of our packages without importing it."""
    spec = importlib.util.find_spec(f"signpost.{package}")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"signpost.{package}")
    return Path(spec.submodule_search_locations[0])


@cache
def code_digest() -> str:
    """Return a digest of all code that results come from: other code works them out anew.

    It hangs on no file's name, and not on the pages: they compute nothing that is stored.
    """
    homes = (_home(name) for name in PACKAGES if name not in _NO_RESULTS)
    files = (file for home in homes for file in home.rglob("*") if file.suffix in _CODE)
    contents = sorted(hashlib.sha256(file.read_bytes()).digest() for file in files)
    return hashlib.sha256(b"".join(contents)).hexdigest()


@cache
def parts(package: str, attribute: str) -> tuple[object, ...]:
    """Collect what each module of `package` declares as `attribute`; a module without it fails."""
    return tuple(getattr(module, attribute) for module in modules(package))


@dataclass(frozen=True)
class PlugIns:
    """Parts that installed packages declare under one group of entry points."""

    found: tuple[tuple[EntryPoint, object], ...]
    """What could be imported, and the entry point that names it."""
    faults: tuple[str, ...]
    """One sentence for each that could not be imported."""


@cache
def plug_ins(group: str) -> PlugIns:
    """Import what other packages declare, in name order; a broken one is logged, not raised."""
    found, faults = [], []
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        try:
            found.append((point, point.load()))
        except Exception as fault:  # noqa: BLE001 - another's code may fail in any way
            faults.append(plug_in_fault(point, f"{type(fault).__name__}: {fault}"))
    return PlugIns(tuple(found), tuple(faults))


def plug_in_fault(point: EntryPoint, reason: str) -> str:
    """Log that a plug-in is left out and return the sentence."""
    package = f" of {point.dist.name}" if point.dist else ""
    sentence = f"The plug-in {point.name}{package} ({point.value}) is left out: {reason}."
    logging.getLogger("signpost").warning(sentence)
    return sentence
