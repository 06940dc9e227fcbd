"""Small damages to a file: bytes, cells, rows, headers, encodings, archives."""

from __future__ import annotations

import gzip
import io
import random
import re
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


def header_again(data: bytes, draw: random.Random) -> bytes:
    """Exports put one after the other, with or without the second one's BOM."""
    head, *rest = lines_of(data) or [b""]
    at = draw.randrange(len(rest) + 1)
    return b"".join([head, *rest[:at], draw.choice([b"", b"\xef\xbb\xbf"]) + head, *rest[at:]])


def other_delimiter_from_here(data: bytes, draw: random.Random) -> bytes:
    lines = lines_of(data)
    at, mark = draw.randrange(len(lines) + 1), draw.choice([b";", b"\t", b"|"])
    return b"".join(lines[:at] + [line.replace(b",", mark) for line in lines[at:]])


def rows_of_another(data: bytes, draw: random.Random) -> bytes:
    """Rows of another table behind the last one, with its header or without."""
    other = draw.choice([b"day;count\n2026-07-01;5\n", b"a,b,c\n1,2,3\n4,5,6\n", b"x\ty\n1\t2\n"])
    return data + b"\n" * draw.randint(0, 2) + other


def note_below(data: bytes, draw: random.Random) -> bytes:
    """A sentence of the author under the table, or beside its last row."""
    note = draw.choice(
        ["Note: figures are preliminary", "* incl. leavers", "Source: BI, 2026-07-01"]
    )
    return data + (f"\n{note}\n" if draw.random() < 0.7 else f",,{note}\n").encode()


def unknown_words(data: bytes, draw: random.Random) -> bytes:
    """Words of people where a number was: n/a, tbc, a flag behind the figure."""
    words = [b"tbc", b"n/a", b"pending", b"<5", b"12*", b"~40", b"#REF!"]
    figure = re.compile(rb"(?<=,)\d+(\.\d+)?(?=[,\r\n])")
    return figure.sub(lambda m: draw.choice(words) if draw.random() < 0.1 else m[0], data)


def dress_headers(data: bytes, draw: random.Random) -> bytes:
    """Headers as people leave them: upper case, spaces, quotes of all kinds."""
    head, *rest = lines_of(data) or [b""]
    names = head.decode("utf-8", "replace").strip("\r\n").split(",")
    dressed = draw.choice([str.upper, lambda n: f" {n}  ", '"{}"'.format, "\u201c{}\u201d".format])
    return b"".join([",".join(map(dressed, names)).encode() + b"\n", *rest])


def more_columns(data: bytes, draw: random.Random) -> bytes:
    where = draw.choice(["before", "behind"])
    more = [b"Remark"] + [b"x y"] * len(lines_of(data))
    ends = (line.rstrip(b"\r\n") for line in lines_of(data))
    pairs = zip(more, ends, strict=False)
    return b"".join(
        (extra + b"," + line if where == "before" else line + b"," + extra) + b"\n"
        for extra, line in pairs
    )


def foreign_figures(data: bytes, draw: random.Random) -> bytes:
    """Numbers and days as other countries and spreadsheets write them."""
    swaps = draw.choice(
        [
            [(r"(\d)\.(\d)", r"\1,\2")],
            [(r"(\d)(\d{3})\.", "\\1\u00a0\\2.")],
            [(r"-(\d)", "\u2212\\1")],
            [(r"(\d{4})-(\d\d)-(\d\d)", r"\3.\2.\1")],
            [(r"(\d{4})-(\d\d)-(\d\d)", r"\1/\2/\3")],
            [(r"\d{4}-\d\d-\d\d", "46054")],
            [(r"(\d)", lambda m: chr(0xFF10 + int(m[1])))],
        ]
    )
    text = data.decode("utf-8", "replace")
    for pattern, wanted in swaps:
        text = re.sub(pattern, wanted, text)
    return text.encode()


DAMAGES: tuple[Damage, ...] = (
    *(flip_bytes, cut_bytes, repeat_bytes, shuffle_lines, drop_lines, double_lines, preamble),
    *(footer, change_cells, drop_cells, change_header, other_delimiter, other_newline),
    *(other_encoding, gzipped, zipped, quotes, header_again, other_delimiter_from_here),
    *(rows_of_another, dress_headers, more_columns, foreign_figures),
    *(note_below, unknown_words),
)


def damaged(data: bytes, draw: random.Random) -> tuple[str, bytes]:
    """One to three damages, and their names."""
    chosen = [draw.choice(DAMAGES) for _ in range(draw.choice([1, 1, 2, 3]))]
    for damage in chosen:
        data = damage(data, draw) if data else data
    return "+".join(damage.__name__ for damage in chosen), data
