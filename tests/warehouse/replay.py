"""A file system that forgets: what a traced process did, replayed up to any call, then power off.

Of a file stays what it held at its last fsync, of a folder the names it had at its own. Three ways
to lose the rest: names and contents both, contents only (names happen to be written early), or
names only.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

CALLS = (
    *("openat", "close", "write", "pwrite64", "lseek", "ftruncate", "fallocate", "sendfile"),
    *("copy_file_range", "fsync", "fdatasync", "rename", "renameat", "renameat2", "link", "linkat"),
    *("unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "dup", "fcntl"),
)
OPTIONS = ("-xx", "-s", "8000000", "-e", f"trace={','.join(CALLS)}")
LOSSES = ("both", "contents", "names")
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")
Left = dict[str, bytes | None]


@dataclass
class File:
    """Bytes as the process sees them, and as they were when they were last forced to the disk."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    copied: bytes | None = None

    def content(self) -> bytes:
        """`now`, the same object until it changes: it is copied and hashed once."""
        if self.copied is None:
            self.copied = bytes(self.now)
        return self.copied


class Disk:
    """Folders under one root, replayed call by call."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.names: dict[str, File | None] = {}
        for path in sorted(root.rglob("*")):
            content = path.read_bytes() if path.is_file() else b""
            self.names[str(path)] = File(bytearray(content), content) if path.is_file() else None
        self.durable = dict(self.names)
        self.open: dict[int, tuple[File | None, str]] = {}
        self.appends: set[int] = set()
        self.place: dict[int, int] = {}

    def apply(self, call: str, arguments: str, result: int) -> bool:
        """Replay one call; return whether a power cut now leaves something else than before it."""
        parts = arguments.split('"')  # in hexadecimal no text holds a quote
        texts = [bytes.fromhex(text.replace("\\x", "")) for text in parts[1::2]]
        numbers = [part.strip() for part in '""'.join(parts[::2]).split(",")]
        if result < 0:
            return False
        if call == "openat":
            return self._opened(os.fsdecode(texts[0]), arguments, result)
        if call in ("rename", "renameat", "renameat2", "link", "linkat"):
            return self._named(call, *map(os.fsdecode, texts))
        if call in ("unlink", "unlinkat", "rmdir"):
            return self.names.pop(self._path(texts[0]), self) is not self
        if call in ("mkdir", "mkdirat"):
            path = self._path(texts[0])
            if path.startswith(self.root):
                self.names[path] = None
                self.durable[path] = None
            return False
        return self._on_descriptor(call, numbers, texts, result)

    def _path(self, text: bytes) -> str:
        return os.path.normpath(os.fsdecode(text))

    def _opened(self, text: str, arguments: str, descriptor: int) -> bool:
        path, is_new = os.path.normpath(text), False
        self.open.pop(descriptor, None)
        if not path.startswith(self.root):
            return False
        if path not in self.names and "O_CREAT" in arguments:
            self.names[path], is_new = File(), True
        file = self.names.get(path)
        if file is not None and "O_TRUNC" in arguments:
            file.now.clear()
            file.copied = None
        self.open[descriptor] = file, path
        self.place[descriptor] = 0
        self.appends.discard(descriptor)
        if "O_APPEND" in arguments:
            self.appends.add(descriptor)
        return is_new

    def _named(self, call: str, old: str, new: str) -> bool:
        old, new = os.path.normpath(old), os.path.normpath(new)
        if old not in self.names:
            return False
        self.names[new] = self.names[old] if "link" in call else self.names.pop(old)
        for path in [p for p in self.names if p.startswith(old + "/") and "rename" in call]:
            self.names[new + path[len(old) :]] = self.names.pop(path)
        return True

    def _on_descriptor(
        self, call: str, numbers: list[str], texts: list[bytes], result: int
    ) -> bool:
        descriptor = int(numbers[0])
        if call in ("dup", "fcntl"):
            if descriptor in self.open and ("DUP" in str(numbers) or call == "dup"):
                self.open[result], self.place[result] = self.open[descriptor], 0
            return False
        if descriptor not in self.open:
            return False
        file, path = self.open[descriptor]
        if call == "close":
            self.open.pop(descriptor)
        elif call in ("fsync", "fdatasync"):
            self._force(file, path)
            return True
        elif file is not None:
            self._change(file, call, descriptor, numbers, texts, result)
            return call != "lseek"
        return False

    def _change(
        self,
        file: File,
        call: str,
        descriptor: int,
        numbers: list[str],
        texts: list[bytes],
        result: int,
    ) -> None:
        if call == "lseek":
            self.place[descriptor] = result
            return
        file.copied = None
        if call == "pwrite64":
            self._put(file, int(numbers[3]), texts[0][:result])
        elif call == "write":
            start = len(file.now) if descriptor in self.appends else self.place[descriptor]
            self._put(file, start, texts[0][:result])
            self.place[descriptor] = start + result
        elif call == "ftruncate":
            size = int(numbers[1])
            file.now[:] = file.now[:size].ljust(size, b"\0")
        elif call == "fallocate":
            size = int(numbers[2]) + int(numbers[3])
            file.now[:] = file.now.ljust(size, b"\0")
        elif call == "sendfile":
            source = self.open[int(numbers[1])][0]
            start = int(re.findall(r"\d+", numbers[2])[0])
            assert source is not None
            self._put(file, self.place[descriptor], bytes(source.now[start : start + result]))
            self.place[descriptor] += result
        else:
            raise NotImplementedError(call)

    @staticmethod
    def _put(file: File, start: int, data: bytes) -> None:
        if len(file.now) < start:
            file.now[:] = file.now.ljust(start, b"\0")
        file.now[start : start + len(data)] = data

    def _force(self, file: File | None, path: str) -> None:
        if file is not None:
            file.synced = file.content()
            return
        inside = {p for p in (*self.names, *self.durable) if str(Path(p).parent) == path}
        for name in inside:
            if name in self.names:
                self.durable[name] = self.names[name]
            else:
                del self.durable[name]

    def after_power_cut(self, loss: str) -> Left:
        """Return what is left: path below the root -> bytes, None for a folder."""
        names = self.names if loss == "contents" else self.durable
        return {
            os.path.relpath(path, self.root): None
            if file is None
            else file.content()
            if loss == "names"
            else file.synced
            for path, file in names.items()
        }


def write(left: Left, target: Path) -> None:
    """Write what is left into an empty folder."""
    for name, content in sorted(left.items()):
        place = target / name
        (place if content is None else place.parent).mkdir(parents=True, exist_ok=True)
        if content is not None:
            place.write_bytes(content)


def calls_of(trace: str) -> Iterator[tuple[str, str, int]]:
    """Call, arguments and result of each line; calls that another thread interrupted are joined."""
    begun: dict[str, str] = {}
    for line in trace.splitlines():
        number, _, rest = line.partition(" ")
        if rest.endswith("<unfinished ...>"):
            begun[number] = rest.removesuffix("<unfinished ...>")
            continue
        resumed = re.match(r" *<\.\.\. \w+ resumed>(.*)", rest)
        whole = begun.pop(number, "") + resumed[1] if resumed else rest
        match = _LINE.match(f"{number} {whole.strip()}")
        if match:
            yield match[2], match[3], int(match[4])
