"""``python -m benchmarks.mutants [--module FILE.py] [--changes 60]``: changes that tests notice.

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
from resource import RLIM_INFINITY, RLIMIT_CPU, RUSAGE_CHILDREN, getrusage, setrlimit
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

from benchmarks import record, written

ROOT = Path(__file__).parents[1]
_EDGES = "tests/trust/test_mutants.py"
TESTS = {
    "metrics/causal/verdict.py": (_EDGES, "tests/metrics/causal/test_verdict.py"),
    "metrics/disclosure/suppression.py": (_EDGES, "tests/metrics/disclosure/test_suppression.py"),
    "metrics/panel/build.py": (_EDGES, "tests/metrics/panel/test_build.py"),
    "warehouse/store.py": ("tests/warehouse/test_store.py", "tests/warehouse/test_doctor.py"),
}
_LIBRARIES = ("numpy", "pandas", "duckdb", "scipy.stats", "statsmodels.api", "hypothesis", "yaml")
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
LOOKED_AT: dict[tuple[str, str, str], str] = {
    ("warehouse/store.py", "dropped call", "time.sleep(0.02)"): (
        "without the pause the same is read again at once; it only spares the processor"
    )
}
"""(module, kind, line) -> why this change may go unnoticed."""


class Change(NamedTuple):
    """One thing to change: its number in ``ast.walk`` order, its kind, which of several."""

    number: int
    kind: str
    which: int = 0


def changes(tree: ast.Module) -> list[Change]:
    """Return everything that can be changed in a module, docstrings and annotations aside."""
    inert = _inert_nodes(tree)
    return [
        Change(number, kind, which)
        for number, node in enumerate(ast.walk(tree))
        if id(node) not in inert
        for kind, which in _kinds(node)
    ]


def _inert_nodes(tree: ast.Module) -> set[int]:
    """Return nodes without an effect of their own: docstrings, annotations, decorators."""
    inert = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inert |= {id(node), id(node.value)}
        for name in ("annotation", "returns"):
            if isinstance(annotation := getattr(node, name, None), ast.AST):
                inert |= {id(inner) for inner in ast.walk(annotation)}
        for decorator in getattr(node, "decorator_list", []):
            inert |= {id(inner) for inner in ast.walk(decorator)}
    return inert


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
    """Return the module's text with one change."""
    made = copy.deepcopy(tree)
    node: Any = list(ast.walk(made))[change.number]
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


def notices(
    tests: tuple[str, ...], root: Path, patience: float = 600.0, cpu: int = RLIM_INFINITY
) -> bool:
    """Return whether tests on the code in ``root`` notice a fault: any fails, or they do not end.

    ``patience`` is in seconds, ``cpu`` in seconds of processor: of a change that turns for ever it
    is used up on any machine after the same work.
    """
    child = os.fork()
    if not child:
        setrlimit(RLIMIT_CPU, (cpu, cpu))
        os.chdir(root)
        sys.path.insert(0, str(root))
        silent = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silent, 1)
        os.dup2(silent, 2)
        _without_shrinking()
        os._exit(int(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "--rootdir", ".", *tests])))
    until = time.monotonic() + patience
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return bool(status)
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def _without_shrinking() -> None:
    """A property that fails has noticed the change: its smallest example is of no interest."""
    phases = [Phase.explicit, Phase.generate]
    settings.register_profile("mutants", phases=phases, database=None, derandomize=True)
    settings.load_profile("mutants")


def run(module: str, root: Path, drawn: list[Change], seconds: float) -> dict[str, Any]:
    """Try changes of one module in the copy at ``root``, as many as there is time for."""
    path, tests = root / module, TESTS[module]
    text = path.read_text("utf-8")
    tree, began, survivors, tried = ast.parse(text), time.monotonic(), [], 0
    before = _children()
    if notices(tests, root):
        raise RuntimeError(f"the tests of {module} fail without any change")
    patience, cpu = 60 + 10 * (time.monotonic() - began), int(5 + 2 * (_children() - before))
    for change in drawn:
        if time.monotonic() > began + seconds:
            break
        tried += 1
        path.write_text(changed(tree, change), "utf-8")
        if not notices(tests, root, patience, cpu):
            survivors.append(_survivor(module, text, tree, change))
            print(json.dumps(survivors[-1]), flush=True)
    path.write_text(text, "utf-8")
    return {"tried": tried, "killed": tried - len(survivors), "survivors": survivors}


def _children() -> float:
    """Return the processor seconds of all children so far."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _survivor(module: str, text: str, tree: ast.Module, change: Change) -> dict[str, Any]:
    number = getattr(list(ast.walk(tree))[change.number], "lineno", 1)
    line = text.splitlines()[number - 1].strip()
    why = LOOKED_AT.get((module, change.kind, line), "")
    return {"kind": change.kind, "text": line, "line": number, "looked_at": why}


def again(module: str, root: Path, result: dict[str, Any]) -> dict[str, Any]:
    """Return the survivors tried once more, with tests written since."""
    text = (root / module).read_text("utf-8")
    tree, wanted = (
        ast.parse(text),
        {(survivor["kind"], survivor["text"]) for survivor in result["survivors"]},
    )
    drawn = [
        change
        for change in changes(tree)
        if (description := _survivor(module, text, tree, change))
        and (description["kind"], description["text"]) in wanted
    ]
    left = run(module, root, drawn, 1e9)["survivors"]
    return {**result, "killed": result["tried"] - len(left), "survivors": left}


def shuffled(module: str, root: Path, seed: int) -> list[Change]:
    """Return a module's changes in the order of a draw."""
    drawn = changes(ast.parse((root / module).read_text("utf-8")))
    random.Random(seed).shuffle(drawn)
    return drawn


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
    parser.add_argument("--survivors", action="store_true", help="only those recorded, again")
    parser.add_argument("--record", action="store_true", help="for docs/trust.md")
    options = parser.parse_args()
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    for name in _LIBRARIES:
        importlib.import_module(name)
    before, results = record.recorded("mutants") or {}, {}
    with tempfile.TemporaryDirectory(prefix="signpost-mutants-") as folder:
        root = Path(folder)
        private_copy(root)
        for module in options.module:
            drawn = shuffled(module, root, options.seed)[: options.changes]
            results[module] = (
                again(module, root, before[module])
                if options.survivors
                else run(module, root, drawn, options.seconds)
            )
            print(module, json.dumps({**results[module], "survivors": None}), flush=True)
            if options.record:
                written.write(
                    "mutants", {**(record.recorded("mutants") or {}), module: results[module]}
                )
    return int(
        any(
            not survivor["looked_at"] for each in results.values() for survivor in each["survivors"]
        )
    )


if __name__ == "__main__":
    sys.exit(main())
