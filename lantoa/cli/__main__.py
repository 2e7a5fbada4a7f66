"""The command lantoa, and python -m lantoa.cli. Ctrl-C while the rooms are still being loaded is
an end like any other."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Load the command line and run it."""
    try:
        from lantoa.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
