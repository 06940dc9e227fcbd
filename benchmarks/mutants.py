"""``python -m benchmarks.mutants [--module metrics/verdict.py] [--changes 60]``: what tests notice.

Changes one thing at a time in a private copy of the code and runs the module's tests; a change no
test notices is told, with its line. Needs ``fork``: the libraries are loaded once, the tests run in
a child per change. Changes are drawn by ``--seed``; survivors that were looked at and left are in
``LOOKED_AT``.
"""

import argparse
import ast
import copy
import importlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from benchmarks import record, written

ROOT = Path(__file__).parents[1]
TESTS = {
    "metrics/verdict.py": ("tests/metrics/evidence/test_verdict.py", "tests/trust/test_mutants.py"),
    "metrics/disclosure.py": (
        "tests/metrics/panel/test_disclosure.py",
        "tests/trust/test_mutants.py",
    ),
    "metrics/panel.py": ("tests/metrics/panel/test_panel.py", "tests/trust/test_mutants.py"),
    "warehouse/store.py": ("tests/warehouse/test_store.py", "tests/warehouse/test_doctor.py"),
}
_LIBRARIES = ("numpy", "pandas", "duckdb", "scipy.stats", "statsmodels.api", "hypothesis", "yaml")
_PATIENCE = 120  # seconds; a change that makes the tests hang is noticed
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
LOOKED_AT: dict[tuple[str, str, str], str] = {}
"""(module, kind, line) -> why this change may go unnoticed."""


class Change(NamedTuple):
    """One thing to change: the place in ``ast.walk`` order, what kind, which of several."""

    place: int
    kind: str
    which: int = 0


def changes(tree: ast.Module) -> list[Change]:
    """List everything that can be changed in a module, docstrings and annotations aside."""
    told = _said(tree)
    return [
        Change(place, kind, which)
        for place, node in enumerate(ast.walk(tree))
        if id(node) not in told
        for kind, which in _kinds(node)
    ]


def _said(tree: ast.Module) -> set[int]:
    """Collect what says more than it does: texts that stand alone, annotations, decorators."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found |= {id(node), id(node.value)}
        for name in ("annotation", "returns"):
            if isinstance(asked := getattr(node, name, None), ast.AST):
                found |= {id(inner) for inner in ast.walk(asked)}
        for decorator in getattr(node, "decorator_list", []):
            found |= {id(inner) for inner in ast.walk(decorator)}
    return found


def _kinds(node: ast.AST) -> Iterator[tuple[str, int]]:
    match node:
        case ast.Compare():
            yield from (
                ("comparison", n) for n, op in enumerate(node.ops) if type(op) in _COMPARISONS
            )
        case ast.BinOp() if type(node.op) in _OPERATORS:
            yield "operator", 0
        case ast.BoolOp():
            yield "and, or", 0
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert()):
            yield "sign", 0
        case ast.Constant(value=bool()):
            yield "truth", 0
        case ast.Constant(value=int() | float()):
            yield "number", 0
        case ast.Return(value=ast.expr() as value) if getattr(value, "value", 0) is not None:
            yield "return", 0
        case ast.If() | ast.IfExp():
            yield "condition", 0
        case ast.Expr(value=ast.Call()):
            yield "dropped call", 0


def changed(tree: ast.Module, change: Change) -> str:
    """Write the module with one change."""
    made = copy.deepcopy(tree)
    node: Any = list(ast.walk(made))[change.place]
    match change.kind:
        case "comparison":
            node.ops[change.which] = _COMPARISONS[type(node.ops[change.which])]()
        case "operator":
            node.op = _OPERATORS[type(node.op)]()
        case "and, or":
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case "sign":
            node.op = ast.UAdd() if not isinstance(node.op, ast.Not) else ast.Not()
            node.operand = (
                ast.UnaryOp(ast.Not(), node.operand)
                if isinstance(node.op, ast.Not)
                else node.operand
            )
        case "truth":
            node.value = not node.value
        case "number":
            node.value += 1
        case "return" | "dropped call":
            node.value = ast.Constant(None)
        case "condition":
            node.test = ast.UnaryOp(ast.Not(), node.test)
    return ast.unparse(ast.fix_missing_locations(made))


def notices(tests: tuple[str, ...], root: Path) -> bool:
    """Run tests on the code in ``root`` in a child; whether any fails or hangs."""
    child = os.fork()
    if not child:
        os.chdir(root)
        sys.path.insert(0, str(root))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        os._exit(int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--rootdir", ".", *tests])))
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return bool(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def run(module: str, root: Path, seed: int, most: int, seconds: float) -> dict[str, Any]:
    """Try up to ``most`` changes of one module in the copy at ``root``, at most so long."""
    path, tests = root / module, TESTS[module]
    text = path.read_text("utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    if notices(tests, root):
        raise RuntimeError(f"the tests of {module} fail without any change")
    drawn = changes(tree)
    random.Random(seed).shuffle(drawn)
    survivors, tried, until = [], 0, time.monotonic() + seconds
    for change in drawn[:most]:
        if time.monotonic() > until:
            break
        tried += 1
        path.write_text(changed(tree, change), "utf-8")
        if not notices(tests, root):
            line = getattr(list(ast.walk(tree))[change.place], "lineno", 1)
            told = {"kind": change.kind, "text": lines[line - 1].strip()}
            why = LOOKED_AT.get((module, told["kind"], told["text"]), "")
            survivors.append({**told, "line": line, "looked_at": why})
            print(json.dumps(survivors[-1]), flush=True)
    path.write_text(text, "utf-8")
    return {"tried": tried, "killed": tried - len(survivors), "survivors": survivors}


def private_copy(root: Path) -> None:
    """Copy what is tracked, as it is on disk."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)


def main() -> int:
    """Run the command; 1 if a change survived that nobody looked at."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--module", nargs="+", choices=TESTS, default=list(TESTS))
    parser.add_argument("--changes", type=int, default=60, help="of each module, at most")
    parser.add_argument("--seconds", type=float, default=1e9, help="for each module, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", action="store_true", help="for docs/trust.md")
    told = parser.parse_args()
    sys.path[:] = [place for place in sys.path if Path(place or ".").resolve() != ROOT]
    for name in _LIBRARIES:
        importlib.import_module(name)
    found = {}
    with tempfile.TemporaryDirectory(prefix="signpost-mutants-") as folder:
        private_copy(Path(folder))
        for module in told.module:
            found[module] = run(module, Path(folder), told.seed, told.changes, told.seconds)
            print(module, json.dumps({**found[module], "survivors": None}), flush=True)
            if told.record:
                written.write("mutants", {**(record.kept("mutants") or {}), module: found[module]})
    return int(any(not one["looked_at"] for each in found.values() for one in each["survivors"]))


if __name__ == "__main__":
    sys.exit(main())
