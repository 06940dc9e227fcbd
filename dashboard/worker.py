"""One version worked out and kept beside the data: `python -m dashboard.worker FOLDER VERSION`.

Started by a server for its readers, it gives way to them. A kill leaves nothing by half.
"""

from __future__ import annotations

import signal
import sys

from signpost.pipelines.low_priority import give_way


def main(root: str, version: int) -> None:
    """Work out the answers, then what else the pages open with, unless another process has."""
    from signpost.dashboard import beside, held, kept
    from signpost.dashboard.opening import open_all
    from signpost.dashboard.turns import telling, turn

    warehouse = held.at(root, version)
    kept.answers_of(warehouse, held.programme(root, version))
    if not kept.are_kept(warehouse):
        return  # this folder may not be written to
    lock = kept.lock_file(warehouse.root, version)
    with turn(lock):
        if not beside.are_kept(root, version):
            with beside.noting() as results:
                open_all(root, version, telling(lock, None))
            beside.keep(root, version, results)


if __name__ == "__main__":
    give_way()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main(sys.argv[1], int(sys.argv[2]))
