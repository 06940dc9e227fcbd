"""Find the one-file parts of a package: sources, estimators, checks, pages."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

IMPORT_ROOT = Path(__file__).parents[1]
"""The folder that must be on the path of a process that imports `signpost`."""


PACKAGES = (
    "answers",
    "dashboard",
    "metrics",
    "pipelines",
    "presentation",
    "sample_data",
    "warehouse",
    "workspace",
)
"""The packages inside `signpost` that lie beside its folder in a checkout."""


def import_path() -> str:
    """Return the PYTHONPATH under which another process imports the Signpost that runs here."""
    return os.pathsep.join(filter(None, (str(IMPORT_ROOT), os.environ.get("PYTHONPATH"))))


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield each public module of `package`, in name order."""
    home = importlib.import_module(package)
    for found in sorted(pkgutil.iter_modules(home.__path__), key=lambda module: module.name):
        if not found.name.startswith("_") and not found.ispkg:
            yield importlib.import_module(f"{package}.{found.name}")


def _home(package: str) -> Path:
    """Return the folder of one of our packages without importing it."""
    spec = importlib.util.find_spec(f"signpost.{package}")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"signpost.{package}")
    return Path(spec.submodule_search_locations[0])


@cache
def code_digest() -> str:
    """Return a digest of all code: what was kept by other code is worked out anew."""
    digest = hashlib.sha256()
    for file in sorted(file for name in PACKAGES for file in _home(name).rglob("*")):
        if file.suffix in (".py", ".sql", ".toml"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def parts(package: str, attribute: str) -> tuple[object, ...]:
    """Collect what each module of `package` declares as `attribute`; a module without it fails."""
    return tuple(getattr(module, attribute) for module in modules(package))
