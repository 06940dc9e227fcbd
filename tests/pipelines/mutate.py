"""Small damages to a file: bytes, cells, rows, headers, encodings, archives."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable

Damage = Callable[[bytes, random.Random], bytes]

_CELLS = [
    *("", "-1", "inf", "NaN", "1e999", "#N/A", "=1+3", "ä€", "\x00", '"', "2026-13-45", "x" * 5000),
    *("1.234,5", "12/31/2026", "31/12/2026", "a,b", "a;b", "\n", "99999999999999999999"),
]


def flip_bytes(data: bytes, draw: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        if out:
            out[draw.randrange(len(out))] = draw.randrange(256)
    return bytes(out)


def cut_bytes(data: bytes, draw: random.Random) -> bytes:
    first, last = sorted((draw.randrange(len(data) + 1), draw.randrange(len(data) + 1)))
    return data[:first] if draw.random() < 0.5 else data[:first] + data[last:]


def repeat_bytes(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + data[max(0, at - draw.randint(1, 400)) :]


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def shuffle_lines(data: bytes, draw: random.Random) -> bytes:
    head, *rest = lines_of(data) or [b""]
    draw.shuffle(rest)
    return b"".join([head, *rest])


def drop_lines(data: bytes, draw: random.Random) -> bytes:
    return b"".join(line for line in lines_of(data) if draw.random() > 0.3)


def double_lines(data: bytes, draw: random.Random) -> bytes:
    return b"".join(line * draw.choice([1, 1, 2]) for line in lines_of(data))


def preamble(data: bytes, draw: random.Random) -> bytes:
    return b"Report\n\n" * draw.randint(1, 3) + data


def footer(data: bytes, draw: random.Random) -> bytes:
    return data + draw.choice([b"\nTotal\n", b'"Grand Total (5)"\n', b"\n\n\n", b"Total,1,2,3\n"])


def change_cells(data: bytes, draw: random.Random) -> bytes:
    out = []
    for line in lines_of(data):
        cells = line.split(b",")
        if len(cells) > 1 and draw.random() < 0.4:
            cells[draw.randrange(len(cells))] = draw.choice(_CELLS).encode()
        out.append(b",".join(cells))
    return b"".join(out)


def drop_cells(data: bytes, draw: random.Random) -> bytes:
    out = []
    for line in lines_of(data):
        cells = line.split(b",")
        if len(cells) > 1 and draw.random() < 0.3:
            del cells[draw.randrange(len(cells))]
        out.append(b",".join(cells))
    return b"".join(out)


def change_header(data: bytes, draw: random.Random) -> bytes:
    head, *rest = lines_of(data) or [b""]
    names = head.split(b",")
    draw.shuffle(names)
    return b"".join([b",".join(names), *rest])


def other_delimiter(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b",", draw.choice([b";", b"\t", b"|"]))


def other_newline(data: bytes, draw: random.Random) -> bytes:
    plain = data.replace(b"\r\n", b"\n")
    return plain.replace(b"\n", draw.choice([b"\r\n", b"\r", b"\n\n", b"\n\r"]))


def other_encoding(data: bytes, draw: random.Random) -> bytes:
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    name = draw.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "cp1252", "utf-32"])
    return text.encode(name, "replace")


def gzipped(data: bytes, draw: random.Random) -> bytes:
    packed = gzip.compress(data)
    return packed[: draw.randint(1, len(packed))] if draw.random() < 0.3 else packed


def zipped(data: bytes, draw: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../x.csv", data)
        archive.writestr("empty.txt", b"")
    return flip_bytes(out.getvalue(), draw) if draw.random() < 0.3 else out.getvalue()


def quotes(data: bytes, draw: random.Random) -> bytes:
    at = [draw.randrange(len(data) + 1) for _ in range(draw.randint(1, 4))]
    for place in sorted(at, reverse=True):
        data = data[:place] + b'"' + data[place:]
    return data


DAMAGES: tuple[Damage, ...] = (
    *(flip_bytes, cut_bytes, repeat_bytes, shuffle_lines, drop_lines, double_lines, preamble),
    *(footer, change_cells, drop_cells, change_header, other_delimiter, other_newline),
    *(other_encoding, gzipped, zipped, quotes),
)


def damaged(data: bytes, draw: random.Random) -> tuple[str, bytes]:
    """One to three damages, and their names."""
    chosen = [draw.choice(DAMAGES) for _ in range(draw.choice([1, 1, 2, 3]))]
    for damage in chosen:
        data = damage(data, draw) if data else data
    return "+".join(damage.__name__ for damage in chosen), data
