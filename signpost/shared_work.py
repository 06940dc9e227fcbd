"""Work that a process divides with a helper: each piece is claimed once, results go by a folder."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from signpost.registry import IMPORT_ROOT


@dataclass(frozen=True)
class SharedWork:
    """Folder of our own in which two processes divide numbered pieces of work."""

    folder: Path

    def claim(self, number: int) -> bool:
        """Return whether this piece is the caller's; it is then nobody else's."""
        try:
            (self.folder / f"{number}.claimed").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def put(self, name: str, thing: object) -> None:
        """Keep a thing for the other process; it is seen whole or not at all."""
        part = self.folder / f"{name}.part"
        part.write_bytes(pickle.dumps(thing))
        part.rename(self.folder / name)

    def has(self, name: str) -> bool:
        """Return whether something was put under a name."""
        return (self.folder / name).exists()

    def get(self, name: str) -> Any:
        """Return what was put under a name; None: nothing."""
        try:
            return pickle.loads((self.folder / name).read_bytes())  # noqa: S301 - our own folder
        except FileNotFoundError:
            return None


@contextlib.contextmanager
def helper_process(
    module: str, arguments: Sequence[str], given: bytes = b""
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a module of ours beside this process, `given` on its standard input; ended at the end.

    It says nothing: what it failed at, whoever asked does again, and is told.
    """
    quiet = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own code
        [sys.executable, "-m", module, *arguments],
        cwd=IMPORT_ROOT, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet,
    ) as helper:  # fmt: skip
        try:
            assert helper.stdin is not None  # noqa: S101 - it was asked for above
            with contextlib.suppress(BrokenPipeError), helper.stdin as pipe:
                pipe.write(given)
            yield helper
        finally:  # an interrupted caller wants no more of it
            helper.terminate()
