"""The wheel, built once, and the environments it is installed into."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import Distribution, distribution, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
BUILDS_HERE = Version("78.1.1")
"""The oldest setuptools that builds us; where an older one is installed, pip fetches another."""


def pip(*arguments: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def copy_tree(target: Path) -> Path:
    """The tracked files alone: a `build/` left in the checkout would be packed as well."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target / name)
    return target


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what `pip install` of our wheel puts into site-packages."""
    work = tmp_path_factory.mktemp("wheel")
    here = Version(version("setuptools")) >= BUILDS_HERE
    tree = copy_tree(work / "tree")
    pip("wheel", "--no-deps", *["--no-build-isolation"][: int(here)], "-w", work / "dist", tree)
    (wheel,) = (work / "dist").iterdir()
    pip("install", "--no-deps", "--no-compile", "--target", work / "site", wheel)
    return work / "site"


def needed(ours: Distribution) -> set[str]:
    """The distributions that pip installs with ours when no extra is asked for."""
    found: set[str] = set()
    waiting = [(ours, frozenset({""}))]
    while waiting:
        one, extras = waiting.pop()
        for line in one.requires or []:
            wanted = Requirement(line)
            if wanted.marker and not any(wanted.marker.evaluate({"extra": e}) for e in extras):
                continue
            if wanted.name not in found:
                found.add(wanted.name)
                waiting.append((distribution(wanted.name), frozenset({"", *wanted.extras})))
    return found


@pytest.fixture(scope="session")
def core(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an empty environment with the wheel and what its metadata needs, no more.

    What it needs is linked from here: the same files, without a download.
    """
    home = tmp_path_factory.mktemp("core")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home], check=True)
    (site,) = home.glob("lib/python*/site-packages")
    (about,) = installed.glob("*.dist-info")
    for path in (about, installed / "signpost"):
        shutil.copytree(path, site / path.name)  # what runs there is compiled there
    for name in needed(Distribution.at(about)):
        one = distribution(name)
        for top in {file.parts[0] for file in one.files or [] if file.parts[0] != ".."}:
            if top != "__pycache__" and not (site / top).exists():
                (site / top).symlink_to(Path(str(one.locate_file(top))))
    return home / "bin" / "python"
