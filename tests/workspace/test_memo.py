"""What sessions share is worked out once, none of them can change it, and it goes when it must."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from signpost.answers.access import Access, Denied
from signpost.presentation.memo import memoised_by_identity
from signpost.workspace import open_versions
from signpost.workspace.memo import forget_version
from signpost.workspace.results.snapshot import VersionResults, result

made: list[object] = []


class Counted(VersionResults):
    """Methods that note each time they are worked out."""

    @result(keep=4)
    def once(self, what: str = "x") -> tuple[str, int]:
        """Work a while."""
        made.append(what)
        time.sleep(0.1)
        return what, self.version

    @result(keep=2)
    def few(self, what: str) -> str:
        """Be kept twice at most."""
        made.append((self.version, what))
        return what

    @result(keep=4)
    def fails_first(self) -> int:
        """Fail once."""
        made.append(1)
        if len(made) == 1:
            raise ValueError("not yet")
        return self.version

    @result(keep=4)
    def table(self) -> pd.DataFrame:
        """Return a table."""
        return pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})

    @result(keep=4, scoped=True)
    def part(self) -> tuple[str, ...]:
        """Return what depends on the part a reader sees, from what all see together."""
        made.append(self.scope)
        return self._unlimited.part() + self.scope if self.scope else ("all",)

    @result(keep=4)
    def who(self) -> str:
        """Return for whom it is worked out."""
        return self.access.who


@pytest.fixture(autouse=True)
def nothing_made(tmp_path: Path) -> None:
    made.clear()


def at(folder: Path, version: int = 1, access: Access | None = None) -> Counted:
    return Counted(str(folder), version, access) if access else Counted(str(folder), version)


def test_many_ask_and_one_works(tmp_path: Path) -> None:
    threads = [threading.Thread(target=at(tmp_path).once) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert at(tmp_path).once() == ("x", 1)
    assert at(tmp_path).once(what="y") == at(tmp_path).once("y") == ("y", 1)
    assert made == ["x", "y"]


def test_what_failed_is_tried_again(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not yet"):
        at(tmp_path).fails_first()
    assert at(tmp_path).fails_first() == 1


def test_nobody_changes_the_table_of_another(tmp_path: Path) -> None:
    mine = at(tmp_path).table()
    mine["a"] = 7
    mine.loc[0, "b"] = "changed"
    mine["c"] = 0
    assert at(tmp_path).table().to_dict("list") == {"a": [1, 2], "b": ["x", "y"]}


def test_what_came_from_a_version_goes_with_it_and_the_oldest_goes_first(tmp_path: Path) -> None:
    first, second, third = (at(tmp_path, version) for version in (1, 2, 3))
    first.few("x"), second.few("x")
    forget_version(str(tmp_path), 1)
    second.few("x"), first.few("x")
    assert made == [(1, "x"), (2, "x"), (1, "x")]
    third.few("x"), second.few("x")
    assert made[-2:] == [(3, "x"), (2, "x")]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, Path]:
    """Three versions on disk, of which the server holds the first and the last open."""
    there = {number: tmp_path / f"v{number:08d}.duckdb" for number in (1, 2, 3, 4, 5)}
    for number in (1, 2, 3):
        there[number].touch()
    held = {(str(tmp_path), number): object() for number in (1, 3)}
    monkeypatch.setattr(open_versions, "_open", held)
    open_versions.close_missing_versions()
    return there


@pytest.fixture
def draw_again() -> Callable[[], bool]:
    """Draw; whether that had to be done, for it was not remembered."""
    drawn: list[str] = []
    draw = memoised_by_identity(drawn.append)
    draw("what a version has")

    def again() -> bool:
        before = len(drawn)
        draw("what a version has")
        return len(drawn) > before

    return again


def still_open() -> list[int]:
    return [number for _, number in open_versions._open]


def test_what_was_drawn_goes_with_an_erased_version(
    tmp_path: Path, files: dict[int, Path], draw_again: Callable[[], bool]
) -> None:
    forget_version(str(tmp_path), 0)  # one that is no longer looked at takes nothing with it
    assert not draw_again()
    files[4].touch()  # an erasure publishes, is seen, then removes all that was there before
    open_versions.close_missing_versions()
    assert (still_open(), draw_again()) == ([1, 3], False)
    for number in (1, 2, 3):
        files[number].unlink()
    files[5].touch()
    open_versions.close_missing_versions()
    assert (still_open(), draw_again()) == ([], True)


def test_what_was_drawn_outlives_a_version_that_newer_ones_followed(
    files: dict[int, Path], draw_again: Callable[[], bool]
) -> None:
    """Else every publish has all pages drawn anew, for every reader at once."""
    files[4].touch(), files[1].unlink()
    open_versions.close_missing_versions()
    assert (still_open(), draw_again()) == ([3], False)
    files[5].touch(), files[2].unlink()
    open_versions.close_missing_versions()
    assert (still_open(), draw_again()) == ([3], False)
    files[3].unlink(), files[4].unlink()
    open_versions.close_missing_versions()
    assert (still_open(), draw_again()) == ([], True)


def test_a_folder_that_is_read_once_takes_nothing_else_with_it(
    tmp_path: Path, files: dict[int, Path], draw_again: Callable[[], bool]
) -> None:
    """What changed reads an older version as a folder of its own, while others read pages."""
    once = str(tmp_path / "once")
    held = [(once, number) for number in range(5)]
    open_versions._open.update(dict.fromkeys(held))
    open_versions.close_folder(once)
    assert (still_open(), draw_again()) == ([1, 3], False)


def test_two_who_find_a_version_gone_do_not_stand_in_each_others_way(
    files: dict[int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The precomputer and a reader look at the same time; it once ended the precomputer."""
    files[1].unlink()
    other = threading.Thread(target=open_versions.close_missing_versions)

    class Watched(dict[tuple[str, int], object]):
        def __delitem__(self, key: tuple[str, int]) -> None:
            if not other.ident:
                other.start()
                other.join(0.2)
            super().__delitem__(key)

    monkeypatch.setattr(open_versions, "_open", Watched(open_versions._open))
    open_versions.close_missing_versions()
    other.join()
    assert still_open() == [3]


def test_it_is_worked_out_once_for_all_readers_of_one_part(tmp_path: Path) -> None:
    ana, ben = Access("ana", "sponsor", frozenset({"a"})), Access("ben", "analyst")
    eve = Access("eve", "sponsor", frozenset({"a"}))
    for access in (ana, ben, eve, ana):
        at(tmp_path, access=access).part()
    assert made == [("a",), ()]
    assert at(tmp_path, access=ana).part() == ("all", "a")
    assert at(tmp_path, access=ben).part() == ("all",)
    assert at(tmp_path, access=ana).who() == at(tmp_path, access=ben).who() == "local"


def test_what_is_known_is_not_for_who_may_not_ask(tmp_path: Path) -> None:
    assert at(tmp_path).part() == ("all",)
    with pytest.raises(Denied):
        at(tmp_path, access=Access("x", None)).part()
