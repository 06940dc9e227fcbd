"""Marks that tests get by what they do, so that `make test-fast` leaves out what it should."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pytest

Fixture = TypeVar("Fixture", bound=Callable[..., Any])
FAST = "not browser and not server and not slow and not spark"
_current: set[str] = set()


def marks(*names: str) -> Callable[[Fixture], Fixture]:
    """Mark every test that asks for the fixture below, directly or through another."""

    def mark(function: Fixture) -> Fixture:
        function.marks = names  # type: ignore[attr-defined]
        return function

    return mark


def mark_by_fixtures(item: pytest.Item) -> None:
    """Add the marks of the fixtures a test asks for."""
    definitions = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    for name in getattr(item, "fixturenames", ()):
        for definition in definitions.get(name, ()):
            for mark in getattr(definition.func, "marks", ()):
                item.add_marker(mark)


def keep_together(item: pytest.Item) -> None:
    """Have tests that share what their module sets up run in one worker, which does so once."""
    definitions = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    asked = (one for name in getattr(item, "fixturenames", ()) for one in definitions.get(name, ()))
    if item.get_closest_marker("xdist_group") is None and any(
        one.scope == "module" for one in asked
    ):
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def begin(item: pytest.Item) -> None:
    """Note which test runs, for `need`."""
    _current.clear()
    _current.update(mark.name for mark in item.iter_markers())


def need(mark: str) -> None:
    """Fail the test that runs unless it has the mark."""
    if mark not in _current:
        pytest.fail(f"mark this test with @pytest.mark.{mark}: what it does takes long")


@contextmanager
def servers_need_their_mark() -> Iterator[None]:
    """Whoever starts a server needs the mark `server`."""
    start = subprocess.Popen.__init__

    def checked(self: subprocess.Popen[Any], args: Any, *rest: Any, **named: Any) -> None:
        words = [args] if isinstance(args, str) else [str(word) for word in args]
        if "streamlit" in words or "serve" in words:
            need("server")
        start(self, args, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess.Popen, "__init__", checked)
        yield
