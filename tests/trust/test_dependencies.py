"""What we depend on: pinned by hash, under licences we accept, in no version known to be unsafe."""

from __future__ import annotations

import ast
import importlib.metadata as metadata
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from packaging.version import Version

from signpost.registry import DISTRIBUTION, PACKAGES

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
ADVISORIES = tomllib.loads((ROOT / "deploy" / "advisories.toml").read_text(encoding="utf-8"))
# Licences that let us use, change and pass on the code; the weak copyleft ones (MPL) cover their
# own files only.
ACCEPTED = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT-0", "MIT-CMU",
    "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
SPOKEN = {
    "BSD License": "BSD-3-Clause", "MIT License": "MIT", "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "DFSG approved": "MIT",
    "Apache License 2.0": "Apache-2.0", "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
}  # fmt: skip
READ_BY_HAND = {"setuptools": "MIT", "axe-playwright-python": "MIT", "types-pyyaml": "Apache-2.0"}
"""Their wheels, or the oldest of them, have no field for it."""


def locked(lock: Path) -> Iterator[tuple[str, str]]:
    for line in lock.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)", line):
            yield canonical(found[1]), found[2]


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def unsafe(name: str, version: str) -> list[str]:
    return [
        one["id"]
        for one in ADVISORIES["advisories"]
        if one["package"] == name
        and Version(one["from"]) <= Version(version) < Version(one["fixed"])
    ]


def licences(name: str) -> set[str]:
    about = metadata.metadata(name)
    if name in READ_BY_HAND:
        return {READ_BY_HAND[name]}
    if expression := about.get("License-Expression"):
        return set(re.findall(r"[\w.+-]+", expression)) - {"AND", "OR", "WITH"}
    spoken = [
        one.split(" :: ")[-1]
        for one in about.get_all("Classifier") or []
        if one.startswith("License :: ") and not one.endswith(":: OSI Approved")
    ]
    return {SPOKEN.get(one, one) for one in spoken or [about.get("License") or "none stated"]}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_is_pinned_by_hash(lock: Path) -> None:
    blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
    pinned = [block for block in blocks if not block.startswith("#")]
    small = {
        "requirements-pip.lock": 0,
        "requirements-build.lock": 0,
        "requirements-docs.lock": 8,
        "requirements-sbom.lock": 20,
    }
    assert len(pinned) > small.get(lock.name, 40)
    for block in pinned:
        assert re.match(r"[A-Za-z0-9._-]+(\[[^]]*\])?==\S+", block), block[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block[:80]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_no_locked_version_is_known_to_be_unsafe(lock: Path) -> None:
    found = {
        f"{name} {version}": bad for name, version in locked(lock) if (bad := unsafe(name, version))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("name", "version", "bad"),
    [
        ("starlette", "0.49.0", True),
        ("starlette", "1.10.0", False),
        ("duckdb", "1.4.1", True),
        ("duckdb", "1.4.2", False),
        ("duckdb", "1.3.2", False),
        ("authlib", "1.7.0", True),
    ],
)
def test_the_comparison_of_versions_can_fail(name: str, version: str, bad: bool) -> None:
    assert bool(unsafe(name, version)) is bad


def test_advisories_are_dated_and_say_where_they_were_read() -> None:
    assert isinstance(ADVISORIES["checked"], date)
    names = {name for lock in LOCKS for name, _ in locked(lock)}
    for one in ADVISORIES["advisories"]:
        assert one["package"] in names, f"{one['package']} is not locked any more"
        assert Version(one["from"]) < Version(one["fixed"])
        assert one["read"] == "pypa" or one["read"].startswith("https://")


def test_licences_are_ones_we_accept() -> None:
    installed = {canonical(one.name) for one in metadata.distributions()}
    names = {name for lock in LOCKS for name, _ in locked(lock)} & installed
    assert len(names) > 60
    found = {name: strange for name in sorted(names) if (strange := licences(name) - ACCEPTED)}
    assert found == {}


def test_the_bill_of_materials_is_what_is_locked() -> None:
    bill = ROOT / "build" / "sbom.cdx.json"
    lock = ROOT / "requirements.lock"
    if not bill.exists() or bill.stat().st_mtime < lock.stat().st_mtime:
        pytest.skip("make sbom has not written it")
    listed = json.loads(bill.read_text(encoding="utf-8"))
    assert listed["bomFormat"] == "CycloneDX"
    assert listed["metadata"]["component"]["name"] == DISTRIBUTION
    found = {(canonical(one["name"]), one["version"]) for one in listed["components"]}
    assert found == set(locked(lock))
    hashes = set(re.findall(r"[0-9a-f]{64}", bill.read_text(encoding="utf-8")))
    assert set(re.findall(r"sha256:([0-9a-f]{64})", lock.read_text(encoding="utf-8"))) <= hashes


def private_imports(path: Path) -> list[str]:
    """Names with a leading underscore that a module imports from somebody else."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [*node.module.split("."), *(one.name for one in node.names)]
        elif isinstance(node, ast.Import):
            names = [part for one in node.names for part in one.name.split(".")]
        else:
            continue
        private = [name for name in names if name.startswith("_") and not name.startswith("__")]
        if private and names[0] != "signpost":
            found.append(f"{path.relative_to(ROOT)}:{node.lineno} {'.'.join(names)}")
    return found


def product() -> Iterator[Path]:
    for name in ("signpost", *PACKAGES):
        yield from (ROOT / name).rglob("*.py")


def private_uses(path: Path) -> list[str]:
    """Attributes with a leading underscore of a name that a module has from somebody else."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    theirs = {
        (one.asname or one.name).split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        or (isinstance(node, ast.ImportFrom) and not str(node.module).startswith("signpost"))
        for one in node.names
        if not one.name.startswith("signpost")
    }
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not re.match("_(?!_)", node.attr):
            continue
        base = node.value
        while isinstance(base, ast.Attribute):
            base = base.value
        if isinstance(base, ast.Name) and base.id in theirs:
            found.append(f"{path.name}:{node.lineno} {ast.unparse(node)}")
    return found


def test_no_private_name_of_a_library_is_imported(tmp_path: Path) -> None:
    paths = list(product())
    assert len(paths) > 400
    assert [one for path in paths for one in private_imports(path)] == []
    assert [one for path in paths for one in private_uses(path)] == []
    probe = tmp_path / "probe.py"
    probe.write_text("import pandas as pd\nfrom x import y\npd.core._z\ny._a\nself._b\npd.__file__")
    assert private_uses(probe) == ["probe.py:3 pd.core._z", "probe.py:4 y._a"]


BROUGHT = {"starlette", "anyio"}
"""Streamlit's server is made of them: its version is pinned, and theirs with it."""


def test_every_dependency_is_imported_and_every_import_is_one() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {k: v for k, v in project["optional-dependencies"].items() if k != "test"}
    declared = {
        canonical(re.match(r"[\w.-]+", one)[0])  # type: ignore[index]
        for named in (project["dependencies"], *extras.values())
        for one in named
    }
    homes, imported = metadata.packages_distributions(), set()
    for path in product():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            for name in {one.split(".")[0] for one in names} - sys.stdlib_module_names:
                imported |= {canonical(one) for one in homes.get(name, [name])}
    assert imported - {DISTRIBUTION, "signpost"} - BROUGHT == declared


def test_what_runs_is_what_is_locked() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, version in locked(lock):
            versions.setdefault(name, set()).add(version)
    installed = {canonical(one.name): one.version for one in metadata.distributions()}
    drifted = {
        name: (installed[name], pins)
        for name, pins in versions.items()
        if name in installed and installed[name] not in pins
    }
    assert drifted == {}
