"""Which engine a world was measured with: a digest of the sources that decide an answer."""

from __future__ import annotations

import ast
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
ENTRIES = ("metrics/analysis.py", "metrics/verdict.py", "benchmarks/truth/*s.py")
DECLARED = ("metrics/checks/*.py", "metrics/estimators/*.py")
"""Found by `discover`, so nobody imports them by name."""
NO_PART = {
    "benchmarks/truth/scenarios.py",
    *(f"metrics/{name}.py" for name in ("evidence", "money", "effects", "wording")),
}
"""The list of worlds, which may grow; types, groups' effects, sentences: no grade needs them."""


def engine(root: Path = ROOT) -> str:
    """Digest the engine and the worlds, without their docstrings, comments and empty lines."""
    whole = sha256()
    for name, path in sorted(_closure(root).items()):
        whole.update(f"{name}\n{_code(path.read_text('utf-8'))}\n".encode())
    return whole.hexdigest()[:12]


def _closure(root: Path) -> dict[str, Path]:
    """Name -> file, of all that the engine and the worlds import of ours."""
    waiting = [path for entry in (*ENTRIES, *DECLARED) for path in root.glob(entry)]
    found: dict[str, Path] = {}
    while waiting:
        path = waiting.pop()
        name = path.relative_to(root).as_posix()
        if name not in found and name not in NO_PART:
            found[name] = path
            waiting += _imported(root, path)
    return found


def _imported(root: Path, path: Path) -> list[Path]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    names = [one.module for one in nodes if isinstance(one, ast.ImportFrom) and one.module]
    files = [root / f"{name.replace('.', '/')}.py" for name in names]
    return [file for file in files if file.exists()]


def _code(source: str) -> str:
    """Keep the lines that are run."""
    said: set[int] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            said.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(source.splitlines(), 1)
    kept = [line for number, line in lines if number not in said and line.strip()]
    return "\n".join(line for line in kept if not line.lstrip().startswith("#"))
