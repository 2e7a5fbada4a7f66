"""A process that reads an index, as `lantoa serve` does: `python -m lantoa.bench.reader FOLDER`.

It answers each line of JSON with one. {"ask": [typed ...]}: {"memory": anonymous bytes resident
after every search and its counts}; {"total": id}: {"total": how many articles have this id}.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from lantoa.bench.shelf import opened
from search_api.asked import Asked
from search_api.finding import find
from search_api.index import Ids
from search_api.services import Services


def main() -> None:
    """Answer until there is no further line."""
    with opened(Path(sys.argv[1])) as ours:
        for line in sys.stdin:
            print(json.dumps(_answer(ours, json.loads(line))), flush=True)


def _answer(ours: Services, job: dict[str, Any]) -> dict[str, int]:
    if "total" in job:
        return {"total": ours.index.search(Ids((job["total"],)), limit=1).total}
    for typed in job["ask"]:
        find(ours, Asked(q=typed))
    return {"memory": _anonymous()}


def _anonymous() -> int:
    """Without the pages of files, which the system takes back as it likes."""
    stated = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon:"))
    return int(stated.split()[1]) * 1024


if __name__ == "__main__":
    main()
